package sigma

import (
	"slices"

	"okta-session-analyzer/analyzer/table"
)

// occurrence is an event of one of the correlated rules, or an alert of a
// correlated correlation.
type occurrence struct {
	row  uint32
	rule int32 // its place among the correlation's rules
	run  *run  // the alert; nil for an event
}

// occurrences are those of a correlation in order of time. Two numbers for each
// instead of one structure with a pointer: there may be a million, and nearly
// all are events of one rule, of which the rows are enough.
type occurrences struct {
	rows []uint32
	// marks are the rules and the alerts: the place of the rule above alertBits
	// bits, the number of the alert among the rule's in these. It is nil where
	// all are events of one rule.
	marks []uint32
	// alerts are the alerts of each rule; nil for a rule of events, and as a
	// whole where there are none.
	alerts [][]run
}

// alertBits hold the number of an alert, of which a correlation has up to
// maxAlerts; the rest of 32 bits holds up to maxReferences rules.
const alertBits = 20

// at returns one of them.
func (o *occurrences) at(i int) occurrence {
	of := occurrence{row: o.rows[i]}
	if o.marks != nil {
		mark := o.marks[i]
		of.rule = int32(mark >> alertBits)
		if o.alerts != nil {
			if runs := o.alerts[of.rule]; runs != nil {
				of.run = &runs[mark&(1<<alertBits-1)]
			}
		}
	}
	return of
}

// gathering is the occurrences of a correlation in the groups of some fields.
type gathering struct {
	by []*texter
	// The occurrences group by group, those of a group in order of time. One
	// with several texts in a field stands in several groups.
	occurrences
	ends []int32  // where each group ends
	keys []uint32 // the numbers of each group's texts: as many as fields
}

// bounds returns where a group begins and ends.
func (g *gathering) bounds(group int) (from, to int) {
	if group > 0 {
		from = int(g.ends[group-1])
	}
	return from, int(g.ends[group])
}

// gatheredBy is the events of one rule in the groups of some fields.
type gatheredBy struct {
	fields []*Field
	gathering
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
	all := w.collect(w.c)
	if len(all.rows) > 0 {
		w.prepare()
		w.group(all)
	}
	if shared {
		w.gathered[w.c.uses[0]] = append(w.gathered[w.c.uses[0]], gatheredBy{w.k.groupBy, w.gathering})
	}
}

// collect returns what a correlation correlates, in order of time. An alert
// of a correlation counts once, when its condition first holds; where the order
// of things matters, it is there as long as its condition holds.
func (r *runner) collect(c *Compiled) (all occurrences) {
	if c.needsAll() {
		for _, use := range c.uses {
			if use.Rule.Correlation == nil && len(r.rule(use)) == 0 || use.Rule.Correlation != nil && len(r.correlation(use)) == 0 {
				return all
			}
		}
	}
	if len(c.uses) == 1 && c.uses[0].Rule.Correlation == nil {
		all.rows = r.rule(c.uses[0])
		return all
	}
	// A row and its mark are one number, so that their order is that of time, and
	// for one event that of the rules.
	lists := make([][]uint64, len(c.uses))
	for i, use := range c.uses {
		if use.Rule.Correlation == nil {
			rows := r.rule(use)
			lists[i] = make([]uint64, len(rows))
			for n, row := range rows {
				lists[i][n] = uint64(row)<<32 | uint64(i)<<alertBits
			}
			continue
		}
		runs := r.correlation(use)
		if all.alerts == nil {
			all.alerts = make([][]run, len(c.uses))
		}
		all.alerts[i] = runs
		for n := range runs {
			points := runs[n].points
			if !c.Rule.Correlation.Type.temporal() {
				points = points[:1]
			}
			for _, row := range points {
				lists[i] = append(lists[i], uint64(row)<<32|uint64(i)<<alertBits|uint64(n))
			}
		}
		slices.Sort(lists[i])
	}
	merged := table.Merge(lists)
	all.rows, all.marks = make([]uint32, len(merged)), make([]uint32, len(merged))
	for i, of := range merged {
		all.rows[i], all.marks[i] = uint32(of>>32), uint32(of)
	}
	return all
}

// needsAll reports whether a correlation holds only where every one of its rules
// occurs: where one occurs nowhere, the others need not be looked at.
func (c *Compiled) needsAll() bool {
	return c.Rule.Correlation.Type.temporal() && slices.ContainsFunc(c.conditions, func(b Bound) bool {
		return b.Operator == "gte" && b.Value >= float64(len(c.uses))
	})
}
