package simulate

// lockOut is a password typed wrongly, with the caps lock on or by habit the
// one before, until the account is locked. Some wait until Okta unlocks it,
// some call the help desk. Once in five years a person, which is three locked
// accounts a day in a company of 4,000.
var lockOut = habit{
	name: "lock-out", rate: 0.0008, travels: true,
	plan: func(s *shift) { s.later(s.during(), lockYourselfOut) },
}

// lockoutAfter is how many wrong passwords Okta takes by default.
const lockoutAfter = 10

func lockYourselfOut(s *shift) {
	s.aside(func(t *shift) {
		t.wrongPasswords(lockoutAfter, 4*second, 25*second)
		e := t.emit(accountLock, "SUCCESS", "", t.p.user)
		e.Actor, e.URI = t.w.company.system, uriAnswer
		if len(t.w.company.roomy.staff) > 0 && t.r.chance(0.5) {
			t.wait(4*minute, 25*minute)
			t.byHelpDesk(func(h *shift, caller *person) {
				h.emit(unlockByAdmin, "SUCCESS", "", caller.user).URI = "/api/v1/users/lifecycle/unlock"
			})
		} else {
			t.wait(20*minute, 60*minute)
			t.bySystem(accountUnlock, "SUCCESS", "", t.p.user)
		}
		t.wait(minute, 4*minute)
	})
	s.signIn()
	s.wait(5*second, 30*second)
	launchAny(s)
}

// wrongPasswords are attempts at a sign-in that does not come to a factor.
func (s *shift) wrongPasswords(n int, lo, hi int64) {
	if s.p.classic {
		s.session, s.root = "unknown", ""
		s.begin()
		for range n {
			s.refusedClassic()
			s.wait(lo, hi)
		}
		return
	}
	c := s.w.company
	session := s.r.token("idx")
	s.session, s.root = session, session
	s.begin()
	s.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = uriIdentify
	for range n {
		s.wait(lo, hi)
		s.refusedPassword()
	}
}

// forgottenPassword is a password reset by the person through a mail, after
// some attempts. Once in two years a person.
var forgottenPassword = habit{
	name: "forgotten password", rate: 0.002, travels: true,
	plan: func(s *shift) { s.later(s.during(), recoverPassword) },
}

func recoverPassword(s *shift) {
	s.aside(func(t *shift) {
		t.wrongPasswords(2+t.r.IntN(3), 5*second, 20*second)
		t.wait(10*second, 40*second)
		t.begin()
		t.emit(resetPassword, "SUCCESS", "", t.p.user).URI = "/idp/idx/recover"
		t.wait(second, 4*second)
		t.mail(resetMail)
		t.wait(40*second, 4*minute)
		t.begin()
		t.emit(passwordUpdate, "SUCCESS", "", t.p.user).URI = "/idp/idx/challenge/answer"
	})
	s.wait(5*second, 20*second)
	s.signIn()
	s.wait(5*second, 30*second)
	launchAny(s)
}

// mailClient is the phone's own mail program, which signs in with a stored
// password through the Classic Engine's API.
var mailClient = newAgent("Mobile", "Apple-iPhone17C1/2306.142 dataaccessd", "iOS (iPhone)", "UNKNOWN")

// stalePassword is a mail program on the phone that goes on to send the old
// password for hours after it was changed, from wherever the phone is. Half of
// the people change theirs once in a year; one in five of them has such a
// program.
var stalePassword = habit{
	name: "stale password in a mail program", rate: 0.0008,
	plan: func(s *shift) { s.later(s.during(), changeAndForget) },
}

func changeAndForget(s *shift) {
	changePassword(s)
	s.aside(func(t *shift) {
		t.agent, t.token = mailClient, 0
		t.session, t.root = "unknown", ""
		for n := 5 + t.r.IntN(15); n > 0 && t.now < t.midnight+22*hour; n-- {
			t.wait(4*minute, 16*minute)
			t.base = t.phoneNetwork()
			t.begin()
			t.refusedClassic()
		}
	})
	s.now = min(s.now, s.end)
}
