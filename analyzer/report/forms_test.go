package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/incident"
	"okta-session-analyzer/analyzer/table"
)

// nasty are texts that would be something else in one of the forms.
var nasty = []string{
	hostile,
	"<script>alert(1)</script><img src=x onerror=alert(1)>",
	"\"><svg/onload=alert(1)> ' onmouseover='x",
	"[click](javascript:alert(1)) ![x](http://evil.example/a.png) <http://evil.example>",
	"http://evil.example/a www.evil.example evil.example mailto:a@evil.example",
	"`code` ``two`` ```three``` `",
	"a|b \\| c \\\\| d",
	"# heading",
	"1. list",
	"- [x] done\n+ item\n* item",
	"> quote\n\n    code\n===\n---",
	"**bold** __bold__ _it_ ~~gone~~ &lt;b&gt; &#60; $x$ :smile: @someone #12",
	"=1+1;-2;@SUM(A1)|x",
	"\u202egpj\u2066x\u2069 zero\u200bwidth\ufeff",
	"שלום عالم 山田",
	"]]> --> {{.}} %3Cscript%3E",
	"\x00\x1b[31m\x7f\u0085\u2028",
}

// full is the example with a log behind it: an incident, triage, a filter and
// a zone, and s in all places that a log can write to.
func full(t testing.TB, s string) (*Report, *table.Log) {
	t.Helper()
	b := table.NewBuilder()
	b.Carries(event.ClientIP)
	rows := []event.Row{
		{UUID: "e1", Published: "2026-06-24T14:06:47.699Z", Type: "user.session.start", DisplayMessage: "User login to Okta", OutcomeResult: "SUCCESS", ActorID: "00u1", ActorType: "User",
			ActorAlternateID: "jane.doe@example.com", ActorDisplayName: "Jane Doe", ExternalSessionID: "idxAAA", ClientIP: "198.51.100.7", UserAgent: "Mozilla/5.0", Country: "Austria", City: "Vienna"},
		{UUID: "e2", Published: "2026-06-24T14:10:00.000Z", Type: "user.authentication.sso", DisplayMessage: s, OutcomeResult: "SUCCESS", OutcomeReason: s, ActorID: "00u1", ActorType: "User",
			ActorAlternateID: "jane.doe@example.com", ActorDisplayName: "Jane Doe", ExternalSessionID: "idxAAA", ClientIP: "203.0.113.9", UserAgent: s, City: s,
			Target0: event.Target{ID: "0oa1", Type: "AppInstance", DisplayName: s}, Target1: event.Target{ID: "0oa2", Type: "IdentityProvider", DisplayName: "Workforce"}},
		{UUID: "e3", Published: "2026-06-24T15:00:01.000Z", Type: s, OutcomeResult: "FAILURE", ActorID: s, ActorType: "User", ActorAlternateID: s, ActorDisplayName: s, ClientIP: s, ExternalSessionID: s},
	}
	for i := range rows {
		if err := b.AddRow(0, int64(i), []byte(rows[i].UUID), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"syslog_query.csv"})
	r := example()
	r.Findings[0].Events = []string{"e1", "e2"}
	r.Findings[0].Summary += " " + s
	r.Findings[1].Title, r.Findings[1].Events = "Many push requests: "+s, []string{"e3"}
	r.Findings[1].Severity = detect.Medium
	r.Findings[1].Facts = map[string]any{"name": s}
	r.Findings[1].RuleFile, r.Findings[1].Session, r.Findings[1].Query = s, s, s
	r.Findings[1].Actor, r.Findings[1].IPs = detect.Actor{ID: s, AlternateID: s, DisplayName: s}, []string{s}
	r.Log.Files[1].Name = s
	r.Log.Files[1].Warnings = []string{s}
	r.Notes = []string{s}
	r.RuleErrors = []RuleError{{File: s, Line: 1, Column: 2, Message: s}}
	r.Detectors[1].Title = s
	r.Incidents = []Incident{{
		ID: "i1", Title: "Session used from two browsers: " + s, Severity: detect.High, Score: 61,
		Reasons: []incident.Reason{{Points: 40, Text: "the worst finding is high: " + s}},
		First:   "2026-06-24T14:06:47.699Z", Last: "2026-06-24T15:00:01.000Z",
		Findings: []string{"8c1f0c1e5a7d4b21", "77aa"}, Tactics: []string{"credential access"}, Techniques: []string{"T1539"},
		Accounts: []incident.Account{{Actor: detect.Actor{ID: "00u1", AlternateID: "jane.doe@example.com", DisplayName: s}, Privileged: s}},
		Sessions: []string{"idxAAA", s}, Addresses: []string{"203.0.113.9"}, Applications: []string{s},
		After:     []incident.Act{{Type: "user.authentication.sso", Object: s, Actor: s, Address: s, Result: "SUCCESS", First: "2026-06-24T14:10:00.000Z", Last: "2026-06-24T14:20:00.000Z", Events: 3}},
		Checklist: []string{"Clear the sessions of " + s + ".", "Ask jane.doe@example.com by another channel."},
	}}
	vienna := Zone{Name: "Europe/Vienna", Offsets: [][2]int64{{0, 60}, {1774746000000, 120}}}
	shown, err := r.With(Context{Zone: vienna, Filter: s, Triage: map[string]Triage{
		"8c1f0c1e5a7d4b21": {Status: Confirmed, Note: s, Star: true}, "77aa": {Note: "look again"}}})
	if err != nil {
		t.Fatal(err)
	}
	return shown, log
}

