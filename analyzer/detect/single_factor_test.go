package detect

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestSingleFactor(t *testing.T) {
	const idp, iwa = "user.authentication.auth_via_IDP", "user.authentication.auth_via_iwa"
	at := func(clock string, e ev) ev { e.at = clock; return e }
	start, mail := ev{typ: typeSessionStart}, ev{typ: sso, targets: appTarget("Mail")}
	password := func(clock string) ev { return verification(clock, "Password", "SUCCESS", ev{}) }
	push := func(clock string) ev { return verification(clock, "Okta Verify", "SUCCESS", ev{}) }
	verify := func(clock string, names ...string) ev {
		e := ev{at: clock, typ: typeVerify, targets: personTarget("alice")}
		for _, n := range names {
			e.targets = append(e.targets, event.Target{ID: "enr" + n, Type: "AuthenticatorEnrollment", DisplayName: n})
		}
		return e
	}
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	factor := func(name string) ev {
		return ev{at: "09:00:00", typ: typeFactorUsed, more: map[event.Field]string{event.Factor: name}}
	}
	server := with(at("09:00:05", mail), func(e *ev) { e.agent = integrations })
	okta := withActor("SystemPrincipal", "okta")
	other := func(users ...string) (all []ev) {
		for _, u := range users {
			all = append(all, with(at("09:00:00", start), func(e *ev) { e.user = u }), with(at("09:01:00", mail), func(e *ev) { e.user, e.ip = u, away }))
		}
		return all
	}
	one := []string{"low: "}
	play(t, singleFactor, []scene{
		{name: "Identity Engine, the password alone", events: []ev{password("09:00:00"), at("09:00:01", start), at("09:00:05", mail)},
			want: []string{"low: alice@example.com opened Mail from 192.0.2.10 after a password alone."}, facts: map[string]any{"events": 3, "runs": 1, "window_minutes": 10}},
		{name: "Classic, the session starts with the password", events: []ev{at("09:00:00", start), at("09:02:00", mail)}, want: one},
		{name: "verify names the password", events: []ev{verify("09:00:00", "Password"), at("09:00:00", mail)}, want: one},
		{name: "debug data name the password", events: []ev{factor("PASSWORD_AS_FACTOR"), at("09:00:05", mail)}, want: one},
		{name: "an application at the end of five minutes", events: []ev{at("09:00:00", start), at("09:05:00", mail)}, want: one},
		{name: "the other factor was long before", events: []ev{push("08:47:00"), password("09:00:00"), at("09:01:00", mail)}, want: one},
		{name: "the other factor was refused", events: []ev{password("09:00:00"), verification("09:00:20", "Okta Verify", "FAILURE", ev{}), at("09:00:25", mail)}, want: one},
		{name: "the other factor came after the application", events: []ev{password("09:00:00"), at("09:00:05", mail), push("09:00:20")}, want: one},
		{name: "the other factor was another person's", events: []ev{password("09:00:00"), with(push("09:00:03"), func(e *ev) { e.user = "bob" }), at("09:00:05", mail)}, want: one},
		{name: "a provider refused", events: []ev{at("09:00:00", ev{typ: idp, result: "FAILURE"}), at("09:00:01", start), at("09:00:05", mail)}, want: one},
		{name: "a security question is no strong name of a verification", events: []ev{verify("09:00:00", "Password", "Security Question"), at("09:00:05", mail)}, want: one},
		{name: "twice with a push between", events: []ev{password("09:00:00"), at("09:00:05", mail), push("10:00:00"), password("11:00:00"), at("11:00:05", mail)},
			want: []string{"low: after a password alone (2 times)."}, facts: map[string]any{"events": 4, "runs": 2}},
		{name: "people of one policy are one finding", events: other("alice", "bob", "carol", "dave"),
			want: []string{"low: alice@example.com, bob@example.com and 2 more opened Mail from 192.0.2.10 and 203.0.113.30 after a password alone (4 times)."}},
		{name: "more than what Okta keeps is several", events: []ev{at("09:00:00", start), at("09:02:00", mail), at("2026-08-03T09:02:01.000Z", start), at("2026-08-03T09:03:00.000Z", mail)},
			want: []string{"low: ", "low: "}},
		{name: "within what Okta keeps is one", events: []ev{at("09:00:00", start), at("09:02:00", mail), at("2026-08-03T09:01:59.000Z", start), at("2026-08-03T09:02:00.000Z", mail)},
			want: []string{"low: (2 times)"}},
		{name: "a shorter window", events: []ev{push("08:53:00"), password("09:00:00"), at("09:01:00", mail)}, set: map[string]float64{"window": 7}, want: one},
		{name: "a longer way to the application", events: []ev{at("09:00:00", start), at("09:15:00", mail)}, set: map[string]float64{"password_minutes": 20}, want: one},
		{name: "a factor with the password, and a long way", events: []ev{password("09:00:00"), push("09:00:05"), at("09:15:00", mail)}, set: map[string]float64{"password_minutes": 20}},
		{name: "applications in an old session", events: []ev{at("09:00:00", mail), at("09:01:00", mail), at("09:02:00", mail)}},
		{name: "a server of Okta opened it", events: []ev{at("09:00:00", start), server}},
		{name: "a push came between", events: []ev{password("09:00:00"), push("09:00:20"), at("09:00:21", start), at("09:00:25", mail)}},
		{name: "Classic with a push from the phone", events: []ev{at("09:00:00", start), with(push("09:00:20"), func(e *ev) { e.ip = away }), at("09:00:25", mail)}},
		{name: "the other factor came first", events: []ev{push("09:00:00"), password("09:00:30"), at("09:01:00", mail)}},
		{name: "the other factor at the edge of the window", events: []ev{push("08:51:00"), password("09:00:00"), at("09:01:00", mail)}},
		{name: "debug data name another factor", events: []ev{at("09:00:00", start), with(factor("SIGNED_NONCE"), func(e *ev) { e.at = "09:00:02" }), at("09:00:05", mail)}},
		{name: "another provider answers for the user", events: []ev{at("09:00:00", ev{typ: idp}), at("09:00:01", start), at("09:00:05", mail)}},
		{name: "the desktop answers, written by Okta", events: []ev{{at: "09:00:00", typ: iwa, actor: okta, targets: personTarget("alice")}, at("09:00:01", start), at("09:00:05", mail)}},
		{name: "verify names the password and the push", events: []ev{verify("09:00:00", "Password", "Okta Verify"), at("09:00:05", mail)}},
		{name: "verify names a key alone", events: []ev{at("09:00:00", start), verify("09:00:02", "Security Key or Biometric"), at("09:00:05", mail)}},
		{name: "the password was wrong", events: []ev{verification("09:00:00", "Password", "FAILURE", ev{reason: "INVALID_CREDENTIALS"}), at("09:00:05", mail)}},
		{name: "the application refused", events: []ev{password("09:00:00"), with(at("09:00:05", mail), func(e *ev) { e.result = "FAILURE" })}},
		{name: "the application was opened later in the session", events: []ev{at("09:00:00", start), at("09:06:00", mail)}},
		{name: "the application came before", events: []ev{at("09:00:00", mail), at("09:00:30", start)}},
		{name: "nothing was opened", events: []ev{password("09:00:00"), at("09:00:01", start)}},
		{name: "another person opened it", events: []ev{at("09:00:00", start), with(at("09:00:05", mail), func(e *ev) { e.user = "bob" })}},
		{name: "an application did it for the user", events: []ev{{at: "09:00:00", typ: typeSessionStart, actor: withActor("PublicClientApp", "0oaX"), targets: personTarget("alice")}, at("09:00:05", mail)}},
		{name: "the password again, with the other factor's application before it", events: []ev{push("09:00:00"), password("09:08:00"), at("09:09:00", mail), password("09:10:30")}},
	})
}

