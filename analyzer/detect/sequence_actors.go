package detect

import (
	"sort"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var sessionTwoActors = &Detection{
	ID:         "session-two-actors",
	Title:      "One session of two people",
	Family:     "Session hijack",
	Severity:   High,
	Techniques: []string{"T1550.004", "T1078"},
	Meaning: "A session belongs to the one who signed in. Two people who act in one session are a contradiction: a " +
		"session that was taken over, a record that was tampered with, or two organisations' logs in one file.",
	Check: []string{
		"Compare machine and network of both people at the moment of the change.",
		"Ask both whether they share a machine.",
		"Make sure that all files are of one organisation.",
	},
	FalsePositives: []string{
		"A machine that several people use, where one signs in over another's session.",
		"One person whose account was made anew.",
	},
	NeedsAny: [][]event.Field{sessionFields, {event.ActorID, event.ActorAlternateID}},
	Run:      findTwoActors,
}

func findTwoActors(in *Input) []Finding {
	log := in.Log
	kinds := log.Column(event.ActorType)
	isUser := make([]bool, len(kinds.Values))
	for code, kind := range kinds.Values {
		isUser[code] = kind == "User" || event.Blank(kind)
	}
	// Okta's support acts as somebody else, and says so.
	supported := map[int]bool{}
	for _, t := range log.Column(event.Type).Values {
		if strings.HasPrefix(t, "user.session.impersonation.") {
			for _, row := range log.RowsOfType(t) {
				supported[log.SessionOf(int(row))] = true
			}
		}
	}
	users := log.Users()
	numbers := log.UserNumbers()
	two := func(rows []uint32) bool {
		first := int32(-1)
		for _, row := range rows {
			u := numbers[row]
			if u < 0 || u == first || !isUser[kinds.Code(int(row))] {
				continue
			}
			if first >= 0 {
				return true
			}
			first = u
		}
		return false
	}
	var findings []Finding
	sessions := log.Sessions()
	for s := range sessions {
		rows := sessions[s].Rows
		if !two(rows) || supported[s] {
			continue
		}
		var evidence, at []uint32
		seen := map[int]bool{}
		var names []string
		last, lastUser := uint32(0), -1
		for _, row := range rows {
			u := log.UserOf(int(row))
			if u < 0 || !isUser[kinds.Code(int(row))] || !in.succeeded(row) || !in.Views.Own(row) {
				continue
			}
			if lastUser >= 0 && u != lastUser && !strings.EqualFold(users[u].Name(), users[lastUser].Name()) {
				evidence = append(evidence, last, row)
				if at == nil {
					at = []uint32{last, row}
				}
				for _, n := range []int{lastUser, u} {
					if !seen[n] {
						seen[n] = true
						names = append(names, clean(users[n].Name()))
					}
				}
			}
			last, lastUser = row, u
		}
		if at == nil {
			continue
		}
		network, program := in.Views.differs(at[0], at[1])
		f := Finding{Severity: Low, Session: sessions[s].ID, Actor: actorOf(&users[log.UserOf(int(at[0]))]), Rows: evidence}
		if network || program {
			f.Severity = High
		}
		f.Facts = map[string]any{"people": len(names), "names": names[:min(len(names), maxNames)], "changes": len(evidence) / 2,
			"network_changed": network, "program_changed": program}
		f.Summary = "Session " + clean(sessions[s].ID) + " was used by " + list(names, len(names), 3) + ": after " +
			in.client(at[0]) + " came " + in.client(at[1]) + " " + duration(in.ms(at[0], at[1])) + " later"
		if f.Severity == Low {
			f.Summary += ", the same machine as far as the log can tell"
		}
		findings = append(findings, f)
	}
	return findings
}

var revivedSession = &Detection{
	ID:         "session-revived-from-new-context",
	Title:      "An idle session came back to life somewhere else",
	Family:     "Session hijack",
	Severity:   High,
	Techniques: []string{"T1539"},
	Meaning: "For hours nobody used the session; then it was used by another program from another network, and nobody " +
		"verified a factor. Cookies that were taken from a file or by malware are used in this way, when the owner has gone.",
	Check: sessionTheft,
	FalsePositives: []string{
		"A person who goes on at another device with a synchronised browser.",
		"A session that is kept for days, on a machine that changed hands, network and browser.",
	},
	Parameters: []Parameter{
		{Name: "idle_hours", Title: "Pause after which a session is idle", Unit: "hours", Default: 8, Min: 0.5, Max: 720},
		{Name: "admin_idle_hours", Title: "The same for a session that opened the Admin Console", Unit: "hours", Default: 2, Min: 0.5, Max: 720},
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.UserAgent, event.UserAgentBrowser}, sessionFields},
	Run:      findRevived,
}

func findRevived(in *Input) []Finding {
	log, v := in.Log, in.Views
	admin := map[int]bool{}
	for _, row := range log.RowsOfType("user.session.access_admin_app") {
		admin[log.SessionOf(int(row))] = true
	}
	var findings []Finding
	for _, m := range v.mixed {
		limit := int64(in.Parameters["idle_hours"] * hourMS)
		if admin[m.of] {
			limit = int64(in.Parameters["admin_idle_hours"] * hourMS)
		}
		networks, programs := map[uint32]bool{}, map[uint32]bool{}
		// The rows are the first and the last event of each stretch of one client.
		for i := 0; i+1 < len(m.rows); i += 2 {
			row := m.rows[i]
			n := v.Network(row)
			p, _ := v.Agent(row)
			if i > 0 && n != 0 && p != 0 && !networks[n] && !programs[p] && len(networks) > 0 && len(programs) > 0 {
				last := m.rows[i-1]
				if pause := in.ms(last, row); pause >= limit && in.succeeded(row) && !in.verified(m.of, last, row) {
					f := Finding{Severity: High, Session: log.Sessions()[m.of].ID, Rows: []uint32{last, row, m.rows[i+1]}}
					f.Facts = map[string]any{"idle_hours": round(float64(pause)/hourMS, 2), "admin_console": admin[m.of]}
					f.Summary = in.whose(m.of) + " was last used by " + in.client(last) + " on " + in.moment(last) + "; " +
						duration(pause) + " later it was used by " + in.client(row) + ", and no factor was verified"
					findings = append(findings, f)
					break
				}
			}
			networks[n], programs[p] = true, true
			delete(networks, 0)
			delete(programs, 0)
		}
	}
	return findings
}

// verified reports whether a person proved who they are in a session between
// two events or in the two minutes after the second: the sign-in's events are
// written in any order.
func (in *Input) verified(session int, from, to uint32) bool {
	rows := after(in.Log.Sessions()[session].Rows, from)
	until := in.Log.Time(int(to)) + 2*minuteMS
	end := sort.Search(len(rows), func(i int) bool { return in.Log.Time(int(rows[i])) > until })
	for _, row := range rows[:end] {
		switch in.kind(row) {
		case typeFactorUsed, "user.authentication.verify", typeSessionStart, "user.authentication.auth_via_IDP", "user.authentication.auth_via_inbound_SAML":
			if in.succeeded(row) {
				return true
			}
		}
	}
	return false
}
