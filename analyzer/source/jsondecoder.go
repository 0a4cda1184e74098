package source

import (
	"bytes"
	"fmt"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// jsonDecoder is the part of a [Decoder] that reads JSON. It goes over each
// record once. The objects of an event that repeat from event to event (the
// actor, the client, the targets, …) are recognised by their bytes; only those
// that were never seen before are taken apart.
type jsonDecoder struct {
	*Decoder
	parts [numObjects][]part // what the objects seen stand for; runs number them
	known [numObjects]runs
	fresh part // one that was just taken apart
	roots [numObjects]*path
	paths int // how many are remembered
	// Elements of the lists of events.
	targets, chain elements

	keys   [256]cachedKey
	values [table.NumGroups][]uint32

	// Of the record being decoded.

	text  *jsonText   // that of the chunk; events of other texts have no place in the file
	found []jsonEvent // so far
	// missed says, for each thing among the events of a list that is none, why.
	missed []string
	// everywhere says to look for events under every key.
	everywhere bool
	// damage says what is wrong with a text of the record that begins as JSON,
	// and lost that events before the damage were read.
	damage string
	lost   bool
}

// part is what an object of an event stands for: a tuple for each of its
// groups, and the fields it had, with or without a value.
type part struct {
	codes       [6]uint32
	carried     fieldSet
	transaction [16]byte
}

// fieldSet is a set of fields.
type fieldSet [(event.NumFields + 63) / 64]uint64

func (s *fieldSet) add(f event.Field) { s[f/64] |= 1 << (f % 64) }
func (s *fieldSet) union(o *fieldSet) {
	for i := range s {
		s[i] |= o[i]
	}
}
func (s *fieldSet) meets(o *fieldSet) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// Fields returns the fields in the set, ascending.
func (s *fieldSet) fields() []event.Field {
	var list []event.Field
	for f := range event.NumFields {
		if s[f/64]>>(f%64)&1 == 1 {
			list = append(list, f)
		}
	}
	return list
}

// signatureSet holds the fields of [signature]. An object with a type and a
// time but none of them is another program's event.
var signatureSet = func() (s fieldSet) {
	for _, f := range signature {
		s.add(f)
	}
	return s
}()

// jsonEvent is an event of the record being decoded.
type jsonEvent struct {
	codes     [table.NumGroups]uint32
	kind      [3]uint32 // the values of the kind group
	carried   fieldSet
	text      []byte // of the object, for the id of an event without a uuid
	from, to  int    // where the object stands in the chunk; 0, 0 if it is in a text
	typed     bool   // it has an event type
	timed     bool   // it has a time of its own
	published bool   // which is the one that Okta calls published
	ms        int64
	timeErr   error
	id        [16]byte
	real      bool
	idText    []byte
	weight    weight

	transaction [16]byte
}

type cachedKey struct {
	text   string
	action action
}

// decodeJSON decodes a chunk of JSON.
func (d *jsonDecoder) decodeJSON(c *Chunk, r *Result) {
	if cap(c.Data) < len(c.Data)+Slack {
		c.Data = append(make([]byte, 0, len(c.Data)+Slack), c.Data...)
	}
	t := newJSONText(c.Data)
	d.text = &t
	lines := newScanner(c.Data, 0)
	i := int(c.Start - c.Base)
	r.Start = c.Start
	if !c.Exact {
		from := i
		i = c.Layout.json.next(&t, from)
		r.Start = c.Base + int64(i)
		if i < 0 {
			// No result that ends anywhere fits this one, which knows no start.
			i, r.Start, r.Midway = max(from, t.n-maxLead), -1, true
			if c.EOF {
				i, r.Midway = t.n, false
			}
		}
		r.Lead = int64(lines.countBreaks(from, i))
	}
	end := min(int(c.End-c.Base), t.n)
	line := int64(0)
	for i < end && !r.Midway {
		next, ok := d.step(&t, i, c, r, line)
		if !ok {
			break
		}
		line += int64(lines.countBreaks(i, next))
		i = next
		if len(r.Rejects) > MaxRejects {
			r.limitRejects()
		}
	}
	if i >= end && !r.Midway {
		// The next chunk's guess is the brace of a record: go up to it.
		next := i
		for next < t.n && t.b[next] != '{' && separator(t.b[next]) && !t.deep(next) {
			next++
		}
		line += int64(lines.countBreaks(i, next))
		i = next
	}
	r.End = c.Base + int64(i)
	r.Breaks = line
}

// separator reports whether a character may stand between records: white
// space, and what arrays and the objects around them are made of.
func separator(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', '[', ']', '}', ':', 0x1e: // RFC 7464 puts 1e before each record
		return true
	}
	return false
}

