package analyzer_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/source"
	"okta-session-analyzer/analyzer/table"
)

var update = flag.Bool("update", false, "write testdata/forms anew from api.ndjson and console.csv")

const formsDir = "../testdata/forms"

// TestForms reads the sample of every form and compares it with the plain form
// of the same events.
func TestForms(t *testing.T) {
	api, console := readForm(t, "api.ndjson"), readForm(t, "console.csv")
	m := newFormMaker(t, api, console)
	made := []string{"api.ndjson", "console.csv"}
	for _, f := range allForms(t, m, api, console) {
		made = append(made, f.file)
		t.Run(f.file, func(t *testing.T) {
			if *update {
				if err := os.WriteFile(filepath.Join(formsDir, f.file), f.make(m), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			text := readForm(t, f.file)
			// How gzip compresses is Go's affair; what is in it is ours.
			if got, want := unpacked(t, text), unpacked(t, f.make(m)); !bytes.Equal(got, want) {
				t.Fatalf("the sample is not the one that is made today; run go test ./analyzer -run TestForms -update")
			}
			if f.refused != nil {
				checkRefused(t, &f, text)
				return
			}
			for _, o := range []analyzer.Options{{}, {Chunk: 300, Workers: 3}} {
				checkForm(t, &f, text, o)
			}
		})
	}
	files, err := os.ReadDir(formsDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.Contains(made, f.Name()) {
			t.Errorf("testdata/forms/%s is in no test", f.Name())
		}
	}
}

func readForm(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(formsDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// unpacked returns the text of a file that may be compressed with gzip, and of
// a zip archive the texts in it.
func unpacked(t testing.TB, b []byte) []byte {
	switch source.SniffPacked(b) {
	case source.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return unpacked(t, text)
	case source.Zip:
		members, err := source.Members(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return []byte(err.Error())
		}
		var all []byte
		for _, m := range members {
			r, err := m.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			all = append(append(append(all, m.Name...), '\n'), unpacked(t, text)...)
		}
		return all
	}
	return b
}

func checkForm(t *testing.T, f *form, text []byte, o analyzer.Options) {
	t.Helper()
	got, r := load(t, f.file, o, fileOf(f.file, text))
	want, plain := load(t, "the plain form", analyzer.Options{}, fileOf("plain", f.like))
	for _, file := range r.Log.Files {
		if file.Format != f.format && !strings.HasPrefix(file.Format, f.format+" (") {
			t.Errorf("chunks of %d: format %q, want %q", o.Chunk, file.Format, f.format)
		}
		if file.Rejected != 0 || file.Error != "" {
			t.Fatalf("chunks of %d: %d rejected %v, error %q", o.Chunk, file.Rejected, file.Rejects, file.Error)
		}
		if f.warns == nil && len(file.Warnings) > 0 && !strings.HasPrefix(f.file, "splunk-fields") {
			t.Errorf("chunks of %d: warnings %q", o.Chunk, file.Warnings)
		}
		for i, part := range f.warns {
			if i >= len(file.Warnings) || !strings.Contains(file.Warnings[i], part) {
				t.Errorf("chunks of %d: warnings %q, want %q", o.Chunk, file.Warnings, f.warns)
			}
		}
	}
	sameText(t, "events", strings.Join(eventTexts(got.Log, f.lacks), "\n"), strings.Join(eventTexts(want.Log, f.lacks), "\n"))
	for i := range r.Findings {
		r.Findings[i].Rows = nil
	}
	sameText(t, "findings", findingTexts(r.Findings), findingTexts(plain.Findings))
	if len(plain.Findings) == 0 && want.Log.Len() == 10 {
		t.Error("the plain form has no finding")
	}
}

// findingTexts writes findings one a line.
func findingTexts(list []detect.Finding) string {
	var b strings.Builder
	for _, f := range list {
		b.Write(jsonText(f))
		b.WriteByte('\n')
	}
	return b.String()
}

// eventTexts writes every event of a log with all its fields but some. Words
// for nothing are nothing, and numbers are written one way.
func eventTexts(log *table.Log, lacks []event.Field) []string {
	var list []string
	for row := range log.Len() {
		var b strings.Builder
		fmt.Fprintf(&b, "%s %s", event.FormatTime(log.Time(row)), log.UUID(row))
		for f := range event.NumFields {
			if slices.Contains(lacks, f) {
				continue
			}
			c := log.Column(f)
			var values []string
			for _, code := range c.Codes(row) {
				v := c.Values[code]
				if event.Blank(v) {
					v = ""
				}
				values = append(values, v)
			}
			if strings.Join(values, "") != "" {
				fmt.Fprintf(&b, "\n  %s=%q", f, values)
			}
		}
		list = append(list, b.String())
	}
	return list
}

func checkRefused(t *testing.T, f *form, text []byte) {
	t.Helper()
	_, err := analyzer.Load(context.Background(), []analyzer.Source{fileOf(f.file, text)}, analyzer.Options{})
	refused, ok := errors.AsType[*analyzer.SourceError](err)
	if !ok {
		t.Fatalf("error %v, want a *SourceError", err)
	}
	for _, part := range append([]string{f.file}, f.refused...) {
		if !strings.Contains(refused.Error(), part) {
			t.Errorf("%s\nlacks %q", refused, part)
		}
	}
	// Beside a log it is refused the same way, and the log is read.
	_, r := load(t, f.file, analyzer.Options{}, fileOf(f.file, text), fileOf("console.csv", readForm(t, "console.csv")))
	if r.Log.Events != 10 || r.Log.Files[0].Error == "" || r.Log.Files[1].Error != "" {
		t.Errorf("beside a log: %d events, errors %q and %q", r.Log.Events, r.Log.Files[0].Error, r.Log.Files[1].Error)
	}
}
