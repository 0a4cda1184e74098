package seed

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// The places of the tests, and what the seed program's formula gives between
// them: Toronto to Dublin 5,250.48 km, Toronto to Ottawa 351.82 km.
var places = map[string][3]string{
	"TOR":     {"Canada", "43.65", "-79.38"},
	"OTT":     {"Canada", "45.42", "-75.70"},
	"DUB":     {"Ireland", "53.35", "-6.26"},
	"suburb":  {"Canada", "43.69", "-79.38"}, // 4.45 km from TOR
	"west":    {"Gabon", "0.08", "0.00"},
	"east":    {"Kiribati", "-0.08", "180.00"}, // opposite to west
	"nowhere": {"Canada", "", ""},
	"zero":    {"Canada", "0", "0"},
	"-":       {"", "43.65", "-79.38"}, // no country
}

// parse makes an event of "time type uuid session place agent ip", where "-"
// is an absent value, and sets fields to values.
func parse(line string, set ...string) event.Row {
	f := strings.Fields(line)
	for i := range f {
		if f[i] == "-" && i != 4 {
			f[i] = ""
		}
	}
	types := map[string]string{
		"policy": "policy.evaluate_sign_on", "push": "system.push.send_factor_verify_push", "deny": "user.mfa.okta_verify.deny_push",
		"mfa": "user.authentication.auth_via_mfa", "app": "app.generic.unauth_app_access_attempt", "idp": "system.idp.lifecycle.create",
	}
	place := places[f[4]]
	row := event.Row{
		Published: "2026-03-" + f[0] + "Z", Type: types[f[1]], UUID: f[2], ExternalSessionID: f[3],
		Country: place[0], Latitude: place[1], Longitude: place[2], UserAgent: f[5], ClientIP: f[6], DisplayMessage: "m",
	}
	if row.Type == "" {
		row.Type = f[1]
	}
	for i := 0; i < len(set); i += 2 {
		field, index, _ := event.Lookup(set[i])
		row.Set(field, max(index, 0), set[i+1])
	}
	return row
}

// build returns the log of events in the order of a file.
func build(t *testing.T, rows ...event.Row) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	b.Carries(event.OutcomeResult)
	for i := range rows {
		if err := b.AddRow(0, int64(1000*i), fmt.Append(nil, rows[i]), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"syslog_query.csv"})
	return log
}

const none = "Analyzer completed event scan and found 0 suspicious sessions"

func found(n int) string {
	return fmt.Sprintf("Analyzer completed event scan and found %d suspicious sessions", n)
}

