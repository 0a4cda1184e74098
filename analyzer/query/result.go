package query

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// Result is the events that fit a query, in an order.
type Result struct {
	Query *Query
	Range Range

	view   *View
	rows   []uint32
	sorted bool // by something else than time, ascending
}

// Len returns the number of events.
func (r *Result) Len() int { return len(r.rows) }

// Rows returns the rows of the log in the result's order. It must not be
// changed.
func (r *Result) Rows() []uint32 { return r.rows }

// Window returns the rows from one place of the result to another, as far as
// there are any. It must not be changed.
func (r *Result) Window(from, to int) []uint32 {
	from = min(max(from, 0), len(r.rows))
	return r.rows[from:min(max(to, from), len(r.rows))]
}

// Position returns the place of an event in the result by its uuid, or -1.
func (r *Result) Position(uuid string) int {
	row, ok := r.view.find(uuid)
	if !ok {
		return -1
	}
	if r.sorted {
		return slices.Index(r.rows, uint32(row))
	}
	if at, ok := slices.BinarySearch(r.rows, uint32(row)); ok {
		return at
	}
	return -1
}

// Sort puts the events in the order of a field: addresses by number, figures by
// size, other values by the alphabet in lower case; those of one value by time,
// and those without a value last, in either direction. Of several values the
// first counts. The error says that events have no useful order by the field.
func (r *Result) Sort(f *Field, descending bool) error {
	switch f.kind {
	case uuidField:
		return fmt.Errorf("events cannot be sorted by %s; sort by time", f.Name)
	case timeField:
		r.byTime()
		if descending {
			slices.Reverse(r.rows)
		}
		r.sorted = descending
		return nil
	}
	r.byTime()
	c := r.view.shown(f)
	ranks := c.rank()
	last := uint32(len(c.values)) // the place of what is absent
	// The rank of each number of the domain; events are then counted by rank.
	of := make([]uint32, c.domain.size)
	for n := range of {
		of[n] = last
		if code := firstCode(c.codes(uint32(n))); code != 0 {
			of[n] = ranks[code]
			if descending && of[n] != last {
				of[n] = last - 1 - of[n]
			}
		}
	}
	starts := make([]int, last+2)
	for _, row := range r.rows {
		starts[of[c.domain.rows[row]]+1]++
	}
	for i := range last + 1 {
		starts[i+1] += starts[i]
	}
	sorted := make([]uint32, len(r.rows))
	for _, row := range r.rows {
		rank := of[c.domain.rows[row]]
		sorted[starts[rank]] = row
		starts[rank]++
	}
	r.rows, r.sorted = sorted, true
	return nil
}

// byTime puts the events in order of time again: each row is in the result once.
func (r *Result) byTime() {
	if !r.sorted {
		return
	}
	in := make([]bool, r.view.log.Len())
	for _, row := range r.rows {
		in[row] = true
	}
	rows := make([]uint32, 0, len(r.rows))
	for row, is := range in {
		if is {
			rows = append(rows, uint32(row))
		}
	}
	r.rows, r.sorted = rows, false
}

// rank returns the place of each value among all of the column; those that
// stand for nothing have the place behind the last.
func (c *column) rank() []uint32 {
	if c.ranks != nil {
		return c.ranks
	}
	keys := make([]sortKey, 0, len(c.values))
	low := c.lower()
	for code := 1; code < len(c.values); code++ {
		if !event.Blank(c.values[code]) {
			keys = append(keys, newSortKey(uint32(code), c.values[code], low[code]))
		}
	}
	slices.SortFunc(keys, sortKey.compare)
	c.ranks = make([]uint32, len(c.values))
	for i := range c.ranks {
		c.ranks[i] = uint32(len(c.values))
	}
	for i, k := range keys {
		c.ranks[k.code] = uint32(i)
	}
	return c.ranks
}

// sortKey is what a value is sorted by: figures before addresses before other
// texts.
type sortKey struct {
	code   uint32
	class  uint8
	addr   netip.Addr
	digits string // without zeros at the start
	low    string
	value  string
}

func newSortKey(code uint32, value, low string) sortKey {
	k := sortKey{code: code, class: 2, low: low, value: value}
	if strings.Trim(value, "0123456789") == "" {
		k.class, k.digits = 0, strings.TrimLeft(value, "0")
	} else if len(value) <= 64 && strings.ContainsAny(value, ".:") {
		text, _, _ := strings.Cut(value, "/") // a network goes by its address
		if addr, err := netip.ParseAddr(text); err == nil {
			k.class, k.addr = 1, addr
		}
	}
	return k
}

func (k sortKey) compare(o sortKey) int {
	return cmp.Or(cmp.Compare(k.class, o.class), cmp.Compare(len(k.digits), len(o.digits)), strings.Compare(k.digits, o.digits),
		k.addr.Compare(o.addr), strings.Compare(k.low, o.low), strings.Compare(k.value, o.value))
}

// Values returns what an event shows in a field: all values of the field that
// it has, each once.
func (v *View) Values(f *Field, row uint32) []string {
	switch f.kind {
	case timeField:
		return []string{event.FormatTime(v.log.Time(int(row)))}
	case uuidField:
		return []string{v.log.UUID(int(row))}
	}
	c := v.shown(f)
	var values []string
	for _, code := range c.codes(c.domain.rows[row]) {
		if s := c.values[code]; code != 0 && !slices.Contains(values, s) {
			values = append(values, s)
		}
	}
	return values
}
