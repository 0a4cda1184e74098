package coverage

import "okta-session-analyzer/analyzer/event"

// maxBars is the most bars of a histogram: those of the 90 days that Okta
// keeps, by the hour, and some.
const maxBars = 2400

// Histogram counts events by time.
type Histogram struct {
	// From is where the first bar begins, a whole hour; of bars of a day and
	// more, midnight.
	From string `json:"from"`
	// Step is how many hours a bar stands for: 1 in a log of up to a hundred
	// days.
	Step int `json:"step_hours"`
	// Events are the counts of the bars, to that of the last event.
	Events []int `json:"events"`
	// Before and After count the events whose dates lie apart from all others;
	// they are in no bar. See the warnings about dates.
	Before int `json:"before"`
	After  int `json:"after"`
}

// steps are the lengths of bars in hours that divide a day, and then a day, two
// days, a week and about a month.
var steps = []int64{1, 2, 3, 4, 6, 8, 12, 24, 48, 168, 720}

// histogram counts times, which ascend, with the shortest bars that are not too
// many.
func histogram(times []int64) Histogram {
	first, last := times[0], times[len(times)-1]
	step := steps[0]
	for i := 1; (floor(last, hour*step)-floor(first, hour*step))/(hour*step) >= maxBars; i++ {
		if i < len(steps) {
			step = steps[i]
		} else {
			step *= 2
		}
	}
	from := floor(first, hour*step)
	return Histogram{From: event.FormatTime(from), Step: int(step), Events: countBy(times, from, hour*step)}
}

// countBy counts times, which ascend, in stretches of step milliseconds.
func countBy(times []int64, from, step int64) []int {
	counts := make([]int, (times[len(times)-1]-from)/step+1)
	for _, t := range times {
		counts[(t-from)/step]++
	}
	return counts
}

// floor returns the last multiple of step that is not after ms, which can lie
// before 1970.
func floor(ms, step int64) int64 {
	r := ms % step
	if r < 0 {
		r += step
	}
	return ms - r
}
