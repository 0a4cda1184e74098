package detect

import (
	"fmt"
	"testing"
)

func TestTakeoverChain(t *testing.T) {
	known := and(every(10, ev{at: "09:00:00"}), every(10, ev{at: "09:00:00", user: "bob", ip: "192.0.2.99"}), []ev{{at: "2026-05-12T09:00:00.000Z"}})
	away := func(at, typ string) ev { return ev{at: at, typ: typ, session: "idxB", ip: cafe, agent: firefoxWin} }
	lock := ev{at: "08:00:00", typ: "user.account.lock"}
	enter, enrol := away("09:30:00", typeSessionStart), away("09:35:00", "user.mfa.factor.activate")
	grant := away("09:40:00", typeGrant)
	report := away("09:50:00", "analytics.reports.export.request")
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	then := func(list ...ev) []ev { return and(known, list) }
	ownHome := func(e *ev) { e.session, e.ip, e.agent = "idxA", "", "" }
	reset := with(away("09:40:00", "user.account.reset_password"), func(e *ev) { e.targets = personTarget("bob") })
	asBob := func(at, typ string) ev { e := away(at, typ); e.user, e.session = "bob", "idxC"; return e }
	var apps []ev
	for i := range 6 {
		e := away(fmt.Sprintf("09:5%d:00", i), sso)
		e.targets = appTarget(fmt.Sprint("App", i))
		apps = append(apps, e)
	}
	play(t, takeoverChain, []scene{
		{name: "five stages", events: then(lock, enter, enrol, grant, report),
			want: []string{"critical: alice@example.com went through 5 stages of a takeover in 1 h 50 min from 2026-05-05 08:00 UTC on: pressure (user.account.lock at 08:00), " +
				"entry with Firefox on Windows at 198.51.100.20 (Toronto) (user.session.start at 09:30), hold (user.mfa.factor.activate at 09:35), " +
				"power (user.account.privilege.grant at 09:40) and use (analytics.reports.export.request at 09:50)"},
			facts: map[string]any{"minutes": 110, "program_kept": false}},
		{name: "pressure, entry, hold", events: then(lock, enter, enrol), want: []string{"high: 3 stages"}},
		{name: "entry, hold, power", events: then(enter, enrol, grant), want: []string{"medium: 3 stages"}},
		{name: "without hold", events: then(lock, enter, grant), want: []string{"high: "}},
		{name: "the person kept the machine", events: then(enter, enrol, grant, ev{at: "2026-05-09T09:00:00.000Z", agent: firefoxWin}), want: []string{"low: "}},
		{name: "a run of applications never opened before", events: append(then(lock, enter), apps...), want: []string{"high: and use (user.authentication.sso at 09:54)"}},
		{name: "pressure from a finding", events: and(known, repeat(12, 20, "09:20:00", ev{typ: typeSessionStart, result: "FAILURE", reason: "INVALID_CREDENTIALS", session: "-", ip: cafe, agent: firefoxWin}),
			[]ev{enter, enrol}), want: []string{"high: pressure (user.session.start at"}},
		{name: "the chain goes on in another account", events: then(lock, enter, reset, asBob("09:45:00", typeSessionStart), asBob("09:50:00", "system.api_token.create")),
			want: []string{"critical: power (system.api_token.create of bob@example.com at 09:50); the chain goes on in bob@example.com"}},
		{name: "two stages", events: then(enter, enrol)},
		{name: "the own machine", events: then(lock, with(enter, ownHome), with(enrol, ownHome), with(grant, ownHome))},
		{name: "the own laptop in a café", events: then(lock, with(enter, func(e *ev) { e.agent = "" }), with(enrol, func(e *ev) { e.agent = "" }), with(grant, func(e *ev) { e.agent = "" }))},
		{name: "acts on the own machine", events: then(lock, enter, with(grant, ownHome))},
		{name: "what an administrator does anyway", events: and(every(10, ev{at: "09:10:00", typ: typeGrant}), then(enter, enrol, grant))},
		{name: "the pressure a day before", events: then(with(lock, func(e *ev) { e.at = "2026-05-04T08:00:00.000Z" }), enter, enrol)},
		{name: "the power a day later", events: then(enter, enrol, with(grant, func(e *ev) { e.at = "2026-05-06T10:00:00.000Z" }))},
		{name: "refused", events: then(lock, enter, with(enrol, func(e *ev) { e.result = "FAILURE" }))},
		{name: "a person of whom the log knows nothing", events: []ev{lock, enter, enrol, grant}},
		{name: "a network of many people", events: and(then(lock, enter, enrol, grant), gateway(5))},
		{name: "a reset account that goes on at home", events: then(lock, enter, reset, ev{at: "09:45:00", user: "bob", ip: "192.0.2.99", session: "idxC", typ: "system.api_token.create"}),
			want: []string{"high: 3 stages"}, facts: map[string]any{"accounts": "[alice@example.com]"}},
	})
}

