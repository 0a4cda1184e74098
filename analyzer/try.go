package analyzer

import (
	"context"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/rules"
)

// trying is what a rule is tried beside: the rules, the lists and the zone of
// the last report. The zero value is that of no configuration.
type trying struct {
	pack    *rules.Pack
	options rules.Options
}

// Try runs a text, a file of Sigma rules or a filter expression of the System
// Log, over the log as the last report was configured, and makes no findings. A
// file of the same name among the analyst's own is not there meanwhile.
func (l *Loaded) Try(f rules.File) (rules.Trial, error) {
	l.open()
	if l.trying.pack == nil {
		l.trying.pack, _ = packOf(nil)
	}
	return l.trying.pack.Try(context.Background(), l.ruleView, f, l.trying.options, detect.All())
}
