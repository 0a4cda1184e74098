package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Decoder turns chunks into batches. It keeps one dictionary over all of them
// and remembers the bytes of every run of cells that it has seen, so that a
// client, an actor or a list of targets is taken apart once and recognised
// from then on. It is not safe for concurrent use; each worker has its own.
type Decoder struct {
	dict  *table.Dictionary
	mark  table.Mark
	clock event.Clock

	// layout is the one that the state below is for.
	layout *Layout
	steps  []step
	// transactions says that the layout has a column of them.
	transactions bool
	groups       []table.Group // that the layout has fields of
	seen         [table.NumGroups]runs
	guess        [table.NumGroups]guesses
	roots        []uint32 // by session: the root session id of the same text, if known

	json   *jsonDecoder // made when the first chunk of JSON comes
	breaks int          // line breaks in the record just decoded; -1 where they were not counted
	most   int          // events of the chunk before

	values []uint32
	pieces [table.NumGroups][]byte
}

// NewDecoder returns a decoder that has seen nothing.
func NewDecoder() *Decoder { return &Decoder{dict: table.NewDictionary()} }

// Delta returns what the decoder's dictionary has gained since the last call.
func (d *Decoder) Delta() *table.Delta {
	delta, mark := d.dict.Since(d.mark)
	d.mark = mark
	return &delta
}

// Decode decodes a chunk into r, whose memory it uses again. Rejects and
// events come in the order of the file.
func (d *Decoder) Decode(c *Chunk, r *Result) {
	r.Rows.Reset()
	*r = Result{Rows: r.Rows, Layout: c.Layout}
	if c.Layout.encoding != utf8Text {
		d.decodeUTF16(c, r)
		return
	}
	d.decodeUTF8(c, r)
}

func (d *Decoder) decodeUTF8(c *Chunk, r *Result) {
	d.clock.Order = c.Layout.order
	if c.Layout.json != nil || c.Layout.wrapped() {
		if d.json == nil {
			d.json = newJSONDecoder(d)
		}
	}
	if c.Layout.json != nil {
		d.json.decodeJSON(c, r)
		return
	}
	if c.Layout.carriage {
		for i, ch := range c.Data {
			if ch == '\r' {
				c.Data[i] = '\n'
			}
		}
	}
	d.decodeText(c, r)
}

// decodeUTF16 decodes a chunk of UTF-16 by way of UTF-8 and then takes the
// offsets back to those of the file.
func (d *Decoder) decodeUTF16(c *Chunk, r *Result) {
	enc := c.Layout.encoding
	// The guess of a start may have split a unit: both ends are even in the file.
	base := c.Base + c.Base&1
	raw := c.Data[min(int64(len(c.Data)), base-c.Base):]
	text, taken := fromUTF16(raw, enc)
	if c.EOF && taken < len(raw)&^1 { // the file is cut off between the halves of a character
		text, taken = utf8.AppendRune(text, utf8.RuneError), taken+2
	}
	inText := func(offset int64) int64 {
		part, _ := fromUTF16(raw[:max(0, min(int64(len(raw)), offset-base))], enc)
		return int64(len(part))
	}
	t := Chunk{Layout: c.Layout, Data: text, Start: inText(c.Start), End: inText(c.End), Exact: c.Exact,
		EOF: c.EOF && taken >= len(raw)&^1}
	if c.End >= base+int64(len(raw)) {
		t.End = int64(len(text)) + 1
	} else if _, whole := fromUTF16(raw[:max(0, c.End-base)], enc); int64(whole) < c.End-base {
		t.End++ // the end is inside a character, which starts before it
	}
	d.decodeUTF8(&t, r)

	at, rawAt := 0, base
	toFile := func(offset int64) int64 {
		rawAt += int64(rawLength(text[at:offset], enc))
		at = int(offset)
		return rawAt
	}
	rejects := r.Rejects
	for i := range r.Rows.Offsets {
		for len(rejects) > 0 && rejects[0].Offset < r.Rows.Offsets[i] {
			rejects[0].Offset = toFile(rejects[0].Offset)
			rejects = rejects[1:]
		}
		from := r.Rows.Offsets[i]
		r.Rows.Offsets[i] = toFile(from)
		r.Rows.Lengths[i] = uint32(rawLength(text[from:from+int64(r.Rows.Lengths[i])], enc))
	}
	for i := range rejects {
		rejects[i].Offset = toFile(rejects[i].Offset)
	}
	if r.Start >= 0 {
		r.Start = base + int64(rawLength(text[:r.Start], enc))
	}
	if t.EOF && r.End >= int64(len(text)) {
		r.End = base + int64(len(raw)) // also where that is half a unit more
		return
	}
	r.End = base + int64(rawLength(text[:r.End], enc))
}

