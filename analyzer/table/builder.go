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
	rows    Batch
	files   []uint32 // the file of each event
	carried [event.NumFields]bool
	clock   event.Clock
	scratch []uint32
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder { return &Builder{dict: NewDictionary()} }

// Learn takes a decoder's next delta; see [Dictionary.Learn].
func (b *Builder) Learn(t *Translation, delta *Delta) error { return b.dict.Learn(t, delta) }

// Carries says that a file has a column, or a key, for the fields. A detection
// whose fields no file carries cannot look.
func (b *Builder) Carries(fields ...event.Field) {
	for _, f := range fields {
		b.carried[f] = true
	}
}

// Add takes the events that a decoder found in a file. Everything that their
// tuples stand for must have been learned before.
func (b *Builder) Add(file int, t *Translation, rows *Batch) {
	if len(rows.Transactions) > 0 {
		b.rows.Transactions = append(b.rows.Transactions, make([][16]byte, len(b.rows.Times)-len(b.rows.Transactions))...)
		b.rows.Transactions = append(b.rows.Transactions, rows.Transactions...)
	}
	b.rows.Times = append(b.rows.Times, rows.Times...)
	b.rows.IDs = append(b.rows.IDs, rows.IDs...)
	b.rows.Offsets = append(b.rows.Offsets, rows.Offsets...)
	b.rows.Lengths = append(b.rows.Lengths, rows.Lengths...)
	for g := range rows.Tuples {
		if len(rows.Tuples[g]) == 0 && len(b.rows.Tuples[g]) == 0 {
			continue
		}
		// The files before may have had no field of the group.
		to := append(b.rows.Tuples[g], make([]uint32, len(b.rows.Times)-len(b.rows.Tuples[g]))...)
		from := len(b.files)
		known := t.tuples[g]
		for i, n := range rows.Tuples[g] {
			to[from+i] = known[n]
		}
		b.rows.Tuples[g] = to
	}
	for range rows.Times {
		b.files = append(b.files, uint32(file))
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
	b.rows.Times = append(b.rows.Times, ms)
	b.rows.IDs = append(b.rows.IDs, id)
	b.rows.Offsets = append(b.rows.Offsets, offset)
	b.rows.Lengths = append(b.rows.Lengths, uint32(len(record)))
	b.files = append(b.files, uint32(file))
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
		b.rows.Tuples[g] = append(b.rows.Tuples[g], b.dict.Tuple(g, b.scratch))
	}
	return nil
}

// Accounting says what became of the events of one file.
type Accounting struct {
	Events      int   // in the log
	Duplicates  int   // of events that are in the log
	First, Last int64 // milliseconds UTC, of events and duplicates; 0 where there is none
}

// Log returns the log of the events so far: sorted by time, ties by id, each
// id once. names are those of the files; the accounting has one entry for
// each. Of the copies of an event the earliest stays, and of those of one time
// the one in the file that comes first by the times of its events, their
// number and its name. The builder can go on: a later Log has the later events
// too.
func (b *Builder) Log(names []string) (*Log, []Accounting) {
	accounts := make([]Accounting, len(names))
	for i, file := range b.files {
		a, t := &accounts[file], b.rows.Times[i]
		if a.Events == 0 || t < a.First {
			a.First = t
		}
		if a.Events == 0 || t > a.Last {
			a.Last = t
		}
		a.Events++
	}
	rank := rankFiles(accounts, names)

	order := sortByTime(b.rows.Times)
	compare := func(x, y uint32) int {
		return cmp.Or(
			bytes.Compare(b.rows.IDs[x][:], b.rows.IDs[y][:]),
			cmp.Compare(rank[b.files[x]], rank[b.files[y]]),
			cmp.Compare(b.rows.Offsets[x], b.rows.Offsets[y]))
	}
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && b.rows.Times[order[j]] == b.rows.Times[order[i]] {
			j++
		}
		if j-i > 1 {
			slices.SortFunc(order[i:j], compare)
		}
		i = j
	}
	order = b.dropDuplicates(order, accounts)
	return newLog(b, order), accounts
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
func (b *Builder) dropDuplicates(order []uint32, accounts []Accounting) []uint32 {
	size := 16
	for size < 2*len(order) {
		size *= 2
	}
	seen := make([]uint32, size) // the event's place in order, plus one
	mask := uint64(size - 1)
	kept := order[:0]
next:
	for _, row := range order {
		id := &b.rows.IDs[row]
		at := Hash(id[:]) >> 20 & mask
		for ; seen[at] != 0; at = (at + 1) & mask {
			if b.rows.IDs[kept[seen[at]-1]] == *id {
				a := &accounts[b.files[row]]
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
