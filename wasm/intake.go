//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
)

// intake puts results together and analyses the log.
type intake struct {
	*analyzer.Intake
	jobs   map[int]source.Job // given out and not yet taken, by their number
	last   int
	loaded *analyzer.Loaded
	latest *report.Report
}

// begin takes begin(decoders) and forgets everything before.
func (in *intake) begin(args []js.Value) (map[string]any, error) {
	*in = intake{Intake: analyzer.NewIntake(args[0].Int(), 0), jobs: make(map[int]source.Job)}
	return nil, nil
}

// add takes add(name, size, head): a file and its first bytes. A file that
// cannot be used is no error, the report speaks of it; the answer is {usable}.
func (in *intake) add(args []js.Value) (map[string]any, error) {
	_, err := in.AddFile(args[0].String(), int64(args[1].Float()), bytesOf(args[2], nil))
	return map[string]any{"usable": err == nil}, nil
}

// refuse takes refuse(name, size, why): a file that cannot be opened.
func (in *intake) refuse(args []js.Value) (map[string]any, error) {
	in.Refuse(args[0].String(), int64(args[1].Float()), errors.New(args[2].String()))
	return nil, nil
}

// next returns {job} if there is a chunk to decode, and {finished}.
func (in *intake) next([]js.Value) (map[string]any, error) {
	job, ok := in.Next()
	if !ok {
		return map[string]any{"finished": in.Finished()}, nil
	}
	in.last++
	in.jobs[in.last] = job
	return map[string]any{"finished": false, "job": map[string]any{
		"number": in.last, "file": job.File, "start": job.Start, "end": job.End, "from": job.From, "to": job.To,
		"exact": job.Exact, "header": job.Layout.Header(),
	}}, nil
}

// take takes take(decoder, number of the job, result) and returns how far the
// intake is.
func (in *intake) take(args []js.Value) (map[string]any, error) {
	job := in.jobs[args[1].Int()]
	delete(in.jobs, args[1].Int())
	delta, result, err := source.ParseResult(bytesOf(args[2], nil), job.Layout)
	if err != nil {
		return nil, err
	}
	if err := in.Take(args[0].Int(), job, delta, result, func(*source.Result) {}); err != nil {
		return nil, err
	}
	n, events, rejected := in.Progress()
	return map[string]any{"bytes": n, "events": events, "rejected": rejected}, nil
}

// fail takes fail(number of the job, why): the job's file cannot be read on.
func (in *intake) fail(args []js.Value) (map[string]any, error) {
	job := in.jobs[args[0].Int()]
	delete(in.jobs, args[0].Int())
	in.Fail(job.File, errors.New(args[1].String()))
	return nil, nil
}

// finish takes finish(configuration) when all chunks are decoded and returns
// {text}, the report as JSON.
func (in *intake) finish(args []js.Value) (map[string]any, error) {
	loaded, err := in.Finish()
	if err != nil {
		return nil, err
	}
	in.loaded, in.Intake = loaded, nil
	return in.report(args)
}

// report takes report(configuration) and returns {text}, the report as JSON.
func (in *intake) report(args []js.Value) (map[string]any, error) {
	var c analyzer.Config
	if err := parse(args[0], &c.Detect); err != nil {
		return nil, err
	}
	r, err := in.loaded.Report(c)
	if err != nil {
		return nil, err
	}
	in.latest = r
	return in.text(func(w *bytes.Buffer) error { return report.WriteJSON(w, r) })
}

// hash takes hash(file, sha256) and returns {text}, the report with it.
func (in *intake) hash(args []js.Value) (map[string]any, error) {
	in.loaded.SetSHA256(args[0].Int(), args[1].String())
	in.latest.Log.Files[args[0].Int()].SHA256 = args[1].String()
	return in.text(func(w *bytes.Buffer) error { return report.WriteJSON(w, in.latest) })
}

// csv returns {text}, the findings as CSV.
func (in *intake) csv([]js.Value) (map[string]any, error) {
	return in.text(func(w *bytes.Buffer) error { return report.WriteCSV(w, in.latest) })
}

func (in *intake) text(write func(*bytes.Buffer) error) (map[string]any, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, err
	}
	return map[string]any{"text": b.String()}, nil
}

// events takes events(uuids as JSON) and returns {text}, the events as JSON.
func (in *intake) events(args []js.Value) (map[string]any, error) {
	var uuids []string
	if err := parse(args[0], &uuids); err != nil {
		return nil, err
	}
	return in.text(func(w *bytes.Buffer) error { return report.WriteEvents(w, in.loaded.Log, uuids) })
}

// record takes record(uuid) and returns where the event's record is: {file,
// offset, length, encoding}. An unknown uuid is {}.
func (in *intake) record(args []js.Value) (map[string]any, error) {
	row, ok := in.loaded.Log.Find(args[0].String())
	if !ok {
		return nil, nil
	}
	file, at, length := in.loaded.Log.Source(row)
	return map[string]any{"file": file, "offset": at, "length": length, "encoding": in.loaded.Encoding(file)}, nil
}