// One finding about several people names none as its actor; one about a person
// names that one.
func TestSingleFactorActor(t *testing.T) {
	entry := func(clock, user string) []ev {
		return []ev{{at: clock + ":00", typ: typeSessionStart, user: user}, {at: clock + ":30", typ: sso, user: user, targets: appTarget("Mail")}}
	}
	for _, test := range []struct {
		users []string
		want  Actor
	}{
		{[]string{"alice", "alice"}, Actor{ID: "00ualice", AlternateID: "alice@example.com", DisplayName: "alice"}},
		{[]string{"alice", "bob"}, Actor{}},
	} {
		o := outcomeOf(t, singleFactor, logOf(t, and(entry("09:00", test.users[0]), entry("11:00", test.users[1]))), Config{})
		if len(o.Findings) != 1 || o.Findings[0].Actor != test.want || len(o.Findings[0].Events) != 4 {
			t.Errorf("%v: %+v", test.users, o.Findings)
		}
	}
}

func TestSingleFactorNeeds(t *testing.T) {
	events := []ev{{at: "09:00:00", typ: typeSessionStart}, {at: "09:00:30", typ: sso, targets: appTarget("Mail")}}
	for _, test := range []struct {
		without []event.Field
		want    Status
	}{
		{nil, Ran},
		{[]event.Field{event.OutcomeResult}, NotEvaluable},
		{[]event.Field{event.UserAgent}, NotEvaluable},
		{[]event.Field{event.ActorType}, NotEvaluable},
		{[]event.Field{event.ActorID}, Ran},
		{[]event.Field{event.ActorID, event.ActorAlternateID}, NotEvaluable},
		{[]event.Field{event.Factor, event.TargetDisplayName}, Ran}, // Classic writes the start of a session
	} {
		o := outcomeOf(t, singleFactor, logOf(t, events, test.without...), Config{})
		if o.Status != test.want || o.Status == Ran && len(o.Findings) != 1 {
			t.Errorf("without %v: %s, %d findings, want %s", test.without, o.Status, len(o.Findings), test.want)
		}
	}
}

