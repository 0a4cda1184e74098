package detect

import (
	"math/rand/v2"
	"testing"
)

// TestNumbers compares with a map, over many rounds and while the table grows.
func TestNumbers(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var n numbers
	for round := range 200 {
		n.reset()
		want := map[uint64]int{}
		for range rng.IntN(2000) {
			key := uint64(rng.IntN(1+round))<<32 | uint64(rng.IntN(300))
			number, known := want[key]
			if !known {
				number = len(want)
				want[key] = number
			}
			if got := n.number(key); got != number {
				t.Fatalf("round %d: key %x has number %d, want %d of %d", round, key, got, number, len(want))
			}
		}
	}
}

// BenchmarkNumbers is of people with 300 events of 30 kinds, as in a month.
func BenchmarkNumbers(b *testing.B) {
	var keys [300]uint64
	for i := range keys {
		keys[i] = uint64(i%6)<<32 | uint64(i%5)
	}
	b.Run("numbers", func(b *testing.B) {
		var n numbers
		for b.Loop() {
			n.reset()
			for _, k := range keys {
				n.number(k)
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*len(keys)), "ns/key")
	})
	b.Run("map", func(b *testing.B) {
		m := map[uint64]int{}
		for b.Loop() {
			clear(m)
			for _, k := range keys {
				if _, known := m[k]; !known {
					m[k] = len(m)
				}
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*len(keys)), "ns/key")
	})
}
