package sigma

import (
	"math/bits"
	"slices"

	"okta-session-analyzer/analyzer/table"
)

// evaluation is a tree over domains at work on the events of a log.
//
// It goes by lists of rows: each part of a conjunction takes away from the list
// that the part before it left, in a loop without branches. Sets of bits for the
// events took 2.5 times as long. The loops over events stand in functions that
// are called for a block of them: a browser compiles a function well only when
// it is called again, not while its loop runs.
type evaluation struct {
	*runner
	n int
}

// selection is events in order of time.
type selection struct {
	rows []uint32
	all  bool // every event; rows is nil
	own  bool // rows may be overwritten
}

func (s selection) none() bool { return !s.all && len(s.rows) == 0 }

// evaluate returns the events that a tree holds for, in order of time. They must
// not be changed.
func (r *runner) evaluate(tree node) []uint32 {
	e := &evaluation{runner: r, n: r.view.log.Len()}
	found := e.eval(r.lifter.lift(tree), selection{all: true})
	switch {
	case found.all:
		found.rows = make([]uint32, e.n)
		for row := range found.rows {
			found.rows[row] = uint32(row)
		}
	case len(found.rows) == 0:
		return nil
	case found.own && cap(found.rows) > len(found.rows)+len(found.rows)/4:
		rows := slices.Clone(found.rows) // most of what was looked at is gone
		e.giveBack(found.rows)
		return rows
	}
	return found.rows
}

// buffer returns room for every event, and giveBack takes it back for the next
// one that asks.
func (e *evaluation) buffer() []uint32 {
	b := e.spare
	e.spare = nil
	if cap(b) < e.n {
		b = make([]uint32, e.n)
	}
	return b[:e.n]
}

func (e *evaluation) giveBack(rows []uint32) {
	if cap(rows) >= e.n {
		e.spare = rows
	}
}

// eval returns those of in that a node holds for.
func (e *evaluation) eval(n node, in selection) selection {
	switch n := n.(type) {
	case *numbersNode:
		if in.all {
			return e.scan(n)
		}
		return e.filter(in, func(to, from []uint32) int { return keep(to, from, n.domain.rows, n.set) })
	case *eventNode:
		if in.all {
			in = selection{rows: e.buffer(), own: true}
			for row := range in.rows {
				in.rows[row] = uint32(row)
			}
		}
		return e.filter(in, func(to, from []uint32) int {
			k := 0
			for _, row := range from {
				if n.test(row) {
					to[k] = row
					k++
				}
			}
			return k
		})
	case conjunction:
		return e.conjunction(n, in)
	case disjunction:
		return e.disjunction(n, in)
	case *negation:
		found := e.eval(n.of, selection{rows: in.rows, all: in.all})
		if found.none() {
			return in
		}
		if found.all {
			return selection{}
		}
		return e.marked(in, e.mark(newBits(e.n), found.rows), 1)
	}
	panic("sigma: a tree of something else")
}

// filter returns those of a selection that keep keeps, block by block; keep
// writes them to its first list and returns how many.
func (e *evaluation) filter(in selection, keep func(to, from []uint32) int) selection {
	to := in.rows
	switch {
	case in.own:
	case len(in.rows) > e.n/4:
		to = e.buffer()[:len(in.rows)]
	default:
		to = make([]uint32, len(in.rows))
	}
	k := 0
	for from := 0; from < len(in.rows); from += table.BlockRows {
		k += keep(to[k:], in.rows[from:min(from+table.BlockRows, len(in.rows))])
	}
	return selection{rows: to[:k], own: true}
}

// keep writes those rows whose number is in a set and returns how many they are.
// It writes each and steps on for some: no branch to be guessed.
func keep(to, from, numbers []uint32, set bitset) int {
	k := 0
	for _, row := range from {
		number := numbers[row]
		to[k] = row
		k += int(set[number>>6] >> (number & 63) & 1)
	}
	return k
}

