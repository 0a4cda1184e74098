package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// EventForm is a form that events can be written in.
type EventForm struct {
	Name, Extension, Type string
	write                 func(io.Writer, *eventWriter, []uint32) error
}

// EventForms are the forms of events.
var EventForms = []EventForm{
	{"csv", "csv", "text/csv", writeEventsCSV},
	{"jsonl", "jsonl", "application/jsonl", writeEventsJSONL},
	{"timesketch", "csv", "text/csv", writeEventsTimesketch},
}

// FindEventForm returns the form of events of a name. The error lists the
// names there are.
func FindEventForm(name string) (*EventForm, error) {
	var names []string
	for i := range EventForms {
		if EventForms[i].Name == name {
			return &EventForms[i], nil
		}
		names = append(names, EventForms[i].Name)
	}
	return nil, fmt.Errorf("form of events %q: want %s", Visible(name), strings.Join(names, ", "))
}

// Events are the events to write.
type Events struct {
	Log  *table.Log
	Rows []uint32 // in the order in which to write them
	// Fields are those of each event; none means all that a file of the log has.
	// The form for Timesketch has columns of its own.
	Fields   []event.Field
	Redactor Redactor // nil leaves everything as it is
	// More says that these rows follow others: there is no header.
	More bool
}

// Write writes events in the form, one a line, as they come: nothing is kept
// but what was made of values that come again and again. No cell of a CSV is a
// formula. The error names a row that the log does not have.
func (f *EventForm) Write(w io.Writer, e Events) error {
	for _, row := range e.Rows {
		if int(row) >= e.Log.Len() {
			return fmt.Errorf("events as %s: no row %d in a log of %d events", f.Name, row, e.Log.Len())
		}
	}
	return f.write(w, newEventWriter(e), e.Rows)
}

// WriteEventsCSV writes events as CSV under a header of the console's names.
// Of the chain of addresses there is the first one, as in the console's; the
// targets have as many columns as the log's fullest event needs, up to 16, and
// targets.omitted counts those beyond.
func WriteEventsCSV(w io.Writer, e Events) error { return EventForms[0].Write(w, e) }

// WriteEventsJSONL writes events as JSON, one a line, in the shape of the API:
// what was written can be read again as a log.
func WriteEventsJSONL(w io.Writer, e Events) error { return EventForms[1].Write(w, e) }

// WriteEventsTimesketch writes events as a CSV that Timesketch imports.
func WriteEventsTimesketch(w io.Writer, e Events) error { return EventForms[2].Write(w, e) }

// maxTargetColumns bounds the targets of a CSV: an event in JSON can have
// thousands, and each would be four columns of every row.
const maxTargetColumns = 16

// eventWriter is what the forms of events share.
type eventWriter struct {
	Events
	red     Redactor
	targets int // columns of each field of targets
	beyond  bool
	cells   [event.NumFields]map[uint32]string // what is written for a value
}

func newEventWriter(e Events) *eventWriter {
	w := &eventWriter{Events: e, red: e.Redactor}
	if w.red == nil {
		w.red = plainRedactor{e.Log}
	}
	if len(w.Fields) == 0 {
		for f := range event.NumFields {
			if e.Log.Carries(f) || f == event.UUID || f == event.Published {
				w.Fields = append(w.Fields, f)
			}
		}
	}
	if slices.ContainsFunc(w.Fields, isTarget) {
		c := e.Log.Column(event.TargetID)
		for t := range c.Tuples() {
			w.targets = max(w.targets, len(c.CodesOf(uint32(t))))
		}
		w.beyond = w.targets > maxTargetColumns
		w.targets = min(max(w.targets, event.MaxTargets), maxTargetColumns)
	}
	return w
}

// isTarget reports whether a field is one of the targets.
func isTarget(f event.Field) bool { return strings.HasPrefix(f.Key(), "target[]") }

// value returns what is written for a value of a field by its number.
func (w *eventWriter) value(f event.Field, code uint32, safe func(string) string) string {
	if code == 0 {
		return ""
	}
	m := w.cells[f]
	if m == nil {
		m = make(map[uint32]string)
		w.cells[f] = m
	}
	s, ok := m[code]
	if !ok {
		s = safe(w.red.Value(f, w.Log.Column(f).Values[code]))
		m[code] = s
	}
	return s
}

// single returns what is written for a field that is not one of the targets;
// of the chain its first address.
func (w *eventWriter) single(f event.Field, row int, safe func(string) string) string {
	switch f {
	case event.UUID:
		return safe(w.red.UUID(row))
	case event.Published:
		return event.FormatTime(w.Log.Time(row))
	}
	return w.value(f, w.Log.Column(f).Code(row), safe)
}

// element returns what is written for one of several values.
func (w *eventWriter) element(f event.Field, row, i int, safe func(string) string) string {
	codes := w.Log.Column(f).Codes(row)
	if i >= len(codes) {
		return ""
	}
	return w.value(f, codes[i], safe)
}

// columnName returns the name of a field's column: the console's, or the
// API's for a field that the console does not export. n is the number of the
// target.
func columnName(f event.Field, n int) string {
	name := f.Column()
	if name == "" {
		name = f.Key()
	}
	if isTarget(f) {
		name = strings.Replace(strings.Replace(name, "target[]", "target0", 1), "target0", "target"+strconv.Itoa(n), 1)
	}
	return strings.ReplaceAll(name, "[]", "")
}

func writeEventsCSV(out io.Writer, w *eventWriter, rows []uint32) error {
	type column struct {
		field  event.Field
		target int // -1 for a field that is none of the targets
	}
	var columns []column
	targetsDone := false
	for _, f := range w.Fields {
		if !isTarget(f) {
			columns = append(columns, column{f, -1})
			continue
		}
		if targetsDone {
			continue
		}
		targetsDone = true // all of a target's fields stand together
		for n := range w.targets {
			for _, g := range w.Fields {
				if isTarget(g) {
					columns = append(columns, column{g, n})
				}
			}
		}
	}
	c := csv.NewWriter(out)
	cells := make([]string, 0, len(columns)+1)
	if !w.More {
		for _, x := range columns {
			cells = append(cells, columnName(x.field, max(x.target, 0)))
		}
		if w.beyond {
			cells = append(cells, "targets.omitted")
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	for _, n := range rows {
		row := int(n)
		cells = cells[:0]
		for _, x := range columns {
			if x.target < 0 {
				cells = append(cells, w.single(x.field, row, Cell))
			} else {
				cells = append(cells, w.element(x.field, row, x.target, Cell))
			}
		}
		if w.beyond {
			cells = append(cells, strconv.Itoa(max(0, len(w.Log.Column(event.TargetID).Codes(row))-maxTargetColumns)))
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func writeEventsTimesketch(out io.Writer, w *eventWriter, rows []uint32) error {
	c := csv.NewWriter(out)
	if !w.More {
		if err := c.Write(timesketchHeader); err != nil {
			return err
		}
	}
	for _, n := range rows {
		row := eventRow(w.Log, int(n), w.red)
		if err := c.Write(row.cells(w.Redactor != nil)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
