// Package query is the engine of the event table: it reads what an analyst
// types, finds the events that fit, and sorts, counts and describes them.
//
// # Language
//
// A query is one line of terms. Terms that stand side by side must all fit;
// AND between them says the same. OR stands between alternatives and binds less
// than AND; parentheses group. A minus sign before a term, or NOT, takes the
// term's events out. AND, OR and NOT are operators in capital letters only.
//
//	word  "two words"         text in any of the searchable fields
//	field:value               the whole value; * stands for any text, ? for one character
//	field:"a value"           the value as it is, * and ? included
//	field:(a OR b)            one of several values
//	field:*   -field:*        events that have the field, and that have not
//	ip:203.0.113.0/24         addresses in a network
//	time>=2026-03-02T09:00    also >, < and <=; UTC where no zone is given
//	time:2026-03-02           the whole of the day, the minute, the second
//	around:UUID~10m           within ten minutes of an event; units ms, s, m, h, d
//	rule:tried                what the rule that was tried last matches
//
// Case counts nowhere. The searchable fields are the actor's and the targets'
// id, login name and name, the address, the user agent, the event type, the
// display message, the reason of the outcome, the session, the country and the
// city; a whole uuid finds its event. A backslash takes the meaning from the
// character of punctuation, or the blank, that follows it: user:a\*b*.
//
// A moment that names no seconds, or no time of day, stands for the whole of
// its minute or its day: > is after its end and <= includes it.
package query

import (
	"net/netip"
	"strings"
)

// The bounds of a query. No person types more; a query of as many words of free
// text, none of which was looked for before, takes seconds for a million events.
const (
	MaxText    = 4 << 10 // bytes
	MaxNesting = 32      // parentheses within parentheses
	MaxTerms   = 256
)

// Query is what an analyst asked for. It does not change.
type Query struct {
	root node // nil: every event
}

// node is a part of a query.
type node interface{ write(*writer) }

// allOf are terms that must all fit, and anyOf are alternatives: at least two,
// none of which is of the same kind.
type (
	allOf []node
	anyOf []node
	not   struct{ of node }
)

// leafKind says what a leaf asks for.
type leafKind uint8

const (
	wordLeaf    leafKind = iota // a text anywhere in an event
	valueLeaf                   // a value of a field
	presentLeaf                 // any value of a field
	networkLeaf                 // an address in a network
	timeLeaf                    // a stretch of time
	aroundLeaf                  // the surroundings of an event
	triedLeaf                   // what a rule matches; see [View.Mark]
)

// leaf is one term. Of its members only those of its kind are set.
type leaf struct {
	kind   leafKind
	field  *Field
	text   pattern
	prefix netip.Prefix
	moment moment
	uuid   string // in lower case
	within int64  // ms

	at, length int // where it stands in the text, in bytes
}

// All returns the query that every event fits.
func All() *Query { return &Query{} }

// String returns the query in its canonical form, which [Parse] reads as the
// same query.
func (q *Query) String() string {
	if q.root == nil {
		return ""
	}
	var w writer
	q.root.write(&w)
	return w.String()
}

// writer writes a query's canonical form.
type writer struct {
	strings.Builder
	field *Field // whose values are being written, inside of field:(…)
}

func (n allOf) write(w *writer) { w.list(n, " ", func(c node) bool { _, ok := c.(anyOf); return ok }) }

func (n anyOf) write(w *writer) {
	if w.field == nil {
		if f := commonField(n); f != nil {
			w.group(f, n)
			return
		}
	}
	w.list(n, " OR ", func(node) bool { return false })
}

// list writes nodes; those that bind less go into parentheses.
func (w *writer) list(nodes []node, between string, loose func(node) bool) {
	for i, c := range nodes {
		if i > 0 {
			w.WriteString(between)
		}
		w.item(c, loose(c))
	}
}

// item writes a node, in parentheses where it needs them and does not bring its
// own.
func (w *writer) item(n node, loose bool) {
	if any, ok := n.(anyOf); ok && w.field == nil && commonField(any) != nil {
		loose = false
	}
	if loose {
		w.WriteByte('(')
	}
	n.write(w)
	if loose {
		w.WriteByte(')')
	}
}

func (n not) write(w *writer) {
	w.WriteByte('-')
	switch c := n.of.(type) {
	case allOf:
		if f := commonField(c); f != nil && w.field == nil {
			w.group(f, c)
			return
		}
		w.item(c, true)
	default:
		_, loose := c.(anyOf)
		w.item(c, loose)
	}
}

// group writes field:(…).
func (w *writer) group(f *Field, n node) {
	w.WriteString(f.Name + ":(")
	w.field = f
	n.write(w)
	w.field = nil
	w.WriteByte(')')
}

// commonField returns the field that all leaves of a list of nodes are values
// of, or nil.
func commonField[L ~[]node](list L) *Field {
	var field *Field
	for _, n := range list {
		var f *Field
		switch c := n.(type) {
		case *leaf:
			if c.field != nil && c.field.kind != timeField {
				f = c.field
			}
		case not:
			f = commonField([]node{c.of})
		case allOf:
			f = commonField(c)
		case anyOf:
			f = commonField(c)
		}
		if f == nil || field != nil && f != field {
			return nil
		}
		field = f
	}
	return field
}

func (l *leaf) write(w *writer) {
	switch l.kind {
	case wordLeaf:
		w.WriteString(l.text.write(true))
		return
	case timeLeaf:
		w.WriteString("time" + l.moment.operator + l.moment.write())
		return
	case aroundLeaf:
		w.WriteString("around:" + quoteAround(l.uuid) + "~" + writeSpan(l.within))
		return
	case triedLeaf:
		w.WriteString(triedTerm)
		return
	}
	if w.field == nil {
		w.WriteString(l.field.Name + ":")
	}
	switch l.kind {
	case presentLeaf:
		w.WriteByte('*')
	case networkLeaf:
		w.WriteString(l.prefix.String())
	default:
		w.WriteString(l.text.write(false))
	}
}
