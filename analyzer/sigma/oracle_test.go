package sigma_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/sigma"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// The oracle is a second evaluator of rules: event by event, value by value,
// without columns, sets or indexes, over rules that never were YAML. A rule of
// it writes itself as YAML for the package.

// plainEvent is an event as the oracle reads it: the values of each field.
type plainEvent map[event.Field][]string

func plainEvents(log *table.Log) []plainEvent {
	all := make([]plainEvent, log.Len())
	for row := range all {
		e := plainEvent{}
		for f := range event.NumFields {
			if f == event.Published || f == event.UUID {
				continue
			}
			c := log.Column(f)
			for _, code := range c.Codes(row) {
				if v := c.Values[code]; v != "" {
					e[f] = append(e[f], v)
				}
			}
		}
		all[row] = e
	}
	return all
}

// oracleItem is a field with its modifiers and values.
type oracleItem struct {
	field     event.Field
	modifiers string
	values    []string
	test      func(value string, i int) bool // of a present value and the ith value of the rule
	all       bool
	neq       bool
	absent    bool // null or exists: false
	exists    bool
	other     event.Field // of fieldref
	ref       bool
}

func (it *oracleItem) yaml() string {
	text := strconv.Quote(it.field.Key()+it.modifiers) + ": "
	switch {
	case it.exists:
		return text + "true"
	case it.absent && it.modifiers == "":
		return text + "null"
	case it.absent:
		return text + "false"
	case it.ref:
		return text + strconv.Quote(it.other.Key())
	}
	var quoted []string
	for _, v := range it.values {
		quoted = append(quoted, "'"+strings.ReplaceAll(v, "'", "''")+"'")
	}
	return text + "[" + strings.Join(quoted, ", ") + "]"
}

func (it *oracleItem) holds(e plainEvent) bool {
	present := e[it.field]
	if it.exists || it.absent {
		return (len(present) > 0) == it.exists
	}
	result := false
	if it.ref {
		for _, a := range present {
			for _, b := range e[it.other] {
				result = result || strings.ToLower(a) == strings.ToLower(b)
			}
		}
	} else {
		hits := 0
		for i := range it.values {
			if slices.ContainsFunc(present, func(v string) bool { return it.test(v, i) }) {
				hits++
			}
		}
		result = hits > 0 && (!it.all || hits == len(it.values))
	}
	return result != it.neq
}

// oracleRule is a rule: groups of items, and a condition over them.
type oracleRule struct {
	name   string
	groups [][]*oracleItem
	tree   *oracleNode
}

type oracleNode struct {
	op    string // and, or, not, "" for a group
	group int
	parts []*oracleNode
}

func (n *oracleNode) text() string {
	switch n.op {
	case "":
		return fmt.Sprintf("g%d", n.group)
	case "not":
		return "not (" + n.parts[0].text() + ")"
	}
	var parts []string
	for _, p := range n.parts {
		parts = append(parts, "("+p.text()+")")
	}
	return strings.Join(parts, " "+n.op+" ")
}

func (r *oracleRule) eval(n *oracleNode, e plainEvent) bool {
	switch n.op {
	case "not":
		return !r.eval(n.parts[0], e)
	case "and":
		for _, p := range n.parts {
			if !r.eval(p, e) {
				return false
			}
		}
		return true
	case "or":
		for _, p := range n.parts {
			if r.eval(p, e) {
				return true
			}
		}
		return false
	}
	for _, it := range r.groups[n.group] {
		if !it.holds(e) {
			return false
		}
	}
	return true
}

func (r *oracleRule) yaml() string {
	var b strings.Builder
	for i, g := range r.groups {
		fmt.Fprintf(&b, "g%d:\n", i)
		for _, it := range g {
			b.WriteString("  " + it.yaml() + "\n")
		}
	}
	b.WriteString("condition: " + r.tree.text() + "\n")
	return ruleOf(r.name, b.String())
}

// maker makes random rules about what is in a log.
type maker struct {
	r      *rand.Rand
	fields []event.Field
	values map[event.Field][]string
}

