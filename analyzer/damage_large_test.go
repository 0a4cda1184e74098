//go:build !wasm

package analyzer_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/source"
)

// segment is a text that a [patchwork] repeats.
type segment struct {
	text  string
	times int64
}

// patchwork is a file that is never in memory as a whole.
type patchwork []segment

func (p patchwork) size() (n int64) {
	for _, s := range p {
		n += int64(len(s.text)) * s.times
	}
	return n
}

func (p patchwork) ReadAt(b []byte, at int64) (n int, err error) {
	from := int64(0)
	for _, s := range p {
		to := from + int64(len(s.text))*s.times
		for n < len(b) && at+int64(n) < to {
			n += copy(b[n:min(int64(len(b)), to-at)], s.text[(at+int64(n)-from)%int64(len(s.text)):])
		}
		from = to
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (p patchwork) source(name string) analyzer.Source {
	return analyzer.Source{Name: name, Size: p.size(), Reader: p}
}

// A line of 100 MB is one rejected record, whatever it holds, and what is
// around it is read.
func TestLineOf100MB(t *testing.T) {
	const tooLong, mb = "record of more than 8388608 bytes", 1_000_000
	chunks := []int64{1 << 20, 0}
	once := func(text string) segment { return segment{text, 1} }
	filler := strings.Repeat("x", 1000)
	event100 := strings.TrimSuffix(strings.TrimSpace(linesOf(100, 1)), "}") + `,"displayMessage":"`
	for _, c := range []struct {
		what    string
		file    patchwork
		events  int
		reasons []string
	}{
		{"CSV", patchwork{once(csvOf(rowsOf(0, 5))), {filler, 100 * mb / 1000}, once("\n" + rowsOf(5, 5))}, 10, []string{tooLong}},
		{"CSV of empty cells", patchwork{once(csvOf(rowsOf(0, 5)) + "x"), {strings.Repeat(",", 1000), 100 * mb / 1000}, once("\n" + rowsOf(5, 5))}, 10, []string{tooLong}},
		{"CSV at the end", patchwork{once(csvOf(rowsOf(0, 5))), {filler, 100 * mb / 1000}}, 5, []string{tooLong}},
		{"JSON, a text", patchwork{once(linesOf(0, 5) + event100), {filler, 100 * mb / 1000}, once(`"}` + "\n" + linesOf(5, 5))}, 10, []string{tooLong}},
		{"JSON, numbers", patchwork{once(linesOf(0, 5) + strings.TrimSuffix(event100, `"`) + `["a"`), {strings.Repeat(",1", 500), 100 * mb / 1000}, once(`]}` + "\n" + linesOf(5, 5))}, 10, []string{tooLong}},
		{"JSON that is none", patchwork{once(linesOf(0, 5)), {filler, 100 * mb / 1000}, once("\n" + linesOf(5, 5))}, 10, []string{"not JSON"}},
	} {
		checkDamage(t, c.what, c.file.source("long"), c.events, chunks, c.reasons...)
	}
	// A record that is taken for a list of records: what is in it is rejected
	// one by one, and listed up to the bound.
	numbers := patchwork{once(linesOf(0, 5) + `{"eventType":["a"`), {strings.Repeat(",1", 500), 10_000}, once("]}\n" + linesOf(5, 5))}
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{numbers.source("numbers")}, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f := loaded.Summary().Files[0]; f.Events != 10 || f.Records != f.Events+f.Rejected || f.Rejected < 1 || len(f.Rejects) != min(f.Rejected, source.MaxRejects) {
		t.Errorf("numbers: %d records, %d events, %d rejected, %d listed", f.Records, f.Events, f.Rejected, len(f.Rejects))
	}
	_, err = analyzer.Load(context.Background(), []analyzer.Source{patchwork{{filler, 100 * mb / 1000}}.source("x")}, analyzer.Options{})
	if err == nil || !strings.Contains(err.Error(), "the first line is longer than 64 KiB") {
		t.Errorf("a line and nothing else: %v", err)
	}
}

// longRow is a megabyte that deflates to a thousandth.
var longRow = strings.Repeat("x", 1_000_000) + "\n"

// bomb returns megabytes of long rows behind a log, compressed times over.
func bomb(t *testing.T, log string, megabytes, times int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(log))
	for range megabytes {
		io.WriteString(z, longRow)
	}
	z.Close()
	text := b.Bytes()
	for range times - 1 {
		text = inGzip(text)
	}
	return text
}

func TestBombs(t *testing.T) {
	const grows = "grows to more than 200 times its size"
	log := csvOf(rowsOf(0, 10))
	for _, c := range []struct {
		what string
		file []byte
	}{
		{"gzip", bomb(t, log, 200, 1)},
		{"gzip twice", bomb(t, log, 200, 2)},
		{"zip", inZip(-1, entry{"a", []byte(log + strings.Repeat(longRow, 200))})},
	} {
		if len(c.file) > 1_000_000 {
			t.Fatalf("%s: %d bytes are no bomb", c.what, len(c.file))
		}
		_, r := load(t, c.what, analyzer.Options{}, fileOf("bomb", c.file))
		f := r.Log.Files[0]
		if f.Events != 10 || f.Rejected > 100 {
			t.Errorf("%s: %d events and %d rejected; it was read on", c.what, f.Events, f.Rejected)
		}
		if !strings.Contains(f.Error, grows) || !strings.Contains(f.Error, "reading stopped after the first") {
			t.Errorf("%s: error %q, want %q", c.what, f.Error, grows)
		}
	}
	if _, err := analyzer.Load(context.Background(), []analyzer.Source{fileOf("x", bomb(t, log, 1, 5))}, analyzer.Options{}); err == nil ||
		!strings.Contains(err.Error(), "compressed more than three times over") {
		t.Errorf("five times over: %v", err)
	}
	// Members that share their bytes, or say that they are larger than the
	// archive.
	archive := inZip(0, entry{"a", []byte(log)})
	central := bytes.Index(archive, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(archive[central+20:], 1<<30)
	_, err := analyzer.Load(context.Background(), []analyzer.Source{fileOf("x.zip", archive)}, analyzer.Options{})
	if refused, ok := errors.AsType[*source.Error](err); !ok || refused.Kind != source.Unreadable || !strings.Contains(err.Error(), "overlap or are larger than it") {
		t.Errorf("a member larger than the archive: %v", err)
	}
}
