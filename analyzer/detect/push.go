package detect

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const (
	typePushSent   = "system.push.send_factor_verify_push"
	typePushDenied = "user.mfa.okta_verify.deny_push"
	typeFactorUsed = "user.authentication.auth_via_mfa"
)

var pushRequests = &Detection{
	ID:         "push-requests-per-session",
	Title:      "Many push requests to one person in a few minutes",
	Family:     "MFA abuse",
	Severity:   Medium,
	Techniques: []string{"T1621"},
	Meaning: "Somebody who has the person's password sends request after request to their telephone, until one is " +
		"approved out of habit, by mistake or for peace. Every request means that a password was right. A denial is the " +
		"person saying that it was not them; an approval after a run of requests can be the moment the account was lost.",
	Check: []string{
		"Ask the person, by telephone and not by mail or chat, whether they were signing in.",
		"Compare the address that asked for the pushes with where the person usually signs in.",
		"If one was approved: read everything that the session did since, and clear it when in doubt.",
		"Reset the password in any case where the person was not signing in: somebody knows it.",
		"Look for the same address asking for pushes to other people.",
	},
	FalsePositives: []string{
		"A telephone that is off, lost or in another room while its owner tries again and again.",
		"A mail or VPN client with a saved password that signs in again and again.",
	},
	Parameters: []Parameter{
		{Name: "pushes", Title: "Pushes without an approval between them that are reported", Default: 3, Min: 1, Max: 1000, Integer: true},
		{Name: "window_minutes", Title: "Time within which they count together", Unit: "minutes", Default: 10, Min: 1, Max: 1440},
		{Name: "many_pushes", Title: "Pushes that are medium even without a denial", Default: 10, Min: 1, Max: 1000, Integer: true},
		{Name: "many_denials", Title: "Denials that are high even without an approval", Default: 5, Min: 1, Max: 1000, Integer: true},
		{Name: "merge_seconds", Title: "Time within which requests to several devices are one push", Unit: "seconds", Default: 2, Min: 0, Max: 60},
	},
	NeedsAny: [][]event.Field{subjectFields},
	Run:      findPushRequests,
}

// answer is what an event says about a push.
type answer uint8

const (
	unrelated answer = iota
	sent
	denied
	approved
)

// pushLog reads the events about pushes in one log.
type pushLog struct {
	in                       *Input
	log                      *table.Log
	subjects                 *subjects
	pushes, many, manyDenied int
	window, merge            int64

	outcomesKnown bool
	byType        []answer // what a type says; unrelated for those that need a look at the outcome
	byOutcome     []answer // what the outcome of a verification says
	aboutPush     []int8   // by tuple of the targets: 1 yes, -1 no, 0 not looked at yet
	familiarity   familiarity
}

func newPushLog(in *Input) *pushLog {
	p := &pushLog{
		in: in, log: in.Log, subjects: newSubjects(in.Log),
		pushes:        int(in.Parameters["pushes"]),
		many:          int(in.Parameters["many_pushes"]),
		manyDenied:    int(in.Parameters["many_denials"]),
		window:        int64(in.Parameters["window_minutes"] * 60_000),
		merge:         int64(in.Parameters["merge_seconds"] * 1000),
		outcomesKnown: in.Log.Carries(event.OutcomeResult),
		aboutPush:     make([]int8, in.Log.Column(event.TargetType).Tuples()),
		familiarity:   familiarity{in: in, user: -1},
	}
	p.prepare()
	return p
}

func findPushRequests(in *Input) []Finding {
	p := newPushLog(in)
	rows := p.relevant()

	// Events that name nobody count by session first. What is left of them
	// counts by address, since a bomber who starts a session for each attempt
	// has one push in each.
	var findings []Finding
	told := map[uint32]bool{}
	var nameless []uint32
	for _, g := range p.subjects.groupBy(rows) {
		if g.kind == nobody {
			continue // pushes to nobody knows whom are no run
		}
		for _, b := range p.burstsOf(g.rows) {
			findings = append(findings, p.finding(g.subject, b))
			for _, row := range b.rows() {
				told[row] = true
			}
		}
		if g.kind == bySession {
			nameless = append(nameless, g.rows...)
		}
	}
	nameless = slices.DeleteFunc(nameless, func(row uint32) bool { return told[row] })
	slices.Sort(nameless)
	p.subjects.addressOnly = true
	for _, g := range p.subjects.groupBy(nameless) {
		for _, b := range p.burstsOf(g.rows) {
			findings = append(findings, p.finding(g.subject, b))
		}
	}
	return findings
}

