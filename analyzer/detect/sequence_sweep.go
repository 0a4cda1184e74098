package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
)

var applicationSweep = &Detection{
	ID: "application-sweep-new-context", Title: "Application after application opened from a context new to the person", Family: "Application access",
	Severity: Medium, Techniques: []string{"T1538", "T1550.001"},
	Meaning: "From a network that the person had not used before, and that few people use, one application after another was opened, with a " +
		"program or a device token that was new to them too. Who has got into an account looks round in what it can open. It is high where " +
		"twice as many were opened as it takes.",
	Check: []string{
		"Ask the person whether they were there, with a new machine.",
		"Clear the sessions in Okta and in the applications that were opened.",
		"See in the applications what was read or sent.",
	},
	FalsePositives: []string{"A person who sets up a new laptop on a journey."},
	Parameters: []Parameter{
		{Name: "applications", Title: "Different applications that are opened", Default: 5, Min: 2, Max: 1000, Integer: true},
		{Name: "window_minutes", Title: "Time within which they are", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{personFields, {event.UserAgent, event.UserAgentBrowser}, {event.TargetID, event.TargetDisplayName}},
	Replaces: []string{"rapid-app-access"},
	Run:      findApplicationSweep,
}

func findApplicationSweep(in *Input) []Finding {
	log, v := in.Log, in.Views
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	least := int(in.Parameters["applications"])
	var findings []Finding
	for _, a := range in.actsOf(log.RowsOfType(typeSSO), func(row uint32) bool { return v.Own(row) && in.succeeded(row) }) {
		if a.user < 0 || len(a.rows) < least {
			continue
		}
		// Most people open all that they open from where they always are.
		byNetwork := map[uint32][]uint32{}
		var order []uint32
		for _, row := range a.rows {
			n := v.Network(row)
			if n == 0 || v.crowd(n) >= int(in.Parameters["shared_users"]) {
				continue
			}
			if byNetwork[n] == nil {
				order = append(order, n)
			}
			byNetwork[n] = append(byNetwork[n], row)
		}
		for _, n := range order {
			// What was in use for a day is new no longer.
			rows := byNetwork[n]
			if end := slices.IndexFunc(rows, func(row uint32) bool { return in.ms(rows[0], row) > familiarFor }); end >= 0 {
				rows = rows[:end]
			}
			if len(rows) < least || !in.acquainted(a.user, rows[0]) || !in.newNetwork(a.user, rows[0]) {
				continue
			}
			// A new telephone on its carrier's network is both, too.
			if _, program := v.Agent(rows[0]); program.Mobile() {
				continue
			}
			_, token := in.token(a.user, rows[0])
			program := in.newAgent(a.user, rows[0])
			if !token && !program {
				continue
			}
			names, most := applications(log, rows, window)
			if most < least {
				continue
			}
			f := Finding{Severity: Medium, Actor: actorOf(&log.Users()[a.user]), Rows: rows}
			if most >= 2*least {
				f.Severity = High
			}
			f.Facts = map[string]any{"applications": len(names), "within_the_window": most, "names": names[:min(len(names), maxNames)],
				"new_program": program, "new_device_token": token}
			f.Summary = clean(log.Users()[a.user].Name()) + " opened " + count(len(names), "application", "applications") + " (" + list(names[:min(len(names), maxNames)], len(names), 4) + ") in " +
				duration(in.ms(rows[0], rows[len(rows)-1])) + " from " + in.moment(rows[0]) + " with " + in.client(rows[0]) + ", a network that they had not used before"
			switch {
			case program:
				f.Summary += ", nor the program"
			case token:
				f.Summary += ", nor the device token"
			}
			findings = append(findings, f)
		}
	}
	return findings
}
