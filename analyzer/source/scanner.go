package source

import (
	"encoding/binary"
	"math/bits"

	"okta-session-analyzer/analyzer/table"
)

// Limits of one quoted cell. A quote that is not closed within them is taken
// for a stray one: its line is rejected and the lines behind it are read as
// records of their own, so that one byte cannot swallow a file. No cell of a
// console export comes near either.
const (
	maxCell       = 1 << 20 // bytes
	maxCellBreaks = 256     // line breaks
)

// Slack is how many bytes behind the data of a [Chunk] should be readable: the
// scanner reads words of eight. Data without it are copied.
const Slack = 8

const (
	ones  = 0x0101010101010101
	lows  = 0x7F7F7F7F7F7F7F7F
	highs = 0x8080808080808080
)

// matches returns a word whose bytes are 0x80 where those of w equal the byte
// that pattern repeats, and 0 elsewhere. It is exact: no carry crosses bytes.
func matches(w, pattern uint64) uint64 {
	x := w ^ pattern
	return ^((x&lows + lows) | x) & highs
}

// has reports whether any byte of w equals the byte that a or b repeats. It is
// cheaper than two calls of matches, and tells only whether, not where.
func has(w, a, b uint64) bool {
	x, y := w^a, w^b
	return ((x-ones)&^x|(y-ones)&^y)&highs != 0
}

// scanner finds the ends of cells and of records, eight bytes at a time, and
// hashes what it passes. Cells are 12 bytes long on average, so passing a run
// of cells word by word is what makes the decoder fast: 2.5 times as fast as a
// loop over bytes, natively and in WebAssembly.
type scanner struct {
	b      []byte // text and slack
	n      int    // length of the text
	comma  uint64 // the delimiter, in every byte
	comma1 byte
}

func newScanner(text []byte, comma byte) scanner {
	return scanner{b: text[:len(text)+Slack], n: len(text), comma: uint64(comma) * ones, comma1: comma}
}

// passed is what a run of cells came to.
type passed struct {
	end    int    // of the last cell: its comma, its line break or the end of the text
	cells  int    // how many there were; fewer than asked for at the end of a record
	hash   uint64 // of the bytes from start to end, as [table.Hash] makes it of words
	last   bool   // the record ends here
	open   int    // where the quote opened that is not closed; -1 if there is none
	breaks int    // line breaks inside quotes
}

// run passes n cells from i, the start of a cell.
func (s *scanner) run(i, n int) passed {
	const quotes, breaks = '"' * ones, '\n' * ones
	var (
		p      = passed{open: -1}
		start  = i
		h      = table.HashStart()
		quoted = false
		opened = 0
		limit  = 0 // how many more line breaks the quoted cell may have
		skip   = -1
	)
	for {
		w := binary.LittleEndian.Uint64(s.b[i:])
		c := matches(w, s.comma)
		if i+8 <= s.n && !has(w, quotes, breaks) {
			if quoted {
				h = table.HashStep(h, w)
				i += 8
				if i-opened > maxCell {
					p.open, p.end = opened, i
					return p
				}
				continue
			}
			if k := bits.OnesCount64(c); k < n {
				n -= k
				p.cells += k
				h = table.HashStep(h, w)
				i += 8
				continue
			}
		}
		q, l := matches(w, quotes), matches(w, breaks)
		stop := -1
		for m := q | l | c; ; m &= m - 1 {
			at := s.n
			if m != 0 {
				at = i + bits.TrailingZeros64(m)/8
			}
			if at >= s.n {
				if i+8 <= s.n {
					break
				}
				if quoted {
					p.open, p.end = opened, s.n
					return p
				}
				stop, p.last = s.n, true
				p.cells++
				break
			}
			switch ch := s.b[at]; {
			case quoted && ch == '"':
				switch {
				case at == skip: // the second of two
				case s.b[at+1] == '"' && at+1 < s.n:
					skip = at + 1
				case s.ends(at + 1):
					quoted = false
				}
			case quoted:
				if ch == '\n' {
					p.breaks++
					if limit--; limit < 0 {
						p.open, p.end = opened, at
						return p
					}
				}
			case ch == '"':
				if at == start || s.b[at-1] == s.comma1 {
					quoted, opened, limit = true, at, maxCellBreaks
				}
			case ch == '\n':
				stop, p.last = at, true
				p.cells++
			case ch == s.comma1:
				p.cells++
				if n--; n == 0 {
					stop = at
				}
			}
			if stop >= 0 {
				break
			}
		}
		if stop >= 0 {
			p.end = stop
			if rest := stop - i; rest > 0 {
				h = table.HashStep(h, w&(1<<(8*rest)-1))
			}
			p.hash = table.HashEnd(h, stop-start)
			return p
		}
		h = table.HashStep(h, w)
		i += 8
		if quoted && i-opened > maxCell {
			p.open, p.end = opened, i
			return p
		}
	}
}

// ends reports whether a cell ends at i; see [endsCell].
func (s *scanner) ends(i int) bool {
	if i >= s.n || s.b[i] == s.comma1 || s.b[i] == '\n' {
		return true
	}
	return s.b[i] == '\r' && (i+1 >= s.n || s.b[i+1] == '\n')
}

// lineBreak returns the offset of the first line break at or after i, or the
// length of the text.
func (s *scanner) lineBreak(i int) int {
	for ; i+8 <= s.n; i += 8 {
		if m := matches(binary.LittleEndian.Uint64(s.b[i:]), '\n'*ones); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for ; i < s.n && s.b[i] != '\n'; i++ {
	}
	return i
}

// countBreaks returns the number of line breaks in text[i:j].
func (s *scanner) countBreaks(i, j int) int {
	n := 0
	for ; i+8 <= j; i += 8 {
		n += bits.OnesCount64(matches(binary.LittleEndian.Uint64(s.b[i:]), '\n'*ones))
	}
	for ; i < j; i++ {
		if s.b[i] == '\n' {
			n++
		}
	}
	return n
}
