//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall/js"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/config"
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

// open takes open(name, size, read): a file of a size in bytes, and a function
// that returns its bytes from one offset to another as a Uint8Array, or throws.
// A file that cannot be used is no error, the report speaks of it.
func (in *intake) open(args []js.Value) (map[string]any, error) {
	in.Open(analyzer.Source{Name: args[0].String(), Size: int64(args[1].Float()), Reader: jsFile{args[2]}})
	return nil, nil
}

// jsFile reads a file of the browser's.
type jsFile struct{ read js.Value }

// ReadAt returns the error that the browser throws, as it does when the file
// was changed or taken away.
func (f jsFile) ReadAt(p []byte, at int64) (n int, err error) {
	defer func() {
		if e := recover(); e != nil {
			thrown, ok := e.(js.Error)
			if !ok {
				panic(e)
			}
			err = thrown
		}
	}()
	n = js.CopyBytesToGo(p, f.read.Invoke(at, at+int64(len(p))))
	if n < len(p) {
		err = io.EOF
	}
	return n, err
}

// usable returns {files}: for each file that can be used its number, that of
// its source, whether it is packed, and its first bytes.
func (in *intake) usable([]js.Value) (map[string]any, error) {
	list := []any{}
	for n := range in.Files() {
		if head := in.Head(n); head != nil {
			list = append(list, map[string]any{"number": n, "source": in.Source(n), "packed": in.Packed(n), "head": toJS(head)})
		}
	}
	return map[string]any{"files": list}, nil
}

// unpack reads the next block of the compressed files if the decoders want it,
// and returns {more}: whether they did.
func (in *intake) unpack([]js.Value) (map[string]any, error) {
	s, _ := in.Wanted()
	if s == nil {
		return map[string]any{"more": false}, nil
	}
	s.Read()
	in.Took(s)
	return map[string]any{"more": true}, nil
}

// next returns {job} if there is a chunk to decode, and {finished}. The job of
// a packed file has its data with it.
func (in *intake) next([]js.Value) (map[string]any, error) {
	job, ok := in.Next()
	if !ok {
		return map[string]any{"finished": in.Finished()}, nil
	}
	in.last++
	in.jobs[in.last] = job
	give := map[string]any{
		"number": in.last, "file": job.File, "start": job.Start, "end": job.End, "from": job.From, "to": job.To,
		"size": job.Size, "exact": job.Exact, "header": job.Layout.Header(),
	}
	if in.Packed(job.File) {
		data, err := in.Read(job, nil)
		if err != nil {
			return nil, err
		}
		give["data"] = toJS(data)
	}
	return map[string]any{"finished": false, "job": give}, nil
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
// the report as show does.
func (in *intake) finish(args []js.Value) (map[string]any, error) {
	loaded, err := in.Finish()
	if err != nil {
		return nil, err
	}
	in.loaded, in.Intake = loaded, nil
	// What the decoders sent is garbage now, as much as the log itself: the
	// analysis is to use its place, since memory that has grown stays grown.
	runtime.GC()
	return in.report(args)
}

// report takes report(configuration) and returns the report as show does. The
// configuration is the JSON that the command line reads, with the analyst's own
// rules in it: "rules": [{"name": "own.yml", "text": "title: …"}].
func (in *intake) report(args []js.Value) (map[string]any, error) {
	if in.loaded == nil {
		return nil, errNoLog
	}
	c, err := config.Parse([]byte(args[0].String()), browserZones.options())
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	r, err := in.loaded.Report(c)
	if err != nil {
		return nil, err
	}
	return in.show(r)
}

// show makes a report the latest and returns {head, parts}: what leads to it
// from the one before, as JSON in bytes; see [report.Update].
func (in *intake) show(r *report.Report) (map[string]any, error) {
	u, err := report.NewUpdate(in.latest, r)
	if err != nil {
		return nil, err
	}
	in.latest = r
	parts := make([]any, len(u.Parts))
	for i, part := range u.Parts {
		parts[i] = toJS(part)
	}
	return map[string]any{"head": toJS(u.Head), "parts": parts}, nil
}

// hash takes hash(source, sha256) and returns the report with it as show does.
func (in *intake) hash(args []js.Value) (map[string]any, error) {
	if in.loaded == nil {
		return nil, errNoLog
	}
	in.loaded.SetSHA256(args[0].Int(), args[1].String())
	// The report stays the same one, so that the events' current result does too.
	log := in.loaded.Summary()
	log.Suppressed = in.latest.Log.Suppressed
	in.latest.Log = log
	return in.show(in.latest)
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
	if in.loaded == nil {
		return nil, errNoLog
	}
	var uuids []string
	if err := parse(args[0], &uuids); err != nil {
		return nil, err
	}
	return in.text(func(w *bytes.Buffer) error { return report.WriteEvents(w, in.loaded.Log, uuids) })
}

// record takes record(uuid) and returns {text, cells}: the event's record as it
// stands in its file, and its names and values as JSON. An unknown uuid is {}.
func (in *intake) record(args []js.Value) (map[string]any, error) {
	if in.loaded == nil {
		return nil, errNoLog
	}
	row, ok := in.loaded.Log.Find(args[0].String())
	if !ok {
		return nil, nil
	}
	text, err := in.loaded.Record(row)
	if err != nil {
		return nil, &analyzer.SourceError{File: "the log", Kind: source.Unreadable, Message: "the record cannot be read again", Err: err}
	}
	cells, err := json.Marshal(in.loaded.Cells(row, text))
	if err != nil {
		return nil, err
	}
	return map[string]any{"text": text, "cells": string(cells)}, nil
}
