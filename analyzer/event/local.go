package event

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Order says how a spreadsheet writes a date with the year at its end.
type Order uint8

// The orders. Without one, the forms of spreadsheets are no times: 6/7/2025 is
// two days.
const (
	NoOrder    Order = iota
	MonthFirst       // 6/19/2025, of the United States
	DayFirst         // 19/06/2025 and 19.06.2025, of nearly everywhere else
)

// String returns the order as people write it.
func (o Order) String() string { return [...]string{"", "month/day/year", "day/month/year"}[o] }

// Local is a time as a spreadsheet saves it: in the order and the zone of the
// machine that it ran on, of which the text says nothing.
type Local struct {
	// First and Second are the numbers of the date beside the year. Which is
	// the month depends on the [Order], unless Known is the one.
	First, Second int
	Known         Order
	Year          int
	Separator     byte // '/', '.' or '-'
	Twelve        bool // hours of a.m. and p.m.
	Seconds       bool // the time has them
	Zoned         bool // the time has a zone, of which it is UTC then
	Serial        bool // the number of days since 1900; the fields above say nothing

	ms int64 // of the day, or since 1970 of a serial number
}

// ReadLocal reads a time in a form of spreadsheets: 6/19/2025 2:06:05 AM,
// 19.06.2025 02:06, 2025/06/19 02:06:05, Jun 19, 2025 @ 02:06:05.000 or
// 45827.0875, the days since 1900. It does not say whether there is such a day.
func ReadLocal(s string) (l Local, ok bool) {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.TrimSpace(s))
	if s == "" || len(s) > longestTime {
		return l, false
	}
	if ms, ok := parseSerial(s); ok {
		return Local{Serial: true, ms: ms}, true
	}
	p := localText{s}
	if len(s) > 3 && s[0] >= 'A' {
		return p.named()
	}
	var digits int
	if l.First, digits, ok = p.number(4); !ok || p.rest == "" || strings.IndexByte("/.-", p.rest[0]) < 0 {
		return l, false
	}
	l.Separator = p.rest[0]
	second, _, ok := p.after(l.Separator, 2)
	if !ok {
		return l, false
	}
	third, thirdDigits, ok := p.after(l.Separator, 4)
	switch {
	case !ok:
		return l, false
	case digits == 4:
		l.Year, l.First, l.Second, l.Known = l.First, second, third, MonthFirst
	case digits > 2 || thirdDigits == 3 || thirdDigits == 1:
		return l, false
	default:
		l.Second, l.Year = second, third
		if thirdDigits == 2 {
			l.Year += 2000
		}
	}
	return l, p.clock(&l)
}

// MS returns the moment of l in milliseconds UTC since 1970, its time taken for
// UTC. order is that of the file. The reason says what is wrong, "" if nothing
// is.
func (l *Local) MS(order Order) (ms int64, reason string) {
	if l.Serial {
		return l.ms, ""
	}
	taken := ""
	if l.Known != NoOrder {
		order = l.Known
	} else {
		taken = fmt.Sprintf("; dates of this file were taken for %s", order)
	}
	month, day := l.First, l.Second
	if order == DayFirst {
		month, day = day, month
	}
	switch {
	case month < 1 || month > 12:
		return 0, "month out of range" + taken
	case day < 1 || day > daysIn(l.Year, month):
		return 0, "day out of range" + taken
	}
	return time.Date(l.Year, time.Month(month), day, 0, 0, 0, 0, time.UTC).UnixMilli() + l.ms, ""
}

// parseSerial reads the days since 30 December 1899 of which spreadsheets make
// dates, of the years 1954 to 2119.
func parseSerial(s string) (ms int64, ok bool) {
	whole, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	days, err := strconv.ParseUint(whole, 10, 31)
	if err != nil || len(whole) != 5 || days < 20_000 || days > 80_000 {
		return 0, false
	}
	part := 0.0
	if fraction = fraction[:min(len(fraction), 15)]; fraction != "" {
		n, err := strconv.ParseUint(fraction, 10, 63)
		if err != nil {
			return 0, false
		}
		part = float64(n)
		for range fraction {
			part /= 10
		}
	}
	const day, epoch = 86_400_000, 25_569 // 1970 in days since then
	return (int64(days)-epoch)*day + int64(part*day+0.5), true
}

// localText is what is left to read of a time.
type localText struct{ rest string }

// number reads a number of at most most digits.
func (p *localText) number(most int) (n, digits int, ok bool) {
	for digits < len(p.rest) && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		if digits == most {
			return 0, 0, false
		}
		n = n*10 + int(p.rest[digits]-'0')
		digits++
	}
	p.rest = p.rest[digits:]
	return n, digits, digits > 0
}

// after reads a separator and the number behind it.
func (p *localText) after(separator byte, most int) (n, digits int, ok bool) {
	if p.rest == "" || p.rest[0] != separator {
		return 0, 0, false
	}
	p.rest = p.rest[1:]
	return p.number(most)
}

// named reads a date that names its month in English, as Kibana writes it.
func (p *localText) named() (l Local, ok bool) {
	name, rest, _ := strings.Cut(p.rest, " ")
	for m := time.January; m <= time.December; m++ {
		if full := m.String(); name == full || name == full[:3] {
			l.First, l.Known, l.Separator = int(m), MonthFirst, ' '
		}
	}
	p.rest = rest
	if l.Second, _, ok = p.number(2); !ok || l.First == 0 || !strings.HasPrefix(p.rest, ", ") {
		return l, false
	}
	p.rest = p.rest[len(", "):]
	digits := 0
	if l.Year, digits, ok = p.number(4); !ok || digits != 4 {
		return l, false
	}
	p.rest = strings.Replace(p.rest, " @ ", " ", 1)
	return l, p.clock(&l)
}

// clock reads the time of the day, to the end of the text.
func (p *localText) clock(l *Local) (ok bool) {
	p.rest = strings.TrimLeft(strings.TrimPrefix(p.rest, ","), " T")
	hour, _, ok := p.number(2)
	if !ok || p.rest == "" || p.rest[0] != ':' && p.rest[0] != '.' {
		return false
	}
	separator := p.rest[0]
	minute, digits, ok := p.after(separator, 2)
	if !ok || digits != 2 || minute > 59 {
		return false
	}
	l.ms = int64(minute) * 60_000
	if second, digits, ok := p.after(separator, 2); ok {
		if digits != 2 || second > 59 {
			return false
		}
		l.Seconds = true
		l.ms += int64(second) * 1000
		if p.rest != "" && (p.rest[0] == '.' || p.rest[0] == ',') {
			n, digits, ok := p.after(p.rest[0], 9)
			if !ok {
				return false
			}
			for ; digits < 3; digits++ {
				n *= 10
			}
			for ; digits > 3; digits-- {
				n /= 10
			}
			l.ms += int64(n)
		}
	}
	switch word := strings.ToLower(strings.NewReplacer(".", "", " ", "").Replace(p.rest)); word {
	case "":
	case "am", "pm":
		if hour < 1 || hour > 12 {
			return false
		}
		hour %= 12
		if l.Twelve = true; word == "pm" {
			hour += 12
		}
	case "z", "utc", "gmt", "+00:00", "+0000":
		l.Zoned = true
	default:
		return false
	}
	l.ms += int64(hour) * 3_600_000
	return hour < 24
}
