package simulate

// travelInSession is a stolen cookie used with a copy of the victim's agent:
// only the place gives it away.
var travelInSession = family{
	name:       "travel-in-session",
	detections: []string{"session-fast-travel", "user-impossible-travel"},
	suits:      func(p *person) bool { return !p.classic },
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		thief := s.intruder(campaign, s.farNetwork(3000), nil)
		thief.session, thief.root = v.session, v.root
		delay, n := 25*minute, 4
		switch s.w.campaigns[campaign].variant {
		case Easy:
			delay, n = 2*minute, 8
		case Stealthy:
			delay, n = 150*minute, 2
		}
		thief.now = v.to + delay
		for range n {
			launchAny(thief)
			thief.wait(30*second, 4*minute)
		}
		return v.session
	},
}

// travelAcrossSessions is a sign-in with a phished password and one-time code
// from another continent, soon after the victim was seen at home.
var travelAcrossSessions = family{
	name:       "travel-across-sessions",
	detections: []string{"user-impossible-travel"},
	suits:      func(p *person) bool { return !p.classic },
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		thief := s.intruder(campaign, s.farNetwork(3000), s.unlike())
		delay := 40 * minute
		switch s.w.campaigns[campaign].variant {
		case Easy:
			delay = 5 * minute
		case Stealthy:
			delay = 3 * hour
		}
		thief.now = v.to + delay
		thief.signInWithCode()
		for range 3 {
			thief.wait(20*second, 2*minute)
			launchAny(thief)
		}
		return thief.session
	},
}

// signInWithCode is a sign-in with a password and a one-time code, both of
// which a phishing page can pass on.
func (s *shift) signInWithCode() {
	session := s.r.token("idx")
	s.session, s.root = session, session
	s.begin()
	s.passwordStep(0)
	s.wait(8*second, 25*second)
	s.proof(s.p.verify, "OKTA_SOFT_TOKEN").URI = uriAnswer
	s.admitted()
	s.wait(second, 5*second)
	s.mailAboutDevice()
}
