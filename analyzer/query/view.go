package query

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// View is a log as queries read it. What it computes, a field that is made of
// others, values in lower case, their order, it computes when first asked and
// keeps. It must not be used by several goroutines at a time.
type View struct {
	log     *table.Log
	domains map[table.Group]*domain
	columns map[columnKey]*column
	agents  [2]*column // browsers and operating systems
	cache   cache
	marked  *[]uint32 // of rule:tried; nil where no rule was tried

	sessionDomain *domain
}

// NewView returns the view of a log. It computes nothing yet.
func NewView(log *table.Log) *View {
	return &View{log: log, domains: map[table.Group]*domain{}, columns: map[columnKey]*column{}}
}

// Log returns the log that the view is of.
func (v *View) Log() *table.Log { return v.log }

func (v *View) group(g table.Group) *domain {
	d := v.domains[g]
	if d == nil {
		d = &domain{rows: v.log.Tuples(g), size: v.log.Column(g.Fields()[0]).Tuples()}
		v.domains[g] = d
	}
	return d
}

// plain returns the column of a field of the log.
func (v *View) plain(f event.Field) *column {
	key := columnKey{nil, f}
	c := v.columns[key]
	if c == nil {
		of := v.log.Column(f)
		g, _ := table.GroupOf(f)
		c = &column{domain: v.group(g), values: of.Values, codes: of.CodesOf}
		v.columns[key] = c
	}
	return c
}

// matched returns the columns in which a field's values are looked for; one is
// enough. A field of the time or the uuid has none.
func (v *View) matched(f *Field) []*column {
	switch f.kind {
	case plainField, namedField:
		all := make([]*column, len(f.parts))
		for i, part := range f.parts {
			all[i] = v.plain(part)
		}
		return all
	case elementField:
		return []*column{v.part(f, f.parts[0])}
	case targetsField:
		var all []*column
		for _, part := range f.parts {
			all = append(all, v.part(f, part))
		}
		if f.target == "" {
			all = append(all, v.plain(event.TargetType))
		}
		return all
	case userField:
		// Every name of the person, and those that the event itself has.
		all := []*column{v.identity(f)}
		for _, part := range f.parts {
			all = append(all, v.part(f, part))
		}
		for _, part := range users.parts {
			all = append(all, v.part(users, part))
		}
		return all
	case sessionField: // and the other events of a session; see [View.values]
		return []*column{v.plain(event.ExternalSessionID), v.plain(event.RootSessionID)}
	case timeField, uuidField:
		return nil
	}
	return []*column{v.shown(f)}
}

// users are the people among the targets.
var users = &Field{Name: "target.User", kind: targetsField, target: "User",

	parts: []event.Field{event.TargetAlternateID, event.TargetDisplayName, event.TargetID}}

// shown returns the column of what is shown of a field, sorted and counted by:
// of several fields under one name the first that is there.
func (v *View) shown(f *Field) *column {
	key := columnKey{f, event.NumFields}
	c := v.columns[key]
	if c == nil {
		c = v.makeShown(f)
		v.columns[key] = c
	}
	return c
}

func (v *View) makeShown(f *Field) *column {
	switch f.kind {
	case namedField:
		return v.firstOf(f.parts)
	case elementField:
		return v.part(f, f.parts[0])
	case targetsField:
		return v.targets(f)
	case userField:
		log := v.log
		return numbered(len(log.Users()), log.Len(), log.UserOf, func(i int) string { return log.Users()[i].Name() })
	case sessionField:
		return v.firstOf(f.parts)
	case browserField, systemField:
		return v.agent(f.kind == systemField)
	case networkField:
		return v.derived(event.ClientIP, func(ip string) string {
			if network, ok := event.Network(ip); ok {
				return network.String()
			}
			return ""
		})
	case kindField:
		return v.derived(event.Type, KindOf)
	}
	return v.plain(f.parts[0])
}

// part returns the column of one of a field's parts: of a person only those of
// actors who are people, of targets only those of the type.
func (v *View) part(f *Field, part event.Field) *column {
	if f.kind == targetsField && f.target == "" {
		return v.plain(part)
	}
	key := columnKey{f, part}
	c := v.columns[key]
	if c != nil {
		return c
	}
	of := v.log.Column(part)
	g, _ := table.GroupOf(part)
	var pick func(n uint32, element int) bool
	switch f.kind {
	case elementField:
		pick = func(_ uint32, element int) bool { return element == f.index }
	case userField:
		types := v.log.Column(event.ActorType)
		pick = func(n uint32, _ int) bool {
			t := types.Values[types.CodesOf(n)[0]]
			return t == "User" || event.Blank(t)
		}
	default:
		types := v.log.Column(event.TargetType)
		of := f.ofType(types)
		pick = func(n uint32, element int) bool { return of[types.CodesOf(n)[element]] }
	}
	c = listed(v.group(g), of.Values, func(n uint32, add func(uint32)) {
		for element, code := range of.CodesOf(n) {
			if pick(n, element) {
				add(code)
			}
		}
	})
	v.columns[key] = c
	return c
}

