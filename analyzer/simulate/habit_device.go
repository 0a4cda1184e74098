package simulate

// badReception is a push that is sent again and again, since the phone has no
// connection, and approved at last. Once in fifteen months.
var badReception = habit{
	name: "pushes on a bad connection", rate: 0.003, travels: true, fits: asksPhone,
	plan: func(s *shift) { s.mishaps.resends = 2 + s.r.IntN(5) },
}

// newPhone is Okta Verify moved to a new phone: see [person.carry].
var newPhone = habit{name: "new phone"}

func changePhone(s *shift) {
	s.aside(func(t *shift) {
		if t.p.trip == nil || !t.p.trip.covers(t.local) {
			t.base = t.p.home
		}
		t.signIn()
		t.wait(20*second, 2*minute)
		t.enrollPhone()
		t.wait(30*second, 3*minute)
		t.begin()
		t.emit(factorRemove, "SUCCESS", "", t.p.user, t.p.verify).URI = "/idp/myaccount/authenticators"
	})
}

// enrollPhone enrolls Okta Verify on the phone that the person has now.
func (s *shift) enrollPhone() {
	s.begin()
	e := s.emit(deviceEnroll, "SUCCESS", "", s.p.user, s.p.verify)
	e.URI, e.Agent, e.Network = "/idp/authenticators", s.p.phone.app, s.phoneNetwork()
	e.Debug = Debug{Factor: "OKTA_VERIFY_PUSH", Device: s.p.phoneToken(), Managed: &s.p.phone.hardware}
	s.wait(200, 900)
	e = s.emit(factorActivate, "SUCCESS", "User set up OKTA_VERIFY_PUSH factor", s.p.user, s.p.verify)
	e.URI, e.Debug.Factor = "/idp/idx/authenticators/poll", "OKTA_VERIFY_PUSH"
	s.wait(second, 4*second)
	s.mail(enrollMail)
}

// newLaptop is the first sign-in on a new laptop.
var newLaptop = habit{name: "new laptop"}

// enrollAtSignIn is a sign-in at which Okta has the person set up what is
// missing: on the first day the password, too.
func (s *shift) enrollAtSignIn(first bool) {
	c := s.w.company
	s.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = uriIdentify
	s.wait(20*second, 90*second)
	if first {
		s.emit(passwordUpdate, "SUCCESS", "", s.p.user).URI = "/idp/idx/challenge/answer"
		s.wait(300, 900)
		e := s.emit(factorActivate, "SUCCESS", "User set up PASSWORD_AS_FACTOR factor", s.p.user, s.p.password)
		e.URI, e.Debug.Factor = "/idp/idx/credential/enroll", "PASSWORD_AS_FACTOR"
	} else {
		s.proof(s.p.password, "PASSWORD_AS_FACTOR").URI = uriAnswer
	}
	s.wait(30*second, 3*minute)
	s.enrollPhone()
	if first && s.p.key != nil {
		s.wait(30*second, 2*minute)
		e := s.emit(factorActivate, "SUCCESS", "User set up FIDO_WEBAUTHN factor", s.p.user, s.p.key)
		e.URI, e.Debug.Factor = "/idp/idx/credential/enroll", "FIDO_WEBAUTHN"
	}
	s.wait(second, 5*second)
	s.admitted()
	s.wait(second, 5*second)
	s.mailAboutDevice()
}

// The machine in the warehouse that many share, with the browser's cookies for
// all of them.
var kioskAgent = newAgent("Computer", "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) "+webkit+" Chrome/148.0.0.0 Safari/537.36", "Chrome OS", "CHROME")

// kiosk is a sign-in on it, for the shift's roster, with a sign-out.
var kiosk = habit{
	name: "shared kiosk", rate: 0.7,
	fits: func(s *shift) bool { return s.p.life.kiosk },
	plan: func(s *shift) {
		s.later(s.start+s.r.between(0, hour), useKiosk)
		s.later(s.end-s.r.between(0, hour), useKiosk)
	},
}

func useKiosk(s *shift) {
	s.aside(func(t *shift) {
		t.base = t.p.office.egress[1]
		t.agent, t.token = kioskAgent, 0x6b696f736b|1
		t.signIn()
		t.wait(5*second, 40*second)
		launchAny(t)
		t.wait(20*second, 3*minute)
		t.signOut()
	})
}

// shellAgent signs in to a cloud from a command line by SAML. Its system is the
// laptop's, which Okta cannot tell.
var shellAgent = newAgent("Unknown", "saml2aws/2.36.19 (linux amd64) Versent", "Unknown", "UNKNOWN")

// shell is an engineer's session with the cloud's command line, which lasts
// hours and is renewed by a sign-in of its own. Three days in five for a third
// of the engineers.
var shell = habit{
	name: "command line sign-in", rate: 0.6, travels: true,
	fits: func(s *shift) bool { return s.p.life.shell && !s.p.classic },
	plan: func(s *shift) {
		for n := 1 + s.r.IntN(2); n > 0; n-- {
			s.later(s.during(), signInByShell)
		}
	},
}

func signInByShell(s *shift) {
	c := s.w.company
	s.aside(func(t *shift) {
		t.agent, t.token = shellAgent, 0
		t.session, t.root = "unknown", ""
		t.begin()
		t.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = uriClassic
		t.push(mishaps{})
		t.session = t.r.token("102")
		t.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.catchAll).URI = uriFactor
		t.wait(5, 60)
		e := t.emit(sessionStart, "SUCCESS", "", t.p.user)
		e.URI, e.Provider, e.Credential = uriFactor, oktaProvider, oktaCredential
		t.wait(400, 1500)
		for i, a := range t.p.apps {
			if a.mode == "SAML_2_0" && a.entity.DisplayName == "AWS IAM Identity Center" {
				t.launch(i)
			}
		}
	})
}
