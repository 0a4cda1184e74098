package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// The kinds of control events that are watched, by event type.
const (
	weakened = iota
	secret
	sideDoor
	recovery
)

var controlNames = [...]string{
	weakened: "changes that weaken detection or authentication",
	secret:   "secrets and keys read or made",
	sideDoor: "rights and side doors opened",
	recovery: "recovery addresses changed",
}

// controlTypes are event types of Okta's catalogue
// (https://developer.okta.com/docs/reference/api/event-types/) that weaken
// detection, add secrets or open side doors, and that no other detection here
// is about.
var controlTypes = [...][]string{
	weakened: {
		"security.threat.configuration.update", "security.behavior.settings.update", "security.behavior.settings.delete", "user.behavior.profile.reset",
		"security.session_protection.status.update", "security.attack_protection.settings.update", "security.authenticator.lifecycle.update",
		"security.events.provider.deactivate", "security.events.provider.delete", "security.events.transmitter.delete",
		"device.integration.endpoint_security.deactivate", "device.assurance.policy.delete", "device.assurance.policy.update", "device.posture.check.delete",
		"event_hook.deactivated", "event_hook.deleted", "inline_hook.deactivated", "policy.lifecycle.overwrite", "analytics.feedback.provide",
		"security.voice.remove_country_blacklist",
	},
	secret: {
		"system.idp.key.create", "system.idp.key.update", "app.keys.generate", "app.keys.clone", "app.keys.rotate", "app.oauth2.credentials.lifecycle.create",
		"app.oauth2.credentials.lifecycle.activate", "app.oauth2.key.rollover", "app.oauth2.as.key.rollover", "device.platform.secret_key.reset",
		"system.hook.key.created",
	},
	sideDoor: {
		"app.oauth2.admin.consent.grant", "app.oauth2.client.lifecycle.create", "app.oauth2.trusted_server.add", "workflows.user.connection.create",
		"workflows.user.flow.export", "workflows.user.table.export", "inline_hook.created", "inline_hook.updated", "event_hook.created",
		"system.custom_signin.update", "system.custom_url_domain.cert_upload", "security.trusted_origin.create", "org.not_configured_origin.redirection.usage",
		"application.configuration.enable_delauth_outbound", "application.configuration.enable_fed_broker_mode", "system.agent.ad.connect",
		"device.token.enrollment.create", "device.desktop_mfa.recovery_pin.generate",
	},
	recovery: {"user.account.update_primary_email", "user.account.update_secondary_email"},
}

var controlEvents = &Detection{
	ID: "unwatched-control-events", Title: "Controls were weakened, secrets made or side doors opened", Family: "Defense evasion & logging",
	Severity: High, Techniques: []string{"T1562.001", "T1562.008", "T1098.001", "T1556"},
	Meaning: "Administration that few look at: a behaviour's history was reset, a hook was switched off, a key was made, a page of the " +
		"sign-in was rewritten. Each is ordinary on a day of planned work and none is loud. What counts is who did it from where: with a " +
		"network and a program that the administrator had used before a change is low, or medium where several different ones that weaken detection came within an " +
		"hour; from a network or with a program new to them it is a step or two worse, and so is a new secret that is then used where nobody works.",
	Check: []string{
		"Ask the administrator, by telephone, whether the change is theirs and by which ticket.",
		"Put back what was weakened, and look at what was not seen while it was.",
		"Revoke the keys and secrets that nobody knows of.",
	},
	FalsePositives: []string{"Planned administration, a roll-out.", "An administrator with a new laptop."},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time within which changes of one administrator count together", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		{Name: "kinds", Title: "Different changes within that time that are worse than one", Default: 2, Min: 2, Max: 100, Integer: true},
		sharedUsers(5),
	},
	NeedsAny: [][]event.Field{personFields},
	Run:      findControlEvents,
}

func findControlEvents(in *Input) []Finding {
	kind := map[string]int{}
	var types []string
	for k, list := range controlTypes {
		for _, t := range list {
			kind[t] = k
			types = append(types, t)
		}
	}
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	var findings []Finding
	grants := grantsByClient{in: in}
	for _, a := range in.actsOf(in.Log.RowsOfType(types...), in.succeeded) {
		for _, b := range bursts(timesOf(in, a.rows), 1, window) {
			rows := a.rows[b.from : b.to+1]
			f := in.controlChange(a.user, rows, kind)
			if f.Severity == Low && f.Facts["secrets"] != nil && f.Facts["new_network"] == true {
				if grant, ok := grants.elsewhere(rows, kind); ok {
					f.Severity = Medium
					f.Rows = append(f.Rows, grant)
					f.Summary += "; " + duration(in.ms(rows[0], grant)) + " later the application took a token from " + in.value(event.ClientIP, grant) + ", where nobody in this log works"
				}
			}
			findings = append(findings, f)
		}
	}
	return in.foldDaily(findings)
}

// grantsByClient finds what was done with a new secret.
type grantsByClient struct {
	in *Input
	of map[string][]uint32 // the tokens that clients got, by the client's id
}

