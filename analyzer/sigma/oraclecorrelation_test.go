package sigma_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/sigma"
	"okta-session-analyzer/analyzer/table"
)

// oracleRun is an alert as the oracle finds it.
type oracleRun struct {
	rows []int32
	peak float64
	key  string
}

// oracleCorrelation is a correlation of base rules.
type oracleCorrelation struct {
	kind    string
	rules   []*oracleRule
	by      []event.Field
	field   event.Field
	minutes int
	op      string
	limit   float64
	percent float64
}

func (c *oracleCorrelation) yaml() string {
	var names, by []string
	text := ""
	for _, r := range c.rules {
		names = append(names, r.name)
		text += r.yaml() + "---\n"
	}
	for _, f := range c.by {
		by = append(by, strconv.Quote(f.Key()))
	}
	condition := fmt.Sprintf("{%s: %v}", c.op, c.limit)
	if strings.HasPrefix(c.kind, "value_") {
		condition = fmt.Sprintf("{%s: %v, field: %q}", c.op, c.limit, c.field.Key())
	}
	if c.kind == "value_percentile" {
		condition = fmt.Sprintf("{%s: %v, field: %q, percentile: %v}", c.op, c.limit, c.field.Key(), c.percent)
	}
	return text + fmt.Sprintf("title: c\nname: c\ncorrelation: {type: %s, rules: [%s], group-by: [%s], timespan: %dm, condition: %s}\n",
		c.kind, strings.Join(names, ", "), strings.Join(by, ", "), c.minutes, condition)
}

// keys returns the groups of an event: each combination of its values.
func (c *oracleCorrelation) keys(e plainEvent) []string {
	keys := []string{""}
	for _, f := range c.by {
		var next []string
		for _, head := range keys {
			for _, v := range e[f] {
				if key := head + "\x00" + strings.ToLower(v); !event.Blank(v) && !slices.Contains(next, key) {
					next = append(next, key)
				}
			}
		}
		keys = next
	}
	return keys
}

// measure looks at a window from scratch. hits says of each event which rules
// hold for it.
func (c *oracleCorrelation) measure(window []int32, events []plainEvent, hits map[int32][]bool) (float64, bool) {
	var numbers []float64
	texts, rules := map[string]bool{}, map[int]bool{}
	for _, row := range window {
		for i, hit := range hits[row] {
			if hit {
				rules[i] = true
			}
		}
		for _, v := range events[row][c.field] {
			if !event.Blank(v) {
				texts[strings.ToLower(v)] = true
				if f, err := strconv.ParseFloat(v, 64); err == nil {
					numbers = append(numbers, f)
				}
			}
		}
	}
	switch c.kind {
	case "event_count":
		return float64(len(window)), true
	case "value_count":
		return float64(len(texts)), true
	case "temporal":
		return float64(len(rules)), true
	case "temporal_ordered":
		step := 0
		for _, row := range window {
			// An event is one step only: the earliest that it can be.
			if step < len(c.rules) && hits[row][step] {
				step++
			}
		}
		return float64(step), true
	}
	if len(numbers) == 0 {
		return 0, false
	}
	sum := 0.0
	for _, n := range numbers {
		sum += n
	}
	switch c.kind {
	case "value_sum":
		return sum, true
	case "value_avg":
		return sum / float64(len(numbers)), true
	}
	slices.Sort(numbers)
	return numbers[max(1, int(math.Ceil(c.percent/100*float64(len(numbers)))))-1], true
}

func (c *oracleCorrelation) holds(v float64) bool {
	switch c.op {
	case "gt":
		return v > c.limit
	case "gte":
		return v >= c.limit
	case "lt":
		return v < c.limit
	case "eq":
		return v == c.limit
	}
	return v <= c.limit
}

func (c *oracleCorrelation) find(log *table.Log, events []plainEvent) []oracleRun {
	hits := map[int32][]bool{}
	groups := map[string][]int32{}
	for row, e := range events {
		some := false
		of := make([]bool, len(c.rules))
		for i, r := range c.rules {
			of[i] = r.eval(r.tree, e)
			some = some || of[i]
		}
		if !some {
			continue
		}
		hits[int32(row)] = of
		for _, k := range c.keys(e) {
			groups[k] = append(groups[k], int32(row))
		}
	}
	span := int64(c.minutes) * 60_000
	var runs []oracleRun
	for key, rows := range groups {
		var open *oracleRun
		last := int64(0)
		for i, row := range rows {
			t := log.Time(int(row))
			lo := i
			for lo > 0 && t-log.Time(int(rows[lo-1])) <= span {
				lo--
			}
			v, ok := c.measure(rows[lo:i+1], events, hits)
			if open != nil && (t-last > span || !ok || !c.holds(v)) {
				runs = append(runs, *open)
				open = nil
			}
			last = t
			if !ok || !c.holds(v) {
				continue
			}
			if open == nil {
				open = &oracleRun{rows: slices.Clone(rows[lo:i]), peak: v, key: key}
			}
			open.rows = append(open.rows, row)
			if strings.HasPrefix(c.op, "l") {
				open.peak = min(open.peak, v)
			} else {
				open.peak = max(open.peak, v)
			}
		}
		if open != nil {
			runs = append(runs, *open)
		}
	}
	slices.SortFunc(runs, compareRuns)
	return runs
}