func TestAnalyze(t *testing.T) {
	travel := func(session, from, to, km, kmh string) string {
		return fmt.Sprintf("Session ID: %s Fast travel detected between events %s and %s: Distance: %s km Speed: %s km/h", session, from, to, km, kmh)
	}
	for _, test := range []struct {
		name string
		rows []event.Row
		t    Thresholds // the zero value stands for the defaults
		want []string
	}{
		{
			// Where the seed program is right: these lines are its own.
			name: "all five",
			rows: []event.Row{
				parse("01T12:00:00.000 idp i1 - TOR A 192.0.2.1", "displayMessage", "Create Identity Provider", "target0.displayName", "evil-idp"),
				parse("01T12:00:00.000 user.session.start a1 S1 TOR A 192.0.2.1"),
				parse("01T13:00:00.000 policy a2 S1 DUB B 192.0.2.2"),
				parse("01T13:01:00.000 push p1 S1 DUB B 192.0.2.2"),
				parse("01T13:02:00.000 push p2 S1 DUB B 192.0.2.2"),
				parse("01T13:03:00.000 push p3 S1 DUB B 192.0.2.2"),
				parse("01T13:05:00.000 deny d1 S1 DUB B 192.0.2.2"),
				parse("01T13:06:00.000 app x1 S1 DUB B 192.0.2.2"),
			},
			want: []string{
				`Event ID: i1 indicates an IDP configuration change: "Create Identity Provider" for "evil-idp"`,
				"Session ID: S1 has multiple user agents: A, B",
				"Session ID: S1 has multiple IP addresses: 192.0.2.1, 192.0.2.2",
				travel("S1", "a1", "a2", "5250.48", "5250.48"),
				"Session ID: S1 has indicators of high frequency MFA push requests, there were 3 push requests with 1 denials",
				"Session ID: S1 has indicators of high frequency unauthorized application access attempts: 1",
				found(1),
			},
		},
		{
			name: "travel, oldest first; times are cut to seconds",
			rows: []event.Row{parse("01T12:00:00.100 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:10:00.900 policy e2 S1 OTT A 192.0.2.2")},
			want: []string{travel("S1", "e1", "e2", "351.82", "2110.90"), found(1)},
		},
		{
			name: "travel, newest first",
			rows: []event.Row{parse("01T12:10:00.900 policy e2 S1 OTT A 192.0.2.2"), parse("01T12:00:00.100 policy e1 S1 TOR A 192.0.2.1")},
			want: []string{travel("S1", "e1", "e2", "351.82", "2110.90"), found(1)},
		},
		{
			name: "three out of order",
			rows: []event.Row{parse("01T12:10:00 policy e3 S1 DUB A 192.0.2.1"), parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:05:00 policy e2 S1 TOR A 192.0.2.1")},
			want: []string{travel("S1", "e2", "e3", "5250.48", "63005.80"), found(1)},
		},
		{
			name: "below the limit",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T18:00:00 policy e2 S1 DUB A 192.0.2.1")},
			t:    Thresholds{Speed: 900, Pushes: 3, Attempts: 1},
			want: []string{none},
		},
		{
			name: "days count",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("04T13:00:00 policy e2 S1 DUB A 192.0.2.1")},
			want: []string{none}, // 72 km/h
		},
		{
			name: "a whole day is not no time",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("02T12:00:00 policy e2 S1 DUB A 192.0.2.1")},
			want: []string{travel("S1", "e1", "e2", "5250.48", "218.77"), found(1)},
		},
		{
			name: "within one second",
			rows: []event.Row{parse("01T12:00:00.100 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:00:00.900 policy e2 S1 DUB A 192.0.2.1")},
			want: []string{travel("S1", "e1", "e2", "5250.48", "23627175.72"), found(1)},
		},
		{
			name: "within one millisecond",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:00:00 policy e2 S1 DUB A 192.0.2.1")},
			want: []string{travel("S1", "e1", "e2", "5250.48", "inf"), found(1)},
		},
		{
			name: "within one second, but no further than an error of location",
			rows: []event.Row{parse("01T12:00:00.100 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:00:00.900 policy e2 S1 suburb A 192.0.2.1")},
			want: []string{none},
		},
		{
			name: "any distance between seconds",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:01:00 policy e2 S1 suburb A 192.0.2.1")},
			want: []string{travel("S1", "e1", "e2", "4.45", "266.87"), found(1)},
		},
		{
			name: "events without a place are skipped over",
			rows: []event.Row{
				parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:05:00 policy e2 S1 nowhere A 192.0.2.1"),
				parse("01T12:06:00 policy e3 S1 zero A 192.0.2.1"), parse("01T12:10:00 policy e4 S1 DUB A 192.0.2.1"),
			},
			want: []string{travel("S1", "e1", "e4", "5250.48", "31502.90"), found(1)},
		},
		{
			name: "opposite points",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 west A 192.0.2.1"), parse("01T13:00:00 policy e2 S1 east A 192.0.2.1")},
			want: []string{travel("S1", "e1", "e2", "20015.09", "20015.09"), found(1)},
		},
		{
			name: "sessions apart, in the order of their ids",
			rows: []event.Row{
				parse("01T12:00:00 app e1 b TOR A 192.0.2.1"), parse("01T12:01:00 app e2 B DUB B 192.0.2.2"), parse("01T12:02:00 app e3 a DUB B 192.0.2.2"),
			},
			want: []string{
				"Session ID: B has indicators of high frequency unauthorized application access attempts: 1",
				"Session ID: a has indicators of high frequency unauthorized application access attempts: 1",
				"Session ID: b has indicators of high frequency unauthorized application access attempts: 1",
				found(3),
			},
		},
		{
			name: "agents alone, addresses alone",
			rows: []event.Row{
				parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:01:00 policy e2 S1 TOR A 192.0.2.2"),
				parse("01T12:00:00 policy e3 S2 TOR A 192.0.2.1"), parse("01T12:01:00 policy e4 S2 TOR B 192.0.2.1"),
			},
			want: []string{none},
		},
		{
			name: "blank agents and addresses are none",
			rows: []event.Row{
				parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:01:00 policy e2 S1 TOR - 192.0.2.2"),
				parse("01T12:00:00 policy e3 S2 TOR A 192.0.2.1"), parse("01T12:01:00 policy e4 S2 TOR B -"),
			},
			want: []string{none},
		},
		{
			name: "sets are sorted, and each value is in them once",
			rows: []event.Row{
				parse("01T12:00:00 policy e1 S1 TOR C 192.0.2.9"), parse("01T12:01:00 policy e2 S1 TOR A 192.0.2.10"),
				parse("01T12:02:00 policy e3 S1 TOR B 192.0.2.9"), parse("01T12:03:00 policy e4 S1 TOR C 192.0.2.10"),
			},
			want: []string{
				"Session ID: S1 has multiple user agents: A, B, C",
				"Session ID: S1 has multiple IP addresses: 192.0.2.10, 192.0.2.9",
				found(1),
			},
		},
		{
			name: "pushes without a window, at the threshold",
			rows: []event.Row{
				parse("01T12:00:00 push p1 S1 TOR A 192.0.2.1"), parse("10T12:00:00 push p2 S1 TOR A 192.0.2.1"), parse("20T12:00:00 push p3 S1 TOR A 192.0.2.1"),
				parse("01T12:00:00 push q1 S2 TOR A 192.0.2.1"), parse("01T12:01:00 push q2 S2 TOR A 192.0.2.1"),
			},
			want: []string{
				"Session ID: S1 has indicators of high frequency MFA push requests, there were 3 push requests with 0 denials",
				found(1),
			},
		},
		{
			name: "denials of both engines",
			rows: []event.Row{
				parse("01T12:00:00 push p1 S1 TOR A 192.0.2.1"), parse("01T12:01:00 push p2 S1 TOR A 192.0.2.1"), parse("01T12:02:00 push p3 S1 TOR A 192.0.2.1"),
				parse("01T12:00:30 deny d1 S1 TOR A 192.0.2.1"),
				parse("01T12:01:30 mfa d2 S1 TOR A 192.0.2.1", "outcome.result", "FAILURE", "target0.displayName", "Okta Verify"),
				parse("01T12:01:31 mfa d3 S1 TOR A 192.0.2.1", "outcome.result", "FAILURE", "target1.displayName", "Password"),
				parse("01T12:02:30 mfa d4 S1 TOR A 192.0.2.1", "outcome.result", "SUCCESS"),
			},
			want: []string{
				"Session ID: S1 has indicators of high frequency MFA push requests, there were 3 push requests with 2 denials",
				found(1),
			},
		},
		{
			name: "no session, no country",
			rows: []event.Row{
				parse("01T12:00:00 app e1 - TOR A 192.0.2.1"), parse("01T12:01:00 app e2 unknown TOR A 192.0.2.1"),
				parse("01T12:02:00 app e3 Unknown TOR A 192.0.2.1"), parse("01T12:03:00 app e4 S1 - A 192.0.2.1"),
			},
			want: []string{none},
		},
		{
			name: "ids that look like numbers",
			rows: []event.Row{parse("01T12:00:00 app e1 0012e5 TOR A 192.0.2.1"), parse("01T12:00:00 app e2 007 TOR A 192.0.2.1")},
			want: []string{
				"Session ID: 0012e5 has indicators of high frequency unauthorized application access attempts: 1",
				"Session ID: 007 has indicators of high frequency unauthorized application access attempts: 1",
				found(2),
			},
		},
		{
			name: "the attempts' threshold",
			rows: []event.Row{parse("01T12:00:00 app e1 S1 TOR A 192.0.2.1"), parse("01T12:00:00 app e2 S2 TOR A 192.0.2.1"), parse("01T12:01:00 app e3 S2 TOR A 192.0.2.1")},
			t:    Thresholds{Speed: 100, Pushes: 3, Attempts: 2},
			want: []string{"Session ID: S2 has indicators of high frequency unauthorized application access attempts: 2", found(1)},
		},
		{
			name: "copies count once",
			rows: []event.Row{
				parse("01T12:00:00 push 0c6dfb12-9a51-4e6e-a3a3-000000000001 S1 TOR A 192.0.2.1"),
				parse("01T12:00:00 push 0C6DFB12-9A51-4E6E-A3A3-000000000001 S1 TOR A 192.0.2.1"),
				parse("01T12:00:00 push 0c6dfb12-9a51-4e6e-a3a3-000000000001 S1 TOR A 192.0.2.1"),
			},
			want: []string{none},
		},
		{
			name: "changes of identity providers, in the order of the file",
			rows: []event.Row{
				parse("02T12:00:00 system.idp.lifecycle.delete i2 S1 TOR A 192.0.2.1", "displayMessage", "Delete Identity Provider", "target0.displayName", "NA"),
				parse("01T12:00:00 system.idp.lifecycle.activate i1 - - A 192.0.2.1", "displayMessage", "", "target1.displayName", "second"),
				parse("01T13:00:00 system.idp.key.create i3 S1 TOR A 192.0.2.1"),
				parse("01T14:00:00 system.idp.lifecycle.read_client_secret i4 S1 TOR A 192.0.2.1"),
			},
			want: []string{
				`Event ID: i2 indicates an IDP configuration change: "Delete Identity Provider" for "NA"`,
				`Event ID: i1 indicates an IDP configuration change: "" for "second"`,
				none,
			},
		},
		{
			name: "text of the log stays on its line",
			rows: []event.Row{
				parse("01T12:00:00 idp i1 S1 TOR A 192.0.2.1", "displayMessage", "m\nSession ID: S9 has multiple user agents: forged", "target0.displayName", "\x1b[2Jx\u202e"),
				parse("01T12:00:00 app e1 S1 TOR A 192.0.2.1", "authenticationContext.externalSessionId", "S\r\x07"),
				parse("01T12:01:00 policy e2 S1 TOR A\x1b 192.0.2.1"), parse("01T12:02:00 policy e3 S1 TOR B 192.0.2.2\x1b"),
			},
			want: []string{
				`Event ID: i1 indicates an IDP configuration change: "m\nSession ID: S9 has multiple user agents: forged" for "\x1b[2Jx\u202e"`,
				`Session ID: S\r\x07 has indicators of high frequency unauthorized application access attempts: 1`,
				`Session ID: S1 has multiple user agents: A, A\x1b, B`,
				`Session ID: S1 has multiple IP addresses: 192.0.2.1, 192.0.2.2\x1b`,
				found(2),
			},
		},
		{
			name: "no event of interest",
			rows: []event.Row{parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1")},
			want: []string{none},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.t == (Thresholds{}) {
				test.t = Defaults
			}
			log := build(t, test.rows...)
			var got bytes.Buffer
			if err := Analyze(log, test.t).Write(&got, log); err != nil {
				t.Fatal(err)
			}
			if want := strings.Join(test.want, "\n") + "\n"; got.String() != want {
				t.Errorf("got\n%swant\n%s", got.String(), want)
			}
		})
	}
}

