package detect

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

var takeoverChain = &Detection{
	ID:         "takeover-kill-chain",
	Title:      "The stages of an account takeover, one after the other",
	Family:     "Correlation",
	Severity:   Critical,
	Techniques: []string{"T1078.004", "T1621", "T1098", "T1556"},
	Meaning: "An account was under pressure (sprayed, bombed with pushes, warned of), was entered by a machine on a network, both new to " +
		"its owner, and what came from there kept the access (a factor, a device, a new password), took power (roles, tokens, policies, " +
		"identity providers) or made use of it (reports, passwords, applications never opened before). One of these is a new laptop or a " +
		"busy administrator; three in order, from one strange context, are a takeover. The chain goes on in the accounts that were reset, " +
		"created or promoted from there. It is critical from four stages on, high for three with pressure, medium for three without, and " +
		"low where the person kept the machine.",
	Check: []string{
		"Call the owner of the account by a number from the directory.",
		"Clear the sessions of all accounts of the chain, then reset their passwords and factors.",
		"Undo the steps in the reverse order: roles, tokens, policies, then devices and factors.",
		"Search for the intruder's addresses under other people's names.",
	},
	FalsePositives: []string{"An administrator's first day with a new machine at another place.", "A test of the defences that was announced."},
	Parameters: []Parameter{
		{Name: "stages", Title: "Stages that are reported", Default: 3, Min: 2, Max: 5, Integer: true},
		{Name: "window_hours", Title: "Time within which they follow each other", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		{Name: "applications", Title: "Applications never opened before that are use", Default: 5, Min: 2, Max: 1000, Integer: true},
		{Name: "application_minutes", Title: "Time within which they are opened", Unit: "minutes", Default: 30, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP, event.OutcomeResult},
	NeedsAny: [][]event.Field{{event.UserAgent, event.UserAgentBrowser}, personFields},
	After:    findChains,
}

// stage is a part of a takeover.
type stage uint8

const (
	noStage stage = iota
	pressure
	entry
	hold
	power
	gain
	numStages
)

var stageNames = [numStages]string{"", "pressure", "entry", "hold", "power", "use"}

// mark is an event of a stage.
type mark struct {
	row   uint32
	stage stage
	user  int32
	// strange: of an entry, that the context is new to a person who is known; of
	// another stage, that a finding tells of it.
	strange, app bool
}

// chain is a takeover that is followed: what came from one strange context.
type chain struct {
	first   uint32 // the entry
	user    int32
	until   int64
	best    [numStages]link // the longest row of stages that ends in each
	steps   []uint32
	apps    []uint32 // opened for the first time, within reach of the last
	people  []int32
	under   bool // pressure
	network uint32
}

// link is the end of an ordered row of stages.
type link struct {
	row    uint32
	n      uint8
	before stage
}

// maxSteps bounds the evidence of one chain.
const maxSteps = 200

func (c *chain) add(s stage, row uint32) {
	l := link{n: 1, row: row}
	for b := pressure; b < s; b++ {
		if c.best[b].n >= l.n {
			l.n, l.before = c.best[b].n+1, b
		}
	}
	if l.n > c.best[s].n {
		c.best[s] = l
	}
	if len(c.steps) < maxSteps {
		c.steps = append(c.steps, row)
	}
}

// length returns how many stages the longest row of them has.
func (c *chain) length() (n int) {
	for s := entry; s < numStages; s++ {
		n = max(n, int(c.best[s].n))
	}
	return n
}

// stages returns the longest row of stages.
func (c *chain) stages() (list []stage, rows []uint32) {
	end := noStage
	for s := entry; s < numStages; s++ {
		if c.best[s].n > c.best[end].n {
			end = s
		}
	}
	for s := end; s != noStage; s = c.best[s].before {
		list, rows = append(list, s), append(rows, c.best[s].row)
	}
	slices.Reverse(list)
	slices.Reverse(rows)
	return list, rows
}

// chains follows all takeovers of a log, in order of time.
type chains struct {
	in       *Input
	who      *people
	window   int64
	customs  *customs
	all      []*chain
	pressed  map[int32]uint32     // the last pressure on a person
	sessions []*chain             // by session
	places   map[[2]uint32]*chain // by person and network
	tokens   map[uint32]*chain    // by device token
	handed   map[int32]*chain     // accounts that a chain reset, created or promoted
}

func findChains(in *Input, outcomes []Outcome) []Finding {
	c := &chains{in: in, who: &people{log: in.Log}, window: int64(in.Parameters["window_hours"] * hourMS), pressed: map[int32]uint32{},
		sessions: make([]*chain, len(in.Log.Sessions())), places: map[[2]uint32]*chain{}, tokens: map[uint32]*chain{}, handed: map[int32]*chain{}}
	marks := c.lasting()
	if len(marks) == 0 {
		return nil
	}
	found := c.found(outcomes)
	slices.SortFunc(found, compareMarks) // equal ones are the same
	for _, m := range found {
		for len(marks) > 0 && compareMarks(marks[0], m) <= 0 { // the event first, then what was found of it
			c.follow(marks[0])
			marks = marks[1:]
		}
		c.follow(m)
	}
	for _, m := range marks {
		c.follow(m)
	}
	// By person, since what a person used is kept of one at a time.
	slices.SortFunc(c.all, func(a, b *chain) int { return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.first, b.first)) })
	least := int(in.Parameters["stages"])
	c.all = slices.DeleteFunc(c.all, func(ch *chain) bool { return ch.length() < least })
	findings := make([]Finding, len(c.all)) // a finding is large: one block, none of it moved
	for i, ch := range c.all {
		findings[i] = c.describe(ch)
	}
	return findings
}

