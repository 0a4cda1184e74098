package detect

import (
	"net/netip"
	"sync"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/geo"
	"okta-session-analyzer/analyzer/table"
)

// Views is what the detections read from a log again and again: the program,
// the network and the place of each event, and whether the event shows the
// person's own machine. It is computed once a log, and each part of it once a
// distinct value, not once an event: a log of a million events has a few
// thousand distinct clients. It does not change.
//
// Programs, networks and places have numbers, 0 for none. A finding must never
// depend on the numbers, only on whether two are the same.
type Views struct {
	log      *table.Log
	clients  []uint32 // the tuple of each event in table.ClientGroup
	agents   []agent.Agent
	networks []Network
	places   []Place

	agentOf, networkOf, placeOf []uint32 // by tuple
	own                         []bool   // by event

	outcomes  *table.Column
	good, bad []bool // by outcome: see letIn and failed

	seen     []sighting // person by person
	seenEnds []uint32   // of each person's

	citiesKnown bool

	last   Memory[*Detection] // what detections found
	lists  heldLists          // with these lists
	chains lastingMarks

	history    history
	habitsOnce sync.Once
	habitsOf   *habits

	refusedOnce sync.Once
	refused     []uint32 // see refusedPasswords
	crowdOnce   sync.Once
	crowdOf     []int32 // people, by network
	gatewayOnce sync.Once
	gatewayOf   []bool // by network

	anonymousOnce sync.Once
	anonymous     anonymous

	// What asks for a pass over all events and does not depend on parameters:
	// a change of one then costs a few milliseconds instead of fifty.
	mixed        []mixed // the sessions with more than one client
	sessionMoves []moves // of the sessions that have any
	userMoves    []moves // of the people who have any
}

// mixed is a session, by its number, with more than one client: the first and
// the last event of each stretch with one.
type mixed struct {
	of   int
	rows []uint32
}

// moves are the steps of one session or of one person, by its number, from one
// place to another: pairs of events.
type moves struct {
	of    int
	steps [][2]uint32
}

// Network is the neighbourhood of an address: the /24 of an IPv4 address, the
// /48 of an IPv6 one, which is what one site or one carrier's gateway has.
type Network struct {
	Prefix netip.Prefix
}

// V6 reports whether the network is one of IPv6.
func (n Network) V6() bool { return n.Prefix.Addr().Is6() }

// Place is where an address was located.
type Place struct {
	Point   geo.Point
	City    string
	Country string
}

// String returns what the place is called: its city, or else its country, or
// else its coordinates.
func (p *Place) String() string {
	switch {
	case p.City != "":
		return clean(p.City)
	case p.Country != "":
		return clean(p.Country)
	}
	return p.coordinates()
}

func (p *Place) coordinates() string {
	return degrees(p.Point.Lat, "N", "S") + " " + degrees(p.Point.Lon, "E", "W")
}

// names returns what two places are called, so that they can be told apart.
func (v *Views) names(a, b uint32) (string, string) {
	x, y := &v.places[a], &v.places[b]
	if x.String() != y.String() {
		return x.String(), y.String()
	}
	return x.String() + " (" + x.coordinates() + ")", y.String() + " (" + y.coordinates() + ")"
}

// NewViews returns the views of a log.
func NewViews(log *table.Log) *Views {
	v := &Views{log: log, clients: log.Tuples(table.ClientGroup), history: historyOf(log.Times())}
	v.viewAgents()
	v.viewNetworks()
	v.viewPlaces()
	v.viewOwn()
	v.viewSessions()
	return v
}

// Agent returns the number of an event's program and the program, versions and
// all that does not tell two programs apart left out.
func (v *Views) Agent(row uint32) (number uint32, a agent.Agent) {
	n := v.agentOf[v.clients[row]]
	return n, v.agents[n]
}

// Network returns the number of the network that an event came from.
func (v *Views) Network(row uint32) uint32 { return v.networkOf[v.clients[row]] }

// NetworkName returns a network by its number as a prefix, "192.0.2.0/24"; ""
// for none.
func (v *Views) NetworkName(number uint32) string {
	if number == 0 {
		return ""
	}
	return v.networks[number].Prefix.String()
}

// Place returns the number of the place that an event came from.
func (v *Views) Place(row uint32) uint32 { return v.placeOf[v.clients[row]] }

// Own reports whether an event shows the machine of the person whose session
// it is. Four kinds of event keep the session of every person company and do
// not: those of an actor that is no person (an application, Okta itself);
// Okta's servers, which act for the person; the telephone on which a push was
// approved; and an application's server redeeming a code for a token.
func (v *Views) Own(row uint32) bool { return v.own[row] }

