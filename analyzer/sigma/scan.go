package sigma

import (
	"math/bits"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// scan returns the events of a part of all events. Those of a few event types
// come from the log's lists.
func (e *evaluation) scan(n *numbersNode) selection {
	if n.set.empty() {
		return selection{}
	}
	if n.domain.kind {
		types := e.types(n.domain, n.set)
		// To merge lists costs a few times as much for each event as to look at it.
		if cost := types.total * 4 * bits.Len(uint(len(types.names))-1); types.total == 0 || len(types.names) == 1 || cost < e.n {
			// The list of one type is the log's own.
			found := selection{rows: e.view.log.RowsOfType(types.names...), own: len(types.names) > 1}
			if types.whole {
				return found
			}
			return e.eval(n, found)
		}
	}
	to, k := e.buffer(), 0
	for from := 0; from < e.n; from += table.BlockRows {
		k += scanBlock(to[k:], uint32(from), n.domain.rows[from:min(from+table.BlockRows, e.n)], n.set)
	}
	return selection{rows: to[:k], own: true}
}

// scanBlock is keep for the events from one on, of which these are the numbers.
//
//go:noinline
func scanBlock(to []uint32, row uint32, numbers []uint32, set bitset) int {
	k := 0
	for _, number := range numbers {
		to[k] = row
		k += int(set[number>>6] >> (number & 63) & 1)
		row++
	}
	return k
}

// types are event types.
type types struct {
	names []string // of those that have events
	total int      // of events
	whole bool     // a set has all events of the types
}

// types returns the event types of a set of numbers.
func (e *evaluation) types(d *domain, set bitset) (t types) {
	c := e.view.column(&Field{field: event.Type}, nil)[0]
	seen := make([]bool, len(c.values))
	for n := range uint32(d.size) {
		if code := c.codes(n)[0]; set.has(n) && !seen[code] {
			seen[code] = true
			if rows := e.view.log.RowsOfType(c.values[code]); len(rows) > 0 {
				t.names = append(t.names, c.values[code])
				t.total += len(rows)
			}
		}
	}
	t.whole = true
	for n := range uint32(d.size) {
		t.whole = t.whole && (set.has(n) || !seen[c.codes(n)[0]])
	}
	return t
}
