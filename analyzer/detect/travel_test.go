package detect

import (
	"fmt"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestFastTravel(t *testing.T) {
	dublin := func(e ev) ev { e.place, e.ip = "Dublin", cafe; return e }
	ottawa := func(e ev) ev { e.place, e.ip = "Ottawa", cafe; return e }
	play(t, fastTravel, []scene{
		{
			name:   "across an ocean in five minutes",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "09:05:00"})},
			want:   []string{"medium: alice@example.com: Toronto 09:00 to Dublin 09:05 UTC, 5,250 km in 5 min (63,006 km/h) inside one session"},
			facts: map[string]any{"scope": "session", "from": "Toronto", "to": "Dublin", "distance_km": 5250.5, "elapsed_seconds": 300,
				"legs": 1, "agent_changed": false},
		},
		{
			name:   "with another program",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "10:00:00", agent: script})},
			want:   []string{"high: inside one session, Chrome on macOS then python-requests"},
		},
		{
			name:   "at an airliner's speed",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "16:00:00"})}, // 750 km/h
			want:   []string{"info: (750 km/h)"},
		},
		{
			name:   "at an airliner's speed with another program",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "16:00:00", agent: script})},
			want:   []string{"medium: (750 km/h)"},
		},
		{
			name:   "faster than the airliner that is set",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "16:00:00"})},
			set:    map[string]float64{"airliner_kmh": 700},
			want:   []string{"medium: "},
		},
		{
			name:   "after exactly a day",
			events: []ev{{at: "2026-05-01T12:00:00.000Z"}, dublin(ev{at: "2026-05-02T12:00:00.000Z"})},
			want:   []string{"info: 5,250 km in 1 d (219 km/h)"},
		},
		{
			name:   "after three days and an hour",
			events: []ev{{at: "2026-05-01T12:00:00.000Z"}, dublin(ev{at: "2026-05-04T13:00:00.000Z"})},
		},
		{
			name:   "below the limit that is set",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "16:00:00"})},
			set:    map[string]float64{"speed_kmh": 1000},
		},
		{
			name:   "within one second",
			events: []ev{{at: "09:00:00.100"}, dublin(ev{at: "09:00:00.900"})},
			want:   []string{"medium: in under a second (23,6"},
			facts:  map[string]any{"elapsed_seconds": 0.8},
		},
		{
			name:   "at the same moment",
			events: []ev{{at: "09:00:00.100"}, dublin(ev{at: "09:00:00.100"})},
			want:   []string{"medium: 5,250 km at the same moment"},
			facts:  map[string]any{"elapsed_seconds": 0, "same_moment": true, "speed_kmh": nil},
		},
		{
			name:   "rows out of order",
			events: []ev{dublin(ev{at: "09:10:00"}), {at: "09:00:00"}, {at: "09:05:00"}},
			want:   []string{"medium: Toronto 09:05 to Dublin 09:10"},
		},
		{
			name:   "an event without a place between",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", place: "-"}, dublin(ev{at: "09:10:00"})},
			want:   []string{"medium: in 10 min"},
		},
		{
			name:   "an event at 0/0 between",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", place: "nowhere"}, dublin(ev{at: "09:10:00"})},
			want:   []string{"medium: in 10 min"},
		},
		{
			name:   "a coarse location",
			events: []ev{{at: "09:00:00"}, {at: "09:01:00", place: "Markham"}},
		},
		{
			name:   "a coarse location at the same moment",
			events: []ev{{at: "09:00:00"}, {at: "09:00:00", place: "Markham"}},
		},
		{
			name:   "the middle of the country is no place",
			events: []ev{{at: "09:00:00"}, {at: "09:01:00", place: "Canada"}, {at: "09:02:00"}},
		},
		{
			name:   "the middle of the country hides no jump",
			events: []ev{{at: "09:00:00"}, {at: "09:01:00", place: "Canada"}, dublin(ev{at: "09:02:00"})},
			want:   []string{"medium: Toronto 09:00 to Dublin 09:02"},
		},
		{
			name:   "nor does one at the start",
			events: []ev{{at: "09:01:00", place: "Canada"}, {at: "09:01:30"}, dublin(ev{at: "09:02:00"})},
			want:   []string{"medium: Toronto 09:01 to Dublin 09:02"},
		},
		{
			name:   "352 km in ten minutes",
			events: []ev{ottawa(ev{at: "09:10:00"}), {at: "09:00:00"}},
			want:   []string{"medium: Toronto 09:00 to Ottawa 09:10"},
		},
		{
			name:   "352 km with a telephone: its carrier's gateway",
			events: []ev{{at: "09:00:00"}, ottawa(ev{at: "09:10:00", agent: safariIPhone})},
		},
		{
			name:   "an ocean with a telephone",
			events: []ev{{at: "09:00:00"}, dublin(ev{at: "09:10:00", agent: safariIPhone})},
			want:   []string{"high: "},
		},
		{
			name: "there and back again is one finding",
			events: []ev{
				{at: "09:00:00"}, dublin(ev{at: "09:30:00"}), {at: "09:32:00"}, dublin(ev{at: "10:30:00"}), dublin(ev{at: "10:40:00"}), {at: "11:00:00"},
			},
			want:  []string{"medium: Dublin 09:30 to Toronto 09:32 UTC, 5,250 km in 2 min (157,515 km/h) inside one session; and 3 more jumps"},
			facts: map[string]any{"legs": 4},
		},
		{
			name:   "from one session to another",
			events: []ev{{at: "09:00:00", session: "idxA"}, dublin(ev{at: "09:05:00", typ: "user.session.access_admin_app", session: "idxB"})},
			want:   []string{"info: 5 min (63,006 km/h) between two sessions"},
			facts:  map[string]any{"scope": "user"},
		},
		{
			name:   "from no session to one",
			events: []ev{{at: "09:00:00", session: "-"}, dublin(ev{at: "09:05:00", typ: "user.session.access_admin_app", session: "idxB"})},
			want:   []string{"info: between two sessions"},
		},
		{
			name:   "two people",
			events: []ev{{at: "09:00:00", session: "idxA"}, dublin(ev{at: "09:05:00", session: "idxB", user: "bob"})},
		},
		{
			name: "nobody is not one person",
			events: []ev{
				{at: "09:00:00", session: "idxA", user: "-"}, dublin(ev{at: "09:05:00", session: "idxB", user: "-"}),
			},
		},
		{
			name:   "from one session to another with a program that is new to the person",
			events: []ev{{at: "09:00:00", session: "idxA"}, dublin(ev{at: "09:05:00", typ: "user.session.access_admin_app", session: "idxB", agent: firefoxWin})},
			want:   []string{"low: Chrome on macOS then Firefox on Windows"},
		},
		{
			name: "with one that the person has",
			events: []ev{
				{at: "08:00:00", session: "idxC", agent: firefoxWin}, {at: "09:00:00", session: "idxA"},
				dublin(ev{at: "09:05:00", typ: "user.session.access_admin_app", session: "idxB", agent: firefoxWin}),
			},
			want: []string{"info: "},
		},
		{
			name:   "a new computer after a flight",
			events: []ev{{at: "09:00:00", session: "idxA"}, dublin(ev{at: "16:00:00", session: "idxB", agent: firefoxWin})},
			want:   []string{"low: "},
		},
		{
			name: "a jump inside a session is told once",
			events: []ev{
				{at: "09:00:00", session: "idxA"}, dublin(ev{at: "09:05:00", session: "idxB"}), dublin(ev{at: "09:06:00", session: "idxA"}),
			},
			want: []string{"medium: inside one session"},
		},
		{
			name: "so is the way back in another session",
			events: []ev{
				{at: "09:00:00", session: "idxA"}, dublin(ev{at: "09:05:00", session: "idxA"}), dublin(ev{at: "09:10:00", session: "idxA"}),
				{at: "09:30:00", session: "idxB"},
			},
			want: []string{"medium: inside one session"},
		},
		{
			name: "the company of a real session",
			events: []ev{
				{at: "09:00:00"},
				dublin(ev{at: "09:00:05", typ: typeFactorUsed, agent: oktaVerify}),
				dublin(ev{at: "09:01:01", typ: sso, agent: integrations}),
				dublin(ev{at: "09:01:02", actor: withActor("PublicClientApp", "0oaX")}),
				{at: "09:03:00"},
			},
		},
		{
			name:   "no such session, but one person",
			events: []ev{{at: "09:00:00", session: "unknown"}, dublin(ev{at: "09:05:00", typ: "user.session.access_admin_app", session: "unknown"})},
			want:   []string{"info: between two sessions"},
		},
		{
			name:   "no session column",
			events: []ev{{at: "09:00:00", session: "-"}, dublin(ev{at: "09:05:00", typ: "user.session.access_admin_app", session: "-"})},
			no:     []event.Field{event.ExternalSessionID, event.RootSessionID},
			want:   []string{"info: "},
		},
	})
}