// use makes ready for a layout.
func (d *Decoder) use(l *Layout) {
	if d.layout != nil && d.layout.header.text == l.header.text && d.layout.header.comma == l.header.comma {
		return
	}
	d.layout = l
	d.steps = l.header.steps()
	d.seen = [table.NumGroups]runs{}
	d.guess = [table.NumGroups]guesses{}
	d.groups = []table.Group{table.IdentityGroup}
	d.transactions = false
	for _, s := range d.steps {
		d.transactions = d.transactions || s.transaction
		if s.what == tupleCells && !slices.Contains(d.groups, s.group) {
			d.groups = append(d.groups, s.group)
		}
	}
}

func (d *Decoder) decodeText(c *Chunk, r *Result) {
	d.use(c.Layout)
	if cap(c.Data) < len(c.Data)+Slack {
		c.Data = append(make([]byte, 0, len(c.Data)+Slack), c.Data...)
	}
	s := newScanner(c.Data, c.Layout.delimiter())
	i := int(c.Start - c.Base)
	if !c.Exact {
		from := i
		if i = s.lineBreak(max(0, i-1)) + 1; i > s.n {
			i, r.Midway = s.n, !c.EOF
		}
		r.Lead = int64(s.countBreaks(from, i))
	}
	end := min(int(c.End-c.Base), s.n)
	r.Start = c.Base + int64(i)
	line := int64(0)
	wrapped := c.Layout.wrapped()
	if d.most > 0 {
		// Chunks of a file have about as many events each.
		r.Rows.Grow(d.most+d.most/16, d.groups, d.transactions)
	}
	for i < end {
		d.breaks = -1
		var next int
		var ok bool
		if wrapped {
			next, ok = d.wrappedRecord(&s, i, c, r, line)
		} else {
			next, ok = d.record(&s, i, c, r, line)
		}
		if !ok {
			break
		}
		if next > s.n {
			next, d.breaks = s.n, -1
		}
		if d.breaks < 0 {
			d.breaks = s.countBreaks(i, next)
		}
		line += int64(d.breaks)
		i = next
		if len(r.Rejects) > MaxRejects {
			r.limitRejects()
		}
		if r.Layout != c.Layout || r.Midway {
			break
		}
	}
	r.End = c.Base + int64(i)
	r.Breaks = line
	d.most = r.Rows.Len()
}

