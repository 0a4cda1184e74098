package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var deniedThenChanged = &Detection{
	ID:         "console-denied-then-admin-change",
	Title:      "The Admin Console was refused, and administration followed",
	Family:     "Admin & privilege",
	Severity:   Critical,
	Techniques: []string{"T1550.004", "T1098", "T1136.003"},
	Meaning: "The policy of the Admin Console turned a session away; the same session then made an administrator's change " +
		"over the API, which that policy does not guard. Whoever holds the session knows a way round.",
	Check: []string{
		"Undo the change unless the administrator confirms it by telephone.",
		"Clear the administrator's sessions and revoke the API tokens made in them.",
		"Compare the machine with the one that the administrator usually works on.",
	},
	FalsePositives: []string{"An administrator's script that uses the browser's session.", "A second attempt at the console that succeeded and that the log does not hold."},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time from the refusal to the change", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
	},
	Needs:    []event.Field{event.OutcomeResult, event.RequestURI},
	NeedsAny: [][]event.Field{sessionFields, {event.TargetDisplayName, event.TargetAlternateID}},
	Run:      findDeniedThenChanged,
}

// isConsole reports whether an event is about the Admin Console.
func (in *Input) isConsole(row uint32) bool {
	if in.kind(row) == "user.session.access_admin_app" {
		return true
	}
	names := in.Log.Column(event.TargetDisplayName)
	for _, code := range names.Codes(int(row)) {
		if strings.EqualFold(names.Values[code], "Okta Admin Console") {
			return true
		}
	}
	return false
}

func findDeniedThenChanged(in *Input) []Finding {
	log := in.Log
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	uris := log.Column(event.RequestURI)
	seen := map[int]bool{}
	var findings []Finding
	for _, refusal := range in.failedOf("policy.evaluate_sign_on", "user.session.access_admin_app") {
		s := log.SessionOf(int(refusal))
		if s < 0 || seen[s] || !in.isConsole(refusal) {
			continue
		}
		seen[s] = true
		// One pass over the session: the last refusal is what a change is
		// measured from, until the console lets the person in.
		var denied uint32
		var changes []uint32
		open := false
		for _, row := range log.Sessions()[s].Rows {
			switch {
			case len(changes) > 0 && in.ms(denied, row) > window:
				open = false
			case len(changes) == 0 && in.isRefusedConsole(row):
				denied, open = row, true
			case in.isConsole(row) && in.succeeded(row):
				open = false // let in at the second attempt
			case open && in.ms(denied, row) <= window && isControlChange(in.kind(row)) && in.succeeded(row) && strings.HasPrefix(uris.At(int(row)), "/api/"):
				changes = append(changes, row)
			}
			if !open && len(changes) > 0 {
				break
			}
		}
		if len(changes) == 0 {
			continue
		}
		f := Finding{Severity: Critical, Session: log.Sessions()[s].ID, Actor: person(log, []uint32{denied}), Rows: append([]uint32{denied}, changes...)}
		f.Facts = map[string]any{"changes": len(changes), "minutes_after": round(float64(in.ms(denied, changes[0]))/minuteMS, 1),
			"request": in.value(event.RequestURI, changes[0])}
		f.Summary = in.actorName(denied) + " was refused the Admin Console on " + in.moment(denied) + " with " + in.client(denied) + "; " +
			duration(in.ms(denied, changes[0])) + " later the session made " + count(len(changes), "change", "changes") +
			" over the API, first " + in.kindName(changes[0]) + " at " + in.value(event.RequestURI, changes[0])
		findings = append(findings, f)
	}
	return findings
}

// isRefusedConsole reports whether an event is the refusal of the Admin Console.
func (in *Input) isRefusedConsole(row uint32) bool {
	if !in.failed(row) {
		return false
	}
	switch in.kind(row) {
	case "policy.evaluate_sign_on", "user.session.access_admin_app":
		return in.isConsole(row)
	}
	return false
}

