// Package seed answers as okta_session_analyzer.py does, the program that this
// project grew from: its five checks and its lines of text, so that the two can
// be compared on the same file.
//
// What that program means is kept, also where the detections of package detect
// know better:
//
//   - a session is one raw session id, compared with its case; a session or a
//     country that is absent takes the event out of every session check
//   - agents are compared as raw text, and a session is reported for them only
//     when it has several agents and several addresses
//   - pushes and unauthorised attempts are counted over the whole session,
//     without a time window, and one attempt is enough
//   - travel is looked for between neighbouring events of one session, over any
//     distance, with times cut to whole seconds
//   - the changes of identity providers are those of five event types, by their
//     message and first target, and do not count in the last line
//
// Its faults are not: events are compared in order of time, whatever the
// file's; days count in a duration; two places in one second are travel; an
// event without coordinates is skipped over, and so are places that are none,
// 0/0 among them; opposite points of the Earth have a distance; copies of an
// event count once; a blank agent or address is none instead of a crash; ids
// that look like numbers stay as they are; "Unknown" is no session either;
// denials of Identity Engine count like those of Classic; sets are sorted; and
// no text of the log leaves its line. Absent messages and targets are empty
// rather than "nan", uuids are in lower case, and events of one moment follow
// each other in the order of their uuids.
package seed

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/geo"
	"okta-session-analyzer/analyzer/table"
)

// Thresholds are what the seed program can be told.
type Thresholds struct {
	Speed    float64 // --tt: a session that travels faster is reported, in km/h
	Pushes   int     // --pt: push requests of a session from which it is reported
	Attempts int     // --aat: unauthorised attempts from which it is reported
}

// Defaults are the thresholds of the seed program.
var Defaults = Thresholds{Speed: 100, Pushes: 3, Attempts: 1}

// Result is what the seed program finds in a log.
type Result struct {
	// Changes are the events that change an identity provider, in the order of
	// the files.
	Changes []uint32
	// Sessions are the suspicious ones in the order of their ids.
	Sessions []Session
}

// Session is a suspicious session. What did not reach its threshold is empty
// or zero.
type Session struct {
	ID       string
	Agents   []string // sorted
	IPs      []string // sorted as text
	Travels  []Travel // in order of time
	Pushes   int
	Denials  int // of pushes, when Pushes is not zero
	Attempts int
}

// Travel is a pair of events that are too far apart for the time between them.
type Travel struct {
	From, To uint32  // rows of the log
	Distance float64 // km
	Speed    float64 // km/h; infinite for two events of the same millisecond
}

// jitter is the distance in km below which two places within one second are
// one. The seed program has no such limit between seconds and cannot see
// within one; without it the errors of address location would be travel here.
const jitter = 50

// Analyze returns what the seed program finds in a log. The events of the log
// need uuid, type, time, session, country, coordinates, agent, address,
// message, outcome and targets.
func Analyze(log *table.Log, t Thresholds) *Result {
	r := &Result{Changes: changes(log)}
	for _, s := range sessions(log) {
		found := Session{ID: s.id}
		if agents, ips := distinct(log, event.UserAgent, s.rows), distinct(log, event.ClientIP, s.rows); len(agents) > 1 && len(ips) > 1 {
			found.Agents, found.IPs = agents, ips
		}
		found.Travels = travels(log, s.rows, t.Speed)
		if n := countType(log, s.rows, "system.push.send_factor_verify_push"); n >= t.Pushes {
			found.Pushes, found.Denials = n, denials(log, s.rows)
		}
		if n := countType(log, s.rows, "app.generic.unauth_app_access_attempt"); n >= t.Attempts {
			found.Attempts = n
		}
		if found.Agents != nil || found.Travels != nil || found.Pushes > 0 || found.Attempts > 0 {
			r.Sessions = append(r.Sessions, found)
		}
	}
	return r
}

