package detect

import "okta-session-analyzer/analyzer/table"

// Clean returns a value of the log as it can stand in a sentence: one line,
// nothing that a terminal or a page would act on, at most 80 characters.
func Clean(s string) string { return clean(s) }

// Duration writes a length of time in milliseconds in its two largest units:
// "2 h 5 min".
func Duration(ms int64) string { return duration(ms) }

// List writes names as "a, b and c"; of more than most it says how many others
// there are: "a, b and 3 others". total is how many there are in all, of which
// names are the first.
func List(names []string, total, most int) string { return list(names, total, most) }

// ActorAt returns the actor of an event, whoever or whatever it is.
func ActorAt(log *table.Log, row uint32) Actor { return actorAt(log, row) }

// PersonAt returns the person of an event, the zero Actor where it names none.
func PersonAt(log *table.Log, row uint32) Actor { return person(log, []uint32{row}) }
