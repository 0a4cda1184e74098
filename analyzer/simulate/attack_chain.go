package simulate

// sprayToPersistence is a whole attack: a spray, a success, a factor of the
// intruder's own, a look at every application, and an API token to come back
// with.
var sprayToPersistence = family{
	name:       "chain-spray-to-token",
	detections: []string{"takeover-kill-chain", "success-after-credential-attack", "password-spray-single-source", "low-and-slow-spray", "shared-tool-spray", "api-token-created", "admin-credential-new-source", "rapid-app-access"},
	suits:      administrator, administrator: true, chain: true,
	run: func(o *operation) {
		o.begins()
		o.base, o.agent = o.rent(o.farPlace(700), hostingNet), vary(o.c.variant, pythonAgent, okhttpAgent, oldFirefox)
		accounts, gap := vary(o.c.variant, 50, 25, 12), vary(o.c.variant, 2*second, 45*second, 10*minute)
		for _, p := range o.others(accounts-1, nil) {
			o.guess(p, wrongSecret)
			o.wait(gap/2, gap*3/2)
		}
		if o.c.variant == Easy {
			o.suspect(threatDetected, "Password Spray", `\"Password Spray\":\"HIGH\"`)
		}
		// The guess that is right leaves no failure, but the policy is asked.
		o.session, o.root, o.token = "unknown", "", 0
		o.begin()
		hit := o.emit(evaluateSignOn, "CHALLENGE", challenged, o.w.company.policy, o.w.company.catchAll)
		hit.Actor, hit.URI = o.p.entity, uriClassic
		before := o.base
		o.risk, o.behaviors = HighRisk, NewPlace|NewDevice
		o.lodge()
		if o.c.variant == Easy {
			o.base = before
		}
		o.token = mix(o.p.seed+uint64(o.number)+2) | 1
		o.wait(vary(o.c.variant, minute, 30*minute, 2*hour), vary(o.c.variant, 4*minute, 2*hour, 5*hour))
		session := o.r.token("idx")
		o.session, o.root = session, session
		o.about(session)
		o.begin()
		o.passwordStep(0)
		// The account has no second factor that the page asks for: the
		// intruder enrols the first one.
		o.enrolOwnFactor()
		o.begin()
		o.admitted()
		sweep := vary(o.c.variant, 1500, 10*second, 5*minute)
		for i := range o.p.apps {
			o.launch(i)
			o.wait(sweep/2, sweep*3/2)
		}
		o.pause()
		o.openConsole()
		key := o.r.id("00T")
		o.change(tokenCreate, "/api/internal/tokens", newEntity(key, "Token", "unknown", "inventory"))
		o.base, o.agent = o.rent(o.farPlace(500), hostingNet), vary(o.c.variant, pythonAgent, goAgent, goAgent)
		for range vary(o.c.variant, 10, 4, 2) {
			o.wait(vary(o.c.variant, 5*second, 20*minute, 2*hour), vary(o.c.variant, 40*second, 80*minute, 5*hour))
			o.useToken(key, "/api/v1/users", profileUpdate, o.others(1, nil)[0].user)
		}
	},
}

// callToProvider is a whole attack: a call to the help desk, the reset of an
// administrator, the console, an account with rights, an identity provider,
// and sign-ins through it as others.
var callToProvider = family{
	name:       "chain-call-to-provider",
	detections: []string{"takeover-kill-chain", "reset-then-takeover", "rogue-idp-chain", "idp-created", "mfa-factors-reset-all", "super-admin-granted-or-revoked", "admin-privilege-granted-user"},
	suits:      administrator, administrator: true, chain: true,
	run: func(o *operation) {
		o.now = o.midnight + 9*hour + o.r.between(0, 3*hour)
		o.resetByDesk()
		o.lodge()
		o.wait(vary(o.c.variant, 2*minute, 10*minute, 40*minute), vary(o.c.variant, 5*minute, 30*minute, 100*minute))
		o.enterAfterReset()
		o.pause()
		o.openConsole()
		if o.c.variant != Stealthy {
			account := o.stranger("svc.federation", "Federation Service")
			o.change(userCreate, "/api/v1/users", account)
			o.change(privilegeGrant, "/api/v1/users/roles", account).Debug.Privilege = superRole
		}
		idp := newEntity(o.r.id("0oa"), "IdentityProvider", "unknown", vary(o.c.variant, "idp2", "Partner sign-in", "Workforce SSO"))
		o.change(idpCreate, "/api/v1/idps", idp)
		o.change(idpActivate, "/api/v1/idps/lifecycle/activate", idp)
		o.change(ruleAdd, "/api/v1/policies/rules", newEntity(o.r.id("0pr"), "PolicyRule", "unknown", "Route to "+idp.DisplayName), o.w.company.policy)
		for _, p := range o.others(vary(o.c.variant, 3, 2, 1), modern) {
			v := o.posing(p)
			v.agent, v.now = o.agent, o.now+vary(o.c.variant, 3*minute, hour, 8*hour)
			v.federated(idp)
			v.launches(2)
			o.now = v.now
		}
	},
}
