package analyzer_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/table"
)

// chunkSizes go from shorter than any record to longer than a small log.
var chunkSizes = []int64{64, 65, 100, 257, 1000, 4096, 20_000, 1 << 17, 1 << 20, 0}

func TestReportAcrossChunksAndWorkers(t *testing.T) {
	small, usual := smallLog(t), usualLog(t)
	rng := rand.New(rand.NewPCG(1, 1))
	cases := []struct {
		name  string
		text  []byte
		least int64 // the shortest chunks
	}{
		{"console CSV", small.csv, 64},
		{"JSON lines", small.lines, 64},
		{"JSON array", small.array, 64},
		{"battered CSV", battered(small.csv, rng), 64},
		{"battered JSON lines", battered(small.lines, rng), 64},
		{"a longer CSV", battered(usual.csv, rng), 20_000},
		{"longer JSON lines", battered(usual.lines, rng), 20_000},
		{"a CSV with a record of 20 MiB", withLongRecord(small.csv), 1 << 20},
		{"JSON lines with a record of 20 MiB", withLongRecord(small.lines), 1 << 20},
	}
	for _, c := range cases {
		_, r := load(t, c.name, analyzer.Options{Workers: 1, Hash: true}, fileOf("log", c.text))
		if strings.HasPrefix(c.name, "battered") && (r.Log.Rejected == 0 || r.Log.Duplicates == 0) {
			t.Errorf("%s: %d rejected and %d duplicates; the case is not what it should be", c.name, r.Log.Rejected, r.Log.Duplicates)
		}
		want := inJSON(t, r)
		for i, chunk := range chunkSizes {
			if chunk != 0 && chunk < c.least {
				continue
			}
			counts := []int{1, 2, 3, 4, 5, 6, 7, 8}
			if inBrowser || chunk < 1000 || c.least > 64 { // a log of 100,000 bytes is 1,600 chunks
				counts = []int{1 + i%8, 8}
			}
			for _, workers := range counts {
				what := fmt.Sprintf("%s, chunks of %d, %d workers", c.name, chunk, workers)
				_, r := load(t, what, analyzer.Options{Workers: workers, Chunk: chunk, Hash: true}, fileOf("log", c.text))
				sameText(t, what, inJSON(t, r), want)
			}
		}
	}
}

func TestReportWhateverTheOrderOfFiles(t *testing.T) {
	log := usualLog(t)
	inCSV, inLines := parts(log.csv, 3), parts(log.lines, 2)
	files := []analyzer.Source{
		fileOf("a.csv", inCSV[0]), fileOf("b.csv", inCSV[1]), fileOf("c.csv.gz", compress(t, inCSV[2], 3)),
		fileOf("d.json", inLines[0]), fileOf("e.json", inLines[1]),
	}
	_, r := load(t, "in order", analyzer.Options{Hash: true}, files...)
	if r.Log.Duplicates == 0 {
		t.Error("the files do not overlap")
	}
	want := inJSON(t, r)
	rng := rand.New(rand.NewPCG(2, 2))
	rounds := 24
	if inBrowser {
		rounds = 6
	}
	for round := range rounds {
		var shuffled []analyzer.Source
		var names []string
		for _, i := range rng.Perm(len(files)) {
			shuffled = append(shuffled, files[i])
			names = append(names, files[i].Name)
		}
		o := analyzer.Options{Workers: 1 + round%8, Chunk: []int64{0, 50_000, 3_000}[round%3], Hash: true}
		what := fmt.Sprint(names)
		_, r := load(t, what, o, shuffled...)
		for i, f := range r.Log.Files {
			if f.Name != names[i] {
				t.Errorf("%s: file %d is %s", what, i, f.Name)
			}
		}
		sameText(t, what, inJSON(t, r), want)
	}
}

// The order of the rows inside a file shows in the places of the records, and
// nowhere else.
func TestReportWhateverTheOrderOfRows(t *testing.T) {
	log := usualLog(t)
	rng := rand.New(rand.NewPCG(3, 3))
	for _, text := range [][]byte{log.csv, log.lines} {
		_, r := load(t, "in order", analyzer.Options{}, fileOf("log", text))
		want := withoutFile(t, r)
		lines := bytes.SplitAfter(text, []byte("\n"))
		lines = lines[:len(lines)-1] // nothing comes after the last line break
		from := map[bool]int{true: 1, false: 0}[text[0] != '{']
		for range 3 {
			rows := lines[from:]
			rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			_, r := load(t, "shuffled", analyzer.Options{Chunk: 10_000}, fileOf("log", bytes.Join(lines, nil)))
			sameText(t, "shuffled", withoutFile(t, r), want)
		}
	}
}

