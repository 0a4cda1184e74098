package detect

import "strings"

// Nearest returns the one of the legal names that is least unlike a name, the
// first of several, or "" where none is like it.
func Nearest(name string, legal []string) string {
	const longest = 100 // of a name worth comparing
	if len(name) > longest {
		return ""
	}
	name = strings.ToLower(name)
	best, least := "", len(name)/3+2
	for _, l := range legal {
		if d := editDistance(name, strings.ToLower(l)); d < least {
			best, least = l, d
		}
	}
	return best
}

// editDistance returns how many letters must be put in, taken out or changed to
// make one text of another (Levenshtein's distance).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
