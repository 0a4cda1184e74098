// Package export answers the page's requests for exports: a request in JSON,
// the text of a file out. The forms are those of package report, the
// pseudonyms those of package redact.
package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/redact"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/table"
)

// PartRows is how many events one part of an export of events has. A part is
// some 20 MB of text at most times; all of a million events would not fit into
// one string of a browser.
const PartRows = 50_000

// errNoLog is why a report that was saved cannot be redacted.
var errNoLog = errors.New("there is no log: only with it is it known what to redact; open the log that the report is of")

// Door makes exports of a log, or of a saved report where there is none.
type Door struct {
	log      *table.Log // nil for a saved report
	redactor *redact.Redactor
	allowed  string // the fields that redactor was made for
}

// NewDoor returns the door to the exports of a log, which is nil for a report
// that was saved.
func NewDoor(log *table.Log) *Door { return &Door{log: log} }

// Redaction asks for pseudonyms.
type Redaction struct {
	// Allow are the keys of the fields to show as they are; nil allows those
	// that are shown unless the analyst says otherwise.
	Allow []string `json:"allow"`
}

// Request asks for a report in a form.
type Request struct {
	report.Context
	Form   string     `json:"form"`
	Redact *Redaction `json:"redact"` // nil leaves everything as it is
}

// Report returns the text of a report in the form that is asked for. The error
// says what is wrong with the request.
func (d *Door) Report(r *report.Report, request []byte) (string, error) {
	var q Request
	if err := json.Unmarshal(request, &q); err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	form, err := report.FindForm(q.Form)
	if err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	shown, err := r.With(q.Context)
	if err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	out := report.Output{Log: d.log}
	if q.Redact != nil {
		red, err := d.redactorFor(q.Redact)
		if err != nil {
			return "", fmt.Errorf("export: %w", err)
		}
		red.Begin(r)
		out.Redactor = red
	}
	var b bytes.Buffer
	if err := form.Write(&b, shown, out); err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	return b.String(), nil
}

// EventsRequest asks for a part of an export of events.
type EventsRequest struct {
	Form string `json:"form"` // csv, jsonl, timesketch
	// Fields are the keys of the fields of each event; nil asks for all that a
	// file of the log has.
	Fields []string   `json:"fields"`
	Part   int        `json:"part"` // from 0
	Redact *Redaction `json:"redact"`
}

// Events returns a part of the events of the given rows in the form that is
// asked for, and how many parts there are; joined they are the file.
func (d *Door) Events(rows []uint32, request []byte) (text string, parts int, err error) {
	var q EventsRequest
	if err := json.Unmarshal(request, &q); err != nil {
		return "", 0, fmt.Errorf("export of events: %w", err)
	}
	if d.log == nil {
		return "", 0, errors.New("export of events: there is no log; open the one that the report is of")
	}
	form, err := report.FindEventForm(q.Form)
	if err != nil {
		return "", 0, fmt.Errorf("export: %w", err)
	}
	e := report.Events{Log: d.log, More: q.Part > 0}
	if e.Fields, err = fieldsOf(q.Fields); err != nil {
		return "", 0, fmt.Errorf("export of events: %w", err)
	}
	parts = max(1, (len(rows)+PartRows-1)/PartRows)
	if q.Part < 0 || q.Part >= parts {
		return "", 0, fmt.Errorf("export of events: part %d of %d", q.Part, parts)
	}
	e.Rows = rows[q.Part*PartRows : min((q.Part+1)*PartRows, len(rows))]
	if q.Redact != nil {
		red, err := d.redactorFor(q.Redact)
		if err != nil {
			return "", 0, fmt.Errorf("export of events: %w", err)
		}
		e.Redactor = red
	}
	var b strings.Builder
	if err := form.Write(&b, e); err != nil {
		return "", 0, fmt.Errorf("export: %w", err)
	}
	return b.String(), parts, nil
}

// Preview is what a redaction would do.
type Preview struct {
	Pairs []redact.Pair `json:"pairs"`
	Total int           `json:"total"` // of all values
}

// Preview returns the values that a redaction replaces most often, as JSON. A
// request is {"allow": [keys] or null, "limit": number}.
func (d *Door) Preview(request []byte) (string, error) {
	var q struct {
		Redaction
		Limit int `json:"limit"`
	}
	if err := json.Unmarshal(request, &q); err != nil {
		return "", fmt.Errorf("preview of redaction: %w", err)
	}
	red, err := d.redactorFor(&q.Redaction)
	if err != nil {
		return "", fmt.Errorf("preview of redaction: %w", err)
	}
	pairs, total := red.Preview(q.Limit)
	if pairs == nil {
		pairs = []redact.Pair{}
	}
	return marshal(Preview{pairs, total})
}

// Fields returns the fields that can be allowed, as JSON.
func (d *Door) Fields() (string, error) { return marshal(redact.Fields(d.log)) }

// redactorFor returns the redactor of a request. The last one is kept: it has
// read the whole log.
func (d *Door) redactorFor(q *Redaction) (*redact.Redactor, error) {
	if d.log == nil {
		return nil, errNoLog
	}
	allow := redact.DefaultFields()
	if q.Allow != nil {
		var err error
		if allow, err = fieldsOf(q.Allow); err != nil {
			return nil, err
		}
	}
	slices.Sort(allow)
	key := fmt.Sprint(slices.Compact(allow))
	if d.redactor == nil || d.allowed != key {
		d.redactor, d.allowed = redact.New(d.log, allow), key
	}
	return d.redactor, nil
}

// fieldsOf returns the fields of keys or names of columns. The error names the
// one that is none.
func fieldsOf(names []string) ([]event.Field, error) {
	var list []event.Field
	for _, name := range names {
		f, _, ok := event.Lookup(name)
		if !ok {
			return nil, fmt.Errorf("field %q: no field of an Okta log", event.Clip(report.Visible(name)))
		}
		if !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	return list, nil
}

func marshal(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return b.String(), nil
}
