package simulate

// What privilegeGranted says of the standard roles.
const (
	superRole = "Super administrator"
	orgRole   = "Organization administrator"
)

// stranger returns an account that the intruder makes.
func (o *operation) stranger(login, display string) *Entity {
	return newEntity(o.r.id("00u"), "User", login+"@example.com", display)
}

// ephemeralAdmin is a phished administrator's account that makes another
// administrator, works with it, and removes it again. The account of 2023 was
// named after the backup service.
var ephemeralAdmin = family{
	name:       "ephemeral-administrator",
	detections: []string{"self-made-or-ephemeral-admin", "super-admin-granted-or-revoked", "admin-privilege-granted-user", "operator-overlap", "breach-ioc-account-created", "takeover-kill-chain"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		login := vary(o.c.variant, "svc_network_backup", "svc-backup-sync", "it.helpdesk2")
		account := o.stranger(login, vary(o.c.variant, "Network Backup", "Backup Sync", "IT Helpdesk"))
		o.change(userCreate, "/api/v1/users", account)
		o.change(userActivate, "/api/v1/users/lifecycle/activate", account)
		role := vary(o.c.variant, superRole, superRole, orgRole)
		o.change(privilegeGrant, "/api/v1/users/roles", account).Debug.Privilege = role
		made := o.posing(&person{
			index: o.p.index, seed: o.p.seed + 9, entity: account, user: account, site: o.p.site, home: o.p.home,
			machine: o.p.machine, phone: o.p.phone, apps: o.p.apps, mine: o.p.mine,
			password: newEntity(o.r.id("lae"), "AuthenticatorEnrollment", "unknown", "Password"),
			verify:   newEntity(o.r.id("pfd"), "AuthenticatorEnrollment", "unknown", "Okta Verify"),
		})
		made.agent, made.now = o.agent, o.now
		if made.agent == nil {
			made.agent = o.p.laptop(o.now)
		}
		made.pause()
		made.signInPhished()
		made.openConsole()
		made.change(policyUpdate, "/api/v1/policies", o.w.company.policy)
		made.change(reportRequest, "/api/v1/reports", o.w.company.adminConsole.entity)
		o.now = made.now + vary(o.c.variant, 5*minute, 40*minute, 5*hour)
		o.change(privilegeRevoke, "/api/v1/users/roles", account).Debug.Privilege = role
		o.change(userDeactivate, "/api/v1/users/lifecycle/deactivate", account)
		o.change(userDelete, "/api/v1/users", account)
	},
}

// selfGrant is a help desk's account that gives itself more than it had, by
// way of a group or a role.
var selfGrant = family{
	name:       "self-granted-role",
	detections: []string{"self-made-or-ephemeral-admin", "super-admin-granted-or-revoked", "admin-privilege-granted-user", "admin-privilege-granted-group", "admin-role-binding-created", "new-source-then-critical-operation"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		if o.c.variant == Stealthy {
			group := o.w.company.groups[2]
			o.change(groupAdd, "/api/v1/groups/users", o.p.user, group)
			o.change(groupPrivilege, "/api/v1/groups/roles", group).Debug.Privilege = superRole
		} else {
			o.change(privilegeGrant, "/api/v1/users/roles", o.p.user).Debug.Privilege = superRole
		}
		o.change(policyUpdate, "/api/v1/policies", o.w.company.policy)
		o.change(groupAdd, "/api/v1/groups/users", o.p.user, o.w.company.groups[0])
	},
}

// consoleDenied is a stolen session of an administrator whom the policy keeps
// out of the Admin Console from there, but not off the API: what BeyondTrust
// saw in October 2023.
var consoleDenied = family{
	name:       "console-denied-then-api",
	detections: []string{"console-denied-then-admin-change", "admin-console-access-denied", "breach-ioc-account-created", "session-context-interleave", "session-new-ip-dissimilar-agent", "session-replay-programmatic-client"},
	suits:      administrator, administrator: true,
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		c := s.w.company
		o := s.strike(campaign)
		o.lodge()
		o.hold(v)
		o.now = v.from + 2*hour + s.r.between(0, 2*hour)
		for range vary(o.c.variant, 3, 2, 1) {
			o.begin()
			o.emit(evaluateSignOn, "DENY", "Sign-on policy evaluation resulted in DENY", c.adminPolicy, c.catchAll, c.adminConsole.entity, s.p.user).URI = "/oauth2/v1/authorize"
			o.pause()
		}
		if o.c.variant == Easy {
			o.agent = pythonAgent
		}
		account := o.stranger(vary(o.c.variant, "svc_network_backup", "svc.monitoring", "build.agent"), "Service Account")
		o.change(userCreate, "/api/v1/users", account)
		o.change(groupAdd, "/api/v1/groups/users", account, c.groups[2])
		if o.c.variant != Stealthy {
			o.change(privilegeGrant, "/api/v1/users/roles", account).Debug.Privilege = orgRole
		}
		return v.session
	},
}

// operatorTakeover is a help desk's account, phished, that resets a
// colleague's and signs in as the colleague.
var operatorTakeover = family{
	name:       "help-desk-impersonation",
	detections: []string{"operator-overlap", "reset-then-takeover", "password-and-mfa-reset-pair", "mfa-factors-reset-all", "password-resets-many-users"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		for _, p := range o.others(vary(o.c.variant, 4, 2, 1), modern) {
			o.change(resetPassword, "/api/v1/users/lifecycle/reset_password", p.user)
			if o.c.variant != Stealthy {
				o.change(factorResetAll, "/api/v1/users/lifecycle/reset_factors", p.user)
			}
			if o.c.variant == Easy {
				o.change(showPassword, "/api/v1/apps/users/password", p.apps[0].entity, p.mine[0], p.user)
			}
			v := o.posing(p)
			v.now, v.token = o.now, o.token
			v.agent = o.agent
			if v.agent == nil {
				v.agent = o.p.laptop(o.now)
			}
			v.pause()
			v.signInPhished()
			v.launches(2)
			o.now = v.now
		}
	},
}

// supportAccess is Okta Support let into the organisation by an intruder, as a
// case that nobody opened.
var supportAccess = family{
	name:       "support-access",
	detections: []string{"support-impersonation", "support-credential-reset", "unwatched-control-events"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		support := newEntity(o.r.id("00u"), "User", "okta.support@example.org", "Okta Support")
		o.change(impersonateOn, "/api/internal/support/grant", o.p.user)
		s := o.posing(o.p)
		s.base, s.agent, s.token = o.rent(ashburn, cloudNet), chrome(windows, windowsOS, "148"), 0
		s.now = o.now + vary(o.c.variant, 5*minute, hour, 20*hour)
		s.session, s.root = s.r.token("102"), ""
		for _, step := range []struct {
			t   *Type
			uri string
		}{{supportEnter, "/api/internal/support/session"}, {supportView, "/admin/dashboard"}} {
			s.change(step.t, step.uri, o.p.user).Actor = support
		}
		if o.c.variant != Stealthy {
			other := o.others(1, modern)[0]
			s.change(factorResetAll, "/api/v1/users/lifecycle/reset_factors", other.user).Actor = support
			s.change(resetPassword, "/api/v1/users/lifecycle/reset_password", other.user).Actor = support
		}
	},
}
