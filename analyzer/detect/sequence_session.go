package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var sessionFields = []event.Field{event.ExternalSessionID, event.RootSessionID}

// sessionTheft is what to do next where a session may be in a second pair of hands.
var sessionTheft = []string{
	"Ask the person by telephone whether both machines are theirs.",
	"Read what the second machine did in the session: applications, changes, downloads.",
	"If it is not theirs, clear all sessions of the person, then reset password and factors.",
	"Search the log for the second machine's address and program under other people's names.",
}

var contextInterleave = &Detection{
	ID:         "session-context-interleave",
	Title:      "Two contexts take turns inside one session",
	Family:     "Session hijack",
	Severity:   Critical,
	Techniques: []string{"T1539", "T1550.004"},
	Meaning: "A session that moves from one network to another is a person on the way. A session that goes back and " +
		"forth between two programs on two networks is two machines that use one cookie at the same time, and a cookie " +
		"is not shared by its owner.",
	Check: sessionTheft,
	FalsePositives: []string{
		"A VPN or a web gateway that takes part of a machine's traffic.",
		"Two browsers of one person whose cookies are synchronised.",
	},
	Parameters: []Parameter{
		{Name: "returns", Title: "Returns to an earlier context that are reported", Default: 2, Min: 1, Max: 100, Integer: true},
		{Name: "interleave_minutes", Title: "Time within which the returns count together", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		{Name: "far_km", Title: "Distance from which networks alone are two contexts", Unit: "km", Default: 300, Min: 1, Max: 20000},
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.UserAgent, event.UserAgentBrowser}, sessionFields},
	Run:      findInterleave,
}

func findInterleave(in *Input) []Finding {
	c := &contexts{
		in: in, log: in.Log, far: in.Parameters["far_km"],
		window:      int64(in.Parameters["interleave_minutes"] * minuteMS),
		seenAgent:   make([]uint32, len(in.Views.agents)),
		seenNetwork: make([]uint32, len(in.Views.networks)),
		pairs:       map[[2]uint32]bool{},
	}
	as := in.Log.Column(event.ASNumber)
	var findings []Finding
	for _, m := range in.Views.mixed {
		c.session = in.Log.Sessions()[m.of].ID
		c.follow(m.rows)
		least := int(in.Parameters["returns"])
		programs := c.turns(c.byAgent, func(ch change) bool { return ch.apart })
		networks := c.turns(c.byNetwork, func(ch change) bool {
			a, b := as.At(int(ch.from)), as.At(int(ch.to))
			return ch.far && (event.Blank(a) || event.Blank(b) || a != b) && !c.usual(ch)
		})
		f := Finding{Session: c.session}
		var changes []change
		turns := programs
		switch {
		case programs >= least:
			f.Severity = Critical
			for _, ch := range c.byAgent {
				if ch.apart {
					changes = append(changes, ch)
				}
			}
		case networks >= least:
			f.Severity, turns = Medium, networks
			for _, ch := range c.byNetwork {
				if ch.far {
					changes = append(changes, ch)
				}
			}
		default:
			continue
		}
		f.Rows = ends(changes)
		start := in.Log.Sessions()[m.of].Rows[0]
		f.Facts = map[string]any{
			"returns":                 turns,
			"changes":                 len(changes),
			"window_minutes":          in.Parameters["interleave_minutes"],
			"contexts":                []string{in.client(changes[0].from), in.client(changes[0].to)},
			"minutes_after_its_start": round(float64(in.ms(start, changes[0].to))/minuteMS, 1),
		}
		f.Summary = in.whose(m.of) + " went back and forth between " + in.client(changes[0].from) + " and " +
			in.client(changes[0].to) + ": " + count(turns, "return", "returns") + " within " +
			number(in.Parameters["interleave_minutes"]) + " minutes, the first change " +
			duration(in.ms(start, changes[0].to)) + " after the session's first event"
		findings = append(findings, f)
	}
	return findings
}

const (
	typeSessionStart = "user.session.start"
	typeSessionEnd   = "user.session.end"
	typeSessionClear = "user.session.clear"
	typeLogout       = "user.authentication.universal_logout"
)

var usedAfterEnd = &Detection{
	ID:         "session-used-after-end",
	Title:      "A session was used after its end",
	Family:     "Session hijack",
	Severity:   Critical,
	Techniques: []string{"T1539", "T1550.004"},
	Meaning: "The person signed out, or an administrator cleared the sessions, and the session was used all the same. " +
		"Either the end did not take, or a copy of the session outlived it: what was meant to lock somebody out did not.",
	Check: []string{
		"Compare the machine that used the session after its end with the one that used it before.",
		"Clear the person's sessions again, with the option that revokes their tokens too.",
		"Read what was done after the end, and undo what the person does not know of.",
	},
	FalsePositives: []string{
		"Requests that were on the way when the session ended, and were written late.",
		"A person who clears all their sessions but the one that they are in.",
	},
	Parameters: []Parameter{
		{Name: "grace_seconds", Title: "Time after the end in which requests may still be on their way", Unit: "seconds", Default: 120, Min: 0, Max: 86400},
	},
	NeedsAny: [][]event.Field{sessionFields},
	Run:      findUsedAfterEnd,
}