func write(t testing.TB, form string, r *Report, log *table.Log) string {
	t.Helper()
	f, err := FindForm(form)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, r, Output{Log: log}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormsGolden(t *testing.T) {
	r, log := full(t, hostile)
	for i := range Forms {
		f := &Forms[i]
		path := filepath.Join("testdata", "full-"+f.Name+"."+f.Extension)
		got := write(t, f.Name, r, log)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s (go test -update writes it)", f.Name, path)
		}
	}
}

// Whatever stands in the log, every form is of visible characters, and its
// structure is that of a harmless log.
func TestHostileTextInEveryForm(t *testing.T) {
	calm, calmLog := full(t, "harmless")
	for _, s := range nasty {
		r, log := full(t, s)
		for i := range Forms {
			f := &Forms[i]
			got := write(t, f.Name, r, log)
			if at := firstHidden(strings.ReplaceAll(got, "\n", " ")); at >= 0 {
				t.Errorf("%s of %q: a character that does not print at %q", f.Name, s, got[at:min(at+20, len(got))])
			}
			plain := write(t, f.Name, calm, calmLog)
			switch f.Name {
			case "markdown":
				checkMarkdown(t, s, got, plain)
			case "html":
				checkHTML(t, s, got, plain)
			case "csv", "timesketch", "indicators":
				checkCSV(t, f.Name, s, got)
			case "jsonl":
				lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
				if len(lines) != len(r.Findings) {
					t.Errorf("jsonl of %q: %d lines for %d findings", s, len(lines), len(r.Findings))
				}
				for _, line := range lines {
					var f struct {
						Facts map[string]any
					}
					if err := json.Unmarshal([]byte(line), &f); err != nil {
						t.Errorf("jsonl of %q: %v", s, err)
					}
				}
			}
		}
	}
}

// checkMarkdown takes the code spans out, as CommonMark finds them, and wants
// nothing in the rest that the report of a harmless log has not: neither
// markup nor anything that renderers make links of.
func checkMarkdown(t *testing.T, s, got, plain string) {
	t.Helper()
	rest := withoutCode(got)
	if entity := regexp.MustCompile(`&[#0-9A-Za-z]`).FindString(rest); entity != "" {
		t.Errorf("markdown of %q: %q outside of code", s, entity)
	}
	if strings.ContainsRune(rest, '`') {
		t.Errorf("markdown of %q: a backtick outside of code", s)
	}
	for _, mark := range []string{"<", ">", "www.", "://", "@", "[", "]", "\\", "_", "~", "$", "!", "*", "evil.", "#"} {
		if a, b := strings.Count(rest, mark), strings.Count(withoutCode(plain), mark); a > b {
			t.Errorf("markdown of %q: %d times %q outside of code, %d in a harmless one", s, a, mark, b)
		}
	}
	start := func(text string) (list []string) {
		for line := range strings.Lines(text) {
			list = append(list, regexp.MustCompile(`^(#+ |- \[ \] |- |1\. |\||\*\*)?`).FindString(line))
		}
		return list
	}
	if a, b := start(got), start(plain); !reflect.DeepEqual(a, b) {
		t.Errorf("markdown of %q: the lines begin otherwise than those of a harmless report", s)
	}
	bars := func(text string) (list []int) {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "|") {
				list = append(list, strings.Count(line, "|"))
			}
		}
		return list
	}
	if a, b := bars(got), bars(plain); !reflect.DeepEqual(a, b) {
		t.Errorf("markdown of %q: cells %v, in a harmless report %v", s, a, b)
	}
}

