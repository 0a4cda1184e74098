package simulate

// rogueProvider is an administrator's account, phished, that adds an identity
// provider of the intruder's: from then on the intruder can sign in as
// anybody. The first attempt meets a protected action and fails.
var rogueProvider = family{
	name:       "rogue-identity-provider",
	detections: []string{"idp-created", "idp-lifecycle-change", "rogue-idp-chain"},
	suits:      func(p *person) bool { return p.admin && !p.classic },
	act: func(s *shift, campaign int32) string {
		c := s.w.company
		pause := 90 * second
		switch s.w.campaigns[campaign].variant {
		case Easy:
			pause = 10 * second
		case Stealthy:
			pause = 25 * minute
		}
		t := s.intruder(campaign, s.farNetwork(300), s.unlike())
		t.now = s.midnight + 18*hour + 30*minute + s.r.between(0, 20*minute)
		t.signInWithCode()
		root := t.session
		t.wait(20*second, 90*second)
		t.openConsole()

		step := func() {
			t.wait(pause/2, pause)
			t.begin()
		}
		idp := newEntity(t.r.id("0oa"), "IdentityProvider", "unknown", "Workforce SSO (fallback)")
		key := newEntity(t.r.id("kid"), "IdentityProviderKey", "unknown", "idp signing key")
		step()
		t.emit(idpCreate, "FAILURE", "Protected action requires authentication", idp).URI = "/api/v1/idps"
		step()
		t.emit(idpKey, "SUCCESS", "", key).URI = "/api/v1/idps/credentials/keys"
		step()
		t.emit(idpCreate, "SUCCESS", "", idp).URI = "/api/v1/idps"
		step()
		t.emit(idpActivate, "SUCCESS", "", idp).URI = "/api/v1/idps/lifecycle/activate"
		step()
		rule := newEntity(t.r.id("0pr"), "PolicyRule", "unknown", "Route to fallback")
		t.emit(ruleAdd, "SUCCESS", "", rule, c.policy).URI = "/api/v1/policies/rules"
		return root
	},
}
