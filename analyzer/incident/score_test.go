package incident

import (
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

// points returns those of the reason of the first incident that has a text, 0
// for none.
func points(list []Incident, text string) int {
	for _, r := range list[0].Reasons {
		if strings.Contains(r.Text, text) {
			return r.Points
		}
	}
	return 0
}

func TestScoreObject(t *testing.T) {
	rule := func(names ...string) (all []event.Target) {
		for _, name := range names {
			all = append(all, event.Target{ID: "0pr" + name, Type: "PolicyRule", DisplayName: name})
		}
		return all
	}
	for _, test := range []struct {
		name         string
		first, again []event.Target
		want         int
	}{
		{"one rule twice", rule("A"), rule("A"), -objectPoints},
		{"two rules", rule("A"), rule("B"), 0},
		{"one of several", rule("A", "P"), rule("B", "P"), -objectPoints},
		{"nothing", nil, nil, 0},
		{"then nothing", rule("A"), nil, 0},
		{"nothing, then a rule", nil, rule("A"), 0},
	} {
		events := append(history("a"), ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil, targets: test.first}, ev{at: "2026-05-05T10:10:00Z", user: "a", ip: evil, targets: test.again})
		list, _ := find(t, logOf(t, events), []found{{detect.Medium, "a", "x", []string{"2026-05-05T10:00:00", "2026-05-05T10:10:00"}}})
		if got := points(list, "one object"); got != test.want {
			t.Errorf("%s: %d points, want %d: %+v", test.name, got, test.want, list[0].Reasons)
		}
	}
}

// What nobody's own context is known of counts by whether its address is anybody's.
func TestScorePassing(t *testing.T) {
	for _, test := range []struct {
		name  string
		other string // when somebody else has the address
		want  int
	}{
		{"nobody has it", "", passingPoints},
		{"somebody has it on the day", "2026-05-05T12:00:00Z", 0},
		{"somebody had it before", "2026-05-03T12:00:00Z", 0},
	} {
		events := history("a", "b", "c", "d", "e", "f")
		var at []string
		for i, u := range []string{"a", "b", "c", "d"} {
			when := fmt.Sprintf("2026-05-05T10:0%d:00", i)
			events = append(events, ev{at: when + "Z", user: u, ip: evil, result: "FAILURE"})
			at = append(at, when)
		}
		if test.other != "" {
			events = append(events, ev{at: test.other, user: "f", ip: evil})
		}
		list, _ := find(t, logOf(t, events), []found{{detect.Medium, "", "x", at}})
		if got := points(list, "came and went"); got != test.want {
			t.Errorf("%s: %d points, want %d: %+v", test.name, got, test.want, list[0].Reasons)
		}
	}
}

// An administrator's rights count for little where distances are all there is.
func TestScoreDistance(t *testing.T) {
	events := append(history("a"), ev{at: "2026-05-04T09:00:00Z", user: "a", ip: "192.0.2.10", typ: "user.session.access_admin_app"}, ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, ev{at: "2026-05-05T10:10:00Z", user: "a", ip: evil})
	at := []string{"2026-05-05T10:00:00", "2026-05-05T10:10:00"}
	for detector, want := range map[string]int{"user-impossible-travel": placePoints, "x": adminPoints} {
		list, _ := find(t, logOf(t, events), []found{{detect.Medium, "a", detector, at}})
		if got := points(list, "is an administrator"); got != want {
			t.Errorf("%s: %d points, want %d: %+v", detector, got, want, list[0].Reasons)
		}
	}
}
