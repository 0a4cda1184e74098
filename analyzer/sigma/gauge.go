package sigma

import (
	"math"
	"slices"
	"sort"
)

// gauge measures what is in a window.
type gauge interface {
	// add takes the occurrences of one event in; at is the place of the first
	// in the group.
	add(members []int32, at int)
	// remove takes the oldest occurrence out; at is its place.
	remove(o occurrence, at int)
	// value returns what is measured of the occurrences from the place lo on.
	// ok is false where there is nothing to measure.
	value(lo int) (v float64, ok bool)
}

func (w *windows) gauge(members []int32) gauge {
	switch w.k.Type {
	case Temporal:
		return &rulesGauge{w: w, in: make([]int, len(w.c.uses))}
	case TemporalOrdered:
		g := &orderGauge{w: w, start: make([]int, len(w.c.uses))}
		for i := range g.start {
			g.start[i] = -1
		}
		return g
	case ValueCount:
		g := &valuesGauge{w: w, in: map[uint32]int{}, combined: make([]combiner, len(w.counted)-1)}
		for i := range g.combined {
			g.combined[i] = combiner{}
		}
		return g
	case ValueSum, ValueAvg:
		return &sumGauge{w: w, mean: w.k.Type == ValueAvg, counted: make([]bool, len(members))}
	case ValuePercentile:
		return newRankGauge(w, members)
	}
	return &eventsGauge{w: w, counted: make([]bool, len(members))}
}

// once calls f for the first occurrence of an event and for every alert: an
// event of two rules is one event.
func (w *windows) once(members []int32, f func(i int, o occurrence)) {
	event := false
	for i, m := range members {
		o := w.occurrences[m]
		if o.run == nil {
			if event {
				continue
			}
			event = true
		}
		f(i, o)
	}
}

// eventsGauge counts events.
type eventsGauge struct {
	w       *windows
	counted []bool
	n       int
}

func (g *eventsGauge) add(members []int32, at int) {
	g.w.once(members, func(i int, _ occurrence) {
		g.counted[at+i] = true
		g.n++
	})
}

func (g *eventsGauge) remove(_ occurrence, at int) {
	if g.counted[at] {
		g.n--
	}
}

func (g *eventsGauge) value(int) (float64, bool) { return float64(g.n), true }

// valuesGauge counts distinct values, or combinations of them.
type valuesGauge struct {
	w        *windows
	in       map[uint32]int
	combined []combiner
}

func (g *valuesGauge) add(members []int32, _ int) {
	for _, m := range members {
		for _, n := range g.w.combinations(g.w.occurrences[m], g.w.counted, g.combined, nil) {
			g.in[n]++
		}
	}
}

func (g *valuesGauge) remove(o occurrence, _ int) {
	for _, n := range g.w.combinations(o, g.w.counted, g.combined, nil) {
		if g.in[n]--; g.in[n] == 0 {
			delete(g.in, n)
		}
	}
}

func (g *valuesGauge) value(int) (float64, bool) { return float64(len(g.in)), true }

// rulesGauge counts the rules that have an occurrence.
type rulesGauge struct {
	w  *windows
	in []int
}

func (g *rulesGauge) add(members []int32, _ int) {
	for _, m := range members {
		g.in[g.w.occurrences[m].rule]++
	}
}

func (g *rulesGauge) remove(o occurrence, _ int) { g.in[o.rule]-- }

func (g *rulesGauge) value(int) (float64, bool) {
	n := 0
	for _, in := range g.in {
		if in > 0 {
			n++
		}
	}
	return float64(n), true
}

// orderGauge finds how many of the rules occurred one after the other. For each
// rule it keeps where the latest sequence that has come to it began.
type orderGauge struct {
	w     *windows
	start []int // places in the group; -1 is none
}

func (g *orderGauge) add(members []int32, at int) {
	// From the last rule to the first: an event is one step of a sequence only.
	for i := len(members) - 1; i >= 0; i-- {
		switch rule := g.w.occurrences[members[i]].rule; rule {
		case 0:
			g.start[0] = at
		default:
			g.start[rule] = max(g.start[rule], g.start[rule-1])
		}
	}
}

func (g *orderGauge) remove(occurrence, int) {}

func (g *orderGauge) value(lo int) (float64, bool) {
	n := 0
	for n < len(g.start) && g.start[n] >= lo {
		n++
	}
	return float64(n), true
}

// numbers calls f for every number that an occurrence has in the field.
func (w *windows) numbers(o occurrence, f func(float64)) {
	w.counted[0].each(o, func(_ uint32, text string) {
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
	counted  []bool
	sum, low float64
	n        int
}

func (g *sumGauge) put(v float64) {
	sum := g.sum + v
	if math.Abs(g.sum) >= math.Abs(v) {
		g.low += (g.sum - sum) + v
	} else {
		g.low += (v - sum) + g.sum
	}
	g.sum = sum
}

func (g *sumGauge) add(members []int32, at int) {
	g.w.once(members, func(i int, o occurrence) {
		g.counted[at+i] = true
		g.w.numbers(o, func(v float64) { g.put(v); g.n++ })
	})
}

func (g *sumGauge) remove(o occurrence, at int) {
	if !g.counted[at] {
		return
	}
	g.w.numbers(o, func(v float64) { g.put(-v); g.n-- })
	if g.n == 0 {
		g.sum, g.low = 0, 0
	}
}

func (g *sumGauge) value(int) (float64, bool) {
	if g.n == 0 {
		return 0, false
	}
	v := g.sum + g.low
	if g.mean {
		v /= float64(g.n)
	}
	return v, true
}

// rankGauge finds a percentile. It counts the numbers of the window in a tree
// over the ranks of all numbers of the group (Fenwick's), so that a window of
// any size costs the logarithm of it.
type rankGauge struct {
	w       *windows
	counted []bool
	values  []float64
	tree    []int
	n       int
}

func newRankGauge(w *windows, members []int32) *rankGauge {
	g := &rankGauge{w: w, counted: make([]bool, len(members))}
	for _, m := range members {
		w.numbers(w.occurrences[m], func(v float64) { g.values = append(g.values, v) })
	}
	slices.Sort(g.values)
	g.values = slices.Compact(g.values)
	g.tree = make([]int, len(g.values)+1)
	return g
}

func (g *rankGauge) put(v float64, by int) {
	for i := sort.SearchFloat64s(g.values, v) + 1; i < len(g.tree); i += i & -i {
		g.tree[i] += by
	}
	g.n += by
}

func (g *rankGauge) add(members []int32, at int) {
	g.w.once(members, func(i int, o occurrence) {
		g.counted[at+i] = true
		g.w.numbers(o, func(v float64) { g.put(v, 1) })
	})
}

func (g *rankGauge) remove(o occurrence, at int) {
	if g.counted[at] {
		g.w.numbers(o, func(v float64) { g.put(v, -1) })
	}
}

func (g *rankGauge) value(int) (float64, bool) {
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
