package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// near is how many zeros may lie between two segments that become one. Go's
// linker begins a new segment after a few zeros, and each begins with its
// address, of which no packer makes anything: joined, the engine's 100,000
// segments are 27, 1 MB more in memory and 125 kB less packed, of 2.35 MB.
const near = 128

// What a module has that matters here; WebAssembly's core specification, 5.5.
const (
	preamble     = "\x00asm\x01\x00\x00\x00"
	dataSection  = 11
	countSection = 12 // of data, for instructions that name segments

	i32Const = 0x41
	end      = 0x0b
)

// joinSegments returns a WebAssembly module that means the same, with the
// segments of its data that are near each other joined. The error says that it
// is no module, or one whose code may name segments by their number.
func joinSegments(module []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(module, []byte(preamble))
	if !ok {
		return nil, errors.New("join segments: no WebAssembly module of version 1")
	}
	out := make([]byte, 0, len(module)+len(module)/8)
	out = append(out, preamble...)
	for r := (&reader{rest: rest}); len(r.rest) > 0; {
		id := r.byte()
		content := r.bytes()
		switch {
		case r.bad:
			return nil, fmt.Errorf("join segments: section %d of the module ends too soon", id)
		case id == countSection:
			return nil, errors.New("join segments: the module counts its segments, so its code may name them by their numbers, and they have to stay; pack the engine as it is")
		case id == dataSection:
			joined, err := joinData(content)
			if err != nil {
				return nil, err
			}
			content = joined
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(content)))
		out = append(out, content...)
	}
	return out, nil
}

// segment is data that goes to an address of the memory.
type segment struct {
	at   int64
	data []byte
}

// joinData rewrites the content of a data section.
func joinData(content []byte) ([]byte, error) {
	r := &reader{rest: content}
	var segments []segment
	for n := r.number(); n > 0 && !r.bad; n-- {
		// Of memory 0, at a constant address.
		memory, code, at, stop, data := r.number(), r.byte(), r.signed(), r.byte(), r.bytes()
		if r.bad {
			break
		}
		if memory != 0 || code != i32Const || stop != end || at < 0 {
			return nil, fmt.Errorf("join segments: segment %d is not at a constant address of memory 0", len(segments))
		}
		if len(segments) > 0 {
			last := &segments[len(segments)-1]
			if gap := at - last.at - int64(len(last.data)); gap >= 0 && gap <= near {
				last.data = append(last.data, make([]byte, gap)...)
				last.data = append(last.data, data...)
				continue
			}
		}
		segments = append(segments, segment{at, bytes.Clone(data)})
	}
	if r.bad || len(r.rest) > 0 {
		return nil, errors.New("join segments: the data section does not end with its segments")
	}
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, 0, i32Const)
		out = appendSigned(out, s.at)
		out = append(out, end)
		out = binary.AppendUvarint(out, uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out, nil
}

// reader takes values off the start of bytes. After the end it is bad.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) take(n uint64) []byte {
	if r.bad = r.bad || n > uint64(len(r.rest)); r.bad {
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// number reads an unsigned number in LEB128.
func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.bad = true
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// signed reads a signed number of 32 bits in LEB128.
func (r *reader) signed() int64 {
	var n int64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= int64(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				n |= -1 << (shift + 7)
			}
			return n
		}
	}
	r.bad = true
	return 0
}

// bytes reads as many bytes as a number before them says.
func (r *reader) bytes() []byte { return r.take(r.number()) }

// appendSigned appends a number that is not negative as a signed one in LEB128.
func appendSigned(b []byte, n int64) []byte {
	for n >= 0x40 {
		b = append(b, byte(n&0x7f)|0x80)
		n >>= 7
	}
	return append(b, byte(n))
}
