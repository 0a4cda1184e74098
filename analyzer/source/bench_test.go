package source

import (
	"os"
	"testing"

	"okta-session-analyzer/analyzer/table"
)

func BenchmarkDecode(b *testing.B) {
	text, err := os.ReadFile(os.Getenv("LOG"))
	if err != nil {
		b.Skip("LOG names no file")
	}
	layout, err := Sniff(text[:HeadSize])
	if err != nil {
		b.Fatal(err)
	}
	text = append(text, make([]byte, Slack)...)[:len(text)]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		d := NewDecoder()
		p := NewPlan(0)
		p.AddFile(int64(len(text)), layout)
		n := 0
		var r Result
		for !p.Finished() {
			job, _ := p.Next()
			d.Decode(job.Chunk(text[job.From:min(job.To, int64(len(text)))]), &r)
			n += r.Rows.Len()
			p.Done(job, &r, func(*Result) { b.Fatal("a chunk was guessed wrong") })
		}
		b.ReportMetric(float64(n), "events")
	}
	_ = table.NumGroups
}
