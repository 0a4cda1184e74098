package simulate

const (
	wideScopes  = "okta.users.manage okta.groups.manage okta.apps.manage okta.logs.read"
	deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"
	clientGrant = "client_credentials"
	refreshing  = "refresh_token"
)

// victim returns the victim at home, signed in with what is the victim's own,
// to do something that the intruder asks for.
func (o *operation) victim() *operation {
	own := o.posing(o.p)
	own.base, own.agent, own.token = o.p.home, nil, o.p.laptopToken()
	own.risk, own.behaviors = LowRisk, 0
	own.unlabelled(own.signIn)
	return own
}

// client is an OAuth client as an actor.
func (o *operation) client(display string) *Entity {
	return newEntity(o.r.id("0oa"), "PublicClientApp", display, display)
}

// consentPhishing is a client with a harmless name and wide scopes that a
// person, or an administrator for all, says yes to. The token is then used
// from the intruder's server.
var consentPhishing = family{
	name:       "oauth-consent",
	detections: []string{"unwatched-control-events", "oauth-public-client-multi-source", "oauth-public-client-rare-grant", "oauth-public-client-scope-denied", "admin-console-new-source"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.now = o.midnight + 10*hour + o.r.between(0, 4*hour)
		client := o.client(vary(o.c.variant, "Okta Security Update", "Calendar Assistant", "Meeting Notes"))
		// The victim's own browser gives the consent.
		own := o.victim()
		own.pause()
		own.begin()
		app := newEntity(client.ID, "AppInstance", client.DisplayName, client.DisplayName)
		t := consentGrant
		if o.c.variant == Easy {
			t = adminConsent
		}
		e := own.emit(t, "SUCCESS", "", app, o.p.user)
		e.URI, e.Debug.Scopes = "/oauth2/v1/authorize", wideScopes
		o.about(own.session)
		o.now = own.now + o.r.between(second, 4*second)
		o.base, o.agent = o.rent(o.farPlace(500), hostingNet), vary(o.c.variant, pythonAgent, goAgent, oldChrome)
		for range vary(o.c.variant, 12, 6, 3) {
			o.clientTokens(client, refreshing, wideScopes, refreshGrant, accessToken)
			o.wait(vary(o.c.variant, 5*minute, hour, 10*hour), vary(o.c.variant, 20*minute, 3*hour, 20*hour))
		}
	},
}

// deviceCode is a code that the intruder's client asked for and that the
// victim types into Okta's own page, believing it to be for a meeting.
var deviceCode = family{
	name:       "device-code-phishing",
	detections: []string{"oauth-public-client-multi-source", "oauth-public-client-rare-grant", "user-impossible-travel", "unknown-client-device-sso"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.now = o.midnight + 10*hour + o.r.between(0, 4*hour)
		c := o.w.company
		client := o.client("Command Line Tools")
		own := o.victim()
		own.wait(minute, 9*minute)
		own.begin()
		own.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.catchAll, newEntity(client.ID, "AppInstance", client.DisplayName, client.DisplayName), o.p.user).URI = "/activate"
		own.wait(5*second, 20*second)
		own.emit(consentGrant, "SUCCESS", "", newEntity(client.ID, "AppInstance", client.DisplayName, client.DisplayName), o.p.user).URI = "/activate"
		o.about(own.session)
		o.now = own.now + o.r.between(second, 4*second)
		o.lodge()
		if o.c.variant == Easy {
			o.agent = pythonAgent
		}
		o.clientTokens(client, deviceGrant, "openid profile offline_access", tokenGrant, accessToken, refreshGrant)
		for range vary(o.c.variant, 8, 4, 2) {
			o.wait(vary(o.c.variant, 5*minute, hour, 8*hour), vary(o.c.variant, 20*minute, 3*hour, 20*hour))
			o.clientTokens(client, refreshing, "openid profile offline_access", refreshGrant, accessToken)
		}
	},
}

// clientSecretAdded is a secret of the intruder's on a service that exists
// already and has rights, then tokens with it from the intruder's server.
var clientSecretAdded = family{
	name:       "client-secret-added",
	detections: []string{"unwatched-control-events", "oauth-client-secret-read", "oauth-client-secrets-read-bulk", "admin-role-binding-created", "new-source-then-critical-operation", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		service := newEntity(o.r.id("0oa"), "AppInstance", "Reporting Service", "Reporting Service")
		if o.c.variant == Easy {
			for range 4 {
				o.change(readSecret, "/oauth2/v1/clients", newEntity(o.r.id("0oa"), "AppInstance", "Service", "Service"))
			}
		}
		o.change(clientSecret, "/api/v1/apps/credentials/secrets", service)
		if o.c.variant != Stealthy {
			o.change(clientPrivilege, "/oauth2/v1/clients/roles", service).Debug.Privilege = superRole
		}
		actor := newEntity(service.ID, "PublicClientApp", service.ID, service.DisplayName)
		o.now += vary(o.c.variant, 4*minute, 9*hour, 44*hour)
		o.base, o.agent = o.rent(o.farPlace(500), hostingNet), vary(o.c.variant, pythonAgent, goAgent, okhttpAgent)
		for range vary(o.c.variant, 8, 4, 2) {
			o.clientTokens(actor, clientGrant, wideScopes, tokenGrant, accessToken)
			o.wait(vary(o.c.variant, 5*minute, hour, 8*hour), vary(o.c.variant, 20*minute, 3*hour, 20*hour))
		}
	},
}
