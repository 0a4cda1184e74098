package source

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape returns what the inside of a JSON string stands for (RFC 8259,
// section 7). Half a surrogate pair is U+FFFD, as encoding/json has it; what is
// no escape of JSON stands for itself.
func unescape(inner []byte) []byte {
	out := make([]byte, 0, len(inner))
	for {
		at := bytes.IndexByte(inner, '\\')
		if at < 0 || at+1 == len(inner) {
			return append(out, inner...)
		}
		out = append(out, inner[:at]...)
		inner = inner[at:]
		size := 2
		switch c := inner[1]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		default:
			r, ok := unit(inner)
			if !ok {
				out = append(out, inner[:2]...)
				break
			}
			size = 6
			if utf16.IsSurrogate(r) {
				low, _ := unit(inner[6:])
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					size = 12
				}
			}
			out = utf8.AppendRune(out, r)
		}
		inner = inner[size:]
	}
}

// unit reads an escape, \u and four hexadecimal digits, at the start of b.
func unit(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		r <<= 4
		switch {
		case c >= '0' && c <= '9':
			r |= rune(c - '0')
		case c >= 'a' && c <= 'f':
			r |= rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			r |= rune(c-'A') + 10
		default:
			return 0, false
		}
	}
	return r, true
}
