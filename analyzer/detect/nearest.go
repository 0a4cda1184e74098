package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/spelling"
)

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
		if d := spelling.Distance(name, strings.ToLower(l)); d < least {
			best, least = l, d
		}
	}
	return best
}
