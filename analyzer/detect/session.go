package detect

import (
	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

var multipleAgents = &Detection{
	ID:         "session-multiple-agents-and-ips",
	Title:      "One session used by several programs or from several networks",
	Family:     "Session hijack",
	Severity:   Medium,
	Techniques: []string{"T1539", "T1550.004"},
	Meaning: "A session belongs to one browser on one machine: its cookie is not shared. When a second browser, " +
		"operating system or script uses the same session, above all from another network, somebody may have copied " +
		"the cookie and be acting as the person without ever signing in. Two that take turns are two machines at " +
		"work at the same time, which moving from the office to a café never looks like.",
	Check: []string{
		"Ask the person by telephone whether both programs and both places are theirs.",
		"Read the session's events from the newcomer's side: which applications, which changes, which downloads.",
		"If it is not theirs, clear all sessions of the person now, then reset password and factors.",
		"Look for what the newcomer left behind: new factors, API tokens, mail rules, administrator roles.",
		"Search the log for the newcomer's addresses and agent under other people's names.",
	},
	FalsePositives: []string{
		"A program with a browser inside (mail, chat, a VPN client) that hands its session to the person's browser.",
		"Traffic of one machine split over two gateways: VPN or web gateway for some sites, the direct line for others.",
		"A tester or a script of the person's own that reuses the browser's cookie.",
	},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Longest pause between the last event of one program and the first of another", Unit: "minutes", Default: 1440, Min: 1, Max: 43200},
		{Name: "interleave_minutes", Title: "Time within which a return counts as taking turns", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		{Name: "returns", Title: "Returns to an earlier program that count as taking turns", Default: 1, Min: 1, Max: 100, Integer: true},
		{Name: "simultaneous_seconds", Title: "Longest pause between two networks of one program that counts as the same moment", Unit: "seconds", Default: 60, Min: 1, Max: 3600},
		{Name: "far_km", Title: "Distance from which two networks of one program are two places", Unit: "km", Default: 300, Min: 1, Max: 20000},
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.UserAgent, event.UserAgentBrowser}, {event.ExternalSessionID, event.RootSessionID}},
	Run:      findMultipleAgents,
}

// change is a step from one program or network of a session to another.
type change struct {
	from, to uint32 // the last event before it and the first after
	apart    bool   // also from another network, of another site
	far      bool   // between two places further apart than far_km
	back     bool   // to one that the session had before
}

// contexts follows the program and the network through one session.
type contexts struct {
	in  *Input
	log *table.Log

	window, simultaneous int64
	far                  float64

	// Of the session that is followed: its id, its programs and networks in order of
	// their first event, and which were seen by now. A number stands for "seen in
	// the session of that round", so that nothing must be cleared between two of
	// a hundred thousand sessions.
	session                string
	agents, networks       []uint32
	round                  uint32
	seenAgent, seenNetwork []uint32
	pairs                  map[[2]uint32]bool // program and network, of the whole session
	paired                 bool               // pairs are of this session: most never ask for them

	byAgent   []change
	byNetwork []change

	standings *Standings // made when first asked for
}

func findMultipleAgents(in *Input) []Finding {
	c := &contexts{
		in: in, log: in.Log,
		window:       int64(in.Parameters["window_minutes"] * 60_000),
		simultaneous: int64(in.Parameters["simultaneous_seconds"] * 1000),
		far:          in.Parameters["far_km"],
		seenAgent:    make([]uint32, len(in.Views.agents)),
		seenNetwork:  make([]uint32, len(in.Views.networks)),
		pairs:        map[[2]uint32]bool{},
	}
	var findings []Finding
	sessions := in.Log.Sessions()
	for _, m := range in.Views.mixed {
		c.session = sessions[m.of].ID
		c.follow(m.rows)
		if f, ok := c.judge(); ok {
			f.Session, f.Actor = sessions[m.of].ID, person(in.Log, sessions[m.of].Rows)
			findings = append(findings, f)
		}
	}
	return findings
}

