package sigma_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/sigma"
	"okta-session-analyzer/analyzer/table"
)

// start is the time of the first event of a test.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

// record returns the JSON of the nth event of a test. Keys with dots are paths;
// at is the time since start, or a whole time; repeat and every are not for
// this function.
func record(t testing.TB, fields map[string]any, n int, at time.Time) string {
	t.Helper()
	root := map[string]any{
		"uuid": uuid(n), "published": at.UTC().Format("2006-01-02T15:04:05.000Z"),
		"eventType": "test.event", "version": "0", "severity": "INFO", "actor": map[string]any{}, "client": map[string]any{},
		"outcome": map[string]any{}, "transaction": map[string]any{}, "debugContext": map[string]any{}, "target": nil,
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if key == "at" || key == "repeat" || key == "every" {
			continue
		}
		to, path := root, strings.Split(key, ".")
		for _, part := range path[:len(path)-1] {
			next, ok := to[part].(map[string]any)
			if !ok {
				next = map[string]any{}
				to[part] = next
			}
			to = next
		}
		value := fields[key]
		if old, ok := to[path[len(path)-1]].(map[string]any); ok {
			if more, ok := value.(map[string]any); ok {
				maps.Copy(old, more)
				continue
			}
		}
		to[path[len(path)-1]] = value
	}
	text, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// uuid returns the uuid of the nth event of a test.
func uuid(n int) string { return fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", n+1) }

// records returns the JSON of events in the form of the test data, a line each.
func records(t testing.TB, events []map[string]any) string {
	t.Helper()
	var b strings.Builder
	at, n := start.Add(-time.Minute), 0
	for _, fields := range events {
		at = at.Add(time.Minute)
		if text, ok := fields["at"].(string); ok {
			if d, err := time.ParseDuration(text); err == nil {
				at = start.Add(d)
			} else if at, err = time.Parse(time.RFC3339, text); err != nil {
				t.Fatal(err)
			}
		}
		times, every := 1, 30*time.Second
		if k, ok := fields["repeat"].(int); ok {
			times = k
		}
		if text, ok := fields["every"].(string); ok {
			d, err := time.ParseDuration(text)
			if err != nil {
				t.Fatal(err)
			}
			every = d
		}
		for i := range times {
			if i > 0 {
				at = at.Add(every)
			}
			b.WriteString(record(t, fields, n, at) + "\n")
			n++
		}
	}
	return b.String()
}

// logOf returns the log of a text.
func logOf(t testing.TB, text string) *table.Log {
	t.Helper()
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "test.json", Size: int64(len(text)), Reader: bytes.NewReader([]byte(text))}},
		analyzer.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if s := loaded.Summary(); s.Files[0].Rejected > 0 {
		t.Fatalf("rejected: %v", s.Files[0].Rejects)
	}
	return loaded.Log
}

// compile makes a set of rules that have no fault.
func compile(t testing.TB, text string, o sigma.Options) *sigma.Set {
	t.Helper()
	rules, errs := sigma.Parse("test.yml", []byte(text))
	if len(errs) > 0 {
		t.Fatalf("%v\n%s", errs, text)
	}
	set, errs := sigma.Compile(rules, o)
	if len(errs) > 0 {
		t.Fatalf("%v\n%s", errs, text)
	}
	return set
}

// run returns the matches of a set.
func run(t testing.TB, set *sigma.Set, log *table.Log) []sigma.Match {
	t.Helper()
	matches, err := set.Run(context.Background(), sigma.NewView(log), nil)
	if err != nil {
		t.Fatal(err)
	}
	return matches
}

// indent puts blanks before every line.
func indent(text string, n int) string {
	return strings.Repeat(" ", n) + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+strings.Repeat(" ", n)) + "\n"
}

// ruleOf returns a rule with a detection.
func ruleOf(name, detection string) string {
	return "title: " + name + "\nname: " + name + "\nlogsource: {product: okta, service: okta}\ndetection:\n" + indent(detection, 2)
}

// readYAML reads test data.
func readYAML(t testing.TB, text []byte, to any) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(to); err != nil {
		t.Fatal(err)
	}
}
