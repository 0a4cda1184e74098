package table

import (
	"bytes"
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// Builder gathers events in any order and makes a [Log] of them.
type Builder struct {
	dict    *Dictionary
	parts   []part
	carried [event.NumFields]bool
	clock   event.Clock
	scratch []uint32
}

// part is what was added at a time: a batch and the numbers that its decoder's
// dictionary has in the builder's, nil if they are those of the builder's. A
// batch stays as it came until the log is made. Then each of its numbers is
// read, translated and written to its place once; to append the batches to
// large columns first, and to gather from there, took twice the time.
type part struct {
	file  uint32
	first int // the number of its first event
	known *Translation
	rows  Batch
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder { return &Builder{dict: NewDictionary()} }

// events returns how many events were added.
func (b *Builder) events() int {
	if len(b.parts) == 0 {
		return 0
	}
	last := &b.parts[len(b.parts)-1]
	return last.first + last.rows.Len()
}

// Learn takes a decoder's next delta; see [Dictionary.Learn].
func (b *Builder) Learn(t *Translation, delta *Delta) error { return b.dict.Learn(t, delta) }

// Carries says that a file has a column, or a key, for the fields. A detection
// whose fields no file carries cannot look.
func (b *Builder) Carries(fields ...event.Field) {
	for _, f := range fields {
		b.carried[f] = true
	}
}

// Add takes the events that a decoder found in a file, and keeps the batch:
// its memory is the builder's from now on. Everything that its tuples stand for
// must have been learned before.
func (b *Builder) Add(file int, t *Translation, rows Batch) {
	if rows.Len() > 0 {
		b.parts = append(b.parts, part{file: uint32(file), first: b.events(), known: t, rows: rows})
	}
}

// AddRow takes one event in its plain form; record is its text, of which a row
// without a UUID gets its id. The error is a *[event.TimeError]. It is the slow
// and obvious way in, for the reference reader, for tests and for the
// simulator.
func (b *Builder) AddRow(file int, offset int64, record []byte, row *event.Row) error {
	ms, err := b.clock.Parse([]byte(row.Published))
	if err != nil {
		return err
	}
	id, real := ParseUUID([]byte(row.UUID))
	if !real {
		id = ContentID(record)
	}
	if n := len(b.parts); n == 0 || b.parts[n-1].known != nil || b.parts[n-1].file != uint32(file) {
		b.parts = append(b.parts, part{file: uint32(file), first: b.events()})
	}
	rows := &b.parts[len(b.parts)-1].rows
	rows.Times = append(rows.Times, ms)
	rows.IDs = append(rows.IDs, id)
	rows.Offsets = append(rows.Offsets, offset)
	rows.Lengths = append(rows.Lengths, uint32(len(record)))
	for g := range NumGroups {
		b.scratch = b.scratch[:0]
		switch {
		case g == TargetGroup:
			for i, t := range row.Targets() {
				if *t == (event.Target{}) {
					continue
				}
				for _, f := range g.Fields() {
					b.scratch = append(b.scratch, b.dict.Value(f, []byte(row.Get(f, i))))
				}
			}
		case g == IdentityGroup && real:
			b.scratch = append(b.scratch, 0)
		default:
			some := false
			for _, f := range g.Fields() {
				v := b.dict.Value(f, []byte(row.Get(f, 0)))
				some = some || v != 0
				b.scratch = append(b.scratch, v)
			}
			if g.Multi() && !some {
				b.scratch = b.scratch[:0]
			}
		}
		rows.Tuples[g] = append(rows.Tuples[g], b.dict.Tuple(g, b.scratch))
	}
	return nil
}

// Accounting says what became of the events of one file.
type Accounting struct {
	Events      int   // in the log
	Duplicates  int   // of events that are in the log
	First, Last int64 // milliseconds UTC, of events and duplicates; 0 where there is none
}

// Log returns the log of the events: sorted by time, ties by id, each id once.
// names are those of the files; the accounting has one entry for each. Of the
// copies of an event the earliest stays, and of those of one time the one in
// the file that comes first by the times of its events, their number and its
// name. The builder is empty afterwards.
func (b *Builder) Log(names []string) (*Log, []Accounting) {
	accounts := make([]Accounting, len(names))
	k := newKeys(b)
	for i, file := range k.files {
		a, t := &accounts[file], k.times[i]
		if a.Events == 0 || t < a.First {
			a.First = t
		}
		if a.Events == 0 || t > a.Last {
			a.Last = t
		}
		a.Events++
	}
	rank := rankFiles(accounts, names)

	order := sortByTime(k.times)
	compare := func(x, y uint32) int {
		return cmp.Or(
			bytes.Compare(k.ids[x][:], k.ids[y][:]),
			cmp.Compare(rank[k.files[x]], rank[k.files[y]]),
			cmp.Compare(k.offsets[x], k.offsets[y]))
	}
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && k.times[order[j]] == k.times[order[i]] {
			j++
		}
		if j-i > 1 {
			slices.SortFunc(order[i:j], compare)
		}
		i = j
	}
	order = k.dropDuplicates(order, accounts)
	return newLog(b, k, order), accounts
}

// keys are what events are sorted by, in the order in which they came.
type keys struct {
	times   []int64
	ids     [][16]byte
	offsets []int64
	files   []uint32
}

func newKeys(b *Builder) *keys {
	n := b.events()
	k := &keys{times: make([]int64, n), ids: make([][16]byte, n), offsets: make([]int64, n), files: make([]uint32, n)}
	for i := range b.parts {
		p := &b.parts[i]
		copy(k.times[p.first:], p.rows.Times)
		copy(k.ids[p.first:], p.rows.IDs)
		copy(k.offsets[p.first:], p.rows.Offsets)
		for j := range p.rows.Times {
			k.files[p.first+j] = p.file
		}
	}
	return k
}

// rankFiles returns the place of each file in an order that does not depend on
// the one in which they were given.
func rankFiles(accounts []Accounting, names []string) []int {
	files := make([]int, len(names))
	for i := range files {
		files[i] = i
	}
	slices.SortStableFunc(files, func(x, y int) int {
		a, b := accounts[x], accounts[y]
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Events, b.Events),
			cmp.Compare(names[x], names[y]))
	})
	rank := make([]int, len(files))
	for place, file := range files {
		rank[file] = place
	}
	return rank
}

