package sigma

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// encode returns the texts that a value has in the encodings, one after the
// other; base64offset gives three.
func encode(s string, steps []string) []pattern {
	forms := []string{s}
	for _, step := range steps {
		var next []string
		for _, f := range forms {
			switch step {
			case "base64":
				next = append(next, base64.StdEncoding.EncodeToString([]byte(f)))
			case "base64offset":
				for offset := range 3 {
					next = append(next, base64At(f, offset))
				}
			case "utf16le", "wide":
				next = append(next, encodeUTF16(f, false))
			case "utf16be":
				next = append(next, encodeUTF16(f, true))
			case "utf16":
				next = append(next, "\xff\xfe"+encodeUTF16(f, false))
			}
		}
		forms = next
	}
	all := make([]pattern, len(forms))
	for i, f := range forms {
		all[i] = pattern{{literal, f}}.join()
	}
	return all
}

// base64At returns the digits of base64 that s has in any text in which it
// stands offset bytes behind a multiple of three: those with no bit of a
// neighbour in them.
func base64At(s string, offset int) string {
	encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", offset) + s))
	first := (8*offset + 5) / 6
	last := 8 * (offset + len(s)) / 6
	return encoded[min(first, last):last]
}

func encodeUTF16(s string, bigEndian bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if bigEndian {
			b.WriteByte(byte(u >> 8))
			b.WriteByte(byte(u))
		} else {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}