// step decodes the record at i, or passes what stands between records, and
// returns where to go on. It returns false when the data end before that is
// known.
func (d *jsonDecoder) step(t *jsonText, i int, c *Chunk, r *Result, line int64) (next int, ok bool) {
	at := &jsonStep{d, t, c, r, i, line}
	switch ch := t.b[i]; {
	case ch == '[' && t.deep(i):
		if i+maxNesting >= t.n && at.more() {
			return i, false
		}
		if i+maxNesting < t.n {
			return at.skip(nestedTooDeep)
		}
		return i + 1, true
	case separator(ch):
		return i + 1, true
	case ch == '"':
		return at.member()
	case ch == 0xEF && bytes.HasPrefix(t.b[i:t.n], []byte("\ufeff")): // of a file that was appended
		return i + 3, true
	case ch == 0xEF && t.n-i < 3 && !c.EOF:
		return i, false
	case ch != '{':
		end := t.scalar(i)
		if end == incomplete {
			if at.more() {
				return i, false
			}
			end = t.n
		}
		if end < 0 || !scalarText(t.b[i:end]) {
			return at.skip("not JSON")
		}
		return at.reject(fmt.Sprintf("%s where an event should be", event.Clip(string(t.b[i:end]))), end)
	}
	return at.record()
}

// jsonStep is what a step of [jsonDecoder.step] works on.
type jsonStep struct {
	*jsonDecoder
	t    *jsonText
	c    *Chunk
	r    *Result
	i    int // where it starts
	line int64
}

// more reports whether a value that does not end with the data may end in
// those that come next.
func (s *jsonStep) more() bool { return !s.c.EOF && s.t.n-s.i <= maxRecord }

func (s *jsonStep) reject(reason string, next int) (int, bool) {
	s.r.Rejects = append(s.r.Rejects, Reject{Line: s.line, Offset: s.c.Base + int64(s.i), Reason: reason})
	return next, true
}

// skip rejects something of which nobody can tell where it ends. Reading goes on
// where the next record seems to start; where that is beyond the data, the
// next chunk finds it.
func (s *jsonStep) skip(reason string) (int, bool) {
	next := s.c.Layout.json.next(s.t, s.i+1)
	switch {
	case next >= 0:
	case s.c.EOF:
		next = s.t.n
	default:
		next = max(s.i+1, s.t.n-maxLead)
		s.r.Midway = true
	}
	return s.reject(reason, next)
}

const cutOff = "the file ends in the middle of this record"

var nestedTooDeep = fmt.Sprintf("nested more than %d deep", maxNesting)

// deep reports whether more than maxNesting arrays open at i, one right in the
// other, or may do so behind the text. There is no event in them, and nothing
// else that could be rejected in their place.
func (t *jsonText) deep(i int) bool {
	for end := i; end <= i+maxNesting; end++ {
		if end >= t.n {
			return end > i
		}
		if t.b[end] != '[' {
			return false
		}
	}
	return true
}

// record decodes the object at i.
func (s *jsonStep) record() (next int, ok bool) {
	d, t, i := s.jsonDecoder, s.t, s.i
	d.reset()
	end := d.object(t, i, 0, usualWeight)
	long := end-i > maxRecord || end == incomplete && t.n-i > maxRecord
	switch {
	case end == incomplete && s.more():
		return i, false
	case (end < 0 || long) && t.holdsRecords(i):
		return i + 1, true
	case long && end > 0:
		return s.reject(tooLong, end)
	case long:
		return s.skip(tooLong)
	case end == incomplete:
		return s.reject(cutOff, t.n)
	case end == tooDeep:
		return s.skip(nestedTooDeep)
	case end < 0:
		return s.skip("not JSON")
	}
	if len(d.found) == 0 && d.damage == "" {
		d.search(t, i)
	}
	switch {
	case len(d.found) > 0:
		d.settle(i, end, s.c, s.r, s.line)
		if d.lost {
			return s.reject("a text in this record "+d.damage, end)
		}
	case d.damage != "":
		return s.reject("a text in this record "+d.damage, end)
	default:
		return s.reject(notEvent(t.b[i:end]), end)
	}
	return end, true
}

