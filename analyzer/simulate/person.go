package simulate

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// factor is how a person proves who they are after the password.
type factor uint8

const (
	pushFactor factor = iota
	fastPass
	securityKey
)

// person is somebody who signs in.
type person struct {
	index int32
	seed  uint64

	entity     *Entity // as an actor
	user       *Entity // as a target
	department string

	site    *site
	office  *office  // nil for those who work from far away
	home    *Network // IPv4
	home6   *Network // nil where the line has no IPv6
	tunnel  *Network // the VPN gateway of those who work through it all day
	machine *machine
	phone   *handset

	factor   factor
	classic  bool // signs in through the Classic Engine's API
	admin    bool
	password *Entity // enrollments of authenticators
	verify   *Entity
	key      *Entity

	apps   []*app
	mine   []*Entity // the person's account in each of apps
	update int64     // when the laptop's browser is updated
	trip   *trip

	life life // what sets the person apart in a log with all habits
}

// firstAdmin is a person who is an administrator in every company.
const firstAdmin = 3

// offset returns how far the person's clock is ahead of UTC.
func (p *person) offset() int64 { return p.site.place.utc }

// settled reports whether the person is at work in one place for all of the
// log, as an attack's victim has to be.
func (p *person) settled() bool { return p.trip == nil && p.tunnel == nil && p.life.settled() }

// laptop returns the laptop's browser at a moment.
func (p *person) laptop(at int64) *Agent {
	if at >= p.update {
		return p.machine.after
	}
	return p.machine.before
}

// Seeds of the device tokens that a person's devices send.
func (p *person) laptopToken() uint64 { return (p.seed + p.life.laptop) | 1 }
func (p *person) phoneToken() uint64  { return mix(p.seed+p.life.phone) | 1 }

func newPeople(w *World) []person {
	people := make([]person, w.cfg.Users)
	names := newNames(w.stream(streamCompany, 1, 0))
	taken := make([]int, len(w.company.sites))
	for i := range people {
		w.newPerson(&people[i], i, names, taken)
	}
	return people
}

func (w *World) newPerson(p *person, i int, names *nameDeck, taken []int) {
	r, c := w.stream(streamPerson, uint64(i), 0), w.company
	p.index, p.seed = int32(i), r.Uint64()
	at := spread(r, i, c.sites, func(s *site) int { return s.weight })
	p.site = &c.sites[at]
	login, display := names.deal(r, p.site.place.Country)
	domain := "example.com"
	if r.chance(0.08) {
		domain = "example.net" // contractors keep their own
	}
	login += "@" + domain
	id := r.id("00u")
	p.entity = newEntity(id, "User", login, display)
	p.user = p.entity
	p.department = pick(r, departments)

	home := fmt.Sprintf("198.51.100.%d", p.site.first+taken[at]%p.site.homes)
	if w.cfg.Habits == AllHabits {
		home = roomyHome(at, taken[at])
	}
	p.home = newNetwork(home, p.site.place, pick(r, []*Provider{broadband, fibre}))
	taken[at]++
	if r.chance(0.4) {
		address := homeIPv6(at, i, r.Uint64())
		if w.cfg.Habits == AllHabits {
			address = roomyIPv6(i, p.seed)
		}
		p.home6 = newNetwork(address, p.site.place, p.home.Provider)
		if r.chance(0.1) {
			p.home6.Place = nil // too new a range for the geographic database
		}
	}
	if p.site.office >= 0 {
		p.office = &c.offices[p.site.office]
	} else if r.chance(0.3) && i != firstAdmin {
		p.tunnel = c.offices[nearestOffice(c.offices, p.site.place)].gateway
	}
	p.machine = &laptops[spread(r, i*7, laptops, func(m *machine) int { return m.weight })]
	p.phone = &handsets[spread(r, i*3, handsets, func(h *handset) int { return h.weight })]

	switch x := r.Float64(); {
	case x < 0.65:
		p.factor = pushFactor
	case x < 0.88:
		p.factor = fastPass
	default:
		p.factor = securityKey
	}
	p.classic = i%12 == 7 // and so never firstAdmin
	if p.classic {
		p.factor = pushFactor
	}
	p.admin = p.department == "Operations" && r.chance(0.3) || i == firstAdmin
	p.password = newEntity(r.id("lae"), "AuthenticatorEnrollment", "unknown", "Password")
	p.verify = newEntity(r.id("pfd"), "AuthenticatorEnrollment", "unknown", "Okta Verify")
	if p.factor == securityKey {
		p.key = newEntity(r.id("fwf"), "AuthenticatorEnrollment", "unknown", "Security Key or Biometric")
	}
	for _, a := range c.apps {
		if a.has(p.department) {
			p.apps = append(p.apps, a)
			p.mine = append(p.mine, newEntity(r.id("0ua"), "AppUser", login, display))
		}
	}
	span := int64(w.cfg.Days) * day
	p.update = w.cfg.Start + span*2/5 + r.between(0, max(1, span/4))
	p.trip = newTrip(w, r, p)
}

// spread picks by weight. The first picks walk the choices evenly, so that a
// small company is as varied as a large one.
func spread[T any](r *roll, i int, choices []T, weight func(*T) int) int {
	total := 0
	for j := range choices {
		total += weight(&choices[j])
	}
	x := (i*total*618/1000 + r.IntN(max(1, total/10))) % total
	for j := range choices {
		if x -= weight(&choices[j]); x < 0 {
			return j
		}
	}
	panic("unreachable: x is below the sum of the weights")
}

func nearestOffice(offices []office, p *Place) int {
	best := 0
	for i := range offices {
		if distance(offices[i].place, p) < distance(offices[best].place, p) {
			best = i
		}
	}
	return best
}

// homeIPv6 returns an address of a home's own /64.
func homeIPv6(site, person int, host uint64) string {
	var b [16]byte
	binary.BigEndian.PutUint32(b[0:], 0x20010db8)
	b[4], b[5] = 0x10+byte(person>>16), byte(site)
	binary.BigEndian.PutUint16(b[6:], uint16(person))
	binary.BigEndian.PutUint64(b[8:], host)
	return netip.AddrFrom16(b).String()
}
