package detect

import (
	"regexp"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var policyWeakening = &Detection{
	ID: "policy-weakening-anomaly", Title: "Policy change that lowers protection, unusual for the administrator", Family: "Policy & network zone",
	Severity: Medium, Techniques: []string{"T1556", "T1098"},
	Meaning: "An administrator who had not done so before in the log switched off a second factor, the end of sessions or the length of " +
		"passwords in a policy, or did so more often in an hour than in their other hours. It is high where they came from a new network or did " +
		"it far more often than usual." + learning,
	Check: []string{
		"Ask the administrator whether the change was planned, and set the rule back where it was not.",
		"See who signed in under the weaker rule, and from where.",
	},
	FalsePositives: []string{"A rule that was loosened during an outage and is to be set back."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "deviations", Title: "Standard deviations above the mean of earlier hours that are unusual", Default: 2, Min: 1, Max: 100},
		{Name: "password_length", Title: "Least length of passwords up to which a policy is weak", Default: 6, Min: 1, Max: 64, Integer: true},
	},
	NeedsAny: [][]event.Field{{event.ChangedAttributes, event.TargetChangeTo}, {event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run: func(in *Input) []Finding {
		const hour = 3_600_000
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType("policy.rule.update", "policy.lifecycle.update"), func(row uint32) bool {
			return in.succeeded(row) && in.weakens(row) != ""
		}) {
			times := timesOf(in, a.rows)
			first := in.Views.history.start
			if a.user >= 0 {
				first = in.firstOf(a.user)
			}
			var f Finding
			var earlier []float64
			for i, b := range bursts(times, 1, hour) {
				run, u := a.rows[b.from:b.to+1], usualOf(earlier)
				n := len(run)
				spike := u.n >= 3 && u.above(float64(n)) > in.Parameters["deviations"]
				if (i == 0 || spike) && in.settled(first, times[b.from]) {
					fresh := a.user >= 0 && in.newNetwork(a.user, run[0])
					severity, why := Medium, "; they had not done so before in this log"
					if spike {
						why = "; the mean of their earlier hours is " + number(u.mean)
					}
					if spike || fresh {
						severity = High
					}
					if f.Rows == nil || severity > f.Severity {
						f.Severity = severity
						f.Summary = in.actorName(run[0]) + " weakened policies " + count(n, "time", "times") + " from " + in.moment(run[0]) + " on, first: " + in.weakens(run[0]) + why
						f.Facts = map[string]any{"changes": n, "first_time": i == 0, "new_network": fresh}
					}
					f.Rows = append(f.Rows, run...)
				}
				earlier = append(earlier, float64(n))
			}
			if f.Rows != nil {
				f.Actor = actorAt(in.Log, f.Rows[0])
				findings = append(findings, f)
			}
		}
		return findings
	},
}

// setting finds the settings of a policy in a text of changes, whatever it is
// written in: requireFactor=false, "minLength":4.
var setting = regexp.MustCompile(`(?i)\b(requireFactor|maxSessionLifetimeMinutes|minLength)\W{1,6}(true|false|\d+)\b`)

// weakens returns what a change of a policy lowers, "" where it lowers nothing
// that is looked at.
func (in *Input) weakens(row uint32) string {
	weak := func(text string) []string {
		const most = 1 << 16
		var all []string
		for _, m := range setting.FindAllStringSubmatch(text[:min(len(text), most)], -1) {
			n, err := strconv.Atoi(m[2])
			switch strings.ToLower(m[1]) {
			case "requirefactor":
				if strings.EqualFold(m[2], "false") {
					all = append(all, "no second factor is asked for")
				}
			case "maxsessionlifetimeminutes":
				if err == nil && n == 0 {
					all = append(all, "sessions do not end")
				}
			case "minlength":
				if err == nil && n >= 1 && n <= int(in.Parameters["password_length"]) {
					all = append(all, "passwords of "+count(n, "character", "characters")+" are allowed")
				}
			}
		}
		return all
	}
	log := in.Log
	if found := weak(log.Column(event.ChangedAttributes).At(int(row))); len(found) > 0 {
		return found[0]
	}
	from, to := log.Column(event.TargetChangeFrom), log.Column(event.TargetChangeTo)
	for i, code := range to.Codes(int(row)) {
		before := strings.Join(weak(from.Values[from.Codes(int(row))[i]]), ";")
		for _, found := range weak(to.Values[code]) {
			if !strings.Contains(before, found) {
				return found
			}
		}
	}
	return ""
}
