package simulate

// serverCalls are calls of Okta's own servers in the person's session: an
// access request is answered, and Okta's integration fetches tokens for it
// from the other side of the world.
var serverCalls = habit{
	name: "Okta's servers in the session", rate: 0.1, travels: true,
	fits: func(s *shift) bool { return !s.p.classic },
	plan: func(s *shift) { s.later(s.during(), accessRequest) },
}

func accessRequest(s *shift) {
	launchAny(s)
	s.wait(200, 900)
	s.serverTokens(s.w.company.dashboard)
	s.wait(100, 500)
	e := s.emit(singleSignOn, "SUCCESS", "", s.w.company.dashboard.entity, s.p.user)
	s.fromServer(e)
	e.URI, e.Debug.Mode = "/oauth2/v1/authorize", "OPENID_CONNECT"
}

// serverTokens are the grants that a server of Okta asks for on behalf of an
// application in the person's session.
func (s *shift) serverTokens(a *app) {
	client := s.w.company.consoleApp
	for _, t := range [...]*Type{tokenGrant, accessToken, idToken} {
		e := s.emit(t, "SUCCESS", "", s.p.user, a.entity)
		s.fromServer(e)
		e.Actor, e.URI = client, "/oauth2/v1/token"
		e.Debug.Grant, e.Debug.Scopes = "authorization_code", scopesConsole
		s.wait(3, 40)
	}
}

func (s *shift) fromServer(e *Event) {
	e.Agent, e.Network = integrationsAgent, pick(s.r, s.w.company.integrations)
	e.Debug = Debug{}
}
