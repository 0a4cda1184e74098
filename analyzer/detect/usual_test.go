package detect

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestUsual(t *testing.T) {
	u := usualOf([]float64{4, 2, 6, 100, 3})
	if u.n != 5 || u.median != 4 || u.mad != 2 || u.most != 100 || u.mean != 23 {
		t.Errorf("%+v", u)
	}
	if got := u.limit(6, 20); got != 100 {
		t.Errorf("limit %v, want the highest there was", got)
	}
	if got := usualOf([]float64{5, 5}).limit(6, 20); got != 20 {
		t.Errorf("limit %v, want the floor", got)
	}
	if got := usualOf([]float64{100, 100}).limit(6, 20); got != 160 {
		t.Errorf("limit %v, want six tenths above the median", got)
	}
	if got := usualOf(nil).limit(6, 20); got != 20 {
		t.Errorf("limit %v of nothing", got)
	}
	if got := usualOf([]float64{1, 1, 1}).above(4); got != 3 {
		t.Errorf("%v deviations, want 3", got)
	}
}

func TestLikeness(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{{"", "", 1}, {"abc", "abc", 1}, {"abc", "xyz", 0}, {"abcd", "bcde", 0.75}, {"abxcd", "abcd", 8.0 / 9}, {"a", "", 0}} {
		if got := likeness(test.a, test.b); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("%q, %q: %v, want %v", test.a, test.b, got, test.want)
		}
	}
	if r := likeness(chromeMac, chromeMacNew); r < 0.95 {
		t.Errorf("an update makes the browser another: %v", r)
	}
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		b := make([]byte, random.IntN(30))
		for i := range b {
			b[i] = "abc"[random.IntN(3)]
		}
		return string(b)
	}
	for range 2000 {
		if a, b := text(), text(); likeness(a, b) > likenessAtMost(a, b)+1e-9 {
			t.Fatalf("%q, %q: %v exceeds its bound %v", a, b, likeness(a, b), likenessAtMost(a, b))
		}
	}
}

func TestHistoryOf(t *testing.T) {
	const d = dayMS
	for _, test := range []struct {
		times []int64
		want  history
	}{
		{nil, history{}},
		{[]int64{5}, history{5, 5}},
		{[]int64{0, 100 * d, 101 * d, 110 * d}, history{100 * d, 110 * d}},        // a clock at 1970
		{[]int64{100 * d, 101 * d, 110 * d, 9000 * d}, history{100 * d, 110 * d}}, // a date in the future
		{[]int64{100 * d, 114 * d, 128 * d}, history{100 * d, 128 * d}},           // pauses of just 14 days
		{[]int64{100 * d, 115 * d, 116 * d}, history{115 * d, 116 * d}},           // one of 15
		{[]int64{7, 7, 7, 7}, history{7, 7}},
	} {
		if got := historyOf(test.times); got != test.want {
			t.Errorf("%v: %v, want %v", test.times, got, test.want)
		}
	}
}
