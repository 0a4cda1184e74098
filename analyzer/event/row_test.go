package event

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/jszwec/csvutil"
)

// A row that csvutil reads from a CSV holds under each field what the column
// of the field's name has.
func TestRowAgainstCSVUtil(t *testing.T) {
	cells := make([]string, len(ConsoleColumns))
	for i, name := range ConsoleColumns {
		cells[i] = fmt.Sprintf("%d: %s", i, name)
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Write(ConsoleColumns[:])
	w.Write(cells)
	w.Flush()

	var rows []Row
	if err := csvutil.Unmarshal(text.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 {
		t.Fatalf("%d rows, want 1", len(rows))
	}
	var built Row
	for i, name := range ConsoleColumns {
		f, index, _ := Lookup(name)
		if got := rows[0].Get(f, index); got != cells[i] {
			t.Errorf("Get(%s, %d) = %q, want %q", f, index, got, cells[i])
		}
		if !built.Set(f, index, cells[i]) {
			t.Errorf("Set(%s, %d) has no room", f, index)
		}
	}
	if built != rows[0] {
		t.Errorf("a row put together by Set is\n%+v\nwant\n%+v", built, rows[0])
	}
	if header, err := csvutil.Header(Row{}, "csv"); err != nil || !reflect.DeepEqual(header, ConsoleColumns[:]) {
		t.Errorf("csvutil's header of a row is\n%s, %v\nwant the console's\n%s", strings.Join(header, ","), err, strings.Join(ConsoleColumns[:], ","))
	}
	again, err := csvutil.Marshal([]Row{built})
	if err != nil || !bytes.Equal(again, text.Bytes()) {
		t.Errorf("written again the row is\n%s\nwant\n%s", again, text.Bytes())
	}
}

func TestRowRoom(t *testing.T) {
	var r Row
	console := 0
	for f := range NumFields {
		room := f.Column() != ""
		if room {
			console++
		}
		if got := r.Set(f, 0, "x"); got != room {
			t.Errorf("Set(%s) = %t, want %t", f, got, room)
		}
		want := ""
		if room {
			want = "x"
		}
		if got := r.Get(f, 0); got != want {
			t.Errorf("Get(%s) = %q, want %q", f, got, want)
		}
	}
	if want := len(ConsoleColumns) - 4*(MaxTargets-1); console != want {
		t.Errorf("%d fields have a column, want %d", console, want)
	}
	for _, index := range []int{-1, MaxTargets, 1000} {
		if r.Set(TargetType, index, "x") || r.Get(TargetType, index) != "" {
			t.Errorf("a row has room for target %d", index)
		}
	}
	for i, target := range r.Targets() {
		target.DisplayName = fmt.Sprint(i)
	}
	if r.Target0.DisplayName+r.Target1.DisplayName+r.Target2.DisplayName+r.Target3.DisplayName != "0123" {
		t.Errorf("Targets() are out of order: %+v", r)
	}
}
