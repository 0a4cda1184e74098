package event

import (
	"strings"
	"testing"
	"time"
)

func TestLocalTimes(t *testing.T) {
	for _, c := range []struct {
		text  string
		order Order
		want  string // as FormatTime writes it, or the error's reason
	}{
		{"6/19/2025 2:06:05 AM", MonthFirst, "2025-06-19T02:06:05.000Z"},
		{"6/19/2025 2:06:05 PM", MonthFirst, "2025-06-19T14:06:05.000Z"},
		{"6/19/2025 12:06:05 AM", MonthFirst, "2025-06-19T00:06:05.000Z"},
		{"6/19/2025 12:06:05 PM", MonthFirst, "2025-06-19T12:06:05.000Z"},
		{"6/19/2025 2:06", MonthFirst, "2025-06-19T02:06:00.000Z"},
		{"6/19/25 2:06", MonthFirst, "2025-06-19T02:06:00.000Z"},
		{"06/19/2025 02:06:05.5", MonthFirst, "2025-06-19T02:06:05.500Z"},
		{"6/19/2025, 2:06:05 AM", MonthFirst, "2025-06-19T02:06:05.000Z"},
		{"6/19/2025, 2:06:05\u202fAM", MonthFirst, "2025-06-19T02:06:05.000Z"},
		{"6/19/2025 2:06:05 a.m.", MonthFirst, "2025-06-19T02:06:05.000Z"},
		{"6/7/2025 2:06:05", MonthFirst, "2025-06-07T02:06:05.000Z"},
		{"6/7/2025 2:06:05", DayFirst, "2025-07-06T02:06:05.000Z"},
		{"19/06/2025 02:06:05", DayFirst, "2025-06-19T02:06:05.000Z"},
		{"19.06.2025 02:06:05", DayFirst, "2025-06-19T02:06:05.000Z"},
		{"19.6.2025 2.06", DayFirst, "2025-06-19T02:06:00.000Z"},
		{"19-06-2025 02:06:05,25", DayFirst, "2025-06-19T02:06:05.250Z"},
		{"2025/06/19 02:06:05", DayFirst, "2025-06-19T02:06:05.000Z"},
		{"2025/6/19 2:06:05 UTC", MonthFirst, "2025-06-19T02:06:05.000Z"},
		{"Jun 19, 2025 @ 02:06:05.123", MonthFirst, "2025-06-19T02:06:05.123Z"},
		{"June 9, 2025 02:06:05.123456", MonthFirst, "2025-06-09T02:06:05.123Z"},
		{"45827.0875", MonthFirst, "2025-06-19T02:06:00.000Z"},
		{"45827,0875", DayFirst, "2025-06-19T02:06:00.000Z"},
		{"45827.08755787037", MonthFirst, "2025-06-19T02:06:05.000Z"},
		{"45827", MonthFirst, "2025-06-19T00:00:00.000Z"},
		// What the console writes is not changed by the order.
		{"2025-06-19T02:06:05.678Z", DayFirst, "2025-06-19T02:06:05.678Z"},
		{"2025-06-07 02:06:05", DayFirst, "2025-06-07T02:06:05.000Z"},

		{"19/06/2025 02:06:05", MonthFirst, "month out of range; dates of this file were taken for month/day/year"},
		{"6/19/2025 02:06:05", DayFirst, "month out of range; dates of this file were taken for day/month/year"},
		{"31/6/2025 02:06:05", DayFirst, "day out of range; dates of this file were taken for day/month/year"},
		{"2025/02/30 02:06:05", DayFirst, "day out of range"},
		{"6/19/2025", MonthFirst, notTime}, // a day is no time
		{"6/19/2025 25:06:05", MonthFirst, notTime},
		{"6/19/2025 13:06:05 PM", MonthFirst, notTime},
		{"6/19/2025 2:6:5", MonthFirst, notTime},
		{"6/19-2025 2:06:05", MonthFirst, notTime},
		{"6/19/2025 2:06:05 PDT", MonthFirst, notTime},
		{"6/19/225 2:06:05", MonthFirst, notTime},
		{"619/1/2025 2:06:05", MonthFirst, notTime},
		{"Juni 19, 2025 @ 02:06:05.123", MonthFirst, notTime},
		{"145827.0875", MonthFirst, notTime},
		{"45827.08x", MonthFirst, notTime},
		{"6/7/2025 2:06:05", NoOrder, notTime},
		{"45827.0875", NoOrder, notTime},
	} {
		clock := Clock{Order: c.order}
		got, err := clock.Parse([]byte(c.text))
		answer := ""
		if err != nil {
			answer = err.(*TimeError).Reason
		} else {
			answer = FormatTime(got)
		}
		if answer != c.want {
			t.Errorf("%q, %s: %s\nwant %s", c.text, c.order, answer, c.want)
		}
	}
}

func TestEpochWithFraction(t *testing.T) {
	for text, want := range map[string]string{
		"1656079607.699":    "2022-06-24T14:06:47.699Z",
		"1656079607.6":      "2022-06-24T14:06:47.600Z",
		"1656079607.699123": "2022-06-24T14:06:47.699Z",
		"1656079607.000":    "2022-06-24T14:06:47.000Z",
	} {
		ms, err := ParseTime(text)
		if err != nil || FormatTime(ms) != want {
			t.Errorf("ParseTime(%q) = %s, %v; want %s", text, FormatTime(ms), err, want)
		}
	}
	for _, text := range []string{"1656079607.", "1656079607.6x", "1656079607699.5", "1656079607.-6"} {
		if ms, err := ParseTime(text); err == nil {
			t.Errorf("ParseTime(%q) = %s; want an error", text, FormatTime(ms))
		}
	}
}

// FuzzLocalTimes writes a moment in a form of spreadsheets and reads it again.
func FuzzLocalTimes(f *testing.F) {
	f.Add(int64(1_750_298_765_000), uint8(0))
	f.Add(int64(1_782_310_007_000), uint8(3))
	forms := []struct {
		order  Order
		layout string
	}{
		{MonthFirst, "1/2/2006 3:04:05 PM"}, {MonthFirst, "1/2/2006 15:04:05"}, {MonthFirst, "01/02/06 15:04:05"},
		{DayFirst, "02/01/2006 15:04:05"}, {DayFirst, "2.1.2006 15:04:05"}, {DayFirst, "02-01-2006 15:04:05"},
		{DayFirst, "2006/01/02 15:04:05"}, {MonthFirst, "Jan 2, 2006 @ 15:04:05.000"}, {MonthFirst, "1/2/2006, 3:04:05 PM"},
	}
	f.Fuzz(func(t *testing.T, seconds int64, form uint8) {
		const from, to = 946_684_800, 4_102_444_800 // 2000 to 2100
		ms := (from + (seconds&(1<<62-1))%(to-from)) * 1000
		c := forms[int(form)%len(forms)]
		text := time.UnixMilli(ms).UTC().Format(c.layout)
		clock := Clock{Order: c.order}
		if got, err := clock.Parse([]byte(text)); err != nil || got != ms {
			t.Fatalf("%q is %s, %v; want %s", text, FormatTime(got), err, FormatTime(ms))
		}
		if l, ok := ReadLocal(text); !ok || l.Twelve != strings.HasSuffix(text, "M") || !l.Seconds || l.Zoned {
			t.Fatalf("ReadLocal(%q) = %+v, %t", text, l, ok)
		}
	})
}
