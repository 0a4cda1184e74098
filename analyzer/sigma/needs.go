package sigma

import (
	"maps"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// Fields returns the fields of the log that the rule reads, those of the rules
// that it correlates included, in the order of their numbers.
func (c *Compiled) Fields() []event.Field {
	all := map[event.Field]bool{}
	c.fields(all)
	return slices.Sorted(maps.Keys(all))
}

func (c *Compiled) fields(all map[event.Field]bool) {
	if c.tree != nil {
		fieldsOf(c.tree, all)
	}
	for _, u := range c.uses {
		u.fields(all)
	}
	for _, f := range c.own() {
		for _, read := range f.reads() {
			all[read] = true
		}
	}
}

// own returns the fields that a correlation itself reads.
func (c *Compiled) own() []*Field {
	k := c.Rule.Correlation
	if k == nil {
		return nil
	}
	var all []*Field
	for i, f := range k.groupBy {
		if f != nil {
			all = append(all, f)
			continue
		}
		for _, r := range k.Rules {
			all = append(all, k.aliases[k.GroupBy[i]][r])
		}
	}
	return append(all, k.fields...)
}

// Missing returns the fields without which the rule cannot look in a log that
// carries others only. Where it can look in one of several ways, those of the
// way that lacks least count, so that a rule that covers two spellings of one
// thing needs either. Filters do not count: where one cannot look, it takes
// nothing away.
func (c *Compiled) Missing(carries func(event.Field) bool) []event.Field {
	all := map[event.Field]bool{}
	for f := range c.missing(carries) {
		all[f] = true
	}
	return slices.Sorted(maps.Keys(all))
}

type fieldSet map[event.Field]bool

func (c *Compiled) missing(carries func(event.Field) bool) fieldSet {
	all := fieldSet{}
	if c.asked != nil {
		maps.Copy(all, missing(c.asked, false, carries))
	}
	var ways []fieldSet
	for _, u := range c.uses {
		way := u.missing(carries)
		if c.Rule.Correlation.Type.temporal() {
			maps.Copy(all, way)
		} else {
			ways = append(ways, way)
		}
	}
	maps.Copy(all, fewest(ways))
	for _, f := range c.own() {
		maps.Copy(all, lacking(f, carries))
	}
	return all
}

// lacking returns the first of the fields that f is made of where none is there.
func lacking(f *Field, carries func(event.Field) bool) fieldSet {
	if reads := f.reads(); !slices.ContainsFunc(reads, carries) {
		return fieldSet{reads[0]: true}
	}
	return nil
}

// missing returns the fields that a tree, or its negation, lacks.
func missing(n node, negated bool, carries func(event.Field) bool) fieldSet {
	all := fieldSet{}
	switch n := n.(type) {
	case *negation:
		return missing(n.of, !negated, carries)
	case *atom:
		if n.field == nil {
			return nil // keywords look in whatever there is
		}
		maps.Copy(all, lacking(n.field, carries))
		if n.other != nil {
			maps.Copy(all, lacking(n.other, carries))
		}
		return all
	case conjunction:
		return missingOf(n, negated, negated, carries)
	case disjunction:
		return missingOf(n, !negated, negated, carries)
	}
	return all
}

// missingOf joins what parts lack: of all of them, or of the one that lacks
// least where either is enough.
func missingOf(parts []node, either, negated bool, carries func(event.Field) bool) fieldSet {
	all := fieldSet{}
	var ways []fieldSet
	for _, part := range parts {
		way := missing(part, negated, carries)
		ways = append(ways, way)
		maps.Copy(all, way)
	}
	if either {
		return fewest(ways)
	}
	return all
}

func fewest(ways []fieldSet) fieldSet {
	if len(ways) == 0 {
		return nil
	}
	return slices.MinFunc(ways, func(a, b fieldSet) int { return len(a) - len(b) })
}

// fieldsOf adds the log's fields of a tree to those in all.
func fieldsOf(n node, all map[event.Field]bool) {
	walk(n, func(a *atom) {
		for _, f := range []*Field{a.field, a.other} {
			if f != nil {
				for _, read := range f.reads() {
					all[read] = true
				}
			}
		}
	})
}
