package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/sigma"
	"okta-session-analyzer/analyzer/table"
)

// facet is one thing that can be told of every event: who did it, from where,
// to what. Its values have numbers; a finding must not depend on these, only on
// whether two are the same.
type facet struct {
	values []string
	codes  func(row uint32) []uint32

	counts []int32 // scratch of ranked, all zero between calls
	order  []uint32
}

// ranked returns the values that events have, most frequent first, of equally
// frequent ones the earlier first. Blank values count for nothing.
func (f *facet) ranked(rows []uint32) []string {
	if f.counts == nil {
		f.counts = make([]int32, len(f.values))
	}
	f.order = f.order[:0]
	for _, row := range rows {
		for _, code := range f.codes(row) {
			if f.counts[code] == 0 {
				f.order = append(f.order, code)
			}
			f.counts[code]++
		}
	}
	found := slices.DeleteFunc(slices.Clone(f.order), func(code uint32) bool { return event.Blank(f.values[code]) })
	slices.SortStableFunc(found, func(a, b uint32) int { return cmp.Compare(f.counts[b], f.counts[a]) })
	values := make([]string, len(found))
	for i, code := range found {
		values[i] = f.values[code]
	}
	for _, code := range f.order {
		f.counts[code] = 0
	}
	return values
}

// first returns the number of an event's first value; 0 where it has none.
func (f *facet) first(row uint32) uint32 {
	if codes := f.codes(row); len(codes) > 0 {
		return codes[0]
	}
	return 0
}

// maker makes a facet of a log.
type maker func(v *View) *facet

// The fields that name a thing, in the order in which they do.
var (
	actorNames = []event.Field{event.ActorAlternateID, event.ActorDisplayName, event.ActorID}
	actorIDs   = []event.Field{event.ActorID, event.ActorAlternateID, event.ActorDisplayName}
	loginNames = []event.Field{event.TargetAlternateID, event.TargetDisplayName, event.TargetID}
	titleNames = []event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID}
	targetIDs  = []event.Field{event.TargetID, event.TargetAlternateID, event.TargetDisplayName}
)

// named returns what makes the facet of one of the names that are no fields.
func named(name string) maker {
	switch name {
	case "actor":
		return func(v *View) *facet { return v.tuples(table.ActorGroup, actorNames, nil, false) }
	case "actor id":
		return func(v *View) *facet { return v.tuples(table.ActorGroup, actorIDs, nil, false) }
	case "user":
		return func(v *View) *facet { return v.user(loginNames, "actor") }
	case "user id":
		return func(v *View) *facet { return v.user(targetIDs, "actor id") }
	case "target":
		return func(v *View) *facet { return v.tuples(table.TargetGroup, titleNames, nil, true) }
	case "ip":
		return func(v *View) *facet { return v.column(event.ClientIP) }
	case "country":
		return func(v *View) *facet { return v.column(event.Country) }
	case "event":
		return func(v *View) *facet { return v.column(event.Type) }
	case "reason":
		return func(v *View) *facet { return v.column(event.OutcomeReason) }
	case "result":
		return func(v *View) *facet { return v.column(event.OutcomeResult) }
	case "agent":
		return (*View).agents
	case "session":
		return (*View).sessions
	case "network":
		return (*View).networks
	}
	return nil
}

// grouped are the facets that stand for others where events are told apart by
// them: names are not unique.
var grouped = map[string]string{"actor": "actor id", "user": "user id"}

// facetOf returns what makes the facet of a name: one of those above, the
// elements of a type among the targets ("target.User"), or a field.
func facetOf(name string) (maker, error) {
	if m := named(name); m != nil {
		return m, nil
	}
	if kind, ok := strings.CutPrefix(name, "target."); ok && kind != "" && !strings.Contains(kind, ".") {
		if _, _, attribute := event.Lookup(name); !attribute {
			names := titleNames
			if isPerson(kind) {
				names = loginNames
			}
			return func(v *View) *facet {
				return v.tuples(table.TargetGroup, names, func(t string) bool { return strings.EqualFold(t, kind) }, false)
			}, nil
		}
	}
	if f, index, ok := event.Lookup(name); ok && f != event.UUID && f != event.Published && index < 0 {
		return func(v *View) *facet { return v.column(f) }, nil
	}
	if parts := strings.Split(name, "."); len(parts) > 2 && parts[0] == "target" {
		f, _, ok := event.Lookup("target[]." + strings.Join(parts[2:], "."))
		if group, _ := table.GroupOf(f); ok && group == table.TargetGroup {
			return func(v *View) *facet {
				return v.tuples(table.TargetGroup, []event.Field{f}, func(t string) bool { return strings.EqualFold(t, parts[1]) }, false)
			}, nil
		}
	}
	if _, ok := sigma.Lookup(name); ok {
		return nil, fmt.Errorf("{%s} cannot be named in a sentence; it is not one of the log's own fields", detect.Clean(name))
	}
	return nil, fmt.Errorf("{%s} is no field and none of the names of a summary", detect.Clean(name))
}

