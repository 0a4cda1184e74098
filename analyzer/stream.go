package analyzer

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"sync"

	"okta-session-analyzer/analyzer/source"
)

// Stream is the text of a compressed file, read front to back and no further
// ahead than the decoders need.
type Stream struct {
	file   int // in the intake
	reader io.Reader
	packed *counter
	window *window
	err    error // why reading ended; io.EOF at the end of the text
	taken  int64 // bytes of the compressed file behind what the plan knows of

	reopen func() (io.Reader, error) // the text from its beginning
}

// openStream adds a text that open returns, perhaps compressed once more; size
// is that of the compressed file.
func (in *Intake) openStream(n int, name string, size int64, open func() (io.Reader, error)) {
	raw, err := open()
	if err != nil {
		in.refuse(n, name, size, err)
		return
	}
	packed := &counter{r: raw}
	reader, err := source.Unpack(packed, size)
	if err != nil {
		in.refuse(n, name, size, err)
		return
	}
	head := make([]byte, source.HeadSize)
	got, err := fill(reader, head)
	if err != nil && err != io.EOF && got == 0 {
		in.refuse(n, name, size, err)
		return
	}
	s := &Stream{file: len(in.files), reader: reader, packed: packed, window: new(window), err: err}
	s.reopen = func() (io.Reader, error) {
		raw, err := open()
		if err != nil {
			return nil, err
		}
		return source.Unpack(raw, size)
	}
	s.window.add(head[:got])
	in.add(&fileState{source: n, name: name, size: size, text: s.window, stream: s}, head[:got])
}

// Wanted returns a stream of which the decoders want more text now, or nil.
// done says that no stream will ever have more. The caller calls
// [Stream.Read], during which the intake can be used, and then [Intake.Took].
func (in *Intake) Wanted() (s *Stream, done bool) {
	if len(in.streams) == 0 {
		return nil, true
	}
	s = in.streams[0]
	from, to := in.plan.Window(in.files[s.file].number)
	s.window.drop(from)
	if s.window.length() >= to {
		return nil, false
	}
	return s, false
}

// Read reads the next block of text.
func (s *Stream) Read() {
	if s.err == nil {
		block := make([]byte, 1<<20)
		var n int
		n, s.err = fill(s.reader, block)
		s.window.add(block[:n])
	}
}

// Took says that a block was read.
func (in *Intake) Took(s *Stream) {
	f := in.files[s.file]
	have := s.window.length()
	if s.err != nil {
		in.streams = in.streams[1:]
		if s.err != io.EOF && f.err == nil {
			f.err = &source.Error{File: f.name, Kind: source.Unreadable, Err: s.err, Message: unpacking(s.err, have)}
		}
	}
	s.taken = s.packed.n
	in.plan.Grow(f.number, have, s.err != nil)
}

// unpacking says why a stream ended before its text did, have bytes into it.
func unpacking(err error, have int64) string {
	switch {
	case errors.Is(err, zip.ErrChecksum), errors.Is(err, gzip.ErrChecksum):
		return fmt.Sprintf("its checksum is wrong: something in the %d bytes of its text is not what was packed; copy or download it again", have)
	case errors.Is(err, source.ErrBomb):
		return fmt.Sprintf("reading stopped after the first %d bytes of its text", have)
	}
	return fmt.Sprintf("it is damaged or cut off; only the first %d bytes of its text were read; copy or download it again", have)
}

// text is what a file's bytes are read from: the file, or a window of a stream.
type text interface {
	// read returns the bytes of [from, to), or up to the end of the text, in
	// buffer if they fit, with room for a few more behind them.
	read(from, to int64, buffer []byte) ([]byte, error)
}

// plainText is a file that is not compressed.
type plainText struct{ Source }

func (p plainText) read(from, to int64, buffer []byte) ([]byte, error) {
	return readAll(p.Reader, from, min(to, p.Size), buffer)
}

// fill reads until the block is full or the reader gives an error, which it
// returns as it is: io.ReadFull makes one error of a text that has ended and
// of a compressed file that is cut off.
func fill(r io.Reader, block []byte) (n int, err error) {
	for n < len(block) && err == nil {
		var k int
		k, err = r.Read(block[n:])
		n += k
	}
	return n, err
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// window holds the part of a stream's text that is being decoded. It is safe
// for concurrent use.
type window struct {
	mu     sync.Mutex
	blocks [][]byte
	from   int64 // where the first block begins
	to     int64
}

// length returns how long the text is so far.
func (w *window) length() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to
}

// add takes the next bytes of the text, which it keeps.
func (w *window) add(block []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(block) > 0 {
		w.blocks = append(w.blocks, block)
		w.to += int64(len(block))
	}
}

// drop forgets whole blocks before an offset.
func (w *window) drop(before int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.blocks) > 0 && w.from+int64(len(w.blocks[0])) <= before {
		w.from += int64(len(w.blocks[0]))
		w.blocks[0] = nil
		w.blocks = w.blocks[1:]
	}
}

func (w *window) read(from, to int64, buffer []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if from < w.from {
		return nil, fmt.Errorf("analyzer: byte %d of a stream was asked for after it was dropped up to %d", from, w.from)
	}
	to = min(to, w.to)
	if n := int(to - from); cap(buffer) < n+source.Slack {
		buffer = make([]byte, 0, n+n/8+source.Slack)
	}
	buffer = buffer[:0]
	at := w.from
	for _, b := range w.blocks {
		end := at + int64(len(b))
		if end > from && at < to {
			buffer = append(buffer, b[max(0, from-at):min(int64(len(b)), to-at)]...)
		}
		at = end
	}
	return buffer, nil
}
