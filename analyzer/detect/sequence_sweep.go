package detect

import "okta-session-analyzer/analyzer/event"

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
	log := in.Log
	sso, some := log.Column(event.Type).Find(typeSSO)
	if !some {
		return nil
	}
	w := &sweeps{in: in, sso: sso, window: int64(in.Parameters["window_minutes"] * minuteMS), least: int(in.Parameters["applications"]),
		networks: make([]opened, len(in.Views.networks))}
	var findings []Finding
	for u := range log.Users() {
		if seen := in.Views.sightings(u); len(seen) >= w.least {
			findings = append(findings, w.of(u, seen)...)
		}
	}
	return findings
}

// sweeps finds the sweeps of one person after the other.
type sweeps struct {
	in       *Input
	sso      uint32 // the type
	window   int64
	least    int
	networks []opened
	order    []uint32 // the person's networks
	next     []int32  // after each sighting that opened one, the next from that network on its first day
}

// opened is what a person, whose number plus one is of, opened from a network on
// the first day of it: how often, the first and the last sighting, and when the
// day ends.
type opened struct {
	of, n, first, last int32
	until              int64
}

func (w *sweeps) of(user int, seen []sighting) (findings []Finding) {
	v := w.in.Views
	w.order = w.order[:0]
	if len(w.next) < len(seen) {
		w.next = make([]int32, 2*len(seen))
	}
	for i := range seen {
		s := &seen[i]
		if s.kindOf() != w.sso || !s.good() {
			continue
		}
		n := v.networkOf[s.client]
		o := &w.networks[n]
		if o.of != int32(user)+1 {
			*o = opened{of: int32(user) + 1, first: int32(i), last: int32(i), until: s.time + familiarFor} // what was in use for a day is new no longer
			w.order = append(w.order, n)
		}
		if s.time <= o.until {
			w.next[o.last], o.last = int32(i), int32(i)
			o.n++
		}
	}
	for _, n := range w.order {
		// Most people open all that they open from where they always are.
		if n == 0 || int(w.networks[n].n) < w.least || w.in.crowded(n) {
			continue
		}
		o := &w.networks[n]
		rows := make([]uint32, 0, o.n)
		for i := o.first; len(rows) < int(o.n); i = w.next[i] {
			rows = append(rows, seen[i].row)
		}
		if f, ok := w.sweep(user, rows); ok {
			findings = append(findings, f)
		}
	}
	return findings
}

// sweep weighs what a person opened from a network on the first day of it.
func (w *sweeps) sweep(user int, rows []uint32) (f Finding, ok bool) {
	in, log := w.in, w.in.Log
	if !in.acquainted(user, rows[0]) || !in.newNetwork(user, rows[0]) {
		return f, false
	}
	// A new telephone on its carrier's network is both, too.
	if _, program := in.Views.Agent(rows[0]); program.Mobile() {
		return f, false
	}
	_, token := in.token(user, rows[0])
	program := in.newAgent(user, rows[0])
	if !token && !program {
		return f, false
	}
	names, most := applications(log, rows, w.window)
	if most < w.least {
		return f, false
	}
	f = Finding{Severity: Medium, Actor: actorOf(&log.Users()[user]), Rows: rows}
	if most >= 2*w.least {
		f.Severity = High
	}
	f.Facts = map[string]any{"applications": len(names), "within_the_window": most, "names": names[:min(len(names), maxNames)],
		"new_program": program, "new_device_token": token}
	f.Summary = clean(log.Users()[user].Name()) + " opened " + count(len(names), "application", "applications") + " (" + list(names[:min(len(names), maxNames)], len(names), 4) + ") in " +
		duration(in.ms(rows[0], rows[len(rows)-1])) + " from " + in.moment(rows[0]) + " with " + in.client(rows[0]) + ", a network that they had not used before"
	switch {
	case program:
		f.Summary += ", nor the program"
	case token:
		f.Summary += ", nor the device token"
	}
	return f, true
}
