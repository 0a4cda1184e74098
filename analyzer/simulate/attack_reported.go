package simulate

// risky is what Identity Threat Protection says of the account.
func (o *operation) risky(risk string) {
	o.wait(second, 20*second)
	e := o.emit(riskChange, "SUCCESS", "", o.p.user)
	e.Actor, e.URI = o.w.company.system, ""
	e.Debug = Debug{More: &More{Risk: "previousLevel=LOW, level=HIGH, " + risk}}
}

// reportedHijack is a stolen cookie that Okta's own protection notices, as far
// as it does: what it says is in the log and has to be read.
var reportedHijack = family{
	name:       "session-hijack-reported",
	detections: []string{"itp-session-hijack-suspected", "itp-threat-intelligence-hit", "itp-user-risk-high", "session-asn-binding-violation", "session-multiple-agents-and-ips", "session-context-interleave", "session-fast-travel", "unwatched-control-events"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.lodge()
		o.hold(v)
		o.now = v.from + 2*hour + s.r.between(0, 2*hour)
		launchAny(o.shift)
		o.wait(second, 9*second)
		e := o.emit(contextChange, "SUCCESS", "", s.p.user)
		e.Actor, e.Debug.More = s.w.company.system, &More{Risk: "level=" + vary(o.c.variant, "HIGH", "HIGH", "MEDIUM")}
		switch o.c.variant {
		case Easy:
			o.risky("detectionName=Session Influenced User Risk, reasons=Associated sessionId is suspected to be hijacked, issuer=OKTA")
			o.emit(clientRoaming, "DENY", "Session used from another network", s.p.user)
			o.emit(reevaluateFail, "FAILURE", "", s.p.user)
		case Usual:
			o.risky("detectionName=Okta Threat Intelligence, reasons=Known malicious infrastructure, issuer=OKTA")
			o.emit(reevaluateFail, "FAILURE", "", s.p.user)
		}
		o.launches(vary(o.c.variant, 4, 3, 2))
		return v.session
	},
}

// sessionProbing is a cookie without the password and the factor: what asks
// for one again stays shut, and the intruder goes on to the next.
var sessionProbing = family{
	name:       "session-probing",
	detections: []string{"session-cookie-app-probing", "session-multiple-agents-and-ips", "session-context-interleave", "session-new-ip-dissimilar-agent", "session-fast-travel", "session-asn-or-agent-change"},
	suits:      modern,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		o := s.strike(campaign)
		o.lodge()
		if o.c.variant == Stealthy {
			o.agent = o.unlike()
		}
		o.hold(v)
		o.now = v.from + hour + s.r.between(0, 3*hour)
		for i := range min(len(s.p.apps), vary(o.c.variant, 8, 5, 3)) {
			a := s.p.apps[i]
			o.pause()
			o.begin()
			o.emit(evaluateSignOn, "CHALLENGE", challenged, a.policy, a.rule, a.entity, s.p.user).URI = a.uri
		}
		return v.session
	},
}

// breachedCredential is a password that is for sale: Okta knows it from a
// breach, says so at the first use, and the intruder gets in with a push that
// the owner lets pass.
var breachedCredential = family{
	name:       "breached-credential",
	detections: []string{"breached-credential-then-new-source", "user-rarity-score", "user-impossible-travel", "new-device-through-proxy", "high-behavior-score-login"},
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.lodge()
		o.session, o.root = "unknown", ""
		o.begin()
		e := o.emit(breachedSecret, "SUCCESS", "", o.p.user)
		e.URI = uriIdentify
		o.wait(vary(o.c.variant, 20*second, 20*minute, 5*hour), vary(o.c.variant, 90*second, 2*hour, 9*hour))
		o.signInPhished()
		o.about(o.session)
		o.launches(2)
	},
}
