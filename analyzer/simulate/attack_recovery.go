package simulate

import "fmt"

// recovery is the way around the password: messages for a reset and an unlock,
// sent to somebody who did not ask, until one is used.
var recovery = family{
	name:       "recovery-abuse",
	detections: []string{"password-reset-unlock-burst", "identity-verification-denied", "user-rarity-score", "user-impossible-travel", "takeover-kill-chain", "persistent-attempts-new-network"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.begins()
		o.lodge()
		o.session, o.root = "unknown", ""
		for i := range vary(o.c.variant, 14, 7, 3) {
			o.pause()
			o.begin()
			t := []*Type{resetMail, smsReset, unlockMail}[i%3]
			e := o.emit(t, "SUCCESS", "", o.p.user)
			e.Actor, e.URI, e.Debug = o.p.entity, "/idp/idx/recover", Debug{}
		}
		if o.c.variant == Easy {
			o.pause()
			o.begin()
			o.emit(identityCheck, "DENY", "Document does not match", o.p.user).URI = "/idp/idx/identity-verification"
		}
		o.pause()
		o.begin()
		o.emit(resetPassword, "SUCCESS", "", o.p.user).URI = "/idp/idx/recover"
		o.pause()
		o.signInPhished()
		o.about(o.session)
		o.launches(2)
	},
}

// massReset is a phished administrator's account that resets passwords by the
// dozen: to lock people out, or to read the messages where it can.
var massReset = family{
	name:       "mass-password-reset",
	detections: []string{"password-resets-many-users", "password-and-mfa-reset-pair", "mfa-factors-reset-all", "new-source-then-critical-operation", "admin-console-new-source", "user-impossible-travel", "protected-action-super-admin-password-reset"},
	suits:      administrator, administrator: true,
	jsonOnly: []Variant{Stealthy},
	run: func(o *operation) {
		o.enterConsole()
		people := o.others(vary(o.c.variant, 40, 18, 6), nil)
		if o.c.variant == Easy {
			people = append(people, o.others(2, administrator)...)
		}
		for _, p := range people {
			o.wait(vary(o.c.variant, second, 5*second, minute), vary(o.c.variant, 4*second, 30*second, 6*minute))
			o.begin()
			if p.admin {
				o.emit(protectedAttempt, "SUCCESS", "", newEntity(o.r.id("pac"), "Protected Action", "unknown", "Reset passwords for super admins"), p.user).URI = "/api/v1/users/lifecycle/reset_password"
			}
			o.shift.change(resetPassword, "/api/v1/users/lifecycle/reset_password", p.user)
		}
	},
}

// legacyProtocol is a spray through the endpoint for mail programs, which know
// no second factor, and what a password that fits opens there.
var legacyProtocol = family{
	name:       "legacy-protocol",
	detections: append([]string{"legacy-auth-rich-client", "single-factor-sign-in", "user-rarity-score", "unknown-client-device-sso"}, sprayDetections...),
	suits:      modern,
	run: func(o *operation) {
		o.begins()
		o.base = o.rent(o.farPlace(700), vary(o.c.variant, hostingNet, hostingNet, cableNet))
		o.agent = newAgent("Unknown", "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.5561; Pro)", "Windows 10", "UNKNOWN")
		mail := newEntity(o.r.id("0oa"), "AppInstance", "Microsoft Office 365", "Microsoft Office 365")
		try := func(p *person, t *Type, result, reason string) {
			o.session, o.root, o.token = "unknown", "", 0
			o.begin()
			e := o.emit(t, result, reason, mail, p.user)
			e.Actor, e.URI = p.entity, "/app/office365/exk1/sso/wsfed/active"
			e.Provider, e.Credential = oktaProvider, oktaCredential
		}
		gap := vary(o.c.variant, 3*second, 2*minute, hour)
		for _, p := range o.others(vary(o.c.variant, 40, 20, 10), nil) {
			try(p, richFailed, "FAILURE", wrongSecret)
			o.wait(gap/2, gap*3/2)
		}
		for range vary(o.c.variant, 6, 4, 2) {
			try(o.p, richClient, "SUCCESS", "")
			o.wait(gap/2, gap*3/2)
		}
	},
}

// rogueAgent is a directory agent of the intruder's: it is asked about every
// password, and it can bring accounts along.
var rogueAgent = family{
	name:       "rogue-directory-agent",
	detections: []string{"ad-agent-created", "admin-credential-new-source", "unwatched-control-events", "new-source-then-critical-operation", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		agent := newEntity(o.r.id("a53"), "AD Agent", "unknown", vary(o.c.variant, "WIN-7QK2", "DC-BACKUP", "AD-AGENT-03"))
		o.change(agentCreate, "/api/1/internal/app/activedirectory/agent", agent)
		if o.c.variant == Stealthy {
			return
		}
		for range vary(o.c.variant, 6, 2, 0) {
			o.wait(20*second, 2*minute)
			o.bySystem(importPerson, "SUCCESS", "", o.stranger("sync.user"+fmt.Sprint(o.r.IntN(900)), "Sync User"), agent)
		}
	},
}

// passwordPush is a phished administrator's account that has an application
// receive everybody's password in clear, by provisioning.
var passwordPush = family{
	name:       "passwords-to-application",
	detections: []string{"scim-password-push-enabled", "app-changed", "new-source-then-critical-operation", "admin-console-new-source", "user-impossible-travel", "unwatched-control-events"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		scim := newEntity(o.r.id("0oa"), "AppInstance", "SCIM 2.0 Test App (Header Auth)", "SCIM 2.0 Test App (Header Auth)")
		if o.c.variant != Stealthy {
			o.change(appCreate, "/api/v1/apps", scim)
			o.change(appActivate, "/api/v1/apps/lifecycle/activate", scim)
		} else {
			scim = o.w.company.apps[10].entity // an application that exists
		}
		o.change(appUpdate, "/api/v1/apps/features", scim).Reason = "Pushing user passwords enabled"
		if o.c.variant != Easy {
			return
		}
		for _, p := range o.others(8, nil) {
			o.change(appAssign, "/api/v1/apps/users", newEntity(o.r.id("0ua"), "AppUser", p.entity.AlternateID, p.entity.DisplayName), scim, p.user)
		}
	},
}
