package detect

// numbers gives numbers from 0 to the keys of one person at a time, in order of
// their first use. Unlike a map it is emptied in no time, so that one serves
// thousands of people, and a look-up takes a third of the time.
type numbers struct {
	slots []numbered // a power of two of them, at most half of them full
	round uint32
	n     int
}

// numbered is a key with its number, if it is of this round.
type numbered struct {
	key   uint64
	round uint32
	n     int32
}

// reset forgets all keys.
func (t *numbers) reset() {
	if t.n = 0; t.slots == nil {
		t.slots = make([]numbered, 64)
	}
	t.round++
}

// number returns the number of a key.
func (t *numbers) number(key uint64) int {
	mask := uint64(len(t.slots) - 1)
	i := mixed64(key) & mask
	for ; t.slots[i].round == t.round; i = (i + 1) & mask {
		if t.slots[i].key == key {
			return int(t.slots[i].n)
		}
	}
	n := t.n
	t.slots[i] = numbered{key, t.round, int32(n)}
	if t.n++; 2*t.n > len(t.slots) {
		t.grow()
	}
	return n
}

func (t *numbers) grow() {
	old := t.slots
	t.slots = make([]numbered, 2*len(old))
	mask := uint64(len(t.slots) - 1)
	for _, s := range old {
		if s.round != t.round {
			continue
		}
		i := mixed64(s.key) & mask
		for t.slots[i].round == t.round {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}

// mixed64 spreads a key of two codes over all bits.
func mixed64(key uint64) uint64 {
	key ^= key >> 29
	key *= 0x9e3779b97f4a7c15 // 2^64 over the golden ratio, as in Fibonacci hashing
	return key ^ key>>32
}
