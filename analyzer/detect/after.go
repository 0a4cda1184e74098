package detect

import "slices"

// Finish is what needs the findings of all detections, those of rules as well:
// it leaves out what a more particular finding tells too, and then runs the
// detections that look at findings. The outcomes are changed in place.
func (v *Views) Finish(c Config, outcomes []Outcome) {
	replace(outcomes)
	for i := range outcomes {
		o := &outcomes[i]
		if o.Detection.After == nil || o.Status != Ran {
			continue
		}
		o.Findings = o.Detection.After(&Input{Log: v.log, Views: v, Parameters: o.Values}, outcomes)
		for n := range o.Findings {
			complete(v.log, o.Detection, &o.Findings[n])
		}
		Sort(o.Findings)
		c.SetSeverity(o.Detection, o.Findings)
	}
}

// replace leaves out the findings of which half the evidence or more is that of
// findings, not milder ones, of a detection that tells the same thing with more
// of its story.
func replace(outcomes []Outcome) {
	// By the replaced detection: the worst severity that each event is told with,
	// plus one.
	told := map[string]map[uint32]Severity{}
	for i := range outcomes {
		o := &outcomes[i]
		for _, id := range o.Detection.Replaces {
			for _, f := range o.Findings {
				if told[id] == nil {
					told[id] = map[uint32]Severity{}
				}
				for _, row := range f.Rows {
					told[id][row] = max(told[id][row], f.Severity+1)
				}
			}
		}
	}
	for i := range outcomes {
		o := &outcomes[i]
		if rows := told[o.Detection.ID]; rows != nil {
			o.Findings = slices.DeleteFunc(o.Findings, func(f Finding) bool {
				n := 0
				for _, row := range f.Rows {
					if rows[row] > f.Severity {
						n++
					}
				}
				return n > 0 && 2*n >= len(f.Rows)
			})
		}
	}
}
