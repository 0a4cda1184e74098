package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// spike describes one of the detections that count an administrator's changes.
type spike struct {
	id, title, what string
	one, many       string // what is counted
	types           []string
}

var changeSpikes = []spike{
	{"group-membership-change-spike", "Far more changes of group membership than usual", "puts people into groups or takes them out",
		"change of group membership", "changes of group membership", []string{"group.user_membership.add", "group.user_membership.remove"}},
	{"group-lifecycle-change-spike", "Far more groups created or deleted than usual", "creates or deletes groups",
		"group created or deleted", "groups created or deleted", []string{"group.lifecycle.create", "group.lifecycle.delete"}},
	{"group-privilege-change-spike", "Far more administrator roles of groups changed than usual", "gives administrator roles to groups or takes them away",
		"change of a group's administrator role", "changes of groups' administrator roles", []string{"group.privilege.grant", "group.privilege.revoke"}},
	{"group-app-assignment-change-spike", "Far more applications assigned or withdrawn than usual", "assigns applications to groups or people or withdraws them",
		"change of an application's assignment", "changes of applications' assignments", []string{"group.application_assignment.add", "group.application_assignment.remove",
			"application.user_membership.add", "application.user_membership.remove"}},
	{"user-lifecycle-change-spike", "Far more accounts created, activated or suspended than usual", "creates, activates, deactivates or suspends accounts",
		"change of an account's state", "changes of accounts' states", []string{"user.lifecycle.activate", "user.lifecycle.deactivate",
			"user.lifecycle.suspend", "user.lifecycle.unsuspend", "user.lifecycle.create", "user.lifecycle.update"}},
}

func (s spike) detection() *Detection {
	return &Detection{
		ID: s.id, Title: s.title, Family: "Admin & privilege", Severity: Low, Techniques: []string{"T1098", "T1078"},
		Meaning: "An account " + s.what + " far more often within a few hours than in any such span of its own before. A script in an " +
			"intruder's hands works like that, and so do imports and reorganisations. It is medium where a few of them already came from a " +
			"machine that is new to the administrator." + learning,
		Check: []string{
			"Ask the administrator, or the owner of the application, whether the work was planned.",
			"Read the names of the objects that were changed: groups that give access to much weigh most.",
			"See where the account signed in from before the changes.",
		},
		FalsePositives: []string{"An import from the personnel system or a reorganisation.", "A provisioning application that was set up anew."},
		Parameters: []Parameter{
			historyDays(7),
			{Name: "window_hours", Title: "Time within which changes count together", Unit: "hours", Default: 3, Min: 1, Max: 48},
			{Name: "floor", Title: "Changes up to which nothing is unusual, also for an account without earlier ones", Default: 20, Min: 1, Max: 100000, Integer: true},
			{Name: "distances", Title: "Median distances above the account's median that are unusual", Default: 6, Min: 1, Max: 100},
			{Name: "strange", Title: "Changes of one kind from a machine new to the administrator that are medium", Default: 5, Min: 1, Max: 100000, Integer: true},
		},
		NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
		History:  historyName,
		Run:      func(in *Input) []Finding { return s.find(in) },
	}
}

// find returns a finding for each account and kind of change that spikes. The
// kinds are counted apart: who removes as many as they add does one job.
func (s spike) find(in *Input) []Finding {
	window := int64(in.Parameters["window_hours"] * 3_600_000)
	floor := in.Parameters["floor"]
	standings := NewStandings(in.Views)
	var findings []Finding
	for _, a := range in.actsOf(in.Log.RowsOfType(s.types...), in.succeeded) {
		if f, ok := s.strange(in, standings, a, window); ok {
			findings = append(findings, f)
			continue
		}
		byType := map[uint32][]uint32{}
		var order []uint32
		for _, row := range a.rows {
			code := in.Log.Column(event.Type).Code(int(row))
			if byType[code] == nil {
				order = append(order, code)
			}
			byType[code] = append(byType[code], row)
		}
		var rows []uint32
		most, limit, start := 0, 0.0, int64(0)
		for _, code := range order {
			times := timesOf(in, byType[code])
			for _, b := range bursts(times, int(floor)+1, window) {
				run := times[b.from : b.to+1]
				if run[len(run)-1] < in.learnt() {
					continue
				}
				p := peak(run, window)
				n := p.to - p.from + 1
				most0 := usualOf(spansBefore(times, window, run[0])).limit(in.Parameters["distances"], floor)
				if float64(n) <= most0 {
					continue
				}
				rows = append(rows, byType[code][b.from:b.to+1]...)
				if n > most {
					most, limit, start = n, most0, run[p.from]
				}
			}
		}
		if most == 0 {
			continue
		}
		f := Finding{Severity: Low, Rows: rows, Actor: actorAt(in.Log, rows[0])}
		f.Summary = in.actorName(rows[0]) + " made " + count(most, s.one, s.many) + " of one kind within " + duration(window) + " from " +
			day(start) + " " + clock(start) + " UTC; up to " + number(limit) + " would have been usual"
		f.Facts = map[string]any{"changes": most, "usual_at_most": round(limit, 1), "window_hours": in.Parameters["window_hours"]}
		findings = append(findings, f)
	}
	return findings
}

// strange returns the finding of changes of one kind that came from machines new
// to the administrator, and whether there are enough of them.
func (s spike) strange(in *Input, standings *Standings, a acts, window int64) (f Finding, ok bool) {
	if a.user < 0 {
		return f, false
	}
	least := int(in.Parameters["strange"])
	byType := map[uint32][]uint32{}
	var order []uint32
	for _, row := range a.rows {
		if standings.Of(row) == Strange {
			code := in.Log.Column(event.Type).Code(int(row))
			if byType[code] == nil {
				order = append(order, code)
			}
			byType[code] = append(byType[code], row)
		}
	}
	most := 0
	var first uint32
	for _, code := range order {
		rows := byType[code]
		for _, b := range bursts(timesOf(in, rows), least, window) {
			f.Rows = append(f.Rows, rows[b.from:b.to+1]...)
			if n := b.to - b.from + 1; n > most {
				most, first = n, rows[b.from]
			}
		}
	}
	if most == 0 {
		return f, false
	}
	f.Severity, f.Actor = Medium, actorAt(in.Log, first)
	f.Title = "Many changes by an administrator from a machine new to them"
	f.Summary = in.actorName(first) + " made " + count(most, s.one, s.many) + " of one kind from " + in.moment(first) + " on with " + in.client(first) +
		", a machine that was new to them"
	f.Facts = map[string]any{"changes": most, "strange_machine": true, "window_hours": in.Parameters["window_hours"]}
	return f, true
}

// spansBefore is [spans] for the last of the spans that [usualOf] looks at, so
// that a log with a run in every span is not read over and over.
func spansBefore(times []int64, length, until int64) []float64 {
	from, _ := slices.BinarySearch(times, until-recent*length)
	return spans(times[from:], length, until)
}

// timesOf returns the times of events.
func timesOf(in *Input, rows []uint32) []int64 {
	times := make([]int64, len(rows))
	for i, row := range rows {
		times[i] = in.Log.Time(int(row))
	}
	return times
}
