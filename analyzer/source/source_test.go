package source

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// decoded is what a file came to, in a form that can be compared.
type decoded struct {
	events  []string
	rejects []string
	notes   Notes
}

// decodeAll runs a plan over a text with a number of decoders that answer in a
// random order.
func decodeAll(t testing.TB, text []byte, chunk int64, decoders int, order *rand.Rand) decoded {
	t.Helper()
	head := text[:min(len(text), HeadSize)]
	layout, err := Sniff(head)
	if err != nil {
		t.Fatalf("sniff: %v", err)
	}
	p := NewPlan(chunk)
	p.AddFile(int64(len(text)), layout)
	b := table.NewBuilder()
	b.Carries(layout.Fields()...)
	type worker struct {
		*Decoder
		known table.Translation
	}
	workers := make([]worker, decoders)
	for i := range workers {
		workers[i].Decoder = NewDecoder()
	}
	var out decoded
	type answer struct {
		job    Job
		result *Result
	}
	var waiting []answer
	rounds := 0
	for !p.Finished() {
		if rounds++; rounds > 100*(len(text)/int(min(chunk, int64(len(text)+1)))+10) {
			t.Fatalf("plan does not end: %d rounds for %d bytes in chunks of %d", rounds, len(text), chunk)
		}
		for len(waiting) < decoders {
			job, ok := p.Next()
			if !ok {
				break
			}
			n := order.IntN(decoders)
			data := slices.Clone(text[job.From:min(job.To, int64(len(text)))])
			r := &Result{Decoder: n}
			workers[n].Decode(job.Chunk(data), r)
			r.Decoder = n
			if err := b.Learn(&workers[n].known, workers[n].Delta()); err != nil {
				t.Fatal(err)
			}
			waiting = append(waiting, answer{job, r})
		}
		if len(waiting) == 0 {
			t.Fatal("plan waits for nothing")
		}
		n := order.IntN(len(waiting))
		a := waiting[n]
		waiting = slices.Delete(waiting, n, n+1)
		for _, r := range p.Done(a.job, a.result, func(*Result) {}) {
			b.Add(0, &workers[r.Decoder].known, r.Rows)
			for _, x := range r.Rejects {
				out.rejects = append(out.rejects, fmt.Sprintf("%d@%d %s", x.Line, x.Offset, x.Reason))
			}
			out.notes.Headers += r.Notes.Headers
			out.notes.Long += r.Notes.Long
			out.notes.Suspect += r.Notes.Suspect
		}
	}
	log, _ := b.Log([]string{"a"})
	out.events = describe(log)
	return out
}

// describe writes every event of a log in full.
func describe(log *table.Log) []string {
	var list []string
	for row := range log.Len() {
		var b strings.Builder
		_, offset, length := log.Source(row)
		fmt.Fprintf(&b, "%d %s %d+%d", log.Time(row), log.UUID(row), offset, length)
		for f := range event.NumFields {
			c := log.Column(f)
			var values []string
			for _, code := range c.Codes(row) {
				values = append(values, c.Values[code])
			}
			if strings.Join(values, "") != "" {
				fmt.Fprintf(&b, " %s=%q", f, values)
			}
		}
		list = append(list, b.String())
	}
	return list
}

func reference(t testing.TB, text []byte) (decoded, error) {
	t.Helper()
	b := table.NewBuilder()
	rejects, err := ReadReference(text, 0, b)
	if err != nil {
		return decoded{}, err
	}
	var out decoded
	for _, x := range rejects {
		out.rejects = append(out.rejects, fmt.Sprintf("%d@%d %s", x.Line, x.Offset, x.Reason))
	}
	log, _ := b.Log([]string{"a"})
	out.events = describe(log)
	return out, nil
}

func compare(t testing.TB, what string, got, want decoded) {
	t.Helper()
	same := func(kind string, got, want []string) {
		for i := range max(len(got), len(want)) {
			g, w := "(none)", "(none)"
			if i < len(got) {
				g = got[i]
			}
			if i < len(want) {
				w = want[i]
			}
			if g != w {
				t.Fatalf("%s: %s %d of %d, want %d\n got %s\nwant %s", what, kind, i, len(got), len(want), g, w)
			}
		}
	}
	same("event", got.events, want.events)
	same("reject", got.rejects, want.rejects)
}

// sample returns a console CSV with everything in it that a well-formed one
// can have.
func sample(rng *rand.Rand, rows int, eol string) []byte {
	var b strings.Builder
	header := strings.Join(event.ConsoleColumns[:], ",")
	b.WriteString(header + eol)
	texts := []string{"", "null", "unknown", "a", "Doe, Jane", `say "hi"`, "two\nlines", "three\n\nlines,\"", "ünïcödé ✓", "=1+1", "'", `"`, `""`, ",", " x ",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36", strings.Repeat("long ", 40)}
	for i := range rows {
		cells := make([]string, len(event.ConsoleColumns))
		for c, name := range event.ConsoleColumns {
			switch {
			case name == "timestamp":
				cells[c] = fmt.Sprintf("2026-06-%02dT%02d:%02d:%02d.%03dZ", 1+rng.IntN(30), rng.IntN(24), rng.IntN(60), rng.IntN(60), rng.IntN(1000))
			case name == "uuid":
				cells[c] = fmt.Sprintf("%08x-1111-11f1-8888-%012x", rng.Uint32(), i)
				if rng.IntN(40) == 0 {
					cells[c] = fmt.Sprintf("id-%d", i)
				}
			case name == "event_type":
				cells[c] = []string{"user.session.start", "policy.evaluate_sign_on"}[rng.IntN(2)]
			case rng.IntN(3) > 0:
				cells[c] = texts[rng.IntN(len(texts))]
			}
		}
		switch rng.IntN(60) {
		case 0:
			b.WriteString(header + eol)
		case 1:
			cells[5] = "2017-09-31T22:23:07.777Z"
		case 2:
			cells[1] = ""
		case 3:
			cells = cells[:4]
		case 4:
			cells = cells[:57]
		case 5:
			for c := range cells { // over several lines it would look like a stray quote
				cells[c] = strings.ReplaceAll(cells[c], "\n", " ")
			}
			cells = append(cells, "more")
		case 6:
			b.WriteString(eol)
		case 7:
			b.WriteString(strings.Repeat(",", 58) + eol)
		case 8:
			cells[5] = "2026-06-24 14:06:47.123456789"
		}
		for c, cell := range cells {
			if c > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(cell, ",\"\n") || rng.IntN(10) == 0 {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		if i < rows-1 || rng.IntN(2) == 0 {
			b.WriteString(eol)
		}
	}
	return []byte(b.String())
}

func TestDecoderAgainstReference(t *testing.T) {
	for n := range uint64(40) {
		rng := rand.New(rand.NewPCG(n, 1))
		text := sample(rng, 1+rng.IntN(120), []string{"\n", "\r\n"}[n%2])
		want, err := reference(t, text)
		if err != nil {
			t.Fatalf("seed %d: reference: %v", n, err)
		}
		for _, chunk := range []int64{64, 100, 1000, 4096, 1 << 20} {
			got := decodeAll(t, text, chunk, 1+rng.IntN(4), rng)
			compare(t, fmt.Sprintf("seed %d, chunks of %d", n, chunk), got, want)
		}
	}
}
