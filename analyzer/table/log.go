package table

import (
	"runtime"
	"sync"
	"sync/atomic"

	"okta-session-analyzer/analyzer/event"
)

// Log is a log in columns: its events sorted by time, each once. Rows are
// numbered from 0. It does not change and can be read from several goroutines.
type Log struct {
	times   []int64
	ids     [][16]byte
	files   []uint32
	offsets []int64
	lengths []uint32
	tuples  [NumGroups][]uint32 // the tuple of each event
	columns [event.NumFields]*Column
	carried [event.NumFields]bool

	once  sync.Once
	index atomic.Pointer[index]

	// The ids of transactions as bytes, until somebody asks for their column.
	transactions     [][16]byte
	transactionsOnce sync.Once
	naming           sync.RWMutex // of transactions
}

// newLog puts the events of a builder in the given order and empties it.
func newLog(b *Builder, k *keys, order []uint32) *Log {
	l := &Log{
		times:   gather(k.times, order),
		ids:     gather(k.ids, order),
		files:   gather(k.files, order),
		offsets: gather(k.offsets, order),
		lengths: make([]uint32, len(order)),
		carried: b.carried,
	}
	l.place(b, order)
	absent := make([]uint32, len(order)) // the tuples of all groups that no file has a field of
	for g := range NumGroups {
		if l.tuples[g] == nil {
			l.tuples[g] = absent
		}
		t := &b.dict.tuples[g]
		fields := g.Fields()
		for at, f := range fields {
			c := &Column{Values: b.dict.values[f].All(), rows: l.tuples[g]}
			if g.Single() {
				c.of = identity(len(c.Values))
			} else if g.Multi() {
				c.ends = make([]uint32, t.len())
				c.of = make([]uint32, 0, len(t.values)/len(fields))
				for n := range t.len() {
					values := t.at(uint32(n))
					for i := at; i < len(values); i += len(fields) {
						c.of = append(c.of, values[i])
					}
					c.ends[n] = uint32(len(c.of))
				}
			} else {
				c.of = make([]uint32, t.len())
				for n := range c.of {
					c.of[n] = t.values[n*len(fields)+at]
				}
			}
			l.columns[f] = c
		}
	}
	l.columns[event.Published] = &Column{Values: []string{""}, rows: l.tuples[KindGroup], of: make([]uint32, b.dict.tuples[KindGroup].len())}
	return l
}

// dropped is the place of a duplicate.
const dropped = ^uint32(0)

// place puts what the parts of a builder hold in the places of their events,
// part by part, on all cores: a part's memory is free as soon as it is done.
func (l *Log) place(b *Builder, order []uint32) {
	places := make([]uint32, b.events())
	for i := range places {
		places[i] = dropped
	}
	for at, row := range order {
		places[row] = uint32(at)
	}
	for i := range b.parts {
		rows := &b.parts[i].rows
		if len(rows.Transactions) > 0 && l.transactions == nil {
			l.transactions = make([][16]byte, len(order))
		}
		for g := range rows.Tuples {
			if len(rows.Tuples[g]) > 0 && l.tuples[g] == nil {
				l.tuples[g] = make([]uint32, len(order))
			}
		}
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(b.parts)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(b.parts)); i = next.Add(1) - 1 {
				p := &b.parts[i]
				l.placePart(p, places[p.first:p.first+p.rows.Len()])
				p.rows = Batch{}
			}
		})
	}
	workers.Wait()
	b.parts = nil
}

func (l *Log) placePart(p *part, places []uint32) {
	scatter(l.lengths, places, p.rows.Lengths)
	scatter(l.transactions, places, p.rows.Transactions)
	for g, codes := range p.rows.Tuples {
		if p.known == nil {
			scatter(l.tuples[g], places, codes)
			continue
		}
		known, to := p.known.tuples[g], l.tuples[g]
		for i, n := range codes {
			if at := places[i]; at != dropped {
				to[at] = known[n]
			}
		}
	}
}

// scatter puts each value in its place.
func scatter[T any](to []T, places []uint32, from []T) {
	for i, v := range from {
		if at := places[i]; at != dropped {
			to[at] = v
		}
	}
}

func identity(n int) []uint32 {
	s := make([]uint32, n)
	for i := range s {
		s[i] = uint32(i)
	}
	return s
}

func gather[T any](from []T, order []uint32) []T {
	to := make([]T, len(order))
	for i, row := range order {
		to[i] = from[row]
	}
	return to
}

// Len returns the number of events.
func (l *Log) Len() int { return len(l.times) }

// Time returns the time of an event in milliseconds UTC.
func (l *Log) Time(row int) int64 { return l.times[row] }

// Times returns the times of all events, ascending. It must not be changed.
func (l *Log) Times() []int64 { return l.times }

