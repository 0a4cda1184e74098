package sigma

import (
	"math"
	"slices"
)

// windows slides the window of one correlation over its occurrences.
type windows struct {
	*runner
	c       *Compiled
	k       *Correlation
	counted []*texter
	gathering
	gauge gauge

	fewest int  // occurrences, without which no window can pass
	values int  // distinct values of the one counted field, likewise; 0 is not known
	least  bool // see [windows.asksForLeast]
	// operators are those of the conditions.
	operators []operator

	scratch [2][]uint32
	seen    []bool // by number of the counted field; all false between uses
}

// measure finds out how a window is measured, and what it takes at least.
func (w *windows) measure() {
	w.least = w.asksForLeast()
	w.operators = make([]operator, len(w.c.conditions))
	for i, b := range w.c.conditions {
		w.operators[i] = operators[b.Operator] // neq is none
	}
	w.gauge = w.newGauge()
	need := 0.0
	for _, b := range w.c.conditions {
		switch b.Operator {
		case "gte", "eq":
			need = max(need, b.Value)
		case "gt":
			need = max(need, math.Floor(b.Value)+1)
		}
	}
	fewest := int(min(math.Ceil(need), math.MaxInt32))
	switch w.k.Type {
	case EventCount, Temporal, TemporalOrdered:
		w.fewest = fewest
	case ValueCount:
		each := 1 // as many values as one occurrence can have
		for _, t := range w.counted {
			each = min(each*t.widest(), maxExploded)
		}
		w.fewest = (fewest + each - 1) / each
		if len(w.counted) == 1 {
			w.values = fewest
		}
	}
}

// find appends the runs of a group.
//
// Most groups have none, which shows in less than to slide over them: they have
// too few occurrences or too few values, or nowhere enough within a window. The
// window slides over the stretches that have enough. To slide over everything
// makes all built-in rules together take 1.8 times as long.
func (w *windows) find(g int, runs []run) []run {
	from, to := w.bounds(g)
	if to-from < w.fewest || w.fewest <= 2 && w.lacksValues(from, to) {
		return runs
	}
	w.readTimes(from, to)
	if w.fewest < 2 {
		return w.slide(g, from, to, from, runs)
	}
	for at := 0; ; {
		first := w.dense(at)
		if first < 0 {
			return runs
		}
		// The stretch ends where no window has been full for as many occurrences
		// as it takes; to begin again then costs less than those.
		last := first
		for next := w.dense(last + 1); next >= 0 && next-last <= w.fewest; next = w.dense(last + 1) {
			last = next
		}
		begin := first - w.fewest + 1 // the window before that one was not full
		if !w.lacksValues(from+begin, from+last+1) {
			runs = w.slide(g, from+begin, from+last+1, from, runs)
		}
		at = last + 1
	}
}

// slide moves the window over the occurrences of a group from one place to
// another, before which and behind which no window passes, and appends the runs.
// base is where the group begins.
func (w *windows) slide(g, from, to, base int, runs []run) []run {
	var open struct {
		from, to int
		points   []uint32
		peak     float64
	}
	closeRun := func() {
		if open.points != nil {
			runs = append(runs, w.finish(g, open.from, open.to, open.points, open.peak))
			open.points = nil
		}
	}
	w.gauge.begin(from, to)
	rows, times, window := w.rows, w.times[from-base:], w.c.window
	lo, last := from, int64(0)
	for i := from; i < to; {
		t, row := times[i-from], rows[i]
		for lo < i && t-times[lo-from] > window {
			w.gauge.remove(lo)
			lo++
		}
		next := i + 1
		for next < to && rows[next] == row {
			next++
		}
		w.gauge.add(i, next)
		value, ok := w.gauge.value(lo, next)
		if open.points != nil && t-last > window {
			closeRun()
		}
		last = t
		if ok && w.holds(value) {
			if open.points == nil {
				open.from, open.peak = lo, value
			}
			open.to = next
			open.points = append(open.points, row)
			if w.least {
				open.peak = min(open.peak, value)
			} else {
				open.peak = max(open.peak, value)
			}
		} else {
			closeRun()
		}
		i = next
	}
	closeRun()
	w.gauge.end(lo, to)
	return runs
}

// holds reports whether a value is as all conditions want it.
func (w *windows) holds(value float64) bool {
	for i, b := range w.c.conditions {
		if b.Operator == "neq" {
			if value == b.Value {
				return false
			}
		} else if !w.operators[i].of(value, b.Value) {
			return false
		}
	}
	return true
}

// asksForLeast reports whether the conditions ask for little only, so that the
// least value is the one to tell.
func (w *windows) asksForLeast() bool {
	for _, b := range w.c.conditions {
		if b.Operator != "lt" && b.Operator != "lte" {
			return false
		}
	}
	return true
}

// finish makes a run of the occurrences of a group from one place to another.
func (w *windows) finish(g, from, to int, points []uint32, peak float64) run {
	r := run{points: points, peak: peak}
	if w.alerts == nil {
		r.rows = slices.Clone(w.rows[from:to])
	} else {
		for i := from; i < to; i++ {
			if o := w.at(i); o.run != nil {
				r.rows = append(r.rows, o.run.rows...)
			} else {
				r.rows = append(r.rows, o.row)
			}
		}
		slices.Sort(r.rows)
	}
	if w.marks != nil {
		r.rows = slices.Compact(r.rows)
	}
	first := w.at(from)
	for i, t := range w.by {
		text := ""
		t.each(first, func(n uint32, s string) {
			if text == "" && n == w.keys[g*len(w.by)+i] {
				text = s
			}
		})
		r.group = append(r.group, text)
	}
	if w.k.Type == ValueCount && len(w.counted) == 1 {
		r.values = w.valuesOf(from, to)
	}
	return r
}

// valuesOf returns the distinct values of the counted field, as they are written
// first.
func (w *windows) valuesOf(from, to int) (values []string) {
	var numbers []uint32
	for i := from; i < to; i++ {
		w.counted[0].each(w.at(i), func(n uint32, s string) {
			if int(n) >= len(w.seen) {
				w.seen = append(w.seen, make([]bool, int(n)+1)...)
			}
			if !w.seen[n] {
				w.seen[n] = true
				numbers, values = append(numbers, n), append(values, s)
			}
		})
	}
	for _, n := range numbers {
		w.seen[n] = false
	}
	return values
}
