package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// familiarity tells whether a person had used a network before.
type familiarity struct {
	in    *Input
	user  int32
	since map[uint32]int64 // when the person's network was first used

	factor, fine []bool // types about factors, outcomes that are no failure
}

// knows reports whether every network that events came from was used by the
// person at least an hour before them, in an event that is not about factors
// and did not fail. Without a network it is false.
func (f *familiarity) knows(user int32, rows []uint32) bool {
	const before = 3_600_000
	log, v := f.in.Log, f.in.Views
	if f.user != user {
		f.learn(user)
	}
	some := false
	for _, row := range rows {
		n := v.Network(row)
		if n == 0 {
			continue
		}
		since, known := f.since[n]
		if !known || since > log.Time(int(row))-before {
			return false
		}
		some = true
	}
	return some
}

func (f *familiarity) learn(user int32) {
	log, v := f.in.Log, f.in.Views
	types := log.Column(event.Type)
	if f.factor == nil {
		f.factor, f.fine = make([]bool, len(types.Values)), make([]bool, len(v.outcomes.Values))
		for code, t := range types.Values {
			f.factor[code] = isFactorType(t)
		}
		for code, o := range v.outcomes.Values {
			switch strings.ToUpper(o) {
			case "", "SUCCESS", "ALLOW":
				f.fine[code] = true
			}
		}
	}
	f.user, f.since = user, map[uint32]int64{}
	last := uint32(0) // the network of the event before, which is known
	for _, s := range v.sightings(int(user)) {
		n := v.networkOf[s.client]
		if n == last || n == 0 || f.factor[s.kindOf()] || !f.fine[v.outcomes.Code(int(s.row))] {
			continue
		}
		if _, known := f.since[n]; !known {
			f.since[n] = s.time
		}
		last = n
	}
}
