package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Form is a form that a report can be written in.
type Form struct {
	Name string // "markdown"
	// Extension and Type are those of a file of the form: "md", "text/markdown".
	Extension string
	Type      string
	// Hashes says that the form names the SHA-256 of the files.
	Hashes bool
	write  func(w io.Writer, r *Report, o Output) error
}

// Output is what a form is written with beside the report.
type Output struct {
	// Log is where the events of the evidence are; nil where only the report is
	// there, as one that was saved. The forms that list events then have none.
	Log *table.Log
	// Redactor replaces what identifies people; nil leaves everything as it is.
	Redactor Redactor
	Text     TextOptions
}

// Redactor puts pseudonyms in the place of values of the log.
type Redactor interface {
	// Report returns the report with pseudonyms, and says so in its view. The
	// findings keep their order; the report given does not change.
	Report(*Report) *Report
	// Value returns what stands for a value of a field, UUID for the uuid of an
	// event of the log.
	Value(f event.Field, value string) string
	UUID(row int) string
	// Text returns a sentence in which pseudonyms stand for all known values.
	Text(string) string
}

// plainRedactor leaves everything as it is.
type plainRedactor struct{ log *table.Log }

func (plainRedactor) Report(r *Report) *Report             { return r }
func (plainRedactor) Value(_ event.Field, s string) string { return s }
func (plainRedactor) Text(s string) string                 { return s }
func (p plainRedactor) UUID(row int) string                { return p.log.UUID(row) }

// redactor returns the redactor of an output, never nil.
func (o *Output) redactor() Redactor {
	if o.Redactor != nil {
		return o.Redactor
	}
	return plainRedactor{o.Log}
}

// simple is a form that needs the report alone.
func simple(write func(io.Writer, *Report) error) func(io.Writer, *Report, Output) error {
	return func(w io.Writer, r *Report, o Output) error { return write(w, o.redactor().Report(r)) }
}

// Forms are the forms of a report, the one for a terminal first.
var Forms = []Form{
	{"text", "txt", "text/plain", true, func(w io.Writer, r *Report, o Output) error {
		return WriteText(w, o.redactor().Report(r), o.Text)
	}},
	{"json", "json", "application/json", true, simple(WriteJSON)},
	{"csv", "csv", "text/csv", false, simple(WriteCSV)},
	{"markdown", "md", "text/markdown", true, simple(WriteMarkdown)},
	{"html", "html", "text/html", true, simple(WriteHTML)},
	{"timesketch", "csv", "text/csv", false, WriteTimesketch},
	{"jsonl", "jsonl", "application/jsonl", false, simple(WriteJSONL)},
	{"indicators", "csv", "text/csv", false, WriteIndicators},
	{"navigator", "json", "application/json", false, simple(WriteNavigator)},
}

// FindForm returns the form of a name. The error lists the names there are.
func FindForm(name string) (*Form, error) {
	for i := range Forms {
		if Forms[i].Name == name {
			return &Forms[i], nil
		}
	}
	return nil, fmt.Errorf("form %q: want %s", Visible(name), FormNames())
}

// FormNames lists the names of the forms: "text, json, …".
func FormNames() string {
	var names []string
	for i := range Forms {
		names = append(names, Forms[i].Name)
	}
	return strings.Join(names, ", ")
}

// Write writes a report, as [Report.With] or [Report.AtLeast] made it, in the
// form.
func (f *Form) Write(w io.Writer, r *Report, o Output) error { return f.write(w, r, o) }

// rowsOf returns the rows of a finding's evidence in a log, ascending.
func rowsOf(f *detect.Finding, log *table.Log) []uint32 {
	if log == nil {
		return nil
	}
	if len(f.Rows) > 0 {
		return f.Rows
	}
	var rows []uint32
	for _, row := range log.FindAll(f.Events) {
		rows = append(rows, uint32(row))
	}
	slices.Sort(rows)
	return rows
}

// incidentsOf returns the ids of the incidents of each finding.
func (r *Report) incidentsOf() map[string][]string {
	of := make(map[string][]string)
	for i := range r.Incidents {
		for _, id := range r.Incidents[i].Findings {
			of[id] = append(of[id], r.Incidents[i].ID)
		}
	}
	return of
}
