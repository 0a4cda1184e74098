package sigma

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// pattern is a value of a rule: a text with wildcards.
type pattern []token

type token struct {
	kind tokenKind
	text string // of a literal; of a placeholder its name
}

type tokenKind uint8

const (
	literal     tokenKind = iota
	anyText               // *
	anyRune               // ?
	anyDash               // one of the dashes that begin a flag, see windash
	placeholder           // %name%
)

// parsePattern reads a value. A backslash escapes a wildcard or a backslash and
// is itself before anything else; with placeholders, it escapes a percent sign
// too.
func parsePattern(s string, placeholders bool) pattern {
	var p pattern
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			p = append(p, token{literal, text.String()})
			text.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '*' || s[i+1] == '?' || s[i+1] == '\\' || placeholders && s[i+1] == '%'):
			i++
			text.WriteByte(s[i])
		case c == '*':
			flush()
			p = append(p, token{kind: anyText})
		case c == '?':
			flush()
			p = append(p, token{kind: anyRune})
		case c == '%' && placeholders:
			end := strings.IndexByte(s[i+1:], '%')
			if end < 1 || !isWord(s[i+1:i+1+end]) {
				text.WriteByte(c)
				continue
			}
			flush()
			p = append(p, token{placeholder, s[i+1 : i+1+end]})
			i += end + 1
		default:
			text.WriteByte(c)
		}
	}
	flush()
	return p
}

func wordByte(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isWord(s string) bool {
	for i := range len(s) {
		if !wordByte(s[i]) {
			return false
		}
	}
	return s != ""
}

// plain returns the text of a pattern without wildcards.
func (p pattern) plain() (string, bool) {
	switch {
	case len(p) == 0:
		return "", true
	case len(p) == 1 && p[0].kind == literal:
		return p[0].text, true
	}
	return "", false
}

// with returns the pattern with a wildcard before or behind it.
func (p pattern) with(before, behind bool) pattern {
	var q pattern
	if before {
		q = append(q, token{kind: anyText})
	}
	q = append(q, p...)
	if behind {
		q = append(q, token{kind: anyText})
	}
	return q
}

// dashes are the characters that windash takes for one another: those that
// stand before a flag of a command line, and what word processors make of them.
const dashes = "-/–—―"

// windash returns the pattern with every dash standing for each of them. It is
// the same as all permutations of the value, of which ten dashes have ten
// million.
func (p pattern) windash() pattern {
	var q pattern
	for _, t := range p {
		if t.kind != literal {
			q = append(q, t)
			continue
		}
		rest := t.text
		for {
			i := strings.IndexAny(rest, dashes)
			if i < 0 {
				break
			}
			if i > 0 {
				q = append(q, token{literal, rest[:i]})
			}
			q = append(q, token{kind: anyDash})
			_, size := utf8.DecodeRuneInString(rest[i:])
			rest = rest[i+size:]
		}
		if rest != "" {
			q = append(q, token{literal, rest})
		}
	}
	return q
}

// writeDashes returns the pattern with each of the dashes in the place of those
// that stand for all: an encoding of a text is another text with each of them.
func (p pattern) writeDashes() ([]pattern, *fault) {
	const most = 5 * 5 * 5 * 5
	all := []pattern{nil}
	for _, t := range p {
		if t.kind != anyDash {
			for i := range all {
				all[i] = append(all[i], t)
			}
			continue
		}
		if len(all) >= most {
			return nil, &fault{"windash before an encoding with more than 4 dashes in one value", Limit}
		}
		var next []pattern
		for _, head := range all {
			for _, dash := range dashes {
				next = append(next, append(slices.Clone(head), token{literal, string(dash)}))
			}
		}
		all = next
	}
	for i := range all {
		all[i] = all[i].join()
	}
	return all, nil
}

// lower returns the pattern with its texts in lower case.
func (p pattern) lower() pattern {
	q := make(pattern, len(p))
	for i, t := range p {
		q[i] = t
		if t.kind == literal {
			q[i].text = strings.ToLower(t.text)
		}
	}
	return q
}

// join returns the pattern with neighbouring texts as one, and neighbouring
// stars too.
func (p pattern) join() pattern {
	var q pattern
	for _, t := range p {
		n := len(q) - 1
		switch {
		case t.kind == literal && t.text == "":
		case n >= 0 && t.kind == literal && q[n].kind == literal:
			q[n].text += t.text
		case n >= 0 && t.kind == anyText && q[n].kind == anyText:
		default:
			q = append(q, t)
		}
	}
	return q
}

// match reports whether all of s is of the pattern. It goes back to the last
// star only, which is enough: what an earlier one could take more of, the last
// can too.
func (p pattern) match(s string) bool {
	at, from := 0, 0
	star, starFrom := -1, 0
	for {
		if at < len(p) && p[at].kind == anyText {
			star, starFrom = at, from
			at++
			// The text that must follow is found at once rather than letter by
			// letter.
			if at < len(p) && p[at].kind == literal {
				i := strings.Index(s[from:], p[at].text)
				if i < 0 {
					return false
				}
				starFrom = from + i
				from = starFrom
			}
			continue
		}
		if at == len(p) && from == len(s) {
			return true
		}
		if at < len(p) {
			if n := p[at].take(s[from:]); n > 0 {
				at++
				from += n
				continue
			}
		}
		if star < 0 || starFrom >= len(s) {
			return false
		}
		if star == len(p)-1 {
			return true
		}
		_, size := utf8.DecodeRuneInString(s[starFrom:])
		starFrom += size
		if next := star + 1; p[next].kind == literal {
			i := strings.Index(s[starFrom:], p[next].text)
			if i < 0 {
				return false
			}
			starFrom += i
		}
		at, from = star+1, starFrom
	}
}

// take returns how many bytes at the start of s the token stands for; 0 where
// it does not fit.
func (t token) take(s string) int {
	switch t.kind {
	case literal:
		if strings.HasPrefix(s, t.text) {
			return len(t.text)
		}
	case anyRune:
		_, size := utf8.DecodeRuneInString(s)
		return size
	case anyDash:
		r, size := utf8.DecodeRuneInString(s)
		if size > 0 && r != utf8.RuneError && strings.ContainsRune(dashes, r) {
			return size
		}
	}
	return 0
}
