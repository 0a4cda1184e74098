// Package redact puts pseudonyms in the place of what a log says of people,
// devices, networks and applications, so that what was found can be shown to
// others.
//
// A pseudonym is a kind and a number: user-0001, ip-0007, session-0003. The
// numbers are given in the order in which values first stand in the log, so
// that a value has the same pseudonym in every export of that log, and a reader
// can follow one user through all of them. No key is involved: who has the log
// can say which value a pseudonym stands for, and nobody else can.
//
// Fields are shown only if they are on the list of those allowed: a field that
// nobody thought of is replaced. In a field of its own a value is replaced
// whatever it is. In sentences, queries and notes every value of a field that
// is not allowed is looked for, in any case, the longest first, and so are the
// part of a login name before the @, its domain, the host of an address on the
// web and the words of a user agent of no known program. A value of fewer than
// 3 bytes is not looked for there, nor one of fewer than 5 digits and nothing
// else, nor a name that Okta gives in every organisation, as "Password"; one of
// fewer than 12 bytes only where it stands as a word of its own, and not inside
// the type of an event.
//
// What stays visible: times, counts, distances, durations, the ids of findings
// and incidents, the hashes of files, and words that an analyst writes into a
// note and that are not in the log.
package redact

import (
	"fmt"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/table"
)

// Redactor replaces the values of a log. It is not safe for concurrent use.
type Redactor struct {
	log     *table.Log
	allowed [event.NumFields]bool
	names   map[string]string // pseudonyms by folded value
	values  []string          // as they stand in the log, in the order of their pseudonyms
	numbers [numKinds]int
	short   *matcher // of values that have to be words of their own
	long    *matcher

	transactions map[string]int // their numbers, by folded id; nil until asked for
	files        map[string]string
	forms        map[string]form // of values, by the folded value; only while they are named
	rows         map[string]int  // of the evidence of reports, by uuid

	known   int // of values are in the log
	counted [numKinds]int
}

// New returns a redactor for a log that shows the allowed fields as they are.
// It reads the whole log once.
func New(log *table.Log, allowed []event.Field) *Redactor {
	r := &Redactor{log: log, names: make(map[string]string), files: make(map[string]string), forms: make(map[string]form), rows: make(map[string]int)}
	for _, f := range allowed {
		r.allowed[f] = true
	}
	r.numbers[anEvent] = log.Len() // below it they are those of the events
	c := collect(log)
	c.findOwners()
	r.nameEntities(c)
	r.nameValues(c)
	r.nameParts()
	var short, long []string
	for v := range r.types(c) {
		// The type of an event stays whole, though a word of it be a name.
		if r.names[v] == "" {
			r.names[v] = v
			long = append(long, v)
		}
	}
	for v, pseudonym := range r.names {
		if pseudonym == v {
			continue
		}
		switch {
		case !sought(v):
		case len(v) < anywhere:
			short = append(short, v)
		default:
			long = append(long, v)
		}
	}
	r.short, r.long = newMatcher(short), newMatcher(long)
	r.known, r.counted = len(r.values), r.numbers
	return r
}

// Begin makes the redactor ready for an export of a report, or of a part of it:
// what the report names and the log does not, such as files, is numbered in
// the order of the whole report. Without it the numbers of these depend on the
// part.
func (r *Redactor) Begin(whole *report.Report) {
	for _, v := range r.values[r.known:] {
		delete(r.names, fold(v))
	}
	r.values, r.numbers = r.values[:r.known], r.counted
	clear(r.files)
	r.Report(whole)
}

// types returns the folded types of events, where they are allowed and are what
// Okta writes: words in lower case with points and underscores.
func (r *Redactor) types(c *collection) map[string]bool {
	types := make(map[string]bool)
	for _, s := range c.tuples {
		for _, f := range []event.Field{event.Type, event.LegacyType} {
			if g, _ := table.GroupOf(f); s.group != g || !r.allowed[f] {
				continue
			}
			column := c.log.Column(f)
			for _, code := range column.CodesOf(s.tuple) {
				if v := column.Values[code]; len(v) >= anywhere && len(v) < 128 && strings.Contains(v, ".") && strings.Trim(v, "abcdefghijklmnopqrstuvwxyz._") == "" {
					types[v] = true
				}
			}
		}
	}
	return types
}

// next returns the next pseudonym of a kind.
func (r *Redactor) next(k kind) string {
	r.numbers[k]++
	return numbered(k, r.numbers[k])
}

func numbered(k kind, n int) string { return fmt.Sprintf("%s-%04d", prefixes[k], n) }

// give gives a value a pseudonym, unless it has one.
func (r *Redactor) give(value string, pseudonym func() string) string {
	folded := fold(value)
	if p, ok := r.names[folded]; ok {
		return p
	}
	p := pseudonym()
	r.names[folded] = p
	r.values = append(r.values, value)
	return p
}

