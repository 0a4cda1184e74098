package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
)

var pushThenSuccess = &Detection{
	ID: "push-bombing-then-success", Title: "Rejected or repeated pushes, then the person was let in", Family: "MFA abuse",
	Severity: Critical, Techniques: []string{"T1621", "T1078.004"},
	Meaning: "Push after push was sent to one person, or the person rejected several, and then a sign-in of theirs succeeded: by a push " +
		"that was approved in the end, or by another factor. Whoever has the password has probably got in. From a network that the person " +
		"had used before it is low, or medium after many rejections or with a program new to them: they may have been looking for their telephone.",
	Check: []string{
		"Clear the person's sessions at once, then call them: were they signing in?",
		"Reset the password, which the sender of the pushes knows.",
		"Read what was done since the sign-in: factors, devices, applications, rules of the mailbox.",
	},
	FalsePositives: []string{"A person who rejects their own pushes by mistake and approves one at last.", "A telephone without a network that answers late."},
	Parameters: []Parameter{
		{Name: "pushes", Title: "Pushes without an approval between them that count as bombing", Default: 5, Min: 2, Max: 1000, Integer: true},
		{Name: "rejections", Title: "Rejections that do so, too", Default: 5, Min: 1, Max: 1000, Integer: true},
		{Name: "window_minutes", Title: "Time within which they count together", Unit: "minutes", Default: 10, Min: 1, Max: 1440},
		{Name: "success_minutes", Title: "Time from the last of them to the sign-in", Unit: "minutes", Default: 10, Min: 1, Max: 1440},
		{Name: "merge_seconds", Title: "Time within which requests to several devices are one push", Unit: "seconds", Default: 2, Min: 0, Max: 60},
	},
	Needs:    []event.Field{event.OutcomeResult},
	NeedsAny: [][]event.Field{personFields},
	Replaces: []string{"push-requests-per-session", "push-rejection-burst", "push-exhaustion-profile"},
	Run:      findPushThenSuccess,
}

func findPushThenSuccess(in *Input) []Finding {
	log := in.Log
	p := newPushLog(in)
	window, reach := p.window, int64(in.Parameters["success_minutes"]*minuteMS)
	least := int(in.Parameters["rejections"])
	relevant := oneOf(log.Column(event.Type), typePushSent, typePushDenied, typeFactorUsed, typeSessionStart)
	types := log.Column(event.Type)
	var findings []Finding
	for u, pressed := range p.pressed(p.pushes, least) {
		if !pressed {
			continue
		}
		// The pushes and the rejections since the last success, of which those in
		// one window count.
		var sends, denials []uint32
		var pushes []int64 // times of the sends, merged
		since := uint32(0)
		bombed := false
		reset := func() { sends, denials, pushes, bombed = nil, nil, nil, false }
		for _, row := range log.Users()[u].Rows {
			if !relevant[types.Code(int(row))] {
				continue
			}
			a, t := p.read(row), log.Time(int(row))
			if a == unrelated && !in.isEntry(row) {
				continue
			}
			if bombed && t-log.Time(int(since)) > max(reach, window) {
				reset() // nobody got in
			}
			switch {
			case a == sent:
				if n := len(pushes); n == 0 || t-pushes[n-1] > p.merge {
					pushes = append(pushes, t)
				}
				sends = append(sends, row)
			case a == denied:
				denials = append(denials, row)
			case p.isOwnEntry(u, row, sends):
				continue // the person works on elsewhere meanwhile
			default:
				if bombed && t-log.Time(int(since)) <= reach {
					findings = append(findings, p.entered(u, sends, denials, len(pushes), row))
				}
				reset()
				continue
			}
			since = row
			if bombed {
				continue // what came before the window belongs to the same run
			}
			for len(pushes) > 0 && pushes[0] < t-window {
				pushes = pushes[1:]
			}
			for len(sends) > 0 && log.Time(int(sends[0])) < t-window {
				sends = sends[1:]
			}
			for len(denials) > 0 && log.Time(int(denials[0])) < t-window {
				denials = denials[1:]
			}
			bombed = len(pushes) >= p.pushes || len(denials) >= least
		}
	}
	return findings
}

