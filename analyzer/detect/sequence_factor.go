package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var factorNotRestored = &Detection{
	ID:         "mfa-removed-not-restored",
	Title:      "Factors were removed and none was enrolled since",
	Family:     "MFA abuse",
	Severity:   Medium,
	Techniques: []string{"T1556.006"},
	Meaning: "A factor of the account was removed and no other took its place: the password alone may open it. " +
		"A removal in the last hours of the log is left out, since what came after it is not in the log.",
	Check: []string{
		"Ask the person, and whoever removed the factor, why.",
		"See in the console which factors the account has today.",
		"Read what the account did since the removal.",
	},
	FalsePositives: []string{"A person who left, or an account that was closed.", "A person who has other factors, enrolled longer before the removal than the time that is looked at, or before the log began."},
	Parameters: []Parameter{
		{Name: "window_hours", Title: "Time in which a factor must be enrolled again", Unit: "hours", Default: 12, Min: 0.1, Max: 720},
	},
	NeedsAny: [][]event.Field{{event.TargetID, event.TargetAlternateID}},
	Run:      findFactorNotRestored,
}

func findFactorNotRestored(in *Input) []Finding {
	log := in.Log
	who := &people{log: log}
	window := int64(in.Parameters["window_hours"] * hourMS)
	open := map[int][]uint32{}   // removals that nothing made good yet, by person
	enrolled := map[int]uint32{} // the last enrolment of each person, plus one
	told := map[int]bool{}
	var findings []Finding
	report := func(u int) {
		rows := open[u]
		if len(rows) == 0 || told[u] {
			return
		}
		told[u] = true
		f := Finding{Severity: Medium, Actor: actorOf(&log.Users()[u]), Rows: rows}
		f.Facts = map[string]any{"removals": len(rows), "window_hours": in.Parameters["window_hours"], "removed_by": in.actorName(rows[0])}
		f.Summary = in.actorName(rows[0]) + " removed a factor of " + clean(log.Users()[u].Name()) + " (" + in.kindName(rows[0]) + ") on " +
			in.moment(rows[0]) + "; none was enrolled in the " + duration(window) + " after " +
			count(len(rows), "removal", "removals")
		findings = append(findings, f)
	}
	var order []int
	for _, row := range log.RowsOfType("user.mfa.factor.deactivate", "user.mfa.factor.reset_all", "user.mfa.factor.activate") {
		u := who.target(row)
		if u < 0 {
			u = log.UserOf(int(row)) // an enrolment can name its person as the actor alone
		}
		if u < 0 || !in.succeeded(row) {
			continue
		}
		if rows := open[u]; len(rows) > 0 && in.ms(rows[len(rows)-1], row) > window {
			report(u)
			open[u] = nil
		}
		if in.kind(row) == "user.mfa.factor.activate" {
			open[u], enrolled[u] = nil, row+1
			continue
		}
		// A new telephone is enrolled before the old one is given up.
		if e := enrolled[u]; e > 0 && in.kind(row) == "user.mfa.factor.deactivate" && in.ms(e-1, row) <= window {
			continue
		}
		// A security question is no second factor.
		if strings.Contains(strings.ToUpper(log.Column(event.OutcomeReason).At(int(row))), "QUESTION") {
			continue
		}
		if open[u] == nil {
			order = append(order, u)
		}
		open[u] = append(open[u], row)
	}
	for _, u := range order {
		if rows := open[u]; len(rows) > 0 && in.Views.history.end-log.Time(int(rows[len(rows)-1])) >= window {
			report(u)
		}
	}
	return findings
}
