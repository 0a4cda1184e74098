package sigma

import (
	"slices"

	"okta-session-analyzer/analyzer/table"
)

// grouping puts the occurrences of a correlation into their groups: first it
// finds the number of each one's texts and counts those of each number, then it
// puts each into its place. Groups are in order of their first occurrences. A
// list for each group, which grows again and again, took over three times as
// long.
type grouping struct {
	*windows
	combined []combiner
	who      []uint32 // occurrences; nil where into is of all of them
	into     []uint32 // the number of each, or noText
	counts   []int32  // of each number
	first    []uint32 // the numbers in order of their first occurrences
}

// group puts occurrences into their groups. One without a text in a field of
// group-by is in none.
func (w *windows) group(all occurrences) {
	if len(w.by) == 0 {
		w.occurrences, w.ends = all, []int32{int32(len(all.rows))}
		return
	}
	g := &grouping{windows: w}
	if !g.quickly(all) {
		g.slowly(all)
	}
	w.ends = make([]int32, len(g.first))
	end := int32(0)
	for i, number := range g.first {
		end, g.counts[number] = end+g.counts[number], end
		w.ends[i] = end
	}
	w.alerts = all.alerts
	w.rows = make([]uint32, end)
	if all.marks != nil {
		w.marks = make([]uint32, end)
	}
	next := g.counts
	if all.marks != nil {
		next = slices.Clone(next)
	}
	g.distribute(w.rows, all.rows, next)
	if all.marks != nil {
		g.distribute(w.marks, all.marks, g.counts)
	}
}

// distribute writes what belongs to each occurrence behind what its group has
// already; next says where that is.
func (g *grouping) distribute(to, of []uint32, next []int32) {
	for from := 0; from < len(g.into); from += table.BlockRows {
		end := min(from+table.BlockRows, len(g.into))
		if g.who == nil {
			distribute(to, of[from:end], next, g.into[from:end])
		} else {
			distributeSome(to, of, next, g.who[from:end], g.into[from:end])
		}
	}
}

//go:noinline
func distribute(to, of []uint32, next []int32, into []uint32) {
	for i, number := range into {
		if number != noText {
			at := next[number]
			next[number] = at + 1
			to[at] = of[i]
		}
	}
}

//go:noinline
func distributeSome(to, of []uint32, next []int32, who, into []uint32) {
	for i, number := range into {
		at := next[number]
		next[number] = at + 1
		to[at] = of[who[i]]
	}
}

// quickly numbers occurrences that have one text in each of one or two columns.
// Where one has more it reports false, and everything is numbered otherwise.
func (g *grouping) quickly(all occurrences) bool {
	n, one, two := len(all.rows), g.by[0].one, (*column)(nil)
	if len(g.by) == 2 {
		two = g.by[1].one
	}
	if len(g.by) > 2 || one == nil || len(g.by) == 2 && two == nil {
		return false
	}
	if cap(g.numbering) < n {
		g.numbering = make([]uint32, n)
	}
	g.into, g.combined = g.numbering[:n], make([]combiner, 1)
	if two == nil {
		g.counts = make([]int32, len(one.values))
	}
	for from := 0; from < n; from += table.BlockRows {
		rows, into, ok := all.rows[from:min(from+table.BlockRows, n)], g.into[from:], false
		if two == nil {
			ok = g.byOne(into, rows, one.domain.rows, one.singles())
		} else {
			ok = g.byTwo(into, rows, one, two)
		}
		if !ok {
			return false
		}
	}
	g.keys = g.first
	if len(g.by) == 2 {
		g.keys = make([]uint32, 0, 2*len(g.first))
		for _, pair := range g.combined[0].pairs {
			g.keys = append(g.keys, uint32(pair>>32), uint32(pair))
		}
	}
	return true
}

// byOne numbers a block of occurrences by one column.
//
//go:noinline
func (g *grouping) byOne(into, rows, numbers, singles []uint32) bool {
	counts := g.counts
	for i, row := range rows {
		value := singles[numbers[row]]
		into[i] = value
		if value >= several {
			if value == several {
				return false
			}
			continue
		}
		if counts[value] == 0 {
			g.first = append(g.first, value)
		}
		counts[value]++
	}
	return true
}

// byTwo numbers a block of occurrences by two columns.
//
//go:noinline
func (g *grouping) byTwo(into, rows []uint32, one, two *column) bool {
	ones, twos := one.singles(), two.singles()
	for i, row := range rows {
		a, b := ones[one.domain.rows[row]], twos[two.domain.rows[row]]
		into[i] = noText
		if a >= several || b >= several {
			if a != noText && b != noText {
				return false
			}
			continue
		}
		number := g.combined[0].number(a, b)
		if int(number) == len(g.counts) {
			g.first, g.counts = append(g.first, number), append(g.counts, 0)
		}
		g.counts[number]++
		into[i] = number
	}
	return true
}

// slowly numbers occurrences by any fields. One with several texts in a field is
// in several groups.
func (g *grouping) slowly(all occurrences) {
	n := len(all.rows)
	g.combined, g.counts, g.first = make([]combiner, len(g.by)-1), nil, nil
	g.who, g.into = make([]uint32, 0, n), make([]uint32, 0, n)
	var keys []uint32
	put := func(i int, number uint32, key ...uint32) {
		if int(number) >= len(g.counts) {
			g.counts = append(g.counts, make([]int32, int(number)+1-len(g.counts)+len(g.counts)/2)...)
		}
		if g.counts[number] == 0 {
			g.first, keys = append(g.first, number), append(keys, key...)
		}
		g.counts[number]++
		g.who, g.into = append(g.who, uint32(i)), append(g.into, number)
	}
	for i := range n {
		o := all.at(i)
		if len(g.by) > 1 {
			g.combinations(o, g.by, g.combined, func(number uint32, key []uint32) { put(i, number, key...) })
			continue
		}
		if number := g.by[0].single(o); number == noText {
			continue
		} else if number != several {
			put(i, number, number)
			continue
		}
		for _, number := range g.combinations(o, g.by, nil, nil) {
			put(i, number, number)
		}
	}
	g.keys = keys
}
