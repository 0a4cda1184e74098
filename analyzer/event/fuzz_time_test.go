package event

import (
	"math"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"
)

// accepted are the forms of times that logs come in, as time.Parse names them.
// It accepts a fraction behind the seconds whether a layout has one or not.
var accepted = []string{
	time.RFC3339,
	"2006-01-02T15:04:05-0700",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02T15:04:05",
	time.DateTime,
	"2006-01-02 15:04:05 UTC",
	"2006-01-02 15:04:05 GMT",
}

var epoch = regexp.MustCompile(`^([0-9]{13}|[0-9]{10}(\.[0-9]+)?)$`)

// plainTime reads a time in the plain way: with time.Parse, or as a number
// since 1970.
func plainTime(s string) (ms int64, ok bool) {
	if len(s) > longestTime {
		return 0, false
	}
	if epoch.MatchString(s) {
		n, _ := new(big.Rat).SetString(s)
		if len(s) != 13 || strings.Contains(s, ".") {
			n.Mul(n, big.NewRat(1000, 1))
		}
		return new(big.Int).Quo(n.Num(), n.Denom()).Int64(), true
	}
	for _, layout := range accepted {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UnixMilli(), true
		}
	}
	return 0, false
}

// FuzzTimes holds ParseTime against time.Parse over all the forms that it
// accepts, and writes moments in each of them to read them again.
func FuzzTimes(f *testing.F) {
	for i, s := range []string{
		"2026-06-24T14:06:47.699Z", "2026-06-24T14:06:47.699999999Z", "2026-06-24T14:06:47+0530", "2026-06-24T14:06:47-00:00",
		"2026-06-24 14:06:47.123456789", "2026-06-24 14:06:47,5 UTC", "2026-06-24 14:06:47.1 GMT", "2026-06-24 14:06:47+05:30",
		"2026-06-24T4:06:47Z", "2024-02-29T23:59:59", "1656079607", "1656079607.6999", "1656079607699", "9999999999", "0000000000",
		"1656079607.", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-06-24T14:06:47.Z", "2026-06-24T24:00:00.000Z", "",
		"2026-02-30 14:06:47", "+656079607", "1656079607.69x",
	} {
		f.Add(s, int64(i)*987_654_321_987, uint8(i), int16(i*37))
	}
	f.Fuzz(func(t *testing.T, s string, ms int64, form uint8, zone int16) {
		got, err := ParseTime(s)
		want, ok := plainTime(s)
		if (err == nil) != ok || ok && got != want {
			t.Fatalf("ParseTime(%q) = %d, %v; time.Parse says %d, %t", s, got, err, want, ok)
		}

		// Any moment of the years 0 to 9999, in any of the forms.
		const first, years = -62_167_219_200_000, 315_569_520_000_000
		ms = first + int64(uint64(ms)%years)
		layout := accepted[int(form)%len(accepted)]
		if form&0x80 != 0 {
			layout = strings.Replace(layout, ":05", ":05.000", 1)
		} else {
			ms -= ((ms % 1000) + 1000) % 1000
		}
		at := time.UnixMilli(ms).UTC()
		if strings.Contains(layout, "07") {
			at = at.In(time.FixedZone("", int(zone%(14*60))*60))
		}
		if at.Year() < 0 || at.Year() > 9999 {
			return
		}
		text := at.Format(layout)
		if got, err := ParseTime(text); err != nil || got != ms {
			t.Fatalf("ParseTime(%q) = %d, %v; want %d", text, got, err, ms)
		}
	})
}

