package source

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// maxRecord is the length of a record in bytes from which on it is rejected.
const maxRecord = 8 << 20

// Chunk is a piece of a file to decode: the records that start in it.
type Chunk struct {
	Layout *Layout
	// Data are bytes of the file from offset Base on. They reach from before
	// the chunk's start, if it is a guess, to beyond its end, so that the record
	// that crosses the end is whole.
	Data []byte
	Base int64
	// Start and End are offsets in the file: the records that start in
	// [Start, End) are the chunk's. When Exact is false, Start is a guess and
	// the first record is taken to start behind the first line break at or
	// after Start-1.
	Start, End int64
	Exact      bool
	// EOF says that the file ends where Data ends.
	EOF bool
}

// Result is what a chunk decodes to. The plan that made the chunk accepts it
// only when the chunk before ended where this one started; see [Plan].
type Result struct {
	Decoder    int     // whose dictionary the rows speak of; set by who takes it
	Start, End int64   // offsets in the file: of the first record, and behind the last
	Line       int64   // of Start, from 1; set by the plan
	Lead       int64   // line breaks between the chunk's guessed start and Start
	Breaks     int64   // line breaks in [Start, End)
	Layout     *Layout // in force at End
	Midway     bool    // End is inside a record that was rejected for its length
	Rows       table.Batch
	// Carried are the fields that the records had, with or without a value. A
	// CSV names its fields in the header.
	Carried fieldSet
	Rejects []Reject
	Notes   Notes
}

// Notes are peculiarities of a chunk that are worth a warning.
type Notes struct {
	Headers   int   // header lines between the records
	Long      int   // records with more cells than the header
	LongLine  int64 // the first of them, as Reject.Line
	Suspect   int   // records of several lines one of which looks like a record itself
	SuspectAt int64 // the first of them, as Reject.Line
	Unlisted  int   // records that were rejected beyond the MaxRejects listed ones
}

// MaxRejects is how many rejected records of a chunk, and of a file, are listed,
// the first ones. All are counted. A hostile file could have millions in each
// chunk, a hundred bytes of memory each.
const MaxRejects = 10_000

// limitRejects takes those beyond MaxRejects out of the list.
func (r *Result) limitRejects() {
	r.Notes.Unlisted += len(r.Rejects) - MaxRejects
	r.Rejects = r.Rejects[:MaxRejects]
}

// Fields returns the fields that records of JSON had, with or without a value.
func (r *Result) Fields() []event.Field { return r.Carried.fields() }
