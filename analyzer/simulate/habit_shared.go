package simulate

import "fmt"

// sharedLogin is an account that several people of one country sign in to, each
// from the own desk: that of a team's social media, or of an agency. One for two
// hundred people, against the rules and there all the same.
var sharedLogin = habit{name: "shared account"}

type sharedAccount struct {
	entity  *Entity
	members []int32
}

func (w *World) openSharedAccounts() {
	r := w.stream(streamLife, 4, 0)
	for i := range (len(w.people) + 100) / 200 {
		a := sharedAccount{entity: newEntity(r.id("00u"), "User", fmt.Sprintf("team-media-%d@example.com", i+1), fmt.Sprintf("Media Team %d", i+1))}
		country := ""
		for range 3 {
			p := w.inCharge(r, func(p *person) bool {
				return p.settledAtDesk() && (country == "" || p.site.place.Country == country)
			})
			if p != nil {
				a.members, country = append(a.members, p.index), p.site.place.Country
			}
		}
		w.shared = append(w.shared, a)
	}
}

// settledAtDesk reports whether the person is at one desk all the time.
func (p *person) settledAtDesk() bool {
	return !p.classic && p.trip == nil && p.life.settled()
}

func (s *shift) shareDay() {
	if wd := s.w.weekday(s.local); wd == 0 || wd == 6 {
		return
	}
	for i := range s.w.shared {
		a := &s.w.shared[i]
		for _, m := range a.members {
			member := &s.w.people[m]
			if !s.r.chance(0.3) {
				continue
			}
			p := *member
			p.entity, p.user, p.factor, p.admin = a.entity, a.entity, pushFactor, false
			p.life.line = newEntity("sms"+a.entity.ID[3:], "AuthenticatorEnrollment", "unknown", "Phone")
			t := *s
			t.p = &p
			t.now = s.midnight - member.offset() + 9*hour + s.r.between(0, 8*hour)
			t.base, t.token = p.desk(), p.laptopToken()
			if p.tunnel != nil {
				t.base = p.tunnel
			}
			t.signIn()
			for range 1 + t.r.IntN(3) {
				t.wait(10*second, 8*minute)
				launchAny(&t)
			}
		}
	}
}

// browserTests are a robot that signs in with a browser without a screen, from
// a build server that is another one each night, to see that applications
// still open.
var browserTests = habit{name: "browser tests at night"}

var headless = newAgent("Computer", "Mozilla/5.0 ("+linux+") "+webkit+" HeadlessChrome/148.0.0.0 Safari/537.36", linuxOS, "CHROME")

func (s *shift) testNight() {
	c, r := s.w.company, s.w.company.roomy
	net := newNetwork(benchAddress(blockScripts+12, 1+s.r.IntN(40)), ashburn, cloudNet)
	s.now = s.midnight + 3*hour + s.r.between(0, 20*minute)
	by := func(t *Type, result, reason, uri string, targets ...*Entity) {
		e := s.emit(t, result, reason, targets...)
		e.Actor, e.Agent, e.Network, e.URI, e.Debug = r.tester, headless, net, uri, Debug{}
		s.wait(50, 900)
	}
	for range 3 {
		s.r.bytes(&s.tx)
		s.session = s.r.token("idx")
		s.root = s.session
		by(evaluateSignOn, "ALLOW", allowed, uriIdentify, c.policy, c.catchAll)
		by(sessionStart, "SUCCESS", "", uriIdentify, c.dashboard.entity)
		for _, a := range c.apps[:3] {
			by(singleSignOn, "SUCCESS", "", a.uri, a.entity, r.tester)
		}
		s.wait(10*second, minute)
	}
}
