package query

import (
	"net/netip"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// find returns the row of an event by its uuid, in any case.
func (v *View) find(uuid string) (row int, ok bool) {
	if isUUID(uuid) {
		return v.log.Find(strings.ToLower(uuid))
	}
	c := v.plain(event.UUID)
	for code, low := range c.lower() {
		if code > 0 && low == strings.ToLower(uuid) {
			return v.log.Find(c.values[code])
		}
	}
	return 0, false
}

func isUUID(s string) bool {
	_, ok := table.ParseUUID([]byte(s))
	return ok
}

// word returns the sets of the events with a text in a field that is searched.
func (v *View) word(l *leaf) []set {
	test := l.text.test(true)
	var sets []set
	for _, f := range searched {
		c := v.plain(f)
		sets = append(sets, c.where(func(code int) bool { return test(c.lower()[code]) }))
	}
	// What stands in place of a uuid is found as a whole.
	if c := v.plain(event.UUID); len(c.values) > 1 {
		whole := l.text.test(false)
		sets = append(sets, c.where(func(code int) bool { return whole(c.lower()[code]) }))
	}
	return sets
}

// values returns the sets of the events with a value of a field.
func (v *View) values(l *leaf) []set {
	var sets []set
	for _, c := range v.matched(l.field) {
		var test func(code int) bool
		switch l.kind {
		case presentLeaf:
			test = func(code int) bool { return !event.Blank(c.values[code]) }
		case networkLeaf:
			test = func(code int) bool { return inside(l.prefix, c.values[code]) }
		default:
			whole := l.text.test(false)
			test = func(code int) bool { return whole(c.lower()[code]) }
		}
		sets = append(sets, c.where(test))
	}
	if l.field.kind == sessionField && l.kind == valueLeaf {
		sets = append(sets, v.whole(sets))
	}
	return sets
}

// whole returns the sessions that have an event of one of the sets.
func (v *View) whole(sets []set) set {
	d := v.sessions()
	t := make([]uint8, d.size)
	for _, s := range sets {
		for row, n := range s.domain.rows {
			t[d.rows[row]] |= s.table[n]
		}
	}
	t[0] = 0 // the events without a session
	return set{domain: d, table: t}
}

// where returns the set of the events that have a value which fits; an absent
// value never does. Each distinct value is tested once.
func (c *column) where(test func(code int) bool) set {
	fits := make([]uint8, len(c.values))
	some := false
	for code := 1; code < len(fits); code++ {
		if test(code) {
			fits[code], some = 1, true
		}
	}
	t := make([]uint8, c.domain.size)
	if some {
		for n := range t {
			for _, code := range c.codes(uint32(n)) {
				t[n] |= fits[code]
			}
		}
	}
	return set{domain: c.domain, table: t}
}

// inside reports whether a text is an address in a network.
func inside(network netip.Prefix, text string) bool {
	if len(text) > 64 {
		return false
	}
	addr, err := netip.ParseAddr(text)
	return err == nil && network.Contains(addr.Unmap().WithZone(""))
}
