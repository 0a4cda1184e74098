package incident

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
)

const (
	// maxSharers is how many people can have a value before it joins nothing.
	maxSharers = 3
	// minDays is how many days without evidence make an address a person's own.
	minDays = 2

	dayMillis = 86_400_000
)

// source is where a person's events come from. An address of IPv6 changes by the
// day, so its network stands for it; one of IPv4 goes by its text's number.
type source struct {
	user    int32
	six     bool
	address uint32
}

// habit is the neighbourhood of a person's addresses with the program used: a
// home line gets another address from the same network.
type habit struct {
	user           int32
	network, agent uint32
}

// days counts the days of events without evidence that a context has.
type days struct {
	last int64
	n    int
}

// usual knows where the people whom findings are about are used to be.
type usual struct {
	s      *scene
	people map[int32]*person
	// others are the people with events that are no evidence, by number of
	// address; at most one more than may share it.
	others map[uint32][]int32
}

func newUsual(s *scene) *usual {
	u := &usual{s: s, people: map[int32]*person{}}
	evidence := make([][]uint32, len(s.log.Users()))
	for _, row := range s.marked {
		if user := s.log.UserOf(int(row)); user >= 0 {
			evidence[user] = append(evidence[user], row)
		}
	}
	wanted := map[uint32]bool{}
	for _, f := range s.findings {
		for _, row := range f.Rows {
			wanted[s.log.Column(event.ClientIP).Code(int(row))] = true
		}
		for _, user := range f.people {
			if u.people[user] == nil {
				u.people[user] = u.learn(user, evidence[user])
			}
		}
	}
	u.others = s.sharers(event.ClientIP, wanted)
	return u
}

// learn goes through the events of a person, unless that was done before with
// the same evidence, which it takes in any order.
func (u *usual) learn(user int32, evidence []uint32) *person {
	rows := u.s.log.Users()[user].Rows
	slices.Sort(evidence)
	if p := u.s.memory.people[user]; p != nil && slices.Equal(p.evidence, evidence) {
		return p
	}
	p := &person{evidence: evidence, sources: map[source]*days{}, habits: map[habit]*days{}}
	u.s.memory.people[user] = p
	// A day on which a context is evidence does not speak for it.
	tainted := map[source]map[int64]bool{}
	for _, row := range evidence {
		if c, ok := u.at(user, row); ok {
			if tainted[c] == nil {
				tainted[c] = map[int64]bool{}
			}
			tainted[c][u.s.log.Time(int(row))/dayMillis] = true
		}
	}
	all := days{last: -1 << 62}
	// Most events are of the day and the context of the one before.
	var last habit
	var from source
	for _, row := range rows {
		c, ok := u.at(user, row)
		if !ok {
			continue
		}
		if !p.known {
			p.first, p.known = c, true
		}
		day := u.s.log.Time(int(row)) / dayMillis
		agent, _ := u.s.views.Agent(row)
		h := habit{user, u.s.views.Network(row), agent}
		if c == from && h == last && all.last == day || tainted[c][day] {
			continue
		}
		from, last = c, h
		tick(p.sources, c, day)
		tick(p.habits, h, day)
		if all.last != day {
			all = days{day, all.n + 1}
		}
	}
	p.n = all.n
	return p
}

func tick[K comparable](m map[K]*days, key K, day int64) {
	d := m[key]
	if d == nil {
		d = &days{last: day - 1}
		m[key] = d
	}
	if d.last != day {
		d.last, d.n = day, d.n+1
	}
}

// at returns the context of an event of a person; ok is false where the event
// does not show the person's machine.
func (u *usual) at(user int32, row uint32) (c source, ok bool) {
	if !u.s.views.Own(row) {
		return c, false
	}
	ip := u.s.log.Column(event.ClientIP)
	code := ip.Code(int(row))
	if event.Blank(ip.Values[code]) {
		return c, false
	}
	if six(ip.Values[code]) {
		if n := u.s.views.Network(row); n != 0 {
			return source{user, true, n}, true
		}
	}
	return source{user, false, code}, true
}

