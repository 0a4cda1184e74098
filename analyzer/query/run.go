package query

import (
	"math/bits"
	"slices"
	"sort"
	"strings"

	"okta-session-analyzer/analyzer/table"
)

// Range is a stretch of time in milliseconds UTC, To not included. The zero
// Range is all time.
type Range struct{ From, To int64 }

// rows returns the rows of the log in the range: from, and up to, a row.
func (r Range) rows(log *table.Log) (from, to int) {
	if r == (Range{}) {
		return 0, log.Len()
	}
	from, to = rowAt(log, r.From), rowAt(log, r.To)
	return from, max(from, to)
}

// rowAt returns the first row that is not before a time.
func rowAt(log *table.Log, ms int64) int {
	times := log.Times()
	return sort.Search(len(times), func(i int) bool { return times[i] >= ms })
}

// Run returns the events of the range that fit the query, in order of time. The
// error, an *[Error], says that a term names an event that the log does not
// have.
func (q *Query) Run(v *View, r Range) (*Result, error) {
	e := &evaluation{view: v}
	e.from, e.to = r.rows(v.log)
	result := &Result{view: v, Query: q, Range: r}
	if q.root == nil {
		result.rows = make([]uint32, e.to-e.from)
		for i := range result.rows {
			result.rows[i] = uint32(e.from + i)
		}
		return result, nil
	}
	s := e.eval(q.root)
	if e.err != nil {
		return nil, e.err
	}
	result.rows = e.rows(s)
	return result, nil
}

// evaluation is one run of a query.
type evaluation struct {
	view     *View
	from, to int // the rows that are looked at
	err      *Error
}

// set is the events that a node fits: numbers of a domain, or rows.
type set struct {
	domain *domain
	table  []uint8  // by number, 0 or 1
	bits   []uint64 // by row from the evaluation's first, where domain is nil
}

// eval returns the set of a node. It is not to be changed: the view may keep it.
func (e *evaluation) eval(n node) set {
	switch n := n.(type) {
	case allOf:
		return e.join(n, func(a, b uint8) uint8 { return a & b }, func(a, b uint64) uint64 { return a & b })
	case anyOf:
		return e.join(n, func(a, b uint8) uint8 { return a | b }, func(a, b uint64) uint64 { return a | b })
	case not:
		return e.complement(e.eval(n.of))
	}
	return e.leaf(n.(*leaf))
}

// join returns the set that several come to. Those of one domain are joined
// number by number, so that a hundred addresses take one pass over the events.
func (e *evaluation) join(nodes []node, number func(a, b uint8) uint8, row func(a, b uint64) uint64) set {
	var sets []set
	for _, n := range nodes {
		sets = append(sets, e.eval(n))
	}
	return e.joinSets(sets, number, row)
}

func (e *evaluation) joinSets(sets []set, number func(a, b uint8) uint8, row func(a, b uint64) uint64) set {
	var joined []set
	owned := []bool{} // whether the table of a joined set is this call's own
next:
	for _, s := range sets {
		for i := range joined {
			if s.domain == nil || joined[i].domain != s.domain {
				continue
			}
			if !owned[i] {
				joined[i].table, owned[i] = slices.Clone(joined[i].table), true
			}
			t := joined[i].table
			for n, b := range s.table {
				t[n] = number(t[n], b)
			}
			continue next
		}
		joined, owned = append(joined, s), append(owned, false)
	}
	if len(joined) == 1 {
		return joined[0]
	}
	all := slices.Clone(e.bits(joined[0]))
	for _, s := range joined[1:] {
		for i, w := range e.bits(s) {
			all[i] = row(all[i], w)
		}
	}
	return set{bits: all}
}

func (e *evaluation) complement(s set) set {
	if s.domain != nil {
		t := make([]uint8, len(s.table))
		for n, b := range s.table {
			t[n] = b ^ 1
		}
		return set{domain: s.domain, table: t}
	}
	all := make([]uint64, len(s.bits))
	for i, w := range s.bits {
		all[i] = ^w
	}
	if rest := (e.to - e.from) % 64; rest != 0 && len(all) > 0 {
		all[len(all)-1] &= 1<<rest - 1
	}
	return set{bits: all}
}

