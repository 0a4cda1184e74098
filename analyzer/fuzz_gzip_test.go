package analyzer_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/coverage"
	"okta-session-analyzer/analyzer/report"
)

// gzipPlanned writes a text as gzip the way a plan says: each byte of it is a
// member, or damage to what is there.
func gzipPlanned(t testing.TB, rng *rand.Rand, text, plan []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for i, step := range plan {
		piece := text[len(text)*i/len(plan) : len(text)*(i+1)/len(plan)]
		switch {
		case step < 200: // a member
			z, err := gzip.NewWriterLevel(&b, int(step%12)-2)
			if err != nil {
				t.Fatal(err)
			}
			if step&16 != 0 {
				z.Name, z.Comment, z.Extra = "log.csv", "of 2026", []byte{1, 2, 3}
			}
			if z.Write(piece); step&32 != 0 {
				z.Flush()
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
		case step < 215: // a byte is another one
			if b.Len() > 0 {
				b.Bytes()[rng.IntN(b.Len())] ^= 1 << (step % 8)
			}
		case step < 230: // the end is cut off
			b.Truncate(b.Len() - rng.IntN(b.Len()+1)/(1+int(step%7)))
		case step < 240: // the text as it is
			b.Write(piece)
		default: // zeros, as tapes have them
			b.Write(make([]byte, step-239))
		}
	}
	return b.Bytes()
}

// gunzip returns the text of gzip as compress/gzip reads it, and whether that
// is all of it.
func gunzip(packed []byte) (text []byte, err error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// FuzzGzip reads gzip of any kind: whole, in members, damaged, cut off, with
// something behind it. What compress/gzip can read of it is analysed as if it
// were a plain file, and the report says when that was not all.
func FuzzGzip(f *testing.F) {
	log := smallLog(f)
	for i, plan := range [][]byte{{1}, {2, 3, 4}, {19, 35, 51, 9, 10, 11}, {1, 205}, {1, 2, 220}, {1, 2, 235}, {1, 250}, {220}, {5, 6, 200, 7}, {0x10, 216}} {
		f.Add(uint64(i), plan, []byte(nil))
		f.Add(uint64(i+1), plan, []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"))
	}
	f.Add(uint64(1), []byte(nil), []byte("\x1f\x8b\x08\x1f\x00\x00\x00\x00\x00\x03\xff\xff"))
	f.Add(uint64(1), []byte(nil), []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, seed uint64, plan, more []byte) {
		if len(plan) > 64 {
			t.Skip()
		}
		rng := rand.New(rand.NewPCG(seed, 4))
		text := [][]byte{log.csv, log.lines, log.array}[seed%3]
		packed := append(gzipPlanned(t, rng, text, plan), more...)
		if !bytes.HasPrefix(packed, []byte("\x1f\x8b\x08")) {
			return
		}
		plain, plainErr := gunzip(packed)
		if bytes.HasPrefix(plain, []byte("\x1f\x8b\x08")) || bytes.HasPrefix(plain, []byte("PK\x03\x04")) || bytes.HasPrefix(plain, []byte("\x28\xb5\x2f\xfd")) {
			return // compressed twice is another test's
		}
		o := analyzer.Options{Workers: 1 + rng.IntN(4), Chunk: int64(2_000 + rng.IntN(60_000))}
		read := func(name string, file []byte) (*report.Report, error) {
			loaded, err := analyzer.Load(context.Background(), []analyzer.Source{fileOf(name, file)}, o)
			if err != nil {
				var of *analyzer.SourceError
				if !errors.As(err, &of) || of.File != name {
					t.Fatalf("%s: error %v of type %T", name, err, err)
				}
				return nil, err
			}
			r, err := loaded.Report(analyzer.Config{})
			if err != nil {
				t.Fatal(err)
			}
			checkAccounts(t, name, r)
			return r, nil
		}
		got, err := read("log", packed)
		want, wantErr := read("log", plain)
		if wantErr != nil {
			// Nothing to analyse; only what is said of it may differ.
			if err == nil {
				t.Fatalf("%d events of a text with the error %v", got.Log.Events, wantErr)
			}
			return
		}
		if err != nil {
			t.Fatalf("%v; its text, %d bytes, has %d events", err, len(plain), want.Log.Events)
		}
		if (got.Log.Files[0].Error != "") != (plainErr != nil) {
			t.Fatalf("the report's error is %q, that of compress/gzip %v", got.Log.Files[0].Error, plainErr)
		}
		got.Log.Files[0].Error = ""
		got.Log.Coverage.Warnings = slices.DeleteFunc(got.Log.Coverage.Warnings, func(w coverage.Warning) bool {
			return w.Code == coverage.IncompleteFile
		})
		sameText(t, fmt.Sprintf("gzip of %d bytes", len(plain)), withoutFile(t, got), withoutFile(t, want))
	})
}