// follow reads the events of a session at which its client changes. An event that names no program says nothing
// about who used the session, and one without an address nothing about where:
// what is missing is never another value.
func (c *contexts) follow(rows []uint32) {
	v := c.in.Views
	c.agents, c.networks, c.byAgent, c.byNetwork = c.agents[:0], c.networks[:0], c.byAgent[:0], c.byNetwork[:0]
	c.round++
	c.paired = false
	var last, lastAgent uint32       // the last event and its program
	var lastHere, lastNetwork uint32 // the program's last event with a network, and that
	for _, row := range rows {
		a := v.agentOf[v.clients[row]]
		if a == 0 {
			continue
		}
		n := v.Network(row)
		switch {
		case lastAgent == 0:
		case a != lastAgent:
			if c.pause(last, row) <= c.window {
				c.byAgent = append(c.byAgent, change{
					from: last, to: row, back: c.seenAgent[a] == c.round,
					apart: lastNetwork != 0 && c.apart(lastHere, row) && !c.used(rows, a, lastNetwork) && !c.used(rows, lastAgent, n),
				})
			}
			lastNetwork = 0
		case lastNetwork != 0 && c.apart(lastHere, row):
			km, ok := v.between(lastHere, row)
			c.byNetwork = append(c.byNetwork, change{
				from: lastHere, to: row, back: c.seenNetwork[n] == c.round, apart: true, far: ok && km > c.far,
			})
		}
		if c.seenAgent[a] != c.round {
			c.seenAgent[a] = c.round
			c.agents = append(c.agents, a)
		}
		last, lastAgent = row, a
		if n != 0 {
			lastHere, lastNetwork = row, n
			if c.seenNetwork[n] != c.round {
				c.seenNetwork[n] = c.round
				c.networks = append(c.networks, n)
			}
		}
	}
}

// used reports whether a program was used on a network anywhere in the session.
func (c *contexts) used(rows []uint32, agent, network uint32) bool {
	if !c.paired {
		c.paired = true
		if len(c.pairs) > 64 {
			c.pairs = map[[2]uint32]bool{} // to clear a map costs what its largest filling did
		}
		clear(c.pairs)
		for _, row := range rows {
			if a, _ := c.in.Views.Agent(row); a != 0 {
				c.pairs[[2]uint32{a, c.in.Views.Network(row)}] = true
			}
		}
	}
	return c.pairs[[2]uint32{agent, network}]
}

// pause returns the milliseconds from one event to another.
func (c *contexts) pause(from, to uint32) int64 { return c.log.Time(int(to)) - c.log.Time(int(from)) }

// apart reports whether two events came from two networks that cannot be one
// machine's at one desk. A machine that speaks both IPv4 and IPv6 has an
// address of each and changes between them from request to request.
func (c *contexts) apart(a, b uint32) bool {
	v := c.in.Views
	x, y := v.Network(a), v.Network(b)
	if x == 0 || y == 0 || x == y {
		return false
	}
	if v.networks[x].V6() != v.networks[y].V6() {
		km, ok := v.between(a, b)
		return ok && km > c.far
	}
	return true
}

// judge weighs the changes of the session that was followed last.
func (c *contexts) judge() (Finding, bool) {
	byAgent, ok1 := c.judgeAgents()
	byNetwork, ok2 := c.judgeNetworks()
	if ok2 && (!ok1 || byNetwork.Severity > byAgent.Severity) {
		return byNetwork, true
	}
	return byAgent, ok1
}

// judgeAgents weighs the changes of program: high when two from different
// networks take turns, medium when one from another network takes over or a
// script joins a browser, low when all happens behind one address.
func (c *contexts) judgeAgents() (Finding, bool) {
	if len(c.byAgent) == 0 {
		return Finding{}, false
	}
	apart := 0
	for _, ch := range c.byAgent {
		if ch.apart {
			apart++
		}
	}
	script, other := false, false
	for _, a := range c.agents {
		if c.in.Views.agents[a].Kind == agent.Script {
			script = true
		} else {
			other = true
		}
	}
	turns := c.turns(c.byAgent, func(ch change) bool { return ch.apart })
	names := c.agentNames()
	f := Finding{
		Facts: map[string]any{
			"agents":         names,
			"programs":       len(c.agents),
			"networks":       len(c.networks),
			"changes":        len(c.byAgent),
			"changes_apart":  apart,
			"returns":        turns,
			"window_minutes": c.in.Parameters["interleave_minutes"],
		},
		Rows: ends(c.byAgent),
	}
	from, to := c.byAgent[0].from, c.byAgent[0].to
	for _, ch := range c.byAgent {
		if ch.apart {
			from, to = ch.from, ch.to
			break
		}
	}
	pause := c.pause(from, to)
	f.Facts["pause_seconds"] = round(float64(pause)/1000, 3)
	who := c.who(from)
	switch {
	case turns >= int(c.in.Parameters["returns"]):
		f.Severity, f.Title = High, "Two programs on two networks take turns in one session"
		f.Summary = who + " was used by " + list(names, len(c.agents), 4) + " in turns from " + c.where(c.byAgent) + ": " +
			count(turns, "return", "returns") + " to an earlier one within " + number(c.in.Parameters["interleave_minutes"]) + " minutes"
	case apart > 0:
		f.Severity, f.Title = Medium, "A session went on in another program on another network"
		f.Summary = who + " went from " + c.called(from) + " to " + c.called(to) + " after " + duration(pause)
	case script && other:
		f.Severity, f.Title = Medium, "A script used a browser's session"
		f.Summary = who + " was used by " + list(names, len(c.agents), 4) + " " + c.behind(from, to) + ", " + duration(pause) + " apart"
	default:
		f.Severity, f.Title = Low, "Two programs on one network used one session"
		f.Summary = who + " was used by " + list(names, len(c.agents), 4) + " " + c.behind(from, to) + ", " + duration(pause) + " apart"
	}
	return f, true
}

