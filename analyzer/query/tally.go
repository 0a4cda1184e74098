package query

import (
	"cmp"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

type tableUser = table.User

// userID returns the id under which [EntityOf] finds a user.
func userID(u *tableUser) string {
	if !event.Blank(u.ID) {
		return u.ID
	}
	return u.Name()
}

// tally counts what the events of an entity have.
type tally struct {
	v    *View
	rows []uint32 // in order of time
}

// seen is how many events have something, and when.
type seen struct {
	events      int
	first, last uint32 // rows
}

// each gathers the events of one key. An event has a number below size, and a
// number has a key; where that is not ok, the events are left out. There are far
// fewer numbers than events, so that no event costs a look into a table of keys.
func each[K comparable](t *tally, size int, number func(row uint32) int, key func(n int) (K, bool)) (keys []K, of map[K]*seen) {
	byNumber := make([]seen, size)
	var used []int
	for _, row := range t.rows {
		n := number(row)
		s := &byNumber[n]
		if s.events == 0 {
			s.first = row
			used = append(used, n)
		}
		s.events++
		s.last = row
	}
	of = map[K]*seen{}
	for _, n := range used {
		k, ok := key(n)
		if !ok {
			continue
		}
		s := byNumber[n]
		if known := of[k]; known != nil {
			known.events += s.events
			known.last = max(known.last, s.last)
			continue
		}
		of[k] = &s
		keys = append(keys, k)
	}
	return keys, of
}

// eachClient is [each] for what an event's client tells.
func eachClient[K comparable](t *tally, key func(n int) (K, bool)) (keys []K, of map[K]*seen) {
	d := t.v.group(table.ClientGroup)
	return each(t, d.size, func(row uint32) int { return int(d.rows[row]) }, key)
}

// listOf makes a list of keys: the most frequent first, those of one count by
// their text.
func listOf[K comparable, T any](t *tally, keys []K, of map[K]*seen, text func(K) string, item func(k K, events int, first, last int64) T) *List[T] {
	type entry struct {
		key  K
		seen *seen
	}
	list := make([]entry, len(keys))
	for i, k := range keys {
		list[i] = entry{k, of[k]}
	}
	slices.SortFunc(list, func(a, b entry) int {
		// An event is the first of one key only, so that no two are the same.
		return cmp.Or(cmp.Compare(b.seen.events, a.seen.events), strings.Compare(text(a.key), text(b.key)),
			cmp.Compare(a.seen.first, b.seen.first))
	})
	l := &List[T]{Total: len(list), Items: []T{}}
	for _, e := range list[:min(MaxList, len(list))] {
		l.Items = append(l.Items, item(e.key, e.seen.events, t.v.log.Time(int(e.seen.first)), t.v.log.Time(int(e.seen.last))))
	}
	return l
}

// sortedCounts makes a list of counted texts.
func sortedCounts(counts map[string]int) *List[Count] {
	all := make([]Count, 0, len(counts))
	for text, n := range counts {
		all = append(all, Count{text, n})
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return &List[Count]{Total: len(all), Items: all[:min(MaxList, len(all))]}
}

// values counts the values of a field.
func (t *tally) values(f *Field) *List[Count] {
	c := t.v.shown(f)
	counts, _ := c.count(t.rows)
	items, total := c.most(counts, MaxList, func(int) bool { return true })
	return &List[Count]{Total: total, Items: items}
}

// numberBefore is the key of what the log numbers: 0 stands for none.
func numberBefore(n int) (int, bool) { return n - 1, n > 0 }

func (t *tally) users() *List[UserItem] {
	all := t.v.log.Users()
	keys, of := each(t, len(all)+1, func(row uint32) int { return t.v.log.UserOf(int(row)) + 1 }, numberBefore)
	return listOf(t, keys, of, func(n int) string { return all[n].Name() }, func(n, events int, first, last int64) UserItem {
		return UserItem{show(userID(&all[n])), show(all[n].Name()), show(present(all[n].DisplayName)), events, first, last}
	})
}

func (t *tally) sessions() *List[SessionItem] {
	all := t.v.log.Sessions()
	keys, of := each(t, len(all)+1, func(row uint32) int { return t.v.log.SessionOf(int(row)) + 1 }, numberBefore)
	var listed []int
	l := listOf(t, keys, of, func(n int) string { return all[n].ID }, func(n, events int, first, last int64) SessionItem {
		listed = append(listed, n)
		return SessionItem{ID: show(all[n].ID), Events: events, First: first, Last: last}
	})
	rowsOf := make(map[int][]uint32, len(listed))
	for _, n := range listed {
		rowsOf[n] = nil
	}
	for _, row := range t.rows {
		n := t.v.log.SessionOf(int(row))
		if rows, ok := rowsOf[n]; ok {
			rowsOf[n] = append(rows, row)
		}
	}
	for i, n := range listed {
		rows := rowsOf[n]
		l.Items[i].Addresses = distinct(rows, t.v.addressOf)
		l.Items[i].Agents = distinct(rows, t.v.agentOf)
	}
	return l
}

// distinct returns how many keys events have.
func distinct[K comparable](rows []uint32, key func(row uint32) (K, bool)) int {
	all := map[K]bool{}
	for _, row := range rows {
		if k, ok := key(row); ok {
			all[k] = true
		}
	}
	return len(all)
}

// addressOf returns the number of an event's address.
func (v *View) addressOf(row uint32) (uint32, bool) {
	c := v.plain(event.ClientIP)
	code := c.first(row)
	return code, !event.Blank(c.values[code])
}

// agentOf returns the numbers of an event's browser and operating system.
func (v *View) agentOf(row uint32) ([2]uint32, bool) {
	a := [2]uint32{v.agent(false).first(row), v.agent(true).first(row)}
	return a, a != [2]uint32{}
}

func (t *tally) addresses() *List[AddressItem] {
	ip, city, country := t.v.plain(event.ClientIP), t.v.plain(event.City), t.v.plain(event.Country)
	// What is known of an address is what its last event that tells it says.
	type told struct {
		text [3]string
		last [3]uint32
	}
	places := map[uint32]*told{}
	tell := func(code uint32, i int, text string, row uint32) {
		p := places[code]
		if p == nil {
			p = new(told)
			places[code] = p
		}
		if text != "" && (p.text[i] == "" || row > p.last[i]) {
			p.text[i], p.last[i] = text, row
		}
	}
	key := func(n int) (uint32, bool) {
		code := ip.codes(uint32(n))[0]
		return code, !event.Blank(ip.values[code])
	}
	keys, of := eachClient(t, key)
	clients, seen := eachClient(t, func(n int) (int, bool) { return n, true })
	for _, n := range clients {
		if code, ok := key(n); ok {
			tell(code, 0, present(city.values[city.codes(uint32(n))[0]]), seen[n].last)
			tell(code, 1, present(country.values[country.codes(uint32(n))[0]]), seen[n].last)
		}
	}
	if org := t.v.plain(event.ASOrg); len(org.values) > 1 {
		for _, row := range t.rows {
			if code := ip.first(row); !event.Blank(ip.values[code]) {
				tell(code, 2, org.text(row), row)
			}
		}
	}
	return listOf(t, keys, of, func(code uint32) string { return ip.values[code] }, func(code uint32, events int, first, last int64) AddressItem {
		p := places[code]
		return AddressItem{show(ip.values[code]), show(p.text[0]), show(p.text[1]), show(p.text[2]), events, first, last}
	})
}

// text returns an event's first value, or "" where it stands for nothing.
func (c *column) text(row uint32) string { return present(c.values[c.first(row)]) }

func (t *tally) agents() *List[AgentItem] {
	browsers, systems := t.v.agent(false), t.v.agent(true)
	keys, of := eachClient(t, func(n int) ([2]uint32, bool) {
		a := [2]uint32{browsers.codes(uint32(n))[0], systems.codes(uint32(n))[0]}
		return a, a != [2]uint32{}
	})
	return listOf(t, keys, of, func(a [2]uint32) string { return browsers.values[a[0]] + "\x00" + systems.values[a[1]] },
		func(a [2]uint32, events int, first, last int64) AgentItem {
			return AgentItem{browsers.values[a[0]], systems.values[a[1]], events, first, last}
		})
}

func (t *tally) places() *List[PlaceItem] {
	city, country := t.v.plain(event.City), t.v.plain(event.Country)
	keys, of := eachClient(t, func(n int) ([2]string, bool) {
		p := [2]string{present(city.values[city.codes(uint32(n))[0]]), present(country.values[country.codes(uint32(n))[0]])}
		return p, p != [2]string{}
	})
	return listOf(t, keys, of, func(p [2]string) string { return p[0] + "\x00" + p[1] },
		func(p [2]string, events int, first, last int64) PlaceItem {
			return PlaceItem{show(p[0]), show(p[1]), events, first, last}
		})
}

// neighbours returns the other addresses of the log that are in a network.
func (v *View) neighbours(ip, network string) *List[AddressItem] {
	q := &Query{allOf{
		&leaf{kind: valueLeaf, field: byName["network"], text: pattern(network)},
		not{&leaf{kind: valueLeaf, field: byName["ip"], text: pattern(ip)}},
	}}
	r, err := q.Run(v, Range{})
	if err != nil { // only terms around an event have one
		return nil
	}
	return (&tally{v, r.rows}).addresses()
}

// factors counts the factors of the events of kind [MFA] and of those that name
// an authenticator: by what the debug data, the authenticator among the targets
// or its method calls it.
func (t *tally) factors() *List[FactorItem] {
	types, results := t.v.plain(event.Type), t.v.plain(event.OutcomeResult)
	debug, method := t.v.plain(event.Factor), t.v.plain(event.TargetMethod)
	var authenticators []*column
	for _, f := range []*Field{enrollments, methods} {
		authenticators = append(authenticators, t.v.shown(f))
	}
	of := map[string]*FactorItem{}
	var names []string
	for _, row := range t.rows {
		var own []string
		for _, c := range authenticators {
			for _, code := range c.codes(c.domain.rows[row]) {
				own = append(own, c.values[code])
			}
		}
		if mfa := KindOf(types.values[types.first(row)]) == MFA; len(own) == 0 && mfa {
			for _, c := range []*column{debug, method} {
				if code := c.first(row); len(own) == 0 && !event.Blank(c.values[code]) {
					own = append(own, c.values[code])
				}
			}
		}
		at := t.v.log.Time(int(row))
		for i, name := range own {
			if event.Blank(name) || slices.Contains(own[:i], name) {
				continue
			}
			f := of[name]
			if f == nil {
				f = &FactorItem{Name: show(name), First: at}
				of[name] = f
				names = append(names, name)
			}
			f.Events++
			f.Last = at
			switch ClassOf(results.values[results.first(row)]) {
			case Success:
				f.Success++
			case Failure:
				f.Failure++
			case Deny:
				f.Deny++
			default:
				f.Other++
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(of[b].Events, of[a].Events), strings.Compare(a, b))
	})
	l := &List[FactorItem]{Total: len(names), Items: []FactorItem{}}
	for _, name := range names[:min(MaxList, len(names))] {
		l.Items = append(l.Items, *of[name])
	}
	return l
}

// The authenticators among the targets.
var (
	enrollments = &Field{Name: "target.AuthenticatorEnrollment", kind: targetsField, target: "AuthenticatorEnrollment",
		parts: []event.Field{event.TargetDisplayName}}
	methods = &Field{Name: "target.AuthenticatorMethod", kind: targetsField, target: "AuthenticatorMethod",
		parts: []event.Field{event.TargetDisplayName}}
)
