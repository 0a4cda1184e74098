package simulate

import (
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
)

// The streams of random numbers. Each person's each day draws from a stream of
// its own, so that a day can be made without the days before it.
const (
	streamCompany = iota + 1
	streamPerson
	streamShift
	streamOrg
	streamCampaign
	streamShuffle
	streamLife
	streamErrand
)

// roll is a source of random numbers that can be set to the start of any
// stream without an allocation.
type roll struct {
	*rand.Rand
	pcg *rand.PCG
}

func newRoll() *roll {
	pcg := rand.NewPCG(0, 0)
	return &roll{rand.New(pcg), pcg}
}

// stream sets the world's source to the start of a stream and returns it.
func (w *World) stream(kind int, a, b uint64) *roll {
	w.rng.start(w.cfg.Seed, kind, a, b)
	return w.rng
}

func (r *roll) start(seed uint64, kind int, a, b uint64) {
	hi := mix(seed + uint64(kind)*0x9e3779b97f4a7c15)
	r.pcg.Seed(mix(hi^a), mix(hi+mix(b+1)))
}

// mix is the finalizer of SplitMix64: a bijection whose output bits each
// depend on all input bits, so that neighbouring seeds give unrelated streams.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance reports true with probability p.
func (r *roll) chance(p float64) bool { return r.Float64() < p }

// between returns a number from lo to hi, hi excluded.
func (r *roll) between(lo, hi int64) int64 { return lo + r.Int64N(hi-lo) }

// pick returns one of the choices.
func pick[T any](r *roll, choices []T) T { return choices[r.IntN(len(choices))] }

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// id returns an Okta object id: a prefix that names the kind and 17 letters
// and digits, as in 00u1a2B3c4D5e6F7g8h9.
func (r *roll) id(prefix string) string {
	var b [20]byte
	n := copy(b[:], prefix)
	for x := r.Uint64(); n < len(b); n++ {
		if x < 62 {
			x = r.Uint64()
		}
		b[n] = alphanumeric[x%62]
		x /= 62
	}
	return string(b[:])
}

// token returns a session id: a prefix and 22 characters of base64url, which
// is 128 bits.
func (r *roll) token(prefix string) string {
	var raw [16]byte
	r.bytes(&raw)
	b := make([]byte, 0, 32)
	b = append(b, prefix...)
	return string(base64.RawURLEncoding.AppendEncode(b, raw[:]))
}

func (r *roll) bytes(b *[16]byte) {
	binary.BigEndian.PutUint64(b[:8], r.Uint64())
	binary.BigEndian.PutUint64(b[8:], r.Uint64())
}

// gregorian is the start of the time of UUIDs, 15 October 1582, in units of
// 100 ns before 1970 (RFC 9562, section 5.1).
const gregorian = 0x01b21dd213814000

// uuid returns a UUID of version 1 for a moment in milliseconds UTC, with a
// random clock sequence and node.
func (r *roll) uuid(ms int64) (u [16]byte) {
	x := r.Uint64()
	t := uint64(ms)*10_000 + gregorian + r.Uint64N(10_000)
	binary.BigEndian.PutUint32(u[0:], uint32(t))
	binary.BigEndian.PutUint16(u[4:], uint16(t>>32))
	binary.BigEndian.PutUint16(u[6:], uint16(t>>48)&0x0fff|0x1000)
	binary.BigEndian.PutUint64(u[8:], x&0x3fff_ffff_ffff_ffff|0x8000_0000_0000_0000)
	return u
}
