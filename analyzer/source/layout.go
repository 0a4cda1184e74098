package source

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/event"
)

// HeadSize is how many bytes of a file [Sniff] wants to see.
const HeadSize = 64 << 10

// Layout says how a file is to be read. It depends only on the file's first
// bytes, so every worker finds the same one.
type Layout struct {
	Format string // for people: "console CSV, 59 columns"
	Start  int64  // offset of the first record
	Line   int64  // of the first record, from 1
	// Columns that hold no field that the analyzer knows.
	Unknown []string
	// Warnings say what an analyst should know before trusting the file.
	Warnings []string

	encoding encoding
	order    event.Order // of the dates, where a spreadsheet has saved them
	header   *header     // of a CSV
	json     *jsonLayout // of JSON
	// carriage says that lines of a CSV end with a carriage return alone.
	carriage bool
	// split is the delimiter at which a spreadsheet has cut records that were
	// delimited otherwise, 0 if none has; see joinCells.
	split byte
}

// Fields returns the fields that the header of a CSV names. JSON names them
// record by record.
func (l *Layout) Fields() []event.Field {
	if l.header == nil {
		return nil
	}
	return l.header.fields()
}

// Text returns bytes of the file as UTF-8.
func (l *Layout) Text(b []byte) string {
	if l.encoding != utf8Text {
		b, _ = fromUTF16(b, l.encoding)
	}
	return string(validUTF8(b))
}

type encoding uint8

const (
	utf8Text encoding = iota
	utf16LE
	utf16BE
)

// Sniff finds out from the first bytes of a file, up to [HeadSize] of them,
// what it is. The error is an [*Error] without the file's name.
func Sniff(head []byte) (*Layout, error) {
	if len(head) == 0 {
		return nil, &Error{Kind: Empty, Message: "the file is empty; download the log again (Reports > System Log > Download CSV)"}
	}
	l := new(Layout)
	text := head
	bom := 0
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		bom, text = 3, head[3:]
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		bom, l.encoding = 2, utf16LE
		if head[0] == 0xFE {
			l.encoding = utf16BE
		}
	case len(head) > 4 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		l.encoding = utf16LE
	case len(head) > 4 && head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		l.encoding = utf16BE
	}
	if l.encoding != utf8Text {
		text, _ = fromUTF16(head[bom:len(head)&^1], l.encoding)
	}
	if err := refuse(head, text); err != nil {
		return nil, err
	}
	whole := len(head) < HeadSize
	if l.encoding == utf8Text && !validHead(text) {
		l.Warnings = append(l.Warnings, "its text is not UTF-8 and was taken for Windows-1252; if names look wrong, save the file as UTF-8")
	}
	l.Line = 1
	var skip int
	var err error
	if start := bytes.TrimLeft(text, " \t\r\n\x1e"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		err = l.sniffJSON(text)
	} else {
		skip, err = l.sniffCSV(text, whole)
	}
	if err != nil {
		return nil, err
	}
	l.Start = int64(bom + rawLength(text[:skip], l.encoding))
	return l, nil
}

// validHead reports whether the first bytes of a file are UTF-8. The last
// character may be cut.
func validHead(text []byte) bool {
	for cut := range min(utf8.UTFMax, len(text)+1) {
		if utf8.Valid(text[:len(text)-cut]) {
			return true
		}
	}
	return false
}

// refuse names the kinds of files that are dropped on the page by mistake.
func refuse(head, text []byte) error {
	no := func(message string) error { return &Error{Kind: NotOkta, Message: message} }
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return no("this is a zip archive or a spreadsheet; unpack it, or save it as CSV, and open the CSV")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return no("this is compressed with gzip; unpack it and open the CSV")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return no("this is a PDF; export the log as CSV (Reports > System Log > Download CSV)")
	}
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) == 0 {
		return &Error{Kind: Empty, Message: "the file holds nothing but blanks; download the log again"}
	}
	if trimmed[0] == '<' {
		return no("this is HTML or XML, perhaps a sign-in page saved in place of the log; download the CSV again")
	}
	if bytes.IndexByte(text[:min(len(text), 1024)], 0) >= 0 {
		return no("this is a binary file; expected the CSV of Reports > System Log")
	}
	return nil
}

// fromUTF16 returns UTF-16 text as UTF-8 and how many bytes it took: all but a
// first half of a pair at the end.
func fromUTF16(b []byte, enc encoding) (text []byte, taken int) {
	text = make([]byte, 0, len(b)/2+Slack)
	unit := func(i int) rune {
		if enc == utf16BE {
			return rune(b[i])<<8 | rune(b[i+1])
		}
		return rune(b[i+1])<<8 | rune(b[i])
	}
	i := 0
	for ; i+2 <= len(b); i += 2 {
		r := unit(i)
		if r < utf8.RuneSelf {
			text = append(text, byte(r))
			continue
		}
		if utf16.IsSurrogate(r) {
			if i+4 > len(b) && r < 0xDC00 {
				break
			}
			if i+4 <= len(b) {
				if pair := utf16.DecodeRune(r, unit(i+2)); pair != utf8.RuneError {
					text = utf8.AppendRune(text, pair)
					i += 2
					continue
				}
			}
			r = utf8.RuneError
		}
		text = utf8.AppendRune(text, r)
	}
	return text, i
}

// rawLength returns how many bytes of a file a piece of its text takes.
func rawLength(text []byte, enc encoding) int {
	if enc == utf8Text {
		return len(text)
	}
	units := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		i += size
		units++
		if r >= 0x10000 {
			units++
		}
	}
	return 2 * units
}
