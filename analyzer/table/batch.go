package table

import (
	"fmt"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// Batch is what one chunk of a file decodes to: an entry per event in each of
// the arrays. The numbers in Tuples are those of the decoder's own
// [Dictionary]; the [Delta] beside them says what they stand for.
type Batch struct {
	Times   []int64    // milliseconds UTC
	IDs     [][16]byte // the uuid, or what [ContentID] makes of a record without one
	Offsets []int64    // where the record starts in its file, in bytes
	Lengths []uint32   // of the record in its file, in bytes
	// Tuples are empty for a group that the file has no fields of: tuple 0 for
	// every event.
	Tuples [NumGroups][]uint32
	// Transactions are the ids of transactions that are 32 hexadecimal digits,
	// as bytes, and zero for others, which are values like all else. Nearly
	// every third event has a new one: as bytes they take 16 a event, as values
	// of a dictionary four times that.
	Transactions [][16]byte
}

// Len returns the number of events.
func (b *Batch) Len() int { return len(b.Times) }

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() {
	b.Times, b.IDs, b.Offsets, b.Lengths = b.Times[:0], b.IDs[:0], b.Offsets[:0], b.Lengths[:0]
	b.Transactions = b.Transactions[:0]
	for g := range b.Tuples {
		b.Tuples[g] = b.Tuples[g][:0]
	}
}

// Grow makes room for n more events with tuples of the groups.
func (b *Batch) Grow(n int, groups []Group, transactions bool) {
	b.Times, b.IDs = slices.Grow(b.Times, n), slices.Grow(b.IDs, n)
	b.Offsets, b.Lengths = slices.Grow(b.Offsets, n), slices.Grow(b.Lengths, n)
	if transactions {
		b.Transactions = slices.Grow(b.Transactions, n)
	}
	for _, g := range groups {
		b.Tuples[g] = slices.Grow(b.Tuples[g], n)
	}
}

// Delta is what a dictionary has gained since the last one taken from it.
type Delta struct {
	Values [event.NumFields][]string
	Tuples [NumGroups]Tuples
}

// Tuples is a run of tuples: the numbers of their values, one tuple after the
// other, and how many values each has.
type Tuples struct {
	Values  []uint32
	Lengths []uint32
}

// Mark is a position in a dictionary's history.
type Mark struct {
	values [event.NumFields]int
	tuples [NumGroups]int
}

// Since returns what the dictionary has gained since a mark, and the mark of
// now. The zero mark is the beginning.
func (d *Dictionary) Since(m Mark) (Delta, Mark) {
	var delta Delta
	for f := range d.values {
		delta.Values[f] = d.values[f].all[m.values[f]:]
		m.values[f] = d.values[f].Len()
	}
	for g := range d.tuples {
		t := &d.tuples[g]
		for n := m.tuples[g]; n < t.len(); n++ {
			values := t.at(uint32(n))
			delta.Tuples[g].Values = append(delta.Tuples[g].Values, values...)
			delta.Tuples[g].Lengths = append(delta.Tuples[g].Lengths, uint32(len(values)))
		}
		m.tuples[g] = t.len()
	}
	return delta, m
}

// Translation numbers what one decoder's dictionary holds in another
// dictionary, the log's.
type Translation struct {
	values [event.NumFields][]uint32
	tuples [NumGroups][]uint32
}

// Learn takes a decoder's next delta into d and t. Deltas must come in the
// order in which they were taken. The error says that a delta names a value or
// a tuple that the decoder has not sent.
func (d *Dictionary) Learn(t *Translation, delta *Delta) error {
	for f := range event.NumFields {
		for _, v := range delta.Values[f] {
			t.values[f] = append(t.values[f], d.Value(f, []byte(v)))
		}
	}
	var scratch []uint32
	for g := range NumGroups {
		fields := g.Fields()
		if g.Single() {
			t.tuples[g] = t.values[fields[0]]
			continue
		}
		values := delta.Tuples[g].Values
		for _, n := range delta.Tuples[g].Lengths {
			if int(n) > len(values) || int(n)%len(fields) != 0 {
				return fmt.Errorf("delta of group %d: tuple of %d values", g, n)
			}
			scratch = scratch[:0]
			for i, v := range values[:n] {
				known := t.values[fields[i%len(fields)]]
				if int(v) >= len(known) {
					return fmt.Errorf("delta of group %d: value %d of field %s was never sent", g, v, fields[i%len(fields)])
				}
				scratch = append(scratch, known[v])
			}
			values = values[n:]
			t.tuples[g] = append(t.tuples[g], d.Tuple(g, scratch))
		}
	}
	return nil
}
