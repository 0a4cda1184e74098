package detect_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/simulate"
)

// at is an event of a test: its type, its time ("12 09:00:00" is the twelfth day
// of the log), and "path=value" for what differs from alice at work.
type at struct {
	when, typ string
	set       string // parts, separated by "|"
}

// times returns n copies of an event, each a number of seconds after the one
// before, in which %d stands for the number of the copy.
func times(n, gap int, e at) []at {
	var all []at
	var d, h, m, s int
	fmt.Sscanf(e.when, "%d %d:%d:%d", &d, &h, &m, &s)
	for i := range n {
		t := h*3600 + m*60 + s + i*gap
		all = append(all, at{fmt.Sprintf("%d %02d:%02d:%02d", d+t/86400, t/3600%24, t/60%60, t%60), e.typ, strings.ReplaceAll(e.set, "%d", fmt.Sprint(i))})
	}
	return all
}

// daily returns an event on each of days, from the first.
func daily(days int, e at) []at { return times(days, 86400, e) }

const chrome = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"

func record(t testing.TB, n int, e at) []byte {
	t.Helper()
	var d int
	var clock string
	fmt.Sscanf(e.when, "%d %s", &d, &clock)
	r := map[string]any{
		"uuid": fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", n+1), "eventType": e.typ, "version": "0", "severity": "INFO",
		"published":       time.Date(2026, 5, 1+d, 0, 0, 0, 0, time.UTC).Format("2006-01-02") + "T" + clock + ".000Z",
		"securityContext": map[string]any{"isProxy": nil, "asNumber": nil},
		"target":          []any{},
	}
	put := func(path, value string) {
		at := r
		parts := strings.Split(path, ".")
		for _, p := range parts[:len(parts)-1] {
			if at[p] == nil {
				at[p] = map[string]any{}
			}
			at = at[p].(map[string]any)
		}
		at[parts[len(parts)-1]] = value
	}
	set := "actor.id=00ualice|actor.type=User|actor.alternateId=alice@example.com|outcome.result=SUCCESS|client.ipAddress=192.0.2.10|" +
		"client.userAgent.rawUserAgent=" + chrome + "|client.device=Computer|client.geographicalContext.country=Canada|" +
		"client.geographicalContext.city=Toronto|client.geographicalContext.state=Ontario|authenticationContext.externalSessionId=idx" + fmt.Sprint(d) + "|" + e.set
	for part := range strings.SplitSeq(set, "|") {
		path, value, ok := strings.Cut(part, "=")
		switch {
		case !ok:
		case path == "target": // type,id,name
			f := strings.SplitN(value, ",", 3)
			r["target"] = append(r["target"].([]any), map[string]any{"type": f[0], "id": f[1], "displayName": f[2]})
		default:
			put(path, value)
		}
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

func analyze(t testing.TB, log []byte) *report.Report {
	t.Helper()
	// What is told by a detection with more of the story would be left out.
	off := analyzer.Config{Detect: detect.Config{Disabled: []string{"session-replay-programmatic-client"}}}
	r, err := analyzer.Analyze(context.Background(), []analyzer.Source{{Name: "log", Size: int64(len(log)), Reader: bytes.NewReader(log)}}, off)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// findings returns what one detection finds as "severity: summary"; the log is
// of 30 days in which alice works each morning.
func findings(t testing.TB, id string, events []at) []string {
	t.Helper()
	var log []byte
	for i, e := range append(daily(30, at{"0 09:00:00", "user.authentication.sso", ""}), events...) {
		log = append(log, record(t, i, e)...)
	}
	r := analyze(t, log)
	for _, d := range r.Detectors {
		if d.ID == id && d.Status != detect.Ran {
			t.Fatalf("%s: %s, it lacks %v", id, d.Status, d.Missing)
		}
	}
	var all []string
	for _, f := range r.Findings {
		if f.Detector == id {
			all = append(all, f.Severity.String()+": "+f.Summary)
		}
	}
	return all
}

// The people and places of the tests.
const (
	abroad = "|client.ipAddress=203.0.113.30|client.geographicalContext.country=Ireland|client.geographicalContext.city=Dublin|client.geographicalContext.state=Leinster"
	script = "|client.userAgent.rawUserAgent=python-requests/2.32.3"
	bob    = "|actor.id=00ubob|actor.alternateId=bob@example.com"
	client = "actor.id=0oa1|actor.type=PublicClientApp|actor.alternateId=|actor.displayName=Sync|authenticationContext.externalSessionId="
)

func TestBaselines(t *testing.T) {
	const (
		sso, start, member = "user.authentication.sso", "user.session.start", "group.user_membership.add"
		token, factor      = "system.api_token.create", "user.mfa.factor.activate"
		grant              = "app.oauth2.as.token.grant"
		ad, idp, enrol     = "user.authentication.auth_via_AD_agent", "user.authentication.auth_via_IDP", "device.enrollment.create"
		show, rule         = "application.user_membership.show_password", "policy.rule.update"
		other              = "target=User,00u%d,Somebody"
		stored             = "debugContext.debugData.signOnMode=AUTO LOGIN|target=AppInstance,0oa%d,App"
	)
	tests := []struct {
		id, name string
		events   []at
		want     string // "" is nothing
	}{
		{"session-new-ip-dissimilar-agent", "stolen", []at{{"20 09:30:00", sso, "x=y" + abroad + script}}, "medium: session idx20 of alice@example.com began with Chrome on macOS"},
		{"session-new-ip-dissimilar-agent", "with the token", []at{{"20 09:20:00", sso, "debugContext.debugData.dtHash=ab"}, {"20 09:30:00", sso, "debugContext.debugData.dtHash=ab" + abroad + script}}, "high: "},
		{"session-new-ip-dissimilar-agent", "an update", []at{{"20 09:30:00", sso, "client.userAgent.rawUserAgent=" + strings.Replace(chrome, "141", "142", 1) + abroad}}, ""},
		{"session-new-ip-dissimilar-agent", "the same network", []at{{"20 09:30:00", sso, script[1:]}}, ""},

		{"concurrent-sessions-multi-country-spike", "three", append(times(3, 60, at{"20 10:00:00", start, "client.ipAddress=198.51.%d.1"}), at{"20 10:05:00", start, abroad[1:]}), "low: alice@example.com started sessions from 4 addresses in 2 countries"},
		{"concurrent-sessions-multi-country-spike", "one country", times(4, 60, at{"20 10:00:00", start, "client.ipAddress=198.51.%d.1"}), ""},
		{"concurrent-sessions-multi-country-spike", "while learning", append(times(3, 60, at{"2 10:00:00", start, "client.ipAddress=198.51.%d.1"}), at{"2 10:05:00", start, abroad[1:]}), ""},

		{"admin-enrolled-factors-anomaly", "three people", times(3, 60, at{"20 10:00:00", factor, other}), "medium: alice@example.com set up factors for 3 other people"},
		{"admin-enrolled-factors-anomaly", "one person", times(1, 60, at{"20 10:00:00", factor, other}), "low: "},
		{"admin-enrolled-factors-anomaly", "their own", []at{{"20 10:00:00", factor, "target=User,00ualice,Alice"}}, ""},
		{"admin-enrolled-factors-anomaly", "help desk", daily(29, at{"0 10:00:00", factor, other}), ""},

		{"failed-logins-daily-average", "a day", append(times(2, 86400*3, at{"3 10:00:00", start, "outcome.result=FAILURE|outcome.reason=INVALID_CREDENTIALS"}), times(40, 60, at{"20 10:00:00", start, "outcome.result=FAILURE|outcome.reason=INVALID_CREDENTIALS|actor.alternateId=u%d@example.com"})...), "low: 40 sign-ins of 40 accounts"},
		{"failed-logins-daily-average", "other failures", times(40, 60, at{"20 10:00:00", start, "outcome.result=FAILURE|outcome.reason=LOCKED_OUT"}), ""},
		{"failed-logins-daily-average", "few", times(20, 60, at{"20 10:00:00", start, "outcome.result=FAILURE|outcome.reason=INVALID_CREDENTIALS"}), ""},

		{"ad-agent-auth-anomaly", "many", append(daily(15, at{"0 10:00:00", ad, ""}), append(times(8, 60, at{"20 10:00:00", ad, "client.ipAddress=198.51.%d.1"}), at{"20 10:09:00", ad, abroad[1:]})...), "medium: alice@example.com's password was checked by the directory agent 9 times"},
		{"ad-agent-auth-anomaly", "one address", append(daily(15, at{"0 10:00:00", ad, ""}), times(9, 60, at{"20 10:00:00", ad, ""})...), ""},
		{"ad-agent-auth-anomaly", "few", append(daily(15, at{"0 10:00:00", ad, ""}), times(4, 60, at{"20 10:00:00", ad, "client.ipAddress=198.51.%d.1"})...), ""},

		{"rare-country-for-user", "once", []at{{"20 10:00:00", sso, abroad[1:]}}, "low: alice@example.com was in Ireland"},
		{"rare-country-for-user", "refused", []at{{"20 10:00:00", start, "outcome.result=FAILURE" + abroad}}, ""},
		{"rare-country-for-user", "often", times(5, 60, at{"20 10:00:00", sso, abroad[1:]}), ""},
		{"rare-country-for-user", "while learning", []at{{"3 10:00:00", sso, abroad[1:]}}, ""},

		{"anonymizer-first-use", "first", []at{{"20 10:00:00", sso, "securityContext.isProxy=true" + abroad + script}}, "medium: alice@example.com was let in through an anonymiser"},
		{"anonymizer-first-use", "their program", []at{{"20 10:00:00", sso, "securityContext.isProxy=true" + abroad}}, "low: "},
		{"anonymizer-first-use", "used to it", []at{{"2 10:00:00", sso, "securityContext.isProxy=true"}, {"20 10:00:00", sso, "securityContext.isProxy=true" + abroad}}, ""},
		{"anonymizer-first-use", "somebody new", []at{{"20 10:00:00", sso, "securityContext.isProxy=true" + abroad + bob}}, ""},

		{"admin-credential-new-source", "both", []at{{"20 10:00:00", token, abroad[1:] + script}}, "high: alice@example.com caused system.api_token.create"},
		{"admin-credential-new-source", "after a sign-in", []at{{"20 09:50:00", sso, abroad[1:] + script}, {"20 10:00:00", token, abroad[1:] + script}}, "high: "},
		{"admin-credential-new-source", "a network", []at{{"20 10:00:00", token, abroad[1:]}}, "low: "},
		{"admin-credential-new-source", "at home", []at{{"20 10:00:00", token, ""}}, ""},
		{"admin-credential-new-source", "somebody new", []at{{"20 10:00:00", token, bob + abroad}}, ""},

		{"admin-rare-source-ip", "abroad", append(daily(12, at{"0 10:00:00", member, ""}), at{"20 10:00:00", member, abroad[1:]}), "low: alice@example.com made 1 privileged change from 1 new network, the first from 203.0.113.0/24"},
		{"admin-rare-source-ip", "few before", append(daily(8, at{"0 10:00:00", member, ""}), at{"20 10:00:00", member, abroad[1:]}), ""},
		{"admin-rare-source-ip", "same network", append(daily(12, at{"0 10:00:00", member, ""}), at{"20 10:00:00", member, "client.ipAddress=192.0.2.99"}), ""},
		{"admin-rare-region", "abroad", append(daily(12, at{"0 10:00:00", member, ""}), at{"20 10:00:00", member, abroad[1:]}), "low: alice@example.com made 1 privileged change from 1 new region, the first from Leinster"},
		{"admin-rare-region", "on one day before", append(times(12, 60, at{"0 10:00:00", member, ""}), at{"20 10:00:00", member, abroad[1:]}), ""},
		{"admin-rare-region", "at home", append(daily(12, at{"0 10:00:00", member, ""}), at{"20 10:00:00", member, ""}), ""},

		{"idp-sign-in-new-issuer", "at their own machine", []at{{"20 10:00:00", idp, "authenticationContext.issuer.id=0oaevil"}}, "low: alice@example.com signed in by"},
		{"idp-sign-in-new-issuer", "new", []at{{"20 10:00:00", idp, "authenticationContext.issuer.id=0oaevil" + abroad}}, "medium: alice@example.com signed in by the identity provider “0oaevil”"},
		{"idp-sign-in-new-issuer", "created before", []at{{"19 10:00:00", "system.idp.lifecycle.create", ""}, {"20 10:00:00", idp, "authenticationContext.issuer.id=0oaevil" + abroad}}, "high: "},
		{"idp-sign-in-new-issuer", "known", []at{{"1 10:00:00", idp, "authenticationContext.issuer.id=0oaevil"}, {"20 10:00:00", idp, "authenticationContext.issuer.id=0oaevil"}}, ""},
		{"idp-sign-in-new-issuer", "Okta", []at{{"20 10:00:00", idp, "authenticationContext.issuer.id=Okta"}}, ""},

		{"policy-weakening-anomaly", "first", []at{{"20 10:00:00", rule, "debugContext.debugData.changedAttributes={requireFactor=false}"}}, "medium: alice@example.com weakened policies 1 time"},
		{"policy-weakening-anomaly", "from abroad", []at{{"20 10:00:00", rule, "debugContext.debugData.changedAttributes=minLength: 4" + abroad}}, "high: "},
		{"policy-weakening-anomaly", "an hour", []at{{"20 10:00:00", rule, "debugContext.debugData.changedAttributes=maxSessionLifetimeMinutes=60"}}, ""},
		{"policy-weakening-anomaly", "stronger", []at{{"20 10:00:00", rule, "debugContext.debugData.changedAttributes=requireFactor=true,minLength=12"}}, ""},

		{"unknown-client-device-sso", "a script", []at{{"20 10:00:00", sso, "client.device=Unknown" + script}}, "medium: alice@example.com opened an application"},
		{"unknown-client-device-sso", "their browser", []at{{"20 10:00:00", sso, "client.device=Unknown"}}, ""},
		{"unknown-client-device-sso", "used to it", []at{{"2 10:00:00", sso, "client.device=Unknown" + script}, {"20 10:00:00", sso, "client.device=Unknown" + script}}, ""},

		{"oauth-public-client-scope-denied", "once", []at{{"20 10:00:00", grant, client + "|outcome.result=FAILURE|outcome.reason=no_matching_scope"}}, "medium: application “Sync” was refused a token 1 time"},
		{"oauth-public-client-scope-denied", "each day", daily(5, at{"20 10:00:00", grant, client + "|outcome.result=FAILURE|outcome.reason=no_matching_scope"}), "low: "},
		{"oauth-public-client-scope-denied", "another reason", []at{{"20 10:00:00", grant, client + "|outcome.result=FAILURE|outcome.reason=invalid_client"}}, ""},
		{"oauth-public-client-scope-denied", "another grant", []at{{"20 10:00:00", grant, client + "|outcome.result=FAILURE|outcome.reason=no_matching_scope|debugContext.debugData.grantType=authorization_code"}}, ""},

		{"oauth-public-client-rare-grant", "once", []at{{"20 10:00:00", grant + ".access_token", client}}, "low: application “Sync” got its only access token"},
		{"oauth-public-client-rare-grant", "twice", times(2, 60, at{"20 10:00:00", grant + ".access_token", client}), ""},
		{"oauth-public-client-rare-grant", "while learning", []at{{"3 10:00:00", grant + ".access_token", client}}, ""},

		{"device-enrolled-unfamiliar-place", "abroad", []at{{"20 09:50:00", sso, abroad[1:]}, {"20 10:00:00", enrol, abroad[1:]}}, "medium: a device of alice@example.com was enrolled"},
		{"device-enrolled-unfamiliar-place", "another city", []at{{"20 10:00:00", enrol, "client.geographicalContext.city=Ottawa"}}, "low: "},
		{"device-enrolled-unfamiliar-place", "at home", []at{{"20 10:00:00", enrol, ""}}, ""},
		{"device-enrolled-unfamiliar-place", "somebody new", []at{{"20 10:00:00", enrol, bob + abroad}}, ""},

		{"rare-email-domain", "one", []at{{"20 10:00:00", sso, "actor.id=00ux|actor.alternateId=x@example.net"}}, "low: x@example.net and its mail domain “example.net”"},
		{"rare-email-domain", "six", times(6, 60, at{"20 10:00:00", sso, "actor.id=00ux|actor.alternateId=x@example.net"}), ""},
		{"rare-email-domain", "refused", []at{{"20 10:00:00", sso, "actor.id=00ux|actor.alternateId=x@example.net|outcome.result=FAILURE"}}, ""},
		{"rare-email-domain", "many", times(9, 60, at{"20 10:00:00", sso, "actor.id=00ux%d|actor.alternateId=x@%d.example.net"}), "low: 9 mail domains"},

		{"swa-bulk-access-anomaly", "credentials", times(6, 60, at{"20 10:00:00", show, "target=User,00u%d,U"}), "medium: alice@example.com used stored credentials of 6 accounts"},
		{"swa-bulk-access-anomaly", "from abroad", times(6, 60, at{"20 10:00:00", show, "target=User,00u%d,U" + abroad}), "high: "},
		{"swa-bulk-access-anomaly", "applications", times(11, 60, at{"20 10:00:00", sso, stored}), "low: alice@example.com used 11 applications"},
		{"swa-bulk-access-anomaly", "one over and over", times(20, 60, at{"20 10:00:00", show, "target=User,00u1,U"}), ""},
		{"swa-bulk-access-anomaly", "few", times(5, 60, at{"20 10:00:00", show, "target=User,00u%d,U"}), ""},

		{"swa-offhours-anomaly", "at night", times(3, 60, at{"20 02:00:00", show, ""}), "low: alice@example.com touched stored credentials 3 times"},
		{"swa-offhours-anomaly", "at night abroad", times(3, 60, at{"20 02:00:00", show, abroad[1:]}), "medium: "},
		{"swa-offhours-anomaly", "in the morning", times(3, 60, at{"20 09:30:00", show, ""}), ""},
		{"swa-offhours-anomaly", "twice", times(2, 60, at{"20 02:00:00", show, ""}), ""},
	}
	for _, s := range []struct{ id, typ, many string }{
		{"group-membership-change-spike", member, "changes of group membership"},
		{"group-lifecycle-change-spike", "group.lifecycle.delete", "groups created or deleted"},
		{"group-privilege-change-spike", "group.privilege.grant", "changes of groups' administrator roles"},
		{"group-app-assignment-change-spike", "group.application_assignment.add", "changes of applications' assignments"},
		{"user-lifecycle-change-spike", "user.lifecycle.deactivate", "changes of accounts' states"},
	} {
		var busy []at
		for d := range 12 {
			busy = append(busy, times(50, 60, at{fmt.Sprintf("%d 10:00:00", d), s.typ, ""})...)
		}
		tests = append(tests, []struct {
			id, name string
			events   []at
			want     string
		}{
			{s.id, "a spike", times(21, 60, at{"20 10:00:00", s.typ, ""}), "low: alice@example.com made 21 " + s.many},
			{s.id, "the floor", times(20, 60, at{"20 10:00:00", s.typ, ""}), ""},
			{s.id, "as busy as ever", append(busy, times(50, 60, at{"20 10:00:00", s.typ, ""})...), ""},
			{s.id, "busier", append(busy, times(120, 60, at{"20 10:00:00", s.typ, ""})...), "low: "},
			{s.id, "while learning", times(60, 60, at{"3 10:00:00", s.typ, ""}), ""},
			{s.id, "Okta itself", times(60, 60, at{"20 10:00:00", s.typ, "actor.type=SystemPrincipal"}), ""},
		}...)
	}
	for _, test := range tests {
		t.Run(test.id+"/"+test.name, func(t *testing.T) {
			got := findings(t, test.id, test.events)
			if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], test.want)) {
				t.Errorf("got %q\nwant %s", got, cmp.Or(test.want, "nothing"))
			}
		})
	}
}

