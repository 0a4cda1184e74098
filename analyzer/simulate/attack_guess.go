package simulate

// bruteForce is one account of which the intruder wants the password.
var bruteForce = family{
	name:       "brute-force",
	detections: []string{"brute-force-user", "brute-force-ip", "brute-force-multi-source", "account-locked", "account-locked-repeatedly", "success-after-credential-attack"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.base = o.rent(o.farPlace(700), hostingNet)
		o.agent = vary(o.c.variant, curlAgent, okhttpAgent, oldFirefox)
		if o.c.variant == Stealthy {
			// A guess every few hours stays below what locks the account, since
			// the owner's sign-ins start the count anew.
			for range 30 {
				o.guessPage(o.p)
				o.wait(2*hour, 6*hour)
			}
			return
		}
		tries, gap := vary(o.c.variant, 90, 12, 0), vary(o.c.variant, 3*second, 50*second, 0)
		for round := range vary(o.c.variant, 1, 2, 0) {
			for i := range tries {
				switch {
				case i < lockoutAfter:
					o.guess(o.p, wrongSecret)
				case i == lockoutAfter:
					o.begin()
					o.emit(accountLock, "FAILURE", lockedOut, o.p.user).URI = uriClassic
				default:
					o.guess(o.p, lockedOut) // the tool does not notice
				}
				o.wait(gap/2, gap*3/2)
			}
			if o.c.variant == Easy {
				o.suspect(threatDetected, "Login Failures", `\"Login Failures\":\"MEDIUM\"`)
			}
			if o.c.variant == Usual && round == 0 {
				o.wait(60*minute, 61*minute)
				o.bySystem(accountUnlock, "SUCCESS", "", o.p.user)
				o.wait(5*minute, 30*minute)
			}
		}
	},
}

// codeGuessing is an intruder who has the password and tries one-time codes,
// of which one in a million is right at any moment.
var codeGuessing = family{
	name:       "code-guessing",
	detections: []string{"mfa-failure-burst", "itp-mfa-brute-force", "success-after-credential-attack", "session-multiple-device-tokens"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.lodge()
		rounds, tries, gap := vary(o.c.variant, 2, 2, 5), vary(o.c.variant, 25, 9, 4), vary(o.c.variant, 4*second, 25*second, 50*second)
		for round := range rounds {
			session := o.r.token("idx")
			o.session, o.root = session, session
			o.begin()
			o.passwordStep(0)
			for range tries {
				o.wait(gap/2, gap*3/2)
				e := o.emit(authMFAFailed, "FAILURE", wrongSecret, o.p.user, o.p.verify)
				e.URI, e.Provider, e.Credential, e.Debug.Factor = uriAnswer, factorProvider, oktaCredential, "OKTA_SOFT_TOKEN"
			}
			if o.c.variant == Easy {
				o.risky("detectionName=Brute Force Attack, reasons=MFA brute force, issuer=OKTA")
			}
			if round == rounds-1 {
				o.wait(gap/2, gap*3/2)
				o.proof(o.p.verify, "OKTA_SOFT_TOKEN").URI = uriAnswer
				o.admitted()
				o.about(session)
				o.launches(2)
			}
			o.wait(vary(o.c.variant, minute, 12*minute, 5*hour), vary(o.c.variant, 2*minute, 20*minute, 9*hour))
		}
	},
}

// tollAbuse has Okta send text messages and calls to numbers that earn the
// intruder money, through accounts that it registered factors for.
var tollAbuse = family{
	name:       "toll-abuse",
	detections: []string{"rate-limit-or-dos", "mfa-abandonment-burst", "push-requests-per-session", "shared-block-mfa-campaign"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.lodge()
		phone := newEntity(o.r.id("sms"), "AuthenticatorEnrollment", "unknown", "Phone")
		calls, gap := vary(o.c.variant, 150, 60, 24), vary(o.c.variant, 15*second, 2*minute, 3*hour)
		for i := range calls {
			if i%6 == 0 {
				session := o.r.token("idx")
				o.session, o.root = session, session
				o.begin()
				o.passwordStep(0)
			}
			o.wait(gap/2, gap*3/2)
			o.begin()
			t, factor := smsSent, "SMS_FACTOR"
			if i%3 == 2 {
				t, factor = voiceCall, "CALL_FACTOR"
			}
			e := o.emit(t, "SUCCESS", "", o.p.user, phone)
			e.URI, e.Debug.Factor = uriChallenge, factor
		}
	},
}
