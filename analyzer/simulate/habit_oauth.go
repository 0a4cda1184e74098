package simulate

// consent is a person's yes to an application that wants to know who signs in,
// and the tokens that its servers fetch afterwards. Once in a year and a half.
var consent = habit{
	name: "consent to an application", rate: 0.003,
	fits: func(s *shift) bool { return !s.p.classic },
	plan: func(s *shift) { s.later(s.during(), consentToApp) },
}

func consentToApp(s *shift) {
	name := pick(s.r, []string{"Whiteboard", "Meeting Notes", "Diagram Editor"})
	client := newEntity(s.r.id("0oa"), "PublicClientApp", name, name)
	s.begin()
	e := s.emit(consentGrant, "SUCCESS", "", newEntity(client.ID, "AppInstance", name, name), s.p.user)
	e.URI, e.Debug.Scopes = "/oauth2/v1/authorize", "openid profile email offline_access"
	s.aside(func(t *shift) {
		t.agent, t.base, t.token = vendorAgent, t.w.company.roomy.vendorNets[t.r.IntN(2)], 0
		t.clientTokens(client, "authorization_code", "openid profile email offline_access", tokenGrant, accessToken)
		for n := t.r.IntN(4); n > 0 && t.now < t.midnight+22*hour; n-- {
			t.wait(hour, 2*hour)
			t.clientTokens(client, "refresh_token", "openid profile email offline_access", refreshGrant, accessToken)
		}
	})
	s.now = min(s.now, s.end)
}

// clientTokens are the grants that a client obtains for the person.
func (s *shift) clientTokens(client *Entity, grant, scopes string, types ...*Type) {
	s.session, s.root = "unknown", ""
	s.begin()
	for _, t := range types {
		e := s.emit(t, "SUCCESS", "", s.p.user, newEntity(s.r.id("oat"), "access_token", "unknown", "Access Token"))
		e.Actor, e.URI = client, "/oauth2/v1/token"
		e.Debug = Debug{Grant: grant, Scopes: scopes}
		s.wait(3, 40)
	}
}

// desktopTokens are those that a program on the laptop renews while the person
// works, from wherever the laptop is. One person in six has one.
var desktopTokens = habit{
	name: "desktop program's tokens", rate: 0.9, travels: true,
	fits: func(s *shift) bool { return s.p.life.desktop && !s.p.classic },
	plan: func(s *shift) {
		for at := s.start + s.r.between(5*minute, hour); at < s.end; at += s.r.between(55*minute, 65*minute) {
			s.later(at, renewDesktop)
		}
	},
}

var desktopAgent = newAgent("Unknown", "okta-auth-java/3.0.1 java/21.0.4 Desktop", "Unknown", "UNKNOWN")

func renewDesktop(s *shift) {
	s.aside(func(t *shift) {
		t.agent, t.token = desktopAgent, 0
		t.clientTokens(t.w.company.roomy.desktop, "refresh_token", "openid profile offline_access", refreshGrant, accessToken)
	})
}

// deviceCodes are codes that an engineer types into Okta's page for a command
// line on a server: the browser is here, the tokens go to a cloud. Once in four
// weeks for those who work so.
var deviceCodes = habit{
	name: "device code of one's own", rate: 0.05,
	fits: func(s *shift) bool { return s.p.life.shell && !s.p.classic },
	plan: func(s *shift) { s.later(s.during(), activateDevice) },
}

func activateDevice(s *shift) {
	c := s.w.company
	client := c.roomy.shell
	app := newEntity(client.ID, "AppInstance", client.DisplayName, client.DisplayName)
	s.begin()
	s.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.catchAll, app, s.p.user).URI = "/activate"
	s.wait(4*second, 15*second)
	s.emit(consentGrant, "SUCCESS", "", app, s.p.user).URI = "/activate"
	s.aside(func(t *shift) {
		t.agent, t.base, t.token = cloudShell, c.roomy.buildNet, 0
		t.wait(second, 4*second)
		t.clientTokens(client, "urn:ietf:params:oauth:grant-type:device_code", "openid profile offline_access", tokenGrant, accessToken, refreshGrant)
		for n := t.r.IntN(4); n > 0 && t.now < t.midnight+22*hour; n-- {
			t.wait(50*minute, 70*minute)
			t.clientTokens(client, "refresh_token", "openid profile offline_access", refreshGrant, accessToken)
		}
	})
	s.now = min(s.now, s.end)
}

var cloudShell = newAgent("Unknown", "aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux", "Linux", "UNKNOWN")

// deniedDevice is an application tried in a browser or on a phone that the
// policy does not let in, and then in the one that it does. Once in a year.
var deniedDevice = habit{
	name: "device that a policy refuses", rate: 0.004, travels: true,
	fits: func(s *shift) bool { return !s.p.classic },
	plan: func(s *shift) { s.later(s.during(), tryOtherDevice) },
}

func tryOtherDevice(s *shift) {
	i := s.r.IntN(len(s.p.apps))
	a := s.p.apps[i]
	s.aside(func(t *shift) {
		t.agent, t.token = t.p.phone.browser, t.p.phoneToken()
		if t.p.life.second != nil {
			t.agent, t.token = t.p.life.second, mix(t.p.laptopToken()^0x7365636f6e64)|1
		}
		t.signIn()
		for n := 1 + t.r.IntN(2); n > 0; n-- {
			t.wait(5*second, 40*second)
			t.begin()
			t.emit(evaluateSignOn, "DENY", "Sign-on policy evaluation resulted in DENY", a.policy, a.rule, a.entity, t.p.user).URI = a.uri
			t.wait(20, 90)
			t.emit(signOnDeny, "FAILURE", "Access denied by sign-on policy", a.entity, t.p.user).URI = a.uri
		}
	})
	s.wait(20*second, 4*minute)
	s.launch(i)
}
