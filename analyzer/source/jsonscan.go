package source

import (
	"encoding/binary"
	"math/bits"
)

// maxNesting is how deep objects and arrays may be nested in a record. An event
// of Okta's has five levels, in the deepest envelope ten.
const maxNesting = 64

// What the functions of [jsonText] return in place of an offset.
const (
	malformed  = -1 // not JSON
	incomplete = -2 // the text ends before the value does
	tooDeep    = -3 // more than maxNesting levels
)

// jsonText passes over JSON. It checks as much as it needs to find the ends of
// values: strings, brackets, what may come before a bracket. Whether a number
// is one is not its concern.
type jsonText struct {
	b []byte // text and slack
	n int    // length of the text
}

func newJSONText(text []byte) jsonText { return jsonText{b: text[:len(text)+Slack], n: len(text)} }

// space returns the offset of the first character at or after i that is not
// white space.
func (t *jsonText) space(i int) int {
	for i < t.n && (t.b[i] == ' ' || t.b[i] == '\n' || t.b[i] == '\r' || t.b[i] == '\t') {
		i++
	}
	return i
}

// str passes the string whose quote is at i and returns the offset of its
// closing quote. Eight bytes a step it is four times as fast as byte by byte.
func (t *jsonText) str(i int) (end int, escaped bool) {
	i++
	for {
		w := binary.LittleEndian.Uint64(t.b[min(i, t.n):])
		q, s := w^'"'*ones, w^'\\'*ones
		// The lowest bit that is set is right; those above it may not be.
		m := ((q-ones)&^q | (s-ones)&^s | (w-' '*ones)&^w) & highs
		if m == 0 && i+8 <= t.n {
			i += 8
			continue
		}
		if m != 0 {
			i += bits.TrailingZeros64(m) / 8
		} else {
			i = t.n
		}
		switch {
		case i >= t.n:
			return incomplete, escaped
		case t.b[i] == '"':
			return i, escaped
		case t.b[i] == '\\':
			escaped = true
			i += 2
		default: // a control character; those of a string are escaped
			return malformed, escaped
		}
	}
}

// value passes the value that starts at i and returns the offset behind it.
// depth is that of the value.
func (t *jsonText) value(i, depth int) int {
	if i >= t.n {
		return incomplete
	}
	switch t.b[i] {
	case '"':
		end, _ := t.str(i)
		if end < 0 {
			return end
		}
		return end + 1
	case '{', '[':
		return t.nested(i, depth)
	}
	return t.scalar(i)
}

// scalar passes a number or a word.
func (t *jsonText) scalar(i int) int {
	from := i
	for i < t.n {
		switch c := t.b[i]; {
		case c == ',' || c == '}' || c == ']' || c <= ' ':
			if i == from {
				return malformed
			}
			return i
		case c == '"' || c == '{' || c == '[' || c == ':':
			return malformed
		}
		i++
	}
	return incomplete
}

// nested passes the object or array at i.
func (t *jsonText) nested(i, depth int) int {
	objects := uint64(0) // a bit a level: whether it is an object
	level := 0
	before := byte(':') // the last character that was neither blank nor of a string or scalar
	for ; i < t.n; i++ {
		switch c := t.b[i]; c {
		case '"':
			end, _ := t.str(i)
			if end < 0 {
				return end
			}
			i = end
		case '{', '[':
			if before != ':' && before != ',' && before != '[' {
				return malformed
			}
			if level+depth >= maxNesting {
				return tooDeep
			}
			objects <<= 1
			if c == '{' {
				objects |= 1
			}
			level++
			before = c
		case '}', ']':
			if objects&1 == 1 != (c == '}') {
				return malformed
			}
			objects >>= 1
			if level--; level == 0 {
				return i + 1
			}
			before = c
		case ',', ':':
			before = c
		}
	}
	return incomplete
}
