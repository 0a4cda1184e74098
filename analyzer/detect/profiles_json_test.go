package detect_test

import (
	"strings"
	"testing"
)

// match checks that the findings of a detection are those that are wanted, each
// "severity: " and a part of the summary.
func match(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("findings %q, want %q", got, want)
	}
	for i := range want {
		severity, text, _ := strings.Cut(want[i], ": ")
		if !strings.HasPrefix(got[i], severity+": ") || !strings.Contains(got[i], text) {
			t.Errorf("finding %q, want %q", got[i], want[i])
		}
	}
}

const (
	toronto = "|client.geographicalContext.geolocation.lat=43.65|client.geographicalContext.geolocation.lon=-79.38"
	dublin  = "|client.ipAddress=198.51.100.20|client.geographicalContext.city=Dublin|client.geographicalContext.country=Ireland" +
		"|client.geographicalContext.geolocation.lat=53.35|client.geographicalContext.geolocation.lon=-6.26"
)

// An address that Okta takes for an anonymiser's is no place; one machine with
// two addresses is no journey of two people.
func TestUserTravelMachines(t *testing.T) {
	for _, test := range []struct {
		name, set string
		want      []string
	}{
		{"two machines", "debugContext.debugData.dtHash=dtB", []string{"medium: the device is another"}},
		{"one machine", "debugContext.debugData.dtHash=dtA", []string{"low: but the machine is the same"}},
		{"an anonymiser", "debugContext.debugData.dtHash=dtB|securityContext.isProxy=true", nil},
		{"an anonymiser by its tunnel", `debugContext.debugData.dtHash=dtB|debugContext.debugData.tunnels=[{"anonymous": true, "operator": "ONION"}]`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "user-impossible-travel", []at{
				{"20 11:00:00", "user.session.start", "debugContext.debugData.dtHash=dtA" + toronto},
				{"20 11:20:00", "user.session.start", test.set + "|authenticationContext.externalSessionId=idxB" + dublin},
			}), test.want...)
		})
	}
}

const (
	admin    = "actor.id=00uroot|actor.alternateId=root@example.com|client.ipAddress=203.0.113.5"
	firefox  = "client.userAgent.rawUserAgent=Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
	iphone   = "client.userAgent.rawUserAgent=Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
	overseas = "client.ipAddress=198.51.100.20|client.geographicalContext.city=Dublin|client.geographicalContext.country=Ireland"
	elsewher = "client.ipAddress=198.51.100.20"
	highRisk = `debugContext.debugData.risk={level=HIGH, reasons=Anomalous Location}`
	lowRisk  = `debugContext.debugData.risk={level=LOW}`
)

func TestBreachThenSource(t *testing.T) {
	warning := at{"20 10:00:00", "security.breached_credential.detected", ""}
	enter := func(when, set string) []at { return []at{warning, {when, "user.session.start", set}} }
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"a new machine elsewhere", enter("20 12:00:00", firefox+"|"+elsewher),
			[]string{"high: Okta saw a breached password of alice@example.com in use on 2026-05-21 10:00 UTC; 2 h later the account signed in with Firefox on Windows at 198.51.100.20, a machine and a network new to its owner"}},
		{"by Okta's behaviours", enter("20 12:00:00", "debugContext.debugData.behaviors={New Device=POSITIVE, New Geo-Location=POSITIVE, Velocity=NEGATIVE}"), []string{"high: "}},
		{"a new password from there", []at{warning, {"20 12:00:00", "user.account.update_password", firefox + "|" + overseas}}, []string{"high: got a new password with"}},
		{"the owner's new telephone", enter("20 12:00:00", iphone+"|"+elsewher), []string{"low: "}},
		{"the owner's new browser at home", enter("20 12:00:00", firefox), []string{"low: a machine new"}},
		{"the owner", enter("20 12:00:00", ""), nil},
		{"a day later", enter("21 10:00:01", firefox+"|"+elsewher), nil},
		{"before the warning", []at{{"20 09:30:00", "user.session.start", firefox + "|" + elsewher}, warning}, nil},
		{"refused", enter("20 12:00:00", firefox+"|"+elsewher+"|outcome.result=FAILURE"), nil},
		{"somebody else", enter("20 12:00:00", "actor.id=00ubob|actor.alternateId=bob@example.com|"+firefox+"|"+elsewher), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "breached-credential-then-new-source", test.events), test.want...)
		})
	}
}

