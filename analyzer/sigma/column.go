package sigma

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/event"
)

// lower returns the values in lower case.
func (c *column) lower() []string {
	if c.low == nil {
		c.low = make([]string, len(c.values))
		for i, s := range c.values {
			c.low[i] = strings.ToLower(s)
		}
	}
	return c.low
}

// fold returns for each value the first one that is the same text but for its
// case, and [noText] for one that stands for nothing.
func (c *column) fold() []uint32 {
	if c.folded == nil {
		c.folded = make([]uint32, len(c.values))
		t := foldTable{of: c.values, slots: make([]uint32, tableSize(len(c.values))), hashes: make([]uint32, len(c.values))}
		for code, s := range c.values {
			if event.Blank(s) {
				c.folded[code] = noText
				continue
			}
			c.folded[code] = t.first(uint32(code))
		}
	}
	return c.folded
}

// tableSize returns the power of two that a hash table of up to n entries is
// never more than half full with.
func tableSize(n int) int {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return size
}

// hashSeed makes the places of hash tables others in each process, so that no
// log can be written to crowd one.
var hashSeed = maphash.MakeSeed()

// foldTable finds texts that are the same but for their case. It keeps no text
// in lower case: most are ids, each another one, of which a million events have
// hundreds of thousands. That takes half the time of a map of such texts.
type foldTable struct {
	of     []string
	slots  []uint32 // codes, plus one
	hashes []uint32 // of each code
	buffer []byte
}

// first returns the first code of a code's text.
func (t *foldTable) first(code uint32) uint32 {
	s := t.of[code]
	t.buffer = appendLower(t.buffer[:0], s)
	h := maphash.Bytes(hashSeed, t.buffer)
	hash := uint32(h >> 32)
	t.hashes[code] = hash
	for at := int(h) & (len(t.slots) - 1); ; at = (at + 1) & (len(t.slots) - 1) {
		known := t.slots[at]
		if known == 0 {
			t.slots[at] = code + 1
			return code
		}
		if t.hashes[known-1] == hash && sameFolded(t.buffer, t.of[known-1]) {
			return known - 1
		}
	}
}

// sameFolded reports whether a text is another one in lower case.
func sameFolded(low []byte, s string) bool {
	var buffer [64]byte
	return string(appendLower(buffer[:0], s)) == string(low)
}

// lowerBytes are the bytes of ASCII in lower case; of others only that the
// highest bit is set counts.
var lowerBytes = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(c)
		if c >= 'A' && c <= 'Z' {
			t[c] += 'a' - 'A'
		}
	}
	return t
}()

// appendLower appends a text as [strings.ToLower] returns it.
func appendLower(to []byte, s string) []byte {
	from, all := len(to), byte(0)
	to = slices.Grow(to, len(s))[:from+len(s)]
	for i, low := 0, to[from:]; i < len(low); i++ {
		c := lowerBytes[s[i]]
		low[i] = c
		all |= c
	}
	if all >= utf8.RuneSelf {
		return append(to[:from], strings.ToLower(s)...)
	}
	return to
}

// several stands for more than one value.
const several = noText - 1

// singles returns for each number of the domain its folded value, [noText] for
// none, or [several]. It is what most loops over events need to know.
func (c *column) singles() []uint32 {
	if c.single == nil {
		folded := c.fold()
		c.single = make([]uint32, c.domain.size)
		c.widest = 1
		for n := range c.single {
			switch codes := c.codes(uint32(n)); len(codes) {
			case 0:
				c.single[n] = noText
			case 1:
				c.single[n] = folded[codes[0]]
			default:
				c.single[n] = several
				c.widest = max(c.widest, len(codes))
			}
		}
	}
	return c.single
}

// combiner numbers pairs of numbers. It is a table of its own because a map of
// pairs took over twice as long.
type combiner struct {
	slots []uint32 // numbers, plus one
	pairs []uint64
}

var combinerSeed = maphash.String(hashSeed, "pair")

func (c *combiner) number(a, b uint32) uint32 {
	if 2*len(c.pairs) >= len(c.slots) {
		c.grow()
	}
	pair := uint64(a)<<32 | uint64(b)
	at := c.place(pair)
	if c.slots[at] == 0 {
		c.pairs = append(c.pairs, pair)
		c.slots[at] = uint32(len(c.pairs))
	}
	return c.slots[at] - 1
}

// all numbers the pairs of two lists. Pairs come again soon: a look among the
// latest spares most looks into the table.
func (c *combiner) all(to, a, b []uint32) {
	var pairs [64]uint64
	var known [64]uint32 // plus one
	for i := range to {
		pair := uint64(a[i])<<32 | uint64(b[i])
		at := (a[i] ^ b[i]<<3) % 64
		if known[at] == 0 || pairs[at] != pair {
			pairs[at], known[at] = pair, c.number(a[i], b[i])+1
		}
		to[i] = known[at] - 1
	}
}

// place returns where a pair is, or belongs.
func (c *combiner) place(pair uint64) int {
	h := (pair ^ combinerSeed) * 0x9e3779b97f4a7c15
	h = (h ^ h>>32) * 0xd6e8feb86659fd93
	at := int(h>>32) & (len(c.slots) - 1)
	for c.slots[at] != 0 && c.pairs[c.slots[at]-1] != pair {
		at = (at + 1) & (len(c.slots) - 1)
	}
	return at
}

func (c *combiner) grow() {
	c.slots = make([]uint32, max(1024, 2*len(c.slots)))
	for i, pair := range c.pairs {
		c.slots[c.place(pair)] = uint32(i + 1)
	}
}
