package sigma

import (
	"context"
	"math/bits"
	"slices"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// Match is what one rule found: for a rule all events that it holds for, for a
// correlation one contiguous run of its condition.
type Match struct {
	Rule *Rule
	// Rows are the evidence in order of time: the rule's events, or those in
	// the windows of the run.
	Rows        []int32
	First, Last int64 // the times of the first and the last row, ms UTC
	// Peak is the most that the correlation's condition saw in the run: events,
	// distinct values, rules, or the sum, mean or percentile; the least where
	// the condition asks for little (lt, lte). For a rule it is the number of
	// events.
	Peak float64
	// Group are the values of group-by, in its order, as the run's first event
	// writes them.
	Group []string
	// Values are the distinct values of the counted field in the run, in order
	// of time, of a value_count with one field.
	Values []string
	// Cut says that the correlation had more alerts than the 100,000 that are
	// kept, this being the last of them.
	Cut bool
}

// Run runs the set over a log. enabled says which rules make matches; nil is
// all. A rule that only a correlation needs runs for that one even where it is
// not enabled. Matches come in the order of the set's rules, those of a rule in
// order of their first events. The error is the context's.
func (s *Set) Run(ctx context.Context, view *View, enabled func(*Rule) bool) ([]Match, error) {
	view.mu.Lock()
	defer view.mu.Unlock()
	r := &runner{view: view, lifter: lifter{view, s.zone, ctx}, rows: map[*Compiled][]uint32{}, runs: map[*Compiled][]run{}, ctx: ctx,
		gathered: map[*Compiled][]gatheredBy{}}
	var matches []Match
	for _, c := range s.rules {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if c.base || len(c.lists) > 0 || enabled != nil && !enabled(c.Rule) {
			continue
		}
		if c.Rule.Correlation == nil {
			if rows := r.rule(c); len(rows) > 0 {
				matches = append(matches, r.match(c, rows, float64(len(rows))))
			}
			continue
		}
		runs := r.correlation(c)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := range runs {
			m := r.match(c, runs[i].rows, runs[i].peak)
			m.Group, m.Values, m.Cut = runs[i].group, runs[i].values, runs[i].cut
			matches = append(matches, m)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return matches, nil
}

// runner is the state of one run over a log.
type runner struct {
	view   *View
	lifter lifter
	ctx    context.Context
	rows   map[*Compiled][]uint32
	runs   map[*Compiled][]run
	// gathered are the groups of events that correlations share.
	gathered map[*Compiled][]gatheredBy
}

func (r *runner) match(c *Compiled, rows []uint32, peak float64) Match {
	m := Match{Rule: c.Rule, Rows: make([]int32, len(rows)), Peak: peak}
	for i, row := range rows {
		m.Rows[i] = int32(row)
	}
	log := r.view.log
	m.First, m.Last = log.Time(int(rows[0])), log.Time(int(rows[len(rows)-1]))
	return m
}

// rule returns the events that a rule holds for, in order of time. They must
// not be changed.
func (r *runner) rule(c *Compiled) []uint32 {
	rows, done := r.rows[c]
	if done {
		return rows
	}
	v, key := r.view, foundKey{c.Rule, r.lifter.zone}
	if rows, done = v.found[key]; !done || !c.alone {
		rows = r.evaluate(c.tree)
		if c.alone && r.ctx.Err() == nil {
			if v.kept += len(rows) + 1; v.kept > maxKept {
				clear(v.found)
				v.kept = len(rows) + 1
			}
			v.found[key] = rows
		}
	}
	r.rows[c] = rows
	return rows
}

// foundKey is a rule that no configuration changes, and where it is told what
// time it is.
type foundKey struct {
	rule *Rule
	zone *time.Location
}

// maxKept is how many rows of rules a view keeps, so that another threshold
// costs the correlations only: 32 MB.
const maxKept = 8 << 20

// evaluate returns the events that a tree holds for.
func (r *runner) evaluate(tree node) []uint32 {
	e := &evaluation{runner: r, n: r.view.log.Len()}
	found := e.eval(r.lifter.lift(tree), nil)
	if found == nil {
		return nil
	}
	rows := make([]uint32, 0, found.count())
	for i, w := range found {
		for ; w != 0; w &= w - 1 {
			rows = append(rows, uint32(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return rows
}

// evaluation is a tree over domains at work on the events of a log.
type evaluation struct {
	*runner
	n int
}

// eval returns those of in that a node holds for; a nil in is all events, a nil
// result none.
func (e *evaluation) eval(n node, in bitset) bitset {
	switch n := n.(type) {
	case *numbersNode:
		if in == nil {
			return e.scan(n)
		}
		return e.numbers(n, in)
	case *eventNode:
		if in == nil {
			in = fullBits(e.n)
		}
		out := make(bitset, len(in))
		for i, w := range in {
			for ; w != 0; w &= w - 1 {
				b := bits.TrailingZeros64(w)
				if n.test(uint32(i<<6 + b)) {
					out[i] |= 1 << b
				}
			}
		}
		return out
	case conjunction:
		for _, part := range e.order(n) {
			if in = e.eval(part, in); in == nil || in.empty() {
				return nil
			}
		}
		return in
	case disjunction:
		var out, rest bitset
		for _, part := range n {
			if rest == nil && in != nil {
				rest = in.clone()
			}
			found := e.eval(part, rest)
			if found == nil {
				continue
			}
			if rest == nil {
				rest = fullBits(e.n)
			}
			rest.andNot(found)
			if out == nil {
				out = found
			} else {
				out.or(found)
			}
		}
		return out
	case *negation:
		out := fullBits(e.n)
		if in != nil {
			out = in.clone()
		}
		if not := e.eval(n.of, in); not != nil {
			out.andNot(not)
		}
		return out
	}
	panic("sigma: a tree of something else")
}

// order returns the parts of a conjunction so that those that hold for few
// events come first; tests of single events, which cost more, come last.
func (e *evaluation) order(parts conjunction) []node {
	cost := make(map[node]int, len(parts))
	ordered := slices.Clone([]node(parts))
	for _, part := range ordered {
		switch part := part.(type) {
		case *numbersNode:
			cost[part] = part.events()
		case *eventNode:
			cost[part] = e.n + 2
		}
	}
	weight := func(n node) int {
		switch n := n.(type) {
		case *numbersNode, *eventNode:
			return cost[n]
		}
		return e.n + 1
	}
	slices.SortStableFunc(ordered, func(a, b node) int { return weight(a) - weight(b) })
	return ordered
}

// events returns how many events a part holds for.
func (n *numbersNode) events() int {
	d, total := n.domain, 0
	if d.counts == nil {
		d.counts = make([]uint32, d.size)
		for _, number := range d.rows {
			d.counts[number]++
		}
	}
	for i, w := range n.set {
		for ; w != 0; w &= w - 1 {
			total += int(d.counts[i<<6+bits.TrailingZeros64(w)])
		}
	}
	return total
}

// scan returns the events of a part of all events. Those of a few event types
// come from the log's lists.
func (e *evaluation) scan(n *numbersNode) bitset {
	total := n.events()
	if total == 0 {
		return nil
	}
	out := newBits(e.n)
	if n.domain.kind && total < e.n/4 {
		for _, row := range e.view.log.RowsOfType(e.types(n.set)...) {
			if n.set.has(n.domain.rows[row]) {
				out.set(row)
			}
		}
		return out
	}
	// The loop that runs once for every event and rule: a look-up in the
	// domain, one in the set. A byte a
	// number makes it a third faster than a bit.
	rows, in := n.domain.rows, n.set.bytes(n.domain.size)
	for i := range out {
		var word uint64
		for b, number := range rows[i<<6 : min(i<<6+64, len(rows))] {
			word |= uint64(in[number]) << (b & 63)
		}
		out[i] = word
	}
	return out
}

// types returns the event types of a set of numbers.
func (e *evaluation) types(set bitset) (types []string) {
	c := e.view.log.Column(event.Type)
	seen := make([]bool, len(c.Values))
	for n := range uint32(c.Tuples()) {
		if code := c.CodesOf(n)[0]; set.has(n) && !seen[code] {
			seen[code] = true
			types = append(types, c.Values[code])
		}
	}
	return types
}

// numbers returns those of in that a part holds for.
func (e *evaluation) numbers(n *numbersNode, in bitset) bitset {
	out := make(bitset, len(in))
	of := n.domain.rows
	for i, w := range in {
		if w == 0 {
			continue
		}
		var word uint64
		for ; w != 0; w &= w - 1 {
			b := bits.TrailingZeros64(w)
			if n.set.has(of[i<<6+b]) {
				word |= 1 << b
			}
		}
		out[i] = word
	}
	return out
}
