package source

import (
	"bytes"
	"fmt"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// wrapped reports whether the records of a CSV hold those of the log as text:
// in a column of raw events, or cut in pieces by a spreadsheet.
func (l *Layout) wrapped() bool { return l.header != nil && (l.header.raw >= 0 || l.split != 0) }

// delimiter returns what stands between the cells of the file.
func (l *Layout) delimiter() byte {
	if l.split != 0 {
		return l.split
	}
	return l.header.comma
}

// wrappedRecord is [Decoder.record] for a CSV that is [Layout.wrapped].
func (d *Decoder) wrappedRecord(s *scanner, i int, c *Chunk, r *Result, line int64) (next int, ok bool) {
	var (
		start  = i
		at     = i
		cells  = 0
		breaks = 0
		raw    []byte
		h      = c.Layout.header
	)
	for {
		p := s.run(at, 1)
		if p.open >= 0 {
			return d.stray(s, start, p.open, c, r, line)
		}
		if cells == h.raw {
			raw = s.b[at:p.end]
		}
		cells += p.cells
		breaks += p.breaks
		at = p.end + 1
		if p.last {
			break
		}
	}
	stop := at - 1
	if stop >= s.n && !c.EOF {
		return d.unfinished(s, start, c, r, line)
	}
	record := bytes.TrimRight(s.b[start:stop], "\r")
	reject := func(reason string) (int, bool) {
		r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(start), Reason: reason})
		return at, true
	}
	switch {
	case len(record) == 0 || blank(record, s.comma1):
		return at, true
	case stop-start > maxRecord:
		at = min(s.lineBreak(start+maxRecord-1)+1, s.n)
		return reject(tooLong)
	}
	j := d.json
	j.reset()
	if c.Layout.split != 0 {
		record = joinCells(record, c.Layout.split)
		return d.csvText(record, h, span{start, stop, at}, c, r, line)
	}
	if breaks > 0 && cells > len(h.columns) {
		at = min(s.lineBreak(start)+1, s.n)
		return reject(fmt.Sprintf("%d cells over %d lines, the header has %d: a quote opens that is not closed", cells, breaks+1, len(h.columns)))
	}
	text := unquote(bytes.TrimRight(raw, "\r"))
	switch trimmed := bytes.TrimSpace(text); {
	case len(trimmed) == 0:
		return reject("its _raw is empty")
	case strings.EqualFold(string(trimmed), "_raw"):
		r.Notes.Headers++
		if next, err := parseHeader(record, s.comma1); err == nil && !h.sameHeader(record) {
			layout := *c.Layout
			layout.header = next
			r.Layout = &layout
		}
		return at, true
	case trimmed[0] == '{' || trimmed[0] == '[':
		j.inText(trimmed, 0, originalWeight)
		if len(j.found) == 0 && j.damage == "" {
			j.everywhere = true
			j.inText(trimmed, 0, originalWeight)
			j.everywhere = false
		}
		switch {
		case len(j.found) == 0 && j.damage != "":
			return reject("its _raw is cut off or is not JSON")
		case len(j.found) == 0:
			return reject(notEvent(trimmed))
		}
		j.settle(start, start+len(record), c, r, line)
		if j.damage != "" {
			return reject("its _raw " + j.damage)
		}
		return at, true
	}
	if headless := headlessConsole(text); headless != nil {
		return d.csvText(text, headless, span{start, start + len(record), at}, c, r, line)
	}
	return reject(fmt.Sprintf("its _raw holds no event of Okta's: %q", event.Clip(string(text))))
}

// span is where a record stands in the data of a chunk, and the next one.
type span struct{ start, end, next int }

// csvText decodes a record of a CSV that stands in the text of another.
func (d *Decoder) csvText(record []byte, h *header, at span, c *Chunk, r *Result, line int64) (int, bool) {
	cells := readCells(record, h.comma)
	e := d.row(h, cells)
	e.text = record
	reject := func(reason string) (int, bool) {
		r.Rejects = append(r.Rejects, Reject{Line: line, Offset: c.Base + int64(at.start), Reason: reason})
		return at.next, true
	}
	switch {
	case at.next > len(c.Data) && len(cells) < len(h.columns):
		return reject(cutOff)
	case !e.timed:
		return reject(fmt.Sprintf("%d cells, the header has %d: no timestamp", len(cells), len(h.columns)))
	case e.timeErr != nil && h.sameHeader(record):
		r.Notes.Headers++
		return at.next, true
	case e.timeErr != nil:
		return reject(e.timeErr.Error())
	case !e.typed:
		return reject("no event type")
	}
	if len(cells) > len(h.columns) {
		if r.Notes.Long++; r.Notes.Long == 1 {
			r.Notes.LongLine = line
		}
	}
	d.json.emit(&e, at.start, at.end, c, r)
	return at.next, true
}

// row takes a record of a CSV apart, cell by cell.
func (d *Decoder) row(h *header, cells [][]byte) (e jsonEvent) {
	values := &d.json.values
	var used [table.NumGroups]bool
	for i, c := range h.columns {
		switch {
		case !c.known:
			continue
		case i >= len(cells):
		case c.field == event.Published:
			e.timed = true
			e.ms, e.timeErr = d.clock.Parse(unquote(cells[i]))
		case c.field == event.UUID:
			e.idText = unquote(cells[i])
			e.id, e.real = table.ParseUUID(e.idText)
		}
		e.carried.add(c.field)
		if i >= len(cells) || c.field == event.Published || c.field == event.UUID {
			continue
		}
		g, _ := table.GroupOf(c.field)
		arity := len(g.Fields())
		if !used[g] {
			used[g] = true
			values[g] = append(values[g][:0], make([]uint32, arity*h.elementsOf(g))...)
		}
		d.place(&c, h.comma, cells[i], values[g], arity)
	}
	for g := range table.NumGroups {
		if used[g] {
			e.codes[g] = d.dict.Tuple(g, d.compact(g, values[g]))
		}
	}
	e.typed = d.dict.ValueAt(table.KindGroup, e.codes[table.KindGroup], eventTypeAt) != 0
	return e
}

// elementsOf returns how many elements of a group a record has room for.
func (h *header) elementsOf(g table.Group) int {
	switch g {
	case table.TargetGroup:
		return max(1, h.elements)
	case table.ChainGroup:
		if h.elements >= maxLineElements {
			return maxLineElements
		}
	}
	return 1
}
