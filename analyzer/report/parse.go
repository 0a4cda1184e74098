package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"okta-session-analyzer/analyzer/detect"
)

// ParseError is the error of a text that is no saved report.
type ParseError struct {
	// Where is the key that is wrong, "findings[2].first", or the line; "" where
	// the whole text is meant.
	Where  string
	Reason string
	Err    error // of the JSON; nil where that is well-formed
}

func (e *ParseError) Error() string {
	if e.Where == "" {
		return "saved report: " + e.Reason
	}
	return "saved report: " + e.Where + ": " + e.Reason
}

// Unwrap returns the error of the JSON.
func (e *ParseError) Unwrap() error { return e.Err }

// Parse reads a report that [WriteJSON] wrote, by this program or by a later
// one with the same [Schema]; keys that are not known are passed over. What it
// returns can be written in every form. The error is a *[ParseError].
func Parse(text []byte) (*Report, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &ParseError{Reason: "the file is empty"}
	}
	var head struct {
		Schema *string `json:"schema"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, jsonError(text, err)
	}
	switch {
	case head.Schema == nil:
		return nil, &ParseError{Where: "schema", Reason: "absent: this is no report of the Okta Session Analyzer; save one as JSON"}
	case *head.Schema != Schema:
		return nil, &ParseError{Where: "schema", Reason: fmt.Sprintf("%q; this program reads %q: analyse the log again, or use the program that saved it", cut(Visible(*head.Schema), maxZone), Schema)}
	}
	r := new(Report)
	if err := json.Unmarshal(text, r); err != nil {
		return nil, jsonError(text, err)
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	return complete(r), nil
}

// jsonError words an error of the JSON.
func jsonError(text []byte, err error) error {
	e := &ParseError{Err: err, Reason: Visible(err.Error())}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at := min(int(syntax.Offset), len(text))
		e.Where = fmt.Sprintf("line %d", 1+bytes.Count(text[:at], []byte("\n")))
		e.Reason = "no JSON: " + Visible(syntax.Error())
	case errors.As(err, &kind):
		e.Where = Visible(kind.Field)
		e.Reason = "a JSON " + kind.Value + " stands where it cannot"
	}
	return e
}

// check returns an error that names the first thing that the forms cannot do
// with.
func (r *Report) check() error {
	fault := func(reason, where string, args ...any) error {
		return &ParseError{Where: fmt.Sprintf(where, args...), Reason: reason}
	}
	known := make(map[string]bool, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case f.ID == "":
			return fault("empty", "findings[%d].id", i)
		case known[f.ID]:
			return fault(fmt.Sprintf("%q stands twice", brief(f.ID)), "findings[%d].id", i)
		case badTime(f.First):
			return fault(fmt.Sprintf("%q is no time", brief(f.First)), "findings[%d].first", i)
		case badTime(f.Last):
			return fault(fmt.Sprintf("%q is no time", brief(f.Last)), "findings[%d].last", i)
		}
		known[f.ID] = true
	}
	for i := range r.Incidents {
		in := &r.Incidents[i]
		if badTime(in.First) || badTime(in.Last) {
			return fault(fmt.Sprintf("%q to %q is no span of time", brief(in.First), brief(in.Last)), "incidents[%d]", i)
		}
	}
	for i := range r.Detectors {
		switch r.Detectors[i].Status {
		case detect.Ran, detect.NotEvaluable, detect.Disabled:
		default:
			return fault(fmt.Sprintf("%q is no status", brief(string(r.Detectors[i].Status))), "detectors[%d].status", i)
		}
	}
	h := &r.Log.Coverage.Hours
	if len(h.Events) > 0 && (badTime(h.From) || h.From == "" || h.Step < 1 || h.Step > maxStepHours) {
		return fault("no time to begin at, or no step", "log.coverage.hours")
	}
	for _, id := range slices.Sorted(maps.Keys(r.Triage)) {
		if err := r.Triage[id].Status.check(); err != nil {
			return fault(err.Error(), "triage.%s", Visible(id))
		}
	}
	if r.View != nil {
		if err := r.View.Zone.Check(); err != nil {
			return fault(err.Error(), "view.zone")
		}
	}
	return nil
}

// badTime reports whether a text is neither empty nor a time.
func badTime(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return s != "" && err != nil
}
