package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/report"
)

var update = flag.Bool("update", false, "write the golden files")

// call runs the program in testdata.
func call(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	t.Chdir("testdata")
	var out, log bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(stdin), &out, &log)
	return status, out.String(), log.String()
}

func TestGolden(t *testing.T) {
	for _, test := range []struct {
		file string
		args []string
	}{
		{"attacks.txt", []string{"attacks.csv"}},
		{"attacks.json", []string{"-format", "json", "attacks.csv"}},
		{"attacks-findings.csv", []string{"-format", "csv", "attacks.csv"}},
		{"attacks-seed.txt", []string{"-seed", "attacks.csv"}},
		{"hostile.txt", []string{"hostile.csv"}},
		{"hostile-findings.csv", []string{"-format", "csv", "hostile.csv"}},
		{"hostile-seed.txt", []string{"-seed", "hostile.csv"}},
		{"narrow.txt", []string{"narrow.csv"}},
		{"several.txt", []string{"quiet.csv", "rejects.csv", "empty.csv"}},
		{"help.txt", []string{"-help"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			_, stdout, _ := call(t, "", test.args...)
			path := filepath.Join("golden", test.file)
			if *update {
				if err := os.MkdirAll("golden", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(stdout), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if stdout != string(want) {
				t.Errorf("differs from testdata/%s (go test -update writes it):\n%s", path, stdout)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	quiet, err := os.ReadFile(filepath.Join("testdata", "quiet.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		args   string
		stdin  string
		status int
		stdout string // a part of it; "" wants nothing at all
		stderr string // likewise
	}{
		{name: "findings", args: "attacks.csv", stdout: " findings: "},
		{name: "no findings", args: "quiet.csv", stdout: "no findings by "},
		{name: "flags after the file", args: "attacks.csv -format json", stdout: `"schema": "okta-session-analyzer/report/1"`},
		{name: "markdown", args: "-format markdown attacks.csv", stdout: "# Okta System Log: report\n"},
		{name: "html", args: "-format html attacks.csv", stdout: "<!doctype html>"},
		{name: "timesketch", args: "-format timesketch attacks.csv", stdout: "Okta System Log event"},
		{name: "a finding a line", args: "-format jsonl attacks.csv", stdout: `"incidents":[`},
		{name: "indicators", args: "-format indicators attacks.csv", stdout: "\naddress,203.0.113.9,"},
		{name: "zone", args: "-zone Asia/Kolkata -format markdown attacks.csv", stdout: "+05:30"},
		{name: "zone of the text", args: "-zone Asia/Kolkata attacks.csv", stdout: "Times are those of Asia/Kolkata"},
		{name: "redacted", args: "-redact -format markdown attacks.csv", stdout: "user-0001"},
		{name: "double dash", args: "-format=csv -- attacks.csv", stdout: "id,severity,detector"},
		{name: "two dashes before a flag", args: "--seed --tt 20000 attacks.csv", stdout: "found 1 suspicious sessions"},
		{name: "standard input", args: "-", stdin: string(quiet), stdout: "standard input  CSV"},
		{name: "several files", args: "attacks.csv quiet.csv", stdout: "all files\n  13 records read = 10 events + 3 duplicates"},
		{name: "one file twice", args: "quiet.csv quiet.csv", stdout: "6 records read = 3 events + 3 duplicates"},
		{name: "version", args: "-version", stdout: "okta-session-analyzer "},
		{name: "help", args: "-h", stdout: "usage: okta-session-analyzer [flags] FILE..."},

		{name: "severity", args: "-min-severity high attacks.csv", stdout: "milder ones not shown"},
		{name: "fail on", args: "-fail-on high attacks.csv", status: 3, stdout: " findings: "},
		{name: "fail on what is not shown", args: "-fail-on info -min-severity critical attacks.csv", status: 3, stdout: "no finding of the severity asked for; "},
		{name: "fail on worse", args: "-fail-on critical attacks.csv", stdout: " findings: "},
		{name: "fail on nothing", args: "-fail-on info quiet.csv", stdout: "no findings"},
		{name: "fail on with a file missing", args: "-fail-on high attacks.csv empty.csv", status: 3, stdout: " findings: ", stderr: "empty.csv: "},

		{name: "one file of two", args: "quiet.csv users.csv", status: 1, stdout: "not all of it was analysed:\n    not an Okta System Log", stderr: "users.csv: not an Okta System Log"},
		{name: "seed with one file of two", args: "-seed quiet.csv users.csv", status: 1, stdout: "found 0 suspicious sessions", stderr: "users.csv: not an Okta System Log"},
		{name: "empty", args: "empty.csv", status: 1, stderr: "empty.csv: the file is empty"},
		{name: "empty standard input", args: "-", status: 1, stderr: "standard input: the file is empty"},
		{name: "only a header", args: "header.csv", status: 1, stderr: "header.csv: there is a header and no record"},
		{name: "not a log", args: "users.csv", status: 1, stderr: "users.csv: not an Okta System Log"},
		{name: "no file", args: "absent.csv", status: 1, stderr: "absent.csv: no such file; check the name and the directory"},
		{name: "two missing files", args: "absent.csv quiet.csv gone.csv", status: 1, stderr: "gone.csv: no such file"},
		{name: "directory", args: "golden", status: 1, stderr: "golden: is a directory; name the files in it, for example " + filepath.Join("golden", "*.csv")},
		{name: "an escape in a name", args: "a\x1b[2J.csv", status: 1, stderr: `a\x1b[2J.csv: no such file`},

		{name: "no arguments", status: 2, stderr: "no file named"},
		{name: "unknown flag", args: "-verbose quiet.csv", status: 2, stderr: "flag provided but not defined: -verbose"},
		{name: "unknown format", args: "-format xml quiet.csv", status: 2, stderr: `invalid value "xml" for flag -format: want text, json, csv`},
		{name: "unknown zone", args: "-zone Europe/Atlantis quiet.csv", status: 2, stderr: `invalid value "Europe/Atlantis" for flag -zone: want UTC or a name`},
		{name: "zone of this machine", args: "-zone Local quiet.csv", status: 2, stderr: `invalid value "Local" for flag -zone`},
		{name: "seed and redaction", args: "-seed -redact quiet.csv", status: 2, stderr: "leave out -redact"},
		{name: "saved and a log", args: "-saved report.json quiet.csv", status: 2, stderr: "leave out quiet.csv"},
		{name: "saved and redacted", args: "-saved report.json -redact", status: 2, stderr: "-redact works on a log"},
		{name: "saved report that is not there", args: "-saved absent.json", status: 1, stderr: "-saved: absent.json: no such file"},
		{name: "log for a saved report", args: "-saved quiet.csv", status: 1, stderr: "-saved: quiet.csv: saved report: line 1: no JSON"},
		{name: "configuration for a saved report", args: "-saved tuned.json", status: 1, stderr: "-saved: tuned.json: saved report: schema: absent"},
		{name: "unknown severity", args: "-min-severity urgent quiet.csv", status: 2, stderr: `invalid value "urgent" for flag -min-severity`},
		{name: "unknown severity to fail on", args: "-fail-on urgent quiet.csv", status: 2, stderr: `invalid value "urgent" for flag -fail-on`},
		{name: "standard input twice", args: "- -", status: 2, stderr: "- stands twice"},
		{name: "no speed", args: "-tt 0 quiet.csv", status: 2, stderr: `invalid value "0" for flag -tt: want a number from `},
		{name: "speed that is no number", args: "-tt NaN quiet.csv", status: 2, stderr: `invalid value "NaN" for flag -tt: want a number from `},
		{name: "endless speed", args: "-tt Inf quiet.csv", status: 2, stderr: `invalid value "Inf" for flag -tt`},
		{name: "negative speed", args: "-tt=-1 quiet.csv", status: 2, stderr: `invalid value "-1" for flag -tt`},
		{name: "no pushes", args: "-pt 0 quiet.csv", status: 2, stderr: `invalid value "0" for flag -pt: want a whole number from `},
		{name: "half a push", args: "-pt 2.5 quiet.csv", status: 2, stderr: `invalid value "2.5" for flag -pt: want a whole number from `},
		{name: "word for attempts", args: "-aat many quiet.csv", status: 2, stderr: `invalid value "many" for flag -aat: want a whole number from `},
		{name: "seed and format", args: "-seed -format csv quiet.csv", status: 2, stderr: "leave out -format"},
		{name: "seed and fail on", args: "-seed -fail-on low quiet.csv", status: 2, stderr: "leave out -fail-on"},
		{name: "a flag's value missing", args: "quiet.csv -o", status: 2, stderr: "flag needs an argument: -o"},

		{name: "own rule", args: "-rules rules/own.yml attacks.csv", stdout: "jane.doe@example.com used python-requests from 203.0.113.9"},
		{name: "own rule in the exit status", args: "-rules rules/own.yml -config allow.json -fail-on critical attacks.csv", status: 3, stdout: "1 critical", stderr: "expired on 2026-03-01"},
		{name: "directory of rules", args: "-rules rules attacks.csv", stdout: "RULES NOT RUN (2)", stderr: "rules/bad.yaml:7:5: "},
		{name: "and every other fault of them", args: "-rules rules attacks.csv", stdout: "rule       rules/own.yml", stderr: `rules/bad.yaml:12:3: a rule for product "windows"; only those for okta are run`},
		{name: "a rule file twice", args: "-rules rules/own.yml -rules rules/own.yml attacks.csv", stdout: "used python-requests"},
		{name: "no rules", args: "-rules absent.yml quiet.csv", status: 2, stderr: "-rules: absent.yml: no such file"},
		{name: "directory without rules", args: "-rules golden quiet.csv", status: 2, stderr: "-rules: golden: there is no .yml or .yaml file in this directory"},
		{name: "own rule that the configuration speaks of is not there", args: "-config allow.json attacks.csv", status: 2, stderr: `-config: allow.json: detection "script-in-session": no such detection`},
		{name: "allowed", args: "-rules rules/own.yml -config allow.json attacks.csv", stdout: "The allow-lists of the configuration set aside 1 finding.", stderr: `the allow-list entry "adam@example.com" of users expired on 2026-03-01`},
		{name: "allowed and shown", args: "-rules rules/own.yml -config allow.json -show-allowed attacks.csv", stdout: "users jane.doe@example.com: a drill", stderr: "expired"},

		{name: "configuration", args: "-config tuned.json -min-severity critical attacks.csv", stdout: "no finding of the severity asked for"},
		{name: "flag over configuration", args: "-config tuned.json -pt 3 attacks.csv", stdout: "got 3 push requests"},
		{name: "seed with configuration", args: "-seed -config tuned.json attacks.csv", stdout: "attempts: 1\nAnalyzer"},
		{name: "misspelled key", args: "-config bad-key.json quiet.csv", status: 2, stderr: `-config: bad-key.json: line 2: the configuration has no key "parameter"; did you mean "parameters"?`},
		{name: "no JSON", args: "-config bad-syntax.json quiet.csv", status: 2, stderr: "-config: bad-syntax.json: line 2: "},
		{name: "text for a number", args: "-config bad-type.json quiet.csv", status: 2, stderr: "-config: bad-type.json: line 3: parameters.session-fast-travel.speed_kmh is the text \"fast\"; want a number"},
		{name: "value out of bounds", args: "-config bad-value.json quiet.csv", status: 2, stderr: `parameter "speed_kmh": -1 is not a number from`},
		{name: "and every other fault", args: "-config bad-value.json quiet.csv", status: 2, stderr: `detection "no-such"`},
		{name: "log for a configuration", args: "-config quiet.csv quiet.csv", status: 2, stderr: "-config: quiet.csv: line 1: "},
		{name: "empty configuration", args: "-config empty.csv quiet.csv", status: 2, stderr: "-config: empty.csv: the file is empty"},
		{name: "no configuration", args: "-config absent.json quiet.csv", status: 2, stderr: "-config: absent.json: no such file"},
		{name: "directory for a configuration", args: "-config golden quiet.csv", status: 2, stderr: "-config: golden: "},

		{name: "output into a directory", args: "-o golden quiet.csv", status: 2, stderr: "golden: is a directory"},
		{name: "output where there is no directory", args: "-o absent/report.txt quiet.csv", status: 2, stderr: "there is no directory absent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, stdout, stderr := call(t, test.stdin, strings.Fields(test.args)...)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			for _, stream := range []struct{ name, got, want string }{{"stdout", stdout, test.stdout}, {"stderr", stderr, test.stderr}} {
				if stream.want == "" && stream.got != "" || !strings.Contains(stream.got, stream.want) {
					t.Errorf("%s = %q, want %q in it", stream.name, stream.got, stream.want)
				}
			}
		})
	}
}

// What a configuration asks for is done: fewer pushes than it wants are no
// finding, and a detection that it switches off has none.
func TestConfiguration(t *testing.T) {
	_, stdout, _ := call(t, "", "-config", "tuned.json", "-format", "csv", "attacks.csv")
	for _, id := range []string{"push-requests-per-session", "idp-created", "session-fast-travel", "unauthorized-app-access"} {
		if strings.Contains(stdout, ","+id+",") {
			t.Errorf("%s has a finding in %s", id, stdout)
		}
	}
}

// Every form carries the findings: what the three say can be compared.
func TestFormsAgree(t *testing.T) {
	_, text, _ := call(t, "", "-format", "json", "attacks.csv")
	var r report.Report
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	t.Chdir("..")
	_, text, _ = call(t, "", "-format", "csv", "attacks.csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(r.Findings)+1 || len(r.Findings) == 0 {
		t.Fatalf("%d rows for %d findings, %v", len(rows), len(r.Findings), err)
	}
	t.Chdir("..")
	_, text, _ = call(t, "", "attacks.csv")
	for i, f := range r.Findings {
		if rows[i+1][0] != f.ID {
			t.Errorf("row %d is finding %s, in JSON it is %s", i+1, rows[i+1][0], f.ID)
		}
		if !strings.Contains(text, f.ID) || !strings.Contains(text, f.Query) {
			t.Errorf("finding %s is not in the text", f.ID)
		}
	}
}

// A report that was saved as JSON is written in every other form as the log
// itself is, but for the events, which only the log has.
func TestSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	if status, _, stderr := call(t, "", "-format", "json", "-o", path, "attacks.csv"); status != 0 {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for _, form := range []string{"text", "json", "csv", "markdown", "html", "jsonl", "navigator"} {
		t.Chdir("..")
		_, want, _ := call(t, "", "-format", form, "attacks.csv")
		t.Chdir("..")
		status, got, stderr := call(t, "", "-format", form, "-saved", path)
		if status != 0 || stderr != "" {
			t.Errorf("%s: status %d, %s", form, status, stderr)
		}
		if got != want {
			t.Errorf("%s of the saved report differs from that of the log", form)
		}
	}
	t.Chdir("..")
	if status, _, stderr := call(t, "", "-saved", path, "-fail-on", "high", "-o", path); status != 2 || !strings.Contains(stderr, "is the saved report itself") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestOutputFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "findings.csv")
	// What stood there before, longer than the report, must not show through.
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := call(t, "", "-format", "csv", "-o", path, "attacks.csv")
	if status != 0 || stdout != "" || stderr != "" {
		t.Fatalf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("golden", "attacks-findings.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("file = %s", got)
	}
}

func TestOutputOverTheLog(t *testing.T) {
	log, err := os.ReadFile(filepath.Join("testdata", "quiet.csv"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("quiet.csv", log, 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"-o", "./quiet.csv", "quiet.csv"}, nil, &stdout, &stderr); status != 2 || !strings.Contains(stderr.String(), "quiet.csv: is the log itself") {
		t.Errorf("status %d, stderr %q", status, stderr.String())
	}
	if after, err := os.ReadFile("quiet.csv"); err != nil || !bytes.Equal(after, log) {
		t.Errorf("the log was changed, %v", err)
	}
}

func TestOutputFails(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no device that is always full")
	}
	status, _, stderr := call(t, "", "-o", "/dev/full", "quiet.csv")
	if status != 1 || !strings.Contains(stderr, "no space left") {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
}

// brokenPipe fails as a pipe does whose reader is gone.
type brokenPipe struct{}

var errBroken = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }
func (brokenPipe) Read([]byte) (int, error)  { return 0, errBroken }

func TestStreamsFail(t *testing.T) {
	t.Chdir("testdata")
	for _, args := range []string{"quiet.csv", "-format json quiet.csv", "-format csv quiet.csv", "-seed quiet.csv", "-help", "-version"} {
		var stderr bytes.Buffer
		if status := run(t.Context(), strings.Fields(args), nil, brokenPipe{}, &stderr); status != 1 || !strings.Contains(stderr.String(), "broken pipe") {
			t.Errorf("%s: status %d, stderr %q", args, status, stderr.String())
		}
	}
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"-"}, brokenPipe{}, io.Discard, &stderr); status != 1 || !strings.Contains(stderr.String(), "standard input: broken pipe") {
		t.Errorf("status %d, stderr %q", status, stderr.String())
	}
}

func TestInterrupt(t *testing.T) {
	t.Chdir("testdata")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	if status := run(ctx, []string{"attacks.csv"}, nil, &stdout, &stderr); status != 1 || stdout.Len() > 0 || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout.String(), stderr.String())
	}
}

// A terminal's escapes come from this program or not at all.
func TestNoEscapesOfTheLog(t *testing.T) {
	for _, form := range []string{"-format=text", "-format=json", "-format=csv", "-format=markdown", "-format=html", "-format=timesketch", "-format=jsonl", "-format=indicators", "-seed"} {
		t.Run(form, func(t *testing.T) {
			_, stdout, _ := call(t, "", form, "hostile.csv")
			if strings.ContainsAny(stdout, "\x1b\u202e\r") || strings.Contains(stdout, "\nHIGH (99)") {
				t.Errorf("escapes in %q", stdout)
			}
		})
	}
}
