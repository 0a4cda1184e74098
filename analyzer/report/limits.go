package report

import "strings"

// tellChecks writes, once a detection, what its findings mean and what to look
// at.
func (r *Report) tellChecks(d document) {
	started := false
	for _, x := range r.toCheck() {
		if !started {
			started = true
			d.heading(2, sentence("What to check"))
		}
		d.heading(3, sentence(x.Title))
		if x.Meaning != "" {
			d.paragraph(sentence(x.Meaning))
		}
		var items [][]span
		for _, check := range x.Check {
			items = append(items, []span{sentence(check)})
		}
		if len(items) > 0 {
			d.list(bullets, items...)
		}
	}
}

// tellBlind writes which detections could not look, and which rules were not
// run.
func (r *Report) tellBlind(d document) {
	if lacks := r.lacks(); len(lacks) > 0 {
		d.heading(2, sentence("What could not be evaluated"))
		d.paragraph(sentence(notEvaluated))
		var rows [][]span
		for _, l := range lacks {
			rows = append(rows, []span{sentence(l.missing), sentence(strings.Join(l.titles, "; "))})
		}
		d.table([]string{"needs", "detections"}, rows)
	}
	if len(r.RuleErrors) > 0 {
		d.heading(2, sentence("Rules not run"))
		var items [][]span
		for i := range r.RuleErrors {
			e := &r.RuleErrors[i]
			items = append(items, []span{value(e.Place()), sentence(brief(e.Message))})
		}
		d.list(bullets, items...)
	}
	if len(r.Notes) > 0 {
		d.heading(2, sentence("Notes on the configuration"))
		d.list(bullets, sentences(r.Notes)...)
	}
}

func (r *Report) tellCoverage(d document) {
	c := &r.Log.Coverage
	var lines []string
	for _, w := range c.Warnings {
		lines = append(lines, w.Text)
	}
	for i := range r.Log.Files {
		f := &r.Log.Files[i]
		for _, w := range f.Warnings {
			lines = append(lines, f.Name+": "+w)
		}
	}
	if len(lines)+len(c.Gaps) == 0 {
		return
	}
	d.heading(2, sentence("What the log does not cover"))
	if len(lines) > 0 {
		d.list(bullets, sentences(lines)...)
	}
	var rows [][]span
	for _, g := range c.Gaps {
		note := ""
		if g.BetweenFiles {
			note = "between two files"
		}
		rows = append(rows, []span{sentence(r.zone().moment(g.From)), sentence(r.zone().moment(g.To)), sentence(thousands(g.Expected)), sentence(note)})
	}
	if len(rows) > 0 {
		d.table([]string{"no events from", "to", "events that would be usual", ""}, rows)
	}
}

// tellRejects writes the first of the records that are not in the log.
func (r *Report) tellRejects(d document) {
	if r.Log.Rejected == 0 {
		return
	}
	d.heading(2, sentence("Rejected records"))
	d.paragraph(sentence(count(r.Log.Rejected, "record") + " could not be read; all that are listed stand in the JSON form."))
	var items [][]span
	for i := range r.Log.Files {
		f := &r.Log.Files[i]
		for j := range f.Rejects {
			if len(items) == maxRejects {
				break
			}
			items = append(items, []span{value(f.Name), sentence(f.Rejects[j].place() + ": " + brief(f.Rejects[j].Reason))})
		}
	}
	if len(items) > 0 {
		d.list(bullets, items...)
	}
}

// sentences returns texts as items of a list.
func sentences(texts []string) [][]span {
	var items [][]span
	for _, s := range texts {
		items = append(items, []span{sentence(brief(s))})
	}
	return items
}
