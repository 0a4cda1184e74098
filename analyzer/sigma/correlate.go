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
	w.measure()
	for g := range w.ends {
		if g%1024 == 0 && r.ctx.Err() != nil {
			return nil
		}
		if runs = w.find(g, runs); len(runs) > maxAlerts {
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
