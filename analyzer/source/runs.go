package source

import "bytes"

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

// find returns the tuple of a run.
func (r *runs) find(text []byte, hash uint64) (tuple uint32, ok bool) {
	if len(r.slots) == 0 {
		return 0, false
	}
	h := uint32(hash >> 32)
	mask := uint32(len(r.slots) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		s := &r.slots[at]
		if s.size == 0 {
			return 0, false
		}
		if s.hash == h && int(s.size) == len(text)+1 && bytes.Equal(r.text[s.from:s.from+s.size-1], text) {
			return s.tuple, true
		}
	}
}

// add keeps a run that find does not know.
func (r *runs) add(text []byte, hash uint64, tuple uint32) {
	if len(r.text)+len(text) > maxRunText {
		return
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
	r.put(run{hash: uint32(hash >> 32), tuple: tuple, from: uint32(len(r.text)), size: uint32(len(text)) + 1})
	r.text = append(r.text, text...)
	r.count++
}

func (r *runs) put(s run) {
	mask := uint32(len(r.slots) - 1)
	at := s.hash & mask
	for r.slots[at].size != 0 {
		at = (at + 1) & mask
	}
	r.slots[at] = s
}
