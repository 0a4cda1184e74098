package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
)

var sessionReplay = &Detection{
	ID: "session-replay-programmatic-client", Title: "A browser's session was played back by a script", Family: "Session hijack",
	Severity: High, Techniques: []string{"T1539", "T1550.004"},
	Meaning: "A session that began in a browser was used by a script or a browser without a window: a copy of its cookie is in a program's " +
		"hands. It is high from a network that is not the session's and that the person had not used before, medium where only one of the two holds, " +
		"and low on the session's own network, where people try out things with their own cookies.",
	Check: sessionTheft,
	FalsePositives: []string{
		"A person who tests an interface with the cookie of their browser.",
		"An Android application that calls itself by its library's name, okhttp: it is a step milder.",
	},
	Parameters: []Parameter{sharedUsers(5)},
	NeedsAny:   [][]event.Field{{event.UserAgent, event.UserAgentBrowser}, sessionFields},
	Needs:      []event.Field{event.ClientIP},
	Replaces:   []string{"session-multiple-agents-and-ips", "session-new-ip-dissimilar-agent"},
	Run:        findSessionReplay,
}

func findSessionReplay(in *Input) []Finding {
	log, v := in.Log, in.Views
	users := log.Users()
	scripts := make([]bool, len(v.agents))
	for n, a := range v.agents {
		scripts[n] = a.Kind == agent.Script
	}
	var findings []Finding
	for _, m := range v.mixed {
		if !slices.ContainsFunc(m.rows, func(row uint32) bool { return scripts[v.agentOf[v.clients[row]]] }) {
			continue
		}
		// The rows are the first and the last event of each stretch of one client.
		browser, started := uint32(0), false
		networks := map[uint32]bool{}
		for i := 0; i < len(m.rows); i += 2 {
			_, a := v.Agent(m.rows[i])
			if a.Kind == agent.Script {
				if !started {
					break // the script's own session
				}
				continue
			}
			if a.Kind != agent.Browser && a.Kind != agent.App {
				continue
			}
			if !started {
				browser, started = m.rows[i], true
			}
			if n := v.Network(m.rows[i]); n != 0 {
				networks[n] = true
			}
		}
		if !started {
			continue
		}
		var evidence []uint32
		var worst uint32
		severity, scripts := Info, 0
		var elsewhere, fresh bool
		for i := 0; i < len(m.rows); i += 2 {
			row := m.rows[i]
			_, a := v.Agent(row)
			if a.Kind != agent.Script || row < browser || !in.succeeded(row) && !in.succeeded(m.rows[i+1]) {
				continue
			}
			n, s := v.Network(row), Low
			other := n != 0 && !networks[n]
			newNetwork := false
			if u := log.UserOf(int(row)); u >= 0 && n != 0 {
				newNetwork = !in.shared(row) && in.newNetwork(u, row)
			}
			switch {
			case other && newNetwork:
				s = High
			case other, newNetwork && !networks[n]:
				s = Medium
			}
			if a.Browser == "okhttp" && s > Low {
				s-- // also the name that many Android applications go by
			}
			scripts++
			evidence = append(evidence, row, m.rows[i+1])
			if s > severity {
				severity, worst, elsewhere, fresh = s, row, other, newNetwork
			}
		}
		if scripts == 0 {
			continue
		}
		_, first := v.Agent(browser)
		f := Finding{Severity: severity, Session: log.Sessions()[m.of].ID, Rows: append([]uint32{browser}, evidence...)}
		if u := log.UserOf(int(worst)); u >= 0 {
			f.Actor = actorOf(&users[u])
		}
		f.Facts = map[string]any{"stretches": scripts, "another_network": elsewhere, "new_network": fresh,
			"minutes_after_its_start": round(float64(in.ms(browser, worst))/minuteMS, 1)}
		f.Summary = in.whose(m.of) + " began in " + clean(first.String()) + " at " + in.value(event.ClientIP, browser) + " on " + in.moment(browser) + "; " +
			duration(in.ms(browser, worst)) + " later it was used by " + in.client(worst) + " (" + in.kindName(worst) + ")"
		switch {
		case fresh && elsewhere:
			f.Summary += ", from a network that neither the session's browser nor the person had used before"
		case elsewhere:
			f.Summary += ", from another network than the browser's"
		default:
			f.Summary += ", on the browser's own network"
		}
		findings = append(findings, f)
	}
	return findings
}
