package simulate

// cafe is a laptop taken to a café, with its session open: another network of
// the same city, with other guests. Once in two months.
var cafe = habit{
	name: "café", rate: 0.025,
	fits: func(s *shift) bool { return s.p.tunnel == nil && !s.p.life.helpDesk },
	plan: func(s *shift) { s.later(s.during(), workInCafe) },
}

func workInCafe(s *shift) {
	before := s.base
	s.wait(15*minute, 40*minute)
	s.base = pick(s.r, s.w.company.roomy.cafes[s.siteIndex()])
	for range 2 + s.r.IntN(3) {
		launchAny(s)
		s.wait(3*minute, 25*minute)
	}
	s.wait(15*minute, 40*minute)
	s.base = before
}

func (s *shift) siteIndex() int {
	for i := range s.w.company.sites {
		if s.p.site == &s.w.company.sites[i] {
			return i
		}
	}
	return 0
}

// hotspot is a laptop on line through the phone, in a train or since the line
// at home is down. The address is the carrier's, whose gateway can be in
// another city, and it changes as the carrier pleases. Once in two months.
var hotspot = habit{
	name: "phone as a hotspot", rate: 0.025, travels: true,
	fits: func(s *shift) bool { return s.p.tunnel == nil && !s.p.life.helpDesk },
	plan: func(s *shift) { s.later(s.during(), tether) },
}

func tether(s *shift) {
	before := s.base
	s.wait(minute, 10*minute)
	for range 2 + s.r.IntN(4) {
		s.base = pick(s.r, s.p.site.carriers)
		launchAny(s)
		s.wait(minute, 12*minute)
	}
	s.base = before
}

// phoneOnCarrier is an application opened on the phone while out: every few
// minutes the carrier's translation gives it another of its addresses, which
// it shares with all the carrier's customers. Twice a month for those who do.
var phoneOnCarrier = habit{
	name: "phone on the carrier's network", rate: 0.06,
	fits: func(s *shift) bool { return !s.p.classic && !s.p.life.helpDesk },
	plan: func(s *shift) { s.later(s.during(), browseOutside) },
}

func browseOutside(s *shift) {
	s.aside(func(t *shift) {
		t.base, t.agent, t.token = pick(t.r, t.p.site.carriers), t.p.phone.browser, t.p.phoneToken()
		t.session = t.r.token("idx")
		t.root = t.session
		t.begin()
		t.passwordStep(0)
		t.wait(600, 2500)
		e := t.proof(t.p.verify, "SIGNED_NONCE")
		e.URI, e.Debug.Managed = uriNonce, &t.p.phone.hardware
		t.admitted()
		for range 1 + t.r.IntN(4) {
			t.wait(20*second, 7*minute)
			t.base = pick(t.r, t.p.site.carriers)
			t.launch(t.r.IntN(len(t.p.apps)))
		}
	})
}

// distantTunnel is the company's VPN switched on by somebody who lives far
// from its gateway, and off again: within a minute the address is in another
// country and back. One day in seven for those who need something inside.
var distantTunnel = habit{
	name: "VPN far from the gateway", rate: 0.15,
	fits: func(s *shift) bool { return s.p.office == nil && s.p.tunnel == nil && s.base == s.p.home },
	plan: func(s *shift) { s.later(s.during(), tunnelFar) },
}

func tunnelFar(s *shift) {
	c := s.w.company
	s.base = s.gatewayNow(&c.offices[nearestOffice(c.offices, s.p.site.place)])
	for range 1 + s.r.IntN(3) {
		launchAny(s)
		s.wait(2*minute, 40*minute)
	}
	s.base = s.p.home
	launchAny(s)
}

// consumerVPN is a VPN of the person's own that is left on, or a browser's
// private relay: an anonymiser to Okta, and often in another country. The one
// person in eighty who has one has it on two days in five.
var consumerVPN = habit{
	name: "consumer's VPN", rate: 0.4, travels: true,
	fits: func(s *shift) bool { return s.p.life.relay != nil },
	plan: func(s *shift) { s.later(s.during(), veil) },
}

func veil(s *shift) {
	before := s.base
	s.base = s.p.life.relay
	for range 1 + s.r.IntN(4) {
		launchAny(s)
		s.wait(2*minute, 30*minute)
	}
	s.base = before
}

// What goes on by itself while people work.
var (
	// twoFamilies are the addresses of a line with both versions of IP, which
	// a browser takes in turns.
	twoFamilies = habit{name: "IPv4 and IPv6 in turns"}
	// updatedBrowser is a browser on the day after its update, often in the
	// session in which it was another.
	updatedBrowser = habit{name: "updated browser"}
)

// background returns what goes on by itself at an event of ordinary work.
func (s *shift) background() *habit {
	if age := s.now - s.p.update; age >= 0 && age < day {
		return &updatedBrowser
	}
	if s.p.life.lease > 0 && s.base == s.p.home && s.net != s.p.home6 {
		return &newLease
	}
	if s.net != nil && s.net == s.p.home6 {
		return &twoFamilies
	}
	return nil
}

// The habits of days rather than of moments.
var (
	// oddHours are a contractor's, who works from another part of the world's
	// day.
	oddHours = habit{name: "contractor at odd hours"}
	// newOffice is an office that opens while the log runs: an address that
	// nobody had before signs in a city's people within days.
	newOffice = habit{name: "new office"}
	// joiner is somebody's first day.
	joiner = habit{name: "joiner"}
)