// isSessionUse reports whether a type shows a session at work. The end of a
// session writes events of its own, and so does the logout from applications.
func isSessionUse(t string) bool {
	switch {
	case t == "policy.evaluate_sign_on", t == "user.session.access_admin_app", t == "user.authentication.sso":
		return true
	case strings.HasPrefix(t, "user.session."), strings.HasPrefix(t, "user.authentication."), strings.HasPrefix(t, "system."):
		return strings.HasPrefix(t, "system.api_token.") || strings.HasPrefix(t, "system.idp.")
	}
	return isControlChange(t) || strings.HasPrefix(t, "analytics.reports.export.")
}

// isControlChange reports whether a type is a change to accounts, factors,
// roles, policies, applications or the network that the sign-in rests on.
func isControlChange(t string) bool {
	for _, prefix := range [...]string{"user.lifecycle.", "user.account.privilege.", "user.account.reset_", "user.account.update_password", "user.mfa.factor.",
		"group.privilege.", "group.user_membership.", "iam.", "policy.lifecycle.", "policy.rule.", "application.lifecycle.",
		"application.policy.", "application.user_membership.", "system.api_token.", "system.idp.", "zone.", "network_zone.", "system.log_stream."} {
		if strings.HasPrefix(t, prefix) {
			return true
		}
	}
	return false
}

func findUsedAfterEnd(in *Input) []Finding {
	log := in.Log
	grace := int64(in.Parameters["grace_seconds"] * 1000)
	external, root := log.Column(event.ExternalSessionID), log.Column(event.RootSessionID)
	types := log.Column(event.Type)
	use := make([]bool, len(types.Values))
	for code, t := range types.Values {
		use[code] = isSessionUse(t)
	}
	counts := func(row uint32) bool {
		return use[types.Code(int(row))] && in.Views.Own(row) && in.succeeded(row)
	}
	var findings []Finding
	told := map[int]bool{} // sessions
	for _, end := range log.RowsOfType(typeSessionEnd, "user.session.expire") {
		s := log.SessionOf(int(end))
		if s < 0 || told[s] || in.failed(end) {
			continue
		}
		// The end of the Admin Console's session leaves the sign-in's as it was.
		id, same := external.Code(int(end)), external
		if event.NoSession(external.Values[id]) {
			id, same = root.Code(int(end)), root
		}
		var rows []uint32
		for _, row := range after(log.Sessions()[s].Rows, end) {
			if same.Code(int(row)) != id {
				continue
			}
			if t := types.At(int(row)); t == typeSessionStart || t == typeSessionEnd || t == "user.session.expire" {
				break // what follows another end is told of that one
			}
			if in.ms(end, row) > grace && counts(row) {
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			told[s] = true
			findings = append(findings, in.afterEnd(s, end, rows, "ended"))
		}
	}
	who := &people{log: log}
	clears := log.RowsOfType(typeSessionClear, typeLogout, typeLogout+".scheduled")
	// The next clearing of the same person, from which on that one counts.
	next, latest := make([]uint32, len(clears)), map[int]uint32{}
	for i := len(clears) - 1; i >= 0; i-- {
		if u := who.target(clears[i]); u >= 0 && in.succeeded(clears[i]) {
			next[i], latest[u] = latest[u], clears[i]
		}
	}
	for i, end := range clears {
		u := who.target(end)
		if u < 0 || !in.succeeded(end) {
			continue
		}
		kept := log.SessionOf(int(end)) // a person who clears their sessions keeps this one
		of := map[int][]uint32{}
		var order []int
		for _, row := range after(log.Users()[u].Rows, end) {
			if next[i] > 0 && row > next[i] {
				break
			}
			s := log.SessionOf(int(row))
			if s < 0 || s == kept || told[s] || log.Sessions()[s].Rows[0] >= end || in.ms(end, row) <= grace || !counts(row) {
				continue
			}
			if of[s] == nil {
				order = append(order, s)
			}
			of[s] = append(of[s], row)
		}
		for _, s := range order {
			told[s] = true
			findings = append(findings, in.afterEnd(s, end, of[s], "were cleared for the person"))
		}
	}
	return findings
}

// afterEnd tells of the use of a session after its end: critical from another
// network or program than before it, and high from the same.
func (in *Input) afterEnd(session int, end uint32, rows []uint32, what string) Finding {
	s := &in.Log.Sessions()[session]
	last := end
	for _, row := range s.Rows {
		if row > end {
			break
		}
		if in.Views.Own(row) && in.Views.Network(row) != 0 {
			last = row
		}
	}
	f := Finding{Severity: High, Session: s.ID, Actor: person(in.Log, s.Rows), Rows: append([]uint32{last, end}, rows...)}
	network, program := in.Views.differs(last, rows[0])
	if network || program {
		f.Severity = Critical
	}
	late := in.ms(end, rows[0])
	f.Facts = map[string]any{
		"events_after_the_end": len(rows), "seconds_after_the_end": round(float64(late)/1000, 3),
		"network_changed": network, "program_changed": program,
	}
	if what != "ended" {
		what = "was cleared"
	}
	f.Summary = in.whose(session) + " " + what + " on " + in.moment(end) + " and was used " + duration(late) + " later by " +
		in.client(rows[0]) + " (" + in.kindName(rows[0]) + "; " + count(len(rows), "event", "events") + " after the end)"
	if network || program {
		f.Summary += "; before, it was used by " + in.client(last)
	}
	return f
}

// kindName returns an event's type as it can stand in a sentence.
func (in *Input) kindName(row uint32) string { return clean(in.kind(row)) }
