package source

import "math"

// ChunkSize is the usual length of a chunk in bytes. Chromium reads slices of
// 16 MiB three times as fast as slices of 1 MiB; at 8 MiB it has lost a tenth
// of that, and a worker's memory is half as large.
const ChunkSize = 8 << 20

// Bytes to read beyond the end of a chunk, so that the record that crosses it
// is whole: first a few records' length, then more than the longest record.
const (
	shortTail = 64 << 10
	longTail  = maxRecord + maxCell
)

// maxLead is how many bytes before a guessed start are read, to see whether a
// record starts right there: the line break before it, or what stands between
// two records of JSON.
const maxLead = 64

// Job is a chunk that waits to be decoded.
type Job struct {
	File       int
	Start, End int64 // as in [Chunk]
	Exact      bool
	// From and To are the offsets of the bytes to read; To can be beyond the
	// end of the file.
	From, To int64
	// Size is the length of the text in bytes, more than any offset while that
	// is not known.
	Size   int64
	Layout *Layout
}

// Chunk returns the job as a chunk with the bytes that were read for it. data
// end before job.To only where the text does.
func (j *Job) Chunk(data []byte) *Chunk {
	return &Chunk{Layout: j.Layout, Data: data, Base: j.From, Start: j.Start, End: j.End, Exact: j.Exact,
		EOF: j.From+int64(len(data)) >= j.Size}
}

// Plan cuts files into chunks and puts their results in order.
//
// Where a record ends depends on the quotes before it, so nobody can tell from
// the middle of a file where the next record starts. A chunk therefore starts
// with a guess, the first line break, and its result says where its first
// record started and its last one ended. The plan accepts a result only when
// the one before ended exactly there, and has the chunk decoded again from the
// right place otherwise. Whatever the quotes of a hostile log do, the result
// is that of reading from front to back.
//
// A Plan knows nothing of threads: natively goroutines take jobs from it, in
// the page workers do.
type Plan struct {
	chunk int64
	files []*filePlan
	next  int // the first file that may have chunks left
}

// filePlan is the state of one file.
type filePlan struct {
	size    int64 // of the text, or math.MaxInt64 while a stream goes on
	have    int64 // how much of it can be read
	cut     int64 // where the next chunk starts
	layout  *Layout
	redo    []Job             // to be decoded before anything else
	results map[int64]*result // by the start of the job
	queue   []int64           // the starts of the jobs whose results are awaited, in order
	expect  int64             // where the next result must start
	midway  bool              // expect is inside a rejected record
	line    int64             // of expect, from 1
	stopped bool              // nothing more of this file is wanted
}

type result struct {
	job Job
	*Result
}

// NewPlan returns a plan without files. Chunks are chunk bytes long,
// [ChunkSize] if it is 0.
func NewPlan(chunk int64) *Plan {
	if chunk <= 0 {
		chunk = ChunkSize
	}
	return &Plan{chunk: chunk}
}

// AddFile adds a file of a size in bytes and returns its number, from 0.
func (p *Plan) AddFile(size int64, layout *Layout) int {
	p.files = append(p.files, &filePlan{size: size, have: size, cut: layout.Start, expect: layout.Start, line: layout.Line,
		layout: layout, results: make(map[int64]*result)})
	return len(p.files) - 1
}

// AddStream adds a text that comes bit by bit, as it does out of a compressed
// file, and returns its number; see [Plan.Grow].
func (p *Plan) AddStream(layout *Layout) int {
	n := p.AddFile(math.MaxInt64, layout)
	p.files[n].have = 0
	return n
}

// Grow says that the first have bytes of a stream can be read, and whether
// that is all of it.
func (p *Plan) Grow(file int, have int64, ended bool) {
	f := p.files[file]
	f.have = have
	if ended {
		f.size = have
		f.cut = min(f.cut, have)
	}
}

// Window returns which bytes of a stream can still be asked for: those from
// the first return value on. Up to the second one there are chunks to decode;
// what is beyond has to wait.
func (p *Plan) Window(file int) (from, to int64) {
	f := p.files[file]
	from = f.expect
	if len(f.queue) > 0 {
		// A record may reach over a chunk that a decoder has yet to read.
		from = min(from, f.queue[0])
	}
	return max(0, from-maxLead), f.expect + maxAhead*p.chunk + longTail
}

