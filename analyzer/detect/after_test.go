package detect

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestProxyThenAlert(t *testing.T) {
	proxy := map[event.Field]string{event.IsProxy: "true"}
	entry := ev{at: "09:00:00", typ: typeSessionStart, session: "idxX", ip: away, agent: firefoxWin, more: proxy}
	pushes := repeat(4, 60, "09:10:00", ev{typ: typePushSent, session: "-", ip: away, agent: firefoxWin})
	pushes = append(pushes, ev{at: "09:13:30", typ: typeFactorUsed, ip: cafe, agent: oktaVerify})
	long := append(signIns("alice"), ev{at: "2026-04-20T08:00:00.000Z"})
	later := slices.Clone(pushes)
	for i := range later {
		later[i].at = "1" + later[i].at[1:2] + later[i].at[2:]
	}
	other := slices.Clone(pushes)
	for i := range other {
		other[i].user = "bob"
	}
	used := append(slices.Clone(long), ev{at: "2026-04-21T08:00:00.000Z", typ: typeSessionStart, more: proxy})
	play(t, proxyThenAlert, []scene{
		{name: "an approval after pushes", events: append(slices.Clone(long), append([]ev{entry}, pushes...)...),
			want:  []string{"high: alice@example.com came through an anonymiser for the first time on 2026-05-05 09:00 UTC with Firefox on Windows at 203.0.113.30 (Toronto); 10 min later followed “A push was approved after a run of requests” (high)"},
			facts: map[string]any{"detection": "push-requests-per-session", "minutes_between": 10}},
		{name: "hours later", events: append(slices.Clone(long), append([]ev{entry}, later...)...)},
		{name: "of another person", events: append(slices.Clone(long), append([]ev{entry}, other...)...)},
		{name: "nothing else", events: append(slices.Clone(long), entry)},
		{name: "used to anonymisers", events: append(used, append([]ev{entry}, pushes...)...)},
	})
	o := outcomeOf(t, proxyThenAlert, logOf(t, signIns("alice")), Config{})
	if o.Status != NotEvaluable || o.MissingHistory.Days != 7 {
		t.Errorf("%s, %v", o.Status, o.MissingHistory)
	}
}

// A finding is left out where one with more of its story has half of its
// evidence and is not milder.
func TestReplace(t *testing.T) {
	d := &Detection{ID: "more", Replaces: []string{"less"}}
	for _, test := range []struct {
		name       string
		more, less Finding
		want       int
	}{
		{"all of it", Finding{Severity: High, Rows: []uint32{1, 2, 3}}, Finding{Severity: High, Rows: []uint32{1, 2}}, 0},
		{"half of it", Finding{Severity: High, Rows: []uint32{1, 2}}, Finding{Severity: Low, Rows: []uint32{1, 2, 3, 4}}, 0},
		{"less than half", Finding{Severity: High, Rows: []uint32{1, 2}}, Finding{Severity: Low, Rows: []uint32{1, 2, 3, 4, 5}}, 1},
		{"milder", Finding{Severity: Medium, Rows: []uint32{1, 2}}, Finding{Severity: High, Rows: []uint32{1, 2}}, 1},
		{"nothing in common", Finding{Severity: High, Rows: []uint32{1}}, Finding{Severity: Low, Rows: []uint32{2}}, 1},
		{"no evidence at all", Finding{Severity: High, Rows: []uint32{1}}, Finding{Severity: Low}, 1},
	} {
		outcomes := []Outcome{{Detection: &Detection{ID: "less"}, Findings: []Finding{test.less}}, {Detection: d, Findings: []Finding{test.more}}}
		replace(outcomes)
		if n := len(outcomes[0].Findings); n != test.want || len(outcomes[1].Findings) != 1 {
			t.Errorf("%s: %d findings left, want %d", test.name, n, test.want)
		}
	}
}
