package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/coverage"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

var update = flag.Bool("update", false, "write the golden files")

// hostile is a display name as an attacker would choose it.
const hostile = "=HYPERLINK(\"http://evil.example\";-1)\x1b[2J\u202egpj.exe\u200b\r\nSession ID: forged <b>&\xff\u009b31m"

// example is a report that has one of everything.
func example() *Report {
	return &Report{
		Schema: Schema,
		Tool:   Tool{Version: "1.2.3", Rules: 3},
		Log: Log{
			Records: 3024, Events: 3000, Duplicates: 12, Rejected: 12,
			First: "2026-06-10T08:00:03.001Z", Last: "2026-06-24T17:59:58.900Z",
			Users: 40, Sessions: 212, Addresses: 1,
			Files: []File{
				{
					Name: "syslog_query.csv", Format: "console CSV, 59 columns", Bytes: 1_923_456,
					SHA256:  strings.Repeat("ab", 32),
					Records: 3014, Events: 3000, Duplicates: 2, Rejected: 12,
					First: "2026-06-10T08:00:03.001Z", Last: "2026-06-24T17:59:58.900Z",
					Warnings: []string{"column \"severity\" stands twice: the last one counts"},
					Rejects: []Reject{
						{Line: 812, Offset: 52_345, Reason: `timestamp "2017-09-31T22:23:07Z": day out of range`},
						{Offset: 99, Reason: "quote opened here never closes: " + hostile},
					},
				},
				{Name: "second\x1b]0;owned\x07.csv", Records: 10, Duplicates: 10, Bytes: 999, Error: "byte 512: the file became shorter while it was read"},
			},
			Coverage: coverage.Coverage{
				Span:  coverage.Span{First: "2026-06-10T08:00:03.001Z", Last: "2026-06-24T17:59:58.900Z", Hours: 346},
				Hours: coverage.Histogram{From: "2026-06-10T00:00:00.000Z", Step: 168, Events: []int{1200, 0, 1800}, After: 2},
				Gaps: []coverage.Gap{
					{From: "2026-06-16T07:59:01.000Z", To: "2026-06-16T11:30:00.000Z", Hours: 3.52, Expected: 1},
					{From: "2026-06-18T20:00:00.000Z", To: "2026-06-23T06:00:00.000Z", Hours: 106, Expected: 1234, BetweenFiles: true},
				},
				Warnings: []coverage.Warning{
					{Code: coverage.GapsFound, Text: "2 stretches without events are unusual for this log."},
					{Code: coverage.OneActor, Text: "All 3,000 events are of the actor " + hostile + ": an export with a search shows nothing of the rest."},
				},
			},
		},
		Detectors: []Detector{
			{
				ID: "session-multiple-agents-and-ips", Title: "Session used from two browsers and networks", Family: "session",
				Severity: detect.High, Status: detect.Ran, Findings: 1, Techniques: []string{"T1539"},
				Meaning:        "One session was used by two browsers on two networks, which is how a stolen session cookie looks.",
				Check:          []string{"Ask the user whether both devices are theirs.", "Look at what the session did from the second address, most of all at factors enrolled and applications opened."},
				FalsePositives: []string{"A desktop client that hands its session to the browser."},
				Parameters:     []detect.Parameter{{Name: "agents", Title: "browsers", Default: 2, Min: 2, Max: 100, Integer: true, Value: 2}},
			},
			{ID: "push-requests-per-session", Title: "Many push requests", Family: "mfa", Severity: detect.Medium, Status: detect.Ran, Findings: 1},
			{ID: "session-fast-travel", Title: "Fast travel", Family: "session", Severity: detect.Medium, Status: detect.NotEvaluable,
				Missing: []string{"client.geographicalContext.geolocation.lat", "client.geographicalContext.geolocation.lon"}},
			{ID: "idp-created", Title: "Identity provider created", Family: "admin", Severity: detect.High, Status: detect.Disabled},
		},
		Findings: []detect.Finding{
			{
				ID: "8c1f0c1e5a7d4b21", Detector: "session-multiple-agents-and-ips", Severity: detect.High,
				Title:   "Session used from two browsers and networks",
				Summary: "Session idxAAA of jane.doe@example.com was used by Chrome on macOS from 198.51.100.7 and by python-requests from 203.0.113.9, taking turns 4 times in 53 minutes.",
				First:   "2026-06-24T14:06:47.699Z", Last: "2026-06-24T15:00:01.000Z",
				Actor:   detect.Actor{ID: "00u1", AlternateID: "jane.doe@example.com", DisplayName: "Jane Doe"},
				Session: "idxAAA", IPs: []string{"198.51.100.7", "203.0.113.9"},
				Events:     []string{"e1", "e2", "e3", "e4", "e5"},
				Techniques: []string{"T1539", "T1550.004"},
				Facts:      map[string]any{"turns": 4, "agents": []string{"Chrome on macOS", "python-requests"}},
				Query:      `authenticationContext.externalSessionId eq "idxAAA"`,
			},
			{
				ID: "77aa", Detector: "push-requests-per-session", Severity: detect.Low,
				Title: "Many push requests", Summary: "9 pushes for " + hostile,
				First: "2026-06-20T23:59:59.000Z", Last: "2026-06-21T00:08:00.000Z",
				Actor: detect.Actor{AlternateID: hostile}, Session: hostile,
				IPs: []string{"-1+1", "2001:db8::1"}, Events: []string{"@SUM(1)"},
				Facts: map[string]any{"name": hostile, "pushes": 9}, Query: `actor.alternateId eq "` + hostile + `"`,
			},
		},
		Incidents: []Incident{{ID: "i1", Findings: []string{"8c1f0c1e5a7d4b21", "77aa"}}},
	}
}

