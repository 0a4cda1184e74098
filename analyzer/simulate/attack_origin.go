package simulate

// torSignIn is a phished account used through relays that change with every
// sign-in.
var torSignIn = family{
	name:       "anonymiser-sign-in",
	detections: []string{"anonymizer-session-start", "anonymizer-first-use", "new-device-through-proxy", "proxy-operator-unknown", "proxy-then-alert", "user-impossible-travel", "user-rarity-score", "logins-multiple-countries"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.begins()
		o.lodge()
		provider := vary(o.c.variant, onionNet, onionNet, maskNet)
		for i := range vary(o.c.variant, 4, 2, 1) {
			place := o.farPlace(500)
			if o.c.variant == Stealthy {
				place = o.nearPlace()
			}
			o.base = o.anonymous(place, provider)
			o.signInPhished()
			if i == 0 {
				o.about(o.session)
			}
			o.launches(2)
			o.wait(20*minute, 3*hour)
		}
	},
}

// residentialProxy is a phished account used from a household's line near the
// victim's, at the hours at which the victim works.
var residentialProxy = family{
	name:       "residential-proxy-sign-in",
	detections: []string{"user-rarity-score", "new-device-through-proxy", "logins-multiple-cities", "behavior-detection-positive", "high-behavior-score-login", "device-token-multi-context"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.now = o.midnight + 10*hour + o.r.between(0, 5*hour)
		o.risk, o.behaviors = MediumRisk, NewIP|NewDevice|NewCity
		place := o.nearPlace()
		if o.c.variant == Easy {
			place = o.farPlace(400)
			o.behaviors |= NewPlace
		}
		o.base = o.rent(place, cableNet)
		o.base.Proxy = o.c.variant == Easy // of the proxies, Okta knows some
		o.agent = vary(o.c.variant, o.unlike(), o.unlike(), nil)
		o.signInPhished()
		o.about(o.session)
		o.launches(vary(o.c.variant, 6, 4, 2))
	},
}

// contextShopping is an intruder whom an application's policy refuses, and who
// calls itself another program until it is let in, as the policies of the
// Classic Engine allowed between July and October 2024.
var contextShopping = family{
	name:       "context-shopping",
	detections: []string{"context-shopping", "unknown-client-device-sso", "user-impossible-travel", "sign-on-policy-deny", "user-rarity-score"},
	suits:      modern,
	run: func(o *operation) {
		o.enter()
		agents := []*Agent{o.agent, mobileSafari, mobileChrome, pythonAgent}
		i := o.r.IntN(len(o.p.apps))
		a := o.p.apps[i]
		for _, agent := range agents[:vary(o.c.variant, 4, 3, 2)] {
			if agent != o.agent {
				o.pause()
			}
			o.agent = agent
			o.begin()
			if agent != agents[vary(o.c.variant, 3, 2, 1)] {
				o.emit(evaluateSignOn, "DENY", "Sign-on policy evaluation resulted in DENY", a.policy, a.rule, a.entity, o.p.user).URI = a.uri
				o.wait(20, 90)
				o.emit(signOnDeny, "FAILURE", "Access denied by sign-on policy", a.entity, o.p.user).URI = a.uri
			}
		}
		o.launch(i)
		o.launches(1)
	},
}
