package analyzer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
)

// The detections of the seed cases.
const (
	agentsID  = "session-multiple-agents-and-ips"
	travelID  = "session-fast-travel"
	pushesID  = "push-requests-per-session"
	createdID = "idp-created"
	changedID = "idp-lifecycle-change"
	appsID    = "unauthorized-app-access"
)

// userTravelID tells what travel between two sessions is worth beside a VPN's.
const userTravelID = "user-impossible-travel"

var seedIDs = []string{agentsID, travelID, userTravelID, pushesID, createdID, changedID, appsID}

// seedCase is one input that the program before this one answered wrongly, or
// not at all, and the right answer.
type seedCase struct {
	file string
	set  map[string]map[string]float64
	// want is "severity detection: part of the summary", one a finding, in the
	// order of the report.
	want []string
	// check looks at what is not in a summary.
	check func(*testing.T, *report.Report)
	// fails are parts of the message of an input that cannot be analysed.
	fails []string
}

func set(id, name string, value float64) map[string]map[string]float64 {
	return map[string]map[string]float64{id: {name: value}}
}

const (
	nora    = "nora.lindqvist@example.com"
	attempt = "info unauthorized-app-access: nora.lindqvist@example.com tried to open Payroll"
	hour    = "medium session-fast-travel: Canada 09:00 to Ireland 10:00 UTC, 5,250 km in 1 h (5,250 km/h)"
	second  = "medium session-fast-travel: 5,250 km in under a second (27,002,487 km/h)"
	minutes = "medium session-fast-travel: 352 km in 10 min (2,111 km/h)"
	moment  = "low session-multiple-agents-and-ips: from 192.0.2.14 and 198.51.100.27 within a second"
	earth   = "medium session-fast-travel: Here 09:00 to There 10:00 UTC, 20,015 km in 1 h"
)

