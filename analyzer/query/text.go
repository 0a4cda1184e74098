package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Term returns the term for the events whose field has a value, or, negated,
// for those that have it not. An empty value stands for an absent field.
func Term(field, value string, negate bool) string {
	if value == "" {
		value, negate = "*", !negate
	} else {
		value = Quote(value)
	}
	if negate {
		return "-" + field + ":" + value
	}
	return field + ":" + value
}

// Quote returns a value as a query has to hold it: as it is where it consists
// of letters, digits and . _ @ : + - and does not begin with a minus sign or
// be an operator, and else in quotes. There a backslash stands before quotes
// and backslashes, and what cannot be seen, or turns the direction of a text,
// is written \u{202e}.
func Quote(value string) string {
	if plainText(value) {
		return value
	}
	return inQuotes(value)
}

func inQuotes(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case hidden(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func plainText(s string) bool {
	if s == "" || s[0] == '-' || operator(s) {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._@:+-", c) >= 0) {
			return false
		}
	}
	return true
}

func operator(s string) bool { return s == "AND" || s == "OR" || s == "NOT" }

// hidden reports whether a character is written by its number: controls, marks
// of no width and those that turn the direction, which could make a query look
// like another one.
func hidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0xad || r == 0x61c || r == 0x180e || r >= 0x200b && r <= 0x200f ||
		r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x2069 || r == 0xfeff
}

// pattern is a text to compare values with, character by character, and the
// two wildcards.
type pattern []rune

const (
	anyText rune = -1 // *
	anyOne  rune = -2 // ?
)

// plain returns the text of a pattern without wildcards.
func (p pattern) plain() (text string, ok bool) {
	for _, r := range p {
		if r < 0 {
			return "", false
		}
	}
	return string(p), true
}

// write returns the pattern as a query holds it, as a value or as a word of free
// text.
func (p pattern) write(word bool) string {
	if text, ok := p.plain(); ok {
		if word && strings.Contains(text, ":") {
			return inQuotes(text) // what is before a colon would be a field
		}
		return Quote(text)
	}
	var b strings.Builder
	for i, r := range p {
		switch {
		case r == anyText:
			b.WriteByte('*')
		case r == anyOne:
			b.WriteByte('?')
		case hidden(r) || r > ' ' && unicode.IsSpace(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		case strings.ContainsRune(" \"()\\*?:<>", r), i == 0 && r == '-':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// lower returns the pattern in lower case.
func (p pattern) lower() pattern {
	l := make(pattern, 0, len(p))
	from := 0
	flush := func(to int) {
		l = append(l, []rune(strings.ToLower(string(p[from:to])))...)
	}
	for i, r := range p {
		if r < 0 {
			flush(i)
			l = append(l, r)
			from = i + 1
		}
	}
	flush(len(p))
	return l
}

// test returns the test of a value in lower case: whether the pattern is the
// whole of it, or, of part, stands in it.
func (p pattern) test(part bool) func(low string) bool {
	p = p.lower()
	if part {
		p = append(append(pattern{anyText}, p...), anyText).join()
	}
	inner := p
	before := len(inner) > 0 && inner[0] == anyText
	if before {
		inner = inner[1:]
	}
	behind := len(inner) > 0 && inner[len(inner)-1] == anyText
	if behind {
		inner = inner[:len(inner)-1]
	}
	text, ok := inner.plain()
	switch {
	case !ok:
		// Most values do not have the longest text between wildcards.
		longest := p.longest()
		return func(low string) bool { return strings.Contains(low, longest) && p.glob(low) }
	case before && behind:
		return func(low string) bool { return strings.Contains(low, text) }
	case before:
		return func(low string) bool { return strings.HasSuffix(low, text) }
	case behind:
		return func(low string) bool { return strings.HasPrefix(low, text) }
	}
	return func(low string) bool { return low == text }
}

// join makes one of wildcards for any text that follow each other.
func (p pattern) join() pattern {
	joined := make(pattern, 0, len(p))
	for i, r := range p {
		if r != anyText || i == 0 || p[i-1] != anyText {
			joined = append(joined, r)
		}
	}
	return joined
}

// longest returns the longest text of a pattern without a wildcard in it.
func (p pattern) longest() string {
	best, from := "", 0
	for i := range len(p) + 1 {
		if i == len(p) || p[i] < 0 {
			if text := string(p[from:i]); len(text) > len(best) {
				best = text
			}
			from = i + 1
		}
	}
	return best
}

// glob reports whether the pattern is the whole of a text. Its time is at most
// the product of the two lengths: where the text does not fit on, the last * takes
// one character more.
func (p pattern) glob(text string) bool {
	at, star, mark := 0, -1, 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case at < len(p) && p[at] == anyText:
			star, mark = at, i
			at++
		case at < len(p) && (p[at] == anyOne || p[at] == r):
			at++
			i += n
		case star >= 0:
			_, n = utf8.DecodeRuneInString(text[mark:])
			mark += n
			at, i = star+1, mark
		default:
			return false
		}
	}
	for at < len(p) && p[at] == anyText {
		at++
	}
	return at == len(p)
}