// usual reports whether both networks of a change are ones that the person had
// long used or that many people use: the nodes of a gateway, far apart on the
// map, take turns all day.
func (c *contexts) usual(ch change) bool {
	if c.standings == nil {
		c.standings = NewStandings(c.in.Views)
	}
	for _, row := range [...]uint32{ch.from, ch.to} {
		n, user := c.in.Views.Network(row), c.log.UserOf(int(row))
		if c.in.Views.crowd(n) >= crowded {
			continue
		}
		if user < 0 {
			return false
		}
		if first, known := c.standings.firsts(user).networks[n]; !known || first > c.log.Time(int(row))-familiarFor {
			return false
		}
	}
	return true
}

// judgeNetworks weighs changes of network under one program, which is what a
// thief who copies the agent leaves, and what a laptop on the move leaves too.
// Only two things are told: both networks within a minute, and turns between
// places far apart. Medium is for the turns; a single change is low, and info
// on a telephone, whose carrier deals out gateways as it likes.
func (c *contexts) judgeNetworks() (Finding, bool) {
	var quick []change
	for _, ch := range c.byNetwork {
		if c.pause(ch.from, ch.to) <= c.simultaneous {
			quick = append(quick, ch)
		}
	}
	const turnsFar = 2 // a return alone is a VPN switched on and off again
	turns := c.turns(c.byNetwork, func(ch change) bool { return ch.far && !c.usual(ch) })
	evidence := quick
	if turns >= turnsFar {
		evidence = c.byNetwork
	}
	if len(evidence) == 0 {
		return Finding{}, false
	}
	first := evidence[0]
	anyFar := false
	for _, ch := range evidence {
		if ch.far {
			first, anyFar = ch, true
			break
		}
	}
	pause := c.pause(first.from, first.to)
	_, program := c.in.Views.Agent(first.from)
	f := Finding{
		Facts: map[string]any{
			"agents":         c.agentNames(),
			"networks":       len(c.networks),
			"changes":        len(evidence),
			"returns":        turns,
			"pause_seconds":  round(float64(pause)/1000, 3),
			"window_minutes": c.in.Parameters["interleave_minutes"],
		},
		Rows: ends(evidence),
	}
	if km, ok := c.in.Views.Distance(c.in.Views.Place(first.from), c.in.Views.Place(first.to)); ok {
		f.Facts["distance_km"] = round(km, 1)
	}
	who := c.who(first.from)
	f.Summary = who + " was used by " + clean(program.String()) + " from " + c.where(evidence)
	switch {
	case turns >= turnsFar:
		f.Severity, f.Title = Medium, "Two places take turns in one session"
		f.Summary += ", far apart, in turns: " + count(turns, "return", "returns") + " within " +
			number(c.in.Parameters["interleave_minutes"]) + " minutes"
	case anyFar || !program.Mobile():
		f.Severity, f.Title = Low, "One session on two networks at the same moment"
		f.Summary += " " + within(pause)
	default:
		f.Severity, f.Title = Info, "One session on two networks at the same moment"
		f.Summary += " " + within(pause) + "; a telephone's carrier does this by itself"
	}
	return f, true
}

// turns returns the largest number of returns to an earlier program or network
// in one window, of those changes that count.
func (c *contexts) turns(changes []change, counts func(change) bool) int {
	window := int64(c.in.Parameters["interleave_minutes"] * 60_000)
	var times []int64
	most := 0
	from := 0
	for i := range changes {
		if !changes[i].back || c.pause(changes[i].from, changes[i].to) > window || !counts(changes[i]) {
			continue
		}
		times = append(times, c.log.Time(int(changes[i].to)))
		for times[from] < times[len(times)-1]-window {
			from++
		}
		most = max(most, len(times)-from)
	}
	return most
}

// ends returns the events on both sides of changes.
func ends(changes []change) []uint32 {
	rows := make([]uint32, 0, 2*len(changes))
	for _, ch := range changes {
		rows = append(rows, ch.from, ch.to)
	}
	return rows
}