// record decodes the record that starts at i and returns where the next one
// starts. It returns false when the data end before the record does.
func (d *Decoder) record(s *scanner, i int, c *Chunk, r *Result, line int64) (next int, ok bool) {
	var (
		start    = i
		at       = i // of the next cell
		cells    = 0
		breaks   = 0
		last     = false
		ms       int64
		timeErr  error
		timed    = false
		id       [16]byte
		real     = false
		idCells  []byte
		codes    [table.NumGroups]uint32
		p        passed
		splitRun = false

		transaction [16]byte

		sessionAt, sessionEnd int
		key                   uint32 // of the guess
	)
	for k := range d.steps {
		step := &d.steps[k]
		switch {
		case step.what == timeCell && at+24 < s.n && s.b[at+24] == s.comma1 && s.b[at+23] == 'Z':
			timed = true
			if ms, timeErr = d.clock.Parse(s.b[at : at+24]); timeErr == nil {
				cells++
				at += 25
				continue
			}
		case step.what == idCell && at+36 < s.n && s.b[at+36] == s.comma1:
			if id, real = table.ParseUUID(s.b[at : at+36]); real {
				cells++
				at += 37
				continue
			}
		case step.guess != noGuess:
			switch step.guess {
			case fromTuple:
				key = codes[step.by]
			case fromText:
				key = s.key(at)
			case fromTextAndUser:
				key = s.key(at) ^ codes[table.ActorGroup]*0x9E3779B1 ^ codes[table.KindGroup]<<7
			}
			if g := d.guess[step.group].of(key); g.size != 0 {
				text := d.seen[step.group].text[g.from : g.from+g.size-1]
				if end := at + len(text); end < s.n && s.b[end] == s.comma1 && starts(s.b, at, text) {
					codes[step.group] = g.tuple
					if step.group == table.SessionGroup {
						sessionAt, sessionEnd = at, end
					}
					cells += step.cells
					at = end + 1
					continue
				}
			}
		case step.root && sessionEnd > 0:
			// The root of a session is nearly always that session.
			text := s.b[sessionAt:sessionEnd]
			end := at + len(text)
			if end < s.n && s.b[end] == s.comma1 && starts(s.b, at, text) {
				if root := d.root(codes[table.SessionGroup], text); root != 0 {
					codes[table.RootSessionGroup] = root
					cells++
					at = end + 1
					continue
				}
			}
		case step.transaction && at+32 < s.n && s.b[at+32] == s.comma1:
			if id, ok := table.ParseTransaction(s.b[at : at+32]); ok {
				transaction = id
				cells++
				at += 33
				continue
			}
		}
		p = s.run(at, step.cells)
		if p.open >= 0 {
			return d.stray(s, start, p.open, c, r, line)
		}
		cells += p.cells
		breaks += p.breaks
		text := s.b[at:p.end]
		if p.last && len(text) > 0 && text[len(text)-1] == '\r' {
			text = text[:len(text)-1]
			p.hash = table.Hash(text)
		}
		switch step.what {
		case timeCell:
			timed = true
			if ms, timeErr = d.clock.Parse(plain(text)); timeErr != nil && len(text) > 0 && text[0] == '"' {
				ms, timeErr = d.clock.Parse(unquote(text))
			}
		case idCell:
			id, real = table.ParseUUID(plain(text))
			idCells = text
		case tupleCells:
			if step.group == table.SessionGroup && step.whole && !p.last {
				sessionAt, sessionEnd = at, p.end
			}
			if step.whole {
				var seen run
				codes[step.group], seen = d.tuple(step, text, p.hash)
				// A run that ended with the record, or goes over several lines, is
				// no guess: a longer one may begin with the same bytes.
				if step.guess != noGuess && !p.last && p.breaks == 0 {
					d.guess[step.group].set(key, seen)
				}
			} else {
				splitRun = true
				d.piece(step, text)
			}
		}
		at = p.end + 1
		if last = p.last; last {
			break
		}
	}
	if !last { // more cells than the header has
		for !last {
			if p = s.run(at, 1); p.open >= 0 {
				return d.stray(s, start, p.open, c, r, line)
			}
			cells += p.cells
			breaks += p.breaks
			at, last = p.end+1, p.last
		}
	}
	stop := at - 1
	if stop >= s.n && !c.EOF {
		return d.unfinished(s, start, c, r, line)
	}
	if splitRun {
		for g := range table.NumGroups {
			if len(d.pieces[g]) > 0 {
				codes[g] = d.tupleOfPieces(g)
			}
		}
	}
	record := bytes.TrimRight(s.b[start:stop], "\r")
	columns := len(d.layout.header.columns)
	reject := func(reason string) (int, bool) {
		r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(start), Reason: reason})
		return at, true
	}
	switch {
	case len(record) == 0 || cells <= columns && blank(record, s.comma1):
		return at, true
	case stop-start > maxRecord:
		at = min(s.lineBreak(start+maxRecord-1)+1, s.n)
		return reject(tooLong)
	case stop >= s.n && cells < columns: // with a line break it would be a spreadsheet's short one
		return reject(cutOff)
	case breaks > 0 && cells > columns:
		at = min(s.lineBreak(start)+1, s.n)
		return reject(fmt.Sprintf("%d cells over %d lines, the header has %d: a quote opens that is not closed", cells, breaks+1, columns))
	case !timed:
		return reject(fmt.Sprintf("%d cells, the header has %d: no timestamp", cells, columns))
	case timeErr != nil:
		if d.layout.header.sameHeader(record) {
			r.Notes.Headers++
			return at, true
		}
		if h := otherHeader(record, s.comma1); h != nil {
			r.Notes.Headers++
			next := *c.Layout
			next.header, next.Unknown = h, h.unknown()
			r.Layout = &next
			return at, true
		}
		return reject(timeErr.Error())
	}
	if d.dict.ValueAt(table.KindGroup, codes[table.KindGroup], eventTypeAt) == 0 {
		return reject("no event type")
	}
	if cells > columns {
		if r.Notes.Long++; r.Notes.Long == 1 {
			r.Notes.LongLine = line
		}
	}
	if breaks > 0 && suspect(record, s.comma1, columns) {
		if r.Notes.Suspect++; r.Notes.Suspect == 1 {
			r.Notes.SuspectAt = line
		}
	}
	if !real {
		id = table.ContentID(record)
		d.values = append(d.values[:0], d.dict.Value(event.UUID, unquote(idCells)))
		codes[table.IdentityGroup] = d.dict.Tuple(table.IdentityGroup, d.values)
	}
	d.breaks = breaks + 1
	b := &r.Rows
	b.Times = append(b.Times, ms)
	b.IDs = append(b.IDs, id)
	b.Offsets = append(b.Offsets, c.Base+int64(start))
	b.Lengths = append(b.Lengths, uint32(len(record)))
	if d.transactions {
		b.Transactions = append(b.Transactions, transaction)
	}
	for _, g := range d.groups {
		b.Tuples[g] = append(b.Tuples[g], codes[g])
	}
	return at, true
}

