package sigma

import (
	"context"
	"time"
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
	r := &runner{view: view, lifter: lifter{view, s.zone, ctx}, events: map[*Compiled][]uint32{}, runs: map[*Compiled][]run{}, ctx: ctx,
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
	events map[*Compiled][]uint32 // of rules
	runs   map[*Compiled][]run
	// gathered are the groups of events that correlations share.
	gathered map[*Compiled][]gatheredBy
	// Room that is used again: of evaluations, of groupings, of windows.
	spare, numbering []uint32
	times            []int64 // of the occurrences of the group that a window slides over
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
	rows, done := r.events[c]
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
	r.events[c] = rows
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