// prepare reads the types and the outcomes of the log.
//
// Classic tells a denial by an event of its own; Identity Engine writes a
// failed verification. Where a log has no outcomes at all, a verification that
// follows a push cannot be told from a denial, and counts as one: the runs that
// are looked at have pushes going on after it.
func (p *pushLog) prepare() {
	types, outcomes := p.log.Column(event.Type), p.log.Column(event.OutcomeResult)
	p.byType = make([]answer, len(types.Values))
	for code, t := range types.Values {
		switch t {
		case typePushSent:
			p.byType[code] = sent
		case typePushDenied:
			p.byType[code] = denied
		}
	}
	p.byOutcome = make([]answer, len(outcomes.Values))
	for code, o := range outcomes.Values {
		switch strings.ToUpper(o) {
		case "FAILURE", "DENY":
			p.byOutcome[code] = denied
		case "SUCCESS", "ALLOW":
			p.byOutcome[code] = approved
		}
		if !p.outcomesKnown {
			p.byOutcome[code] = denied
		}
	}
}

// relevant returns the events that say something about the pushes of those who
// got enough of them, in order of time. Most people's never come near a burst;
// leaving them out at the start turns 56 ms into 6 for a million events.
func (p *pushLog) relevant() []uint32 {
	sends := p.log.RowsOfType(typePushSent)
	near := make([]bool, len(p.log.Users()))
	of, n := make([][]int64, len(near)), 0
	nameless := false
	for _, row := range sends {
		who := p.subjects.of(row)
		if who.kind != byUser {
			nameless = true
			continue
		}
		recent := append(of[who.number], p.log.Time(int(row)))
		if len(recent) > p.pushes {
			recent = recent[1:]
		}
		of[who.number] = recent
		if len(recent) == p.pushes && recent[len(recent)-1]-recent[0] <= p.window && !near[who.number] {
			near[who.number] = true
			n++
		}
	}
	if n == 0 && !nameless {
		return nil
	}
	rows := p.log.RowsOfType(typePushSent, typePushDenied, typeFactorUsed)
	return slices.DeleteFunc(slices.Clone(rows), func(row uint32) bool {
		who := p.subjects.of(row)
		return who.kind == byUser && !near[who.number] || p.read(row) == unrelated
	})
}

// read returns what an event says about a push.
func (p *pushLog) read(row uint32) answer {
	if a := p.byType[p.log.Column(event.Type).Code(int(row))]; a != unrelated {
		return a
	}
	if a := p.byOutcome[p.log.Column(event.OutcomeResult).Code(int(row))]; a != unrelated && p.isAboutPush(row) {
		return a
	}
	return unrelated
}

// isAboutPush reports whether a verification can be that of a push: not of the
// password, which Identity Engine logs by the same event, and not of another
// factor that the targets name.
func (p *pushLog) isAboutPush(row uint32) bool {
	tuple := p.log.Tuples(table.TargetGroup)[row]
	if p.aboutPush[tuple] == 0 {
		p.aboutPush[tuple] = 1
		types, names := p.log.Column(event.TargetType), p.log.Column(event.TargetDisplayName)
		factor, verify := false, false
		for i, code := range names.CodesOf(tuple) {
			name := strings.ToLower(names.Values[code])
			kind := types.Values[types.CodesOf(tuple)[i]]
			if name == "password" {
				p.aboutPush[tuple] = -1
			}
			if strings.HasPrefix(kind, "Authenticator") {
				factor = true
				verify = verify || strings.Contains(name, "okta verify") || strings.Contains(name, "push")
			}
		}
		if factor && !verify {
			p.aboutPush[tuple] = -1
		}
	}
	return p.aboutPush[tuple] > 0
}

// burst is a run of pushes without an approval between them, and what came of
// it.
type burst struct {
	pushes   int
	sends    []uint32 // several for a push that went to several devices
	denials  []uint32
	approval []uint32 // one event, or none
}

func (b *burst) rows() []uint32 { return slices.Concat(b.sends, b.denials, b.approval) }

// burstsOf returns the bursts in the events of one subject.
func (p *pushLog) burstsOf(rows []uint32) []burst {
	var found []burst
	var sends, denials []uint32
	end := func(approval []uint32) {
		found = append(found, p.runsOf(sends, denials, approval)...)
		sends, denials = sends[:0], denials[:0]
	}
	for _, row := range rows {
		switch p.read(row) {
		case sent:
			sends = append(sends, row)
		case denied:
			denials = append(denials, row)
		case approved:
			end([]uint32{row})
		}
	}
	end(nil)
	return found
}

