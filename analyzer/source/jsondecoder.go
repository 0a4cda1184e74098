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
	parts  [numObjects][]part // what the objects seen stand for; runs number them
	known  [numObjects]runs
	keys   [64]cachedKey
	found  []jsonEvent // in the record being decoded
	values [table.NumGroups][]uint32
}

// part is what an object of an event stands for: a tuple for each of its
// groups, and the fields it had, with or without a value.
type part struct {
	codes   [6]uint32
	carried fieldSet
}

// fieldSet is a set of fields.
type fieldSet [(event.NumFields + 63) / 64]uint64

func (s *fieldSet) add(f event.Field) { s[f/64] |= 1 << (f % 64) }
func (s *fieldSet) union(o *fieldSet) {
	for i := range s {
		s[i] |= o[i]
	}
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

// jsonEvent is an event of the record being decoded.
type jsonEvent struct {
	codes   [table.NumGroups]uint32
	carried fieldSet
	text    []byte // of the object, for the id of an event without a uuid
	typed   bool   // it has an event type
	timed   bool   // it has a time of its own
	ms      int64
	timeErr error
	id      [16]byte
	real    bool
	idText  []byte
	weight  uint8 // of two copies of an event in one record the heavier stays
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
	lines := newScanner(c.Data, 0)
	i := int(c.Start - c.Base)
	if !c.Exact {
		from := i
		if i = c.Layout.json.next(&t, from); i > t.n {
			i, r.Midway = t.n, !c.EOF
		}
		r.Lead = int64(lines.countBreaks(from, i))
	}
	end := min(int(c.End-c.Base), t.n)
	r.Start = c.Base + int64(i)
	line := int64(0)
	for i < end {
		next, ok := d.step(&t, i, c, r, line)
		if !ok {
			break
		}
		line += int64(lines.countBreaks(i, next))
		i = next
		if r.Midway {
			break
		}
	}
	if i >= end && !r.Midway {
		// The next chunk's guess is the brace of a record: go up to it.
		next := i
		for next < t.n && t.b[next] != '{' && separator(t.b[next]) {
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

// next returns where the next record after from probably starts, or more than
// the length of the text.
func (j *jsonLayout) next(t *jsonText, from int) int {
	if len(j.between) == 0 {
		return t.n + 1
	}
	lead := max(0, from-j.brace)
	for {
		k := bytes.Index(t.b[lead:t.n], j.between)
		if k < 0 {
			return t.n + 1
		}
		if at := lead + k + j.brace; at >= from {
			return at
		}
		lead += k + 1
	}
}

// step decodes the record at i, or passes what stands between records, and
// returns where to go on. It returns false when the data end before that is
// known.
func (d *jsonDecoder) step(t *jsonText, i int, c *Chunk, r *Result, line int64) (next int, ok bool) {
	reject := func(reason string, next int) (int, bool) {
		r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(i), Reason: reason})
		return next, true
	}
	switch ch := t.b[i]; {
	case separator(ch):
		return i + 1, true
	case ch == '"': // a key on the way to the records
		end, _ := t.str(i)
		switch {
		case end >= 0:
			return end + 1, true
		case end == incomplete && !c.EOF && t.n-i <= maxRecord:
			return i, false
		}
		return reject("a text that does not end", c.Layout.json.resume(t, i))
	case ch != '{':
		end := t.scalar(i)
		switch {
		case end == incomplete && !c.EOF && t.n-i <= maxRecord:
			return i, false
		case end >= 0 && scalarText(t.b[i:end]):
			return end, true
		}
		return reject("not JSON", c.Layout.json.resume(t, i))
	}

	d.found = d.found[:0]
	end := d.object(t, i, 0, 1)
	switch end {
	case incomplete:
		switch {
		case !c.EOF && t.n-i <= maxRecord:
			return i, false
		case !looksLikeEvent(t, i):
			return i + 1, true // it holds the records
		case c.EOF:
			return reject("the file ends in the middle of this record", t.n)
		}
		return reject(tooLong, c.Layout.json.resume(t, i))
	case malformed:
		return reject("not JSON", c.Layout.json.resume(t, i))
	case tooDeep:
		return reject(fmt.Sprintf("nested more than %d deep", maxNesting), c.Layout.json.resume(t, i))
	}
	if end-i > maxRecord {
		if !looksLikeEvent(t, i) {
			return i + 1, true
		}
		return reject(tooLong, end)
	}
	if len(d.found) == 0 {
		d.deep(t.b[i:end])
	}
	if len(d.found) == 0 {
		return reject("no event of Okta's in this record", end)
	}
	for k := range d.found {
		e := &d.found[k]
		switch {
		case !e.timed:
			reject("no time (published)", end)
		case e.timeErr != nil:
			reject(e.timeErr.Error(), end)
		default:
			d.emit(e, i, end, c, r)
		}
	}
	return end, true
}

// resume returns where reading goes on after something at i that is not JSON:
// at the next record, if it is known how one begins, or at the next line.
func (j *jsonLayout) resume(t *jsonText, i int) int {
	line := t.n
	for k := i; ; {
		n := bytes.IndexByte(t.b[k:t.n], '\n')
		if n < 0 {
			break
		}
		if k += n + 1; k < t.n && (t.b[k] == '{' || t.b[k] == '[') {
			line = k
			break
		}
	}
	return min(j.next(t, i+1), line, t.n)
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
	for g := range e.codes {
		b.Tuples[g] = append(b.Tuples[g], e.codes[g])
	}
}

// action returns what a key means; the keys of one log are few.
func (d *jsonDecoder) action(key []byte) action {
	if len(key) == 0 {
		return action{}
	}
	k := &d.keys[(len(key)*31+int(key[0])*7+int(key[len(key)-1]))%len(d.keys)]
	if k.text != string(key) {
		*k = cachedKey{string(key), actionOf(key)}
	}
	return k.action
}

// object decodes the object at i and returns the offset behind it. Events in
// it, or it itself if it is one, are appended to found. depth is how many
// objects and texts it is inside of.
func (d *jsonDecoder) object(t *jsonText, i, depth int, weight uint8) int {
	if depth >= maxNesting {
		return tooDeep
	}
	e := jsonEvent{weight: weight}
	kind := [3]uint32{} // severity, type, message
	before := len(d.found)
	hook := false
	start := i
	outer, outerTimed := int64(0), false
	for i = t.space(i + 1); ; {
		if i >= t.n {
			return incomplete
		}
		if t.b[i] == '}' && i > start {
			i++
			break
		}
		if t.b[i] != '"' {
			return malformed
		}
		keyEnd, _ := t.str(i)
		if keyEnd < 0 {
			return keyEnd
		}
		a := d.action(t.b[i+1 : keyEnd])
		key := t.b[i+1 : keyEnd]
		i = t.space(keyEnd + 1)
		if i >= t.n {
			return incomplete
		}
		if t.b[i] != ':' {
			return malformed
		}
		from := t.space(i + 1)
		var end int
		switch {
		case from >= t.n:
			return incomplete
		case a.kind == wrapperKey:
			end = d.wrapper(t, from, depth, weightOf(a, key, weight))
		default:
			end = t.value(from, depth+1)
		}
		if end < 0 {
			return end
		}
		value := t.b[from:end]
		switch a.kind {
		case textKey:
			e.carried.add(a.field)
			text := d.text(value)
			switch a.field {
			case event.Severity:
				kind[0] = d.dict.Value(a.field, text)
			case event.Type:
				hook = string(text) == "com.okta.event_hook"
				e.typed = len(text) > 0 && !hook
				kind[1] = d.dict.Value(a.field, text)
			case event.DisplayMessage:
				kind[2] = d.dict.Value(a.field, text)
			default:
				g, _ := table.GroupOf(a.field)
				e.codes[g] = d.dict.Value(a.field, text)
			}
		case idKey:
			e.carried.add(event.UUID)
			e.idText = d.text(value)
			e.id, e.real = table.ParseUUID(e.idText)
			e.idText = bytes.Clone(e.idText[:min(len(e.idText), 200)])
		case timeKey:
			e.carried.add(event.Published)
			if text := d.text(value); len(text) > 0 {
				e.ms, e.timeErr = d.clock.Parse(text)
				e.timed = true
			}
		case outerTime:
			if text := d.text(value); len(text) > 0 {
				if ms, err := d.clock.Parse(text); err == nil {
					outer, outerTimed = ms, true
				}
			}
		case objectKey:
			d.part(a.object, value, &e)
		case unknownKey:
			if bytes.IndexByte(key, '.') >= 0 {
				d.dotted(key, value, &e, &kind)
			}
		}
		i = t.space(end)
		if i >= t.n {
			return incomplete
		}
		switch t.b[i] {
		case ',':
			if i = t.space(i + 1); i < t.n && t.b[i] == '}' {
				return malformed
			}
		case '}':
			i++
			goto done
		default:
			return malformed
		}
	}
done:
	if outerTimed {
		for k := before; k < len(d.found); k++ {
			if f := &d.found[k]; !f.timed {
				f.ms, f.timed = outer, true
			}
		}
	}
	if e.typed {
		if !e.timed && outerTimed {
			e.ms, e.timed = outer, true
		}
		e.codes[table.KindGroup] = d.dict.Tuple(table.KindGroup, kind[:])
		e.text = t.b[start:i]
		d.found = append(d.found[:before], e) // what it carries inside is part of it
	}
	d.dropCopies(before)
	return i
}

// weightOf prefers the original text of an event to what a log lake made of it.
func weightOf(a action, key []byte, weight uint8) uint8 {
	if string(key) == "original" || string(key) == "_raw" {
		return 2
	}
	if string(key) == "okta" {
		return 0
	}
	return weight
}

// dropCopies drops the lighter copies of events that a record holds twice, as
// Elastic's documents do.
func (d *jsonDecoder) dropCopies(from int) {
	for i := from; i < len(d.found); i++ {
		for k := i + 1; k < len(d.found); {
			a, b := &d.found[i], &d.found[k]
			if !a.real || a.id != b.id || a.weight == b.weight {
				k++
				continue
			}
			if b.weight > a.weight {
				*a = *b
			}
			d.found = append(d.found[:k], d.found[k+1:]...)
		}
		if len(d.found) > 64 {
			return // no document; a batch of events
		}
	}
}

// wrapper decodes a value that may hold events: an object, an array of them,
// or a text of JSON. It returns the offset behind the value.
func (d *jsonDecoder) wrapper(t *jsonText, i, depth int, weight uint8) int {
	switch t.b[i] {
	case '{':
		return d.object(t, i, depth+1, weight)
	case '[':
		if depth >= maxNesting {
			return tooDeep
		}
		for i = t.space(i + 1); i < t.n; {
			switch t.b[i] {
			case ']':
				return i + 1
			case ',':
				i = t.space(i + 1)
				continue
			}
			end := d.wrapper(t, i, depth+1, weight)
			if end < 0 {
				return end
			}
			i = t.space(end)
			if i < t.n && t.b[i] != ',' && t.b[i] != ']' {
				return malformed
			}
		}
		return incomplete
	case '"':
		end, _ := t.str(i)
		if end < 0 {
			return end
		}
		d.inText(d.text(t.b[i:end+1]), depth, weight)
		return end + 1
	}
	return t.scalar(i)
}

// inText decodes the events in a text, one after the other.
func (d *jsonDecoder) inText(text []byte, depth int, weight uint8) {
	i := 0
	for i < len(text) && separator(text[i]) {
		i++
	}
	if i >= len(text) || text[i] != '{' || depth > 8 {
		return
	}
	inner := newJSONText(append(make([]byte, 0, len(text)+Slack), text...))
	for i < inner.n {
		if inner.b[i] != '{' {
			if !separator(inner.b[i]) {
				return
			}
			i++
			continue
		}
		before := len(d.found)
		end := d.object(&inner, i, depth+1, weight)
		if end < 0 {
			d.found = d.found[:before]
			return
		}
		i = end
	}
}

// text returns the text of a value: of a string what it stands for, of a
// number or a word its letters, of null nothing, of an object its JSON.
func (d *jsonDecoder) text(value []byte) []byte {
	if len(value) == 0 || string(value) == "null" {
		return nil
	}
	if value[0] != '"' {
		return validUTF8(value)
	}
	inner := value[1 : len(value)-1]
	if bytes.IndexByte(inner, '\\') >= 0 {
		inner = unescape(inner)
	}
	return validUTF8(inner)
}
