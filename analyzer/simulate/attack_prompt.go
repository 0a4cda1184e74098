package simulate

// pushCampaign is a phishing kit at work: pushes to many people of whom it has
// the passwords, from one server, until one of them gives in.
var pushCampaign = family{
	name:       "push-campaign",
	detections: []string{"shared-block-mfa-campaign", "push-bombing-then-success", "push-source-response-mismatch", "push-requests-per-session", "push-exhaustion-profile", "new-ip-many-users-success", "user-impossible-travel"},
	suits:      asks,
	run: func(o *operation) {
		o.begins()
		// The database knows no city of the usual one's.
		o.base, o.agent = o.rent(vary(o.c.variant, bucharest, jakarta, o.nearPlace()), vary(o.c.variant, hostingNet, hostingNet, cableNet)), o.unlike()
		people := append(o.others(vary(o.c.variant, 9, 6, 3), asks), o.p)
		for _, p := range people {
			v := o.posing(p)
			v.now = o.now
			session := v.r.token("idx")
			v.session, v.root = session, session
			v.begin()
			v.passwordStep(0)
			n := vary(o.c.variant, 4, 2, 1)
			for i := range n {
				v.wait(2*second, 6*second)
				v.sendPush()
				if p == o.p && i == n-1 {
					v.wait(5*second, 30*second)
					v.answerPush(true, pick(v.r, p.site.carriers))
					v.admitted()
					o.about(session)
					v.launches(2)
				} else if v.r.chance(0.4) {
					v.wait(5*second, 30*second)
					v.answerPush(false, pick(v.r, p.site.carriers))
				} else {
					v.wait(40*second, 70*second)
				}
			}
			o.now = v.now + o.r.between(vary(o.c.variant, 10*second, 4*minute, 40*minute), vary(o.c.variant, 60*second, 15*minute, 3*hour))
		}
	},
}

// asks says that Okta asks the person by push.
func asks(p *person) bool { return !p.classic && p.factor == pushFactor }

// abandonedPrompts are sign-ins with a right password that end where the
// second factor is asked for: a list of passwords is checked, or the way in is
// looked for.
var abandonedPrompts = family{
	name:       "abandoned-prompts",
	detections: []string{"mfa-abandonment-burst", "mfa-bypass-attempt", "persistent-attempts-new-network", "shared-block-mfa-campaign", "number-challenge-failed"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.lodge()
		people := append([]*person{o.p}, o.others(vary(o.c.variant, 6, 0, 1), modern)...)
		for _, p := range people {
			v := o.posing(p)
			v.now = o.now
			for i := range vary(o.c.variant, 2, 8, 2) {
				session := v.r.token("idx")
				v.session, v.root = session, session
				v.begin()
				v.passwordStep(0)
				v.wait(30*second, 4*minute)
				t, result, reason := authMFAFailed, "ABANDONED", ""
				if i%2 == 1 {
					result = "UNANSWERED"
				}
				e := v.emit(t, result, reason, p.user, p.verify)
				e.URI, e.Provider, e.Credential, e.Debug.Factor = uriPoll, factorProvider, oktaCredential, "OKTA_VERIFY_PUSH"
				v.pause()
			}
			o.now = v.now
		}
		if o.c.variant == Easy {
			o.session, o.root = "unknown", ""
			o.begin()
			o.emit(mfaBypass, "FAILURE", "", o.p.user).URI = uriAnswer
		}
	},
}

// numberGuess is a push that asks the owner for the number on the intruder's
// screen, which the owner does not see and guesses or makes up.
var numberGuess = family{
	name:       "number-challenge-guessed",
	detections: []string{"number-challenge-failed", "push-source-response-mismatch", "mfa-failure-burst", "push-requests-per-session", "user-impossible-travel", "persistent-attempts-new-network"},
	suits:      asks,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.begins()
		o.lodge()
		phone := pick(o.r, o.p.site.carriers)
		session := o.r.token("idx")
		o.session, o.root = session, session
		o.about(session)
		o.begin()
		o.passwordStep(0)
		n := vary(o.c.variant, 6, 3, 2)
		for i := range n {
			o.wait(second, 5*second)
			o.sendPush()
			o.wait(5*second, 25*second)
			right := i == n-1
			o.answerPush(right, phone)
			b := &o.w.batch
			d := &b.events[len(b.events)-1].Debug
			d.Push = ""
			d.More = &More{Challenge: map[bool]string{true: "OV_WITH_CHALLENGE_RESPONSE_VALID", false: "OV_WITH_CHALLENGE_RESPONSE_INVALID"}[right]}
			o.wait(vary(o.c.variant, 10*second, 2*minute, 25*minute), vary(o.c.variant, 40*second, 6*minute, 70*minute))
		}
		o.admitted()
		o.launches(2)
	},
}

// onePhone is one machine and one telephone number that several taken accounts
// get as their factors.
var onePhone = family{
	name:       "one-phone-for-many",
	detections: []string{"phone-number-shared", "device-shared-by-users", "device-enrolled-unfamiliar-place", "new-ip-many-users-success", "user-impossible-travel", "shared-block-mfa-campaign"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.lodge()
		number := newEntity(o.r.id("mbl"), "MobilePhone", "unknown", "+1 XXX-XXX-0142")
		device := newEntity(o.r.id("guo"), "UDDevice", "unknown", "Pixel 9")
		for _, p := range append([]*person{o.p}, o.others(vary(o.c.variant, 4, 2, 1), modern)...) {
			v := o.posing(p)
			v.now, v.agent = o.now, o.agent
			v.signInPhished()
			if p == o.p {
				o.about(v.session)
			}
			v.pause()
			v.begin()
			if o.c.variant != Stealthy {
				e := v.emit(deviceAdd, "SUCCESS", "", device, p.user)
				e.URI, e.Agent = "/idp/authenticators", handsets[4].app
			}
			v.wait(9*second, 60*second)
			v.emit(phoneVerify, "SUCCESS", "", p.user, number).URI = "/idp/idx/credential/enroll"
			v.wait(9*second, 60*second)
			phone := newEntity(v.r.id("sms"), "AuthenticatorEnrollment", "unknown", "Phone")
			v.emit(factorActivate, "SUCCESS", "User set up SMS_FACTOR factor", p.user, phone).URI = "/idp/idx/credential/enroll"
			v.mail(enrollMail)
			v.launches(1)
			o.now = v.now + o.r.between(vary(o.c.variant, 2*minute, 2*hour, 20*hour), vary(o.c.variant, 9*minute, 7*hour, 30*hour))
		}
	},
}
