package detect_test

import (
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// BenchmarkBaselines times each baseline on half a million events of 30 days,
// its shared view made before. It reports the milliseconds of a million.
func BenchmarkBaselines(b *testing.B) {
	w, err := simulate.New(simulate.Config{Seed: 1, Days: 30, Events: 500_000})
	if err != nil {
		b.Fatal(err)
	}
	build := table.NewBuilder()
	for f := range event.NumFields {
		build.Carries(f)
	}
	n := 0
	for row := range w.Rows() {
		if err := build.AddRow(0, int64(n), nil, row); err != nil {
			b.Fatal(err)
		}
		n++
	}
	log, _ := build.Log([]string{"bench.csv"})
	views := detect.NewViews(log)
	views.Outcomes(detect.Config{})
	for _, d := range detect.All() {
		if d.History == "" && d.ID != "session-new-ip-dissimilar-agent" {
			continue
		}
		b.Run(d.ID, func(b *testing.B) {
			in := &detect.Input{Log: log, Views: views, Parameters: detect.Config{}.Values(d)}
			for b.Loop() {
				d.Run(in)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)*1e6/float64(log.Len()), "ms/1M")
		})
	}
}
