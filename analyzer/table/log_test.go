package table

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// The ways to a value agree: by event, by tuple, first and all.
func TestColumnsAndTuples(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 15))
	events, names := randomEvents(rng, 200, 2), fileNames(2)
	log, _ := addRows(t, events).Log(names)
	for g := range NumGroups {
		tuples := log.Tuples(g)
		for at, f := range g.Fields() {
			c := log.Column(f)
			for row := range log.Len() {
				tuple := tuples[row]
				if int(tuple) >= c.Tuples() {
					t.Fatalf("%s: tuple %d of %d", f, tuple, c.Tuples())
				}
				codes := c.Codes(row)
				if !slices.Equal(codes, c.CodesOf(tuple)) {
					t.Fatalf("%s: an event has %d, its tuple %d", f, codes, c.CodesOf(tuple))
				}
				first := uint32(0)
				if len(codes) > 0 {
					first = codes[0]
				}
				if c.Code(row) != first || c.At(row) != c.Values[first] {
					t.Fatalf("%s: Code is %d, At %q, Codes %d", f, c.Code(row), c.At(row), codes)
				}
				// The fields of a group run in step.
				if other := log.Column(g.Fields()[0]).Codes(row); len(other) != len(codes) {
					t.Fatalf("%s has %d elements, %s %d", f, len(codes), g.Fields()[0], len(other))
				}
				if !g.Multi() && len(codes) != 1 {
					t.Fatalf("%s: %d values", f, len(codes))
				}
			}
			if _, place := GroupOf(f); place != at {
				t.Fatalf("%s is at %d", f, place)
			}
		}
		// Events of one tuple have the same values in all fields of the group.
		spelled := make(map[uint32]string)
		for row := range log.Len() {
			var all []string
			for _, f := range g.Fields() {
				all = append(all, fmt.Sprintf("%q", values(log, f, row)))
			}
			text := strings.Join(all, " ")
			if before, ok := spelled[tuples[row]]; ok && before != text {
				t.Fatalf("group %d: tuple %d is %s and %s", g, tuples[row], before, text)
			}
			spelled[tuples[row]] = text
		}
	}
	for f := range event.NumFields {
		c := log.Column(f)
		for n, v := range c.Values {
			if code, ok := c.Find(v); !ok || code != uint32(n) {
				t.Errorf("%s: Find(%q) = %d, %t; want %d", f, v, code, ok, n)
			}
		}
		if code, ok := c.Find("no such value"); ok {
			t.Errorf("%s: Find of no value = %d", f, code)
		}
	}
}

// The ids of transactions are made values when somebody asks, also when several
// do at once.
func TestTransactionsAtOnce(t *testing.T) {
	ids := []string{"00000000000000000000000000000001", "Zx81RhGt0mQ4", "", "00000000000000000000000000000001", "0000000000000000000000000000000a"}
	var rows Batch
	d := NewDictionary()
	for i, id := range ids {
		e := one{offset: int64(i), row: event.Row{Published: "2026-06-24T14:06:47.699Z", UUID: fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", i), TransactionID: id}}
		e.encode(t, d, &rows, true)
	}
	b := NewBuilder()
	delta, _ := d.Since(Mark{})
	var known Translation
	if err := b.Learn(&known, &delta); err != nil {
		t.Fatal(err)
	}
	b.Add(0, &known, rows)
	log, _ := b.Log([]string{"a"})
	for row, want := range ids {
		if got := log.Transaction(row); got != want {
			t.Errorf("transaction %d is %q before there is a column, want %q", row, got, want)
		}
	}
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			for row, want := range ids {
				if got := log.Transaction(row); got != want {
					t.Errorf("reader %d: transaction %d is %q by itself, want %q", n, row, got, want)
				}
			}
			tuples := log.Tuples(TransactionGroup)
			c := log.Column(event.TransactionID)
			for row, want := range ids {
				if got := c.At(row); got != want {
					t.Errorf("reader %d: transaction %d is %q, want %q", n, row, got, want)
				}
				if tuples[row] != c.Code(row) {
					t.Errorf("reader %d: tuple %d is %d, its value %d", n, row, tuples[row], c.Code(row))
				}
			}
		})
	}
	wait.Wait()
	if c := log.Column(event.TransactionID); c.Code(0) != c.Code(3) || c.Code(0) == c.Code(4) {
		t.Errorf("numbers %d %d %d", c.Code(0), c.Code(3), c.Code(4))
	}
}

func TestRowsOfType(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 16))
	events, names := randomEvents(rng, 200, 1), fileNames(1)
	log, _ := addRows(t, events).Log(names)
	all := []string{"user.session.start", "user.authentication.sso", "policy.evaluate_sign_on", "system.push.send_factor_verify_push", "no.such.type", ""}
	for set := range 1 << len(all) {
		var types []string
		for i, name := range all {
			if set>>i&1 == 1 {
				types = append(types, name)
			}
		}
		var want []uint32
		for row := range log.Len() {
			if slices.Contains(types, log.Column(event.Type).At(row)) {
				want = append(want, uint32(row))
			}
		}
		rng.Shuffle(len(types), func(i, j int) { types[i], types[j] = types[j], types[i] })
		for range 2 { // the second answer is as good as the first
			if got := log.RowsOfType(types...); !slices.Equal(got, want) {
				t.Fatalf("RowsOfType(%q) = %d, want %d", types, got, want)
			}
		}
	}
}

func TestCarries(t *testing.T) {
	b := NewBuilder()
	b.Carries(event.UserAgent)
	b.Carries(event.ClientIP, event.City)
	log, _ := b.Log(nil)
	for f := range event.NumFields {
		want := f == event.UserAgent || f == event.ClientIP || f == event.City
		if log.Carries(f) != want {
			t.Errorf("Carries(%s) = %t", f, !want)
		}
	}
}

func TestFind(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 17))
	events, names := randomEvents(rng, 150, 2), fileNames(2)
	log, _ := addRows(t, events).Log(names)
	place := make(map[string]int)
	for row := range log.Len() {
		if _, twice := place[log.UUID(row)]; !twice { // "null" can stand for many
			place[log.UUID(row)] = row
		}
	}
	var asked []string
	for uuid, want := range place {
		if row, ok := log.Find(uuid); !ok || row != want {
			t.Fatalf("Find(%q) = %d, %t; want %d", uuid, row, ok, want)
		}
		asked = append(asked, uuid)
	}
	if row, ok := log.Find("0123ABCD-0000-11f1-8000-0242ac120002"); ok {
		t.Errorf("Find of no event = %d", row)
	}
	for _, uuid := range asked[:10] {
		if row, ok := log.Find(strings.ToUpper(uuid)); uuidForm.MatchString(uuid) && (!ok || row != place[uuid]) {
			t.Errorf("Find(%q) = %d, %t; want %d", strings.ToUpper(uuid), row, ok, place[uuid])
		}
	}
	var want []int
	for _, uuid := range asked {
		want = append(want, place[uuid])
	}
	unknown := slices.Insert(slices.Clone(asked), len(asked)/2, "no such id", "99999999-4811-11f1-8000-0242ac120002")
	if got := log.FindAll(unknown); !slices.Equal(got, want) {
		t.Errorf("FindAll = %d, want %d", got, want)
	}
	if got := log.FindAll(nil); len(got) != 0 {
		t.Errorf("FindAll of nothing = %d", got)
	}
}
