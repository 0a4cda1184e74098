package analyzer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/source"
)

// rowsOf writes n records of a console CSV without quotes, from number from on.
func rowsOf(from, n int) string {
	var b strings.Builder
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&b, "INFO,user.session.start,User login to Okta,%08x-5e4a-11f1-8a12-298ca00da17d,0,2026-06-%02dT%02d:%02d:%02d.000Z,SUCCESS,,00u1,User,Jane Doe,jane.doe@example.com,0,,,,,idx%d,null,192.0.2.%d%s\n",
			i, 1+i/86400%28, i/3600%24, i/60%60, i%60, i/100, i%250, strings.Repeat(",", 39))
	}
	return b.String()
}

func csvOf(rows ...string) string {
	return strings.Join(append([]string{consoleHeader + "\n"}, rows...), "")
}

// linesOf writes n events of JSON, from number from on.
func linesOf(from, n int) string {
	var b strings.Builder
	for i := from; i < from+n; i++ {
		fmt.Fprintf(&b, `{"uuid":"%08x-5e4a-11f1-8a12-298ca00da17d","published":"2026-06-01T%02d:%02d:%02d.000Z","eventType":"user.session.start","actor":{"id":"00u1","type":"User"}}`+"\n",
			i, i/3600%24, i/60%60, i%60)
	}
	return b.String()
}

// checkDamage reads a file with chunks of several sizes and checks what is left
// of it: events, and parts of the reasons of rejects.
func checkDamage(t *testing.T, what string, file analyzer.Source, events int, chunks []int64, reasons ...string) *report.File {
	t.Helper()
	var first *report.File
	for _, chunk := range chunks {
		_, r := load(t, what, analyzer.Options{Workers: 3, Chunk: chunk}, file)
		f := &r.Log.Files[0]
		if f.Events != events || f.Rejected != len(reasons) {
			t.Fatalf("%s, chunks of %d: %d events and rejects %.600v, want %d and %q; error %q", what, chunk, f.Events, f.Rejects, events, reasons, f.Error)
		}
		for i, reason := range reasons {
			if !strings.Contains(f.Rejects[i].Reason, reason) {
				t.Errorf("%s, chunks of %d: reject %d is %q, want %q", what, chunk, i, f.Rejects[i].Reason, reason)
			}
			if first != nil && f.Rejects[i] != first.Rejects[i] {
				t.Errorf("%s, chunks of %d: reject %+v, with others %+v", what, chunk, f.Rejects[i], first.Rejects[i])
			}
		}
		if first == nil {
			first = f
		}
	}
	return first
}

func TestDeepNesting(t *testing.T) {
	deep := func(levels int) string { // in the event, which is a level itself
		return `{"uuid":"00000000-5e4a-11f1-8a12-298ca00da17d","eventType":"user.session.start","x":` + strings.Repeat(`{"x":[`, levels/2) + "1" + strings.Repeat("]}", levels/2) + "}"
	}
	chunks := []int64{256, 4096, 0}
	const tooDeep = "nested more than 64 deep"
	for _, c := range []struct {
		what    string
		text    string
		events  int
		reasons []string
	}{
		{"62 levels without an event", linesOf(0, 3) + deep(60) + "\n" + linesOf(3, 3), 6, []string{"no time (published)"}},
		{"in lines", linesOf(0, 3) + deep(70) + "\n" + linesOf(3, 3), 6, []string{tooDeep}},
		{"200,000 levels", linesOf(0, 3) + deep(200_000) + "\n" + linesOf(3, 3), 6, []string{tooDeep}},
		{"200,000 brackets that are not closed", linesOf(0, 3) + `{"x":` + strings.Repeat("[", 200_000) + "\n" + linesOf(3, 3), 6, []string{tooDeep}},
		{"200,000 braces that are not closed", linesOf(0, 3) + strings.Repeat(`{"x":`, 200_000) + "\n" + linesOf(3, 3), 6, []string{"not JSON"}},
		{"in an array", "[" + strings.ReplaceAll(linesOf(0, 3), "\n", ",\n") + deep(70) + ",\n" + strings.TrimSuffix(strings.ReplaceAll(linesOf(3, 3), "\n", ",\n"), ",\n") + "]", 6, []string{tooDeep}},
		{"in a text of JSON", linesOf(0, 3) + string(jsonText(object{"message": deep(70)})) + "\n" + linesOf(3, 3), 6, []string{"a text in this record"}},
		{"in the text of an object", strings.Replace(linesOf(0, 3), `{"id":"00u1","type":"User"}`, string(jsonText(deep(5000))), 1), 3, nil},
		{"texts in texts", linesOf(0, 3) + nestedTexts(10) + "\n" + linesOf(3, 3), 7, nil},
	} {
		checkDamage(t, c.what, fileOf("deep.ndjson", []byte(c.text)), c.events, chunks, c.reasons...)
	}
}

