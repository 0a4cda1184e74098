package detect

import (
	"fmt"
	"testing"
)

// jittered returns n events with distances of gap seconds, more or less.
func jittered(n, gap, jitter int, start string, e ev) []ev {
	all := repeat(n, gap, start, e)
	var h, m, s int
	for i := range all {
		fmt.Sscanf(all[i].at, "%d:%d:%d", &h, &m, &s)
		at := h*3600 + m*60 + s + i*i*7919%(2*jitter+1) - jitter
		all[i].at = fmt.Sprintf("%02d:%02d:%02d", at/3600, at/60%60, at%60)
	}
	return all
}

func TestMachineCadence(t *testing.T) {
	usual := and(every(20, ev{at: "09:00:00"}), every(20, ev{at: "14:00:00"}))
	strange := ev{typ: sso, session: "idxB", ip: cafe, agent: script}
	own := ev{typ: sso, session: "idxB"}
	then := func(list ...[]ev) []ev { return and(append([][]ev{usual}, list...)...) }
	play(t, machineCadence, []scene{
		{name: "a script from a strange network", events: then(repeat(30, 60, "10:00:00", strange)),
			want: []string{"medium: alice@example.com caused user.authentication.sso 30 times from 2026-05-05 10:00 UTC on with python-requests at 198.51.100.20 (Toronto), every 1 min " +
				"(100 percent of the distances within a twentieth of it, variation 0); neither the network nor the program had they used before"},
			facts: map[string]any{"events": 30, "median_seconds": 60, "rhythms": 1}},
		{name: "nearly equal distances", events: then(jittered(30, 60, 4, "10:00:00", strange)), want: []string{"medium: "}},
		{name: "a dashboard in the own browser", events: then(repeat(30, 60, "10:00:00", own)), want: []string{"low: "}},
		{name: "a person", events: then(jittered(30, 60, 29, "10:00:00", strange))},
		{name: "too few", events: then(repeat(19, 60, "10:00:00", strange))},
		{name: "two rows with a pause of an hour", events: then(repeat(15, 60, "10:00:00", strange), repeat(15, 60, "12:00:00", strange))},
		{name: "one page with many tiles", events: then(repeat(30, 0, "10:00:00", strange))},
		{name: "a habit", events: then(times20(own), repeat(30, 60, "10:00:00", strange))},
		{name: "a server's tokens", events: then(repeat(30, 60, "10:00:00", ev{typ: "app.oauth2.token.grant.access_token", ip: cafe, agent: script}))},
		{name: "a network of many people", events: then(repeat(30, 60, "10:00:00", strange), gateway(5)), want: []string{"low: "}},
		{name: "an account that is new in the log", events: then(repeat(30, 60, "10:00:00", ev{typ: sso, user: "bob", session: "idxC", ip: cafe, agent: script}))},
		{name: "a program that was kept", events: then(repeat(30, 60, "10:00:00", strange), []ev{{at: "2026-05-08T09:00:00.000Z", agent: script}}), want: []string{"low: "}},
		{name: "around the clock", events: then(jittered(21, 4000, 400, "00:10:00", strange)), want: []string{"medium: was active in 20 hours of 2026-05-05"},
			facts: map[string]any{"hours": 20}},
		{name: "a long day", events: then(jittered(16, 4000, 400, "06:10:00", strange))},
	})
}

// times20 returns half an hour of equal distances early in the log.
func times20(e ev) []ev {
	all := repeat(30, 60, "10:00:00", e)
	for i := range all {
		all[i].at = "2026-04-16T" + all[i].at + ".000Z"
		all[i].session = "idxOld"
	}
	return all
}
