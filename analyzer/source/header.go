package source

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// header is the first line of a CSV: what each of its columns holds.
type header struct {
	text    string   // the line as it stands in the file, without its end
	names   []string // of the columns
	columns []column
	comma   byte
	// elements is how many targets the columns have room for.
	elements int
	// raw is the column whose cells hold whole events as their source wrote
	// them, the _raw of Splunk; -1 if there is none.
	raw int
}

// column is what a column of a CSV holds: a field, for a target also which.
type column struct {
	field event.Field
	index int
	known bool
	// lines says that a cell holds the values of all elements, one a line, as
	// Splunk's target{}.displayName does.
	lines bool
}

// onlyJSON reports whether a field is one of the targets' that no table has
// room for, as they belong to its other cells one by one.
func onlyJSON(f event.Field) bool {
	g, _ := table.GroupOf(f)
	return g == table.TargetDetailGroup
}

// decimal reports whether the values of a column are numbers with a fraction,
// for which spreadsheets have their own opinion on the decimal point.
func (c *column) decimal() bool {
	switch c.field {
	case event.Latitude, event.Longitude, event.ChainLatitude, event.ChainLongitude:
		return true
	}
	return false
}

// maxLineElements is how many lines of a cell become elements of their own.
const maxLineElements = 32

// signature are fields of which an Okta log has at least three beside the
// event type and the time; a table of something else that happens to have a
// "timestamp" has not.
var signature = [...]event.Field{
	event.UUID, event.DisplayMessage, event.OutcomeResult, event.ActorID, event.ActorAlternateID, event.ExternalSessionID,
	event.ClientIP, event.UserAgent, event.TransactionID, event.LegacyType, event.TargetDisplayName,
}

// parseHeader reads a header line, without its end. The error says which
// columns were found and which are wanted.
func parseHeader(line []byte, comma byte) (*header, error) {
	h := readHeader(line, comma)
	return h, h.check()
}

// readHeader is [parseHeader] for a line that may be no header.
func readHeader(line []byte, comma byte) *header {
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	h := &header{text: string(line), comma: comma, raw: -1}
	for i := 0; i <= len(line); {
		end, _ := cellEnd(line, i, comma)
		h.names = append(h.names, string(unquote(line[i:end])))
		i = end + 1
	}
	first := make(map[column]int) // the column that holds it
	for i, name := range h.names {
		var c column
		if f, index, ok := lookupColumn(name); ok && !onlyJSON(f) {
			c = column{field: f, index: max(index, 0), known: true}
			at, taken := first[c]
			if taken && f == event.Published && foldName(name) == "published" {
				// Who has added a "timestamp" of his own has kept Okta's.
				h.columns[at], taken = column{}, false
			}
			if taken {
				c = column{} // the first column of a name counts
			} else {
				first[c] = i
				h.elements = max(h.elements, c.index+1)
				if c.lines = f.Multi() && strings.Contains(name, "{}"); c.lines {
					h.elements = max(h.elements, maxLineElements)
				}
			}
		}
		h.columns = append(h.columns, c)
	}
	h.raw = slices.IndexFunc(h.names, func(n string) bool { return strings.EqualFold(strings.TrimSpace(n), "_raw") })
	if !h.has(event.Published) {
		h.standIn(event.Published, "time", "@timestamp", "eventtime", "peventtime", "datetime")
	}
	return h
}

// standIn takes the first column of the given names for a field.
func (h *header) standIn(f event.Field, names ...string) {
	for _, want := range names {
		for i, name := range h.names {
			if foldName(name) == want && !h.columns[i].known {
				h.columns[i] = column{field: f, known: true}
				return
			}
		}
	}
}

// has reports whether a column holds a field.
func (h *header) has(f event.Field) bool {
	return slices.ContainsFunc(h.columns, func(c column) bool { return c.known && c.field == f })
}

// marks returns how many of the fields that tell an Okta log the columns hold.
func (h *header) marks() int {
	marks := 0
	for _, f := range signature {
		if h.has(f) {
			marks++
		}
	}
	return marks
}

// check returns the error of a line that is no header of an Okta log.
func (h *header) check() error {
	switch {
	case h.raw >= 0:
		return nil // the cells are checked one by one
	case h.marks() < 3 || !h.has(event.Type) && !h.has(event.Published):
		return fmt.Errorf("not an Okta System Log: it has %s, an export of Reports > System Log has timestamp, event_type, uuid, actor.id, client.ip_address, …%s",
			describeNames(h.names), lookalike(h.names))
	case !h.has(event.Published):
		return fmt.Errorf(`no column "timestamp" among %s: without times nothing can be put in order; export the log again with all columns`, describeNames(h.names))
	case !h.has(event.Type):
		return fmt.Errorf(`no column "event_type" among %s: without it no detection can look; export the log again with all columns`, describeNames(h.names))
	}
	return nil
}