// pressed returns who can have been bombed: who got so many pushes or rejected
// so many in the whole log, and within a window or little more, where failed
// starts of a session count as rejections. Few people did, and all others'
// events need no second look.
func (p *pushLog) pressed(pushes, rejections int) []bool {
	times, userOf := p.log.Times(), p.log.UserNumbers()
	n := len(p.log.Users())
	sends, denials, near := make([]int32, n), make([]int32, n), make([]bool, n)
	paces := make([]pace, n)
	count := func(row uint32, enough int) {
		if u := userOf[row]; u >= 0 && paces[u].count(times[row]/(p.window+1)) >= enough {
			near[u] = true
		}
	}
	add := func(of []int32, row uint32) {
		if u := userOf[row]; u >= 0 {
			of[u]++
		}
	}
	for _, row := range p.log.RowsOfType(typePushSent) {
		add(sends, row)
		count(row, pushes)
	}
	clear(paces)
	rows := slices.Clone(p.log.RowsOfType(typePushDenied))
	rows = append(rows, p.denialsOf(typeFactorUsed)...)
	for _, row := range rows {
		add(denials, row)
	}
	rows = append(rows, p.denialsOf(typeSessionStart)...)
	slices.Sort(rows)
	for _, row := range rows {
		count(row, rejections)
	}
	for u := range near {
		near[u] = near[u] && (int(sends[u]) >= pushes || int(denials[u]) >= rejections)
	}
	return near
}

// denialsOf returns the events of a type that are taken for the rejection of a
// push by their outcome.
func (p *pushLog) denialsOf(kind string) (rows []uint32) {
	outcomes := p.log.Column(event.OutcomeResult)
	for _, row := range p.log.RowsOfType(kind) {
		if p.byOutcome[outcomes.Code(int(row))] == denied && p.isAboutPush(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// pace counts what happens in a stretch of time and in the one before it: no
// less than in any window as long as a stretch that ends there.
type pace struct {
	stretch     int64
	now, before int
}

// count counts something in a stretch of time, none of which comes before the
// last, and returns how much there was.
func (p *pace) count(stretch int64) int {
	if stretch != p.stretch {
		if p.before = p.now; stretch != p.stretch+1 {
			p.before = 0
		}
		p.stretch, p.now = stretch, 0
	}
	p.now++
	return p.now + p.before
}

// isEntry reports whether an event is the start of a session.
func (in *Input) isEntry(row uint32) bool {
	return in.kind(row) == typeSessionStart && in.succeeded(row)
}

// isOwnEntry reports whether a session began on a network of the person's own
// that asked for none of the pushes.
func (p *pushLog) isOwnEntry(user int, row uint32, sends []uint32) bool {
	v := p.in.Views
	return len(sends) > 0 && p.in.isEntry(row) && v.Network(row) != v.Network(sends[0]) && v.Network(row) != v.Network(sends[len(sends)-1]) &&
		p.familiarity.knows(int32(user), []uint32{row})
}

// entered weighs what followed a run of pushes and rejections.
func (p *pushLog) entered(user int, sends, denials []uint32, pushes int, entry uint32) Finding {
	in, log := p.in, p.log
	asked := sends
	if len(asked) == 0 {
		asked = []uint32{entry} // the rejections came from the telephone
	}
	familiar := p.familiarity.knows(int32(user), asked)
	f := Finding{Severity: Critical, Actor: actorOf(&log.Users()[user]), Rows: slices.Concat(sends, denials, []uint32{entry})}
	// Without a rejection it may be a telephone that is slow to answer, with the
	// person's own program, or with one of which the log does not know yet whose it is.
	known := in.firstOf(user) <= in.Log.Time(int(asked[0]))-familiarFor
	patient := len(denials) == 0 && (!known || !in.newAgent(user, asked[0]))
	switch {
	case familiar && (len(denials) >= int(in.Parameters["rejections"]) || len(denials) > 1 && in.newAgent(user, asked[0])):
		f.Severity = Medium
	case familiar || patient:
		f.Severity = Low
	}
	all := slices.Sorted(slices.Values(slices.Concat(sends, denials)))
	first, last := all[0], all[len(all)-1]
	how := "a push was approved"
	if in.kind(entry) != typeFactorUsed {
		how = "a session began"
	}
	f.Facts = map[string]any{"pushes": pushes, "rejections": len(denials), "known_network": familiar,
		"seconds_to_success": round(float64(in.ms(last, entry))/1000, 3), "success": in.kindName(entry)}
	f.Summary = clean(log.Users()[user].Name()) + " got " + count(pushes, "push", "pushes") + " and rejected " + number(float64(len(denials))) + " in " +
		duration(in.ms(first, last)) + " from " + in.moment(first) + ", asked for by " + in.client(asked[0]) + "; " + duration(in.ms(last, entry)) +
		" after the last, " + how
	if familiar {
		f.Summary += "; the person had used that network before"
	}
	return f
}