var rogueIDP = &Detection{
	ID:         "rogue-idp-chain",
	Title:      "A new or changed identity provider was used to sign in",
	Family:     "Identity provider & federation",
	Severity:   Critical,
	Techniques: []string{"T1556.007", "T1484.002", "T1199"},
	Meaning: "An identity provider was created or changed, and within days somebody came in through it. Whoever controls " +
		"the provider comes in as whom they like, without a password or a factor.",
	Check: []string{
		"Find the change request for the provider; ask the administrator by telephone.",
		"Deactivate the provider until that is known, and clear the sessions that came in through it.",
		"Compare the address of the change with that of the sign-in.",
	},
	FalsePositives: []string{"A planned federation: few enough to look at each."},
	Parameters: []Parameter{
		{Name: "days", Title: "Time from the change to the sign-in", Unit: "days", Default: 7, Min: 0.1, Max: 90},
	},
	NeedsAny: [][]event.Field{{event.TargetID, event.TargetDisplayName}},
	Run:      findRogueIDP,
}

// idpKeys returns what names an identity provider among an event's targets, and
// the issuer of a sign-in.
func (in *Input) idpKeys(row uint32, issuer bool) []string {
	types := in.Log.Column(event.TargetType)
	var keys []string
	for i, code := range types.Codes(int(row)) {
		kind := strings.ToLower(strings.ReplaceAll(types.Values[code], "_", ""))
		if !strings.Contains(kind, "identityprovider") && !strings.HasPrefix(kind, "idp") {
			continue
		}
		for _, f := range [...]event.Field{event.TargetID, event.TargetDisplayName} {
			c := in.Log.Column(f)
			if v := present(c.Values[c.Codes(int(row))[i]]); v != "" {
				keys = append(keys, v)
			}
		}
	}
	if v := present(in.Log.Column(event.Issuer).At(int(row))); issuer && v != "" {
		keys = append(keys, v)
	}
	return keys
}

func findRogueIDP(in *Input) []Finding {
	log, v := in.Log, in.Views
	within := int64(in.Parameters["days"] * dayMS)
	changed := map[string]uint32{} // the last change of a provider, by what names it
	seen := map[string]bool{}
	rules := log.RowsOfType("policy.rule.add", "policy.rule.update")
	standings := NewStandings(v)
	federated := map[int]bool{} // people who had come in through a provider before
	var findings []Finding
	for _, row := range log.RowsOfType(typeIDPCreate, idpLifecycle+"update", idpLifecycle+"activate", idpKey+"create", idpKey+"update",
		"user.authentication.auth_via_IDP", "user.authentication.auth_via_inbound_SAML") {
		if !in.succeeded(row) {
			continue
		}
		if t := in.kind(row); strings.HasPrefix(t, "system.idp.") {
			for _, key := range in.idpKeys(row, false) {
				changed[key] = row
			}
			continue
		}
		u := log.UserOf(int(row))
		known := federated[u]
		federated[u] = true
		for _, key := range in.idpKeys(row, true) {
			change, ok := changed[key]
			if !ok || in.ms(change, row) > within {
				continue
			}
			object := objectOf(log, change)
			if seen[object] {
				break // one finding a provider
			}
			seen[object] = true
			network, _ := v.differs(change, row)
			near := !network && v.Network(row) != 0 && v.Network(change) != 0
			routing := len(after(rules, change)) - len(after(rules, row))
			f := Finding{Severity: High, Rows: []uint32{change, row}, Actor: person(log, []uint32{row})}
			f.Summary = in.actorName(change) + " caused " + in.kindName(change) + " of " + quote(object) + " on " + in.moment(change) + "; " +
				duration(in.ms(change, row)) + " later " + in.actorName(row) + " signed in through it with " + in.client(row)
			if near {
				f.Summary += ", from the network of the change"
			}
			if !known {
				f.Summary += ", the person's first federated sign-in in the log"
			}
			if routing > 0 {
				f.Summary += "; " + count(routing, "policy rule", "policy rules") + " changed in between"
			}
			if near || !known || routing > 0 {
				f.Severity = Critical
			}
			// Planned work: both the administrator and who signs in are at their own machines.
			if !near && standings.Of(change) == Familiar && standings.Of(row) == Familiar {
				f.Severity = Low
				f.Summary += "; administrator and person were at machines of their own"
			}
			f.Facts = map[string]any{"provider": clean(object), "hours_to_sign_in": round(float64(in.ms(change, row))/hourMS, 2),
				"network_of_the_change": near, "first_federated": !known, "rules_changed": routing}
			findings = append(findings, f)
			break
		}
	}
	return findings
}