func TestUserRisk(t *testing.T) {
	finding := func(row uint32, severity Severity, techniques ...string) Finding {
		return Finding{Severity: severity, Rows: []uint32{row}, Techniques: techniques, Actor: Actor{ID: "00ualice"}, Detector: techniques[0], ID: fmt.Sprint(row, techniques)}
	}
	log := logOf(t, []ev{{at: "09:00:00"}, {at: "10:00:00"}, {at: "11:00:00"}, {at: "2026-05-06T12:00:00.000Z"}})
	run := func(families []string, findings ...Finding) []Finding {
		var outcomes []Outcome
		for i, f := range findings {
			outcomes = append(outcomes, Outcome{Detection: &Detection{ID: f.Detector, Family: families[i%len(families)]}, Status: Ran, Findings: []Finding{f}})
		}
		in := &Input{Log: log, Views: NewViews(log), Parameters: Config{}.Values(userRisk)}
		return userRisk.After(in, outcomes)
	}
	two := []string{"Credential attack", "MFA abuse"}
	many := func(a, b Severity) []Finding {
		return []Finding{finding(0, a, "T1110.003", "T1078.004"), finding(1, b, "T1621", "T1556.006"), finding(2, Low, "T1098", "T1539")}
	}
	for _, test := range []struct {
		name string
		got  []Finding
		want string
	}{
		{"six techniques of two families", run(two, many(Medium, High)...),
			"high: 3 findings about alice@example.com within 2 h from 2026-05-05 09:00 UTC on name 6 techniques (T1078, T1098, T1110, T1539, T1556 and T1621), by T1098, T1110.003 and T1621"},
		{"one family", run(two[:1], many(Medium, High)...), "low: 3 findings"},
		{"none is grave", run(two, many(Low, Low)...), ""},
		{"five techniques", run(two, finding(0, Medium, "T1110", "T1078"), finding(1, High, "T1621", "T1556"), finding(2, Low, "T1098", "T1078")), ""},
		{"parts of one technique", run(two, finding(0, Medium, "T1110.001", "T1110.003", "T1110.004"), finding(1, High, "T1078.001", "T1078.004"), finding(2, Low, "T1098.001", "T1098.005")), ""},
		{"two detections", run(two, finding(0, Medium, "T1110", "T1078", "T1098"), finding(1, High, "T1621", "T1556", "T1539")), ""},
		{"two days", run(two, finding(0, Medium, "T1110", "T1078"), finding(1, High, "T1621", "T1556"), finding(3, Low, "T1098", "T1539")), ""},
	} {
		got := ""
		if len(test.got) > 0 {
			got = test.got[0].Severity.String() + ": " + test.got[0].Summary
		}
		if len(test.got) > 1 || (test.want == "") != (got == "") || len(got) < len(test.want) || got[:len(test.want)] != test.want {
			t.Errorf("%s: %d findings, %q, want %q", test.name, len(test.got), got, test.want)
		}
	}
}