// bits returns the rows of a set.
func (e *evaluation) bits(s set) []uint64 {
	if s.domain == nil {
		return s.bits
	}
	rows := s.domain.rows[e.from:e.to]
	all := make([]uint64, (len(rows)+63)/64)
	t := s.table
	for i := range all {
		part := rows[64*i : min(64*i+64, len(rows))]
		w := uint64(0)
		for j, n := range part {
			w |= uint64(t[n]) << j
		}
		all[i] = w
	}
	return all
}

// rows returns the numbers of the rows of a set.
func (e *evaluation) rows(s set) []uint32 {
	all := e.bits(s)
	n := 0
	for _, w := range all {
		n += bits.OnesCount64(w)
	}
	rows := make([]uint32, 0, n)
	for i, w := range all {
		for ; w != 0; w &= w - 1 {
			rows = append(rows, uint32(e.from+64*i+bits.TrailingZeros64(w)))
		}
	}
	return rows
}

// between returns the set of the events of a stretch of time.
func (e *evaluation) between(from, to int64) set {
	all := make([]uint64, (e.to-e.from+63)/64)
	a := max(rowAt(e.view.log, from), e.from)
	b := min(rowAt(e.view.log, to), e.to)
	for row := a; row < b; row++ {
		i := row - e.from
		if i&63 == 0 && row+64 <= b {
			all[i>>6] = ^uint64(0)
			row += 63
			continue
		}
		all[i>>6] |= 1 << (i & 63)
	}
	return set{bits: all}
}

// only returns the set of one row.
func (e *evaluation) only(row int) set {
	all := make([]uint64, (e.to-e.from+63)/64)
	if row >= e.from && row < e.to {
		i := row - e.from
		all[i>>6] |= 1 << (i & 63)
	}
	return set{bits: all}
}

func (e *evaluation) leaf(l *leaf) set {
	v := e.view
	switch l.kind {
	case timeLeaf:
		return e.between(l.moment.span())
	case aroundLeaf:
		row, ok := v.find(l.uuid)
		if !ok {
			if e.err == nil {
				e.err = &Error{"the log has no event " + clip(l.uuid), "copy the uuid of an event of this log", l.at, l.length}
			}
			return e.only(-1)
		}
		at := v.log.Time(row)
		return e.between(at-l.within, at+l.within+1)
	case triedLeaf:
		return e.tried(l)
	case wordLeaf:
		sets := v.cached(l, func() []set { return v.word(l) })
		if id, plain := l.text.plain(); plain && isUUID(id) {
			if row, ok := v.find(id); ok {
				sets = append(slices.Clip(sets), e.only(row))
			}
		}
		return e.any(sets)
	}
	switch l.field.kind {
	case timeField: // present in every event
		return e.between(-1<<63, 1<<63-1)
	case uuidField:
		return e.uuid(l)
	}
	return e.any(v.cached(l, func() []set { return v.values(l) }))
}

// any returns the union of sets.
func (e *evaluation) any(sets []set) set {
	return e.joinSets(sets, func(a, b uint8) uint8 { return a | b }, func(a, b uint64) uint64 { return a | b })
}

// uuid returns the events whose uuid fits. Every event has one.
func (e *evaluation) uuid(l *leaf) set {
	if l.kind == presentLeaf {
		return e.between(-1<<63, 1<<63-1)
	}
	text, plain := l.text.plain()
	if plain && isUUID(text) {
		if row, ok := e.view.find(text); ok {
			return e.only(row)
		}
		return e.only(-1)
	}
	all := make([]uint64, (e.to-e.from+63)/64)
	test := l.text.test(false)
	for i := range e.to - e.from {
		if test(strings.ToLower(e.view.log.UUID(e.from + i))) {
			all[i>>6] |= 1 << (i & 63)
		}
	}
	return set{bits: all}
}