func isPerson(targetType string) bool {
	return strings.EqualFold(targetType, "User") || strings.EqualFold(targetType, "AppUser")
}

// facet returns the facet of a name that was checked.
func (v *View) facet(name string) *facet {
	f := v.facets[name]
	if f == nil {
		m, err := facetOf(name)
		if err != nil {
			panic(err) // the rule would not have been taken
		}
		f = m(v)
		v.facets[name] = f
	}
	return f
}

// column returns the facet of a field.
func (v *View) column(f event.Field) *facet {
	c := v.log.Column(f)
	return &facet{values: c.Values, codes: func(row uint32) []uint32 { return c.Codes(int(row)) }}
}

// numbers gives numbers to texts; 0 is "".
type numbers struct {
	values []string
	of     map[string]uint32
}

func newNumbers() *numbers { return &numbers{[]string{""}, map[string]uint32{"": 0}} }

func (n *numbers) number(s string) uint32 {
	code, ok := n.of[s]
	if !ok {
		code = uint32(len(n.values))
		n.values = append(n.values, s)
		n.of[s] = code
	}
	return code
}

// tuples returns the facet of a group's elements: of each the first of the
// fields that is not blank. want picks elements by the type of the target; nil
// takes all. Of several only the first counts where one is set.
func (v *View) tuples(g table.Group, fields []event.Field, want func(targetType string) bool, one bool) *facet {
	columns := make([]*table.Column, len(fields))
	for i, f := range fields {
		columns[i] = v.log.Column(f)
	}
	var wanted []bool
	types := v.log.Column(event.TargetType)
	if want != nil {
		wanted = make([]bool, len(types.Values))
		for code, t := range types.Values {
			wanted[code] = want(t)
		}
	}
	n := newNumbers()
	codes, ends := []uint32{}, make([]uint32, columns[0].Tuples())
	for t := range ends {
		for element := range columns[0].CodesOf(uint32(t)) {
			if wanted != nil && !wanted[types.CodesOf(uint32(t))[element]] {
				continue
			}
			name := ""
			for _, c := range columns {
				if s := c.Values[c.CodesOf(uint32(t))[element]]; !event.Blank(s) {
					name = s
					break
				}
			}
			if name == "" {
				continue
			}
			codes = append(codes, n.number(name))
			if one {
				break
			}
		}
		ends[t] = uint32(len(codes))
	}
	rows := v.log.Tuples(g)
	return &facet{values: n.values, codes: func(row uint32) []uint32 {
		t := rows[row]
		from := uint32(0)
		if t > 0 {
			from = ends[t-1]
		}
		return codes[from:ends[t]]
	}}
}

// user returns the facet of the affected user: the first person among the
// targets, or else the actor.
func (v *View) user(fields []event.Field, actor string) *facet {
	target, by := v.tuples(table.TargetGroup, fields, isPerson, true), v.facet(actor)
	n := newNumbers()
	translate := func(f *facet) []uint32 {
		to := make([]uint32, len(f.values))
		for code, s := range f.values {
			to[code] = n.number(s)
		}
		return to
	}
	ofTarget, ofActor := translate(target), translate(by)
	return &facet{values: n.values, codes: func(row uint32) []uint32 {
		if codes := target.codes(row); len(codes) > 0 {
			return ofTarget[codes[0]:][:1]
		}
		if codes := by.codes(row); len(codes) > 0 {
			return ofActor[codes[0]:][:1]
		}
		return nil
	}}
}

// numbered returns the facet of something that has a number in every event.
func numbered(values []string, of func(row uint32) uint32) *facet {
	codes := make([]uint32, len(values))
	for i := range codes {
		codes[i] = uint32(i)
	}
	return &facet{values: values, codes: func(row uint32) []uint32 {
		n := of(row)
		return codes[n : n+1]
	}}
}

func (v *View) agents() *facet {
	n := newNumbers()
	var of []uint32 // by the number of the agent
	for row := range v.log.Len() {
		number, a := v.views.Agent(uint32(row))
		for int(number) >= len(of) {
			of = append(of, 0)
		}
		if number > 0 && of[number] == 0 {
			of[number] = n.number(a.String())
		}
	}
	return numbered(n.values, func(row uint32) uint32 {
		number, _ := v.views.Agent(row)
		return of[number]
	})
}

func (v *View) sessions() *facet {
	values := []string{""}
	for _, s := range v.log.Sessions() {
		values = append(values, s.ID)
	}
	return numbered(values, func(row uint32) uint32 { return uint32(v.log.SessionOf(int(row)) + 1) })
}

func (v *View) networks() *facet {
	n := newNumbers()
	var of []uint32
	for row := range v.log.Len() {
		number := v.views.Network(uint32(row))
		for int(number) >= len(of) {
			of = append(of, 0)
		}
		if number > 0 && of[number] == 0 {
			of[number] = n.number(v.views.NetworkName(number))
		}
	}
	return numbered(n.values, func(row uint32) uint32 { return of[v.views.Network(row)] })
}
