package report

import "okta-session-analyzer/analyzer/detect"

// AtLeast returns the report with only the findings of a severity or a worse
// one, and only the incidents that have such a finding. The detectors keep
// their counts, so that a reader sees that there were others. The report given
// does not change.
func (r *Report) AtLeast(least detect.Severity) *Report {
	shown := make(map[string]bool)
	for i := range r.Findings {
		if r.Findings[i].Severity >= least {
			shown[r.Findings[i].ID] = true
		}
	}
	return r.only(shown)
}

// only returns the report with only the findings of the given ids, and only the
// incidents that have one of them.
func (r *Report) only(shown map[string]bool) *Report {
	c := *r
	c.Findings = nil
	for _, f := range r.Findings {
		if shown[f.ID] {
			c.Findings = append(c.Findings, f)
		}
	}
	c.Incidents = nil
	for _, in := range r.Incidents {
		var ids []string
		for _, id := range in.Findings {
			if shown[id] {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			in.Findings = ids
			c.Incidents = append(c.Incidents, in)
		}
	}
	return &c
}

// Worst returns the severity of the worst finding; ok is false when there is
// none. A finding that an allow-list sets aside does not count.
func (r *Report) Worst() (worst detect.Severity, ok bool) {
	for i := range r.Findings {
		if r.Findings[i].Suppressed == nil {
			worst, ok = max(worst, r.Findings[i].Severity), true
		}
	}
	return worst, ok
}

// hidden returns how many findings of the detectors are not in the report.
func (r *Report) hidden() int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Suppressed == nil {
			n--
		}
	}
	for i := range r.Detectors {
		n += r.Detectors[i].Findings
	}
	return max(n, 0)
}
