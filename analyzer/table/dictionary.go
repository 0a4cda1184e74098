package table

import (
	"unsafe"

	"okta-session-analyzer/analyzer/event"
)

// Dictionary numbers the distinct values of every field and the distinct
// tuples of every group. Value 0 of each field is "", a field that the event
// does not have; tuple 0 of each group has no value at all. Numbers are given
// in order of arrival and are never taken back, so a dictionary can be sent in
// instalments (see [Delta]).
type Dictionary struct {
	values [event.NumFields]Strings
	tuples [NumGroups]tuples
}

// NewDictionary returns a dictionary that holds value 0 of every field and
// tuple 0 of every group.
func NewDictionary() *Dictionary {
	d := new(Dictionary)
	for f := range event.NumFields {
		d.values[f].Code(nil)
	}
	for g := range NumGroups {
		switch {
		case g.Single():
		case g.Multi():
			d.tuples[g].code(nil)
		default:
			d.tuples[g].code(make([]uint32, len(g.Fields())))
		}
	}
	return d
}

// Value returns the number of a field's value, giving it one if it is new.
func (d *Dictionary) Value(f event.Field, value []byte) uint32 {
	if len(value) == 0 {
		return 0
	}
	return d.values[f].Code(value)
}

// Tuple returns the number of a group's tuple, giving it one if it is new. The
// values stand in the order of the group's fields, element after element where
// the group has several.
func (d *Dictionary) Tuple(g Group, values []uint32) uint32 {
	if g.Single() {
		return values[0]
	}
	return d.tuples[g].code(values)
}

// ValueAt returns the number of the value at a place of a tuple.
func (d *Dictionary) ValueAt(g Group, tuple uint32, at int) uint32 {
	if g.Single() {
		return tuple
	}
	return d.tuples[g].at(tuple)[at]
}

// TupleValues returns the numbers of the values of a tuple of a group that is
// not [Group.Single]. They must not be changed.
func (d *Dictionary) TupleValues(g Group, tuple uint32) []uint32 { return d.tuples[g].at(tuple) }

// Strings returns the numbers of a field's values. Whoever adds to them adds
// to the dictionary.
func (d *Dictionary) Strings(f event.Field) *Strings { return &d.values[f] }

// Strings numbers distinct strings from 0 in order of arrival. The zero value
// is empty and ready for use.
type Strings struct {
	all   []string
	slots []slot
	block []byte // the end of it is free; strings live in blocks like it
}

// slot is a place of an open-addressing table: the upper half of the hash and
// the number plus one, so that most misses are told without touching a string.
type slot struct{ hash, next uint32 }

// All returns the strings in the order of their numbers. It must not be
// changed.
func (s *Strings) All() []string { return s.all }

// Len returns the number of strings.
func (s *Strings) Len() int { return len(s.all) }

// Code returns the number of b, giving it one if it is new. b is copied.
func (s *Strings) Code(b []byte) uint32 { return s.CodeHash(b, Hash(b)) }

// CodeHash is [Strings.Code] for a caller who has a hash of b already. All
// calls for one Strings must use the same hash function.
func (s *Strings) CodeHash(b []byte, hash uint64) uint32 {
	n, found, at := s.find(b, hash)
	if !found {
		n = s.add(b, hash, at)
	}
	return n
}

// Find returns the number of b, if it has one.
func (s *Strings) Find(b []byte) (uint32, bool) {
	n, found, _ := s.find(b, Hash(b))
	return n, found
}

// FindHash is [Strings.Find] with a hash of b that the caller has.
func (s *Strings) FindHash(b []byte, hash uint64) (uint32, bool) {
	n, found, _ := s.find(b, hash)
	return n, found
}

func (s *Strings) find(b []byte, hash uint64) (n uint32, found bool, at uint32) {
	if len(s.slots) == 0 {
		return 0, false, 0
	}
	mask := uint32(len(s.slots) - 1)
	h := uint32(hash >> 32)
	for at = h & mask; ; at = (at + 1) & mask {
		e := s.slots[at]
		if e.next == 0 {
			return 0, false, at
		}
		if e.hash == h && s.all[e.next-1] == unsafe.String(unsafe.SliceData(b), len(b)) {
			return e.next - 1, true, at
		}
	}
}

func (s *Strings) add(b []byte, hash uint64, at uint32) uint32 {
	if 2*(len(s.all)+1) > len(s.slots) {
		s.slots = grow(s.slots)
		_, _, at = s.find(b, hash)
	}
	n := uint32(len(s.all))
	s.all = append(s.all, s.keep(b))
	s.slots[at] = slot{uint32(hash >> 32), n + 1}
	return n
}

// keep returns a copy of b as a string. Copies share blocks, which saves the
// allocator a call for each of hundreds of thousands of short values. Most
// fields have few: their blocks start small.
func (s *Strings) keep(b []byte) string {
	const least, most = 1 << 10, 64 << 10
	if len(b) == 0 {
		return ""
	}
	if len(b) > cap(s.block)-len(s.block) {
		if len(b) > most/4 {
			return string(b)
		}
		s.block = make([]byte, 0, max(least, min(2*cap(s.block), most), len(b)))
	}
	from := len(s.block)
	s.block = append(s.block, b...)
	return unsafe.String(&s.block[from], len(b))
}

// grow returns a table of twice the size with the same entries.
func grow(old []slot) []slot {
	slots := make([]slot, max(16, 2*len(old)))
	mask := uint32(len(slots) - 1)
	for _, e := range old {
		if e.next == 0 {
			continue
		}
		at := e.hash & mask
		for slots[at].next != 0 {
			at = (at + 1) & mask
		}
		slots[at] = e
	}
	return slots
}

// tuples numbers the distinct tuples of one group from 0 in order of arrival.
type tuples struct {
	values []uint32 // those of tuple 0, of tuple 1, …
	ends   []uint32 // where the values of each tuple end
	slots  []slot
}

func (t *tuples) len() int { return len(t.ends) }

// at returns the values of tuple n.
func (t *tuples) at(n uint32) []uint32 {
	from := uint32(0)
	if n > 0 {
		from = t.ends[n-1]
	}
	return t.values[from:t.ends[n]]
}

func (t *tuples) code(values []uint32) uint32 {
	h := uint32(hashCodes(values) >> 32)
	if 2*(len(t.ends)+1) > len(t.slots) {
		t.slots = grow(t.slots)
	}
	mask := uint32(len(t.slots) - 1)
	at := h & mask
	for ; t.slots[at].next != 0; at = (at + 1) & mask {
		if t.slots[at].hash == h && equal(t.at(t.slots[at].next-1), values) {
			return t.slots[at].next - 1
		}
	}
	n := uint32(len(t.ends))
	t.values = append(t.values, values...)
	t.ends = append(t.ends, uint32(len(t.values)))
	t.slots[at] = slot{h, n + 1}
	return n
}

func equal(a, b []uint32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
