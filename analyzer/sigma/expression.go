package sigma

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"okta-session-analyzer/analyzer/event"
)

// ParseFilter reads a filter expression of Okta's System Log, as its console
// and its API take them, as a rule:
//
//	eventType eq "user.session.start" and not (outcome.result eq "SUCCESS")
//
// Operators are eq, ne, co, sw, ew, gt, ge, lt, le, pr and in; and binds closer
// than or. Texts are compared without regard to case, as in Sigma. The error is
// an *[Error] with the line and the column in the expression.
func ParseFilter(expression string) (*Rule, error) {
	p := &parser{}
	tree := p.expression(expression, 1, 1, func(offset int) place { return placeIn(expression, offset) })
	if len(p.errs) > 0 {
		return nil, p.errs[0]
	}
	return &Rule{Title: "System Log filter expression", Expression: expression, Line: 1, tree: tree}, nil
}

// placeIn returns the line and the column of an offset in a text, from 1.
func placeIn(text string, offset int) place {
	before := text[:min(offset, len(text))]
	return place{1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])}
}

// systemLog returns the filter expressions of a detection in the form of
// Okta's own collection, which holds one for each engine under okta_systemlog.
func (p *parser) systemLog(n *yaml.Node) (expressions []*yaml.Node, found bool) {
	if n.Kind != yaml.MappingNode {
		return nil, false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "condition" {
			return nil, false
		}
		if n.Content[i].Value != "okta_systemlog" {
			continue
		}
		found = true
		if value := n.Content[i+1]; value.Kind == yaml.MappingNode {
			for k := 1; k < len(value.Content); k += 2 {
				expressions = append(expressions, value.Content[k])
			}
		} else {
			expressions = append(expressions, value)
		}
	}
	return expressions, found
}

// expressions parses filter expressions, one of which is enough.
func (p *parser) expressions(list []*yaml.Node) (node, string) {
	var nodes []node
	var texts []string
	for _, n := range list {
		text := p.text(n, "the filter expression", maxCondition)
		if strings.TrimSpace(text) == "" {
			continue
		}
		line, column := n.Line, n.Column
		if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			line, column = line+1, 1
		}
		tree := p.expression(text, line, column, func(offset int) place {
			at := placeIn(text, offset)
			if at.line == 1 {
				at.column += column - 1
			}
			return place{line + at.line - 1, at.column}
		})
		nodes, texts = append(nodes, tree), append(texts, strings.TrimSpace(text))
	}
	if len(nodes) == 0 {
		return nil, ""
	}
	return anyOf(nodes), strings.Join(texts, " or ")
}

// expression parses one filter expression. It returns nil after an error.
func (p *parser) expression(text string, line, column int, at func(int) place) node {
	if len(text) > maxCondition {
		p.failAt(line, column, Limit, "an expression of %d bytes; at most %d", len(text), maxCondition)
		return nil
	}
	e := &expressionParser{p: p, text: text, place: at}
	e.next()
	tree := e.or()
	if !e.failed && e.tok.kind != endToken {
		e.fail("%s after the end of the expression; want and, or or nothing", e.found())
	}
	if e.failed {
		return nil
	}
	return tree
}

// expressionParser is a parser by recursive descent.
type expressionParser struct {
	p      *parser
	text   string
	at     int
	tok    expressionToken
	depth  int
	values int
	place  func(offset int) place
	failed bool
}

func (e *expressionParser) fail(format string, args ...any) { e.failKind(Syntax, format, args...) }

func (e *expressionParser) failKind(kind Kind, format string, args ...any) {
	if e.failed {
		return
	}
	e.failed = true
	at := e.place(e.tok.from)
	e.p.failAt(at.line, at.column, kind, "expression: "+format, args...)
}

// found says what the token is, in a message.
func (e *expressionParser) found() string {
	if e.tok.kind == endToken {
		return "the end"
	}
	return quote(e.tok.text)
}

func (e *expressionParser) word(w string) bool {
	return e.tok.kind == wordToken && strings.EqualFold(e.tok.text, w)
}

func (e *expressionParser) sign(s string) bool { return e.tok.kind == signToken && e.tok.text == s }

func (e *expressionParser) or() node {
	nodes := []node{e.and()}
	for !e.failed && e.word("or") {
		e.next()
		nodes = append(nodes, e.and())
	}
	return anyOf(nodes)
}

func (e *expressionParser) and() node {
	nodes := []node{e.not()}
	for !e.failed && e.word("and") {
		e.next()
		nodes = append(nodes, e.not())
	}
	return allOf(nodes)
}

func (e *expressionParser) not() node {
	negations := 0
	for !e.failed && e.word("not") {
		e.next()
		negations++
	}
	n := e.operand()
	if negations%2 == 1 {
		n = negate(n)
	}
	return n
}

