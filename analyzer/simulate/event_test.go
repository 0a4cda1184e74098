package simulate

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// knownTypes are the event types in use, as Okta's catalogue of event types
// spells them.
var knownTypes = []string{
	"app.generic.unauth_app_access_attempt",
	"app.oauth2.authorize.code",
	"app.oauth2.token.grant",
	"app.oauth2.token.grant.access_token",
	"app.oauth2.token.grant.id_token",
	"application.lifecycle.update",
	"application.provision.user.push_profile",
	"application.user_membership.add",
	"group.user_membership.add",
	"group.user_membership.remove",
	"policy.evaluate_sign_on",
	"policy.rule.add",
	"policy.rule.update",
	"system.email.new_device_notification.sent_message",
	"system.idp.key.create",
	"system.idp.lifecycle.activate",
	"system.idp.lifecycle.create",
	"system.import.complete",
	"system.import.start",
	"system.push.send_factor_verify_push",
	"user.account.update_password",
	"user.account.update_profile",
	"user.authentication.auth_via_mfa",
	"user.authentication.sso",
	"user.lifecycle.activate",
	"user.lifecycle.create",
	"user.mfa.okta_verify.deny_push",
	"user.session.access_admin_app",
	"user.session.end",
	"user.session.expire",
	"user.session.start",
}

// moreTypes are the others that a log with all habits has.
var moreTypes = []string{
	"analytics.reports.export.download",
	"analytics.reports.export.generate",
	"analytics.reports.export.request",
	"app.keys.generate",
	"app.oauth2.admin.consent.grant",
	"app.oauth2.client.lifecycle.create",
	"app.oauth2.client.privilege.grant",
	"app.oauth2.client.read_client_secret",
	"app.oauth2.consent.grant",
	"app.oauth2.credentials.lifecycle.create",
	"app.oauth2.token.grant.refresh_token",
	"application.lifecycle.activate",
	"application.lifecycle.create",
	"application.lifecycle.deactivate",
	"application.lifecycle.delete",
	"application.policy.sign_on.deny_access",
	"application.policy.sign_on.update",
	"application.user_membership.remove",
	"application.user_membership.show_password",
	"device.enrollment.create",
	"event_hook.created",
	"event_hook.deactivated",
	"event_hook.deleted",
	"group.privilege.grant",
	"policy.lifecycle.update",
	"policy.rule.deactivate",
	"policy.rule.delete",
	"security.threat.configuration.update",
	"support.org.view",
	"system.api_token.create",
	"system.api_token.revoke",
	"system.email.mfa_enroll_notification.sent_message",
	"system.email.password_reset.sent_message",
	"system.idp.lifecycle.update",
	"system.log_stream.lifecycle.create",
	"system.log_stream.lifecycle.deactivate",
	"system.log_stream.lifecycle.delete",
	"system.mfa.factor.activate",
	"system.org.rate_limit.warning",
	"system.sms.send_factor_verify_message",
	"system.voice.send_mfa_challenge_call",
	"user.account.lock",
	"user.account.privilege.grant",
	"user.account.privilege.revoke",
	"user.account.report_suspicious_activity_by_enduser",
	"user.account.reset_password",
	"user.account.unlock",
	"user.account.unlock_by_admin",
	"user.account.update_primary_email",
	"user.authentication.auth_via_IDP",
	"user.behavior.profile.reset",
	"user.lifecycle.deactivate",
	"user.lifecycle.delete.initiated",
	"user.lifecycle.suspend",
	"user.mfa.factor.activate",
	"user.mfa.factor.deactivate",
	"user.mfa.factor.reset_all",
	"user.session.clear",
	"user.session.impersonation.grant",
	"user.session.impersonation.initiate",
	"zone.create",
	"zone.remove_blacklist",
	"zone.update",
}

var (
	documentation = []netip.Prefix{
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32"),
	}
	// benchmarks is what a log with all habits has for networks that are not
	// neighbours (RFC 2544).
	benchmarks  = netip.MustParsePrefix("198.18.0.0/15")
	uuidForm    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	sessionForm = regexp.MustCompile(`^(unknown|(idx|102|trs)[A-Za-z0-9_-]{22})$`)
	mailForm    = regexp.MustCompile(`^[a-z0-9.-]+@example\.(com|net|org)$`)
	domainWord  = regexp.MustCompile(`[A-Za-z0-9-]+\.(com|net|org|io|dev|local)\b`)
)

