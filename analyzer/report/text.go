package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

// TextOptions say how [WriteText] lays the report out.
type TextOptions struct {
	// Width is how many columns a line may take; 0 means 100, and nothing
	// narrower than 40 is tried.
	Width int
	// Color marks severities and headings with terminal colours.
	Color bool
}

const (
	defaultWidth = 100
	minWidth     = 40
	// An analyst wants to see of what kind the evidence, the rejects and the
	// warnings are; all of the evidence is in the JSON form.
	maxUUIDs    = 3
	maxIPs      = 8
	maxRejects  = 10
	maxWarnings = 20
	// maxValue is how many bytes of a name or a session id are shown: real ones
	// have less, and a megabyte of name would push the report off the screen.
	maxValue = 500
)

// WriteText writes the report for people: what was read, the incidents, the
// findings by severity, worst first, what to check next, the detections that
// could not look, what the log does not cover, warnings and rejected records.
// Times are those of the report's view, UTC without one. No text of the log
// reaches the terminal but through [Visible].
func WriteText(w io.Writer, r *Report, o TextOptions) error {
	p := &page{width: max(cmp.Or(o.Width, defaultWidth), minWidth), color: o.Color, zone: r.zone(), triaged: r.triaged}
	p.header(r)
	p.incidents(r)
	p.findings(r)
	p.checks(r)
	p.notEvaluable(r)
	p.ruleErrors(r)
	p.coverage(r)
	p.warnings(r)
	p.rejects(r)
	_, err := io.WriteString(w, p.text.String())
	return err
}

// page is the report's text as it grows.
type page struct {
	text    strings.Builder
	width   int
	color   bool
	zone    *Zone
	triaged func(id string) string // what the analyst made of a finding
}

// The styles, as parameters of the terminal's "select graphic rendition".
const (
	bold = "1"
	dim  = "2"
)

var severityStyles = [...]string{
	detect.Info:     "36",   // cyan
	detect.Low:      "34",   // blue
	detect.Medium:   "33",   // yellow
	detect.High:     "1;31", // bold red
	detect.Critical: "1;35", // bold magenta
}

func (p *page) style(style, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func (p *page) line(parts ...string) {
	for _, part := range parts {
		p.text.WriteString(part)
	}
	p.text.WriteByte('\n')
}

// paragraph writes text wrapped, with a first line of its own indentation.
func (p *page) paragraph(first, rest, text string) {
	for i, line := range wrap(text, p.width-len(rest)) {
		if i == 0 {
			p.line(first, line)
		} else {
			p.line(rest, line)
		}
	}
}

func (p *page) section(title string) {
	p.line()
	p.line(p.style(bold, title))
}

func (p *page) header(r *Report) {
	p.line(p.style(bold, "Okta Session Analyzer"), " ", Visible(r.Tool.Version))
	p.line()
	for i := range r.Log.Files {
		f := &r.Log.Files[i]
		about := byteCount(f.Bytes)
		if f.Format != "" {
			about = Visible(f.Format) + ", " + about
		}
		p.line(p.style(bold, Visible(f.Name)), "  ", about)
		p.paragraph("  ", "  ", fmt.Sprintf("%s read = %s + %s + %s rejected", count(f.Records, "record"),
			count(f.Events, "event"), count(f.Duplicates, "duplicate"), thousands(f.Rejected)))
		if f.First != "" {
			p.paragraph("  ", "  ", p.zone.between(f.First, f.Last))
		}
		if f.SHA256 != "" {
			p.line("  sha256 ", Visible(f.SHA256))
		}
		if f.Error != "" {
			p.line("  ", p.style(severityStyles[detect.High], "not all of it was analysed:"))
			p.paragraph("    ", "    ", brief(strings.TrimPrefix(f.Error, f.Name+": ")))
		}
	}
	if len(r.Log.Files) > 1 {
		p.line(p.style(bold, "all files"))
		p.paragraph("  ", "  ", fmt.Sprintf("%s read = %s + %s + %s rejected", count(r.Log.Records, "record"),
			count(r.Log.Events, "event"), count(r.Log.Duplicates, "duplicate"), thousands(r.Log.Rejected)))
		if r.Log.First != "" {
			p.paragraph("  ", "  ", p.zone.between(r.Log.First, r.Log.Last))
		}
	}
	p.paragraph("  ", "  ", count(r.Log.Users, "user")+", "+count(r.Log.Sessions, "session")+", "+count(r.Log.Addresses, "address"))
	if lines := r.viewed(true); len(lines) > 0 {
		p.section("VIEW")
		for _, line := range lines {
			p.paragraph("  ", "    ", line)
		}
	}
}

func (p *page) findings(r *Report) {
	var bySeverity [detect.Critical + 1][]*detect.Finding
	var suppressed []*detect.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			suppressed = append(suppressed, f)
			continue
		}
		bySeverity[f.Severity] = append(bySeverity[f.Severity], f)
	}
	p.line()
	p.paragraph("", "", tally(r, bySeverity[:]))
	defer p.suppressed(r, suppressed)
	for s := detect.Critical; ; s-- {
		if list := bySeverity[s]; len(list) > 0 {
			p.line()
			p.line(p.style(severityStyles[s], strings.ToUpper(s.String())), " (", thousands(len(list)), ")")
			for _, f := range list {
				p.finding(f)
			}
		}
		if s == detect.Info {
			return
		}
	}
}

