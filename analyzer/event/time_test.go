package event

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestParseTime(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // as FormatTime writes it
	}{
		{"2026-06-24T14:06:47.699Z", "2026-06-24T14:06:47.699Z"},
		{"2026-06-24T00:00:00.000Z", "2026-06-24T00:00:00.000Z"},
		{"2026-06-24T23:59:59.999Z", "2026-06-24T23:59:59.999Z"},
		{"2024-02-29T12:00:00.000Z", "2024-02-29T12:00:00.000Z"}, // a leap year
		{"2000-02-29T12:00:00.000Z", "2000-02-29T12:00:00.000Z"}, // one by 400
		{"1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"},
		{"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
		{"0001-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z"},
		{"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"}, // the future is a time too
		{"2026-06-24T14:06:47Z", "2026-06-24T14:06:47.000Z"},
		{"2026-06-24T14:06:47.6Z", "2026-06-24T14:06:47.600Z"},
		{"2026-06-24T14:06:47.69Z", "2026-06-24T14:06:47.690Z"},
		{"2026-06-24T14:06:47.6999Z", "2026-06-24T14:06:47.699Z"},
		{"2026-06-24T14:06:47.699999999Z", "2026-06-24T14:06:47.699Z"},
		{"2026-06-24T14:06:47.699+00:00", "2026-06-24T14:06:47.699Z"},
		{"2026-06-24T14:06:47.699-07:00", "2026-06-24T21:06:47.699Z"},
		{"2026-06-24T14:06:47.699+0530", "2026-06-24T08:36:47.699Z"},
		{"2026-06-24 14:06:47.699+02:00", "2026-06-24T12:06:47.699Z"},
		{"2026-06-24T14:06:47.699", "2026-06-24T14:06:47.699Z"},       // no zone is UTC
		{"2022-03-22 14:21:53.225", "2022-03-22T14:21:53.225Z"},       // Panther
		{"2022-03-22 14:21:53.496000000", "2022-03-22T14:21:53.496Z"}, // Panther too
		{"2022-03-22 14:21:53", "2022-03-22T14:21:53.000Z"},
		{"2022-03-22 14:21:53 UTC", "2022-03-22T14:21:53.000Z"},
		{"2022-03-22 14:21:53.5 UTC", "2022-03-22T14:21:53.500Z"},
		{"2022-03-22 14:21:53 GMT", "2022-03-22T14:21:53.000Z"},
		{"1656079607", "2022-06-24T14:06:47.000Z"},
		{"1656079607699", "2022-06-24T14:06:47.699Z"},
		{"0000000000", "1970-01-01T00:00:00.000Z"},
		{"9999999999999", "2286-11-20T17:46:39.999Z"},
	} {
		ms, err := ParseTime(c.text)
		if err != nil || FormatTime(ms) != c.want {
			t.Errorf("ParseTime(%q) = %s, %v; want %s", c.text, FormatTime(ms), err, c.want)
		}
	}
}

func TestParseTimeErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `timestamp "": empty`},
		{"2017-09-31T22:23:07.777Z", `timestamp "2017-09-31T22:23:07.777Z": day out of range`}, // Okta's own example
		{"2017-09-31T22:23:07Z", `timestamp "2017-09-31T22:23:07Z": day out of range`},
		{"2017-09-31 22:23:07", `timestamp "2017-09-31 22:23:07": day out of range`},
		{"2023-02-29T12:00:00.000Z", `timestamp "2023-02-29T12:00:00.000Z": day out of range`},
		{"1900-02-29T12:00:00.000Z", `timestamp "1900-02-29T12:00:00.000Z": day out of range`},
		{"2026-06-00T12:00:00.000Z", `timestamp "2026-06-00T12:00:00.000Z": day out of range`},
		{"2026-13-01T12:00:00.000Z", `timestamp "2026-13-01T12:00:00.000Z": month out of range`},
		{"2026-00-01T12:00:00.000Z", `timestamp "2026-00-01T12:00:00.000Z": month out of range`},
		{"2026-06-24T24:00:00.000Z", `timestamp "2026-06-24T24:00:00.000Z": hour out of range`},
		{"2026-06-24T14:60:00.000Z", `timestamp "2026-06-24T14:60:00.000Z": minute out of range`},
		{"2026-06-24T14:06:60.000Z", `timestamp "2026-06-24T14:06:60.000Z": second out of range`},
		{"20xx-06-24T14:06:47.699Z", `timestamp "20xx-06-24T14:06:47.699Z": not a date`},
		{"2026-0x-24T14:06:47.699Z", `timestamp "2026-0x-24T14:06:47.699Z": not a date`},
		{"2026/06/24T14:06:47.699Z", `timestamp "2026/06/24T14:06:47.699Z": not a date`},
		{strings.Repeat("\x00", 10) + "T14:06:47.699Z", `timestamp "` + strings.Repeat(`\x00`, 10) + `T14:06:47.699Z": not a date`},
		{"2026-06-24T14:06:47.6x9Z", ""},
		{"2026-06-24T14:06:4x.699Z", ""},
		{"2026-06-24 14:06:47 PDT", ""}, // which of the zones of that name?
		{"06/24/2026 2:06:47 PM", ""},
		{"45832.5880", ""},
		{"165607960", ""},
		{"-1656079607", ""},
		{"+1656079607", ""},
		{"timestamp", ""},
		{"null", ""},
		{"2026-06-24", ""},
		{"2026-06-24T14:06:47.699Z ", ""},
		{"\x00\xff", ""},
		{strings.Repeat("9", 1_000_000), ""},
		{"2026-06-24T14:06:47" + strings.Repeat("x", 1_000_000), ""},
		{strings.Repeat("é", 100), ""},
	} {
		ms, err := ParseTime(c.text)
		var te *TimeError
		if !errors.As(err, &te) {
			t.Errorf("ParseTime(%q) = %s, %v; want a *TimeError", Clip(c.text), FormatTime(ms), err)
			continue
		}
		if te.Value != c.text {
			t.Errorf("the error of %q is of %q", Clip(c.text), Clip(te.Value))
		}
		if c.want != "" && err.Error() != c.want {
			t.Errorf("ParseTime(%q): %s\nwant %s", c.text, err, c.want)
		}
		// The text of a log can be of any length and a report lists thousands.
		if text := err.Error(); len(text) > 400 || !utf8.ValidString(text) || te.Reason == "" {
			t.Errorf("ParseTime(%q): the error is %d bytes: %s", Clip(c.text), len(text), Clip(text))
		}
	}
}