// nestedTexts writes an event as the text of a text of a text.
func nestedTexts(levels int) string {
	text := strings.TrimSpace(linesOf(100, 1))
	for range levels {
		text = string(jsonText(object{"message": text}))
	}
	return text
}

// A quote that opens in the first of 50 chunks and is not closed costs its own
// record.
func TestQuoteThatIsNotClosed(t *testing.T) {
	rows := rowsOf(0, 5000)
	at := strings.Index(rows, "\n") + 1 // the second row
	for what, damaged := range map[string]string{
		"at the start of a record": rows[:at] + `"` + rows[at:],
		"in a record":              rows[:at] + strings.Replace(rows[at:], ",Jane Doe,", `,"Jane Doe,`, 1),
		"at its end":               rows[:at] + strings.Replace(rows[at:], ",\n", ",\"\n", 1),
	} {
		text := csvOf(damaged)
		chunk := int64(len(text)/50 + 1)
		f := checkDamage(t, what, fileOf("quote.csv", []byte(text)), 4999, []int64{chunk, 64, 0}, "a quote opens that is not closed")
		if f.Rejects[0].Line != 3 {
			t.Errorf("%s: rejected line %d, want 3", what, f.Rejects[0].Line)
		}
	}
	// In JSON a text ends with its line.
	lines := linesOf(0, 2000)
	at = strings.Index(lines, "\n") + 1
	text := lines[:at] + strings.Replace(lines[at:], `"user.session.start"`, `"user.session.start`, 1)
	f := checkDamage(t, "JSON", fileOf("quote.ndjson", []byte(text)), 1999, []int64{int64(len(text)/50 + 1), 300, 0}, "not JSON")
	if f.Rejects[0].Line != 2 {
		t.Errorf("JSON: rejected line %d, want 2", f.Rejects[0].Line)
	}
}

func TestWrongChecksum(t *testing.T) {
	const wrong = "its checksum is wrong"
	one, two := csvOf(rowsOf(0, 40)), csvOf(rowsOf(30, 40))
	_, r := load(t, "zip", analyzer.Options{Chunk: 1000}, fileOf("bad.zip", inZip(0, entry{"one.csv", []byte(one)}, entry{"two.csv", []byte(two)})))
	bad, good := r.Log.Files[0], r.Log.Files[1]
	if !strings.Contains(bad.Error, wrong) || !strings.Contains(bad.Error, "bad.zip/one.csv") || bad.Events+bad.Duplicates != 40 {
		t.Errorf("the member with the wrong checksum: %d events, %d duplicates, error %q", bad.Events, bad.Duplicates, bad.Error)
	}
	if good.Error != "" || good.Events+good.Duplicates != 40 || r.Log.Events != 70 {
		t.Errorf("the other: %d events, error %q; %d events in all", good.Events, good.Error, r.Log.Events)
	}
	packed := inGzip([]byte(one))
	packed[len(packed)-8] ^= 1
	_, r = load(t, "gzip", analyzer.Options{}, fileOf("bad.gz", packed))
	if f := r.Log.Files[0]; !strings.Contains(f.Error, wrong) || f.Events != 40 {
		t.Errorf("gzip: %d events, error %q", f.Events, f.Error)
	}
}