var seedCases = []seedCase{
	// Order of rows, and time that is more than hours.
	{file: "b01_oldest_first", want: []string{hour}},
	{file: "b01_newest_first", want: []string{hour}},
	{file: "b01_oldest_first_limit_1000", set: set(travelID, "speed_kmh", 1000), want: []string{hour}},
	{file: "b01_newest_first_limit_1000", set: set(travelID, "speed_kmh", 1000), want: []string{hour}},
	{file: "b01_newest_first_most_of_a_day", set: set(travelID, "speed_kmh", 1000)},
	{file: "b01_newest_first_most_of_a_day", want: []string{"info session-fast-travel: 2026-03-02 09:00 to Ireland 2026-03-03 08:30 UTC, 5,250 km in 23 h 30 min (223 km/h)"}},
	{file: "b02_three_days_and_an_hour"},
	{file: "b02_three_days_and_an_hour", set: set(travelID, "speed_kmh", 1000)},
	{file: "b02_exactly_a_day", want: []string{"info session-fast-travel: 5,250 km in 1 d (219 km/h)"}},
	{file: "b03_within_a_second", want: []string{second, moment}},
	{file: "c07_within_a_second_newest_first", want: []string{second, moment}},
	{file: "b06_out_of_order", want: []string{"medium session-fast-travel: Canada 09:05 to Ireland 09:10 UTC, 5,250 km in 5 min (63,006 km/h)"}},
	{file: "c05_three_out_of_order", want: []string{"medium session-fast-travel: Canada 09:30 to Ireland 15:00 UTC, 5,250 km in 5 h 30 min (955 km/h)"}},
	{file: "d07_ten_minutes_newest_first", want: []string{minutes}},
	{file: "d07_ten_minutes_oldest_first", want: []string{minutes}},

	// Places.
	{file: "b04_coarse_location"},
	{file: "b05_no_place_between", want: []string{"medium session-fast-travel: 5,250 km in 10 min (31,503 km/h)"}},
	{file: "b15_opposite_points", want: []string{earth}},
	{file: "d01_opposite_points_that_break_the_formula", want: []string{earth}},
	{file: "d03_two_sessions_of_one_person", want: []string{"low " + userTravelID + ": " + nora + " signed in from Canada on 2026-03-02 09:00 UTC and from Ireland on 2026-03-02 09:05 UTC, 5,250 km in 5 min (63,006 km/h)"}},

	// Programs and addresses.
	{file: "b07_blank_agent", want: []string{"info unauthorized-app-access: tomas.berg@example.com tried to open Payroll"}},
	{file: "b07_session_of_blank_agents"},
	{file: "c01_all_agents_blank"},
	{file: "c02_blank_address", want: []string{"low session-multiple-agents-and-ips: used by Acme-Portal and Acme-Kiosk"}},
	{file: "b14_four_programs", want: []string{"medium session-multiple-agents-and-ips: went from Acme-Portal at 192.0.2.14 (Canada) to Acme-Kiosk at 198.51.100.27"}, check: func(t *testing.T, r *report.Report) {
		f := r.Findings[0]
		if got := fmt.Sprint(f.Facts["agents"]); got != "[Acme-Portal Acme-Kiosk Acme-Tablet Acme-Scanner]" {
			t.Errorf("agents %s, want them in order of time", got)
		}
		if got := fmt.Sprint(f.IPs); got != "[192.0.2.14 198.51.100.27 203.0.113.61 2001:db8:42::9]" {
			t.Errorf("addresses %s, want them in order of time", got)
		}
	}},
	{file: "b20_one_agent_two_addresses", want: []string{"low session-multiple-agents-and-ips: " + nora + "'s session was used by Chrome on Windows from 192.0.2.14 and 198.51.100.27 within 30 s"}},
	{file: "b20_script_on_the_same_address", want: []string{"medium session-multiple-agents-and-ips: used by Chrome on Windows and python-requests from the same network, 30 s apart"}},
	{file: "b21_browser_updated"},
	{file: "d02_two_programs_four_weeks_apart"},
	{file: "c08_two_people_one_session"},

	// Pushes.
	{file: "b08_pushes_without_a_place", want: []string{"low push-requests-per-session: " + nora + " got 5 push requests in 4 min"}},
	{file: "b09_pushes_of_unknown_session", want: []string{"low push-requests-per-session: " + nora + " got 9 push requests in 8 min"}, check: noSession},
	{file: "b09_pushes_of_a_session_each", want: []string{"low push-requests-per-session: " + nora + " got 9 push requests in 8 min"}, check: noSession},
	{file: "b09_pushes_to_nobody_named", want: []string{"low push-requests-per-session: 192.0.2.14 got 9 push requests in 8 min"}},
	{file: "b10_pushes_over_weeks"},
	{file: "b11_denials_of_identity_engine", want: []string{"medium push-requests-per-session: got 3 push requests in 2 min with 3 denials"}},
	{file: "b11_denials_without_outcomes", want: []string{"medium push-requests-per-session: got 3 push requests in 2 min with 3 denials"}},
	{file: "b19_one_push_three_times", check: func(t *testing.T, r *report.Report) {
		if r.Log.Events != 1 || r.Log.Duplicates != 2 {
			t.Errorf("%d events and %d duplicates, want 1 and 2", r.Log.Events, r.Log.Duplicates)
		}
	}},
	{file: "b19_one_push_three_times", set: set(pushesID, "pushes", 1), want: []string{"low push-requests-per-session: got 1 push request"}},
	{file: "b24_one_push_to_three_devices"},
	{file: "b24_one_push_to_three_devices", set: set(pushesID, "pushes", 1), want: []string{"low push-requests-per-session: got 1 push request"}},

	// Identity providers.
	{file: "b12_provider_failed", want: []string{"medium idp-created: ivan.petrov@example.com attempted to create the identity provider “Shadow SSO” from 192.0.2.14 on 2026-03-02 at 09:00 UTC; it failed"}},
	{file: "b12_provider_not_named", want: []string{"medium idp-lifecycle-change: ivan.petrov@example.com deleted an unnamed identity provider from 192.0.2.14"}},
	{file: "b23_provider_called_na", want: []string{"high idp-created: “NA”"}},
	{file: "d05_provider_key", want: []string{"medium idp-lifecycle-change: ivan.petrov@example.com added the key “signing-2026”"}},
	{file: "c04_line_break_in_a_name", want: []string{"medium idp-lifecycle-change: changed the identity provider “Partner"}, check: func(t *testing.T, r *report.Report) {
		if strings.ContainsAny(r.Findings[0].Summary, "\r\n") {
			t.Errorf("summary of several lines: %q", r.Findings[0].Summary)
		}
	}},

	// Applications, and ids of sessions.
	{file: "b22_one_attempt", want: []string{attempt}},
	{file: "c03_session_with_leading_zeros", want: []string{attempt}, check: session("0047e3")},
	{file: "c03_session_of_digits", want: []string{attempt}, check: session("2024")},
	{file: "d04_unknown_in_capitals", want: []string{attempt}, check: noSession},
	{file: "d06_attempt_without_a_session", want: []string{attempt}, check: noSession},

	// Columns that are missing.
	{file: "b13_no_latitude_one_event", check: notEvaluable(travelID, "client.geographicalContext.geolocation.lat")},
	{file: "b13_no_latitude_two_events", check: notEvaluable(travelID, "client.geographicalContext.geolocation.lat")},
	{file: "b13_no_targets"},
	{file: "b13_no_targets_but_a_provider", want: []string{"high idp-created: ivan.petrov@example.com created an unnamed identity provider"}},
	{file: "b13_no_agents", check: notEvaluable(agentsID, "client.userAgent.rawUserAgent")},
	{file: "b13_no_timestamps", fails: []string{"b13_no_timestamps.csv", `no column "timestamp"`}},

	// Times that are none.
	{file: "b16_bad_time", want: []string{"medium session-fast-travel: 5,250 km in 30 min"}, check: rejected(`"yesterday at 09:15 UTC"`)},
	{file: "b16_bad_time_of_no_session", check: rejected("day out of range")},
	{file: "b16_two_forms_of_time", want: []string{"medium session-fast-travel: 5,250 km in 5 min"}},

	// Thresholds that are none.
	{file: "b17_threshold_of_none", set: set(pushesID, "pushes", 0), fails: []string{pushesID, `"pushes"`, "0 is not a whole number from 1 to 1000"}},
	{file: "c06_negative_limit", set: set(travelID, "speed_kmh", -1), fails: []string{travelID, `"speed_kmh"`, "-1 is not a number from 1 to 100000 km/h"}},

	// Files of other forms.
	{file: "b18_empty", fails: []string{"b18_empty.csv", "empty"}},
	{file: "b18_header_only", fails: []string{"b18_header_only.csv", "header"}},
	{file: "b18_json", want: []string{attempt}},
	{file: "b18_json_without_times", fails: []string{"b18_json_without_times.csv", "time"}},
	{file: "b25_two_exports_in_one", want: []string{"medium session-fast-travel: 5,250 km in 5 min"}, check: func(t *testing.T, r *report.Report) {
		if r.Log.Events != 2 || r.Log.Rejected != 0 {
			t.Errorf("%d events and %d rejected, want 2 and 0", r.Log.Events, r.Log.Rejected)
		}
	}},
	{file: "e01_byte_order_mark", want: []string{attempt}},
	{file: "e02_utf16", want: []string{attempt}},

	{file: "e03_all_five", want: []string{
		"high session-fast-travel: 5,250 km in 1 h (5,250 km/h) inside one session, Acme-Portal then Acme-Kiosk",
		"high idp-created: ivan.petrov@example.com created the identity provider “Shadow SSO”",
		"medium session-multiple-agents-and-ips: went from Acme-Portal at 192.0.2.14 (Canada) to Acme-Kiosk at 198.51.100.27 (Ireland) after 1 h",
		"medium push-requests-per-session: got 3 push requests in 2 min with 1 denial; none was approved",
		attempt,
	}},
}

