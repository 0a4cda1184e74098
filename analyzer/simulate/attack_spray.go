package simulate

// The programs that guess passwords: what they send as their User-Agent is
// theirs to choose.
var (
	pythonAgent   = newAgent("Unknown", "python-requests/2.32.5", "Unknown", "UNKNOWN")
	curlAgent     = newAgent("Unknown", "curl/8.14.1", "Unknown", "UNKNOWN")
	goAgent       = newAgent("Unknown", "Go-http-client/1.1", "Unknown", "UNKNOWN")
	headlessAgent = newAgent("Computer", "Mozilla/5.0 ("+linux+") "+webkit+" HeadlessChrome/138.0.0.0 Safari/537.36", linuxOS, "CHROME")
	okhttpAgent   = newAgent("Unknown", "okhttp/4.12.0", "Unknown", "UNKNOWN")
	oldChrome     = chrome(windows, windowsOS, "109")
	oldFirefox    = firefox(windows, windowsOS, "115")
)

const lockedOut = "LOCKED_OUT"

// guess is one wrong password for an account through the API that the Classic
// Engine offers and that tools for sprays use: no session, no challenge. Okta
// suspects the loud ones.
func (o *operation) guess(p *person, reason string) {
	o.session, o.root = "unknown", ""
	o.token = 0
	o.begin()
	e := o.emit(loginFailed, "FAILURE", reason)
	e.Actor, e.URI = p.entity, uriClassic
	e.Provider, e.Credential = oktaProvider, oktaCredential
	e.Debug.Threat = o.c.variant == Easy
}

// guessName is a password for an account that does not exist, from a list of
// names that another company lost.
func (o *operation) guessName(login string) {
	o.session, o.root = "unknown", ""
	o.token = 0
	o.begin()
	e := o.emit(loginFailed, "FAILURE", strangerName)
	e.Actor, e.URI = newEntity("unknown", "User", login, "unknown"), uriClassic
	e.Provider, e.Credential = oktaProvider, oktaCredential
	e.Debug.Threat = o.c.variant == Easy
}

// guessPage is a wrong password on the sign-in page of the Identity Engine. The
// tool keeps no cookies, so that every guess comes from a device of its own.
func (o *operation) guessPage(p *person) {
	c := o.w.company
	o.token = o.r.Uint64() | 1
	session := o.r.token("idx")
	o.session, o.root = session, session
	o.begin()
	e := o.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll)
	e.Actor, e.URI = p.entity, uriIdentify
	o.wait(800, 4000)
	e = o.emit(authMFAFailed, "FAILURE", wrongSecret, p.user, p.password)
	e.Actor, e.URI, e.Provider, e.Credential, e.Debug.Factor = p.entity, uriAnswer, factorProvider, oktaCredential, "PASSWORD_AS_FACTOR"
}

// keepDevice gives the events of the last guess the device token of the
// intruder's browser.
func (o *operation) keepDevice() {
	b := &o.w.batch
	for i := len(b.events) - 2; i < len(b.events); i++ {
		b.events[i].Debug.Device = mix(o.p.seed+uint64(o.number)) | 1
	}
}

// suspect is what ThreatInsight says of the address, once it has seen enough of
// it. It only logs: the company has not set it to block.
func (o *operation) suspect(t *Type, reason, detections string) {
	o.session, o.root, o.token = "unknown", "", 0
	o.begin()
	e := o.emit(t, "ALLOW", reason)
	e.Actor, e.URI = newEntity("unknown", "User", "unknown", "unknown"), uriClassic
	e.Debug.Threat, e.Debug.More = true, &More{Detections: detections}
}

