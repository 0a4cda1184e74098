package rules_test

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/sigma"
)

// The tests of the rules are data too: beside <id>.yml lies <id>.test.yml with
// events that the rule is to match and events that it is to let pass. A browser
// has no files, so they are part of the test's program.
//
//go:embed */*.test.yml
var testFiles embed.FS

// testFile is what <id>.test.yml holds.
type testFile struct {
	Match []testCase `yaml:"match"`
	Miss  []testCase `yaml:"miss"`
}

// testCase is some events and what the rule is to make of them.
type testCase struct {
	Name     string           `yaml:"name"`
	Findings *int             `yaml:"findings"` // of a match; 1 where it is not said
	Severity string           `yaml:"severity"`
	Summary  string           `yaml:"summary"` // of the first finding, exactly
	Config   testConfig       `yaml:"config"`
	Events   []map[string]any `yaml:"events"`
}

// testConfig is what a case takes from a configuration.
type testConfig struct {
	Lists      map[string][]string  `yaml:"lists"`
	Parameters map[string]yaml.Node `yaml:"parameters"`
	Zone       string               `yaml:"zone"`
}

// readTests returns the tests of a rule.
func readTests(id, file string) (*testFile, error) {
	name := strings.TrimSuffix(file, ".yml") + ".test.yml"
	text, err := testFiles.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("there is no %s; every rule has tests beside it", name)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	f := new(testFile)
	if err := d.Decode(f); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// start is the time that a case's offsets count from.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// lines returns the events of a case as the API writes them, one a line.
func (c *testCase) lines() ([]string, error) {
	var lines []string
	at := start.Add(-time.Minute)
	for n, given := range c.Events {
		given = maps.Clone(given)
		repeat, every := 1, time.Minute
		at = at.Add(time.Minute)
		var err error
		take := func(key string, read func(string) error) {
			if v, ok := given[key]; ok && err == nil {
				if err = read(fmt.Sprint(v)); err != nil {
					err = fmt.Errorf("event %d: %s: %w", n+1, key, err)
				}
				delete(given, key)
			}
		}
		take("at", func(s string) error {
			offset, err := time.ParseDuration(days(s))
			at = start.Add(offset)
			return err
		})
		take("repeat", func(s string) (err error) { repeat, err = strconv.Atoi(s); return err })
		take("every", func(s string) (err error) { every, err = time.ParseDuration(days(s)); return err })
		if err != nil {
			return nil, err
		}
		for i := range repeat {
			if i > 0 {
				at = at.Add(every)
			}
			line, err := eventLine(given, at, len(lines)+1)
			if err != nil {
				return nil, fmt.Errorf("event %d: %w", n+1, err)
			}
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// days lets a length of time be in whole days, which Go's have not.
func days(s string) string {
	if n, err := strconv.Atoi(strings.TrimSuffix(s, "d")); err == nil && strings.HasSuffix(s, "d") {
		return strconv.Itoa(24*n) + "h"
	}
	if s == "0" {
		return "0s"
	}
	return s
}

// eventLine writes an event whose keys can be paths. What every record of the
// API has is there, with null.
func eventLine(given map[string]any, at time.Time, n int) (string, error) {
	e := map[string]any{}
	for f := range event.NumFields {
		if key := f.Key(); f.Column() != "" || strings.HasPrefix(key, "securityContext.") || strings.HasPrefix(key, "authenticationContext.interface") {
			if !strings.Contains(key, "[]") && !strings.HasPrefix(key, "debugContext.") && !strings.HasPrefix(key, "transaction.detail") {
				if err := put(e, strings.Split(key, "."), nil); err != nil {
					return "", err
				}
			}
		}
	}
	for key, value := range map[string]any{
		"severity": "INFO", "version": "0", "transaction.type": "WEB", "debugContext.debugData": map[string]any{}, "target": []any{},
		"request.ipChain": []any{}, "published": at.Format("2006-01-02T15:04:05.000Z"),
		"uuid": fmt.Sprintf("00000000-0000-4000-8000-%012x", n),
	} {
		if err := put(e, strings.Split(key, "."), value); err != nil {
			return "", err
		}
	}
	// Shorter paths first: a whole object, then what one of its keys says.
	keys := slices.SortedFunc(maps.Keys(given), func(a, b string) int {
		if d := strings.Count(a, ".") - strings.Count(b, "."); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, key := range keys {
		if err := put(e, strings.Split(key, "."), given[key]); err != nil {
			return "", err
		}
	}
	if _, ok := e["eventType"]; !ok {
		return "", errors.New("it has no eventType")
	}
	line, err := json.Marshal(e)
	return string(line), err
}

// put puts a value at a path. An object is merged into the one that is there.
func put(e map[string]any, path []string, value any) error {
	key := path[0]
	if len(path) == 1 {
		value = expandPaths(value)
		if given, ok := value.(map[string]any); ok {
			if there, ok := e[key].(map[string]any); ok {
				for k, v := range given {
					if err := put(there, []string{k}, v); err != nil {
						return err
					}
				}
				return nil
			}
		}
		e[key] = value
		return nil
	}
	there, ok := e[key].(map[string]any)
	if !ok {
		if e[key] != nil {
			return fmt.Errorf("%s is no object", key)
		}
		there = map[string]any{}
		e[key] = there
	}
	return put(there, path[1:], value)
}

// expandPaths makes objects of the paths in the keys of nested objects.
func expandPaths(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if err := put(out, strings.Split(key, "."), v[key]); err != nil {
				out[key] = v[key]
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = expandPaths(v[i])
		}
		return out
	}
	return value
}

// filler is an event that has every key there is and says nothing: with it the
// log carries all fields, as a whole export does, and a rule that takes what is
// absent for a sign of something shows itself.
var filler = func() string {
	e := map[string]any{}
	for f := range event.NumFields {
		key := strings.ReplaceAll(f.Key(), "[]", "")
		if err := put(e, strings.Split(key, "."), nil); err != nil {
			panic(err)
		}
	}
	chain := e["request"].(map[string]any)
	chain["ipChain"] = []any{chain["ipChain"]}
	e["target"] = []any{e["target"]}
	e["uuid"], e["published"], e["eventType"] = "00000000-0000-4000-8000-0000000fffff", start.Format(time.RFC3339), "test.filler"
	line, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return string(line)
}()

// check runs a rule over the events of a case and compares.
func (c *testCase) check(t *testing.T, id string, want int) {
	t.Helper()
	lines, err := c.lines()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) == 0 {
		t.Fatal("a case without events")
	}
	config, options, err := c.Config.read(id)
	if err != nil {
		t.Fatal(err)
	}
	lines = append(lines, filler)
	got := run(t, id, lines, config, options)
	if got.Status != detect.Ran {
		t.Fatalf("the rule is %s: it lacks %v %v", got.Status, got.Missing, got.MissingLists)
	}
	if len(got.Findings) != want {
		t.Errorf("%d findings, want %d%s", len(got.Findings), want, summaries(got.Findings))
	}
	for _, f := range got.Findings {
		if c.Severity != "" && f.Severity.String() != c.Severity {
			t.Errorf("severity %s, want %s", f.Severity, c.Severity)
		}
		if strings.Contains(f.Summary, "{") || f.Summary == "" {
			t.Errorf("summary %q", f.Summary)
		}
		if slices.Contains(f.Events, "00000000-0000-4000-8000-0000000fffff") {
			t.Error("an event that says nothing is among the evidence; want |exists: true where absence is no sign")
		}
	}
	// Every summary ends with a full stop, whether the rule writes it or not.
	if c.Summary != "" && len(got.Findings) > 0 && got.Findings[0].Summary != strings.TrimSuffix(c.Summary, ".")+"." {
		t.Errorf("summary\n%q, want\n%q", got.Findings[0].Summary, c.Summary)
	}
	// The order of the records in the file does not count.
	slices.Reverse(lines)
	again, _ := json.Marshal(run(t, id, lines, config, options).Findings)
	if first, _ := json.Marshal(got.Findings); !bytes.Equal(first, again) {
		t.Errorf("the records in another order give\n%s, not\n%s", again, first)
	}
}

func summaries(findings []detect.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "\n\t%s to %s: %s", f.First, f.Last, f.Summary)
	}
	return b.String()
}

// read returns the configuration of a case.
func (c *testConfig) read(id string) (detect.Config, rules.Options, error) {
	values := map[string]float64{}
	for name, n := range c.Parameters {
		if d, err := sigma.ParseTimespan(n.Value); err == nil {
			values[name] = d.Minutes()
		} else if values[name], err = strconv.ParseFloat(n.Value, 64); err != nil {
			return detect.Config{}, rules.Options{}, fmt.Errorf("config: parameter %s: %w", name, err)
		}
	}
	config := detect.Config{}
	if len(values) > 0 {
		config.Parameters = map[string]map[string]float64{id: values}
	}
	options := rules.Options{Lists: c.Lists}
	if c.Zone != "" {
		zone, err := time.LoadLocation(c.Zone)
		if err != nil {
			return config, options, err
		}
		options.Zone = zone
	}
	pack, _ := rules.BuiltIn()
	return config, options, config.ValidateFor(pack.Only(id).Detections())
}

// run reads events as a log and returns what one rule comes to.
func run(t *testing.T, id string, lines []string, config detect.Config, options rules.Options) detect.Outcome {
	t.Helper()
	text := strings.Join(lines, "\n") + "\n"
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "case.ndjson", Size: int64(len(text)), Reader: strings.NewReader(text)}},
		analyzer.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if n := loaded.Log.Len(); n != len(lines) {
		t.Fatalf("%d of %d events were read: %+v", n, len(lines), loaded.Summary().Files)
	}
	pack, _ := rules.BuiltIn()
	view := rules.NewView(loaded.Log, detect.NewViews(loaded.Log))
	outcomes, errs, err := pack.Only(id).Run(context.Background(), view, config, options)
	if err != nil || len(errs) > 0 || len(outcomes) != 1 {
		t.Fatalf("%d rules ran, %v, %v", len(outcomes), errs, err)
	}
	return outcomes[0]
}

