package simulate

// helpDeskReset is a password that the help desk resets on the phone, and the
// person's sign-in after it. Once in six years, since most people do it
// themselves.
var helpDeskReset = habit{name: "help desk resets a password"}

// helpDeskFactors are all factors reset by the help desk for somebody who lost
// the phone, and the enrolment of another: at the desk, at home, or on a
// journey, where phones are lost. Once in ten years a person.
var helpDeskFactors = habit{name: "help desk resets factors"}

// byHelpDesk has somebody of the help desk sign in to the Admin Console and do
// something for the person.
func (s *shift) byHelpDesk(do func(h *shift, caller *person)) {
	staff := s.w.company.roomy.staff
	h := *s
	h.p = &s.w.people[pick(s.r, staff)]
	if h.p == s.p {
		h.p = &s.w.people[staff[(s.r.IntN(len(staff)))]]
	}
	h.p.carry(s.local)
	h.sessions, h.mishaps = nil, mishaps{}
	h.base, h.agent, h.token = h.p.desk(), nil, h.p.laptopToken()
	h.risk, h.behaviors = LowRisk, 0
	h.signIn()
	h.wait(3*second, 20*second)
	h.openConsole()
	h.wait(20*second, 2*minute)
	h.begin()
	do(&h, s.p)
	s.now = h.now
}

func resetByPhone(s *shift) {
	s.aside(func(t *shift) {
		t.wrongPasswords(2+t.r.IntN(4), 4*second, 20*second)
		t.wait(3*minute, 20*minute)
		t.byHelpDesk(func(h *shift, caller *person) {
			h.emit(resetPassword, "SUCCESS", "", caller.user).URI = "/api/v1/users/lifecycle/reset_password"
			h.wait(500, 2*second)
		})
		t.mail(resetMail)
		t.wait(minute, 8*minute)
		t.begin()
		t.emit(passwordUpdate, "SUCCESS", "", t.p.user).URI = "/idp/idx/challenge/answer"
		t.wait(4*second, 15*second)
	})
	s.signIn()
	s.wait(5*second, 30*second)
	launchAny(s)
}

func resetFactors(s *shift) {
	s.aside(func(t *shift) {
		t.byHelpDesk(func(h *shift, caller *person) {
			h.emit(factorResetAll, "SUCCESS", "", caller.user).URI = "/api/v1/users/lifecycle/reset_factors"
		})
		t.wait(2*minute, 30*minute)
	})
	s.mishaps.enrolls = true
	s.signIn()
	s.wait(5*second, 60*second)
	launchAny(s)
}
