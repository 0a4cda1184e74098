//go:build js && wasm

// Command wasm is the engine as a worker of the page sees it: a few functions
// on the global object "okta", which take and return bytes and JSON. A worker
// is either a decoder, which turns chunks of files into results, or the intake,
// which puts the results together and analyses the log.
//
// Every function answers with an object. Its key "error" is there only when
// something went wrong: {error: {kind, message}}.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/source"
)

func main() {
	// WebAssembly memory never shrinks: what the collector lets grow stays
	// grown. Decoding makes little garbage, so collecting often costs little.
	debug.SetGCPercent(50)
	d, in := newDecoder(), new(intake)
	events := &questions{in: in}
	out := &exporter{questions: events}
	js.Global().Set("okta", map[string]any{
		"version": analyzer.Version,

		"layout": export(d.layout),
		"decode": export(d.decode),

		"warm": export(warm),

		"zones":  export(browserZones.use),
		"begin":  export(in.begin),
		"open":   export(in.open),
		"usable": export(in.usable),
		"unpack": export(in.unpack),
		"next":   export(in.next),
		"take":   export(in.take),
		"fail":   export(in.fail),
		"finish": export(in.finish),
		"report": export(in.report),
		"hash":   export(in.hash),
		"events": export(in.events),
		"record": export(in.record),
		"check":  export(check),
		"needs":  export(needs),
		"try":    export(events.try),

		"export":        export(out.report),
		"exportEvents":  export(out.events),
		"redactPreview": export(out.preview),
		"redactFields":  export(out.fields),
		"saved":         export(out.saved),

		"query":     events.ask("query"),
		"rows":      events.ask("rows"),
		"histogram": events.ask("histogram"),
		"top":       events.ask("top"),
		"entity":    events.ask("entity"),
		"position":  events.ask("position"),
		"fields":    events.ask("fields"),
		"suggest":   events.ask("suggest"),
		"map":       events.ask("map"),
	})
	select {}
}

// export makes a Go function one of JavaScript.
func export(f func(args []js.Value) (map[string]any, error)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		answer, err := f(args)
		if err != nil {
			kind := "crashed"
			if e, ok := errors.AsType[*analyzer.SourceError](err); ok {
				kind = string(e.Kind)
			}
			return map[string]any{"error": map[string]any{"kind": kind, "message": err.Error()}}
		}
		if answer == nil {
			answer = map[string]any{}
		}
		return answer
	})
}

// bytesOf copies a Uint8Array into buffer, if it fits, with room behind it for
// the decoder.
func bytesOf(v js.Value, buffer []byte) []byte {
	n := v.Get("length").Int()
	if cap(buffer) < n+source.Slack {
		buffer = make([]byte, n, n+source.Slack)
	}
	buffer = buffer[:n]
	js.CopyBytesToGo(buffer, v)
	return buffer
}

// toJS copies bytes into a new Uint8Array.
func toJS(b []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}

// offset reads an offset in a file; numbers of JavaScript are exact up to 2^53.
func offset(v js.Value, key string) int64 { return int64(v.Get(key).Float()) }

// parse reads a JSON text of the page.
func parse(v js.Value, to any) error {
	if err := json.Unmarshal([]byte(v.String()), to); err != nil {
		return fmt.Errorf("wasm: %w", err)
	}
	return nil
}
