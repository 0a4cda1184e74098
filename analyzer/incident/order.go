package incident

import "slices"

// place sets the place of each finding in the story: the first of its unusual
// events, or for one that is drawn from other findings the last. What a person
// did on a journey is as unusual as what an intruder does, and one finding can
// hold both. So where others of the group have a context of a finding in
// common with it, only the events of such contexts count.
func (s *scene) place(group []*finding) {
	// The first finding with a context, and whether another one has it.
	type having struct {
		finding *finding
		more    bool
	}
	contexts := map[source]*having{}
	for _, f := range group {
		if f.Severity < Grave || f.drawn {
			continue
		}
		for _, row := range f.rows {
			c, ok := s.usual.at(anybody, row)
			if !ok {
				continue
			}
			if h := contexts[c]; h == nil {
				contexts[c] = &having{finding: f}
			} else if h.finding != f {
				h.more = true
			}
		}
	}
	for _, f := range group {
		rows := slices.DeleteFunc(slices.Clone(f.rows), func(row uint32) bool {
			c, ok := s.usual.at(anybody, row)
			h := contexts[c]
			return !ok || h == nil || !h.more && (h.finding == f || !f.drawn)
		})
		if len(rows) == 0 {
			rows = f.rows
		}
		if f.told = s.log.Time(int(rows[0])); f.drawn {
			f.told = s.log.Time(int(rows[len(rows)-1]))
		}
	}
}

// anybody is the person of a [source] that is an address, whoever has it.
const anybody = -1
