package sigma

import (
	"strings"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/debugdata"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// agents returns the column of the families of browsers, or of operating
// systems, as the package agent reads them from the user agent, or else from
// what Okta read in it.
func (v *View) agents(browser bool) *column {
	raw, browsers, systems := v.log.Column(event.UserAgent), v.log.Column(event.UserAgentBrowser), v.log.Column(event.UserAgentOS)
	names := table.NewNames()
	part := func(a agent.Agent) uint32 {
		if browser {
			return names.Number(a.Browser)
		}
		return names.Number(a.OS)
	}
	known := make([]bool, len(raw.Values))
	of := make([]uint32, len(raw.Values))
	for code, text := range raw.Values {
		a := agent.Parse(text)
		known[code], of[code] = a != agent.Agent{}, part(a)
	}
	byFields := map[[2]uint32]uint32{}
	d := v.domain(table.ClientGroup)
	c := listed(d, nil, func(n uint32, add func(uint32)) {
		code := raw.CodesOf(n)[0]
		if known[code] {
			add(of[code])
			return
		}
		key := [2]uint32{browsers.CodesOf(n)[0], systems.CodesOf(n)[0]}
		number, ok := byFields[key]
		if !ok {
			number = part(agent.FromFields(browsers.Values[key[0]], systems.Values[key[1]]))
			byFields[key] = number
		}
		add(number)
	})
	c.values = names.Values
	return c
}

// networks returns the column of the networks that addresses are in.
func (v *View) networks() *column {
	ip := v.log.Column(event.ClientIP)
	names := table.NewNames()
	of := make([]uint32, len(ip.Values))
	for code, text := range ip.Values {
		if network, ok := event.Network(text); ok {
			of[code] = names.Number(network.String())
		}
	}
	c := listed(v.domain(table.ClientGroup), nil, func(n uint32, add func(uint32)) { add(of[ip.CodesOf(n)[0]]) })
	c.values = names.Values
	return c
}

// assessments returns the columns of what Okta thinks of a request, which it
// writes in one or several of the fields given: one column for each group that
// these stand in.
func (v *View) assessments(part func(*assessment) string, fields ...event.Field) []*column {
	var groups []table.Group
	of := map[table.Group][]event.Field{}
	for _, f := range fields {
		g, _ := table.GroupOf(f)
		if of[g] == nil {
			groups = append(groups, g)
		}
		of[g] = append(of[g], f)
	}
	var all []*column
	for _, g := range groups {
		names := table.NewNames()
		type fieldPart struct {
			column *table.Column
			of     []uint32
		}
		var parts []fieldPart
		for _, f := range of[g] {
			texts := v.assess(f)
			codes := make([]uint32, len(texts))
			for i := range texts {
				codes[i] = names.Number(part(&texts[i]))
			}
			parts = append(parts, fieldPart{v.log.Column(f), codes})
		}
		c := listed(v.domain(g), nil, func(n uint32, add func(uint32)) {
			last := uint32(0)
			for _, p := range parts {
				if code := p.of[p.column.CodesOf(n)[0]]; code != 0 && code != last {
					add(code)
					last = code
				}
			}
		})
		c.values = names.Values
		all = append(all, c)
	}
	return all
}

// assess returns what each value of a field says.
func (v *View) assess(f event.Field) []assessment {
	all, ok := v.assessed[f]
	if !ok {
		texts := v.log.Column(f).Values
		all = make([]assessment, len(texts))
		for i, text := range texts {
			all[i] = readAssessment(f, text)
		}
		v.assessed[f] = all
	}
	return all
}

// assessment is what Okta thinks of a request.
type assessment struct {
	behaviors map[string]string // by folded name: POSITIVE, NEGATIVE, UNKNOWN, BAD_REQUEST
	level     string            // HIGH, MEDIUM, LOW
	reasons   string
}

// maxAssessment bounds how much of such a text is read. Real ones have up to
// 600 bytes.
const maxAssessment = 16 << 10

// readAssessment reads the text of a field.
func readAssessment(f event.Field, text string) (a assessment) {
	if text == "" || len(text) > maxAssessment {
		return a
	}
	if f != event.Risk && f != event.SecurityRisk {
		a.behaviors = map[string]string{}
		for _, b := range debugdata.Behaviors(text, "") {
			if key := foldBehavior(b.Name); key != "" && a.behaviors[key] == "" {
				a.behaviors[key] = strings.ToUpper(strings.TrimSpace(b.Value))
			}
		}
	}
	if f != event.Behaviors && f != event.UserBehaviors {
		a.level, a.reasons = debugdata.Risk(text)
		a.level = strings.ToUpper(a.level)
	}
	return a
}
