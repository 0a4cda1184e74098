package simulate

import (
	"bytes"
	"cmp"
	_ "embed"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

func newWorld(t *testing.T, cfg Config) *World {
	t.Helper()
	w, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func writeCSV(t *testing.T, w *World) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := w.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

//go:embed testdata/small.csv
var goldenCSV []byte

//go:embed testdata/small.ndjson
var goldenNDJSON []byte

// golden compares bytes with those of a file, or writes it under -update. The
// file is embedded, since tests in a browser have no file system.
func golden(t *testing.T, name string, got, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, want) {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		t.Errorf("%s: differs from byte %d on: %q; if that is intended, run with -update", name, i, got[i:min(i+120, len(got))])
	}
}

func TestGolden(t *testing.T) {
	cfg := Config{Seed: 7, Users: 5, Days: 1, Attacks: []Attack{{Family: "unassigned-app-run"}}}
	golden(t, "testdata/small.csv", writeCSV(t, newWorld(t, cfg)), goldenCSV)
	var b bytes.Buffer
	if _, err := newWorld(t, cfg).WriteNDJSON(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/small.ndjson", b.Bytes(), goldenNDJSON)
}

// The same configuration gives the same bytes, whatever the world was asked
// before.
func TestDeterministic(t *testing.T) {
	cfg := Config{Seed: 11, Users: 150, Days: 9}
	w := newWorld(t, cfg)
	first := writeCSV(t, w)
	w.Labels()
	for range w.Events() {
		break
	}
	if !bytes.Equal(first, writeCSV(t, w)) {
		t.Error("a world's second file differs from its first")
	}
	if !bytes.Equal(first, writeCSV(t, newWorld(t, cfg))) {
		t.Error("two worlds of one configuration differ")
	}
	cfg.Seed++
	if bytes.Equal(first, writeCSV(t, newWorld(t, cfg))) {
		t.Error("two seeds give one log")
	}
}

func TestUsers(t *testing.T) {
	w := newWorld(t, Config{Seed: 1, Users: 25_000, Days: 1, Attacks: []Attack{}})
	logins, ids := map[string]bool{}, map[string]bool{}
	for i := range w.people {
		p := &w.people[i]
		if logins[p.entity.AlternateID] || ids[p.entity.ID] {
			t.Fatalf("user %d, %s %s, exists already", i, p.entity.AlternateID, p.entity.ID)
		}
		logins[p.entity.AlternateID], ids[p.entity.ID] = true, true
	}
}

func TestSize(t *testing.T) {
	for _, test := range []struct {
		cfg        Config
		users, day int
		events     int
	}{
		{Config{}, 40, 14, 3000},
		{Config{Events: 50_000}, 661, 14, 50_000},
		{Config{Events: 20_000, Days: 7}, 529, 7, 20_000},
		{Config{Events: 20_000, Users: 100}, 100, 37, 20_000},
		{Config{Events: 30_000, Users: 100, Days: 7}, 100, 7, 30_000},
		{Config{Events: 5000, Users: 1000, Days: 7}, 1000, 7, 5000},
		{Config{Events: 40_000, Habits: AllHabits}, 353, 14, 40_000},
		{Config{Events: 60_000, Users: 200, Days: 12, Habits: AllHabits}, 200, 12, 60_000},
	} {
		w := newWorld(t, test.cfg)
		if got := w.Config(); got.Users != test.users || got.Days != test.day {
			t.Errorf("%+v: %d users, %d days; want %d, %d", test.cfg, got.Users, got.Days, test.users, test.day)
		}
		n := 0
		for range w.Events() {
			n++
		}
		if float64(n) < 0.85*float64(test.events) || float64(n) > 1.15*float64(test.events) {
			t.Errorf("%+v: %d events; want %d within 15 %%", test.cfg, n, test.events)
		}
	}
	// Ten million events take more days and more people than anything above,
	// which size alone shows.
	cfg := Config{Events: 10_000_000}
	size(&cfg)
	if cfg.Days != retentionDays || cfg.Users < largestCompany {
		t.Errorf("10M events: %d users, %d days", cfg.Users, cfg.Days)
	}
}

func TestConfigErrors(t *testing.T) {
	for _, test := range []struct {
		cfg  Config
		want string
	}{
		{Config{Users: -1}, "simulate: users -1: want 0 to 5000000"},
		{Config{Days: 4000}, "simulate: days 4000: want 0 to 3660"},
		{Config{Events: -5}, "simulate: events -5: want 0 to 1000000000"},
		{Config{Start: -1}, "simulate: start -1: want milliseconds UTC between 1970 and 2100"},
		{Config{Users: 2, Days: 2, Events: 1_000_000}, "simulate: 1000000 events for 2 users in 2 days: want at most 324 a user a day"},
		{Config{Attacks: []Attack{{Family: "earthquake"}}}, `simulate: attack "earthquake": want one of ` + strings.Join(Families(), ", ")},
		{Config{Attacks: []Attack{{"push-bombing-denied", 9}}}, `simulate: attack "push-bombing-denied": variant 9: want 0 to 2`},
		{Config{Users: 1, Attacks: AllAttacks()}, `among 1 users; want more users or fewer attacks`},
	} {
		_, err := New(test.cfg)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: error %v; want %s", test.cfg, err, test.want)
		}
	}
}

func TestSortEvents(t *testing.T) {
	a, b, c := &Event{Time: 2}, &Event{Time: 1, UUID: [16]byte{15: 2}}, &Event{Time: 1, UUID: [16]byte{15: 1}}
	events := []*Event{a, b, c}
	sortEvents(events)
	if !slices.Equal(events, []*Event{c, b, a}) {
		t.Errorf("order %v", cmp.Compare(events[0].Time, events[1].Time))
	}
}
