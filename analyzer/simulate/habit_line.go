package simulate

// newLease is a line at home that gets another address of its provider's from
// time to time, as many do every night or when the router restarts.
var newLease = habit{name: "new address at home"}

// secureGateway is traffic that all goes through a provider's gateways, which
// many people share, and now and then through one in another country, when the
// provider moves load.
var secureGateway = habit{name: "secure web gateway"}

// gatewayFlaps is the share of requests that take another gateway: one or two a
// week and person.
const gatewayFlaps = 0.03

// nearest returns the index of the network that is nearest to a place.
func nearest(networks []*Network, p *Place) int {
	best := 0
	for i, n := range networks {
		if distance(n.Place, p) < distance(networks[best].Place, p) {
			best = i
		}
	}
	return best
}

// standIn returns the gateway that takes over another's load: the next one on
// the same side of the ocean, or itself.
func (r *roomy) standIn(gateway *Network) *Network {
	best := gateway
	for _, n := range r.pops {
		km := distance(n.Place, gateway.Place)
		if n != gateway && km < 1500 && (best == gateway || km < distance(best.Place, gateway.Place)) {
			best = n
		}
	}
	return best
}

// oldMail is a mail program that hands the password to the mail provider, whose
// servers sign in with it: the address is theirs, in one country today and in
// another tomorrow, and there is no second factor. Every few hours for one
// person in thirty.
var oldMail = habit{
	name: "mail through the provider's servers", rate: 0.9, travels: true,
	fits: func(s *shift) bool { return s.p.life.relayed },
	plan: func(s *shift) {
		for at := s.start + s.r.between(0, hour); at < s.end; at += s.r.between(90*minute, 4*hour) {
			s.later(at, signInMail)
		}
	},
}

var oldMailAgent = newAgent("Unknown", "Microsoft Office/16.0 (Microsoft Outlook Mail 16.0.14326; Pro)", "Unknown", "UNKNOWN")

func signInMail(s *shift) {
	c := s.w.company
	s.aside(func(t *shift) {
		t.agent, t.token, t.base = oldMailAgent, 0, pick(t.r, c.roomy.mailServers)
		t.session, t.root = "unknown", ""
		t.begin()
		t.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.rules[3]).URI = uriClassic
		t.wait(20, 200)
		t.emit(singleSignOn, "SUCCESS", "", t.p.apps[0].entity, t.p.mine[0]).URI = t.p.apps[0].uri
	})
}

// strangeLease is the share of addresses that the geographic database puts
// where the provider's equipment is, in another city.
const strangeLease = 0.06

// filtered returns the gateway through which the laptop is on line wherever it
// is, or nil where the person's traffic is not filtered or the device is
// another, such as an intruder's.
func (s *shift) filtered() *Network {
	if !s.p.life.filtered || s.agent != nil || s.campaign != 0 && s.base != s.p.home {
		return nil
	}
	r := s.w.company.roomy
	gateway := r.pops[nearest(r.pops, s.p.site.place)]
	if s.r.chance(gatewayFlaps) {
		return r.standIn(gateway)
	}
	return gateway
}

// leased returns the network on which the person is on line from a base: a line
// at home can have another address by now.
func (s *shift) leased(base *Network) *Network {
	l := &s.p.life
	if l.lease == 0 || base != s.p.home {
		return base
	}
	epoch := (s.now - s.w.cfg.Start + 30*day) / (int64(l.lease) * day)
	x := mix(s.p.seed + uint64(epoch)*0x9e3779b97f4a7c15)
	site := s.siteIndex()
	n := *base
	n.IP = benchAddress(blockHomes+site*blocksOfSite+int(x%blocksOfSite), 1+int(x>>8%homesPerAddress))
	if n.Place != nil && float64(x>>32&0xffff)/0x10000 < strangeLease {
		n.Place = s.p.site.hub
	}
	return &n
}

// tunnels reports whether a network is a way through which people are on line
// and not where they are.
func (c *company) tunnels(n *Network) bool {
	if n == c.roomy.gateway || n.Proxy {
		return true
	}
	for i := range c.offices {
		if n == c.offices[i].gateway {
			return true
		}
	}
	return false
}

// outage is an hour in which Okta cannot reach the directory that knows the
// passwords: everybody's sign-ins fail, some try again and again. Once in two
// quarters.
type outage struct {
	from, to int64
}

var directoryDown = habit{name: "directory out of reach"}

func (w *World) planOutage() {
	r := w.stream(streamLife, 3, 0)
	if !r.chance(float64(w.cfg.Days) / 180) {
		return
	}
	from := w.cfg.Start + int64(w.workday(r))*day + r.between(7*hour, 14*hour)
	w.outage = outage{from, from + r.between(20*minute, 70*minute)}
}

// suffer adds what an outage does to the person's day: one in three has to sign
// in just then.
func (s *shift) suffer() {
	o := s.w.outage
	if o.to <= s.start || o.from >= s.end || !s.r.chance(0.35) {
		return
	}
	at := s.r.between(o.from, o.to)
	if at <= s.start || at >= s.end {
		return
	}
	s.as(&directoryDown, func(s *shift) {
		s.later(at, func(s *shift) {
			s.aside(func(t *shift) {
				for n := 1 + t.r.IntN(4); n > 0; n-- {
					t.session, t.root = "unknown", "unknown"
					t.begin()
					e := t.emit(loginFailed, "FAILURE", "GENERAL_NONSUCCESS")
					e.URI, e.Provider, e.Credential = uriIdentify, "ACTIVE_DIRECTORY", "ACTIVE_DIRECTORY"
					t.wait(20*second, 4*minute)
				}
			})
		})
	})
}
