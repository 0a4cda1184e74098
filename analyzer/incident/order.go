package incident

import "slices"

// place sets the place of each finding in the story: the first of its unusual
// events, or for one that is drawn from other findings the last. What a person
// did on a journey is as unusual as what an intruder does, and one finding can
// hold both. So where others of the group have a context of a finding in
// common with it, only the events of such contexts count: of two findings about
// distances the same journey may be the reason, so that one of another kind has
// to have it too.
func (s *scene) place(group []*finding) {
	type having struct {
		finding *finding
		more    bool // another finding has the context too
		sure    bool // one has that knows more than distances
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
			h := contexts[c]
			if h == nil {
				h = &having{finding: f}
				contexts[c] = h
			}
			h.more = h.more || h.finding != f
			h.sure = h.sure || !distances[f.Detector]
		}
	}
	for _, f := range group {
		rows := s.rowsOf(f, func(c source) bool { h := contexts[c]; return h != nil && h.more && h.sure })
		if len(rows) == 0 && f.drawn {
			rows = s.rowsOf(f, func(c source) bool { return contexts[c] != nil })
		}
		if len(rows) == 0 {
			rows = f.rows
		}
		if f.told = s.log.Time(int(rows[0])); f.drawn {
			f.told = s.log.Time(int(rows[len(rows)-1]))
		}
	}
}

// rowsOf returns the events of a finding whose address is one that counts.
func (s *scene) rowsOf(f *finding, counts func(source) bool) []uint32 {
	return slices.DeleteFunc(slices.Clone(f.rows), func(row uint32) bool {
		c, ok := s.usual.at(anybody, row)
		return !ok || !counts(c)
	})
}

// anybody is the person of a [source] that is an address, whoever has it.
const anybody = -1
