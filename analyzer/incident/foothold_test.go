package incident

import (
	"fmt"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/detect"
)

// Whoever found a password with a spray comes back from elsewhere: the guess that
// was right joins the two.
func TestFoothold(t *testing.T) {
	for _, test := range []struct {
		name string
		hit  ev
		then string // when the account is used from elsewhere
		want []string
	}{
		{"asked for a second factor", ev{at: "2026-05-05T10:05:00Z", ip: evil, typ: "policy.evaluate_sign_on", result: "CHALLENGE"}, "2026-05-05T15:00:00Z", []string{"spray entry"}},
		{"let in", ev{at: "2026-05-05T10:05:00Z", ip: evil}, "2026-05-05T15:00:00Z", []string{"spray entry"}},
		{"refused like all others", ev{at: "2026-05-05T10:05:00Z", ip: evil, result: "FAILURE"}, "2026-05-05T15:00:00Z", []string{"spray", "entry"}},
		{"at another address", ev{at: "2026-05-05T10:05:00Z", ip: "198.51.100.9"}, "2026-05-05T15:00:00Z", []string{"spray", "entry"}},
		{"more than a day before", ev{at: "2026-05-05T10:05:00Z", ip: evil}, "2026-05-06T15:00:00Z", []string{"spray", "entry"}},
		{"long after the spray", ev{at: "2026-05-05T23:30:00Z", ip: evil}, "2026-05-06T15:00:00Z", []string{"spray", "entry"}},
		{"after the entry", ev{at: "2026-05-05T16:00:00Z", ip: evil}, "2026-05-05T15:00:00Z", []string{"spray", "entry"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := history("a", "b", "c", "d", "e")
			var spray []string
			for i, u := range []string{"b", "c", "d", "e"} {
				at := fmt.Sprintf("2026-05-05T10:0%d:00", i)
				events = append(events, ev{at: at + "Z", user: u, ip: evil, result: "FAILURE"})
				spray = append(spray, at)
			}
			test.hit.user = "a"
			events = append(events, test.hit, ev{at: test.then, user: "a", ip: "198.51.100.7"})
			_, got := find(t, logOf(t, events), []found{{detect.Medium, "b*", "spray", spray}, {detect.Medium, "a", "entry", []string{test.then[:19]}}})
			slices.Sort(got)
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("incidents %q, want %q", got, test.want)
			}
		})
	}
}

// An address at which a crowd was refused and where one of them works is no
// foothold of a spray.
func TestFootholdOwnAddress(t *testing.T) {
	events := history("a", "b", "c", "d", "e")
	var spray []string
	for i, u := range []string{"b", "c", "d", "e"} {
		at := fmt.Sprintf("2026-05-05T10:0%d:00", i)
		events = append(events, ev{at: at + "Z", user: u, ip: "192.0.2.10", result: "FAILURE"})
		spray = append(spray, at)
	}
	events = append(events, ev{at: "2026-05-05T10:05:00Z", user: "a", ip: "192.0.2.10"}, ev{at: "2026-05-05T15:00:00Z", user: "a", ip: "198.51.100.7"})
	_, got := find(t, logOf(t, events), []found{{detect.Medium, "b*", "spray", spray}, {detect.Medium, "a", "entry", []string{"2026-05-05T15:00:00"}}})
	if len(got) != 2 {
		t.Errorf("incidents %q", got)
	}
}
