package detect

import (
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestContextShopping(t *testing.T) {
	payroll := []event.Target{{ID: "0oaPay", Type: "AppInstance", DisplayName: "Payroll"}}
	mail := []event.Target{{ID: "0oaMail", Type: "AppInstance", DisplayName: "Mail"}}
	token := map[event.Field]string{event.DTHash: "ab"}
	denied := ev{at: "09:00:00", result: "DENY", targets: payroll}
	let := ev{at: "09:05:00", typ: sso, targets: payroll}
	story := func(denied, let ev) []ev { return append(signIns("alice"), denied, let) }
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	foreign := func(e *ev) { e.ip = away }
	phone := signIns("alice")
	for i := range phone {
		phone[i].agent = safariIPhone
	}
	play(t, contextShopping, []scene{
		{name: "a script got in", events: story(denied, with(let, func(e *ev) { e.agent = script })),
			want:  []string{"high: alice@example.com was refused Payroll on 2026-05-05 09:00 UTC with Chrome on macOS at 192.0.2.10 (Toronto) and let in 5 min later from the same address as python-requests"},
			facts: map[string]any{"application": "Payroll", "new_program": true, "seconds_between": 300}},
		{name: "the same token, another system", events: story(with(denied, func(e *ev) { e.more = token }), with(let, func(e *ev) { e.agent, e.more, e.ip = firefoxWin, token, cafe })),
			want: []string{"high: with the same device token"}},
		{name: "program and network are new", events: story(with(denied, foreign), with(let, func(e *ev) { e.agent = firefoxWin; foreign(e) })), want: []string{"high: neither the program nor the network"}},
		{name: "another browser of their machine, for the first time", events: story(denied, with(let, func(e *ev) { e.agent = firefoxWin })), want: []string{"medium: the person had not used that program before"}},
		{name: "the telephone that they have long had", events: append(phone, story(denied, with(let, func(e *ev) { e.agent = safariIPhone }))...), want: []string{"low: as Safari on iOS"}},
		{name: "a person hardly known", events: []ev{denied, with(let, func(e *ev) { e.agent = firefoxWin })}, want: []string{"low: "}},
		{name: "the same program", events: story(denied, let)},
		{name: "another network", events: story(denied, with(let, func(e *ev) { e.agent = firefoxWin; foreign(e) }))},
		{name: "another application", events: story(denied, with(let, func(e *ev) { e.agent, e.targets = firefoxWin, mail }))},
		{name: "too late", events: story(denied, with(let, func(e *ev) { e.agent, e.at = firefoxWin, "09:15:01" }))},
		{name: "refused again", events: story(denied, with(let, func(e *ev) { e.agent, e.result = firefoxWin, "FAILURE" }))},
	})
}
