package table

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// texts returns strings of all kinds, many of them more than once: empty ones,
// ones that differ in one byte or in length alone, ones longer than a block.
func texts(rng *rand.Rand, n int) []string {
	list := make([]string, n)
	for i := range list {
		switch rng.IntN(12) {
		case 0:
			list[i] = ""
		case 1:
			list[i] = strings.Repeat("\x00", rng.IntN(20))
		case 2:
			list[i] = strings.Repeat("x", 30_000+rng.IntN(3))
		case 3:
			list[i] = strings.Repeat("ab", 4_000) + string(rune('a'+rng.IntN(4)))
		default:
			list[i] = fmt.Sprintf("value %d", rng.IntN(n))
		}
	}
	return list
}

// slowStrings numbers strings in the plain way.
type slowStrings struct {
	codes map[string]uint32
	all   []string
}

func (s *slowStrings) code(text string) uint32 {
	if n, ok := s.codes[text]; ok {
		return n
	}
	if s.codes == nil {
		s.codes = make(map[string]uint32)
	}
	n := uint32(len(s.all))
	s.codes[text] = n
	s.all = append(s.all, text)
	return n
}

func TestStringsAgainstMap(t *testing.T) {
	hashes := map[string]func([]byte) uint64{
		"Hash":                Hash,
		"all alike":           func([]byte) uint64 { return 7 << 32 },
		"lower half alike":    func(b []byte) uint64 { return Hash(b) &^ 0xFFFFFFFF },
		"one slot at the end": func([]byte) uint64 { return 0xFFFFFFFF_FFFFFFFF },
	}
	for name, hash := range hashes {
		rng := rand.New(rand.NewPCG(1, 2))
		var got Strings
		var want slowStrings
		for i, text := range texts(rng, 1500) {
			b := []byte(text)
			n, known := got.FindHash(b, hash(b))
			w, wantKnown := want.codes[text]
			if known != wantKnown || n != w {
				t.Fatalf("%s: FindHash of text %d = %d, %t; want %d, %t", name, i, n, known, w, wantKnown)
			}
			if n, w := got.CodeHash(b, hash(b)), want.code(text); n != w {
				t.Fatalf("%s: CodeHash of text %d = %d, want %d", name, i, n, w)
			}
			for k := range b { // the caller's buffer is the caller's
				b[k] = '!'
			}
		}
		if got.Len() != len(want.all) || !slices.Equal(got.All(), want.all) {
			t.Errorf("%s: %d strings, want %d", name, got.Len(), len(want.all))
		}
	}
}

func TestStringsCodeAndFind(t *testing.T) {
	var s Strings
	if n, ok := s.Find([]byte("a")); ok {
		t.Errorf("an empty one finds %d", n)
	}
	for i, text := range []string{"a", "", "b", "a", ""} {
		if n, want := s.Code([]byte(text)), uint32([]int{0, 1, 2, 0, 1}[i]); n != want {
			t.Errorf("Code(%q) = %d, want %d", text, n, want)
		}
	}
	if n, ok := s.Find([]byte("b")); !ok || n != 2 {
		t.Errorf(`Find("b") = %d, %t; want 2, true`, n, ok)
	}
}

// Every field has its own numbers, and 0 is the absent value of each.
func TestDictionaryValue(t *testing.T) {
	d := NewDictionary()
	for f := range event.NumFields {
		if n := d.Value(f, nil); n != 0 {
			t.Errorf("%s: the absent value is %d", f, n)
		}
		if n := d.Value(f, []byte("first")); n != 1 {
			t.Errorf("%s: the first value is %d", f, n)
		}
		if n := d.Value(f, []byte(f.Key())); n != 2 || d.Value(f, []byte("first")) != 1 {
			t.Errorf("%s: the second value is %d", f, n)
		}
		if got := d.Strings(f).All(); !slices.Equal(got, []string{"", "first", f.Key()}) {
			t.Errorf("%s: values %q", f, got)
		}
	}
}

// Every field but the time is in one group, at one place.
func TestGroups(t *testing.T) {
	count := make(map[event.Field]int)
	for g := range NumGroups {
		for at, f := range g.Fields() {
			count[f]++
			if group, place := GroupOf(f); group != g || place != at {
				t.Errorf("GroupOf(%s) = %d, %d; want %d, %d", f, group, place, g, at)
			}
			if f.Multi() != g.Multi() {
				t.Errorf("%s: Multi is %t, its group's %t", f, f.Multi(), g.Multi())
			}
		}
		if g.Single() != (len(g.Fields()) == 1 && !g.Multi()) {
			t.Errorf("group %d: Single is %t", g, g.Single())
		}
	}
	for f := range event.NumFields {
		if want := map[bool]int{false: 1, true: 0}[f == event.Published]; count[f] != want {
			t.Errorf("%s is in %d groups, want %d", f, count[f], want)
		}
	}
}

