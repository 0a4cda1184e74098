package query

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// The kinds of entity.
const (
	UserEntity        = "user"
	SessionEntity     = "session"
	AddressEntity     = "address"
	ApplicationEntity = "application"
)

// MaxList is the most items of a list of an entity; each list says how many
// there are in all.
const MaxList = 200

// UnknownEntity says that a log has nothing of the kind and the id.
type UnknownEntity struct{ Kind, ID string }

func (e *UnknownEntity) Error() string {
	switch e.Kind {
	case UserEntity, SessionEntity, AddressEntity, ApplicationEntity:
		return fmt.Sprintf("the log has no %s %s", e.Kind, clip(e.ID))
	}
	return fmt.Sprintf("no kind of entity is called %s; there are user, session, address and application", clip(e.Kind))
}

// List is the first items of a list, and how many there are in all.
type List[T any] struct {
	Total int `json:"total"`
	Items []T `json:"items"` // at most [MaxList]
}

// Entity is a user, a session, an address or an application and what its events
// say of it. Lists that do not apply to the kind are nil. Times are ms UTC.
type Entity struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Events int    `json:"events"`
	First  int64  `json:"first"`
	Last   int64  `json:"last"`
	// Query finds the entity's events.
	Query string `json:"query"`

	Names        *List[Count]       `json:"names,omitempty"` // of a user: login names and names; of an application: ids and names
	Outcomes     *List[Count]       `json:"outcomes"`
	Types        *List[Count]       `json:"types"`
	Users        *List[UserItem]    `json:"users,omitempty"`
	Sessions     *List[SessionItem] `json:"sessions,omitempty"`
	Addresses    *List[AddressItem] `json:"addresses,omitempty"`
	Agents       *List[AgentItem]   `json:"agents,omitempty"`
	Places       *List[PlaceItem]   `json:"places,omitempty"`
	Devices      *List[Count]       `json:"devices,omitempty"`
	Applications *List[Count]       `json:"applications,omitempty"`
	Factors      *List[FactorItem]  `json:"factors,omitempty"`
	Neighbours   *List[AddressItem] `json:"neighbours,omitempty"` // other addresses of the log in the address's network
	Network      string             `json:"network,omitempty"`    // of an address: its /24 or /48
	// Hours are the sign-ins of a user by day of the week, Sunday first, and
	// hour of the day, UTC: the events of kind [SignIn] that succeeded.
	Hours *[7][24]int `json:"hours,omitempty"`
	Lanes *Lanes      `json:"lanes,omitempty"` // of a session
}

// UserItem is a user among an entity's events.
type UserItem struct {
	ID          string `json:"id"`   // for [EntityOf]
	Name        string `json:"name"` // the login name, or else the name or the id
	DisplayName string `json:"display_name"`
	Events      int    `json:"events"`
	First       int64  `json:"first"`
	Last        int64  `json:"last"`
}

// SessionItem is a session among an entity's events.
type SessionItem struct {
	ID        string `json:"id"`
	Events    int    `json:"events"`
	First     int64  `json:"first"`
	Last      int64  `json:"last"`
	Addresses int    `json:"addresses"` // different ones
	Agents    int    `json:"agents"`
}

// AddressItem is an address among an entity's events, where it was located and
// whose network it is.
type AddressItem struct {
	IP      string `json:"ip"`
	City    string `json:"city"`
	Country string `json:"country"`
	Org     string `json:"org"`
	Events  int    `json:"events"`
	First   int64  `json:"first"`
	Last    int64  `json:"last"`
}

// AgentItem is a program among an entity's events.
type AgentItem struct {
	Browser string `json:"browser"`
	OS      string `json:"os"`
	Events  int    `json:"events"`
	First   int64  `json:"first"`
	Last    int64  `json:"last"`
}

// PlaceItem is a place among an entity's events.
type PlaceItem struct {
	City    string `json:"city"`
	Country string `json:"country"`
	Events  int    `json:"events"`
	First   int64  `json:"first"`
	Last    int64  `json:"last"`
}

// FactorItem is a factor that a user used or changed.
type FactorItem struct {
	Name    string `json:"name"`
	Events  int    `json:"events"`
	Success int    `json:"success"`
	Failure int    `json:"failure"`
	Deny    int    `json:"deny"`
	Other   int    `json:"other"`
	First   int64  `json:"first"`
	Last    int64  `json:"last"`
}

// EntityOf describes an entity: a user by id, login name or name; a session by
// any of its ids; an address; an application by name or id. Case does not
// count. The error is an *[UnknownEntity].
func EntityOf(v *View, kind, id string) (*Entity, error) {
	e := &Entity{Kind: kind, ID: id}
	rows, err := v.rowsOf(e)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, &UnknownEntity{kind, id}
	}
	e.Events, e.First, e.Last = len(rows), v.log.Time(int(rows[0])), v.log.Time(int(rows[len(rows)-1]))
	t := &tally{v, rows}
	e.Outcomes, e.Types = t.values(byEvent[event.OutcomeResult]), t.values(byEvent[event.Type])
	switch kind {
	case UserEntity:
		e.Sessions, e.Addresses, e.Agents, e.Places = t.sessions(), t.addresses(), t.agents(), t.places()
		e.Devices, e.Factors, e.Hours = t.values(byName["device"]), t.factors(), t.hours()
		e.Applications = t.values(byName["app"])
	case SessionEntity:
		e.Users, e.Addresses, e.Agents, e.Places = t.users(), t.addresses(), t.agents(), t.places()
		e.Applications = t.values(byName["app"])
		e.Lanes = v.lanes(rows)
	case AddressEntity:
		e.Users, e.Sessions, e.Agents, e.Places = t.users(), t.sessions(), t.agents(), t.places()
		e.Applications = t.values(byName["app"])
		if network, ok := event.Network(e.ID); ok {
			e.Network = network.String()
			e.Neighbours = v.neighbours(e.ID, e.Network)
		}
	case ApplicationEntity:
		e.Users, e.Sessions, e.Addresses = t.users(), t.sessions(), t.addresses()
	}
	return e, nil
}

