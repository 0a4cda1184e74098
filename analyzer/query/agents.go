package query

import (
	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// agent returns the column of the families of browsers, or of operating
// systems, as the package agent reads them from the user agent, or else from
// what Okta read in it.
func (v *View) agent(system bool) *column {
	if v.agents[0] == nil {
		v.readAgents()
	}
	if system {
		return v.agents[1]
	}
	return v.agents[0]
}

func (v *View) readAgents() {
	raw, browsers, systems := v.log.Column(event.UserAgent), v.log.Column(event.UserAgentBrowser), v.log.Column(event.UserAgentOS)
	byRaw := make([]agent.Agent, len(raw.Values))
	for code, text := range raw.Values {
		byRaw[code] = agent.Parse(text)
	}
	byFields := map[[2]uint32]agent.Agent{}
	of := func(n uint32) agent.Agent {
		if a := byRaw[raw.CodesOf(n)[0]]; a != (agent.Agent{}) {
			return a
		}
		key := [2]uint32{browsers.CodesOf(n)[0], systems.CodesOf(n)[0]}
		a, ok := byFields[key]
		if !ok {
			a = agent.FromFields(browsers.Values[key[0]], systems.Values[key[1]])
			byFields[key] = a
		}
		return a
	}
	for i, text := range []func(agent.Agent) string{
		func(a agent.Agent) string { return a.Browser },
		func(a agent.Agent) string { return a.OS },
	} {
		names := table.NewNames()
		c := listed(v.group(table.ClientGroup), nil, func(n uint32, add func(uint32)) { add(names.Number(text(of(n)))) })
		c.values = names.Values
		v.agents[i] = c
	}
}