// What must hold of every event of every log.
func TestEvents(t *testing.T) {
	for _, cfg := range []Config{
		{Seed: 1}, {Seed: 2}, {Seed: 3, Users: 150, Days: 4}, {Seed: 4, Users: 3, Days: 1},
		{Seed: 5, Users: 60, Days: 25, Start: 1_700_000_000_000}, {Seed: 6, Users: 30, Days: 7, Events: 9000},
		{Seed: 7, Users: 60, Days: 12, Habits: AllHabits}, {Seed: 8, Users: 5, Days: 1, Habits: AllHabits},
		{Seed: 9, Users: 120, Days: 4, Habits: AllHabits},
	} {
		w := newWorld(t, cfg)
		first, end := w.cfg.Start, w.cfg.Start+int64(w.cfg.Days)*day
		seen, n := map[string]bool{}, 0
		last, lastUUID := int64(0), ""
		for e := range w.Events() {
			r := e.Row()
			n++
			if !uuidForm.MatchString(r.UUID) || seen[r.UUID] {
				t.Fatalf("seed %d: uuid %q: want one of its own, version 1, lower case", cfg.Seed, r.UUID)
			}
			seen[r.UUID] = true
			if e.Time < first || e.Time >= end {
				t.Fatalf("seed %d: %s lies outside the log", cfg.Seed, r.Published)
			}
			if e.Time < last || e.Time == last && r.UUID < lastUUID {
				t.Fatalf("seed %d: %s %s is out of order", cfg.Seed, r.Published, r.UUID)
			}
			last, lastUUID = e.Time, r.UUID
			if ms, err := event.ParseTime(r.Published); err != nil || ms != e.Time {
				t.Fatalf("seed %d: %s parses as %d, %v; want %d", cfg.Seed, r.Published, ms, err, e.Time)
			}
			if !slices.Contains(knownTypes, r.Type) && !(cfg.Habits == AllHabits && slices.Contains(moreTypes, r.Type)) {
				t.Fatalf("seed %d: event type %q is not in Okta's catalogue", cfg.Seed, r.Type)
			}
			if !sessionForm.MatchString(r.ExternalSessionID) || r.RootSessionID != "" && !sessionForm.MatchString(r.RootSessionID) {
				t.Fatalf("seed %d: session %q, root %q", cfg.Seed, r.ExternalSessionID, r.RootSessionID)
			}
			checkClientOf(t, cfg.Seed, cfg.Habits, &r)
			for _, cell := range []string{r.ActorAlternateID, r.ActorDisplayName, r.Target0.AlternateID, r.Target1.AlternateID, r.Target2.AlternateID, r.Target3.AlternateID} {
				if strings.Contains(cell, "@") && cell != "system@okta.com" && !mailForm.MatchString(cell) {
					t.Fatalf("seed %d: login %q: want one at an example domain", cfg.Seed, cell)
				}
			}
			if cfg.Habits == AllHabits && n%4 > 0 {
				continue // the text costs more than all else
			}
			for _, found := range domainWord.FindAllString(string(e.AppendJSON(nil)), -1) {
				if !strings.HasPrefix(found, "example.") && found != "okta.com" && found != "system.org" && !strings.HasPrefix(r.UserAgent, "D2DD7D3915.com") && !strings.HasPrefix(r.UserAgent, "B7F62B65BN.com") {
					t.Fatalf("seed %d: domain %q: want example domains only", cfg.Seed, found)
				}
			}
		}
		if n == 0 {
			t.Errorf("seed %d: no events", cfg.Seed)
		}
	}
}

func checkClient(t *testing.T, seed uint64, r *event.Row) {
	t.Helper()
	checkClientOf(t, seed, FewHabits, r)
}

func checkClientOf(t *testing.T, seed uint64, habits Habits, r *event.Row) {
	t.Helper()
	switch r.TransactionType {
	case "WEB":
		if r.ClientZone != "null" || r.ClientIP == "" || r.UserAgent == "" || r.ClientIP != r.ChainIP {
			t.Fatalf("seed %d: %s: a request without a client: %+v", seed, r.UUID, r)
		}
		ip, err := netip.ParseAddr(r.ClientIP)
		if err != nil || !slices.ContainsFunc(documentation, func(p netip.Prefix) bool { return p.Contains(ip) }) && !(habits == AllHabits && benchmarks.Contains(ip)) || ip.String() != r.ClientIP {
			t.Fatalf("seed %d: address %q: want one for documentation, in its usual form", seed, r.ClientIP)
		}
		if want := map[bool]string{true: "V4", false: "V6"}[ip.Is4()]; r.ChainVersion != want {
			t.Fatalf("seed %d: address %q has version %q", seed, r.ClientIP, r.ChainVersion)
		}
	case "JOB":
		if r.ClientZone != "" || r.ClientIP != "" || r.UserAgent != "" || r.Latitude != "" {
			t.Fatalf("seed %d: %s: a job with a client: %+v", seed, r.UUID, r)
		}
	default:
		t.Fatalf("seed %d: transaction type %q", seed, r.TransactionType)
	}
}

