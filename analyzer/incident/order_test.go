package incident

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/detect"
)

// A journey is as unusual as an intruder: the address that others of the incident
// have tells which of the two a finding is told by.
func TestOrder(t *testing.T) {
	const journey = "198.51.100.7"
	events := append(history("a", "b"),
		ev{at: "2026-05-05T09:00:00Z", user: "a", ip: journey},
		ev{at: "2026-05-05T10:00:00Z", user: "b", ip: evil},
		ev{at: "2026-05-05T11:00:00Z", user: "a", ip: evil},
		ev{at: "2026-05-05T12:00:00Z", user: "a", ip: journey})
	travel := []string{"2026-05-05T09:00:00", "2026-05-05T11:00:00"}
	for _, test := range []struct {
		name     string
		findings []found
		want     string
		start    string // of the first
	}{
		{"told by what others have too", []found{{detect.High, "a", "travel", travel}, {detect.Medium, "b", "entry", []string{"2026-05-05T10:00:00"}}},
			"entry travel", "2026-05-05T10:00:00.000Z"},
		{"alone, by its first event", []found{{detect.High, "a", "travel", travel}, {detect.Low, "b", "entry", []string{"2026-05-05T10:00:00"}}},
			"travel entry", "2026-05-05T09:00:00.000Z"},
		{"both places are others' too", []found{{detect.High, "a", "travel", travel}, {detect.Medium, "b", "entry", []string{"2026-05-05T10:00:00"}}, {detect.Medium, "a", "act", []string{"2026-05-05T12:00:00"}}},
			"travel entry act", "2026-05-05T09:00:00.000Z"},
		{"one journey for two findings about distances", []found{{detect.High, "a", "session-fast-travel", travel}, {detect.Medium, "b", "entry", []string{"2026-05-05T10:00:00"}},
			{detect.High, "a", "user-impossible-travel", []string{"2026-05-05T09:00:00", "2026-05-05T12:00:00"}}},
			"user-impossible-travel entry session-fast-travel", "2026-05-05T09:00:00.000Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, got := find(t, logOf(t, events), test.findings)
			if !slices.Equal(got, []string{test.want}) || list[0].Starts[0] != test.start {
				t.Errorf("%q, want %q; %v", got, test.want, list[0].Starts)
			}
		})
	}
}
