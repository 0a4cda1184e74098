package detect

import (
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestOperatorOverlap(t *testing.T) {
	reset := ev{at: "09:00:00", typ: "user.account.reset_password", user: "mallory", session: "idxM", ip: away, agent: firefoxWin, targets: personTarget("alice")}
	entry := ev{at: "10:00:00", ip: away, agent: firefoxWin}
	far, agent, late, own := entry, entry, entry, reset
	far.ip, agent.agent, late.at, own.user = cafe, chromeMac, "2026-05-06T09:00:01.000Z", "alice"
	office := []ev{reset, entry}
	for _, user := range []string{"bob", "carol", "dave"} {
		office = append(office, ev{at: "08:00:00", user: user, session: "idx" + user, ip: away})
	}
	play(t, operatorOverlap, []scene{
		{name: "one machine", events: []ev{reset, entry}, want: []string{"high: mallory@example.com (user.account.reset_password on 2026-05-05 09:00 UTC) and, 1 h later, alice@example.com used one machine"},
			facts: map[string]any{"same_device_token": false, "minutes_to_sign_in": 60}},
		{name: "another address", events: []ev{reset, far}},
		{name: "another program", events: []ev{reset, agent}},
		{name: "too late", events: []ev{reset, late}},
		{name: "their own reset", events: []ev{own, entry}},
		{name: "the office's address", events: office},
	})
}

func TestRogueIDP(t *testing.T) {
	provider := []event.Target{{ID: "0oaP", Type: "IDENTITY_PROVIDER", DisplayName: "Partner"}}
	create := ev{at: "2026-04-28T09:00:00.000Z", typ: typeIDPCreate, user: "mallory", session: "idxM", ip: away, targets: provider}
	enter := ev{at: "09:00:00", typ: "user.authentication.auth_via_IDP", ip: away, targets: provider}
	old, other, refused := create, enter, enter
	old.at, refused.result = "2026-04-28T08:59:59.000Z", "FAILURE"
	other.targets = []event.Target{{ID: "0oaQ", Type: "IDENTITY_PROVIDER", DisplayName: "Other"}}
	before := enter
	before.at, before.ip = "2026-04-27T09:00:00.000Z", home
	usual := enter
	usual.ip = home
	play(t, rogueIDP, []scene{
		{name: "somebody comes in", events: []ev{create, enter}, want: []string{"critical: of “Partner” on 2026-04-28 09:00 UTC; 7 d later alice@example.com signed in through it"},
			facts: map[string]any{"network_of_the_change": true, "first_federated": true}},
		{name: "who always does", events: []ev{before, create, usual}, want: []string{"high: "}},
		{name: "too late", events: []ev{old, enter}},
		{name: "another provider", events: []ev{create, other}},
		{name: "refused", events: []ev{create, refused}},
	})
}

// console is the target of a sign-on to the Admin Console.
var console = []event.Target{{ID: "0oaC", Type: "AppInstance", DisplayName: "Okta Admin Console"}}

func TestDeniedThenChanged(t *testing.T) {
	row := func(e ev, n int, uri string) event.Row {
		r := e.row(n)
		r.RequestURI = uri
		return r
	}
	denied := ev{at: "09:00:00", result: "DENY", targets: console}
	change := ev{at: "09:10:00", typ: "user.lifecycle.create", targets: personTarget("mallory")}
	allowed, late, failed, elsewhere := denied, change, change, change
	allowed.at, allowed.result, late.at, failed.result, elsewhere.session = "09:05:00", "ALLOW", "10:00:01", "FAILURE", "idxOther"
	for _, test := range []struct {
		name   string
		events []ev
		uri    string
		want   int
	}{
		{"the API lets it through", []ev{denied, change}, "/api/v1/users", 1},
		{"let in at the second attempt", []ev{denied, allowed, change}, "/api/v1/users", 0},
		{"too late", []ev{denied, late}, "/api/v1/users", 0},
		{"the change failed", []ev{denied, failed}, "/api/v1/users", 0},
		{"another session", []ev{denied, elsewhere}, "/api/v1/users", 0},
		{"not over the API", []ev{denied, change}, "/admin/users", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var rows []event.Row
			for i, e := range test.events {
				rows = append(rows, row(e, i, test.uri))
			}
			o := outcomeOf(t, deniedThenChanged, logOfRows(t, rows), Config{})
			if o.Status != Ran || len(o.Findings) != test.want {
				t.Fatalf("%s, %d findings, want %d", o.Status, len(o.Findings), test.want)
			}
			for _, f := range o.Findings {
				if f.Severity != Critical || f.Facts["minutes_after"] != 10.0 || f.Facts["changes"] != 1 {
					t.Errorf("%s: %s %v", f.Severity, f.Summary, f.Facts)
				}
			}
		})
	}
}