// changes returns the events of identity providers in the order in which they
// stand in the files.
func changes(log *table.Log) []uint32 {
	const prefix = "system.idp.lifecycle."
	rows := slices.Clone(log.RowsOfType(prefix+"create", prefix+"update", prefix+"delete", prefix+"activate", prefix+"deactivate"))
	slices.SortFunc(rows, func(a, b uint32) int {
		fileA, offsetA, _ := log.Source(int(a))
		fileB, offsetB, _ := log.Source(int(b))
		return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(offsetA, offsetB))
	})
	return rows
}

// session is the events of one session id in order of time.
type session struct {
	id   string
	rows []uint32
}

// sessions returns the sessions in the order of their ids.
func sessions(log *table.Log) []session {
	ids, countries := log.Column(event.ExternalSessionID), log.Column(event.Country)
	lists := make([][]uint32, len(ids.Values))
	for row := range log.Len() {
		id := ids.Code(row)
		if !event.Blank(ids.Values[id]) && !event.Blank(countries.At(row)) {
			lists[id] = append(lists[id], uint32(row))
		}
	}
	var all []session
	for id, rows := range lists {
		if len(rows) > 0 {
			all = append(all, session{ids.Values[id], rows})
		}
	}
	slices.SortFunc(all, func(a, b session) int { return cmp.Compare(a.id, b.id) })
	return all
}

// distinct returns the values that events have in a field, sorted.
func distinct(log *table.Log, f event.Field, rows []uint32) []string {
	column := log.Column(f)
	var values []string
	last := uint32(0)
	for _, row := range rows {
		if code := column.Code(int(row)); code != last && !event.Blank(column.Values[code]) {
			last = code
			values = append(values, column.Values[code])
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// travels returns the pairs of neighbouring events that are faster than a
// speed in km/h.
func travels(log *table.Log, rows []uint32, speed float64) []Travel {
	lat, lon := log.Column(event.Latitude), log.Column(event.Longitude)
	var found []Travel
	var from uint32
	var fromPoint geo.Point
	started := false
	for _, row := range rows {
		point, ok := geo.ParsePoint(lat.At(int(row)), lon.At(int(row)))
		if !ok {
			continue
		}
		if started && point != fromPoint {
			km, _ := geo.Distance(fromPoint, point)
			v, real := velocity(km, log.Time(int(row))-log.Time(int(from)))
			if real && v > speed {
				found = append(found, Travel{from, row, km, v})
			}
		}
		from, fromPoint, started = row, point, true
	}
	return found
}

// velocity returns the speed in km/h of a distance in a number of
// milliseconds. It counts whole seconds, which is what the seed program's
// numbers come from; within a second it counts what there is, and real is
// false when the distance may be an error of location.
func velocity(km float64, ms int64) (kmh float64, real bool) {
	if seconds := ms / 1000; seconds > 0 {
		return km / (float64(seconds) / 3600), true
	}
	if km < jitter {
		return 0, false
	}
	if ms == 0 {
		return math.Inf(1), true
	}
	return km / (float64(ms) / 3_600_000), true
}

func countType(log *table.Log, rows []uint32, eventType string) int {
	types := log.Column(event.Type)
	n := 0
	for _, row := range rows {
		if types.At(int(row)) == eventType {
			n++
		}
	}
	return n
}

// denials counts the denied pushes among events: the event that Classic has
// for it, and Identity Engine's failed factor, unless the factor is the
// password. In a log without outcomes every factor counts as failed.
func denials(log *table.Log, rows []uint32) int {
	n := countType(log, rows, "user.mfa.okta_verify.deny_push")
	types, results := log.Column(event.Type), log.Column(event.OutcomeResult)
	all := !log.Carries(event.OutcomeResult)
	for _, row := range rows {
		if types.At(int(row)) == "user.authentication.auth_via_mfa" && (all || results.At(int(row)) == "FAILURE") && !ofPassword(log, int(row)) {
			n++
		}
	}
	return n
}

func ofPassword(log *table.Log, row int) bool {
	names := log.Column(event.TargetDisplayName)
	return slices.ContainsFunc(names.Codes(row), func(code uint32) bool {
		return strings.EqualFold(names.Values[code], "Password")
	})
}
