package source

import (
	"bytes"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// commas are the delimiters that tables of logs come with. A console's has
// commas; spreadsheets write semicolons where the comma is the decimal point,
// and tabs as "Unicode Text".
const commas = ",;\t|"

// sniffCSV finds out how a CSV is to be read, from its first bytes; whole says
// that they are all of it. It returns where the first record starts.
func (l *Layout) sniffCSV(text []byte, whole bool) (start int, err error) {
	no := func(message string) (int, error) { return 0, &Error{Kind: NotOkta, Message: message} }
	i := 0
	for i < len(text) && (text[i] == '\n' || text[i] == '\r') {
		i++
	}
	if k := bytes.IndexAny(text[i:], "\r\n"); k >= 0 && i+k+1 < len(text) && text[i+k] == '\r' && text[i+k+1] != '\n' {
		l.carriage = true
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	line, next := cutLine(text, i)
	if next < 0 && !whole {
		return no("the first line is longer than 64 KiB; expected the header of a CSV")
	}
	delimiters := commas
	if comma, ok := separatorLine(line); ok {
		delimiters = string(comma)
		if i = next; i >= 0 {
			line, next = cutLine(text, i)
		} else {
			line = nil
		}
	}
	if next < 0 {
		next = len(text)
	}
	h := bestHeader(line, delimiters)
	if err := h.check(); err != nil {
		headless := headlessConsole(line)
		if headless == nil {
			return no(err.Error())
		}
		h, next = headless, i
		l.Warnings = append(l.Warnings, "it has no header line, as a part of a split file; its columns were taken for the console's")
	}
	l.header = h
	l.Format = h.format()
	l.Unknown = h.unknown()
	l.Line += int64(bytes.Count(text[:next], []byte{'\n'}))
	if l.split = splitBy(text[next:], h); l.split != 0 {
		l.Format += ", cut by a spreadsheet"
		h.text = string(bytes.TrimRight(line, string(l.split)))
	}
	if h.raw < 0 {
		l.order, l.Warnings = sniffTimes(l.Warnings, h.sampleTimes(text[next:], whole, l.split), h.comma)
	}
	return next, nil
}

// cutLine returns the line at i without its end, and where the next one
// starts; -1 if the text ends first.
func cutLine(text []byte, i int) (line []byte, next int) {
	k := bytes.IndexByte(text[i:], '\n')
	if k < 0 {
		return bytes.TrimRight(text[i:], "\r"), -1
	}
	return bytes.TrimRight(text[i:i+k], "\r"), i + k + 1
}

// separatorLine reads a line like "sep=;", by which people tell Excel the
// delimiter.
func separatorLine(line []byte) (comma byte, ok bool) {
	line = bytes.Trim(line, `" `)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) && strings.IndexByte(commas, line[4]) >= 0 {
		return line[4], true
	}
	return 0, false
}

// bestHeader reads a line with the delimiter that makes most sense of it.
func bestHeader(line []byte, delimiters string) *header {
	var best *header
	score := -1
	for _, comma := range []byte(delimiters) {
		h := readHeader(line, comma)
		known := 0
		for _, c := range h.columns {
			if c.known {
				known++
			}
		}
		if h.raw >= 0 {
			known++
		}
		if n := 1000*known + len(h.names); n > score {
			best, score = h, n
		}
	}
	return best
}

// headlessConsole returns the console's header for a line that is a record of
// the console's CSV, and nil for any other.
func headlessConsole(line []byte) *header {
	cells := readCells(line, ',')
	if len(cells) != len(event.ConsoleColumns) && len(cells) != 56 {
		return nil
	}
	_, isID := table.ParseUUID(plain(cells[slices.Index(event.ConsoleColumns[:], "uuid")]))
	_, err := event.ParseTime(string(plain(cells[slices.Index(event.ConsoleColumns[:], "timestamp")])))
	if !isID || err != nil {
		return nil
	}
	return readHeader([]byte(strings.Join(event.ConsoleColumns[:len(cells)], ",")), ',')
}

// readCells returns the cells of a record as they stand in the file.
func readCells(record []byte, comma byte) [][]byte {
	var cells [][]byte
	for i := 0; i <= len(record); {
		end, _ := cellEnd(record, i, comma)
		cells = append(cells, record[i:end])
		i = end + 1
	}
	return cells
}

// sampleTimes returns the times of the first records, as they stand there.
func (h *header) sampleTimes(text []byte, whole bool, split byte) []string {
	at := h.timeAt()
	var samples []string
	for i := 0; i < len(text); {
		end := recordEnd(text, i, max(h.comma, split))
		if end == len(text) && !whole {
			break // it may be cut
		}
		record := bytes.TrimRight(text[i:end], "\r")
		if split != 0 {
			record = joinCells(record, split)
		}
		if cells := readCells(record, h.comma); at < len(cells) {
			samples = append(samples, string(unquote(cells[at])))
		}
		i = end + 1
	}
	return samples
}

// timeAt returns the column of the times, -1 if there is none.
func (h *header) timeAt() int {
	return slices.IndexFunc(h.columns, func(c column) bool { return c.known && c.field == event.Published })
}

// recordEnd returns the offset of the line break that ends the record at i, or
// the length of the text.
func recordEnd(text []byte, i int, comma byte) int {
	for {
		end, _ := cellEnd(text, i, comma)
		if end >= len(text) || text[end] == '\n' {
			return end
		}
		i = end + 1
	}
}

// splitBy returns the delimiter at which a spreadsheet has cut the records of
// a CSV that it did not know to be delimited by commas, or 0 if none has.
//
// In a country of decimal commas Excel takes a line of the console's CSV for
// one cell, or for several where the user agent holds a semicolon. When it
// saves that again, it quotes the cells that hold quotes and puts semicolons or
// tabs between them.
func splitBy(text []byte, h *header) byte {
	at := h.timeAt()
	if h.comma != ',' || at < 0 {
		return 0
	}
	timed := func(record []byte) bool {
		cells := readCells(record, ',')
		if at >= len(cells) || len(cells) > len(h.columns) {
			return false
		}
		text := string(unquote(cells[at]))
		_, err := event.ParseTime(text)
		_, local := event.ReadLocal(text)
		return err == nil || local
	}
	for _, by := range []byte{';', '\t'} {
		records, wrapped, good := 0, 0, 0
		for i := 0; i < len(text) && records < 50; records++ {
			end := recordEnd(text, i, by)
			record := bytes.TrimRight(text[i:end], "\r")
			if len(record) > 0 && record[0] == '"' {
				wrapped++
				if timed(joinCells(record, by)) && !timed(record) {
					good++
				}
			}
			i = end + 1
		}
		if good > 0 && 4*good >= 3*wrapped {
			return by
		}
	}
	return 0
}

// joinCells puts a record together again that a spreadsheet has cut at a
// delimiter.
func joinCells(record []byte, by byte) []byte {
	cells := readCells(record, by)
	for i, cell := range cells {
		cells[i] = unquote(cell)
	}
	return bytes.TrimRight(bytes.Join(cells, []byte{by}), string(by))
}