// elsewhere returns the first token that a client got within a week of being
// given a secret, from a network from which nobody was let in: its own servers
// are where the organization or its provider works.
func (g *grantsByClient) elsewhere(changes []uint32, kind map[string]int) (grant uint32, ok bool) {
	const within = 7 * dayMS
	in, v := g.in, g.in.Views
	actors, kinds := in.Log.Column(event.ActorID), in.Log.Column(event.ActorType)
	if g.of == nil {
		g.of = map[string][]uint32{}
		for _, row := range in.Log.RowsOfType(in.typesOf(isTokenGrant)...) {
			if kinds.At(int(row)) == publicClient && in.succeeded(row) {
				id := actors.At(int(row))
				g.of[id] = append(g.of[id], row)
			}
		}
	}
	types, ids := in.Log.Column(event.TargetType), in.Log.Column(event.TargetID)
	for _, change := range changes {
		if kind[in.kind(change)] != secret {
			continue
		}
		for i, code := range types.Codes(int(change)) {
			id := ids.Values[ids.Codes(int(change))[i]]
			if types.Values[code] == "User" || event.Blank(id) {
				continue
			}
			for _, row := range after(g.of[id], change) {
				if in.ms(change, row) > within {
					break
				}
				if n := v.Network(row); n != 0 && v.crowd(n) == 0 {
					return row, true
				}
			}
		}
	}
	return 0, false
}

// controlChange weighs the changes of one actor within an hour or so.
func (in *Input) controlChange(user int, rows []uint32, kind map[string]int) Finding {
	var counts [len(controlTypes)]int
	var names []string
	seen := map[string]bool{}
	network, program := false, false
	strange := rows[0]
	weakening := 0
	for _, row := range rows {
		t := in.kind(row)
		counts[kind[t]]++
		if !seen[t] {
			seen[t] = true
			names = append(names, clean(t))
			if kind[t] == weakened {
				weakening++
			}
		}
		if user >= 0 && in.acquainted(user, row) {
			n, p := in.foreign(user, row)
			if btoi(n)+btoi(p) > btoi(network)+btoi(program) {
				network, program, strange = n, p, row
			}
		}
	}
	f := Finding{Severity: Low, Rows: slices.Clone(rows), Actor: actorAt(in.Log, rows[0])}
	several := int(in.Parameters["kinds"])
	personal := counts[recovery] == len(rows) // people change their own addresses
	switch {
	case personal && !(network && program):
		f.Severity = Info
	case network && program && (weakening > 0 || len(names) >= several):
		f.Severity = High
		if weakening >= several {
			f.Severity = Critical
		}
	case network && program, weakening > 0 && (network || program), weakening >= several:
		f.Severity = Medium
	}
	facts := map[string]any{"changes": len(rows), "event_types": names[:min(len(names), maxNames)], "new_network": network, "new_program": program}
	for k, n := range counts {
		if n > 0 {
			facts[[...]string{"weakening", "secrets", "side_doors", "recovery_addresses"}[k]] = n
		}
	}
	f.Facts = facts
	worst := weakened
	for k, n := range counts {
		if counts[worst] == 0 && n > 0 {
			worst = k
		}
	}
	f.Title = "Control events: " + controlNames[worst]
	f.Summary = in.actorName(rows[0]) + " made " + count(len(rows), "change", "changes") + " to controls (" + list(names, len(names), 4) + ") on " + in.moment(rows[0])
	if len(rows) > 1 {
		f.Summary += " within " + duration(in.ms(rows[0], rows[len(rows)-1]))
	}
	f.Summary += " from " + in.source(strange, network, program)
	if object := controlObject(in, rows[0]); object != "" {
		f.Summary += "; the first was on " + quote(object)
	}
	return f
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// controlObject returns the name of what an event acted on: the first target
// that is no person.
func controlObject(in *Input, row uint32) string {
	types := in.Log.Column(event.TargetType)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] != "User" {
			if name := targetName(in.Log, row, i); name != "" {
				return name
			}
		}
	}
	return ""
}

// foldDaily makes one finding of an actor's mild ones of a day: administration
// in the course of it.
func (in *Input) foldDaily(findings []Finding) []Finding {
	type key struct {
		actor Actor
		day   int64
	}
	at, more := map[key]int{}, map[int]int{}
	kept := findings[:0]
	for _, f := range findings {
		k := key{f.Actor, in.Log.Time(int(f.Rows[0])) / dayMS}
		if n, known := at[k]; known && f.Severity <= Low && kept[n].Severity <= Low {
			g := &kept[n]
			g.Severity = max(g.Severity, f.Severity)
			g.Rows = append(g.Rows, f.Rows...)
			g.Facts["changes"] = len(g.Rows)
			more[n] += len(f.Rows)
			continue
		}
		at[k] = len(kept)
		kept = append(kept, f)
	}
	for n, changes := range more {
		kept[n].Summary += "; " + count(changes, "more change", "more changes") + " followed on that day"
	}
	return kept
}