// The realism that the detections depend on: each of these must occur.
func TestVariety(t *testing.T) {
	w := newWorld(t, Config{Seed: 1, Users: 400, Days: 14})
	count := map[string]int{}
	transactions := map[string]int{}
	roots := map[string]string{}
	size, n := 0, 0
	for e := range w.Events() {
		r := e.Row()
		n++
		size += len(e.AppendCSV(nil))
		transactions[r.TransactionID]++
		mark := func(name string, yes bool) {
			if yes {
				count[name]++
			}
		}
		mark("comma in a name", strings.Contains(r.ActorDisplayName, ", "))
		mark("quote in a name", strings.Contains(r.ActorDisplayName, `"`))
		mark("letter beyond ASCII", strings.ContainsFunc(r.ActorDisplayName, func(c rune) bool { return c > 127 }))
		mark("comma in a phone's agent", strings.Contains(r.UserAgent, "Apple/iPhone18,2"))
		mark("Chrome 148", strings.Contains(r.UserAgent, "Chrome/148"))
		mark("Chrome 149", strings.Contains(r.UserAgent, "Chrome/149"))
		mark("IPv6", r.ChainVersion == "V6")
		mark("no geography", r.ClientIP != "" && r.Country == "" && r.Latitude == "")
		mark("country without city", r.Country != "" && r.City == "")
		mark("unknown session", r.ExternalSessionID == "unknown")
		mark("unknown user", r.ActorID == "unknown" && r.ActorType == "User" && r.OutcomeResult == "FAILURE")
		mark("Okta's servers", r.UserAgent == "Okta-Integrations" && r.City == "Boardman")
		mark("user's sign-on by Okta's servers", r.UserAgent == "Okta-Integrations" && r.Type == "user.authentication.sso")
		mark("public client", r.ActorType == "PublicClientApp")
		mark("job's session", r.TransactionType == "JOB" && strings.HasPrefix(r.ExternalSessionID, "trs"))
		mark("API token", r.RequestAPITokenID != "")
		mark("wrong password", r.OutcomeReason == wrongSecret && r.Target1.DisplayName == "Password")
		mark("denied push", r.OutcomeReason == wrongSecret && r.Target1.DisplayName == "Okta Verify")
		mark("four targets", r.Target3.ID != "")
		mark("five targets", len(e.Targets) > 4)
		mark("session that expires", r.Type == "user.session.expire")
		mark("security key", r.Target1.DisplayName == "Security Key or Biometric")
		if strings.HasPrefix(r.ExternalSessionID, "102") && r.RootSessionID != "" {
			roots[r.ExternalSessionID] = r.RootSessionID
		}
		mark("session of the Classic Engine", strings.HasPrefix(r.ExternalSessionID, "102") && r.RootSessionID == "")
		mark("approval from a carrier's address", r.ClientDevice == "Mobile" && r.Type == "user.authentication.auth_via_mfa" && strings.HasPrefix(r.ClientIP, "203.0.113."))
	}
	for _, name := range []string{
		"comma in a name", "quote in a name", "letter beyond ASCII", "comma in a phone's agent", "Chrome 148", "Chrome 149",
		"IPv6", "no geography", "country without city", "unknown session", "unknown user", "Okta's servers",
		"user's sign-on by Okta's servers", "public client", "job's session", "API token", "wrong password", "denied push",
		"four targets", "five targets", "session that expires", "security key", "session of the Classic Engine",
		"approval from a carrier's address",
	} {
		if count[name] == 0 {
			t.Errorf("%s: never happens", name)
		}
	}
	if average := size / n; average < 600 || average > 780 {
		t.Errorf("a row has %d bytes on average; want 600 to 780, as in real exports", average)
	}
	if per := float64(n) / float64(len(transactions)); per < 1.5 {
		t.Errorf("%.2f events a transaction; want several", per)
	}
	if len(roots) == 0 {
		t.Error("no session of the Admin Console under a root session")
	}
	for session, root := range roots {
		if !strings.HasPrefix(root, "idx") {
			t.Errorf("session %s has the root %s", session, root)
		}
	}
}