// follow adds an event to the chain that it is of.
func (c *chains) follow(m mark) {
	in := c.in
	t := in.Log.Time(int(m.row))
	if m.stage == pressure {
		c.pressed[m.user] = m.row
		if ch := c.of(m, t); ch != nil {
			ch.add(pressure, m.row)
			ch.under = true
		}
		return
	}
	ch := c.of(m, t)
	if m.stage == entry {
		if ch == nil {
			if ch = c.handed[m.user]; ch != nil && t <= ch.until && (m.strange || in.Views.Network(m.row) == ch.network) {
				ch.people = append(ch.people, m.user)
			} else if ch = nil; m.strange {
				ch = c.open(m, t)
			}
		}
		if ch != nil {
			ch.add(entry, m.row)
			c.learn(ch, m)
		}
		return
	}
	if ch == nil {
		return
	}
	switch {
	case m.app:
		reach := int64(in.Parameters["application_minutes"] * minuteMS)
		ch.apps = append(ch.apps, m.row)
		for in.ms(ch.apps[0], m.row) > reach {
			ch.apps = ch.apps[1:]
		}
		if len(ch.apps) >= int(in.Parameters["applications"]) {
			ch.add(gain, m.row)
		}
	case m.strange || ch.under || m.stage == hold || !c.customs.has(m.row): // an administrator's daily work is no stage
		ch.add(m.stage, m.row)
	}
	c.learn(ch, m)
	if m.stage == hold || m.stage == power {
		if target := c.who.target(m.row); target >= 0 && int32(target) != m.user {
			c.handed[int32(target)] = ch
		}
	}
}

// of returns the chain that an event is of by its session, its person's network
// or its device token; nil for none.
func (c *chains) of(m mark, t int64) *chain {
	in := c.in
	if s := in.Log.SessionOf(int(m.row)); s >= 0 {
		if ch := c.sessions[s]; ch != nil && t <= ch.until {
			return ch
		}
	}
	if n := in.Views.Network(m.row); n != 0 {
		if ch := c.places[[2]uint32{uint32(m.user), n}]; ch != nil && t <= ch.until {
			return ch
		}
	}
	token := in.Log.Column(event.DTHash)
	if code := token.Code(int(m.row)); !event.Blank(token.Values[code]) {
		if ch := c.tokens[code]; ch != nil && t <= ch.until {
			return ch
		}
	}
	return nil
}

