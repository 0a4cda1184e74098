package sigma

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// correlation parses what a document has under correlation. The specification
// has generate and aliases there; older documents have them a level above.
func (p *parser) correlation(n *yaml.Node, document map[string]pair) *Correlation {
	entries, ok := p.mapping(n, "the correlation")
	if !ok {
		return nil
	}
	before := p.failed()
	at := map[string]pair{}
	for _, key := range []string{"generate", "aliases"} {
		if e, has := document[key]; has {
			at[key] = e
		}
	}
	for _, e := range entries {
		switch e.name {
		case "type", "rules", "group-by", "timespan", "condition", "generate", "aliases":
			at[e.name] = e
		case "field":
			p.fail(e.key, Invalid, "field stands in the condition of a correlation: condition: {gte: 5, field: actor.id}")
		default:
			p.fail(e.key, Invalid, "a correlation has no %s; want type, rules, group-by, timespan, condition, aliases, generate", quote(e.name))
		}
	}
	c := new(Correlation)
	if !p.correlationType(c, at, n) {
		return nil
	}
	p.correlated(c, at, n)
	if e, has := at["aliases"]; has {
		p.aliases(c, e.value)
	}
	if e, has := at["group-by"]; has {
		p.groupBy(c, e.value)
	}
	if e, has := at["timespan"]; has {
		c.Timespan = p.timespan(e.value)
	} else {
		p.fail(n, Invalid, "the correlation has no timespan; want one like 10m")
	}
	if e, has := at["generate"]; has {
		switch s := strings.ToLower(p.text(e.value, "generate", 256)); s {
		case "true":
			c.Generate = true
		case "false", "":
		default:
			p.fail(e.value, Invalid, "generate is %s; want true or false", quote(s))
		}
	}
	p.correlationCondition(c, at, n)
	if p.failed() > before {
		return nil
	}
	return c
}

func (p *parser) correlationType(c *Correlation, at map[string]pair, n *yaml.Node) bool {
	e, ok := at["type"]
	if !ok {
		p.fail(n, Invalid, "the correlation has no type; want %s", names(typeNames...))
		return false
	}
	name := p.text(e.value, "type", 256)
	i := slices.Index(typeNames, strings.ToLower(name))
	if i < 0 {
		p.fail(e.value, Invalid, "type %s of a correlation; want %s", quote(name), names(typeNames...))
		return false
	}
	c.Type = Type(i)
	return true
}

// correlated reads the rules of a correlation.
func (p *parser) correlated(c *Correlation, at map[string]pair, n *yaml.Node) {
	e, ok := at["rules"]
	if !ok {
		p.fail(n, Invalid, "the correlation has no rules; want the names or ids of some")
		return
	}
	list := p.list(e.value)
	if len(list) == 0 {
		p.fail(e.value, Invalid, "the correlation has no rules; want the names or ids of some")
	}
	if len(list) > maxReferences {
		p.fail(e.value, Limit, "a correlation of %d rules; at most %d", len(list), maxReferences)
		return
	}
	for _, r := range list {
		name := p.text(r, "a rule of the correlation", 256)
		switch {
		case name == "":
			p.fail(r, Invalid, "an empty entry in the rules; want a name or an id")
		case slices.Contains(c.Rules, name) && c.Type != TemporalOrdered:
			p.fail(r, Invalid, "rule %s stands twice in the correlation", quote(name))
		default:
			c.Rules = append(c.Rules, name)
			p.named["name "+name], p.named["id "+strings.ToLower(name)] = true, true
			c.places = append(c.places, p.place(r))
		}
	}
	if c.Type.temporal() && len(c.Rules) == 1 {
		p.fail(e.value, Invalid, "a %s correlation of one rule; want two or more", c.Type)
	}
}

// aliases reads the names that stand for another field in each rule.
func (p *parser) aliases(c *Correlation, n *yaml.Node) {
	entries, ok := p.mapping(n, "aliases")
	if !ok {
		return
	}
	if len(entries) > maxGroupBy*4 {
		p.fail(n, Limit, "%d aliases; at most %d", len(entries), maxGroupBy*4)
		return
	}
	c.aliases = map[string]map[string]*Field{}
	for _, alias := range entries {
		fields, ok := p.mapping(alias.value, "alias "+quote(alias.name))
		if !ok {
			continue
		}
		c.aliases[alias.name] = map[string]*Field{}
		for _, f := range fields {
			if !slices.Contains(c.Rules, f.name) {
				p.fail(f.key, Reference, "alias %s names rule %s, which the correlation does not have; it has %s",
					quote(alias.name), quote(f.name), names(c.Rules...))
				continue
			}
			if field := p.column(f.value, p.text(f.value, "a field", 256), "an alias"); field != nil {
				c.aliases[alias.name][f.name] = field
			}
		}
		for _, r := range c.Rules {
			if _, known := c.aliases[alias.name][r]; !known && len(c.aliases[alias.name]) == len(fields) {
				p.fail(alias.key, Reference, "alias %s says no field for rule %s", quote(alias.name), quote(r))
			}
		}
	}
}

