package report

// maxGaps is how many gaps the text form lists; all of them are in the JSON.
const maxGaps = 10

// coverage writes what the log cannot speak for. A log without gaps and
// warnings has no such section.
func (p *page) coverage(r *Report) {
	c := &r.Log.Coverage
	if len(c.Gaps) == 0 && len(c.Warnings) == 0 {
		return
	}
	p.section("COVERAGE")
	for _, w := range c.Warnings {
		p.paragraph("  ", "    ", brief(w.Text))
	}
	for i, g := range c.Gaps {
		if i == maxGaps {
			p.line("  and ", thousands(len(c.Gaps)-maxGaps), " more stretches without events")
			break
		}
		text := "no event from " + p.zone.between(g.From, g.To) + ", where about " + count(g.Expected, "event") + " would be usual"
		if g.BetweenFiles {
			text += ", between two files"
		}
		p.paragraph("  ", "    ", text)
	}
}
