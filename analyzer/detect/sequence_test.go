package detect

import (
	"fmt"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// person is the target of an event that is done to somebody.
func personTarget(user string) []event.Target {
	return []event.Target{{ID: "00u" + user, Type: "User", AlternateID: user + "@example.com", DisplayName: user}}
}

func TestContextInterleave(t *testing.T) {
	play(t, contextInterleave, []scene{
		{
			name: "two programs on two networks take turns",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin}, {at: "09:10:00"}, {at: "09:15:00", ip: cafe, agent: firefoxWin},
				{at: "09:20:00"}},
			want:  []string{"critical: between Chrome on macOS at 192.0.2.10 (Toronto) and Firefox on Windows at 198.51.100.20 (Toronto): 3 returns"},
			facts: map[string]any{"returns": 3, "changes": 4},
		},
		{
			name: "one program at two places far apart takes turns",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, place: "Dublin"}, {at: "09:10:00"}, {at: "09:15:00", ip: cafe, place: "Dublin"},
				{at: "09:20:00"}},
			want: []string{"medium: "},
		},
		{
			name: "the nodes of a gateway that the person has long used",
			events: append(append(signIns("alice"), ev{at: "2026-05-01T09:00:00.000Z", ip: cafe, place: "Dublin", session: "idxG"}), ev{at: "09:00:00"}, ev{at: "09:05:00", ip: cafe, place: "Dublin"}, ev{at: "09:10:00"},
				ev{at: "09:15:00", ip: cafe, place: "Dublin"}, ev{at: "09:20:00"}),
		},
		{name: "one return", events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin}, {at: "09:10:00"}}},
		{name: "a laptop moves on", events: []ev{{at: "09:00:00"}, {at: "10:00:00", ip: cafe}, {at: "11:00:00", ip: away}}},
		{
			name:   "two programs behind one address",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", agent: firefoxWin}, {at: "09:10:00"}, {at: "09:15:00", agent: firefoxWin}, {at: "09:20:00"}},
		},
		{
			name: "near networks of one program",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, place: "Markham"}, {at: "09:10:00"}, {at: "09:15:00", ip: cafe, place: "Markham"},
				{at: "09:20:00"}},
		},
		{
			name: "an address of each kind, one of them known to its country only",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: farAway, place: "Canada"}, {at: "09:10:00"}, {at: "09:15:00", ip: farAway, place: "Canada"},
				{at: "09:20:00"}},
		},
		{
			name:   "returns hours apart",
			events: []ev{{at: "09:00:00"}, {at: "09:40:00", ip: cafe, agent: firefoxWin}, {at: "11:10:00"}, {at: "13:00:00", ip: cafe, agent: firefoxWin}, {at: "15:00:00"}},
		},
	})
}

func TestUsedAfterEnd(t *testing.T) {
	play(t, usedAfterEnd, []scene{
		{
			name:   "another machine after the end",
			events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionEnd}, {at: "10:30:00", typ: sso, ip: cafe, agent: firefoxWin}},
			want:   []string{"critical: ended on 2026-05-05 10:00 UTC and was used 30 min later by Firefox on Windows"},
			facts:  map[string]any{"events_after_the_end": 1, "network_changed": true, "program_changed": true},
		},
		{
			name:   "the same machine after the end",
			events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionEnd}, {at: "10:30:00", typ: sso}},
			want:   []string{"high: "},
		},
		{
			name: "the help desk cleared the sessions",
			events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionClear, user: "helen", session: "idxH", targets: personTarget("alice")},
				{at: "10:05:00", typ: sso, ip: cafe}},
			want: []string{"critical: alice@example.com's session was cleared"},
		},
		{name: "on the way", events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionEnd}, {at: "10:02:00", typ: sso}}},
		{name: "logout from applications", events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionEnd}, {at: "10:30:00", typ: "user.authentication.slo"}}},
		{name: "refused", events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionEnd}, {at: "10:30:00", typ: sso, result: "FAILURE"}}},
		{
			name: "a new session after the clearing",
			events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionClear, user: "helen", session: "idxH", targets: personTarget("alice")},
				{at: "10:05:00", typ: sso, session: "idxNew"}},
		},
		{
			name:   "a person clears all sessions but this one",
			events: []ev{{at: "09:00:00"}, {at: "10:00:00", typ: typeSessionClear, targets: personTarget("alice")}, {at: "10:05:00", typ: sso}},
		},
	})
}

