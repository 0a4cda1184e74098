package simulate

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/event"
)

// What must hold of an attack's events in both forms of the log.
func TestAttackEvents(t *testing.T) {
	for _, habits := range []Habits{FewHabits, AllHabits} {
		for _, variant := range []Variant{Usual, Easy, Stealthy} {
			w := worldWith(t, variant, habits)
			seen := map[int32]bool{}
			uuids := map[string]bool{}
			for e := range w.Events() {
				if e.campaign == 0 {
					continue
				}
				seen[e.campaign] = true
				r := e.Row()
				name := w.campaigns[e.campaign-1].id + " " + r.Type
				if !uuidForm.MatchString(r.UUID) || uuids[r.UUID] {
					t.Fatalf("%s: uuid %q: want one of its own", name, r.UUID)
				}
				uuids[r.UUID] = true
				if !sessionForm.MatchString(r.ExternalSessionID) || r.RootSessionID != "" && !sessionForm.MatchString(r.RootSessionID) {
					t.Fatalf("%s: session %q, root %q", name, r.ExternalSessionID, r.RootSessionID)
				}
				if habits == FewHabits {
					checkClient(t, 5, &r)
				} else if r.TransactionType == "WEB" && (r.ClientIP == "" || r.UserAgent == "") {
					t.Fatalf("%s: a request without a client", name)
				}
				line := e.AppendJSON(nil)
				if !json.Valid(line) || !bytes.Contains(line, []byte(r.UUID)) {
					t.Fatalf("%s: not an object of JSON: %s", name, line)
				}
				if row := string(e.AppendCSV(nil)); !strings.Contains(row, r.UUID) || !strings.Contains(row, r.Type) {
					t.Fatalf("%s: no row: %s", name, row)
				}
				if r.ActorID == "" || r.ActorType == "" || r.OutcomeResult == "" || r.DisplayMessage == "" {
					t.Fatalf("%s: without actor, outcome or message: %+v", name, r)
				}
			}
			for i := range w.campaigns {
				if !seen[int32(i)+1] {
					t.Errorf("%s %s: no events", w.campaigns[i].id, variant)
				}
			}
		}
	}
}

var anyUUID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// Operations are in the files as they are in the events, and the same however
// often they are asked for.
func TestOperationsDeterministic(t *testing.T) {
	for _, habits := range []Habits{FewHabits, AllHabits} {
		w := worldWith(t, Usual, habits)
		first := writeCSV(t, w)
		before, err := json.Marshal(w.Labels())
		if err != nil {
			t.Fatal(err)
		}
		other := worldWith(t, Usual, habits)
		after, err := json.Marshal(other.Labels())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, after) {
			t.Error("labels depend on what the world was asked before")
		}
		if !bytes.Equal(first, writeCSV(t, other)) {
			t.Error("the log depends on what the world was asked before")
		}
		written := map[string]bool{}
		for _, uuid := range anyUUID.FindAll(first, -1) {
			written[string(uuid)] = true
		}
		for _, l := range w.Labels() {
			for _, uuid := range l.Events {
				if !written[uuid] {
					t.Fatalf("%s: event %s is not in the file", l.Campaign, uuid)
				}
			}
		}
	}
}

// The smallest company that has operations has all of them, one at a time.
func TestSmallestCompany(t *testing.T) {
	for _, f := range families[sampleFamilies:] {
		for _, variant := range []Variant{Usual, Easy, Stealthy} {
			cfg := Config{Seed: 2, Users: smallestCompany, Days: 3, Attacks: []Attack{{f.name, variant}}, Forgiving: true}
			w := newWorld(t, cfg)
			n := 0
			for e := range w.Events() {
				n += btoi(e.Campaign() == 0)
			}
			labels := w.Labels()
			if len(labels) == 0 && f.suits != nil {
				continue // nobody of twelve fits
			}
			if len(labels) != 1 || n != len(labels[0].Events) || n == 0 {
				t.Errorf("%s %s: %d labels, %d events", f.name, variant, len(labels), n)
			}
		}
		cfg := Config{Seed: 2, Users: smallestCompany - 1, Days: 3, Attacks: []Attack{{Family: f.name}}}
		if _, err := New(cfg); f.run != nil && (err == nil || !strings.Contains(err.Error(), "no victim among 11 users")) {
			t.Errorf("%s: error %v for a company that is too small", f.name, err)
		}
	}
}

