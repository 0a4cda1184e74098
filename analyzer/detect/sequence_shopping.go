package detect

import (
	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
)

var contextShopping = &Detection{
	ID: "context-shopping", Title: "Refused for an application, then let in as another program", Family: "Application access",
	Severity: High, Techniques: []string{"T1078", "T1562"},
	Meaning: "A policy refused an application, and minutes later the same person was let in from the same address by another program, " +
		"system or kind of device. People who are refused change the network or the machine; a program that only calls itself something " +
		"else tries out what the policy believes. It is high where the device token stayed the same although the system changed, where a " +
		"script got in, or where program and network were new to the person; medium where the program was; low for a browser or a telephone " +
		"that the person has long used.",
	Check: []string{
		"Compare the rules that refused and let in, and end the policy with a rule that refuses the rest.",
		"Ask the person whether they changed the program, and why.",
		"Read what was done in the application since.",
	},
	FalsePositives: []string{
		"A person who tries again in the other browser of their machine.",
		"A check of the machine that only one browser on it passes.",
	},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time from the refusal to the access", Unit: "minutes", Default: 15, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.OutcomeResult, event.ClientIP},
	NeedsAny: [][]event.Field{personFields, {event.UserAgent, event.UserAgentBrowser}, {event.TargetID, event.TargetDisplayName}},
	Run:      findContextShopping,
}

func findContextShopping(in *Input) []Finding {
	log, v := in.Log, in.Views
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	ips, tokens := log.Column(event.ClientIP), log.Column(event.DTHash)
	type place struct {
		user  int
		token bool // by device token, or else by address
		value uint32
		app   string
	}
	refused := map[place]uint32{} // the last refusal
	found := map[int]Finding{}
	var order []int
	people, some := in.refusedPeople()
	if !some {
		return nil
	}
	for _, row := range log.RowsOfType(signOnPolicy, typeAppDenied, typeUnauthorizedApp, typeSSO) {
		u := log.UserOf(int(row))
		if u < 0 || !people[u] || !v.Own(row) {
			continue
		}
		app := in.appKey(row)
		if app == "" {
			continue
		}
		byIP, byToken := place{u, false, ips.Code(int(row)), app}, place{u, true, tokens.Code(int(row)), app}
		if in.isAppRefusal(row) {
			if !event.Blank(ips.At(int(row))) {
				refused[byIP] = row
			}
			if !event.Blank(tokens.At(int(row))) {
				refused[byToken] = row
			}
			continue
		}
		if t := in.kind(row); !in.succeeded(row) || t != signOnPolicy && t != typeSSO {
			continue
		}
		denied, ok := refused[byToken]
		if !ok || in.ms(denied, row) > window {
			if denied, ok = refused[byIP]; !ok || in.ms(denied, row) > window {
				continue
			}
		}
		delete(refused, byIP)
		delete(refused, byToken)
		a, before := v.Agent(denied)
		b, now := v.Agent(row)
		if a == 0 || b == 0 || a == b {
			continue // let in as the same program: the policy changed its mind
		}
		f := in.shopped(u, denied, row, before, now)
		old, known := found[u]
		if !known {
			order = append(order, u)
		}
		rows := append(old.Rows, denied, row)
		if known && old.Severity >= f.Severity {
			f = old
		}
		f.Rows = rows
		found[u] = f
	}
	findings := make([]Finding, 0, len(order))
	for _, u := range order {
		findings = append(findings, found[u])
	}
	return findings
}

const (
	typeSSO       = "user.authentication.sso"
	typeAppDenied = "application.policy.sign_on.deny_access"
)

// isAppRefusal reports whether an event refuses an application by policy.
func (in *Input) isAppRefusal(row uint32) bool {
	switch in.kind(row) {
	case typeAppDenied, typeUnauthorizedApp:
		return true
	case signOnPolicy:
		return failed(in.Log.Column(event.OutcomeResult).At(int(row)))
	}
	return false
}

// refusedPeople returns who was refused an application: a few people, whose
// events alone are looked at.
func (in *Input) refusedPeople() (people []bool, some bool) {
	log := in.Log
	people = make([]bool, len(log.Users()))
	// Most evaluations of a policy refuse nothing: one look at a number tells.
	outcomes := log.Column(event.OutcomeResult)
	bad := make([]bool, len(outcomes.Values))
	for code, o := range outcomes.Values {
		bad[code] = failed(o)
	}
	for _, t := range []string{signOnPolicy, typeAppDenied, typeUnauthorizedApp} {
		for _, row := range log.RowsOfType(t) {
			if t == signOnPolicy && !bad[outcomes.Code(int(row))] {
				continue
			}
			if u := log.UserOf(int(row)); u >= 0 && in.appKey(row) != "" {
				people[u], some = true, true
			}
		}
	}
	return people, some
}

// appKey returns what tells the application of an event from others: its id,
// or else its name; "" where the event is about none.
func (in *Input) appKey(row uint32) string {
	types, ids := in.Log.Column(event.TargetType), in.Log.Column(event.TargetID)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] == "AppInstance" {
			if id := present(ids.Values[ids.Codes(int(row))[i]]); id != "" {
				return id
			}
			return targetName(in.Log, row, i)
		}
	}
	return ""
}

// shopped weighs a refusal and the access that followed it.
func (in *Input) shopped(user int, denied, row uint32, before, now agent.Agent) Finding {
	log := in.Log
	tokens := log.Column(event.DTHash)
	token := !event.Blank(tokens.At(int(row))) && tokens.Code(int(denied)) == tokens.Code(int(row))
	system := before.OS != "" && now.OS != "" && before.OS != now.OS
	script := now.Kind == agent.Script || now.Kind == agent.Unknown
	known := in.acquainted(user, row)
	program, network := known && in.newAgent(user, row), known && !in.shared(row) && in.newNetwork(user, row)
	f := Finding{Severity: Low, Actor: actorOf(&log.Users()[user])}
	switch {
	case token && (system || script), script && program, program && network:
		f.Severity = High
	case program && before.Mobile() == now.Mobile(): // who goes from the telephone to the laptop changes the machine
		f.Severity = Medium
	}
	f.Facts = map[string]any{"application": in.application(row), "seconds_between": round(float64(in.ms(denied, row))/1000, 3), "same_device_token": token,
		"system_changed": system, "new_program": program, "new_network": network}
	f.Summary = clean(log.Users()[user].Name()) + " was refused " + in.application(denied) + " on " + in.moment(denied) + " with " + in.client(denied) + " and let in " +
		duration(in.ms(denied, row)) + " later from the same address as " + clean(now.String())
	if token {
		f.Summary += ", with the same device token"
	}
	switch {
	case program && network:
		f.Summary += "; neither the program nor the network had the person used before"
	case program:
		f.Summary += "; the person had not used that program before"
	}
	return f
}
