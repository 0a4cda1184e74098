package sigma

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// run is one contiguous stretch in which the condition of a correlation held
// for one group. It is looked at when an event of the group arrives, over the
// window that ends with it; the stretch goes on while the condition holds for
// each event and none comes later than the window after the one before.
type run struct {
	rows   []uint32 // the evidence
	points []uint32 // the events at which the condition held
	group  []string
	values []string
	peak   float64
	cut    bool // there were more, which are left out
}

// occurrence is an event of one of the correlated rules, or an alert of a
// correlated correlation.
type occurrence struct {
	row  uint32
	rule int32 // its place among the correlation's rules
	run  *run  // the alert; nil for an event
}

// correlation returns the runs of a correlation in order of their first events.
func (r *runner) correlation(c *Compiled) []run {
	runs, done := r.runs[c]
	if done {
		return runs
	}
	key := alertsKey{r.lifter.zone, c.signature()}
	if key.signature != "" {
		if known, done := r.view.alerts[key]; done {
			r.runs[c] = known.runs
			return known.runs
		}
	}
	w := &windows{runner: r, c: c, k: c.Rule.Correlation}
	w.gather()
	for g := range w.members {
		if g%1024 == 0 && r.ctx.Err() != nil {
			return nil
		}
		if runs = append(runs, w.slide(g)...); len(runs) > maxAlerts {
			break
		}
	}
	runs = inOrder(runs)
	if len(runs) > maxAlerts {
		runs = runs[:maxAlerts]
		runs[maxAlerts-1].cut = true
	}
	r.runs[c] = runs
	if key.signature != "" && r.ctx.Err() == nil {
		kept := 0
		for i := range runs {
			kept += len(runs[i].rows) + 16
		}
		if r.view.alerting += kept; r.view.alerting > maxKept {
			clear(r.view.alerts)
			r.view.alerting = kept
		}
		r.view.alerts[key] = alerts{runs, c}
	}
	return runs
}

// inOrder sorts runs by their first and last events, then by their groups; equal
// ones stay in their order. A run is long, so their numbers are what is moved.
func inOrder(runs []run) []run {
	order := make([]int32, len(runs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &runs[i], &runs[j]
		return cmp.Or(cmp.Compare(a.rows[0], b.rows[0]), cmp.Compare(a.rows[len(a.rows)-1], b.rows[len(b.rows)-1]),
			slices.Compare(a.group, b.group), cmp.Compare(i, j))
	})
	sorted := make([]run, len(runs))
	for to, from := range order {
		sorted[to] = runs[from]
	}
	return sorted
}

// alertsKey is a correlation with its thresholds, and where it is told what
// time it is.
type alertsKey struct {
	zone      *time.Location
	signature string
}

// alerts are the runs of a correlation, which is kept so that no other rule can
// take its address, by which it is named.
type alerts struct {
	runs []run
	of   *Compiled
}

// signature names a correlation with its thresholds and all that it correlates;
// it is "" where a list or a filter has a part in it, which another
// configuration may have changed.
func (c *Compiled) signature() string {
	if c.Rule.Correlation == nil {
		if !c.alone {
			return ""
		}
		return fmt.Sprintf("%p", c.Rule)
	}
	parts := fmt.Sprintf("%p %d %v(", c.Rule, c.window, c.conditions)
	for _, use := range c.uses {
		part := use.signature()
		if part == "" {
			return ""
		}
		parts += part + " "
	}
	return parts + ")"
}

// gathering is the events of one rule in the groups of some fields.
type gathering struct {
	occurrences []occurrence
	by          []*texter
	members     [][]int32
	keys        [][]uint32
}

// gather finds the occurrences and their groups. Correlations of one rule in
// the same groups, as several signs of one thing are, share them.
func (w *windows) gather() {
	for _, f := range w.k.fields {
		w.counted = append(w.counted, w.texter(func(int) *Field { return f }))
	}
	shared := len(w.c.uses) == 1 && w.c.uses[0].Rule.Correlation == nil
	for _, f := range w.k.groupBy {
		shared = shared && f != nil
	}
	if shared {
	next:
		for _, known := range w.gathered[w.c.uses[0]] {
			if len(known.fields) != len(w.k.groupBy) {
				continue
			}
			for i, f := range known.fields {
				if !f.same(w.k.groupBy[i]) {
					continue next
				}
			}
			w.gathering = known.gathering
			return
		}
	}
	w.occurrences = w.collect(w.c)
	w.prepare()
	w.group()
	if shared {
		w.gathered[w.c.uses[0]] = append(w.gathered[w.c.uses[0]], gatheredBy{w.k.groupBy, w.gathering})
	}
}

type gatheredBy struct {
	fields []*Field
	gathering
}

// collect returns what a correlation correlates, in order of time. An alert
// of a correlation counts once, when its condition first holds; where the order
// of things matters, it is there as long as its condition holds.
func (r *runner) collect(c *Compiled) []occurrence {
	if c.needsAll() {
		for _, use := range c.uses {
			if use.Rule.Correlation == nil && len(r.rule(use)) == 0 || use.Rule.Correlation != nil && len(r.correlation(use)) == 0 {
				return nil
			}
		}
	}
	lists := make([][]occurrence, len(c.uses))
	for i, use := range c.uses {
		var all []occurrence
		if use.Rule.Correlation == nil {
			rows := r.rule(use)
			all = make([]occurrence, len(rows))
			for n, row := range rows {
				all[n] = occurrence{row: row, rule: int32(i)}
			}
			lists[i] = all
			continue
		}
		runs := r.correlation(use)
		var order []uint64 // event and run
		for n := range runs {
			points := runs[n].points
			if !c.Rule.Correlation.Type.temporal() {
				points = points[:1]
			}
			for _, row := range points {
				order = append(order, uint64(row)<<32|uint64(n))
			}
		}
		slices.Sort(order)
		all = make([]occurrence, len(order))
		for n, of := range order {
			all[n] = occurrence{uint32(of >> 32), int32(i), &runs[uint32(of)]}
		}
		lists[i] = all
	}
	return merge(lists)
}

// merge returns the occurrences of lists in order of time; of one event those
// of the earlier list come first.
func merge(lists [][]occurrence) []occurrence {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	a, b := merge(lists[:len(lists)/2]), merge(lists[len(lists)/2:])
	all := make([]occurrence, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].row <= b[0].row {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// needsAll reports whether a correlation holds only where every one of its rules
// occurs: where one occurs nowhere, the others need not be looked at.
func (c *Compiled) needsAll() bool {
	return c.Rule.Correlation.Type.temporal() && slices.ContainsFunc(c.conditions, func(b Bound) bool {
		return b.Operator == "gte" && b.Value >= float64(len(c.uses))
	})
}

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
		codes := f.one.codes(f.one.domain.rows[o.row])
		if len(codes) != 1 || f.one.folded[codes[0]] == noText {
			break
		}
		numbers = append(numbers, f.one.folded[codes[0]])
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
	for _, m := range members {
		if c == nil {
			found := false
			w.counted[0].each(w.occurrences[m], func(value uint32, _ string) { found = found || enough(value) })
			if found {
				return true
			}
			continue
		}
		for _, code := range c.codes(c.domain.rows[w.occurrences[m].row]) {
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
