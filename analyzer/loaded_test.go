package analyzer_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/report"
)

// logOf is a CSV log of n events, a minute each, by a header.
func logOf(header string, first, n int) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		cell := strings.NewReplacer(
			"timestamp", fmt.Sprintf("2026-03-02T%02d:%02d:00.000Z", (first+i)/60, (first+i)%60),
			"uuid", fmt.Sprintf("5d1a0c2e-3333-11f0-8000-%012d", first+i),
			"event_type", "user.session.start", "actor.id", "00u1", "client.ip_address", "192.0.2.1", "outcome.result", "SUCCESS")
		b.WriteString(cell.Replace(header) + "\n")
	}
	return b.String()
}

func loadTexts(t *testing.T, texts ...string) *analyzer.Loaded {
	t.Helper()
	var sources []analyzer.Source
	for i, text := range texts {
		sources = append(sources, analyzer.Source{Name: fmt.Sprintf("%d.csv", i), Size: int64(len(text)), Reader: strings.NewReader(text)})
	}
	loaded, err := analyzer.Load(t.Context(), sources, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// A record's cells have the names of its own header line, or none at all.
func TestCellsOfJoinedDownloads(t *testing.T) {
	const (
		one   = "timestamp,uuid,event_type,actor.id,client.ip_address,outcome.result"
		other = "uuid,event_type,timestamp,outcome.result,client.ip_address,actor.id"
	)
	loaded := loadTexts(t, logOf(one, 0, 3)+logOf(other, 3, 3))
	if loaded.Log.Len() != 6 {
		t.Fatalf("%d events, want 6", loaded.Log.Len())
	}
	for row := range loaded.Log.Len() {
		record, err := loaded.Record(row)
		if err != nil {
			t.Fatal(err)
		}
		cells := loaded.Cells(row, record)
		if row >= 3 {
			if cells != nil {
				t.Errorf("row %d, behind another header line, has the cells %q", row, cells)
			}
			continue
		}
		if len(cells) != 6 || cells[1].Name != "uuid" || cells[1].Value != loaded.Log.UUID(row) {
			t.Errorf("row %d has the cells %q", row, cells)
		}
	}
}

// The report says what the files cover, whatever their order.
func TestCoverageInReport(t *testing.T) {
	const header = "timestamp,uuid,event_type,actor.id,client.ip_address,outcome.result"
	a, b := logOf(header, 0, 500), logOf(header, 480, 500) // 20 in both
	var texts [2]string
	for i, files := range [2][]string{{a, b}, {b, a}} {
		loaded := loadTexts(t, files...)
		c := loaded.Summary().Coverage
		events := 0
		for _, n := range c.Hours.Events {
			events += n
		}
		if events != 980 || c.Span.First != "2026-03-02T00:00:00.000Z" || c.Span.Hours != 16.32 {
			t.Errorf("%d events in the hours, span %+v", events, c.Span)
		}
		r, err := loaded.Report(analyzer.Config{})
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, w := range r.Log.Coverage.Warnings {
			codes = append(codes, w.Code)
		}
		if got := strings.Join(codes, " "); got != "one_event_type one_actor one_address one_outcome" {
			t.Errorf("warnings %s", got)
		}
		var text bytes.Buffer
		r.Log.Files = nil
		if err := report.WriteText(&text, r, report.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if texts[i] = text.String(); !strings.Contains(texts[i], "\nCOVERAGE\n  All 980 events are of the type user.session.start") {
			t.Errorf("the text says %s", texts[i])
		}
	}
	if texts[0] != texts[1] {
		t.Error("the order of the files shows in what they cover")
	}
}