func TestTwoActors(t *testing.T) {
	play(t, sessionTwoActors, []scene{
		{
			name:   "another person on another machine",
			events: []ev{{at: "09:00:00"}, {at: "09:30:00", user: "bob", ip: cafe, agent: firefoxWin}},
			want:   []string{"high: used by alice@example.com and bob@example.com"},
			facts:  map[string]any{"people": 2, "changes": 1},
		},
		{name: "a shared machine", events: []ev{{at: "09:00:00"}, {at: "09:30:00", user: "bob"}}, want: []string{"low: the same machine"}},
		{name: "Okta acts", events: []ev{{at: "09:00:00"}, {at: "09:30:00", actor: withActor("SystemPrincipal", "SYSTEM"), ip: cafe}}},
		{
			name:   "support acts",
			events: []ev{{at: "09:00:00", typ: "user.session.impersonation.initiate"}, {at: "09:30:00", user: "bob", ip: cafe, agent: firefoxWin}},
		},
		{name: "a wrong name at sign-in", events: []ev{{at: "09:00:00", user: "bob", typ: typeSessionStart, result: "FAILURE"}, {at: "09:30:00"}}},
	})
}

func TestRevived(t *testing.T) {
	play(t, revivedSession, []scene{
		{
			name:   "after the night, elsewhere",
			events: []ev{{at: "09:00:00"}, {at: "18:00:00", ip: cafe, agent: firefoxWin}},
			want:   []string{"high: 9 h later it was used by Firefox on Windows at 198.51.100.20"},
			facts:  map[string]any{"idle_hours": 9, "admin_console": false},
		},
		{
			name:   "an administrator's, sooner",
			events: []ev{{at: "09:00:00", typ: "user.session.access_admin_app"}, {at: "11:30:00", ip: cafe, agent: firefoxWin}},
			want:   []string{"high: 2 h 30 min"},
		},
		{name: "not long enough", events: []ev{{at: "09:00:00"}, {at: "16:59:00", ip: cafe, agent: firefoxWin}}},
		{name: "the same browser", events: []ev{{at: "09:00:00"}, {at: "18:00:00", ip: cafe}}},
		{name: "the same network", events: []ev{{at: "09:00:00"}, {at: "18:00:00", agent: firefoxWin}}},
		{
			name:   "a factor was verified",
			events: []ev{{at: "09:00:00"}, {at: "18:00:00", ip: cafe, agent: firefoxWin}, {at: "18:00:30", typ: typeFactorUsed, ip: cafe, agent: firefoxWin}},
		},
	})
}

// signIns is a history of sign-ins from home on the days before.
func signIns(user string) []ev {
	var all []ev
	for _, at := range []string{"2026-04-28", "2026-04-29", "2026-04-30", "2026-05-01", "2026-05-04"} {
		all = append(all, ev{at: at + "T08:00:00.000Z", typ: typeSessionStart, user: user, session: "idx" + at + user})
	}
	return all
}

func TestResetPair(t *testing.T) {
	password := ev{at: "09:00:00", typ: "user.account.reset_password", user: "helen", targets: personTarget("alice")}
	factors := ev{at: "09:10:00", typ: "user.mfa.factor.reset_all", user: "helen", targets: personTarget("alice")}
	later, own, other := factors, factors, factors
	later.at, own.user, other.targets = "09:30:01", "alice", personTarget("bob")
	base := []ev{{at: "08:00:00"}, {at: "08:00:00", user: "bob", session: "idxB"}, password}
	play(t, resetPair, []scene{
		{name: "both", events: append(base[:3:3], factors), want: []string{"high: of alice@example.com within 10 min"}, facts: map[string]any{"pairs": 1, "seconds_between": 600}},
		{name: "too far apart", events: append(base[:3:3], later)},
		{name: "their own factors", events: append(base[:3:3], own)},
		{name: "two people", events: append(base[:3:3], other)},
	})
}

