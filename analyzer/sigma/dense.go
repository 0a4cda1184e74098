package sigma

import "okta-session-analyzer/analyzer/table"

// What follows finds out, in less than sliding takes, where no window can pass.

// readTimes reads the times of the occurrences from one place to another.
func (w *windows) readTimes(from, to int) {
	n := to - from
	if cap(w.times) < n {
		w.times = make([]int64, n+n/4)
	}
	w.times = w.times[:n]
	all, rows := w.view.log.Times(), w.rows[from:to]
	for at := 0; at < n; at += table.BlockRows {
		readBlock(w.times[at:], all, rows[at:min(at+table.BlockRows, n)])
	}
}

//go:noinline
func readBlock(times, all []int64, rows []uint32) {
	for i, row := range rows {
		times[i] = all[row]
	}
}

// dense returns the first occurrence from one on in whose window there are as
// many as it takes, or -1.
func (w *windows) dense(at int) int {
	for at = max(at, w.fewest-1); at < len(w.times); at += table.BlockRows {
		end := min(at+table.BlockRows, len(w.times))
		if i := denseBlock(w.times[at-w.fewest+1:end], w.fewest-1, w.c.window); i >= 0 {
			return at + i
		}
	}
	return -1
}

// denseBlock returns the first of times that is at most a window after the one
// that many before it, counted from the first that has one; or -1.
//
//go:noinline
func denseBlock(times []int64, before int, window int64) int {
	for i, t := range times[before:] {
		if t-times[i] <= window {
			return i
		}
	}
	return -1
}

// lacksValues reports whether occurrences have fewer values in the counted
// column than it takes; where these are more than sixteen it looks for sixteen.
func (w *windows) lacksValues(from, to int) bool {
	need := min(w.values, 16)
	if need < 1 {
		return false
	}
	var seen [16]uint32
	n := 0
	see := func(value uint32) {
		for _, known := range seen[:n] {
			if known == value {
				return
			}
		}
		if n < need {
			seen[n] = value
			n++
		}
	}
	c := w.counted[0].one
	if c == nil {
		for i := from; i < to && n < need; i++ {
			w.counted[0].each(w.at(i), func(value uint32, _ string) { see(value) })
		}
		return n < need
	}
	singles, numbers := c.singles(), c.domain.rows
	before, last := ^uint32(0), uint32(noText) // nearly all have the value of the one before
	for _, row := range w.rows[from:to] {
		number := numbers[row]
		if number == before {
			continue
		}
		before = number
		value := singles[number]
		if value == last || value == noText {
			continue
		}
		if last = value; value != several {
			see(value)
		} else {
			last = noText
			for _, code := range c.codes(number) {
				if value := c.folded[code]; value != noText {
					see(value)
				}
			}
		}
		if n >= need {
			return false
		}
	}
	return true
}
