package analyzer_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/simulate"
)

// BenchmarkReportAgain changes one threshold of a detection over a million
// events that were analysed before, as an analyst does in the page: what it
// costs to detect again, and to write the report that comes of it.
func BenchmarkReportAgain(b *testing.B) {
	loaded := million(b)
	again := func(b *testing.B, n int) *report.Report {
		r, err := loaded.Report(analyzer.Config{Detect: detect.Config{
			Parameters: map[string]map[string]float64{"session-fast-travel": {"speed_kmh": float64(300 + n)}}}})
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	n := 0
	again(b, n)
	b.Run("detect", func(b *testing.B) {
		for b.Loop() {
			n = 1 - n
			again(b, n)
		}
		b.ReportMetric(float64(loaded.Log.Len()), "events")
	})
	b.Run("write", func(b *testing.B) {
		r := again(b, n)
		for b.Loop() {
			var size count
			if err := report.WriteJSON(&size, r); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(size))
		}
		b.ReportMetric(float64(len(r.Findings)), "findings")
	})
}

// count counts the bytes that are written to it.
type count int64

func (c *count) Write(p []byte) (int, error) {
	*c += count(len(p))
	return len(p), nil
}

var _ io.Writer = new(count)

// million loads a simulated log of a million events.
func million(b *testing.B) *analyzer.Loaded {
	world, err := simulate.New(simulate.Config{Seed: 1, Events: 1_000_000, Users: 2000, Days: 60})
	if err != nil {
		b.Fatal(err)
	}
	file, err := os.Create(filepath.Join(b.TempDir(), "log.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if _, err := world.WriteCSV(file); err != nil {
		b.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		b.Fatal(err)
	}
	loaded, err := analyzer.Load(b.Context(), []analyzer.Source{{Name: "log.csv", Size: info.Size(), Reader: file}}, analyzer.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return loaded
}
