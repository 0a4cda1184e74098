package detect

import (
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// BenchmarkSequences measures each sequence on 300,000 events of a company
// with one attack of every kind, the views being there.
func BenchmarkSequences(b *testing.B) {
	w, err := simulate.New(simulate.Config{Seed: 1, Events: 300_000})
	if err != nil {
		b.Fatal(err)
	}
	builder := table.NewBuilder()
	for f := range event.NumFields {
		builder.Carries(f)
	}
	n := int64(0)
	for row := range w.Rows() {
		if err := builder.AddRow(0, n, nil, row); err != nil {
			b.Fatal(err)
		}
		n++
	}
	log, _ := builder.Log([]string{"bench"})
	views := NewViews(log)
	for _, d := range []*Detection{contextInterleave, usedAfterEnd, sessionTwoActors, revivedSession, resetPair, resetTakeover,
		attackThenSuccess, deniedThenChanged, rogueIDP, operatorOverlap} {
		b.Run(d.ID, func(b *testing.B) {
			for b.Loop() {
				d.Run(&Input{Log: log, Views: views, Parameters: Config{}.Values(d)})
			}
			b.ReportMetric(float64(log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
