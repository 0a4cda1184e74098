package report

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/detect"
)

// Options are what a report says beside the findings.
type Options struct {
	Rules      int // of the detections
	RuleErrors []RuleError
	Notes      []string
	Incidents  []Incident // as [incident.Find] returns them
	// ShowSuppressed has the findings that an allow-list sets aside in the
	// report, behind all others.
	ShowSuppressed bool
}

// New returns the report on a log by what the detections came to. The
// detectors stand in the order given. The findings stand worst first, of equal
// ones those that more others speak for, then the earlier: see [order].
func New(version string, log Log, outcomes []detect.Outcome, o Options) *Report {
	r := &Report{
		Schema:     Schema,
		Tool:       Tool{Version: version, Rules: o.Rules},
		Log:        log,
		RuleErrors: o.RuleErrors,
		Notes:      o.Notes,
		Incidents:  o.Incidents,
	}
	var suppressed []detect.Finding
	for i := range outcomes {
		out := &outcomes[i]
		d := Detector{
			ID:             out.Detection.ID,
			Title:          out.Detection.Title,
			Family:         out.Detection.Family,
			Severity:       out.Detection.Severity,
			Status:         out.Status,
			Findings:       len(out.Findings),
			Suppressed:     len(out.Suppressed),
			RuleFile:       out.Detection.RuleFile,
			Techniques:     out.Detection.Techniques,
			Meaning:        out.Detection.Meaning,
			Check:          out.Detection.Check,
			FalsePositives: out.Detection.FalsePositives,
			Parameters:     slices.Clone(out.Detection.Parameters),
		}
		for _, f := range out.Missing {
			d.Missing = append(d.Missing, f.Key())
		}
		for _, list := range out.MissingLists {
			d.Missing = append(d.Missing, "list "+list)
		}
		if out.Status == detect.NotEvaluable && out.MissingHistory.Days > 0 {
			d.Missing = append(d.Missing, out.MissingHistory.String())
		}
		for i := range d.Parameters {
			p := &d.Parameters[i]
			p.Value = p.Default
			if v, ok := out.Values[p.Name]; ok {
				p.Value = v
			}
		}
		r.Detectors = append(r.Detectors, d)
		r.Findings = append(r.Findings, out.Findings...)
		suppressed = append(suppressed, out.Suppressed...)
		r.Log.Suppressed += len(out.Suppressed)
	}
	order(r.Findings)
	if o.ShowSuppressed {
		order(suppressed)
		r.Findings = append(r.Findings, suppressed...)
	}
	return r
}

// order sorts findings: the worst first; of equally bad ones those first for
// which more others of medium severity or worse speak, of the same person or
// the same session; then the earlier, then by id.
func order(findings []detect.Finding) {
	type key struct{ user, session string }
	byUser, bySession, byBoth := map[string]int{}, map[string]int{}, map[key]int{}
	userOf := func(f *detect.Finding) string { return cmp.Or(f.Actor.ID, f.Actor.AlternateID) }
	for i := range findings {
		f := &findings[i]
		if f.Severity >= detect.Medium {
			byUser[userOf(f)]++
			bySession[f.Session]++
			byBoth[key{userOf(f), f.Session}]++
		}
	}
	speak := make([]int, len(findings)) // how many others speak for each
	for i := range findings {
		f := &findings[i]
		user, others := userOf(f), 0
		if user != "" {
			others += byUser[user]
		}
		if f.Session != "" {
			others += bySession[f.Session]
		}
		if user != "" && f.Session != "" {
			others -= byBoth[key{user, f.Session}] // counted twice
		}
		if others > 0 && f.Severity >= detect.Medium {
			others-- // itself
		}
		speak[i] = others
	}
	detect.SortBy(findings, func(i, j int) int {
		a, b := &findings[i], &findings[j]
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(speak[j], speak[i]),
			cmp.Compare(a.First, b.First),
			cmp.Compare(a.ID, b.ID),
		)
	})
}
