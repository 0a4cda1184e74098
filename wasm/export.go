//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	exports "okta-session-analyzer/analyzer/export"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
)

// exporter makes the exports of the log that the intake has loaded, or of a
// report that was saved.
type exporter struct {
	questions *questions
	door      *exports.Door
	loaded    *analyzer.Loaded // that the door leads to
}

// ready returns the door and the report that is on screen.
func (e *exporter) ready() (*exports.Door, *report.Report, error) {
	in := e.questions.in
	if in.latest == nil {
		return nil, nil, errors.New("wasm: neither a log nor a report is loaded")
	}
	if e.door == nil || e.loaded != in.loaded {
		e.loaded = in.loaded
		if in.loaded == nil {
			e.door = exports.NewDoor(nil)
		} else {
			e.door = exports.NewDoor(in.loaded.Log)
		}
	}
	return e.door, in.latest, nil
}

// report takes export(request as JSON) and returns {text}, the report in the
// form that is asked for; see [exports.Request].
func (e *exporter) report(args []js.Value) (map[string]any, error) {
	door, latest, err := e.ready()
	if err != nil {
		return nil, err
	}
	return answer(door.Report(latest, []byte(args[0].String())))
}

// events takes exportEvents(request as JSON) and returns {text, parts}: a part
// of the events of the current result, and how many parts there are.
func (e *exporter) events(args []js.Value) (map[string]any, error) {
	door, _, err := e.ready()
	if err != nil {
		return nil, err
	}
	if err := e.questions.open(); err != nil {
		return nil, err
	}
	text, parts, err := door.Events(e.questions.door.Rows(), []byte(args[0].String()))
	if err != nil {
		return nil, err
	}
	return map[string]any{"text": text, "parts": parts}, nil
}

// preview takes redactPreview(request as JSON) and returns {text}, the values
// that a redaction would replace and their pseudonyms, as JSON.
func (e *exporter) preview(args []js.Value) (map[string]any, error) {
	door, _, err := e.ready()
	if err != nil {
		return nil, err
	}
	return answer(door.Preview([]byte(args[0].String())))
}

// fields takes redactFields() and returns {text}, the fields that can be shown
// as they are, as JSON.
func (e *exporter) fields([]js.Value) (map[string]any, error) {
	door, _, err := e.ready()
	if err != nil {
		return nil, err
	}
	return answer(door.Fields())
}

// saved takes saved(text), a report that was saved as JSON, puts it in the place
// of the log and returns it as show does. Questions about events are refused
// from then on.
func (e *exporter) saved(args []js.Value) (map[string]any, error) {
	r, err := report.Parse([]byte(args[0].String()))
	if err != nil {
		return nil, &analyzer.SourceError{File: "the report", Kind: source.Unreadable, Message: "it cannot be opened", Err: err}
	}
	in := e.questions.in
	*in = intake{}
	return in.show(r)
}

func answer(text string, err error) (map[string]any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]any{"text": text}, nil
}
