package sigma

// bitset is a set of numbers from 0.
type bitset []uint64

func newBits(n int) bitset { return make(bitset, (n+63)/64) }

// fullBits returns the set of all numbers below n.
func fullBits(n int) bitset {
	b := newBits(n)
	for i := range b {
		b[i] = ^uint64(0)
	}
	if n%64 != 0 {
		b[len(b)-1] = 1<<(n%64) - 1
	}
	return b
}

func (b bitset) has(i uint32) bool { return b[i>>6]>>(i&63)&1 != 0 }

func (b bitset) set(i uint32) { b[i>>6] |= 1 << (i & 63) }

func (b bitset) empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

// or adds the numbers of o, and and andNot take away those that are not, or
// are, in it.
func (b bitset) or(o bitset) {
	for i := range b {
		b[i] |= o[i]
	}
}

func (b bitset) and(o bitset) {
	for i := range b {
		b[i] &= o[i]
	}
}

func (b bitset) andNot(o bitset) {
	for i := range b {
		b[i] &^= o[i]
	}
}

func (b bitset) clone() bitset { return append(bitset(nil), b...) }

// complement returns the numbers below n that are not in the set.
func (b bitset) complement(n int) bitset {
	c := fullBits(n)
	c.andNot(b)
	return c
}
