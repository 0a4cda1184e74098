package sigma

import (
	"math"
	"slices"
	"sort"
)

// gauge measures what is in a window. Occurrences are named by their places in
// the gathering.
type gauge interface {
	// begin makes it ready for the occurrences from one place to another.
	begin(from, to int)
	// add takes the occurrences of one event in.
	add(from, to int)
	// remove takes the oldest occurrence out.
	remove(at int)
	// value returns what is measured of the occurrences from lo to hi, which are
	// those that are in. ok is false where there is nothing to measure.
	value(lo, hi int) (v float64, ok bool)
	// end empties it of the occurrences from lo to hi, which are still in.
	end(lo, hi int)
}

func (w *windows) newGauge() gauge {
	switch w.k.Type {
	case Temporal:
		return &rulesGauge{w: w, in: make([]int, len(w.c.uses))}
	case TemporalOrdered:
		return &orderGauge{w: w, start: make([]int, len(w.c.uses))}
	case ValueCount:
		return &valuesGauge{w: w, combined: make([]combiner, len(w.counted)-1)}
	case ValueSum, ValueAvg:
		return &sumGauge{w: w, mean: w.k.Type == ValueAvg}
	case ValuePercentile:
		return &rankGauge{w: w}
	}
	if w.marks == nil {
		return placesGauge{}
	}
	return &eventsGauge{w: w}
}

// counts reports whether an occurrence counts: every alert does, and of the
// occurrences of an event the first one, since an event of two rules is one.
func (w *windows) counts(at, begin int) bool {
	if w.marks == nil || w.at(at).run != nil {
		return true
	}
	for i := at - 1; i >= begin && w.rows[i] == w.rows[at]; i-- {
		if w.at(i).run == nil {
			return false
		}
	}
	return true
}

// placesGauge counts the events of one rule, each of which is one occurrence.
type placesGauge struct{}

func (placesGauge) begin(int, int)                   {}
func (placesGauge) add(int, int)                     {}
func (placesGauge) remove(int)                       {}
func (placesGauge) value(lo, hi int) (float64, bool) { return float64(hi - lo), true }
func (placesGauge) end(int, int)                     {}

// eventsGauge counts events, and alerts.
type eventsGauge struct {
	w        *windows
	first, n int
}

func (g *eventsGauge) begin(from, _ int) { g.first, g.n = from, 0 }

func (g *eventsGauge) add(from, to int) {
	for at := from; at < to; at++ {
		if g.w.counts(at, g.first) {
			g.n++
		}
	}
}

func (g *eventsGauge) remove(at int) {
	if g.w.counts(at, g.first) {
		g.n--
	}
}

func (g *eventsGauge) value(int, int) (float64, bool) { return float64(g.n), true }
func (g *eventsGauge) end(int, int)                   {}

// valuesGauge counts distinct values, or combinations of them.
type valuesGauge struct {
	w        *windows
	in       []int32 // by number; all 0 before and after a stretch
	n        int     // of in that are not 0
	combined []combiner
}

func (g *valuesGauge) begin(int, int) {}

func (g *valuesGauge) add(from, to int) {
	for at := from; at < to; at++ {
		value, numbers := g.values(at)
		if value < several {
			g.put(value, 1)
		}
		for _, n := range numbers {
			g.put(n, 1)
		}
	}
}

func (g *valuesGauge) remove(at int) {
	value, numbers := g.values(at)
	if value < several {
		g.put(value, -1)
	}
	for _, n := range numbers {
		g.put(n, -1)
	}
}

// values returns the number of the one value of an occurrence, as nearly all
// have, or those of several.
func (g *valuesGauge) values(at int) (value uint32, numbers []uint32) {
	if c := g.w.counted[0].one; c != nil && len(g.w.counted) == 1 {
		if value := c.singles()[c.domain.rows[g.w.rows[at]]]; value != several {
			return value, nil
		}
	}
	return noText, g.w.combinations(g.w.at(at), g.w.counted, g.combined, nil)
}

func (g *valuesGauge) put(n uint32, by int32) {
	if int(n) >= len(g.in) {
		g.in = append(g.in, make([]int32, int(n)+1-len(g.in)+len(g.in)/2)...)
	}
	before := g.in[n]
	g.in[n] = before + by
	switch {
	case before == 0:
		g.n++
	case before+by == 0:
		g.n--
	}
}

func (g *valuesGauge) value(int, int) (float64, bool) { return float64(g.n), true }

func (g *valuesGauge) end(lo, hi int) {
	for at := lo; at < hi; at++ {
		g.remove(at)
	}
}

// rulesGauge counts the rules that have an occurrence.
type rulesGauge struct {
	w  *windows
	in []int
}

func (g *rulesGauge) begin(int, int) { clear(g.in) }

