package sigma

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// document is one YAML document of a file.
type document struct {
	text string
	line int // lines before it
}

// split cuts a file into its documents, so that one that is not YAML does not
// take those behind it along. A line that begins with "---" is a document's
// first wherever it stands: YAML has no other meaning for it. Lines of comments
// and directives go with the document that follows them.
func split(text string) []document {
	var docs []document
	line, start, startLine := 0, 0, 0
	empty := true   // nothing but comments so far
	marked := false // the document has its "---"
	add := func(end int) {
		if !empty {
			docs = append(docs, document{text[start:end], startLine})
		}
	}
	for at := 0; at < len(text); line++ {
		end := len(text)
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		l := strings.TrimRight(text[at:end], "\r\n")
		switch {
		case l == "---" || strings.HasPrefix(l, "--- ") || strings.HasPrefix(l, "---\t"):
			if !empty || marked {
				add(at)
				start, startLine, empty = at, line, true
			}
			marked = true
			t := strings.Trim(l[3:], " \t")
			empty = t == "" || t[0] == '#'
		case l == "...":
			add(at)
			start, startLine, empty, marked = end, line+1, true, false
		default:
			if t := strings.TrimLeft(l, " \t\ufeff"); t != "" && t[0] != '#' && t[0] != '%' {
				empty = false
			}
		}
		at = end
	}
	add(len(text))
	return docs
}

// maxBrackets is how many brackets may be open, and how far a line may be
// indented, before the YAML library sees a document: it calls itself for each
// level, and the stack of a browser's worker ends before the 10,000 that the
// library allows. What is below is judged by its nodes, see maxDepth.
const maxBrackets = 500

// deep returns where a document is nested too deep, 0 if it is nowhere. It
// counts brackets without knowing what is quoted.
func deep(text string) (line, column int) {
	open, indent := 0, 0
	line, column = 1, 0
	leading := true
	for i := range len(text) {
		column++
		c := text[i]
		switch c {
		case '\n':
			line, column, indent, leading = line+1, 0, 0, true
			continue
		case '[', '{':
			open++
		case ']', '}':
			open = max(0, open-1)
		}
		if leading = leading && (c == ' ' || c == '-' || c == '?' || c == ':' || c == '\t'); leading {
			indent++
		}
		if open > maxBrackets || indent > maxBrackets {
			return line, column
		}
	}
	return 0, 0
}

// parser reads the documents of one file.
type parser struct {
	file   string
	doc    document
	rule   string // what errors call the rule
	errs   []*Error
	named  map[string]bool // what correlations of the file name, as Rule.references
	faults int             // errors so far, with those that are not told
	budget int             // visits to nodes that are left for the document
	values int             // of the rule
	steps  int             // of the regular expressions of the file
}

// failed counts the errors so far; a document with a new one is not used.
func (p *parser) failed() int { return p.faults }

func (p *parser) fail(n *yaml.Node, kind Kind, format string, args ...any) {
	line, column := 1, 1
	if n != nil && n.Line > 0 {
		line, column = n.Line, n.Column
	}
	p.failAt(line, column, kind, format, args...)
}

func (p *parser) failAt(line, column int, kind Kind, format string, args ...any) {
	if p.faults++; p.faults > maxErrors {
		return
	}
	p.errs = append(p.errs, &Error{File: p.file, Line: p.doc.line + line, Column: column, Kind: kind, Rule: p.rule,
		Message: fmt.Sprintf(format, args...)})
}

// failIn is fail at a place inside a node's text: at the nth (from 0)
// occurrence of a word there. Where the text's form hides it, it is the node.
func (p *parser) failIn(n *yaml.Node, word string, nth int, kind Kind, format string, args ...any) {
	line, column := n.Line, n.Column
	if p.faults < maxErrors {
		if l, c, ok := p.find(n, word, nth); ok {
			line, column = l, c
		}
	}
	p.failAt(line, column, kind, format, args...)
}