// withoutCode removes code spans: a run of backticks up to the next run of the
// same length in its line.
func withoutCode(text string) string {
	var b strings.Builder
	runs := regexp.MustCompile("`+")
	for line := range strings.Lines(text) {
		for line != "" {
			open := runs.FindStringIndex(line)
			if open == nil {
				b.WriteString(line)
				break
			}
			b.WriteString(line[:open[0]])
			fence := line[open[0]:open[1]]
			line = line[open[1]:]
			closed := false
			for at := 0; ; {
				next := runs.FindStringIndex(line[at:])
				if next == nil {
					break
				}
				if next[1]-next[0] == len(fence) {
					line, closed = line[at+next[1]:], true
					break
				}
				at += next[1]
			}
			if !closed {
				b.WriteString(fence)
			}
		}
	}
	return b.String()
}

// checkHTML reads the page as the strict language that it also is, and wants
// the elements and attributes of a harmless report and nothing besides.
func checkHTML(t *testing.T, s, got, plain string) {
	t.Helper()
	shape := func(page string) []string {
		d := xml.NewDecoder(strings.NewReader(page))
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
		var list []string
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return list
			}
			if err != nil {
				t.Fatalf("html of %q: %v", s, err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				name := x.Name.Local
				for _, a := range x.Attr {
					name += " " + a.Name.Local
				}
				list = append(list, name)
			case xml.Comment:
				list = append(list, "comment")
			}
		}
	}
	if a, b := shape(got), shape(plain); !reflect.DeepEqual(a, b) {
		t.Errorf("html of %q: elements differ from those of a harmless report", s)
	}
	if !strings.Contains(got, `content="default-src 'none'; style-src 'sha256-`) {
		t.Error("html has no policy")
	}
	for _, never := range []string{"<script", "<img", "<a ", "<svg/"} {
		if strings.Contains(strings.ToLower(got), never) {
			t.Errorf("html of %q has %q", s, never)
		}
	}
}

