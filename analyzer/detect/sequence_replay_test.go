package detect

import "testing"

func TestSessionReplay(t *testing.T) {
	browser := ev{at: "09:00:00"}
	play(t, sessionReplay, []scene{
		{name: "a script elsewhere", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, ip: away, agent: script, place: "Dublin"}),
			want:  []string{"high: alice@example.com's session began in Chrome on macOS at 192.0.2.10 on 2026-05-05 09:00 UTC; 30 min later it was used by python-requests at 203.0.113.30 (Dublin)"},
			facts: map[string]any{"another_network": true, "new_network": true, "stretches": 1}},
		{name: "a browser without a window", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, ip: away, agent: "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0 Safari/537.36"}),
			want: []string{"high: Headless Chrome"}},
		{name: "at a place that the person uses too", events: append(signIns("alice"), ev{at: "2026-05-01T12:00:00.000Z", ip: cafe, session: "idxC"}, browser, ev{at: "09:30:00", typ: sso, ip: cafe, agent: script}),
			want: []string{"medium: from another network than the browser's"}},
		{name: "on the browser's network", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, agent: script}), want: []string{"low: on the browser's own network"}},
		{name: "an Android application's library", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, ip: away, agent: "okhttp/4.12.0"}), want: []string{"medium: okhttp"}},
		{name: "refused", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, ip: away, agent: script, result: "FAILURE"})},
		{name: "another browser", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, ip: away, agent: firefoxWin})},
		{name: "a session of the script's own", events: append(signIns("alice"), ev{at: "09:00:00", ip: away, agent: script}, ev{at: "09:30:00", typ: sso})},
		{name: "Okta's servers", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, ip: away, agent: integrations})},
		{name: "another session", events: append(signIns("alice"), browser, ev{at: "09:30:00", typ: sso, session: "idxS", ip: away, agent: script})},
	})
}
