package source

import (
	"bytes"
	"encoding/binary"
)

// runs knows the runs of cells of one group that a decoder has seen, byte for
// byte, and the tuple of each. Most rows of a log repeat what others say, so
// this is where the decoder spends its time: a look-up touches one slot and
// the text, two misses of the cache, where a map would touch four.
type runs struct {
	slots []run
	count int
	text  []byte // of all runs
}

type run struct {
	hash  uint32 // the upper half
	tuple uint32
	from  uint32 // of the text
	size  uint32 // plus one, so that 0 is a free slot
}

// maxRunText is how much text of runs is kept. A hostile log can make every
// run a new one; what is beyond is taken apart each time it comes, which is
// slower and no different.
const maxRunText = 256 << 20

// find returns the slot of a run, or nil.
func (r *runs) find(text []byte, hash uint64) *run {
	if len(r.slots) == 0 {
		return nil
	}
	h := uint32(hash >> 32)
	mask := uint32(len(r.slots) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		s := &r.slots[at]
		if s.size == 0 {
			return nil
		}
		if s.hash == h && int(s.size) == len(text)+1 && bytes.Equal(r.text[s.from:s.from+s.size-1], text) {
			return s
		}
	}
}

// add keeps a run that find does not know.
func (r *runs) add(text []byte, hash uint64, tuple uint32) run {
	added := run{hash: uint32(hash >> 32), tuple: tuple, from: uint32(len(r.text)), size: uint32(len(text)) + 1}
	if len(r.text)+len(text) > maxRunText {
		return run{}
	}
	if 2*(r.count+1) > len(r.slots) {
		old := r.slots
		r.slots = make([]run, max(64, 2*len(old)))
		for _, s := range old {
			if s.size != 0 {
				r.put(s)
			}
		}
	}
	r.put(added)
	r.text = append(r.text, text...)
	r.count++
	return added
}

func (r *runs) put(s run) {
	mask := uint32(len(r.slots) - 1)
	at := s.hash & mask
	for r.slots[at].size != 0 {
		at = (at + 1) & mask
	}
	r.slots[at] = s
}

// guesses remembers which run of a group came last with a key: with the tuple
// of another group, or with the bytes that it begins with. A session stays with
// its client, a client with its address chain, and a person opens the same
// applications again and again: three of four guesses are right. All that such
// a run then costs is to compare its bytes with the guess, no search for its
// end, no hash and no look-up. That makes the decoder 1.3 times as fast.
type guesses []run

const numGuesses = 1 << 15

// of returns the guess for a key, which has size 0 if there is none.
func (g guesses) of(key uint32) run {
	if len(g) == 0 {
		return run{}
	}
	return g[key%numGuesses]
}

// set takes a run for the guess of a key from now on.
func (g *guesses) set(key uint32, r run) {
	if len(*g) == 0 {
		*g = make(guesses, numGuesses)
	}
	(*g)[key%numGuesses] = r
}

// key returns a number made of the sixteen bytes from i on, the first of which
// say little: ids of one kind begin alike.
func (s *scanner) key(i int) uint32 {
	if i+16 > s.n {
		return 0
	}
	w := binary.LittleEndian.Uint64(s.b[i:])*3 ^ binary.LittleEndian.Uint64(s.b[i+8:])
	return uint32(w * 0x9E3779B97F4A7C15 >> 40)
}

// starts reports whether text begins at b[at:], comparing words of eight.
func starts(b []byte, at int, text []byte) bool {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		if binary.LittleEndian.Uint64(b[at+i:]) != binary.LittleEndian.Uint64(text[i:]) {
			return false
		}
	}
	for ; i < len(text); i++ {
		if b[at+i] != text[i] {
			return false
		}
	}
	return true
}