func TestGolden(t *testing.T) {
	forms := []struct {
		file  string
		write func(io.Writer) error
	}{
		{"report.json", func(w io.Writer) error { return WriteJSON(w, example()) }},
		{"report.csv", func(w io.Writer) error { return WriteCSV(w, example()) }},
		{"report.txt", func(w io.Writer) error { return WriteText(w, example(), TextOptions{Width: 80}) }},
		{"report-color.txt", func(w io.Writer) error { return WriteText(w, example(), TextOptions{Width: 80, Color: true}) }},
		{"high.txt", func(w io.Writer) error {
			return WriteText(w, example().AtLeast(detect.High), TextOptions{Width: 120})
		}},
		{"none.txt", func(w io.Writer) error {
			r := example()
			r.Findings = nil
			r.Detectors[0].Findings, r.Detectors[1].Findings = 0, 0
			return WriteText(w, r, TextOptions{})
		}},
	}
	for _, form := range forms {
		t.Run(form.file, func(t *testing.T) {
			var got bytes.Buffer
			if err := form.write(&got); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", form.file)
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("differs from %s (go test -update writes it):\n%s", path, got.String())
			}
		})
	}
}

// Every form is one line a line: nothing of the log breaks out of its place.
func TestHostileTextStaysText(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"text": func(w io.Writer) error { return WriteText(w, example(), TextOptions{}) },
		"json": func(w io.Writer) error { return WriteJSON(w, example()) },
		"csv":  func(w io.Writer) error { return WriteCSV(w, example()) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if at := firstHidden(strings.ReplaceAll(b.String(), "\n", " ")); at >= 0 {
			t.Errorf("%s: character that does not print at byte %d: %q", name, at, b.String()[at:min(at+20, b.Len())])
		}
		for line := range strings.Lines(b.String()) {
			if strings.HasPrefix(strings.TrimSpace(line), "Session ID: forged") {
				t.Errorf("%s: forged line %q", name, line)
			}
		}
	}
}

func TestTextFitsWidth(t *testing.T) {
	r := example()
	r.Findings = r.Findings[:1]
	r.Log.Files[0].Rejects = r.Log.Files[0].Rejects[:1]
	for _, width := range []int{40, 60, 100, 200} {
		var b bytes.Buffer
		if err := WriteText(&b, r, TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimRight(line, "\n")
			// What may be longer: names of files and of detections, which head
			// their block, what is there to be copied, and a single long word.
			head := strings.Contains(line, ".csv  ") || strings.HasSuffix(line, "  session-multiple-agents-and-ips")
			copied := strings.HasPrefix(line, "    query") || strings.HasPrefix(line, "  sha256")
			word := strings.Count(strings.TrimSpace(strings.TrimPrefix(line, "    needs")), " ") == 0
			if columns(line) > width && !head && !copied && !word {
				t.Errorf("width %d: line of %d columns: %q", width, columns(line), line)
			}
		}
	}
}

