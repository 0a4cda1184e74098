package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/detect"
)

func TestVisible(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"jane.doe@example.com", "jane.doe@example.com"},
		{`EXAMPLE\jane`, `EXAMPLE\jane`},
		{"Zoë Łukasz 山田 😀", "Zoë Łukasz 山田 😀"},
		{"a\x1b[31mred", `a\x1b[31mred`},
		{"bell\x07 null\x00 del\x7f", `bell\x07 null\x00 del\x7f`},
		{"one\r\ntwo\tthree", `one\r\ntwo\tthree`},
		{"csi\u009b31m nel\u0085", `csi\u009b31m nel\u0085`},
		{"\u202agpj\u202e \u2066x\u2069 \u200f", `\u202agpj\u202e \u2066x\u2069 \u200f`},
		{"zero\u200bwidth\u200d\ufeff\u2060", `zero\u200bwidth\u200d\ufeff\u2060`},
		{"line\u2028para\u2029", `line\u2028para\u2029`},
		{"no\u00a0break ideographic\u3000blank", `no\u00a0break ideographic\u3000blank`},
		{"soft\u00adhyphen filler\u3164\u115f braille\u2800", `soft\u00adhyphen filler\u3164\u115f braille\u2800`},
		{"tag\U000e0041", `tag\U000e0041`},
		{"bad\xff\xc3", `bad\xff\xc3`},
		{"cut\xe2\x80", `cut\xe2\x80`},
		{"real replacement \ufffd", "real replacement \ufffd"},
	} {
		if got := Visible(test.in); got != test.want {
			t.Errorf("Visible(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestCell(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"plain", "plain"},
		{"=1+1", "'=1+1"},
		{"+49 30 1234", "'+49 30 1234"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"  =1", "  '=1"},
		{"\t=1", `\t=1`},
		{"\r=1", `\r=1`},
		{"＝1", "'＝1"},
		{"a;=cmd|'/c calc'!A0", "a;'=cmd|'/c calc'!A0"},
		{"=a; -b;c=d", "'=a; '-b;c=d"},
		{"Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (X11; Linux x86_64)"},
		{"jane@example.com", "jane@example.com"},
		{"a, -b", "a, -b"},
		{strings.Repeat("ä", 20_000), strings.Repeat("ä", 15_998) + "…"},
	} {
		if got := Cell(test.in); got != test.want {
			t.Errorf("Cell(%.60q) = %.60q (%d bytes), want %.60q", test.in, got, len(got), test.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		in   string
		max  int
		want string
	}{
		{"", 10, ""},
		{"one two three", 7, "one two|three"},
		{"averyveryverylongword a b", 5, "averyveryverylongword|a b"},
		{"山田 太郎", 5, "山田|太郎"},
		{"e\u0301e\u0301e\u0301 x", 5, "e\u0301e\u0301e\u0301 x"},
		{"  spaced   out  ", 20, "spaced out"},
	} {
		if got := strings.Join(wrap(test.in, test.max), "|"); got != test.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.in, test.max, got, test.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %s", n, got)
		}
	}
	for n, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 1500: "1.5 kB", 999_960: "1.0 MB", 6_900_000_000: "6.9 GB"} {
		if got := byteCount(n); got != want {
			t.Errorf("byteCount(%d) = %s, want %s", n, got, want)
		}
	}
	for _, test := range []struct{ first, last, want string }{
		{"2026-06-24T14:06:47.699Z", "2026-06-24T14:06:47.900Z", "2026-06-24 14:06:47 UTC"},
		{"2026-06-24T14:06:47.699Z", "2026-06-24T15:00:01.000Z", "2026-06-24 14:06:47 to 15:00:01 UTC"},
		{"2026-06-24T23:06:47.699Z", "2026-06-25T01:00:01.000Z", "2026-06-24 23:06:47 to 2026-06-25 01:00:01 UTC"},
		{"\x1b", "?", `\x1b to ?`},
	} {
		if got := (*Zone)(nil).between(test.first, test.last); got != test.want {
			t.Errorf("between(%q, %q) = %q, want %q", test.first, test.last, got, test.want)
		}
	}
}

// FuzzEscape takes hostile text through every form. The oracles: what is shown
// prints and shows again as itself, printable text is untouched, no cell
// starts a formula, the CSV has as many rows and cells as it should, and JSON
// gives back what went in.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{hostile, "", "=1", ";+", "a\x00b", "\u202e", "\xff\xfe", "\U000e0041", "' =", "\u2028", "\\u202e", "\"\n\","} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		shown := Visible(s)
		if !utf8.ValidString(shown) {
			t.Errorf("Visible(%q) = %q: not UTF-8", s, shown)
		}
		printable := utf8.ValidString(s)
		for _, r := range s {
			printable = printable && plain(r)
		}
		if printable && shown != s {
			t.Errorf("Visible(%q) = %q: changed", s, shown)
		}
		for _, r := range shown {
			if !plain(r) {
				t.Errorf("Visible(%q) = %q: %U does not print", s, shown, r)
			}
		}
		if again := Visible(shown); again != shown {
			t.Errorf("Visible(%q) = %q, and then %q", s, shown, again)
		}
		for _, part := range strings.Split(Cell(s), ";") {
			if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(part, " ")); strings.ContainsRune("=+-@＝＋－＠\t\r", first) {
				t.Errorf("Cell(%q) = %q: formula at %q", s, Cell(s), part)
			}
		}

		finding := detect.Finding{Summary: s, Actor: detect.Actor{DisplayName: s}, IPs: []string{s, s}, Query: s, Facts: map[string]any{"name": s}}
		r := &Report{Findings: []detect.Finding{finding}}
		var b bytes.Buffer
		if err := WriteCSV(&b, r); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Errorf("CSV of %q: %d rows, %v", s, len(rows), err)
		}
		b.Reset()
		if err := WriteJSON(&b, r); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		var back Report
		if err := json.Unmarshal(b.Bytes(), &back); err != nil {
			t.Fatalf("JSON of %q: %v", s, err)
		}
		want := string([]rune(s)) // each byte that is no UTF-8 becomes U+FFFD
		if got := back.Findings[0]; got.Summary != want || got.Facts["name"] != want {
			t.Errorf("JSON of %q: back %q", s, got.Summary)
		}
		for _, r := range text {
			if r != '\n' && !plain(r) {
				t.Errorf("JSON of %q: %U does not print", s, r)
			}
		}
	})
}

// plain is the oracle's own opinion of which characters show as themselves.
func plain(r rune) bool {
	return (r == ' ' || unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Zs, r)) &&
		!unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point) && r != 0x2800
}
