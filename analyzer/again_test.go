package analyzer_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/rules"
)

// TestReportAgain runs one configuration after the other over one log, which
// remembers what detections found, and compares each report with that of a log
// that remembers nothing.
func TestReportAgain(t *testing.T) {
	parameters := func(id, name string, value float64) analyzer.Config {
		return analyzer.Config{Detect: detect.Config{Parameters: map[string]map[string]float64{id: {name: value}}}}
	}
	zoned := analyzer.Config{}
	zoned.Hours.Zone = time.FixedZone("far", 11*3600)
	own := analyzer.Config{Rules: []rules.File{{Name: "own.yml", Text: `
title: Anything at all
id: 3e3f8ff5-2a0a-4a1e-a7a5-7b6d0a8e9f10
logsource: {product: okta}
detection:
  any: {eventType: user.session.start}
  condition: any
level: low
`}}}
	filtered := own
	filtered.Rules = append(filtered.Rules[:1:1], rules.File{Name: "filter.yml", Text: `
title: Nobody
id: 5f6d0b52-0f2f-4f80-9b2c-1f1a5f6d0b52
logsource: {product: okta}
filter:
  rules: any
  everybody: {eventType: '*'}
  condition: not everybody
`})
	steps := []struct {
		name string
		c    analyzer.Config
	}{
		{"defaults", analyzer.Config{}},
		{"a threshold in code", parameters("session-fast-travel", "speed_kmh", 300)},
		{"fewer stages of a takeover", parameters("takeover-kill-chain", "stages", 2)},
		{"a shorter takeover", parameters("takeover-kill-chain", "window_hours", 0.2)},
		{"a threshold of a rule", parameters("logins-multiple-cities", "minimum", 3)},
		{"severities", analyzer.Config{Detect: detect.Config{Severities: map[string]detect.Severity{"admin-console-accessed": detect.Critical}}}},
		{"disabled", analyzer.Config{Detect: detect.Config{Disabled: []string{"admin-console-accessed"}}}},
		{"an own rule", own},
		{"a filter on all rules", filtered},
		{"another zone", zoned},
		{"defaults again", analyzer.Config{}},
	}
	text, err := os.ReadFile("../testdata/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	fresh := func() *analyzer.Loaded { return loadTexts(t, string(text)) }
	jsonOf := func(r *report.Report) []byte {
		var b bytes.Buffer
		if err := report.WriteJSON(&b, r); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	loaded := fresh()
	different := map[string]bool{}
	for _, step := range steps {
		got, err := loaded.Report(step.c)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		want, err := fresh().Report(step.c)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		text := jsonOf(got)
		if !bytes.Equal(text, jsonOf(want)) {
			t.Errorf("%s: the report of a log that was analysed before is another one", step.name)
		}
		different[string(text)] = true
	}
	// Or the steps would show nothing.
	if len(different) < len(steps)-2 {
		t.Errorf("%d steps came to %d reports", len(steps), len(different))
	}
}
