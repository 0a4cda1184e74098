package detect_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/simulate"
)

// An administrator's act weighs by the machine that it came from: one rule with
// a context, and the detections that have it in code.
func TestActsInContext(t *testing.T) {
	const token = "|debugContext.debugData.dtHash="
	usual := daily(12, at{"2 10:00:00", "user.authentication.sso", admin + token + "dtOwn"})
	then := func(typ, set string, more ...at) []at {
		return append(append(usual[:12:12], more...), at{"20 10:00:00", typ, admin + "|" + set})
	}
	office := func(n int) []at {
		var all []at
		for i := range n {
			all = append(all, at{"18 10:00:00", "user.authentication.sso", fmt.Sprintf("actor.id=00u%d|actor.alternateId=u%d@example.com|%s", i, i, elsewher)})
		}
		return all
	}
	const rule, off = "policy-rule-deactivated", "policy.rule.deactivate"
	for _, test := range []struct {
		id, name string
		events   []at
		want     []string
	}{
		{rule, "at the own machine", then(off, ""), []string{"low: network and program are the actor's own"}},
		{rule, "on a new network", then(off, elsewher), []string{"medium: "}},
		{rule, "with a new program", then(off, firefox), []string{"medium: "}},
		{rule, "both", then(off, firefox+"|"+elsewher), []string{"high: the machine is new to the actor"}},
		{rule, "the own laptop on a new network", then(off, elsewher+token+"dtOwn"), []string{"low: "}},
		{rule, "another machine with the same program", then(off, elsewher+token+"dtOther"), []string{"high: "}},
		{rule, "a device that Okta did not know", then(off, elsewher+"|debugContext.debugData.behaviors={New Device=POSITIVE}"), []string{"high: "}},
		{rule, "a network of many people", then(off, elsewher, office(5)...), []string{"low: "}},
		{rule, "a network of few people", then(off, elsewher, office(2)...), []string{"medium: "}},
		{rule, "an API token", then(off, firefox+"|"+elsewher+"|transaction.detail.requestApiTokenId=00T1"), []string{"medium: "}},
		{rule, "an account of which the log knows nothing", []at{{"20 10:00:00", off, "actor.id=00unew|actor.alternateId=new@example.com"}}, []string{"medium: "}},

		{"idp-created", "at the own machine", then("system.idp.lifecycle.create", ""), []string{"medium: network and program are the administrator's own"}},
		{"idp-created", "from a strange machine", then("system.idp.lifecycle.create", firefox+"|"+elsewher), []string{"critical: the machine is new to the administrator"}},
		{"idp-lifecycle-change", "at the own machine", then("system.idp.lifecycle.update", ""), []string{"low: "}},
		{"idp-lifecycle-change", "on a new network", then("system.idp.lifecycle.update", elsewher), []string{"medium: "}},

		{"user-lifecycle-change-spike", "few changes from a strange machine",
			append(usual[:12:12], times(5, 60, at{"20 10:00:00", "user.lifecycle.deactivate", admin + "|" + firefox + "|" + elsewher})...),
			[]string{"medium: root@example.com made 5 changes of accounts' states of one kind from 2026-05-21 10:00 UTC on with Firefox on Windows at 198.51.100.20, a machine that was new to them"}},
		{"user-lifecycle-change-spike", "fewer", append(usual[:12:12], times(4, 60, at{"20 10:00:00", "user.lifecycle.deactivate", admin + "|" + firefox + "|" + elsewher})...), nil},
		{"user-lifecycle-change-spike", "at the own machine", append(usual[:12:12], times(5, 60, at{"20 10:00:00", "user.lifecycle.deactivate", admin})...), nil},
	} {
		t.Run(test.id+"/"+test.name, func(t *testing.T) {
			match(t, findings(t, test.id, test.events), test.want...)
		})
	}
}

