package simulate

// changeOfNetwork is a laptop carried from home to the office or back with its
// session open.
var changeOfNetwork = habit{
	name: "change of network", rate: 0.12,
	fits: func(s *shift) bool { return s.p.office != nil && !s.p.life.helpDesk },
	plan: func(s *shift) { s.later(s.during(), commute) },
}

func commute(s *shift) {
	if s.base == s.p.home {
		s.base = pick(s.r, s.p.office.egress)
	} else {
		s.base = s.p.home
	}
	s.wait(45*minute, 75*minute)
	launchAny(s)
}

// tunnelToggle is a VPN switched on for a while. Only people near the gateway
// do: those who live far away work through theirs all day, so that nobody
// jumps across a country within a session.
var tunnelToggle = habit{
	name: "VPN toggle", rate: 0.08,
	fits: func(s *shift) bool { return s.p.office != nil && s.base == s.p.home && !s.p.life.helpDesk },
	plan: func(s *shift) { s.later(s.during(), tunnel) },
}

func tunnel(s *shift) {
	if s.base != s.p.home {
		return // at the office by now
	}
	s.base = s.gatewayNow(s.p.office)
	launchAny(s)
	s.wait(2*minute, 20*minute)
	launchAny(s)
	s.wait(1*minute, 10*minute)
	s.base = s.p.home
	launchAny(s)
}
