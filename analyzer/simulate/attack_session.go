package simulate

// usedAfterEnd is a cookie that goes on working after the owner has signed
// out: the copy was of an application's session, or the sign-out did not reach
// the server.
var usedAfterEnd = family{
	name:       "session-used-after-sign-out",
	detections: []string{"session-used-after-end", "session-revived-from-new-context", "session-new-ip-dissimilar-agent", "session-fast-travel"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		owner := *s
		owner.session, owner.root, owner.base = v.session, v.root, v.base
		owner.now = v.to + s.r.between(2*minute, 20*minute)
		owner.begin()
		owner.emit(sessionEnd, "SUCCESS", "", s.p.user).URI = "/login/signout"
		o := s.strike(campaign)
		o.lodge()
		o.hold(v)
		o.now = owner.now
		o.wait(vary(o.c.variant, 4*minute, 40*minute, 3*hour), vary(o.c.variant, 9*minute, 90*minute, 6*hour))
		o.launches(vary(o.c.variant, 8, 4, 2))
		return v.session
	},
}

// revivedSession is a cookie out of a file that was attached to a support
// case, as in October 2023, or out of an information stealer's haul: used
// hours after the owner has gone home.
var revivedSession = family{
	name:       "session-revived",
	detections: []string{"session-revived-from-new-context", "session-new-ip-dissimilar-agent", "session-fast-travel", "session-multiple-agents-and-ips"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.lodge()
		if o.c.variant == Stealthy {
			o.agent = o.unlike() // a copy of the cookie, not of the browser
		}
		o.hold(v)
		o.now = v.to + vary(o.c.variant, 150*minute, 9*hour, 13*hour) + o.r.between(0, hour)
		o.launches(vary(o.c.variant, 8, 4, 3))
		return v.session
	},
}

// twinSession is a cookie used in a browser that copies the owner's, at the
// same hours: only the networks take turns.
var twinSession = family{
	name:       "session-two-places",
	detections: []string{"session-context-interleave", "session-fast-travel", "session-multiple-device-tokens", "device-token-multi-context"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.lodge()
		o.agent = nil
		if o.c.variant != Easy {
			o.token = s.p.laptopToken() // the cookie with the device's token came along
		}
		if o.c.variant == Stealthy {
			o.base = o.rent(o.farPlace(300), cableNet)
		}
		o.hold(v)
		owner := *s
		owner.session, owner.root, owner.base = v.session, v.root, v.base
		at := s.r.between(v.from+30*minute, v.from+90*minute)
		gap := vary(o.c.variant, 4*minute, 15*minute, 45*minute)
		for range vary(o.c.variant, 6, 4, 2) {
			o.now = at
			launchAny(o.shift)
			owner.now = o.now + s.r.between(gap/2, gap)
			launchAny(&owner)
			at = owner.now + s.r.between(gap/2, gap)
		}
		o.now = at
		launchAny(o.shift)
		return v.session
	},
}

// twoPeople is one session in which a second person's name appears: a session
// that an intruder fixed before somebody else signed in to it.
var twoPeople = family{
	name:       "session-of-two-people",
	detections: []string{"session-two-actors", "session-context-interleave", "session-fast-travel", "session-new-ip-dissimilar-agent"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.lodge()
		o.hold(v)
		o.now = v.from + 100*minute
		launchAny(o.shift)
		other := o.posing(o.others(1, modern)[0])
		if o.c.variant == Stealthy {
			other.base, other.agent = v.base, s.p.laptop(v.to) // on the victim's own machine
			other.token = s.p.laptopToken()
		}
		other.hold(v)
		other.now = v.from + 2*hour + s.r.between(0, hour)
		other.launches(vary(o.c.variant, 8, 3, 1))
		other.launches(1)
		return v.session
	},
}

// scriptedSession is a person's cookie in the hands of a program.
var scriptedSession = family{
	name:       "session-in-a-script",
	detections: []string{"session-replay-programmatic-client", "session-new-ip-dissimilar-agent", "session-context-interleave", "session-multiple-agents-and-ips", "rapid-app-access", "machine-cadence"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.lodge()
		o.agent = vary(o.c.variant, pythonAgent, curlAgent, headlessAgent)
		o.token = 0
		o.hold(v)
		o.now = v.from + 3*hour + s.r.between(0, hour)
		gap := vary(o.c.variant, 2*second, 20*second, 20*minute)
		for i := range vary(o.c.variant, 40, 15, 5) {
			o.launch(i % len(o.p.apps))
			o.wait(gap*9/10, gap*11/10)
		}
		return v.session
	},
}

// infostealer is a cookie from an infected machine, sold and used from a proxy
// in the same country, on another system: the shop offers the buyer an address
// in the victim's town.
var infostealer = family{
	name:       "infostealer-cookie",
	detections: []string{"session-context-interleave", "session-new-ip-dissimilar-agent", "session-multiple-agents-and-ips", "session-asn-or-agent-change", "session-revived-from-new-context", "session-multiple-device-tokens"},
	suits:      func(p *person) bool { return !p.classic && p.machine.before.OS != linuxOS },
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.risk, o.behaviors = MediumRisk, NewIP|NewDevice
		o.base = o.rent(o.nearPlace(), vary(o.c.variant, hostingNet, cableNet, s.p.home.Provider))
		o.agent = firefox(linux, linuxOS, "140")
		if o.c.variant == Stealthy {
			o.base.Place = s.p.site.place
			o.agent = o.unlike()
		}
		o.token = s.p.laptopToken() // the stealer takes all cookies, the device's too
		o.hold(v)
		o.now = vary(o.c.variant, v.from+2*hour, v.to-hour, v.to+40*minute) + s.r.between(0, 20*minute)
		o.launches(vary(o.c.variant, 10, 5, 3))
		return v.session
	},
}
