package detect

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestPushRequests(t *testing.T) {
	push := ev{typ: typePushSent, ip: cafe}
	password := []event.Target{{ID: "00ualice", Type: "User"}, {ID: "aut1", Type: "AuthenticatorEnrollment", DisplayName: "Password"}}
	verify := []event.Target{{ID: "00ualice", Type: "User"}, {ID: "aut2", Type: "AuthenticatorEnrollment", DisplayName: "Okta Verify"}}
	key := []event.Target{{ID: "00ualice", Type: "User"}, {ID: "aut3", Type: "AuthenticatorEnrollment", DisplayName: "Security Key or Biometric"}}
	oie := func(at, result string, targets []event.Target) ev {
		return ev{at: at, typ: typeFactorUsed, result: result, ip: away, agent: oktaVerify, targets: targets}
	}
	okta := &event.Row{ActorID: "unknown", ActorType: "SystemPrincipal", ActorAlternateID: "system@okta.com", ActorDisplayName: "Okta System"}
	play(t, pushRequests, []scene{
		{name: "two pushes", events: repeat(2, 60, "09:00:00", push)},
		{
			name:   "three pushes: a telephone left at home",
			events: repeat(3, 60, "09:00:00", push),
			want:   []string{"low: alice@example.com got 3 push requests in 2 min with 0 denials"},
			facts:  map[string]any{"pushes": 3, "requests": 3, "denials": 0, "approved": false, "window_minutes": 10},
		},
		{name: "a dozen", events: repeat(12, 30, "09:00:00", push), want: []string{"medium: got 12 push requests"}},
		{name: "three in exactly ten minutes", events: repeat(3, 300, "09:00:00", push), want: []string{"low: "}},
		{name: "three in just over ten minutes", events: append(repeat(2, 300, "09:00:00", push), ev{at: "09:10:00.001", typ: typePushSent})},
		{
			name: "three over weeks",
			events: []ev{
				{at: "2026-05-01T12:00:00Z", typ: typePushSent}, {at: "2026-05-10T12:00:00Z", typ: typePushSent}, {at: "2026-05-20T12:00:00Z", typ: typePushSent},
			},
		},
		{
			name:   "a window that lies across the edge of two buckets",
			events: []ev{{at: "09:08:00", typ: typePushSent}, {at: "09:12:00", typ: typePushSent}, {at: "09:17:59", typ: typePushSent}},
			want:   []string{"low: "},
		},
		{
			name:   "one push to three devices",
			events: []ev{{at: "09:00:00.010", typ: typePushSent}, {at: "09:00:00.020", typ: typePushSent}, {at: "09:00:00.030", typ: typePushSent}},
		},
		{
			name: "three pushes to two devices each",
			events: []ev{
				{at: "09:00:00.0", typ: typePushSent}, {at: "09:00:00.1", typ: typePushSent}, {at: "09:01:00.0", typ: typePushSent},
				{at: "09:01:00.1", typ: typePushSent}, {at: "09:02:00.0", typ: typePushSent}, {at: "09:02:00.1", typ: typePushSent},
			},
			want:  []string{"low: "},
			facts: map[string]any{"pushes": 3, "requests": 6},
		},
		{
			name: "one event three times",
			events: []ev{
				{at: "09:00:00", typ: typePushSent, uuid: "aaaaaaaa-4811-11f1-8000-0242ac120002"},
				{at: "09:00:00", typ: typePushSent, uuid: "AAAAAAAA-4811-11F1-8000-0242AC120002"},
				{at: "09:03:00", typ: typePushSent, uuid: "aaaaaaaa-4811-11f1-8000-0242ac120002"},
			},
		},
		{
			name: "a session each",
			events: []ev{
				{at: "09:00:00", typ: typePushSent, session: "idx1"}, {at: "09:01:00", typ: typePushSent, session: "idx2"},
				{at: "09:02:00", typ: typePushSent, session: "idx3"},
			},
			want: []string{"low: got 3"},
		},
		{name: "no session", events: repeat(9, 60, "09:00:00", ev{typ: typePushSent, session: "unknown"}), want: []string{"low: got 9 push requests in 8 min"}},
		{name: "no place", events: repeat(5, 60, "09:00:00", ev{typ: typePushSent, place: "-"}), want: []string{"low: got 5"}},
		{
			name:   "sent by Okta to a person among the targets",
			events: repeat(3, 60, "09:00:00", ev{typ: typePushSent, actor: okta, targets: []event.Target{{ID: "00ubob", Type: "User", AlternateID: "bob@example.com"}}}),
			want:   []string{"low: bob@example.com got 3"},
		},
		{
			name: "three people",
			events: []ev{
				{at: "09:00:00", typ: typePushSent}, {at: "09:00:30", typ: typePushSent, user: "bob", session: "idxB"},
				{at: "09:01:00", typ: typePushSent, user: "carol", session: "idxC"},
			},
		},
		{
			name:   "denied, in Classic",
			events: append(repeat(3, 60, "09:00:00", push), ev{at: "09:02:20", typ: typePushDenied, ip: away}),
			want:   []string{"medium: with 1 denial; none was approved"},
			facts:  map[string]any{"denials": 1},
		},
		{
			name: "denied, in Identity Engine",
			events: append(repeat(3, 60, "09:00:00", push),
				oie("09:00:30", "FAILURE", verify), oie("09:01:30", "FAILURE", verify), oie("09:02:30", "FAILURE", nil)),
			want:  []string{"medium: with 3 denials"},
			facts: map[string]any{"denials": 3},
		},
		{
			name: "denied many times",
			events: append(repeat(5, 60, "09:00:00", push), oie("09:00:30", "FAILURE", verify), oie("09:01:30", "FAILURE", verify),
				oie("09:02:30", "FAILURE", verify), oie("09:03:30", "FAILURE", verify), oie("09:04:30", "FAILURE", verify)),
			want: []string{"high: with 5 denials"},
		},
		{
			name: "wrong passwords and a wrong key are no denials",
			events: append(repeat(3, 60, "09:00:00", push),
				oie("09:00:30", "FAILURE", password), oie("09:01:30", "FAILURE", key), oie("09:02:30", "CHALLENGE", verify), oie("09:02:40", "ABANDONED", verify)),
			want:  []string{"low: with 0 denials"},
			facts: map[string]any{"denials": 0},
		},
		{
			name:   "a wrong password in a log without the types of targets",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:00:30", "FAILURE", []event.Target{{DisplayName: "Password"}})),
			want:   []string{"low: with 0 denials"},
		},
		{
			name:   "a denial long after",
			events: append(repeat(3, 60, "09:00:00", push), ev{at: "09:12:00.001", typ: typePushDenied}),
			want:   []string{"low: with 0 denials"},
		},
		{
			name:   "a verification in a log without outcomes",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:00:30", "-", nil), oie("09:01:30", "-", nil), oie("09:02:30", "-", nil)),
			no:     []event.Field{event.OutcomeResult},
			want:   []string{"medium: with 3 denials; none was approved (the log has no outcomes: verifications are taken for denials)"},
			facts:  map[string]any{"outcomes_known": false},
		},
		{
			name:   "a verification whose outcome is blank",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:00:30", "-", nil)),
			want:   []string{"low: with 0 denials"},
		},
		{
			name:   "approved in the end",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:02:20", "SUCCESS", verify)),
			want:   []string{"high: with 0 denials; one was approved 20 s after the last"},
			facts:  map[string]any{"approved": true},
		},
		{
			name:   "denied and approved in the end",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:01:30", "FAILURE", verify), oie("09:02:20", "SUCCESS", verify)),
			want:   []string{"critical: with 1 denial; one was approved"},
		},
		{
			name:   "approved long after",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:12:00.001", "SUCCESS", verify)),
			want:   []string{"low: "},
		},
		{
			name:   "the success of a password is no approval",
			events: append(repeat(3, 60, "09:00:00", push), oie("09:02:20", "SUCCESS", password)),
			want:   []string{"low: "},
		},
		{
			name: "each push approved",
			events: append(repeat(4, 60, "09:00:00", push),
				oie("09:00:10", "SUCCESS", verify), oie("09:01:10", "SUCCESS", verify), oie("09:02:10", "SUCCESS", verify), oie("09:03:10", "SUCCESS", verify)),
		},
		{
			name: "approved at last, from the person's own network",
			events: append(append([]ev{{at: "07:30:00", typ: sso, ip: cafe, session: "idx0"}}, repeat(3, 60, "09:00:00", push)...),
				oie("09:02:20", "SUCCESS", verify)),
			want:  []string{"low: from a network that the person had used before"},
			facts: map[string]any{"known_network": true},
		},
		{
			name:   "approved at last on a journey, with the program that the person has long used",
			events: append(append(signIns("alice"), repeat(3, 60, "09:00:00", push)...), oie("09:02:20", "SUCCESS", verify)),
			want:   []string{"low: one was approved"},
		},
		{
			name: "many, denied, and approved, from the person's own network",
			events: append(append([]ev{{at: "07:30:00", typ: sso, ip: cafe, session: "idx0"}}, repeat(10, 30, "09:00:00", push)...),
				oie("09:01:40", "FAILURE", verify), oie("09:04:40", "SUCCESS", verify)),
			want: []string{"critical: "},
		},
		{
			name: "a network first used minutes before is not the person's own",
			events: append(append([]ev{{at: "08:50:00", typ: sso, ip: cafe, session: "idx0"}}, repeat(3, 60, "09:00:00", push)...),
				oie("09:02:20", "SUCCESS", verify)),
			want: []string{"high: "},
		},
		{
			name: "a network that the person was refused from is not",
			events: append(append([]ev{{at: "07:30:00", typ: "user.session.start", result: "FAILURE", ip: cafe, session: "idx0"}}, repeat(3, 60, "09:00:00", push)...),
				oie("09:02:20", "SUCCESS", verify)),
			want: []string{"high: "},
		},
		{
			name: "two bursts with an approval between",
			events: append(append(repeat(3, 60, "09:00:00", push), oie("09:02:20", "SUCCESS", verify)),
				repeat(3, 60, "09:03:00", push)...),
			want: []string{"high: ", "low: "},
		},
		{
			name:   "two bursts with hours between",
			events: append(repeat(3, 60, "09:00:00", push), repeat(4, 60, "14:00:00", push)...),
			want:   []string{"low: got 4", "low: got 3"},
		},
		{
			name:   "nobody named, one session",
			events: repeat(3, 60, "09:00:00", ev{typ: typePushSent, user: "-", session: "idxS"}),
			want:   []string{"low: session idxS got 3"},
		},
		{
			name: "nobody named, a session each",
			events: []ev{
				{at: "09:00:00", typ: typePushSent, user: "-", session: "idx1"}, {at: "09:01:00", typ: typePushSent, user: "-", session: "idx2"},
				{at: "09:02:00", typ: typePushSent, user: "-", session: "idx3"}, {at: "09:02:30", typ: typePushSent, user: "-", session: "idx4", ip: away},
			},
			want:  []string{"low: 192.0.2.10 got 3"},
			facts: map[string]any{"pushes": 3},
		},
		{
			name:   "nobody named, no session",
			events: repeat(3, 60, "09:00:00", ev{typ: typePushSent, user: "-", session: "-"}),
			want:   []string{"low: 192.0.2.10 got 3"},
		},
		{
			name:   "nobody named in the pushes, but in their session",
			events: append(repeat(3, 60, "09:00:00", ev{typ: typePushSent, user: "-"}), ev{at: "09:05:00"}),
			want:   []string{"low: alice@example.com got 3"},
		},
		{
			name:   "nothing to count for",
			events: repeat(3, 60, "09:00:00", ev{typ: typePushSent, user: "-", session: "-", ip: "-"}),
			want:   nil,
		},
		{
			name:   "another threshold",
			events: repeat(3, 60, "09:00:00", push),
			set:    map[string]float64{"pushes": 4},
		},
		{
			name:   "a threshold of one",
			events: repeat(1, 60, "09:00:00", push),
			set:    map[string]float64{"pushes": 1},
			want:   []string{"low: got 1 push request with 0 denials"},
		},
	})
}

// TestPushEvidence checks that pushes, denials and the approval are listed in
// order of time, and that no session is named where not all are of it.
func TestPushEvidence(t *testing.T) {
	events := repeat(3, 60, "09:00:00", ev{typ: typePushSent, session: "unknown"})
	events = append(events, ev{at: "09:00:30", typ: typePushDenied, session: "unknown"}, ev{at: "09:02:30", typ: typeFactorUsed, session: "idxA"})
	f := outcomeOf(t, pushRequests, logOf(t, events), Config{}).Findings[0]
	if !slices.Equal(f.Rows, []uint32{0, 1, 2, 3, 4}) || f.Last != "2026-05-05T09:02:30.000Z" || f.Session != "" || f.Severity != Critical {
		t.Errorf("rows %v until %s of session %q, %s", f.Rows, f.Last, f.Session, f.Severity)
	}
}