func (g *rulesGauge) add(from, to int) {
	for at := from; at < to; at++ {
		g.in[g.w.at(at).rule]++
	}
}

func (g *rulesGauge) remove(at int) { g.in[g.w.at(at).rule]-- }

func (g *rulesGauge) value(int, int) (float64, bool) {
	n := 0
	for _, in := range g.in {
		if in > 0 {
			n++
		}
	}
	return float64(n), true
}

func (g *rulesGauge) end(int, int) {}

// orderGauge finds how many of the rules occurred one after the other. For each
// rule it keeps where the latest sequence that has come to it began.
type orderGauge struct {
	w     *windows
	start []int // places; -1 is none
}

func (g *orderGauge) begin(int, int) {
	for i := range g.start {
		g.start[i] = -1
	}
}

func (g *orderGauge) add(from, to int) {
	// From the last rule to the first: an event is one step of a sequence only.
	for at := to - 1; at >= from; at-- {
		switch rule := g.w.at(at).rule; rule {
		case 0:
			g.start[0] = from
		default:
			g.start[rule] = max(g.start[rule], g.start[rule-1])
		}
	}
}

func (g *orderGauge) remove(int) {}

func (g *orderGauge) value(lo, _ int) (float64, bool) {
	n := 0
	for n < len(g.start) && g.start[n] >= lo {
		n++
	}
	return float64(n), true
}

func (g *orderGauge) end(int, int) {}

// numbers calls f for every number that an occurrence has in the field.
func (w *windows) numbers(at int, f func(float64)) {
	w.counted[0].each(w.at(at), func(_ uint32, text string) {
		if v, ok := number(text); ok {
			f(v)
		}
	})
}

// sumGauge adds up numbers. It carries what rounding loses (Neumaier's
// summation), so that a window that has seen large numbers go is exact again.
type sumGauge struct {
	w        *windows
	mean     bool
	first    int
	sum, low float64
	n        int
}

func (g *sumGauge) begin(from, _ int) { g.first, g.sum, g.low, g.n = from, 0, 0, 0 }

func (g *sumGauge) put(v float64) {
	sum := g.sum + v
	if math.Abs(g.sum) >= math.Abs(v) {
		g.low += (g.sum - sum) + v
	} else {
		g.low += (v - sum) + g.sum
	}
	g.sum = sum
}

func (g *sumGauge) add(from, to int) {
	for at := from; at < to; at++ {
		if g.w.counts(at, g.first) {
			g.w.numbers(at, func(v float64) { g.put(v); g.n++ })
		}
	}
}

func (g *sumGauge) remove(at int) {
	if !g.w.counts(at, g.first) {
		return
	}
	g.w.numbers(at, func(v float64) { g.put(-v); g.n-- })
	if g.n == 0 {
		g.sum, g.low = 0, 0
	}
}

func (g *sumGauge) value(int, int) (float64, bool) {
	if g.n == 0 {
		return 0, false
	}
	v := g.sum + g.low
	if g.mean {
		v /= float64(g.n)
	}
	return v, true
}

func (g *sumGauge) end(int, int) {}

// rankGauge finds a percentile. It counts the numbers of the window in a tree
// over the ranks of all numbers of the group (Fenwick's), so that a window of
// any size costs the logarithm of it.
type rankGauge struct {
	w      *windows
	first  int
	values []float64
	tree   []int
	n      int
}

func (g *rankGauge) begin(from, to int) {
	g.first, g.n, g.values = from, 0, g.values[:0]
	for at := from; at < to; at++ {
		g.w.numbers(at, func(v float64) { g.values = append(g.values, v) })
	}
	slices.Sort(g.values)
	g.values = slices.Compact(g.values)
	g.tree = make([]int, len(g.values)+1)
}

func (g *rankGauge) put(v float64, by int) {
	for i := sort.SearchFloat64s(g.values, v) + 1; i < len(g.tree); i += i & -i {
		g.tree[i] += by
	}
	g.n += by
}

func (g *rankGauge) add(from, to int) {
	for at := from; at < to; at++ {
		if g.w.counts(at, g.first) {
			g.w.numbers(at, func(v float64) { g.put(v, 1) })
		}
	}
}

func (g *rankGauge) remove(at int) {
	if g.w.counts(at, g.first) {
		g.w.numbers(at, func(v float64) { g.put(v, -1) })
	}
}

func (g *rankGauge) value(int, int) (float64, bool) {
	if g.n == 0 {
		return 0, false
	}
	rank := max(1, int(math.Ceil(g.w.k.Percentile/100*float64(g.n))))
	at, step := 0, 1
	for step*2 < len(g.tree) {
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if at+step < len(g.tree) && g.tree[at+step] < rank {
			at += step
			rank -= g.tree[at]
		}
	}
	return g.values[at], true
}

func (g *rankGauge) end(int, int) {}