// describeNames lists the first columns of a header for a message.
func describeNames(names []string) string {
	const most = 6
	var b strings.Builder
	if len(names) == 1 {
		b.WriteString("one column, ")
	} else {
		fmt.Fprintf(&b, "%d columns, ", len(names))
	}
	for i, name := range names {
		if i == most {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", event.Clip(name))
	}
	return b.String()
}

// lookalike names the tables that are most often taken for a System Log.
func lookalike(names []string) string {
	has := func(list ...string) bool {
		for _, want := range list {
			if !slices.ContainsFunc(names, func(n string) bool { return foldName(n) == want }) {
				return false
			}
		}
		return true
	}
	words := strings.Fields(names[0])
	switch {
	case has("eventoriginaltype") || has("timegenerated") || has("timegeneratedutc"):
		return " (this looks like a Microsoft Sentinel table, which has lost half of each event: export the log from Okta)"
	case has("time") || has("index", "sourcetype"):
		return " (this looks like a Splunk search without its events: add | table _raw to the search, or export raw events as JSON)"
	case has("eventtype", "description") || has("eventtype", "releaseinfo"):
		return " (this looks like Okta's list of event types, which says what could happen, not what did)"
	case has("login") || has("username") || has("firstname", "lastname"):
		return " (this looks like a list of users, not a log)"
	case len(words) >= 4 && words[0] == "Time" && words[1] == "Severity" && words[2] == "Status" && words[3] == "Message":
		return " (this looks like the text that okta logs prints, whose times lack the half of the day: export the log from Reports > System Log)"
	}
	return ""
}

// format describes the file for the report.
func (h *header) format() string {
	name := "CSV of an Okta log"
	if h.raw >= 0 {
		name = "Splunk CSV, events in _raw"
	}
	if len(h.names) >= 56 && slices.Equal(h.names[:56], event.ConsoleColumns[:56]) {
		name = "console CSV"
	}
	return fmt.Sprintf("%s, %d columns", name, len(h.names)) + map[byte]string{';': ", semicolons", '\t': ", tabs", '|': ", bars"}[h.comma]
}

// fields returns the fields that the columns hold, each once. Of a table that
// has a column of whole events, the events name their own.
func (h *header) fields() []event.Field {
	var fields []event.Field
	if h.raw >= 0 {
		return nil
	}
	for _, c := range h.columns {
		if c.known && !slices.Contains(fields, c.field) {
			fields = append(fields, c.field)
		}
	}
	return fields
}

// unknown returns the names of the columns that hold no known field.
func (h *header) unknown() []string {
	var names []string
	if h.raw >= 0 {
		return nil // what matters is in the events
	}
	for i, c := range h.columns {
		if !c.known && strings.TrimSpace(h.names[i]) != "" {
			names = append(names, h.names[i])
		}
	}
	return names
}

// step is a run of neighbouring columns that are decoded in one go.
type step struct {
	what  what
	cells int
	group table.Group
	from  int  // the first column
	whole bool // the run has all columns of its group that the file has
	// guess says what the run is guessed from, and by the group whose tuple it
	// is guessed from.
	guess guessing
	by    table.Group
	// transaction says that it is the cell of transaction ids.
	transaction bool
	root        bool // it is the cell of root session ids
	single      bool // the group has one value, which is looked up directly
}

// guessing says what a run of cells is guessed from.
type guessing uint8

const (
	noGuess         guessing = iota
	fromTuple                // the tuple that another group has in the record
	fromText                 // the first bytes of the run
	fromTextAndUser          // the first bytes, the actor and the kind of event
)

// companions are the groups whose tuple a group is guessed from, the best one
// first.
var companions = [table.NumGroups][]table.Group{
	table.VersionGroup:         {table.KindGroup},
	table.OutcomeGroup:         {table.KindGroup},
	table.AuthenticationGroup:  {table.KindGroup},
	table.SessionGroup:         {table.ActorGroup},
	table.ClientGroup:          {table.SessionGroup, table.ActorGroup},
	table.TransactionKindGroup: {table.KindGroup},
	table.RequestGroup:         {table.KindGroup},
	table.LegacyGroup:          {table.KindGroup},
	table.ChainGroup:           {table.ClientGroup},
	table.TokenGroup:           {table.KindGroup},
}

type what uint8

const (
	skipCells what = iota // columns that nobody asks for
	timeCell
	idCell
	tupleCells
)

// steps cuts the columns into runs: a group's columns where they stand side by
// side, and cells to skip.
func (h *header) steps() []step {
	var steps []step
	runs := [table.NumGroups]int{}
	for i, c := range h.columns {
		s := step{what: skipCells, cells: 1, from: i}
		switch {
		case !c.known:
		case c.field == event.Published:
			s.what = timeCell
		case c.field == event.UUID:
			s.what = idCell
		default:
			s.what = tupleCells
			s.group, _ = table.GroupOf(c.field)
		}
		if n := len(steps); n > 0 && steps[n-1].what == s.what && steps[n-1].group == s.group && (s.what == skipCells || s.what == tupleCells) {
			steps[n-1].cells++
			continue
		}
		if s.what == tupleCells {
			runs[s.group]++
		}
		steps = append(steps, s)
	}
	var before [table.NumGroups]bool
	for i := range steps {
		s := &steps[i]
		if s.what != tupleCells {
			continue
		}
		s.whole = runs[s.group] == 1
		s.transaction = s.whole && s.group == table.TransactionGroup
		s.root = s.whole && s.group == table.RootSessionGroup
		s.single = s.transaction || s.root
		for _, by := range companions[s.group] {
			if s.whole && before[by] && s.guess == noGuess {
				s.by, s.guess = by, fromTuple
			}
		}
		switch {
		case !s.whole:
		case s.group == table.KindGroup || s.group == table.ActorGroup:
			s.guess = fromText
		case s.group == table.TargetGroup && before[table.KindGroup] && before[table.ActorGroup]:
			s.guess = fromTextAndUser
		}
		before[s.group] = before[s.group] || s.whole
	}
	return steps
}

// sameHeader reports whether a row is the header again, as it is where two
// downloads were joined.
func (h *header) sameHeader(row []byte) bool {
	return string(bytes.TrimPrefix(bytes.TrimRight(row, "\r"), []byte("\ufeff"))) == h.text
}