func TestSeedCases(t *testing.T) {
	for _, c := range seedCases {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("..", "testdata", "seed-cases", c.file+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			sources := []analyzer.Source{{Name: c.file + ".csv", Size: int64(len(data)), Reader: bytes.NewReader(data)}}
			r, err := analyzer.Analyze(context.Background(), sources, analyzer.Config{Detect: detect.Config{Parameters: c.set}})
			if c.fails != nil {
				c.checkError(t, err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if r.Log.Records != r.Log.Events+r.Log.Duplicates+r.Log.Rejected {
				t.Errorf("%d records are not %d events, %d duplicates and %d rejected", r.Log.Records, r.Log.Events, r.Log.Duplicates, r.Log.Rejected)
			}
			r.Findings = slices.DeleteFunc(r.Findings, func(f detect.Finding) bool { return !slices.Contains(seedIDs, f.Detector) })
			for i, f := range r.Findings {
				got := f.Severity.String() + " " + f.Detector + ": " + f.Summary
				if i >= len(c.want) {
					t.Errorf("a finding too many: %s", got)
					continue
				}
				what, text, _ := strings.Cut(c.want[i], ": ")
				if !strings.HasPrefix(got, what+": ") || !strings.Contains(f.Summary, text) {
					t.Errorf("finding %d\n got %s\nwant %s", i, got, c.want[i])
				}
			}
			if len(r.Findings) < len(c.want) {
				t.Fatalf("%d findings, want %d", len(r.Findings), len(c.want))
			}
			if c.check != nil {
				c.check(t, r)
			}
		})
	}
}

// checkError checks the error of a file that cannot be read, or of a threshold
// that is none.
func (c *seedCase) checkError(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one of %q", c.fails)
	}
	for _, part := range c.fails {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
	var ofSource *analyzer.SourceError
	var ofConfig *detect.ConfigError
	if c.set == nil && !errors.As(err, &ofSource) || c.set != nil && !errors.As(err, &ofConfig) {
		t.Errorf("error of type %T", err)
	}
}

// TestSeedCasesAreComplete checks that every file is asserted.
func TestSeedCasesAreComplete(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "seed-cases", "*"))
	if err != nil || len(files) < 60 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".csv")
		if !slices.ContainsFunc(seedCases, func(c seedCase) bool { return c.file == name }) {
			t.Errorf("%s has no right answer here", f)
		}
	}
}

