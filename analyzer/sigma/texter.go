package sigma

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// texter numbers the texts that occurrences have in a field; texts that differ
// in their case only are one, and those that stand for nothing are none.
type texter struct {
	// one is the column of all rules, where they have one: its folded codes are
	// the numbers.
	one     *column
	numbers map[string]uint32
	of      [][]textColumn // by rule
	inherit []int          // by rule: the place in the group of a correlated correlation, or -1
	last    lastRun
}

// lastRun is the number that an alert inherits. It is there for each event at
// which its condition held, so it is asked for again and again.
type lastRun struct {
	run    *run
	number uint32
}

type textColumn struct {
	*column
	known []uint32 // number of each value, plus one; 0 is not asked for yet
}

const noText = ^uint32(0)

func (w *windows) texter(field func(rule int) *Field) *texter {
	t := &texter{numbers: map[string]uint32{}}
	if cols := w.view.column(field(0), w.lifter.zone); len(cols) == 1 {
		t.one = cols[0]
	}
	for rule, use := range w.c.uses {
		if cols := w.view.column(field(rule), w.lifter.zone); use.Rule.Correlation != nil || len(cols) != 1 || cols[0] != t.one {
			t.one = nil
		}
	}
	if t.one != nil {
		t.one.fold()
		return t
	}
	for rule, use := range w.c.uses {
		f := field(rule)
		var columns []textColumn
		for _, c := range w.view.column(f, w.lifter.zone) {
			columns = append(columns, textColumn{c, make([]uint32, len(c.values))})
		}
		t.of = append(t.of, columns)
		t.inherit = append(t.inherit, -1)
		if k := use.Rule.Correlation; k != nil {
			for i, g := range k.groupBy {
				if g != nil && g.same(f) {
					t.inherit[rule] = i
				}
			}
		}
	}
	return t
}

func (t *texter) number(text string) uint32 {
	if event.Blank(text) {
		return noText
	}
	low := strings.ToLower(text)
	n, ok := t.numbers[low]
	if !ok {
		n = uint32(len(t.numbers))
		t.numbers[low] = n
	}
	return n
}

// single returns the number of the text that an occurrence has in the field,
// [noText] where it has none, or [several]. It is each for nearly all.
func (t *texter) single(o occurrence) uint32 {
	if c := t.one; c != nil {
		return c.singles()[c.domain.rows[o.row]]
	}
	if i := t.inherit[o.rule]; i >= 0 && o.run != nil {
		if o.run != t.last.run {
			t.last = lastRun{o.run, t.number(o.run.group[i])}
		}
		return t.last.number
	}
	if len(t.of[o.rule]) != 1 {
		return several
	}
	c := &t.of[o.rule][0]
	value := c.singles()[c.domain.rows[o.row]]
	if value >= several {
		return value
	}
	if c.known[value] == 0 {
		c.known[value] = t.number(c.values[value]) + 1
	}
	return c.known[value] - 1
}

// widest returns how many texts an occurrence can have in the field at most.
func (t *texter) widest() int {
	if t.one != nil {
		t.one.singles()
		return t.one.widest
	}
	most := 1 // of an alert, which inherits one
	for _, columns := range t.of {
		n := 0
		for _, c := range columns {
			c.singles()
			n += c.widest
		}
		most = max(most, n)
	}
	return most
}

// each calls f for every text of an occurrence with its number, each number
// once for most events.
func (t *texter) each(o occurrence, f func(number uint32, text string)) {
	if c := t.one; c != nil {
		for _, code := range c.codes(c.domain.rows[o.row]) {
			if n := c.folded[code]; n != noText {
				f(n, c.values[code])
			}
		}
		return
	}
	if i := t.inherit[o.rule]; i >= 0 && o.run != nil {
		if text := o.run.group[i]; !event.Blank(text) {
			f(t.number(text), text)
		}
		return
	}
	for i := range t.of[o.rule] {
		c := &t.of[o.rule][i]
		for _, code := range c.codes(c.domain.rows[o.row]) {
			if c.known[code] == 0 {
				c.known[code] = t.number(c.values[code]) + 1
			}
			if n := c.known[code] - 1; n != noText {
				f(n, c.values[code])
			}
		}
	}
}

// prepare makes the texters of group-by.
func (w *windows) prepare() {
	for i, f := range w.k.groupBy {
		w.by = append(w.by, w.texter(func(rule int) *Field {
			if f == nil {
				return w.k.aliases[w.k.GroupBy[i]][w.k.Rules[rule]]
			}
			return f
		}))
	}
}

// combinations returns the numbers of the combinations of texts that an
// occurrence has in several fields: one from each. It is empty where a field
// has none. The result is used until the next call.
func (w *windows) combinations(o occurrence, fields []*texter, combined []combiner, keys func(number uint32, key []uint32)) []uint32 {
	if len(fields) == 0 {
		w.scratch[0] = append(w.scratch[0][:0], 0)
		return w.scratch[0]
	}
	all, next := w.scratch[0][:0], w.scratch[1][:0]
	if c := fields[0].one; c != nil && len(fields) == 1 && keys == nil {
		for _, code := range c.codes(c.domain.rows[o.row]) {
			if n := c.folded[code]; n != noText && len(all) < maxExploded && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
		w.scratch[0] = all
		return all
	}
	// The texts of each combination, where somebody asks for them.
	var parts, nextParts [][]uint32
	for i, f := range fields {
		var own []uint32 // the field's texts, each once
		f.each(o, func(n uint32, _ string) {
			if len(own) < maxExploded && !slices.Contains(own, n) {
				own = append(own, n)
			}
		})
		if i == 0 {
			all = append(all, own...)
			for _, n := range own {
				parts = append(parts, []uint32{n})
			}
			continue
		}
		next, nextParts = next[:0], nil
		for at, head := range all {
			for _, n := range own[:min(len(own), maxExploded-len(next))] {
				next = append(next, combined[i-1].number(head, n))
				if keys != nil {
					nextParts = append(nextParts, append(slices.Clone(parts[at]), n))
				}
			}
		}
		all, next, parts = next, all, nextParts
	}
	w.scratch[0], w.scratch[1] = all, next
	for i, n := range all {
		if keys != nil {
			keys(n, parts[i])
		}
	}
	return all
}