func compareRuns(a, b oracleRun) int {
	return cmp.Or(slices.Compare(a.rows, b.rows), strings.Compare(a.key, b.key))
}

// TestCorrelationsAgainstOracle compares the alerts of random correlations.
func TestCorrelationsAgainstOracle(t *testing.T) {
	const correlations = 400
	log := simulated(t, 2, 1500)
	events := plainEvents(log)
	view := sigma.NewView(log)
	m := newMaker(3, log)
	alerts, fired := 0, map[string]int{}
	kinds := []string{"event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"}
	by := []event.Field{event.ActorID, event.ClientIP, event.ExternalSessionID, event.TargetID, event.TargetType, event.Country, event.Type}
	for n := range correlations {
		c := &oracleCorrelation{kind: kinds[n%len(kinds)], minutes: pick(m.r, []int{1, 5, 30, 120, 1440}), op: pick(m.r, []string{"gt", "gte", "gte", "gte", "lt", "lte", "eq"}),
			limit: float64(1 + m.r.IntN(4)), percent: float64(m.r.IntN(101))}
		if m.one(3) { // so many that it shows beforehand where no window has them
			c.limit = float64(4 + m.r.IntN(12))
		}
		size := 1
		if strings.HasPrefix(c.kind, "temporal") {
			size = 2 + m.r.IntN(2)
			c.op, c.limit = "gte", float64(size)
		} else if m.one(3) {
			size = 2
		}
		for i := range size {
			r := m.rule(fmt.Sprintf("base-%d", i))
			if m.one(2) { // a rule that holds often
				r.groups, r.tree = [][]*oracleItem{{{field: pick(m.r, []event.Field{event.ActorID, event.ClientIP, event.Type}), exists: true, modifiers: "|exists"}}}, &oracleNode{}
			}
			c.rules = append(c.rules, r)
		}
		for range m.r.IntN(3) {
			if f := pick(m.r, by); !slices.Contains(c.by, f) {
				c.by = append(c.by, f)
			}
		}
		switch c.kind {
		case "value_count":
			c.field = pick(m.r, by)
		case "value_sum", "value_avg", "value_percentile":
			c.field = pick(m.r, []event.Field{event.ASNumber, event.Latitude, event.Version})
			c.limit = pick(m.r, []float64{0, 10, 64500, 100000})
		default:
			c.field = event.ActorID
		}
		matches, err := compile(t, c.yaml(), sigma.Options{}).Run(context.Background(), view, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []oracleRun
		for _, match := range matches {
			key := ""
			for _, g := range match.Group {
				key += "\x00" + strings.ToLower(g)
			}
			got = append(got, oracleRun{match.Rows, match.Peak, key})
		}
		slices.SortFunc(got, compareRuns)
		want := c.find(log, events)
		if !slices.EqualFunc(got, want, func(a, b oracleRun) bool {
			return slices.Equal(a.rows, b.rows) && a.key == b.key && math.Abs(a.peak-b.peak) <= 1e-9*math.Abs(b.peak)
		}) {
			t.Errorf("%d alerts; want %d\n%s", len(got), len(want), c.yaml())
			for i := range min(len(got), len(want)) {
				if compareRuns(got[i], want[i]) != 0 || got[i].peak != want[i].peak {
					t.Errorf("got %v %v %q\nwant %v %v %q", got[i].rows, got[i].peak, got[i].key, want[i].rows, want[i].peak, want[i].key)
					break
				}
			}
		}
		alerts += len(want)
		if len(want) > 0 {
			fired[c.kind]++
		}
	}
	t.Logf("%d correlations, %d alerts; fired: %v", correlations, alerts, fired)
	for _, k := range kinds {
		if fired[k] < 5 {
			t.Errorf("only %d correlations of type %s fired", fired[k], k)
		}
	}
}
