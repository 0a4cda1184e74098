package detect

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const typeUnauthorizedApp = "app.generic.unauth_app_access_attempt"

var unauthorizedApps = &Detection{
	ID:         "unauthorized-app-access",
	Title:      "Attempts to open applications that are not assigned",
	Family:     "Application access",
	Severity:   Low,
	Techniques: []string{"T1078.004", "T1538"},
	Meaning: "Somebody tried to open an application that the account has no assignment for. One such click is an old " +
		"bookmark. A run over several applications is somebody who does not know what the account may do, and tries the " +
		"doors: what an intruder does first with a stolen session.",
	Check: []string{
		"See whether address, program and hour are usual for the person.",
		"See what the same session did just before and after: sign-in, factor change, applications that did open.",
		"Ask the person what they were looking for.",
	},
	FalsePositives: []string{
		"An old bookmark or a link in a mail: several at once from where the person has long worked are low, since a folder of them is opened in one go.",
		"An application that was taken away, or not yet given, after a change of team.",
	},
	Parameters: []Parameter{
		{Name: "attempts", Title: "Attempts that are reported", Default: 1, Min: 1, Max: 1000, Integer: true},
		{Name: "window_minutes", Title: "Time within which they count together", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		{Name: "applications", Title: "Different applications within that time that are medium", Default: 3, Min: 2, Max: 1000, Integer: true},
		{Name: "many_applications", Title: "Different applications that are medium from where the person has long worked, too", Default: 5, Min: 2, Max: 1000, Integer: true},
		{Name: "slow_applications", Title: "Different applications, each a while after the one before, that are medium from anywhere", Default: 4, Min: 2, Max: 1000, Integer: true},
		{Name: "pause_minutes", Title: "How long that while is at least", Unit: "minutes", Default: 10, Min: 0.1, Max: 1440},
	},
	NeedsAny: [][]event.Field{subjectFields},
	Run:      findUnauthorizedApps,
}

func findUnauthorizedApps(in *Input) []Finding {
	window := int64(in.Parameters["window_minutes"] * 60_000)
	s := newSubjects(in.Log)
	var findings []Finding
	for _, g := range s.groupBy(in.Log.RowsOfType(typeUnauthorizedApp)) {
		times := make([]int64, len(g.rows))
		for i, row := range g.rows {
			times[i] = in.Log.Time(int(row))
		}
		for _, b := range bursts(times, int(in.Parameters["attempts"]), window) {
			findings = append(findings, describeApps(in, s, g.subject, g.rows[b.from:b.to+1], window))
		}
	}
	return findings
}

// describeApps weighs one run of attempts: info for a single one, medium for
// one over several applications, low for what lies between.
func describeApps(in *Input, s *subjects, who subject, rows []uint32, window int64) Finding {
	names, most := applications(in.Log, rows, window)
	f := Finding{Severity: Low, Actor: s.actor(who), Rows: append([]uint32(nil), rows...)}
	slow := in.slowly(rows)
	switch {
	case slow >= int(in.Parameters["slow_applications"]):
		f.Severity, f.Title = Medium, "One application after the other that is not assigned was tried"
	case most >= int(in.Parameters["many_applications"]), most >= int(in.Parameters["applications"]) && !in.usualContext(who, rows):
		f.Severity, f.Title = Medium, "A run of attempts to open applications that are not assigned"
	case len(rows) == 1:
		f.Severity, f.Title = Info, "An attempt to open an application that is not assigned"
	}
	f.Facts = map[string]any{
		"attempts":       len(rows),
		"applications":   len(names),
		"window_minutes": in.Parameters["window_minutes"],
	}
	if len(names) > 0 {
		f.Facts["names"] = names[:min(len(names), maxNames)]
	}
	where := list(names, len(names), 3)
	if where == "" {
		where = "an unnamed application"
	}
	f.Summary = s.name(who) + " tried to open " + where + " without being assigned to it"
	if len(names) > 1 {
		f.Summary = s.name(who) + " tried to open " + count(len(names), "application", "applications") +
			" without being assigned to them: " + where
	}
	if n := len(rows); n > 1 {
		f.Summary += " (" + count(n, "attempt", "attempts") + " in " +
			duration(in.Log.Time(int(rows[n-1]))-in.Log.Time(int(rows[0]))) + ")"
	}
	return f
}

// slowly returns how many different applications were tried a while after the
// attempt before, the first included. Old bookmarks come singly, or a folder of
// them at once; whoever tries the doors and does not want to be seen goes from one
// to the next.
func (in *Input) slowly(rows []uint32) int {
	pause := int64(in.Parameters["pause_minutes"] * minuteMS)
	seen := map[string]bool{}
	n := 0
	for i, row := range rows {
		_, id := applicationOf(in.Log, row)
		if id == "" || seen[id] {
			continue
		}
		seen[id] = true
		if i == 0 || in.ms(rows[i-1], row) >= pause {
			n++
		}
	}
	return n
}

// usualContext reports whether attempts came from networks and programs that
// the person had long used: old bookmarks, opened one after the other.
func (in *Input) usualContext(who subject, rows []uint32) bool {
	if who.kind != byUser {
		return false
	}
	for _, row := range rows {
		u := int(who.number)
		if in.firstOf(u) > in.Log.Time(int(row))-familiarFor || in.newAgent(u, row) || in.newNetwork(u, row) && in.newValue(event.City, u, row) {
			return false
		}
	}
	return true
}

// applications returns the names of the applications in attempts, in order of
// time, and how many different ones there were in one window at most.
func applications(log *table.Log, rows []uint32, window int64) (names []string, most int) {
	ids := make([]string, len(rows))
	inWindow, seen := map[string]int{}, map[string]bool{}
	from := 0
	for i, row := range rows {
		name, id := applicationOf(log, row)
		ids[i] = id
		if id != "" {
			inWindow[id]++
			if !seen[id] {
				seen[id] = true
				names = append(names, clean(name))
			}
		}
		for ; log.Time(int(rows[from])) < log.Time(int(row))-window; from++ {
			if old := ids[from]; old != "" {
				if inWindow[old]--; inWindow[old] == 0 {
					delete(inWindow, old)
				}
			}
		}
		most = max(most, len(inWindow))
	}
	return names, most
}

// applicationOf returns the application that an attempt was made at: the target
// whose type says so, or else the first that is no person. The id tells two of
// one name apart.
func applicationOf(log *table.Log, row uint32) (name, id string) {
	types, ids := log.Column(event.TargetType), log.Column(event.TargetID)
	for i, code := range types.Codes(int(row)) {
		kind := types.Values[code]
		if kind == "User" || name != "" && kind != "AppInstance" {
			continue
		}
		if n := targetName(log, row, i); n != "" {
			name, id = n, n
			if key := present(ids.Values[ids.Codes(int(row))[i]]); key != "" {
				id = key
			}
		}
		if kind == "AppInstance" && name != "" {
			break
		}
	}
	return name, id
}
