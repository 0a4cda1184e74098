package analyzer

import "sync"

// Reopen forgets all that was computed of the log beside its columns.
func (l *Loaded) Reopen() {
	l.viewsOnce, l.views, l.ruleView, l.incidents = sync.Once{}, nil, nil, nil
}
