package detect

import (
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestIdentityProviders(t *testing.T) {
	idp := func(typ, name string) ev {
		return ev{at: "09:00:00", typ: typ, user: "mallory", targets: []event.Target{{ID: "0oa1", Type: "IdentityProvider", DisplayName: name}}}
	}
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	created := []scene{
		{
			name:   "created",
			events: []ev{idp(typeIDPCreate, "Workforce SSO")},
			want:   []string{"high: mallory@example.com created the identity provider “Workforce SSO” from 192.0.2.10 on 2026-05-05 at 09:00 UTC"},
			facts:  map[string]any{"provider": "Workforce SSO", "failed": false, "action": typeIDPCreate, "outcome": "SUCCESS"},
		},
		{
			name:   "failed",
			events: []ev{with(idp(typeIDPCreate, "evil"), func(e *ev) { e.result, e.reason = "FAILURE", "Protected action" })},
			want:   []string{"medium: mallory@example.com attempted to create the identity provider “evil” from 192.0.2.10 on 2026-05-05 at 09:00 UTC; it failed: Protected action"},
			facts:  map[string]any{"failed": true},
		},
		{
			name:   "outcome not told",
			events: []ev{with(idp(typeIDPCreate, "x"), func(e *ev) { e.result = "-" })},
			want:   []string{"high: created"},
		},
		{name: "a provider named NA", events: []ev{idp(typeIDPCreate, "NA")}, want: []string{"high: “NA”"}},
		{name: "a provider without a name", events: []ev{idp(typeIDPCreate, "")}, want: []string{"high: “0oa1”"}},
		{
			name:   "no target",
			events: []ev{{at: "09:00:00", typ: typeIDPCreate}},
			want:   []string{"high: created an unnamed identity provider"},
			facts:  map[string]any{"provider": ""},
		},
		{
			name:   "no target columns",
			events: []ev{{at: "09:00:00", typ: typeIDPCreate}},
			no:     []event.Field{event.TargetID, event.TargetType, event.TargetAlternateID, event.TargetDisplayName},
			want:   []string{"high: created an unnamed identity provider"},
		},
		{
			name: "the provider is the second target",
			events: []ev{{at: "09:00:00", typ: typeIDPCreate, targets: []event.Target{
				{ID: "00ualice", Type: "User", DisplayName: "alice"}, {ID: "0oa1", Type: "IdentityProvider", DisplayName: "Partner"},
			}}},
			want: []string{"high: “Partner”"},
		},
		{
			name:   "an untyped target",
			events: []ev{{at: "09:00:00", typ: typeIDPCreate, targets: []event.Target{{DisplayName: "evil-idp"}}}},
			want:   []string{"high: “evil-idp”"},
		},
		{
			name:   "done again within the hour",
			events: []ev{idp(typeIDPCreate, "x"), with(idp(typeIDPCreate, "x"), func(e *ev) { e.at = "09:40:00" }), with(idp(typeIDPCreate, "x"), func(e *ev) { e.at = "11:00:00" })},
			want:   []string{"high: , and did so 1 more time", "high: 11:00 UTC"},
			facts:  map[string]any{"times": 2},
		},
		{
			name:   "by two people and for two providers",
			events: []ev{idp(typeIDPCreate, "x"), idp(typeIDPCreate, "y"), with(idp(typeIDPCreate, "x"), func(e *ev) { e.user = "oscar" })},
			want:   []string{"high: ", "high: ", "high: "},
		},
		{
			name:   "by an application",
			events: []ev{with(idp(typeIDPCreate, "x"), func(e *ev) { e.actor = withActor("PublicClientApp", "0oaTool") })},
			want:   []string{"high: 0oaTool created"},
		},
		{name: "by nobody", events: []ev{with(idp(typeIDPCreate, "x"), func(e *ev) { e.user, e.ip = "-", "-" })}, want: []string{"high: Somebody created the identity provider “x” on"}},
		{
			name:   "text that would forge a line",
			events: []ev{idp(typeIDPCreate, "x\nSession ID: S9 has\x1b[31m \u202egnp")},
			want:   []string{"high: “x\uFFFDSession ID: S9 has\uFFFD[31m \uFFFDgnp”"},
		},
		{
			name:   "a name of a megabyte",
			events: []ev{idp(typeIDPCreate, strings.Repeat("é", 1<<19))},
			want:   []string{"high: “" + strings.Repeat("é", longest) + "…”"},
		},
		{name: "nothing of the kind", events: []ev{{at: "09:00:00"}, idp("system.idp.select", "x"), idp(idpLifecycle+"update", "x")}},
	}
	play(t, idpCreated, created)

	play(t, idpChanged, []scene{
		{name: "changed", events: []ev{idp(idpLifecycle+"update", "x")}, want: []string{"medium: mallory@example.com changed the identity provider “x”"}},
		{name: "activated", events: []ev{idp(idpLifecycle+"activate", "x")}, want: []string{"medium: activated"}},
		{name: "deactivated", events: []ev{idp(idpLifecycle+"deactivate", "x")}, want: []string{"medium: deactivated"}},
		{name: "deleted", events: []ev{idp(idpLifecycle+"delete", "x")}, want: []string{"medium: deleted"}},
		{name: "its secret read", events: []ev{idp(idpLifecycle+"read_client_secret", "x")}, want: []string{"medium: read the client secret of the identity provider “x”"}},
		{name: "an act that is new to us", events: []ev{idp(idpLifecycle+"rotate", "x")}, want: []string{"medium: caused system.idp.lifecycle.rotate on the identity provider “x”"}},
		{name: "failed", events: []ev{with(idp(idpLifecycle+"delete", "x"), func(e *ev) { e.result = "DENY" })}, want: []string{"low: attempted to delete the identity provider “x”"}},
		{
			name:   "a key",
			events: []ev{{at: "09:00:00", typ: idpKey + "create", targets: []event.Target{{ID: "kid1", Type: "IdentityProviderKey", DisplayName: "k"}}}},
			want:   []string{"medium: added the key “k” for identity providers"},
			facts:  map[string]any{"key": "k"},
		},
		{
			name: "a key beside its provider",
			events: []ev{{at: "09:00:00", typ: idpKey + "delete", targets: []event.Target{
				{ID: "0oa1", Type: "IdentityProvider", DisplayName: "Partner"}, {ID: "kid1", Type: "IdentityProviderKey", DisplayName: "k"},
			}}},
			want: []string{"medium: deleted the key “k” for identity providers"},
		},
		{name: "a key without a target", events: []ev{{at: "09:00:00", typ: idpKey + "update"}}, want: []string{"medium: changed an unnamed key for identity providers"}},
		{name: "a creation is told elsewhere", events: []ev{idp(typeIDPCreate, "x"), idp("system.idp.select", "x"), idp("System.IDP.Lifecycle.Update", "x")}},
	})
}

func TestIdentityProviderFinding(t *testing.T) {
	o := outcomeOf(t, idpCreated, logOf(t, []ev{{at: "09:00:00", typ: typeIDPCreate, user: "mallory"}}), Config{})
	f := o.Findings[0]
	if f.Actor.AlternateID != "mallory@example.com" || f.Session != "idxA" || len(f.IPs) != 1 || f.First != f.Last ||
		f.Query != `uuid eq "00000001-4811-11f1-8000-0242ac120002"` {
		t.Errorf("finding %+v", f)
	}
}
