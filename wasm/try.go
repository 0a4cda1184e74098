//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/rules"
)

// shownEvents is how many events of a rule that is tried the page lists.
const shownEvents = 20

// tried is the answer to a text of rules.
type tried struct {
	Expression bool     `json:"expression"` // and no file of Sigma rules
	Rules      []string `json:"rules"`      // the titles of those that ran
	Matches    int      `json:"matches"`    // events
	Alerts     int      `json:"alerts"`     // of correlations
	UUIDs      []string `json:"uuids"`      // of the first events
	Missing    []string `json:"missing"`    // fields and lists
	Errors     []fault  `json:"errors"`
	MS         float64  `json:"ms"`
}

// fault is one thing that is wrong with a text, and where; 1 is the first line,
// and the first column, in characters.
type fault struct {
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
}

// try takes try({name, text}): a text of rules, and the name of the file that it
// shall become. It returns {text}, what the rules match as JSON, and has the
// query rule:tried find it. Where the text has errors, that finds what it found
// before.
func (q *questions) try(args []js.Value) (map[string]any, error) {
	if err := q.open(); err != nil {
		return nil, err
	}
	var f rules.File
	if err := parse(args[0], &f); err != nil {
		return nil, err
	}
	clock := js.Global().Get("performance")
	began := clock.Call("now").Float()
	trial, err := q.loaded.Try(f)
	if err != nil {
		return nil, err
	}
	t := tried{Expression: trial.Expression, Rules: trial.Rules, Matches: len(trial.Rows), Alerts: trial.Alerts, UUIDs: []string{},
		Missing: trial.Missing, Errors: []fault{}}
	for _, row := range trial.Rows[:min(len(trial.Rows), shownEvents)] {
		t.UUIDs = append(t.UUIDs, q.loaded.Log.UUID(int(row)))
	}
	for _, e := range trial.Errors {
		t.Errors = append(t.Errors, fault{e.Line, e.Column, e.Message})
	}
	if len(t.Errors) == 0 {
		q.door.Mark(trial.Rows)
	}
	t.MS = clock.Call("now").Float() - began
	return textOf(t)
}

// checked is the answer to a text that shall be a configuration.
type checked struct {
	Configuration *json.RawMessage `json:"configuration,omitempty"` // in its shortest form, where nothing is wrong
	Errors        []fault          `json:"errors"`
}

// check takes check(text) and returns {text}: what is wrong with a
// configuration, or the configuration in its shortest form, as JSON.
func check(args []js.Value) (map[string]any, error) {
	c, errs := analyzer.Check([]byte(args[0].String()), browserZones.options())
	answer := checked{Errors: faultsOf(errs)}
	if len(errs) == 0 {
		text, err := c.MarshalJSON()
		if err != nil {
			return nil, err
		}
		raw := json.RawMessage(text)
		answer.Configuration = &raw
	}
	return textOf(answer)
}

// needs takes needs(own rules as JSON) and returns {text}: what each detection
// needs, as JSON.
func needs(args []js.Value) (map[string]any, error) {
	var own []rules.File
	if err := parse(args[0], &own); err != nil {
		return nil, err
	}
	return textOf(analyzer.Needs(own))
}

func faultsOf(errs []config.Error) []fault {
	all := []fault{}
	for _, e := range errs {
		all = append(all, fault{Line: e.Line, Message: e.Message})
	}
	return all
}

// textOf returns {text}, a value as JSON.
func textOf(v any) (map[string]any, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return map[string]any{"text": b.String()}, nil
}
