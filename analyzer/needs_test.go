package analyzer_test

import (
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/rules"
)

// Whatever a report says that a detection misses is among what it needs, and
// every detection of the report is there.
func TestNeeds(t *testing.T) {
	own := []rules.File{{Name: "own.yml", Text: strings.Replace(triedRule, "{eventType: user.session.start}",
		"{eventType: user.session.start, client.ipAddress|expand: '%offices%', actor.id: x}", 1)}}
	needs := analyzer.Needs(own)
	r, err := sampleLog(t).Report(analyzer.Config{Rules: own})
	if err != nil {
		t.Fatal(err)
	}
	missing := 0
	for _, d := range r.Detectors {
		need, known := needs[d.ID]
		if !known {
			t.Errorf("%s is not there", d.ID)
			continue
		}
		for _, m := range d.Missing {
			list, isList := strings.CutPrefix(m, "list ")
			switch {
			case isList && !slices.Contains(need.Lists, list):
				t.Errorf("%s misses %s, which is not among %v", d.ID, m, need.Lists)
			case isList || strings.Contains(m, "history"):
			case !slices.ContainsFunc(need.Fields, func(any []string) bool { return slices.Contains(any, m) }):
				t.Errorf("%s misses %s, which is not among %v", d.ID, m, need.Fields)
			}
			missing++
		}
	}
	if len(needs) != len(r.Detectors) || missing == 0 {
		t.Errorf("%d detections of %d; %d missing fields and lists were looked up", len(needs), len(r.Detectors), missing)
	}
	n := needs["tried-login"]
	if !slices.Equal(n.Lists, []string{"offices"}) || len(n.Fields) != 3 {
		t.Errorf("the own rule needs %v, lists %v", n.Fields, n.Lists)
	}
}
