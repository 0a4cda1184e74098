package simulate

const (
	allowed      = "Sign-on policy evaluation resulted in ALLOW"
	challenged   = "Sign-on policy evaluation resulted in CHALLENGE"
	wrongSecret  = "INVALID_CREDENTIALS"
	strangerName = "VERIFICATION_ERROR"

	uriIdentify  = "/idp/idx/identify"
	uriChallenge = "/idp/idx/challenge"
	uriAnswer    = "/idp/idx/challenge/answer"
	uriPoll      = "/idp/idx/authenticators/poll"
	uriNonce     = "/idp/authenticators/okta_verify/signed_nonce/answer"
	uriPhone     = "/api/v1/transactions/verify"
	uriClassic   = "/api/v1/authn"
	uriFactor    = "/api/v1/authn/factors/verify"

	factorProvider = "FACTOR_PROVIDER"
	oktaProvider   = "OKTA_AUTHENTICATION_PROVIDER"
	oktaCredential = "OKTA_CREDENTIAL_PROVIDER"

	scopesConsole = "openid profile email okta.users.manage"
)

// signIn opens a session on the laptop.
func (s *shift) signIn() {
	m := s.mishaps
	s.mishaps = mishaps{}
	if m.strangeLogin {
		s.as(&mistypedName, (*shift).strangeLogin)
	}
	if s.p.classic {
		s.signInClassic(m)
		return
	}
	session := s.r.token("idx")
	s.open(session, session)
	s.begin()
	if m.firstDay || m.enrolls {
		s.enrollAtSignIn(m.firstDay)
		return
	}
	if m.newDevice {
		s.behaviors |= NewDevice
		defer func() {
			s.wait(second, 5*second)
			s.as(&newLaptop, (*shift).mailAboutDevice)
			s.behaviors &^= NewDevice
		}()
	}
	s.passwordStep(m.typos)
	if !s.proveOtherwise(&m) {
		s.prove(m)
	}
	s.admitted()
}

// prove takes the person's own factor.
func (s *shift) prove(m mishaps) {
	switch s.p.factor {
	case pushFactor:
		s.push(m)
	case fastPass:
		s.wait(600, 2500)
		e := s.proof(s.p.verify, "SIGNED_NONCE")
		e.URI, e.Debug.Managed = uriNonce, &s.p.machine.hardware
	case securityKey:
		s.wait(2*second, 9*second)
		s.proof(s.p.key, "FIDO_WEBAUTHN").URI = uriAnswer
	}
}

// passwordStep asks the sign-on policy and takes the password, at the first
// attempt or after some wrong ones.
func (s *shift) passwordStep(typos int) {
	c := s.w.company
	s.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = uriIdentify
	for ; typos > 0; typos-- {
		s.wait(4*second, 12*second)
		s.as(&mistypedPassword, (*shift).refusedPassword)
	}
	s.wait(3*second, 11*second)
	s.proof(s.p.password, "PASSWORD_AS_FACTOR").URI = uriAnswer
}

// proof is the success of an authenticator.
func (s *shift) proof(enrollment *Entity, factor string) *Event {
	e := s.emit(authMFA, "SUCCESS", "", s.p.user, enrollment)
	e.Provider, e.Credential, e.Debug.Factor = factorProvider, oktaCredential, factor
	return e
}

func (s *shift) refusedPassword() {
	e := s.emit(authMFAFailed, "FAILURE", wrongSecret, s.p.user, s.p.password)
	e.URI, e.Provider, e.Credential, e.Debug.Factor = uriAnswer, factorProvider, oktaCredential, "PASSWORD_AS_FACTOR"
}

// push has Okta Verify ask the person on the phone.
func (s *shift) push(m mishaps) {
	s.wait(500, 2500)
	s.sendPush()
	if m.forgotten {
		s.wait(70*second, 4*minute)
		s.as(&forgottenPush, (*shift).sendPush)
	}
	for ; m.resends > 0; m.resends-- {
		s.wait(15*second, 75*second)
		s.as(&badReception, (*shift).sendPush)
	}
	if m.denied {
		s.wait(3*second, 9*second)
		s.as(&mistakenDenial, (*shift).denyByMistake)
		s.wait(10*second, 40*second)
		s.sendPush()
	}
	s.wait(4*second, 20*second)
	s.answerPush(true, s.phoneNetwork())
	s.wait(700, 2500)
}

