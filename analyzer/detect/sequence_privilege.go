package detect

import "okta-session-analyzer/analyzer/event"

var selfMadeAdmin = &Detection{
	ID:         "self-made-or-ephemeral-admin",
	Title:      "An administrator who is self-made, or who removes the others",
	Family:     "Admin & privilege",
	Severity:   Critical,
	Techniques: []string{"T1098.003", "T1136.003", "T1531"},
	Meaning: "An account was created or reset and made administrator by one and the same person within a day, or one " +
		"administrator took the rights of several others within an hour. Intruders make their own administrators so, and " +
		"keep the defenders out.",
	Check: []string{
		"Call the person who granted or took the rights, by a number from the directory.",
		"Take the role away until that is known, and clear the sessions of both accounts.",
		"Give the rights of those back who lost them, from an account that is beyond doubt.",
	},
	FalsePositives: []string{"The first day of a new administrator.", "A reorganisation of the administrators that was announced."},
	Parameters: []Parameter{
		{Name: "grant_hours", Title: "Time from the creation or reset to the role", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		{Name: "removed", Title: "Administrators that one removes who are reported", Default: 2, Min: 2, Max: 1000, Integer: true},
		{Name: "removal_minutes", Title: "Time within which the removals count together", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
	},
	NeedsAny: [][]event.Field{{event.TargetID, event.TargetAlternateID}, personFields},
	Run:      findSelfMadeAdmin,
}

const (
	typeGrant  = "user.account.privilege.grant"
	typeRevoke = "user.account.privilege.revoke"
)

func findSelfMadeAdmin(in *Input) []Finding {
	log := in.Log
	who := &people{log: log}
	within := int64(in.Parameters["grant_hours"] * hourMS)
	// The last creation or reset of an account by each person.
	made, told := map[[2]int]uint32{}, map[[2]int]bool{}
	var findings []Finding
	for _, row := range log.RowsOfType("user.lifecycle.create", "user.account.reset_password", "user.mfa.factor.reset_all", typeGrant) {
		// Okta and applications that give rights for a time are no person.
		pair := [2]int{who.actor(row), who.target(row)}
		if pair[0] < 0 || pair[1] < 0 || pair[0] == pair[1] || !in.succeeded(row) {
			continue
		}
		if in.kind(row) != typeGrant {
			made[pair] = row
			continue
		}
		act, ok := made[pair]
		if !ok || told[pair] || in.ms(act, row) > within {
			continue
		}
		told[pair] = true
		f := Finding{Severity: Critical, Actor: actorOf(&log.Users()[pair[0]]), Rows: []uint32{act, row}}
		f.Facts = map[string]any{"account": clean(log.Users()[pair[1]].Name()), "minutes_to_role": round(float64(in.ms(act, row))/minuteMS, 1),
			"role": in.value(event.PrivilegeGranted, row)}
		f.Summary = in.actorName(act) + " made " + clean(log.Users()[pair[1]].Name()) + " an administrator on " + in.moment(row) + " with " + in.client(row) +
			", " + duration(in.ms(act, row)) + " after " + in.kindName(act) + " of that account by the same person"
		findings = append(findings, f)
	}

	window := int64(in.Parameters["removal_minutes"] * minuteMS)
	of := map[int][]uint32{}
	var order []int
	for _, row := range log.RowsOfType(typeRevoke) {
		actor, target := who.actor(row), who.target(row)
		if actor < 0 || target < 0 || actor == target || !in.succeeded(row) {
			continue
		}
		if of[actor] == nil {
			order = append(order, actor)
		}
		of[actor] = append(of[actor], row)
	}
	for _, actor := range order {
		rows := of[actor]
		times := make([]int64, len(rows))
		for i, row := range rows {
			times[i] = log.Time(int(row))
		}
		for _, run := range bursts(times, int(in.Parameters["removed"]), window) {
			removed, seen := []string{}, map[int]bool{}
			for _, row := range rows[run.from : run.to+1] {
				if t := who.target(row); !seen[t] {
					seen[t] = true
					removed = append(removed, clean(log.Users()[t].Name()))
				}
			}
			if len(removed) < int(in.Parameters["removed"]) {
				continue
			}
			f := Finding{Severity: Critical, Actor: actorOf(&log.Users()[actor]), Rows: append([]uint32(nil), rows[run.from:run.to+1]...)}
			f.Title = "One administrator removed several others"
			f.Facts = map[string]any{"removed": len(removed), "names": removed[:min(len(removed), maxNames)]}
			f.Summary = in.actorName(rows[run.from]) + " took the administrator's rights of " + list(removed, len(removed), 3) + " within " +
				duration(in.ms(rows[run.from], rows[run.to])) + " from " + in.moment(rows[run.from]) + " on, with " + in.client(rows[run.from])
			findings = append(findings, f)
		}
	}
	return findings
}
