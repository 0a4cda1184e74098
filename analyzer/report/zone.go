package report

import (
	"fmt"
	"slices"
	"time"
)

// Zone is the time zone that times are shown in: a name and the offsets that
// were in force. It is no [time.Location], because a page has no database of
// time zones; it asks its browser for the offsets instead. The zero Zone and a
// nil one are UTC.
type Zone struct {
	Name string `json:"name"` // "Europe/Vienna"
	// Offsets are pairs of a moment in milliseconds UTC and the minutes that
	// clocks are ahead of UTC from then on, in order of time. The first one
	// also counts for the time before it.
	Offsets [][2]int64 `json:"offsets,omitempty"`
}

const (
	// maxOffsets bounds the changes of a zone: 90 days have one or two, a
	// century of them has two hundred.
	maxOffsets = 1000
	// maxMinutes is more than any clock was ever ahead of or behind UTC.
	maxMinutes = 18 * 60
	// maxZone is longer than every name of the time zone database, in bytes.
	maxZone = 64
)

// ZoneOf returns the zone of a location from one moment to another, in
// milliseconds UTC.
func ZoneOf(location *time.Location, from, to int64) Zone {
	z := Zone{Name: location.String()}
	if z.Name == "UTC" {
		return z
	}
	for t := time.UnixMilli(from).In(location); ; {
		_, seconds := t.Zone()
		z.Offsets = append(z.Offsets, [2]int64{t.UnixMilli(), int64(seconds / 60)})
		_, end := t.ZoneBounds()
		if end.IsZero() || end.UnixMilli() > to || len(z.Offsets) == maxOffsets {
			return z
		}
		t = end
	}
}

// Check returns an error that says what is wrong with a zone that was not made
// by [ZoneOf].
func (z *Zone) Check() error {
	if len(z.Name) > maxZone || Visible(z.Name) != z.Name {
		return fmt.Errorf("zone %q: no name of a time zone", cut(Visible(z.Name), maxZone))
	}
	if len(z.Offsets) > maxOffsets {
		return fmt.Errorf("zone %s: %d offsets; want at most %d", z.Name, len(z.Offsets), maxOffsets)
	}
	for i, o := range z.Offsets {
		if i > 0 && o[0] <= z.Offsets[i-1][0] {
			return fmt.Errorf("zone %s: offset %d is not later than the one before", z.Name, i+1)
		}
		if o[1] < -maxMinutes || o[1] > maxMinutes {
			return fmt.Errorf("zone %s: an offset of %d minutes; want %d to %d", z.Name, o[1], -maxMinutes, maxMinutes)
		}
	}
	return nil
}

// name returns what the zone is called.
func (z *Zone) name() string {
	if z == nil || z.Name == "" {
		return "UTC"
	}
	return z.Name
}

// at returns a moment as clocks of the zone show it.
func (z *Zone) at(t time.Time) time.Time {
	if z == nil || len(z.Offsets) == 0 {
		return t.UTC()
	}
	ms := t.UnixMilli()
	i, found := slices.BinarySearchFunc(z.Offsets, ms, func(o [2]int64, ms int64) int {
		switch {
		case o[0] < ms:
			return -1
		case o[0] > ms:
			return 1
		}
		return 0
	})
	if !found {
		i = max(i-1, 0)
	}
	return t.In(time.FixedZone("", int(z.Offsets[i][1])*60))
}

// suffix tells the offset of a moment of the zone: " UTC", " +02:00".
func suffix(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return " UTC"
	}
	return t.Format(" -07:00")
}

// time writes a moment for people, to the second.
func (z *Zone) time(t time.Time) string {
	t = z.at(t)
	return t.Format(time.DateTime) + suffix(t)
}

// moment writes a time of a report for people, to the second.
func (z *Zone) moment(text string) string { return z.between(text, text) }

// between writes a span of time for people: to the second, the day once when
// both ends share it, the offset once when it did not change in between.
func (z *Zone) between(first, last string) string {
	from, errFrom := time.Parse(time.RFC3339, first)
	to, errTo := time.Parse(time.RFC3339, last)
	if errFrom != nil || errTo != nil {
		if first == last {
			return Visible(first)
		}
		return Visible(first + " to " + last)
	}
	from, to = z.at(from), z.at(to)
	text := from.Format(time.DateTime)
	if suffix(from) != suffix(to) {
		text += suffix(from)
	}
	switch {
	case from.Truncate(time.Second).Equal(to.Truncate(time.Second)):
	case from.Format(time.DateOnly) == to.Format(time.DateOnly):
		text += " to " + to.Format(time.TimeOnly)
	default:
		text += " to " + to.Format(time.DateTime)
	}
	return text + suffix(to)
}
