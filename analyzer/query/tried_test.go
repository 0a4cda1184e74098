package query

import (
	"errors"
	"slices"
	"testing"
)

func TestTried(t *testing.T) {
	log := randomLog(t, 5, 300)
	v := NewView(log)
	parse := func(text string) *Query {
		t.Helper()
		q, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return q
	}
	if _, err := parse("rule:tried").Run(v, Range{}); err == nil {
		t.Error("a query for the tried rule's events has a result although none was tried")
	}
	marked := []uint32{0, 1, 63, 64, 200, uint32(log.Len() - 1)}
	v.Mark(marked)
	all := mustRun(t, v, "").Rows()
	rest := slices.DeleteFunc(slices.Clone(all), func(row uint32) bool { return slices.Contains(marked, row) })
	success := mustRun(t, v, "result:SUCCESS").Rows()
	both := slices.DeleteFunc(slices.Clone(marked), func(row uint32) bool { return !slices.Contains(success, row) })
	for _, c := range []struct {
		text, canonical string
		want            []uint32
	}{
		{"rule:tried", "rule:tried", marked},
		{"RULE:Tried", "rule:tried", marked},
		{"-rule:tried", "-rule:tried", rest},
		{"NOT rule:tried", "-rule:tried", rest},
		{"rule:tried OR -rule:tried", "rule:tried OR -rule:tried", all},
		{"(rule:tried) result:SUCCESS", "rule:tried result:SUCCESS", both},
	} {
		if got := mustRun(t, v, c.text).Rows(); !slices.Equal(got, c.want) {
			t.Errorf("%s finds rows %v, want %v", c.text, got, c.want)
		}
		if got := parse(c.text).String(); got != c.canonical {
			t.Errorf("%s becomes %s, want %s", c.text, got, c.canonical)
		}
	}
	span := Range{log.Time(1), log.Time(200)}
	r, err := parse("rule:tried").Run(v, span)
	if err != nil {
		t.Fatal(err)
	}
	within := slices.DeleteFunc(slices.Clone(marked), func(row uint32) bool {
		at := log.Time(int(row))
		return at < span.From || at >= span.To
	})
	if !slices.Equal(r.Rows(), within) {
		t.Errorf("in a stretch: rows %v, want %v", r.Rows(), within)
	}
	// A rule that matches nothing was tried all the same.
	v.Mark(nil)
	if n := mustRun(t, v, "rule:tried").Len(); n != 0 {
		t.Errorf("%d events of a rule that matches none", n)
	}
	for _, text := range []string{"rule:", "rule:other", "rule:tri*", "rule:(tried)"} {
		var e *Error
		if _, err := Parse(text); !errors.As(err, &e) {
			t.Errorf("%s: error %v, want one of the query", text, err)
		}
	}
}
