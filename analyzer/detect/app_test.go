package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestUnauthorizedApps(t *testing.T) {
	attempt := func(at, app string) ev {
		return ev{at: at, typ: typeUnauthorizedApp, result: "FAILURE", targets: []event.Target{{ID: "0oa" + app, Type: "AppInstance", DisplayName: app}}}
	}
	with := func(e ev, change func(*ev)) ev { change(&e); return e }
	foreign := func(e *ev) { e.agent = firefoxWin }
	play(t, unauthorizedApps, []scene{
		{name: "none", events: []ev{{at: "09:00:00"}, {at: "09:00:00", typ: "app.generic.unauth_app_access"}}},
		{
			name:   "one click",
			events: []ev{attempt("09:00:00", "Payroll")},
			want:   []string{"info: alice@example.com tried to open Payroll without being assigned to it"},
			facts:  map[string]any{"attempts": 1, "applications": 1, "window_minutes": 60},
		},
		{
			name:   "one application again and again",
			events: []ev{attempt("09:00:00", "Payroll"), attempt("09:01:00", "Payroll"), attempt("09:02:00", "Payroll")},
			want:   []string{"low: tried to open Payroll without being assigned to it (3 attempts in 2 min)"},
		},
		{
			name:   "two applications",
			events: []ev{attempt("09:00:00", "Payroll"), attempt("09:01:00", "Wiki")},
			want:   []string{"low: tried to open 2 applications without being assigned to them: Payroll and Wiki (2 attempts in 1 min)"},
		},
		{
			name:   "a run over several",
			events: []ev{attempt("09:00:00", "Payroll"), attempt("09:01:00", "Wiki"), attempt("09:02:00", "Vault"), attempt("09:03:00", "Ledger")},
			want:   []string{"medium: 4 applications without being assigned to them: Payroll, Wiki, Vault and 1 other"},
			facts:  map[string]any{"applications": 4, "names": "[Payroll Wiki Vault Ledger]"},
		},
		{
			name:   "old bookmarks, where the person has long worked",
			events: append(signIns("alice"), attempt("09:00:00", "Payroll"), attempt("09:01:00", "Wiki"), attempt("09:02:00", "Vault")),
			want:   []string{"low: tried to open 3 applications"},
		},
		{
			name: "the same with another program",
			events: append(signIns("alice"), with(attempt("09:00:00", "Payroll"), foreign), with(attempt("09:01:00", "Wiki"), foreign),
				with(attempt("09:02:00", "Vault"), foreign)),
			want: []string{"medium: "},
		},
		{
			name: "too many for bookmarks",
			events: append(signIns("alice"), attempt("09:00:00", "Payroll"), attempt("09:01:00", "Wiki"), attempt("09:02:00", "Vault"),
				attempt("09:03:00", "Ledger"), attempt("09:04:00", "Mail")),
			want: []string{"medium: tried to open 5 applications"},
		},
		{
			name:   "several, but never within an hour",
			events: []ev{attempt("09:00:00", "Payroll"), attempt("09:50:00", "Wiki"), attempt("10:40:00", "Vault")},
			want:   []string{"low: "},
		},
		{
			name: "one after the other, from where the person has long worked",
			events: append(signIns("alice"), attempt("09:00:00", "Payroll"), attempt("09:50:00", "Wiki"), attempt("10:40:00", "Vault"),
				attempt("11:05:00", "Ledger")),
			want: []string{"medium: tried to open 4 applications"},
		},
		{
			name: "the same, two of them at once",
			events: append(signIns("alice"), attempt("09:00:00", "Payroll"), attempt("09:50:00", "Wiki"), attempt("10:40:00", "Vault"),
				attempt("10:41:00", "Ledger")),
			want: []string{"low: tried to open 4 applications"},
		},
		{
			name: "one application, one after the other",
			events: append(signIns("alice"), attempt("09:00:00", "Wiki"), attempt("09:50:00", "Wiki"), attempt("10:40:00", "Wiki"),
				attempt("11:05:00", "Wiki")),
			want: []string{"low: tried to open Wiki"},
		},
		{
			name:   "two clicks on two days",
			events: []ev{attempt("2026-05-01T09:00:00Z", "Payroll"), attempt("2026-05-02T09:00:00Z", "Payroll")},
			want:   []string{"info: ", "info: "},
		},
		{
			name: "a session each",
			events: []ev{
				with(attempt("09:00:00", "Payroll"), func(e *ev) { e.session = "idx1" }), with(attempt("09:01:00", "Wiki"), func(e *ev) { e.session = "idx2" }),
				with(attempt("09:02:00", "Vault"), func(e *ev) { e.session = "-" }),
			},
			want: []string{"medium: "},
		},
		{
			name: "two applications of one name",
			events: []ev{{at: "09:00:00", typ: typeUnauthorizedApp, targets: []event.Target{{ID: "0oa1", Type: "AppInstance", DisplayName: "Wiki"}}},
				{at: "09:01:00", typ: typeUnauthorizedApp, targets: []event.Target{{ID: "0oa2", Type: "AppInstance", DisplayName: "Wiki"}}}},
			want:  []string{"low: 2 applications"},
			facts: map[string]any{"applications": 2},
		},
		{
			name: "the application is not the first target",
			events: []ev{{at: "09:00:00", typ: typeUnauthorizedApp, targets: []event.Target{
				{ID: "00ualice", Type: "User", DisplayName: "alice"}, {ID: "x", Type: "AppUser", DisplayName: "alice in Wiki"},
				{ID: "0oa2", Type: "AppInstance", DisplayName: "Wiki"},
			}}},
			want: []string{"info: tried to open Wiki without"},
		},
		{
			name:   "no target",
			events: []ev{{at: "09:00:00", typ: typeUnauthorizedApp}},
			want:   []string{"info: tried to open an unnamed application without"},
			facts:  map[string]any{"applications": 0},
		},
		{
			name:   "nobody named, a session whose id looks like a number",
			events: []ev{with(attempt("09:00:00", "Wiki"), func(e *ev) { e.user, e.session = "-", "0012e5" })},
			want:   []string{"info: session 0012e5 tried"},
		},
		{
			name:   "nobody named, session unknown",
			events: []ev{with(attempt("09:00:00", "Wiki"), func(e *ev) { e.user, e.session = "-", "Unknown" })},
			want:   []string{"info: 192.0.2.10 tried"},
		},
		{
			name:   "nothing to count for",
			events: []ev{with(attempt("09:00:00", "Wiki"), func(e *ev) { e.user, e.session, e.ip = "-", "-", "-" })},
			want:   []string{"info: somebody tried"},
		},
		{
			name:   "another threshold",
			events: []ev{attempt("09:00:00", "Payroll"), attempt("09:01:00", "Payroll")},
			set:    map[string]float64{"attempts": 3},
		},
		{
			name:   "reached",
			events: []ev{attempt("09:00:00", "Payroll"), attempt("09:01:00", "Payroll"), attempt("09:02:00", "Payroll")},
			set:    map[string]float64{"attempts": 3},
			want:   []string{"low: "},
		},
	})
}

func TestAppSession(t *testing.T) {
	for _, test := range []struct{ session, want string }{
		{"0012e5", "0012e5"}, {"1001", "1001"}, {"Unknown", ""}, {"-", ""}, {"trsX", ""},
	} {
		o := outcomeOf(t, unauthorizedApps, logOf(t, []ev{{at: "09:00:00", typ: typeUnauthorizedApp, session: test.session}}), Config{})
		if len(o.Findings) != 1 || o.Findings[0].Session != test.want {
			t.Errorf("session %q: %v, want a finding of %q", test.session, fmt.Sprint(o.Findings), test.want)
		}
	}
}
