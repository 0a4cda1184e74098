package detect

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestSessionTokenChanged(t *testing.T) {
	with := func(e ev, token string) ev {
		e.more = map[event.Field]string{event.DTHash: token}
		return e
	}
	var history []ev
	for _, e := range signIns("alice") {
		history = append(history, with(e, "own"))
	}
	story := func(events ...ev) []ev { return append(slices.Clone(history), events...) }
	start := with(ev{at: "09:00:00"}, "own")
	theft := ev{at: "09:30:00", typ: sso, ip: away}
	verified := with(ev{at: "09:29:30", typ: typeFactorUsed, ip: away}, "other")
	crowd := story(start, with(theft, "other"))
	for _, user := range []string{"bob", "carol", "dave", "erin", "frank"} {
		crowd = append(crowd, ev{at: "07:00:00", user: user, session: "idx" + user, ip: away})
	}
	play(t, sessionTokenChanged, []scene{
		{name: "another token on another network", events: story(start, with(theft, "other")),
			want:  []string{"high: alice@example.com's session was used by Chrome on macOS at 192.0.2.10 (Toronto) on 2026-05-05 09:00 UTC and 30 min later, with another device token, by Chrome on macOS at 203.0.113.30 (Toronto)"},
			facts: map[string]any{"program_changed": false, "events_with_the_token": 1}},
		{name: "the laptop on a journey", events: story(start, with(theft, "own"))},
		{name: "cookies deleted at home", events: story(start, with(ev{at: "09:30:00", typ: sso}, "other"))},
		{name: "a factor was verified", events: story(start, verified, with(theft, "other"))},
		{name: "a network of many", events: crowd},
		{name: "a token that the log does not have", events: story(start, theft)},
		{name: "refused", events: story(start, with(ev{at: "09:30:00", typ: sso, ip: away, result: "FAILURE"}, "other"))},
		{name: "another session", events: story(start, with(ev{at: "09:30:00", typ: sso, ip: away, session: "idxNew"}, "other"))},
		{name: "a person hardly known", events: []ev{start, with(theft, "other")}},
	})
}
