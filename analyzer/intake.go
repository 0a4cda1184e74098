package analyzer

import (
	"fmt"

	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
	"okta-session-analyzer/analyzer/table"
)

// maxRejects is how many rejected records of a file are listed. All of them
// are counted.
const maxRejects = 10_000

// Intake takes in what decoders make of the chunks of files, in any order, and
// makes a log of it. It knows nothing of threads: [Load] feeds it from
// goroutines, the page from workers, both one result at a time.
type Intake struct {
	plan     *source.Plan
	builder  *table.Builder
	decoders []*table.Translation
	files    []*fileState
}

// fileState is what is known of one file.
type fileState struct {
	name     string
	size     int64
	number   int // in the plan; -1 when the file cannot be used
	layout   *source.Layout
	sha256   string
	found    int // records that were decoded, duplicates included
	rejected int
	rejects  []report.Reject
	notes    source.Notes
	err      *source.Error
	bytes    int64 // of the text, decoded so far
	stream   bool  // the text comes out of a compressed file
	packed   int64 // bytes of the compressed file that were read
}

// NewIntake returns an intake without files for a number of decoders. Chunks
// are chunk bytes long, [source.ChunkSize] if it is 0.
func NewIntake(decoders int, chunk int64) *Intake {
	in := &Intake{plan: source.NewPlan(chunk), builder: table.NewBuilder()}
	for range decoders {
		in.decoders = append(in.decoders, new(table.Translation))
	}
	return in
}

// AddFile adds a file by its name, its size in bytes and its first bytes,
// [source.HeadSize] of them or all, and returns its number. A file that cannot
// be used has an error, a *[SourceError]; it is remembered for the report.
func (in *Intake) AddFile(name string, size int64, head []byte) (file int, err error) {
	return in.add(&fileState{name: name, size: size}, head)
}

// AddStream adds a text that comes bit by bit out of a compressed file, as
// [Intake.AddFile] does; see [Intake.Grow]. size is that of the compressed
// file, head are the first bytes of the text.
func (in *Intake) AddStream(name string, size int64, head []byte) (file int, err error) {
	return in.add(&fileState{name: name, size: size, stream: true}, head)
}

func (in *Intake) add(f *fileState, head []byte) (file int, err error) {
	f.number = -1
	in.files = append(in.files, f)
	file = len(in.files) - 1
	layout, err := source.Sniff(head)
	if err != nil {
		f.err = err.(*source.Error)
		f.err.File = f.name
		return file, f.err
	}
	f.layout = layout
	if f.stream {
		f.number = in.plan.AddStream(layout)
	} else {
		f.number = in.plan.AddFile(f.size, layout)
	}
	in.builder.Carries(layout.Fields()...)
	return file, nil
}

// Grow says that the first have bytes of a stream's text can be read, out of
// the first packed bytes of its file, and whether that is all of it.
func (in *Intake) Grow(file int, have, packed int64, ended bool) {
	f := in.files[file]
	f.packed = packed
	in.plan.Grow(f.number, have, ended)
}

// Window returns which bytes of a stream's text can still be asked for, and up
// to where it is worth while to have it; see [source.Plan.Window].
func (in *Intake) Window(file int) (from, to int64) { return in.plan.Window(in.files[file].number) }

// Refuse says that a file cannot be read at all.
func (in *Intake) Refuse(name string, size int64, err error) {
	in.files = append(in.files, &fileState{name: name, size: size, number: -1,
		err: &source.Error{File: name, Kind: source.Unreadable, Message: "it cannot be read", Err: err}})
}

// Next returns the next chunk to decode; see [source.Plan.Next]. The job's
// file is the number that [Intake.AddFile] returned.
func (in *Intake) Next() (source.Job, bool) {
	job, ok := in.plan.Next()
	if ok {
		job.File = in.number(job.File)
	}
	return job, ok
}

// number returns the file that has a number in the plan.
func (in *Intake) number(planned int) int {
	for i, f := range in.files {
		if f.number == planned {
			return i
		}
	}
	panic("analyzer: a job of a file that nobody added")
}

// Finished reports whether all chunks are decoded.
func (in *Intake) Finished() bool { return in.plan.Finished() }