// Rejected records are all counted; the first 10,000 of a file are listed, the
// same ones however it is read, and the report says so.
func TestManyRejects(t *testing.T) {
	const bad, listed = 32_000, 10_000
	text := []byte(csvOf(rowsOf(0, 50), strings.Repeat("INFO,user.session.start,,,0,2017-09-31T22:23:07.777Z\n", bad), rowsOf(50, 50)))
	var first []report.Reject
	for _, o := range []analyzer.Options{{}, {Chunk: 20_000, Workers: 4}, {Chunk: 50_000, Workers: 2}} {
		loaded, err := analyzer.Load(context.Background(), []analyzer.Source{fileOf("a.csv", text)}, o)
		if err != nil {
			t.Fatal(err)
		}
		f := loaded.Summary().Files[0]
		if f.Events != 100 || f.Rejected != bad || f.Records != bad+100 || len(f.Rejects) != listed {
			t.Fatalf("chunks of %d: %d records, %d events, %d rejected, %d listed", o.Chunk, f.Records, f.Events, f.Rejected, len(f.Rejects))
		}
		if want := "32000 records were rejected; the report lists the first 10000 of them"; !slices.Contains(f.Warnings, want) {
			t.Errorf("chunks of %d: warnings %q, want %q", o.Chunk, f.Warnings, want)
		}
		for i, r := range f.Rejects {
			if r.Line != int64(52+i) || !strings.Contains(r.Reason, "day out of range") {
				t.Fatalf("chunks of %d: reject %d is %+v", o.Chunk, i, r)
			}
		}
		if first == nil {
			first = f.Rejects
		}
		if !slices.Equal(f.Rejects, first) {
			t.Errorf("chunks of %d: other rejects", o.Chunk)
		}
	}
}

// TestCutOff cuts the sample of every form off in the middle of a record. What
// is before is read; the record is told, or the whole of an archive.
func TestCutOff(t *testing.T) {
	api, console := readForm(t, "api.ndjson"), readForm(t, "console.csv")
	m := newFormMaker(t, api, console)
	for _, f := range allForms(t, m, api, console) {
		if f.refused != nil || f.file == "pretty-object.json" {
			continue
		}
		text := readForm(t, f.file)
		whole, _ := load(t, f.file, analyzer.Options{}, fileOf(f.file, text))
		packed := source.SniffPacked(text)
		for _, percent := range []int{50, 66, 83, 97} {
			cut := text[:len(text)*percent/100]
			what := fmt.Sprintf("%s, the first %d %%", f.file, percent)
			loaded, err := analyzer.Load(context.Background(), []analyzer.Source{fileOf(f.file, cut)}, analyzer.Options{Workers: 2, Chunk: 700})
			if err != nil {
				refused, ok := errors.AsType[*source.Error](err)
				switch {
				case !ok:
					t.Errorf("%s: %v is no *Error", what, err)
				case packed == source.Zip && strings.Contains(err.Error(), "damaged or cut off"):
				case f.file == "elastic-message.json" && strings.Contains(err.Error(), "the file ends in the middle of this record"):
					// Its only record is not whole.
				default:
					t.Errorf("%s: %v", what, refused)
				}
				continue
			}
			r, err := loaded.Report(analyzer.Config{})
			if err != nil {
				t.Fatal(err)
			}
			checkAccounts(t, what, r)
			file := r.Log.Files[0]
			told := ""
			if n := len(file.Rejects); n > 0 {
				told = file.Rejects[n-1].Reason
			}
			if packed == source.Gzip {
				if !strings.Contains(file.Error, "damaged or cut off") {
					t.Errorf("%s: error %q", what, file.Error)
				}
			} else if !strings.Contains(told, "the file ends in the middle of this record") && !strings.Contains(told, "that is not closed") {
				t.Errorf("%s: %d events, told %q", what, file.Events, told)
			}
			// Some forms have all columns of a record in one cell.
			if least := whole.Log.Len() * (percent - 15) / 100; file.Events < least && packed != source.Gzip {
				t.Errorf("%s: %d events of %d, rejects %v", what, file.Events, whole.Log.Len(), file.Rejects)
			}
			for row := range loaded.Log.Len() { // none of them is half of one
				uuid := loaded.Log.UUID(row)
				at, ok := whole.Log.Find(uuid)
				if !ok {
					t.Errorf("%s: event %s is not in the whole file", what, uuid)
					continue
				}
				if got, want := eventTexts(loaded.Log, f.lacks)[row], eventTexts(whole.Log, f.lacks)[at]; got != want {
					t.Errorf("%s: event\n%s\nwas\n%s", what, got, want)
				}
			}
		}
	}
}

// consoleHeader is the header of the console's CSV.
var consoleHeader = strings.Join(event.ConsoleColumns[:], ",")