// eventTypeAt is the place of the event type in the tuples of its group.
var eventTypeAt = func() int {
	_, at := table.GroupOf(event.Type)
	return at
}()

// plain returns the text of a quoted cell without its quotes, for cells in
// which no quote can stand.
func plain(cell []byte) []byte {
	if n := len(cell); n >= 2 && cell[0] == '"' && cell[n-1] == '"' {
		return cell[1 : n-1]
	}
	return cell
}

// stray deals with a quote that is not closed within the limits: the line at
// start is rejected, and reading goes on behind the line in which it opened.
func (d *Decoder) stray(s *scanner, start, open int, c *Chunk, r *Result, line int64) (next int, ok bool) {
	d.dropPieces()
	if !c.EOF && s.n-open <= maxCell+Slack && s.countBreaks(open, s.n) <= maxCellBreaks {
		return d.unfinished(s, start, c, r, line)
	}
	reason := "a quote opens that is not closed"
	if below := s.countBreaks(start, open); below > 0 {
		reason = fmt.Sprintf("a quote opens %d lines below that is not closed", below)
	}
	r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(start), Reason: reason})
	return min(s.lineBreak(open)+1, s.n), true
}

// unfinished deals with a record that the data end in the middle of. It waits
// for more data, unless the record is too long already.
func (d *Decoder) unfinished(s *scanner, start int, c *Chunk, r *Result, line int64) (next int, ok bool) {
	d.dropPieces()
	if s.n-start <= maxRecord {
		return start, false
	}
	r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(start), Reason: tooLong})
	r.Midway = true
	return start + maxRecord, true
}

var tooLong = fmt.Sprintf("record of more than %d bytes", maxRecord)

// blank reports whether a record has no text at all, as the tail of a
// spreadsheet that was saved as CSV.
func blank(record []byte, comma byte) bool {
	for _, ch := range record {
		if ch != comma && ch != '\r' {
			return false
		}
	}
	return true
}

// suspect reports whether a line inside a record of several lines could be a
// record itself: it has at least half as many commas as the header.
func suspect(record []byte, comma byte, columns int) bool {
	_, rest, _ := bytes.Cut(record, []byte{'\n'})
	for line := range bytes.SplitSeq(rest, []byte{'\n'}) {
		if bytes.Count(line, []byte{comma}) >= columns/2 {
			return true
		}
	}
	return false
}

// tuple returns the number of the tuple that a run of cells stands for, and the
// run as it is known, if it is.
func (d *Decoder) tuple(s *step, text []byte, hash uint64) (uint32, run) {
	if s.single {
		if len(text) == 0 {
			return 0, run{}
		}
		if text[0] != '"' {
			return d.value(s.group.Fields()[0], text, hash), run{}
		}
	}
	known := &d.seen[s.group]
	if seen := known.find(text, hash); seen != nil {
		return seen.tuple, *seen
	}
	values := d.newValues(s.group)
	d.fill(s, text, values)
	code := d.dict.Tuple(s.group, d.compact(s.group, values))
	return code, known.add(text, hash, code)
}

