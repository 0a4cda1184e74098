package simulate

// enrolOwnFactor adds Okta Verify on a phone of the intruder's to the account:
// the browser shows a code, the phone registers, and Okta tells the owner.
func (o *operation) enrolOwnFactor() {
	o.pause()
	o.begin()
	own := newEntity(o.r.id("pfd"), "AuthenticatorEnrollment", "unknown", "Okta Verify")
	phone := &handsets[o.r.IntN(len(handsets))]
	e := o.emit(deviceEnroll, "SUCCESS", "", o.p.user, own)
	e.URI, e.Agent = "/idp/authenticators", phone.app
	e.Debug = Debug{Factor: "OKTA_VERIFY_PUSH", Device: mix(o.token) | 1, Managed: &phone.hardware}
	o.wait(200, 900)
	e = o.emit(factorActivate, "SUCCESS", "User set up OKTA_VERIFY_PUSH factor", o.p.user, own)
	e.URI, e.Debug.Factor = "/idp/idx/authenticators/poll", "OKTA_VERIFY_PUSH"
	o.wait(second, 4*second)
	o.mail(enrollMail)
}

// ownFactor is a phished account that the intruder makes its own: a factor of
// its own, and another sign-in with it days later.
var ownFactor = family{
	name:       "own-factor",
	detections: []string{"device-enrolled-unfamiliar-place", "user-impossible-travel", "user-rarity-score", "takeover-kill-chain", "new-device-through-proxy", "device-enrolled-from-threat-ip"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.enter()
		o.enrolOwnFactor()
		o.launches(2)
		if o.c.variant == Easy {
			// The owner reads Okta's mail, and says that it was somebody else.
			own := o.posing(o.p)
			own.base, own.agent, own.token, own.risk, own.behaviors = o.p.home, nil, o.p.laptopToken(), LowRisk, 0
			own.now = o.now + own.r.between(2*hour, 6*hour)
			own.session, own.root = "unknown", ""
			own.begin()
			own.emit(reportActivity, "SUCCESS", "", o.p.user).URI = "/api/v1/users/me/report"
		}
		o.now += vary(o.c.variant, 6*hour, 22*hour, 47*hour) + o.r.between(0, hour)
		o.signInPhished()
		o.launches(3)
	},
}

// helpDesk returns the administrator who answers the telephone, at work.
func (o *operation) helpDesk() *operation {
	staff := append(o.others(1, administrator), o.others(1, modern)...)
	if r := o.w.company.roomy; r != nil && len(r.staff) > 0 {
		staff[0] = &o.w.people[pick(o.r, r.staff)]
	}
	h := o.posing(staff[0])
	h.base, h.agent, h.token = h.p.desk(), nil, h.p.laptopToken()
	h.risk, h.behaviors = LowRisk, 0
	return h
}

// resetByDesk is a caller who says to be the victim and has lost the phone.
// The help desk believes it and resets what protects the account.
func (o *operation) resetByDesk() {
	h := o.helpDesk()
	h.now = o.now
	h.unlabelled(func() {
		h.signIn()
		h.wait(3*second, 20*second)
		h.openConsole()
	})
	h.wait(minute, 4*minute)
	h.begin()
	h.emit(factorResetAll, "SUCCESS", "", o.p.user).URI = "/api/v1/users/lifecycle/reset_factors"
	if o.c.variant != Stealthy {
		h.wait(20*second, 90*second)
		h.begin()
		h.emit(resetPassword, "SUCCESS", "", o.p.user).URI = "/api/v1/users/lifecycle/reset_password"
	}
	o.now = h.now
}

// enterAfterReset is the sign-in that follows: a password, and a factor that
// is enrolled on the way.
func (o *operation) enterAfterReset() {
	session := o.r.token("idx")
	o.session, o.root = session, session
	o.begin()
	o.passwordStep(0)
	o.enrolOwnFactor()
	o.begin()
	o.admitted()
	o.about(session)
}

// resetTakeover is the help desk talked into a reset, then the account taken:
// the way into several casinos and retailers in 2023 and 2025.
var resetTakeover = family{
	name:       "help-desk-reset",
	detections: []string{"reset-then-takeover", "password-and-mfa-reset-pair", "mfa-factors-reset-all", "device-enrolled-unfamiliar-place", "takeover-kill-chain"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.now = o.midnight + 10*hour + o.r.between(0, 5*hour)
		o.resetByDesk()
		o.lodge()
		o.wait(vary(o.c.variant, 3*minute, 15*minute, 70*minute), vary(o.c.variant, 6*minute, 40*minute, 110*minute))
		o.enterAfterReset()
		o.launches(3)
	},
}

