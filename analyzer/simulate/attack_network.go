package simulate

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// Providers of networks that intruders rent. The numbers are of the second
// range for documentation (RFC 5398).
var (
	onionNet = &Provider{65536, "onion relay collective", "onion relay collective", "onion.example.org"}
	maskNet  = &Provider{65537, "mask private networking", "mask private networking", "mask.example.org"}
	cableNet = &Provider{65538, "plainsview cable", "plainsview cable", "plainsview.example.net"}
)

// rentedPlaces are where intruders rent servers and anonymisers have exits.
var rentedPlaces = []*Place{bucharest, santiago, jakarta, johannesburg, ashburn, amsterdam, singapore, madrid, warsaw, saoPaulo}

// Blocks of 256 addresses of 198.18.0.0/15 that operations rent from, beyond
// those of roomy.go.
const (
	blockRented  = 400
	rentedBlocks = 112
)

// rent returns an address, in a block that no person's is in. Where the world
// is roomy, an operation's first address is of an IPv4 block of its own, the
// others are of any. Elsewhere some of the first operations get an address of
// 203.0.113.228 to 254, all others a network of 48 bits of their own below
// 2001:db8:a000::/36, since the ranges for documentation hold three blocks,
// which the company's people fill.
func (o *operation) rent(place *Place, provider *Provider) *Network {
	n := o.networks
	o.networks++
	x := mix(o.w.cfg.Seed ^ mix(uint64(o.number)<<20|uint64(n)))
	if o.w.company.roomy != nil {
		block := uint64(o.number)
		if n > 0 {
			block = x >> 16
		}
		return newNetwork(benchAddress(blockRented+int(block%rentedBlocks), 1+int(x%250)), place, provider)
	}
	if host := 228 + int(o.number)/2; n == 0 && o.number%2 == 0 && host < 255 {
		return newNetwork(fmt.Sprintf("203.0.113.%d", host), place, provider)
	}
	var b [16]byte
	binary.BigEndian.PutUint32(b[0:], 0x20010db8)
	binary.BigEndian.PutUint16(b[4:], 0xa000|uint16(x)&0x0fff)
	binary.BigEndian.PutUint16(b[6:], uint16(o.number))
	binary.BigEndian.PutUint64(b[8:], x|1)
	return newNetwork(netip.AddrFrom16(b).String(), place, provider)
}

// anonymous returns a rented address that hides who is behind it.
func (o *operation) anonymous(place *Place, provider *Provider) *Network {
	n := o.rent(place, provider)
	n.Proxy = true
	return n
}

// farPlace returns a place that is at least some kilometres from the victim.
func (o *operation) farPlace(km float64) *Place {
	var far []*Place
	for _, p := range rentedPlaces {
		if distance(p, o.p.site.place) >= km {
			far = append(far, p)
		}
	}
	return pick(o.r, far)
}

// nearPlace returns a place in the victim's country: the nearest other city
// that the log knows there, if any.
func (o *operation) nearPlace() *Place {
	home := o.p.site.place
	near := home
	for i := range siteTable {
		p := siteTable[i].place
		if p != home && p.Country == home.Country && (near == home || distance(p, home) < distance(near, home)) {
			near = p
		}
	}
	return near
}

// lodge puts the intruder where the variant has it work from: on a rented
// server on another continent, behind an anonymiser abroad, or on a
// household's line in the victim's country with the same browser as the
// victim's.
func (o *operation) lodge() {
	switch o.c.variant {
	case Easy:
		o.base, o.agent = o.rent(o.farPlace(2500), hostingNet), o.unlike()
	case Stealthy:
		o.base, o.agent = o.rent(o.nearPlace(), cableNet), nil
		o.risk, o.behaviors = MediumRisk, NewIP|NewDevice|NewCity
	default:
		o.base, o.agent = o.anonymous(o.farPlace(700), maskNet), o.unlike()
	}
}

// enter signs the intruder in with what a phishing page passed on, at the hour
// and from the place of the variant.
func (o *operation) enter() {
	o.begins()
	o.lodge()
	o.signInPhished()
	o.about(o.session)
}

// signInPhished is a sign-in by way of a phishing page, on which the victim
// types the password and then a one-time code, or approves the push that the
// intruder's sign-in sets off. Okta mails about the device where it is asked
// to, which not all are.
func (o *operation) signInPhished() {
	session := o.r.token("idx")
	o.session, o.root = session, session
	o.begin()
	o.passwordStep(btoi(o.r.chance(0.25))) // some mistype it on the page
	if o.p.factor == pushFactor && o.r.chance(0.5) {
		o.wait(second, 5*second)
		o.sendPush()
		o.wait(5*second, 25*second)
		o.answerPush(true, pick(o.r, o.p.site.carriers))
	} else {
		o.wait(8*second, 25*second)
		o.proof(o.p.verify, "OKTA_SOFT_TOKEN").URI = uriAnswer
	}
	o.admitted()
	if o.r.chance(0.6) {
		o.wait(second, 5*second)
		o.mailAboutDevice()
	}
	o.wait(2*second, 9*second)
}

// enterConsole is the same for an administrator's account and goes on to the
// Admin Console.
func (o *operation) enterConsole() {
	o.enter()
	o.pause()
	o.openConsole()
}

// change is a change that the intruder makes, a pause after the last one.
func (o *operation) change(t *Type, uri string, targets ...*Entity) *Event {
	o.pause()
	o.begin()
	return o.shift.change(t, uri, targets...)
}

// launches opens some of the account's applications.
func (o *operation) launches(n int) {
	for range n {
		o.pause()
		launchAny(o.shift)
	}
}