func newMaker(seed uint64, log *table.Log) *maker {
	m := &maker{r: rand.New(rand.NewPCG(seed, 7)), values: map[event.Field][]string{}}
	for f := range event.NumFields {
		if f == event.Published || f == event.UUID {
			continue
		}
		if v := log.Column(f).Values; len(v) > 1 {
			m.fields = append(m.fields, f)
			m.values[f] = v[1:]
		}
	}
	return m
}

func (m *maker) one(n int) bool { return m.r.IntN(n) == 0 }

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

// part returns a run of whole characters of a text.
func (m *maker) part(s string) string {
	runes := []rune(s)
	from := m.r.IntN(len(runes))
	return string(runes[from : from+1+m.r.IntN(min(len(runes)-from, 8))])
}

var escape = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`)

// pattern returns a value of a rule that may have wildcards, and the test that
// it stands for, of a value in lower case.
func (m *maker) pattern(value string, cased bool) (string, *regexp.Regexp) {
	fold := strings.ToLower
	if cased {
		fold = func(s string) string { return s }
	}
	var text, source strings.Builder
	for _, r := range value {
		switch {
		case m.one(25):
			text.WriteByte('*')
			source.WriteString(`(?s:.*)`)
		case m.one(40):
			text.WriteByte('?')
			source.WriteString(`(?s:.)`)
		default:
			text.WriteString(escape.Replace(string(r)))
			source.WriteString(regexp.QuoteMeta(fold(string(r))))
		}
	}
	return text.String(), regexp.MustCompile(`\A(?:` + source.String() + `)\z`)
}

func (m *maker) item() *oracleItem {
	f := pick(m.r, m.fields)
	if m.one(3) {
		f = event.Type
	}
	it := &oracleItem{field: f}
	n := 1 + m.r.IntN(3)
	value := func() string {
		v := pick(m.r, m.values[f])
		if len(v) > 120 {
			v = v[:120]
		}
		return strings.ToValidUTF8(strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(v), "?")
	}
	switch m.r.IntN(9) {
	case 0:
		it.absent = true
		if m.one(2) {
			it.modifiers = "|exists"
		}
		return it
	case 1:
		it.exists, it.modifiers = true, "|exists"
		return it
	case 2:
		it.ref, it.other, it.modifiers = true, pick(m.r, m.fields), "|fieldref"
	case 3:
		it.modifiers = "|re"
		var all []*regexp.Regexp
		for range n {
			re := regexp.QuoteMeta(m.part(value()))
			if m.one(3) {
				re = "^" + re
			}
			it.values, all = append(it.values, re), append(all, regexp.MustCompile(re))
		}
		it.test = func(v string, i int) bool { return all[i].MatchString(v) }
	case 4:
		op := pick(m.r, []string{"gt", "gte", "lt", "lte"})
		it.field = pick(m.r, []event.Field{event.Latitude, event.Longitude, event.ASNumber, event.Version})
		limit := float64(m.r.IntN(200) - 100)
		it.modifiers, it.values = "|"+op, []string{strconv.FormatFloat(limit, 'f', -1, 64)}
		it.test = func(v string, _ int) bool {
			f, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return false
			}
			return op == "gt" && f > limit || op == "gte" && f >= limit || op == "lt" && f < limit || op == "lte" && f <= limit
		}
	case 5:
		it.field = pick(m.r, []event.Field{event.ClientIP, event.ChainIP})
		it.modifiers = "|cidr"
		var all []netip.Prefix
		for range n {
			addr, err := netip.ParseAddr(pick(m.r, m.values[event.ClientIP]))
			if err != nil {
				continue
			}
			p, _ := addr.Prefix(8 + m.r.IntN(addr.BitLen()-7))
			it.values, all = append(it.values, p.String()), append(all, p)
		}
		if len(all) == 0 {
			return m.item()
		}
		it.test = func(v string, i int) bool {
			a, err := netip.ParseAddr(v)
			return err == nil && all[i].Contains(a)
		}
	default:
		position := pick(m.r, []string{"", "", "contains", "startswith", "endswith"})
		cased := m.one(4)
		var words []string
		if position != "" {
			words = append(words, position)
		}
		if cased {
			words = append(words, "cased")
		}
		if m.one(4) {
			it.all = true
			words = append(words, "all")
		}
		m.r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		for _, w := range words {
			it.modifiers += "|" + w
		}
		var all []*regexp.Regexp
		for range n {
			v := value()
			if position != "" || m.one(3) {
				v = m.part(v)
			}
			if m.one(4) {
				v = strings.ToUpper(v)
			}
			text, re := m.pattern(v, cased)
			source := strings.TrimSuffix(strings.TrimPrefix(re.String(), `\A(?:`), `)\z`)
			switch position {
			case "contains":
				re = regexp.MustCompile(source)
			case "startswith":
				re = regexp.MustCompile(`\A(?:` + source + `)`)
			case "endswith":
				re = regexp.MustCompile(`(?:` + source + `)\z`)
			}
			it.values, all = append(it.values, text), append(all, re)
		}
		it.test = func(v string, i int) bool {
			if !cased {
				v = strings.ToLower(v)
			}
			return all[i].MatchString(v)
		}
	}
	if m.one(6) {
		it.neq = true
		it.modifiers += "|neq"
	}
	return it
}

func (m *maker) rule(name string) *oracleRule {
	r := &oracleRule{name: name}
	for range 1 + m.r.IntN(4) {
		group := []*oracleItem{}
		keys := map[string]bool{}
		for range 1 + m.r.IntN(2) {
			if it := m.item(); !keys[it.field.Key()+it.modifiers] {
				keys[it.field.Key()+it.modifiers] = true
				group = append(group, it)
			}
		}
		r.groups = append(r.groups, group)
	}
	r.tree = m.tree(len(r.groups), 3)
	return r
}

func (m *maker) tree(groups, depth int) *oracleNode {
	if depth == 0 || m.one(3) {
		return &oracleNode{group: m.r.IntN(groups)}
	}
	if m.one(3) {
		return &oracleNode{op: "not", parts: []*oracleNode{m.tree(groups, depth-1)}}
	}
	n := &oracleNode{op: pick(m.r, []string{"and", "or"})}
	for range 2 + m.r.IntN(2) {
		n.parts = append(n.parts, m.tree(groups, depth-1))
	}
	return n
}

// simulated returns a log of the simulator.
func simulated(t testing.TB, seed uint64, events int) *table.Log {
	t.Helper()
	return logOf(t, strings.Join(simulatedText(t, seed, events), ""))
}

// simulatedText returns the lines of a log of the simulator.
func simulatedText(t testing.TB, seed uint64, events int) []string {
	t.Helper()
	w, err := simulate.New(simulate.Config{Seed: seed, Events: events})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := w.WriteNDJSON(&text); err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(text.String()))
}

// TestAgainstOracle compares the rows of random rules.
func TestAgainstOracle(t *testing.T) {
	const rules = 400
	log := simulated(t, 1, 2500)
	events := plainEvents(log)
	view := sigma.NewView(log)
	m := newMaker(1, log)
	some, kept := 0, 0
	for n := range rules {
		rule := m.rule(fmt.Sprintf("rule-%d", n))
		set := compile(t, rule.yaml(), sigma.Options{})
		matches, err := set.Run(context.Background(), view, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []int32
		if len(matches) > 0 {
			got = matches[0].Rows
		}
		var want []int32
		for row, e := range events {
			if rule.eval(rule.tree, e) {
				want = append(want, int32(row))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d rows; want %d\n%s", len(got), len(want), rule.yaml())
		}
		if len(want) > 0 && len(want) < len(events) {
			some++
		}
		kept += len(want)
	}
	t.Logf("%d rules over %d events, %d of them hold for some and not for all, %d rows", rules, len(events), some, kept)
	if some < rules/4 {
		t.Errorf("only %d of %d rules hold for some events and not for all", some, rules)
	}
}
