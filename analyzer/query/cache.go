package query

// cache keeps the sets of terms, so that a query which grows letter by letter,
// or term by term, tests the values of its new term only.
type cache struct {
	sets  map[string][]set
	order []string // the oldest first
	bytes int
}

// The bounds of a view's cache.
const (
	mostCached      = 128
	mostCachedBytes = 16 << 20
)

// cached returns the sets of a term, computed where they are not
// kept. Sets of a domain are joined before.
func (v *View) cached(l *leaf, compute func() []set) []set {
	var w writer
	l.write(&w)
	key := w.String()
	if sets, ok := v.cache.sets[key]; ok {
		return sets
	}
	sets := merge(compute())
	size := 0
	for _, s := range sets {
		size += len(s.table)
	}
	c := &v.cache
	if c.sets == nil {
		c.sets = map[string][]set{}
	}
	for len(c.order) > 0 && (len(c.order) >= mostCached || c.bytes+size > mostCachedBytes) {
		for _, s := range c.sets[c.order[0]] {
			c.bytes -= len(s.table)
		}
		delete(c.sets, c.order[0])
		c.order = c.order[1:]
	}
	if size <= mostCachedBytes {
		c.sets[key], c.order, c.bytes = sets, append(c.order, key), c.bytes+size
	}
	return sets
}

// merge joins the sets of one domain. They are the caller's own.
func merge(sets []set) []set {
	var merged []set
next:
	for _, s := range sets {
		for i := range merged {
			if merged[i].domain == s.domain {
				for n, b := range s.table {
					merged[i].table[n] |= b
				}
				continue next
			}
		}
		merged = append(merged, s)
	}
	return merged
}
