package sigma

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// identifiers are the named parts of a detection, in their order.
type identifiers struct {
	names []string
	nodes map[string]node
}

// condition parses one condition over identifiers. It returns nil after an
// error.
func (p *parser) condition(n *yaml.Node, ids *identifiers) node {
	text := p.text(n, "the condition", maxCondition)
	if n = p.follow(n); n == nil {
		return nil
	}
	if strings.TrimSpace(text) == "" {
		p.fail(n, Invalid, "an empty condition; want one like: selection and not filter")
		return nil
	}
	c := &conditionParser{p: p, node: n, ids: ids, seen: map[string]int{}}
	c.scan(text)
	c.next()
	tree := c.or()
	if c.failed {
		return nil
	}
	if c.tok.text != "" {
		c.fail("%s after the end of the condition; want and, or or nothing", quote(c.tok.text))
		return nil
	}
	return tree
}

// conditionParser is a parser by recursive descent. What binds least is or,
// then and, not, "x of", parentheses.
type conditionParser struct {
	p      *parser
	node   *yaml.Node
	ids    *identifiers
	tokens []conditionToken
	at     int
	tok    conditionToken
	depth  int
	seen   map[string]int
	failed bool
}

// conditionToken is a word, or a sign, of a condition. The empty one is its end.
type conditionToken struct {
	text string
	nth  int // how many like it stand before it
}

func (c *conditionParser) scan(text string) {
	add := func(s string) {
		c.tokens = append(c.tokens, conditionToken{s, c.seen[s]})
		c.seen[s]++
	}
	for i := 0; i < len(text); {
		switch b := text[i]; {
		case b == ' ' || b == '\t' || b == '\n' || b == '\r':
			i++
		case wordByte(b) || b == '*' || b == '?' || b == '.' || b >= 0x80:
			from := i
			for i < len(text) && (wordByte(text[i]) || strings.IndexByte("*?.", text[i]) >= 0 || text[i] >= 0x80) {
				i++
			}
			add(text[from:i])
		default:
			add(text[i : i+1])
			i++
		}
	}
}

func (c *conditionParser) next() {
	c.tok = conditionToken{}
	if c.at < len(c.tokens) {
		c.tok = c.tokens[c.at]
		c.at++
	}
}

// is reports whether the token is a word of the grammar. An identifier of the
// same letters in another case stays one.
func (c *conditionParser) is(word string) bool {
	if c.tok.text == word {
		return true
	}
	_, identifier := c.ids.nodes[c.tok.text]
	return !identifier && strings.EqualFold(c.tok.text, word)
}

func (c *conditionParser) fail(format string, args ...any) {
	if c.failed {
		return
	}
	c.failed = true
	word := c.tok
	if word.text == "" && len(c.tokens) > 0 {
		word = c.tokens[len(c.tokens)-1]
	}
	if word.text == "" {
		c.p.fail(c.node, Syntax, "condition: "+format, args...)
		return
	}
	c.p.failIn(c.node, word.text, word.nth, Syntax, "condition: "+format, args...)
}

func (c *conditionParser) or() node {
	nodes := []node{c.and()}
	for !c.failed && c.is("or") {
		c.next()
		nodes = append(nodes, c.and())
	}
	return anyOf(nodes)
}

func (c *conditionParser) and() node {
	nodes := []node{c.not()}
	for !c.failed && c.is("and") {
		c.next()
		nodes = append(nodes, c.not())
	}
	return allOf(nodes)
}

func (c *conditionParser) not() node {
	negations := 0
	for !c.failed && c.is("not") {
		c.next()
		negations++
	}
	n := c.operand()
	if negations%2 == 1 {
		n = negate(n)
	}
	return n
}

func (c *conditionParser) operand() node {
	const want = "want an identifier, not, ( or 1 of"
	switch {
	case c.failed:
		return nil
	case c.tok.text == "":
		c.fail("it ends where something must follow; " + want)
		return nil
	case c.tok.text == "(":
		if c.depth++; c.depth > maxParentheses {
			c.fail("parentheses are %d deep; at most %d", c.depth, maxParentheses)
			return nil
		}
		c.next()
		n := c.or()
		if !c.failed && c.tok.text != ")" {
			found := "it ends"
			if c.tok.text != "" {
				found = "it has " + quote(c.tok.text)
			}
			c.fail("%s where ) must close a parenthesis", found)
			return nil
		}
		c.depth--
		c.next()
		return n
	case c.tok.text == "|":
		c.fail("| begins an aggregation of Sigma 1; write a correlation document instead")
		return nil
	case c.at < len(c.tokens) && strings.EqualFold(c.tokens[c.at].text, "of") && !c.known(c.tok.text):
		return c.quantified()
	case c.is("and") || c.is("or") || c.is("of"):
		c.fail("%s where something must stand before it; "+want, quote(c.tok.text))
		return nil
	}
	if n, ok := c.ids.nodes[c.tok.text]; ok {
		c.next()
		return n
	}
	if c.tok.text[0] < 0x80 && !wordByte(c.tok.text[0]) && c.tok.text[0] != '*' && c.tok.text[0] != '.' {
		c.fail("%s has no meaning here; "+want, quote(c.tok.text))
		return nil
	}
	if strings.ContainsAny(c.tok.text, "*?") {
		c.fail("%s stands for several identifiers; want 1 of %[1]s or all of %[1]s", c.tok.text)
		return nil
	}
	c.fail("there is no identifier %s; the detection has %s", quote(c.tok.text), names(c.ids.names...))
	return nil
}

func (c *conditionParser) known(word string) bool {
	_, ok := c.ids.nodes[word]
	return ok && c.at+1 >= len(c.tokens) // "1 of x" goes before an identifier called 1
}

// quantified parses "1 of x*", "all of them" and their like.
func (c *conditionParser) quantified() node {
	all := false
	switch strings.ToLower(c.tok.text) {
	case "1", "any":
	case "all":
		all = true
	default:
		c.fail("%s of; want 1 of or all of", quote(c.tok.text))
		return nil
	}
	c.next()
	c.next()
	if c.tok.text == "" || strings.IndexByte("()|,", c.tok.text[0]) >= 0 {
		c.fail("of what is missing; want them or identifiers with *, like selection*")
		return nil
	}
	name := c.tok.text
	pattern := parsePattern(name, false).join()
	if c.is("them") {
		pattern = nil
	}
	var nodes []node
	for _, id := range c.ids.names {
		if pattern == nil && strings.HasPrefix(id, "_") || pattern != nil && !pattern.match(id) {
			continue
		}
		nodes = append(nodes, c.ids.nodes[id])
	}
	if len(nodes) == 0 {
		c.fail("no identifier is %s; the detection has %s", quote(name), names(c.ids.names...))
		return nil
	}
	c.next()
	if all {
		return allOf(nodes)
	}
	return anyOf(nodes)
}

// conditions parses a condition or a list of them, one of which is enough.
func (p *parser) conditions(n *yaml.Node, ids *identifiers) node {
	var nodes []node
	for _, e := range p.list(n) {
		if tree := p.condition(e, ids); tree != nil {
			nodes = append(nodes, tree)
		}
	}
	if slices.Contains(nodes, nil) || len(nodes) == 0 {
		return nil
	}
	return anyOf(nodes)
}
