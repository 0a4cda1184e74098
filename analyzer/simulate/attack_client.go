package simulate

// clientTheft is the secret of a service that asks for tokens all day, copied
// from where it runs: the same client, from elsewhere, asking for more than it
// may have.
var clientTheft = family{
	name:       "oauth-client-theft",
	detections: []string{"oauth-public-client-multi-source", "oauth-public-client-scope-denied", "oauth-redirect-mismatch", "oauth-refresh-token-reuse"},
	run: func(o *operation) {
		o.begins()
		client, home := o.client("Data Warehouse"), newNetwork("192.0.2.80", dublin, cloudNet)
		if r := o.w.company.roomy; r != nil {
			client, home = r.warehouse, r.warehouseIP
		}
		o.against(client)
		o.base, o.agent = o.rent(o.farPlace(500), vary(o.c.variant, hostingNet, hostingNet, cloudNet)), vary(o.c.variant, pythonAgent, goAgent, okhttpAgent)
		grant := func(t *Type, result, reason, kind, scopes string) {
			o.session, o.root, o.token = "unknown", "", 0
			o.begin()
			e := o.emit(t, result, reason, o.w.company.apps[0].entity)
			e.Actor, e.URI, e.Debug = client, "/oauth2/v1/token", Debug{Grant: kind, Scopes: scopes}
			o.wait(3, 40)
		}
		if o.w.company.roomy == nil {
			// Its own request of the hour, so that the log knows where it runs.
			away := o.base
			o.unlabelled(func() {
				o.base = home
				grant(accessToken, "SUCCESS", "", clientGrant, "okta.users.read")
				o.base = away
			})
		}
		for i := range vary(o.c.variant, 10, 5, 3) {
			if o.c.variant != Stealthy && i < 3 {
				grant(tokenGrant, "FAILURE", "no_matching_scope", clientGrant, "okta.users.manage okta.roles.manage")
				o.wait(2*second, 20*second)
			}
			if o.c.variant == Easy && i == 3 {
				grant(tokenGrant, "FAILURE", "mismatched_redirect_uri", "authorization_code", "openid")
				grant(tokenReused, "FAILURE", "refresh_token_reuse", refreshing, "openid offline_access")
			}
			grant(tokenGrant, "SUCCESS", "", clientGrant, "okta.users.read")
			grant(accessToken, "SUCCESS", "", clientGrant, "okta.users.read")
			o.wait(vary(o.c.variant, 2*minute, 40*minute, 6*hour), vary(o.c.variant, 9*minute, 2*hour, 20*hour))
		}
	},
}

// distributedBruteForce is one account that a network of proxies works at.
var distributedBruteForce = family{
	name:       "distributed-brute-force",
	detections: []string{"brute-force-multi-source", "brute-force-user", "brute-force-token-rotation", "account-locked", "account-locked-repeatedly", "persistent-attempts-new-network", "success-after-credential-attack", "shared-tool-spray"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.agent = vary(o.c.variant, goAgent, oldFirefox, oldChrome)
		rounds, gap := vary(o.c.variant, 3, 2, 4), vary(o.c.variant, 4*second, 2*minute, 50*minute)
		for range rounds {
			tries := vary(o.c.variant, lockoutAfter, lockoutAfter, lockoutAfter-3)
			for range tries {
				o.base = o.rent(pick(o.r, rentedPlaces), cableNet)
				o.guessPage(o.p)
				o.wait(gap/2, gap*3/2)
			}
			if tries == lockoutAfter {
				o.begin()
				o.emit(accountLock, "FAILURE", lockedOut, o.p.user).URI = uriAnswer
				o.wait(60*minute, 61*minute)
				o.bySystem(accountUnlock, "SUCCESS", "", o.p.user)
			}
			o.wait(vary(o.c.variant, minute, 20*minute, 14*hour), vary(o.c.variant, 5*minute, hour, 22*hour))
		}
	},
}