// UUID returns the pseudonym of an event, or its uuid where that is allowed.
func (r *Redactor) UUID(row int) string {
	if r.allowed[event.UUID] {
		return r.log.UUID(row)
	}
	return numbered(anEvent, row+1)
}

// Value returns what stands for a value of a field: itself where the field is
// allowed or the value means nothing, and else its pseudonym.
func (r *Redactor) Value(f event.Field, v string) string {
	if event.Blank(v) || r.allowed[f] && vocabulary(f, v) {
		return v
	}
	switch f {
	case event.UUID:
		return r.Text(v)
	case event.TransactionID:
		return r.transaction(v)
	}
	return r.slot(v, kinds[f])
}

// slot returns the pseudonym of a value that stands for itself. One that is not
// in the log, as of a list of the configuration, gets the next number.
func (r *Redactor) slot(v string, k kind) string {
	if event.Blank(v) {
		return v
	}
	if p, ok := r.names[fold(v)]; ok {
		return p
	}
	return r.give(v, func() string { return r.next(k) })
}

// transaction returns the pseudonym of the id of a transaction. Every third
// event has one of its own, so they are numbered only when they are asked for.
func (r *Redactor) transaction(v string) string {
	if n, ok := r.transactionNumbers()[fold(v)]; ok {
		return numbered(aTransaction, n)
	}
	return r.slot(v, aTransaction)
}

func (r *Redactor) transactionNumbers() map[string]int {
	if r.transactions == nil {
		r.transactions = make(map[string]int)
		c := r.log.Column(event.TransactionID)
		seen := make([]bool, len(c.Values))
		for row := range r.log.Len() {
			code := c.Code(row)
			if seen[code] {
				continue
			}
			seen[code] = true
			if v := fold(c.Values[code]); !event.Blank(v) && r.transactions[v] == 0 {
				r.transactions[v] = len(r.transactions) + 1
			}
		}
		r.numbers[aTransaction] += len(r.transactions)
		r.counted[aTransaction] += len(r.transactions)
	}
	return r.transactions
}

// Text returns a sentence with the pseudonyms of all values in it. Where two
// values overlap, both pseudonyms stand in their place.
func (r *Redactor) Text(s string) string {
	folded := fold(s)
	var b strings.Builder
	done := 0 // up to here s is written
	for i := 0; i < len(folded); i++ {
		end, pseudonym := r.match(folded, i)
		if end <= done || pseudonym == "" {
			continue
		}
		if i < done {
			b.WriteByte('/')
		} else {
			b.WriteString(s[done:i])
		}
		b.WriteString(pseudonym)
		done = end
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// match returns where the longest value ends that starts at a place, and its
// pseudonym.
func (r *Redactor) match(s string, i int) (end int, pseudonym string) {
	found := r.long.at(s, i, func(int) bool { return true })
	starts := wordStarts(s, i)
	if found == "" && starts {
		found = r.short.at(s, i, func(end int) bool { return wordEnds(s, end) })
	}
	if found != "" {
		return i + len(found), r.names[found]
	}
	if !starts {
		return 0, ""
	}
	if end, pseudonym = r.identifier(s, i); pseudonym != "" {
		return end, pseudonym
	}
	return r.degrees(s, i)
}

// identifier finds the uuid of an event and the id of a transaction, which are
// too many to be looked for as the other values are.
func (r *Redactor) identifier(s string, i int) (end int, pseudonym string) {
	end = i
	for end < len(s) && end-i <= 36 && (s[end] >= '0' && s[end] <= '9' || s[end] >= 'a' && s[end] <= 'f' || s[end] == '-') {
		end++
	}
	switch id := s[i:end]; {
	case !wordEnds(s, end):
	case len(id) == 36 && !r.allowed[event.UUID]:
		row, ok := r.rows[id]
		if !ok {
			row, ok = r.log.Find(id)
		}
		if ok {
			return end, r.UUID(row)
		}
	case len(id) == 32 && !r.allowed[event.TransactionID]:
		if n, ok := r.transactionNumbers()[id]; ok {
			return end, numbered(aTransaction, n)
		}
	}
	return 0, ""
}

// degrees finds coordinates, as detections write them for a place that has no
// name: 48.21°N.
func (r *Redactor) degrees(s string, i int) (end int, pseudonym string) {
	if r.allowed[event.Latitude] && r.allowed[event.Longitude] {
		return 0, ""
	}
	end = i
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
		end++
	}
	if rest, ok := strings.CutPrefix(s[end:], "°"); ok && end > i && rest != "" && strings.IndexByte("nsew", rest[0]) >= 0 {
		return len(s) - len(rest) + 1, "(place)"
	}
	return 0, ""
}
