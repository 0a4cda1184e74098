package query

import (
	"fmt"
	"unicode/utf8"
)

// Error is what is wrong with the text of a query, and where.
type Error struct {
	Message string // what was found
	Remedy  string // what to write instead
	At      int    // the first byte of the text that it is about
	Length  int    // how many bytes; 0 at the end of the text
}

func (e *Error) Error() string {
	s := fmt.Sprintf("query, byte %d: %s", e.At+1, e.Message)
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

// clip returns a text of a query for a message: quoted, at most 60 bytes of it.
func clip(s string) string {
	const most = 60
	if short := cut(s, most); short != s {
		return fmt.Sprintf("%q…", short)
	}
	return fmt.Sprintf("%q", s)
}

// cut returns at most n bytes of a text, whole characters of them.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// maxShown is the longest value that an answer shows, in bytes. Values that
// people read are shorter; a log can be made to hold 200 names of a megabyte.
const maxShown = 2 << 10

// show returns a value as an answer holds it: the start of one that is too long,
// with an ellipsis.
func show(s string) string {
	if short := cut(s, maxShown); short != s {
		return short + "…"
	}
	return s
}