// A jump inside a session with one program is a VPN where its far end is a place
// or a network that says nothing.
func TestTravelByGateway(t *testing.T) {
	known := every(10, ev{at: "09:00:00"})
	jump := func(e ev) []ev { e.at = "09:10:00"; return []ev{{at: "09:00:00"}, e} }
	dublin := ev{ip: cafe, place: "Dublin"}
	script1 := dublin
	script1.agent = script
	play(t, fastTravel, []scene{
		{name: "a strange network", events: and(known, jump(dublin)), want: []string{"medium: "}},
		{name: "a gateway of many people", events: and(known, gateway(5), jump(dublin)), want: []string{"info: "}},
		{name: "with a script", events: and(known, gateway(5), jump(script1)), want: []string{"high: "}},
		{name: "from an office of many people", events: and(known, colleagues(5), jump(dublin)), want: []string{"medium: "}},
		{name: "a network that the person is used to", events: and(known, []ev{{at: "2026-05-02T21:00:00.000Z", session: "idxY", ip: cafe, place: "Dublin"}}, jump(dublin)), want: []string{"info: ", "info: "}},
		{name: "one that they go on using", events: and(known, jump(dublin), []ev{{at: "2026-05-09T21:00:00.000Z", session: "idxZ", ip: cafe, place: "Dublin"}}), want: []string{"info: "}},
		{name: "somewhere new in a known city, by a gateway", events: and(known, gateway(5), []ev{{at: "09:00:00", ip: away}, {at: "09:10:00", ip: cafe, place: "Dublin"}}), want: []string{"info: "}},
	})
}

