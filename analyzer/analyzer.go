// Package analyzer finds attacks in exported Okta System Logs.
//
// [Analyze] is the one way in: files go in, a report comes out. It is what the
// command line calls; the page runs the same parts ([Intake], [Loaded]) with
// its workers in place of goroutines. The package reads no clock and opens no
// file and no connection.
package analyzer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
)

// Version is the version of the analyzer.
const Version = "0.1.0"

// SourceError says that a file cannot be analysed, and why.
type SourceError = source.Error

// Source is a file of a log.
type Source struct {
	Name   string // for messages and the report
	Size   int64  // in bytes
	Reader io.ReaderAt
}

// Options are about how a log is read. They do not change the result. The zero
// value is good.
type Options struct {
	Workers int   // goroutines that decode; 0 is one for each processor
	Chunk   int64 // bytes of a chunk; 0 is [source.ChunkSize]
	// Hash asks for the SHA-256 of each file in the report.
	Hash bool
	// Progress is called after each chunk, from one goroutine at a time.
	Progress func(Progress)
}

// Progress says how far reading is.
type Progress struct {
	Bytes, Total     int64 // decoded so far, of all
	Events, Rejected int   // found so far
}

// Analyze reads files as one log and returns the report on it. Files that
// cannot be used are named in the report; when none can, the error is the
// first one's *[SourceError].
func Analyze(ctx context.Context, sources []Source, c Config) (*report.Report, error) {
	loaded, err := Load(ctx, sources, Options{Hash: true})
	if err != nil {
		return nil, err
	}
	return loaded.Report(c)
}

// Load reads files as one log. Files can be compressed with gzip, and archives
// of zip count as the files in them. The error is the context's, or the first
// file's *[SourceError] when no file has an event.
func Load(ctx context.Context, sources []Source, o Options) (*Loaded, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	l := &loader{in: NewIntake(o.Workers, o.Chunk), progress: o.Progress}
	l.wake = sync.NewCond(&l.mu)
	for _, s := range sources {
		l.total += s.Size
		l.in.Open(s)
	}
	stop := context.AfterFunc(ctx, func() {
		l.mu.Lock()
		l.fail(ctx.Err())
		l.mu.Unlock()
	})
	defer stop()
	var workers sync.WaitGroup
	if o.Hash {
		workers.Go(func() { l.hash(ctx, sources) })
	}
	workers.Go(l.unpack)
	for n := range o.Workers {
		workers.Go(func() { l.work(n) })
	}
	workers.Wait()
	if l.err != nil {
		return nil, l.err
	}
	return l.in.Finish()
}

// loader shares an intake among goroutines.
type loader struct {
	total    int64
	progress func(Progress)

	mu   sync.Mutex
	wake *sync.Cond // a result was taken, a stream has grown, or the load failed
	in   *Intake
	free []*source.Result
	err  error
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
	l.wake.Broadcast()
}

// work decodes chunks until there are none left.
func (l *loader) work(n int) {
	decoder := source.NewDecoder()
	var buffer []byte
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.err == nil && !l.in.Finished() {
		job, ok := l.in.Next()
		if !ok {
			l.wake.Wait()
			continue
		}
		var r *source.Result
		if k := len(l.free); k > 0 {
			r, l.free = l.free[k-1], l.free[:k-1]
		} else {
			r = new(source.Result)
		}
		l.mu.Unlock()

		data, err := l.in.Read(job, buffer)
		if err == nil {
			buffer = data
			decoder.Decode(job.Chunk(data), r)
		}

		l.mu.Lock()
		if err != nil {
			l.in.Fail(job.File, err)
		} else if err := l.in.Take(n, job, decoder.Delta(), r, func(r *source.Result) { l.free = append(l.free, r) }); err != nil {
			l.fail(err)
		}
		if l.progress != nil {
			bytes, events, rejected := l.in.Progress()
			l.progress(Progress{bytes, l.total, events, rejected})
		}
		l.wake.Broadcast()
	}
	l.wake.Broadcast()
}

// unpack reads the streams, no further ahead than the decoders need.
func (l *loader) unpack() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.err == nil {
		s, done := l.in.Wanted()
		switch {
		case done:
			return
		case s == nil:
			l.wake.Wait()
			continue
		}
		l.mu.Unlock()
		s.Read()
		l.mu.Lock()
		l.in.Took(s)
		l.wake.Broadcast()
	}
}

// hash computes the SHA-256 of each file, beside the decoding.
func (l *loader) hash(ctx context.Context, sources []Source) {
	for n, s := range sources {
		h := sha256.New()
		piece := make([]byte, 1<<20)
		for at := int64(0); at < s.Size && ctx.Err() == nil; {
			n, err := s.Reader.ReadAt(piece[:min(int64(len(piece)), s.Size-at)], at)
			h.Write(piece[:n])
			at += int64(n)
			if err != nil || n == 0 {
				break
			}
		}
		l.mu.Lock()
		l.in.SetSHA256(n, hex.EncodeToString(h.Sum(nil)))
		l.mu.Unlock()
	}
}

// readAll returns the bytes of [from, to), in buffer if they fit, with room for
// a few more behind them. A file that ends before is an error: it has changed.
func readAll(r io.ReaderAt, from, to int64, buffer []byte) ([]byte, error) {
	if n := int(to - from); cap(buffer) < n+source.Slack {
		buffer = make([]byte, n, n+n/8+source.Slack)
	}
	buffer = buffer[:to-from]
	n, err := r.ReadAt(buffer, from)
	if n == len(buffer) {
		return buffer, nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = fmt.Errorf("the file ends at byte %d and had %d when it was opened; it changed while it was read", from+int64(n), to)
	}
	return nil, err
}
