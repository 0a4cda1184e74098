package simulate

// consoleWork is an administrator's stretch of work in the Admin Console.
var consoleWork = habit{
	name: "console work", rate: 0.5, travels: true,
	fits: func(s *shift) bool { return s.p.admin && !s.p.classic },
	plan: func(s *shift) { s.later(s.during(), administer) },
}

func administer(s *shift) {
	t := *s
	t.openConsole()
	for n := 1 + t.r.IntN(4); n > 0; n-- {
		t.wait(25*second, 4*minute)
		t.begin()
		t.administerOnce()
	}
	s.now = t.now
}

// openConsole signs the person on to the Admin Console, which keeps a session
// of its own under the same root.
func (s *shift) openConsole() {
	c := s.w.company
	s.begin()
	s.emit(evaluateSignOn, "ALLOW", allowed, c.adminPolicy, c.catchAll, c.adminConsole.entity, s.p.user, s.p.verify).URI = "/oauth2/v1/authorize"
	s.wait(10, 80)
	s.emit(authorizeCode, "SUCCESS", "", c.adminConsole.entity).URI = "/oauth2/v1/authorize"
	s.wait(5, 60)
	e := s.emit(singleSignOn, "SUCCESS", "", c.adminConsole.entity, s.p.user)
	e.URI, e.Debug.Mode = "/oauth2/v1/authorize", c.adminConsole.mode
	s.wait(80, 400)
	s.serverTokens(c.adminConsole)
	s.session = s.r.token("102")
	s.wait(100, 500)
	s.emit(accessAdmin, "SUCCESS", "", c.adminConsole.entity).URI = c.adminConsole.uri
}

// administerOnce is one change in the console.
func (s *shift) administerOnce() {
	c := s.w.company
	// The target is a colleague whose day this is not, so only what is fixed
	// about people is used.
	other := &s.w.people[s.r.IntN(len(s.w.people))]
	switch x := s.r.Float64(); {
	case x < 0.35:
		t := groupAdd
		if s.r.chance(0.3) {
			t = groupRemove
		}
		s.emit(t, "SUCCESS", "", other.user, pick(s.r, c.groups)).URI = "/api/v1/groups/users"
	case x < 0.6:
		i := s.r.IntN(len(other.apps))
		s.emit(appAssign, "SUCCESS", "", other.mine[i], other.apps[i].entity, other.user).URI = "/api/v1/apps/users"
	case x < 0.75:
		s.emit(appUpdate, "SUCCESS", "", pick(s.r, c.apps).entity).URI = "/admin/app/instance/settings"
	case x < 0.85:
		e := s.emit(ruleUpdate, "SUCCESS", "", pick(s.r, c.rules), c.policy)
		e.URI = "/api/v1/policies/rules"
		e.Debug.Change = &Change{`{"maxSessionIdleMinutes":120}`, `{"maxSessionIdleMinutes":90}`}
	default:
		s.emit(profileUpdate, "SUCCESS", "", other.user).URI = "/api/v1/users"
	}
}
