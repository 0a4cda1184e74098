package sigma

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"okta-session-analyzer/analyzer/event"
)

// chain is what the modifiers of a field come to.
type chain struct {
	stage stage
	all   bool // every value, rather than any
	neq   bool
	cased bool

	position string   // contains, startswith, endswith or none
	steps    []string // encodings in their order
	dashes   bool
	expand   bool
	flags    string // of a regular expression
	part     timePart
	op       operator
}

// stage is what the modifiers so far have made of a value.
type stage uint8

const (
	textStage stage = iota
	encodedStage
	regexStage
	networkStage
	numberStage
	partStage
	existsStage
	referenceStage
)

var stageNames = [...]string{"a text", "an encoded text", "a regular expression", "a network", "a number",
	"a part of a time", "a test of existence", "a field"}

// modifierNames are all modifiers there are, for messages.
var modifierNames = []string{"contains", "startswith", "endswith", "all", "re", "i", "m", "s", "cidr", "base64", "base64offset",
	"utf16le", "utf16be", "utf16", "wide", "windash", "exists", "cased", "fieldref", "gt", "gte", "lt", "lte", "neq", "expand",
	"minute", "hour", "day", "week", "month", "year"}

// apply takes the next modifier. It returns what is wrong with it there, or "".
func (c *chain) apply(name string) (problem string) {
	on := func(stages ...stage) bool { return slices.Contains(stages, c.stage) }
	misplaced := func(legal string) string {
		return "modifier " + name + " cannot be applied to " + stageNames[c.stage] + "; " + legal
	}
	once := func(set *bool) string {
		if *set {
			return "modifier " + name + " stands twice"
		}
		*set = true
		return ""
	}
	if c.stage == existsStage {
		return "modifier exists stands alone"
	}
	switch name {
	case "contains", "startswith", "endswith":
		if !on(textStage, encodedStage, regexStage, referenceStage) {
			return misplaced("it goes with texts, encodings, re and fieldref")
		}
		if c.position != "" {
			return "modifier " + name + " after " + c.position + "; one of contains, startswith and endswith is possible"
		}
		c.position = name
	case "all":
		return once(&c.all)
	case "neq":
		return once(&c.neq)
	case "cased":
		if !on(textStage, encodedStage, referenceStage) {
			return misplaced("it goes with texts, encodings and fieldref")
		}
		return once(&c.cased)
	case "windash":
		if !on(textStage) {
			return misplaced("it goes with texts and stands before an encoding")
		}
		return once(&c.dashes)
	case "expand":
		if !on(textStage, networkStage) || len(c.steps) > 0 {
			return misplaced("it goes with texts and cidr")
		}
		return once(&c.expand)
	case "base64", "base64offset":
		if !on(textStage, encodedStage) {
			return misplaced("it goes with texts and utf16")
		}
		if c.position != "" {
			return "modifier " + name + " after " + c.position + "; put the encoding first: |" + name + "|" + c.position
		}
		if slices.Contains(c.steps, "base64offset") || slices.Contains(c.steps, "base64") {
			return "modifier " + name + " encodes a text that is base64 already"
		}
		c.steps = append(c.steps, name)
		c.stage = encodedStage
	case "utf16le", "utf16be", "utf16", "wide":
		if !on(textStage) {
			return misplaced("it goes with texts and stands before base64")
		}
		if c.position != "" {
			return "modifier " + name + " after " + c.position + "; put the encoding first: |" + name + "|" + c.position
		}
		c.steps = append(c.steps, name)
		c.stage = encodedStage
	case "re":
		if !on(textStage) || c.position != "" || c.expand || c.dashes || c.cased {
			return "modifier re must stand before contains, startswith and endswith and goes with i, m, s, all and neq"
		}
		c.stage = regexStage
	case "i", "m", "s":
		if !on(regexStage) {
			return misplaced("it stands behind re: |re|" + name)
		}
		if strings.Contains(c.flags, name) {
			return "modifier " + name + " stands twice"
		}
		c.flags += name
	case "cidr":
		if !on(textStage) || c.position != "" || c.cased || c.dashes {
			return misplaced("it goes with all, neq and expand")
		}
		c.stage = networkStage
	case "exists":
		if !on(textStage) || c.position != "" || c.cased || c.dashes || c.expand || c.all || c.neq {
			return "modifier exists stands alone"
		}
		c.stage = existsStage
	case "fieldref":
		if !on(textStage) || c.dashes || c.expand {
			return misplaced("it goes with contains, startswith, endswith, cased, all and neq")
		}
		c.stage = referenceStage
	case "gt", "gte", "lt", "lte":
		if !on(textStage, partStage) || c.position != "" || c.cased || c.dashes || c.expand {
			return misplaced("it goes with numbers and parts of a time")
		}
		if c.stage == textStage {
			c.part = wholeTime
		}
		c.op = operators[name]
		c.stage = numberStage
	case "minute", "hour", "day", "week", "month", "year":
		if !on(textStage) || c.position != "" || c.cased || c.dashes || c.expand {
			return misplaced("it goes with gt, gte, lt, lte, all and neq")
		}
		c.part = timeParts[name]
		c.stage = partStage
	default:
		return "modifier " + quote(name) + "; there are " + names(modifierNames...)
	}
	return ""
}

