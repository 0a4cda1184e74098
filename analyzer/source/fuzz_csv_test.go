package source

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/event"
)

// fuzzHeader returns columns of the console's CSV that make a log: all of
// them, or some in another order.
func fuzzHeader(rng *rand.Rand) []string {
	switch rng.IntN(3) {
	case 0:
		return slices.Clone(event.ConsoleColumns[:])
	case 1:
		return slices.Clone(event.ConsoleColumns[:56])
	}
	names := []string{"timestamp", "event_type", "uuid", "actor.id", "client.ip_address"}
	for _, i := range rng.Perm(len(event.ConsoleColumns))[:rng.IntN(len(event.ConsoleColumns))] {
		if name := event.ConsoleColumns[i]; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

// fuzzRecords makes records of a CSV out of texts: each gets the cells that it
// cannot do without, and a few of the texts in the others.
func fuzzRecords(rng *rand.Rand, header []string, texts []string) [][]string {
	var records [][]string
	for i := 0; i < len(texts); {
		cells := make([]string, len(header))
		for c, name := range header {
			switch {
			case name == "timestamp" && rng.IntN(8) > 0:
				cells[c] = event.FormatTime(1_780_272_000_000 + rng.Int64N(1_000_000))
			case name == "uuid" && rng.IntN(8) > 0:
				cells[c] = fmt.Sprintf("%08x-1111-11f1-8888-0242ac120002", rng.Uint32N(1<<12))
			case name == "event_type" && rng.IntN(8) > 0:
				cells[c] = "user.session.start"
			case rng.IntN(6) == 0 && i < len(texts):
				cells[c] = texts[i]
				i++
			}
		}
		if rng.IntN(8) == 0 {
			cells = cells[:1+rng.IntN(len(cells))]
		}
		records = append(records, cells)
		i++
	}
	return records
}

// fuzzCSV writes a CSV: records of the texts, bytes as they are, records.
func fuzzCSV(rng *rand.Rand, texts []string, raw []byte) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = rng.IntN(3) == 0
	header := fuzzHeader(rng)
	w.Write(header)
	w.WriteAll(fuzzRecords(rng, header, texts))
	b.Write(raw)
	if rng.IntN(2) == 0 {
		b.WriteByte('\n')
	}
	w.WriteAll(fuzzRecords(rng, header, []string{"after", "all"}))
	return b.Bytes()
}

// plainCSV reports whether encoding/csv and [Decoder] are meant to agree on a
// text, as far as its form goes: it is UTF-8 or Windows-1252 with strict
// quotes, ends its lines with LF or CRLF, and has one header of the console's
// columns. Beyond that the decoder makes the best of a text that encoding/csv
// refuses.
func plainCSV(text []byte, l *Layout) bool {
	if l.encoding != utf8Text || l.json != nil || l.wrapped() || l.carriage || l.order != event.NoOrder {
		return false
	}
	if bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\r")) {
		return false
	}
	for _, c := range l.header.columns {
		if c.known && (c.field.Column() == "" || c.index >= event.MaxTargets || c.lines) {
			return false
		}
	}
	r := csv.NewReader(bytes.NewReader(text[l.Start:]))
	r.Comma, r.FieldsPerRecord = rune(l.header.comma), -1
	for {
		cells, err := r.Read()
		if err != nil {
			return err == io.EOF
		}
		breaks := 0
		for _, cell := range cells {
			if strings.Count(cell, "\n") >= maxCellBreaks {
				return false // taken for a stray quote
			}
			breaks += strings.Count(cell, "\n")
		}
		if breaks > 0 && len(cells) > len(l.header.columns) {
			return false // as well
		}
		if at := l.header.timeAt(); at < len(cells) && !utf8.ValidString(cells[at]) {
			return false // is quoted as it stands
		}
		var line bytes.Buffer
		w := csv.NewWriter(&line)
		w.Comma = r.Comma
		w.Write(cells)
		w.Flush()
		if h, err := parseHeader(bytes.TrimRight(line.Bytes(), "\r\n"), l.header.comma); err == nil && !slices.Equal(h.names, l.header.names) {
			return false
		}
	}
}

// FuzzCSV holds the decoder against itself, in chunks of any length and with
// workers that answer in any order, and against the plain reader of
// encoding/csv and csvutil wherever that can read the text at all. texts are
// cells, with a zero byte between them; raw stands in the middle of the file.
func FuzzCSV(f *testing.F) {
	for _, s := range []struct{ texts, raw string }{
		{"a\x00Doe, Jane\x00say \"hi\"\x00two\nlines\x00=1+1", ""},
		{"ünïcödé ✓\x00\xe9t\xe9 \x93quoted\x94\x00null\x00unknown", "\n\n\r\n,,,\n"},
		{"\"\x00\"\"\x00,\x00\n\x00 x ", "INFO,user.session.start,,0,2026-06-24T14:06:47.699Z\n"},
		{strings.Repeat("long ", 40), strings.Join(event.ConsoleColumns[:], ",") + "\n"},
		{"a", "\"a quote opens\nand is not closed,,,\nby anyone"},
		{"a", "x\"y,\"z\"w,\"\"\"\n"},
		{"2026-06-24 14:06:47\x002017-09-31T22:23:07Z", strings.Repeat(",", 58) + "\n" + strings.Repeat(",", 70) + "\n"},
		{"a", strings.Join(event.ConsoleColumns[:56], ",") + "\r\n"},
		{"a\x00b", "\"" + strings.Repeat("\n", 300) + "\"\n"},
		{"a\x00b", "\"\r\n\"\r,\r\r\n"},
	} {
		for seed := range uint64(3) {
			f.Add(seed, s.texts, []byte(s.raw))
		}
	}
	f.Fuzz(func(t *testing.T, seed uint64, texts string, raw []byte) {
		if len(texts)+len(raw) > 1<<16 {
			t.Skip()
		}
		rng := rand.New(rand.NewPCG(seed, 1))
		text := fuzzCSV(rng, strings.Split(texts, "\x00"), raw)
		layout, err := Sniff(text[:min(len(text), HeadSize)])
		if err != nil {
			return
		}
		one := decodeAll(t, text, 1<<20, 1, rng)
		chunk := int64(64 + rng.IntN(2*len(text)))
		compare(t, fmt.Sprintf("chunks of %d", chunk), decodeAll(t, text, chunk, 1+rng.IntN(3), rng), one)
		if !plainCSV(text, layout) {
			return
		}
		want, err := reference(t, text)
		if err != nil {
			t.Fatalf("the plain reader: %v", err)
		}
		compare(t, "against the plain reader", one, want)
	})
}