// Overlapping files are their union: each event once, each copy counted.
func TestOverlappingFiles(t *testing.T) {
	log := usualLog(t)
	for name, text := range map[string][]byte{"CSV": log.csv, "JSON lines": log.lines} {
		_, whole := load(t, name, analyzer.Options{}, fileOf("log", text))
		for n := 1; n <= 6; n++ {
			var files []analyzer.Source
			records := 0
			for i, part := range parts(text, n) {
				files = append(files, fileOf(fmt.Sprintf("part %d", i), part))
				records += bytes.Count(part, []byte("\n"))
			}
			if name == "CSV" {
				records -= n // headers
			}
			_, r := load(t, name, analyzer.Options{Chunk: 30_000}, files...)
			if r.Log.Events != whole.Log.Events || r.Log.Records != records || r.Log.Duplicates != records-whole.Log.Events {
				t.Errorf("%s in %d files: %d events and %d duplicates of %d records; want %d, %d of %d", name, n,
					r.Log.Events, r.Log.Duplicates, r.Log.Records, whole.Log.Events, records-whole.Log.Events, records)
			}
			one, all := *whole, *r
			one.Log, all.Log = report.Log{}, report.Log{}
			sameText(t, fmt.Sprintf("%s in %d files", name, n), inJSON(t, &all), inJSON(t, &one))
		}
	}
}

func TestCompressedAgainstPlain(t *testing.T) {
	log := usualLog(t)
	rng := rand.New(rand.NewPCG(4, 4))
	for name, text := range map[string][]byte{"CSV": battered(log.csv, rng), "JSON lines": battered(log.lines, rng)} {
		_, r := load(t, name, analyzer.Options{}, fileOf("log", text))
		want := withoutFile(t, r)
		packed := map[string][]byte{
			"gzip":                  compress(t, text, 1),
			"gzip of 2 members":     compress(t, text, 2),
			"gzip of 97 members":    compress(t, text, 97),
			"gzip of gzip":          compress(t, compress(t, text, 3), 2),
			"zip, deflated":         archive(t, zip.Deflate, text),
			"zip, stored":           archive(t, zip.Store, text),
			"zip of a gzip":         archive(t, zip.Store, compress(t, text, 4)),
			"zip of a gzip of gzip": archive(t, zip.Deflate, compress(t, compress(t, text, 2), 1)),
		}
		for how, file := range packed {
			for i, chunk := range []int64{0, 5_000} {
				if inBrowser && chunk > 0 && how != "gzip of 97 members" {
					continue
				}
				what := fmt.Sprintf("%s in %s, chunks of %d", name, how, chunk)
				loaded, r := load(t, what, analyzer.Options{Chunk: chunk, Workers: 1 + 3*i}, fileOf("log."+how, file))
				sameText(t, what, withoutFile(t, r), want)
				row := rng.IntN(loaded.Log.Len())
				_, at, length := loaded.Log.Source(row)
				if record, err := loaded.Record(row); err != nil || record != string(text[at:at+int64(length)]) {
					t.Errorf("%s: record %d is %q, %v", what, row, event.Clip(record), err)
				}
			}
		}

		// Several files in one archive are several files.
		pieces := parts(text, 3)
		var files []analyzer.Source
		for i, piece := range pieces {
			files = append(files, fileOf(fmt.Sprintf("log.zip/%d", i), piece))
		}
		_, apart := load(t, name, analyzer.Options{}, files...)
		_, r = load(t, name, analyzer.Options{Chunk: 40_000}, fileOf("log.zip", archive(t, zip.Deflate, pieces...)))
		for i := range r.Log.Files {
			r.Log.Files[i].Bytes, apart.Log.Files[i].Bytes = 0, 0
		}
		sameText(t, name+" in a zip of 3", inJSON(t, r), inJSON(t, apart))
	}
}

// The console's CSV and the API's JSON of the same events are the same log in
// all fields that both have: the CSV has no more than four targets.
func TestCSVAgainstJSON(t *testing.T) {
	log := usualLog(t)
	inCSV, ofCSV := load(t, "CSV", analyzer.Options{}, fileOf("log", log.csv))
	want := commonFields(inCSV.Log)
	for name, text := range map[string][]byte{"JSON lines": log.lines, "JSON array": log.array} {
		inJSON, ofJSON := load(t, name, analyzer.Options{}, fileOf("log", text))
		got := commonFields(inJSON.Log)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("%s: event %d of %d, in the CSV %d\n got %s\nwant %s", name, i, len(got), len(want), whole(got, i), whole(want, i))
			}
		}
		a, b := ofJSON.Log, ofCSV.Log
		if a.Users != b.Users || a.Sessions != b.Sessions || a.Addresses != b.Addresses || a.First != b.First || a.Last != b.Last || a.Records != b.Records {
			t.Errorf("%s: %+v, in the CSV %+v", name, a, b)
		}
		// Together they are one log.
		both, r := load(t, "both", analyzer.Options{}, fileOf("a", log.csv), fileOf("b", text))
		if r.Log.Duplicates != ofCSV.Log.Events || r.Log.Events != ofCSV.Log.Events {
			t.Errorf("CSV and %s together: %d events and %d duplicates of %d each", name, r.Log.Events, r.Log.Duplicates, ofCSV.Log.Events)
		}
		if all := commonFields(both.Log); !slices.Equal(all, want) {
			t.Errorf("CSV and %s together are other events", name)
		}
		compareFindings(t, name, ofJSON, ofCSV)
	}
}