// tally says how many findings there are, and how many the report was relieved
// of. Without any it says how far that can be trusted.
func tally(r *Report, bySeverity [][]*detect.Finding) string {
	var text string
	var parts []string
	shown := 0
	for s := len(bySeverity) - 1; s >= 0; s-- {
		if n := len(bySeverity[s]); n > 0 {
			shown += n
			parts = append(parts, thousands(n)+" "+detect.Severity(s).String())
		}
	}
	if shown > 0 {
		text = count(shown, "finding") + ": " + strings.Join(parts, ", ")
	}
	if hidden := r.hidden(); hidden > 0 {
		if text == "" {
			text = "no finding of the severity asked for"
		}
		if r.View != nil && r.View.Total != len(r.Findings) {
			return text + "; " + count(hidden, "other") + " not shown"
		}
		return text + "; " + count(hidden, "milder one") + " not shown"
	}
	if text != "" {
		return text
	}
	ran, blind := 0, 0
	for i := range r.Detectors {
		switch r.Detectors[i].Status {
		case detect.Ran:
			ran++
		case detect.NotEvaluable:
			blind++
		}
	}
	text = "no findings by " + count(ran, "detection")
	if blind > 0 {
		text += "; " + thousands(blind) + " could not look"
	}
	return text
}

func (p *page) finding(f *detect.Finding) {
	p.line()
	p.line("  ", p.style(bold, Visible(f.Title)), "  ", p.style(dim, Visible(f.Detector)))
	p.paragraph("  ", "  ", cut(Visible(f.Summary), 4*maxValue))
	p.fact("who", who(f.Actor))
	p.fact("when", p.zone.between(f.First, f.Last))
	p.fact("session", brief(f.Session))
	p.fact("addresses", listed(f.IPs, maxIPs))
	if len(f.Events) > 0 {
		p.fact("evidence", count(len(f.Events), "event")+": "+listed(f.Events, maxUUIDs))
	}
	p.fact("technique", listed(f.Techniques, len(f.Techniques)))
	p.fact("rule", brief(f.RuleFile))
	p.fact("triage", p.triaged(f.ID))
	if s := f.Suppressed; s != nil {
		p.fact("allowed", s.List+" "+brief(s.Entry)+": "+brief(s.Reason))
	}
	if f.Query != "" {
		// Not wrapped: it is there to be copied into Okta's search.
		p.line("    ", p.label("query"), cut(Visible(f.Query), 4*maxValue))
	}
	p.fact("id", Visible(f.ID))
}

// fact writes a labelled value, unless it is empty.
func (p *page) fact(label, value string) {
	if value != "" {
		p.paragraph("    "+p.label(label), "    "+strings.Repeat(" ", labelWidth), value)
	}
}

const labelWidth = len("addresses  ")

func (p *page) label(text string) string {
	return p.style(dim, text) + strings.Repeat(" ", labelWidth-len(text))
}

// checks says, once a detection, what its findings mean and what to look at;
// what detections only take note of needs no look.
func (p *page) checks(r *Report) {
	for i, d := range r.toCheck() {
		if i == 0 {
			p.section("WHAT TO CHECK")
		}
		p.line()
		p.line("  ", p.style(bold, Visible(d.Title)), "  ", p.style(dim, Visible(d.ID)))
		if d.Meaning != "" {
			p.paragraph("  ", "  ", Visible(d.Meaning))
		}
		for _, check := range d.Check {
			p.paragraph("    - ", "      ", Visible(check))
		}
	}
}

// notEvaluable lists the detections that could not look, those together that
// lack the same.
func (p *page) notEvaluable(r *Report) {
	lacks := r.lacks()
	if len(lacks) == 0 {
		return
	}
	p.section("NOT EVALUATED")
	p.paragraph("  ", "  ", notEvaluated)
	for _, l := range lacks {
		p.paragraph("  ", "    ", "needs "+l.missing+": "+strings.Join(l.titles, "; "))
	}
}

func (p *page) warnings(r *Report) {
	total, written := 0, 0
	for i := range r.Log.Files {
		f := &r.Log.Files[i]
		for _, warning := range f.Warnings {
			if total == 0 {
				p.section("WARNINGS")
			}
			total++
			if written < maxWarnings {
				written++
				p.paragraph("  ", "    ", Visible(f.Name)+": "+brief(warning))
			}
		}
	}
	if total > written {
		p.line("  and ", thousands(total-written), " more")
	}
}

func (p *page) rejects(r *Report) {
	total := 0
	for i := range r.Log.Files {
		total += r.Log.Files[i].Rejected
	}
	if total == 0 {
		return
	}
	p.section("REJECTED RECORDS (" + thousands(total) + ")")
	written := 0
	for i := range r.Log.Files {
		f := &r.Log.Files[i]
		for j := range f.Rejects {
			if written == maxRejects {
				break
			}
			written++
			p.paragraph("  ", "    ", Visible(f.Name)+" "+f.Rejects[j].place()+": "+brief(f.Rejects[j].Reason))
		}
	}
	if total > written {
		p.line("  and ", thousands(total-written), " more")
	}
}
