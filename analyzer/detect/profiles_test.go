package detect

import (
	"fmt"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// every returns an event on each of the days before 5 May 2026, at its time of
// day, the first of them days earlier.
func every(days int, e ev) []ev {
	clock := e.at
	var all []ev
	for d := days; d > 0; d-- {
		e.at = time.Date(2026, 5, 5-d, 0, 0, 0, 0, time.UTC).Format("2006-01-02") + "T" + clock + ".000Z"
		e.session = fmt.Sprintf("idxOld%s%d", e.user, d)
		all = append(all, e)
	}
	return all
}

// and returns lists of events as one.
func and(lists ...[]ev) []ev {
	var all []ev
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// appTarget is an application as the target of an event.
func appTarget(name string) []event.Target {
	return []event.Target{{ID: "0oa" + name, Type: "AppInstance", DisplayName: name}}
}

// everyProfile is the story of one account in which each of the detections of
// profiles that needs no history finds something.
func everyProfile() []ev {
	away := func(at, typ string) ev {
		return ev{at: at, typ: typ, user: "wendy", session: "idxW", ip: "2001:db8:99::7", agent: script, place: "Dublin"}
	}
	opened := away("09:31:00", sso)
	opened.targets = appTarget("Workday")
	okta := withActor("SystemPrincipal", "okta")
	return append(every(3, ev{at: "09:00:00", user: "wendy", ip: "2001:db8:55::1"}),
		ev{at: "09:00:00", user: "wendy", session: "idxW1", ip: "2001:db8:55::1"},
		ev{at: "09:10:00", typ: "security.breached_credential.detected", user: "wendy", session: "-"},
		ev{at: "09:11:00", typ: "user.account.lock", user: "wendy", session: "-"},
		ev{at: "09:20:00", typ: typeSessionStart, user: "wendy", session: "-", ip: "2001:db8:99::7", agent: script, place: "Dublin", result: "FAILURE", reason: "INVALID_CREDENTIALS"},
		away("09:29:00", typeSessionStart),
		ev{at: "09:30:00", typ: "system.email.new_device_notification.sent_message", session: "-", ip: "-", agent: "-", place: "-", actor: okta, targets: personTarget("wendy")},
		opened,
		away("09:35:00", "user.mfa.factor.activate"),
		away("09:40:00", "policy.rule.deactivate"),
		ev{at: "12:30:00", typ: typeTokenOutside, user: "svc", session: "-", ip: away("", "").ip},
	)
}
