package main

import (
	"strconv"
	"strings"
)

// barred are the characters that may not stand in the script element inside
// the srcdoc attribute: HTML replaces NUL and carriage return, quotes and
// ampersands would have to be written as entities, and "<" could begin an end
// tag.
const barred = "\x00\r'&<"

// septets returns data as text of one character for seven bits, behind its
// length in bytes and a colon. In UTF-8 that is 8/7 of the size of the data,
// where base64 takes 8/6: it keeps the page half a megabyte smaller. A barred
// character is written together with the next seven bits as one character of
// two bytes, U+0080 and up, which costs nothing. site/src/engine/septets.ts
// reads it.
func septets(data []byte) string {
	var b strings.Builder
	b.Grow(len(data)*8/7 + 16)
	b.WriteString(strconv.Itoa(len(data)))
	b.WriteByte(':')
	next := func(at int) (byte, bool) { // the seven bits that start at a bit
		if at >= 8*len(data) {
			return 0, false
		}
		two := uint16(data[at/8]) << 8
		if at/8+1 < len(data) {
			two |= uint16(data[at/8+1])
		}
		return byte(two>>(9-at%8)) & 127, true
	}
	for at := 0; ; at += 7 {
		c, ok := next(at)
		if !ok {
			return b.String()
		}
		index := strings.IndexByte(barred, c)
		if index < 0 {
			b.WriteByte(c)
			continue
		}
		at += 7
		c, _ = next(at)
		b.WriteRune(0x80 + rune(index)<<7 + rune(c))
	}
}