// An attack is louder the easier it is: it leaves no fewer events.
func TestVariants(t *testing.T) {
	events := map[string][3]int{}
	span := map[string][3]int64{}
	for _, variant := range []Variant{Usual, Easy, Stealthy} {
		for _, l := range worldWith(t, variant, FewHabits).Labels() {
			n, d := events[l.Family], span[l.Family]
			n[variant] = len(l.Events)
			first, _ := event.ParseTime(l.First)
			last, _ := event.ParseTime(l.Last)
			d[variant] = last - first
			events[l.Family], span[l.Family] = n, d
		}
	}
	for _, f := range families {
		n, d := events[f.name], span[f.name]
		if n[Stealthy] > n[Easy] && d[Stealthy] < d[Easy] {
			t.Errorf("%s: %d events in %d s when stealthy, %d in %d s when easy", f.name, n[Stealthy], d[Stealthy]/second, n[Easy], d[Easy]/second)
		}
	}
}

func TestFamilies(t *testing.T) {
	all, errs := analyzer.Detections(nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	ids := map[string]bool{}
	for _, d := range all {
		ids[d.ID] = true
	}
	names := map[string]bool{}
	for _, f := range families {
		if names[f.name] {
			t.Errorf("%s: two families", f.name)
		}
		names[f.name] = true
		if (f.act == nil) == (f.run == nil) {
			t.Errorf("%s: want one of act and run", f.name)
		}
		if f.administrator && f.suits == nil {
			t.Errorf("%s: an administrator is anybody", f.name)
		}
		for i, id := range f.detections {
			if !ids[id] {
				t.Errorf("%s: there is no detection %s", f.name, id)
			}
			if slices.Contains(f.detections[:i], id) {
				t.Errorf("%s: %s twice", f.name, id)
			}
		}
	}
	if len(families) < 50 {
		t.Errorf("%d families", len(families))
	}
}

// What each operation has to leave, whatever the variant: the event types that
// make it that attack.
func TestTraces(t *testing.T) {
	for _, variant := range []Variant{Usual, Easy, Stealthy} {
		w := worldWith(t, variant, FewHabits)
		types := map[int32]map[string]int{}
		outcome := map[int32]map[string]int{}
		addresses := map[int32]map[string]bool{}
		for e := range w.Events() {
			if e.campaign == 0 {
				continue
			}
			if types[e.campaign] == nil {
				types[e.campaign], outcome[e.campaign], addresses[e.campaign] = map[string]int{}, map[string]int{}, map[string]bool{}
			}
			types[e.campaign][e.Type.Name]++
			outcome[e.campaign][e.Type.Name+" "+e.Result]++
			if e.Network != nil {
				addresses[e.campaign][e.Network.IP] = true
			}
		}
		for i := range w.campaigns {
			c := &w.campaigns[i]
			want, ok := traces[c.family.name]
			if !ok {
				continue // held to TestAttacks
			}
			for _, name := range strings.Fields(want.types) {
				if types[int32(i)+1][name] == 0 {
					t.Errorf("%s %s: no %s among %v", c.id, variant, name, types[int32(i)+1])
				}
			}
			failures := outcome[int32(i)+1]["user.session.start FAILURE"] + outcome[int32(i)+1]["user.authentication.auth_via_mfa FAILURE"]
			if failures < want.failures {
				t.Errorf("%s %s: %d failures; want %d", c.id, variant, failures, want.failures)
			}
			if n := len(addresses[int32(i)+1]); n < max(1, want.addresses) {
				t.Errorf("%s %s: %d addresses; want %d", c.id, variant, n, want.addresses)
			}
		}
		for name := range traces {
			if !slices.Contains(Families(), name) {
				t.Errorf("%s: there is no such family", name)
			}
		}
		for _, f := range families[sampleFamilies:] {
			if _, ok := traces[f.name]; !ok {
				t.Errorf("%s: no test", f.name)
			}
		}
	}
}

const (
	consoleVisit = "user.session.access_admin_app "
	entrySignIn  = "user.session.start user.authentication.auth_via_mfa "
)

var traces = map[string]struct {
	types               string
	failures, addresses int
}{
	"password-spray":                    {"", 14, 1},
	"distributed-spray":                 {"", 18, 12},
	"slow-spray":                        {"", 24, 1},
	"brute-force":                       {"", 20, 1},
	"credential-stuffing":               {"user.session.start policy.evaluate_sign_on user.authentication.sso", 12, 1},
	"lockout-spray":                     {"user.account.lock", 50, 1},
	"code-guessing":                     {entrySignIn, 15, 1},
	"toll-abuse":                        {"system.sms.send_factor_verify_message system.voice.send_mfa_challenge_call", 0, 1},
	"help-desk-reset":                   {entrySignIn + "user.mfa.factor.reset_all user.mfa.factor.activate", 0, 2},
	"own-factor":                        {entrySignIn + "user.mfa.factor.activate device.enrollment.create", 0, 1},
	"factor-downgrade-at-sign-in":       {entrySignIn + "system.sms.send_factor_verify_message", 1, 1},
	"phishing-relay":                    {entrySignIn, 0, 1},
	"factor-downgrade-by-administrator": {consoleVisit + "user.mfa.factor.deactivate user.mfa.factor.activate", 0, 1},
	"session-used-after-sign-out":       {"user.authentication.sso", 0, 1},
	"session-revived":                   {"user.authentication.sso", 0, 1},
	"session-two-places":                {"user.authentication.sso", 0, 1},
	"session-of-two-people":             {"user.authentication.sso", 0, 1},
	"session-in-a-script":               {"user.authentication.sso", 0, 1},
	"infostealer-cookie":                {"user.authentication.sso", 0, 1},
	"ephemeral-administrator":           {consoleVisit + "user.lifecycle.create user.account.privilege.grant user.account.privilege.revoke user.lifecycle.deactivate", 0, 1},
	"self-granted-role":                 {consoleVisit + "policy.lifecycle.update", 0, 1},
	"console-denied-then-api":           {"policy.evaluate_sign_on user.lifecycle.create", 0, 1},
	"help-desk-impersonation":           {consoleVisit + "user.account.reset_password", 0, 1},
	"support-access":                    {"user.session.impersonation.grant user.session.impersonation.initiate support.org.view", 0, 2},
	"api-token-persistence":             {"system.api_token.create group.user_membership.add", 0, 2},
	"api-token-theft":                   {"group.user_membership.add user.lifecycle.create", 0, 1},
	"policy-weakening":                  {consoleVisit + "policy.rule.update", 0, 1},
	"network-zone-widened":              {consoleVisit, 0, 1},
	"log-tampering":                     {consoleVisit + "user.behavior.profile.reset", 0, 1},
	"mass-export":                       {"analytics.reports.export.request analytics.reports.export.generate analytics.reports.export.download", 0, 1},
	"idp-key-added":                     {"system.idp.key.create system.idp.lifecycle.update user.authentication.auth_via_IDP", 0, 1},
	"cross-tenant-impersonation":        {"system.idp.lifecycle.create policy.rule.add user.authentication.auth_via_IDP", 0, 1},
	"saml-application-changed":          {"application.lifecycle.update", 0, 1},
	"oauth-consent":                     {"app.oauth2.token.grant.refresh_token", 0, 2},
	"device-code-phishing":              {"app.oauth2.consent.grant app.oauth2.token.grant", 0, 2},
	"client-secret-added":               {"app.oauth2.credentials.lifecycle.create app.oauth2.token.grant", 0, 2},
	"payroll-takeover":                  {entrySignIn + "user.authentication.sso", 0, 1},
	"application-sweep":                 {entrySignIn + "user.authentication.sso", 0, 1},
	"password-reveal":                   {"application.user_membership.show_password", 0, 1},
	"mass-application-removal":          {"application.user_membership.remove", 0, 1},
	"mass-deactivation":                 {"user.lifecycle.deactivate", 0, 1},
	"administrators-locked-out":         {"user.account.privilege.revoke", 0, 1},
	"anonymiser-sign-in":                {entrySignIn, 0, 1},
	"residential-proxy-sign-in":         {entrySignIn, 0, 1},
	"context-shopping":                  {"policy.evaluate_sign_on application.policy.sign_on.deny_access user.authentication.sso", 0, 1},
	"session-hijack-reported":           {"user.session.context.change user.authentication.sso", 0, 1},
	"session-probing":                   {"policy.evaluate_sign_on", 0, 1},
	"breached-credential":               {entrySignIn + "security.breached_credential.detected", 0, 1},
	"push-campaign":                     {entrySignIn + "system.push.send_factor_verify_push", 0, 2},
	"abandoned-prompts":                 {"user.authentication.auth_via_mfa", 0, 1},
	"number-challenge-guessed":          {entrySignIn + "system.push.send_factor_verify_push", 1, 2},
	"one-phone-for-many":                {entrySignIn + "system.sms.send_phone_verification_message user.mfa.factor.activate", 0, 1},
	"recovery-abuse":                    {entrySignIn + "system.email.password_reset.sent_message user.account.reset_password", 0, 1},
	"mass-password-reset":               {consoleVisit + "user.account.reset_password", 0, 1},
	"legacy-protocol":                   {"user.authentication.auth_via_richclient", 0, 1},
	"rogue-directory-agent":             {consoleVisit + "system.agent.ad.create", 0, 1},
	"passwords-to-application":          {consoleVisit + "application.lifecycle.update", 0, 1},
	"oauth-client-theft":                {"app.oauth2.token.grant app.oauth2.token.grant.access_token", 0, 1},
	"distributed-brute-force":           {"", 20, 10},
	"chain-spray-to-token":              {"user.mfa.factor.activate system.api_token.create user.authentication.sso", 11, 2},
	"chain-call-to-provider":            {"user.mfa.factor.reset_all user.mfa.factor.activate system.idp.lifecycle.create user.authentication.auth_via_IDP", 0, 2},
}