func TestOppositePlaces(t *testing.T) {
	rows := []event.Row{ev{at: "09:00:00"}.row(0), ev{at: "10:00:00"}.row(1)}
	rows[0].Latitude, rows[0].Longitude = "0.08", "0"
	rows[1].Latitude, rows[1].Longitude = "-0.08", "180"
	o := outcomeOf(t, fastTravel, logOfRows(t, rows), Config{})
	if len(o.Findings) != 1 || fmt.Sprint(o.Findings[0].Facts["distance_km"]) != "20015.1" {
		t.Errorf("findings %v, want one of 20015.1 km", o.Findings)
	}
}

// TestTravelWithoutNames checks the words for places whose columns are missing.
func TestTravelWithoutNames(t *testing.T) {
	log := logOf(t, []ev{{at: "09:00:00"}, {at: "09:05:00", place: "Dublin", ip: cafe}}, event.City, event.Country)
	o := outcomeOf(t, fastTravel, log, Config{})
	if len(o.Findings) != 1 || o.Findings[0].Facts["from"] != "43.65°N 79.38°W" {
		t.Errorf("findings %v", o.Findings)
	}
}

func TestTravelEvidence(t *testing.T) {
	log := logOf(t, []ev{{at: "09:00:00"}, {at: "09:01:00"}, {at: "09:05:00", place: "Dublin", ip: cafe}, {at: "09:09:00", place: "Dublin", ip: cafe}})
	o := outcomeOf(t, fastTravel, log, Config{})
	if len(o.Findings) != 1 || !slices.Equal(o.Findings[0].Rows, []uint32{1, 2}) {
		t.Errorf("findings %v, want one with the rows on both sides of the jump", o.Findings)
	}
}
