package detect

import (
	"fmt"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// everyOther is a log in which each of [sequences] that needs no weeks to learn
// from is found.
func everyOther() []ev {
	const intruder = "198.18.77.7"
	of := func(user, session string, events ...ev) []ev {
		for i := range events {
			events[i].user = user
			if events[i].session == "" {
				events[i].session = session
			}
		}
		events = append(signIns(user), events...)
		for i := range events {
			if events[i].ip == "" {
				events[i].ip = "198.18.99.10" // not where the people of the other stories are
			}
		}
		return events
	}
	payroll := []event.Target{{ID: "0oaPay", Type: "AppInstance", DisplayName: "Payroll"}}
	factor := func(name string) []event.Target {
		return []event.Target{{ID: "enr" + name, Type: "AuthenticatorEnrollment", DisplayName: name}}
	}
	strange := map[event.Field]string{event.Behaviors: "{New Device=POSITIVE, New IP=POSITIVE}"}
	var spray []ev
	for u := range 12 {
		spray = append(spray, wrongPassword(u, 6, 540+u, ev{ip: "198.18." + string(rune('1'+u%6)) + ".9", agent: "Attempt/1.0"}))
	}
	var opened []ev
	for i := range 5 {
		app := []event.Target{{ID: fmt.Sprint("0oaApp", i), Type: "AppInstance", DisplayName: fmt.Sprint("App ", i)}}
		opened = append(opened, ev{at: fmt.Sprintf("19:0%d:00", i), typ: sso, ip: "198.18.66.6", agent: firefoxWin, targets: app})
	}
	bombed := of("zoe", "idxZ", repeat(5, 50, "19:00:00", ev{typ: typePushSent, ip: intruder, agent: firefoxWin})...)
	return slices.Concat(
		of("wendy", "idxW", ev{at: "19:00:00"}, ev{at: "19:30:00", typ: sso, ip: intruder, agent: script}),
		spray,
		of("yves", "idxY", ev{at: "19:00:00", typ: typeFactorUsed, result: "FAILURE", ip: intruder, agent: firefoxWin, targets: factor("Security Key or Biometric")},
			ev{at: "19:01:00", typ: typeFactorUsed, ip: intruder, agent: firefoxWin, targets: factor("Phone")}),
		bombed, []ev{{at: "19:05:00", typ: typeFactorUsed, user: "zoe", session: "idxZ", ip: cafe, agent: oktaVerify, targets: factor("Okta Verify")}},
		of("xena", "idxX", ev{at: "19:00:00", result: "CHALLENGE", ip: intruder, agent: firefoxWin, place: "Dublin", more: strange},
			ev{at: "19:00:05", typ: typePushSent, ip: intruder, agent: firefoxWin, place: "Dublin"},
			ev{at: "19:00:20", typ: typeFactorUsed, result: "FAILURE", ip: cafe, agent: oktaVerify, targets: factor("Okta Verify")}),
		of("vera", "idxV", ev{at: "19:00:00", result: "DENY", targets: payroll}, ev{at: "19:05:00", typ: sso, agent: script, targets: payroll}),
		of("uma", "idxU", ev{at: "19:00:00", typ: typeSessionStart}, ev{at: "19:30:00", typ: "analytics.reports.export.request", agent: firefoxWin, ip: intruder}),
		of("tom", "idxTom", ev{at: "18:00:00", typ: "security.threat.detected", session: "-", ip: intruder, actor: withActor("System", intruder)},
			ev{at: "19:00:00", typ: "device.enrollment.create", ip: intruder}),
		of("rosa", "-", repeat(9, 60, "19:00:00", ev{typ: typeSessionStart, result: "FAILURE", reason: "INVALID_CREDENTIALS", ip: "198.18.66.6", agent: firefoxWin})...),
		of("quentin", "idxQuentin", opened...),
		of("peter", "idxPeter", ev{at: "2026-05-04T19:00:00.000Z", more: map[event.Field]string{event.DTHash: "own"}, session: "idxP2"},
			ev{at: "2026-05-03T19:00:00.000Z", more: map[event.Field]string{event.DTHash: "own"}, session: "idxP1"},
			ev{at: "19:00:00", more: map[event.Field]string{event.DTHash: "own"}}, ev{at: "19:10:00", typ: sso, ip: "198.18.55.5", more: map[event.Field]string{event.DTHash: "other"}}),
		of("sara", "idxSara", ev{at: "19:00:00", typ: "event_hook.deactivated"}),
	)
}
