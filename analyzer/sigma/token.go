package sigma

import (
	"strconv"
	"strings"
)

// expressionToken is a word, a text in quotes or a sign of an expression.
type expressionToken struct {
	kind expressionKind
	text string
	from int
}

type expressionKind uint8

const (
	endToken expressionKind = iota
	wordToken
	stringToken
	signToken
)

// next reads the next token.
func (e *expressionParser) next() {
	for e.at < len(e.text) && strings.IndexByte(" \t\r\n", e.text[e.at]) >= 0 {
		e.at++
	}
	e.tok = expressionToken{from: e.at}
	if e.at == len(e.text) {
		return
	}
	switch c := e.text[e.at]; c {
	case '(', ')', ',':
		e.tok.kind, e.tok.text = signToken, e.text[e.at:e.at+1]
		e.at++
	case '"', '\'':
		e.quoted(c)
	default:
		from := e.at
		for e.at < len(e.text) && strings.IndexByte(" \t\r\n(),\"'", e.text[e.at]) < 0 {
			e.at++
		}
		e.tok.kind, e.tok.text = wordToken, e.text[from:e.at]
	}
}

// quoted reads a text in quotes. A backslash escapes what follows it, as in
// JSON.
func (e *expressionParser) quoted(mark byte) {
	from := e.at
	e.tok.kind = stringToken
	var b strings.Builder
	for e.at++; e.at < len(e.text) && e.text[e.at] != mark; e.at++ {
		c := e.text[e.at]
		if c == '\\' && e.at+1 < len(e.text) {
			e.at++
			switch c = e.text[e.at]; c {
			case 'n':
				c = '\n'
			case 't':
				c = '\t'
			case 'r':
				c = '\r'
			case 'u':
				if e.at+5 <= len(e.text) {
					if r, err := strconv.ParseUint(e.text[e.at+1:e.at+5], 16, 16); err == nil {
						b.WriteRune(rune(r))
						e.at += 4
						continue
					}
				}
			case '"', '\'', '\\', '/':
			default:
				b.WriteByte('\\')
			}
		}
		b.WriteByte(c)
	}
	e.tok.text = b.String()
	if e.at >= len(e.text) {
		e.tok.from = from
		e.fail("the text that begins with %s has no end; want a quote", quote(e.text[from:]))
		return
	}
	e.at++
}
