package simulate

// phoneEvening is an application opened in the phone's browser in the evening,
// at home, in a session of its own, after which Okta mails about the device.
var phoneEvening = habit{
	name: "phone in the evening", rate: 0.05,
	fits: func(s *shift) bool { return s.p.tunnel == nil && !s.p.classic },
	plan: func(s *shift) {
		s.later(s.midnight+19*hour+30*minute+s.r.between(0, 150*minute), browseOnPhone)
	},
}

func browseOnPhone(s *shift) {
	t := *s
	t.base, t.agent, t.token = s.p.home, s.p.phone.browser, s.p.phoneToken()
	t.behaviors = NewDevice
	// The laptop's session is not this one, so t.open would mislead attacks.
	t.session = t.r.token("idx")
	t.root = t.session
	t.begin()
	t.passwordStep(0)
	t.wait(600, 2500)
	e := t.proof(t.p.verify, "SIGNED_NONCE")
	e.URI, e.Debug.Managed = uriNonce, &t.p.phone.hardware
	t.admitted()
	t.wait(5*second, 50*second)
	t.launch(t.r.IntN(len(t.p.apps)))
	if t.r.chance(0.3) {
		t.wait(second, 5*second)
		t.mailAboutDevice()
	}
	s.now = t.now
}

// mailAboutDevice is Okta's mail about a sign-in from a new device. Its actor
// is nobody, its victim the target, its session Okta's own.
func (s *shift) mailAboutDevice() {
	e := s.emit(deviceMail, "SUCCESS", "", s.p.user)
	e.Actor, e.Job, e.Agent, e.Network = s.w.company.mailer, true, nil, nil
	e.Session, e.Root = s.r.token("trs"), ""
	e.Debug = Debug{}
}
