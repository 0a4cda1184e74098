package sigma_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"okta-session-analyzer/analyzer/sigma"
	"okta-session-analyzer/analyzer/table"
)

// fuzzLog is a small log that fuzzed rules run over.
var fuzzLog = sync.OnceValue(func() *table.Log {
	t := new(testing.T)
	return logOf(t, records(t, []map[string]any{
		{"eventType": "user.session.start", "outcome.result": "FAILURE", "actor": map[string]any{"id": "00u1", "type": "User", "alternateId": "jane@example.com"},
			"client.ipAddress": "192.0.2.1", "target": []any{map[string]any{"type": "AppInstance", "id": "0oa1", "displayName": "Okta Admin Console"}}},
		{"eventType": "user.session.start", "outcome.result": "SUCCESS", "debugContext.debugData.behaviors": "{New Device=POSITIVE, New IP=NEGATIVE}"},
		{"eventType": "user.session.end"},
	}))
})

// checkRules compiles rules and runs them: no panic, and what comes out is in
// order.
func checkRules(t *testing.T, rules []*sigma.Rule, errs []*sigma.Error, lines int) {
	for _, e := range errs {
		if e.Line < 0 || e.Line > lines+1 || e.Message == "" || strings.ContainsAny(e.Error(), "\x00\x1b") {
			t.Fatalf("error %+v in %d lines", e, lines)
		}
	}
	set, more := sigma.Compile(rules, sigma.Options{Lists: map[string][]string{"x": {"a", "192.0.2.0/24"}}})
	for _, e := range more {
		if e.Line < 1 || e.Line > lines+1 || e.Message == "" {
			t.Fatalf("error %+v in %d lines", e, lines)
		}
	}
	log := fuzzLog()
	matches, err := set.Run(context.Background(), sigma.NewView(log), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range matches {
		if len(m.Rows) == 0 || !slices.IsSorted(m.Rows) || m.Rows[0] < 0 || int(m.Rows[len(m.Rows)-1]) >= log.Len() || m.First > m.Last {
			t.Fatalf("match %+v", m)
		}
	}
	for _, c := range set.Rules() {
		c.Missing(log.Carries)
		c.Fields()
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range faultCases() {
		if len(c.text) < 2000 {
			f.Add(c.text)
		}
	}
	files, _ := filepath.Glob("testdata/matrix/*.yml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var cases []matrixCase
		readYAML(f, text, &cases)
		for _, c := range cases {
			if c.Rules != "" {
				f.Add(c.Rules)
			} else if c.Detection != "" {
				f.Add(ruleOf("t", c.Detection))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 64<<10 {
			t.Skip()
		}
		rules, errs := sigma.Parse("fuzz.yml", []byte(text))
		lines := 1 // YAML has more line breaks than text files
		for _, br := range []string{"\n", "\r", "\u0085", "\u2028", "\u2029"} {
			lines += strings.Count(text, br)
		}
		checkRules(t, rules, errs, lines)
	})
}

func FuzzParseFilter(f *testing.F) {
	text, err := os.ReadFile("testdata/matrix/expressions.yml")
	if err != nil {
		f.Fatal(err)
	}
	var cases []matrixCase
	readYAML(f, text, &cases)
	for _, c := range cases {
		f.Add(c.Expression)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := sigma.ParseFilter(text)
		lines := strings.Count(text, "\n") + 1
		if err != nil {
			var e *sigma.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			checkRules(t, nil, []*sigma.Error{e}, lines)
			return
		}
		checkRules(t, []*sigma.Rule{rule}, nil, lines)
		// The oracle: the negation holds for exactly the other events.
		not, err := sigma.ParseFilter("not (" + text + "\n)")
		var e *sigma.Error
		if errors.As(err, &e) && e.Kind == sigma.Limit {
			return
		}
		if err != nil {
			t.Fatalf("%q is an expression and its negation is not: %v", text, err)
		}
		if a, b := rowsOf(t, rule), rowsOf(t, not); len(a)+len(b) != fuzzLog().Len() || slices.ContainsFunc(a, func(row int32) bool { return slices.Contains(b, row) }) {
			t.Fatalf("%q holds for %v, its negation for %v", text, a, b)
		}
	})
}

func rowsOf(t *testing.T, rule *sigma.Rule) []int32 {
	set, errs := sigma.Compile([]*sigma.Rule{rule}, sigma.Options{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if m := run(t, set, fuzzLog()); len(m) > 0 {
		return m[0].Rows
	}
	return nil
}
