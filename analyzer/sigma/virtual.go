package sigma

import (
	"net/netip"
	"strings"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// coded numbers the values of a virtual column; 0 is "".
type coded struct {
	values  []string
	numbers map[string]uint32
}

func newCoded() *coded { return &coded{[]string{""}, map[string]uint32{"": 0}} }

func (c *coded) number(s string) uint32 {
	n, ok := c.numbers[s]
	if !ok {
		n = uint32(len(c.values))
		c.values = append(c.values, s)
		c.numbers[s] = n
	}
	return n
}

// agents returns the column of the families of browsers, or of operating
// systems, as the package agent reads them from the user agent, or else from
// what Okta read in it.
func (v *View) agents(browser bool) *column {
	raw, browsers, systems := v.log.Column(event.UserAgent), v.log.Column(event.UserAgentBrowser), v.log.Column(event.UserAgentOS)
	names := newCoded()
	part := func(a agent.Agent) uint32 {
		if browser {
			return names.number(a.Browser)
		}
		return names.number(a.OS)
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
	c.values = names.values
	return c
}

// networks returns the column of the networks that addresses are in.
func (v *View) networks() *column {
	ip := v.log.Column(event.ClientIP)
	names := newCoded()
	of := make([]uint32, len(ip.Values))
	for code, text := range ip.Values {
		of[code] = names.number(networkOf(text))
	}
	c := listed(v.domain(table.ClientGroup), nil, func(n uint32, add func(uint32)) { add(of[ip.CodesOf(n)[0]]) })
	c.values = names.values
	return c
}

// networkOf returns the /24 of an IPv4 address or the /48 of an IPv6 one, which
// is what one site or one carrier's gateway has; "" for what is no address.
func networkOf(ip string) string {
	if len(ip) > 64 {
		return ""
	}
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.IsUnspecified() {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
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
		names := newCoded()
		type fieldPart struct {
			column *table.Column
			of     []uint32
		}
		var parts []fieldPart
		for _, f := range of[g] {
			texts := v.assess(f)
			codes := make([]uint32, len(texts))
			for i := range texts {
				codes[i] = names.number(part(&texts[i]))
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
		c.values = names.values
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

// readAssessment reads the text of a field: of behaviors and risk the text of a
// Java map, of the others JSON.
func readAssessment(f event.Field, text string) (a assessment) {
	if text == "" || len(text) > maxAssessment {
		return a
	}
	a.behaviors = map[string]string{}
	if root, ok := jsonText(text); ok {
		a.readJSON(f, root)
		return a
	}
	for name, value := range javaMap(text) {
		switch {
		case f == event.Behaviors || f == event.UserBehaviors:
			a.behave(name, value)
		case strings.EqualFold(name, "level"):
			a.level = strings.ToUpper(value)
		case strings.EqualFold(name, "reasons"):
			a.reasons = value
		}
	}
	return a
}

func (a *assessment) behave(name, value string) {
	if key := foldBehavior(name); key != "" && a.behaviors[key] == "" {
		a.behaviors[key] = strings.ToUpper(strings.TrimSpace(value))
	}
}

func (a *assessment) readJSON(f event.Field, root gjson.Result) {
	risk, behaviors := root.Get("risk"), root.Get("behaviors")
	switch f {
	case event.Risk, event.SecurityRisk:
		risk = root
	case event.Behaviors, event.UserBehaviors:
		behaviors = root
	}
	if risk.IsObject() {
		a.level = strings.ToUpper(risk.Get("level").String())
		reasons := risk.Get("reasons")
		if reasons.IsArray() {
			var list []string
			reasons.ForEach(func(_, r gjson.Result) bool { list = append(list, r.String()); return true })
			a.reasons = strings.Join(list, ", ")
		} else {
			a.reasons = reasons.String()
		}
	} else if risk.Type == gjson.String {
		a.level = strings.ToUpper(risk.Str)
	}
	behaviors.ForEach(func(key, value gjson.Result) bool {
		if value.IsObject() {
			a.behave(value.Get("name").String(), value.Get("result").String())
		} else if key.Type == gjson.String {
			a.behave(key.Str, value.String())
		}
		return true
	})
}

// maxEscapes is how often a text of JSON may be escaped in another.
const maxEscapes = 3

// jsonText parses an object or a list of JSON that may itself be a text of
// JSON, or have lost the quotes of one.
func jsonText(text string) (gjson.Result, bool) {
	for range maxEscapes {
		text = strings.TrimSpace(text)
		switch {
		case strings.HasPrefix(text, `"`) && gjson.Valid(text):
			text = gjson.Parse(text).Str
		case strings.HasPrefix(text, `{\"`) || strings.HasPrefix(text, `[{\"`):
			quoted := `"` + text + `"`
			if !gjson.Valid(quoted) {
				return gjson.Result{}, false
			}
			text = gjson.Parse(quoted).Str
		case text != "" && (text[0] == '{' || text[0] == '[') && flat(text) && gjson.Valid(text):
			return gjson.Parse(text), true
		default:
			return gjson.Result{}, false
		}
	}
	return gjson.Result{}, false
}

// flat reports whether a text does not nest deeper than an assessment does. The
// parser recurs, and the stack of a browser ends.
func flat(text string) bool {
	const most = 16
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{', '[':
			if depth++; depth > most {
				return false
			}
		case '}', ']':
			depth--
		}
	}
	return true
}

// javaMap yields the entries of the text of a Java map, {A=1, B=2}. Values may
// hold commas: what follows one without an equals sign still belongs to the
// value before.
func javaMap(text string) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		text = strings.TrimSpace(text)
		from, to := strings.IndexByte(text, '{'), strings.LastIndexByte(text, '}')
		if from < 0 || to < from {
			return
		}
		name, value := "", ""
		for part := range strings.SplitSeq(text[from+1:to], ",") {
			key, rest, entry := strings.Cut(part, "=")
			if !entry {
				if name != "" {
					value += "," + part
				}
				continue
			}
			if name != "" && !yield(name, strings.TrimSpace(value)) {
				return
			}
			name, value = strings.TrimSpace(key), rest
		}
		if name != "" {
			yield(name, strings.TrimSpace(value))
		}
	}
}