func (s *shift) denyByMistake() { s.answerPush(false, s.phoneNetwork()) }

func (s *shift) sendPush() {
	e := s.emit(sendPush, "SUCCESS", "", s.p.user, s.p.verify)
	e.URI, e.Debug.Factor = uriChallenge, "OKTA_VERIFY_PUSH"
	if s.p.classic {
		e.URI = uriFactor
	}
}

// answerPush is the person's answer, which comes from the phone.
func (s *shift) answerPush(yes bool, from *Network) {
	t, result, reason, answer := authMFA, "SUCCESS", "", "OV_RESPONSE_APPROVE"
	if !yes {
		t, result, reason, answer = authMFAFailed, "FAILURE", wrongSecret, "OV_RESPONSE_DENY"
	}
	if !yes && s.p.classic {
		t, result, reason = denyPush, "SUCCESS", ""
	}
	e := s.emit(t, result, reason, s.p.user, s.p.verify)
	e.URI, e.Agent, e.Network = uriPhone, s.p.phone.app, from
	e.Provider, e.Credential = factorProvider, oktaCredential
	e.Debug = Debug{Factor: "OKTA_VERIFY_PUSH", Push: answer, Device: s.p.phoneToken(), Managed: &s.p.phone.hardware}
}

// admitted is what follows the last proof: the policy's consent, the session,
// the dashboard.
func (s *shift) admitted() {
	c := s.w.company
	s.wait(40, 250)
	s.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.catchAll).URI = uriPoll
	s.wait(5, 60)
	e := s.emit(sessionStart, "SUCCESS", "", c.dashboard.entity)
	e.URI, e.Provider, e.Credential = uriPoll, oktaProvider, oktaCredential
	if s.r.chance(0.5) {
		s.wait(300, 1500)
		e := s.emit(singleSignOn, "SUCCESS", "", c.dashboard.entity, s.p.user)
		e.URI, e.Debug.Mode = c.dashboard.uri, c.dashboard.mode
	}
}

// signInClassic opens a session through the Classic Engine's API: the password
// is no authenticator there, and nothing has a session before the end of it.
func (s *shift) signInClassic(m mishaps) {
	c := s.w.company
	s.session, s.root = "unknown", ""
	s.begin()
	for ; m.typos > 0; m.typos-- {
		s.as(&mistypedPassword, (*shift).refusedClassic)
		s.wait(5*second, 14*second)
	}
	s.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = uriClassic
	s.push(m)
	s.open(s.r.token("102"), "")
	s.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.catchAll).URI = uriFactor
	s.wait(5, 60)
	e := s.emit(sessionStart, "SUCCESS", "", s.p.user)
	e.URI, e.Provider, e.Credential = uriFactor, oktaProvider, oktaCredential
}

func (s *shift) refusedClassic() {
	e := s.emit(loginFailed, "FAILURE", wrongSecret)
	e.URI, e.Provider, e.Credential = uriClassic, oktaProvider, oktaCredential
}

// launchAny opens one of the person's applications.
func launchAny(s *shift) { s.launch(s.r.IntN(len(s.p.apps))) }

// launch opens an application from the dashboard.
func (s *shift) launch(i int) {
	a := s.p.apps[i]
	s.begin()
	if !s.p.classic && s.r.chance(0.4) {
		s.emit(evaluateSignOn, "ALLOW", allowed, a.policy, a.rule, a.entity, s.p.user).URI = a.uri
		s.wait(20, 200)
	}
	e := s.emit(singleSignOn, "SUCCESS", "", a.entity, s.p.mine[i])
	e.URI, e.Debug.Mode = a.uri, a.mode
}
