package query

import (
	"cmp"
	"math"
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/geo"
	"okta-session-analyzer/analyzer/table"
)

// The most places and legs of a map. More cannot be told apart on it; those
// with the most events and the fastest are kept, and the totals are stated.
const (
	maxMapPlaces = 500
	maxMapLegs   = 300
)

// minLeg is the shortest leg of a map in km: below lie the places that locators
// give to one city.
const minLeg = 50

// Map is where events were and how people moved between the places.
type Map struct {
	Places      []MapPlace `json:"places"` // the most events first
	PlacesTotal int        `json:"places_total"`
	Legs        []MapLeg   `json:"legs"` // the fastest first
	LegsTotal   int        `json:"legs_total"`
	Unplaced    int        `json:"unplaced"` // events without coordinates
}

// MapPlace is a place. What lies within a tenth of a degree under one name is
// one place; its point is that of its first event.
type MapPlace struct {
	City     string  `json:"city"`
	Country  string  `json:"country"`
	Lat      float64 `json:"lat"`
	Lon      float64 `json:"lon"`
	Events   int     `json:"events"`
	Failures int     `json:"failures"` // events that failed or were denied
	Users    int     `json:"users"`
	First    int64   `json:"first"` // ms UTC
	Last     int64   `json:"last"`
}

// MapLeg is a way between two places of a map that people went: from an event at one
// to their next event, at the other.
type MapLeg struct {
	From     int     `json:"from"` // in Places
	To       int     `json:"to"`
	KM       float64 `json:"km"`
	Journeys int     `json:"journeys"`
	Users    int     `json:"users"`
	// The fastest journey: the user's id and name, when it began and ended, its
	// two events, and its speed in km/h; one of no time counts as of one second.
	User   string  `json:"user"`
	Name   string  `json:"name"`
	Depart int64   `json:"depart"`
	Arrive int64   `json:"arrive"`
	Before string  `json:"before"` // uuid
	After  string  `json:"after"`
	Speed  float64 `json:"speed_kmh"`
}

type placeKey struct {
	city, country uint32
	lat, lon      int32 // tenths of degrees
}

type mapMaker struct {
	v      *View
	of     []int32 // the place of each tuple of the client; -1 is none, -2 not looked at yet
	places []MapPlace
	number map[placeKey]int32
	users  map[[2]int32]bool // place and user
}

// Map returns where events of a result were. Only people make journeys: not the
// services and the applications of a log.
func (r *Result) Map() *Map {
	log := r.view.log
	lat := log.Column(event.Latitude)
	m := &mapMaker{v: r.view, of: make([]int32, lat.Tuples()), number: map[placeKey]int32{}, users: map[[2]int32]bool{}}
	for i := range m.of {
		m.of[i] = -2
	}
	clients := log.Tuples(table.ClientGroup)
	types, results := log.Column(event.ActorType), log.Column(event.OutcomeResult)
	failed := make([]bool, len(results.Values))
	for code, value := range results.Values {
		class := ClassOf(value)
		failed[code] = class == "failure" || class == "deny"
	}
	person := make([]bool, len(types.Values))
	for code, value := range types.Values {
		person[code] = value == "User" || value == ""
	}
	type last struct{ place, row int32 }
	at := map[int32]last{} // by user
	type way struct{ from, to int32 }
	type leg struct {
		MapLeg
		users map[int32]bool
	}
	legs := map[way]*leg{}
	unplaced := 0
	rows := r.rows
	if !slices.IsSorted(rows) { // a result can stand in the order of a field
		rows = slices.Clone(rows)
		slices.Sort(rows)
	}
	for _, row := range rows {
		place := m.place(clients[row])
		if place < 0 {
			unplaced++
			continue
		}
		p := &m.places[place]
		p.Events++
		if failed[results.Code(int(row))] {
			p.Failures++
		}
		t := log.Time(int(row))
		if p.Events == 1 {
			p.First = t
		}
		p.Last = t
		user := int32(log.UserOf(int(row)))
		if user < 0 {
			continue
		}
		if key := [2]int32{place, user}; !m.users[key] {
			m.users[key] = true
			p.Users++
		}
		if !person[types.Code(int(row))] {
			continue
		}
		before, known := at[user]
		at[user] = last{place, int32(row)}
		if !known || before.place == place {
			continue
		}
		q := &m.places[before.place]
		km, ok := geo.Distance(geo.Point{Lat: q.Lat, Lon: q.Lon}, geo.Point{Lat: p.Lat, Lon: p.Lon})
		if !ok || km < minLeg {
			continue
		}
		w := way{before.place, place}
		l := legs[w]
		if l == nil {
			l = &leg{MapLeg: MapLeg{From: int(w.from), To: int(w.to), KM: km, Speed: -1}, users: map[int32]bool{}}
			legs[w] = l
		}
		l.Journeys++
		l.users[user] = true
		depart := log.Time(int(before.row))
		if speed := km / (float64(max(t-depart, 1000)) / 3_600_000); speed > l.Speed {
			u := &log.Users()[user]
			l.Speed, l.User, l.Name, l.Depart, l.Arrive = speed, userID(u), u.Name(), depart, t
			l.Before, l.After = log.UUID(int(before.row)), log.UUID(int(row))
		}
	}
	answer := &Map{Unplaced: unplaced, PlacesTotal: len(m.places), LegsTotal: len(legs), Legs: []MapLeg{}}
	// The numbers of places follow their first events; the map lists them by
	// size, and legs of places that are left out are left out.
	order := make([]int, len(m.places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.places[b].Events, m.places[a].Events) })
	order = order[:min(len(order), maxMapPlaces)]
	answer.Places = make([]MapPlace, len(order))
	moved := make([]int, len(m.places))
	for i := range moved {
		moved[i] = -1
	}
	for i, n := range order {
		answer.Places[i], moved[n] = m.places[n], i
	}
	for _, l := range legs {
		if l.From, l.To = moved[l.From], moved[l.To]; l.From < 0 || l.To < 0 {
			continue
		}
		l.Users = len(l.users)
		l.KM, l.Speed = math.Round(l.KM*10)/10, math.Round(l.Speed*10)/10
		answer.Legs = append(answer.Legs, l.MapLeg)
	}
	slices.SortFunc(answer.Legs, func(a, b MapLeg) int {
		return cmp.Or(cmp.Compare(b.Speed, a.Speed), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	answer.Legs = answer.Legs[:min(len(answer.Legs), maxMapLegs)]
	return answer
}

// place returns the place of a tuple of the client, or -1.
func (m *mapMaker) place(tuple uint32) int32 {
	if n := m.of[tuple]; n > -2 {
		return n
	}
	log := m.v.log
	code := func(f event.Field) uint32 { return log.Column(f).CodesOf(tuple)[0] }
	text := func(f event.Field) string { return log.Column(f).Values[code(f)] }
	m.of[tuple] = -1
	point, ok := geo.ParsePoint(text(event.Latitude), text(event.Longitude))
	if !ok {
		return -1
	}
	key := placeKey{code(event.City), code(event.Country), int32(math.Round(point.Lat * 10)), int32(math.Round(point.Lon * 10))}
	n, known := m.number[key]
	if !known {
		n = int32(len(m.places))
		m.number[key] = n
		m.places = append(m.places, MapPlace{City: present(text(event.City)), Country: present(text(event.Country)), Lat: point.Lat, Lon: point.Lon})
	}
	m.of[tuple] = n
	return n
}
