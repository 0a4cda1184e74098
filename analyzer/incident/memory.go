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
// take 25 ms instead of 110. It is not safe for several goroutines.
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
	refused := make([]bool, len(outcomes.Values))
	for code, outcome := range outcomes.Values {
		refused[code] = f == event.ClientIP && failed(outcome)
	}
	for row, tuple := range tuples {
		if !worth[tuple] {
			continue
		}
		no := refused[outcomes.Code(row)]
		user := int32(m.log.UserOf(row))
		t := m.log.Time(row)
		for _, code := range c.CodesOf(tuple) {
			if !fresh[code] {
				continue
			}
			s := &h.seen[code]
			if !s.any {
				s.first, s.any = t, true
			}
			s.last = t
			if no || user < 0 {
				continue
			}
			list := h.who[code]
			switch at := h.find(code, user); {
			case at >= 0:
				list[at].events++
			case len(list) < mostHolders:
				h.hold(code, user)
			}
		}
	}
	return h.who
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

// hold adds a person with one event to those who have a value, of whom there
// are less than mostHolders.
func (h *having) hold(code uint32, user int32) {
	h.who[code] = append(h.who[code], holder{user, 1})
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
