package table

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
)

// The hash of the dictionaries. Its seed differs from run to run, so that a log
// written to make its values collide cannot slow the analysis down; no number
// that depends on it leaves the package.
//
// It takes eight bytes a step with one multiplication. hash/maphash needs the
// upper half of a 128-bit product for each, which WebAssembly does not have:
// there it is three times slower.
var seed = rand.Uint64() | 1

const prime = 0x9E3779B97F4A7C15 // 2^64 divided by the golden ratio

// Hash returns the hash of b. Its upper half is the better one.
func Hash(b []byte) uint64 {
	h := HashStart()
	for ; len(b) >= 8; b = b[8:] {
		h = HashStep(h, binary.LittleEndian.Uint64(b))
	}
	if len(b) > 0 {
		var last [8]byte
		copy(last[:], b)
		h = HashStep(h, binary.LittleEndian.Uint64(last[:]))
	}
	return HashEnd(h, len(b))
}

// HashStart returns the state before the first step.
func HashStart() uint64 { return seed }

// HashStep takes eight bytes into the hash.
func HashStep(h, word uint64) uint64 { return bits.RotateLeft64((h^word)*prime, 29) }

// HashEnd returns the hash of what went in; n is any number that tells apart
// inputs whose steps were the same, such as the length of the last one.
func HashEnd(h uint64, n int) uint64 {
	h = (h ^ uint64(n)) * prime
	h ^= h >> 32
	return h * prime
}

func hashCodes(codes []uint32) uint64 {
	h := HashStart()
	i := 0
	for ; i+2 <= len(codes); i += 2 {
		h = HashStep(h, uint64(codes[i])|uint64(codes[i+1])<<32)
	}
	if i < len(codes) {
		h = HashStep(h, uint64(codes[i]))
	}
	return HashEnd(h, len(codes))
}
