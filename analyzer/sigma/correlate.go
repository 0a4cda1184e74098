package sigma

import (
	"cmp"
	"fmt"
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
