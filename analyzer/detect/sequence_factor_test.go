package detect

import "testing"

func TestFactorNotRestored(t *testing.T) {
	removal := ev{at: "02:00:00", typ: "user.mfa.factor.deactivate", user: "helen", session: "idxH", targets: personTarget("alice")}
	enrol := ev{at: "05:00:00", typ: "user.mfa.factor.activate"}
	late, question, refused := removal, removal, removal
	late.at, question.reason, refused.result = "12:00:01", "User reset SECURITY_QUESTION factor", "FAILURE"
	lastly := []ev{{at: "01:00:00"}, {at: "23:59:59"}}
	play(t, factorNotRestored, []scene{
		{name: "left without", events: append(lastly[:2:2], removal), want: []string{"medium: helen@example.com removed a factor of alice@example.com"},
			facts: map[string]any{"removals": 1, "removed_by": "helen@example.com"}},
		{name: "two removals are one finding", events: append(lastly[:2:2], removal, ev{at: "02:01:00", typ: removal.typ, user: "helen", targets: removal.targets}),
			want: []string{"medium: after 2 removals"}},
		{name: "enrolled again", events: append(lastly[:2:2], removal, enrol)},
		{name: "a new telephone before the old one went", events: append(lastly[:2:2], ev{at: "01:30:00", typ: enrol.typ}, removal)},
		{name: "enrolled long before", events: append(lastly[:2:2], ev{at: "2026-05-04T12:00:00.000Z", typ: enrol.typ}, removal), want: []string{"medium: "}},
		{name: "all were reset after an enrolment", events: append(lastly[:2:2], ev{at: "01:30:00", typ: enrol.typ}, ev{at: "02:00:00", typ: "user.mfa.factor.reset_all", user: "helen", targets: removal.targets}),
			want: []string{"medium: "}},
		{name: "the log ends too early", events: append(lastly[:2:2], late)},
		{name: "a security question", events: append(lastly[:2:2], question)},
		{name: "refused", events: append(lastly[:2:2], refused)},
	})
}
