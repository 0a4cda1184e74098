package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// shortest is how many bytes a value has at least that is looked for in
	// sentences. Shorter ones would take sentences apart; in a field of their
	// own they are replaced as all others.
	shortest = 3
	// anywhere is from how many bytes on a value is found inside a word, too. A
	// shorter one has to stand for itself: "Ann" is not in "Annual".
	anywhere = 12
	// shortestNumber is how many digits a value of digits alone has at least
	// that is looked for: a postal code of four could be a year.
	shortestNumber = 5
)

// common are names that Okta gives in every organisation and words of this
// program: they say nothing of anybody, and without them a sentence would say
// nothing at all. In a field of their own they are replaced as all others.
var common = map[string]bool{
	"okta": true, "system": true, "okta system": true, "okta admin console": true, "okta dashboard": true, "okta browser plugin": true,
	"okta verify": true, "password": true, "email": true, "phone": true, "sms": true, "security question": true,
	"google authenticator": true, "everyone": true, "user": true, "admin": true, "admin console": true, "session": true,
}

// sought reports whether a folded value is looked for in sentences.
func sought(v string) bool {
	if len(v) < shortest || common[v] {
		return false
	}
	digits := 0
	for i := range len(v) {
		if c := v[i]; c >= '0' && c <= '9' {
			digits++
		} else if c != '-' && c != '.' {
			return true
		}
	}
	return digits >= shortestNumber
}

// fold returns a text in lower case, byte for byte as long as it was: a
// character whose lower case is longer or shorter stays.
func fold(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		low := unicode.ToLower(r)
		if r == utf8.RuneError || utf8.RuneLen(low) != size {
			b = append(b, s[i:i+size]...)
		} else {
			b = utf8.AppendRune(b, low)
		}
		i += size
	}
	return string(b)
}

// matcher finds the longest of many texts that starts at a place of another.
// The texts are sorted: the one that a place starts with, if any, is the last
// one that is not greater than what stands there, or one of those that this
// one starts with. A search costs some 20 comparisons of a hundred thousand
// texts.
type matcher struct {
	texts  []string
	parent []int32 // the longest other text that each starts with, or -1
	starts []uint64
}

// startBits is the size of the table of the first three bytes, in bits.
const startBits = 1 << 18

func newMatcher(texts []string) *matcher {
	slices.Sort(texts)
	m := &matcher{texts: slices.Compact(texts), starts: make([]uint64, startBits/64)}
	m.parent = make([]int32, len(m.texts))
	var open []int32 // texts that the next one may start with, each a start of the next
	for i, t := range m.texts {
		for len(open) > 0 && !strings.HasPrefix(t, m.texts[open[len(open)-1]]) {
			open = open[:len(open)-1]
		}
		m.parent[i] = -1
		if len(open) > 0 {
			m.parent[i] = open[len(open)-1]
		}
		open = append(open, int32(i))
		h := startOf(t)
		m.starts[h/64] |= 1 << (h % 64)
	}
	return m
}

func startOf(t string) uint32 {
	return (uint32(t[0])<<16 | uint32(t[1])<<8 | uint32(t[2])) * 2654435761 >> 14
}

// at returns the longest text that stands in s from i on and that fits there;
// "" if none does.
func (m *matcher) at(s string, i int, fits func(end int) bool) string {
	rest := s[i:]
	if len(rest) < shortest {
		return ""
	}
	if h := startOf(rest); m.starts[h/64]>>(h%64)&1 == 0 {
		return ""
	}
	n, found := slices.BinarySearch(m.texts, rest)
	if !found {
		n--
	}
	for n := int32(n); n >= 0; n = m.parent[n] {
		if t := m.texts[n]; strings.HasPrefix(rest, t) && fits(i+len(t)) {
			return t
		}
	}
	return ""
}

// wordStarts reports whether no word goes on at a place of a text.
func wordStarts(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !wordRune(r)
}

// wordEnds reports whether a word that ended before a place does not go on.
func wordEnds(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return i == len(s) || !wordRune(r)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r))
}
