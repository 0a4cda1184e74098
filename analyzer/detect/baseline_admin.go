package detect

import (
	"okta-session-analyzer/analyzer/event"
)

// privilegedTypes are the changes whose origin is compared with earlier ones.
var privilegedTypes = []string{
	"group.lifecycle.create", "group.lifecycle.delete", "group.user_membership.add", "group.user_membership.remove",
	"user.lifecycle.activate", "user.lifecycle.deactivate", "user.lifecycle.suspend", "user.lifecycle.unsuspend",
	"user.lifecycle.create", "user.lifecycle.update", "group.privilege.grant", "group.privilege.revoke",
	"group.application_assignment.add", "group.application_assignment.remove",
}

var adminRareIP = rareOrigin("admin-rare-source-ip", "Privileged change from a network new to the administrator", "network", event.ClientIP,
	func(in *Input, row uint32) uint32 { return in.Views.Network(row) },
	func(in *Input, row uint32) string { return in.Views.NetworkName(in.Views.Network(row)) })

var adminRareRegion = rareOrigin("admin-rare-region", "Privileged change from a region new to the administrator", "region", event.State,
	func(in *Input, row uint32) uint32 {
		c := in.Log.Column(event.State)
		if code := c.Code(int(row)); !event.Blank(c.Values[code]) {
			return code
		}
		return 0
	},
	func(in *Input, row uint32) string { return in.value(event.State, row) })

func rareOrigin(id, title, what string, needs event.Field, of func(*Input, uint32) uint32, name func(*Input, uint32) string) *Detection {
	return &Detection{
		ID: id, Title: title, Family: "Admin & privilege", Severity: Low, Techniques: []string{"T1078.004"},
		Meaning: "An administrator changed groups, roles, assignments or accounts from a " + what + " that none of their earlier changes came " +
			"from. People work from a few places; somebody who has their session does not." + learning,
		Check: []string{
			"Ask the administrator whether they were at that place at the time.",
			"Read what was changed, and what else the same session did.",
		},
		FalsePositives: []string{"A journey, a new office, another provider at home.", "A VPN that was switched on or off."},
		Parameters: []Parameter{
			historyDays(7),
			{Name: "earlier_changes", Title: "Earlier changes of the account without which nothing is told", Default: 10, Min: 1, Max: 10000, Integer: true},
			{Name: "earlier_days", Title: "Days on which they must lie", Unit: "days", Default: 3, Min: 1, Max: 90, Integer: true},
		},
		Needs:    []event.Field{needs},
		NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
		History:  historyName,
		Run: func(in *Input) []Finding {
			var findings []Finding
			for _, a := range in.actsOf(in.Log.RowsOfType(privilegedTypes...), in.succeeded) {
				known, fresh := map[uint32]bool{}, map[uint32]bool{}
				var rows []uint32
				changes, days, lastDay := 0, 0, int64(-1)
				for _, row := range a.rows {
					t, origin := in.Log.Time(int(row)), of(in, row)
					if origin == 0 {
						continue
					}
					judged := t >= in.learnt() && changes >= int(in.Parameters["earlier_changes"]) && days >= int(in.Parameters["earlier_days"])
					if judged && !known[origin] {
						fresh[origin] = true
					}
					if fresh[origin] {
						rows = append(rows, row)
					}
					known[origin] = true
					changes++
					if t/dayMS != lastDay {
						days, lastDay = days+1, t/dayMS
					}
				}
				if len(rows) == 0 {
					continue
				}
				findings = append(findings, Finding{
					Severity: Low, Rows: rows, Actor: actorAt(in.Log, rows[0]),
					Summary: in.actorName(rows[0]) + " made " + count(len(rows), "privileged change", "privileged changes") + " from " +
						count(len(fresh), "new "+what, "new "+what+"s") + ", the first from " + clean(name(in, rows[0])) + " on " + in.moment(rows[0]) +
						"; no earlier change of theirs came from there",
					Facts: map[string]any{"changes": len(rows), "new": len(fresh)},
				})
			}
			return findings
		},
	}
}

var adminCredentialNewSource = &Detection{
	ID: "admin-credential-new-source", Title: "API token or directory agent set up from a source new to the administrator",
	Family: "Admin & privilege", Severity: High, Techniques: []string{"T1528", "T1098"},
	Meaning: "An administrator made an API token or changed a directory agent from a network or with a program that they had not used the " +
		"day before or earlier. A token outlives the session that made it, and is what an intruder with an administrator's session makes " +
		"first. It is high where network and program are new, low where one is." + learning,
	Check: []string{
		"Ask the administrator, by telephone, whether they made the token or changed the agent.",
		"If not, revoke the token or remove the agent, then clear the administrator's sessions.",
		"Read what the token did since.",
	},
	FalsePositives: []string{"An administrator with a new laptop on a journey.", "A home connection whose address changed."},
	Parameters:     []Parameter{historyDays(7)},
	Needs:          []event.Field{event.ClientIP},
	NeedsAny:       [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:        historyName,
	Run: func(in *Input) []Finding {
		types := []string{"system.api_token.create", "system.agent.ad.config_change_detected", "system.agent.ad.agent_instance_added", "system.agent.ad.create"}
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType(types...), in.succeeded) {
			if a.user < 0 {
				continue
			}
			var f Finding
			first := in.firstOf(a.user)
			for _, row := range a.rows {
				if !in.settled(first, in.Log.Time(int(row))) {
					continue
				}
				network, agent := in.newNetwork(a.user, row), in.newAgent(a.user, row)
				if !network && !agent {
					continue
				}
				severity := Low
				if network && agent {
					severity = High
				}
				if f.Rows == nil || severity > f.Severity {
					f.Severity = severity
					f.Summary = in.actorName(row) + " caused " + in.value(event.Type, row) + " on " + in.moment(row) + " from " + in.source(row, network, agent)
					f.Facts = map[string]any{"new_network": network, "new_program": agent}
				}
				f.Rows = append(f.Rows, row)
			}
			if f.Rows != nil {
				f.Actor = actorAt(in.Log, f.Rows[0])
				findings = append(findings, f)
			}
		}
		return findings
	},
}

// source tells where an event came from and what of it the person had not used
// before.
func (in *Input) source(row uint32, network, agent bool) string {
	_, a := in.Views.Agent(row)
	s := in.value(event.ClientIP, row) + " with " + clean(a.String())
	switch {
	case network && agent:
		return s + "; neither the network nor the program had they used before"
	case network:
		return s + "; the network they had not used before"
	case agent:
		return s + "; the program they had not used before"
	}
	return s
}
