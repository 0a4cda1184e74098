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
}

// column is what a column of a CSV holds: a field, for a target also which.
type column struct {
	field event.Field
	index int
	known bool
}

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
	h := &header{text: string(line), comma: comma}
	for i := 0; i <= len(line); {
		end, _ := cellEnd(line, i, comma)
		h.names = append(h.names, string(unquote(line[i:end])))
		i = end + 1
	}
	seen := make(map[column]bool)
	has := make(map[event.Field]bool)
	for _, name := range h.names {
		var c column
		if f, index, ok := event.Lookup(name); ok {
			c = column{f, max(index, 0), true}
			if seen[c] {
				c = column{} // the first column of a name counts
			}
			seen[c] = true
			has[f] = true
			h.elements = max(h.elements, c.index+1)
		}
		h.columns = append(h.columns, c)
	}
	marks := 0
	for _, f := range signature {
		if has[f] {
			marks++
		}
	}
	switch {
	case marks < 3 || !has[event.Type] && !has[event.Published]:
		return nil, fmt.Errorf("not an Okta System Log: it has %s, an export of Reports > System Log has timestamp, event_type, uuid, actor.id, client.ip_address, …%s",
			describeNames(h.names), lookalike(h.names))
	case !has[event.Published]:
		return nil, fmt.Errorf(`no column "timestamp" among %s: without times nothing can be put in order; export the log again with all columns`, describeNames(h.names))
	case !has[event.Type]:
		return nil, fmt.Errorf(`no column "event_type" among %s: without it no detection can look; export the log again with all columns`, describeNames(h.names))
	}
	return h, nil
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
			if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(strings.TrimSpace(n), want) }) {
				return false
			}
		}
		return true
	}
	switch {
	case has("EventOriginalType") || has("TimeGenerated"):
		return " (this looks like a Microsoft Sentinel table: export the log from Okta, or the raw events from Sentinel)"
	case has("_raw") || has("_time"):
		return " (this looks like a Splunk search: export the raw events as JSON)"
	case has("Event Type", "Description"):
		return " (this looks like Okta's list of event types, not a log)"
	case has("login") || has("Login") || has("First Name", "Last Name"):
		return " (this looks like a list of users, not a log)"
	}
	return ""
}

// format describes the file for the report.
func (h *header) format() string {
	name := "CSV of an Okta log"
	if len(h.names) >= 56 && slices.Equal(h.names[:56], event.ConsoleColumns[:56]) {
		name = "console CSV"
	}
	return fmt.Sprintf("%s, %d columns", name, len(h.names))
}

// fields returns the fields that the columns hold, each once.
func (h *header) fields() []event.Field {
	var fields []event.Field
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
	// by is the group whose tuple the run is guessed from, if guessed.
	by      table.Group
	guessed bool
	// transaction says that it is the cell of transaction ids.
	transaction bool
	root        bool // it is the cell of root session ids
	single      bool // the group has one value
}

// companions are the groups that a group is guessed from, the best one first.
// On simulated logs the guesses are right for 70 to 99 % of the rows.
var companions = [table.NumGroups][]table.Group{
	table.OutcomeGroup:        {table.KindGroup},
	table.AuthenticationGroup: {table.KindGroup},
	table.ClientGroup:         {table.SessionGroup, table.ActorGroup},
	table.ChainGroup:          {table.ClientGroup},
	table.TokenGroup:          {table.KindGroup},
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
		s.single = s.whole && s.group.Single()
		s.transaction = s.single && s.group == table.TransactionGroup
		s.root = s.single && s.group == table.RootSessionGroup
		for _, by := range companions[s.group] {
			if s.whole && before[by] && !s.guessed {
				s.by, s.guessed = by, true
			}
		}
		before[s.group] = before[s.group] || s.whole
	}
	return steps
}

// sameHeader reports whether a row is the header again, as it is where two
// downloads were joined.
func (h *header) sameHeader(row []byte) bool { return string(bytes.TrimRight(row, "\r")) == h.text }
