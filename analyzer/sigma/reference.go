package sigma

import (
	"strings"
)

// reference compares the values of two fields, each pair of their numbers once.
func (l *lifter) reference(a *atom) node {
	var parts []node
	for _, x := range l.view.column(a.field, l.zone) {
		for _, y := range l.view.column(a.other, l.zone) {
			parts = append(parts, l.compare(x, y, a))
		}
	}
	return anyOf(parts)
}

func (l *lifter) compare(x, y *column, a *atom) node {
	xs, ys := x.values, y.values
	if !a.cased {
		xs, ys = x.lower(), y.lower()
	}
	holds := func(m, n uint32) bool {
		for _, i := range x.codes(m) {
			for _, j := range y.codes(n) {
				if xs[i] != "" && ys[j] != "" && related(xs[i], ys[j], a.position) {
					return true
				}
			}
		}
		return false
	}
	if x.domain == y.domain {
		set := newBits(x.domain.size)
		for n := range uint32(x.domain.size) {
			if holds(n, n) {
				set.set(n)
			}
		}
		return &numbersNode{x.domain, set}
	}
	if a.position == "" {
		return equalTexts(x, y, xs, ys)
	}
	known := map[uint64]bool{}
	return &eventNode{func(row uint32) bool {
		m, n := x.domain.rows[row], y.domain.rows[row]
		key := uint64(m)<<32 | uint64(n)
		answer, ok := known[key]
		if !ok {
			answer = holds(m, n)
			known[key] = answer
		}
		return answer
	}}
}

// equalTexts compares two columns by numbers that equal texts share.
func equalTexts(x, y *column, xs, ys []string) node {
	numbers := map[string]uint32{"": 0}
	number := func(texts []string, known bool) []uint32 {
		of := make([]uint32, len(texts))
		for i, s := range texts {
			n, ok := numbers[s]
			if !ok && !known {
				n = uint32(len(numbers))
				numbers[s] = n
			}
			of[i] = n // 0, as an absent one, where the other column has no such text
		}
		return of
	}
	mine, others := number(xs, false), number(ys, true)
	// Most numbers of a domain have no text that the other column has too.
	shared := make([]bool, len(numbers))
	for _, n := range others {
		shared[n] = n != 0
	}
	some := func(c *column, of []uint32) []bool {
		can := make([]bool, c.domain.size)
		for n := range can {
			for _, code := range c.codes(uint32(n)) {
				can[n] = can[n] || shared[of[code]]
			}
		}
		return can
	}
	left, right := some(x, mine), some(y, others)
	return &eventNode{func(row uint32) bool {
		m, n := x.domain.rows[row], y.domain.rows[row]
		if !left[m] || !right[n] {
			return false
		}
		for _, i := range x.codes(m) {
			if mine[i] == 0 {
				continue
			}
			for _, j := range y.codes(n) {
				if mine[i] == others[j] {
					return true
				}
			}
		}
		return false
	}}
}

// related reports whether two values stand to each other as a modifier says.
func related(value, other, position string) bool {
	switch position {
	case "contains":
		return strings.Contains(value, other)
	case "startswith":
		return strings.HasPrefix(value, other)
	case "endswith":
		return strings.HasSuffix(value, other)
	}
	return value == other
}
