package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/detect"
)

// byReflection writes a report with encoding/json alone, the oracle of
// [WriteJSON].
func byReflection(t testing.TB, r *Report) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(complete(r)); err != nil {
		t.Fatal(err)
	}
	return escapeJSON(b.Bytes())
}

// maker makes random reports.
type maker struct{ *rand.Rand }

var pieces = []string{"", "a", "Ana Ruiz", "[]", `"findings": []`, "\n  \"findings\": []", `\`, `"`, "<b>&amp;</b>", "\x00", "\x1b[31m", "\x7f", "\t\r\n",
	"\u2028\u2029", "\u202e", "\u00a0", "\u200b", "é", "日本", "😀", "\xff\xfe", "\xed\xa0\x80", "\U000e0001", "\ufeff", "{", "}", "'", "null"}

func (m maker) text() string {
	var b strings.Builder
	for range m.IntN(4) {
		b.WriteString(pieces[m.IntN(len(pieces))])
	}
	return b.String()
}

func (m maker) texts() []string {
	if m.IntN(4) == 0 {
		return nil
	}
	list := make([]string, m.IntN(4))
	for i := range list {
		list[i] = m.text()
	}
	return list
}

func (m maker) value() any {
	switch m.IntN(12) {
	case 0:
		return m.text()
	case 1:
		return m.IntN(2) == 0
	case 2:
		return m.IntN(1000) - 500
	case 3:
		return m.Int64()
	case 4:
		return []float64{0, math.Copysign(0, -1), 1, -2.5, 0.1, 1e-6, 9.99e-7, 1e20, 1e21, -1e21, 1e-9, 123456789.125, math.MaxFloat64, 5e-324}[m.IntN(14)]
	case 5:
		return m.Float64() * math.Pow(10, float64(m.IntN(60)-30))
	case 6:
		return m.texts()
	case 7:
		return nil
	case 8:
		return map[string]any{m.text(): m.text(), m.text(): map[string]any{}}
	case 9:
		return []any{m.text(), 1, []string{m.text()}, []any{}}
	case 10:
		return detect.Severity(m.IntN(5))
	}
	return []struct {
		Name  string `json:"name"`
		Count int    `json:"count"`
	}{{m.text(), m.IntN(9)}}
}

func (m maker) finding() detect.Finding {
	f := detect.Finding{
		ID: m.text(), Detector: m.text(), Severity: detect.Severity(m.IntN(5)), Title: m.text(), Summary: m.text(), First: m.text(), Last: m.text(),
		Actor:   detect.Actor{ID: m.text(), AlternateID: m.text(), DisplayName: m.text()},
		Session: m.text(), IPs: m.texts(), Events: m.texts(), Techniques: m.texts(), Query: m.text(), RuleFile: m.text(),
	}
	if n := m.IntN(6); n > 0 {
		f.Facts = map[string]any{}
		for range n - 1 {
			f.Facts[m.text()] = m.value()
		}
	}
	if m.IntN(4) == 0 {
		f.Suppressed = &detect.Suppression{List: m.text(), Entry: m.text(), Reason: m.text()}
	}
	return f
}

func (m maker) report() *Report {
	r := &Report{Schema: Schema, Tool: Tool{Version: m.text()}, Notes: m.texts()}
	r.Log.Files = []File{{Name: m.text(), Warnings: m.texts()}}
	for range m.IntN(4) {
		r.Detectors = append(r.Detectors, Detector{ID: m.text(), Title: m.text(), Techniques: m.texts()})
	}
	for range m.IntN(5) {
		r.Findings = append(r.Findings, m.finding())
	}
	for range m.IntN(3) {
		r.Incidents = append(r.Incidents, Incident{ID: m.text(), Title: m.text(), Findings: m.texts()})
	}
	if m.IntN(3) == 0 {
		r.Triage = map[string]Triage{m.text(): {}}
	}
	return r
}

// The report is what encoding/json makes of it, whatever is in it.
func TestWriteJSONAsEncodingJSON(t *testing.T) {
	for seed := range uint64(3000) {
		r := maker{rand.New(rand.NewPCG(1, seed))}.report()
		var got bytes.Buffer
		if err := WriteJSON(&got, r); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if want := byReflection(t, r); !bytes.Equal(got.Bytes(), want) {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, got.Bytes(), want)
		}
	}
}

// Without indentation a finding is what encoding/json makes of it too.
func TestFindingWithoutIndentation(t *testing.T) {
	for seed := range uint64(3000) {
		f := maker{rand.New(rand.NewPCG(2, seed))}.finding()
		w := jsonWriter{}
		w.finding(&f)
		if w.err != nil {
			t.Fatalf("seed %d: %v", seed, w.err)
		}
		completeFinding(&f)
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(f); err != nil {
			t.Fatal(err)
		}
		if want := escapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))); !bytes.Equal(w.b, want) {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, w.b, want)
		}
	}
}

// A number that JSON has no form for is an error, as it is with encoding/json.
func TestWriteJSONTellsErrors(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		r := &Report{Findings: []detect.Finding{{Facts: map[string]any{"speed": v}}}}
		if err := WriteJSON(new(bytes.Buffer), r); err == nil {
			t.Errorf("%v was written", v)
		}
	}
}

func BenchmarkWriteJSON(b *testing.B) {
	r := &Report{}
	for i := range 1000 {
		f := detect.Finding{ID: fmt.Sprintf("%016x", i), Detector: "session-fast-travel", Title: "A session moved faster than people travel",
			Summary: "ana.ruiz@example.com moved from Madrid (203.0.113.9) to Kyiv (198.51.100.44) in 21 minutes.",
			First:   "2026-06-24T14:06:47.699Z", Last: "2026-06-24T14:27:47.699Z", Session: "idxztnL3NGbDoP5Dmv2BS-kxw",
			Actor: detect.Actor{ID: "00uwg7Q2lRC01LqsWIbo", AlternateID: "ana.ruiz@example.com", DisplayName: "Ana Ruiz"},
			IPs:   []string{"203.0.113.9", "198.51.100.44"}, Events: []string{"4dc73fc7-7b95-11f1-aab5-7c7f4b05dc13", "61806a93-7b95-11f1-80dc-af993b361289"},
			Techniques: []string{"T1550.004", "T1539"}, Facts: map[string]any{"km": 2862.4, "minutes": 21.0, "speed_kmh": 8178.3, "minimum": 200},
			Query: `authenticationContext.externalSessionId eq "idxztnL3NGbDoP5Dmv2BS-kxw"`}
		r.Findings = append(r.Findings, f)
	}
	b.Run("direct", func(b *testing.B) {
		for b.Loop() {
			var out bytes.Buffer
			if err := WriteJSON(&out, r); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(out.Len()))
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		for b.Loop() {
			b.SetBytes(int64(len(byReflection(b, r))))
		}
	})
}