// root returns the number of the root session id that is the same text as a
// session id.
func (d *Decoder) root(session uint32, text []byte) uint32 {
	if len(text) == 0 || text[0] == '"' || session == 0 {
		return 0
	}
	if int(session) >= len(d.roots) {
		d.roots = append(d.roots, make([]uint32, max(64, int(session)+1+int(session)/2)-len(d.roots))...)
	}
	if d.roots[session] == 0 {
		d.roots[session] = d.dict.Value(event.RootSessionID, validUTF8(text))
	}
	return d.roots[session]
}

// value returns the number of the value of an unquoted cell. The hash of a run
// is that of the dictionaries, so a known value takes no second one.
func (d *Decoder) value(f event.Field, cell []byte, hash uint64) uint32 {
	known := d.dict.Strings(f)
	if n, ok := known.FindHash(cell, hash); ok {
		return n
	}
	if !utf8.Valid(cell) {
		return d.dict.Value(f, fromWindows1252(cell))
	}
	return known.CodeHash(cell, hash)
}

// newValues returns room for the values of the elements of a group, all absent.
func (d *Decoder) newValues(g table.Group) []uint32 {
	n := len(g.Fields()) * d.layout.header.elementsOf(g)
	d.values = d.values[:0]
	for range n {
		d.values = append(d.values, 0)
	}
	return d.values
}

// fill puts the values of a run of cells in their places.
func (d *Decoder) fill(s *step, text []byte, values []uint32) {
	h := d.layout.header
	arity := len(s.group.Fields())
	i := 0
	for _, c := range h.columns[s.from : s.from+s.cells] {
		if i > len(text) {
			break
		}
		end, _ := cellEnd(text, i, h.comma)
		if c.known {
			d.place(&c, h.comma, text[i:end], values, arity)
		}
		i = end + 1
	}
}

// place puts the value of a cell in its place.
func (d *Decoder) place(c *column, comma byte, cell []byte, values []uint32, arity int) {
	_, at := table.GroupOf(c.field)
	text := unquote(cell)
	if comma != ',' && c.decimal() {
		text = decimalPoint(text)
	}
	if !c.lines {
		values[c.index*arity+at] = d.dict.Value(c.field, text)
		return
	}
	for k, line := range bytes.SplitN(text, []byte{'\n'}, len(values)/arity) {
		values[k*arity+at] = d.dict.Value(c.field, line)
	}
}

// compact drops the elements without any value where a group has several.
func (d *Decoder) compact(g table.Group, values []uint32) []uint32 {
	if !g.Multi() {
		return values
	}
	arity := len(g.Fields())
	kept := values[:0]
	for ; len(values) >= arity; values = values[arity:] {
		for _, v := range values[:arity] {
			if v != 0 {
				kept = append(kept, values[:arity]...)
				break
			}
		}
	}
	return kept
}

// piece keeps one of several runs of a group whose columns do not stand side
// by side, with its place in front, until the record is complete.
func (d *Decoder) piece(s *step, text []byte) {
	p := d.pieces[s.group]
	p = binary.LittleEndian.AppendUint32(p, uint32(s.from))
	p = binary.LittleEndian.AppendUint32(p, uint32(s.cells))
	p = binary.LittleEndian.AppendUint32(p, uint32(len(text)))
	d.pieces[s.group] = append(p, text...)
}

func (d *Decoder) dropPieces() {
	for g := range d.pieces {
		d.pieces[g] = d.pieces[g][:0]
	}
}

// tupleOfPieces returns the number of the tuple that the pieces of a group
// stand for, and drops them.
func (d *Decoder) tupleOfPieces(g table.Group) uint32 {
	all := d.pieces[g]
	d.pieces[g] = all[:0]
	known, hash := &d.seen[g], table.Hash(all)
	if seen := known.find(all, hash); seen != nil {
		return seen.tuple
	}
	values := d.newValues(g)
	for p := all; len(p) > 0; {
		s := step{group: g, from: int(binary.LittleEndian.Uint32(p)), cells: int(binary.LittleEndian.Uint32(p[4:]))}
		n := binary.LittleEndian.Uint32(p[8:])
		d.fill(&s, p[12:12+n], values)
		p = p[12+n:]
	}
	code := d.dict.Tuple(g, d.compact(g, values))
	known.add(all, hash, code)
	return code
}
