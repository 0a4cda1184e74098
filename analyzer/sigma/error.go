package sigma

import (
	"fmt"
	"strings"
)

// Kind says what sort of problem an [Error] is.
type Kind uint8

// The kinds.
const (
	// Syntax is text that is not YAML, not a condition or not an expression.
	Syntax Kind = iota
	// Invalid is a document that says something Sigma does not allow.
	Invalid
	// UnknownField is a name that no field of an event has. A rule with one is
	// not run: it would be false in silence.
	UnknownField
	// Foreign is a rule for the log of another product. It is not run.
	Foreign
	// Limit is a file, a rule or a list that is larger than this package takes.
	Limit
	// Reference is a correlation or a filter that names no rule, or itself.
	Reference
	// List is a placeholder for a list that the configuration does not have.
	List
)

var kindNames = [...]string{"syntax", "invalid", "unknown field", "foreign", "limit", "reference", "list"}

// String returns the kind's name in lower case.
func (k Kind) String() string { return kindNames[k] }

// Error is one thing that is wrong with a rule file, or with a filter
// expression, and where.
type Error struct {
	File    string
	Line    int // 1 is the first; 0 where the file as a whole is meant
	Column  int // 1 is the first, in characters
	Kind    Kind
	Rule    string // the id of the rule, or its title; "" where it is not known
	Message string // what was found, and what is legal
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
		}
		b.WriteString(": ")
	} else if e.Column > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	}
	b.WriteString(e.Message)
	return b.String()
}

// quote returns a text of a rule for a message: in quotes, at most 60
// characters of it, with nothing that a terminal acts on.
func quote(s string) string {
	const most = 60
	if runes := []rune(s[:min(len(s), 4*most)]); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// names returns words as a sentence lists what is legal: "a, b or c".
func names(words ...string) string {
	switch n := len(words); n {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}