// groupBy reads the fields whose values must be the same.
func (p *parser) groupBy(c *Correlation, n *yaml.Node) {
	list := p.list(n)
	if len(list) > maxGroupBy {
		p.fail(n, Limit, "group-by with %d fields; at most %d", len(list), maxGroupBy)
		return
	}
	for _, g := range list {
		name := p.text(g, "a field of group-by", 256)
		if name == "" {
			p.fail(g, Invalid, "an empty entry in group-by; want a field")
			continue
		}
		if _, alias := c.aliases[name]; alias {
			c.GroupBy, c.groupBy = append(c.GroupBy, name), append(c.groupBy, nil)
			continue
		}
		if f := p.column(g, name, "group-by"); f != nil {
			c.GroupBy, c.groupBy = append(c.GroupBy, name), append(c.groupBy, f)
		}
	}
}

// column resolves the name of a field that is grouped by or counted.
func (p *parser) column(n *yaml.Node, name, what string) *Field {
	f := p.field(n, name)
	if f != nil && f.special() {
		p.fail(n, Invalid, "%s of %s, which is another in every event", what, f.Name)
		return nil
	}
	return f
}

// units are those of a timespan.
var units = map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}

// maxTimespan is far longer than the 90 days that Okta keeps a log.
const maxTimespan = 3660 * 24 * time.Hour

// ParseTimespan reads a length of time as Sigma writes it, a whole number and
// one of s, m, h, d and w: "10m".
func ParseTimespan(s string) (time.Duration, error) {
	const want = "want a whole number and s, m, h, d or w, like 90m"
	if s == "" {
		return 0, fmt.Errorf("an empty timespan; %s", want)
	}
	unit, ok := units[s[len(s)-1]]
	digits := s[:len(s)-1]
	n, err := strconv.ParseUint(digits, 10, 32)
	if !ok || err != nil || strings.HasPrefix(digits, "+") {
		return 0, fmt.Errorf("timespan %s; %s", quote(s), want)
	}
	if n == 0 || n > uint64(maxTimespan/unit) {
		return 0, fmt.Errorf("timespan %s; want 1s to %dd", quote(s), maxTimespan/(24*time.Hour))
	}
	return time.Duration(n) * unit, nil
}

func (p *parser) timespan(n *yaml.Node) time.Duration {
	d, err := ParseTimespan(p.text(n, "the timespan", 256))
	if err != nil {
		p.fail(n, Invalid, "%s", err)
	}
	return d
}

// correlationCondition reads what the condition of a correlation asks for.
func (p *parser) correlationCondition(c *Correlation, at map[string]pair, n *yaml.Node) {
	e, ok := at["condition"]
	if !ok {
		if !c.Type.temporal() {
			p.fail(n, Invalid, "the correlation has no condition; want one like condition: {gte: 5}")
		}
		return
	}
	entries, ok := p.mapping(e.value, "the condition of a correlation")
	if !ok {
		return
	}
	percentile := false
	for _, e := range entries {
		_, op := operators[e.name]
		switch {
		case op || e.name == "neq":
			text := p.text(e.value, e.name, 256)
			f, ok := number(text)
			if !ok {
				p.fail(e.value, Invalid, "%s %s; want a number", e.name, quote(text))
				continue
			}
			c.Conditions = append(c.Conditions, Bound{e.name, f})
		case e.name == "field":
			p.counted(c, e.value)
		case e.name == "percentile":
			text := p.text(e.value, e.name, 256)
			f, ok := number(text)
			if !ok || f < 0 || f > 100 {
				p.fail(e.value, Invalid, "percentile %s; want a number from 0 to 100", quote(text))
				continue
			}
			c.Percentile, percentile = f, true
		default:
			p.fail(e.key, Invalid, "%s in a condition; want gt, gte, lt, lte, eq, neq, field or percentile", quote(e.name))
		}
	}
	needs := c.Type == ValueCount || c.Type == ValueSum || c.Type == ValueAvg || c.Type == ValuePercentile
	switch {
	case len(c.Conditions) == 0 && !c.Type.temporal():
		p.fail(e.value, Invalid, "the condition compares with nothing; want gt, gte, lt, lte, eq or neq")
	case needs && len(c.Fields) == 0:
		p.fail(e.value, Invalid, "a %s correlation without a field; want condition: {gte: 5, field: actor.id}", c.Type)
	case !needs && len(c.Fields) > 0:
		p.fail(e.value, Invalid, "a %s correlation has no field", c.Type)
	case c.Type != ValueCount && len(c.Fields) > 1:
		p.fail(e.value, Invalid, "a %s correlation has one field; this one has %d", c.Type, len(c.Fields))
	case c.Type == ValuePercentile && !percentile:
		p.fail(e.value, Invalid, "a value_percentile correlation without a percentile; want condition: {gte: 5, field: …, percentile: 95}")
	case c.Type != ValuePercentile && percentile:
		p.fail(e.value, Invalid, "a %s correlation has no percentile", c.Type)
	}
}

func (p *parser) counted(c *Correlation, n *yaml.Node) {
	list := p.list(n)
	if len(list) == 0 || len(list) > maxGroupBy {
		p.fail(n, Limit, "field with %d fields; want 1 to %d", len(list), maxGroupBy)
		return
	}
	for _, f := range list {
		name := p.text(f, "field", 256)
		if field := p.column(f, name, "a count"); field != nil {
			c.Fields, c.fields = append(c.Fields, name), append(c.fields, field)
		}
	}
}
