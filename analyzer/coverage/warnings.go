package coverage

import (
	"fmt"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// warner words the warnings about a log.
type warner struct {
	log   *table.Log
	files []File // in an order of their own
	list  []Warning
}

func (w *warner) warn(code, format string, args ...any) {
	w.list = append(w.list, Warning{Code: code, Text: fmt.Sprintf(format, args...)})
}

// incomplete warns of files of which a part is missing from the log.
func (w *warner) incomplete() {
	for _, f := range w.files {
		if f.Incomplete {
			w.warn(IncompleteFile, "%s was not read to its end: what stands behind the place where reading stopped is in no finding.", event.Clip(f.Name))
		}
	}
}

func (w *warner) gaps(gaps []Gap) {
	if len(gaps) == 0 {
		return
	}
	longest := gaps[0]
	between := 0
	for _, g := range gaps {
		if g.Hours > longest.Hours {
			longest = g
		}
		if g.BetweenFiles {
			between++
		}
	}
	text := plural(len(gaps), "stretch without events is", "stretches without events are") + " unusual for this log"
	if len(gaps) > 1 {
		text += "; the longest"
	} else {
		text += "; it"
	}
	text += " takes " + duration(longest.Hours) + " from " + minute(longest.From) + " to " + minute(longest.To) +
		" UTC, for which about " + plural(longest.Expected, "event", "events") + " would be usual"
	if between > 0 {
		text += "; " + plural(between, "one lies", "of them lie") + " between the end of one file and the beginning of the next"
	}
	w.warn(GapsFound, "%s.", text)
}

// filters warns of logs that look as if they were exported with a search. Such
// an export cannot show that something did not happen.
func (w *warner) filters() {
	n := w.log.Len()
	const so = "an export with a search shows nothing of the rest, so that no finding means little."
	if n < minFiltered {
		return
	}
	types := w.types()
	if len(types) == 1 && types[0] != "" {
		w.warn(OneEventType, "All %s are of the type %s: "+so, plural(n, "event", "events"), event.Clip(types[0]))
	} else if family, ok := oneFamily(types); ok && n >= minFamily {
		w.warn(OneFamily, "The types of all %s begin with “%s.”: "+so, plural(n, "event", "events"), event.Clip(family))
	}
	for _, one := range []struct {
		code  string
		field event.Field
		name  event.Field // what people call it by
		least int
		text  string
	}{
		{OneActor, event.ActorID, event.ActorAlternateID, minFiltered, "All %s are of the actor %s: "},
		{OneAddress, event.ClientIP, event.ClientIP, minFamily, "All %s come from the address %s: "},
		{OneSession, event.ExternalSessionID, event.ExternalSessionID, minFiltered, "All %s are of the session %s: "},
		{OneOutcome, event.OutcomeResult, event.OutcomeResult, minFamily, "All %s have the outcome %s: "},
	} {
		if n < one.least || !w.single(one.field) {
			continue
		}
		name := w.log.Column(one.name).At(0)
		if event.Blank(name) {
			name = w.log.Column(one.field).At(0)
		}
		w.warn(one.code, one.text+so, plural(n, "event", "events"), event.Clip(name))
	}
	if n >= minFamily && w.log.Carries(event.Type) && len(types) > 1 && !signsIn(types) {
		w.warn(NoSignIns, "None of %s is of a sign-in, which every organisation has: "+so, plural(n, "event", "events"))
	}
}

const (
	// minFiltered is how many events of one type, actor or session are no
	// accident: a person who signs in once makes about five events, and their
	// types differ.
	minFiltered = 20
	// minFamily is the same for what a quiet organisation could have by
	// chance: an office with one address, a day without a failure.
	minFamily = 200
)

// types returns the event types of the log, in no order that matters.
func (w *warner) types() []string {
	c := w.log.Column(event.Type)
	used := make([]bool, len(c.Values))
	var types []string
	for row := range w.log.Len() {
		if code := c.Code(row); !used[code] {
			used[code] = true
			types = append(types, c.Values[code])
		}
	}
	return types
}

// oneFamily returns the first word of event types if all have the same one.
func oneFamily(types []string) (family string, ok bool) {
	for i, t := range types {
		word, _, _ := strings.Cut(t, ".")
		if i > 0 && word != family {
			return "", false
		}
		family = word
	}
	return family, family != ""
}

// signsIn reports whether one of the types is of a person's coming in: those
// of sessions, of authentication and of factors.
func signsIn(types []string) bool {
	for _, t := range types {
		if strings.HasPrefix(t, "user.session.") || strings.HasPrefix(t, "user.authentication.") || strings.HasPrefix(t, "user.mfa.") {
			return true
		}
	}
	return false
}

// single reports whether all events have one value of a field, and not a blank
// one.
func (w *warner) single(f event.Field) bool {
	if !w.log.Carries(f) {
		return false
	}
	c := w.log.Column(f)
	code := c.Code(0)
	if event.Blank(c.Values[code]) {
		return false
	}
	for row := range w.log.Len() {
		if c.Code(row) != code {
			return false
		}
	}
	return true
}

// okta is the year's beginning in which Okta was founded, 2009: no event of it
// is older.
const okta = 1_230_768_000_000

// dates warns of times that cannot be. first and last are the rows of the main
// stretch.
func (w *warner) dates(first, last int) {
	n := w.log.Len()
	if after := n - last; after > 0 {
		w.warn(DatesAhead, "%s more than 90 days after all others, the first at %s UTC: such dates lie in the future of the export, or files of different times were put together.",
			plural(after, "event is dated", "events are dated"), minute(event.FormatTime(w.log.Time(last))))
	}
	if first > 0 {
		w.warn(DatesBehind, "%s more than 90 days before all others, the last at %s UTC: Okta keeps 90 days, so such dates are wrong, or files of different times were put together.",
			plural(first, "event is dated", "events are dated"), minute(event.FormatTime(w.log.Time(first-1))))
	}
	if old := lowerBound(w.log.Times(), okta); old > 0 {
		w.warn(DatesUnlikely, "%s before 2009, when there was no Okta: the times of the file were changed.", plural(old, "event is dated", "events are dated"))
	}
}

// plural writes a number of things: "1 event", "3,000 events".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + many
}

// minute writes a time of the report to the minute.
func minute(s string) string {
	if len(s) < len("2006-01-02T15:04") {
		return s
	}
	return s[:10] + " " + s[11:16]
}

// duration writes hours for people.
func duration(hours float64) string {
	switch {
	case hours >= 48:
		return strconv.FormatFloat(hours/24, 'f', 1, 64) + " days"
	case hours == 1:
		return "1 hour"
	}
	return strconv.FormatFloat(hours, 'f', 1, 64) + " hours"
}
