package query

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// The bounds of a picture of a session.
const (
	MaxLanes      = 100
	MaxLaneEvents = 5000
	maxAfterEnd   = 200
)

// Lanes is a session as a picture shows it: its events by context along time.
type Lanes struct {
	// Lanes are the contexts in order of first use, at most [MaxLanes];
	// LaneTotal counts all.
	Lanes     []Lane `json:"lanes"`
	LaneTotal int    `json:"lane_total"`
	// Events are at most [MaxLaneEvents], in order of time; EventTotal counts
	// all. Where some are left out, the first and the last of each lane come
	// before the changes of lane, these before failures, and these before the
	// others; of what there is no room for, every so manieth is there.
	Events     []LaneEvent `json:"events"`
	EventTotal int         `json:"event_total"`
	Changes    int         `json:"changes"` // of lane, in all
	Start      *LaneEvent  `json:"start"`   // user.session.start, if the log has it
	End        *LaneEvent  `json:"end"`     // the first event that ends the session
	AfterEnd   int         `json:"after_end"`
	// After are the first of the events after the end, by uuid.
	After []string `json:"after"`
}

// Lane is one context of a session. What is not known is "".
type Lane struct {
	Network string `json:"network"` // the /24 or /48
	City    string `json:"city"`
	Country string `json:"country"`
	Org     string `json:"org"`
	ASN     string `json:"asn"`
	Browser string `json:"browser"`
	OS      string `json:"os"`
	Device  string `json:"device"` // token or fingerprint
	Events  int    `json:"events"`
	First   int64  `json:"first"` // ms UTC
	Last    int64  `json:"last"`
}

// blank reports whether nothing is known of the context: the events are those
// of Okta itself.
func (l *Lane) blank() bool { return l.context() == Lane{} }

// context returns the lane without its figures.
func (l *Lane) context() Lane {
	c := *l
	c.Events, c.First, c.Last = 0, 0, 0
	return c
}

// LaneEvent is an event of a session.
type LaneEvent struct {
	UUID    string `json:"uuid"`
	Time    int64  `json:"time"` // ms UTC
	Lane    int    `json:"lane"` // its number in the list, -1 where the list ends before it
	Type    string `json:"type"`
	Kind    string `json:"kind"`    // see [KindOf]
	Outcome string `json:"outcome"` // see [ClassOf]
	// Changed says that the event before had another context. Events without
	// any are stepped over.
	Changed bool `json:"changed"`
}

// lanes returns the picture of a session's rows.
func (v *View) lanes(rows []uint32) *Lanes {
	l := &Lanes{EventTotal: len(rows), Events: []LaneEvent{}, After: []string{}}
	of := v.contexts(rows)
	l.LaneTotal = len(of.lanes)
	l.Lanes = of.lanes[:min(MaxLanes, len(of.lanes))]

	types, results := v.plain(event.Type), v.plain(event.OutcomeResult)
	describe := func(i int) LaneEvent {
		row := rows[i]
		t := types.values[types.first(row)]
		e := LaneEvent{UUID: v.log.UUID(int(row)), Time: v.log.Time(int(row)), Lane: of.number[i], Type: show(t), Kind: KindOf(t),
			Outcome: ClassOf(results.values[results.first(row)]), Changed: of.changed[i]}
		if e.Lane >= MaxLanes {
			e.Lane = -1
		}
		return e
	}
	firstOf, lastOf := make([]int, len(of.lanes)), make([]int, len(of.lanes))
	for i, n := range of.number {
		if of.lanes[n].Events == 0 {
			firstOf[n], of.lanes[n].First = i, v.log.Time(int(rows[i]))
		}
		of.lanes[n].Events++
		lastOf[n], of.lanes[n].Last = i, v.log.Time(int(rows[i]))
		if of.changed[i] {
			l.Changes++
		}
		t := types.values[types.first(rows[i])]
		switch {
		case l.End != nil:
			if !endsSession(t) {
				l.AfterEnd++
				if len(l.After) < maxAfterEnd {
					l.After = append(l.After, v.log.UUID(int(rows[i])))
				}
			}
		case endsSession(t):
			e := describe(i)
			l.End = &e
		case l.Start == nil && t == "user.session.start":
			e := describe(i)
			l.Start = &e
		}
	}

	// How much each event matters, 0 most.
	class := make([]int, len(rows))
	for i := range class {
		outcome := ClassOf(results.values[results.first(rows[i])])
		switch n := of.number[i]; {
		case firstOf[n] == i || lastOf[n] == i:
			class[i] = 0
		case of.changed[i]:
			class[i] = 1
		case outcome == Failure || outcome == Deny:
			class[i] = 2
		default:
			class[i] = 3
		}
	}
	for _, i := range thin(class, MaxLaneEvents) {
		l.Events = append(l.Events, describe(i))
	}
	return l
}

// thin returns the places of at most most entries, ascending: those of lower
// classes before those of higher ones, and of the class that finds no room for
// all, entries at equal distances.
func thin(class []int, most int) []int {
	var kept []int
	for c := 0; c <= 3 && len(kept) < most; c++ {
		var own []int
		for i, k := range class {
			if k == c {
				own = append(own, i)
			}
		}
		room := min(most-len(kept), len(own))
		for j := range room {
			kept = append(kept, own[j*len(own)/room])
		}
	}
	slices.Sort(kept)
	return kept
}

// contexts is the lane of each row, by its place among the rows.
type contexts struct {
	lanes   []Lane
	number  []int
	changed []bool
}

// contexts puts rows into lanes. Many events carry no device token; they belong
// to the lane that was used last and agrees with them in all else, and a lane
// without a token takes the first that comes.
func (v *View) contexts(rows []uint32) contexts {
	of := contexts{number: make([]int, len(rows)), changed: make([]bool, len(rows))}
	known := map[[3]uint32]Lane{} // by the numbers of an event's tuples
	numbers := map[Lane]int{}
	latest := map[Lane]int{} // by context without the token: the lane used last
	groups := [3][]uint32{v.log.Tuples(table.ClientGroup), v.log.Tuples(table.SecurityGroup), v.log.Tuples(table.DeviceTokenGroup)}
	before := -1
	for i, row := range rows {
		key := [3]uint32{groups[0][row], groups[1][row], groups[2][row]}
		lane, ok := known[key]
		if !ok {
			lane = v.lane(row)
			known[key] = lane
		}
		rest := lane
		rest.Device = ""
		n, ok := numbers[lane]
		last, used := latest[rest]
		switch {
		case !used, ok && lane.Device != "":
		case lane.Device == "":
			n, ok = last, true
		case of.lanes[last].Device == "":
			of.lanes[last].Device = lane.Device
			numbers[lane] = last
			n, ok = last, true
		}
		if !ok {
			n = len(of.lanes)
			of.lanes = append(of.lanes, lane)
			numbers[lane] = n
		}
		latest[rest] = n
		of.number[i] = n
		if !of.lanes[n].blank() {
			of.changed[i] = before >= 0 && before != n
			before = n
		}
	}
	return of
}

// lane returns the context of an event.
func (v *View) lane(row uint32) Lane {
	shown := func(name string) string {
		c := v.shown(byName[name])
		return show(present(c.values[c.first(row)]))
	}
	return Lane{Network: shown("network"), City: shown("city"), Country: shown("country"),
		Org: cmp.Or(shown("org"), shown("isp")), ASN: shown("asn"), Browser: shown("browser"), OS: shown("os"), Device: shown("devicetoken")}
}