// keepMarked writes the rows that have a mark, or with flip 1 those without.
func keepMarked(to, from []uint32, marks bitset, flip uint64) int {
	k := 0
	for _, row := range from {
		to[k] = row
		k += int(marks[row>>6]>>(row&63)&1 ^ flip)
	}
	return k
}

// mark adds rows to a set of them.
func (e *evaluation) mark(marks bitset, rows []uint32) bitset {
	for _, row := range rows {
		marks[row>>6] |= 1 << (row & 63)
	}
	return marks
}

// marked returns those of a selection that have a mark, or with flip 1 those
// without.
func (e *evaluation) marked(in selection, marks bitset, flip uint64) selection {
	if !in.all {
		return e.filter(in, func(to, from []uint32) int { return keepMarked(to, from, marks, flip) })
	}
	if flip == 1 {
		marks = marks.complement(e.n)
	}
	rows := e.buffer()[:0]
	for i, w := range marks {
		for ; w != 0; w &= w - 1 {
			rows = append(rows, uint32(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return selection{rows: rows, own: true}
}

// conjunction begins with the part that holds for the fewest events: that of a
// few event types, which the log has lists of, or else the one that a sample
// shows. Tests of single events, which cost more, come last.
func (e *evaluation) conjunction(parts conjunction, in selection) selection {
	rest := slices.Clone([]node(parts))
	if in.all {
		first, least := -1, e.n+1
		for i, part := range rest {
			numbers, ok := part.(*numbersNode)
			if !ok {
				continue
			}
			count := e.sampled(numbers, in)
			if numbers.domain.kind {
				if types := e.types(numbers.domain, numbers.set); types.total < e.n/4 {
					first = i // its list costs less than to look at every event
					break
				}
			}
			if count < least {
				first, least = i, count
			}
		}
		if first >= 0 {
			in = e.eval(rest[first], in)
			rest = slices.Delete(rest, first, first+1)
		}
	}
	if len(rest) > 1 {
		e.order(rest, in)
	}
	for _, part := range rest {
		if in.none() {
			return selection{}
		}
		in = e.eval(part, in)
	}
	return in
}

// order sorts parts by what a sample of a selection shows that they leave of it.
func (e *evaluation) order(parts []node, in selection) {
	type weighed struct {
		part   node
		weight int
	}
	all := make([]weighed, len(parts))
	for i, part := range parts {
		all[i] = weighed{part, e.n + 1}
		switch part := part.(type) {
		case *numbersNode:
			all[i].weight = e.sampled(part, in)
		case *eventNode:
			all[i].weight = e.n + 2
		}
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return a.weight - b.weight })
	for i := range all {
		parts[i] = all[i].part
	}
}

// sampleRows is how many events tell how many a part holds for.
const sampleRows = 512

// sampled returns how many of a selection a part may hold for.
func (e *evaluation) sampled(n *numbersNode, in selection) int {
	total := len(in.rows)
	if in.all {
		total = e.n
	}
	step := max(1, total/sampleRows)
	found := 0
	for at := step / 2; at < total; at += step {
		row := uint32(at)
		if !in.all {
			row = in.rows[at]
		}
		if n.set.has(n.domain.rows[row]) {
			found++
		}
	}
	return found * step
}

// disjunction looks for each part only at what those before it left.
func (e *evaluation) disjunction(parts disjunction, in selection) selection {
	if len(parts) == 1 {
		return e.eval(parts[0], in)
	}
	var marks bitset
	rest := selection{rows: in.rows, all: in.all}
	for i, part := range parts {
		found := e.eval(part, selection{rows: rest.rows, all: rest.all})
		if found.all {
			return in
		}
		if len(found.rows) == 0 {
			continue
		}
		if marks == nil {
			marks = newBits(e.n)
		}
		e.mark(marks, found.rows)
		if found.own {
			e.giveBack(found.rows)
		}
		if !rest.all && i < len(parts)-1 {
			rest = e.marked(rest, marks, 1)
		}
	}
	if marks == nil {
		return selection{}
	}
	return e.marked(in, marks, 0)
}
