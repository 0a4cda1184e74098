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
//
// Events of one tuple of the log have the same values. They are looked up when
// an event of the tuple is first asked for: findings are of few events, and to
// look up all took a quarter of the time of all findings.
type facet struct {
	tuples []uint32 // the tuple of each event; nil where others decides
	known  []span   // the codes of each tuple's values, in codes
	of     func(row uint32, add func(value string))
	others func(row uint32) uint32 // the code of the one value of an event, 0 for none

	names *table.Names // the values by code
	codes []uint32

	// Scratch of ranked; the counts are all zero between calls.
	events, counts []int32
	seen, order    []uint32
	one            [1]uint32 // scratch of at
}

// span is a part of a list; to is 0 as long as it is not known.
type span struct{ from, to uint32 }

// tupled returns the facet of something that the events of a tuple of a group
// have in common; of calls add for each value, in its order.
func (v *View) tupled(g table.Group, of func(row uint32, add func(value string))) *facet {
	n := v.log.Column(g.Fields()[0]).Tuples()
	if v.tallies[g] == nil {
		v.tallies[g] = make([]int32, n)
	}
	return &facet{tuples: v.log.Tuples(g), known: make([]span, n), of: of, events: v.tallies[g],
		names: table.NewNames(), codes: []uint32{0}}
}

// translation is what other numbers stand for, by these: codes plus one, 0 as
// long as it is not known.
type translation []uint32

// code returns the code of what a number stands for in a facet.
func (t *translation) code(f *facet, number uint32, value string) uint32 {
	for int(number) >= len(*t) {
		*t = append(*t, 0)
	}
	if (*t)[number] == 0 {
		(*t)[number] = f.names.Number(value) + 1
	}
	return (*t)[number] - 1
}

// at returns the codes of an event's values. It is used until the next call.
func (f *facet) at(row uint32) []uint32 {
	if f.tuples == nil {
		if f.one[0] = f.others(row); f.one[0] == 0 {
			return nil
		}
		return f.one[:]
	}
	s := &f.known[f.tuples[row]]
	if s.to == 0 {
		s.from = uint32(len(f.codes))
		f.of(row, func(value string) { f.codes = append(f.codes, f.names.Number(value)) })
		s.to = uint32(len(f.codes))
	}
	return f.codes[s.from:s.to]
}

// ranked returns the values that events have, most frequent first, of equally
// frequent ones the earlier first. Blank values count for nothing.
func (f *facet) ranked(rows []uint32) []string {
	f.order = f.order[:0]
	count := func(row uint32, events int32) {
		for _, code := range f.at(row) {
			for int(code) >= len(f.counts) {
				f.counts = append(f.counts, 0)
			}
			if f.counts[code] == 0 {
				f.order = append(f.order, code)
			}
			f.counts[code] += events
		}
	}
	if f.tuples == nil {
		for _, row := range rows {
			count(row, 1)
		}
	} else {
		f.seen = f.seen[:0]
		for from := 0; from < len(rows); from += table.BlockRows {
			f.seen = tally(f.events, f.seen, f.tuples, rows[from:min(from+table.BlockRows, len(rows))])
		}
		for _, row := range f.seen {
			count(row, f.events[f.tuples[row]])
			f.events[f.tuples[row]] = 0
		}
	}
	found := slices.DeleteFunc(slices.Clone(f.order), func(code uint32) bool { return event.Blank(f.names.Values[code]) })
	slices.SortStableFunc(found, func(a, b uint32) int { return cmp.Compare(f.counts[b], f.counts[a]) })
	values := make([]string, len(found))
	for i, code := range found {
		values[i] = f.names.Values[code]
	}
	for _, code := range f.order {
		f.counts[code] = 0
	}
	return values
}

// tally counts the events of each tuple and appends the first one of each.
//
//go:noinline
func tally(events []int32, seen, tuples, rows []uint32) []uint32 {
	for _, row := range rows {
		t := tuples[row]
		if events[t] == 0 {
			seen = append(seen, row)
		}
		events[t]++
	}
	return seen
}

// first returns the code of an event's first value; 0 where it has none.
func (f *facet) first(row uint32) uint32 {
	if codes := f.at(row); len(codes) > 0 {
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
	g, _ := table.GroupOf(f)
	return v.tupled(g, func(row uint32, add func(string)) {
		for _, code := range c.Codes(int(row)) {
			add(c.Values[code])
		}
	})
}

// tuples returns the facet of a group's elements: of each the first of the
// fields that is not blank. want picks elements by the type of the target; nil
// takes all. Of several only the first counts where one is set.
func (v *View) tuples(g table.Group, fields []event.Field, want func(targetType string) bool, one bool) *facet {
	columns := make([]*table.Column, len(fields))
	for i, f := range fields {
		columns[i] = v.log.Column(f)
	}
	types := v.log.Column(event.TargetType)
	return v.tupled(g, func(row uint32, add func(string)) {
		for element := range columns[0].Codes(int(row)) {
			if want != nil && !want(types.Values[types.Codes(int(row))[element]]) {
				continue
			}
			for _, c := range columns {
				s := c.Values[c.Codes(int(row))[element]]
				if event.Blank(s) {
					continue
				}
				if add(s); one {
					return
				}
				break
			}
		}
	})
}

// user returns the facet of the affected user: the first person among the
// targets, or else the actor.
func (v *View) user(fields []event.Field, actor string) *facet {
	target, by := v.tuples(table.TargetGroup, fields, isPerson, true), v.facet(actor)
	f := &facet{names: table.NewNames()}
	var ofTarget, ofActor translation
	f.others = func(row uint32) uint32 {
		if code := target.first(row); code != 0 {
			return ofTarget.code(f, code, target.names.Values[code])
		}
		code := by.first(row)
		return ofActor.code(f, code, by.names.Values[code])
	}
	return f
}

func (v *View) agents() *facet {
	return v.tupled(table.ClientGroup, func(row uint32, add func(string)) {
		name := ""
		if number, a := v.views.Agent(row); number > 0 {
			name = a.String()
		}
		add(name)
	})
}

func (v *View) sessions() *facet {
	sessions := v.log.Sessions()
	f := &facet{names: table.NewNames()}
	var ofSession translation
	f.others = func(row uint32) uint32 {
		n := v.log.SessionOf(int(row))
		if n < 0 {
			return 0
		}
		return ofSession.code(f, uint32(n), sessions[n].ID)
	}
	return f
}

func (v *View) networks() *facet {
	return v.tupled(table.ClientGroup, func(row uint32, add func(string)) {
		add(v.views.NetworkName(v.views.Network(row)))
	})
}
