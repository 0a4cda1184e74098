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
	asked []bool // by value
	who   map[uint32][]holder
	seen  map[uint32][2]int64 // the times of the first and the last event
}

// holder is a person with a value, and how many of their events have it.
type holder struct {
	user   int32
	events int
}

// mostHolders is how many people are told apart who have a value. Evidence
// cannot make so many few enough to be joined by it.
const mostHolders = 64

// of returns who has the wanted values of a field in all events. What was not
// asked for before costs one pass over the events.
func (m *Memory) of(f event.Field, wanted map[uint32]bool) map[uint32][]holder {
	c := m.log.Column(f)
	h := m.having[f]
	if h == nil {
		h = &having{asked: make([]bool, len(c.Values)), who: map[uint32][]holder{}, seen: map[uint32][2]int64{}}
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
	// Whoever was refused does not have the address: a spray fails at everybody.
	outcomes := m.log.Column(event.OutcomeResult)
	for row := range m.log.Len() {
		user := int32(-1)
		for _, code := range c.Codes(row) {
			if !fresh[code] {
				continue
			}
			t := m.log.Time(row)
			if span, known := h.seen[code]; known {
				h.seen[code] = [2]int64{span[0], t}
			} else {
				h.seen[code] = [2]int64{t, t}
			}
			if f == event.ClientIP && failed(outcomes.At(row)) {
				continue
			}
			if user < 0 {
				if user = int32(m.log.UserOf(row)); user < 0 {
					break
				}
			}
			list := h.who[code]
			at := slices.IndexFunc(list, func(x holder) bool { return x.user == user })
			switch {
			case at >= 0:
				list[at].events++
			case len(list) < mostHolders:
				h.who[code] = append(list, holder{user, 1})
			}
		}
	}
	return h.who
}

// passing reports whether the events with a value of a field all lie within a
// day, and that not at the start of the log: nobody is at home there. It knows
// of values that were asked for.
func (m *Memory) passing(f event.Field, code uint32) bool {
	h := m.having[f]
	if h == nil {
		return false
	}
	span, known := h.seen[code]
	start, _ := m.views.Span()
	return known && span[1]-span[0] < dayMillis && span[0]-start >= dayMillis
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