func TestAnalyzeWithoutOutcomes(t *testing.T) {
	b := table.NewBuilder()
	for i, line := range []string{
		"01T12:00:00 push p1 S1 TOR A 192.0.2.1", "01T12:01:00 push p2 S1 TOR A 192.0.2.1", "01T12:02:00 push p3 S1 TOR A 192.0.2.1",
		"01T12:00:30 mfa d1 S1 TOR A 192.0.2.1", "01T12:01:30 mfa d2 S1 TOR A 192.0.2.1",
	} {
		row := parse(line)
		if err := b.AddRow(0, int64(1000*i), []byte(line), &row); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"syslog_query.csv"})
	r := Analyze(log, Defaults)
	if len(r.Sessions) != 1 || r.Sessions[0].Pushes != 3 || r.Sessions[0].Denials != 2 {
		t.Errorf("sessions = %+v", r.Sessions)
	}
}

// The order of a file's rows changes nothing but the order of the first lines.
func TestAnalyzeOrderOfRows(t *testing.T) {
	rows := []event.Row{
		parse("01T12:00:00 policy e1 S1 TOR A 192.0.2.1"), parse("01T12:20:00 policy e2 S1 DUB B 192.0.2.2"), parse("01T12:40:00 policy e3 S1 OTT C 192.0.2.3"),
		parse("01T12:00:00 push p1 S2 TOR A 192.0.2.1"), parse("01T12:01:00 push p2 S2 TOR A 192.0.2.1"), parse("01T12:02:00 push p3 S2 TOR A 192.0.2.1"),
	}
	lines := func(rows []event.Row) string {
		log := build(t, rows...)
		var b bytes.Buffer
		if err := Analyze(log, Defaults).Write(&b, log); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	want := lines(rows)
	for turn := 1; turn < len(rows); turn++ {
		rows = append(rows[1:len(rows):len(rows)], rows[0])
		if got := lines(rows); got != want {
			t.Errorf("turned by %d:\n%swant\n%s", turn, got, want)
		}
	}
}
