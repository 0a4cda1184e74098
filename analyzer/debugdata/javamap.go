package debugdata

import "strings"

// Pair is an entry of a map: New Device=POSITIVE.
type Pair struct{ Key, Value string }

// JavaMap returns the entries of a map as Java writes it: in braces, a key, an
// equals sign and a value each, with a comma and a blank between them. A name
// may stand before the braces, as in Risk{level=LOW}. Of a text that is none it
// returns nothing.
//
// Java escapes nothing, so a value can hold commas: a piece between two commas
// that has no equals sign belongs to the value before it. A key ends at its
// first equals sign. What stands in brackets or braces inside is one value,
// unless they are not paired; then they are letters like others. The pairs,
// joined again, are the text inside the braces, byte for byte.
func JavaMap(text string) []Pair {
	inner, ok := inBraces(text)
	if !ok {
		return nil
	}
	var pairs []Pair
	for _, piece := range pieces(inner) {
		key, value, entry := strings.Cut(piece, "=")
		switch {
		case entry:
			pairs = append(pairs, Pair{key, value})
		case len(pairs) == 0:
			return nil
		default:
			pairs[len(pairs)-1].Value += comma + piece
		}
	}
	return pairs
}

// comma is what Java writes between the entries of a map.
const comma = ", "

// inBraces returns what stands in the braces of a map's text.
func inBraces(text string) (inner string, ok bool) {
	text = strings.TrimSpace(text)
	open := strings.IndexByte(text, '{')
	if open < 0 || text[len(text)-1] != '}' {
		return "", false
	}
	for _, c := range []byte(text[:open]) { // the name of a class
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return "", false
		}
	}
	return text[open+1 : len(text)-1], true
}

// pieces cuts a text at its commas, except at those inside of brackets and
// braces if these are paired.
func pieces(text string) []string {
	var list []string
	var open []byte // what closes the brackets that are open
	from := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '{', '[':
			open = append(open, c+2) // ASCII has two between them
		case '}', ']':
			if len(open) == 0 || open[len(open)-1] != c {
				return strings.Split(text, comma)
			}
			open = open[:len(open)-1]
		case ',':
			if len(open) == 0 && strings.HasPrefix(text[i:], comma) {
				list = append(list, text[from:i])
				from = i + len(comma)
			}
		}
	}
	if len(open) > 0 {
		return strings.Split(text, comma)
	}
	return append(list, text[from:])
}
