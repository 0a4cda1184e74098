package detect

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/debugdata"
	"okta-session-analyzer/analyzer/event"
)

var pushMismatch = &Detection{
	ID: "push-source-response-mismatch", Title: "A push for an unknown machine was answered from elsewhere", Family: "MFA abuse",
	Severity: High, Techniques: []string{"T1621"},
	Meaning: "Neither the machine nor the address that asked for a push was known, by Okta's behaviour detection or by the person's events before; the telephone answered from far " +
		"away, and a push was rejected or most were left unanswered. The owner of the telephone and whoever signed in are two people. It is " +
		"critical where the push was approved in the end, low where both were near each other, as a new laptop and its owner's telephone are.",
	Check: []string{
		"Ask the person, by telephone, whether they signed in on a new machine.",
		"Reset the password if not, and clear the sessions where a push was approved.",
		"Look for the address that asked among the sign-ins of other people.",
	},
	FalsePositives: []string{"A new laptop on a journey, with the telephone on a network whose gateway is far away."},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time within which an answer belongs to a push, and Okta's assessment to a sign-in", Unit: "minutes", Default: 5, Min: 1, Max: 60},
		{Name: "far_km", Title: "Distance from which the answer came from elsewhere", Unit: "km", Default: 100, Min: 1, Max: 20000},
		{Name: "merge_seconds", Title: "Time within which requests to several devices are one push", Unit: "seconds", Default: 2, Min: 0, Max: 60},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP, event.OutcomeResult},
	NeedsAny: [][]event.Field{personFields, {event.Behaviors, event.LogOnlySecurityData, event.UserBehaviors, event.UserAgent}},
	Run:      findPushMismatch,
}

// assessments tells which events Okta assessed as those of a new machine at a
// new address. Each distinct text is read once.
type assessments struct {
	in    *Input
	known map[[3]uint32]bool
}

func (a *assessments) stranger(row uint32) bool {
	log := a.in.Log
	behaviors, logOnly, list := log.Column(event.Behaviors), log.Column(event.LogOnlySecurityData), log.Column(event.UserBehaviors)
	key := [3]uint32{behaviors.Code(int(row)), logOnly.Code(int(row)), list.Code(int(row))}
	if key == [3]uint32{} {
		return false
	}
	strange, done := a.known[key]
	if !done {
		device, ip := false, false
		found := debugdata.Behaviors(behaviors.Values[key[0]], logOnly.Values[key[1]])
		found = append(found, debugdata.Behaviors(list.Values[key[2]], "")...)
		for _, b := range found {
			if strings.EqualFold(b.Value, "POSITIVE") {
				device = device || strings.EqualFold(b.Name, "New Device")
				ip = ip || strings.EqualFold(b.Name, "New IP")
			}
		}
		strange = device && ip
		a.known[key] = strange
	}
	return strange
}

// asking is a sign-in that asks one person for pushes.
type asking struct {
	rows               []uint32
	assessed           uint32 // the event that Okta found strange
	strange            bool
	last               int64
	pushes             int
	denials, approvals []uint32
}

func findPushMismatch(in *Input) []Finding {
	log := in.Log
	p := newPushLog(in)
	assess := &assessments{in, map[[3]uint32]bool{}}
	var findings []Finding
	types := log.Column(event.Type)
	relevant := oneOf(types, typePushSent, typePushDenied, typeFactorUsed, typeSessionStart, signOnPolicy)
	for u, stretches := range p.pressure() {
		if len(stretches) == 0 {
			continue
		}
		a := &asking{}
		end := func() {
			if f, ok := p.mismatch(u, a); ok {
				findings = append(findings, f)
			}
			*a = asking{}
		}
		rows, next := log.Users()[u].Rows, 0
		for _, s := range stretches {
			for next = max(next, in.since(rows, s.from)); next < len(rows) && log.Time(int(rows[next])) <= s.to; next++ {
				row := rows[next]
				if !relevant[types.Code(int(row))] {
					continue
				}
				t := log.Time(int(row))
				if len(a.rows) > 0 && t-a.last > p.window {
					end()
				}
				p.ask(u, a, row, assess)
			}
		}
		end()
	}
	return findings
}

