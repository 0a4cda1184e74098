package table

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestBuilderAgainstPlainSort(t *testing.T) {
	for n := range uint64(30) {
		rng := rand.New(rand.NewPCG(n, 9))
		files := 1 + rng.IntN(4)
		events, names := randomEvents(rng, 1+rng.IntN(200), files), fileNames(files)
		log, accounts := addRows(t, events).Log(names)
		want, wantAccounts := slowLog(t, events, names)
		sameLines(t, fmt.Sprintf("seed %d", n), write(log, names), writeSlow(want, names))
		if !reflect.DeepEqual(accounts, wantAccounts) {
			t.Fatalf("seed %d: accounting\n got %+v\nwant %+v", n, accounts, wantAccounts)
		}
		sum := 0
		for _, a := range accounts {
			sum += a.Events + a.Duplicates
		}
		if sum != len(events) {
			t.Fatalf("seed %d: %d events and duplicates of %d records", n, sum, len(events))
		}
		if !slices.IsSorted(log.Times()) {
			t.Fatalf("seed %d: times are not in order", n)
		}
	}
}

// Neither the order in which events arrive nor the numbers of their files show
// in the log.
func TestBuilderOrderIndependence(t *testing.T) {
	for n := range uint64(15) {
		rng := rand.New(rand.NewPCG(n, 10))
		files := 1 + rng.IntN(5)
		events, names := randomEvents(rng, 120, files), fileNames(files)
		log, accounts := addRows(t, events).Log(names)

		number := rng.Perm(files)
		shuffled, renamed := slices.Clone(events), make([]string, files)
		for i := range shuffled {
			shuffled[i].file = number[shuffled[i].file]
		}
		for i, name := range names {
			renamed[number[i]] = name
		}
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		other, otherAccounts := addRows(t, shuffled).Log(renamed)
		sameLines(t, fmt.Sprintf("seed %d", n), write(other, renamed), write(log, names))
		for i := range names {
			if accounts[i] != otherAccounts[number[i]] {
				t.Fatalf("seed %d: %s is %+v, in another order %+v", n, names[i], accounts[i], otherAccounts[number[i]])
			}
		}
	}
}

// What decoders send in batches, each with a dictionary of its own and in
// instalments, is what the rows say that they were made of.
func TestBuilderAddAgainstAddRow(t *testing.T) {
	for n := range uint64(20) {
		rng := rand.New(rand.NewPCG(n, 11))
		files := 1 + rng.IntN(3)
		events, names := randomEvents(rng, 150, files), fileNames(files)
		slices.SortStableFunc(events, func(a, b one) int { return a.file - b.file })
		log, accounts := addRows(t, events).Log(names)

		type decoder struct {
			dict  *Dictionary
			mark  Mark
			known Translation
		}
		decoders := make([]decoder, 1+rng.IntN(3))
		for i := range decoders {
			decoders[i].dict = NewDictionary()
		}
		asBytes := make([]bool, files) // transactions
		for i := range asBytes {
			asBytes[i] = rng.IntN(2) == 0
		}
		b := NewBuilder()
		for len(events) > 0 {
			d := &decoders[rng.IntN(len(decoders))]
			var rows Batch
			file, size := events[0].file, 1+rng.IntN(40)
			for len(events) > 0 && events[0].file == file && size > 0 {
				events[0].encode(t, d.dict, &rows, asBytes[file])
				events, size = events[1:], size-1
			}
			for g := range NumGroups { // a group that the file has no fields of
				if slices.Max(rows.Tuples[g]) == 0 && rng.IntN(2) == 0 {
					rows.Tuples[g] = nil
				}
			}
			delta, mark := d.dict.Since(d.mark)
			d.mark = mark
			if err := b.Learn(&d.known, &delta); err != nil {
				t.Fatal(err)
			}
			b.Add(file, &d.known, rows)
		}
		got, gotAccounts := b.Log(names)
		sameLines(t, fmt.Sprintf("seed %d", n), write(got, names), write(log, names))
		if !reflect.DeepEqual(gotAccounts, accounts) {
			t.Fatalf("seed %d: accounting %+v, want %+v", n, gotAccounts, accounts)
		}
	}
}

// A builder is empty after it has made a log, and what it does then does not
// change that log.
func TestBuilderAgain(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 12))
	events, names := randomEvents(rng, 100, 2), fileNames(2)
	b := addRows(t, events[:50])
	first, _ := b.Log(names)
	before := write(first, names)
	if none, _ := b.Log(names); none.Len() != 0 {
		t.Errorf("a second log has %d events", none.Len())
	}
	for _, e := range events[50:] {
		if err := b.AddRow(e.file, e.offset, []byte(e.record), &e.row); err != nil {
			t.Fatal(err)
		}
	}
	second, _ := b.Log(names)
	want, _ := slowLog(t, events[50:], names)
	sameLines(t, "the second log", write(second, names), writeSlow(want, names))
	sameLines(t, "the first log", write(first, names), before)
}

func TestBatchReset(t *testing.T) {
	events := randomEvents(rand.New(rand.NewPCG(1, 19)), 20, 1)
	d := NewDictionary()
	var rows, fresh Batch
	for range 2 {
		rows.Reset()
		fresh = Batch{}
		for _, e := range events {
			e.encode(t, d, &rows, true)
			e.encode(t, d, &fresh, true)
		}
		if rows.Len() != len(events) || !reflect.DeepEqual(rows, fresh) {
			t.Fatalf("%d rows of %d events", rows.Len(), len(events))
		}
	}
}

