package detect

import (
	"cmp"
	"fmt"
	"testing"
)

func TestUserImpossibleTravel(t *testing.T) {
	dublin := func(e ev) ev { e.place = "Dublin"; e.ip = cmp.Or(e.ip, cafe); return e }
	known := every(10, ev{at: "09:00:00"})
	today := ev{at: "09:00:00"}
	play(t, userImpossibleTravel, []scene{
		{name: "a new program from a new network", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB", agent: script})}),
			want:  []string{"high: alice@example.com signed in from Toronto on 2026-05-05 09:00 UTC and from Dublin on 2026-05-05 09:29 UTC, 5,250 km in 29 min (10,863 km/h), with Chrome on macOS and then python-requests; the network 198.51.100.0/24 was new to them, and so was the program"},
			facts: map[string]any{"journeys": 1, "new_program": true, "distance_km": 5250.5}},
		{name: "the same kind of program", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB"})}), want: []string{"medium: "}},
		{name: "the intruder first, the owner after", events: and(known, []ev{dublin(ev{at: "08:40:00", session: "idxB", agent: script}), today}), want: []string{"high: "}},
		{name: "there and back is one journey", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB", agent: script}), {at: "09:40:00"}}),
			want: []string{"high: "}, facts: map[string]any{"journeys": 1}},
		{name: "two journeys, days apart", events: and(every(5, ev{at: "09:00:00"}), []ev{{at: "2026-05-06T09:00:00.000Z"}, dublin(ev{at: "2026-05-06T09:29:00.000Z", session: "idxB", agent: script}),
			{at: "2026-05-09T09:00:00.000Z"}, {at: "2026-05-09T09:29:00.000Z", session: "idxC", agent: script, place: "Dublin", ip: away}}), want: []string{"medium: on 2026-05-09", "low: on 2026-05-06"}},
		{name: "a flight", events: and(known, []ev{today, dublin(ev{at: "16:00:00", session: "idxB", agent: script})})},
		{name: "after more than a day", events: and(every(10, ev{at: "09:00:00"}), []ev{dublin(ev{at: "09:00:01", session: "idxB", agent: script})}),
			set: map[string]float64{"airliner_kmh": 100}},
		{name: "a VPN that the person is used to", events: and(known, every(10, dublin(ev{at: "09:10:00"})), []ev{today, dublin(ev{at: "09:29:00", session: "idxB"})})},
		{name: "a session that jumps is not told twice", events: and(known, []ev{today, dublin(ev{at: "09:29:00", agent: script})})},
		{name: "nor is its way through another session", events: and(known, []ev{today, dublin(ev{at: "09:05:00", session: "idxB"}), dublin(ev{at: "09:06:00"})})},
		{name: "a telephone in the next province", events: and(known, []ev{today, {at: "09:10:00", session: "idxB", ip: cafe, place: "Ottawa", agent: safariIPhone}})},
		{name: "refused", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB", agent: script, result: "FAILURE"})})},
		{name: "a token renewed by a server", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB", typ: "app.oauth2.token.grant.access_token"})})},
		{name: "a gateway of many people", events: and(known, []ev{today}, gateway(5), []ev{dublin(ev{at: "09:29:00", session: "idxB"})})},
		{name: "one of few people", events: and(known, []ev{today}, gateway(3), []ev{dublin(ev{at: "09:29:00", session: "idxB"})}), want: []string{"medium: "}},
		{name: "from an office of many people", events: and(known, colleagues(5), []ev{today, dublin(ev{at: "09:29:00", session: "idxB", agent: script})}), want: []string{"high: "}},
		{name: "a telephone beside an office's gateway", events: and(known, colleagues(5), []ev{today, dublin(ev{at: "09:29:00", session: "idxB", agent: safariIPhone})})},
		{name: "the own laptop is there too", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB", agent: script}), dublin(ev{at: "10:00:00", session: "idxC"}),
			dublin(ev{at: "11:00:00", session: "idxD", ip: away})}), want: []string{"low: "}},
		{name: "a network that the person goes on using", events: and(known, []ev{today, dublin(ev{at: "09:29:00", session: "idxB"}), dublin(ev{at: "2026-05-09T09:00:00.000Z", session: "idxC"})}),
			want: []string{"low: "}},
		{name: "no history: a VPN as likely as not", events: []ev{today, dublin(ev{at: "09:29:00", session: "idxB"})}, want: []string{"low: "}},
	})
}

// The way out of people whose own lines are elsewhere is no place.
func TestGateway(t *testing.T) {
	dublin := func(e ev) ev { e.place, e.ip = "Dublin", cafe; return e }
	lines := func(n int, place string) (all []ev) { // each has a line of their own, and the office's or gateway's address
		for i := range n {
			user := string(rune('k' + i))
			all = append(all, ev{at: "06:00:00", user: user, session: "idx" + user, ip: fmt.Sprintf("198.18.%d.7", i), place: place})
		}
		return all
	}
	story := []ev{{at: "09:00:00"}, dublin(ev{at: "09:29:00", session: "idxB", agent: script})}
	known := every(10, ev{at: "09:00:00"})
	play(t, userImpossibleTravel, []scene{
		{name: "an office in the people's own city", events: and(known, colleagues(6), lines(6, ""), story), want: []string{"high: "}},
		{name: "a gateway an ocean away", events: and(known, colleagues(6), lines(6, "Dublin"), story)},
		{name: "one who is elsewhere", events: and(known, colleagues(6), lines(1, "Dublin"), story), want: []string{"high: "}},
	})
}

// colleagues returns a day of n other people at alice's address.
func colleagues(n int) []ev {
	var all []ev
	for i := range n {
		user := string(rune('k' + i))
		all = append(all, ev{at: "07:00:00", user: user, session: "idx" + user})
	}
	return all
}

// gateway returns a day of n other people at the café's address.
func gateway(n int) []ev {
	var all []ev
	for i := range n {
		user := string(rune('k' + i))
		all = append(all, ev{at: "07:00:00", user: user, session: "idx" + user, ip: cafe, place: "Dublin"})
	}
	return all
}
