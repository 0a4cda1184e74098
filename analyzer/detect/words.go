package detect

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// longest is how many characters of a log's value a sentence quotes.
const longest = 80

// clean returns a value of the log as it can stand in a sentence: one line,
// nothing that a terminal or a page would act on, of bounded length.
func clean(s string) string {
	if len(s) <= longest && plainText(s) {
		return s // nearly all values
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > longest {
			b.WriteRune('…')
			break
		}
		if !unicode.IsPrint(r) { // controls, line breaks, marks that turn the direction
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plainText reports whether a text has printable characters of ASCII alone.
func plainText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// quote is clean with quotation marks.
func quote(s string) string { return "“" + clean(s) + "”" }

// number writes a number with separators of thousands: 66,845. Below ten it
// keeps one digit after the point.
func number(f float64) string {
	if math.Abs(f) < 9.95 && f != math.Trunc(f) {
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	s := strconv.FormatFloat(math.Abs(math.Round(f)), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if f < 0 {
		s = "-" + s
	}
	return s
}

// round returns f with the given number of digits after the point.
func round(f float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(f*p) / p
}

// count writes a number of things: "1 push", "3 pushes".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(float64(n)) + " " + many
}

// duration writes a length of time in the two units that matter.
func duration(ms int64) string {
	const second, minute, hour, day = 1000, 60_000, 3_600_000, 86_400_000
	two := func(a int64, unitA string, b int64, unitB string) string {
		if b == 0 {
			return fmt.Sprintf("%d %s", a, unitA)
		}
		return fmt.Sprintf("%d %s %d %s", a, unitA, b, unitB)
	}
	switch {
	case ms <= 0:
		return "no time"
	case ms < second:
		return "under a second"
	}
	switch ms = (ms + second/2) / second * second; {
	case ms < minute:
		return fmt.Sprintf("%d s", ms/second)
	case ms < hour:
		return two(ms/minute, "min", ms%minute/second, "s")
	case ms < day:
		return two(ms/hour, "h", ms%hour/minute, "min")
	}
	return two(ms/day, "d", ms%day/hour, "h")
}

// clock writes the time of day, UTC.
func clock(ms int64) string { return time.UnixMilli(ms).UTC().Format("15:04") }

// day writes the date, UTC.
func day(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02") }

func degrees(f float64, plus, minus string) string {
	if f < 0 {
		f, plus = -f, minus
	}
	return strconv.FormatFloat(f, 'f', 2, 64) + "°" + plus
}

// list writes names as "a, b and c"; of more than most it says how many others
// there are. total is how many there are in all, of which names are the first.
func list(names []string, total, most int) string {
	switch {
	case len(names) == 0:
		return ""
	case total == 1:
		return names[0]
	case total > most:
		return strings.Join(names[:most], ", ") + " and " + count(total-most, "other", "others")
	}
	return strings.Join(names[:total-1], ", ") + " and " + names[total-1]
}