// UUID returns the uuid of an event in lower case; for an event without a real
// one the text that stands in its place, or the id of its content.
func (l *Log) UUID(row int) string {
	if s := l.columns[event.UUID].At(row); s != "" {
		return s
	}
	return FormatUUID(l.ids[row])
}

// Source returns the number of the file that an event was read from, and the
// place of its record there in bytes.
func (l *Log) Source(row int) (file int, offset int64, length int) {
	return int(l.files[row]), l.offsets[row], int(l.lengths[row])
}

// Column returns the column of a field. A field that no event has is a column
// of absent values, never nil. [event.UUID] holds only what stands in place of
// a real uuid, and [event.Published] nothing: see [Log.UUID] and [Log.Time].
func (l *Log) Column(f event.Field) *Column {
	if f == event.TransactionID {
		l.transactionsOnce.Do(l.nameTransactions)
	}
	return l.columns[f]
}

// Tuples returns the number of each event's tuple of a group: events of one
// number have the same values in all fields of the group. It must not be
// changed.
func (l *Log) Tuples(g Group) []uint32 {
	if g == TransactionGroup {
		l.transactionsOnce.Do(l.nameTransactions)
	}
	return l.tuples[g]
}

// Carries reports whether any file of the log has the field at all.
func (l *Log) Carries(f event.Field) bool { return l.carried[f] }

// Column is one field of all events: for each event the number of a value.
type Column struct {
	// Values are the distinct values. Value 0 is "", the field is absent.
	Values []string

	rows []uint32 // the tuple of each event
	of   []uint32 // the value of each tuple; all elements, where it has several
	ends []uint32 // where each tuple's elements end in of; nil for single values
}

// Code returns the number of an event's value; of the first one where the
// field can have several.
func (c *Column) Code(row int) uint32 {
	t := c.rows[row]
	if c.ends == nil {
		return c.of[t]
	}
	if all := c.elements(t); len(all) > 0 {
		return all[0]
	}
	return 0
}

// At returns an event's value; the first one where the field can have several.
func (c *Column) At(row int) string { return c.Values[c.Code(row)] }

// Codes returns the numbers of all values of an event: of each target, of each
// address of the chain, absent ones included so that the fields of one group
// run in step. It must not be changed.
func (c *Column) Codes(row int) []uint32 {
	t := c.rows[row]
	if c.ends == nil {
		return c.of[t : t+1]
	}
	return c.elements(t)
}

func (c *Column) elements(tuple uint32) []uint32 {
	from := uint32(0)
	if tuple > 0 {
		from = c.ends[tuple-1]
	}
	return c.of[from:c.ends[tuple]]
}

// Tuples returns how many tuples the field's group has, and CodeOf the value
// of one of them, so that a test of values can be made once a tuple instead of
// once an event.
func (c *Column) Tuples() int {
	if c.ends == nil {
		return len(c.of)
	}
	return len(c.ends)
}

// CodesOf returns the numbers of the values that a tuple has, as
// [Column.Codes] does for an event.
func (c *Column) CodesOf(tuple uint32) []uint32 {
	if c.ends == nil {
		return c.of[tuple : tuple+1]
	}
	return c.elements(tuple)
}

// Find returns the number of a value, if any event may have it. It looks at
// every value; keep the answer.
func (c *Column) Find(value string) (code uint32, ok bool) {
	for n, v := range c.Values {
		if v == value {
			return uint32(n), true
		}
	}
	return 0, false
}

// Find returns the row of an event by its uuid, as [Log.UUID] writes it.
func (l *Log) Find(uuid string) (row int, ok bool) {
	if rows := l.FindAll([]string{uuid}); len(rows) == 1 {
		return rows[0], true
	}
	return 0, false
}

// FindAll returns the rows of events by their uuids, in the order of these.
// Unknown ones are left out. It looks at all events, once for all uuids.
func (l *Log) FindAll(uuids []string) []int {
	want := make(map[[16]byte]int, len(uuids)) // the place of a uuid in the list, plus one
	named := make(map[string]int)              // of those that are none
	for i, s := range uuids {
		if id, ok := ParseUUID([]byte(s)); ok {
			want[id] = i + 1
		} else {
			named[s] = i + 1
		}
	}
	found := make([]int, len(uuids))
	texts := l.columns[event.UUID]
	for row := range l.ids {
		if i := want[l.ids[row]]; i > 0 {
			found[i-1] = row + 1
		}
		if len(named) > 0 {
			if i := named[texts.At(row)]; i > 0 && found[i-1] == 0 {
				found[i-1] = row + 1
			}
		}
	}
	rows := make([]int, 0, len(uuids))
	for _, row := range found {
		if row > 0 {
			rows = append(rows, row-1)
		}
	}
	return rows
}
