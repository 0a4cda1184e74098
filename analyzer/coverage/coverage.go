// Package coverage says how much of an organisation's time and of its events a
// log can speak for.
//
// An analyst who sees no finding wants to know whether there was something to
// find in: whether hours are missing, whether the export was cut off or
// filtered, whether dates can be trusted. None of that is written in a log. The
// package therefore compares a log with itself and with what is known of Okta's
// exports, and words what it sees as warnings, never as findings.
//
// It reads no clock, so that a log gives the same answer on every day. All
// times are UTC.
package coverage

import (
	"cmp"
	"math"
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const (
	hour = int64(3_600_000) // in milliseconds
	day  = 24 * hour

	// retention is how long Okta keeps the System Log; its API's reference says
	// that older data is not returned.
	retention = 90 * day
)

// Coverage is what a log covers.
type Coverage struct {
	Span Span `json:"span"`
	// Hours counts the events of each hour, or of several hours where the log
	// is long.
	Hours Histogram `json:"hours"`
	// Gaps are the stretches without events that are unusual for this log, in
	// order of time; of more than [MaxGaps] the ones with the most events
	// missing.
	Gaps     []Gap     `json:"gaps"`
	Warnings []Warning `json:"warnings"`
}

// Span is the time from the first event to the last one. Events whose dates lie
// apart from all others (see [Histogram.Before]) are not part of it.
type Span struct {
	First string  `json:"first"` // 2026-06-24T14:06:47.699Z; "" without events
	Last  string  `json:"last"`
	Hours float64 `json:"hours"` // to two decimals
}

// Warning is a reason to trust the log less than it seems.
type Warning struct {
	Code string `json:"code"` // see the constants
	Text string `json:"text"` // a sentence; it can hold text of the log
}

// The codes of warnings.
const (
	GapsFound      = "gaps"              // stretches without events
	RoundCount     = "round_count"       // a file has as many records as a limit would leave
	RetentionEdge  = "retention_edge"    // a file reaches back as far as Okta keeps
	TargetsFull    = "targets_full"      // events that fill the four targets of the CSV
	IncompleteFile = "incomplete_file"   // a file was not read to its end
	OneEventType   = "one_event_type"    // of a filtered export: all events have one type
	OneFamily      = "one_event_family"  // the types of all events begin with one word
	OneActor       = "one_actor"         // all events have one actor
	OneAddress     = "one_address"       // all events come from one address
	OneSession     = "one_session"       // all events are of one session
	OneOutcome     = "one_outcome"       // all events have one outcome
	NoSignIns      = "no_sign_ins"       // no event of a sign-in
	DatesAhead     = "dates_ahead"       // dates long after those of all others
	DatesBehind    = "dates_behind"      // dates long before those of all others
	DatesUnlikely  = "dates_before_okta" // dates of a time without Okta
)

// File is what is known of a file of the log.
type File struct {
	Name    string
	CSV     bool  // the form that has room for four targets
	Records int   // that it holds, rejected ones included
	First   int64 // milliseconds UTC, of its events; both 0 where it has none
	Last    int64
	// Incomplete says that it was not read to its end.
	Incomplete bool
}

// Of returns what a log of at least one event covers. The files are those that
// [table.Log.Source] numbers. The answer does not depend on their order, apart
// from the names in it.
func Of(log *table.Log, files []File) Coverage {
	c := Coverage{Gaps: []Gap{}, Warnings: []Warning{}}
	times := log.Times()
	if len(times) == 0 {
		c.Hours.Events = []int{}
		return c
	}
	first, last := mainStretch(times)
	body := times[first:last]
	from, to := body[0], body[len(body)-1]
	c.Span = Span{event.FormatTime(from), event.FormatTime(to), hours(to - from)}
	c.Hours = histogram(body)
	c.Hours.Before, c.Hours.After = first, len(times)-last
	gaps := findGaps(body, files)
	missing := len(gaps)

	w := warner{log: log, files: slices.Clone(files)}
	slices.SortStableFunc(w.files, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Records, b.Records), cmp.Compare(a.Name, b.Name))
	})
	w.incomplete()
	w.gaps(gaps)
	w.truncation(files)
	w.filters()
	w.dates(first, last)
	if missing > MaxGaps {
		slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Compare(b.Expected, a.Expected) })
		gaps = gaps[:MaxGaps]
		slices.SortFunc(gaps, func(a, b Gap) int { return cmp.Compare(a.From, b.From) })
	}
	c.Gaps = append(c.Gaps, gaps...)
	c.Warnings = append(c.Warnings, w.list...)
	return c
}

// hours returns milliseconds as hours, to two decimals.
func hours(ms int64) float64 { return math.Round(float64(ms)/float64(hour)*100) / 100 }

// mainStretch returns the rows of a log without those at its ends whose dates
// lie apart: more than the time that Okta keeps events away from the others,
// and not more than one in twenty of all. An export is made at one moment and
// reaches back no further than the retention, so that such dates are wrong or
// of another export; in the histogram they would push everything else into one
// bar.
func mainStretch(times []int64) (first, last int) {
	most := len(times) / 20
	first, last = 0, len(times)
	for i := 1; i <= most; i++ {
		if times[i]-times[i-1] > retention {
			first = i
		}
	}
	for i := len(times) - 1; i >= len(times)-most && i > first; i-- {
		if times[i]-times[i-1] > retention {
			last = i
		}
	}
	return first, last
}