func session(want string) func(*testing.T, *report.Report) {
	return func(t *testing.T, r *report.Report) {
		if got := r.Findings[0].Session; got != want {
			t.Errorf("session %q, want %q", got, want)
		}
	}
}

func noSession(t *testing.T, r *report.Report) { session("")(t, r) }

func notEvaluable(id, field string) func(*testing.T, *report.Report) {
	return func(t *testing.T, r *report.Report) {
		for _, d := range r.Detectors {
			if !slices.Contains(seedIDs, d.ID) {
				continue
			}
			want := detect.Ran
			if d.ID == id || id == travelID && d.ID == userTravelID { // both need places
				want = detect.NotEvaluable
			}
			if d.Status != want {
				t.Errorf("%s: %s, want %s", d.ID, d.Status, want)
			}
			if d.ID == id && !slices.Equal(d.Missing, []string{field}) {
				t.Errorf("%s lacks %v, want %s", d.ID, d.Missing, field)
			}
		}
	}
}

func rejected(reason string) func(*testing.T, *report.Report) {
	return func(t *testing.T, r *report.Report) {
		rejects := r.Log.Files[0].Rejects
		if r.Log.Rejected != 1 || len(rejects) != 1 || rejects[0].Line != 3 || !strings.Contains(rejects[0].Reason, reason) {
			t.Errorf("%d rejected: %+v, want one of line 3: %s", r.Log.Rejected, rejects, reason)
		}
	}
}
