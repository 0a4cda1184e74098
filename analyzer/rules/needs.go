package rules

import "okta-session-analyzer/analyzer/event"

// Needs returns the fields without which a rule of the pack cannot look, sorted.
// Of several ways in which it can, those of the one that needs least.
func (p *Pack) Needs(r *Rule) []event.Field {
	c := p.compiled[r.document]
	if c == nil {
		return nil
	}
	return c.Missing(func(event.Field) bool { return false })
}
