package sigma

import (
	"math"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// predicate is a test of one value of a field. It never sees an absent value.
type predicate interface {
	// match reports whether a value passes; low is the value in lower case.
	match(value, low string) bool
}

// texts is a predicate that any of several values fulfils: the usual one.
type texts struct {
	cased    bool
	exact    map[string]bool
	prefixes []string
	suffixes []string
	parts    []string
	patterns []pattern
	numbers  []float64
}

// add takes one pattern into the predicate.
func (t *texts) add(p pattern) {
	if !t.cased {
		p = p.lower()
	}
	p = p.join()
	if s, plain := p.plain(); plain {
		if t.exact == nil {
			t.exact = map[string]bool{}
		}
		t.exact[s] = true
		return
	}
	switch first, last := p[0].kind, p[len(p)-1].kind; {
	case len(p) == 2 && first == literal && last == anyText:
		t.prefixes = append(t.prefixes, p[0].text)
	case len(p) == 2 && first == anyText && last == literal:
		t.suffixes = append(t.suffixes, p[1].text)
	case len(p) == 3 && first == anyText && p[1].kind == literal && last == anyText:
		t.parts = append(t.parts, p[1].text)
	default:
		t.patterns = append(t.patterns, p)
	}
}

func (t *texts) match(value, low string) bool {
	s := low
	if t.cased {
		s = value
	}
	if t.exact[s] {
		return true
	}
	for _, p := range t.prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	for _, p := range t.suffixes {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	for _, p := range t.parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	for _, p := range t.patterns {
		if p.match(s) {
			return true
		}
	}
	if len(t.numbers) > 0 {
		if f, ok := number(s); ok {
			for _, n := range t.numbers {
				if f == n {
					return true
				}
			}
		}
	}
	return false
}

// number reads a number as Okta writes it: decimal, no letters but an e.
func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 40 || !strings.ContainsRune("0123456789-+.", rune(s[0])) || strings.ContainsAny(s, "xX_pP") {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// expressions is a predicate of regular expressions, any of which is enough.
type expressions []*regexp.Regexp

func (e expressions) match(value, _ string) bool {
	for _, re := range e {
		if re.MatchString(value) {
			return true
		}
	}
	return false
}

// networks is a predicate of ranges of addresses.
type networks []netip.Prefix

func (n networks) match(value, _ string) bool {
	addr, err := netip.ParseAddr(strings.TrimSpace(value))
	if err != nil {
		return false
	}
	addr = addr.Unmap().WithZone("")
	for _, p := range n {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// parseNetwork reads a range in the form of CIDR, or one address.
func parseNetwork(s string) (netip.Prefix, error) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "/") {
		addr, err := netip.ParseAddr(s)
		if err != nil {
			return netip.Prefix{}, err
		}
		addr = addr.Unmap().WithZone("")
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return p, err
	}
	if addr := p.Addr(); addr.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(addr.Unmap(), p.Bits()-96)
	}
	return p.Masked(), nil
}

// operator compares two things that have an order.
type operator uint8

const (
	equal operator = iota
	greater
	greaterEqual
	less
	lessEqual
)

var operators = map[string]operator{"eq": equal, "gt": greater, "gte": greaterEqual, "lt": less, "lte": lessEqual}

// holds reports whether a compared with b, as cmp.Compare says, is as the
// operator wants it.
func (o operator) holds(compared int) bool {
	switch o {
	case greater:
		return compared > 0
	case greaterEqual:
		return compared >= 0
	case less:
		return compared < 0
	case lessEqual:
		return compared <= 0
	}
	return compared == 0
}

func (o operator) of(a, b float64) bool {
	switch {
	case a < b:
		return o.holds(-1)
	case a > b:
		return o.holds(1)
	}
	return o.holds(0)
}

// comparisons is a predicate of limits, any of which is enough. A value that is
// no number passes none.
type comparisons struct {
	op     operator
	limits []float64
}

func (c *comparisons) match(value, _ string) bool {
	f, ok := number(value)
	return ok && c.number(f)
}

func (c *comparisons) number(f float64) bool {
	for _, limit := range c.limits {
		if c.op.of(f, limit) {
			return true
		}
	}
	return false
}

// ordered is a comparison of texts as Okta's filter expressions make it: by
// number where both are numbers, else by letter.
type ordered struct {
	op    operator
	limit string
}

func (o *ordered) match(value, _ string) bool {
	if a, ok := number(value); ok {
		if b, ok := number(o.limit); ok {
			return o.op.of(a, b)
		}
	}
	return o.op.holds(strings.Compare(value, o.limit))
}

// moments is a predicate of times: a part of one, or a whole one, compared.
type moments struct {
	part timePart
	comparisons
}

// timePart is a part of a time that a modifier takes out of it.
type timePart uint8

const (
	wholeTime timePart = iota // milliseconds since 1970
	minutePart
	hourPart
	dayPart
	weekPart
	monthPart
	yearPart
)

var timeParts = map[string]timePart{"minute": minutePart, "hour": hourPart, "day": dayPart, "week": weekPart,
	"month": monthPart, "year": yearPart}

// bounds returns the values that a part can have.
func (p timePart) bounds() (least, most float64) {
	switch p {
	case minutePart:
		return 0, 59
	case hourPart:
		return 0, 23
	case dayPart:
		return 1, 31
	case weekPart:
		return 1, 53
	case monthPart:
		return 1, 12
	}
	return 0, 9999
}

// of returns the part of a moment in milliseconds UTC.
func (p timePart) of(ms int64) float64 {
	const minute, hour, day = 60_000, 3_600_000, 86_400_000
	switch p {
	case wholeTime:
		return float64(ms)
	case minutePart:
		return float64(mod(ms, hour) / minute)
	case hourPart:
		return float64(mod(ms, day) / hour)
	}
	t := time.UnixMilli(ms).UTC()
	switch p {
	case dayPart:
		return float64(t.Day())
	case weekPart:
		_, week := t.ISOWeek()
		return float64(week)
	case monthPart:
		return float64(t.Month())
	}
	return float64(t.Year())
}

func mod(a, b int64) int64 { return ((a % b) + b) % b }

func (m *moments) match(value, _ string) bool {
	ms, err := event.ParseTime(value)
	return err == nil && m.at(ms)
}

func (m *moments) at(ms int64) bool { return m.number(m.part.of(ms)) }

func plainNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
