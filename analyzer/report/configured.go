package report

import (
	"strconv"

	"okta-session-analyzer/analyzer/detect"
)

// suppressed writes how many findings the allow-lists set aside, and those that
// were asked for.
func (p *page) suppressed(r *Report, shown []*detect.Finding) {
	if r.Log.Suppressed == 0 {
		return
	}
	p.line()
	p.line(p.style(dim, "ALLOWED"), " (", thousands(r.Log.Suppressed), ")")
	if len(shown) == 0 {
		p.paragraph("  ", "  ", "The allow-lists of the configuration set aside "+count(r.Log.Suppressed, "finding")+".")
	}
	for _, f := range shown {
		p.finding(f)
	}
}

// ruleErrors writes which of the analyst's rules were not run, and what of the
// configuration had no effect.
func (p *page) ruleErrors(r *Report) {
	if len(r.RuleErrors) > 0 {
		p.section("RULES NOT RUN (" + thousands(len(r.RuleErrors)) + ")")
		for i := range r.RuleErrors {
			e := &r.RuleErrors[i]
			p.paragraph("  ", "    ", brief(e.Place())+": "+brief(e.Message))
		}
	}
	if len(r.Notes) > 0 {
		p.section("CONFIGURATION")
		for _, note := range r.Notes {
			p.paragraph("  ", "    ", brief(note))
		}
	}
}

// Place says where the error stands: file:line:column, as editors know it.
func (e *RuleError) Place() string {
	if e.Line == 0 {
		return e.File
	}
	return e.File + ":" + strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Column)
}