func TestBuilderEmpty(t *testing.T) {
	log, accounts := NewBuilder().Log([]string{"a", "b"})
	if log.Len() != 0 || !reflect.DeepEqual(accounts, make([]Accounting, 2)) {
		t.Errorf("%d events, %+v", log.Len(), accounts)
	}
	if rows := log.RowsOfType("user.session.start"); len(rows) != 0 || len(log.Users()) != 0 || len(log.Sessions()) != 0 {
		t.Error("an empty log has rows, users or sessions")
	}
	for f := range event.NumFields {
		if c := log.Column(f); c == nil || c.Values[0] != "" {
			t.Errorf("%s: no column of absent values", f)
		}
	}
}

func TestAddRowError(t *testing.T) {
	b := NewBuilder()
	err := b.AddRow(0, 0, nil, &event.Row{Published: "yesterday"})
	var bad *event.TimeError
	if !errors.As(err, &bad) || bad.Value != "yesterday" {
		t.Fatalf("error %v", err)
	}
	if log, _ := b.Log([]string{"a"}); log.Len() != 0 {
		t.Errorf("%d events of a row without a time", log.Len())
	}
}

// Of the copies of an event one stays, whatever the case of its UUID; records
// without one are copies when they are the same text.
func TestDuplicates(t *testing.T) {
	const at, later = "2026-06-24T14:06:47.699Z", "2026-06-24T14:06:48.000Z"
	const id, upper = "0123abcd-ef45-11f1-8899-0242ac120002", "0123ABCD-EF45-11F1-8899-0242AC120002"
	for _, c := range []struct {
		name   string
		events []one
		kept   string // the record that stays
	}{
		{"case", []one{{0, 0, "a", event.Row{UUID: upper, Published: at}, 0, ""}, {0, 9, "b", event.Row{UUID: id, Published: at}, 0, ""}}, "0@0"},
		{"the earlier one", []one{{0, 0, "a", event.Row{UUID: id, Published: later}, 0, ""}, {1, 9, "b", event.Row{UUID: id, Published: at}, 0, ""}}, "1@9"},
		{"the same text", []one{{0, 0, "a", event.Row{Published: at}, 0, ""}, {1, 9, "a", event.Row{Published: at}, 0, ""}}, "0@0"},
		{"the file with fewer events", []one{{0, 0, "a", event.Row{UUID: id, Published: at}, 0, ""}, {0, 5, "b", event.Row{UUID: id, Published: at}, 0, ""},
			{1, 9, "c", event.Row{UUID: upper, Published: at}, 0, ""}}, "1@9"},
	} {
		names := fileNames(2)
		log, accounts := addRows(t, c.events).Log(names)
		if log.Len() != 1 || accounts[0].Duplicates+accounts[1].Duplicates != len(c.events)-1 {
			t.Errorf("%s: %d events, %+v", c.name, log.Len(), accounts)
			continue
		}
		if file, offset, _ := log.Source(0); fmt.Sprintf("%d@%d", file, offset) != c.kept {
			t.Errorf("%s: %d@%d stayed, want %s", c.name, file, offset, c.kept)
		}
	}
	two := []one{{0, 0, "a", event.Row{Published: at}, 0, ""}, {0, 9, "b", event.Row{Published: at}, 0, ""}}
	if log, _ := addRows(t, two).Log(fileNames(1)); log.Len() != 2 {
		t.Errorf("two records without a UUID: %d events", log.Len())
	}
}

func TestSortByTime(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 13))
	for _, spread := range []int64{1, 2, 1000, 1 << 22, 1 << 40, math.MaxInt64} {
		for _, n := range []int{0, 1, 2, 3, 500} {
			times := make([]int64, n)
			for i := range times {
				times[i] = rng.Int64N(spread)
				if spread < math.MaxInt64 && rng.IntN(2) == 0 {
					times[i] = -times[i]
				}
			}
			want := make([]uint32, n)
			for i := range want {
				want[i] = uint32(i)
			}
			slices.SortStableFunc(want, func(a, b uint32) int {
				switch {
				case times[a] < times[b]:
					return -1
				case times[a] > times[b]:
					return 1
				}
				return 0
			})
			if got := sortByTime(times); !slices.Equal(got, want) {
				t.Fatalf("%d times over %d ms: %d, want %d", n, spread, got, want)
			}
		}
	}
}

// No number that depends on the seed of the hash leaves the package.
func TestSeedDoesNotShow(t *testing.T) {
	defer func(old uint64) { seed = old }(seed)
	rng := rand.New(rand.NewPCG(3, 14))
	events, names := randomEvents(rng, 300, 3), fileNames(3)
	var want []string
	var wantValues [][]string
	for i := range 8 {
		seed = rng.Uint64() | 1
		log, _ := addRows(t, events).Log(names)
		var values [][]string
		for f := range event.NumFields {
			values = append(values, log.Column(f).Values)
		}
		if i == 0 {
			want, wantValues = write(log, names), values
			continue
		}
		sameLines(t, "seed "+fmt.Sprint(seed), write(log, names), want)
		if !reflect.DeepEqual(values, wantValues) {
			t.Fatalf("seed %d: other numbers of values", seed)
		}
	}
}
