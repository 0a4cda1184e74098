package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/jszwec/csvutil"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// ReadReference reads a CSV of a log into a builder in the plain way: with
// encoding/csv, a [event.Row] for each record bound by csvutil, and no
// parallelism. It is what [Decoder] is tested against and measured with. It
// takes text in UTF-8 with balanced quotes only; the error is an [*Error] or
// a *csv.ParseError.
func ReadReference(text []byte, file int, b *table.Builder) (rejects []Reject, err error) {
	layout, err := Sniff(text)
	if err != nil {
		return nil, err
	}
	b.Carries(layout.Fields()...)
	body := text[layout.Start:]
	p := &projection{reader: csv.NewReader(bytes.NewReader(body))}
	p.reader.Comma = rune(layout.header.comma)
	p.reader.FieldsPerRecord = -1
	p.reader.ReuseRecord = true
	p.use(layout.header)
	for {
		dec, err := csvutil.NewDecoder(p, p.names...)
		if err != nil {
			return rejects, err
		}
		for {
			var row event.Row // a new one each time: csvutil leaves what a short record lacks
			err := dec.Decode(&row)
			if errors.Is(err, errHeader) {
				break // the columns are others from here on
			}
			if err == io.EOF {
				return rejects, nil
			}
			if err != nil {
				return rejects, err
			}
			record := bytes.TrimLeft(body[p.from:p.reader.InputOffset()], "\r\n")
			offset := layout.Start + p.reader.InputOffset() - int64(len(record))
			whole := bytes.HasSuffix(record, []byte("\n"))
			record = bytes.TrimRight(record, "\r\n")
			reason := ""
			switch {
			case p.blank:
				continue
			case p.cells < len(p.header.columns) && !whole:
				reason = cutOff
			case row.Published == "" && p.cells <= p.timeAt:
				reason = fmt.Sprintf("%d cells, the header has %d: no timestamp", p.cells, len(p.header.columns))
			case row.Published != "" && row.Type == "":
				if _, err := event.ParseTime(row.Published); err == nil {
					reason = "no event type"
				}
			}
			if reason == "" {
				if err := b.AddRow(file, offset, record, &row); err != nil {
					reason = err.Error()
				}
			}
			if reason != "" {
				line := layout.Line + int64(bytes.Count(text[layout.Start:offset], []byte{'\n'}))
				rejects = append(rejects, Reject{Line: line, Offset: offset, Reason: reason})
			}
		}
	}
}

var errHeader = errors.New("a header line with other columns")

// projection gives csvutil the columns of a file under the names of the
// console's, whatever the file calls them.
type projection struct {
	reader *csv.Reader
	header *header
	names  []string // of the columns that are known, as the console's CSV has them
	timeAt int
	record []string
	from   int64 // where reading of the last record began
	cells  int   // of the record read last, before projection
	blank  bool  // it has no text
}

func (p *projection) use(h *header) {
	p.header, p.names = h, nil
	for i, c := range h.columns {
		if !c.known {
			continue
		}
		name := c.field.Column()
		if c.index > 0 {
			name = fmt.Sprintf("target%d%s", c.index, name[len("target0"):])
		}
		if c.field == event.Published {
			p.timeAt = i
		}
		p.names = append(p.names, name)
	}
}

// Read returns the next record's known cells.
func (p *projection) Read() ([]string, error) {
	for {
		p.from = p.reader.InputOffset()
		all, err := p.reader.Read()
		if err != nil {
			return nil, err
		}
		p.cells, p.blank = len(all), true
		for _, cell := range all {
			p.blank = p.blank && cell == ""
		}
		p.blank = p.blank && len(all) <= len(p.header.columns)
		p.record = p.record[:0]
		for i, c := range p.header.columns {
			if !c.known {
				continue
			}
			cell := ""
			if i < len(all) {
				cell = all[i]
			}
			p.record = append(p.record, string(validUTF8([]byte(cell))))
		}
		if p.timeAt < len(all) {
			if _, err := event.ParseTime(all[p.timeAt]); err != nil && !p.blank {
				var line bytes.Buffer
				w := csv.NewWriter(&line)
				w.Comma = p.reader.Comma
				w.Write(all)
				w.Flush()
				if h, err := parseHeader(bytes.TrimRight(line.Bytes(), "\n"), p.header.comma); err == nil && h.raw < 0 {
					if fmt.Sprint(h.names) == fmt.Sprint(p.header.names) {
						continue
					}
					p.use(h)
					return nil, errHeader
				}
			}
		}
		return p.record, nil
	}
}
