package sigma

import (
	"strconv"
	"strings"
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
	pairs    *pairs // of TargetGroup and TargetDetailGroup
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
	kind bool     // it is that of the event types

	counts []uint32 // how many events have each number; nil until asked for
}

// column is a field as rules read it. Value 0 is that of an absent field.
type column struct {
	domain *domain
	values []string
	codes  func(n uint32) []uint32 // the values of a number of the domain

	low    []string // values in lower case
	folded []uint32 // for each value the first one of the same text, or noText
	single []uint32 // for each number of the domain: see singles
}

type columnKey struct {
	source source
	field  event.Field
	index  int
	kind   string
	part   string
	zone   *time.Location
}

// lower returns the values in lower case.
func (c *column) lower() []string {
	if c.low == nil {
		c.low = make([]string, len(c.values))
		for i, s := range c.values {
			c.low[i] = strings.ToLower(s)
		}
	}
	return c.low
}

// fold returns for each value the first one that is the same text but for its
// case, and [noText] for one that stands for nothing.
func (c *column) fold() []uint32 {
	if c.folded == nil {
		first := make(map[string]uint32, len(c.values))
		c.folded = make([]uint32, len(c.values))
		for code, low := range c.lower() {
			n, ok := first[low]
			switch {
			case event.Blank(low):
				n = noText
			case !ok:
				n = uint32(code)
				first[low] = n
			}
			c.folded[code] = n
		}
	}
	return c.folded
}

// several stands for more than one value.
const several = noText - 1

// singles returns for each number of the domain its folded value, [noText] for
// none, or [several]. It is what most loops over events need to know.
func (c *column) singles() []uint32 {
	if c.single == nil {
		folded := c.fold()
		c.single = make([]uint32, c.domain.size)
		for n := range c.single {
			switch codes := c.codes(uint32(n)); len(codes) {
			case 0:
				c.single[n] = noText
			case 1:
				c.single[n] = folded[codes[0]]
			default:
				c.single[n] = several
			}
		}
	}
	return c.single
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
		users := v.log.Users()
		return []*column{v.numbered(len(users), func(i int) string {
			if event.Blank(users[i].ID) {
				return users[i].AlternateID
			}
			return users[i].ID
		}, v.log.UserOf)}
	case sessionSource:
		sessions := v.log.Sessions()
		return []*column{v.numbered(len(sessions), func(i int) string { return sessions[i].ID }, v.log.SessionOf)}
	}
	panic("sigma: no column of field " + f.Name)
}

// plain returns the column of a field of the log.
func (v *View) plain(f event.Field) *column {
	c := v.log.Column(f)
	g, _ := table.GroupOf(f)
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
	if v.pairs != nil {
		return v.pairs
	}
	names, details := v.log.Tuples(table.TargetGroup), v.log.Tuples(table.TargetDetailGroup)
	p := &pairs{domain: &domain{rows: make([]uint32, len(names))}}
	numbers := map[[2]uint32]uint32{}
	for row := range names {
		key := [2]uint32{names[row], details[row]}
		n, ok := numbers[key]
		if !ok {
			n = uint32(len(p.all))
			numbers[key] = n
			p.all = append(p.all, key)
		}
		p.domain.rows[row] = n
	}
	p.domain.size = len(p.all)
	v.pairs = p
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

// numbered returns the column of what the log numbers, n of them, -1 for none.
func (v *View) numbered(n int, name func(int) string, of func(row int) int) *column {
	values := make([]string, n+1)
	for i := range n {
		values[i+1] = name(i)
	}
	rows := make([]uint32, v.log.Len())
	for row := range rows {
		rows[row] = uint32(of(row) + 1)
	}
	return identity(rows, values)
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
