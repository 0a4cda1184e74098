package query

import "strings"

// triedTerm is how a query asks for the events that were marked.
const triedTerm = "rule:tried"

// Mark says which events a rule that was tried matches: rows of the log in
// ascending order, each once. The term rule:tried finds them. They are kept, and
// must not be changed.
func (v *View) Mark(rows []uint32) { v.marked = &rows }

// Mark is the method [View.Mark] of the door's log. It takes nothing from the
// current result.
func (d *Door) Mark(rows []uint32) { d.view.Mark(rows) }

// tried reads what stands behind "rule:".
func (p *parser) tried(from int) node {
	w, ok := p.readWord(nil)
	if !ok {
		return nil
	}
	text, plain := w.text.plain()
	if !plain || !strings.EqualFold(text, "tried") {
		return p.fail(from, w.to-from, "write rule:tried for the events of the rule that was tried last", "%s is no rule", clip(p.text[w.from:w.to]))
	}
	p.blanks()
	return &leaf{kind: triedLeaf, at: from, length: w.to - from}
}

// tried returns the events that were marked.
func (e *evaluation) tried(l *leaf) set {
	all := make([]uint64, (e.to-e.from+63)/64)
	if e.view.marked == nil {
		if e.err == nil {
			e.err = &Error{"no rule was tried on this log", "try one among the detections", l.at, l.length}
		}
		return set{bits: all}
	}
	for _, row := range *e.view.marked {
		if i := int(row) - e.from; i >= 0 && int(row) < e.to {
			all[i>>6] |= 1 << (i & 63)
		}
	}
	return set{bits: all}
}
