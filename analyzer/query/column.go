package query

import (
	"strings"
	"unsafe"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// domain numbers what events have in common: events of one number have the same
// values in all columns of the domain.
type domain struct {
	rows []uint32 // the number of each event
	size int      // how many numbers there are
}

// column is the values of a field. Value 0 is "", the field is absent.
type column struct {
	domain *domain
	values []string
	codes  func(n uint32) []uint32 // the values of a number of the domain

	low    []string // values in lower case
	ranks  []uint32 // the place of each value among all; absent ones are last
	counts []int    // how many events have each value
}

type columnKey struct {
	field *Field
	part  event.Field // NumFields: what is shown of the field
}

// lower returns the values in lower case.
func (c *column) lower() []string {
	if c.low == nil {
		c.low = lowerAll(c.values)
	}
	return c.low
}

// lowerAll returns texts in lower case. Those that change share one block: a log
// of a million events has 300,000 ids with capital letters in them, and an
// allocation for each made its first search take three times as long.
func lowerAll(values []string) []string {
	low := make([]string, len(values))
	size := 0
	for i, s := range values {
		switch class := classOf(s); {
		case class&foreign != 0:
			low[i] = strings.ToLower(s)
		case class&capital != 0:
			size += len(s)
		default:
			low[i] = s
		}
	}
	block, at := make([]byte, size), 0
	for i, s := range values {
		if low[i] != "" || s == "" {
			continue
		}
		b := block[at : at+len(s)]
		for j := range b {
			b[j] = lowByte[s[j]]
		}
		low[i] = unsafe.String(&block[at], len(s))
		at += len(s)
	}
	return low
}

// What a byte of a text is, if not a small letter or the like.
const (
	capital = 1 << iota
	foreign // of a character beyond ASCII
)

var byteClass, lowByte = func() (class, low [256]uint8) {
	for i := range 256 {
		low[i] = uint8(i)
		switch {
		case i >= 0x80:
			class[i] = foreign
		case i >= 'A' && i <= 'Z':
			class[i], low[i] = capital, uint8(i)+'a'-'A'
		}
	}
	return class, low
}()

func classOf(s string) (class uint8) {
	for i := range len(s) {
		class |= byteClass[s[i]]
	}
	return class
}

// first returns the first value of an event that is there, or 0.
func (c *column) first(row uint32) uint32 { return firstCode(c.codes(c.domain.rows[row])) }

func firstCode(codes []uint32) uint32 {
	for _, code := range codes {
		if code != 0 {
			return code
		}
	}
	return 0
}

// listed returns a column whose values are computed for every number of a
// domain; of calls add for each.
func listed(d *domain, values []string, of func(n uint32, add func(uint32))) *column {
	codes, ends := make([]uint32, 0, d.size), make([]uint32, d.size)
	add := func(code uint32) { codes = append(codes, code) }
	for n := range d.size {
		of(uint32(n), add)
		ends[n] = uint32(len(codes))
	}
	return &column{domain: d, values: values, codes: func(n uint32) []uint32 {
		from := uint32(0)
		if n > 0 {
			from = ends[n-1]
		}
		return codes[from:ends[n]]
	}}
}

// numbered returns the column of what the log numbers, n of them, -1 for none.
func numbered(n, rows int, of func(row int) int, name func(int) string) *column {
	names := table.NewNames()
	codes := make([]uint32, n+1)
	for i := range n {
		codes[i+1] = names.Number(name(i))
	}
	numbers := make([]uint32, rows)
	for row := range numbers {
		numbers[row] = uint32(of(row) + 1)
	}
	return &column{domain: &domain{rows: numbers, size: n + 1}, values: names.Values,
		codes: func(n uint32) []uint32 { return codes[n : n+1] }}
}
