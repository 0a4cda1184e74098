package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// weeks is people who sign in from a network of their own each day of May, at
// nine and at eleven.
func weeks(people, days int) []ev {
	var all []ev
	for u := range people {
		for d := 1; d <= days; d++ {
			for _, h := range []int{9, 11} {
				all = append(all, ev{at: fmt.Sprintf("2026-05-%02dT%02d:%02d:00.000Z", d, h, u), typ: typeSessionStart, user: fmt.Sprintf("u%02d", u),
					session: fmt.Sprintf("idx%d-%d-%d", u, d, h), ip: fmt.Sprintf("192.0.%d.10", u), more: map[event.Field]string{event.DTHash: fmt.Sprintf("own%d", u)}})
			}
		}
	}
	return all
}

// arrivals is the same people, each at ten and a few minutes on a day, from one
// network.
func arrivals(people, day int, e ev) []ev {
	var all []ev
	for u := range people {
		e := e
		e.at, e.typ, e.user, e.session = fmt.Sprintf("2026-05-%02dT10:%02d:00.000Z", day, 2*u), typeSessionStart, fmt.Sprintf("u%02d", u), fmt.Sprintf("idxX%d-%d", u, day)
		if e.ip == "" {
			e.ip = away
		}
		all = append(all, e)
	}
	return all
}

func TestRelayedSignIns(t *testing.T) {
	own := func(u string) map[event.Field]string { return map[event.Field]string{event.DTHash: u} }
	known := func(events []ev) []ev { // with the token of the person's own browser
		for i := range events {
			events[i].more = own(fmt.Sprintf("own%d", i))
		}
		return events
	}
	var moved []ev
	for _, e := range weeks(4, 9) {
		moved = append(moved, e)
	}
	for d := 10; d <= 20; d++ {
		moved = append(moved, arrivals(4, d, ev{agent: firefoxWin})...)
	}
	gateway := weeks(4, 20)
	for d := 10; d <= 20; d++ {
		gateway = append(gateway, known(arrivals(4, d, ev{place: "Dublin"}))...)
	}
	play(t, relayedSignIns, []scene{
		{name: "another program for each", events: append(weeks(4, 20), arrivals(3, 12, ev{agent: firefoxWin})...),
			want:  []string{"high: The network 203.0.113.0/24, which nobody had come from before, signed in 3 people within 4 min from 2026-05-12 10:00 UTC"},
			facts: map[string]any{"people": 3, "new_programs_or_tokens": 3}},
		{name: "their program, and a token that is none of theirs", events: append(weeks(4, 20), arrivals(3, 12, ev{more: own("relay")})...), want: []string{"high: "}},
		{name: "their program and token, far away, and gone after a day", events: append(weeks(4, 20), known(arrivals(3, 12, ev{place: "Dublin"}))...),
			want: []string{"medium: 3 of them worked more than 300 km away sooner than anybody flies"}},
		{name: "a new gateway of a VPN", events: gateway, want: []string{"low: "}},
		{name: "a conference near by", events: append(weeks(4, 20), known(arrivals(3, 12, ev{}))...), want: []string{"low: "}},
		{name: "a new office with new machines", events: moved},
		{name: "two people, far away", events: append(weeks(4, 20), known(arrivals(2, 12, ev{place: "Dublin"}))...), want: []string{"medium: signed in 2 people"}},
		{name: "two people near by", events: append(weeks(4, 20), arrivals(2, 12, ev{agent: firefoxWin})...)},
		{name: "telephones on a carrier's gateway", events: append(weeks(4, 20), arrivals(4, 12, ev{agent: safariIPhone})...)},
		{name: "a network that somebody had used", events: append(append(weeks(4, 20), arrivals(1, 2, ev{agent: firefoxWin})...), arrivals(4, 12, ev{agent: firefoxWin})...)},
		{name: "in the first days of the log", events: append(weeks(4, 20), arrivals(3, 3, ev{agent: firefoxWin})...)},
		{name: "sixteen people", events: append(weeks(16, 20), arrivals(16, 12, ev{agent: firefoxWin})...)},
		{name: "refused", events: append(weeks(4, 20), arrivals(3, 12, ev{agent: firefoxWin, result: "FAILURE"})...)},
	})
}

// People who are each day on another network, all together, are no more work
// than people at home.
func BenchmarkRelayedSignIns(b *testing.B) {
	for _, n := range []int{2_000, 8_000} {
		events := weeks(3, 9)
		for i := range n {
			events = append(events, arrivals(3, 10+i*15/n, ev{ip: fmt.Sprintf("10.%d.%d.1", i>>8, i&255)})...)
		}
		log := logOf(b, events)
		views := NewViews(log)
		b.Run(fmt.Sprint(n, " networks"), func(b *testing.B) {
			for b.Loop() {
				relayedSignIns.Run(&Input{Log: log, Views: views, Parameters: Config{}.Values(relayedSignIns)})
			}
			b.ReportMetric(float64(len(events))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
