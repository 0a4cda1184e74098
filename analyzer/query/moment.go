package query

import (
	"math"
	"strconv"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// moment is a comparison of an event's time: the operator and the stretch of
// time that its text stands for, from its first millisecond to the one after
// its last, UTC.
type moment struct {
	operator string // ":", ">=", ">", "<" or "<="
	from, to int64
}

// span returns the events' times that fit: from the first that does to the
// first that does not.
func (m moment) span() (from, to int64) {
	switch m.operator {
	case ">=":
		return m.from, math.MaxInt64
	case ">":
		return m.to, math.MaxInt64
	case "<":
		return math.MinInt64, m.from
	case "<=":
		return math.MinInt64, m.to
	}
	return m.from, m.to
}

// steps are the lengths of what a text can stand for, and how it is written.
var steps = []struct {
	ms     int64
	layout string
}{
	{1, "2006-01-02T15:04:05.000Z"},
	{1000, "2006-01-02T15:04:05Z"},
	{60_000, "2006-01-02T15:04Z"},
	{86_400_000, "2006-01-02"},
}

// readMoment reads a moment: a date, with or without a time of day, or one of
// the forms that Okta's logs have.
func readMoment(text string) (from, to int64, ok bool) {
	upper := strings.ToUpper(strings.TrimSpace(text))
	if len(upper) > 10 && upper[10] == ' ' {
		upper = upper[:10] + "T" + upper[11:]
	}
	for _, s := range steps[2:] {
		layouts := []string{s.layout}
		if local, zoned := strings.CutSuffix(s.layout, "Z"); zoned {
			layouts = []string{local, local + "Z07:00"}
		}
		for _, layout := range layouts {
			if t, err := time.Parse(layout, upper); err == nil && inRange(t.UnixMilli()) {
				return t.UnixMilli(), t.UnixMilli() + s.ms, true
			}
		}
	}
	ms, err := event.ParseTime(upper)
	if err != nil || !inRange(ms) {
		return 0, 0, false
	}
	if strings.ContainsAny(upper, ".,") || !strings.Contains(upper, ":") || ms%1000 != 0 {
		return ms, ms + 1, true
	}
	return ms, ms + 1000, true
}

// inRange reports whether a time is one that an event can have: from 1970 to
// the last year of four digits.
func inRange(ms int64) bool { return ms >= 0 && ms < 253_402_300_800_000 }

// write returns the moment's text; [readMoment] reads it as the same stretch.
func (m moment) write() string {
	for _, s := range steps {
		if m.to-m.from == s.ms {
			return time.UnixMilli(m.from).UTC().Format(s.layout)
		}
	}
	return event.FormatTime(m.from)
}

// units are those of a span, from the longest.
var units = []struct {
	name string
	ms   int64
}{{"d", 86_400_000}, {"h", 3_600_000}, {"m", 60_000}, {"s", 1000}, {"ms", 1}}

// The span around an event where the term says none, and the longest.
const (
	usualSpan = 10 * 60_000
	mostSpan  = 366 * 86_400_000
)

// readSpan reads "10m" as milliseconds.
func readSpan(text string) (ms int64, ok bool) {
	digits := strings.TrimRight(text, "dhmsDHMS")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || digits[0] == '+' {
		return 0, false
	}
	for _, u := range units {
		if strings.EqualFold(text[len(digits):], u.name) {
			return n * u.ms, n <= mostSpan/u.ms
		}
	}
	return 0, false
}

// writeSpan writes milliseconds in the longest unit that holds them.
func writeSpan(ms int64) string {
	for _, u := range units {
		if ms%u.ms == 0 {
			return strconv.FormatInt(ms/u.ms, 10) + u.name
		}
	}
	return "" // never: every number is of milliseconds
}