// Of random sign-ins, the evidence has each application that a password came
// before, and no other factor, as a look at all pairs of events says; and there
// is none where no application is so.
func TestSingleFactorPairs(t *testing.T) {
	const start, push, other, open = 0, 1, 2, 3
	found := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		var events []ev
		var kinds, users []int
		var times []int
		clock := 0
		for range 5 + r.IntN(60) {
			clock += []int{0, 1, 30, 120, 240, 300, 420, 600, 601}[r.IntN(9)]
			kind, user := []int{start, start, push, other, open, open}[r.IntN(6)], r.IntN(2)
			e := ev{at: fmt.Sprintf("%02d:%02d:%02d", clock/3600, clock/60%60, clock%60), typ: typeSessionStart, user: fmt.Sprint("u", user)}
			switch kind {
			case push:
				e.typ, e.targets = typeFactorUsed, []event.Target{{ID: "enr", Type: "AuthenticatorEnrollment", DisplayName: "Okta Verify"}}
			case other:
				e.typ = "user.authentication.auth_via_social"
			case open:
				e.typ, e.targets = sso, appTarget("Mail")
			}
			events, kinds, users, times = append(events, e), append(kinds, kind), append(users, user), append(times, clock)
		}
		log := logOf(t, events)
		var rows []uint32
		findings := singleFactor.Run(&Input{Log: log, Views: NewViews(log), Parameters: Config{}.Values(singleFactor)})
		for _, f := range findings {
			rows = append(rows, f.Rows...)
		}
		lone := false
		for i, k := range kinds {
			after, strong := false, false
			for j := range i {
				if users[j] == users[i] {
					after = after || kinds[j] == start && times[i]-times[j] <= 300
					strong = strong || (kinds[j] == push || kinds[j] == other) && times[i]-times[j] <= 600
				}
			}
			if k == open && after && !strong {
				lone = true
				if !slices.Contains(rows, uint32(i)) {
					t.Errorf("seed %d: event %d at %s is not among the evidence %v", seed, i, events[i].at, rows)
				}
			}
		}
		if lone != (len(findings) > 0) {
			t.Errorf("seed %d: %d findings, an application after a password alone: %v", seed, len(findings), lone)
		}
		if !slices.IsSorted(rows) || len(slices.Compact(slices.Clone(rows))) != len(rows) {
			t.Errorf("seed %d: evidence not in order, or twice: %v", seed, rows)
		}
		if lone {
			found++
		}
	}
	if found < 50 || found > 350 {
		t.Errorf("%d of 400 logs have a finding: the test says little", found)
	}
}
