package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/detect"
)

// WriteJSON writes the report as JSON, indented by two spaces and ended by a
// line break. Lists are never null and keys have one order, so that equal
// reports are equal bytes. Characters that do not print are escaped: the text
// says the same to a program, and nothing to a terminal it is shown on.
func WriteJSON(w io.Writer, r *Report) error {
	rest := *r
	rest.Findings = nil
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(complete(&rest)); err != nil {
		return fmt.Errorf("report as JSON: %w", err)
	}
	// Nothing else stands at this depth under this name, and a text of the log
	// has no line breaks here.
	place := []byte("\n  \"findings\": ")
	before, after, found := bytes.Cut(b.Bytes(), append(place, "[]"...))
	if !found {
		return errors.New("report as JSON: no place for the findings")
	}
	const usual = 1500 // bytes of a finding
	list := jsonWriter{indent: true, level: 1, b: make([]byte, 0, b.Len()+usual*len(r.Findings))}
	list.b = append(list.b, escapeJSON(before)...)
	list.b = append(list.b, place...)
	list.open('[')
	for i := range r.Findings {
		list.next()
		list.finding(&r.Findings[i])
	}
	list.close(']')
	if list.err != nil {
		return fmt.Errorf("report as JSON: %w", list.err)
	}
	list.b = append(list.b, escapeJSON(after)...)
	_, err := w.Write(list.b)
	return err
}

// escapeJSON writes the characters that do not print as \u escapes. JSON has
// them nowhere but in its strings, once the encoder has escaped those below
// the blank.
func escapeJSON(text []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf && c != 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == 0x7f || hidden(r, size) {
			out = append(out, text[from:i]...)
			if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
				out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
			from = i + size
		}
		i += size
	}
	if out == nil {
		return text
	}
	return append(out, text[from:]...)
}

// complete returns a copy of the report that has an empty list wherever it had
// none, which JSON would write as null.
func complete(r *Report) *Report {
	c := *r
	c.Log.Files = orEmpty(slices.Clone(c.Log.Files))
	for i := range c.Log.Files {
		f := &c.Log.Files[i]
		f.Warnings, f.Rejects = orEmpty(f.Warnings), orEmpty(f.Rejects)
	}
	cov := &c.Log.Coverage
	cov.Hours.Events, cov.Gaps, cov.Warnings = orEmpty(cov.Hours.Events), orEmpty(cov.Gaps), orEmpty(cov.Warnings)
	c.Detectors = orEmpty(slices.Clone(c.Detectors))
	for i := range c.Detectors {
		d := &c.Detectors[i]
		d.Missing, d.Techniques = orEmpty(d.Missing), orEmpty(d.Techniques)
		d.Check, d.FalsePositives = orEmpty(d.Check), orEmpty(d.FalsePositives)
		d.Parameters = orEmpty(d.Parameters)
	}
	c.Findings = orEmpty(slices.Clone(c.Findings))
	for i := range c.Findings {
		completeFinding(&c.Findings[i])
	}
	c.RuleErrors, c.Notes = orEmpty(c.RuleErrors), orEmpty(c.Notes)
	c.Incidents = orEmpty(slices.Clone(c.Incidents))
	for i := range c.Incidents {
		in := &c.Incidents[i]
		in.Findings, in.Starts, in.Reasons, in.Tactics, in.Techniques = orEmpty(in.Findings), orEmpty(in.Starts), orEmpty(in.Reasons), orEmpty(in.Tactics), orEmpty(in.Techniques)
		in.Accounts, in.Sessions, in.Addresses = orEmpty(in.Accounts), orEmpty(in.Sessions), orEmpty(in.Addresses)
		in.Applications, in.After, in.Checklist, in.Related = orEmpty(in.Applications), orEmpty(in.After), orEmpty(in.Checklist), orEmpty(in.Related)
	}
	return &c
}

func completeFinding(f *detect.Finding) {
	f.IPs, f.Events, f.Techniques = orEmpty(f.IPs), orEmpty(f.Events), orEmpty(f.Techniques)
	if f.Facts == nil {
		f.Facts = map[string]any{}
	}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
