package simulate

// Planned administration: what an administrator changes by a ticket, from the
// usual place, in working hours, in a session like any other.
var (
	plannedPolicy   = habit{name: "planned policy change"}
	plannedZone     = habit{name: "planned network zone change"}
	plannedToken    = habit{name: "planned API token"}
	plannedRole     = habit{name: "planned role grant"}
	plannedApp      = habit{name: "planned application"}
	plannedClient   = habit{name: "planned OAuth client"}
	plannedProvider = habit{name: "planned identity provider"}
	plannedStream   = habit{name: "planned log stream or hook"}
	reportExport    = habit{name: "report export"}
	accessReview    = habit{name: "access review"}
	supportVisit    = habit{name: "access for Okta Support"}
)

func changePolicies(s *shift) {
	s.console(func(t *shift) {
		c := t.w.company
		for n := 1 + t.r.IntN(4); n > 0; n-- {
			switch t.r.IntN(4) {
			case 0:
				e := t.change(policyUpdate, "/api/v1/policies", c.policy)
				e.Debug.Change = &Change{`{"description":"sign-on"}`, `{"description":"sign-on, reviewed"}`}
			case 1:
				rule := newEntity(t.r.id("0pr"), "PolicyRule", "unknown", pick(t.r, []string{"Warehouse", "Interns", "Field staff", "Auditors"}))
				t.change(ruleAdd, "/api/v1/policies/rules", rule, c.policy)
			case 2: // a rule that nothing meets any more
				rule := newEntity(t.r.id("0pr"), "PolicyRule", "unknown", "Pilot group")
				t.change(ruleOff, "/api/v1/policies/rules/lifecycle/deactivate", rule, c.policy)
				t.next()
				if t.r.chance(0.5) {
					t.change(ruleDelete, "/api/v1/policies/rules", rule, c.policy)
				}
			default:
				e := t.change(ruleUpdate, "/api/v1/policies/rules", pick(t.r, c.rules), c.policy)
				e.Debug.Change = &Change{`{"maxSessionLifetimeMinutes":720}`, `{"maxSessionLifetimeMinutes":480}`}
			}
			t.next()
		}
	})
}

func changeZones(s *shift) {
	s.console(func(t *shift) {
		zone := newEntity(t.r.id("nzo"), "NetworkZone", "unknown", pick(t.r, []string{"Offices", "VPN gateways", "Partners"}))
		if t.r.chance(0.3) {
			t.change(zoneCreate, "/api/v1/zones", zone)
			t.next()
		}
		e := t.change(zoneUpdate, "/api/v1/zones", zone)
		e.Debug.Change = &Change{`{"gateways":["192.0.2.0/28"]}`, `{"gateways":["192.0.2.0/28","192.0.2.16/28"]}`}
	})
}

func grantRole(s *shift) {
	s.console(func(t *shift) {
		role := pick(t.r, []string{"Read only admin", "Help desk admin", "Application administrator", "Group administrator", "Super administrator"})
		if t.r.chance(0.25) {
			t.change(groupPrivilege, "/api/v1/groups/roles", pick(t.r, t.w.company.groups)).Debug.Privilege = role
			return
		}
		t.change(privilegeGrant, "/api/v1/users/roles", t.colleague().user).Debug.Privilege = role
		if t.r.chance(0.2) {
			t.next()
			t.change(privilegeRevoke, "/api/v1/users/roles", t.colleague().user).Debug.Privilege = role
		}
	})
}

func introduceApp(s *shift) {
	s.console(func(t *shift) {
		name := pick(t.r, []string{"Whiteboard", "Travel desk", "Survey tool", "Learning portal", "Build server"})
		app := newEntity(t.r.id("0oa"), "AppInstance", name, name)
		t.change(appCreate, "/api/v1/apps", app)
		t.wait(second, 4*second)
		t.change(appActivate, "/api/v1/apps/lifecycle/activate", app)
		t.next()
		t.change(appUpdate, "/admin/app/instance/settings", app)
		t.next()
		t.change(appPolicy, "/api/v1/apps/policies", app)
		for n := 3 + t.r.IntN(15); n > 0; n-- {
			t.wait(second, 10*second)
			t.begin()
			other := t.colleague()
			t.change(appAssign, "/api/v1/apps/users", newEntity(t.r.id("0ua"), "AppUser", other.entity.AlternateID, other.entity.DisplayName), app, other.user)
		}
	})
}

func createClient(s *shift) {
	s.console(func(t *shift) {
		client := newEntity(t.r.id("0oa"), "AppInstance", "unknown", pick(t.r, []string{"Reporting job", "Mobile app", "Partner portal"}))
		t.change(appCreate, "/api/v1/apps", client)
		t.wait(200, second)
		t.change(clientCreate, "/oauth2/v1/clients", client)
	})
}

func createStream(s *shift) {
	s.console(func(t *shift) {
		if t.r.chance(0.5) {
			t.change(logStream, "/api/v1/logStreams", newEntity(t.r.id("0oa"), "LogStream", "unknown", "Security lake"))
			return
		}
		t.change(eventHook, "/api/v1/eventHooks", newEntity(t.r.id("who"), "EventHook", "unknown", "Onboarding"))
	})
}

// exportReports downloads a report or two, which Okta makes in the background.
func exportReports(s *shift) { s.console(exportReport) }

func exportReport(t *shift) {
	for n := 1 + t.r.IntN(2); n > 0; n-- {
		report := newEntity(t.r.id("rpt"), "Report", "unknown", pick(t.r, []string{"Application usage", "MFA enrollment", "User accounts", "Administrator roles"}))
		t.change(reportRequest, "/api/v1/reports", report)
		t.wait(2*second, 40*second)
		t.bySystem(reportReady, "SUCCESS", "", report)
		t.wait(5*second, 3*minute)
		t.begin()
		t.change(reportFetch, "/reports/download", report)
		t.next()
	}
}

// reviewAccess is the quarter's review: a report, and the access that nobody
// needs any more is taken away, in an hour.
func reviewAccess(s *shift) {
	s.console(func(t *shift) {
		exportReport(t)
		for n := 15 + t.r.IntN(40); n > 0; n-- {
			t.wait(3*second, 90*second)
			t.begin()
			other := t.colleague()
			if t.r.chance(0.6) {
				t.change(groupRemove, "/api/v1/groups/users", other.user, pick(t.r, t.w.company.groups))
				continue
			}
			i := t.r.IntN(len(other.apps))
			t.change(appRemove, "/api/v1/apps/users", other.mine[i], other.apps[i].entity, other.user)
		}
	})
}

func grantSupport(s *shift) {
	support := newEntity(s.r.id("00u"), "User", "okta.support@example.org", "Okta Support")
	s.console(func(t *shift) {
		t.change(impersonateOn, "/api/internal/support/grant", t.p.user)
		t.wait(20*minute, hour)
		t.session, t.root, t.token = t.r.token("102"), "", 0
		t.base, t.agent = newNetwork("192.0.2.90", ashburn, cloudNet), chrome(windows, windowsOS, "148")
		t.begin()
		t.change(supportEnter, "/api/internal/support/session", t.p.user).Actor = support
		t.wait(minute, 10*minute)
		t.begin()
		t.change(supportView, "/admin/dashboard", t.p.user).Actor = support
	})
	s.now = min(s.now, s.end)
}
