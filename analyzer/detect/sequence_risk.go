package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

const typeConsole = "user.session.access_admin_app"

var highRiskAdmin = &Detection{
	ID:         "high-risk-session-admin-activity",
	Title:      "Administration in a session that Okta rated high risk",
	Family:     "Admin & privilege",
	Severity:   High,
	Techniques: []string{"T1098", "T1078.004"},
	Meaning: "Okta let a sign-in of high risk through, and within an hour the same session made an administrator's changes. It is high " +
		"where a change is of a kind that this administrator had not made before, or machine and network are new to them; low where " +
		"the session does what the administrator does anyway.",
	Check: []string{
		"Ask the administrator by telephone whether the session is theirs.",
		"Read why Okta rated the sign-in so, and compare machine and network with the usual ones.",
		"If it is not theirs, clear the session and undo its changes.",
	},
	FalsePositives: []string{"An administrator abroad with a new laptop."},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time from the sign-in to the change", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	NeedsAny: [][]event.Field{{event.LogOnlySecurityData, event.Risk, event.SecurityRisk}, sessionFields},
	Run:      findHighRiskAdmin,
}

// isHighRisk reports whether Okta rated an event's risk high. Most texts do not
// have the word, and are not read further.
func (in *Input) isHighRisk(row uint32) (high bool, reasons string) {
	for _, f := range [...]event.Field{event.Risk, event.LogOnlySecurityData, event.SecurityRisk} {
		if text := in.Log.Column(f).At(int(row)); strings.Contains(text, "HIGH") || strings.Contains(text, "high") {
			level, reasons := in.risk(row)
			return level == "HIGH", reasons
		}
	}
	return false, ""
}

func findHighRiskAdmin(in *Input) []Finding {
	log := in.Log
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	acts := log.RowsOfType(in.typesOf(isCritical)...)
	customs := in.customsOf(acts)
	seen := map[int]bool{}
	var findings []Finding
	for _, act := range acts {
		s := log.SessionOf(int(act))
		if s < 0 || seen[s] {
			continue
		}
		seen[s] = true
		entry, entered, why := uint32(0), false, ""
		var changes []uint32
		fresh := uint32(0)
		freshes := 0
		for _, row := range log.Sessions()[s].Rows {
			if !in.succeeded(row) {
				continue
			}
			switch t := in.kind(row); {
			case isSignIn(t) && len(changes) == 0:
				if high, reasons := in.isHighRisk(row); high {
					entry, entered, why = row, true, reasons
				}
			case entered && isCritical(t) && in.ms(entry, row) <= window && log.UserOf(int(row)) == log.UserOf(int(entry)):
				changes = append(changes, row)
				if !customs.has(row) {
					if freshes++; freshes == 1 {
						fresh = row
					}
				}
			}
		}
		if len(changes) == 0 {
			continue
		}
		network, program := false, false
		if u := log.UserOf(int(entry)); u >= 0 && in.known(u, entry) {
			network, program = in.foreign(u, entry)
		}
		f := Finding{Severity: Low, Session: log.Sessions()[s].ID, Actor: person(log, []uint32{entry}), Rows: append([]uint32{entry}, changes...)}
		first := changes[0]
		if freshes > 0 {
			f.Severity, first = High, fresh
		}
		if network && program {
			f.Severity = High
			if freshes > 0 {
				f.Severity = Critical
			}
		}
		f.Facts = map[string]any{"changes": len(changes), "unusual_changes": freshes, "minutes_after": round(float64(in.ms(entry, changes[0]))/minuteMS, 1),
			"new_network": network, "new_program": program, "risk_reasons": why}
		f.Summary = in.actorName(entry) + " signed in with high risk on " + in.moment(entry) + " with " + in.client(entry)
		if why != "" {
			f.Summary += " (" + why + ")"
		}
		f.Summary += "; from " + duration(in.ms(entry, changes[0])) + " later on the session made " + count(len(changes), "change", "changes") +
			", such as " + in.kindName(first)
		if freshes > 0 {
			f.Summary += ", which the administrator had not done before"
		} else {
			f.Summary += ", of kinds that the administrator is used to"
		}
		findings = append(findings, f)
	}
	return findings
}