func checkCSV(t *testing.T, form, s, got string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s of %q: %d rows, %v", form, s, len(rows), err)
	}
	if lines := strings.Count(got, "\n"); lines != len(rows) {
		t.Errorf("%s of %q: %d lines for %d rows", form, s, lines, len(rows))
	}
	for _, row := range rows {
		for i, cell := range row {
			for part := range strings.SplitSeq(cell, ";") {
				part = strings.TrimLeft(part, " ")
				if part != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(part)[0]) {
					t.Errorf("%s of %q: %s is a formula: %q", form, s, rows[0][i], cell)
				}
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"Session idxAAA of jane.doe@example.com was used by Chrome on macOS from 198.51.100.7, 4 times.",
			"Session idxAAA of `jane.doe@example.com` was used by Chrome on macOS from 198.51.100.7, 4 times."},
		{"3,024 = 3,000 events + 12", "3,024 = 3,000 events + 12"},
		{"+ item", "`+` item"},
		{"1. list", "`1`. list"},
		{"in 2026. Then", "in `2026`. Then"},
		{"“Workforce SSO” (fallback)", "“Workforce SSO” (fallback)"},
		{"a|b", "`a\\x7cb`"},
		{"`x`", "`` `x` ``"},
		{"<b> <i>", "`<b> <i>`"},
		{"see evil.example or 10.0.0.1", "see `evil.example` or 10.0.0.1"},
		{"91,066 km/h, geo & network", "91,066 km/h, geo & network"},
		{"a//b /etc evil.example/a &amp; &", "`a//b /etc evil.example/a &amp`; &"},
		{"at 14:06:47 UTC", "at 14:06:47 UTC"},
		{"2001:db8::1", "`2001:db8::1`"},
		{"user-0001", "user-0001"},
		{"שלום", "שלום"},
		{"...", "`...`"},
	} {
		if got := words(test.in); got != test.want {
			t.Errorf("words(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestZone(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Skip("no time zones here:", err)
	}
	from, to := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	z := ZoneOf(vienna, from.UnixMilli(), to.UnixMilli())
	if len(z.Offsets) != 3 || z.Name != "Europe/Vienna" || z.Check() != nil {
		t.Fatalf("zone %+v: %v", z, z.Check())
	}
	for at := from; at.Before(to); at = at.Add(37 * time.Minute) {
		if got, want := z.at(at).Format(time.RFC3339), at.In(vienna).Format(time.RFC3339); got != want {
			t.Fatalf("%s is %s, want %s", at, got, want)
		}
	}
	for _, test := range []struct{ first, last, want string }{
		{"2026-06-24T14:06:47.699Z", "2026-06-24T15:06:47.699Z", "2026-06-24 16:06:47 to 17:06:47 +02:00"},
		{"2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z", "2026-03-29 01:30:00 +01:00 to 03:30:00 +02:00"},
		{"2026-06-24T22:30:00.000Z", "2026-06-24T22:30:00.100Z", "2026-06-25 00:30:00 +02:00"},
	} {
		if got := z.between(test.first, test.last); got != test.want {
			t.Errorf("between(%s, %s) = %q, want %q", test.first, test.last, got, test.want)
		}
	}
	if got := ZoneOf(time.UTC, 0, 1); len(got.Offsets) != 0 || got.name() != "UTC" {
		t.Errorf("UTC is %+v", got)
	}
	for _, bad := range []Zone{
		{Name: "a\nb"}, {Name: strings.Repeat("x", 65)}, {Offsets: [][2]int64{{0, 2000}}}, {Offsets: [][2]int64{{5, 0}, {5, 60}}}, {Offsets: make([][2]int64, 1001)},
	} {
		if bad.Check() == nil {
			t.Errorf("%.80v is no zone", bad)
		}
	}
}

func TestWith(t *testing.T) {
	r := example()
	shown, err := r.With(Context{Only: []string{"77aa", "unknown"}, Triage: map[string]Triage{
		"77aa": {Star: true}, "8c1f0c1e5a7d4b21": {Status: Confirmed}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(shown.Findings) != 1 || shown.Findings[0].ID != "77aa" || shown.View.Total != 2 || len(shown.Incidents) != 1 || len(shown.Incidents[0].Findings) != 1 {
		t.Errorf("shown %+v", shown)
	}
	if want := (map[string]Triage{"77aa": {Status: Open, Star: true}}); !reflect.DeepEqual(shown.Triage, want) {
		t.Errorf("triage %+v", shown.Triage)
	}
	if !reflect.DeepEqual(r, example()) {
		t.Error("With changed the report")
	}
	if all, err := r.With(Context{}); err != nil || all.View != nil || all.Triage != nil || len(all.Findings) != 2 {
		t.Errorf("nothing chosen: %+v, %v", all.View, err)
	}
	if none, err := r.With(Context{Only: []string{}}); err != nil || len(none.Findings) != 0 {
		t.Errorf("none chosen: %d findings, %v", len(none.Findings), err)
	}
	if _, err := r.With(Context{Triage: map[string]Triage{"77aa": {Status: "done"}}}); err == nil || !strings.Contains(err.Error(), `status "done"`) {
		t.Errorf("error %v", err)
	}
}

func TestTimesketch(t *testing.T) {
	r, log := full(t, "harmless")
	rows, err := csv.NewReader(strings.NewReader(write(t, "timesketch", r, log))).ReadAll()
	if err != nil || len(rows) != 1+2+3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := strings.Join(rows[0][:4], ","); got != "message,datetime,timestamp_desc,timestamp" {
		t.Errorf("header %s", got)
	}
	last := ""
	for _, row := range rows[1:] {
		at, err := time.Parse(time.RFC3339, row[1])
		if err != nil || row[3] != strconv.FormatInt(at.UnixMicro(), 10) {
			t.Errorf("time %s is not %s", row[1], row[3])
		}
		if row[1] < last {
			t.Errorf("%s stands behind %s", row[1], last)
		}
		last = row[1]
	}
	if !strings.Contains(rows[len(rows)-1][10], "harmless") || rows[len(rows)-1][5] != "77aa" {
		t.Errorf("the last event is %q", rows[len(rows)-1])
	}
	if alone, err := csv.NewReader(strings.NewReader(write(t, "timesketch", r, nil))).ReadAll(); err != nil || len(alone) != 3 {
		t.Errorf("without the log: %d rows, %v", len(alone), err)
	}
}

// The indicators are the intruder's where the incident tells them from the
// person's own.
func TestIndicators(t *testing.T) {
	r, log := full(t, "harmless")
	got := write(t, "indicators", r, log)
	for _, want := range []string{
		"address,203.0.113.9,2026-06-24T14:10:00.000Z,2026-06-24T14:10:00.000Z,1,high,",
		"session,idxAAA,", "account,jane.doe@example.com,", "application,harmless,", "identity provider,Workforce,", "user agent,harmless,",
	} {
		if !strings.Contains(got, "\n"+want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if strings.Contains(got, "198.51.100.7") {
		t.Errorf("the person's own address is an indicator: %s", got)
	}
	if alone := write(t, "indicators", r, nil); !strings.Contains(alone, "\naddress,203.0.113.9,") || strings.Contains(alone, "198.51.100.7") {
		t.Errorf("without the log: %s", alone)
	}
	r.Triage["8c1f0c1e5a7d4b21"] = Triage{Status: FalsePositive}
	if got := write(t, "indicators", r, log); strings.Contains(got, "203.0.113.9") {
		t.Errorf("a false positive has indicators: %s", got)
	}
}

// A saved report comes back as it was: written again in any form, it is the
// same text, as far as the form does not need the log.
func TestParse(t *testing.T) {
	r, _ := full(t, strings.ToValidUTF8(hostile, "?"))
	// Bytes that are not UTF-8 come back as U+FFFD: the first reading has those.
	first, err := Parse([]byte(write(t, "json", r, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Findings) != len(r.Findings) || !reflect.DeepEqual(first.Triage["77aa"], r.Triage["77aa"]) || first.View.Filter != r.View.Filter {
		t.Errorf("triage %v, view %v", first.Triage, first.View)
	}
	back, err := Parse([]byte(write(t, "json", first, nil)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range Forms {
		if a, b := write(t, Forms[i].Name, first, nil), write(t, Forms[i].Name, back, nil); a != b {
			t.Errorf("%s of the saved report differs", Forms[i].Name)
		}
	}
	for _, test := range []struct{ in, where, reason string }{
		{"", "", "empty"},
		{"{\n\"schema\": ", "line 2", "no JSON"},
		{`{"a":1}`, "schema", "absent"},
		{`[1]`, "", "array"},
		{`{"schema":"okta-session-analyzer/report/9"}`, "schema", "report/1"},
		{`{"schema":"` + Schema + `","findings":[{"id":7}]}`, "findings.id", "number"},
		{`{"schema":"` + Schema + `","findings":[{"id":"a","severity":"urgent"}]}`, "", `severity "urgent"`},
		{`{"schema":"` + Schema + `","findings":[{"severity":"low"}]}`, "findings[0].id", "empty"},
		{`{"schema":"` + Schema + `","findings":[{"id":"a","severity":"low"},{"id":"a","severity":"low"}]}`, "findings[1].id", "twice"},
		{`{"schema":"` + Schema + `","findings":[{"id":"a","severity":"low","first":"soon"}]}`, "findings[0].first", "no time"},
		{`{"schema":"` + Schema + `","triage":{"a":{"status":"done"}}}`, "triage.a", `status "done"`},
		{`{"schema":"` + Schema + `","log":{"coverage":{"hours":{"from":"","step_hours":1,"events":[1]}}}}`, "log.coverage.hours", "begin"},
		{`{"schema":"` + Schema + `","detectors":[{"severity":"low","status":"x"}]}`, "detectors[0].status", "no status"},
		{`{"schema":"` + Schema + `","view":{"zone":{"offsets":[[1,9999]]}}}`, "view.zone", "9999"},
	} {
		_, err := Parse([]byte(test.in))
		var e *ParseError
		if !errors.As(err, &e) || e.Where != test.where || !strings.Contains(e.Reason, test.reason) {
			t.Errorf("Parse(%.60q): %v, want %q and %q", test.in, err, test.where, test.reason)
		}
	}
}

// FuzzForms takes hostile text through every form, with the oracles of
// [TestHostileTextInEveryForm], and reads whatever Parse takes in every form.
func FuzzForms(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	calm, calmLog := full(f, "harmless")
	markdown, html := write(f, "markdown", calm, calmLog), write(f, "html", calm, calmLog)
	f.Fuzz(func(t *testing.T, s string) {
		r, log := full(t, s)
		if s == "" || event.Blank(s) || event.Blank(strings.TrimSpace(s)) || strings.TrimSpace(Visible(s)) == "" {
			t.Skip("a value that is not there has another shape")
		}
		checkMarkdown(t, s, write(t, "markdown", r, log), markdown)
		checkHTML(t, s, write(t, "html", r, log), html)
		for _, form := range []string{"csv", "timesketch", "indicators"} {
			checkCSV(t, form, s, write(t, form, r, log))
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"schema":"` + Schema + `"}`))
	r, _ := full(f, "x")
	f.Add([]byte(write(f, "json", r, nil)))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Parse(text)
		if err != nil {
			var e *ParseError
			if !errors.As(err, &e) {
				t.Errorf("error %T", err)
			}
			return
		}
		for i := range Forms {
			var b bytes.Buffer
			if err := Forms[i].Write(&b, r, Output{}); err != nil && Forms[i].Name != "timesketch" {
				t.Errorf("%s: %v", Forms[i].Name, err)
			}
		}
	})
}