func TestHighRiskAdmin(t *testing.T) {
	usual := daily(10, at{"2 10:00:00", "policy.rule.update", admin})
	session := func(entry, act at) []at {
		entry.set, act.set = admin+"|authenticationContext.externalSessionId=idxR|"+entry.set, admin+"|authenticationContext.externalSessionId=idxR|"+act.set
		return append(usual[:10:10], entry, act)
	}
	entry := at{"20 10:00:00", "user.session.start", highRisk}
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"a change of a new kind", session(entry, at{"20 10:20:00", "system.api_token.create", ""}),
			[]string{"high: root@example.com signed in with high risk on 2026-05-21 10:00 UTC with Chrome on macOS at 203.0.113.5 (Anomalous Location); from 20 min later on the session made 1 change, such as system.api_token.create, which the administrator had not done before"}},
		{"and from a strange machine", session(at{entry.when, entry.typ, highRisk + "|" + firefox + "|" + elsewher}, at{"20 10:20:00", "system.api_token.create", ""}), []string{"critical: "}},
		{"in security data", session(at{entry.when, entry.typ, `debugContext.debugData.logOnlySecurityData={"risk":{"level":"HIGH","reasons":"New device"},"behaviors":{}}`},
			at{"20 10:20:00", "system.api_token.create", ""}), []string{"high: "}},
		{"what the administrator does anyway", session(entry, at{"20 10:20:00", "policy.rule.update", ""}), []string{"low: of kinds that the administrator is used to"}},
		{"low risk", session(at{entry.when, entry.typ, lowRisk}, at{"20 10:20:00", "system.api_token.create", ""}), nil},
		{"refused", session(at{entry.when, entry.typ, highRisk + "|outcome.result=FAILURE"}, at{"20 10:20:00", "system.api_token.create", ""}), nil},
		{"too late", session(entry, at{"20 11:00:01", "system.api_token.create", ""}), nil},
		{"another session", append(session(entry, at{"20 10:20:00", "user.authentication.sso", ""}), at{"20 10:20:00", "system.api_token.create", admin + "|authenticationContext.externalSessionId=idxS"}), nil},
		{"the change failed", session(entry, at{"20 10:20:00", "system.api_token.create", "outcome.result=FAILURE"}), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "high-risk-session-admin-activity", test.events), test.want...)
		})
	}
}

func TestNewSourceCritical(t *testing.T) {
	usual := daily(15, at{"2 10:00:00", "policy.rule.update", admin})
	strange := firefox + "|" + overseas
	then := func(entry, act string, when, typ string) []at {
		return append(usual[:15:15], at{"20 10:00:00", "user.session.start", admin + "|" + entry}, at{when, typ, admin + "|" + act})
	}
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"a new kind of change", then(strange, strange, "20 10:10:00", "network_zone.rule.disabled"),
			[]string{"critical: root@example.com signed in on 2026-05-21 10:00 UTC with Firefox on Windows at 198.51.100.20, a country, a network and a machine new to them; 10 min later came network_zone.rule.disabled from there"}},
		{"a usual kind of change", then(strange, strange, "20 10:10:00", "policy.rule.update"), []string{"high: "}},
		{"by Okta's behaviours", then(`debugContext.debugData.logOnlySecurityData={"behaviors":{"New Country":"POSITIVE","New Device":"POSITIVE","New Geo-Location":"POSITIVE"}}`,
			"", "20 10:10:00", "system.api_token.create"), []string{"critical: "}},
		{"a journey with the own laptop", then(overseas, overseas, "20 10:10:00", "system.api_token.create"), nil},
		{"a new laptop at home", then(firefox, firefox, "20 10:10:00", "system.api_token.create"), nil},
		{"a change from another network", then(strange, "", "20 10:10:00", "system.api_token.create"), nil},
		{"an hour later", then(strange, strange, "20 11:00:01", "system.api_token.create"), nil},
		{"no critical change", then(strange, strange, "20 10:10:00", "user.authentication.sso"), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "new-source-then-critical-operation", test.events), test.want...)
		})
	}
}

func TestPayrollAccess(t *testing.T) {
	run := func(client, app, opened string, more ...at) []at {
		return append(more,
			at{"20 10:00:00", "user.session.start", client + "|outcome.result=FAILURE|outcome.reason=INVALID_CREDENTIALS"},
			at{"20 10:20:00", "system.email.new_device_notification.sent_message", "actor.id=okta|actor.type=SystemPrincipal|actor.alternateId=system@okta.com|target=User,00ualice,Alice"},
			at{opened, "user.authentication.sso", client + "|target=AppInstance,0oa1," + app})
	}
	const id = "new-device-then-payroll-app"
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"from abroad", run(firefox+"|"+overseas, "Workday", "20 10:23:00"),
			[]string{"critical: alice@example.com failed to sign in 1 time; Okta noticed a new device on 2026-05-21 10:20 UTC, and 3 min later it opened Workday with Firefox on Windows at 198.51.100.20, a machine, a network and a country new to the person"}},
		{"from a strange network", run(firefox+"|"+elsewher, "ADP - Pay", "20 10:23:00"), []string{"high: "}},
		{"the new telephone", run(iphone+"|"+elsewher, "Workday", "20 10:23:00"), []string{"low: "}},
		{"the new laptop at the desk", run(firefox, "Workday", "20 10:23:00"), []string{"low: "}},
		{"another application", run(firefox+"|"+overseas, "Roadapp", "20 10:23:00"), nil},
		{"eight minutes later", run(firefox+"|"+overseas, "Workday", "20 10:28:00"), nil},
		{"nothing failed", run(firefox+"|"+overseas, "Workday", "20 10:23:00")[1:], nil},
		{"refused by the application", run(firefox+"|"+overseas+"|outcome.result=FAILURE", "Workday", "20 10:23:00"), nil},
	} {
		t.Run(test.name, func(t *testing.T) { match(t, findings(t, id, test.events), test.want...) })
	}
}
