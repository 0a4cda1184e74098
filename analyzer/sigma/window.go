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
	// The occurrences, the texters of group-by, the occurrences of each group
	// and its texts by number.
	gathering
	scratch [2][]uint32
}

// group puts the occurrences into their groups. One without a text in a field
// of group-by is in none.
func (w *windows) group() {
	combined := make([]combiner, max(0, len(w.by)-1))
	for i := range combined {
		combined[i] = combiner{}
	}
	if len(w.by) == 0 {
		if len(w.occurrences) > 0 {
			w.members, w.keys = [][]int32{make([]int32, len(w.occurrences))}, [][]uint32{nil}
			for i := range w.members[0] {
				w.members[0][i] = int32(i)
			}
		}
		return
	}
	var of []int32 // the group of each combination, plus one
	// Most groups are small: their first members come from one block.
	var block []int32
	place := func(i int, number uint32, key []uint32) {
		if int(number) >= len(of) {
			of = append(of, make([]int32, int(number)+1-len(of)+len(of)/2)...)
		}
		if of[number] == 0 {
			if len(block) < 4 {
				block = make([]int32, 4096)
			}
			w.members, w.keys = append(w.members, block[:0:4]), append(w.keys, slices.Clone(key))
			block = block[4:]
			of[number] = int32(len(w.members))
		}
		g := of[number] - 1
		w.members[g] = append(w.members[g], int32(i))
	}
	var quick []uint32 // the texts of an occurrence that has one in each field
	for i, o := range w.occurrences {
		if quick = w.single(o, quick[:0]); len(quick) == len(w.by) {
			number := quick[0]
			for k, n := range quick[1:] {
				number = combined[k].number(number, n)
			}
			place(i, number, quick)
			continue
		}
		if len(w.by) == 1 {
			numbers := w.combinations(o, w.by, nil, nil)
			for at := range numbers {
				place(i, numbers[at], numbers[at:at+1])
			}
			continue
		}
		w.combinations(o, w.by, combined, func(n uint32, key []uint32) { place(i, n, key) })
	}
}

// single appends the number of an occurrence's text in each field of group-by,
// as long as every field has exactly one, which nearly all have.
func (w *windows) single(o occurrence, numbers []uint32) []uint32 {
	for _, f := range w.by {
		if f.one == nil {
			break
		}
		value := f.one.singles()[f.one.domain.rows[o.row]]
		if value >= several {
			break
		}
		numbers = append(numbers, value)
	}
	return numbers
}

// slide moves the window over one group and returns the runs.
func (w *windows) slide(g int) []run {
	members := w.members[g]
	if w.hopeless(members) {
		return nil
	}
	occ := func(i int) occurrence { return w.occurrences[members[i]] }
	log := w.view.log
	gauge := w.gauge(members)
	var runs []run
	type stretch struct {
		from, to int // of members
		points   []uint32
		peak     float64
	}
	var open *stretch
	closeRun := func() {
		if open != nil {
			runs = append(runs, w.finish(g, members[open.from:open.to], open.points, open.peak))
			open = nil
		}
	}
	least := w.least()
	lo, last := 0, int64(0)
	for i := 0; i < len(members); {
		t := log.Time(int(occ(i).row))
		for lo < i && t-log.Time(int(occ(lo).row)) > w.c.window {
			gauge.remove(occ(lo), lo)
			lo++
		}
		next := i + 1
		for next < len(members) && occ(next).row == occ(i).row {
			next++
		}
		gauge.add(members[i:next], i)
		value, ok := gauge.value(lo)
		if open != nil && t-last > w.c.window {
			closeRun()
		}
		last = t
		if ok && w.holds(value) {
			if open == nil {
				open = &stretch{from: lo, peak: value}
			}
			open.to = next
			open.points = append(open.points, occ(i).row)
			if least {
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
	return runs
}

// hopeless reports whether a group has too few occurrences, or too few values,
// to be slid over: most groups of most counts. It makes the built-in rules five
// times as fast.
func (w *windows) hopeless(members []int32) bool {
	need := 0.0
	for _, b := range w.c.conditions {
		switch b.Operator {
		case "gte", "eq":
			need = max(need, b.Value)
		case "gt":
			need = max(need, math.Floor(b.Value)+1)
		}
	}
	switch w.k.Type {
	case EventCount, Temporal, TemporalOrdered:
		return float64(len(members)) < need
	case ValueCount:
		return len(w.counted) == 1 && need >= 1 && !w.variety(members, int(math.Ceil(need)))
	}
	return false
}

// variety reports whether the members of a group have a number of values in the
// counted column, up to sixteen; of more it says yes.
func (w *windows) variety(members []int32, need int) bool {
	var seen [16]uint32
	n := 0
	enough := func(value uint32) bool {
		for _, known := range seen[:n] {
			if known == value {
				return false
			}
		}
		seen[n] = value
		n++
		return n >= need || n == len(seen)
	}
	c := w.counted[0].one
	var singles []uint32
	if c != nil {
		singles = c.singles()
	}
	last := uint32(noText) // nearly all have the value of the one before
	for _, m := range members {
		if c == nil {
			found := false
			w.counted[0].each(w.occurrences[m], func(value uint32, _ string) { found = found || enough(value) })
			if found {
				return true
			}
			continue
		}
		number := c.domain.rows[w.occurrences[m].row]
		value := singles[number]
		if value == last || value == noText {
			continue
		}
		if last = value; value != several {
			if enough(value) {
				return true
			}
			continue
		}
		last = noText
		for _, code := range c.codes(number) {
			if value := c.folded[code]; value != noText && enough(value) {
				return true
			}
		}
	}
	return false
}

// holds reports whether a value is as all conditions want it.
func (w *windows) holds(value float64) bool {
	for _, b := range w.c.conditions {
		if b.Operator == "neq" {
			if value == b.Value {
				return false
			}
		} else if !operators[b.Operator].of(value, b.Value) {
			return false
		}
	}
	return true
}

// least reports whether the conditions ask for little only, so that the least
// value is the one to tell.
func (w *windows) least() bool {
	for _, b := range w.c.conditions {
		if b.Operator != "lt" && b.Operator != "lte" {
			return false
		}
	}
	return true
}

// finish makes a run of its occurrences.
func (w *windows) finish(g int, members []int32, points []uint32, peak float64) run {
	r := run{points: points, peak: peak}
	for _, m := range members {
		o := w.occurrences[m]
		if o.run != nil {
			r.rows = append(r.rows, o.run.rows...)
		} else {
			r.rows = append(r.rows, o.row)
		}
	}
	slices.Sort(r.rows)
	r.rows = slices.Compact(r.rows)
	first := w.occurrences[members[0]]
	for i, t := range w.by {
		text := ""
		t.each(first, func(n uint32, s string) {
			if text == "" && n == w.keys[g][i] {
				text = s
			}
		})
		r.group = append(r.group, text)
	}
	if w.k.Type == ValueCount && len(w.counted) == 1 {
		seen := map[uint32]bool{}
		for _, m := range members {
			w.counted[0].each(w.occurrences[m], func(n uint32, s string) {
				if !seen[n] {
					seen[n] = true
					r.values = append(r.values, s)
				}
			})
		}
	}
	return r
}
