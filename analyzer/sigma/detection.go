package sigma

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// detection parses the map that holds identifiers and their condition; skip are
// its keys that are neither.
func (p *parser) detection(n *yaml.Node, what string, skip ...string) node {
	pairs, ok := p.mapping(n, what)
	if !ok {
		return nil
	}
	ids := &identifiers{nodes: map[string]node{}}
	var condition *yaml.Node
	failed := p.failed()
	for _, e := range pairs {
		switch {
		case slices.Contains(skip, e.name):
		case e.name == "condition":
			condition = e.value
		case e.name == "timeframe":
			p.fail(e.key, Invalid, "timeframe belongs to the aggregations of Sigma 1; write a correlation document instead")
		case strings.Contains(e.name, "|"):
			p.fail(e.key, Invalid, "identifier %s has a modifier; modifiers stand behind fields, and for keywords one level below: keywords: {\"|all\": […]}", quote(e.name))
		case len(ids.names) == maxIdentifiers:
			p.fail(e.key, Limit, "%s has more than %d identifiers", what, maxIdentifiers)
			return nil
		default:
			ids.names = append(ids.names, e.name)
			ids.nodes[e.name] = p.search(e)
		}
	}
	if len(ids.names) == 0 {
		p.fail(n, Invalid, "%s has no identifier; want one like selection, with fields and values", what)
		return nil
	}
	if condition == nil {
		p.fail(n, Invalid, "%s has no condition", what)
		return nil
	}
	if p.failed() > failed {
		return nil
	}
	return p.conditions(condition, ids)
}

// search parses what one identifier stands for: a map of fields, a list of such
// maps, or a list of keywords.
func (p *parser) search(e pair) node {
	n := p.follow(e.value)
	if n == nil {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return p.fieldMap(e.value, quote(e.name))
	case yaml.ScalarNode:
		return p.keywords([]*yaml.Node{n}, e)
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		p.fail(e.value, Invalid, "%s is an empty list; want fields with values, or keywords", quote(e.name))
		return nil
	}
	var nodes []node
	var words []*yaml.Node
	for _, element := range n.Content {
		switch part := p.follow(element); {
		case part == nil:
			return nil
		case part.Kind == yaml.MappingNode:
			nodes = append(nodes, p.fieldMap(element, "an entry of "+quote(e.name)))
		case part.Kind == yaml.ScalarNode:
			words = append(words, part)
		default:
			p.fail(element, Invalid, "an entry of %s is %s; want a map of fields or a keyword", quote(e.name), kindOf(part))
		}
	}
	if len(words) > 0 {
		nodes = append(nodes, p.keywords(words, e))
	}
	return anyOf(nodes)
}

// keywords are texts that may stand anywhere in an event.
func (p *parser) keywords(words []*yaml.Node, e pair) node {
	return p.item(pair{"|contains", e.key, &yaml.Node{Kind: yaml.SequenceNode, Content: words, Line: words[0].Line, Column: words[0].Column}})
}

// fieldMap parses a map of fields, all of which must be as it says.
func (p *parser) fieldMap(n *yaml.Node, what string) node {
	pairs, ok := p.mapping(n, what)
	if !ok {
		return nil
	}
	if len(pairs) == 0 {
		p.fail(n, Invalid, "%s is an empty map; want fields with values", what)
		return nil
	}
	nodes := make([]node, len(pairs))
	for i, e := range pairs {
		nodes[i] = p.item(e)
	}
	return allOf(nodes)
}

// item parses a field, its modifiers and its values.
func (p *parser) item(e pair) node {
	it := new(item)
	name, modifiers, _ := strings.Cut(e.name, "|")
	name = strings.TrimSpace(name)
	ok := true
	if name != "" {
		if it.field = p.field(e.key, name); it.field == nil {
			ok = false
		}
	}
	if strings.Contains(e.name, "|") {
		for i, m := range strings.Split(modifiers, "|") {
			if problem := it.apply(m); problem != "" {
				nth := 0
				for _, before := range strings.Split(modifiers, "|")[:i] {
					if before == m {
						nth++
					}
				}
				if m == "" {
					p.fail(e.key, Invalid, "field %s: %s", quote(e.name), problem)
				} else {
					p.failIn(e.key, m, nth, Invalid, "field %s: %s", quote(name), problem)
				}
				return nil
			}
		}
	}
	if name == "" {
		if it.stage == existsStage || it.stage == referenceStage || it.stage == partStage || it.stage == numberStage {
			p.fail(e.key, Invalid, "%s without a field; keywords go with contains, all, re, expand, cased and encodings", quote(e.name))
			return nil
		}
		if it.position == "" && it.stage != regexStage && it.stage != networkStage {
			it.position = "contains"
		}
	}
	values := p.follow(e.value)
	if values == nil {
		return nil
	}
	if values.Kind == yaml.MappingNode {
		p.fail(e.value, Invalid, "the value of %s is a map; want a value or a list of them", quote(e.name))
		return nil
	}
	if values.Kind == yaml.SequenceNode && len(values.Content) == 0 {
		p.fail(e.value, Invalid, "%s has an empty list, which no event fulfils; want values", quote(e.name))
		return nil
	}
	for _, v := range p.list(e.value) {
		at := v
		if v = p.follow(v); v == nil {
			return nil
		}
		if v.Kind != yaml.ScalarNode {
			p.fail(at, Invalid, "a value of %s is %s; want a text, a number, true, false or null", quote(e.name), kindOf(v))
			return nil
		}
		if len(v.Value) > maxPattern {
			p.fail(at, Limit, "a value of %s has %d bytes; at most %d", quote(e.name), len(v.Value), maxPattern)
			return nil
		}
		if p.values++; p.values > maxValues {
			p.fail(at, Limit, "a rule with more than %d values", maxValues)
			p.budget = -1 // nothing more of the document is read
			return nil
		}
		s := scalarOf(v)
		if at.Kind == yaml.AliasNode {
			n := *v
			n.Line, n.Column = at.Line, at.Column
			s.node = &n
		}
		it.values = append(it.values, s)
	}
	if !ok {
		return nil
	}
	return p.build(it, e)
}

