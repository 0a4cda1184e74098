package detect

import (
	"okta-session-analyzer/analyzer/event"
)

var adminEnrolledFactors = &Detection{
	ID: "admin-enrolled-factors-anomaly", Title: "Administrator sets up factors for other people, for the first time or more than usual",
	Family: "MFA abuse", Severity: Medium, Techniques: []string{"T1556", "T1098"},
	Meaning: "Somebody set up a second factor in another person's name, which lets them sign in as that person. It is told where they had " +
		"never done so, and where they did so for more people in an hour than ever. The first time is low, and medium from a network that is " +
		"new to them or for several people." + learning,
	Check: []string{
		"Ask the people whose factors were set up whether they had asked for it.",
		"Remove the factors that nobody asked for, then clear those people's sessions.",
		"See where the administrator signed in from before.",
	},
	FalsePositives: []string{"A day on which new people start or keys are handed out.", "Somebody new at the help desk."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "deviations", Title: "Standard deviations above the mean of earlier hours that are unusual", Default: 3, Min: 1, Max: 100},
		{Name: "people", Title: "People in an hour from which the first time is medium", Default: 3, Min: 2, Max: 1000, Integer: true},
	},
	Needs:    []event.Field{event.TargetID},
	NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run: func(in *Input) []Finding {
		const hour = 3_600_000
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType("user.mfa.factor.activate"), func(row uint32) bool {
			return in.succeeded(row) && in.otherPerson(row) != ""
		}) {
			if a.user < 0 {
				continue
			}
			times := timesOf(in, a.rows)
			first := in.firstOf(a.user)
			var f Finding
			var earlier []float64
			for i, b := range bursts(times, 1, hour) {
				p := peak(times[b.from:b.to+1], hour)
				run := a.rows[b.from+p.from : b.from+p.to+1]
				people := map[string]bool{}
				for _, row := range run {
					people[in.otherPerson(row)] = true
				}
				n, u := len(people), usualOf(earlier)
				spike := u.n >= 3 && u.above(float64(n)) > in.Parameters["deviations"]
				if (i == 0 || spike) && in.settled(first, in.Log.Time(int(run[0]))) {
					severity, why := Low, "; they had not done so before in this log"
					if spike {
						why = "; the mean of their earlier hours is " + number(u.mean)
					}
					if spike || n >= int(in.Parameters["people"]) || in.newNetwork(a.user, run[0]) {
						severity = Medium
					}
					if f.Rows == nil || severity > f.Severity {
						f.Severity = severity
						f.Summary = in.actorName(run[0]) + " set up factors for " + count(n, "other person", "other people") + " within an hour from " + in.moment(run[0]) + why
						f.Facts = map[string]any{"people": n, "first_time": i == 0, "new_network": in.newNetwork(a.user, run[0])}
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

// otherPerson returns the id, or else the login, of the first person among an
// event's targets, "" where that is the actor.
func (in *Input) otherPerson(row uint32) string {
	log := in.Log
	types := log.Column(event.TargetType)
	a := actorAt(log, row)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] != "User" {
			continue
		}
		id, login := log.Column(event.TargetID), log.Column(event.TargetAlternateID)
		if s := present(id.Values[id.Codes(int(row))[i]]); s != "" && a.ID != "" {
			if s == a.ID {
				return ""
			}
			return s
		}
		if s := present(login.Values[login.Codes(int(row))[i]]); s != a.AlternateID {
			return s
		}
		return ""
	}
	return ""
}
