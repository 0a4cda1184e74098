package simulate

// appNamed returns the place of an application among the account's, or -1.
func (o *operation) appNamed(label string) int {
	for i, a := range o.p.apps {
		if a.entity.DisplayName == label {
			return i
		}
	}
	return -1
}

// payroll is an account of somebody who is paid: the intruder signs in on a
// new device, goes to the payroll application alone and changes where the
// salary goes, as in the campaigns against universities in 2025.
var payroll = family{
	name:       "payroll-takeover",
	detections: []string{"new-device-then-payroll-app", "user-impossible-travel", "device-enrolled-unfamiliar-place", "user-rarity-score", "new-device-through-proxy", "takeover-kill-chain"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.enter()
		if o.c.variant != Stealthy {
			o.enrolOwnFactor()
		}
		for range vary(o.c.variant, 3, 2, 1) {
			o.pause()
			o.launch(o.appNamed("Workday"))
		}
		if o.c.variant == Easy {
			o.change(emailChange, "/api/v1/users/me", o.p.user)
		}
	},
}

// appSweep is an intruder who opens everything that the account has, one after
// the other, to see what is there.
var appSweep = family{
	name:       "application-sweep",
	detections: []string{"rapid-app-access", "user-impossible-travel", "user-rarity-score", "new-device-through-proxy", "machine-cadence", "session-cookie-app-probing"},
	suits:      func(p *person) bool { return !p.classic && len(p.apps) >= 6 },
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.enter()
		gap := vary(o.c.variant, 1500, 12*second, 6*minute)
		for range vary(o.c.variant, 2, 1, 1) {
			for i := range o.p.apps {
				o.launch(i)
				o.wait(gap/2, gap*3/2)
			}
		}
	},
}

// passwordReveal is an intruder who has Okta show the passwords that it stores
// for applications that know no single sign-on.
var passwordReveal = family{
	name:       "password-reveal",
	detections: []string{"app-password-revealed", "app-password-revealed-other-user", "swa-bulk-access-anomaly", "swa-offhours-anomaly", "user-impossible-travel", "user-rarity-score"},
	suits:      modern,
	jsonOnly:   []Variant{Stealthy},
	run: func(o *operation) {
		o.enter()
		for i := range min(len(o.p.apps), vary(o.c.variant, 8, 4, 1)) {
			o.change(showPassword, "/api/v1/users/me/apps/password", o.p.apps[i].entity, o.p.mine[i], o.p.user)
		}
	},
}

// appRemoval is a phished administrator's account that takes applications from
// many, so that nobody can work.
var appRemoval = family{
	name:       "mass-application-removal",
	detections: []string{"user-lifecycle-change-spike", "group-app-assignment-change-spike", "group-membership-change-spike", "app-deactivated", "app-deleted", "new-source-then-critical-operation"},
	suits:      administrator, administrator: true,
	jsonOnly: []Variant{Stealthy},
	run: func(o *operation) {
		o.enterConsole()
		for _, p := range o.others(vary(o.c.variant, 40, 20, 8), nil) {
			i := o.r.IntN(len(p.apps))
			o.wait(vary(o.c.variant, second, 5*second, minute), vary(o.c.variant, 4*second, 20*second, 5*minute))
			o.begin()
			o.emit(appRemove, "SUCCESS", "", p.mine[i], p.apps[i].entity, p.user).URI = "/api/v1/apps/users"
		}
		if o.c.variant == Easy {
			o.change(appDeactivate, "/api/v1/apps/lifecycle/deactivate", o.w.company.apps[4].entity)
			o.change(appDelete, "/api/v1/apps", o.w.company.apps[4].entity)
		}
	},
}

// massDeactivation is destruction: accounts are deactivated one after the other.
var massDeactivation = family{
	name:       "mass-deactivation",
	detections: []string{"user-lifecycle-change-spike", "self-made-or-ephemeral-admin", "new-source-then-critical-operation", "admin-console-new-source", "user-impossible-travel"},
	suits:      administrator, administrator: true,
	jsonOnly: []Variant{Stealthy},
	run: func(o *operation) {
		o.enterConsole()
		for i, p := range o.others(vary(o.c.variant, 50, 20, 8), nil) {
			o.wait(vary(o.c.variant, second, 5*second, minute), vary(o.c.variant, 4*second, 20*second, 5*minute))
			o.begin()
			t, uri := userDeactivate, "/api/v1/users/lifecycle/deactivate"
			if o.c.variant == Usual && i%2 == 1 {
				t, uri = userSuspend, "/api/v1/users/lifecycle/suspend"
			}
			o.emit(t, "SUCCESS", "", p.user).URI = uri
		}
	},
}

// adminLockout takes the other administrators' rights away, so that nobody can
// answer.
var adminLockout = family{
	name:       "administrators-locked-out",
	detections: []string{"self-made-or-ephemeral-admin", "super-admin-granted-or-revoked", "user-lifecycle-change-spike", "new-source-then-critical-operation"},
	suits:      administrator, administrator: true,
	run: func(o *operation) {
		o.enterConsole()
		staff := o.others(vary(o.c.variant, 4, 3, 2), administrator)
		if len(staff) == 0 { // the victim is the only one
			staff = o.others(1, modern)
		}
		for _, p := range staff {
			o.change(privilegeRevoke, "/api/v1/users/roles", p.user).Debug.Privilege = superRole
			if o.c.variant != Stealthy {
				o.change(sessionClear, "/api/v1/users/sessions", p.user)
				o.change(userDeactivate, "/api/v1/users/lifecycle/deactivate", p.user)
			}
		}
	},
}
