package incident

import (
	"slices"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Memory is what finding the incidents of one log again can use of the time
// before: where people are used to be, and who has which address and device. A
// change of one threshold leaves nearly all of it true; a million events then
// take 8 ms instead of 44. It is not safe for several goroutines.
type Memory struct {
	log    *table.Log
	views  *detect.Views
	people map[int32]*person
	having map[event.Field]*having
	crowds []int8 // by session: 0 is not known, 1 no crowd, 2 a crowd
}

// NewMemory returns an empty memory of a log; views are those of the same log.
func NewMemory(log *table.Log, views *detect.Views) *Memory {
	return &Memory{log: log, views: views, people: map[int32]*person{}, having: map[event.Field]*having{}}
}

// person is what the events of a person say of where they are used to be, when
// those of evidence speak against it.
type person struct {
	evidence []uint32 // the person's rows that were evidence
	sources  map[source]*days
	habits   map[habit]*days
	first    source // of the first event; known says whether there is one
	known    bool
	n        int // days without evidence
}

// having is who has the values of a field, for those values that were asked for.
type having struct {
	asked []bool     // by value, as all of these
	who   [][]holder // in order of their first events
	at    [][]uint8  // of the values that many have: see find
	seen  []span
}

// holder is a person with a value, and how many of their events have it.
type holder struct {
	user   int32
	events int32
}

// span is the times of the first and the last event.
type span struct {
	first, last int64
	any         bool
}

func (s *span) add(t span) {
	if !s.any {
		*s = t
		return
	}
	s.first, s.last = min(s.first, t.first), max(s.last, t.last)
}

// mostHolders is how many people are told apart who have a value. Evidence
// cannot make so many few enough to be joined by it.
const mostHolders = 64

// of returns who has the wanted values of a field in all events, by value. What
// was not asked for before costs one pass over the events.
func (m *Memory) of(f event.Field, wanted map[uint32]bool) [][]holder {
	c := m.log.Column(f)
	h := m.having[f]
	if h == nil {
		n := len(c.Values)
		h = &having{asked: make([]bool, n), who: make([][]holder, n), at: make([][]uint8, n), seen: make([]span, n)}
		m.having[f] = h
	}
	fresh := make([]bool, len(c.Values))
	any := false
	for code := range wanted {
		if !h.asked[code] {
			h.asked[code], fresh[code], any = true, true, true
		}
	}
	if !any {
		return h.who
	}
	// Events share tuples of values: most events have one in which nothing is fresh.
	group, _ := table.GroupOf(f)
	tuples, worth := m.log.Tuples(group), make([]bool, c.Tuples())
	for t := range worth {
		worth[t] = slices.ContainsFunc(c.CodesOf(uint32(t)), func(code uint32) bool { return fresh[code] })
	}
	// Whoever was refused does not have the address: a spray fails at everybody.
	outcomes := m.log.Column(event.OutcomeResult)
	refused := make([]bool, outcomes.Tuples())
	for t := range refused {
		refused[t] = f == event.ClientIP && failed(outcomes.Values[outcomes.CodesOf(uint32(t))[0]])
	}
	p := &pass{h: h, c: c, tuples: tuples, worth: worth, fresh: fresh, refused: refused, outcomes: m.log.Tuples(table.OutcomeGroup), times: m.log.Times(),
		userOf: m.log.UserNumbers(), last: make([]counted, len(m.log.Users())), seen: make([]span, len(worth))}
	table.InBlocks(len(tuples), p.read)
	p.end()
	return h.who
}

// pass goes over all events once for the fresh values of a field.
type pass struct {
	h                     *having
	c                     *table.Column
	tuples                []uint32
	worth, fresh, refused []bool // by tuple, by value, by tuple of the outcome
	outcomes              []uint32
	times                 []int64
	userOf                []int32
	last                  []counted // by person
	seen                  []span    // by tuple
}

// counted is the tuple of a person's last event, plus one, and how many of the
// same followed it: they are counted together.
type counted struct {
	tuple  uint32
	events int32
}

func (p *pass) read(from, to int) {
	tuples, outcomes, times, userOf := p.tuples, p.outcomes, p.times, p.userOf
	worth, refused, seen, last := p.worth, p.refused, p.seen, p.last
	for row := from; row < to; row++ {
		tuple := tuples[row]
		if !worth[tuple] {
			continue
		}
		s := &seen[tuple]
		if !s.any {
			s.first, s.any = times[row], true
		}
		s.last = times[row]
		user := userOf[row]
		if user < 0 || refused[outcomes[row]] {
			continue
		}
		if l := &last[user]; l.tuple == tuple+1 {
			l.events++
		} else {
			p.change(user, tuple)
		}
	}
}

// change counts a person's events with the tuple before, and the first one with
// another.
func (p *pass) change(user int32, tuple uint32) {
	p.count(user)
	p.last[user] = counted{tuple + 1, 0}
	p.add(user, tuple, 1)
}

func (p *pass) count(user int32) {
	if l := p.last[user]; l.events > 0 {
		p.add(user, l.tuple-1, l.events)
	}
}

// add counts events of a person with the values of a tuple.
func (p *pass) add(user int32, tuple uint32, events int32) {
	h := p.h
	for _, code := range p.c.CodesOf(tuple) {
		if !p.fresh[code] {
			continue
		}
		switch at := h.find(code, user); {
		case at >= 0:
			h.who[code][at].events += events
		case len(h.who[code]) < mostHolders:
			h.hold(code, user, events)
		}
	}
}

// end counts what is not counted yet.
func (p *pass) end() {
	for user := range p.last {
		p.count(int32(user))
	}
	for tuple, s := range p.seen {
		if !s.any {
			continue
		}
		for _, code := range p.c.CodesOf(uint32(tuple)) {
			if p.fresh[code] {
				p.h.seen[code].add(s)
			}
		}
	}
}

// fewHolders is how many holders are looked at one by one. The events of an
// office's address are many, and so are the people who have it: for those at is
// a table of twice as many places as there can be holders, in which a person's
// place in who, plus one, stands at the person's number or behind.
const fewHolders = 8

const holderPlaces = 2 * mostHolders // a power of two

// find returns the place of a person among those who have a value, or -1.
func (h *having) find(code uint32, user int32) int {
	list, at := h.who[code], h.at[code]
	if at == nil {
		for i := range list {
			if list[i].user == user {
				return i
			}
		}
		return -1
	}
	for p := uint32(user) % holderPlaces; at[p] != 0; p = (p + 1) % holderPlaces {
		if i := int(at[p]) - 1; list[i].user == user {
			return i
		}
	}
	return -1
}

// hold adds a person with events to those who have a value, of whom there are
// less than mostHolders.
func (h *having) hold(code uint32, user, events int32) {
	h.who[code] = append(h.who[code], holder{user, events})
	list := h.who[code]
	from := len(list) - 1
	if h.at[code] == nil {
		if len(list) <= fewHolders {
			return
		}
		h.at[code], from = make([]uint8, holderPlaces), 0
	}
	at := h.at[code]
	for i := from; i < len(list); i++ {
		p := uint32(list[i].user) % holderPlaces
		for at[p] != 0 {
			p = (p + 1) % holderPlaces
		}
		at[p] = uint8(i + 1)
	}
}

// passing reports whether the events with a value of a field all lie within a
// day, and that not at the start of the log: nobody is at home there. It knows
// of values that were asked for.
func (m *Memory) passing(f event.Field, code uint32) bool {
	h := m.having[f]
	if h == nil {
		return false
	}
	seen := h.seen[code]
	start, _ := m.views.Span()
	return seen.any && seen.last-seen.first < dayMillis && seen.first-start >= dayMillis
}

// crowded reports whether more people are in a session than may share a value.
// Okta gives a session to one person; text that says otherwise is not to join
// strangers.
func (m *Memory) crowded(session int) bool {
	if m.crowds == nil {
		m.crowds = make([]int8, len(m.log.Sessions()))
	}
	if m.crowds[session] == 0 {
		m.crowds[session] = 1
		var people []int32
		for _, row := range m.log.Sessions()[session].Rows {
			if u := int32(m.log.UserOf(int(row))); u >= 0 && !has(people, u) {
				if people = append(people, u); len(people) > maxSharers {
					m.crowds[session] = 2
					break
				}
			}
		}
	}
	return m.crowds[session] == 2
}
