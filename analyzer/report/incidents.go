package report

import (
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

const (
	// maxIncidents is how many incidents the text form tells in full; all of
	// them are in the JSON form.
	maxIncidents = 20
	// maxStory is how many findings, acts and steps of one it writes.
	maxStory = 12
)

// incidents writes the incidents of medium severity and worse as stories, and
// counts the others: each of those is a finding or two, told below.
func (p *page) incidents(r *Report) {
	titles := make(map[string]*detect.Finding, len(r.Findings))
	for i := range r.Findings {
		titles[r.Findings[i].ID] = &r.Findings[i]
	}
	written, mild, more := 0, 0, 0
	for i := range r.Incidents {
		in := &r.Incidents[i]
		switch {
		case in.Severity < detect.Medium:
			mild++
		case written == maxIncidents:
			more++
		default:
			if written == 0 {
				p.section("INCIDENTS")
			}
			written++
			p.incident(in, written, titles)
		}
	}
	if written == 0 {
		return
	}
	if more > 0 {
		p.line()
		p.line("  and ", thousands(more), " more; the JSON form has all")
	}
	if mild > 0 {
		p.line()
		p.line("  and ", count(mild, "incident"), " of low severity")
	}
}

func (p *page) incident(in *Incident, n int, findings map[string]*detect.Finding) {
	p.line()
	p.line("  ", strconv.Itoa(n), ". ", p.style(severityStyles[in.Severity], strings.ToUpper(in.Severity.String())), "  ",
		p.style(bold, cut(Visible(in.Title), maxValue)), "  ", p.style(dim, "score "+strconv.Itoa(in.Score)))
	p.fact("when", p.zone.between(in.First, in.Last))
	for i, reason := range in.Reasons {
		label := ""
		if i == 0 {
			label = "score"
		}
		p.paragraph("    "+p.label(label), "    "+strings.Repeat(" ", labelWidth), "+"+strconv.Itoa(reason.Points)+" "+Visible(reason.Text))
	}
	p.fact("addresses", listed(in.Addresses, maxIPs))
	p.fact("opened", listed(in.Applications, maxStory))
	p.fact("technique", listed(in.Techniques, len(in.Techniques)))
	p.line("    ", p.style(dim, "story"))
	for i, id := range in.Findings {
		if i == maxStory {
			p.line("      and ", thousands(len(in.Findings)-maxStory), " more")
			break
		}
		if f := findings[id]; f != nil {
			p.paragraph("      - ", "        ", f.Severity.String()+": "+cut(Visible(f.Summary), maxValue))
		}
	}
	if len(in.Checklist) > 0 {
		p.line("    ", p.style(dim, "contain"))
	}
	for i, step := range in.Checklist {
		if i == maxStory {
			p.line("      and ", thousands(len(in.Checklist)-maxStory), " more")
			break
		}
		p.paragraph("      [ ] ", "          ", Visible(step))
	}
	p.fact("id", Visible(in.ID))
}
