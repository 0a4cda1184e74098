package simulate

// mistypedName is a login name with a letter too few: Okta knows no such user
// and no session, and writes the actor as unknown.
var mistypedName = habit{
	name: "mistyped login name", rate: 0.02, travels: true,
	plan: func(s *shift) { s.mishaps.strangeLogin = true },
}

func (s *shift) strangeLogin() {
	name := s.p.entity.AlternateID
	cut := 1 + s.r.IntN(4)
	stranger := newEntity("unknown", "User", name[:cut]+name[cut+1:], "unknown")
	s.session, s.root = "unknown", "unknown"
	s.begin()
	e := s.emit(loginFailed, "FAILURE", strangerName)
	e.Actor, e.URI = stranger, uriIdentify
	e.Provider, e.Credential = oktaProvider, oktaCredential
	s.wait(8*second, 30*second)
}

// mistypedPassword is a wrong password or two before the right one.
var mistypedPassword = habit{
	name: "mistyped password", rate: 0.06, travels: true,
	plan: func(s *shift) { s.mishaps.typos = 1 + s.r.IntN(2) },
}

func asksPhone(s *shift) bool { return s.p.factor == pushFactor }

// forgottenPush is a push that times out because the phone lies elsewhere.
var forgottenPush = habit{
	name: "forgotten push", rate: 0.04, travels: true, fits: asksPhone,
	plan: func(s *shift) { s.mishaps.forgotten = true },
}

// mistakenDenial is a push of one's own, denied by a slip of the thumb.
var mistakenDenial = habit{
	name: "mistaken denial", rate: 0.012, travels: true,
	fits: func(s *shift) bool { return asksPhone(s) && !s.mishaps.forgotten },
	plan: func(s *shift) { s.mishaps.denied = true },
}

// passwordChange is a password changed in the settings.
var passwordChange = habit{
	name: "password change", rate: 0.008,
	plan: func(s *shift) { s.later(s.during(), changePassword) },
}

func changePassword(s *shift) {
	s.begin()
	s.emit(passwordUpdate, "SUCCESS", "", s.p.user).URI = "/api/v1/users/me/credentials/change_password"
	s.wait(100, 400)
	s.emit(profileUpdate, "SUCCESS", "", s.p.user).URI = "/api/v1/users/me/credentials/change_password"
}
