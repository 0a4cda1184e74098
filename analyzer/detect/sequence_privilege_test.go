package detect

import "testing"

func TestSelfMadeAdmin(t *testing.T) {
	create := ev{at: "09:00:00", typ: "user.lifecycle.create", user: "mallory", session: "idxM", targets: personTarget("eve")}
	grant := ev{at: "10:00:00", typ: typeGrant, user: "mallory", session: "idxM", targets: personTarget("eve")}
	entry := ev{at: "11:00:00", user: "eve", session: "idxE"}
	other, late, refused, system := grant, grant, grant, create
	other.user, late.at, refused.result = "helen", "2026-05-06T09:00:01.000Z", "FAILURE"
	system.actor = withActor("SystemPrincipal", "SYSTEM")
	revoke := func(at, user string) ev {
		return ev{at: at, typ: typeRevoke, user: "mallory", session: "idxM", targets: personTarget(user)}
	}
	known := []ev{{at: "08:00:00", user: "bob", session: "idxB"}, {at: "08:00:00", user: "carol", session: "idxC"}}
	play(t, selfMadeAdmin, []scene{
		{name: "created and promoted", events: []ev{create, grant, entry}, want: []string{"critical: mallory@example.com made eve@example.com an administrator on 2026-05-05 10:00 UTC"},
			facts: map[string]any{"minutes_to_role": 60, "account": "eve@example.com"}},
		{name: "others removed", events: append(known[:2:2], revoke("09:00:00", "bob"), revoke("09:59:59", "carol")),
			want: []string{"critical: rights of bob@example.com and carol@example.com within 59 min 59 s"}},
		{name: "promoted by another", events: []ev{create, other, entry}},
		{name: "promoted later", events: []ev{create, late, entry}},
		{name: "refused", events: []ev{create, refused, entry}},
		{name: "created by Okta", events: []ev{system, grant, entry}},
		{name: "one other twice", events: append(known[:2:2], revoke("09:00:00", "bob"), revoke("09:10:00", "bob"))},
		{name: "others removed over the day", events: append(known[:2:2], revoke("09:00:00", "bob"), revoke("10:00:01", "carol"))},
	})
}