// ask adds an event to a sign-in, if it says something about it.
func (p *pushLog) ask(user int, a *asking, row uint32, assess *assessments) {
	what, t := p.read(row), p.log.Time(int(row))
	strange := p.in.Views.Own(row) && (assess.stranger(row) || what == sent && !a.strange && p.unknown(user, row))
	if what == unrelated && !strange {
		return
	}
	if strange && !a.strange {
		a.strange, a.assessed = true, row
	}
	if what == sent && (len(a.rows) == 0 || a.pushes == 0 || t-a.last > p.merge) {
		a.pushes++
	}
	switch what {
	case denied:
		a.denials = append(a.denials, row)
	case approved:
		a.approvals = append(a.approvals, row)
	}
	a.rows, a.last = append(a.rows, row), t
}

// stretch is a time in which somebody got pushes, in milliseconds UTC.
type stretch struct {
	from, to       int64
	sends, denials int
}

// pressure returns when each person rejected a push or got three or more, with
// a window's room around: sign-ins outside of that need no look. Most people
// have none.
func (p *pushLog) pressure() [][]stretch {
	log := p.log
	open, done := make([]stretch, len(log.Users())), make([][]stretch, len(log.Users()))
	end := func(u int) {
		if s := open[u]; s.denials > 0 || s.sends > 2 {
			done[u] = append(done[u], stretch{from: s.from - p.window, to: s.to + p.window})
		}
		open[u] = stretch{}
	}
	outcomes, types := log.Column(event.OutcomeResult), log.Column(event.Type)
	for _, row := range log.RowsOfType(typePushSent, typePushDenied, typeFactorUsed) {
		u := log.UserOf(int(row))
		said := p.byType[types.Code(int(row))]
		if said == unrelated && p.byOutcome[outcomes.Code(int(row))] == denied && p.isAboutPush(row) {
			said = denied
		}
		if u < 0 || said != sent && said != denied {
			continue
		}
		t := log.Time(int(row))
		if s := &open[u]; s.sends+s.denials > 0 && t-s.to > p.window {
			end(u)
		}
		s := &open[u]
		if s.sends+s.denials == 0 {
			s.from = t
		}
		s.to = t
		if said == sent {
			s.sends++
		} else {
			s.denials++
		}
	}
	for u := range open {
		end(u)
	}
	return done
}

// unknown reports whether network and program of an event are new to a person,
// who is known for long enough.
func (p *pushLog) unknown(user int, row uint32) bool {
	in := p.in
	return in.acquainted(user, row) && in.newNetwork(user, row) && !in.shared(row) && in.newAgent(user, row)
}

// mismatch weighs the pushes of one sign-in.
func (p *pushLog) mismatch(user int, a *asking) (Finding, bool) {
	in, v := p.in, p.in.Views
	ignored := a.pushes > 2 && 2*len(a.approvals) < a.pushes
	if !a.strange || a.pushes == 0 || len(a.denials) == 0 && !ignored {
		return Finding{}, false
	}
	// The answer that came from elsewhere; without any there is nothing to compare.
	var answer uint32
	apart, far, distance := false, false, 0.0
	for _, row := range slices.Concat(a.approvals, a.denials) {
		if network, _ := v.differs(a.assessed, row); !network || apart && far {
			continue
		}
		km, located := v.Distance(v.Place(a.assessed), v.Place(row))
		if !apart || located && km > distance {
			answer, distance = row, km
		}
		apart, far = true, far || located && km > in.Parameters["far_km"]
	}
	if !apart {
		return Finding{}, false
	}
	f := Finding{Severity: Low, Actor: actorOf(&in.Log.Users()[user]), Rows: a.rows}
	switch {
	case far && len(a.approvals) > 0:
		f.Severity = Critical
	case far:
		f.Severity = High
	}
	f.Facts = map[string]any{"pushes": a.pushes, "rejections": len(a.denials), "approvals": len(a.approvals), "distance_km": round(distance, 1)}
	f.Summary = clean(in.Log.Users()[user].Name()) + " got " + count(a.pushes, "push", "pushes") + " on " + in.moment(a.rows[0]) + " for a machine and an address that were " +
		"new to them, " + in.client(a.assessed) + ", and answered from " + in.client(answer)
	if distance > 0 {
		f.Summary += ", " + number(distance) + " km away"
	}
	f.Summary += ": " + count(len(a.denials), "rejection", "rejections") + ", " + count(len(a.approvals), "approval", "approvals")
	return f, true
}
