package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads a query. The error is an *[Error].
func Parse(text string) (*Query, error) {
	if len(text) > MaxText {
		return nil, &Error{fmt.Sprintf("the query has %d bytes", len(text)), fmt.Sprintf("write at most %d", MaxText), 0, len(text)}
	}
	return parse(text)
}

// parse is [Parse] for a text of any length.
func parse(text string) (*Query, error) {
	p := &parser{text: text}
	if !utf8.ValidString(text) {
		at := strings.IndexRune(text, utf8.RuneError)
		p.fail(at, 1, "type it again", "this is not text in UTF-8")
		return nil, p.err
	}
	if p.blanks(); p.at == len(text) {
		return All(), nil
	}
	n := p.or()
	if p.err == nil && p.at < len(text) { // a parenthesis too many is all that stops it
		p.fail(p.at, 1, "take it out, or put ( before it", "there is no ( for this )")
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Query{n}, nil
}

// parser reads a query by recursive descent. After an error it goes on, without
// looking, to the end.
type parser struct {
	text  string
	at    int
	field *Field // inside of field:(…)
	depth int
	terms int
	err   *Error
}

func (p *parser) fail(at, length int, remedy, format string, args ...any) node {
	if p.err == nil {
		p.err = &Error{fmt.Sprintf(format, args...), remedy, at, length}
	}
	return nil
}

// blanks steps over blanks.
func (p *parser) blanks() {
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

// ends reports whether a word ends at a place.
func (p *parser) ends(at int) bool {
	if at >= len(p.text) || p.text[at] == '(' || p.text[at] == ')' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.text[at:])
	return unicode.IsSpace(r)
}

// next reports whether the operator stands here, and steps over it.
func (p *parser) next(operator string) bool {
	if !strings.HasPrefix(p.text[p.at:], operator) || !p.ends(p.at+len(operator)) {
		return false
	}
	p.at += len(operator)
	p.blanks()
	return true
}

func (p *parser) peek(operator string) bool {
	at := p.at
	found := p.next(operator)
	p.at = at
	return found
}

// closed reports whether nothing more stands in this pair of parentheses.
func (p *parser) closed() bool { return p.err != nil || p.at == len(p.text) || p.text[p.at] == ')' }

func (p *parser) or() node {
	var list anyOf
	for {
		switch n := p.and().(type) {
		case anyOf:
			list = append(list, n...)
		default:
			list = append(list, n)
		}
		if p.closed() || !p.next("OR") {
			break
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

func (p *parser) and() node {
	var list allOf
	for {
		switch n := p.unary().(type) {
		case allOf:
			list = append(list, n...)
		default:
			list = append(list, n)
		}
		if !p.closed() && p.next("AND") {
			continue
		}
		if p.closed() || p.peek("OR") {
			break
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

func (p *parser) unary() node {
	negative := false
	for {
		from := p.at
		if p.next("NOT") {
			negative = !negative
			continue
		}
		if p.at < len(p.text) && p.text[p.at] == '-' {
			if at := p.at + 1; at == len(p.text) || p.ends(at) && p.text[at] != '(' {
				return p.fail(from, 1, `write the term right behind it, or "-" for the sign itself`, "a minus sign without a term")
			}
			negative = !negative
			p.at++
			continue
		}
		break
	}
	n := p.primary()
	if !negative || n == nil {
		return n
	}
	if inner, ok := n.(not); ok {
		return inner.of
	}
	return not{n}
}

func (p *parser) primary() node {
	if p.err != nil {
		return nil
	}
	if p.at == len(p.text) {
		return p.fail(p.at, 0, "write one, or take the last operator out", "a term is missing at the end")
	}
	for _, operator := range []string{"AND", "OR"} {
		if p.peek(operator) {
			return p.fail(p.at, len(operator), `write a term before it, or "`+operator+`" for the word itself`, "%s without a term before it", operator)
		}
	}
	switch p.text[p.at] {
	case ')':
		return p.fail(p.at, 1, "write a term, or take the operator or the parentheses out", "a term is missing before )")
	case '(':
		return p.parentheses()
	}
	return p.term()
}

// parentheses reads what stands between a pair of them.
func (p *parser) parentheses() node {
	open := p.at
	p.at++
	if p.depth++; p.depth > MaxNesting {
		return p.fail(open, 1, fmt.Sprintf("write at most %d", MaxNesting), "too many parentheses within each other")
	}
	p.blanks()
	n := p.or()
	p.depth--
	if p.err != nil {
		return nil
	}
	if p.at == len(p.text) {
		return p.fail(open, 1, "write ) where it ends", "this ( is never closed")
	}
	p.at++
	p.blanks()
	return n
}
