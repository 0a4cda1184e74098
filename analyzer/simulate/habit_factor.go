package simulate

// textFactor is a person whose second factor is a code by text message, or by
// a call. One in seventeen of those without a key or an app on the laptop.
var textFactor = habit{name: "text message as a factor"}

// textStep asks for the code and gets it; one time in ten the message is late
// and sent again.
func (s *shift) textStep() {
	t, factor := smsSent, "SMS_FACTOR"
	if s.p.life.calls {
		t, factor = voiceCall, "CALL_FACTOR"
	}
	for n := 1 + btoi(s.r.chance(0.1)); n > 0; n-- {
		s.wait(second, 3*second)
		e := s.emit(t, "SUCCESS", "", s.p.user, s.p.life.line)
		e.URI, e.Debug.Factor = uriChallenge, factor
		s.wait(12*second, 50*second)
	}
	s.proof(s.p.life.line, factor).URI = uriAnswer
}

// oneTimeCode is the code of Okta Verify typed in, since the phone is off line
// or the person prefers it, wrong at times. Once in six weeks.
var oneTimeCode = habit{
	name: "one-time code", rate: 0.03, travels: true, fits: modernOf(asksPhone),
	plan: func(s *shift) { s.mishaps.code, s.mishaps.wrongCodes = true, max(0, s.r.IntN(5)-2) },
}

func (s *shift) codeStep(wrong int) {
	for ; wrong > 0; wrong-- {
		s.wait(6*second, 25*second)
		e := s.emit(authMFAFailed, "FAILURE", wrongSecret, s.p.user, s.p.verify)
		e.URI, e.Provider, e.Credential, e.Debug.Factor = uriAnswer, factorProvider, oktaCredential, "OKTA_SOFT_TOKEN"
	}
	s.wait(6*second, 25*second)
	s.proof(s.p.verify, "OKTA_SOFT_TOKEN").URI = uriAnswer
}

// strongFailure is a fingerprint that is not read, with the lid closed, or a
// key that does not answer, and a weaker factor instead, at the usual desk.
// Once in three months.
var strongFailure = habit{
	name: "strong factor fails, another works", rate: 0.015, travels: true,
	fits: modernOf(func(s *shift) bool { return s.p.factor != pushFactor }),
	plan: func(s *shift) { s.mishaps.strongFails = 1 + s.r.IntN(2) },
}

func (s *shift) weakerStep(fails int) {
	enrollment, factor, uri := s.p.verify, "SIGNED_NONCE", uriNonce
	if s.p.factor == securityKey {
		enrollment, factor, uri = s.p.key, "FIDO_WEBAUTHN", uriAnswer
	}
	for ; fails > 0; fails-- {
		s.wait(3*second, 15*second)
		e := s.emit(authMFAFailed, "FAILURE", wrongSecret, s.p.user, enrollment)
		e.URI, e.Provider, e.Credential, e.Debug.Factor = uri, factorProvider, oktaCredential, factor
	}
	s.wait(5*second, 20*second)
	if s.r.chance(0.5) {
		s.codeStep(0)
		return
	}
	s.push(mishaps{})
}

// modernOf is a condition that leaves out the Classic Engine.
func modernOf(fits func(*shift) bool) func(*shift) bool {
	return func(s *shift) bool { return !s.p.classic && fits(s) }
}

// proveOtherwise takes another factor than the person's own where a mishap or
// the person's life says so, and reports whether it did.
func (s *shift) proveOtherwise(m *mishaps) bool {
	switch {
	case m.code:
		s.as(&oneTimeCode, func(s *shift) { s.codeStep(m.wrongCodes) })
	case m.strongFails > 0:
		s.as(&strongFailure, func(s *shift) { s.weakerStep(m.strongFails) })
	case s.p.life.line != nil:
		s.as(&textFactor, (*shift).textStep)
	default:
		return false
	}
	return true
}
