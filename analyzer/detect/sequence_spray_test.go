package detect

import (
	"fmt"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// wrongPassword is a refused password of one of many people, a day of May.
func wrongPassword(user, day, clock int, e ev) ev {
	e.at, e.typ, e.result, e.session = fmt.Sprintf("2026-05-%02dT%02d:%02d:00.000Z", day, clock/60, clock%60), typeSessionStart, "FAILURE", "-"
	e.user, e.reason = fmt.Sprintf("u%02d", user), "INVALID_CREDENTIALS"
	return e
}

// slowly returns failures of n people, one each, over days.
func slowly(n, days int, e ev) []ev {
	var all []ev
	for u := range n {
		all = append(all, wrongPassword(u, 5+u%days, 60*9+7*u, e))
	}
	return all
}

// signedIn are starts of sessions of people from their own machine at home, one
// after the other on the 12th.
func signedIn(from, to int, e ev) []ev {
	var all []ev
	for u := from; u < to; u++ {
		e := e
		e.at, e.typ = fmt.Sprintf("2026-05-12T%02d:%02d:00.000Z", 8+u/60, u%60), typeSessionStart
		e.user, e.session = fmt.Sprintf("u%02d", u), fmt.Sprintf("idx%d", u)
		all = append(all, e)
	}
	return all
}

func TestSlowSpray(t *testing.T) {
	engine := func(events []ev, name string) []ev {
		for i := range events {
			events[i].typ = typeFactorUsed
			events[i].targets = []event.Target{{ID: "00u", Type: "User"}, {ID: "lae1", Type: "AuthenticatorEnrollment", DisplayName: name}}
		}
		return events
	}
	many := slowly(20, 5, ev{ip: away, agent: script})
	spread := slices.Clone(many)
	for i := range spread {
		spread[i].ip = fmt.Sprintf("203.0.113.%d", i+1)
	}
	carrier := slices.Clone(many)
	for i := range carrier {
		carrier[i].ip, carrier[i].more = fmt.Sprintf("100.64.%d.1", i), map[event.Field]string{event.ASNumber: "64500"}
	}
	var often []ev
	for i := range 3 {
		for _, e := range slowly(20, 5, ev{ip: away, agent: script}) {
			e.at = e.at[:17] + fmt.Sprintf("%02d.000Z", i)
			often = append(often, e)
		}
	}
	play(t, slowSpray, []scene{
		{name: "twenty people in five days", events: append(slices.Clone(many), signedIn(0, 20, ev{})...),
			want:  []string{"high: 203.0.113.30 failed at the passwords of 20 accounts on 5 days, at none of them more than 1 time a day"},
			facts: map[string]any{"accounts": 20, "days": 5, "got_in": 0}},
		{name: "one of them got in", events: append(slices.Clone(many), signedIn(3, 4, ev{ip: away, agent: script})...),
			want: []string{"critical: then u03@example.com got in, first on 2026-05-12"}, facts: map[string]any{"got_in": 1}},
		{name: "an address each of one network", events: spread, want: []string{"high: 203.0.113.0/24 failed at the passwords of 20"}},
		{name: "an address each of one provider", events: carrier, want: []string{"high: python-requests from the provider AS64500 failed at"}},
		{name: "Identity Engine's passwords", events: engine(slices.Clone(many), "Password"), want: []string{"high: 203.0.113.30"}},
		{name: "codes that were mistyped", events: engine(slices.Clone(many), "Google Authenticator")},
		{name: "fourteen people", events: append(slowly(14, 5, ev{ip: away, agent: script}), signedIn(0, 20, ev{})...)},
		{name: "two days", events: append(slowly(20, 2, ev{ip: away, agent: script}), signedIn(0, 20, ev{})...)},
		{name: "three times a day each", events: append(often, signedIn(0, 20, ev{})...)},
		{name: "an office in which people mistype and get in", events: append(slices.Clone(many), signedIn(0, 20, ev{ip: away})...)},
		{name: "a tenth of them get in", events: append(slices.Clone(many), signedIn(0, 2, ev{ip: away})...)},
	})
	o := outcomeOf(t, slowSpray, logOf(t, slowly(20, 2, ev{ip: away})), Config{})
	if o.Status != NotEvaluable || o.MissingHistory.Days != 3 {
		t.Errorf("%s, %v", o.Status, o.MissingHistory)
	}
}

func TestToolSpray(t *testing.T) {
	const tool = "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/83.0.4103.116 Safari/537.36"
	spray := func(n int, e ev) []ev {
		var all []ev
		for u := range n {
			e.ip = fmt.Sprintf("203.0.%d.9", u%6)
			all = append(all, wrongPassword(u, 11, 60*9+31*u, e))
		}
		return all
	}
	workers := signedIn(0, 30, ev{})
	atHome := spray(12, ev{agent: tool})
	for i := range atHome {
		atHome[i].ip = home // where these people sign in from with their browser
	}
	roaming := spray(12, ev{agent: tool})
	for i := range roaming {
		roaming[i].ip = fmt.Sprintf("198.51.%d.9", i)
	}
	own := append(slices.Clone(workers), roaming...)
	for u := range 12 {
		own = append(own, signedIn(u, u+1, ev{ip: fmt.Sprintf("198.51.%d.10", u)})...)
	}
	slow := spray(12, ev{agent: tool})
	for i := range slow {
		slow[i].at = fmt.Sprintf("2026-05-%02dT09:00:00.000Z", i+1)
	}
	play(t, toolSpray, []scene{
		{name: "six addresses, twelve people", events: append(spray(12, ev{agent: tool}), workers...),
			want:  []string{"high: failed at the passwords of 12 accounts from 6 addresses"},
			facts: map[string]any{"accounts": 12, "addresses": 6, "got_in": 0, "sign_ins_of_others": 0}},
		{name: "one got in", events: append(append(spray(12, ev{agent: tool}), workers...), signedIn(4, 5, ev{ip: "203.0.4.9", agent: tool})...),
			want: []string{"critical: then u04@example.com got in"}},
		{name: "one address", events: append(atHome, workers...)},
		{name: "seven people", events: append(spray(7, ev{agent: tool}), workers...)},
		{name: "one a day", events: append(slow, workers...)},
		{name: "the organisation's browser", events: append(spray(12, ev{}), workers...)},
		{name: "a new version, with which others get in", events: append(append(spray(12, ev{agent: chromeMacNew}), workers...), signedIn(20, 29, ev{agent: chromeMacNew})...)},
		{name: "an application with a defect, where people always are", events: own},
		{name: "a log of failures alone", events: append(spray(12, ev{agent: tool}), workers[:10]...)},
	})
}

// Many addresses, accounts and programs of one attempt each are no more work
// than as many of one.
func BenchmarkSprays(b *testing.B) {
	for _, n := range []int{10_000, 40_000} {
		for name, e := range map[string]func(i int) ev{
			"one account":     func(i int) ev { return wrongPassword(0, 5+i*20/n, i%1440, ev{ip: away}) },
			"an account each": func(i int) ev { return wrongPassword(i, 5+i*20/n, i%1440, ev{ip: away}) },
			"an address each": func(i int) ev {
				return wrongPassword(i%9, 5+i*20/n, i%1440, ev{ip: fmt.Sprintf("10.%d.%d.1", i>>8, i&255)})
			},
			"eight of each agent": func(i int) ev {
				return wrongPassword(i%8, 5+i*20/n, i%1440, ev{ip: fmt.Sprintf("10.1.%d.1", i%8), agent: fmt.Sprint("tool", i/8)})
			},
		} {
			events := make([]ev, n)
			for i := range events {
				events[i] = e(i)
			}
			log := logOf(b, events)
			views := NewViews(log)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					for _, d := range []*Detection{slowSpray, toolSpray} {
						d.Run(&Input{Log: log, Views: views, Parameters: Config{}.Values(d)})
					}
				}
				b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			})
		}
	}
}
