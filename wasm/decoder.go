//go:build js && wasm

package main

import (
	"fmt"
	"syscall/js"

	"okta-session-analyzer/analyzer/source"
)

// decoder decodes the chunks that a worker reads.
type decoder struct {
	*source.Decoder
	layouts map[int]*source.Layout
	result  source.Result
	buffer  []byte
	out     []byte
}

func newDecoder() *decoder {
	return &decoder{Decoder: source.NewDecoder(), layouts: make(map[int]*source.Layout)}
}

// layout takes layout(file, head): the number of a file and its first bytes.
func (d *decoder) layout(args []js.Value) (map[string]any, error) {
	layout, err := source.Sniff(bytesOf(args[1], nil))
	if err != nil {
		return nil, err
	}
	d.layouts[args[0].Int()] = layout
	return nil, nil
}

// decode takes decode(job, data): a job as next returned it and the bytes of
// its file from job.from on. It returns {result}, for take.
func (d *decoder) decode(args []js.Value) (map[string]any, error) {
	file := args[0].Get("file").Int()
	layout := d.layouts[file]
	if layout == nil {
		return nil, fmt.Errorf("wasm: a chunk of file %d, whose first bytes were never seen", file)
	}
	if header := args[0].Get("header").String(); header != layout.Header() {
		var err error
		if layout, err = layout.WithHeader(header); err != nil {
			return nil, err
		}
	}
	job := source.Job{Layout: layout, Start: offset(args[0], "start"), End: offset(args[0], "end"),
		From: offset(args[0], "from"), Size: offset(args[0], "size"), Exact: args[0].Get("exact").Bool()}
	d.buffer = bytesOf(args[1], d.buffer)
	d.Decode(job.Chunk(d.buffer), &d.result)
	d.out = source.AppendResult(d.out[:0], d.Delta(), &d.result)
	return map[string]any{"result": toJS(d.out)}, nil
}