func (e *expressionParser) operand() node {
	switch {
	case e.failed:
		return nil
	case e.sign("("):
		if e.depth++; e.depth > maxParentheses {
			e.failKind(Limit, "parentheses are %d deep; at most %d", e.depth, maxParentheses)
			return nil
		}
		e.next()
		n := e.or()
		if !e.failed && !e.sign(")") {
			e.fail("%s where ) must close a parenthesis", e.found())
			return nil
		}
		e.depth--
		e.next()
		return n
	case e.tok.kind != wordToken || e.word("and") || e.word("or"):
		e.fail("%s where a field must stand; want one like eventType, not or (", e.found())
		return nil
	}
	return e.comparison()
}

// shortNames are what the console takes for whole paths.
var shortNames = map[string]string{"result": "outcome.result", "reason": "outcome.reason"}

// expressionOperators are those of a filter expression, with the modifiers of
// Sigma that say the same.
var expressionOperators = map[string]string{"eq": "", "ne": "", "co": "contains", "sw": "startswith", "ew": "endswith",
	"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte", "pr": "", "in": ""}

// comparison parses a field, an operator and, but for pr, what the field is
// compared with.
func (e *expressionParser) comparison() node {
	name := e.tok.text
	if long, short := shortNames[strings.ToLower(name)]; short {
		name = long
	}
	f, ok := Lookup(name)
	if !ok {
		message := fmt.Sprintf("there is no field %s in an Okta event", quote(name))
		if close := nearest(name); close != "" {
			message += "; did you mean " + close + "?"
		}
		e.failKind(UnknownField, "%s", message)
		return nil
	}
	e.next()
	op := strings.ToLower(e.tok.text)
	modifier, known := expressionOperators[op]
	if e.failed || e.tok.kind != wordToken || !known {
		e.fail("%s where an operator must stand; want eq, ne, co, sw, ew, gt, ge, lt, le, pr or in", e.found())
		return nil
	}
	e.next()
	switch op {
	case "pr":
		return negate(&atom{field: f, absent: true})
	case "in":
		return e.list(f)
	}
	value, ok := e.value()
	if !ok {
		return nil
	}
	switch op {
	case "gt", "ge", "lt", "le":
		return e.order(f, operators[modifier], value)
	}
	n := e.test(f, modifier, value)
	if op == "ne" && n != nil {
		n = negate(n)
	}
	return n
}

// value reads what a field is compared with.
func (e *expressionParser) value() (expressionToken, bool) {
	value := e.tok
	if e.failed || value.kind != stringToken && value.kind != wordToken || e.word("and") || e.word("or") {
		e.fail("%s where a value must stand; want a text in quotes, a number, true or false", e.found())
		return value, false
	}
	if len(value.text) > maxPattern {
		e.failKind(Limit, "a value of %d bytes; at most %d", len(value.text), maxPattern)
		return value, false
	}
	if e.values++; e.values > maxValues {
		e.failKind(Limit, "more than %d values", maxValues)
		return value, false
	}
	e.next()
	return value, !e.failed
}

// list parses the values of in: in parentheses, or a single one.
func (e *expressionParser) list(f *Field) node {
	var nodes []node
	if !e.sign("(") {
		value, ok := e.value()
		if !ok {
			return nil
		}
		return e.test(f, "", value)
	}
	for e.next(); !e.failed; e.next() {
		value, ok := e.value()
		if !ok {
			return nil
		}
		nodes = append(nodes, e.test(f, "", value))
		if e.sign(")") {
			e.next()
			return anyOf(nodes)
		}
		if !e.sign(",") {
			e.fail("%s where , or ) must follow a value of in", e.found())
		}
	}
	return nil
}

// test makes the test of a text. Nothing in it is a wildcard.
func (e *expressionParser) test(f *Field, position string, value expressionToken) node {
	if value.text == "" && position == "" || value.kind == wordToken && value.text == "null" {
		return &atom{field: f, absent: true}
	}
	t := new(texts)
	pattern := pattern{{literal, value.text}}
	if value.text == "" {
		pattern = nil
	}
	switch position {
	case "contains":
		pattern = pattern.with(true, true)
	case "startswith":
		pattern = pattern.with(false, true)
	case "endswith":
		pattern = pattern.with(true, false)
	}
	t.add(pattern)
	if number, ok := number(value.text); ok && value.kind == wordToken && position == "" {
		t.numbers = append(t.numbers, number)
	}
	if f.Time && position == "" {
		if ms, err := event.ParseTime(value.text); err == nil {
			return &atom{field: f, test: &moments{comparisons: comparisons{equal, []float64{float64(ms)}}}}
		}
	}
	return &atom{field: f, test: t}
}

// order makes a test by size.
func (e *expressionParser) order(f *Field, op operator, value expressionToken) node {
	if !f.Time {
		return &atom{field: f, test: &ordered{op: op, limit: value.text}}
	}
	ms, err := event.ParseTime(value.text)
	if err != nil {
		e.tok = value
		e.failKind(Invalid, "%s is compared with a time; want one like \"2026-05-05T12:00:00Z\"", quote(value.text))
		return nil
	}
	return &atom{field: f, test: &moments{comparisons: comparisons{op, []float64{float64(ms)}}}}
}
