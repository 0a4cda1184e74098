package detect

import (
	"slices"
	"sort"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const (
	minuteMS = 60_000
	hourMS   = 3_600_000
)

// people finds the person whom an event was done to. It is made when first asked,
// since most logs have few events of the kinds that are looked at.
type people struct {
	log *table.Log
	by  map[string]int
}

// number returns the number of a person by id, or else by login name; -1 for
// one who has no event in the log.
func (p *people) number(id, login string) int {
	if p.by == nil {
		users := p.log.Users()
		p.by = make(map[string]int, 2*len(users))
		for u := range users {
			if name := present(users[u].AlternateID); name != "" {
				if _, known := p.by[strings.ToLower(name)]; !known {
					p.by[strings.ToLower(name)] = u
				}
			}
		}
		for u := range users {
			if id := present(users[u].ID); id != "" {
				p.by[id] = u
			}
		}
	}
	if id = present(id); id != "" {
		if u, ok := p.by[id]; ok {
			return u
		}
	}
	if login = strings.ToLower(present(login)); login != "" {
		if u, ok := p.by[login]; ok {
			return u
		}
	}
	return -1
}

// target returns the first person among the targets of an event, or -1.
func (p *people) target(row uint32) int {
	types, ids, logins := p.log.Column(event.TargetType), p.log.Column(event.TargetID), p.log.Column(event.TargetAlternateID)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] == "User" {
			return p.number(ids.Values[ids.Codes(int(row))[i]], logins.Values[logins.Codes(int(row))[i]])
		}
	}
	return -1
}

// actor returns the person who did something, or -1 for Okta or an application.
func (p *people) actor(row uint32) int {
	if kind := p.log.Column(event.ActorType).At(int(row)); kind != "User" && !event.Blank(kind) {
		return -1
	}
	return p.number(p.log.Column(event.ActorID).At(int(row)), p.log.Column(event.ActorAlternateID).At(int(row)))
}

// after returns those of ascending rows that come after one.
func after(rows []uint32, row uint32) []uint32 {
	return rows[sort.Search(len(rows), func(i int) bool { return rows[i] > row }):]
}

// since returns the place of the first of ascending rows at a time, in
// milliseconds UTC, or later.
func (in *Input) since(rows []uint32, t int64) int {
	times := in.Log.Times()
	return sort.Search(len(rows), func(i int) bool { return times[rows[i]] >= t })
}

// failedOf returns the events of some types that failed, type by type. They are
// few, of types that are half of a log.
func (in *Input) failedOf(types ...string) (rows []uint32) {
	for _, t := range types {
		for _, row := range in.Log.RowsOfType(t) {
			if in.failed(row) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// oneOf returns which values of a column are one of some.
func oneOf(c *table.Column, values ...string) []bool {
	is := make([]bool, len(c.Values))
	for code, value := range c.Values {
		is[code] = slices.Contains(values, value)
	}
	return is
}

// ms returns the time from one event to another in milliseconds.
func (in *Input) ms(from, to uint32) int64 { return in.Log.Time(int(to)) - in.Log.Time(int(from)) }

// kind returns an event's type.
func (in *Input) kind(row uint32) string { return in.Log.Column(event.Type).At(int(row)) }

// client returns an event's program, address and place as they stand in a
// sentence: "Chrome on macOS at 192.0.2.7 (Toronto)".
func (in *Input) client(row uint32) string {
	_, a := in.Views.Agent(row)
	s := clean(a.String())
	if ip := in.value(event.ClientIP, row); ip != "" {
		s += " at " + ip
	}
	if p := in.Views.Place(row); p != 0 {
		s += " (" + in.Views.places[p].String() + ")"
	}
	return s
}

// differs reports whether two events have known and different networks, and
// whether they have known and different programs.
func (v *Views) differs(a, b uint32) (network, program bool) {
	x, y := v.Network(a), v.Network(b)
	p, _ := v.Agent(a)
	q, _ := v.Agent(b)
	return x != 0 && y != 0 && x != y, p != 0 && q != 0 && p != q
}

// whose returns what a session is called in a sentence.
func (in *Input) whose(session int) string {
	s := &in.Log.Sessions()[session]
	for _, row := range s.Rows {
		if u := in.Log.UserOf(int(row)); u >= 0 {
			return clean(in.Log.Users()[u].Name()) + "'s session"
		}
	}
	return "session " + clean(s.ID)
}
