package analyzer

import (
	"errors"
	"fmt"
	"io"

	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
	"okta-session-analyzer/analyzer/table"
)

// Intake takes in what decoders make of the chunks of files, in any order, and
// makes a log of it. It knows nothing of threads: [Load] feeds it from
// goroutines, the page from workers, both one result at a time.
type Intake struct {
	plan     *source.Plan
	builder  *table.Builder
	decoders []*table.Translation
	files    []*fileState
	streams  []*Stream // not yet read to their ends
	sources  int
}

// fileState is what is known of one file.
type fileState struct {
	source   int // its number
	name     string
	size     int64
	number   int // in the plan; -1 when the file cannot be used
	layout   *source.Layout
	head     []byte // the first bytes of the text, until it is decoded
	sha256   string
	found    int // records that were decoded, duplicates included
	rejected int
	rejects  []report.Reject
	notes    source.Notes
	err      *source.Error
	bytes    int64 // of the text, decoded so far
	text     text
	stream   *Stream // of a file whose text comes out of a compressed source
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

// Open adds a source. An archive is as many files as are in it. A source that
// cannot be used is no error of Open's: the report speaks of it.
func (in *Intake) Open(s Source) {
	n := in.sources
	in.sources++
	head, err := readAll(s.Reader, 0, min(s.Size, source.HeadSize), nil)
	if err != nil {
		in.refuse(n, s.Name, s.Size, err)
		return
	}
	switch source.SniffPacked(head) {
	case source.Zip:
		members, err := source.Members(s.Reader, s.Size)
		if err != nil {
			in.refuse(n, s.Name, s.Size, err)
			return
		}
		for _, m := range members {
			in.openStream(n, s.Name+"/"+m.Name, m.Size, m.Open)
		}
	case source.Gzip, source.Zstandard:
		in.openStream(n, s.Name, s.Size, func() (io.Reader, error) { return io.NewSectionReader(s.Reader, 0, s.Size), nil })
	default:
		in.add(&fileState{source: n, name: s.Name, size: s.Size, text: plainText{s}}, head)
	}
}

// Refuse adds a source that cannot even be opened.
func (in *Intake) Refuse(name string, size int64, err error) {
	in.refuse(in.sources, name, size, err)
	in.sources++
}

func (in *Intake) refuse(n int, name string, size int64, err error) {
	refused := source.Error{Kind: source.Unreadable, Message: "it cannot be read", Err: err}
	if e, ok := errors.AsType[*source.Error](err); ok {
		refused = *e
	}
	refused.File = name
	in.files = append(in.files, &fileState{source: n, name: name, size: size, number: -1, err: &refused})
}

// add adds a file whose first bytes of text are head.
func (in *Intake) add(f *fileState, head []byte) {
	f.number = -1
	in.files = append(in.files, f)
	layout, err := source.Sniff(head)
	if err != nil {
		f.err = err.(*source.Error)
		f.err.File = f.name
		return
	}
	f.layout, f.head = layout, head
	if f.stream != nil {
		f.number = in.plan.AddStream(layout)
		in.streams = append(in.streams, f.stream)
	} else {
		f.number = in.plan.AddFile(f.size, layout)
	}
	in.builder.Carries(layout.Fields()...)
}

// Source returns the number of the source that a file is from, in the order of
// [Intake.Open] and [Intake.Refuse].
func (in *Intake) Source(file int) int { return in.files[file].source }

// Packed reports whether a file's text comes out of a compressed source.
func (in *Intake) Packed(file int) bool { return in.files[file].stream != nil }

// Files returns how many files there are. Those that cannot be used have no
// [Intake.Head].
func (in *Intake) Files() int { return len(in.files) }

// Head returns the first bytes of a file's text, from which a decoder elsewhere
// finds the same layout.
func (in *Intake) Head(file int) []byte { return in.files[file].head }

// Read returns the bytes of a job, in buffer if they fit, with room for a few
// more behind them. It can be called while the intake is in use.
func (in *Intake) Read(job source.Job, buffer []byte) ([]byte, error) {
	return in.files[job.File].text.read(job.From, job.To, buffer)
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
		f.accept(r)
		in.builder.Add(file, in.decoders[r.Decoder], r.Rows)
		r.Rows = table.Batch{}
		free(r)
	}
	return nil
}

// accept adds an accepted result to a file's account.
func (f *fileState) accept(r *source.Result) {
	f.found += r.Rows.Len()
	f.rejected += len(r.Rejects) + r.Notes.Unlisted
	for _, x := range r.Rejects {
		if len(f.rejects) == source.MaxRejects {
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

// SetSHA256 sets the hash of a source, in hexadecimal, for all files in it.
func (in *Intake) SetSHA256(n int, sum string) {
	for _, f := range in.files {
		if f.source == n {
			f.sha256 = sum
		}
	}
}

// Progress returns how far the intake is: bytes decoded, events and rejects
// found, over all files.
func (in *Intake) Progress() (bytes int64, events, rejected int) {
	for _, f := range in.files {
		if f.stream != nil {
			bytes += f.stream.taken
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
		f.head = nil
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