func TestResetTakeover(t *testing.T) {
	story := func(change func([]ev)) []ev {
		act := []ev{
			{at: "09:00:00", typ: "user.mfa.factor.reset_all", user: "helen", session: "idxH", targets: personTarget("alice")},
			{at: "09:30:00", typ: typeSessionStart, session: "idxX", ip: away, agent: firefoxWin, place: "Dublin"},
			{at: "09:40:00", typ: "user.mfa.factor.activate", session: "idxX", ip: away, agent: firefoxWin, place: "Dublin"},
		}
		change(act)
		return append(signIns("alice"), act...)
	}
	play(t, resetTakeover, []scene{
		{
			name: "the whole story", events: story(func([]ev) {}),
			want:  []string{"critical: helen@example.com reset alice@example.com (user.mfa.factor.reset_all) on 2026-05-05 09:00 UTC; 30 min later"},
			facts: map[string]any{"minutes_to_sign_in": 30, "minutes_to_enrolment": 10, "administrator": false},
		},
		{name: "from home", events: story(func(e []ev) { e[1].ip, e[2].ip = home, home })},
		{name: "too late", events: story(func(e []ev) { e[1].at, e[2].at = "11:00:01", "11:05:00" })},
		{name: "nothing enrolled in time", events: story(func(e []ev) { e[2].at = "10:00:01" })},
		{name: "they reset themselves", events: story(func(e []ev) { e[0].user = "alice" })},
		{name: "hardly known", events: story(func([]ev) {})[1:]},
	})
}

func TestAttackThenSuccess(t *testing.T) {
	wrong := ev{typ: typeSessionStart, result: "FAILURE", reason: "INVALID_CREDENTIALS", session: "-", ip: away, agent: script}
	entry := ev{at: "10:00:00", typ: typeSessionStart, session: "idxX", ip: away, agent: script}
	story := func(n int, in ev) []ev {
		return append(append(signIns("alice"), repeat(n, 30, "09:00:00", wrong)...), in)
	}
	own, late := entry, entry
	own.ip, late.at = home, "12:05:00"
	mine := own
	mine.agent = chromeMac
	engine := story(10, entry)[:15]
	for i := 5; i < 15; i++ {
		engine[i].typ, engine[i].targets = typeFactorUsed, []event.Target{{ID: "lae1", Type: "AuthenticatorEnrollment", DisplayName: "Password"}}
	}
	spray := signIns("alice")
	for i, user := range []string{"bob", "carol", "dave", "erin", "frank", "grace", "heidi", "alice"} {
		e := repeat(1, 0, "09:00:00", wrong)[0]
		e.user = user
		e.at = []string{"09:00:00", "09:05:00", "09:10:00", "09:15:00", "09:20:00", "09:25:00", "09:30:00", "09:35:00"}[i]
		spray = append(spray, e)
	}
	// Somebody at the café with the owner's kind of program, which mistyped there or at home.
	moved, typo := mine, wrong
	moved.ip = cafe
	typo.ip, typo.agent = home, chromeMac
	forgot := append(append(signIns("alice"), repeat(10, 30, "09:00:00", typo)...), moved)
	guessed := append(append(signIns("alice"), repeat(10, 30, "09:00:00", wrong)...), moved)
	token := func(events []ev, name string) []ev {
		events = slices.Clone(events)
		for i := range events {
			events[i].more = map[event.Field]string{event.DTHash: name}
		}
		return events
	}
	carried := append(append(token(signIns("alice"), "own"), repeat(10, 30, "09:00:00", wrong)...), token([]ev{moved}, "own")...)
	// An office of forty, eight of whom mistype at nine and get in.
	var office, stuffed []ev
	for i := range 40 {
		office = append(office, ev{at: "2026-05-01T09:00:00.000Z", user: fmt.Sprint("u", i), session: fmt.Sprint("idx", i), ip: away})
		if e := wrong; i < 8 || i >= 20 {
			e.at, e.user, e.agent = fmt.Sprintf("2026-05-05T09:%02d:00.000Z", i), fmt.Sprint("u", i), ""
			if i < 8 {
				office = append(office, e)
			}
			stuffed = append(stuffed, e)
		}
	}
	in := ev{at: "2026-05-05T09:50:00.000Z", typ: typeSessionStart, user: "u7", session: "idxN", ip: away, agent: firefoxWin}
	office = append(office, in)
	play(t, attackThenSuccess, []scene{
		{name: "the owner, who mistyped at home and moved", events: forgot, want: []string{"low: the person had never used that network"}, facts: map[string]any{"own_machine": true}},
		{name: "a guesser with the owner's kind of program", events: guessed, want: []string{"high: the person had never used that network"}},
		{name: "one who stays", events: append(guessed[:len(guessed):len(guessed)], ev{at: "2026-05-08T09:00:00.000Z", session: "idxZ", ip: cafe}), want: []string{"low: "}},
		{name: "the owner's machine, carried to a café", events: carried, want: []string{"low: "}, facts: map[string]any{"own_machine": true}},
		{name: "an office in which some mistype", events: office},
		{name: "an office, a good part of which is tried", events: append(office[:len(office):len(office)], stuffed...), want: []string{"medium: failed at the accounts of many people"}},
		{name: "the attacker comes in", events: story(10, entry), want: []string{"critical: 10 failures in 4 min 30 s; failures and success came from one network"},
			facts: map[string]any{"failures": 10, "attacking_network": true, "new_network": true}},
		{name: "another program where the owner is", events: story(10, own), want: []string{"medium: the person had used that network before"}},
		{name: "the owner comes in", events: story(10, mine), want: []string{"low: the person had used that network before"}},
		{name: "Identity Engine's passwords", events: append(engine, entry), want: []string{"critical: 10 failures in 4 min 30 s"}},
		{name: "a spray finds one", events: append(spray, entry), want: []string{"critical: failed at the accounts of many people"}},
		{name: "the owner after a spray", events: append(spray[:len(spray):len(spray)], own)},
		{name: "nine failures", events: story(9, entry)},
		{name: "hours later", events: story(10, late)},
		{name: "nobody comes in", events: story(10, wrong)[:15]},
	})
}