// item is a field with the values that a rule gives for it, before the lists of
// a configuration are known.
type item struct {
	chain
	field  *Field // nil for keywords
	values []scalar
	lists  []string // named by placeholders
	refs   []*Field // of fieldref
}

// scalar is a value as it stands in YAML.
type scalar struct {
	text string
	kind scalarKind
	node *yaml.Node
}

type scalarKind uint8

const (
	textScalar scalarKind = iota
	numberScalar
	boolScalar
	nullScalar
)

func scalarOf(n *yaml.Node) scalar {
	s := scalar{text: n.Value, node: n}
	switch n.ShortTag() {
	case "!!null":
		s.kind = nullScalar
	case "!!bool":
		s.kind = boolScalar
	case "!!int", "!!float":
		s.kind = numberScalar
	}
	return s
}

// fault is what is wrong with a value.
type fault struct {
	message string
	kind    Kind
}

func invalid(message string) *fault { return &fault{message, Invalid} }

// predicates returns the predicates of one value: none for a null or an empty
// text, which the caller sees to; several where an encoding has several forms.
// lists are those of the configuration.
func (it *item) predicate(values []scalar, lists map[string][]string) (predicate, *fault) {
	switch it.stage {
	case regexStage:
		var all expressions
		for _, v := range values {
			re, f := it.regex(v)
			if f != nil {
				return nil, f
			}
			all = append(all, re)
		}
		return all, nil
	case networkStage:
		var all networks
		for _, v := range values {
			expanded, f := it.patterns(v, lists)
			if f != nil {
				return nil, f
			}
			for _, p := range expanded {
				s, plain := p.plain()
				prefix, err := parseNetwork(s)
				if !plain || err != nil {
					if !it.expand {
						s = v.text
					}
					return nil, invalid("cidr " + quote(s) + "; want a network, 192.0.2.0/24 or 2001:db8::/32")
				}
				all = append(all, prefix)
			}
		}
		return all, nil
	case numberStage, partStage:
		return it.comparison(values)
	}
	t := &texts{cased: it.cased}
	for _, v := range values {
		expanded, f := it.patterns(v, lists)
		if f != nil {
			return nil, f
		}
		for _, p := range expanded {
			t.add(p)
		}
		if v.kind == numberScalar && it.position == "" && len(it.steps) == 0 {
			// YAML has other ways to write a number than Okta.
			var f float64
			if v.node != nil && v.node.Decode(&f) == nil {
				t.numbers = append(t.numbers, f)
			}
		}
	}
	return t, nil
}

