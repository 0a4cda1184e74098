// Package source reads the files of a log: it finds out what a file is, cuts it
// into chunks and decodes the chunks, in any order and in parallel, into the
// batches of package table.
package source

import "fmt"

// Kind says why a file cannot be used, for a caller that has a remedy for it.
type Kind string

// The kinds.
const (
	Empty      Kind = "empty"      // no bytes, or no record
	NotOkta    Kind = "not_okta"   // something else than an Okta System Log
	Unreadable Kind = "unreadable" // vanished, a directory, not permitted
)

// Error says that a file cannot be used, and why.
type Error struct {
	File    string // its name
	Kind    Kind
	Message string // what it is instead, and the remedy
	Err     error  // the operating system's error, if there was one
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.File, e.Message, e.Err)
	}
	return e.File + ": " + e.Message
}

// Unwrap returns the operating system's error.
func (e *Error) Unwrap() error { return e.Err }

// Reject is a record that is not in the log, and why.
type Reject struct {
	Line   int64 // of the file, from 1; within a [Result] from its start, from 0
	Offset int64 // of the record's first byte in the file
	Reason string
}