func whole(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(none)"
}

// commonFields writes each event of a log in the fields that the console's CSV
// has.
func commonFields(log *table.Log) []string {
	var list []string
	for row := range log.Len() {
		var b strings.Builder
		fmt.Fprintf(&b, "%s %s", event.FormatTime(log.Time(row)), log.UUID(row))
		for f := range event.NumFields {
			if f.Column() == "" {
				continue
			}
			c := log.Column(f)
			var values []string
			for _, code := range c.Codes(row) {
				values = append(values, c.Values[code])
			}
			if values = values[:min(len(values), event.MaxTargets)]; strings.Join(values, "") != "" {
				fmt.Fprintf(&b, " %s=%q", f, values)
			}
		}
		list = append(list, b.String())
	}
	return list
}

// compareFindings checks that the detections that look at nothing but what the
// CSV has find the same in the JSON, by the person, the session and the first
// event. The rules look at more where there is more.
func compareFindings(t *testing.T, name string, inJSON, inCSV *report.Report) {
	t.Helper()
	looked := make(map[string]bool)
	for _, d := range inCSV.Detectors {
		looked[d.ID] = d.Status == detect.Ran && slices.Contains(seedIDs, d.ID)
	}
	key := func(r *report.Report) []string {
		var list []string
		for _, f := range r.Findings {
			if looked[f.Detector] {
				list = append(list, fmt.Sprintf("%s %s %s %s", f.Detector, f.Actor.ID, f.Session, f.First))
			}
		}
		slices.Sort(list)
		return list
	}
	got, want := key(inJSON), key(inCSV)
	if len(want) == 0 {
		t.Errorf("%s: no findings to compare", name)
	}
	sameText(t, name+": findings", strings.Join(got, "\n"), strings.Join(want, "\n"))
}

// The way of the page: results arrive in any order, each as the bytes that a
// worker has sent. The report is that of the goroutines.
func TestReportThroughMessages(t *testing.T) {
	log := usualLog(t)
	rng := rand.New(rand.NewPCG(5, 5))
	inCSV := parts(battered(log.csv, rng), 2)
	files := []analyzer.Source{
		fileOf("a.csv", inCSV[0]), fileOf("b.csv.gz", compress(t, inCSV[1], 2)), fileOf("c.json", battered(log.lines, rng)),
	}
	_, r := load(t, "goroutines", analyzer.Options{}, files...)
	want := inJSON(t, r)
	for round := range 6 {
		workers, chunk := 1+rng.IntN(8), int64(3_000+rng.IntN(100_000))
		what := fmt.Sprintf("round %d: %d workers, chunks of %d", round, workers, chunk)
		sameText(t, what, inJSON(t, throughMessages(t, rng, workers, chunk, files)), want)
	}

	files = []analyzer.Source{fileOf("long.csv", withLongRecord(log.csv))}
	_, r = load(t, "goroutines", analyzer.Options{}, files...)
	if r.Log.Rejected != 2 {
		t.Errorf("%d rejected; want the long record and the one without a time", r.Log.Rejected)
	}
	sameText(t, "a long record", inJSON(t, throughMessages(t, rng, 3, 1<<20, files)), inJSON(t, r))
}

// The report in JSON is JSON, and has every finding's evidence in the log.
func TestReportIsJSON(t *testing.T) {
	loaded, r := load(t, "CSV", analyzer.Options{Hash: true}, fileOf("log", usualLog(t).csv))
	var back report.Report
	if err := json.Unmarshal([]byte(inJSON(t, r)), &back); err != nil {
		t.Fatal(err)
	}
	for _, f := range back.Findings {
		if rows := loaded.Log.FindAll(f.Events); len(f.Events) == 0 || len(rows) != len(f.Events) {
			t.Errorf("%s: %d of %d events are in the log", f.ID, len(rows), len(f.Events))
		}
	}
}
