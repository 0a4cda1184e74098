package redact

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// collection is what a log holds, in the order of first appearance.
type collection struct {
	log    *table.Log
	tuples []seen
	owners map[string]string // the entity that has a name; many where several have
}

// seen is a tuple of a group and the first event that has it.
type seen struct {
	group table.Group
	tuple uint32
	row   int
}

const many = "\x00many"

// collect goes over the events once. Transactions are left out; see
// [Redactor.transaction].
func collect(log *table.Log) *collection {
	c := &collection{log: log, owners: make(map[string]string)}
	var known [table.NumGroups][]bool
	var columns [table.NumGroups][]uint32
	for g := range table.NumGroups {
		if g != table.TransactionGroup {
			columns[g] = log.Tuples(g)
			known[g] = make([]bool, log.Column(g.Fields()[0]).Tuples())
		}
	}
	for row := range log.Len() {
		for g := range table.NumGroups {
			if columns[g] == nil {
				continue
			}
			if t := columns[g][row]; !known[g][t] {
				known[g][t] = true
				c.tuples = append(c.tuples, seen{g, t, row})
			}
		}
	}
	return c
}

// entity is somebody or something with an id and names.
type entity struct {
	kind                   kind
	id, alternate, display string
	fields                 [3]event.Field // of the three
}

// key is what tells an entity from others of its kind: of a user the login
// name, since an account in an application has the user's and an id of its own.
func (e *entity) key() string {
	order := []string{e.id, e.alternate, e.display}
	if e.kind == aUser {
		order = []string{e.alternate, e.id, e.display}
	}
	for _, v := range order {
		if !event.Blank(v) {
			return prefixes[e.kind] + " " + fold(v)
		}
	}
	return ""
}

// entities calls f with the actors and targets of the log.
func (c *collection) entities(f func(e *entity)) {
	for _, s := range c.tuples {
		var ids, types, alternates, displays event.Field
		otherwise := anActor
		switch s.group {
		case table.ActorGroup:
			ids, types, alternates, displays = event.ActorID, event.ActorType, event.ActorAlternateID, event.ActorDisplayName
		case table.TargetGroup:
			ids, types, alternates, displays = event.TargetID, event.TargetType, event.TargetAlternateID, event.TargetDisplayName
			otherwise = aTarget
		default:
			continue
		}
		values := func(f event.Field) (list []string) {
			column := c.log.Column(f)
			for _, code := range column.CodesOf(s.tuple) {
				list = append(list, column.Values[code])
			}
			return list
		}
		id, typ, alternate, display := values(ids), values(types), values(alternates), values(displays)
		for i := range id {
			f(&entity{kindOfType(typ[i], otherwise), id[i], alternate[i], display[i], [3]event.Field{ids, alternates, displays}})
		}
	}
}

// findOwners finds the names that one entity alone has.
func (c *collection) findOwners() {
	c.entities(func(e *entity) {
		key := e.key()
		for _, v := range []string{e.id, e.alternate, e.display} {
			if event.Blank(v) {
				continue
			}
			v = fold(v)
			if owner, ok := c.owners[v]; ok && owner != key {
				c.owners[v] = many
			} else {
				c.owners[v] = key
			}
		}
	})
}

// nameEntities gives the id and the names of an actor or a target one
// pseudonym. A name that several have gets one of its own.
func (r *Redactor) nameEntities(c *collection) {
	of := make(map[string]string) // pseudonyms by key
	c.entities(func(e *entity) {
		key := e.key()
		for i, v := range []string{e.id, e.alternate, e.display} {
			if event.Blank(v) || r.allowed[e.fields[i]] {
				continue
			}
			r.give(v, func() string {
				// The id is the entity's, whatever its names.
				if c.owners[fold(v)] == many && i > 0 {
					return r.next(aName)
				}
				if of[key] == "" {
					of[key] = r.next(e.kind)
				}
				return of[key]
			})
		}
	})
}

// listFields are fields of several names with commas between them, which
// sentences quote one by one.
var listFields = []event.Field{event.GrantedScopes, event.RequestedScopes, event.PrivilegeGranted, event.PrivilegeRevoked}

// form is what is known of the form of a value.
type form struct{ agent, list bool }

// nameValues gives all other values their pseudonyms.
func (r *Redactor) nameValues(c *collection) {
	for _, s := range c.tuples {
		for _, f := range s.group.Fields() {
			if f == event.Published || r.allowed[f] && f != event.OutcomeReason {
				continue
			}
			column := c.log.Column(f)
			for _, code := range column.CodesOf(s.tuple) {
				v := column.Values[code]
				switch {
				case event.Blank(v) || r.allowed[f] && vocabulary(f, v):
				case f == event.UUID:
					r.give(v, func() string { return numbered(anEvent, s.row+1) })
				default:
					r.give(v, func() string { return r.next(kinds[f]) })
					if is := (form{f == event.UserAgent, slices.Contains(listFields, f)}); is != (form{}) {
						r.forms[fold(v)] = is
					}
				}
			}
		}
	}
}

// nameParts gives the parts of values, and the forms that sentences write them
// in, the pseudonyms of the whole; a part of several gets one of its own.
func (r *Redactor) nameParts() {
	whole := r.values
	defer func() { r.forms = nil }()
	owners := make(map[string]string)
	var order []string
	domains := make(map[string]bool)
	for _, v := range whole {
		p := r.names[fold(v)]
		parts(v, r.forms[fold(v)], func(part string, domain bool) {
			part = strings.TrimSpace(part)
			folded := fold(part)
			if _, ok := r.names[folded]; ok || event.Blank(part) {
				return
			}
			if owner, ok := owners[folded]; !ok {
				order = append(order, part)
				owners[folded] = p
			} else if owner != p {
				owners[folded] = many
			}
			if domain {
				domains[folded] = true
			}
		})
	}
	for _, part := range order {
		folded := fold(part)
		switch owner := owners[folded]; {
		case domains[folded]:
			r.names[folded] = r.next(aDomain)
		case owner == many:
			r.names[folded] = r.next(aName)
		default:
			r.names[folded] = owner
		}
	}
}

// parts calls f with what of a value can stand in a sentence in place of it,
// and whether that is a domain.
func parts(v string, is form, f func(part string, domain bool)) {
	if local, domain, ok := strings.Cut(v, "@"); ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(v, " /") {
		f(local, false)
		f(domain, true)
	}
	if _, rest, ok := strings.Cut(v, "://"); ok {
		host := rest
		if end := strings.IndexAny(rest, "/?#"); end >= 0 {
			host = rest[:end]
		}
		if _, behind, ok := strings.Cut(host, "@"); ok {
			host = behind
		}
		host, _, _ = strings.Cut(host, ":")
		f(host, true)
	}
	// A user agent of no known program is called by its own words.
	if is.agent {
		if a := agent.Parse(v); a.Kind == agent.Unknown {
			f(a.Browser, false)
			f(detect.Clean(a.Browser), false)
		}
	}
	if is.list {
		for part := range strings.FieldsFuncSeq(v, func(r rune) bool { return strings.ContainsRune(",[]{}\"", r) }) {
			f(part, false)
		}
	}
	for _, form := range []string{detect.Clean(v), event.Clip(v), searchForm(v)} {
		if form != v {
			f(form, false)
		}
	}
}

// searchForm returns a value as a query of Okta's search quotes it.
func searchForm(v string) string {
	if !strings.ContainsAny(v, "\"\\") && strings.IndexFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0 {
		return v
	}
	var b strings.Builder
	for _, c := range v {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c >= ' ' && c != 0x7f:
			b.WriteRune(c)
		}
	}
	return b.String()
}
