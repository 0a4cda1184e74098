package detect

import "okta-session-analyzer/analyzer/event"

// who returns what the session is called in a sentence.
func (c *contexts) who(row uint32) string {
	if u := c.log.UserOf(int(row)); u >= 0 {
		return clean(c.log.Users()[u].Name()) + "'s session"
	}
	return "session " + clean(c.session)
}

// agentNames returns what the session's programs are called, the first of them.
func (c *contexts) agentNames() []string {
	names := make([]string, min(len(c.agents), maxNames))
	for i, a := range c.agents[:len(names)] {
		names[i] = clean(c.in.Views.agents[a].String())
	}
	return names
}

// called returns an event's program and address: "Chrome on macOS at 192.0.2.7".
func (c *contexts) called(row uint32) string {
	_, a := c.in.Views.Agent(row)
	s := clean(a.String())
	if ip := c.log.Column(event.ClientIP).At(int(row)); !event.Blank(ip) {
		s += " at " + clean(ip)
	}
	if p := c.in.Views.Place(row); p != 0 {
		s += " (" + c.in.Views.places[p].String() + ")"
	}
	return s
}

// where returns the addresses on both sides of changes.
func (c *contexts) where(changes []change) string {
	ips := addresses(c.log, ends(changes[:min(len(changes), maxEvidence/2)]))
	for i := range ips {
		ips[i] = clean(ips[i])
	}
	return list(ips, len(ips), 4)
}

// behind returns what is known of the networks of two events that can be one
// machine's.
func (c *contexts) behind(a, b uint32) string {
	switch x, y := c.in.Views.Network(a), c.in.Views.Network(b); {
	case x == 0 || y == 0:
		return "from networks that the log does not name"
	case x == y:
		return "from the same network"
	}
	return "from networks that can be one machine's"
}

func within(pause int64) string {
	switch {
	case pause <= 0:
		return "at the same moment"
	case pause < 1000:
		return "within a second"
	}
	return "within " + duration(pause)
}