// A megabyte of display name must not push the report off the screen.
func TestTextCutsLongValues(t *testing.T) {
	long := strings.Repeat("A", 1<<20)
	r := &Report{
		Log: Log{Files: []File{{Name: "a.csv", Rejected: 1, Warnings: []string{long}, Rejects: []Reject{{Line: 2, Reason: long}}}}},
		Findings: []detect.Finding{{
			Summary: long, Session: long, Query: long, IPs: []string{long}, Events: []string{long},
			Actor: detect.Actor{ID: long, AlternateID: long, DisplayName: long},
		}},
	}
	var b bytes.Buffer
	if err := WriteText(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 20_000 {
		t.Errorf("%d bytes of text", b.Len())
	}
}

func TestWriteJSONRoundTrip(t *testing.T) {
	want := complete(example())
	var b bytes.Buffer
	if err := WriteJSON(&b, example()); err != nil {
		t.Fatal(err)
	}
	var got Report
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	// Numbers and lists of the facts come back as JSON has them, and text as
	// valid UTF-8.
	if got.Findings[1].Actor.AlternateID != strings.ToValidUTF8(hostile, "\ufffd") {
		t.Errorf("display name = %q", got.Findings[1].Actor.AlternateID)
	}
	for i := range want.Findings {
		want.Findings[i], got.Findings[i] = detect.Finding{}, detect.Finding{}
	}
	want.Log.Coverage.Warnings[1].Text = strings.ToValidUTF8(want.Log.Coverage.Warnings[1].Text, "\ufffd")
	want.Log.Files[0].Rejects[1].Reason = strings.ToValidUTF8(want.Log.Files[0].Rejects[1].Reason, "\ufffd")
	if !reflect.DeepEqual(&got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestWriteJSONHasNoNull(t *testing.T) {
	r := &Report{
		Log: Log{Files: []File{{}}}, Detectors: []Detector{{}},
		Findings: []detect.Finding{{}}, Incidents: []Incident{{}},
	}
	for _, r := range []*Report{r, {}} {
		var b bytes.Buffer
		if err := WriteJSON(&b, r); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "null") {
			t.Errorf("null in %s", b.String())
		}
	}
	if r.Findings[0].IPs != nil || r.Log.Files[0].Warnings != nil {
		t.Error("WriteJSON changed the report")
	}
}

func TestWriteCSVWithoutFindings(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, &Report{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 1 || rows[0][0] != "id" {
		t.Errorf("rows = %q, %v", rows, err)
	}
}

// A spreadsheet's cell ends at 32,767 characters; what is over must not reach
// the next one.
func TestWriteCSVLongLists(t *testing.T) {
	f := detect.Finding{Actor: detect.Actor{DisplayName: strings.Repeat("=ä", 30_000)}}
	for i := range 5000 {
		f.Events = append(f.Events, fmt.Sprintf("00000000-0000-0000-0000-%012d", i))
	}
	var b bytes.Buffer
	if err := WriteCSV(&b, &Report{Findings: []detect.Finding{f}}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, cell := range rows[1] {
		if len(cell) > 32_767 {
			t.Errorf("%s has %d bytes", rows[0][i], len(cell))
		}
		switch rows[0][i] {
		case "event_count":
			if cell != "5000" {
				t.Errorf("event_count = %s", cell)
			}
		case "events":
			for uuid := range strings.FieldsSeq(cell) {
				if len(uuid) != 36 {
					t.Errorf("cut uuid %q", uuid)
				}
			}
		}
	}
}

func TestAtLeast(t *testing.T) {
	all := example()
	r := all.AtLeast(detect.High)
	if len(r.Findings) != 1 || r.Findings[0].ID != "8c1f0c1e5a7d4b21" || r.hidden() != 1 {
		t.Errorf("findings = %+v, %d hidden", r.Findings, r.hidden())
	}
	if want := []Incident{{ID: "i1", Findings: []string{"8c1f0c1e5a7d4b21"}}}; !reflect.DeepEqual(r.Incidents, want) {
		t.Errorf("incidents = %+v", r.Incidents)
	}
	if !reflect.DeepEqual(all, example()) {
		t.Error("AtLeast changed the report")
	}
	if r := all.AtLeast(detect.Critical); len(r.Findings) != 0 || len(r.Incidents) != 0 {
		t.Errorf("critical: %+v %+v", r.Findings, r.Incidents)
	}
	if worst, ok := all.Worst(); !ok || worst != detect.High {
		t.Errorf("worst = %v, %v", worst, ok)
	}
	if _, ok := new(Report).Worst(); ok {
		t.Error("a report without findings has a worst one")
	}
}

func TestNew(t *testing.T) {
	finding := func(id string, s detect.Severity, first string) detect.Finding {
		return detect.Finding{ID: id, Detector: "d" + id[:1], Severity: s, First: first}
	}
	travel := &detect.Detection{
		ID: "d1", Title: "One", Parameters: []detect.Parameter{{Name: "speed_kmh", Default: 100}, {Name: "km", Default: 50}},
	}
	r := New("9", Log{Events: 5}, []detect.Outcome{
		{Detection: travel, Status: detect.Ran, Values: map[string]float64{"speed_kmh": 900},
			Findings: []detect.Finding{finding("1b", detect.Low, "2026-01-02"), finding("1a", detect.High, "2026-01-03")}},
		{Detection: &detect.Detection{ID: "d2"}, Status: detect.Ran,
			Findings: []detect.Finding{finding("2b", detect.High, "2026-01-01"), finding("2a", detect.Low, "2026-01-02")}},
		{Detection: &detect.Detection{ID: "d3"}, Status: detect.NotEvaluable, Missing: []event.Field{event.ClientIP}, MissingLists: []string{"vpn"}},
	}, Options{Rules: 2})
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.ID)
	}
	if got := strings.Join(ids, " "); got != "2b 1a 1b 2a" {
		t.Errorf("findings in order %s", got)
	}
	if r.Schema != Schema || r.Tool != (Tool{"9", 2}) || r.Log.Events != 5 || len(r.Detectors) != 3 {
		t.Errorf("report = %+v", r)
	}
	if d := r.Detectors[0]; d.Findings != 2 || d.Parameters[0].Value != 900 || d.Parameters[1].Value != 50 {
		t.Errorf("detector = %+v", d)
	}
	if travel.Parameters[0].Value != 0 {
		t.Error("New changed the detection")
	}
	if d := r.Detectors[2]; d.Status != detect.NotEvaluable || !reflect.DeepEqual(d.Missing, []string{"client.ipAddress", "list vpn"}) {
		t.Errorf("detector = %+v", d)
	}
}

// TestOrder checks that of equally severe findings the one comes first that
// others of the same person or session speak for.
func TestOrder(t *testing.T) {
	finding := func(id string, s detect.Severity, user, session, first string) detect.Finding {
		return detect.Finding{ID: id, Severity: s, Actor: detect.Actor{ID: user}, Session: session, First: first}
	}
	findings := []detect.Finding{
		finding("alone", detect.High, "u1", "s1", "1"),
		finding("two", detect.High, "u2", "s2", "9"),    // both of the mediums
		finding("one", detect.High, "u3", "s3", "8"),    // the session's
		finding("nobody", detect.High, "", "", "2"),     // nobody's findings are not each other's
		finding("nobody2", detect.High, "", "", "3"),    //
		finding("milder", detect.Medium, "u2", "", "7"), // "two"
		finding("same", detect.Medium, "u4", "s3", "6"), // "one"
		finding("other", detect.Medium, "u2", "s2", "5"),
		finding("noise", detect.Low, "u1", "s1", "0"),
		finding("corroborated", detect.Low, "u2", "", "4"),
	}
	order(findings)
	var ids []string
	for _, f := range findings {
		ids = append(ids, f.ID)
	}
	if got := strings.Join(ids, " "); got != "two one alone nobody nobody2 other milder same corroborated noise" {
		t.Errorf("order %s", got)
	}
}

// TestSuppressed checks that a finding that is set aside is counted, shown only
// where it is asked for, and makes nothing worse.
func TestSuppressed(t *testing.T) {
	d := &detect.Detection{ID: "d1", Title: "One"}
	outcomes := []detect.Outcome{{Detection: d, Status: detect.Ran,
		Findings: []detect.Finding{{ID: "a", Detector: "d1", Title: "Kept", Summary: "It counts."}},
		Suppressed: []detect.Finding{{ID: "b", Detector: "d1", Title: "Aside", Summary: "It does not.", Severity: detect.Critical,
			Suppressed: &detect.Suppression{List: "users", Entry: "probe", Reason: "it is ours"}}}}}
	for _, show := range []bool{false, true} {
		r := New("9", Log{}, outcomes, Options{ShowSuppressed: show})
		if worst, ok := r.Worst(); !ok || worst != detect.Info {
			t.Errorf("worst %s", worst)
		}
		if r.Log.Suppressed != 1 || r.Detectors[0].Suppressed != 1 || r.Detectors[0].Findings != 1 || r.hidden() != 0 {
			t.Errorf("counted %+v %+v", r.Log, r.Detectors[0])
		}
		var text strings.Builder
		if err := WriteText(&text, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if shown := strings.Contains(text.String(), "users probe: it is ours"); shown != show || !strings.Contains(text.String(), "1 finding: 1 info") ||
			!strings.Contains(text.String(), "ALLOWED (1)") {
			t.Errorf("shown %v: %s", show, text.String())
		}
	}
}
