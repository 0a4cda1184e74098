package report

// document is a form for people that a report is written to in one order, such
// as Markdown or HTML. Every text given to it may be an attacker's: the form
// has to see to it that it stays text.
type document interface {
	heading(level int, spans ...span) // 1 is the title
	paragraph(spans ...span)
	list(kind listKind, items ...[]span)
	facts(rows ...fact)
	// code writes a text of one line that is there to be copied.
	code(text string)
	table(head []string, rows [][]span) // a span a cell
	// picture writes a picture where the form has pictures, and behind it what
	// it shows as a table.
	picture(p picture)
	// fold writes what body does, folded away under a title where the form can.
	fold(title string, body func())
}

// span is a piece of text.
type span struct {
	kind spanKind
	text string
}

type spanKind uint8

const (
	plainSpan  spanKind = iota // a sentence; it can hold text of the log
	valueSpan                  // one value of the log, shown as it is
	strongSpan                 // a sentence that stands out
	gradeSpan                  // the name of a severity
)

func sentence(s string) span { return span{plainSpan, s} }
func value(s string) span    { return span{valueSpan, s} }
func strong(s string) span   { return span{strongSpan, s} }
func grade(s string) span    { return span{gradeSpan, s} }

type listKind uint8

const (
	bullets listKind = iota
	numbers
	boxes // to be ticked
)

// fact is a label and what it says; one that says nothing is left out.
type fact struct {
	label string
	spans []span
}

func said(label string, spans ...span) fact { return fact{label, spans} }

// empty reports whether a fact says nothing.
func (f *fact) empty() bool {
	for _, s := range f.spans {
		if s.text != "" {
			return false
		}
	}
	return true
}

// picture is a drawing and the table of what it shows.
type picture struct {
	title string
	// summary says in a sentence what is to be seen.
	summary string
	height  int // of 960 units of width
	draw    func(*htmlWriter)
	head    []string
	rows    [][]span
	// essential says that a form without pictures shows the table instead.
	essential bool
}

// values writes the first values, and how many there are beyond them.
func values(list []string, max int) []span {
	var spans []span
	for i, v := range list {
		if i == max {
			return append(spans, sentence("and "+thousands(len(list)-max)+" more"))
		}
		spans = append(spans, value(v))
	}
	return spans
}
