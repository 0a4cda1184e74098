package detect

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		f    float64
		want string
	}{
		{0, "0"}, {3, "3"}, {4.45, "4.5"}, {9.94, "9.9"}, {9.96, "10"}, {999.4, "999"}, {999.5, "1,000"},
		{66845, "66,845"}, {25067000, "25,067,000"}, {-1234, "-1,234"},
	} {
		if got := number(test.f); got != test.want {
			t.Errorf("number(%v) = %s, want %s", test.f, got, test.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for _, test := range []struct {
		ms   int64
		want string
	}{
		{0, "no time"}, {1, "under a second"}, {999, "under a second"}, {1000, "1 s"}, {59_499, "59 s"}, {59_500, "1 min"}, {60_000, "1 min"},
		{125_000, "2 min 5 s"}, {3_600_000, "1 h"}, {4_200_000, "1 h 10 min"}, {86_400_000, "1 d"}, {277_200_000, "3 d 5 h"},
	} {
		if got := duration(test.ms); got != test.want {
			t.Errorf("duration(%d) = %s, want %s", test.ms, got, test.want)
		}
	}
}

func TestList(t *testing.T) {
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, ""}, {[]string{"a"}, "a"}, {[]string{"a", "b"}, "a and b"}, {[]string{"a", "b", "c"}, "a, b and c"},
		{[]string{"a", "b", "c", "d"}, "a, b, c and 1 other"}, {[]string{"a", "b", "c", "d", "e"}, "a, b, c and 2 others"},
	} {
		if got := list(test.names, len(test.names), 3); got != test.want {
			t.Errorf("list(%v) = %q, want %q", test.names, got, test.want)
		}
	}
}

// FuzzClean checks that whatever stands in a log leaves one short line of
// printable text.
func FuzzClean(f *testing.F) {
	f.Add("a\nb\x1b[31m\u202e\u200b\xff")
	f.Add(strings.Repeat("é", 200))
	f.Fuzz(func(t *testing.T, s string) {
		c := clean(s)
		if !utf8.ValidString(c) || utf8.RuneCountInString(c) > longest+1 {
			t.Fatalf("clean(%q) = %q", s, c)
		}
		for _, r := range c {
			if !unicode.IsPrint(r) && r != utf8.RuneError {
				t.Fatalf("clean(%q) keeps %U", s, r)
			}
		}
		if clean(c) != c && utf8.RuneCountInString(c) <= longest {
			t.Fatalf("clean is not stable on %q", c)
		}
	})
}

// FuzzBursts compares the sliding window with the definition: an element is in
// a burst when some window holds it and n or more.
func FuzzBursts(f *testing.F) {
	f.Add([]byte{0, 1, 2, 100, 101, 102}, 3, 10)
	f.Add([]byte{5, 5, 5}, 2, 0)
	f.Add([]byte{0, 200}, 1, 5)
	f.Fuzz(func(t *testing.T, steps []byte, n, window int) {
		if n < 1 || n > 20 || window < 0 || window > 1000 || len(steps) > 200 {
			return
		}
		times, now := make([]int64, len(steps)), int64(0)
		for i, s := range steps {
			now += int64(s)
			times[i] = now
		}
		want := make([]bool, len(times))
		for i := range times {
			var in []int
			for k := range times {
				if times[k] >= times[i] && times[k] <= times[i]+int64(window) {
					in = append(in, k)
				}
			}
			if len(in) >= n {
				for _, k := range in {
					want[k] = true
				}
			}
		}
		got := make([]bool, len(times))
		last := -1
		for _, s := range bursts(times, n, int64(window)) {
			if s.from <= last || s.to < s.from {
				t.Fatalf("runs overlap or are out of order: %v", s)
			}
			last = s.to
			for k := s.from; k <= s.to; k++ {
				got[k] = true
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("bursts(%v, %d, %d)\n got %v\nwant %v", times, n, window, got, want)
		}
	})
}
