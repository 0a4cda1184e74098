package simulate

// monitoring is a script that signs in every hour to see that sign-ins work,
// with a library's agent and from one address, all day and all night.
var monitoring = habit{name: "monitoring script"}

// integration is a vendor's application that keeps accounts by an API token
// every night. It runs in a cloud: its address changes, and one day the vendor
// moves it.
var integration = habit{name: "vendor's API token"}

// clientTokens are the access tokens that a service asks for every hour as a
// client of its own, without a person.
var clientTokens = habit{name: "service's OAuth tokens"}

// rateLimit is a warning that a script's burst sets off, once in six weeks.
var rateLimit = habit{name: "rate limit warning"}

var (
	monitorAgent = newAgent("Unknown", "python-requests/2.32.3", "Unknown", "UNKNOWN")
	vendorAgent  = newAgent("Unknown", "Apache-HttpClient/5.3 (Java/21.0.4)", "Unknown", "UNKNOWN")
	serviceAgent = newAgent("Unknown", "okta-auth-java/3.0.1 java/21.0.4 Linux/6.8", "Linux", "UNKNOWN")
)

// furnish makes the accounts of the company's systems.
func (r *roomy) furnish(x *roll) {
	r.monitor = newEntity(x.id("00u"), "User", "svc-monitor@example.com", "Sign-in Monitor")
	r.tester = newEntity(x.id("00u"), "User", "svc-uitest@example.com", "Browser Tests")
	r.vendor = newEntity(x.id("00u"), "User", "svc-directory@example.com", "Directory Vendor")
	r.vendorKey = x.id("00T")
	id := x.id("0oa")
	r.warehouse = newEntity(id, "PublicClientApp", id, "Data Warehouse")
	id = x.id("0oa")
	r.desktop = newEntity(id, "PublicClientApp", id, "Desktop Mail")
	id = x.id("0oa")
	r.shell = newEntity(id, "PublicClientApp", id, "Cloud Command Line")
}

func (w *World) scripts(s *shift) {
	s.as(&monitoring, (*shift).monitorDay)
	s.as(&integration, (*shift).vendorNight)
	s.as(&clientTokens, (*shift).serviceDay)
	s.as(&ownTokens, (*shift).useTokens)
	s.as(&browserTests, (*shift).testNight)
	s.as(&sharedLogin, (*shift).shareDay)
	if s.r.chance(1.0 / 45) {
		s.now = s.midnight + s.r.between(0, day)
		s.as(&rateLimit, func(s *shift) {
			s.job()
			s.jobEvent(rateWarning, newEntity("unknown", "URL Pattern", "unknown", "/api/v1/users"))
		})
	}
}

func (s *shift) monitorDay() {
	c, r := s.w.company, s.w.company.roomy
	by := func(t *Type, result, reason, uri string, targets ...*Entity) {
		e := s.emit(t, result, reason, targets...)
		e.Actor, e.Agent, e.Network, e.URI, e.Debug = r.monitor, monitorAgent, r.watchtower, uri, Debug{}
		if t == sessionStart {
			e.Provider, e.Credential = oktaProvider, oktaCredential
		}
		s.wait(20, 200)
	}
	for h := range int64(24) {
		s.now = s.midnight + h*hour + 7*minute + s.r.between(0, 4*second)
		s.r.bytes(&s.tx)
		s.session, s.root = s.r.token("102"), ""
		by(evaluateSignOn, "ALLOW", allowed, uriClassic, c.policy, c.catchAll)
		by(sessionStart, "SUCCESS", "", uriClassic, r.monitor)
		by(sessionEnd, "SUCCESS", "", "/login/signout", r.monitor)
	}
}

func (s *shift) vendorNight() {
	r := s.w.company.roomy
	s.now = s.midnight + 2*hour + s.r.between(0, 5*minute)
	moved := r.moves >= 0 && s.local >= r.moves
	for n := 8 + s.r.IntN(25); n > 0; n-- {
		s.job()
		t := profileUpdate
		if s.r.chance(0.3) {
			t = groupAdd
		}
		other := s.colleague()
		targets := []*Entity{other.user}
		if t == groupAdd {
			targets = append(targets, pick(s.r, s.w.company.groups))
		}
		e := s.emit(t, "SUCCESS", "", targets...)
		e.Actor, e.Agent, e.Network, e.Debug = r.vendor, vendorAgent, r.vendorNets[btoi(s.r.chance(0.3))], Debug{}
		if moved {
			e.Network = r.vendorNets[2]
		}
		e.Token, e.URI = r.vendorKey, "/api/v1/users"
		s.wait(200, 3*second)
	}
}

func (s *shift) serviceDay() {
	r := s.w.company.roomy
	for h := range int64(24) {
		s.now = s.midnight + h*hour + 31*minute + s.r.between(0, 20*second)
		s.r.bytes(&s.tx)
		s.session, s.root = "unknown", ""
		for _, t := range [...]*Type{tokenGrant, accessToken} {
			e := s.emit(t, "SUCCESS", "", s.w.company.apps[0].entity)
			e.Actor, e.Agent, e.Network, e.URI = r.warehouse, serviceAgent, r.warehouseIP, "/oauth2/v1/token"
			e.Debug = Debug{Grant: "client_credentials", Scopes: "okta.logs.read"}
			s.wait(3, 40)
		}
	}
}