// maxAhead is how many chunks of a file can be decoded before the first of
// them is accepted. It bounds the memory of results that wait for one another.
const maxAhead = 24

// Layout returns the layout of a file that is in force behind what was accepted.
func (p *Plan) Layout(file int) *Layout { return p.files[file].layout }

// Stop gives up the rest of a file: it could not be read.
func (p *Plan) Stop(file int) {
	f := p.files[file]
	f.stopped, f.redo, f.queue = true, nil, nil
	clear(f.results)
}

// Next returns the next job. It returns false when there is none: all is
// decoded, or results are awaited that decide what comes next.
func (p *Plan) Next() (Job, bool) {
	for n := p.next; n < len(p.files); n++ {
		f := p.files[n]
		if len(f.redo) > 0 {
			job := f.redo[0]
			job.Size = f.size
			if job.To > f.have && f.have < f.size {
				continue
			}
			f.redo = f.redo[1:]
			return job, true
		}
		if f.stopped || f.cut >= f.size {
			if n == p.next && len(f.queue) == 0 {
				p.next++
			}
			continue
		}
		start := f.cut
		end := min(start-start%p.chunk+p.chunk, f.size)
		if end+shortTail > f.have && f.have < f.size || len(f.queue) >= maxAhead {
			continue
		}
		f.cut = end
		f.queue = append(f.queue, start)
		return p.job(n, start, f.cut, start == f.expect && !f.midway, shortTail), true
	}
	return Job{}, false
}

func (p *Plan) job(file int, start, end int64, exact bool, tail int64) Job {
	from := start
	if !exact {
		from = max(0, start-maxLead)
	}
	f := p.files[file]
	return Job{File: file, Start: start, End: end, Exact: exact, From: from, To: end + tail, Size: f.size, Layout: f.layout}
}

// Done takes the result of a job and returns the results that are accepted by
// it, in the order of the file and with the lines of their rejects numbered:
// none, this one, or also later ones that waited for it. A result must not be
// used again before it was returned or dropped; drop is called for those that
// are not accepted.
func (p *Plan) Done(job Job, r *Result, drop func(*Result)) (accepted []*Result) {
	f := p.files[job.File]
	if f.stopped {
		drop(r)
		return nil
	}
	f.results[job.Start] = &result{job, r}
	for len(f.queue) > 0 {
		start := f.queue[0]
		got := f.results[start]
		if got == nil {
			return accepted
		}
		delete(f.results, start)
		job := got.job
		if f.expect >= job.End {
			// The record before reaches over the whole chunk.
			f.queue = f.queue[1:]
			drop(got.Result)
			continue
		}
		fits := got.Start == f.expect || f.midway && !job.Exact && job.Start == f.expect
		if !fits || job.Layout.header != f.layout.header {
			drop(got.Result)
			p.again(f, job, f.expect, !f.midway, shortTail)
			return accepted
		}
		if f.midway {
			f.line += got.Lead
		}
		for i := range got.Rejects {
			got.Rejects[i].Line += f.line
		}
		got.Line = f.line
		f.line += got.Breaks
		accepted = append(accepted, got.Result)
		f.expect, f.midway = got.End, got.Midway
		f.layout = got.Layout
		if got.End == job.Start && job.Exact && job.To >= f.size {
			// All of the text was there and nothing of it was used: a defect of the
			// decoder, and asking again would never end.
			got.Rejects = append(got.Rejects, Reject{Line: f.line, Offset: got.End, Reason: undecodable})
			f.expect, f.midway = f.size, false
		} else if got.End < min(job.End, f.size) {
			// The last record did not fit, or the header changed.
			p.again(f, job, got.End, !got.Midway, longTail)
			return accepted
		}
		f.queue = f.queue[1:]
	}
	return accepted
}

const undecodable = "the decoder makes nothing of the rest of the file, which is a defect of this program"

// again has the rest of a job decoded from another start.
func (p *Plan) again(f *filePlan, job Job, start int64, exact bool, tail int64) {
	f.queue[0] = start
	next := p.job(job.File, start, job.End, exact, tail)
	f.redo = append(f.redo, next)
}

// Finished reports whether every file was decoded to its end or given up.
func (p *Plan) Finished() bool {
	for _, f := range p.files {
		if !f.stopped && (f.cut < f.size || len(f.queue) > 0) {
			return false
		}
	}
	return true
}