// open starts a chain at an entry, with the pressure that came before.
func (c *chains) open(m mark, t int64) *chain {
	ch := &chain{first: m.row, user: m.user, until: t + c.window, people: []int32{m.user}, network: c.in.Views.Network(m.row)}
	if row, ok := c.pressed[m.user]; ok && c.in.ms(row, m.row) <= c.window {
		ch.add(pressure, row)
		ch.under = true
		ch.until = c.in.Log.Time(int(row)) + c.window
	}
	c.all = append(c.all, ch)
	return ch
}

// learn makes the context of an event one of the chain's. The session of an
// entry counts only where it is not the owner's too: there the network tells.
func (c *chains) learn(ch *chain, m mark) {
	in := c.in
	if n := in.Views.Network(m.row); n != 0 {
		c.places[[2]uint32{uint32(m.user), n}] = ch
	}
	if m.stage != entry {
		return
	}
	if s := in.Log.SessionOf(int(m.row)); s >= 0 && in.Log.Sessions()[s].Rows[0] >= min(m.row, ch.first) {
		c.sessions[s] = ch
	}
	if token := in.Log.Column(event.DTHash); !event.Blank(token.At(int(m.row))) {
		if _, known := c.tokens[token.Code(int(m.row))]; !known {
			c.tokens[token.Code(int(m.row))] = ch
		}
	}
}

// describe returns the finding of a chain.
func (c *chains) describe(ch *chain) Finding {
	in := c.in
	stages, rows := ch.stages()
	kept := in.keptProgram(int(ch.user), ch.first)
	f := Finding{Severity: Medium, Actor: actorOf(&in.Log.Users()[ch.user]), Rows: slices.Concat(rows, ch.steps)}
	switch {
	case len(stages) > 3 && (ch.under || !kept):
		f.Severity = Critical
	case ch.under:
		f.Severity = High
	case kept:
		f.Severity = Low
	}
	names, parts := make([]string, len(stages)), make([]string, len(stages))
	for i, s := range stages {
		names[i] = stageNames[s]
		with, of := "", ""
		if s == entry {
			with = " with " + in.client(rows[i])
		}
		if u := in.Log.UserOf(int(rows[i])); u >= 0 && int32(u) != ch.user {
			of = " of " + clean(in.Log.Users()[u].Name())
		}
		parts[i] = stageNames[s] + with + " (" + in.kindName(rows[i]) + of + " at " + clock(in.Log.Time(int(rows[i]))) + ")"
	}
	accounts := c.accounts(ch)
	f.Facts = map[string]any{"stages": names, "steps": len(ch.steps), "minutes": round(float64(in.ms(rows[0], rows[len(rows)-1]))/minuteMS, 1),
		"accounts": accounts[:min(len(accounts), maxNames)], "program_kept": kept}
	f.Summary = clean(in.Log.Users()[ch.user].Name()) + " went through " + count(len(stages), "stage", "stages") + " of a takeover in " +
		duration(in.ms(rows[0], rows[len(rows)-1])) + " from " + in.moment(rows[0]) + " on: " + list(parts, len(parts), int(numStages))
	if n := len(accounts) - 1; n > 0 {
		f.Summary += "; the chain goes on in " + list(accounts[1:], n, 3)
	}
	return f
}

// accounts returns the names of the accounts that a chain goes through, each once.
func (c *chains) accounts(ch *chain) []string {
	name := func(user int32) string { return clean(c.in.Log.Users()[user].Name()) }
	names := []string{name(ch.user)}
	if len(ch.people) == 1 { // nearly all
		return names
	}
	seen := map[int32]bool{ch.user: true}
	for _, u := range ch.people {
		if !seen[u] {
			seen[u] = true
			names = append(names, name(u))
		}
	}
	return names
}
