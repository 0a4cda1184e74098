package simulate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/jszwec/csvutil"

	"okta-session-analyzer/analyzer/event"
)

// The fast encoder writes what csvutil and encoding/csv write, and the
// reference reader gets back what was simulated.
func TestCSV(t *testing.T) {
	w := newWorld(t, Config{Seed: 3, Users: 200, Days: 8})
	var want bytes.Buffer
	cw := csv.NewWriter(&want)
	encoder := csvutil.NewEncoder(cw)
	encoder.AutoHeader = false
	rows := map[string]event.Row{}
	var got []byte
	for e := range w.Events() {
		row := e.Row()
		rows[row.UUID] = row
		if err := encoder.Encode(row); err != nil {
			t.Fatal(err)
		}
		got = e.AppendCSV(got)
	}
	cw.Flush()
	if !bytes.Equal(got, want.Bytes()) {
		g, x := strings.Split(string(got), "\n"), strings.Split(want.String(), "\n")
		for i := range min(len(g), len(x)) {
			if g[i] != x[i] {
				t.Fatalf("AppendCSV:\n%s\nencoding/csv:\n%s", g[i], x[i])
			}
		}
		t.Fatalf("AppendCSV wrote %d lines, encoding/csv %d", len(g), len(x))
	}

	file := writeCSV(t, w)
	decoder, err := csvutil.NewDecoder(csv.NewReader(bytes.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(decoder.Header(), event.ConsoleColumns[:]) {
		t.Errorf("header %q", decoder.Header())
	}
	n, lastDay, sorted := 0, "9999", true
	previous := ""
	for {
		var row event.Row
		if err := decoder.Decode(&row); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if row != rows[row.UUID] {
			t.Fatalf("row %s comes back as\n%+v\nwant\n%+v", row.UUID, row, rows[row.UUID])
		}
		if day := row.Published[:10]; day > lastDay {
			t.Fatalf("%s comes after %s: want the newest day first", day, lastDay)
		} else {
			lastDay = day
		}
		sorted = sorted && (previous == "" || row.Published >= previous || row.Published[:10] != previous[:10])
		previous = row.Published
		n++
	}
	if n != len(rows) {
		t.Errorf("the file has %d rows, the stream %d events", n, len(rows))
	}
	if sorted {
		t.Error("the rows of each day are in order of time; the console's are not")
	}
	if bytes.ContainsRune(file, '\r') || !bytes.HasSuffix(file, []byte("\n")) || bytes.HasSuffix(file, []byte("\n\n")) {
		t.Error("want lines ended by LF, the last one, too, and no blank line")
	}
}

// The writers report the error of the file.
func TestWriteErrors(t *testing.T) {
	broken := errors.New("no space left")
	w := newWorld(t, Config{Seed: 1, Users: 400})
	for name, write := range map[string]func(io.Writer) (int, error){"csv": w.WriteCSV, "ndjson": w.WriteNDJSON, "json": w.WriteJSON} {
		for _, room := range []int{0, 1 << 20, 2 << 20} {
			if _, err := write(&full{room, broken}); !errors.Is(err, broken) {
				t.Errorf("%s with room for %d bytes: error %v; want %v", name, room, err, broken)
			}
		}
	}
}

// full is a file with room for some bytes.
type full struct {
	room int
	err  error
}

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, f.err
	}
	f.room -= len(p)
	return len(p), nil
}

func TestCivil(t *testing.T) {
	for ms := int64(-3_000_000_000_000); ms < 8_000_000_000_000; ms += 97_654_321 {
		if got, want := string(appendTime(nil, ms)), event.FormatTime(ms); got != want {
			t.Fatalf("appendTime(%d) = %s; want %s", ms, got, want)
		}
	}
}