// A Clock remembers a day; that must not show.
func TestClockRemembers(t *testing.T) {
	var c Clock
	texts := []string{
		"2026-06-24T14:06:47.699Z", "2026-06-24T00:00:00.000Z", "2026-06-25T00:00:00.000Z", "2026-06-31T00:00:00.000Z",
		"2026-06-24T14:06:47.699Z", "2026-06-31T00:00:00.000Z", "2026-06-24 14:06:47", "1970-01-01T00:00:00.001Z", "x", "",
		"2026-06-24T14:06:47.699Z",
	}
	for range 2 {
		for _, text := range texts {
			got, gotErr := c.Parse([]byte(text))
			want, wantErr := ParseTime(text)
			if got != want || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Errorf("Parse(%q) = %d, %v; want %d, %v", text, got, gotErr, want, wantErr)
			}
		}
	}
}

// The zone of the machine is not a part of the log.
func TestParseTimeIgnoresLocalZone(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	for _, text := range []string{"2026-06-24 14:06:47", "2026-06-24T14:06:47.1", "2026-06-24 14:06:47 GMT", "2026-06-24 14:06:47 PDT"} {
		time.Local = time.UTC
		want, wantErr := ParseTime(text)
		time.Local = time.FixedZone("PDT", -7*3600)
		got, gotErr := ParseTime(text)
		if got != want || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("ParseTime(%q) is %d, %v in one zone and %d, %v in another", text, want, wantErr, got, gotErr)
		}
	}
}

func TestFormatTime(t *testing.T) {
	for ms, want := range map[int64]string{
		0:                 "1970-01-01T00:00:00.000Z",
		-1:                "1969-12-31T23:59:59.999Z",
		1_782_310_007_699: "2026-06-24T14:06:47.699Z",
	} {
		if got := FormatTime(ms); got != want {
			t.Errorf("FormatTime(%d) = %q, want %q", ms, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{strings.Repeat("a", 80), strings.Repeat("a", 80)},
		{strings.Repeat("a", 81), strings.Repeat("a", 80) + "…"},
		{strings.Repeat("a", 79) + "é", strings.Repeat("a", 79) + "…"}, // not half a character
		{strings.Repeat("a", 78) + "é" + "b", strings.Repeat("a", 78) + "é…"},
		{strings.Repeat("\xff", 90), strings.Repeat("\xff", 80) + "…"},
	} {
		if got := Clip(c.text); got != c.want {
			t.Errorf("Clip(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzParseTime holds the clock against time.Parse: what the standard library
// takes for RFC 3339 is that moment, and in the console's form nothing else is
// one.
func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2026-06-24T14:06:47.699Z", "2017-09-31T22:23:07.777Z", "20xx-06-24T14:06:47.699Z", "2024-02-29T00:00:00.000Z",
		"2022-03-22 14:21:53.496000000", "2026-06-24T14:06:47+05:30", "1656079607699", "0000-00-00T00:00:00.000Z", "2026-06-24T14:06:47,699Z",
		"2026-06-24 14:06:47 PDT", "2026-06-24T4:06:47.699Z", "2026-06-24T14:06:47.69é"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, before, s string) {
		var c Clock
		c.Parse([]byte(before))
		got, err := c.Parse([]byte(s))
		fresh, freshErr := ParseTime(s)
		if got != fresh || fmt.Sprint(err) != fmt.Sprint(freshErr) {
			t.Fatalf("Parse(%q) after %q = %d, %v; alone it is %d, %v", s, before, got, err, fresh, freshErr)
		}
		want, wantErr := time.Parse(time.RFC3339, s)
		if wantErr == nil && (err != nil || got != want.UnixMilli()) {
			t.Fatalf("Parse(%q) = %d, %v; time.Parse says %d", s, got, err, want.UnixMilli())
		}
		if len(s) == 24 && s[10] == 'T' && s[23] == 'Z' && (err == nil) != (wantErr == nil) {
			t.Fatalf("Parse(%q) = %d, %v; time.Parse says %v", s, got, err, wantErr)
		}
		var te *TimeError
		if err != nil && (!errors.As(err, &te) || te.Value != s || len(err.Error()) > 600) {
			t.Fatalf("Parse(%q): %v", s, err)
		}
		if err == nil && got >= 0 && got < 253_402_300_800_000 {
			if again, err := ParseTime(FormatTime(got)); err != nil || again != got {
				t.Fatalf("%q is %d, written and read again %d, %v", s, got, again, err)
			}
		}
	})
}
