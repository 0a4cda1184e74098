package table

import (
	"cmp"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// User is a person: the actor of type User of an event, or, where the actor is
// Okta itself or an application, the User among its targets.
type User struct {
	ID          string // "00u…"; "" where the log names none
	AlternateID string // the login name
	DisplayName string
	Rows        []uint32 // the person's events, in order of time
}

// Name returns what the person is called in a sentence: the login name, or
// else the display name or the id.
func (u *User) Name() string {
	switch {
	case !event.Blank(u.AlternateID):
		return u.AlternateID
	case !event.Blank(u.DisplayName):
		return u.DisplayName
	}
	return u.ID
}

// Session is one session of a person. The sign-in ("idx…") and the Admin
// Console ("102…") write different ids; where the log has the root id that
// ties them together they are one session.
type Session struct {
	ID       string   // the root id, or else the session id
	External []string // the session ids in its events, in order of time
	Rows     []uint32 // its events, in order of time
}

// index holds what is asked for again and again: the events of each type, user
// and session.
type index struct {
	byType    [][]uint32 // by code of event.Type
	users     []User
	userOf    []int32
	sessions  []Session
	sessionOf []int32
}

// indexed returns the index. It is so short that UserOf and SessionOf, which are
// asked for nearly every event, need no call.
func (l *Log) indexed() *index {
	if x := l.index.Load(); x != nil {
		return x
	}
	return l.makeIndex()
}

func (l *Log) makeIndex() *index {
	l.once.Do(func() {
		x := new(index)
		x.byType = l.rowsByType()
		x.users, x.userOf = l.findUsers()
		x.sessions, x.sessionOf = l.findSessions()
		l.index.Store(x)
	})
	return l.index.Load()
}

// RowsOfType returns the events of the given types in order of time. For a
// single type it must not be changed.
func (l *Log) RowsOfType(types ...string) []uint32 {
	x, c := l.indexed(), l.columns[event.Type]
	var lists [][]uint32
	for _, t := range types {
		if code, ok := c.Find(t); ok && len(x.byType[code]) > 0 {
			lists = append(lists, x.byType[code])
		}
	}
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	return Merge(lists)
}

// Merge returns ascending lists as one, which may be one of them.
func Merge[T cmp.Ordered](lists [][]T) []T {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	half := len(lists) / 2
	a, b := Merge(lists[:half]), Merge(lists[half:])
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	all := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] <= b[0] {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// Users returns the people of the log in order of their first event.
func (l *Log) Users() []User { return l.indexed().users }

// UserOf returns the number of an event's person in [Log.Users], or -1.
func (l *Log) UserOf(row int) int { return int(l.indexed().userOf[row]) }

// UserNumbers returns what [Log.UserOf] does for every event. It must not be
// changed.
func (l *Log) UserNumbers() []int32 { return l.indexed().userOf }

// Sessions returns the sessions of the log in order of their first event.
// Events whose session id is unknown or Okta's own are in none.
func (l *Log) Sessions() []Session { return l.indexed().sessions }

// SessionOf returns the number of an event's session in [Log.Sessions], or -1.
func (l *Log) SessionOf(row int) int { return int(l.indexed().sessionOf[row]) }

// SessionNumbers returns what [Log.SessionOf] does for every event. It must not
// be changed.
func (l *Log) SessionNumbers() []int32 { return l.indexed().sessionOf }

func (l *Log) rowsByType() [][]uint32 {
	c := l.columns[event.Type]
	return split(len(c.Values), l.Len(), func(row int) int { return int(c.Code(row)) })
}

// split returns the rows of each of n kinds in ascending order; a row of kind
// -1 is in none.
func split(n, rows int, kind func(row int) int) [][]uint32 {
	counts := make([]int, n)
	total := 0
	for row := range rows {
		if k := kind(row); k >= 0 {
			counts[k]++
			total++
		}
	}
	all := make([]uint32, total)
	lists := make([][]uint32, n)
	for k, count := range counts {
		lists[k], all = all[:0:count], all[count:]
	}
	for row := range rows {
		if k := kind(row); k >= 0 {
			lists[k] = append(lists[k], uint32(row))
		}
	}
	return lists
}

// numbering gives numbers to keys in order of their first use.
type numbering[K comparable] struct {
	of  map[K]int32
	all []K
}

func (n *numbering[K]) number(key K) int32 {
	if i, ok := n.of[key]; ok {
		return i
	}
	if n.of == nil {
		n.of = make(map[K]int32)
	}
	i := int32(len(n.all))
	n.of[key] = i
	n.all = append(n.all, key)
	return i
}

// person is the user whom a tuple of the actor or of the targets names.
type person struct{ id, alternate, display string }

// key is what makes two mentions one person: the id, or else the login name in
// any case.
func (p person) key() string {
	if !event.Blank(p.id) {
		return p.id
	}
	if !event.Blank(p.alternate) {
		return "\x00" + strings.ToLower(p.alternate)
	}
	return ""
}

// findUsers names the person of every event. It looks at each distinct actor
// and each distinct list of targets once.
func (l *Log) findUsers() ([]User, []int32) {
	actorID, actorType := l.columns[event.ActorID], l.columns[event.ActorType]
	actorName, actorAlternate := l.columns[event.ActorDisplayName], l.columns[event.ActorAlternateID]
	actors := make([]person, actorID.Tuples())
	for t := range actors {
		if kind := actorType.of1(t); kind == "User" || event.Blank(kind) {
			actors[t] = person{actorID.of1(t), actorAlternate.of1(t), actorName.of1(t)}
		}
	}
	targetID, targetType := l.columns[event.TargetID], l.columns[event.TargetType]
	targetName, targetAlternate := l.columns[event.TargetDisplayName], l.columns[event.TargetAlternateID]
	targets := make([]person, targetID.Tuples())
	for t := range targets {
		for i, kind := range targetType.CodesOf(uint32(t)) {
			if targetType.Values[kind] == "User" {
				n := uint32(t)
				targets[t] = person{targetID.Values[targetID.CodesOf(n)[i]],
					targetAlternate.Values[targetAlternate.CodesOf(n)[i]], targetName.Values[targetName.CodesOf(n)[i]]}
				break
			}
		}
	}

	// Some records name a person by login only, others by id too: they are one
	// person when the login belongs to one id.
	ids := make(map[string]string)
	for _, list := range [][]person{actors, targets} {
		for _, p := range list {
			if event.Blank(p.id) || event.Blank(p.alternate) {
				continue
			}
			login := strings.ToLower(p.alternate)
			if known, ok := ids[login]; ok && known != p.id {
				ids[login] = ""
			} else if !ok {
				ids[login] = p.id
			}
		}
	}
	resolve := func(list []person) []string {
		keys := make([]string, len(list))
		for t, p := range list {
			keys[t] = p.key()
			if event.Blank(p.id) && keys[t] != "" {
				if id := ids[keys[t][1:]]; id != "" {
					keys[t] = id
				}
			}
		}
		return keys
	}
	actorKeys, targetKeys := resolve(actors), resolve(targets)

	var numbers numbering[string]
	var users []User
	userOf := make([]int32, l.Len())
	actorUser, targetUser := unset(len(actors)), unset(len(targets))
	name := func(cache []int32, keys []string, list []person, t uint32) int32 {
		if keys[t] == "" {
			return none
		}
		if cache[t] == notYet {
			p := list[t]
			cache[t] = numbers.number(keys[t])
			if int(cache[t]) == len(users) {
				users = append(users, User{})
			}
			u := &users[cache[t]]
			if event.Blank(u.ID) {
				u.ID = p.id
			}
			if event.Blank(u.AlternateID) {
				u.AlternateID = p.alternate
			}
			if event.Blank(u.DisplayName) {
				u.DisplayName = p.display
			}
		}
		return cache[t]
	}
	for row := range userOf {
		userOf[row] = name(actorUser, actorKeys, actors, l.tuples[ActorGroup][row])
		if userOf[row] == none {
			userOf[row] = name(targetUser, targetKeys, targets, l.tuples[TargetGroup][row])
		}
	}
	for u, rows := range split(len(users), l.Len(), func(row int) int { return int(userOf[row]) }) {
		users[u].Rows = rows
	}
	return users, userOf
}

const (
	none   = -1
	notYet = -2
)

func unset(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = notYet
	}
	return s
}

// of1 returns a tuple's value of a field that has one.
func (c *Column) of1(tuple int) string { return c.Values[c.of[tuple]] }

// findSessions names the session of every event. A session id that stands
// beside a root id anywhere belongs to that root everywhere.
func (l *Log) findSessions() ([]Session, []int32) {
	external, root := l.columns[event.ExternalSessionID], l.columns[event.RootSessionID]
	real := func(c *Column) []bool {
		ok := make([]bool, len(c.Values))
		for i, v := range c.Values {
			ok[i] = !event.NoSession(v)
		}
		return ok
	}
	externalReal, rootReal := real(external), real(root)
	rootOf := make([]uint32, len(external.Values))
	for row := range l.Len() {
		if e, r := external.Code(row), root.Code(row); externalReal[e] && rootReal[r] && rootOf[e] == 0 {
			rootOf[e] = r
		}
	}
	var numbers numbering[string]
	byRoot, byExternal := unset(len(root.Values)), unset(len(external.Values))
	sessionOf := make([]int32, l.Len())
	for row := range sessionOf {
		e, r := external.Code(row), root.Code(row)
		if externalReal[e] && rootOf[e] != 0 {
			r = rootOf[e]
		}
		switch {
		case rootReal[r]:
			if byRoot[r] == notYet {
				byRoot[r] = numbers.number(root.Values[r])
			}
			sessionOf[row] = byRoot[r]
		case externalReal[e]:
			if byExternal[e] == notYet {
				byExternal[e] = numbers.number(external.Values[e])
			}
			sessionOf[row] = byExternal[e]
		default:
			sessionOf[row] = none
		}
	}
	sessions := make([]Session, len(numbers.all))
	listed := make([]int32, len(external.Values)) // the last session, plus one, that lists the id
	for s, rows := range split(len(sessions), l.Len(), func(row int) int { return int(sessionOf[row]) }) {
		sessions[s] = Session{ID: numbers.all[s], Rows: rows}
		for _, row := range rows {
			if e := external.Code(int(row)); externalReal[e] && listed[e] != int32(s)+1 {
				listed[e] = int32(s) + 1
				sessions[s].External = append(sessions[s].External, external.Values[e])
			}
		}
	}
	return sessions, sessionOf
}