// member passes a member of an object that holds the records: its key, and its
// value unless there are records in that.
func (s *jsonStep) member() (next int, ok bool) {
	d, t, i := s.jsonDecoder, s.t, s.i
	ends := func() (int, bool) {
		if s.more() {
			return i, false
		}
		if t.n-i > maxRecord {
			return s.skip("a text of more than 8 MiB")
		}
		return s.reject(cutOff, t.n)
	}
	keyEnd, _ := t.str(i)
	if keyEnd == incomplete {
		return ends()
	}
	if keyEnd < 0 {
		return s.skip("not JSON")
	}
	colon := t.space(keyEnd + 1)
	if colon >= t.n && s.more() {
		return i, false
	}
	if colon >= t.n || t.b[colon] != ':' {
		return s.reject("a text where an event should be", keyEnd+1)
	}
	from := t.space(colon + 1)
	if from >= t.n {
		return ends()
	}
	nested := t.b[from] == '{' || t.b[from] == '['
	end := t.value(from, 0)
	switch {
	case nested && t.b[from] == '[':
		return from, true
	case nested && end == incomplete && s.more():
		return i, false
	case nested && (end < 0 || end-from > maxRecord):
		return from, true
	case end == incomplete:
		return ends()
	case end < 0:
		return s.skip("not JSON")
	case nested:
		// An object beside the records that holds none describes them.
		d.reset()
		if d.object(t, from, 0, usualWeight); len(d.found) == 0 && d.damage == "" {
			d.search(t, from)
		}
		d.settle(from, end, s.c, s.r, s.line)
		if d.lost {
			return s.reject("a text in this record "+d.damage, end)
		}
	}
	return end, true
}

// reset forgets the record before.
func (d *jsonDecoder) reset() {
	d.found, d.missed, d.damage, d.lost = d.found[:0], d.missed[:0], "", false
}

// search looks for events anywhere in a record that has none where the usual
// envelopes have them.
func (d *jsonDecoder) search(t *jsonText, i int) {
	d.everywhere = true
	if d.object(t, i, 0, usualWeight) < 0 {
		d.found, d.missed = d.found[:0], d.missed[:0]
	}
	d.everywhere = false
	d.damage, d.lost = "", false
}

// settle adds the events found in a record to the result, and what was missed
// among them to its rejects.
func (d *jsonDecoder) settle(start, end int, c *Chunk, r *Result, line int64) {
	// Of several events in a record each has its own place, if all have one.
	apart := len(d.found) > 1
	for k := range d.found {
		apart = apart && d.found[k].to > 0
	}
	for k := range d.found {
		e := &d.found[k]
		from, to := start, end
		if apart {
			from, to = e.from, e.to
		}
		reason := ""
		switch {
		case !e.timed:
			reason = "no time (published)"
		case e.timeErr != nil:
			reason = e.timeErr.Error()
		default:
			d.emit(e, from, to, c, r)
			continue
		}
		r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(start), Reason: reason})
	}
	for _, reason := range d.missed {
		r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(start), Reason: reason})
	}
}

// scalarText reports whether a text can be a number or a word of JSON.
func scalarText(b []byte) bool {
	switch b[0] {
	case 't', 'f', 'n', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return len(b) < 400
	}
	return false
}

// emit adds an event to the rows.
func (d *jsonDecoder) emit(e *jsonEvent, start, end int, c *Chunk, r *Result) {
	if !e.real {
		e.id = table.ContentID(e.text)
		e.codes[table.IdentityGroup] = d.dict.Value(event.UUID, e.idText)
	}
	for i := range e.carried {
		r.Carried[i] |= e.carried[i]
	}
	b := &r.Rows
	b.Times = append(b.Times, e.ms)
	b.IDs = append(b.IDs, e.id)
	b.Offsets = append(b.Offsets, c.Base+int64(start))
	b.Lengths = append(b.Lengths, uint32(end-start))
	b.Transactions = append(b.Transactions, e.transaction)
	for g := range e.codes {
		b.Tuples[g] = append(b.Tuples[g], e.codes[g])
	}
}