// ofType tells which types of targets a field is of.
func (f *Field) ofType(types *table.Column) []bool {
	of := make([]bool, len(types.Values))
	for code, t := range types.Values {
		of[code] = f.target == "" || strings.EqualFold(t, f.target)
	}
	return of
}

// identity returns the column of all names of the person of an event.
func (v *View) identity(f *Field) *column {
	key := columnKey{f, event.ActorID}
	c := v.columns[key]
	if c != nil {
		return c
	}
	// A text that several have is there several times: it is only looked for.
	values := []string{"", "", ""}
	for i := range v.log.Users() {
		u := &v.log.Users()[i]
		values = append(values, u.ID, u.AlternateID, u.DisplayName)
	}
	codes := make([]uint32, len(values))
	for i, s := range values {
		if s != "" {
			codes[i] = uint32(i)
		}
	}
	rows := make([]uint32, v.log.Len())
	for row := range rows {
		rows[row] = uint32(v.log.UserOf(row) + 1)
	}
	c = &column{domain: &domain{rows: rows, size: len(values) / 3}, values: values, codes: func(n uint32) []uint32 { return codes[3*n : 3*n+3] }}
	v.columns[key] = c
	return c
}

// sessions returns the domain of the sessions: the number of each event's, plus
// one.
func (v *View) sessions() *domain {
	if v.sessionDomain == nil {
		rows := make([]uint32, v.log.Len())
		for row := range rows {
			rows[row] = uint32(v.log.SessionOf(row) + 1)
		}
		v.sessionDomain = &domain{rows: rows, size: len(v.log.Sessions()) + 1}
	}
	return v.sessionDomain
}

// firstOf returns the column of the first of several fields that is there. Those
// that do not stand in one group are taken by their rows.
func (v *View) firstOf(parts []event.Field) *column {
	names := table.NewNames()
	columns := make([]*table.Column, len(parts))
	of := make([][]uint32, len(parts)) // the number of each part's values
	same := true
	group, _ := table.GroupOf(parts[0])
	for i, part := range parts {
		columns[i] = v.log.Column(part)
		g, _ := table.GroupOf(part)
		same = same && g == group
		of[i] = make([]uint32, len(columns[i].Values))
		for code, value := range columns[i].Values {
			of[i][code] = names.Number(present(value))
		}
	}
	if same {
		c := listed(v.group(group), nil, func(n uint32, add func(uint32)) {
			for i, part := range columns {
				if code := of[i][part.CodesOf(n)[0]]; code != 0 {
					add(code)
					return
				}
			}
			add(0)
		})
		c.values = names.Values
		return c
	}
	rows := make([]uint32, v.log.Len())
	for row := range rows {
		for i, part := range columns {
			if rows[row] = of[i][part.Code(row)]; rows[row] != 0 {
				break
			}
		}
	}
	codes := make([]uint32, len(names.Values))
	for i := range codes {
		codes[i] = uint32(i)
	}
	return &column{domain: &domain{rows: rows, size: len(codes)}, values: names.Values,
		codes: func(n uint32) []uint32 { return codes[n : n+1] }}
}

// targets returns the column of what the targets of a type are called.
func (v *View) targets(f *Field) *column {
	names := table.NewNames()
	types := v.log.Column(event.TargetType)
	ofType := f.ofType(types)
	parts := make([]*table.Column, len(f.parts))
	of := make([][]uint32, len(f.parts))
	for i, part := range f.parts {
		parts[i] = v.log.Column(part)
		of[i] = make([]uint32, len(parts[i].Values))
		for code, value := range parts[i].Values {
			of[i][code] = names.Number(present(value))
		}
	}
	c := listed(v.group(table.TargetGroup), nil, func(n uint32, add func(uint32)) {
		for element, kind := range types.CodesOf(n) {
			if !ofType[kind] {
				continue
			}
			for i, part := range parts {
				if code := of[i][part.CodesOf(n)[element]]; code != 0 {
					add(code)
					break
				}
			}
		}
	})
	c.values = names.Values
	return c
}

// derived returns the column of what is made of a field's values.
func (v *View) derived(f event.Field, of func(string) string) *column {
	names := table.NewNames()
	from := v.plain(f)
	codes := make([]uint32, len(from.values))
	for i, value := range from.values {
		if value != "" {
			codes[i] = names.Number(of(value))
		}
	}
	c := listed(from.domain, nil, func(n uint32, add func(uint32)) {
		for _, code := range from.codes(n) {
			add(codes[code])
		}
	})
	c.values = names.Values
	return c
}
