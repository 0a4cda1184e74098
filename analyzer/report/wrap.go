package report

import (
	"strings"
	"unicode"
)

// wrap breaks text at blanks into lines of at most width columns. A word that
// is longer than a line stays whole: a query or an id that was broken could
// not be copied. There is at least one line.
func wrap(text string, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		n := columns(word)
		if used > 0 && used+1+n > width {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += n
	}
	return append(lines, line.String())
}

// columns returns how many columns of a terminal a text takes: two for each
// East Asian and emoji character, none for a combining mark.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x300:
			n++
		case unicode.In(r, unicode.Mn, unicode.Me):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wide reports whether terminals give a character two columns. The ranges are
// the blocks of Unicode whose East Asian width is W or F; a few symbols below
// U+1100 are wide too, and cost a line at most one column.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi) ||
		r >= 0x3000 && r <= 0x303e || // CJK symbols and punctuation
		r >= 0xff01 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || // full-width forms
		r >= 0x1f300 && r <= 0x1f64f || r >= 0x1f900 && r <= 0x1f9ff // emoji
}
