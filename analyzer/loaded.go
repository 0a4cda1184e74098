package analyzer

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"okta-session-analyzer/analyzer/coverage"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/incident"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/source"
	"okta-session-analyzer/analyzer/table"
)

// Loaded is a log that was read, ready to be analysed again and again.
type Loaded struct {
	Log     *table.Log
	summary report.Log
	files   []*fileState

	viewsOnce sync.Once
	views     *detect.Views
	ruleView  *rules.View
	incidents *incident.Memory
	trying    trying
}

func newLoaded(log *table.Log, files []*fileState, accounts []table.Accounting) *Loaded {
	l := &Loaded{Log: log, files: files}
	s := &l.summary
	s.Events = log.Len()
	s.First, s.Last = event.FormatTime(log.Time(0)), event.FormatTime(log.Time(log.Len()-1))
	s.Users, s.Sessions, s.Addresses = len(log.Users()), len(log.Sessions()), countValues(log, event.ClientIP)
	covered := make([]coverage.File, len(files))
	for i, f := range files {
		a := accounts[i]
		covered[i] = coverage.File{Name: f.name, Records: f.found + f.rejected, First: a.First, Last: a.Last,
			CSV: f.layout != nil && f.layout.Header() != "", Incomplete: f.err != nil && f.found > 0}
		file := report.File{
			Name: f.name, Bytes: f.size, SHA256: f.sha256,
			Records: f.found + f.rejected, Events: a.Events, Duplicates: a.Duplicates, Rejected: f.rejected,
			Rejects: f.rejects, Warnings: f.warnings(),
		}
		if f.layout != nil {
			file.Format = f.layout.Format
		}
		if f.found > 0 {
			file.First, file.Last = event.FormatTime(a.First), event.FormatTime(a.Last)
		}
		if f.err != nil {
			file.Error = f.err.Error()
		}
		s.Records += file.Records
		s.Duplicates += file.Duplicates
		s.Rejected += file.Rejected
		s.Files = append(s.Files, file)
	}
	s.Coverage = coverage.Of(log, covered)
	return l
}

// SetSHA256 sets the hash of a source, in hexadecimal, for reports to come. It
// is for the page, which computes it after the findings are shown.
func (l *Loaded) SetSHA256(n int, sum string) {
	for i, f := range l.files {
		if f.source == n {
			l.summary.Files[i].SHA256 = sum
		}
	}
}

// Summary returns the account of the log for a report.
func (l *Loaded) Summary() report.Log {
	s := l.summary
	s.Files = slices.Clone(s.Files)
	return s
}

// Record returns the text of an event's record as it stands in its file, in
// UTF-8. Of a compressed file everything before it is unpacked again.
func (l *Loaded) Record(row int) (string, error) {
	file, at, length := l.Log.Source(row)
	f := l.files[file]
	if f.stream == nil {
		b, err := f.text.read(at, at+int64(length), nil)
		if err != nil {
			return "", fmt.Errorf("%s: %w", f.name, err)
		}
		return f.layout.Text(b), nil
	}
	r, err := f.stream.reopen()
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.name, err)
	}
	if _, err := io.CopyN(io.Discard, r, at); err != nil {
		return "", fmt.Errorf("%s: %w", f.name, err)
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", fmt.Errorf("%s: %w", f.name, err)
	}
	return f.layout.Text(b), nil
}

// Cells takes a record, as [Loaded.Record] returned it for the row, apart: the
// names and values that are not empty. It returns nil where the names cannot be
// told, as behind another header line in a file of joined downloads.
func (l *Loaded) Cells(row int, record string) []source.Cell {
	file, _, _ := l.Log.Source(row)
	layout := l.files[file].layout
	cells := layout.Cells(record)
	if layout.Header() == "" {
		return cells
	}
	uuid := l.Log.UUID(row)
	for _, c := range cells {
		if f, _, ok := event.Lookup(c.Name); ok && f == event.UUID {
			if !strings.EqualFold(c.Value, uuid) {
				return nil
			}
			return cells
		}
	}
	return cells
}

// warnings says what is peculiar about a file, in a fixed order.
func (f *fileState) warnings() []string {
	var list []string
	warn := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if f.layout != nil {
		list = append(list, f.layout.Warnings...)
		if n := len(f.layout.Unknown); n > 0 {
			name := f.layout.Unknown[0]
			if n == 1 {
				warn("column %q is not one of an Okta log; it was not read", event.Clip(name))
			} else {
				warn("%d columns are not those of an Okta log and were not read; the first is %q", n, event.Clip(name))
			}
		}
	}
	n := f.notes
	if n.Headers > 0 {
		warn("%s inside the file: several downloads were joined", plural(n.Headers, "header line"))
	}
	if n.Long > 0 {
		warn("%s more cells than the header; the additional ones were not read (first in line %d)", plural(n.Long, "record has", "records have"), n.LongLine)
	}
	if listed := len(f.rejects); listed < f.rejected {
		warn("%d records were rejected; the report lists the first %d of them", f.rejected, listed)
	}
	if n.Suspect > 0 {
		warn("%s over several lines one of which looks like a record of its own: a quote may be missing (first in line %d)",
			plural(n.Suspect, "record goes", "records go"), n.SuspectAt)
	}
	return list
}

// plural returns a number with a noun; many is the noun with an s if left out.
func plural(n int, one string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(many) > 0:
		return fmt.Sprintf("%d %s", n, many[0])
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// countValues returns how many different values, blanks aside, events have in
// a field.
func countValues(log *table.Log, f event.Field) int {
	c := log.Column(f)
	used := make([]bool, len(c.Values))
	n := 0
	for row := range log.Len() {
		if code := c.Code(row); !used[code] {
			used[code] = true
			if !event.Blank(c.Values[code]) {
				n++
			}
		}
	}
	return n
}