var operatorOverlap = &Detection{
	ID:         "operator-overlap",
	Title:      "Who reset, created or promoted an account signs in as it",
	Family:     "Admin & privilege",
	Severity:   High,
	Techniques: []string{"T1078.004", "T1098", "T1136.003"},
	Meaning: "An account was reset, created or promoted, and within a day it signed in from the very machine that did it. " +
		"Intruders hand themselves accounts in that way.",
	Check: []string{
		"Ask the owner of the account whether they signed in, by a number from the directory.",
		"Ask the administrator whether they tested the account.",
		"Read what the account did since, and clear its sessions when in doubt.",
	},
	FalsePositives: []string{"An administrator who tests a new account.", "The help desk, which sets up a laptop beside its owner."},
	Parameters: []Parameter{
		{Name: "window_hours", Title: "Time from the act to the sign-in", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		{Name: "shared_users", Title: "People at one address from which it is shared and says nothing", Default: 5, Min: 2, Max: 1000, Integer: true},
	},
	Needs:    []event.Field{event.ClientIP, event.UserAgent},
	NeedsAny: [][]event.Field{{event.TargetID, event.TargetAlternateID}, personFields},
	Run:      findOperatorOverlap,
}

func findOperatorOverlap(in *Input) []Finding {
	log := in.Log
	window := int64(in.Parameters["window_hours"] * hourMS)
	order, of := in.resets(&people{log: log}, "user.mfa.factor.reset_all", "user.account.reset_password", "user.lifecycle.create", "user.account.privilege.grant")
	var at map[uint32]map[int]bool // who was seen at an address
	shared := func(ip uint32) bool {
		if at == nil {
			at = in.peopleAt()
		}
		return len(at[ip]) >= int(in.Parameters["shared_users"])
	}
	ips, agents, tokens := log.Column(event.ClientIP), log.Column(event.UserAgent), log.Column(event.DTHash)
	type machine struct{ ip, agent uint32 }
	var findings []Finding
	for _, u := range order {
		acts := of[u]
		// The last act from each machine, so that a sign-in finds its own at once
		// and not by a search of them all.
		byToken, byMachine := map[uint32]uint32{}, map[machine]uint32{}
		f, next := Finding{}, 0
		for _, row := range after(log.Users()[u].Rows, acts[0]) {
			for ; next < len(acts) && acts[next] < row; next++ {
				act := acts[next]
				if !event.Blank(tokens.At(int(act))) {
					byToken[tokens.Code(int(act))] = act
				}
				if !event.Blank(ips.At(int(act))) && !event.Blank(agents.At(int(act))) {
					byMachine[machine{ips.Code(int(act)), agents.Code(int(act))}] = act
				}
			}
			if !isSignIn(in.kind(row)) || !in.succeeded(row) {
				continue
			}
			act, token := byToken[tokens.Code(int(row))]
			token = token && in.ms(act, row) <= window
			if !token {
				if f.Rows != nil {
					continue // the first sign-in is told, unless a later one has the token
				}
				var same bool
				act, same = byMachine[machine{ips.Code(int(row)), agents.Code(int(row))}]
				if !same || in.ms(act, row) > window || shared(ips.Code(int(row))) {
					continue
				}
			}
			f = Finding{Severity: High, Actor: actorOf(&log.Users()[u]), Rows: []uint32{act, row}}
			f.Facts = map[string]any{"operator": in.actorName(act), "same_device_token": token, "minutes_to_sign_in": round(float64(in.ms(act, row))/minuteMS, 1)}
			f.Summary = in.actorName(act) + " (" + in.kindName(act) + " on " + in.moment(act) + ") and, " + duration(in.ms(act, row)) + " later, " +
				clean(log.Users()[u].Name()) + " used one machine: " + in.client(row)
			if token {
				f.Severity = Critical
				f.Summary += ", with the same device token"
				break
			}
		}
		if f.Rows != nil {
			findings = append(findings, f)
		}
	}
	return findings
}

// peopleAt returns who was let in from each address, by its value's number.
func (in *Input) peopleAt() map[uint32]map[int]bool {
	ips, at := in.Log.Column(event.ClientIP), map[uint32]map[int]bool{}
	for u := range in.Log.Users() {
		for _, use := range in.Views.habits().of(u) {
			ip := ips.CodesOf(use.client)[0]
			if at[ip] == nil {
				at[ip] = map[int]bool{}
			}
			at[ip][u] = true
		}
	}
	return at
}
