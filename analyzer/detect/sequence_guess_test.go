package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// over returns n events at intervals of hours from the morning of the 5th.
func over(n, hours int, e ev) []ev {
	var all []ev
	for i := range n {
		e.at = fmt.Sprintf("2026-05-%02dT%02d:00:00.000Z", 5+i*hours/24, i*hours%24)
		all = append(all, e)
	}
	return all
}

func TestPersistentAttempts(t *testing.T) {
	password := ev{typ: typeSessionStart, result: "FAILURE", reason: "INVALID_CREDENTIALS", session: "-", ip: away, agent: firefoxWin}
	code := ev{typ: typeFactorUsed, result: "FAILURE", reason: "INVALID_CREDENTIALS", ip: away, targets: []event.Target{{ID: "enrT", Type: "AuthenticatorEnrollment", DisplayName: "Google Authenticator"}}}
	message := ev{typ: typeMessageSent, session: "-", ip: away}
	entry := ev{at: "2026-05-06T20:00:00.000Z", typ: typeSessionStart, session: "idxX", ip: away, agent: firefoxWin}
	story := func(events ...[]ev) []ev { return append(signIns("alice"), slices.Concat(events...)...) }
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	answered := message
	answered.typ, answered.targets = typeFactorUsed, []event.Target{{ID: "enrP", Type: "AuthenticatorEnrollment", DisplayName: "Phone"}}
	var codes []ev // each message answered
	for i := range 12 {
		for j, e := range []ev{message, answered} {
			e.at = fmt.Sprintf("2026-05-05T%02d:%02d:00.000Z", i, j)
			codes = append(codes, e)
		}
	}
	crowd := story(over(9, 4, password))
	for _, user := range []string{"bob", "carol", "dave", "erin", "frank"} {
		crowd = append(crowd, ev{at: "07:00:00", user: user, session: "idx" + user, ip: away})
	}
	mail := "Apple-iPhone17C1/2302.78 (dataaccessd/1.0; iPhone OS 18_6)"
	scattered := func(events []ev) []ev {
		for i := range events {
			events[i].ip = fmt.Sprintf("203.0.%d.30", i)
		}
		return events
	}
	var several []ev
	for _, user := range []string{"alice", "bob", "carol", "dave"} {
		for _, e := range append(signIns(user), over(9, 4, password)...) {
			e.user = user
			several = append(several, e)
		}
	}
	play(t, persistentAttempts, []scene{
		{name: "four accounts of one network are one finding", events: several,
			want:  []string{"medium: The network 203.0.113.0/24, which none of them had used before, tried 4 accounts again and again in 1 d 8 h from 2026-05-05 00:00 UTC: alice@example.com, bob@example.com, carol@example.com and dave@example.com; 36 wrong passwords"},
			facts: map[string]any{"accounts": 4, "passwords": 36}},
		{name: "a password every four hours", events: story(over(9, 4, password)),
			want:  []string{"medium: 9 wrong passwords for alice@example.com in 1 d 8 h from 2026-05-05 00:00 UTC, by Firefox on Windows at 203.0.113.30 (Toronto), a network that the person had not used before, nor the program"},
			facts: map[string]any{"passwords": 9, "got_in": false, "new_program": true}},
		{name: "each from another network", events: story(scattered(over(10, 4, password))), want: []string{"medium: 10 wrong passwords for alice@example.com in 1 d 12 h from 2026-05-05 00:00 UTC, from 10 networks"},
			facts: map[string]any{"networks": 10}},
		{name: "each from another network, with the person's program", events: story(scattered(over(10, 4, with(password, func(e *ev) { e.agent = chromeMac }))))},
		{name: "and then in", events: story(over(9, 4, password), []ev{entry}), want: []string{"high: a sign-in succeeded from there"}},
		{name: "codes with the person's program", events: story(over(7, 2, code)), want: []string{"medium: 7 wrong codes"}},
		{name: "messages that nobody answers", events: story(over(12, 3, message)), want: []string{"medium: 12 messages and calls"}},
		{name: "messages, each answered", events: story(codes)},
		{name: "at home", events: story(over(9, 4, with(password, func(e *ev) { e.ip = home })))},
		{name: "the person's program with an old password, on the way", events: story(over(9, 4, with(password, func(e *ev) { e.agent = chromeMac })))},
		{name: "a telephone's mail program", events: story(over(9, 4, with(password, func(e *ev) { e.agent = mail })))},
		{name: "a program that fails at home, too", events: story(over(2, 4, with(password, func(e *ev) { e.ip = home })), over(9, 4, password))},
		{name: "few", events: story(over(7, 4, password))},
		{name: "a week apart", events: story(over(9, 25, password))},
		{name: "a network of many", events: crowd},
		{name: "somebody hardly known", events: over(9, 4, password)},
	})
}

func TestApplicationSweep(t *testing.T) {
	open := func(n, minutes int, e ev) []ev {
		var all []ev
		for i := range n {
			e := e
			e.typ, e.at = sso, fmt.Sprintf("2026-05-05T%02d:%02d:00.000Z", 9+i*minutes/60, i*minutes%60)
			e.targets = []event.Target{{ID: fmt.Sprint("0oa", i), Type: "AppInstance", DisplayName: fmt.Sprint("App ", i)}}
			all = append(all, e)
		}
		return all
	}
	token := func(events []ev, name string) []ev {
		for i := range events {
			events[i].more = map[event.Field]string{event.DTHash: name}
		}
		return events
	}
	strange := ev{session: "idxX", ip: away, agent: firefoxWin}
	own := ev{session: "idxX", ip: away}
	later := open(8, 5, strange)
	for i := range later {
		later[i].at = strings.Replace(later[i].at, "05-05", "05-07", 1)
	}
	play(t, applicationSweep, []scene{
		{name: "six from a stranger", events: append(signIns("alice"), open(6, 5, strange)...),
			want:  []string{"medium: alice@example.com opened 6 applications (App 0, App 1, App 2, App 3 and 2 others) in 25 min from 2026-05-05 09:00 UTC with Firefox on Windows at 203.0.113.30 (Toronto)"},
			facts: map[string]any{"applications": 6, "new_program": true}},
		{name: "ten", events: append(signIns("alice"), open(10, 5, strange)...), want: []string{"high: "}},
		{name: "a token that is none of theirs", events: append(token(signIns("alice"), "own"), token(open(6, 5, own), "other")...), want: []string{"medium: nor the device token"}},
		{name: "the person's laptop on a journey", events: append(token(signIns("alice"), "own"), token(open(6, 5, own), "own")...)},
		{name: "a new browser at home", events: append(signIns("alice"), open(6, 5, ev{session: "idxX", agent: firefoxWin})...)},
		{name: "a new telephone", events: append(signIns("alice"), open(6, 5, ev{session: "idxX", ip: away, agent: safariIPhone})...)},
		{name: "four", events: append(signIns("alice"), open(4, 5, strange)...)},
		{name: "over a day", events: append(signIns("alice"), open(6, 60, strange)...)},
		{name: "a new place where they stay, and many weeks after", events: append(append(signIns("alice"), open(3, 5, strange)...), later...)},
		{name: "refused", events: append(signIns("alice"), open(6, 5, ev{session: "idxX", ip: away, agent: firefoxWin, result: "FAILURE"})...)},
	})
}
