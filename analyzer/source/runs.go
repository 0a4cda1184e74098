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

// guesses remembers, for each tuple of one group, the run of another group
// that came with it last. A session stays with its client and a client with
// its address chain, so that the next run is usually the one that came with
// the same tuple before. Comparing bytes with a guess is all that a run then
// costs: no search for its end, no hash, no look-up.
type guesses []run

func (g guesses) of(tuple uint32) run {
	if int(tuple) < len(g) {
		return g[tuple]
	}
	return run{}
}

func (g *guesses) set(tuple uint32, r run) {
	if int(tuple) >= len(*g) {
		if tuple > maxGuesses {
			return
		}
		*g = append(*g, make(guesses, max(64, int(tuple)+1+int(tuple)/2)-len(*g))...)
	}
	(*g)[tuple] = r
}

// maxGuesses bounds the memory of the guesses for one group, 16 bytes each.
const maxGuesses = 1 << 20

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