func TestTuplesAgainstMap(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	d := NewDictionary()
	for g := range NumGroups {
		arity := len(g.Fields())
		if g.Single() {
			for range 10 {
				v := rng.Uint32N(50)
				if n := d.Tuple(g, []uint32{v}); n != v || d.ValueAt(g, n, 0) != v {
					t.Fatalf("group %d: the tuple of value %d is %d", g, v, n)
				}
			}
			continue
		}
		zero := make([]uint32, arity)
		if g.Multi() {
			zero = nil
		}
		var want slowStrings
		want.code(fmt.Sprint(zero))
		for i := range 600 {
			elements := 1
			if g.Multi() {
				elements = rng.IntN(4)
			}
			values := make([]uint32, elements*arity)
			for k := range values {
				values[k] = rng.Uint32N(3)
			}
			n, w := d.Tuple(g, values), want.code(fmt.Sprint(append([]uint32(nil), values...)))
			if len(values) == 0 && n != 0 {
				t.Fatalf("group %d: the tuple without values is %d", g, n)
			}
			if len(values) > 0 && n != w {
				t.Fatalf("group %d: tuple %d is %d, want %d", g, i, n, w)
			}
			if !slices.Equal(d.TupleValues(g, n), values) {
				t.Fatalf("group %d: tuple %d holds %d, want %d", g, n, d.TupleValues(g, n), values)
			}
			for at, v := range values {
				if d.ValueAt(g, n, at) != v {
					t.Fatalf("group %d: ValueAt(%d, %d) = %d, want %d", g, n, at, d.ValueAt(g, n, at), v)
				}
			}
			for k := range values { // the caller's scratch is the caller's
				values[k] = 99
			}
		}
	}
}

// spell writes a tuple out.
func spell(d *Dictionary, g Group, tuple uint32) string {
	values := []uint32{tuple}
	if !g.Single() {
		values = d.TupleValues(g, tuple)
	}
	var list []string
	for i, v := range values {
		list = append(list, d.Strings(g.Fields()[i%len(g.Fields())]).All()[v])
	}
	return fmt.Sprintf("%q", list)
}

// A dictionary that is sent in instalments, beside others, is understood as
// the sender meant it.
func TestDeltaAndLearn(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	type sender struct {
		dict  *Dictionary
		mark  Mark
		known Translation
	}
	log := NewDictionary()
	senders := make([]sender, 3)
	for i := range senders {
		senders[i].dict = NewDictionary()
	}
	for round := range 40 {
		s := &senders[rng.IntN(len(senders))]
		for range rng.IntN(30) {
			g := Group(rng.IntN(int(NumGroups)))
			elements := 1
			if g.Multi() {
				elements = rng.IntN(3)
			}
			var values []uint32
			for range elements {
				for _, f := range g.Fields() {
					text := fmt.Sprintf("%s %d", f, rng.IntN(6))
					if rng.IntN(3) == 0 {
						text = ""
					}
					values = append(values, s.dict.Value(f, []byte(text)))
				}
			}
			s.dict.Tuple(g, values)
		}
		delta, mark := s.dict.Since(s.mark)
		s.mark = mark
		if err := log.Learn(&s.known, &delta); err != nil {
			t.Fatal(err)
		}
		if again, same := s.dict.Since(mark); same != mark || fmt.Sprint(again) != fmt.Sprint(Delta{}) {
			t.Fatalf("round %d: a second delta is not empty", round)
		}
		for n := range senders {
			s := &senders[n]
			for g := range NumGroups {
				for tuple, translated := range s.known.tuples[g] {
					if got, want := spell(log, g, translated), spell(s.dict, g, uint32(tuple)); got != want {
						t.Fatalf("round %d, sender %d, group %d: tuple %d became %s, want %s", round, n, g, tuple, got, want)
					}
				}
				if len(s.known.tuples[g]) > 0 && s.known.tuples[g][0] != 0 {
					t.Fatalf("round %d, sender %d, group %d: tuple 0 became %d", round, n, g, s.known.tuples[g][0])
				}
			}
		}
	}
	// Two values that senders have in common are one.
	for f := range event.NumFields {
		seen := make(map[string]bool)
		for _, v := range log.Strings(f).All() {
			if seen[v] {
				t.Errorf("%s: %q twice", f, v)
			}
			seen[v] = true
		}
	}
}

func TestLearnRefusesWhatDoesNotFit(t *testing.T) {
	two := Delta{}
	two.Values[event.OutcomeResult] = []string{"", "SUCCESS"}
	two.Values[event.OutcomeReason] = []string{""}
	for name, c := range map[string]struct {
		tuples Tuples
		part   string
	}{
		"a value that was never sent": {Tuples{Values: []uint32{0, 1}, Lengths: []uint32{2}}, "value 1 of field outcome.reason was never sent"},
		"half a tuple":                {Tuples{Values: []uint32{1}, Lengths: []uint32{1}}, "tuple of 1 values"},
		"more than there is":          {Tuples{Values: []uint32{1, 0}, Lengths: []uint32{4}}, "tuple of 4 values"},
	} {
		delta := two
		delta.Tuples[OutcomeGroup] = c.tuples
		err := NewDictionary().Learn(new(Translation), &delta)
		if err == nil || !strings.Contains(err.Error(), c.part) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.part)
		}
	}
}