// build makes the tree of an item. Its values are one predicate, so that a list
// of a hundred costs a look-up; only nulls, empty texts and all ask for more.
func (p *parser) build(it *item, e pair) node {
	var parts []node
	switch it.stage {
	case existsStage:
		if len(it.values) != 1 || it.values[0].kind != boolScalar {
			p.fail(e.value, Invalid, "%s is %s; want true or false", quote(e.name), quote(it.values[0].text))
			return nil
		}
		parts = []node{&atom{field: it.field, absent: true}}
		if strings.EqualFold(it.values[0].text, "true") {
			return negate(parts[0])
		}
		return parts[0]
	case referenceStage:
		for _, v := range it.values {
			other := p.field(v.node, v.text)
			if other == nil {
				return nil
			}
			if it.field.special() || other.special() {
				p.fail(v.node, Invalid, "fieldref with %s, which cannot be compared with another field", quote(v.text))
				return nil
			}
			parts = append(parts, &atom{field: it.field, other: other, position: it.position, cased: it.cased})
		}
	default:
		var plain []scalar
		blank := false
		for _, v := range it.values {
			switch {
			case it.field == nil && (v.kind == nullScalar || v.text == ""):
				p.fail(v.node, Invalid, "a keyword of %s is empty, which every event has; want a text", quote(e.name))
				return nil
			case v.kind == nullScalar && it.stage != textStage:
				p.fail(v.node, Invalid, "a value of %s is null; want %s", quote(e.name), stageNames[it.stage])
				return nil
			case v.kind == nullScalar && it.position != "":
				p.fail(v.node, Invalid, "a value of %s is null, which modifier %s cannot look into", quote(e.name), it.position)
				return nil
			case it.field != nil && it.stage == textStage && (v.kind == nullScalar || v.text == "" && it.position == ""):
				// The columns hold null, an empty text and no field at all as
				// one thing.
				if it.all {
					parts = append(parts, &atom{field: it.field, absent: true})
				}
				blank = true
			case it.all:
				if n := p.atom(it, []scalar{v}, e); n != nil {
					parts = append(parts, n)
				}
			default:
				plain = append(plain, v)
			}
		}
		if !it.all {
			if len(plain) > 0 {
				if n := p.atom(it, plain, e); n != nil {
					parts = append(parts, n)
				}
			}
			if blank {
				parts = append(parts, &atom{field: it.field, absent: true})
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	n := anyOf(parts)
	if it.all {
		n = allOf(parts)
	}
	if it.neq {
		n = negate(n)
	}
	return n
}

// atom makes the test of values. One that needs a list is made later, since
// lists belong to a configuration.
func (p *parser) atom(it *item, values []scalar, e pair) node {
	a := &atom{field: it.field}
	if it.expand {
		for _, v := range values {
			for _, t := range parsePattern(v.text, true) {
				if t.kind == placeholder && !slices.Contains(it.lists, t.text) {
					it.lists = append(it.lists, t.text)
				}
			}
		}
		if len(it.lists) > 0 {
			own := *it
			own.values = values
			a.expand, a.at = &own, p.place(e.value)
			return a
		}
	}
	if it.stage == regexStage {
		for _, v := range values {
			if p.steps += program(v.text); p.steps > maxProgram {
				p.fail(v.node, Limit, "the regular expressions of the file come to more than %d steps; a{1,1000} is a thousand of them", maxProgram)
				p.budget = -1
				return nil
			}
		}
	}
	test, f := it.predicate(values, nil)
	if f != nil {
		at := e.value
		for _, v := range values { // the first that is wrong by itself
			if _, bad := it.predicate([]scalar{v}, nil); bad != nil {
				at, f = v.node, bad
				break
			}
		}
		p.fail(at, f.kind, "field %s: %s", quote(fieldName(it.field)), f.message)
		return nil
	}
	a.test = test
	return a
}

func fieldName(f *Field) string {
	if f == nil {
		return "keywords"
	}
	return f.Name
}

// field resolves the name of a field. It returns nil after an error.
func (p *parser) field(n *yaml.Node, name string) *Field {
	if f, ok := Lookup(name); ok {
		return f
	}
	message := fmt.Sprintf("there is no field %s in an Okta event", quote(name))
	if close := nearest(name); close != "" {
		message += "; did you mean " + close + "?"
	}
	p.fail(n, UnknownField, "%s", message)
	return nil
}