// victims returns the victim and n-1 others in an order that does not give the
// victim away.
func (o *operation) victims(n int) []*person {
	all := append(o.others(n-1, nil), o.p)
	o.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

var sprayDetections = []string{
	"password-spray-single-source", "password-spray-multi-source", "low-and-slow-spray", "shared-tool-spray",
	"credential-stuffing-single-source", "brute-force-ip", "failed-logins-daily-average", "device-token-many-failed-users",
	"success-after-credential-attack",
}

// passwordSpray is one or two passwords of the season for many accounts, from
// one address.
var passwordSpray = family{
	name: "password-spray", detections: sprayDetections,
	run: func(o *operation) {
		o.begins()
		o.base = o.rent(o.farPlace(700), hostingNet)
		o.agent = vary(o.c.variant, pythonAgent, headlessAgent, oldChrome)
		accounts, gap := vary(o.c.variant, 60, 30, 14), vary(o.c.variant, 2*second, 90*second, 40*minute)
		targets := o.victims(accounts)
		for range vary(o.c.variant, 2, 1, 1) {
			for _, p := range targets {
				switch o.c.variant {
				case Stealthy:
					o.guessPage(p)
				case Usual:
					// A browser that a program drives keeps its cookies.
					o.guessPage(p)
					o.keepDevice()
				default:
					o.guess(p, wrongSecret)
				}
				o.wait(gap/2, gap*3/2)
			}
			if o.c.variant == Easy {
				o.suspect(threatDetected, "Password Spray, Login Failures", `\"Password Spray\":\"HIGH\",\"Login Failures\":\"MEDIUM\"`)
			}
			o.wait(31*minute, 40*minute)
		}
	},
}

// distributedSpray is the same over a network of proxies in households: each
// address is used for a guess or two, but all send one tool's User-Agent.
var distributedSpray = family{
	name: "distributed-spray", detections: sprayDetections,
	run: func(o *operation) {
		o.begins()
		o.agent = vary(o.c.variant, goAgent, oldFirefox, oldChrome)
		accounts, gap := vary(o.c.variant, 60, 36, 18), vary(o.c.variant, 20*second, 10*minute, 4*hour)
		var exit *Network
		for i, p := range o.victims(accounts) {
			if exit == nil || i%2 == 0 || o.c.variant == Stealthy {
				exit = o.rent(pick(o.r, rentedPlaces), cableNet)
			}
			o.base = exit
			if o.c.variant == Easy {
				o.guess(p, wrongSecret)
			} else {
				o.guessPage(p)
			}
			o.wait(gap/2, gap)
		}
	},
}

// slowSpray stays below every window that counts by the hour or day: a few
// accounts a day, over weeks.
var slowSpray = family{
	name: "slow-spray", detections: sprayDetections,
	run: func(o *operation) {
		o.agent = vary(o.c.variant, pythonAgent, oldFirefox, oldChrome)
		accounts, exits := vary(o.c.variant, 60, 36, 24), vary(o.c.variant, 1, 1, 3)
		var from []*Network
		for range exits {
			from = append(from, o.rent(o.farPlace(700), hostingNet))
		}
		first := o.w.cfg.Start + day
		span := max(day, min(vary[int64](o.c.variant, 6, 14, 21)*day, int64(o.w.cfg.Days-2)*day))
		gap := span / int64(accounts)
		for i, p := range o.victims(accounts) {
			o.now = first + int64(i)*gap + o.r.between(0, gap)
			o.base = from[i%exits]
			if o.c.variant == Stealthy {
				o.guessPage(p)
			} else {
				o.guess(p, wrongSecret)
			}
		}
	},
}

// credentialStuffing tries names and passwords that another company lost. Most
// of the names do not exist here; one works, and the account is used.
var credentialStuffing = family{
	name: "credential-stuffing", detections: sprayDetections, suits: modern,
	run: func(o *operation) {
		o.begins()
		o.base = o.rent(o.farPlace(700), hostingNet)
		o.agent = vary(o.c.variant, pythonAgent, okhttpAgent, oldFirefox)
		names, gap := vary(o.c.variant, 80, 30, 12), vary(o.c.variant, 1500, 30*second, 12*minute)
		known := o.others(names/4, nil)
		deck := newNames(o.r)
		for i := range names {
			if i%4 == 3 {
				o.guess(known[i/4%len(known)], wrongSecret)
			} else {
				login, _ := deck.deal(o.r, pick(o.r, rentedPlaces).Country)
				o.guessName(login + pick(o.r, []string{"1", "77", ".old", "2019"}) + "@example.com")
			}
			o.wait(gap/2, gap*3/2)
		}
		if o.c.variant == Easy {
			o.suspect(threatDetected, "Login failures with high unknown users count", `\"Login failures with high unknown users count\":\"HIGH\"`)
			o.wait(5*second, minute)
		} else {
			// The guess that is right is in the log like the wrong ones.
			o.signInWithoutFactor()
			o.wait(10*minute, 2*hour)
			o.base, o.agent = o.rent(o.farPlace(300), cableNet), o.unlike()
			o.token = o.r.Uint64() | 1
		}
		o.signInWithoutFactor()
		o.about(o.session)
		o.launches(3)
	},
}

// signInWithoutFactor is a sign-in that a rule for old protocols admits on the
// password alone.
func (o *operation) signInWithoutFactor() {
	c := o.w.company
	o.session, o.root = o.r.token("102"), ""
	o.begin()
	e := o.emit(evaluateSignOn, "ALLOW", allowed, c.policy, c.rules[3])
	e.URI = uriClassic
	o.wait(20, 90)
	e = o.emit(sessionStart, "SUCCESS", "", o.p.user)
	e.URI, e.Provider, e.Credential = uriClassic, oktaProvider, oktaCredential
}

// lockoutSpray guesses until the accounts are locked, on purpose or by a tool
// that knows no limits.
var lockoutSpray = family{
	name: "lockout-spray", detections: append([]string{"account-lockout-wave", "account-locked-repeatedly", "brute-force-user"}, sprayDetections...),
	run: func(o *operation) {
		o.begins()
		o.base = o.rent(o.farPlace(700), hostingNet)
		o.agent = vary(o.c.variant, pythonAgent, okhttpAgent, oldChrome)
		accounts, gap := vary(o.c.variant, 30, 12, 5), vary(o.c.variant, second, 8*second, 5*minute)
		if o.c.variant == Easy {
			defer o.suspect(attackStart, "Login Failures", "")
		}
		for _, p := range o.victims(accounts) {
			for range lockoutAfter {
				o.guess(p, wrongSecret)
				o.wait(gap/2, gap*3/2)
			}
			o.begin()
			e := o.emit(accountLock, "FAILURE", lockedOut, p.user)
			e.Actor, e.URI = p.entity, uriClassic
			o.wait(gap/2, gap*3/2)
			o.guess(p, lockedOut)
			o.wait(gap, gap*2)
		}
	},
}
