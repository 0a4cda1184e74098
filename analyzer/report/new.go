package report

import (
	"slices"

	"okta-session-analyzer/analyzer/detect"
)

// New returns the report on a log by what the detections came to. The
// detectors stand in the order given, the findings in that of [detect.Sort],
// worst first.
func New(version string, log Log, outcomes []detect.Outcome) *Report {
	r := &Report{
		Schema: Schema,
		Tool:   Tool{Version: version, Rules: len(outcomes)},
		Log:    log,
	}
	for i := range outcomes {
		o := &outcomes[i]
		d := Detector{
			ID:             o.Detection.ID,
			Title:          o.Detection.Title,
			Family:         o.Detection.Family,
			Severity:       o.Detection.Severity,
			Status:         o.Status,
			Findings:       len(o.Findings),
			Techniques:     o.Detection.Techniques,
			Meaning:        o.Detection.Meaning,
			Check:          o.Detection.Check,
			FalsePositives: o.Detection.FalsePositives,
			Parameters:     slices.Clone(o.Detection.Parameters),
		}
		for _, f := range o.Missing {
			d.Missing = append(d.Missing, f.Key())
		}
		for i := range d.Parameters {
			p := &d.Parameters[i]
			p.Value = p.Default
			if v, ok := o.Values[p.Name]; ok {
				p.Value = v
			}
		}
		r.Detectors = append(r.Detectors, d)
		r.Findings = append(r.Findings, o.Findings...)
	}
	detect.Sort(r.Findings)
	return r
}
