package incident

import (
	"cmp"
	"slices"
	"sort"

	"okta-session-analyzer/analyzer/event"
)

// foothold is an event of a person who was let in, or asked for a second factor,
// at an address from which a crowd was attacked.
type foothold struct {
	address uint32
	time    int64
}

// footholds returns for the people of grave findings their footholds, in order
// of time. Whoever found a password with a spray comes back with it from
// elsewhere, so that the address is in no evidence of what follows. Events that
// were refused are none, nor are those at addresses which are the person's own
// or which many people share.
func (s *scene) footholds() map[int32][]foothold {
	ip := s.log.Column(event.ClientIP)
	crowds := map[uint32]bool{}
	for _, f := range s.findings {
		if f.Severity < Grave || !s.many(f) {
			continue
		}
		for _, row := range f.rows {
			if s.joins(f, row) {
				crowds[ip.Code(int(row))] = true
			}
		}
	}
	if len(crowds) == 0 {
		return nil
	}
	outcomes := s.log.Column(event.OutcomeResult)
	all := map[int32][]foothold{}
	seen := map[int32]bool{}
	for _, f := range s.findings {
		for _, user := range f.people {
			if f.Severity < Grave || seen[user] {
				continue
			}
			seen[user] = true
			for _, row := range s.log.Users()[user].Rows {
				if code := ip.Code(int(row)); crowds[code] && !failed(outcomes.At(int(row))) && s.usual.unusual(user, row) {
					all[user] = append(all[user], foothold{code, s.log.Time(int(row))})
				}
			}
		}
	}
	return all
}

// within returns of the footholds of a finding's people in the day before it
// each person's first and last: those between join no more.
func within(all map[int32][]foothold, f *finding) []foothold {
	if f.Severity < Grave || len(all) == 0 {
		return nil
	}
	var list []foothold
	for _, user := range f.people {
		of := all[user]
		from := sort.Search(len(of), func(i int) bool { return of[i].time >= f.start-apart[byPerson] })
		to := sort.Search(len(of), func(i int) bool { return of[i].time >= f.start })
		if from < to {
			list = append(list, of[from], of[to-1])
		}
	}
	slices.SortFunc(list, func(a, b foothold) int { return cmp.Compare(a.time, b.time) })
	return list
}
