package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns text of a log as it can be shown on a terminal or in a cell:
// on one line, with every character that does not print, or that changes how
// its neighbours do, replaced by its escape. So an ESC becomes \x1b, a line
// break \n, a right-to-left override \u202e, a zero-width space \u200b and a
// byte that is not UTF-8 \xff. Log fields are written by attackers, and none
// of them may move a cursor, forge a line or hide a part of itself.
//
// Backslashes stay single, since login names of Windows domains have them:
// what is returned cannot be turned back into what was given.
func Visible(s string) string {
	at := firstHidden(s)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for {
		b.WriteString(s[:at])
		s = s[at:]
		if s == "" {
			return b.String()
		}
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case size == 1: // an ASCII control character, or no UTF-8
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		s = s[size:]
		if at = firstHidden(s); at < 0 {
			at = len(s)
		}
	}
}

// firstHidden returns where the first character stands that [Visible]
// replaces, or -1.
func firstHidden(s string) int {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if hidden(r, size) {
			return i
		}
		i += size
	}
	return -1
}

// hidden reports whether a character beyond ASCII cannot be seen as itself.
// [unicode.IsPrint] refuses controls, formats (bidirectional and zero-width
// characters, tags), line and paragraph separators and every blank but the
// ASCII one, which is as well: two names that look alike are to differ on the
// screen. The fillers and the empty braille cell count as letters and symbols
// there and are blank all the same.
func hidden(r rune, size int) bool {
	if r == utf8.RuneError && size <= 1 {
		return true
	}
	return !unicode.IsPrint(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == '\u2800'
}

// maxCell is how many bytes of text a cell gets. A spreadsheet's cell ends at
// 32,767 characters, and what is over flows into a cell of its own, where it
// could start a formula.
const maxCell = 32_000

// Cell returns text of a log as a spreadsheet can hold it: visible, at most
// 32,000 bytes, and with an apostrophe before whatever would make it a
// formula.
//
// A formula starts with = + - or @, or with their full-width forms in an
// East Asian locale. It can start a cell, after blanks too, and it can start
// after a semicolon: where the comma is the decimal sign, a spreadsheet takes
// semicolons to separate the cells of a CSV.
func Cell(s string) string {
	s = Visible(s)
	var b strings.Builder
	start := true
	from := 0
	for i, r := range s {
		switch r {
		case ' ':
			continue
		case ';':
			start = true
			continue
		case '=', '+', '-', '@', '＝', '＋', '－', '＠':
			if start {
				b.WriteString(s[from:i])
				b.WriteByte('\'')
				from = i
			}
		}
		start = false
	}
	if b.Len() > 0 {
		b.WriteString(s[from:])
		s = b.String()
	}
	return cut(s, maxCell)
}

// cut returns s, or as much of its start as fits into max bytes with an
// ellipsis.
func cut(s string, max int) string {
	const ellipsis = "…"
	if len(s) <= max {
		return s
	}
	end := max - len(ellipsis)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + ellipsis
}
