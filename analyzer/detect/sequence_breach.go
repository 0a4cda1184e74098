package detect

import (
	"okta-session-analyzer/analyzer/event"
)

var breachThenSource = &Detection{
	ID:         "breached-credential-then-new-source",
	Title:      "A password known from a breach, then a new machine",
	Family:     "Credential attack",
	Severity:   High,
	Techniques: []string{"T1078.004", "T1110.004"},
	Meaning: "Okta saw a password in use that is known from another company's breach; within a day the account was entered, or its " +
		"password changed, from a source that its owner had not used before. Whoever bought the password may be in. It is high where " +
		"the machine and its network or country are new, medium where it came from a network in a new city that the owner does not go on " +
		"using, low otherwise, as for a telephone in the owner's country: people answer the warning from what they have at hand.",
	Check: []string{
		"Ask the person by telephone whether the machine is theirs and who changed the password.",
		"If it is not theirs, clear the sessions, reset password and factors, and remove what was enrolled since.",
		"Search for the address in other people's sign-ins.",
	},
	FalsePositives: []string{"The owner, who answers the warning from a new telephone or computer."},
	Parameters: []Parameter{
		{Name: "window_hours", Title: "Time from the warning to the sign-in or the new password", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.UserAgent, event.UserAgentBrowser, event.Behaviors, event.LogOnlySecurityData}, subjectFields},
	Run:      findBreachThenSource,
}

// isPasswordChange reports whether an event type is a person's new password.
func isPasswordChange(t string) bool {
	return t == "user.account.update_password" || t == "user.account.reset_password"
}

func findBreachThenSource(in *Input) []Finding {
	log := in.Log
	window := int64(in.Parameters["window_hours"] * hourMS)
	who := &people{log: log}
	warned := map[int][]uint32{}
	var order []int
	for _, row := range log.RowsOfType("security.breached_credential.detected") {
		u := who.target(row)
		if u < 0 {
			if u = log.UserOf(int(row)); u < 0 {
				continue
			}
		}
		if warned[u] == nil {
			order = append(order, u)
		}
		warned[u] = append(warned[u], row)
	}
	var findings []Finding
	for _, u := range order {
		warnings, next := warned[u], 0
		var best Finding
		for _, row := range after(log.Users()[u].Rows, warnings[0]) {
			for next+1 < len(warnings) && warnings[next+1] < row {
				next++
			}
			if t := in.kind(row); !isSignIn(t) && !isPasswordChange(t) || in.ms(warnings[next], row) > window ||
				!in.Views.Own(row) || !in.succeeded(row) || !in.known(u, row) {
				continue
			}
			f, ok := in.describeBreach(u, warnings[next], row)
			if ok && (best.Rows == nil || f.Severity > best.Severity) {
				f.Rows = append(best.Rows, f.Rows...)
				best = f
			}
		}
		if best.Rows != nil {
			findings = append(findings, best)
		}
	}
	return findings
}

// describeBreach returns the finding of a warning and what came after it; ok is
// false where nothing of that is new to the person.
func (in *Input) describeBreach(user int, warning, row uint32) (f Finding, ok bool) {
	network, program := in.foreign(user, row)
	okta := in.reported(row)
	country := okta.country || in.newValue(event.Country, user, row)
	device, place := program || okta.device, network || okta.place || country
	if !device && !place {
		return f, false
	}
	_, a := in.Views.Agent(row)
	f = Finding{Severity: Low, Actor: actorOf(&in.Log.Users()[user]), Rows: []uint32{warning, row}}
	switch {
	case device && place && (country || !a.Mobile()):
		f.Severity = High
	case network && !a.Mobile() && in.newPlace(user, row) && !in.keptNetwork(user, row) && !in.travelled(user, row):
		f.Severity = Medium
	}
	f.Facts = map[string]any{"minutes_after": round(float64(in.ms(warning, row))/minuteMS, 1), "new_device": device,
		"new_network": network, "new_country": country, "password_changed": isPasswordChange(in.kind(row))}
	did := "signed in"
	if isPasswordChange(in.kind(row)) {
		did = "got a new password"
	}
	f.Summary = "Okta saw a breached password of " + clean(in.Log.Users()[user].Name()) + " in use on " + in.moment(warning) + "; " +
		duration(in.ms(warning, row)) + " later the account " + did + " with " + in.client(row) + ", " + newness(device, network, country) + " to its owner"
	return f, true
}

// newness tells what of a source is new: "a machine, a network and a country new".
func newness(device, network, country bool) string {
	var parts []string
	for _, p := range []struct {
		is   bool
		name string
	}{{device, "a machine"}, {network, "a network"}, {country, "a country"}} {
		if p.is {
			parts = append(parts, p.name)
		}
	}
	if len(parts) == 0 {
		return "a place new"
	}
	return list(parts, len(parts), 3) + " new"
}
