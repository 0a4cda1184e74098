package coverage

import (
	"math"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// MaxGaps is how many gaps are listed. The warning counts all of them.
const MaxGaps = 200

// Gap is a stretch without events that is unusual for its log.
type Gap struct {
	From  string  `json:"from"` // the last event before it
	To    string  `json:"to"`   // the first event after it
	Hours float64 `json:"hours"`
	// Expected is how many events the log's own rhythm has for the stretch; for
	// a sudden gap without a rhythm to compare with, what the hours around it
	// have.
	Expected int `json:"expected"`
	// BetweenFiles says that no file spans the stretch: one ends before it and
	// the next one begins after it.
	BetweenFiles bool `json:"between_files"`
}

// The rule for gaps. Nights and weekends are quiet in most organisations, so
// that the length of a silence says nothing by itself. A silence of an hour or
// more is a gap for one of two reasons:
//
// It breaks the rhythm. What the log has at the same hour of other weeks adds up
// to minExpected events for the stretch. A log of less than three weeks has too
// few weeks to compare; there, the other days count, and hours that may be of a
// weekend are not looked at. The usual figure of an hour is the lower median of
// up to neighbours hours on either side, so that a few busy ones do not make
// the others look empty; at least two are wanted. Events come in bursts, about
// five of a sign-in: 50 events are some ten acts of people, none of which
// happens by chance once in e^10, or 22,000, stretches. A quarter has 2,160
// hours.
//
// It is sudden. Both the hour before it and the hour after it have
// minAround events or more. People stop and start work one after the other;
// only a log stops at full speed. This is the rule that remains for logs of
// a day or two, which have no rhythm to compare with.
const (
	minSilence  = hour
	minExpected = 50
	neighbours  = 12
	minAround   = 100

	hoursADay  = 24
	hoursAWeek = 7 * hoursADay

	// maxHours is how long a log may be to be looked at by the hour, five
	// years: a log of a few wrong dates must not cost the memory of a thousand.
	maxHours = 5 * 366 * hoursADay
)

// findGaps returns the gaps in times, which ascend, in order.
func findGaps(times []int64, files []File) []Gap {
	first, last := times[0], times[len(times)-1]
	if (last-first)/hour >= maxHours {
		return nil
	}
	from := floor(first, hour)
	r := rhythm{from: from, counts: countBy(times, from, hour)}
	var gaps []Gap
	for i := 1; i < len(times); i++ {
		begin, end := times[i-1], times[i]
		if end-begin < minSilence {
			continue
		}
		expected := r.expected(begin, end)
		if expected < minExpected {
			before := i - lowerBound(times[:i], begin-hour)
			after := lowerBound(times[i:], end+hour)
			if min(before, after) < minAround {
				continue
			}
			expected = max(expected, float64(min(before, after))*float64(end-begin)/float64(hour))
		}
		gaps = append(gaps, Gap{
			From: event.FormatTime(begin), To: event.FormatTime(end), Hours: hours(end - begin),
			Expected: int(math.Round(expected)), BetweenFiles: between(files, begin, end),
		})
	}
	return gaps
}

// lowerBound returns the first index of a time that is not before ms.
func lowerBound(times []int64, ms int64) int {
	i, _ := slices.BinarySearch(times, ms)
	return i
}

// between reports whether every file ends before a stretch or begins after it,
// and some do either.
func between(files []File, begin, end int64) bool {
	before, after := false, false
	for _, f := range files {
		switch {
		case f.First == 0 && f.Last == 0:
		case f.Last <= begin:
			before = true
		case f.First >= end:
			after = true
		default:
			return false
		}
	}
	return before && after
}

// rhythm is what a log usually has at an hour.
type rhythm struct {
	from   int64 // where the first hour begins
	counts []int // of each hour
}

// expected returns how many events the log's other weeks, or days, have in a
// stretch.
func (r *rhythm) expected(begin, end int64) float64 {
	sum := 0.0
	low, high := (begin-r.from)/hour, (end-r.from)/hour
	for h := low; h <= high; h++ {
		start := r.from + h*hour
		part := min(end, start+hour) - max(begin, start)
		sum += float64(r.usual(int(h))) * float64(part) / float64(hour)
	}
	return sum
}

// usual returns what the log usually has at an hour; 0 where it cannot tell.
func (r *rhythm) usual(h int) int {
	period := hoursAWeek
	if len(r.counts) < 3*hoursAWeek {
		period = hoursADay
		if r.weekend(h) {
			return 0
		}
	}
	var counts []int
	look := func(step int) {
		for other, n := h+step, 0; other >= 0 && other < len(r.counts) && n < neighbours; other += step {
			if period == hoursAWeek || !r.weekend(other) {
				counts = append(counts, r.counts[other])
				n++
			}
		}
	}
	look(-period)
	look(period)
	if len(counts) < 2 {
		return 0
	}
	slices.Sort(counts)
	return counts[(len(counts)-1)/2]
}

// weekend reports whether an hour may be one of the weekend: it is Saturday or
// Sunday somewhere on earth from Friday 10:00 UTC (at UTC+14) to Monday 12:00
// UTC (at UTC-12).
func (r *rhythm) weekend(h int) bool {
	// 1970 began on a Thursday.
	at := (floor(r.from+int64(h)*hour, hour)/hour + 3*hoursADay) % hoursAWeek
	if at < 0 {
		at += hoursAWeek
	}
	return at < 12 || at >= 4*hoursADay+10
}
