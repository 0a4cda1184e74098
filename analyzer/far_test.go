//go:build !wasm

package analyzer_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
)

// sparse is a file of any size that is made while it is read: a beginning, an
// end, and in between one piece again and again.
type sparse struct {
	head, piece, tail []byte
	times             int64 // how often the piece stands there
}

func (s *sparse) size() int64 {
	return int64(len(s.head)) + s.times*int64(len(s.piece)) + int64(len(s.tail))
}

func (s *sparse) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		here, from := s.tail, at-int64(len(s.head))-s.times*int64(len(s.piece))
		switch {
		case at < int64(len(s.head)):
			here, from = s.head, at
		case from < 0:
			here, from = s.piece, (at-int64(len(s.head)))%int64(len(s.piece))
		}
		if from >= int64(len(here)) {
			return n, fmt.Errorf("byte %d of %d was asked for", at, s.size())
		}
		k := copy(p[n:], here[from:])
		n, at = n+k, at+int64(k)
	}
	return n, nil
}

// Offsets of records beyond 2^31 bytes are right: the record that is read from
// there again is the one that was decoded. Between the first records and the
// last ones stands one long record over and over.
func TestRecordsBeyondTwoGigabytes(t *testing.T) {
	log := smallLog(t)
	for _, c := range []struct {
		name string
		text []byte
		fill func(id string, long string) string
	}{
		{"CSV", log.csv, func(id, long string) string {
			cells := make([]string, len(event.ConsoleColumns))
			for i, name := range event.ConsoleColumns {
				cells[i] = map[string]string{"uuid": id, "timestamp": "2026-06-01T00:00:00.000Z", "event_type": "user.session.start", "display_message": long}[name]
			}
			return strings.Join(cells, ",") + "\n"
		}},
		{"JSON lines", log.lines, func(id, long string) string {
			return fmt.Sprintf(`{"uuid":%q,"published":"2026-06-01T00:00:00.000Z","eventType":"user.session.start","displayMessage":%q}`+"\n", id, long)
		}},
	} {
		lines := bytes.SplitAfter(c.text, []byte("\n"))
		cut := len(lines) / 2
		s := &sparse{
			head:  bytes.Join(lines[:cut], nil),
			piece: []byte(c.fill("00000000-4811-11f1-8000-0242ac120002", strings.Repeat("all is well; ", 4800))),
			tail:  bytes.Join(lines[cut:], nil),
		}
		s.times = 1<<31/int64(len(s.piece)) + 1
		_, plain := load(t, c.name, analyzer.Options{}, fileOf("log", c.text))
		loaded, r := load(t, c.name, analyzer.Options{}, analyzer.Source{Name: "log", Size: s.size(), Reader: s})
		if r.Log.Events != plain.Log.Events+1 || int64(r.Log.Duplicates) != s.times-1 || r.Log.Rejected != 0 {
			t.Errorf("%s: %d events, %d duplicates, %d rejected; want %d, %d, 0", c.name, r.Log.Events, r.Log.Duplicates, r.Log.Rejected,
				plain.Log.Events+1, s.times-1)
		}
		near, far := 0, 0
		for row := range loaded.Log.Len() {
			_, offset, length := loaded.Log.Source(row)
			record, err := loaded.Record(row)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case offset < int64(len(s.head)):
				near++
			case offset > 1<<31:
				far++
				at := offset - (s.size() - int64(len(c.text)))
				if want := string(c.text[at : at+int64(length)]); record != want {
					t.Fatalf("%s: the record at byte %d is %q, want %q", c.name, offset, event.Clip(record), event.Clip(want))
				}
			}
			if !strings.Contains(record, loaded.Log.UUID(row)) {
				t.Fatalf("%s: the record at byte %d is not that of event %s: %q", c.name, offset, loaded.Log.UUID(row), event.Clip(record))
			}
		}
		if near+far+1 != loaded.Log.Len() || near == 0 || far == 0 {
			t.Errorf("%s: %d events near the start and %d beyond 2^31 of %d", c.name, near, far, loaded.Log.Len())
		}
		r.Log, plain.Log = report.Log{}, report.Log{}
		sameText(t, c.name, inJSON(t, r), inJSON(t, plain))
	}
}