// TestRules runs every rule over its cases: go test -run 'TestRules/<id>'.
func TestRules(t *testing.T) {
	pack, errs := rules.BuiltIn()
	broken := map[string][]*sigma.Error{} // by file
	for _, e := range errs {
		broken[e.File] = append(broken[e.File], e)
	}
	known := map[string]bool{}
	for _, r := range pack.Rules() {
		known[r.Detection.ID] = true
	}
	for _, f := range rules.BuiltInFiles() {
		id := rules.IDOf(f.Name)
		t.Run(id, func(t *testing.T) {
			for _, e := range broken[f.Name] {
				t.Error(e)
			}
			if !known[id] {
				t.Fatalf("%s has no rule that makes findings and whose name is %s", f.Name, id)
			}
			tests, err := readTests(id, f.Name)
			if err != nil {
				t.Fatal(err)
			}
			if len(tests.Match) < 1 || len(tests.Miss) < 2 {
				t.Errorf("%d cases that match and %d that do not; want 1 and 2 or more", len(tests.Match), len(tests.Miss))
			}
			for _, c := range tests.Match {
				t.Run("match/"+c.Name, func(t *testing.T) {
					want := 1
					if c.Findings != nil {
						want = *c.Findings
					}
					if want < 1 {
						t.Fatalf("findings: %d; a case of none stands under miss", want)
					}
					c.check(t, id, want)
				})
			}
			for _, c := range tests.Miss {
				t.Run("miss/"+c.Name, func(t *testing.T) { c.check(t, id, 0) })
			}
		})
	}
}

// Every file of a test belongs to a rule.
func TestNoStrayFiles(t *testing.T) {
	names, err := fs.Glob(testFiles, "*/*")
	if err != nil {
		t.Fatal(err)
	}
	ruleFiles := map[string]bool{}
	for _, f := range rules.BuiltInFiles() {
		ruleFiles[f.Name] = true
	}
	for _, name := range names {
		rule := strings.TrimSuffix(strings.TrimSuffix(name, ".yml"), ".test") + ".yml"
		if path.Ext(name) != ".yml" || !ruleFiles[rule] {
			t.Errorf("%s belongs to no rule that is part of the program", name)
		}
	}
}
