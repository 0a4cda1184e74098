package simulate

// planProviders has an administrator roll out a partner's identity provider,
// and some people try it on the days after. Once a year in a hundred people.
func (w *World) planProviders() {
	r := w.stream(streamErrand, 1001, 0)
	const rate = 0.08 // of a hundred people in thirty days
	if n := rate * float64(len(w.people)) / 100 * float64(w.cfg.Days) / 30; !r.chance(n) || w.cfg.Days < 7 {
		return
	}
	admin := w.inCharge(r, nil)
	if admin == nil {
		return
	}
	idp := newEntity(r.id("0oa"), "IdentityProvider", "unknown", "Partner directory")
	d := w.workday(r)
	w.plan(admin.index, d, &plannedProvider, func(s *shift) {
		s.later(s.during(), func(s *shift) { s.rollOut(idp) })
	})
	for range 3 + r.IntN(4) {
		p := w.inCharge(r, func(p *person) bool { return !p.classic && p.life.settled() })
		if p == nil {
			return
		}
		w.plan(p.index, min(d+1+r.IntN(3), w.cfg.Days-1), &plannedProvider, func(s *shift) {
			s.later(s.during(), func(s *shift) {
				s.aside(func(t *shift) {
					t.federated(idp)
					t.wait(5*second, minute)
					launchAny(t)
				})
			})
		})
	}
}

// rollOut sets up an identity provider with its key and its routing rule, over
// an afternoon.
func (s *shift) rollOut(idp *Entity) {
	s.console(func(t *shift) {
		t.change(idpKey, "/api/v1/idps/credentials/keys", newEntity(t.r.id("kid"), "IdentityProviderKey", "unknown", "idp signing key"), idp)
		t.next()
		t.change(idpCreate, "/api/v1/idps", idp)
		for n := 1 + t.r.IntN(3); n > 0; n-- {
			t.wait(3*minute, 25*minute)
			t.begin()
			t.change(idpUpdate, "/api/v1/idps", idp)
		}
		t.next()
		t.change(idpActivate, "/api/v1/idps/lifecycle/activate", idp)
		t.next()
		t.change(ruleAdd, "/api/v1/policies/rules", newEntity(t.r.id("0pr"), "PolicyRule", "unknown", "Route partners"), t.w.company.policy)
	})
}

// federated is a sign-in by way of an identity provider.
func (s *shift) federated(idp *Entity) {
	c := s.w.company
	session := s.r.token("idx")
	s.open(session, session)
	s.begin()
	s.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = "/sso/idps"
	s.wait(second, 5*second)
	e := s.emit(authViaIDP, "SUCCESS", "", s.p.user, idp)
	e.URI, e.Provider, e.Credential = "/sso/saml2/acs", "FEDERATION", "SAML"
	e.Debug.More = &More{Issuer: idp.ID}
	s.admitted()
}

// tokenInUse is an API token of an administrator's and the script that uses it
// every night from a cloud, in the administrator's name.
type tokenInUse struct {
	from  int // the first day
	key   string
	owner int32
	net   *Network
}

// ownTokens are the requests of scripts with an administrator's API token.
var ownTokens = habit{name: "administrator's API token"}

// planTokens has one script for every two hundred people run from before the
// log on, and others from the day after their token was made.
func (w *World) planTokens() {
	r := w.stream(streamErrand, 1002, 0)
	use := func(from int, owner *person, key string) {
		net := newNetwork(benchAddress(blockScripts+3+len(w.tokens)%8, 90), pick(r, []*Place{ashburn, dublin, frankfurt}), vendorNet)
		w.tokens = append(w.tokens, tokenInUse{from, key, owner.index, net})
	}
	for range 1 + len(w.people)/200 {
		if owner := w.inCharge(r, nil); owner != nil {
			use(0, owner, r.id("00T"))
		}
	}
	const rate = 0.4 // of a hundred people in thirty days
	n := rate * float64(len(w.people)) / 100 * float64(w.cfg.Days) / 30
	for count := int(n) + btoi(r.chance(n-float64(int(n)))); count > 0; count-- {
		owner := w.inCharge(r, nil)
		if owner == nil {
			return
		}
		d, key := w.workday(r), r.id("00T")
		name := pick(r, []string{"directory sync", "ticket system", "inventory", "backup"})
		w.plan(owner.index, d, &plannedToken, func(s *shift) {
			s.later(s.during(), func(s *shift) { s.createToken(key, name) })
		})
		if r.chance(0.7) {
			use(d+1, owner, key)
		}
	}
}

func (s *shift) createToken(key, name string) {
	s.console(func(t *shift) {
		t.change(tokenCreate, "/api/internal/tokens", newEntity(key, "Token", "unknown", name))
		if t.r.chance(0.4) { // a rotation: the old one goes
			t.wait(2*minute, 20*minute)
			t.begin()
			t.change(tokenRevoke, "/api/v1/api-tokens", newEntity(t.r.id("00T"), "Token", "unknown", name))
		}
	})
}

// useTokens are a night's requests of all the scripts.
func (s *shift) useTokens() {
	for i := range s.w.tokens {
		t := &s.w.tokens[i]
		if s.local < t.from {
			continue
		}
		s.now = s.midnight + int64(3+i%3)*hour + s.r.between(0, 2*minute)
		for n := 3 + s.r.IntN(4); n > 0; n-- {
			s.job()
			e := s.emit(groupAdd, "SUCCESS", "", s.colleague().user, pick(s.r, s.w.company.groups))
			e.Actor, e.Agent, e.Network, e.Debug = s.w.people[t.owner].entity, automationAgent, t.net, Debug{}
			e.Token, e.URI = t.key, "/api/v1/groups/users"
			s.wait(300, 4*second)
		}
	}
}
