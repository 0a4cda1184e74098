package source

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// The form in which a result travels from a worker of the page to the one that
// takes it in: numbers in the byte order of the machine, arrays behind their
// lengths, strings as all lengths and then all text. Both ends are the same
// program in the same browser, so there is no version and no other reader. It
// is little more than a copy: the 85 bytes of an event take 20 ns there and
// back in Chromium.

// AppendResult appends a result and the delta that came with it to b.
func AppendResult(b []byte, delta *table.Delta, r *Result) []byte {
	for f := range delta.Values {
		b = appendStrings(b, delta.Values[f])
	}
	for g := range delta.Tuples {
		b = appendArray(b, delta.Tuples[g].Values)
		b = appendArray(b, delta.Tuples[g].Lengths)
	}
	midway := int64(0)
	if r.Midway {
		midway = 1
	}
	n := r.Notes
	b = appendArray(b, []int64{r.Start, r.End, r.Lead, r.Breaks, midway,
		int64(n.Headers), int64(n.Long), n.LongLine, int64(n.Suspect), n.SuspectAt, int64(n.Unlisted)})
	b = appendStrings(b, []string{r.Layout.Header()})
	b = appendArray(b, r.Carried[:])
	lines, offsets, reasons := make([]int64, len(r.Rejects)), make([]int64, len(r.Rejects)), make([]string, len(r.Rejects))
	for i, x := range r.Rejects {
		lines[i], offsets[i], reasons[i] = x.Line, x.Offset, x.Reason
	}
	b = appendArray(b, lines)
	b = appendArray(b, offsets)
	b = appendStrings(b, reasons)
	b = appendArray(b, r.Rows.Times)
	b = appendArray(b, r.Rows.IDs)
	b = appendArray(b, r.Rows.Offsets)
	b = appendArray(b, r.Rows.Lengths)
	b = appendArray(b, r.Rows.Transactions)
	for g := range r.Rows.Tuples {
		b = appendArray(b, r.Rows.Tuples[g])
	}
	return b
}

// ErrWire says that bytes are not what [AppendResult] wrote.
var ErrWire = errors.New("source: the result of a worker is damaged")

// ParseResult reads what [AppendResult] wrote. layout is the one that the
// chunk was decoded with. The error is [ErrWire].
func ParseResult(b []byte, layout *Layout) (*table.Delta, *Result, error) {
	w := &wire{b: b}
	delta, r := new(table.Delta), new(Result)
	for f := range event.NumFields {
		delta.Values[f] = w.strings()
	}
	for g := range table.NumGroups {
		delta.Tuples[g].Values = array[uint32](w)
		delta.Tuples[g].Lengths = array[uint32](w)
	}
	numbers := array[int64](w)
	header := w.strings()
	carried := array[uint64](w)
	lines, offsets, reasons := array[int64](w), array[int64](w), w.strings()
	r.Rows.Times = array[int64](w)
	r.Rows.IDs = array[[16]byte](w)
	r.Rows.Offsets = array[int64](w)
	r.Rows.Lengths = array[uint32](w)
	r.Rows.Transactions = array[[16]byte](w)
	for g := range r.Rows.Tuples {
		r.Rows.Tuples[g] = array[uint32](w)
	}
	if w.bad || len(w.b) != 0 || len(numbers) != 11 || len(carried) != len(r.Carried) || len(header) != 1 || len(lines) != len(reasons) || len(offsets) != len(reasons) {
		return nil, nil, ErrWire
	}
	r.Start, r.End, r.Lead, r.Breaks, r.Midway = numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] == 1
	r.Notes = Notes{int(numbers[5]), int(numbers[6]), numbers[7], int(numbers[8]), numbers[9], int(numbers[10])}
	for i := range reasons {
		r.Rejects = append(r.Rejects, Reject{lines[i], offsets[i], reasons[i]})
	}
	copy(r.Carried[:], carried)
	r.Layout = layout
	if header[0] != layout.Header() {
		next, err := layout.WithHeader(header[0])
		if err != nil {
			return nil, nil, ErrWire
		}
		r.Layout = next
	}
	return delta, r, nil
}

// WithHeader returns the layout with another header line, as it is in force
// behind that line in a file of several joined downloads.
func (l *Layout) WithHeader(text string) (*Layout, error) {
	if l.header == nil {
		return nil, errors.New("source: a header line for a file without one")
	}
	h, err := parseHeader([]byte(text), l.header.comma)
	if err != nil {
		return nil, err
	}
	next := *l
	next.header, next.Unknown = h, h.unknown()
	return &next, nil
}

// Header returns the header line in force, "" for JSON.
func (l *Layout) Header() string {
	if l.header == nil {
		return ""
	}
	return l.header.text
}

// appendArray appends the bytes of an array behind its length, aligned to
// eight bytes so that the reader can use them where they are.
func appendArray[T any](b []byte, a []T) []byte {
	b = binary.NativeEndian.AppendUint64(b, uint64(len(a)))
	if len(a) > 0 {
		b = append(b, unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(a))), len(a)*int(unsafe.Sizeof(a[0])))...)
	}
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}

func appendStrings(b []byte, a []string) []byte {
	lengths := make([]uint32, len(a))
	total := 0
	for i, s := range a {
		lengths[i] = uint32(len(s))
		total += len(s)
	}
	b = appendArray(b, lengths)
	for _, s := range a {
		b = append(b, s...)
	}
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}

// wire is what is left to read. Its arrays and strings alias it.
type wire struct {
	b   []byte
	bad bool
}

// take returns the next n bytes and skips to the next multiple of eight.
func (w *wire) take(n uint64) []byte {
	if w.bad || n > uint64(len(w.b)) {
		w.bad = true
		return nil
	}
	taken := w.b[:n]
	w.b = w.b[min(uint64(len(w.b)), (n+7)&^7):]
	return taken
}

func array[T any](w *wire) []T {
	head := w.take(8)
	if w.bad {
		return nil
	}
	n := binary.NativeEndian.Uint64(head)
	var one T
	if n > math.MaxUint32 {
		w.bad = true
		return nil
	}
	data := w.take(n * uint64(unsafe.Sizeof(one)))
	if n == 0 || w.bad {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(data))), n)
}

func (w *wire) strings() []string {
	lengths := array[uint32](w)
	total := uint64(0)
	for _, n := range lengths {
		total += uint64(n)
	}
	data := w.take(total)
	if w.bad {
		return nil
	}
	text := unsafe.String(unsafe.SliceData(data), len(data))
	list := make([]string, len(lengths))
	for i, n := range lengths {
		list[i], text = text[:n], text[n:]
	}
	return list
}
