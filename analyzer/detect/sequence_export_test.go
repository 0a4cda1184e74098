package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestExportAfterChange(t *testing.T) {
	export := ev{at: "09:30:00", typ: "analytics.reports.export.request"}
	open := ev{at: "09:05:00", typ: "user.session.access_admin_app"}
	start := ev{at: "09:00:00", typ: typeSessionStart}
	usual := func() []ev { // exports of the weeks before, with the console
		var all []ev
		for _, day := range []string{"2026-04-20", "2026-04-27", "2026-05-04"} {
			for _, e := range []ev{start, open, export} {
				e.at, e.session = day+"T"+e.at+".000Z", "idx"+day
				all = append(all, e)
			}
		}
		return all
	}
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	away1 := func(e *ev) { e.ip, e.place = away, "Dublin" }
	play(t, exportAfterChange, []scene{
		{name: "another program, and never in the console", events: append(usual(), start, with(export, func(e *ev) { e.agent = firefoxWin; away1(e) })),
			want:  []string{"high: exported a report (analytics.reports.export.request) on 2026-05-05 09:30 UTC with Firefox on Windows at 203.0.113.30 (Dublin); the session was signed in with Chrome on macOS at 192.0.2.10 (Toronto) and it had not opened the Admin Console"},
			facts: map[string]any{"program_changed": true, "without_the_console": true, "first_export": false}},
		{name: "another program on another network", events: append(usual(), start, open, with(export, func(e *ev) { e.agent = firefoxWin; away1(e) })), want: []string{"medium: "}},
		{name: "by the address of the request", events: append(usual(), start, with(export, func(e *ev) { e.typ, e.agent, e.uri = "user.session.access", firefoxWin, "/reports/user/access" })), want: []string{"high: "}},
		{name: "an administrator on a journey", events: append(usual(), start, open, with(export, away1)), want: []string{"low: "}},
		{name: "without the console alone", events: append(usual(), start, export), want: []string{"low: it had not opened the Admin Console"}},
		{name: "the first ever, without the console", events: append(append(usual()[:2], ev{at: "2026-05-04T09:00:00.000Z"}), start, export), want: []string{"medium: the person had exported none before"}},
		{name: "as each week", events: append(usual(), start, open, export)},
		{name: "at another network of theirs", events: append(append(usual(), ev{at: "2026-05-01T09:00:00.000Z", ip: cafe, session: "idxC"}), start, open, with(export, func(e *ev) { e.ip = cafe }))},
		{name: "refused", events: append(usual(), start, with(export, func(e *ev) { e.agent, e.result = firefoxWin, "FAILURE"; away1(e) }))},
		{name: "Okta's own job", events: append(usual(), start, with(export, func(e *ev) { e.actor, e.agent = withActor("SystemPrincipal", "SYSTEM"), integrations }))},
		{name: "a session without its start", events: append(usual(), with(export, func(e *ev) { e.session = "idxZ" }))},
	})
}

func TestDeviceFromThreat(t *testing.T) {
	threat := func(at string) ev {
		return ev{at: at, typ: "security.threat.detected", session: "-", ip: "-", agent: "-", place: "-", actor: &event.Row{ActorID: away, ActorType: "System", ActorDisplayName: away}}
	}
	enrol := ev{at: "10:00:00", typ: "device.enrollment.create", ip: away}
	shared := append(signIns("alice"), threat("08:00:00"), enrol)
	for _, user := range []string{"bob", "carol", "dave", "erin", "frank"} {
		shared = append(shared, ev{at: "07:00:00", user: user, session: "idx" + user, ip: away})
	}
	crowd := shared
	for i, user := range []string{"bob", "carol", "dave"} {
		crowd = append(crowd, ev{at: fmt.Sprintf("11:0%d:00", i), typ: enrol.typ, user: user, ip: away})
	}
	other, refused, known := enrol, enrol, signIns("alice")
	other.ip, refused.result = cafe, "FAILURE"
	for i := range known {
		known[i].ip = away
	}
	play(t, deviceFromThreat, []scene{
		{name: "on the day of the report", events: append(signIns("alice"), threat("08:00:00"), enrol),
			want:  []string{"high: alice@example.com enrolled a device on 2026-05-05 10:00 UTC from Chrome on macOS at 203.0.113.30 (Toronto); ThreatInsight reported the address 1 time, nearest 2 h before"},
			facts: map[string]any{"reports": 1, "hours_between": 2}},
		{name: "the report came after", events: append(signIns("alice"), threat("10:30:00"), enrol), want: []string{"high: nearest 30 min after"}},
		{name: "days before", events: append(signIns("alice"), threat("2026-05-01T08:00:00.000Z"), enrol), want: []string{"medium: "}},
		{name: "from an address of many", events: shared, want: []string{"low: 6 people have signed in from its network"}},
		{name: "many people's, from there", events: crowd, want: []string{"low: 3 more devices were enrolled from the address"}, facts: map[string]any{"devices": 4}},
		{name: "from where they always are", events: append(known, threat("08:00:00"), enrol), want: []string{"low: the person had used that network before"}},
		{name: "from another address", events: append(signIns("alice"), threat("08:00:00"), other)},
		{name: "refused", events: append(signIns("alice"), threat("08:00:00"), refused)},
		{name: "no report", events: append(signIns("alice"), enrol)},
	})
}
