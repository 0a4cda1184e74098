package detect

import (
	"math"
	"slices"
)

// usual is what is known of a number that comes up again and again.
type usual struct {
	n           int
	mean, sd    float64 // standard deviation of the whole, not of a sample
	median, mad float64 // mad is the median distance from the median
	most        float64
}

// recent bounds the values that a baseline is made of, the last ones: an
// actor's habits change, and no log costs more than in proportion to its size.
const recent = 256

// usualOf returns what is usual among values, the last of which count.
func usualOf(values []float64) usual {
	values = values[max(0, len(values)-recent):]
	u := usual{n: len(values)}
	if u.n == 0 {
		return u
	}
	sum, squares := 0.0, 0.0
	for _, x := range values {
		sum += x
		squares += x * x
	}
	u.mean = sum / float64(u.n)
	u.sd = math.Sqrt(max(0, squares/float64(u.n)-u.mean*u.mean))
	sorted := slices.Sorted(slices.Values(values))
	u.most, u.median = sorted[u.n-1], middle(sorted)
	for i, x := range sorted {
		sorted[i] = math.Abs(x - u.median)
	}
	slices.Sort(sorted)
	u.mad = middle(sorted)
	return u
}

func middle(sorted []float64) float64 {
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// limit returns the number above which a value is unusual: that many median
// distances above the median, but at least the floor and the highest there
// was. Values that hardly vary get a tenth of the median as their distance.
func (u usual) limit(distances, floor float64) float64 {
	if u.n == 0 {
		return floor
	}
	return max(floor, u.most, u.median+distances*max(u.mad, 1, u.median/10))
}

// above returns how many standard deviations a value lies above the mean, 0
// for one that does not; deviations under one count as one.
func (u usual) above(x float64) float64 { return max(0, (x-u.mean)/max(u.sd, 1)) }

// spans returns the numbers of events in the spans of time that have any,
// counted from 1970, up to and without the one in which until lies.
func spans(times []int64, length, until int64) []float64 {
	var counts []float64
	last := int64(math.MinInt64)
	for _, t := range times {
		span := t / length
		if span >= until/length {
			break
		}
		if span != last {
			counts = append(counts, 0)
		}
		counts[len(counts)-1]++
		last = span
	}
	return counts
}

// peak returns the span of times in whose window most lie, the first of equal
// ones.
func peak(times []int64, window int64) span {
	best := span{0, -1}
	from := 0
	for to, t := range times {
		for times[from] < t-window {
			from++
		}
		if to-from > best.to-best.from {
			best = span{from, to}
		}
	}
	return best
}