// dropDuplicates keeps the first event of each id and takes the others out of
// order and, in the accounting, from events to duplicates.
//
// It looks at all ids, not only at those of one time: a copy that a spreadsheet
// has saved again has lost its milliseconds. The table costs 30 ms for a
// million events.
func (k *keys) dropDuplicates(order []uint32, accounts []Accounting) []uint32 {
	size := 16
	for size < 2*len(order) {
		size *= 2
	}
	seen := make([]uint32, size) // the event's place in order, plus one
	mask := uint64(size - 1)
	kept := order[:0]
next:
	for _, row := range order {
		id := &k.ids[row]
		at := Hash(id[:]) >> 20 & mask
		for ; seen[at] != 0; at = (at + 1) & mask {
			if k.ids[kept[seen[at]-1]] == *id {
				a := &accounts[k.files[row]]
				a.Events--
				a.Duplicates++
				continue next
			}
		}
		kept = append(kept, row)
		seen[at] = uint32(len(kept))
	}
	return kept
}

// sortByTime returns the numbers of the events in the order of their times;
// equal ones keep their order. It is a radix sort: a million events of 90 days
// take three passes and 15 ms, a comparison sort over 150.
func sortByTime(times []int64) []uint32 {
	n := len(times)
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	if n < 2 {
		return order
	}
	least, most := slices.Min(times), slices.Max(times)
	const bits = 11
	next := make([]uint32, n)
	for shift := 0; shift < 64 && uint64(most-least)>>shift != 0; shift += bits {
		var start [1<<bits + 1]int
		for _, t := range times {
			start[uint64(t-least)>>shift&(1<<bits-1)+1]++
		}
		for d := range 1 << bits {
			start[d+1] += start[d]
		}
		for _, row := range order {
			d := uint64(times[row]-least) >> shift & (1<<bits - 1)
			next[start[d]] = row
			start[d]++
		}
		order, next = next, order
	}
	return order
}