// localForms are the forms in which spreadsheets and Kibana write times, as
// time.Parse names them, with the order that they need.
var localForms = []struct {
	layout string
	order  Order
}{
	{"1/2/2006 3:04:05 PM", MonthFirst},
	{"1/2/2006 3:04 PM", MonthFirst},
	{"01/02/2006 15:04:05", MonthFirst},
	{"1/2/06 15:04", MonthFirst},
	{"2/1/2006 15:04", DayFirst},
	{"02/01/2006 15:04:05", DayFirst},
	{"02.01.2006 15:04:05", DayFirst},
	{"2.1.2006 15:04", DayFirst},
	{"02-01-2006 15:04:05", DayFirst},
	{"2006/01/02 15:04:05", MonthFirst},
	{"2006/1/2 15:04:05.000", DayFirst},
	{"Jan 2, 2006 @ 15:04:05.000", DayFirst},
	{"January 2, 2006 3:04:05 PM", MonthFirst},
}

// FuzzSpreadsheetTimes holds the forms of spreadsheets against time.Parse: a moment
// in any of them is read again, and a text that time.Parse reads in a form is
// that moment, where there is no doubt which form it is.
func FuzzSpreadsheetTimes(f *testing.F) {
	for i, s := range []string{
		"6/19/2025 2:06:05 AM", "19.06.2025 02:06", "2025/06/19 02:06:05", "Jun 19, 2025 @ 02:06:05.000", "45827.0875", "45827,0875",
		"6/19/25 14:06", "19-06-2025 14:06:05", "6/19/2025, 2:06:05 p.m.", "6/19/2025 2:06:05\u202fPM", "31/02/2025 10:00", "99999", "20000.5",
		"2/30/2025 0:00", "1/1/2025 24:00", "1/1/2025 12:60", "12/31/2025 12:00 AM", "1/2/3 4:05", "45827.08751234567890123",
	} {
		f.Add(s, int64(i)*987_654_321, uint8(i))
	}
	f.Fuzz(func(t *testing.T, s string, ms int64, form uint8) {
		for _, order := range []Order{NoOrder, MonthFirst, DayFirst} {
			c := Clock{Order: order}
			got, err := c.Parse([]byte(s))
			if fromPlain, ok := plainTime(s); ok && (err != nil || got != fromPlain) {
				t.Fatalf("%q with the order %q is %d, %v; it is %d whatever the order", s, order, got, err, fromPlain)
			}
			l, isLocal := ReadLocal(s)
			if err == nil && order == NoOrder && isLocal {
				if _, ok := plainTime(s); !ok {
					t.Fatalf("%q is %d without an order", s, got)
				}
			}
			if !isLocal || l.Serial {
				continue
			}
			for _, form := range localForms {
				want, err := time.Parse(form.layout, s)
				if err != nil || l.Known == NoOrder && form.order != order || order == NoOrder {
					continue
				}
				if strings.Contains(form.layout, "/06 ") && want.Year() < 2000 {
					continue // time.Parse takes 69 to 99 for the last century
				}
				if got, err := c.Parse([]byte(s)); err != nil || got != want.UnixMilli() {
					t.Fatalf("%q with the order %q is %d, %v; time.Parse says %d", s, order, got, err, want.UnixMilli())
				}
			}
		}

		// The years 2000 to 2068, which two digits can name.
		const first, years = 946_684_800_000, 2_177_452_800_000
		at := time.UnixMilli(first + int64(uint64(ms)%years)).UTC()
		one := localForms[int(form)%len(localForms)]
		text := at.Format(one.layout)
		want, err := time.Parse(one.layout, text)
		if err != nil {
			t.Fatal(err)
		}
		c := Clock{Order: one.order}
		if got, err := c.Parse([]byte(text)); err != nil || got != want.UnixMilli() {
			t.Fatalf("%q is %d, %v; want %d", text, got, err, want.UnixMilli())
		}

		// A spreadsheet's number of days, to the millisecond.
		days := float64(at.UnixMilli())/86_400_000 + 25_569
		number := new(big.Float).SetFloat64(days).Text('f', 10)
		if got, err := c.Parse([]byte(number)); err != nil || math.Abs(float64(got-at.UnixMilli())) > 1 {
			t.Fatalf("%q is %d, %v; want %d", number, got, err, at.UnixMilli())
		}
	})
}
