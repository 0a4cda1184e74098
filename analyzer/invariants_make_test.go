package analyzer_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/source"
)

// inBrowser says that the tests run as WebAssembly, where they do less: the
// same cases, fewer of each.
const inBrowser = runtime.GOARCH == "wasm"

// forms are one simulated log in the forms that the simulator writes.
type forms struct{ csv, lines, array []byte }

// simulated returns the log of a company. It is made once for each size.
var simulated = func() func(t testing.TB, users, days int) forms {
	var mu sync.Mutex
	made := make(map[[2]int]forms)
	return func(t testing.TB, users, days int) forms {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		size := [2]int{users, days}
		if f, ok := made[size]; ok {
			return f
		}
		var f forms
		for _, write := range []func(*simulate.World) error{
			func(w *simulate.World) error { return into(&f.csv, w.WriteCSV) },
			func(w *simulate.World) error { return into(&f.lines, w.WriteNDJSON) },
			func(w *simulate.World) error { return into(&f.array, w.WriteJSON) },
		} {
			w, err := simulate.New(simulate.Config{Seed: 11, Users: users, Days: days})
			if err == nil {
				err = write(w)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		made[size] = f
		return f
	}
}()

// smallLog is for what is done hundreds of times, usualLog for the rest.
func smallLog(t testing.TB) forms { return simulated(t, 6, 2) }
func usualLog(t testing.TB) forms { return simulated(t, 30, 8) }

// fileOf returns a file of a log.
func fileOf(name string, text []byte) analyzer.Source {
	return analyzer.Source{Name: name, Size: int64(len(text)), Reader: bytes.NewReader(text)}
}

// load reads files and checks that every record is accounted for.
func load(t testing.TB, what string, o analyzer.Options, files ...analyzer.Source) (*analyzer.Loaded, *report.Report) {
	t.Helper()
	loaded, err := analyzer.Load(context.Background(), files, o)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	r, err := loaded.Report(analyzer.Config{})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	checkAccounts(t, what, r)
	if r.Log.Events != loaded.Log.Len() {
		t.Fatalf("%s: %d events in the report, %d in the log", what, r.Log.Events, loaded.Log.Len())
	}
	return loaded, r
}

// checkAccounts checks that records are events, duplicates and rejected ones,
// for each file and for all.
func checkAccounts(t testing.TB, what string, r *report.Report) {
	t.Helper()
	var sum report.Log
	for _, f := range r.Log.Files {
		if f.Records != f.Events+f.Duplicates+f.Rejected {
			t.Fatalf("%s: %s: %d records are not %d events, %d duplicates and %d rejected", what, f.Name, f.Records, f.Events, f.Duplicates, f.Rejected)
		}
		if len(f.Rejects) != f.Rejected {
			t.Fatalf("%s: %s: %d rejected, %d listed", what, f.Name, f.Rejected, len(f.Rejects))
		}
		sum.Records += f.Records
		sum.Events += f.Events
		sum.Duplicates += f.Duplicates
		sum.Rejected += f.Rejected
	}
	if l := r.Log; l.Records != sum.Records || l.Events != sum.Events || l.Duplicates != sum.Duplicates || l.Rejected != sum.Rejected {
		t.Fatalf("%s: the log has %d, %d, %d, %d records, events, duplicates and rejected; its files %d, %d, %d, %d", what,
			l.Records, l.Events, l.Duplicates, l.Rejected, sum.Records, sum.Events, sum.Duplicates, sum.Rejected)
	}
}

// inJSON returns a report as JSON, its files in the order of their names.
func inJSON(t testing.TB, r *report.Report) string {
	t.Helper()
	sorted := *r
	sorted.Log.Files = slices.Clone(r.Log.Files)
	slices.SortFunc(sorted.Log.Files, func(a, b report.File) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	if err := report.WriteJSON(&b, &sorted); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withoutFile returns a report as JSON without what differs between a file and
// the same text in another one.
func withoutFile(t testing.TB, r *report.Report) string {
	t.Helper()
	other := *r
	other.Log.Files = slices.Clone(r.Log.Files)
	for i := range other.Log.Files {
		f := &other.Log.Files[i]
		f.Name, f.Bytes, f.SHA256 = "", 0, ""
	}
	return inJSON(t, &other)
}

// sameText reports the first line in which two texts differ.
func sameText(t testing.TB, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("%s: line %d of %d and %d\n got %s\nwant %s", what, i+1, len(g), len(w), at(g, i), at(w, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return event.Clip(strings.TrimSpace(lines[i]))
	}
	return "(none)"
}

// battered returns a CSV or JSON lines with damage of the usual kinds between
// its records: times that are none, cells and lines that were cut, quotes that
// do not close, downloads that were joined.
func battered(text []byte, rng *rand.Rand) []byte {
	isCSV := text[0] != '{'
	lines := bytes.SplitAfter(text, []byte("\n"))
	var b bytes.Buffer
	for i, line := range lines {
		b.Write(line)
		if i == 0 && isCSV || rng.IntN(9) > 0 {
			continue
		}
		var damaged []byte
		switch rng.IntN(7) {
		case 0:
			damaged = bytes.Replace(line, []byte("2026-06-"), []byte("2026-16-"), 1)
		case 1:
			damaged = append(line[:len(line)/2:len(line)/2], '\n')
		case 2:
			damaged = bytes.Replace(line, []byte(","), []byte(",\""), 7)
		case 3:
			damaged = lines[0]
		case 4:
			damaged = []byte("\n\n")
		case 5:
			damaged = line // a duplicate
		case 6:
			damaged = []byte("{\"eventType\":\"user.session.start\"}\n")
		}
		b.Write(damaged)
	}
	return b.Bytes()
}

// withLongRecord returns a log with a record in its middle that is so much
// longer than records may be that whole chunks are passed inside of it.
func withLongRecord(text []byte) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	long := bytes.Repeat([]byte("all is well; "), 20<<20/13)
	middle := len(lines) / 2
	lines[middle] = bytes.Replace(lines[middle], []byte("2026-06-"), append(long, "2026-06-"...), 1)
	bad := bytes.Replace(lines[middle+1], []byte("2026-06-"), []byte("2026-16-"), 1) // has its line in the report
	return bytes.Join(append(lines[:middle+2:middle+2], append([][]byte{bad}, lines[middle+2:]...)...), nil)
}

// parts cuts a text of lines into n overlapping files, each with the header if
// there is one.
func parts(text []byte, n int) [][]byte {
	lines := bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	var header []byte
	if text[0] != '{' {
		header, lines = lines[0], lines[1:]
	}
	lines[len(lines)-1] = append(slices.Clip(lines[len(lines)-1]), '\n')
	files := make([][]byte, n)
	for i := range files {
		from, to := len(lines)*i/(n+1), len(lines)*(i+2)/(n+1)
		files[i] = append(slices.Clone(header), bytes.Join(lines[from:to], nil)...)
	}
	return files
}

// compress returns a text as gzip in some members.
func compress(t testing.TB, text []byte, members int) []byte {
	t.Helper()
	var b bytes.Buffer
	for i := range members {
		z, err := gzip.NewWriterLevel(&b, []int{gzip.BestSpeed, gzip.NoCompression, gzip.BestCompression, gzip.HuffmanOnly}[i%4])
		if err != nil {
			t.Fatal(err)
		}
		z.Write(text[len(text)*i/members : len(text)*(i+1)/members])
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// archive returns a zip archive of files called 0, 1, ….
func archive(t testing.TB, method uint16, texts ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, text := range texts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i), Method: method})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// into writes a log into a buffer.
func into(to *[]byte, write func(io.Writer) (int, error)) error {
	var b bytes.Buffer
	_, err := write(&b)
	*to = b.Bytes()
	return err
}

// throughMessages loads files with decoders that answer in any order.
func throughMessages(t *testing.T, rng *rand.Rand, workers int, chunk int64, files []analyzer.Source) *report.Report {
	t.Helper()
	in := analyzer.NewIntake(workers, chunk)
	for _, f := range files {
		in.Open(f)
	}
	layouts := make([]*source.Layout, in.Files())
	type answer struct {
		job     source.Job
		message []byte
	}
	decoders, answers := make([]*source.Decoder, workers), make([][]answer, workers)
	for i := range decoders {
		decoders[i] = source.NewDecoder()
	}
	for idle := 0; !in.Finished(); {
		if idle++; idle > 1_000_000 {
			t.Fatal("the intake does not end")
		}
		switch rng.IntN(3) {
		case 0:
			if s, _ := in.Wanted(); s != nil {
				s.Read()
				in.Took(s)
			}
		case 1:
			job, ok := in.Next()
			if !ok {
				continue
			}
			n := rng.IntN(workers)
			data, err := in.Read(job, nil)
			if err != nil {
				t.Fatal(err)
			}
			layouts[job.File] = job.Layout
			var result source.Result
			decoders[n].Decode(job.Chunk(data), &result)
			answers[n] = append(answers[n], answer{job, source.AppendResult(nil, decoders[n].Delta(), &result)})
		case 2:
			n := rng.IntN(workers) // the messages of one worker keep their order
			if len(answers[n]) == 0 {
				continue
			}
			a := answers[n][0]
			answers[n] = answers[n][1:]
			delta, result, err := source.ParseResult(a.message, a.job.Layout)
			if err != nil {
				t.Fatal(err)
			}
			if err := in.Take(n, a.job, delta, result, func(*source.Result) {}); err != nil {
				t.Fatal(err)
			}
		}
		idle = 0
	}
	loaded, err := in.Finish()
	if err != nil {
		t.Fatal(err)
	}
	r, err := loaded.Report(analyzer.Config{})
	if err != nil {
		t.Fatal(err)
	}
	checkAccounts(t, "through messages", r)
	return r
}
