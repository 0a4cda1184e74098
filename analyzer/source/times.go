package source

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// sniffTimes finds out from the first times of a file in which order its dates
// stand, and appends what an analyst should know about them to the warnings.
// comma is the delimiter of a CSV, 0 for JSON.
func sniffTimes(warnings, samples []string, comma byte) (event.Order, []string) {
	warn := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	var first, serial, unzoned string // examples of each
	var one event.Local
	dayFirst, monthFirst, seconds := 0, 0, false
	for _, text := range samples {
		if _, err := event.ParseTime(text); err == nil {
			if unzoned == "" && len(text) > 10 && (text[10] == ' ' || text[10] == 'T') && strings.IndexAny(text[10:], "Z+-UG") < 0 {
				unzoned = text
			}
			continue
		}
		l, ok := event.ReadLocal(text)
		switch {
		case !ok:
			continue
		case l.Serial:
			serial = cmp.Or(serial, text)
			continue
		case first == "":
			first, one = text, l
		}
		seconds = seconds || l.Seconds
		switch {
		case l.Known != event.NoOrder:
		case l.First > 12 && l.Second <= 12:
			dayFirst++
		case l.Second > 12 && l.First <= 12:
			monthFirst++
		}
	}
	order := event.NoOrder
	const again = "; download the log again from Okta if it matters"
	if first != "" {
		order = guessOrder(&one, comma)
		switch {
		case dayFirst > 0 && monthFirst > 0:
			if dayFirst != monthFirst {
				order = pick(dayFirst > monthFirst, event.DayFirst, event.MonthFirst)
			}
			warn("its first times have day and month in both orders (%q); they were taken for %s, and those that cannot be are rejected%s", event.Clip(first), order, again)
		case dayFirst > 0:
			order = event.DayFirst
		case monthFirst > 0:
			order = event.MonthFirst
		case one.Known == event.NoOrder && one.Separator != '.':
			warn("day and month of its times can be read either way (%q); they were taken for %s%s", event.Clip(first), order, again)
		}
		if !one.Zoned {
			warn("its times have no time zone (%q): a program has saved them anew; they were taken for UTC", event.Clip(first))
		}
		if !seconds {
			warn("its times have no seconds (%q): the order of events within a minute is lost, and speeds are rough", event.Clip(first))
		}
	}
	if serial != "" {
		if order == event.NoOrder {
			order = pick(comma == ',' || comma == 0, event.MonthFirst, event.DayFirst)
		}
		warn("its times are a spreadsheet's numbers of days (%q); they were taken for days since 1900, in UTC", event.Clip(serial))
	}
	if unzoned != "" && comma != 0 {
		warn("its times have no time zone (%q); they were taken for UTC", event.Clip(unzoned))
	}
	return order, warnings
}

// guessOrder returns the order that a date is most likely in. The United States
// put the month first; who writes dots, or semicolons between cells because the
// comma is his decimal point, puts the day first.
func guessOrder(l *event.Local, comma byte) event.Order {
	if l.Known != event.NoOrder {
		return event.MonthFirst
	}
	return pick(l.Separator == '.' || l.Separator == '-' || comma == ';' && !l.Twelve, event.DayFirst, event.MonthFirst)
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

// sampleJSONTimes returns the texts behind the first keys of times in JSON, also
// in JSON that is the text of JSON.
func sampleJSONTimes(text []byte) []string {
	var samples []string
	for _, key := range []string{`published`, `timestamp`} {
		for rest := text; len(samples) < 1000; {
			_, behind, found := bytes.Cut(rest, []byte(key))
			if !found {
				break
			}
			rest = behind
			value := bytes.TrimLeft(behind, "\\\"")
			if len(value) == len(behind) {
				continue
			}
			value = bytes.TrimLeft(value, " \t\r\n")
			if len(value) == 0 || value[0] != ':' {
				continue
			}
			value = bytes.TrimLeft(value[1:], " \t\r\n\\\"")
			if end := bytes.IndexAny(value, "\\\",}\n"); end >= 0 && end <= 40 {
				samples = append(samples, string(value[:end]))
			}
		}
	}
	return samples
}
