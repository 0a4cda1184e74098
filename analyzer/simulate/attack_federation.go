package simulate

// federationKey is an identity provider that exists already, given a second
// signing key and a rule that sends people to it: no new provider to see.
var federationKey = family{
	name:       "idp-key-added",
	detections: []string{"rogue-idp-chain", "idp-lifecycle-change", "idp-sign-in-new-issuer", "unwatched-control-events", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		idp := newEntity(o.r.id("0oa"), "IdentityProvider", "unknown", "Partner federation")
		key := newEntity(o.r.id("kid"), "IdentityProviderKey", "unknown", "idp signing key")
		o.change(idpKey, "/api/v1/idps/credentials/keys", key, idp)
		o.change(idpUpdate, "/api/v1/idps", idp)
		if o.c.variant != Stealthy {
			rule := newEntity(o.r.id("0pr"), "PolicyRule", "unknown", "Route partners")
			o.change(ruleUpdate, "/api/v1/policies/rules", rule, o.w.company.policy)
		}
		v := o.posing(o.others(1, modern)[0])
		v.agent = o.agent
		v.now = o.now + vary(o.c.variant, 5*minute, 5*hour, 40*hour)
		v.federated(idp)
		v.launches(3)
	},
}

// crossTenant is the pattern of Okta's notice of August 2023: a second
// organisation becomes an identity provider, names in it are changed to those
// of people here, and the intruder comes in as one after the other.
var crossTenant = family{
	name:       "cross-tenant-impersonation",
	detections: []string{"idp-created", "rogue-idp-chain", "idp-lifecycle-change", "idp-sign-in-new-issuer", "org2org-app-changed", "takeover-kill-chain"},
	suits:      administrator, administrator: true, chain: true,
	run: func(o *operation) {
		o.enterConsole()
		idp := newEntity(o.r.id("0oa"), "IdentityProvider", "unknown", vary(o.c.variant, "idp", "Org2Org hub", "Workforce SSO"))
		if o.c.variant == Usual {
			hub := newEntity(o.r.id("0oa"), "AppInstance", "Okta Org2Org", "Okta Org2Org")
			o.change(appCreate, "/api/v1/apps", hub)
			o.change(appActivate, "/api/v1/apps/lifecycle/activate", hub)
		}
		o.change(idpCreate, "/api/v1/idps", idp)
		o.change(idpActivate, "/api/v1/idps/lifecycle/activate", idp)
		o.change(ruleAdd, "/api/v1/policies/rules", newEntity(o.r.id("0pr"), "PolicyRule", "unknown", "Route to "+idp.DisplayName), o.w.company.policy)
		for _, p := range o.others(vary(o.c.variant, 4, 2, 1), modern) {
			v := o.posing(p)
			v.agent, v.now = o.agent, o.now+vary(o.c.variant, 3*minute, 2*hour, 26*hour)
			v.federated(idp)
			v.launches(2)
			o.now = v.now
		}
	},
}

// samlChange is an application's configuration turned: assertions go to the
// intruder's address, or are signed with a key that it has.
var samlChange = family{
	name:       "saml-application-changed",
	detections: []string{"app-changed", "unwatched-control-events", "new-source-then-critical-operation", "admin-console-new-source", "user-impossible-travel"},
	suits:      administrator, administrator: true,
	jsonOnly: []Variant{Stealthy},
	run: func(o *operation) {
		o.enterConsole()
		for _, a := range o.w.company.apps[3 : 3+vary(o.c.variant, 4, 2, 1)] {
			if o.c.variant != Stealthy {
				o.change(appKey, "/api/v1/apps/credentials/keys/generate", a.entity)
			}
			o.change(appUpdate, "/api/v1/apps", a.entity).Debug.Change =
				&Change{`{"ssoAcsUrl":"https://apps.example.com/acs"}`, `{"ssoAcsUrl":"https://apps.example.org/acs"}`}
		}
	},
}