// Take takes a decoder's result of a job, with what its dictionary gained.
// free is called for each result when its memory can be used again, at once or
// in a later call. The error says that the delta does not fit the ones before,
// a defect.
func (in *Intake) Take(decoder int, job source.Job, delta *table.Delta, r *source.Result, free func(*source.Result)) error {
	t := in.decoders[decoder]
	if err := in.builder.Learn(t, delta); err != nil {
		return fmt.Errorf("analyzer: decoder %d: %w", decoder, err)
	}
	r.Decoder = decoder
	f := in.files[job.File]
	file := job.File
	job.File = f.number
	for _, r := range in.plan.Done(job, r, free) {
		in.builder.Carries(r.Fields()...)
		in.builder.Add(file, in.decoders[r.Decoder], &r.Rows)
		f.accept(r)
		free(r)
	}
	return nil
}

// accept adds an accepted result to a file's account.
func (f *fileState) accept(r *source.Result) {
	f.found += r.Rows.Len()
	f.rejected += len(r.Rejects)
	for _, x := range r.Rejects {
		if len(f.rejects) == maxRejects {
			break
		}
		f.rejects = append(f.rejects, report.Reject{Line: x.Line, Offset: x.Offset, Reason: x.Reason})
	}
	n, m := &f.notes, r.Notes
	n.Headers += m.Headers
	if n.Long == 0 && m.Long > 0 {
		n.LongLine = r.Line + m.LongLine
	}
	n.Long += m.Long
	if n.Suspect == 0 && m.Suspect > 0 {
		n.SuspectAt = r.Line + m.SuspectAt
	}
	n.Suspect += m.Suspect
	f.bytes = r.End
}

// Fail gives up the rest of a file, which could not be read.
func (in *Intake) Fail(file int, err error) {
	f := in.files[file]
	if f.err == nil {
		f.err = &source.Error{File: f.name, Kind: source.Unreadable,
			Message: fmt.Sprintf("reading stopped after byte %d of %d", f.bytes, f.size), Err: err}
		in.plan.Stop(f.number)
	}
}

// Damaged says that a stream's text ends early because its file is damaged.
// What came before is good.
func (in *Intake) Damaged(file int, err error) {
	f := in.files[file]
	if f.err == nil {
		f.err = &source.Error{File: f.name, Kind: source.Unreadable, Message: "only the part before the damage was read", Err: err}
	}
}

// SetSHA256 sets the hash of a file, in hexadecimal.
func (in *Intake) SetSHA256(file int, sum string) { in.files[file].sha256 = sum }

// Progress returns how far the intake is: bytes decoded, events and rejects
// found, over all files.
func (in *Intake) Progress() (bytes int64, events, rejected int) {
	for _, f := range in.files {
		if f.stream {
			bytes += f.packed
		} else {
			bytes += f.bytes
		}
		events += f.found
		rejected += f.rejected
	}
	return bytes, events, rejected
}

// Finish returns the log of all that was taken in. The error is the
// *[SourceError] of the first file when no file has an event.
func (in *Intake) Finish() (*Loaded, error) {
	found := 0
	for _, f := range in.files {
		found += f.found
		if f.err == nil && f.found == 0 {
			f.err = f.nothing()
		}
	}
	if found == 0 {
		for _, f := range in.files {
			return nil, f.err
		}
		return nil, &source.Error{File: "no file", Kind: source.Empty, Message: "there is nothing to analyse"}
	}
	names := make([]string, len(in.files))
	for i, f := range in.files {
		names[i] = f.name
	}
	log, accounts := in.builder.Log(names)
	return newLoaded(log, in.files, accounts), nil
}

// nothing is the error of a file without a single event.
func (f *fileState) nothing() *source.Error {
	if f.rejected == 0 {
		return &source.Error{File: f.name, Kind: source.Empty, Message: "there is a header and no record; widen the time range in Okta and download again"}
	}
	return &source.Error{File: f.name, Kind: source.NotOkta,
		Message: fmt.Sprintf("none of its %d records can be read; the first is in line %d: %s", f.rejected, f.rejects[0].Line, f.rejects[0].Reason)}
}
