package sigma

import (
	"context"
	"slices"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// A tree is run in two steps. lift tests the distinct values of each column and
// lifts the answers to the numbers of the column's domain; parts of a tree that
// stand in one domain become one set of numbers there. What is left is a small
// tree over several domains, which is evaluated for events.

type (
	// numbersNode holds for events whose number in a domain is in a set.
	numbersNode struct {
		domain *domain
		set    bitset
	}
	// eventNode is a test of a single event, for fields that are other ones in
	// every event and for comparisons of fields.
	eventNode struct{ test func(row uint32) bool }
)

// lifter lifts a tree for a log.
type lifter struct {
	view *View
	zone *time.Location
	ctx  context.Context // once it is done, answers are of no use
}

// lift returns the tree over domains: conjunction, disjunction and negation of
// numbersNode and eventNode.
func (l *lifter) lift(n node) node {
	switch n := n.(type) {
	case conjunction:
		return l.join(n, true)
	case disjunction:
		return l.join(n, false)
	case *negation:
		return negated(l.lift(n.of))
	case *atom:
		return l.atom(n)
	}
	panic("sigma: a tree of something else")
}

// negated returns the negation of a lifted node. That of a disjunction is a
// conjunction, whose parts the one around it can join with its own.
func negated(n node) node {
	switch n := n.(type) {
	case *numbersNode:
		return &numbersNode{n.domain, n.set.complement(n.domain.size)}
	case disjunction:
		parts := make(conjunction, len(n))
		for i, part := range n {
			parts[i] = negated(part)
		}
		return parts
	}
	return negate(n)
}

// never is the node that holds for no event.
var never = disjunction(nil)

// ofTypes reports whether a part of a rule asks for types of events, of which
// most logs lack many. To see to these first, and to nothing else of a rule whose
// types are missing, spares one twentieth of the time of all built-in rules.
func ofTypes(n node) bool {
	switch n := n.(type) {
	case conjunction:
		return slices.ContainsFunc(n, ofTypes)
	case *atom:
		return n.field != nil && n.field.source == columnSource && n.field.field == event.Type
	}
	return false
}

// join lifts the parts of a conjunction or a disjunction and makes one part of
// those in one domain.
func (l *lifter) join(parts []node, all bool) node {
	var joined []node
	at := map[*domain]int{}
	empty := false // no event has a number that is left
	add := func(n node) {
		numbers, ok := n.(*numbersNode)
		if !ok {
			joined = append(joined, n)
			return
		}
		i, known := at[numbers.domain]
		if !known {
			at[numbers.domain] = len(joined)
			joined = append(joined, &numbersNode{numbers.domain, numbers.set.clone()})
			empty = empty || all && numbers.set.empty()
			return
		}
		if into := joined[i].(*numbersNode).set; all {
			into.and(numbers.set)
			empty = empty || into.empty()
		} else {
			into.or(numbers.set)
		}
	}
	if all && len(parts) > 1 {
		parts = slices.Clone(parts)
		slices.SortStableFunc(parts, func(a, b node) int {
			switch first := ofTypes(a); {
			case first == ofTypes(b):
				return 0
			case first:
				return -1
			}
			return 1
		})
	}
	for _, part := range parts {
		if empty {
			return never
		}
		// A part of the same kind is part of this one.
		switch n := l.lift(part).(type) {
		case conjunction:
			if !all {
				add(n)
				continue
			}
			for _, inner := range n {
				add(inner)
			}
		case disjunction:
			if all {
				add(n)
				empty = empty || len(n) == 0
				continue
			}
			for _, inner := range n {
				add(inner)
			}
		default:
			add(n)
		}
	}
	switch {
	case empty:
		return never
	case len(joined) == 1:
		return joined[0]
	case all:
		return conjunction(joined)
	}
	return disjunction(joined)
}

// liftKey is a test, and where it is told what time it is.
type liftKey struct {
	atom *atom
	zone *time.Location
}

// maxLifted is how many sets of numbers a view keeps: those of some thousand
// rules.
const maxLifted = 20_000

// atom returns what a test comes to, from the last run if it was there. It must
// not be changed.
func (l *lifter) atom(a *atom) node {
	key := liftKey{a, l.zone}
	n, known := l.view.lifted[key]
	if !known {
		if len(l.view.lifted) >= maxLifted {
			clear(l.view.lifted)
		}
		if n = l.test(a); l.ctx.Err() == nil {
			l.view.lifted[key] = n
		}
	}
	return n
}

func (l *lifter) test(a *atom) node {
	switch {
	case a.field == nil:
		return l.keywords(a.test)
	case a.other != nil:
		return l.reference(a)
	case a.field.special():
		return l.special(a)
	case a.field.source == columnSource && a.field.field == event.TransactionID:
		return l.transaction(a)
	}
	cols := l.view.column(a.field, l.zone)
	parts := make([]node, len(cols))
	for i, c := range cols {
		if a.absent {
			parts[i] = absent(c)
		} else {
			parts[i] = l.matching(c, a.test)
		}
	}
	switch {
	case len(parts) == 1:
		return parts[0]
	case a.absent:
		return conjunction(parts)
	}
	return disjunction(parts)
}

// absent returns the numbers without a value.
func absent(c *column) *numbersNode {
	set := newBits(c.domain.size)
next:
	for n := range uint32(c.domain.size) {
		for _, code := range c.codes(n) {
			if c.values[code] != "" {
				continue next
			}
		}
		set.set(n)
	}
	return &numbersNode{c.domain, set}
}

// matching returns the numbers with a value that passes a test.
func (l *lifter) matching(c *column, test predicate) *numbersNode {
	passed := l.passed(c, test)
	set := newBits(c.domain.size)
	if passed.empty() {
		return &numbersNode{c.domain, set}
	}
	for n := range uint32(c.domain.size) {
		for _, code := range c.codes(n) {
			if passed.has(code) {
				set.set(n)
				break
			}
		}
	}
	return &numbersNode{c.domain, set}
}

// passed returns which values pass a test.
func (l *lifter) passed(c *column, test predicate) bitset {
	passed := newBits(len(c.values))
	low := c.lower()
	for code, value := range c.values {
		if code%256 == 0 && l.ctx.Err() != nil {
			break
		}
		if value != "" && test.match(value, low[code]) {
			passed.set(uint32(code))
		}
	}
	return passed
}

// keywords looks in every column of the log.
func (l *lifter) keywords(test predicate) node {
	var parts []node
	for _, f := range keywordFields {
		if c := l.view.column(f, l.zone)[0]; len(c.values) > 1 {
			if n := l.matching(c, test); !n.set.empty() {
				parts = append(parts, n)
			}
		}
	}
	return l.joinLifted(parts)
}

// joinLifted is the disjunction of sets of numbers, those of one domain joined.
func (l *lifter) joinLifted(parts []node) node {
	var joined []node
	at := map[*domain]*numbersNode{}
	for _, part := range parts {
		n := part.(*numbersNode)
		if into := at[n.domain]; into != nil {
			into.set.or(n.set)
			continue
		}
		at[n.domain] = n
		joined = append(joined, n)
	}
	if len(joined) == 1 {
		return joined[0]
	}
	return disjunction(joined)
}

// transaction tests the id of a transaction. Nearly each is another one, and the
// other parts of a rule leave few events to look at.
func (l *lifter) transaction(a *atom) node {
	log := l.view.log
	return &eventNode{func(row uint32) bool {
		text := log.Transaction(int(row))
		if a.absent || text == "" {
			return a.absent && text == ""
		}
		return a.test.match(text, strings.ToLower(text))
	}}
}

// special tests a field of which each event has its own value.
func (l *lifter) special(a *atom) node {
	log := l.view.log
	if a.absent {
		return disjunction(nil) // every event has a time and an id
	}
	if a.field.source == timeSource {
		if m, ok := a.test.(*moments); ok {
			return &eventNode{func(row uint32) bool { return m.at(log.Time(int(row))) }}
		}
		return &eventNode{func(row uint32) bool {
			text := event.FormatTime(log.Time(int(row)))
			return a.test.match(text, strings.ToLower(text))
		}}
	}
	return &eventNode{func(row uint32) bool {
		text := log.UUID(int(row))
		return a.test.match(text, strings.ToLower(text))
	}}
}