var newSourceCritical = &Detection{
	ID:         "new-source-then-critical-operation",
	Title:      "Sign-in from a new country, network and device, then a critical change",
	Family:     "Admin & privilege",
	Severity:   Critical,
	Techniques: []string{"T1078", "T1556"},
	Meaning: "An administrator's account came in from a country, a network and a machine that were all new to it, and within the hour " +
		"changed a policy, a zone, a token, a role or somebody's factors from there. It is critical where the change is of a kind that " +
		"this administrator had not made before, high otherwise.",
	Check: []string{
		"Call the administrator: are they abroad, with a new machine?",
		"Undo the change until that is known; clear the sessions of the account.",
		"Read what else came from the address.",
	},
	FalsePositives: []string{"An administrator on a business trip with a borrowed or new computer."},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time from the sign-in to the change", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP, event.OutcomeResult},
	NeedsAny: [][]event.Field{{event.Country, event.Behaviors, event.LogOnlySecurityData}, personFields},
	Replaces: []string{"high-risk-session-admin-activity"},
	Run:      findNewSourceCritical,
}

// allNew reports whether country, network and machine of a sign-in are new to
// its person, by Okta's behaviours or, where it gives none, by the log.
func (in *Input) allNew(user int, row uint32) bool {
	if r := in.reported(row); r.country && r.place && r.device {
		return true
	}
	if !in.known(user, row) {
		return false
	}
	network, program := in.foreign(user, row)
	return network && program && in.newValue(event.Country, user, row)
}

func findNewSourceCritical(in *Input) []Finding {
	log := in.Log
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	acts := log.RowsOfType(in.typesOf(isCritical)...)
	types := log.Column(event.Type)
	signIn, critical := make([]bool, len(types.Values)), make([]bool, len(types.Values))
	for code, t := range types.Values {
		signIn[code], critical[code] = isSignIn(t), isCritical(t)
	}
	customs := in.customsOf(acts)
	var findings []Finding
	for _, a := range in.actsOf(acts, in.succeeded) {
		if a.user < 0 {
			continue
		}
		var entry uint32
		entered := false
		var changes []uint32
		fresh := 0
		told := func() {
			if len(changes) == 0 {
				return
			}
			f := Finding{Severity: High, Actor: actorOf(&log.Users()[a.user]), Rows: append([]uint32{entry}, changes...)}
			if fresh > 0 {
				f.Severity = Critical
			}
			f.Facts = map[string]any{"changes": len(changes), "unusual_changes": fresh, "minutes_after": round(float64(in.ms(entry, changes[0]))/minuteMS, 1),
				"network": in.Views.NetworkName(in.Views.Network(entry)), "country": in.value(event.Country, entry)}
			f.Summary = in.actorName(entry) + " signed in on " + in.moment(entry) + " with " + in.client(entry) +
				", a country, a network and a machine new to them; " + duration(in.ms(entry, changes[0])) + " later came " + in.kindName(changes[0])
			if n := len(changes) - 1; n > 0 {
				f.Summary += " and " + count(n, "more change", "more changes")
			}
			f.Summary += " from there"
			findings = append(findings, f)
			changes, fresh = nil, 0
		}
		for _, row := range log.Users()[a.user].Rows {
			kind := types.Code(int(row))
			if !signIn[kind] && !critical[kind] || !in.succeeded(row) {
				continue
			}
			switch {
			case signIn[kind] && in.Views.Own(row):
				// A sign-in writes several events; the first of them is the entry.
				if (!entered || in.ms(entry, row) > window) && in.allNew(a.user, row) {
					told()
					entry, entered = row, true
				}
			case entered && critical[kind] && in.ms(entry, row) <= window && in.Views.Network(row) == in.Views.Network(entry):
				changes = append(changes, row)
				if !customs.has(row) {
					fresh++
				}
			}
		}
		told()
	}
	return findings
}
