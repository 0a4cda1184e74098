package query

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// word is a piece of the text up to the next blank or parenthesis.
type word struct {
	text     pattern
	quoted   bool
	from, to int // in the text
}

// wild reports whether the word has wildcards.
func (w *word) wild() bool {
	_, plain := w.text.plain()
	return !plain
}

// readWord reads the word that begins here. Where sign is not nil it also ends
// before the first character that sign takes.
func (p *parser) readWord(sign func(c byte) bool) (w word, ok bool) {
	w.from = p.at
	if p.at < len(p.text) && p.text[p.at] == '"' {
		return p.readQuoted()
	}
	for !p.ends(p.at) {
		c := p.text[p.at]
		switch {
		case sign != nil && sign(c):
			w.to = p.at
			return w, true
		case c == '*':
			w.text = append(w.text, anyText)
		case c == '?':
			w.text = append(w.text, anyOne)
		case c == '"':
			p.fail(p.at, 1, `put the whole value in quotes, or write \" for the sign itself`, "quotes in the middle of a word")
			return w, false
		case c == '\\':
			r, n := p.escape(false)
			w.text = append(w.text, r)
			p.at += n
			continue
		default:
			r, n := utf8.DecodeRuneInString(p.text[p.at:])
			w.text = append(w.text, r)
			p.at += n
			continue
		}
		p.at++
	}
	w.to = p.at
	w.text = w.text.join()
	return w, true
}

// readQuoted reads a word in quotes.
func (p *parser) readQuoted() (w word, ok bool) {
	w.from, w.quoted = p.at, true
	for p.at++; ; {
		if p.at == len(p.text) {
			p.fail(w.from, 1, `write " where the text ends`, "these quotes are never closed")
			return w, false
		}
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		switch r {
		case '"':
			p.at++
			if !p.ends(p.at) && p.text[p.at] != '~' {
				p.fail(p.at, 1, `write a blank behind the quotes, or \" for the sign itself`, "text right behind quotes")
				return w, false
			}
			w.to = p.at
			return w, true
		case '\\':
			r, n = p.escape(true)
		}
		w.text = append(w.text, r)
		p.at += n
	}
}

// escape returns the character that a backslash, and what follows it, stand
// for, and their length: \u{…} is a character by its number, and a backslash
// before punctuation, in quotes before a quote or a backslash, is that
// character. Everywhere else it is a backslash.
func (p *parser) escape(quoted bool) (r rune, length int) {
	rest := p.text[p.at+1:]
	if code, found := strings.CutPrefix(rest, "u{"); found {
		if digits, _, closed := strings.Cut(code, "}"); closed && len(digits) <= 6 {
			if n, err := strconv.ParseUint(digits, 16, 32); err == nil && utf8.ValidRune(rune(n)) {
				return rune(n), len(digits) + len(`\u{}`)
			}
		}
	}
	if rest != "" {
		c := rest[0]
		punctuation := c >= ' ' && c < 0x7f && !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
		if c == '"' || c == '\\' || punctuation && !quoted {
			return rune(c), 2
		}
	}
	return '\\', 1
}
