package config

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// Change is a change of the clocks of a time zone.
type Change struct {
	At    int64 // the moment, in seconds since 1970 UTC
	Ahead int   // of UTC from then on, in seconds
}

const (
	// mostAhead is more than any clock was ever ahead of or behind UTC, in
	// seconds.
	mostAhead = 18 * 60 * 60
	// mostOffsets is how many different ones a zone can have: TZif numbers them
	// in a byte.
	mostOffsets = 256
)

// Location returns the time zone of a name from the changes of its clocks, in
// order of time, for [Options]: a browser knows them, and Go has no database of
// zones there. The first change also counts for the time before it. The error
// says which change cannot be one.
func Location(name string, changes []Change) (*time.Location, error) {
	if len(changes) == 0 {
		return nil, fmt.Errorf("zone %s: no offset from UTC is given; want at least one", quote(name))
	}
	var offsets []int
	for i, c := range changes {
		if i > 0 && c.At <= changes[i-1].At {
			return nil, fmt.Errorf("zone %s: change %d, at %d, is not later than the one before, at %d", quote(name), i+1, c.At, changes[i-1].At)
		}
		if c.Ahead < -mostAhead || c.Ahead > mostAhead {
			return nil, fmt.Errorf("zone %s: change %d is to %d seconds ahead of UTC; want %d to %d", quote(name), i+1, c.Ahead, -mostAhead, mostAhead)
		}
		if !slices.Contains(offsets, c.Ahead) {
			offsets = append(offsets, c.Ahead)
		}
	}
	if len(offsets) > mostOffsets {
		return nil, fmt.Errorf("zone %s: %d different offsets; want at most %d", quote(name), len(offsets), mostOffsets)
	}
	zone, err := time.LoadLocationFromTZData(name, tzif(offsets, changes))
	if err != nil {
		return nil, fmt.Errorf("zone %s: %w", quote(name), err)
	}
	return zone, nil
}

// tzif writes changes in the Time Zone Information Format, version 2 (RFC 9636,
// section 3), the only form in which [time] takes them. The block of version 1,
// with times of 32 bits, is empty. The first offset is the one that counts
// before the first change.
func tzif(offsets []int, changes []Change) []byte {
	header := func(b []byte, changes, offsets, names int) []byte {
		b = append(b, "TZif2"...)
		b = append(b, make([]byte, 15)...)
		for _, n := range []int{0, 0, 0, changes, offsets, names} {
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
		return b
	}
	// A block has an offset at least, with a name.
	b := append(header(nil, 0, 1, 1), 0, 0, 0, 0, 0, 0, 0)
	b = header(b, len(changes), len(offsets), 1)
	for _, c := range changes {
		b = binary.BigEndian.AppendUint64(b, uint64(c.At))
	}
	for _, c := range changes {
		b = append(b, byte(slices.Index(offsets, c.Ahead)))
	}
	for _, o := range offsets {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(o)))
		b = append(b, 0, 0) // not told from summer time; the name at 0
	}
	return append(b, 0, '\n', '\n') // the empty name, and no rule for what comes after
}
