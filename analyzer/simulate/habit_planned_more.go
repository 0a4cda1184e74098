package simulate

// Planned administration that is rarer, and looks the worse for it.
var (
	retiredApp     = habit{name: "planned retirement of an application"}
	rotatedKeys    = habit{name: "planned rotation of keys and secrets"}
	replacedStream = habit{name: "planned replacement of a log stream or hook"}
	newFactor      = habit{name: "planned roll-out of an authenticator"}
	liftedBlock    = habit{name: "block lifted for a partner"}
	changedName    = habit{name: "change of name"}
	absence        = habit{name: "leave of absence"}
	clearance      = habit{name: "deletion of closed accounts"}
	contractEnd    = habit{name: "end of contracts"}
	newContractors = habit{name: "accounts for contractors"}
	forgottenHabit = habit{name: "behaviour profile reset"}
	orgConsent     = habit{name: "planned consent for all"}
)

func retireApp(s *shift) {
	s.console(func(t *shift) {
		app := newEntity(t.r.id("0oa"), "AppInstance", "Old wiki", "Old wiki")
		for n := t.r.IntN(12); n > 0; n-- {
			other := t.colleague()
			t.change(appRemove, "/api/v1/apps/users", newEntity(t.r.id("0ua"), "AppUser", other.entity.AlternateID, other.entity.DisplayName), app, other.user)
			t.wait(second, 20*second)
			t.begin()
		}
		t.change(appDeactivate, "/api/v1/apps/lifecycle/deactivate", app)
		t.next()
		t.change(appDelete, "/api/v1/apps", app)
	})
}

func rotateKeys(s *shift) {
	s.console(func(t *shift) {
		if t.r.chance(0.5) {
			a := pick(t.r, t.w.company.apps)
			t.change(appKey, "/api/v1/apps/credentials/keys/generate", a.entity)
			t.next()
			t.change(appUpdate, "/api/v1/apps", a.entity)
			return
		}
		service := newEntity(t.r.id("0oa"), "AppInstance", "Reporting job", "Reporting job")
		t.change(clientSecret, "/api/v1/apps/credentials/secrets", service)
		t.wait(5*second, 40*second)
		t.begin()
		t.change(readSecret, "/oauth2/v1/clients", service)
	})
}

func replaceStream(s *shift) {
	s.console(func(t *shift) {
		if t.r.chance(0.5) {
			before, after := newEntity(t.r.id("0oa"), "LogStream", "unknown", "SIEM (old)"), newEntity(t.r.id("0oa"), "LogStream", "unknown", "SIEM (production)")
			t.change(logStream, "/api/v1/logStreams", after)
			t.wait(20*minute, 90*minute)
			t.begin()
			t.change(logStreamOff, "/api/v1/logStreams/lifecycle/deactivate", before)
			t.next()
			t.change(logStreamDelete, "/api/v1/logStreams", before)
			return
		}
		before, after := newEntity(t.r.id("who"), "EventHook", "unknown", "Onboarding"), newEntity(t.r.id("who"), "EventHook", "unknown", "Onboarding 2")
		t.change(eventHook, "/api/v1/eventHooks", after)
		t.next()
		t.change(hookOff, "/api/v1/eventHooks/lifecycle/deactivate", before)
		t.next()
		t.change(hookDelete, "/api/v1/eventHooks", before)
	})
}

func rollOutFactor(s *shift) {
	s.console(func(t *shift) {
		t.change(orgFactorOn, "/api/v1/org/factors/lifecycle/activate", newEntity(t.r.id("aut"), "Authenticator", "unknown", "Security Key or Biometric"))
	})
}

func liftBlock(s *shift) {
	s.console(func(t *shift) {
		if t.r.chance(0.4) {
			t.change(threatConfig, "/api/v1/threats/configuration", newEntity(t.r.id("thi"), "ThreatInsight", "unknown", "ThreatInsight")).Debug.Change =
				&Change{`{"excludeZones":[]}`, `{"excludeZones":["Partners"]}`}
			return
		}
		t.change(zoneUnblock, "/api/v1/zones", newEntity(t.r.id("nzo"), "NetworkZone", "unknown", "BlockedIpZone"))
	})
}

func changeName(s *shift) {
	s.console(func(t *shift) {
		other := t.colleague().user
		t.change(profileUpdate, "/api/v1/users", other)
		t.wait(200, second)
		t.change(emailChange, "/api/v1/users", other)
	})
}

func suspendAbsent(s *shift) {
	s.console(func(t *shift) {
		t.change(userSuspend, "/api/v1/users/lifecycle/suspend", t.former())
	})
}

// former returns the account of somebody who does not work here any more, or
// not now.
func (s *shift) former() *Entity {
	name := pick(s.r, nameGroups[2].given) + "." + pick(s.r, nameGroups[2].family)
	login, display := spelling(name)
	return newEntity(s.r.id("00u"), "User", login+".former@example.com", display)
}

func clearAccounts(s *shift) {
	s.console(func(t *shift) {
		for n := 3 + t.r.IntN(12); n > 0; n-- {
			t.change(userDelete, "/api/v1/users", t.former())
			t.wait(3*second, 30*second)
			t.begin()
		}
	})
}

// endContracts closes the accounts of a project's staff on its last day.
func endContracts(s *shift) {
	s.console(func(t *shift) {
		for n := 8 + t.r.IntN(22); n > 0; n-- {
			t.change(userDeactivate, "/api/v1/users/lifecycle/deactivate", t.former())
			t.wait(3*second, 45*second)
			t.begin()
		}
	})
}

func addContractors(s *shift) {
	s.console(func(t *shift) {
		for n := 1 + t.r.IntN(4); n > 0; n-- {
			account := t.former()
			t.change(userCreate, "/api/v1/users", account)
			t.wait(100, 600)
			t.change(userActivate, "/api/v1/users/lifecycle/activate", account)
			t.next()
			t.change(groupAdd, "/api/v1/groups/users", account, t.w.company.groups[0])
			t.next()
		}
	})
}

// resetProfile is for somebody who moved, and is asked for a factor at every
// sign-in since.
func resetProfile(s *shift) {
	s.console(func(t *shift) { t.change(behaviorOff, "/api/v1/users/lifecycle/reset_behaviors", t.colleague().user) })
}

func consentForAll(s *shift) {
	s.console(func(t *shift) {
		client := newEntity(t.r.id("0oa"), "AppInstance", "Whiteboard", "Whiteboard")
		t.change(adminConsent, "/oauth2/v1/authorize", client, t.p.user).Debug.Scopes = "openid profile email"
		if t.r.chance(0.3) {
			t.next()
			t.change(clientPrivilege, "/oauth2/v1/clients/roles", client).Debug.Privilege = "Read only admin"
		}
	})
}
