package query

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// Histogram is the numbers of events in equal stretches of time, by class of
// outcome; see [ClassOf].
type Histogram struct {
	From    int64 `json:"from"` // ms UTC
	To      int64 `json:"to"`   // not included
	Success []int `json:"success"`
	Failure []int `json:"failure"`
	Deny    []int `json:"deny"`
	Other   []int `json:"other"`
}

// MaxBuckets is more than a screen has room for.
const MaxBuckets = 4000

// Histogram counts the events of the result between two times in n stretches.
// An event on the border of two is in the later one; those before from, or at
// to and after it, are in none.
func (r *Result) Histogram(from, to int64, n int) (*Histogram, error) {
	if n < 1 || n > MaxBuckets {
		return nil, fmt.Errorf("a histogram of %d stretches; ask for 1 to %d", n, MaxBuckets)
	}
	if to <= from {
		return nil, fmt.Errorf("a histogram from %s to %s; the end must lie after the start", event.FormatTime(from), event.FormatTime(to))
	}
	h := &Histogram{From: from, To: to, Success: make([]int, n), Failure: make([]int, n), Deny: make([]int, n), Other: make([]int, n)}
	c := r.view.plain(event.OutcomeResult)
	classes := make([][]int, len(c.values))
	for code, value := range c.values {
		classes[code] = h.class(ClassOf(value))
	}
	byNumber := make([][]int, c.domain.size)
	for i := range byNumber {
		byNumber[i] = classes[c.codes(uint32(i))[0]]
	}
	times := r.view.log.Times()
	span := float64(to) - float64(from)
	for _, row := range r.rows {
		t := times[row]
		if t < from || t >= to {
			continue
		}
		bucket := min(int(float64(t-from)/span*float64(n)), n-1)
		byNumber[c.domain.rows[row]][bucket]++
	}
	return h, nil
}

func (h *Histogram) class(name string) []int {
	switch name {
	case Success:
		return h.Success
	case Failure:
		return h.Failure
	case Deny:
		return h.Deny
	}
	return h.Other
}

// Count is a value and how many events have it.
type Count struct {
	Value string
	Count int
}

// MarshalJSON writes the count as [value, count], a value of more than 2 KiB cut.
func (c Count) MarshalJSON() ([]byte, error) {
	value, err := marshal(show(c.Value))
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "[%s,%d]", value, c.Count), nil
}

// Top is the values of a field that most events have.
type Top struct {
	Field    string  `json:"field"`
	Distinct int     `json:"distinct"` // how many values there are
	Events   int     `json:"events"`   // how many events have one
	Values   []Count `json:"values"`   // the most frequent first, those of one count by the alphabet
}

// Top returns the values of a field that most events of the result have, at
// most limit of them. Values that stand for nothing are left out. The time and
// the uuid, which tell every event, have no top.
func (r *Result) Top(f *Field, limit int) Top {
	top := Top{Field: f.Name, Values: []Count{}}
	if f.kind == timeField || f.kind == uuidField {
		top.Distinct, top.Events = len(r.rows), len(r.rows)
		return top
	}
	c := r.view.shown(f)
	counts, events := c.count(r.rows)
	top.Events = events
	top.Values, top.Distinct = c.most(counts, limit, func(int) bool { return true })
	return top
}

// count returns how many of the rows have each value, and how many have any.
// Each distinct combination of values is looked at once.
func (c *column) count(rows []uint32) (counts []int, events int) {
	byNumber := make([]int, c.domain.size)
	for _, row := range rows {
		byNumber[c.domain.rows[row]]++
	}
	blank := make([]bool, len(c.values))
	for code, value := range c.values {
		blank[code] = event.Blank(value)
	}
	counts = make([]int, len(c.values))
	for n, count := range byNumber {
		if count == 0 {
			continue
		}
		codes, some := c.codes(uint32(n)), false
		for i, code := range codes {
			if !blank[code] && !slices.Contains(codes[:i], code) {
				counts[code] += count
				some = true
			}
		}
		if some {
			events += count
		}
	}
	return counts, events
}

// most returns the values with the largest counts that pass a test, and how
// many pass it.
func (c *column) most(counts []int, limit int, test func(code int) bool) (list []Count, total int) {
	var codes []int
	for code, count := range counts {
		if count > 0 && test(code) {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(c.values[a], c.values[b]))
	})
	list = []Count{}
	for _, code := range codes[:min(max(limit, 0), len(codes))] {
		list = append(list, Count{c.values[code], counts[code]})
	}
	return list, len(codes)
}

// Suggest returns values of a field that begin with a text, in any case, by how
// many events of the log have them. Where few do, those that hold the text
// elsewhere follow.
func (v *View) Suggest(f *Field, prefix string, limit int) []Count {
	if f.kind == timeField || f.kind == uuidField {
		return []Count{}
	}
	c := v.shown(f)
	counts, low := v.counted(c), c.lower()
	prefix = strings.ToLower(prefix)
	list, _ := c.most(counts, limit, func(code int) bool { return strings.HasPrefix(low[code], prefix) })
	if len(list) < limit && prefix != "" {
		more, _ := c.most(counts, limit-len(list), func(code int) bool {
			return !strings.HasPrefix(low[code], prefix) && strings.Contains(low[code], prefix)
		})
		list = append(list, more...)
	}
	return list
}

// counted returns how many events of the log have each value of a column.
func (v *View) counted(c *column) []int {
	if c.counts == nil {
		c.counts, _ = c.count(v.everything().rows)
	}
	return c.counts
}

// everything returns the result that all events are in.
func (v *View) everything() *Result {
	r, _ := All().Run(v, Range{}) // the query of everything has no event to miss
	return r
}

// Distinct returns how many values of a field, blanks aside, the events of the
// log have; -1 for the transaction, whose values are as many as events and are
// not made for the sake of a number.
func (v *View) Distinct(f *Field) int {
	switch {
	case f.kind == timeField || f.kind == uuidField:
		return v.log.Len()
	case f.parts[0] == event.TransactionID:
		if !v.log.Carries(event.TransactionID) {
			return 0
		}
		return -1
	}
	n := 0
	for _, value := range v.shown(f).values {
		if !event.Blank(value) {
			n++
		}
	}
	return n
}

// Span returns the times of the first and the last event of the result, in
// milliseconds UTC; both are 0 where there is none.
func (r *Result) Span() (first, last int64) {
	if len(r.rows) == 0 {
		return 0, 0
	}
	least, most := r.rows[0], r.rows[len(r.rows)-1]
	if r.sorted {
		least, most = slices.Min(r.rows), slices.Max(r.rows)
	}
	return r.view.log.Time(int(least)), r.view.log.Time(int(most))
}
