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

// BenchmarkOwn runs 25 rules of an analyst's over a log in columns, from their
// text to their findings.
func BenchmarkOwn(b *testing.B) {
	loaded := simulated(b, 200_000)
	view := rules.NewView(loaded.Log, detect.NewViews(loaded.Log))
	var own []rules.File
	findings := 0
	for i, condition := range []string{
		"{eventType|startswith: policy., outcome.result: DENY}", "{displayMessage|contains: admin}", "{client.ipAddress|cidr: 192.0.2.0/28}",
		"{client.userAgent.rawUserAgent|re: 'python|curl|Go-http'}", "{target.AppInstance.displayName|endswith: flow, outcome.result: FAILURE}",
	} {
		for n := range 5 {
			own = append(own, rules.File{Name: fmt.Sprintf("own%d%d.yml", i, n), Text: fmt.Sprintf("title: Own\nname: own-%d-%d\nlogsource: {product: okta}\n"+
				"detection:\n  a: %s\n  b: {eventType|contains: '%c'}\n  condition: a and b\nlevel: low\n", i, n, condition, 'a'+n)})
		}
	}
	for b.Loop() {
		pack, errs := new(rules.Pack).With(own, nil)
		if len(errs) > 0 {
			b.Fatal(errs[0])
		}
		outcomes, _, err := pack.Run(context.Background(), view, detect.Config{}, rules.Options{})
		if err != nil {
			b.Fatal(err)
		}
		findings = 0
		for i := range outcomes {
			findings += len(outcomes[i].Findings)
		}
	}
	b.ReportMetric(float64(findings), "findings")
	b.ReportMetric(float64(loaded.Log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkParse is what the first report of a process waits for.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		rules.ParseBuiltIn()
	}
}

// simulated is a log of the API's JSON, which has all fields.
func simulated(b testing.TB, events int) *analyzer.Loaded {
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