func (p *parser) find(n *yaml.Node, word string, nth int) (line, column int, ok bool) {
	rest := p.doc.text
	for range n.Line - 1 {
		i := strings.IndexByte(rest, '\n')
		if i < 0 {
			return 0, 0, false
		}
		rest = rest[i+1:]
	}
	offset := 0
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(rest[offset:])
		offset += size
	}
	// The text of a block begins on the line after its mark.
	limit := min(len(rest), offset+2*len(n.Value)+1000)
	for at := offset; at+len(word) <= limit; at++ {
		if rest[at:at+len(word)] != word || at > 0 && wordByte(rest[at-1]) && wordByte(word[0]) ||
			at+len(word) < len(rest) && wordByte(rest[at+len(word)]) && wordByte(word[len(word)-1]) {
			continue
		}
		if nth > 0 {
			nth--
			continue
		}
		before := rest[:at]
		line = n.Line + strings.Count(before, "\n")
		return line, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1, true
	}
	return 0, 0, false
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// parseYAML returns the root of the document, or nil after an error.
func (p *parser) parseYAML() (root *yaml.Node) {
	defer func() {
		// The library reports its own faults in this way.
		if r := recover(); r != nil {
			p.failAt(1, 1, Syntax, "not YAML: %s", quote(fmt.Sprint(r)))
			root = nil
		}
	}()
	if len(p.doc.text) > maxDocument {
		p.failAt(1, 1, Limit, "a document of %d bytes; at most %d are read", len(p.doc.text), maxDocument)
		return nil
	}
	if line, column := deep(p.doc.text); line > 0 {
		p.failAt(line, column, Limit, "nested more than %d deep; a rule needs six levels", maxBrackets)
		return nil
	}
	var node yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(p.doc.text))
	if err := decoder.Decode(&node); err != nil {
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, message := 1, err.Error()
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			message = m[2]
			if n, err := strconv.Atoi(m[1]); err == nil {
				line = n
			}
		}
		p.failAt(line, 1, Syntax, "not YAML: %s", quote(message))
		return nil
	}
	if node.Kind != yaml.DocumentNode || len(node.Content) == 0 {
		return nil
	}
	if !p.bounded(node.Content[0]) {
		return nil
	}
	// A mark behind one of Unicode's other line breaks starts a document for
	// YAML and for nobody else.
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		p.failAt(1, 1, Syntax, "not YAML: another document begins behind a line break that is none of text files")
		return nil
	}
	p.budget = maxNodes
	return node.Content[0]
}

// bounded reports whether a document is not too deep and not too large. It does
// not recur: a document may nest ten thousand deep, and the stack of a browser
// may not.
func (p *parser) bounded(root *yaml.Node) bool {
	type place struct {
		node  *yaml.Node
		depth int
	}
	stack, count := []place{{root, 1}}, 0
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if count++; count > maxNodes {
			p.fail(root, Limit, "a document of more than %d YAML nodes", maxNodes)
			return false
		}
		if at.depth > maxDepth {
			p.fail(at.node, Limit, "nested %d deep; a rule needs 6, at most %d are read", at.depth, maxDepth)
			return false
		}
		for _, child := range at.node.Content {
			stack = append(stack, place{child, at.depth + 1})
		}
	}
	return true
}

// follow returns the node that an alias stands for. It returns nil when the
// document has used up its visits: aliases can make a small text endless.
func (p *parser) follow(n *yaml.Node) *yaml.Node {
	if p.budget--; p.budget < 0 {
		if p.budget == -1 {
			p.fail(n, Limit, "the document's aliases stand for more than %d YAML nodes", maxNodes)
		}
		return nil
	}
	for hops := 0; n != nil && n.Kind == yaml.AliasNode; hops++ {
		if hops == maxDepth {
			p.fail(n, Limit, "an alias of an alias, %d deep", hops)
			return nil
		}
		n = n.Alias
	}
	return n
}

