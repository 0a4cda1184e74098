//go:build js && wasm

package main

import (
	"bytes"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
)

// warm takes warm(data), the bytes of a log, analyses it and forgets it. The
// browser compiles a function well only after it has run for a while, and one
// that runs once over a million events never. A page is idle between opening
// and the first file; going over the sample a few times in that while makes
// the first real log 1.5 times as fast. All workers share the code.
func warm(args []js.Value) (map[string]any, error) {
	data := bytesOf(args[0], nil)
	in := analyzer.NewIntake(1, 256<<10)
	in.Open(analyzer.Source{Name: "warm", Size: int64(len(data)), Reader: bytes.NewReader(data)})
	decoder := source.NewDecoder()
	var r source.Result
	var buffer, wire []byte
	for !in.Finished() {
		job, ok := in.Next()
		if !ok {
			break
		}
		var err error
		if buffer, err = in.Read(job, buffer); err != nil {
			return nil, err
		}
		decoder.Decode(job.Chunk(buffer), &r)
		wire = source.AppendResult(wire[:0], decoder.Delta(), &r)
		delta, result, err := source.ParseResult(append([]byte(nil), wire...), job.Layout)
		if err != nil {
			return nil, err
		}
		if err := in.Take(0, job, delta, result, func(*source.Result) {}); err != nil {
			return nil, err
		}
	}
	loaded, err := in.Finish()
	if err != nil {
		return nil, err
	}
	rep, err := loaded.Report(analyzer.Config{})
	if err != nil {
		return nil, err
	}
	if _, err := report.NewUpdate(nil, rep); err != nil {
		return nil, err
	}
	// And once more, as after a changed threshold.
	again, err := loaded.Report(analyzer.Config{Detect: detect.Config{
		Parameters: map[string]map[string]float64{"session-fast-travel": {"speed_kmh": 300}}}})
	if err != nil {
		return nil, err
	}
	if _, err := report.NewUpdate(rep, again); err != nil {
		return nil, err
	}
	return nil, warmQuestions(loaded.Log)
}
