package simulate

import (
	"encoding/csv"
	"io"
	"testing"

	"github.com/jszwec/csvutil"
)

func benchmarkWorld(b *testing.B) *World {
	b.Helper()
	w, err := New(Config{Seed: 1, Events: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// BenchmarkEvents is the cost of making the events alone.
func BenchmarkEvents(b *testing.B) {
	w := benchmarkWorld(b)
	n := 0
	for b.Loop() {
		for range w.Events() {
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/event")
}

// BenchmarkAllHabits is the same of a world with all habits.
func BenchmarkAllHabits(b *testing.B) {
	w, err := New(Config{Seed: 1, Events: 100_000, Habits: AllHabits})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		for range w.Events() {
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/event")
}

func BenchmarkWriteCSV(b *testing.B)    { benchmarkWrite(b, (*World).WriteCSV) }
func BenchmarkWriteNDJSON(b *testing.B) { benchmarkWrite(b, (*World).WriteNDJSON) }

func benchmarkWrite(b *testing.B, write func(*World, io.Writer) (int, error)) {
	w := benchmarkWorld(b)
	var size counter
	n := 0
	for b.Loop() {
		size = 0
		events, err := write(w, &size)
		if err != nil {
			b.Fatal(err)
		}
		n += events
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/event")
}

// BenchmarkWriteCSVReflection is the same file by csvutil and encoding/csv.
func BenchmarkWriteCSVReflection(b *testing.B) {
	benchmarkWrite(b, func(w *World, out io.Writer) (int, error) {
		cw := csv.NewWriter(out)
		encoder, n := csvutil.NewEncoder(cw), 0
		for row := range w.Rows() {
			if err := encoder.Encode(row); err != nil {
				return n, err
			}
			n++
		}
		cw.Flush()
		return n, cw.Error()
	})
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
