package source

import (
	"bytes"
	"unicode/utf8"
)

// cellEnd returns where the cell that starts at i ends: the offset of the
// comma or line break behind it, or len(b). closed is false when a quote opens
// the cell and none closes it. It is the plain form of what [scanner] does
// eight bytes at a time.
func cellEnd(b []byte, i int, comma byte) (end int, closed bool) {
	quoted := i < len(b) && b[i] == '"'
	if quoted {
		i++
	}
	for ; i < len(b); i++ {
		switch {
		case quoted && b[i] == '"':
			if i+1 < len(b) && b[i+1] == '"' {
				i++
			} else if endsCell(b, i+1, comma) {
				quoted = false
			}
		case !quoted && (b[i] == comma || b[i] == '\n'):
			return i, true
		}
	}
	return len(b), !quoted
}

// endsCell reports whether a cell ends at i: there is a comma, the end of a
// line or the end of the file.
func endsCell(b []byte, i int, comma byte) bool {
	return i >= len(b) || b[i] == comma || b[i] == '\n' || b[i] == '\r' && (i+1 >= len(b) || b[i+1] == '\n')
}

// unquote returns the value of a cell: without its quotes, with "" as one
// quote and line breaks as \n. A cell that is not UTF-8 is taken for
// Windows-1252, in which older spreadsheets save. The result can alias cell.
func unquote(cell []byte) []byte {
	if n := len(cell); n >= 2 && cell[0] == '"' && cell[n-1] == '"' {
		cell = cell[1 : n-1]
		if bytes.IndexByte(cell, '"') >= 0 {
			cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
		}
		if bytes.IndexByte(cell, '\r') >= 0 {
			cell = bytes.ReplaceAll(cell, []byte("\r\n"), []byte("\n"))
		}
	}
	return validUTF8(cell)
}

// validUTF8 returns text in UTF-8: as it is, or taken for Windows-1252.
func validUTF8(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	return fromWindows1252(text)
}

// fromWindows1252 returns text in Windows-1252 as UTF-8. Bytes that stand for
// nothing there become U+FFFD.
func fromWindows1252(b []byte) []byte {
	out := make([]byte, 0, len(b)+8)
	for _, c := range b {
		switch {
		case c < 0x80 || c >= 0xA0:
			out = utf8.AppendRune(out, rune(c))
		default:
			out = utf8.AppendRune(out, windows1252[c-0x80])
		}
	}
	return out
}

// windows1252 are the characters of the bytes 80 to 9F, where Windows-1252
// differs from Latin-1.
var windows1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// decimalPoint returns a number with a decimal comma with a point instead, and
// any other text as it is.
func decimalPoint(text []byte) []byte {
	at := bytes.IndexByte(text, ',')
	if at <= 0 || at == len(text)-1 {
		return text
	}
	for i, c := range text {
		if i != at && (c < '0' || c > '9') && !(i == 0 && c == '-') {
			return text
		}
	}
	number := bytes.Clone(text)
	number[at] = '.'
	return number
}
