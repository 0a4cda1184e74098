package simulate

// useToken is one request with an API token: no browser, no device, a session
// of Okta's own for the transaction.
func (o *operation) useToken(key, uri string, t *Type, targets ...*Entity) *Event {
	o.job()
	o.net = o.base
	e := o.emit(t, "SUCCESS", "", targets...)
	e.Token, e.URI, e.Debug = key, uri, Debug{}
	return e
}

// tokenPersistence is an API token made in a phished administrator's session,
// then used from elsewhere for as long as nobody revokes it.
var tokenPersistence = family{
	name:       "api-token-persistence",
	detections: []string{"api-token-created", "api-token-profile-break", "admin-credential-new-source", "api-token-unrestricted-network", "takeover-kill-chain", "new-source-then-critical-operation"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		key := o.r.id("00T")
		o.change(tokenCreate, "/api/internal/tokens", newEntity(key, "Token", "unknown", vary(o.c.variant, "test", "backup integration", "SCIM sync 2"))).Debug.More = &More{Connection: "ANYWHERE"}
		o.base, o.agent = o.rent(o.farPlace(500), hostingNet), vary(o.c.variant, pythonAgent, goAgent, automationAgent)
		days := vary(o.c.variant, 1, 3, 4)
		for range days {
			o.wait(vary(o.c.variant, 10*minute, 18*hour, 20*hour), vary(o.c.variant, hour, 26*hour, 28*hour))
			for range vary(o.c.variant, 20, 4, 1) {
				other := o.others(1, nil)[0]
				o.useToken(key, "/api/v1/groups/users", groupAdd, other.user, pick(o.r, o.w.company.groups))
				o.wait(300, 4*second)
				o.useToken(key, "/api/v1/users", profileUpdate, other.user)
				o.wait(300, 4*second)
			}
		}
	},
}

// tokenTheft is the provisioning script's own token, found in a repository or
// a build log: its owner is the script's account, its habits are known.
var tokenTheft = family{
	name:       "api-token-theft",
	detections: []string{"api-token-profile-break", "new-source-then-critical-operation", "admin-rare-source-ip", "unwatched-control-events"},
	run: func(o *operation) {
		c := o.w.company
		o.against(c.provision)
		o.begins()
		o.base = o.rent(o.farPlace(700), vary(o.c.variant, hostingNet, hostingNet, cloudNet))
		o.agent = vary(o.c.variant, pythonAgent, curlAgent, automationAgent)
		owner := func(e *Event) { e.Actor = c.provision }
		other := o.others(vary(o.c.variant, 15, 5, 2), nil)
		for _, p := range other {
			owner(o.useToken(c.scriptKey, "/api/v1/groups/users", groupAdd, p.user, pick(o.r, c.groups)))
			o.pause()
			if o.c.variant != Stealthy {
				owner(o.useToken(c.scriptKey, "/api/v1/users/lifecycle/reset_factors", factorResetAll, p.user))
				o.pause()
			}
		}
		account := o.stranger("svc-sync-02", "Sync Service 02")
		owner(o.useToken(c.scriptKey, "/api/v1/users", userCreate, account))
		o.pause()
		owner(o.useToken(c.scriptKey, "/api/v1/groups/users", groupAdd, account, c.groups[2]))
	},
}
