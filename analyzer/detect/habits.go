package detect

import (
	"math"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// use is what one person did with one client, a tuple of table.ClientGroup,
// that was their own and was let in.
type use struct {
	client      uint32
	first, last uint32 // events
	n           int
}

// habits is what each person used, and when first: networks, places, programs.
// A refused attempt teaches nothing: it need not have been the person's.
type habits struct {
	uses []use
	ends []int // of each user's uses
}

// habits returns the view; it is made once, in one pass over the people's
// events, when a detection first asks for it.
func (v *Views) habits() *habits {
	v.habitsOnce.Do(func() {
		h := &habits{ends: make([]int, len(v.log.Users()))}
		// The place of each client among the uses, plus one; those of earlier
		// people lie before from and count for nothing.
		at := make([]int, len(v.agentOf))
		for u := range h.ends {
			h.learn(v.sightings(u), at)
			h.ends[u] = len(h.uses)
		}
		v.habitsOf = h
	})
	return v.habitsOf
}

func (h *habits) learn(seen []sighting, at []int) {
	from := len(h.uses)
	for i := range seen {
		s := &seen[i]
		if !s.good() {
			continue
		}
		if n := at[s.client]; n > from {
			h.uses[n-1].last = s.row
			h.uses[n-1].n++
			continue
		}
		h.uses = append(h.uses, use{s.client, s.row, s.row, 1})
		at[s.client] = len(h.uses)
	}
}

// of returns what a person used, in order of first use.
func (h *habits) of(user int) []use {
	from := 0
	if user > 0 {
		from = h.ends[user-1]
	}
	return h.uses[from:h.ends[user]]
}

// letIn reports whether an outcome means that the person was who they said. A
// challenge is a question, not an answer.
func letIn(outcome string) bool {
	switch strings.ToUpper(outcome) {
	case "SUCCESS", "ALLOW":
		return true
	}
	return event.Blank(outcome)
}

// familiarFor is the time for which something must have been in use before it
// is a habit, in milliseconds: an intruder signs in minutes or hours before the
// act that is looked at, and must not have taught it by that.
const familiarFor = dayMS

// firstUses is when one person first used each value of one kind, so that many
// events of the person cost one pass over what they used.
type firstUses struct {
	user int32 // plus one
	at   []firstUse
}

// firstUse is when a person, whose number plus one is user, first used a value.
type firstUse struct {
	user int32
	at   int64
}

// isNew reports whether the person of an event had not used a value a day or
// longer before it. of returns the value of a client; kind tells values apart.
func (in *Input) isNew(kind event.Field, user int, row, value uint32, of func(client uint32) uint32) bool {
	f := &in.firsts[kind]
	if who := int32(user) + 1; f.user != who {
		f.user = who
		for _, u := range in.Views.habits().of(user) {
			if v := of(u.client); f.know(v).user != who {
				f.at[v] = firstUse{who, in.Log.Time(int(u.first))}
			}
		}
	}
	first := f.know(value)
	return first.user != f.user || first.at > in.Log.Time(int(row))-familiarFor
}

// know returns the first use of a value, for which it makes room.
func (f *firstUses) know(value uint32) firstUse {
	if n := int(value) + 1; n > len(f.at) {
		f.at = append(f.at, make([]firstUse, max(n, 2*len(f.at))-len(f.at))...)
	}
	return f.at[value]
}

// newNetwork and newAgent report whether an event's network, or program, is one
// that the person had not used before. What the event does not name is not new.
func (in *Input) newNetwork(user int, row uint32) bool {
	v := in.Views
	n := v.Network(row)
	return n != 0 && in.isNew(event.ClientIP, user, row, n, func(c uint32) uint32 { return v.networkOf[c] })
}

func (in *Input) newAgent(user int, row uint32) bool {
	v := in.Views
	n, _ := v.Agent(row)
	return n != 0 && in.isNew(event.UserAgent, user, row, n, func(c uint32) uint32 { return v.agentOf[c] })
}

// newValue does the same for one of the client's fields.
func (in *Input) newValue(f event.Field, user int, row uint32) bool {
	col := in.Log.Column(f)
	code := col.Code(int(row))
	return !event.Blank(col.Values[code]) && in.isNew(f, user, row, code, func(c uint32) uint32 { return col.CodesOf(c)[0] })
}

// keeps reports, of a person whom the log does not know for a day yet, whether
// they used an event's client for days after it: at the start of a log that is
// all that tells whose it is.
func (in *Input) keeps(user int, row uint32) bool {
	v, t := in.Views, in.Log.Time(int(row))
	if in.firstOf(user) <= t-familiarFor {
		return false
	}
	if in.lasts.user != user+1 {
		in.lasts = lastUses{user + 1, map[[2]uint32]uint32{}}
		for _, use := range v.habits().of(user) {
			k := [2]uint32{v.networkOf[use.client], v.agentOf[use.client]}
			in.lasts.at[k] = max(in.lasts.at[k], use.last)
		}
	}
	agent, _ := v.Agent(row)
	last, used := in.lasts.at[[2]uint32{v.Network(row), agent}]
	return used && in.Log.Time(int(last)) >= t+3*dayMS
}

// lastUses is the last event of each network and program that one person used.
type lastUses struct {
	user int // plus one
	at   map[[2]uint32]uint32
}

// tokenTimes is when one person first used each device token.
type tokenTimes struct {
	user   int // plus one
	at     map[uint32]int64
	oldest int64
}

// token says of an event's device token, which is a cookie of one browser,
// whether the person had used it a day before, and whether it is one that they
// had not while they had others. Both are false where the log does not tell.
func (in *Input) token(user int, row uint32) (own, fresh bool) {
	c := in.Log.Column(event.DTHash)
	code := c.Code(int(row))
	if event.Blank(c.Values[code]) {
		return false, false
	}
	if in.tokens.user != user+1 {
		in.tokens = tokenTimes{user + 1, map[uint32]int64{}, math.MaxInt64}
		for _, r := range in.Log.Users()[user].Rows {
			t := c.Code(int(r))
			if _, seen := in.tokens.at[t]; !seen && !event.Blank(c.Values[t]) && in.Views.own[r] && in.succeeded(r) {
				in.tokens.at[t] = in.Log.Time(int(r))
				in.tokens.oldest = min(in.tokens.oldest, in.tokens.at[t])
			}
		}
	}
	limit := in.Log.Time(int(row)) - familiarFor
	first, seen := in.tokens.at[code]
	own = seen && first <= limit
	return own, !own && in.tokens.oldest <= limit
}

// firstOf returns the time of a person's first event.
func (in *Input) firstOf(user int) int64 { return in.Log.Time(int(in.Log.Users()[user].Rows[0])) }

// acts is what one actor did, in order of time: a person, by number, or an
// application, whose user is -1.
type acts struct {
	user int
	rows []uint32
}

// actsOf returns rows, in order of time, by actor, the actors in order of their
// first event. Okta itself is no actor. keep may leave out events.
func (in *Input) actsOf(rows []uint32, keep func(row uint32) bool) []acts {
	log := in.Log
	id, kind := log.Column(event.ActorID), log.Column(event.ActorType)
	person, nobody, noID := make([]bool, len(kind.Values)), make([]bool, len(kind.Values)), blanks(id)
	for code, k := range kind.Values {
		person[code], nobody[code] = k == "User" || event.Blank(k), k == "SystemPrincipal"
	}
	var all []acts
	people := make([]int32, len(log.Users())) // the place of each person, plus one
	others := map[uint32]int32{}              // and of each actor that is none
	for _, row := range rows {
		if keep != nil && !keep(row) {
			continue
		}
		user, at := -1, int32(0)
		if k := kind.Code(int(row)); person[k] {
			if user = log.UserOf(int(row)); user < 0 {
				continue
			}
			if people[user] == 0 {
				people[user] = int32(len(all)) + 1
				all = append(all, acts{user: user})
			}
			at = people[user] - 1
		} else {
			actor := id.Code(int(row))
			if nobody[k] || noID[actor] {
				continue
			}
			if others[actor] == 0 {
				others[actor] = int32(len(all)) + 1
				all = append(all, acts{user: user})
			}
			at = others[actor] - 1
		}
		all[at].rows = append(all[at].rows, row)
	}
	return all
}

// succeeded reports whether an event did what it tells of.
func (in *Input) succeeded(row uint32) bool {
	return in.Views.good[in.Views.outcomes.Code(int(row))]
}

// failed reports whether an event tells of something that was refused or given up.
func (in *Input) failed(row uint32) bool {
	return in.Views.bad[in.Views.outcomes.Code(int(row))]
}

// actorName returns what the actor of an event is called in a sentence.
func (in *Input) actorName(row uint32) string {
	a := actorAt(in.Log, row)
	for _, name := range []string{a.AlternateID, a.DisplayName, a.ID} {
		if name != "" {
			return clean(name)
		}
	}
	return "somebody"
}

// value returns an event's value of a field as it can stand in a sentence.
func (in *Input) value(f event.Field, row uint32) string {
	return clean(present(in.Log.Column(f).At(int(row))))
}

// moment returns an event's time as it stands in a sentence.
func (in *Input) moment(row uint32) string {
	t := in.Log.Time(int(row))
	return day(t) + " " + clock(t) + " UTC"
}
