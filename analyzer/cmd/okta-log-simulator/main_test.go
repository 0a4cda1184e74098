package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/simulate"
)

// The bundled sample is what the command makes; "make sample" makes it again.
func TestSample(t *testing.T) {
	dir := t.TempDir()
	log, labels := filepath.Join(dir, "sample.csv"), filepath.Join(dir, "sample.labels.json")
	var stdout, stderr bytes.Buffer
	if status := run([]string{"-habits", "all", "-seed", "21", "-users", "14", "-days", "15", "-o", log, "-labels", labels}, &stdout, &stderr); status != 0 || stdout.Len()+stderr.Len() > 0 {
		t.Fatalf("status %d, %q, %q", status, stdout.String(), stderr.String())
	}
	for _, name := range []string{log, labels} {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bundled := filepath.Join("..", "..", "..", "testdata", filepath.Base(name))
		want, err := os.ReadFile(bundled)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the simulator makes; run make sample", bundled)
		}
	}
}

func TestFormats(t *testing.T) {
	lines := map[string]int{}
	for _, format := range []string{"csv", "ndjson", "json"} {
		var stdout, stderr bytes.Buffer
		if status := run([]string{"-users", "20", "-days", "3", "-format", format}, &stdout, &stderr); status != 0 || stderr.Len() > 0 {
			t.Fatalf("%s: status %d, %s", format, status, stderr.String())
		}
		lines[format] = strings.Count(stdout.String(), "\n")
		if format == "json" {
			var events []map[string]any
			if err := json.Unmarshal(stdout.Bytes(), &events); err != nil {
				t.Fatal(err)
			}
			lines["events"] = len(events)
		}
	}
	if lines["csv"] != lines["events"]+1 || lines["ndjson"] != lines["events"] || lines["json"] != 1 || lines["events"] == 0 {
		t.Errorf("lines %v", lines)
	}
}

func TestLabelsFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "labels.json")
	var stdout, stderr bytes.Buffer
	for _, test := range []struct {
		flag string
		want int
	}{
		{"-seed=4", len(simulate.SampleAttacks())}, {"-benign", 0},
		{"-attacks=payroll-takeover:stealthy,mass-export", 2}, {"-attacks=sample:easy", len(simulate.SampleAttacks())},
	} {
		if status := run([]string{test.flag, "-labels", name}, &stdout, &stderr); status != 0 {
			t.Fatalf("%s: status %d, %s", test.flag, status, stderr.String())
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var labels []simulate.Label
		if err := json.Unmarshal(text, &labels); err != nil || len(labels) != test.want {
			t.Errorf("%s: %d labels, %v; want %d", test.flag, len(labels), err, test.want)
		}
	}
}

// With all habits the labels of habits stand behind those of the attacks.
func TestHabitLabels(t *testing.T) {
	name := filepath.Join(t.TempDir(), "labels.json")
	var stdout, stderr bytes.Buffer
	if status := run([]string{"-habits", "all", "-users", "50", "-days", "4", "-labels", name}, &stdout, &stderr); status != 0 {
		t.Fatalf("status %d, %s", status, stderr.String())
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var labels []struct {
		Campaign, Habit string
		Events          []string
	}
	if err := json.Unmarshal(text, &labels); err != nil {
		t.Fatal(err)
	}
	attacks, habits := 0, 0
	for i, l := range labels {
		switch {
		case l.Campaign != "" && l.Habit == "" && habits == 0:
			attacks++
		case l.Campaign == "" && l.Habit != "":
			habits++
		default:
			t.Errorf("label %d has campaign %q and habit %q", i, l.Campaign, l.Habit)
		}
		if len(l.Events) == 0 || !strings.Contains(stdout.String(), l.Events[0]) {
			t.Errorf("label %d: events %.2q are not in the log", i, l.Events)
		}
	}
	if attacks == 0 || habits < 10 {
		t.Errorf("%d attacks, %d habits", attacks, habits)
	}
}

func TestUsage(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing", "log.csv")
	for _, test := range []struct {
		args   []string
		status int
		stderr string
	}{
		{[]string{"-h"}, 0, "usage: okta-log-simulator [flags]"},
		{[]string{"-colour"}, 2, "flag provided but not defined: -colour"},
		{[]string{"-attacks", "earthquake"}, 2, `invalid value "earthquake" for flag -attacks: simulate: attack "earthquake": want one of `},
		{[]string{"-attacks", "all", "-users", "20"}, 2, "among 20 users; want more users or fewer attacks"},
		{[]string{"-users", "many"}, 2, `invalid value "many" for flag -users`},
		{[]string{"log.csv"}, 2, `okta-log-simulator: unexpected argument "log.csv"; files are named by -o and -labels`},
		{[]string{"-format", "xml"}, 2, `okta-log-simulator: -format "xml": want csv, ndjson or json`},
		{[]string{"-habits", "some"}, 2, `habits "some": want few or all`},
		{[]string{"-days", "-3"}, 2, "okta-log-simulator: simulate: days -3: want 0 to 3660"},
		{[]string{"-o", missing}, 1, "okta-log-simulator: open " + missing},
		{[]string{"-o", filepath.Join(t.TempDir(), "log.csv"), "-labels", missing}, 1, "okta-log-simulator: open " + missing},
	} {
		var stdout, stderr bytes.Buffer
		status := run(test.args, &stdout, &stderr)
		if status != test.status || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("%v: status %d, %q; want %d, %q", test.args, status, stderr.String(), test.status, test.stderr)
		}
		if stdout.Len() > 0 {
			t.Errorf("%v: standard output %q", test.args, stdout.String())
		}
	}
}