// runsOf returns the bursts among sends that no approval interrupts; approval
// ends them, where it came soon enough after the last.
func (p *pushLog) runsOf(sends, denials, approval []uint32) []burst {
	// The requests to several devices of one person are one push.
	var times []int64
	var first []int // the first send of each push
	for i, row := range sends {
		t := p.log.Time(int(row))
		if len(times) == 0 || t-times[len(times)-1] > p.merge {
			times, first = append(times, t), append(first, i)
		}
	}
	var found []burst
	for _, s := range bursts(times, p.pushes, p.window) {
		after := len(sends)
		if s.to+1 < len(first) {
			after = first[s.to+1]
		}
		b := burst{pushes: s.to - s.from + 1, sends: slices.Clone(sends[first[s.from]:after])}
		until := p.log.Time(int(sends[after-1])) + p.window
		if s.to+1 < len(first) {
			until = min(until, times[s.to+1]-1)
		}
		for len(denials) > 0 && p.log.Time(int(denials[0])) < times[s.from] {
			denials = denials[1:]
		}
		for len(denials) > 0 && p.log.Time(int(denials[0])) <= until {
			b.denials, denials = append(b.denials, denials[0]), denials[1:]
		}
		if len(approval) > 0 && s.to == len(times)-1 && p.log.Time(int(approval[0])) <= until {
			b.approval = approval
		}
		found = append(found, b)
	}
	return found
}

// finding weighs a burst. An approval at the end is high, and critical where
// there was a denial too; the same from a network that the person had used
// before, with few pushes, is somebody looking for a telephone, and so is one
// without a denial that the person's own program asked for. Without an
// approval denials make it medium, many of them high; pushes alone are low
// until they are many.
func (p *pushLog) finding(who subject, b burst) Finding {
	f := Finding{Rows: b.rows(), Actor: p.subjects.actor(who)}
	familiar := who.kind == byUser && p.familiarity.knows(who.number, b.sends)
	many, denials := b.pushes >= p.many, len(b.denials)
	own := who.kind == byUser && denials == 0 && p.in.firstOf(int(who.number)) <= p.log.Time(int(b.sends[0]))-familiarFor && !p.in.newAgent(int(who.number), b.sends[0])
	// At the start of the log the person's own program is the one that they go on with.
	own = own || who.kind == byUser && denials == 0 && len(b.approval) > 0 && p.in.firstOf(int(who.number)) > p.log.Time(int(b.sends[0]))-familiarFor &&
		p.in.keptProgram(int(who.number), b.sends[0])
	switch {
	case own || len(b.approval) > 0 && denials == 0 && who.kind == byUser && p.in.keeps(int(who.number), b.sends[0]): // a telephone that is slow to answer to the person's own program
		f.Severity = Low
	case len(b.approval) > 0 && familiar && !many && denials <= 1:
		f.Severity = Low + Severity(denials)
	case len(b.approval) > 0 && denials > 0:
		f.Severity = Critical
	case len(b.approval) > 0 || denials >= p.manyDenied:
		f.Severity = High
	case denials > 0 || many:
		f.Severity = Medium
	default:
		f.Severity = Low
	}
	first, last := p.log.Time(int(b.sends[0])), p.log.Time(int(b.sends[len(b.sends)-1]))
	f.Facts = map[string]any{
		"pushes":         b.pushes,
		"requests":       len(b.sends),
		"denials":        denials,
		"approved":       len(b.approval) > 0,
		"known_network":  familiar,
		"window_minutes": p.in.Parameters["window_minutes"],
		"span_seconds":   round(float64(last-first)/1000, 3),
	}
	f.Summary = p.subjects.name(who) + " got " + count(b.pushes, "push request", "push requests") + " in " + duration(last-first) +
		" with " + count(denials, "denial", "denials")
	if b.pushes == 1 {
		f.Summary = p.subjects.name(who) + " got 1 push request with " + count(denials, "denial", "denials")
	}
	switch {
	case len(b.approval) > 0:
		f.Title = "A push was approved after a run of requests"
		f.Summary += "; one was approved " + duration(max(0, p.log.Time(int(b.approval[0]))-last)) + " after the last"
	case denials > 0:
		f.Summary += "; none was approved"
	}
	taken := func(row uint32) bool { return p.log.Column(event.Type).At(int(row)) == typeFactorUsed }
	if !p.outcomesKnown && slices.ContainsFunc(b.denials, taken) {
		f.Facts["outcomes_known"] = false
		f.Summary += " (the log has no outcomes: verifications are taken for denials)"
	}
	if familiar {
		f.Summary += ", from a network that the person had used before"
	}
	return f
}