// strongRefused is a phishing page that passes everything on: FastPass or the
// security key sees the wrong origin and declines, and the page asks for a
// factor that can be typed in.
var strongRefused = family{
	name:       "factor-downgrade-at-sign-in",
	detections: []string{"strong-factor-failed-weak-used", "fastpass-phishing-declined", "user-impossible-travel", "new-device-through-proxy", "takeover-kill-chain"},
	suits:      func(p *person) bool { return !p.classic && p.factor != pushFactor },
	run: func(o *operation) {
		o.now = o.midnight + 9*hour + o.r.between(0, 6*hour)
		o.lodge()
		session := o.r.token("idx")
		o.session, o.root = session, session
		o.begin()
		o.passwordStep(0)
		for range vary(o.c.variant, 3, 2, 1) {
			o.wait(2*second, 9*second)
			enrollment, factor, reason := o.p.verify, "SIGNED_NONCE", "FastPass declined phishing attempt"
			if o.p.factor == securityKey {
				enrollment, factor, reason = o.p.key, "FIDO_WEBAUTHN", wrongSecret
			} else if o.c.variant == Stealthy {
				reason = wrongSecret // the organisation does not have the check of origins
			}
			e := o.emit(authMFAFailed, "FAILURE", reason, o.p.user, enrollment)
			e.URI, e.Provider, e.Credential, e.Debug.Factor = uriNonce, factorProvider, oktaCredential, factor
		}
		o.wait(15*second, 80*second)
		phone := newEntity(o.r.id("sms"), "AuthenticatorEnrollment", "unknown", "Phone")
		e := o.emit(smsSent, "SUCCESS", "", o.p.user, phone)
		e.URI, e.Debug.Factor = uriChallenge, "SMS_FACTOR"
		o.wait(12*second, 40*second)
		o.proof(phone, "SMS_FACTOR").URI = uriAnswer
		o.admitted()
		o.about(session)
		o.launches(2)
	},
}

// phishingRelay is a page that several people fall for: each signs in through
// the relay's address, while all of them go on from their own.
var phishingRelay = family{
	name:       "phishing-relay",
	detections: []string{"new-ip-many-users-success", "shared-block-mfa-campaign", "user-impossible-travel", "new-device-through-proxy", "device-token-many-users-behind-proxy"},
	suits:      modern,
	run: func(o *operation) {
		o.now = o.midnight + 9*hour + o.r.between(0, 2*hour)
		o.base = o.rent(o.farPlace(700), vary(o.c.variant, hostingNet, hostingNet, cableNet))
		people := append([]*person{o.p}, o.others(vary(o.c.variant, 5, 3, 2), modern)...)
		for _, p := range people {
			v := o.posing(p)
			v.now = o.now
			v.agent = nil // the relay passes the victim's own on
			v.signInPhished()
			v.launches(1)
			if p == o.p {
				o.about(v.session)
			}
			o.now = max(o.now, v.now) + o.r.between(vary(o.c.variant, 2*minute, 25*minute, 5*hour), vary(o.c.variant, 9*minute, 70*minute, 11*hour))
		}
	},
}

// factorRemoval is an administrator's account that makes another one easy to
// enter: the strong factors go, text messages come, and the intruder signs in.
var factorRemoval = family{
	name:       "factor-downgrade-by-administrator",
	detections: []string{"mfa-org-factor-disabled", "mfa-factor-deactivated", "mfa-removed-not-restored", "admin-enrolled-factors-anomaly", "operator-overlap", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		other := o.others(1, modern)[0]
		if o.c.variant == Easy {
			o.change(orgFactorOn, "/api/v1/org/factors/sms/lifecycle/activate", newEntity(o.r.id("aut"), "Authenticator", "phone_number", "Phone"))
			o.change(orgFactorOff, "/api/v1/org/factors/fido_webauthn/lifecycle/deactivate", newEntity(o.r.id("aut"), "Authenticator", "webauthn", "Security Key or Biometric"))
		}
		if o.c.variant == Usual {
			o.change(factorSuspend, "/api/v1/users/factors/lifecycle/suspend", other.user, other.verify)
		}
		o.change(factorRemove, "/api/v1/users/factors", other.user, other.verify)
		phone := newEntity(o.r.id("sms"), "AuthenticatorEnrollment", "unknown", "Phone")
		o.change(factorActivate, "/api/v1/users/factors", other.user, phone).Debug.Factor = "SMS_FACTOR"
		v := o.posing(other)
		v.now = o.now
		v.token = o.token
		v.pause()
		session := v.r.token("idx")
		v.session, v.root = session, session
		v.begin()
		v.passwordStep(0)
		v.wait(9*second, 30*second)
		v.proof(phone, "SMS_FACTOR").URI = uriAnswer
		v.admitted()
		v.launches(2)
	},
}
