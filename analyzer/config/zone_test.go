package config

import (
	"strings"
	"testing"
	"time"
)

// changesOf returns the changes of a zone from 1970 to 2037. After that year a
// zone of the database goes on by a rule, and its bounds end with each year.
func changesOf(zone *time.Location) []Change {
	var all []Change
	for t := time.Unix(0, 0).In(zone); ; {
		_, ahead := t.Zone()
		all = append(all, Change{t.Unix(), ahead})
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Year() >= 2037 {
			return all
		}
		t = end
	}
}

// TestLocation compares zones made of their changes with those of the database:
// northern and southern summers, odd offsets, a day that was left out, and one
// of seconds.
func TestLocation(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
		"Africa/Monrovia", "Africa/Casablanca", "Pacific/Chatham"} {
		want, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		changes := changesOf(want)
		got, err := Location(name, changes)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.String() != name {
			t.Errorf("%s is called %s", name, got)
		}
		same := func(at int64) {
			a, b := time.Unix(at, 0).In(want), time.Unix(at, 0).In(got)
			_, wantAhead := a.Zone()
			_, gotAhead := b.Zone()
			if wantAhead != gotAhead || a.Hour() != b.Hour() || a.Weekday() != b.Weekday() {
				t.Errorf("%s at %d: %s, want %s", name, at, b, a)
			}
		}
		for _, c := range changes {
			same(c.At)
			if c.At > 0 {
				same(c.At - 1)
			}
		}
		for at := int64(0); at < changes[len(changes)-1].At; at += 36_000_007 {
			same(at)
		}
		if b := time.Unix(-1_000_000_000, 0).In(got); changes[0].Ahead != ahead(b) {
			t.Errorf("%s before its first change: %d seconds ahead, want %d", name, ahead(b), changes[0].Ahead)
		}
		if b := time.Unix(5_000_000_000, 0).In(got); changes[len(changes)-1].Ahead != ahead(b) {
			t.Errorf("%s after its last change: %d seconds ahead, want %d", name, ahead(b), changes[len(changes)-1].Ahead)
		}
	}
}

func ahead(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

func TestLocationRefused(t *testing.T) {
	many := make([]Change, mostOffsets+1)
	for i := range many {
		many[i] = Change{int64(i), i}
	}
	for _, c := range []struct {
		changes []Change
		says    string
	}{
		{nil, "no offset"},
		{[]Change{{5, 0}, {5, 60}}, "change 2, at 5"},
		{[]Change{{0, 0}, {5, 65_000}}, "65000 seconds"},
		{many, "257 different offsets"},
	} {
		if zone, err := Location("Europe/Berlin", c.changes); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%d changes: %v, %v; want an error with %q", len(c.changes), zone, err, c.says)
		}
	}
	if zone, err := Location("X", many[:mostOffsets]); err != nil || ahead(time.Unix(200, 0).In(zone)) != 200 {
		t.Errorf("%d offsets: %v", mostOffsets, err)
	}
}

// TestZoneOption has a configuration ask for its zones.
func TestZoneOption(t *testing.T) {
	o := Options{Zone: func(name string) (*time.Location, error) {
		return Location(name, []Change{{0, 3600}, {1_774_746_000, 7200}})
	}}
	text := `{"working_hours": {"from": "08:00", "to": "18:00", "days": ["Monday"], "zone": "Europe/Berlin"}}`
	c, err := Parse([]byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := time.Unix(1_774_746_000, 0).In(c.Hours.Zone).Hour(); got != 3 {
		t.Errorf("the clock that goes forward shows %d h, want 3 h", got)
	}
	written, err := c.MarshalJSON()
	if err != nil || !strings.Contains(string(written), `"Europe/Berlin"`) {
		t.Errorf("%v in %s", err, written)
	}
}
