//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/query"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/table"
)

// questions answers the page's questions about the events of the log that the
// intake has loaded.
type questions struct {
	in     *intake
	door   *query.Door
	loaded *analyzer.Loaded // that the door leads to
	latest *report.Report   // with which its current result was found
}

// open opens the door to the log that is loaded. After an analysis every event
// is the current result.
func (q *questions) open() error {
	if q.in.loaded == nil {
		return errNoLog
	}
	if q.loaded != q.in.loaded {
		clock := js.Global().Get("performance")
		q.door = query.NewDoor(q.in.loaded.Log, func() float64 { return clock.Call("now").Float() })
	}
	if q.latest != q.in.latest {
		q.door.Reset()
	}
	q.loaded, q.latest = q.in.loaded, q.in.latest
	return nil
}

// errNoLog is the answer to a question about events when there are none.
var errNoLog = errors.New("wasm: no log is loaded")

// ask returns the function that answers the questions of a name: it takes the
// question as JSON and returns {text}, the answer as JSON.
func (q *questions) ask(name string) js.Func {
	return export(func(args []js.Value) (map[string]any, error) {
		if err := q.open(); err != nil {
			return nil, err
		}
		question := ""
		if len(args) > 0 && args[0].Type() == js.TypeString {
			question = args[0].String()
		}
		text, err := q.door.Ask(name, question)
		if err != nil {
			return nil, err
		}
		return map[string]any{"text": text}, nil
	})
}

// warmQuestions asks what the page asks of every log, as [warm] does for the
// analysis.
func warmQuestions(log *table.Log) error {
	door := query.NewDoor(log, nil)
	for _, q := range [][2]string{
		{"query", `{"text":"warm -user:*a?m* (ip:192.0.2.0/24 OR kind:signin) time>=2020-01-01","sort":{"field":"user","descending":true}}`},
		{"query", `{"text":"","sort":{"field":"ip","descending":false}}`},
		{"rows", `{"from":0,"to":200,"fields":["time","type","result","user","ip","city","session","target"]}`},
		{"histogram", `{"buckets":100,"whole":true}`},
		{"top", `{"fields":["type","user","ip","country"],"limit":10}`},
	} {
		if _, err := door.Ask(q[0], q[1]); err != nil {
			return err
		}
	}
	return nil
}
