package rules_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/simulate"
)

// BenchmarkBuiltIn runs all built-in rules over a log in columns that was
// looked at before, as a change of a threshold does.
func BenchmarkBuiltIn(b *testing.B) {
	for _, events := range []int{200_000, 1_000_000} {
		b.Run(fmt.Sprintf("%dk", events/1000), func(b *testing.B) {
			pack, errs := rules.BuiltIn()
			if len(errs) > 0 {
				b.Fatal(errs[0])
			}
			loaded := simulated(b, events)
			view := rules.NewView(loaded.Log, detect.NewViews(loaded.Log))
			findings := 0
			run := func() {
				outcomes, _, err := pack.Run(context.Background(), view, detect.Config{}, rules.Options{})
				if err != nil {
					b.Fatal(err)
				}
				findings = 0
				for i := range outcomes {
					findings += len(outcomes[i].Findings)
				}
			}
			run()
			for b.Loop() {
				run()
			}
			b.ReportMetric(float64(loaded.Log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(len(pack.Rules())), "rules")
			b.ReportMetric(float64(findings), "findings")
		})
	}
}

// BenchmarkParse is what the first report of a process waits for.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		rules.ParseBuiltIn()
	}
}

// simulated is a log of the API's JSON, which has all fields.
func simulated(b *testing.B, events int) *analyzer.Loaded {
	b.Helper()
	w, err := simulate.New(simulate.Config{Seed: 1, Events: events})
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := w.WriteNDJSON(&text); err != nil {
		b.Fatal(err)
	}
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log.ndjson", Size: int64(text.Len()),
		Reader: bytes.NewReader(text.Bytes())}}, analyzer.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return loaded
}
