package sigma

import (
	"strconv"
	"sync"
	"time"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// View is a log as rules read it. It computes a virtual field, and the values
// of a column in lower case, when a rule first asks for it and keeps them for
// the next run. It may be used by several goroutines, one run at a time.
type View struct {
	log *table.Log

	mu       sync.Mutex
	domains  map[table.Group]*domain
	targets  *pairs // of TargetGroup and TargetDetailGroup
	kinds    *pairs // of KindGroup and OutcomeGroup; without a domain where they are too many
	columns  map[columnKey][]*column
	assessed map[event.Field][]assessment
	lifted   map[liftKey]node // the sets of numbers that tests of rules came to
	found    map[foundKey][]uint32
	kept     int // rows in found
	alerts   map[alertsKey]alerts
	alerting int // rows in alerts
}

// NewView returns the view of a log. It computes nothing yet.
func NewView(log *table.Log) *View {
	return &View{log: log, domains: map[table.Group]*domain{}, columns: map[columnKey][]*column{},
		assessed: map[event.Field][]assessment{}, lifted: map[liftKey]node{},
		found: map[foundKey][]uint32{}, alerts: map[alertsKey]alerts{}}
}

// Log returns the log that the view is of.
func (v *View) Log() *table.Log { return v.log }

// domain numbers what events have in common: events of one number have the same
// values in all columns of the domain.
type domain struct {
	rows []uint32 // the number of each event
	size int      // how many numbers there are
	kind bool     // the event type is among what they have in common
}

// column is a field as rules read it. Value 0 is that of an absent field.
type column struct {
	domain *domain
	values []string
	codes  func(n uint32) []uint32 // the values of a number of the domain

	low    []string // values in lower case
	folded []uint32 // for each value the first one of the same text, or noText
	single []uint32 // for each number of the domain: see singles
	widest int      // how many values a number has at most, with single
}

type columnKey struct {
	source source
	field  event.Field
	index  int
	kind   string
	part   string
	zone   *time.Location
}

// domain returns the domain of a group of fields.
func (v *View) domain(g table.Group) *domain {
	d := v.domains[g]
	if d == nil {
		d = &domain{rows: v.log.Tuples(g), size: v.log.Column(g.Fields()[0]).Tuples(), kind: g == table.KindGroup}
		v.domains[g] = d
	}
	return d
}

// column returns the columns of a field; a virtual field of several sources has
// several, any of which may have the value. It must not be called for
// [Field.special] ones.
func (v *View) column(f *Field, zone *time.Location) []*column {
	key := columnKey{f.source, f.field, f.index, f.kind, f.part, nil}
	if f.source == hourSource || f.source == weekdaySource {
		key.zone = zone
	}
	cols, ok := v.columns[key]
	if !ok {
		cols = v.makeColumns(f, zone)
		v.columns[key] = cols
	}
	return cols
}

func (v *View) makeColumns(f *Field, zone *time.Location) []*column {
	switch f.source {
	case columnSource:
		return []*column{v.plain(f.field)}
	case elementSource:
		return []*column{v.elements(f)}
	case browserSource, systemSource:
		return []*column{v.agents(f.source == browserSource)}
	case networkSource:
		return []*column{v.networks()}
	case behaviorSource:
		return v.assessments(func(a *assessment) string { return a.behaviors[f.part] }, event.Behaviors, event.LogOnlySecurityData,
			event.UserBehaviors)
	case riskLevelSource:
		return v.assessments(func(a *assessment) string { return a.level }, event.Risk, event.LogOnlySecurityData, event.SecurityRisk)
	case riskReasonsSource:
		return v.assessments(func(a *assessment) string { return a.reasons }, event.Risk, event.LogOnlySecurityData, event.SecurityRisk)
	case hourSource:
		return []*column{v.moments(24, strconv.Itoa, func(t time.Time) int { return t.Hour() }, zone)}
	case weekdaySource:
		return []*column{v.moments(7, func(i int) string { return time.Weekday(i).String() },
			func(t time.Time) int { return int(t.Weekday()) }, zone)}
	case userSource:
		names := []string{""}
		for _, u := range v.log.Users() {
			if event.Blank(u.ID) {
				u.ID = u.AlternateID
			}
			names = append(names, u.ID)
		}
		return []*column{v.numbered(names, v.log.UserNumbers())}
	case sessionSource:
		names := []string{""}
		for _, s := range v.log.Sessions() {
			names = append(names, s.ID)
		}
		return []*column{v.numbered(names, v.log.SessionNumbers())}
	}
	panic("sigma: no column of field " + f.Name)
}

// plain returns the column of a field of the log. Event types and outcomes are
// in one domain: nearly every rule asks for both, and what it asks for in one
// domain is one set of numbers. It spares one twentieth of the time of all
// built-in rules.
func (v *View) plain(f event.Field) *column {
	c := v.log.Column(f)
	g, _ := table.GroupOf(f)
	if g == table.KindGroup || g == table.OutcomeGroup {
		if p := v.kindPairs(); p.domain != nil {
			if g == table.KindGroup {
				return &column{domain: p.domain, values: c.Values, codes: func(n uint32) []uint32 { return c.CodesOf(p.all[n][0]) }}
			}
			return &column{domain: p.domain, values: c.Values, codes: func(n uint32) []uint32 { return c.CodesOf(p.all[n][1]) }}
		}
	}
	return &column{domain: v.domain(g), values: c.Values, codes: c.CodesOf}
}

// elements returns the column of one element of a list: that of a number, or
// those of a type.
func (v *View) elements(f *Field) *column {
	c, types := v.log.Column(f.field), v.log.Column(event.TargetType)
	g, _ := table.GroupOf(f.field)
	var pick func(element int, n uint32) bool
	if f.kind == "" {
		pick = func(element int, _ uint32) bool { return element == f.index }
	} else {
		of := make([]bool, len(types.Values))
		for code, t := range types.Values {
			of[code] = foldName(t) == f.kind
		}
		pick = func(element int, n uint32) bool {
			all := types.CodesOf(n)
			return element < len(all) && of[all[element]]
		}
	}
	if f.kind == "" || g == table.TargetGroup {
		d := v.domain(g)
		return listed(d, c.Values, func(n uint32, add func(uint32)) {
			for element, code := range c.CodesOf(n) {
				if pick(element, n) {
					add(code)
				}
			}
		})
	}
	// The type stands in another group than the field: go by the pairs of both.
	p := v.targetPairs()
	return listed(p.domain, c.Values, func(n uint32, add func(uint32)) {
		for element, code := range c.CodesOf(p.all[n][1]) {
			if pick(element, p.all[n][0]) {
				add(code)
			}
		}
	})
}

// pairs numbers the pairs of two groups' tuples that events have.
type pairs struct {
	domain *domain
	all    [][2]uint32
}

func (v *View) targetPairs() *pairs {
	if v.targets == nil {
		v.targets = v.pairsOf(table.TargetGroup, table.TargetDetailGroup)
	}
	return v.targets
}

// maxKindPairs bounds the pairs of event types and outcomes: a log of the API
// has some hundreds. With many more, to look at each pair for each rule costs
// more than it spares.
const maxKindPairs = 1 << 14

func (v *View) kindPairs() *pairs {
	if v.kinds == nil {
		v.kinds = &pairs{}
		kinds, outcomes := v.domain(table.KindGroup), v.domain(table.OutcomeGroup)
		if kinds.size*outcomes.size <= maxKindPairs {
			v.kinds = v.pairsOf(table.KindGroup, table.OutcomeGroup)
			v.kinds.domain.kind = true
		}
	}
	return v.kinds
}

func (v *View) pairsOf(a, b table.Group) *pairs {
	x, y := v.log.Tuples(a), v.log.Tuples(b)
	p := &pairs{domain: &domain{rows: make([]uint32, len(x))}}
	var numbers combiner
	for from := 0; from < len(x); from += table.BlockRows {
		to := min(from+table.BlockRows, len(x))
		numbers.all(p.domain.rows[from:to], x[from:to], y[from:to])
	}
	for _, pair := range numbers.pairs {
		p.all = append(p.all, [2]uint32{uint32(pair >> 32), uint32(pair)})
	}
	p.domain.size = len(p.all)
	return p
}

// listed returns a column whose values are computed for every number of a
// domain; of calls add for each.
func listed(d *domain, values []string, of func(n uint32, add func(uint32))) *column {
	codes, ends := make([]uint32, 0, d.size), make([]uint32, d.size)
	add := func(code uint32) { codes = append(codes, code) }
	for n := range d.size {
		of(uint32(n), add)
		ends[n] = uint32(len(codes))
	}
	return &column{domain: d, values: values, codes: func(n uint32) []uint32 {
		from := uint32(0)
		if n > 0 {
			from = ends[n-1]
		}
		return codes[from:ends[n]]
	}}
}

// numbered returns the column of what the log numbers, -1 for none; names are
// those of none and of the others.
func (v *View) numbered(names []string, of []int32) *column {
	rows := make([]uint32, len(of))
	for from := 0; from < len(of); from += table.BlockRows {
		to := min(from+table.BlockRows, len(of))
		increased(rows[from:to], of[from:to])
	}
	return identity(rows, names)
}

//go:noinline
func increased(to []uint32, of []int32) {
	for i, n := range of {
		to[i] = uint32(n + 1)
	}
}

// identity returns a column with a domain of its own, a number a value.
func identity(rows []uint32, values []string) *column {
	codes := make([]uint32, len(values))
	for i := range codes {
		codes[i] = uint32(i)
	}
	return &column{domain: &domain{rows: rows, size: len(values)}, values: values,
		codes: func(n uint32) []uint32 { return codes[n : n+1] }}
}

// moments returns the column of a part of the local time. The part of an hour
// is that of its first moment: no zone in use changes in the middle of one but
// by a quarter of an hour's multiples.
func (v *View) moments(n int, name func(int) string, of func(time.Time) int, zone *time.Location) *column {
	const quarter = 15 * 60 * 1000
	values := make([]string, n+1)
	for i := range n {
		values[i+1] = name(i)
	}
	rows := make([]uint32, v.log.Len())
	last, code := int64(-1), uint32(0)
	for row, ms := range v.log.Times() {
		if q := ms - mod(ms, quarter); q != last || row == 0 {
			last, code = q, uint32(of(time.UnixMilli(q).In(zone))+1)
		}
		rows[row] = code
	}
	return identity(rows, values)
}