// everySequence is a log in which every sequence is found.
func everySequence() []ev {
	provider := []event.Target{{ID: "0oaP", Type: "IDENTITY_PROVIDER", DisplayName: "Partner"}}
	turn := func(at string) ev { return ev{at: at, user: "ivan", session: "idxI", ip: cafe, agent: firefoxWin} }
	owner := func(at string) ev { return ev{at: at, user: "ivan", session: "idxI"} }
	events := append(signIns("trent"),
		owner("09:00:00"), turn("09:05:00"), owner("09:10:00"), turn("09:15:00"), owner("09:20:00"),
		ev{at: "09:00:00", user: "judy", session: "idxJ"}, ev{at: "18:00:00", user: "judy", session: "idxJ", ip: cafe, agent: firefoxWin},
		ev{at: "09:00:00", user: "ken", session: "idxK"}, ev{at: "09:30:00", typ: typeSessionEnd, user: "ken", session: "idxK"},
		ev{at: "09:40:00", user: "ken", session: "idxK"},
		ev{at: "09:00:00", user: "lena", session: "idxL"}, ev{at: "09:10:00", user: "mike", session: "idxL", ip: cafe, agent: firefoxWin},
		ev{at: "09:00:00", typ: "user.account.reset_password", user: "helen", session: "idxH", ip: away, agent: firefoxWin, targets: personTarget("trent")},
		ev{at: "09:05:00", typ: "user.mfa.factor.reset_all", user: "helen", session: "idxH", ip: away, agent: firefoxWin, targets: personTarget("trent")},
		ev{at: "09:30:00", typ: typeSessionStart, user: "trent", session: "idxT", ip: away, agent: firefoxWin},
		ev{at: "09:40:00", typ: "user.mfa.factor.activate", user: "trent", session: "idxT", ip: away, agent: firefoxWin},
		ev{at: "13:00:00", user: "nina", session: "idxN", result: "DENY", targets: console},
		ev{at: "13:10:00", typ: "user.lifecycle.create", user: "nina", session: "idxN", targets: personTarget("oscar"), uri: "/api/v1/users"},
		ev{at: "14:00:00", typ: idpLifecycle + "update", user: "nina", session: "idxN", targets: provider},
		ev{at: "15:00:00", typ: "user.authentication.auth_via_IDP", user: "peggy", session: "idxP", targets: provider},
		ev{at: "16:00:00", typ: typeGrant, user: "nina", session: "idxN", targets: personTarget("oscar")},
		ev{at: "02:00:00", typ: "user.mfa.factor.deactivate", user: "helen", session: "idxH", targets: personTarget("rita")},
		ev{at: "17:00:00", user: "rita", session: "idxR"},
		ev{at: "17:00:00", user: "oscar", session: "idxO"},
		ev{at: "16:30:00", typ: typeSessionStart, user: "quinn", session: "idxQ"},
	)
	return append(events, repeat(10, 30, "16:00:00", ev{typ: typeSessionStart, user: "quinn", session: "-", result: "FAILURE", reason: "INVALID_CREDENTIALS"})...)
}
