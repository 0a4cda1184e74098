package analyzer

import (
	"fmt"
	"io"
	"sync"

	"okta-session-analyzer/analyzer/source"
)

// stream is the text of a compressed file on its way in.
type stream struct {
	file   int // in the intake
	reader io.Reader
	packed *counter
	window *window
}

// addStream adds a text that is read front to back. open returns what may be
// compressed once more; size is that of the compressed file.
func (l *loader) addStream(from int, name string, size int64, open func() (io.Reader, error)) {
	l.from = append(l.from, from)
	raw, err := open()
	if err != nil {
		l.in.Refuse(name, size, err)
		return
	}
	packed := &counter{r: raw}
	reader, err := source.Unpack(packed, size)
	if err != nil {
		l.in.Refuse(name, size, err)
		return
	}
	w := new(window)
	head := make([]byte, source.HeadSize)
	n, err := fill(reader, head)
	if err != nil && err != io.EOF && n == 0 {
		l.in.Refuse(name, size, err)
		return
	}
	w.add(head[:n])
	file, err := l.in.AddStream(name, size, head[:n])
	if err != nil {
		return // it is in the report
	}
	l.texts[file] = w
	l.streams = append(l.streams, stream{file, reader, packed, w})
}

// unpack reads the streams, one after the other, no further ahead than the
// decoders need.
func (l *loader) unpack() {
	for _, s := range l.streams {
		if !l.unpackOne(s) {
			return
		}
	}
}

func (l *loader) unpackOne(s stream) (ok bool) {
	for {
		block := make([]byte, 1<<20)
		n, err := fill(s.reader, block)
		have := s.window.add(block[:n])
		ended := err == io.EOF

		l.mu.Lock()
		if l.err != nil {
			l.mu.Unlock()
			return false
		}
		if err != nil && !ended {
			// What came before the damage is good.
			err = fmt.Errorf("the compressed file is damaged after %d bytes of text: %w", have, err)
			l.in.Damaged(s.file, err)
			ended = true
		}
		l.in.Grow(s.file, have, s.packed.n, ended)
		l.wake.Broadcast()
		for !ended && l.err == nil {
			from, to := l.in.Window(s.file)
			s.window.drop(from)
			if have < to {
				break
			}
			l.wake.Wait()
		}
		l.mu.Unlock()
		if ended {
			return true
		}
	}
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

// window holds the part of a stream's text that is being decoded.
type window struct {
	mu     sync.Mutex
	blocks [][]byte
	from   int64 // where the first block begins
	to     int64
}

// add takes the next bytes of the text, which it keeps, and returns how long
// the text is so far.
func (w *window) add(block []byte) (have int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(block) > 0 {
		w.blocks = append(w.blocks, block)
		w.to += int64(len(block))
	}
	return w.to
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
