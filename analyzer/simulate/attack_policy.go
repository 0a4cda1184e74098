package simulate

// policyWeakening is a phished administrator's account that makes the next
// sign-ins easy: one factor instead of two, long sessions, short passwords.
var policyWeakening = family{
	name:       "policy-weakening",
	detections: []string{"policy-weakening-anomaly", "policy-mfa-downgrade", "policy-rule-deactivated", "policy-rule-deleted", "policy-rule-modified", "policy-modified", "new-source-then-critical-operation", "unwatched-control-events", "app-sign-on-policy-changed", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	jsonOnly: []Variant{Stealthy},
	run: func(o *operation) {
		c := o.w.company
		o.enterConsole()
		o.change(ruleUpdate, "/api/v1/policies/rules", c.rules[1], c.policy).Debug.Change =
			&Change{`{"requireFactor":true,"factorMode":"2FA","maxSessionIdleMinutes":120}`, `{"requireFactor":false,"factorMode":"1FA","maxSessionIdleMinutes":120}`}
		if o.c.variant == Stealthy {
			return
		}
		o.change(ruleUpdate, "/api/v1/policies/rules", c.rules[0], c.policy).Debug.Change =
			&Change{`{"maxSessionIdleMinutes":120,"maxSessionLifetimeMinutes":720}`, `{"maxSessionIdleMinutes":43200,"maxSessionLifetimeMinutes":0}`}
		password := newEntity(o.r.id("00p"), "PolicyEntity", "unknown", "Password Policy")
		o.change(policyUpdate, "/api/v1/policies", password).Debug.Change =
			&Change{`{"minLength":14,"maxAttempts":10,"historyCount":24}`, `{"minLength":8,"maxAttempts":0,"historyCount":0}`}
		if o.c.variant == Easy {
			o.change(ruleOff, "/api/v1/policies/rules/lifecycle/deactivate", c.rules[2], c.policy)
			o.change(ruleDelete, "/api/v1/policies/rules", c.rules[2], c.policy)
			o.change(appPolicy, "/api/v1/apps/policy", c.apps[3].entity)
			enrol := newEntity(o.r.id("00p"), "PolicyEntity", "unknown", "Authenticator enrollment")
			o.change(policyOff, "/api/v1/policies/lifecycle/deactivate", enrol)
			o.change(policyDelete, "/api/v1/policies", enrol)
			o.change(protectedUpdate, "/api/v1/org/protected-actions", newEntity(o.r.id("pac"), "Protected Action", "unknown", "Protected actions"))
		}
	},
}

// zoneWidening is a phished administrator's account that makes the intruder's
// network one of the company's, or takes it off the list of blocked ones.
var zoneWidening = family{
	name:       "network-zone-widened",
	detections: []string{"network-zone-modified", "network-zone-deactivated", "network-zone-deleted", "new-source-then-critical-operation", "unwatched-control-events", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		zone := newEntity(o.r.id("nzo"), "NetworkZone", "unknown", "Office networks")
		blocked := newEntity(o.r.id("nzo"), "NetworkZone", "unknown", "BlockedIpZone")
		if o.c.variant != Usual {
			o.change(zoneUpdate, "/api/v1/zones", zone).Debug.Change =
				&Change{`{"gateways":["192.0.2.0/27"]}`, `{"gateways":["192.0.2.0/27","203.0.113.0/24"]}`}
		}
		if o.c.variant == Stealthy {
			return
		}
		o.change(zoneUnblock, "/api/v1/zones", blocked)
		if o.c.variant == Easy {
			o.change(zoneOff, "/api/v1/zones/lifecycle/deactivate", blocked)
			o.change(zoneDelete, "/api/v1/zones", blocked)
			o.change(threatConfig, "/api/v1/threats/configuration", newEntity(o.r.id("thi"), "ThreatInsight", "unknown", "ThreatInsight")).Debug.Change =
				&Change{`{"action":"block"}`, `{"action":"none"}`}
		}
	},
}

// logTampering is a phished administrator's account that stops what tells the
// defenders, before it goes on.
var logTampering = family{
	name:       "log-tampering",
	detections: []string{"log-stream-tampering", "unwatched-control-events", "new-source-then-critical-operation", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		stream := newEntity(o.r.id("0oa"), "LogStream", "unknown", "SIEM (production)")
		hook := newEntity(o.r.id("who"), "EventHook", "unknown", "Alerting")
		switch o.c.variant {
		case Easy:
			o.change(logStreamOff, "/api/v1/logStreams/lifecycle/deactivate", stream)
			o.change(logStreamDelete, "/api/v1/logStreams", stream)
			o.change(hookOff, "/api/v1/eventHooks/lifecycle/deactivate", hook)
			o.change(hookDelete, "/api/v1/eventHooks", hook)
		case Stealthy:
			o.change(hookOff, "/api/v1/eventHooks/lifecycle/deactivate", hook)
		default:
			o.change(logStreamOff, "/api/v1/logStreams/lifecycle/deactivate", stream)
			o.change(hookDelete, "/api/v1/eventHooks", hook)
		}
		account := o.others(1, modern)[0]
		o.change(behaviorOff, "/api/v1/users/lifecycle/reset_behaviors", account.user)
	},
}

// massExport is a phished administrator's account that takes the directory and
// its reports along: who is there, who has which factor and application.
var massExport = family{
	name:       "mass-export",
	detections: []string{"report-export-after-context-change", "password-health-report", "new-source-then-critical-operation", "admin-console-new-source", "user-impossible-travel"},
	suits:      administrator, administrator: true,
	jsonOnly: []Variant{Stealthy},
	run: func(o *operation) {
		o.enterConsole()
		names := []string{"User accounts", "Password health", "MFA enrollment by user", "Application access", "Administrators", "Groups and members"}
		for _, name := range names[:vary(o.c.variant, 6, 3, 1)] {
			report := newEntity(o.r.id("rpt"), "Report", "unknown", name)
			uri := "/reports/user/export"
			if name == "Password health" {
				uri = "/reports/password-health"
			}
			o.change(reportRequest, uri, report)
			o.wait(5*second, 40*second)
			e := o.emit(reportReady, "SUCCESS", "", report)
			e.Actor, e.Job, e.Agent, e.Network, e.Debug = o.w.company.system, true, nil, nil, Debug{}
			e.Session, e.Root = o.r.token("trs"), ""
			o.change(reportFetch, uri, report)
		}
	},
}