// Distance returns the distance in km between two places by number. ok is
// false when one is unknown.
func (v *Views) Distance(a, b uint32) (km float64, ok bool) {
	if a == 0 || b == 0 {
		return 0, false
	}
	if a == b {
		return 0, true
	}
	return geo.Distance(v.places[a].Point, v.places[b].Point)
}

// between returns the distance in km between the places of two events. ok is
// false when one is unknown. It is so too for two of one country of which one
// is known to its country only, or which have an IPv4 and an IPv6 address: the
// two of one line are located by different registries, at the ends of a country.
func (v *Views) between(a, b uint32) (km float64, ok bool) {
	x, y := v.Place(a), v.Place(b)
	if x != y && v.places[x].Country == v.places[y].Country && v.places[x].Country != "" {
		n, m := v.Network(a), v.Network(b)
		if v.vague(x) || v.vague(y) || n != 0 && m != 0 && v.networks[n].V6() != v.networks[m].V6() {
			return 0, false
		}
	}
	return v.Distance(x, y)
}

// vague reports whether a place is known to its country only, in a log that
// knows cities: its coordinates are then the middle of the country, and the
// distance to a city of the same country says nothing.
func (v *Views) vague(place uint32) bool {
	return v.citiesKnown && v.places[place].City == "" && v.places[place].Country != ""
}

func (v *Views) viewAgents() {
	raw, browser, os := v.log.Column(event.UserAgent), v.log.Column(event.UserAgentBrowser), v.log.Column(event.UserAgentOS)
	v.agents = []agent.Agent{{}}
	numbers := map[agent.Agent]uint32{{}: 0}
	number := func(a agent.Agent) uint32 {
		n, ok := numbers[a.Family()]
		if !ok {
			n = uint32(len(v.agents))
			v.agents = append(v.agents, a.Family())
			numbers[a.Family()] = n
		}
		return n
	}
	byRaw := make([]uint32, len(raw.Values))
	for code, value := range raw.Values {
		byRaw[code] = number(agent.Parse(value))
	}
	byFields := make(map[[2]uint32]uint32)
	v.agentOf = make([]uint32, raw.Tuples())
	for t := range v.agentOf {
		n := byRaw[raw.CodesOf(uint32(t))[0]]
		if n == 0 {
			key := [2]uint32{browser.CodesOf(uint32(t))[0], os.CodesOf(uint32(t))[0]}
			known, ok := byFields[key]
			if !ok {
				known = number(agent.FromFields(browser.Values[key[0]], os.Values[key[1]]))
				byFields[key] = known
			}
			n = known
		}
		v.agentOf[t] = n
	}
}

func (v *Views) viewNetworks() {
	ip := v.log.Column(event.ClientIP)
	v.networks = []Network{{}}
	numbers := map[netip.Prefix]uint32{}
	byIP := make([]uint32, len(ip.Values))
	for code, value := range ip.Values {
		prefix, ok := event.Network(value)
		if !ok {
			continue
		}
		n, known := numbers[prefix]
		if !known {
			n = uint32(len(v.networks))
			v.networks = append(v.networks, Network{prefix})
			numbers[prefix] = n
		}
		byIP[code] = n
	}
	v.networkOf = make([]uint32, ip.Tuples())
	for t := range v.networkOf {
		v.networkOf[t] = byIP[ip.CodesOf(uint32(t))[0]]
	}
}

func (v *Views) viewPlaces() {
	lat, lon := v.log.Column(event.Latitude), v.log.Column(event.Longitude)
	city, country := v.log.Column(event.City), v.log.Column(event.Country)
	v.places = []Place{{}}
	numbers := map[[4]uint32]uint32{}
	v.placeOf = make([]uint32, lat.Tuples())
	for t := range v.placeOf {
		n := uint32(t)
		key := [4]uint32{lat.CodesOf(n)[0], lon.CodesOf(n)[0], city.CodesOf(n)[0], country.CodesOf(n)[0]}
		number, known := numbers[key]
		if !known {
			if point, ok := geo.ParsePoint(lat.Values[key[0]], lon.Values[key[1]]); ok {
				number = uint32(len(v.places))
				place := Place{Point: point, City: present(city.Values[key[2]]), Country: present(country.Values[key[3]])}
				v.places = append(v.places, place)
				v.citiesKnown = v.citiesKnown || place.City != ""
			}
			numbers[key] = number
		}
		v.placeOf[t] = number
	}
}

// present returns a value, or "" where it stands for nothing.
func present(s string) string {
	if event.Blank(s) {
		return ""
	}
	return s
}