func (it *item) regex(v scalar) (*regexp.Regexp, *fault) {
	if v.kind == nullScalar || v.kind == boolScalar {
		return nil, invalid("re " + quote(v.text) + "; want a regular expression")
	}
	source := v.text
	switch it.position {
	case "startswith":
		source = `\A(?:` + source + ")"
	case "endswith":
		source = "(?:" + source + `)\z`
	}
	if it.flags != "" {
		source = "(?" + it.flags + ")" + source
	}
	re, err := regexp.Compile(source)
	if err != nil {
		reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		if strings.Contains(reason, "(?") || strings.Contains(reason, "escape sequence") {
			reason += " (the expressions are RE2's: no looking ahead or behind, no back references)"
		}
		return nil, invalid("re " + quote(v.text) + ": " + reason)
	}
	return re, nil
}

// program returns about how many steps the program of a regular expression has.
// Repetitions are multiplied out when it is compiled, not when it is parsed.
func program(source string) int {
	parsed, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return 0 // told when it is compiled
	}
	var steps func(re *syntax.Regexp) int
	steps = func(re *syntax.Regexp) int {
		n := 1 + len(re.Rune)
		for _, sub := range re.Sub {
			n = min(n+steps(sub), maxProgram+1)
		}
		if re.Op == syntax.OpRepeat {
			n *= max(re.Min, re.Max, 1)
		}
		return min(n, maxProgram+1)
	}
	return steps(parsed)
}

func (it *item) comparison(values []scalar) (predicate, *fault) {
	m := &moments{part: it.part}
	m.op = it.op
	whole := it.field.Time && it.part == wholeTime
	for _, v := range values {
		f, ok := number(v.text)
		if whole && (!ok || len(v.text) < 12) {
			ms, err := event.ParseTime(v.text)
			if err != nil {
				return nil, invalid(quote(v.text) + " is compared with a time; want one like 2026-05-05T12:00:00Z")
			}
			f, ok = float64(ms), true
		}
		if !ok {
			return nil, invalid(quote(v.text) + " is compared by its size; want a number")
		}
		if least, most := it.part.bounds(); it.part != wholeTime && (f < least || f > most) {
			return nil, invalid(quote(v.text) + " is no value that part of a time can have; want " +
				plainNumber(least) + " to " + plainNumber(most))
		}
		m.limits = append(m.limits, f)
	}
	if it.part != wholeTime || it.field.Time {
		return m, nil
	}
	return &m.comparisons, nil
}

// patterns returns what the modifiers make of a value.
func (it *item) patterns(v scalar, lists map[string][]string) ([]pattern, *fault) {
	all := []pattern{parsePattern(v.text, it.expand)}
	if it.expand {
		var f *fault
		if all, f = substitute(all[0], lists); f != nil {
			return nil, f
		}
	}
	if it.dashes {
		for i := range all {
			all[i] = all[i].windash()
		}
	}
	if len(it.steps) > 0 {
		var encoded []pattern
		for _, p := range all {
			forms, f := p.writeDashes()
			if f != nil {
				return nil, f
			}
			for _, form := range forms {
				text, plain := form.plain()
				if !plain {
					return nil, invalid(quote(v.text) + " has a wildcard and cannot be encoded; escape it with a backslash")
				}
				encoded = append(encoded, encode(text, it.steps)...)
			}
		}
		all = encoded
	}
	for i := range all {
		switch it.position {
		case "contains":
			all[i] = all[i].with(true, true)
		case "startswith":
			all[i] = all[i].with(false, true)
		case "endswith":
			all[i] = all[i].with(true, false)
		}
	}
	return all, nil
}

// substitute returns the patterns that come of the lists in the place of a
// pattern's placeholders.
func substitute(p pattern, lists map[string][]string) ([]pattern, *fault) {
	all := []pattern{nil}
	for _, t := range p {
		if t.kind != placeholder {
			for i := range all {
				all[i] = append(all[i], t)
			}
			continue
		}
		list, ok := lists[t.text]
		if !ok {
			return nil, &fault{"the list %" + t.text + "% is not in the configuration", List}
		}
		if len(all)*len(list) > maxExpanded {
			return nil, &fault{"the list %" + t.text + "% makes too many values of this one", Limit}
		}
		var next []pattern
		for _, head := range all {
			for _, entry := range list {
				next = append(next, append(slices.Clone(head), parsePattern(entry, false)...))
			}
		}
		all = next
	}
	return all, nil
}