// TestHistoryNeed checks that a short log says what it lacks, also one with a
// stray event of 1970.
func TestHistoryNeed(t *testing.T) {
	log := record(t, 0, at{"-20000 09:00:00", "user.authentication.sso", ""})
	for i, e := range daily(4, at{"0 09:00:00", "user.authentication.sso", ""}) {
		log = append(log, record(t, i+1, e)...)
	}
	for _, d := range analyze(t, log).Detectors {
		if d.ID == "rare-country-for-user" && (d.Status != detect.NotEvaluable || fmt.Sprint(d.Missing) != "[7 days of history (the log has 3)]") {
			t.Errorf("%s: %v", d.Status, d.Missing)
		}
	}
}

func historyOf(d report.Detector) float64 {
	for _, p := range d.Parameters {
		if p.Name == "history_days" {
			return p.Value
		}
	}
	return 0
}

// TestBaselinesOfBenignLogs checks that ordinary work gives no finding that
// asks for attention.
func TestBaselinesOfBenignLogs(t *testing.T) {
	baseline := map[string]bool{"session-new-ip-dissimilar-agent": true, "oauth-public-client-scope-denied": true}
	for _, d := range detect.All() {
		if d.History != "" {
			baseline[d.ID] = true
		}
	}
	for seed, days := range map[uint64]int{1: 14, 2: 21, 3: 30} {
		w, err := simulate.New(simulate.Config{Seed: seed, Users: 60, Days: days, Attacks: []simulate.Attack{}})
		if err != nil {
			t.Fatal(err)
		}
		var console, api bytes.Buffer
		if _, err = w.WriteCSV(&console); err == nil {
			_, err = w.WriteNDJSON(&api)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, log := range [][]byte{console.Bytes(), api.Bytes()} {
			low := map[string]int{}
			r := analyze(t, log)
			for _, d := range r.Detectors {
				if short := d.Status != detect.Ran && strings.Contains(fmt.Sprint(d.Missing), " of history"); baseline[d.ID] && short != (days < 15 && historyOf(d) >= 14) {
					t.Errorf("seed %d, %d days: %s: %s, it lacks %v", seed, days, d.ID, d.Status, d.Missing)
				}
			}
			for _, f := range r.Findings {
				if !baseline[f.Detector] {
					continue
				}
				low[f.Detector]++
				if f.Severity >= detect.Medium {
					t.Errorf("seed %d, %d days: %s: %s: %s", seed, days, f.Detector, f.Severity, f.Summary)
				}
			}
			t.Logf("seed %d, %d days: %v", seed, days, low)
		}
	}
}
