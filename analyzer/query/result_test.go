package query

import (
	"cmp"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// plainShown returns what an event shows in a field, made the obvious way.
func plainShown(log *table.Log, f *Field, row int) []string {
	switch f.kind {
	case userField:
		if n := log.UserOf(row); n >= 0 {
			return []string{log.Users()[n].Name()}
		}
		return nil
	case namedField, sessionField:
		for _, part := range f.parts {
			if s := log.Column(part).At(row); !event.Blank(s) {
				return []string{s}
			}
		}
		return nil
	case targetsField:
		var all []string
		for i, kind := range allValues(log, event.TargetType, row) {
			if f.target != "" && !strings.EqualFold(kind, f.target) {
				continue
			}
			for _, part := range f.parts {
				if s := allValues(log, part, row)[i]; !event.Blank(s) {
					if !slices.Contains(all, s) {
						all = append(all, s)
					}
					break
				}
			}
		}
		return all
	}
	var all []string
	for _, s := range asked(log, f, row) {
		if s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// sortable are the fields that events can be sorted and counted by.
func sortable() []*Field {
	all := Fields()
	all = slices.DeleteFunc(all, func(f *Field) bool { return f.kind == timeField || f.kind == uuidField })
	all = append(all, elements["target1.displayName"])
	return all
}

func TestValuesAgainstOracle(t *testing.T) {
	log := randomLog(t, 21, 250)
	v := NewView(log)
	for _, f := range append(sortable(), byName["time"], byName["uuid"]) {
		for row := range log.Len() {
			if got, want := v.Values(f, uint32(row)), plainShown(log, f, row); !slices.Equal(got, want) {
				t.Fatalf("%s of row %d: %q, want %q", f.Name, row, got, want)
			}
		}
	}
}

// What a cell shows finds its event: the page makes a term of it.
func TestShownIsFound(t *testing.T) {
	log := randomLog(t, 22, 150)
	v := NewView(log)
	for _, f := range append(sortable(), byName["uuid"], byName["time"]) {
		found := map[string][]uint32{}
		for row := range uint32(log.Len()) {
			values := v.Values(f, row)
			if len(values) == 0 {
				values = []string{""}
			}
			for _, value := range values {
				if value == "" && (f.kind == userField || f.kind == targetsField) || f.kind == sessionField && event.Blank(value) {
					continue // what shows nobody, or no name, can still have an id or a type that is looked for
				}
				if _, ok := found[value]; !ok {
					found[value] = mustRun(t, v, Term(f.Name, value, false)).Rows()
				}
				if !slices.Contains(found[value], row) {
					t.Fatalf("%s does not find row %d, which shows %q", Term(f.Name, value, false), row, values)
				}
			}
		}
	}
}

// comparePlain compares two values as a table is sorted: nothing is last,
// figures come before addresses and these before other texts.
func comparePlain(a, b string, descending bool) int {
	class := func(s string) int {
		number, _ := new(big.Int).SetString(s, 10)
		text, _, _ := strings.Cut(s, "/")
		switch _, err := netip.ParseAddr(text); {
		case event.Blank(s):
			return 3
		case number != nil && number.Sign() >= 0 && !strings.HasPrefix(s, "+"):
			return 0
		case err == nil:
			return 1
		}
		return 2
	}
	x, y := class(a), class(b)
	if x == 3 || y == 3 {
		return cmp.Compare(x, y)
	}
	c := cmp.Compare(x, y)
	if c == 0 {
		switch x {
		case 0:
			m, _ := new(big.Int).SetString(a, 10)
			n, _ := new(big.Int).SetString(b, 10)
			c = m.Cmp(n)
		case 1:
			m, _, _ := strings.Cut(a, "/")
			n, _, _ := strings.Cut(b, "/")
			c = netip.MustParseAddr(m).Compare(netip.MustParseAddr(n))
		}
		c = cmp.Or(c, strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
	}
	if descending {
		return -c
	}
	return c
}

func TestSortAgainstOracle(t *testing.T) {
	moved := 0
	for seed := range uint64(4) {
		log := randomLog(t, 30+seed, 200)
		v := NewView(log)
		rng := rand.New(rand.NewPCG(seed, 5))
		r := v.everything()
		for _, f := range sortable() {
			descending := rng.IntN(2) == 0
			// The order before does not count.
			if err := r.Sort(f, descending); err != nil {
				t.Fatal(err)
			}
			want := make([]uint32, log.Len())
			for i := range want {
				want[i] = uint32(i)
			}
			value := func(row uint32) string {
				if all := plainShown(log, f, int(row)); len(all) > 0 {
					return all[0]
				}
				return ""
			}
			slices.SortStableFunc(want, func(a, b uint32) int { return comparePlain(value(a), value(b), descending) })
			if !slices.Equal(r.Rows(), want) {
				t.Fatalf("seed %d: by %s, descending %t:\n got %d\nwant %d", seed, f.Name, descending, r.Rows(), want)
			}
			if !slices.IsSorted(want) {
				moved++
			}
			for place, row := range r.Rows() {
				// Of events that share one text in place of a uuid the first is meant.
				if got := r.Position(strings.ToUpper(log.UUID(int(row)))); got != place && log.UUID(int(r.Rows()[got])) != log.UUID(int(row)) {
					t.Fatalf("%s is at %d, want %d", log.UUID(int(row)), got, place)
				}
			}
			if first, last := r.Span(); first != log.Time(0) || last != log.Time(log.Len()-1) {
				t.Fatalf("span %d to %d", first, last)
			}
		}
		if err := r.Sort(byName["time"], true); err != nil || !slices.IsSortedFunc(r.Rows(), func(a, b uint32) int { return cmp.Compare(b, a) }) {
			t.Fatalf("by time, descending: %v, %d", err, r.Rows())
		}
		if err := r.Sort(byName["time"], false); err != nil || !slices.IsSorted(r.Rows()) {
			t.Fatalf("by time: %v, %d", err, r.Rows())
		}
		if err := r.Sort(byName["uuid"], false); err == nil {
			t.Fatal("sorted by uuid")
		}
	}
	if moved < 40 {
		t.Fatalf("only %d sorts changed the order", moved)
	}
}

func TestCompareFigures(t *testing.T) {
	var texts = []string{"0", "7", "10", "0010", "99999999999999999999", "100000000000000000000", "::1", "192.0.2.9", "192.0.2.10", "a", "B", "b", "c", "null", ""}
	for _, a := range texts {
		for _, b := range texts {
			if event.Blank(a) || event.Blank(b) {
				continue
			}
			got := newSortKey(0, a, strings.ToLower(a)).compare(newSortKey(0, b, strings.ToLower(b)))
			if want := comparePlain(a, b, false); got != want {
				t.Errorf("%q and %q: %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestLowerAll(t *testing.T) {
	texts := []string{"", "plain", "Capital", "Straße ÄÖ", "İI", "\xffX", "UPPER", "", "123", "éÉ", "Z"}
	for i, low := range lowerAll(texts) {
		if want := strings.ToLower(texts[i]); low != want {
			t.Errorf("%q becomes %q, want %q", texts[i], low, want)
		}
	}
}

func TestWindow(t *testing.T) {
	r := NewView(randomLog(t, 1, 10)).everything()
	n := r.Len()
	for _, c := range []struct{ from, to, want int }{{0, 3, 3}, {n - 2, n + 5, 2}, {-5, 2, 2}, {5, 2, 0}, {n, n + 1, 0}, {n + 9, n + 20, 0}, {0, n, n}} {
		if got := len(r.Window(c.from, c.to)); got != c.want {
			t.Errorf("Window(%d, %d) has %d rows, want %d", c.from, c.to, got, c.want)
		}
	}
	if at := r.Position("ffffffff-0000-0000-0000-000000000000"); at != -1 {
		t.Errorf("an unknown event is at %d", at)
	}
}