// rowsOf returns the events of an entity and completes what names it.
func (v *View) rowsOf(e *Entity) ([]uint32, error) {
	switch e.Kind {
	case UserEntity:
		users := v.log.Users()
		// The id comes first, so that what a list names is what is found.
		at := slices.IndexFunc(users, func(u tableUser) bool { return userID(&u) == e.ID })
		for _, name := range []func(u *tableUser) string{
			userID,
			func(u *tableUser) string { return u.AlternateID },
			func(u *tableUser) string { return u.DisplayName },
		} {
			if at < 0 {
				at = slices.IndexFunc(users, func(u tableUser) bool { return strings.EqualFold(name(&u), e.ID) })
			}
		}
		if at < 0 || e.ID == "" {
			return nil, &UnknownEntity{e.Kind, e.ID}
		}
		u := &users[at]
		e.ID = userID(u)
		e.Query = Term("user", e.ID, false)
		e.Names = v.names(u)
		return u.Rows, nil
	case SessionEntity:
		s := findSession(v.log.Sessions(), e.ID)
		if s == nil {
			return nil, &UnknownEntity{e.Kind, e.ID}
		}
		e.ID = s.ID
		e.Query = Term("session", s.ID, false)
		return s.Rows, nil
	case AddressEntity:
		return v.having(e, "ip")
	case ApplicationEntity:
		rows, err := v.having(e, "app")
		if err == nil {
			e.Names = v.applicationNames(rows, e.ID)
		}
		return rows, err
	}
	return nil, &UnknownEntity{e.Kind, e.ID}
}

// findSession returns the session of an id; its own one comes before those in
// its events, and the case as it is before any other.
func findSession(all []table.Session, id string) *table.Session {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for i := range all {
			if same(all[i].ID, id) {
				return &all[i]
			}
		}
		for i := range all {
			if slices.ContainsFunc(all[i].External, func(external string) bool { return same(external, id) }) {
				return &all[i]
			}
		}
	}
	return nil
}

// having returns the events that have an entity as the value of a field.
func (v *View) having(e *Entity, field string) ([]uint32, error) {
	if e.ID == "" || len(e.ID) > MaxText {
		return nil, &UnknownEntity{e.Kind, e.ID}
	}
	e.Query = Term(field, e.ID, false)
	q := &Query{&leaf{kind: valueLeaf, field: byName[field], text: pattern(e.ID)}}
	r, err := q.Run(v, Range{})
	if err != nil {
		return nil, err
	}
	return r.rows, nil
}

// names returns what a user is called in the events, ids apart.
func (v *View) names(u *tableUser) *List[Count] {
	counts := map[string]int{}
	for _, f := range []*Field{byName["user"], users} {
		parts := make([]*column, len(f.parts))
		for i, part := range f.parts {
			parts[i] = v.part(f, part)
		}
		for _, row := range u.Rows {
			if f == users && v.part(byName["user"], event.ActorID).first(row) != 0 {
				continue // the actor is the person
			}
			for _, c := range parts[:2] {
				if code := c.first(row); code != 0 && !event.Blank(c.values[code]) {
					counts[c.values[code]]++
				}
			}
		}
	}
	return sortedCounts(counts)
}

// applicationNames returns the ids and names that stand beside an application's
// in the events.
func (v *View) applicationNames(rows []uint32, id string) *List[Count] {
	f := byName["app"]
	parts := make([]*column, len(f.parts))
	for i, part := range f.parts {
		parts[i] = v.part(f, part)
	}
	counts := map[string]int{}
	perNumber := map[uint32]int{}
	d := parts[0].domain
	for _, row := range rows {
		perNumber[d.rows[row]]++
	}
	for n, count := range perNumber {
		for element := range parts[0].codes(n) {
			var texts []string
			for _, c := range parts {
				texts = append(texts, c.values[c.codes(n)[element]])
			}
			if !slices.ContainsFunc(texts, func(s string) bool { return strings.EqualFold(s, id) }) {
				continue
			}
			slices.Sort(texts)
			for _, s := range slices.Compact(texts) {
				if !event.Blank(s) {
					counts[s] += count
				}
			}
		}
	}
	return sortedCounts(counts)
}

// hours counts the sign-ins of the events.
func (t *tally) hours() *[7][24]int {
	var hours [7][24]int
	types, results := t.v.plain(event.Type), t.v.plain(event.OutcomeResult)
	for _, row := range t.rows {
		if KindOf(types.values[types.first(row)]) != SignIn || ClassOf(results.values[results.first(row)]) != Success {
			continue
		}
		at := time.UnixMilli(t.v.log.Time(int(row))).UTC()
		hours[at.Weekday()][at.Hour()]++
	}
	return &hours
}