func six(ip string) bool {
	for i := range len(ip) {
		if ip[i] == ':' {
			return true
		}
	}
	return false
}

// unusual reports whether an event of a person is from a context that is not
// the person's own and not one that many share. A person of whom the log holds
// less than two days without evidence has the context of their first event for
// their own.
func (u *usual) unusual(user int32, row uint32) bool {
	c, ok := u.at(user, row)
	p := u.people[user]
	if !ok || p == nil {
		return ok && !u.shared(row)
	}
	if d := p.sources[c]; d != nil && d.n >= minDays {
		return false
	}
	if u.shared(row) {
		return false
	}
	agent, _ := u.s.views.Agent(row)
	if n := u.s.views.Network(row); n != 0 && agent != 0 {
		if d := p.habits[habit{user, n, agent}]; d != nil && d.n >= minDays {
			return false
		}
	}
	return p.n >= minDays || !p.known || p.first != c
}

// shared reports whether many people have the address of an event. One that
// came and went within a day, as a phishing site's does, is nobody's, however
// many were led to it.
func (u *usual) shared(row uint32) bool {
	code := u.s.log.Column(event.ClientIP).Code(int(row))
	return len(u.others[code]) > maxSharers && !u.s.memory.passing(event.ClientIP, code)
}

// sharers returns for each of the wanted values who have it in events that are
// no evidence, at most one more than may share it.
func (s *scene) sharers(f event.Field, wanted map[uint32]bool) map[uint32][]int32 {
	who := s.memory.of(f, wanted)
	type pair struct {
		code uint32
		user int32
	}
	spent := map[pair]int{} // events that are evidence
	c, outcomes := s.log.Column(f), s.log.Column(event.OutcomeResult)
	for _, row := range s.marked {
		user := int32(s.log.UserOf(int(row)))
		if user < 0 {
			continue
		}
		if f == event.ClientIP && failed(outcomes.At(int(row))) {
			continue // does not count among those who have it either
		}
		for _, code := range c.Codes(int(row)) {
			if wanted[code] {
				spent[pair{code, user}]++
			}
		}
	}
	people := make(map[uint32][]int32, len(wanted))
	for code := range wanted {
		var list []int32
		for _, h := range who[code] {
			if len(list) > maxSharers {
				break
			}
			if int(h.events) > spent[pair{code, h.user}] {
				list = append(list, h.user)
			}
		}
		if list != nil {
			people[code] = list
		}
	}
	return people
}

func has(list []int32, v int32) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// unusualRows returns the evidence that is from contexts which are not its
// person's own; all of it, where none is. What many people are in, as a spray, is
// about its addresses, whomever it names.
func (s *scene) unusualRows(f *finding) []uint32 {
	var rows []uint32
	many := s.many(f)
	for _, row := range f.Rows {
		user := int32(s.log.UserOf(int(row)))
		if user < 0 {
			continue
		}
		if has(f.people, user) && s.usual.unusual(user, row) || many && !has(f.people, user) && !s.usual.shared(row) {
			rows = append(rows, row)
		}
	}
	if rows == nil {
		return f.Rows
	}
	return rows
}

// many reports whether more people did the events of a finding than one can be
// about.
func (s *scene) many(f *finding) bool {
	people := make([]int32, 0, maxPeople)
	for _, row := range f.Rows {
		if user := int32(s.log.UserOf(int(row))); user >= 0 && !has(people, user) {
			if len(people) == maxPeople {
				return true
			}
			people = append(people, user)
		}
	}
	return false
}

// strangers reports whether anybody but people has events that are no evidence
// from an address of the findings.
func (u *usual) strangers(code uint32, people map[int32]bool) bool {
	for _, user := range u.others[code] {
		if !people[user] {
			return true
		}
	}
	return false
}
