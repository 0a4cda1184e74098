package analyzer_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"okta-session-analyzer/analyzer/event"
)

// csv writes a table.
func (m *formMaker) csv(rows [][]string, comma rune, eol string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	if err := w.WriteAll(rows); err != nil {
		m.t.Fatal(err)
	}
	return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte(eol))
}

// changed returns the table with one cell of each record changed.
func (m *formMaker) changed(column string, change func(cell string) string) [][]string {
	at := slices.Index(m.rows[0], column)
	if at < 0 {
		m.t.Fatalf("no column %s", column)
	}
	rows := [][]string{m.rows[0]}
	for _, row := range m.rows[1:] {
		row = slices.Clone(row)
		row[at] = change(row[at])
		rows = append(rows, row)
	}
	return rows
}

// renamed returns the table with other names of its columns.
func (m *formMaker) renamed(name func(column string) string) [][]string {
	rows := slices.Clone(m.rows)
	rows[0] = nil
	for _, column := range m.rows[0] {
		rows[0] = append(rows[0], name(column))
	}
	return rows
}

// camel is the API's name of a column.
func camel(column string) string {
	f, index, _ := event.Lookup(column)
	if f == event.ChainState {
		return "request.ipChain.geographicalContext.state"
	}
	key := strings.Replace(f.Key(), "ipChain[]", "ipChain", 1)
	return strings.Replace(key, "[]", fmt.Sprintf("[%d]", index), 1)
}

// dated returns the table with times in another layout of time.Format.
func (m *formMaker) dated(layout string) [][]string {
	return m.changed("timestamp", func(cell string) string {
		at, err := time.Parse(time.RFC3339Nano, cell)
		if err != nil {
			m.t.Fatal(err)
		}
		return at.Format(layout)
	})
}

// serials returns the table with times as a spreadsheet's numbers of days.
func (m *formMaker) serials(point string) [][]string {
	return m.changed("timestamp", func(cell string) string {
		ms, err := event.ParseTime(cell)
		if err != nil {
			m.t.Fatal(err)
		}
		return strings.Replace(strconv.FormatFloat(float64(ms)/86_400_000+25_569, 'f', 10, 64), ".", point, 1)
	})
}

// short returns the table without the empty cells at the ends of its records.
func (m *formMaker) short() []byte {
	var b bytes.Buffer
	for _, row := range m.rows {
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		b.Write(m.csv([][]string{row}, ',', "\r\n"))
	}
	return b.Bytes()
}

// old returns the table without the columns that came after 2019.
func (m *formMaker) old() [][]string {
	var rows [][]string
	for _, row := range m.rows {
		rows = append(rows, row[:56])
	}
	return rows
}

// inUTF16 writes a text in UTF-16 with a byte order mark.
func inUTF16(text []byte, big bool) []byte {
	var b []byte
	for _, unit := range utf16.Encode(append([]rune{0xFEFF}, []rune(string(text))...)) {
		hi, lo := byte(unit>>8), byte(unit)
		if !big {
			hi, lo = lo, hi
		}
		b = append(b, hi, lo)
	}
	return b
}

// inWindows1252 writes a text of Latin letters in Windows-1252.
func (m *formMaker) inWindows1252(text []byte) []byte {
	var b []byte
	for _, r := range string(text) {
		if r >= 0x100 || r >= 0x80 && r < 0xA0 {
			m.t.Fatalf("no letter of Latin-1: %q", r)
		}
		b = append(b, byte(r))
	}
	return b
}

// inGzip compresses texts, each as a member of its own.
func inGzip(texts ...[]byte) []byte {
	var b bytes.Buffer
	for _, text := range texts {
		z := gzip.NewWriter(&b)
		z.Write(text)
		z.Close()
	}
	return b.Bytes()
}

// inZstandard writes a text as a frame of one block that is not compressed
// (RFC 8878, section 3.1.1).
func inZstandard(text []byte) []byte {
	b := []byte{0x28, 0xb5, 0x2f, 0xfd, 0xA0} // single segment, length in four bytes
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	block := len(text)<<3 | 1
	return append(append(b, byte(block), byte(block>>8), byte(block>>16)), text...)
}

// entry is a file in an archive.
type entry struct {
	name string
	text []byte
}

// inZip packs files, every other one without compression, and breaks the
// checksum of the one at bad.
func inZip(bad int, entries ...entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(e.text),
			CompressedSize64: uint64(len(e.text)), UncompressedSize64: uint64(len(e.text))}
		if i == bad {
			h.CRC32 ^= 1
		}
		if i != bad && i%2 == 0 {
			w, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate})
			if err != nil {
				panic(err)
			}
			w.Write(e.text)
			continue
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			panic(err)
		}
		w.Write(e.text)
	}
	z.Close()
	return b.Bytes()
}
