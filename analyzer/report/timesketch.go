package report

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// timesketchHeader is the header of both exports for Timesketch. It needs the
// first three columns and takes the fourth for the exact time, in microseconds:
// https://timesketch.org/guides/user/import-from-json-csv/
var timesketchHeader = []string{
	"message", "datetime", "timestamp_desc", "timestamp", "severity", "findings", "incidents", "detections", "triage", "attack",
	"event_type", "outcome", "reason", "actor", "actor_id", "source_ip", "country", "city", "user_agent", "session", "targets", "uuid", "redacted",
}

// timesketchRow is a row, its text not yet made safe for a spreadsheet.
type timesketchRow struct {
	ms int64
	// order is that of rows of one moment: findings before events.
	order int
	desc  string

	message, severity, findings, incidents, detections, triage, attack string

	event Event
	ids   [1]string // the id of the actor
}

// cells returns the row as the file has it. The time and the number have no
// text of the log and stay as they are.
func (t *timesketchRow) cells(redacted bool) []string {
	e := &t.event
	row := []string{
		t.message, time.UnixMilli(t.ms).UTC().Format("2006-01-02T15:04:05.000+00:00"), t.desc, strconv.FormatInt(t.ms*1000, 10),
		t.severity, t.findings, t.incidents, t.detections, t.triage, t.attack,
		e.Type, e.Result, e.Reason, e.Actor, t.ids[0], e.IP, e.Country, e.City, e.Agent, e.Session, strings.Join(e.Targets, ", "), e.UUID, yes(redacted),
	}
	for i := range row {
		if i != 1 && i != 3 {
			row[i] = Cell(row[i])
		}
	}
	return row
}

// WriteTimesketch writes the findings and the events of their evidence as a
// CSV that Timesketch imports: a row for each finding, at its first event, and
// one for each event, with the findings that it is evidence of. Rows are in
// order of time, and no cell is a formula.
func WriteTimesketch(w io.Writer, r *Report, o Output) error {
	red := o.redactor()
	shown := red.Report(r)
	of := r.incidentsOf()
	type mark struct{ findings []int } // of an event
	marks := make(map[uint32]*mark)
	var rows []timesketchRow
	for i := range shown.Findings {
		f := &shown.Findings[i]
		first, err := time.Parse(time.RFC3339, f.First)
		if err != nil {
			return fmt.Errorf("report for Timesketch: finding %s: %w", brief(f.ID), err)
		}
		row := timesketchRow{ms: first.UnixMilli(), order: i - len(shown.Findings), desc: "Finding, first event", message: f.Title + ": " + f.Summary,
			severity: f.Severity.String(), findings: f.ID, incidents: strings.Join(of[f.ID], " "), detections: f.Detector,
			triage: shown.triaged(f.ID), attack: strings.Join(f.Techniques, " ")}
		row.event = Event{Actor: firstOf(f.Actor.AlternateID, f.Actor.DisplayName, f.Actor.ID), IP: strings.Join(f.IPs, " "), Session: f.Session}
		row.ids[0] = f.Actor.ID
		rows = append(rows, row)
		for _, n := range rowsOf(&r.Findings[i], o.Log) {
			if marks[n] == nil {
				marks[n] = new(mark)
			}
			marks[n].findings = append(marks[n].findings, i)
		}
	}
	for n, m := range marks {
		row := eventRow(o.Log, int(n), red)
		worst := detect.Info
		var ids, incidents, detections, attack []string
		for _, i := range m.findings {
			f := &shown.Findings[i]
			worst = max(worst, f.Severity)
			ids = append(ids, f.ID)
			incidents = append(incidents, of[f.ID]...)
			detections = append(detections, f.Detector)
			attack = append(attack, f.Techniques...)
		}
		row.severity, row.findings, row.incidents = worst.String(), strings.Join(ids, " "), distinct(incidents)
		row.detections, row.attack = distinct(detections), distinct(attack)
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b timesketchRow) int { return cmp.Or(cmp.Compare(a.ms, b.ms), cmp.Compare(a.order, b.order)) })
	out := csv.NewWriter(w)
	if err := out.Write(timesketchHeader); err != nil {
		return err
	}
	for i := range rows {
		if err := out.Write(rows[i].cells(o.Redactor != nil)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// eventRow returns an event as a row.
func eventRow(log *table.Log, n int, red Redactor) timesketchRow {
	e := redactedEvent(log, n, red)
	row := timesketchRow{ms: log.Time(n), order: n, desc: "Okta System Log event", event: e}
	row.ids[0] = red.Value(event.ActorID, log.Column(event.ActorID).At(n))
	message := cmp.Or(e.Message, e.Type)
	for _, part := range []string{e.Result, e.Actor, e.IP} {
		if part != "" {
			message += ", " + part
		}
	}
	row.message = message
	return row
}

// redactedEvent is [EventOf] with pseudonyms.
func redactedEvent(log *table.Log, n int, red Redactor) Event {
	if _, plain := red.(plainRedactor); plain {
		return EventOf(log, n)
	}
	at := func(f event.Field) string { return red.Value(f, log.Column(f).At(n)) }
	e := Event{
		UUID: red.UUID(n), Time: event.FormatTime(log.Time(n)), Type: at(event.Type), Message: at(event.DisplayMessage),
		Result: at(event.OutcomeResult), Reason: at(event.OutcomeReason),
		Actor: firstOf(at(event.ActorAlternateID), at(event.ActorDisplayName), at(event.ActorID)),
		IP:    at(event.ClientIP), Country: at(event.Country), City: at(event.City),
		Agent: at(event.UserAgent), Session: at(event.ExternalSessionID), Targets: []string{},
	}
	kinds := log.Column(event.TargetType)
	for i, k := range kinds.Codes(n) {
		element := func(f event.Field) string {
			c := log.Column(f)
			return red.Value(f, c.Values[c.Codes(n)[i]])
		}
		text := firstOf(element(event.TargetDisplayName), element(event.TargetAlternateID), element(event.TargetID))
		if k != 0 {
			text = element(event.TargetType) + ": " + text
		}
		e.Targets = append(e.Targets, text)
	}
	return e
}

// yes writes whether something is so.
func yes(so bool) string {
	if so {
		return "yes"
	}
	return ""
}

// distinct joins texts by blanks, each once, sorted.
func distinct(list []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(list))), " ")
}