func TestConsents(t *testing.T) {
	const (
		client = "actor.id=0oaNew|actor.type=PublicClientApp|actor.alternateId=Meeting Notes|target=User,00ualice,Alice|"
		wide   = "debugContext.debugData.grantedScopes=okta.users.manage okta.logs.read"
		server = "client.userAgent.rawUserAgent=okta-auth-java/3.0.1|"
	)
	consent := at{"20 10:00:00", "app.oauth2.consent.grant", "target=AppInstance,0oaNew,Meeting Notes"}
	token := func(set string) at {
		return at{"20 10:00:05", "app.oauth2.token.grant.access_token", client + elsewher + "|" + set}
	}
	with := func(e at, set string) at { e.set += "|" + set; return e }
	person := func(n int) at {
		return at{"21 10:00:00", consent.typ, fmt.Sprintf("actor.id=00u%d|actor.alternateId=u%d@example.com|target=AppInstance,0oaNew,Meeting Notes", n, n)}
	}
	const console = "user.session.access_admin_app"
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"wide rights", []at{consent, token(wide)},
			[]string{"high: alice@example.com gave the client “Meeting Notes”, new to this log, consent on 2026-05-21 10:00 UTC with Chrome on macOS at 192.0.2.10; 5 s later it took 1 token from Chrome on macOS at 198.51.100.20, a network new to the person, for okta.users.manage okta.logs.read"}},
		{"a device code", []at{consent, token(server + "debugContext.debugData.grantType=urn:ietf:params:oauth:grant-type:device_code")}, []string{"high: by a device code"}},
		{"a device code, by the page", []at{with(consent, "debugContext.debugData.requestUri=/activate"), token(server)}, []string{"high: by a device code"}},
		{"for all", []at{{consent.when, "app.oauth2.admin.consent.grant", consent.set}, token(server)}, []string{"high: "}},
		{"a browser takes the token", []at{consent, token("")}, []string{"medium: "}},
		{"a server takes it", []at{consent, token(server)}, []string{"low: "}},
		{"an administrator's", []at{{"15 10:00:00", console, ""}, consent, token(server)}, []string{"medium: "}},
		{"an administrator's, at a vendor of many clients", []at{{"15 10:00:00", console, ""}, consent, token(server),
			{"20 11:00:00", "app.oauth2.token.grant", "actor.id=0oaOld|actor.type=PublicClientApp|" + server + elsewher}}, []string{"low: "}},
		{"on the person's own network", []at{consent, {"20 10:00:05", "app.oauth2.token.grant.access_token", client + wide}}, nil},
		{"an application that is being introduced", []at{consent, token(wide), person(1), person(2)}, nil},
		{"a client that was there before", []at{{"19 10:00:00", "app.oauth2.token.grant", client}, {"19 09:00:00", consent.typ, "actor.id=00ubob|actor.alternateId=bob@example.com|" + consent.set}, consent, token(wide)}, nil},
		{"refused", []at{with(consent, "outcome.result=FAILURE"), token(wide)}, nil},
		{"while the log is learnt from", []at{{"2 10:00:00", consent.typ, consent.set}, {"2 10:00:05", "app.oauth2.token.grant", client + elsewher + "|" + wide}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "oauth-consent-then-foreign-token", test.events), test.want...)
		})
	}
}

// A computer that came once, from a city and with a device token new to the
// person, looks like the person's own in all else.
func TestPassingMachine(t *testing.T) {
	const own, other = "debugContext.debugData.dtHash=dtOwn|", "debugContext.debugData.dtHash=dtOther|"
	usual := append(times(90, 3600*8, at{"0 09:30:00", "user.session.start", own}), times(90, 3600*8, at{"0 09:40:00", "user.session.start", own})...)
	ottawa := elsewher + "|client.geographicalContext.city=Ottawa"
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"never seen again", []at{{"20 09:30:00", "user.session.start", other + ottawa}}, []string{"medium: device ("}},
		{"seen again", []at{{"20 09:30:00", "user.session.start", other + ottawa}, {"24 09:30:00", "user.session.start", other + ottawa}}, []string{"low: "}},
		{"the own laptop", []at{{"20 09:30:00", "user.session.start", own + ottawa}}, nil},
		{"a new token at home", []at{{"20 09:30:00", "user.session.start", other}}, nil},
		{"at the end of the log", []at{{"29 18:30:00", "user.session.start", other + ottawa}}, []string{"low: "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "user-rarity-score", append(usual[:180:180], test.events...)), test.want...)
		})
	}
}

// profileIDs are the detections of the file profiles.go.
var profileIDs = []string{"user-impossible-travel", "breached-credential-then-new-source", "high-risk-session-admin-activity",
	"new-source-then-critical-operation", "new-device-then-payroll-app", "user-rarity-score", "machine-cadence",
	"api-token-profile-break", "oauth-consent-then-foreign-token", "takeover-kill-chain", "user-risk-threshold"}

// Weeks of a company without an intruder have at most one finding of medium
// severity or worse of each of the detections, in either form.
func TestProfilesOnBenignLogs(t *testing.T) {
	for seed := range uint64(2) {
		w, err := simulate.New(simulate.Config{Seed: 200 + seed, Users: 150, Days: 14, Attacks: []simulate.Attack{}})
		if err != nil {
			t.Fatal(err)
		}
		for form, write := range map[string]func(*bytes.Buffer) (int, error){
			"CSV":  func(b *bytes.Buffer) (int, error) { return w.WriteCSV(b) },
			"JSON": func(b *bytes.Buffer) (int, error) { return w.WriteNDJSON(b) },
		} {
			var b bytes.Buffer
			if _, err := write(&b); err != nil {
				t.Fatal(err)
			}
			loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log." + form, Size: int64(b.Len()), Reader: bytes.NewReader(b.Bytes())}}, analyzer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			outcomes, err := detect.Run(loaded.Log, detect.Config{})
			if err != nil {
				t.Fatal(err)
			}
			ran := 0
			for _, o := range outcomes {
				if !strings.Contains(" "+strings.Join(profileIDs, " ")+" ", " "+o.Detection.ID+" ") {
					continue
				}
				if o.Status == detect.Ran {
					ran++
				}
				grave := 0
				for _, f := range o.Findings {
					if f.Severity >= detect.Medium {
						grave++
						t.Logf("%s of seed %d: %s %s: %s", form, 200+seed, f.Severity, o.Detection.ID, f.Summary)
					}
				}
				if grave > 1 {
					t.Errorf("%s of seed %d: %d findings of %s", form, 200+seed, grave, o.Detection.ID)
				}
			}
			if want := len(profileIDs); form == "JSON" && ran != want {
				t.Errorf("%d of %d detections ran", ran, want)
			}
		}
	}
}