// pair is an entry of a map.
type pair struct {
	name  string
	key   *yaml.Node
	value *yaml.Node
}

// mapping returns the entries of a map in their order, those of merged maps
// ("<<") behind its own; what is what the map is for, in messages.
func (p *parser) mapping(n *yaml.Node, what string) ([]pair, bool) {
	at := n
	if n = p.follow(n); n == nil {
		return nil, false
	}
	if n.Kind != yaml.MappingNode {
		p.fail(at, Invalid, "%s is %s; want a map", what, kindOf(n))
		return nil, false
	}
	var pairs, merged []pair
	seen := map[string]int{}
	ok := true
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := p.follow(n.Content[i]), n.Content[i+1]
		if key == nil {
			return nil, false
		}
		if key.Kind != yaml.ScalarNode {
			p.fail(n.Content[i], Invalid, "a key of %s is %s; want a word", what, kindOf(key))
			ok = false
			continue
		}
		if key.ShortTag() == "!!merge" {
			from, good := p.merges(value, what)
			merged = append(merged, from...)
			ok = ok && good
			continue
		}
		if line, twice := seen[key.Value]; twice {
			p.fail(n.Content[i], Invalid, "%s has %s twice, first in line %d", what, quote(key.Value), p.doc.line+line)
			ok = false
			continue
		}
		seen[key.Value] = key.Line
		pairs = append(pairs, pair{key.Value, n.Content[i], value})
	}
	for _, m := range merged {
		if _, own := seen[m.name]; !own {
			seen[m.name] = m.key.Line
			pairs = append(pairs, m)
		}
	}
	return pairs, ok
}

// merges returns the entries of the map, or of the list of maps, that "<<"
// names.
func (p *parser) merges(n *yaml.Node, what string) (pairs []pair, ok bool) {
	at := n
	if n = p.follow(n); n == nil {
		return nil, false
	}
	maps := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		maps = n.Content
	}
	for _, m := range maps {
		if m = p.follow(m); m == nil || m.Kind != yaml.MappingNode {
			p.fail(at, Invalid, "<< in %s; want a map to merge", what)
			return nil, false
		}
		for i := 0; i+1 < len(m.Content); i += 2 {
			key := p.follow(m.Content[i])
			if key == nil {
				return nil, false
			}
			if key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge" {
				p.fail(m.Content[i], Invalid, "a merged map of %s merges another; write its entries out", what)
				return nil, false
			}
			pairs = append(pairs, pair{key.Value, m.Content[i], m.Content[i+1]})
		}
	}
	return pairs, true
}

// list returns the elements of a list; a single value is a list of it.
func (p *parser) list(n *yaml.Node) []*yaml.Node {
	n = p.follow(n)
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	}
	return []*yaml.Node{n}
}

// text returns a text of at most max bytes.
func (p *parser) text(n *yaml.Node, what string, max int) string {
	at := n
	if n = p.follow(n); n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		p.fail(at, Invalid, "%s is %s; want a text", what, kindOf(n))
		return ""
	}
	if n.ShortTag() == "!!null" {
		return ""
	}
	if len(n.Value) > max {
		p.fail(at, Limit, "%s has %d bytes; at most %d", what, len(n.Value), max)
		return ""
	}
	return n.Value
}

// texts returns a list of texts.
func (p *parser) texts(n *yaml.Node, what string, most int) []string {
	nodes := p.list(n)
	if len(nodes) > most {
		p.fail(n, Limit, "%s has %d entries; at most %d", what, len(nodes), most)
		return nil
	}
	var all []string
	for _, e := range nodes {
		if s := p.text(e, what, maxText); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// kindOf says what a node is, in a message.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if n.ShortTag() == "!!null" {
			return "empty"
		}
		return quote(n.Value)
	}
	return "an alias"
}
