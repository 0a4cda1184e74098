package detect

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// everything is a log in which every detection finds something.
func everything() []ev {
	events := []ev{
		{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin, place: "Dublin"}, {at: "09:10:00"},
		{at: "10:00:00", typ: typeIDPCreate, user: "mallory", session: "idxM"},
		{at: "10:01:00", typ: idpKey + "create", user: "mallory", session: "idxM"},
		{at: "11:00:00", typ: typeUnauthorizedApp, user: "bob", session: "idxB"},
		{at: "11:00:00", typ: typeUnauthorizedApp, user: "carol", session: "idxC"},
	}
	events = append(events, ev{at: "13:00:00", typ: "app.oauth2.as.token.grant", result: "FAILURE", reason: "no_matching_scope",
		session: "-", actor: withActor("PublicClientApp", "0oaclient")})
	events = append(events, everySequence()...)
	events = append(events, everyOther()...)
	events = append(events, everyProfile()...)
	return append(events, repeat(4, 60, "12:00:00", ev{typ: typePushSent, user: "dave", session: "-", ip: away})...)
}

func TestRunFindsEverything(t *testing.T) {
	outcomes, err := Run(logOf(t, everything()), Config{})
	if err != nil {
		t.Fatal(err)
	}
	if len(outcomes) != len(All()) {
		t.Fatalf("%d outcomes for %d detections", len(outcomes), len(All()))
	}
	ids := map[string]bool{}
	for i, o := range outcomes {
		if o.Detection.History != "" { // too short a log to learn from: see TestBaselines
			if short := o.MissingHistory.Days > 0; (o.Status == NotEvaluable) != short || short && len(o.Findings) > 0 {
				t.Errorf("%s: %s, %v", o.Detection.ID, o.Status, o.MissingHistory)
			}
			continue
		}
		if slices.ContainsFunc(o.Detection.NeedsAny, func(any []event.Field) bool {
			return !slices.ContainsFunc(any, func(f event.Field) bool { return f.Column() != "" })
		}) {
			continue // needs what these events have no room for: see its own test
		}
		if o.Detection != All()[i] || o.Status != Ran || len(o.Findings) == 0 {
			t.Errorf("%s: %s, %d findings", o.Detection.ID, o.Status, len(o.Findings))
		}
		for _, f := range o.Findings {
			if f.Title == "" || f.Summary == "" || f.First == "" || f.Last < f.First || f.Detector != o.Detection.ID ||
				len(f.Events) == 0 || len(f.Events) != len(f.Rows) || len(f.Techniques) == 0 || f.Facts == nil || f.IPs == nil || f.Query == "" {
				t.Errorf("incomplete: %+v", f)
			}
			if !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(f.ID) || ids[f.ID] {
				t.Errorf("id %q of %s: not of 16 digits, or not unique", f.ID, f.Summary)
			}
			ids[f.ID] = true
			if !strings.HasSuffix(f.Summary, ".") || strings.HasSuffix(f.Summary, "..") || strings.Contains(f.Summary, "  ") || strings.Contains(f.Summary, "\n") {
				t.Errorf("summary %q", f.Summary)
			}
		}
	}
}

// TestRunIsDeterministic reads the same events in many orders, in which the
// table gives other numbers to values, people and sessions.
func TestRunIsDeterministic(t *testing.T) {
	rows := make([]event.Row, 0, 20)
	for i, e := range everything() {
		rows = append(rows, e.row(i))
	}
	text := func() string {
		outcomes, err := Run(logOfRows(t, rows), Config{})
		if err != nil {
			t.Fatal(err)
		}
		var all []Finding
		for _, o := range outcomes {
			all = append(all, o.Findings...)
		}
		b, err := json.MarshalIndent(all, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want := text()
	shuffle := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		shuffle.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		if got := text(); got != want {
			t.Fatalf("another order of rows\n got %s\nwant %s", got, want)
		}
	}
}

func TestNotEvaluable(t *testing.T) {
	subject := []event.Field{event.ActorID, event.ActorAlternateID, event.TargetID, event.TargetAlternateID,
		event.ExternalSessionID, event.RootSessionID, event.ClientIP}
	for _, test := range []struct {
		d       *Detection
		without []event.Field
		missing []event.Field
	}{
		{multipleAgents, []event.Field{event.UserAgent}, nil},
		{multipleAgents, []event.Field{event.UserAgent, event.UserAgentBrowser}, []event.Field{event.UserAgent}},
		{multipleAgents, []event.Field{event.ExternalSessionID}, nil},
		{multipleAgents, []event.Field{event.ExternalSessionID, event.RootSessionID, event.ClientIP}, []event.Field{event.ClientIP, event.ExternalSessionID}},
		{fastTravel, []event.Field{event.Latitude}, []event.Field{event.Latitude}},
		{fastTravel, []event.Field{event.City, event.Country, event.ClientIP, event.UserAgent}, nil},
		{fastTravel, subject[:6], []event.Field{event.ExternalSessionID}},
		{pushRequests, subject[:6], nil},
		{pushRequests, subject, []event.Field{event.ActorID}},
		{unauthorizedApps, subject, []event.Field{event.ActorID}},
		{idpCreated, subject, nil},
		{idpChanged, subject, nil},
	} {
		o := outcomeOf(t, test.d, logOf(t, everything(), test.without...), Config{})
		want := Ran
		if test.missing != nil {
			want = NotEvaluable
		}
		if o.Status != want || !slices.Equal(o.Missing, test.missing) {
			t.Errorf("%s without %v: %s, missing %v; want %s, missing %v", test.d.ID, test.without, o.Status, o.Missing, want, test.missing)
		}
		if want == NotEvaluable && len(o.Findings) > 0 {
			t.Errorf("%s: findings although it could not look", test.d.ID)
		}
	}
}

func TestDisabled(t *testing.T) {
	log := logOf(t, everything(), event.UserAgent, event.UserAgentBrowser)
	for _, d := range All() {
		o := outcomeOf(t, d, log, Config{Disabled: []string{d.ID}})
		if o.Status != Disabled || len(o.Findings) > 0 {
			t.Errorf("%s: %s with %d findings", d.ID, o.Status, len(o.Findings))
		}
	}
}

func TestValidate(t *testing.T) {
	set := func(id, name string, v float64) Config {
		return Config{Parameters: map[string]map[string]float64{id: {name: v}}}
	}
	const travel, push = "session-fast-travel", "push-requests-per-session"
	for _, test := range []struct {
		c    Config
		want string // of the error; "" is none
	}{
		{Config{}, ""},
		{set(travel, "speed_kmh", 1000), ""},
		{set(travel, "speed_kmh", 1), ""},
		{set(push, "pushes", 1), ""},
		{set(travel, "speed_kmh", -1), `detection session-fast-travel: parameter "speed_kmh": -1 is not a number from 1 to 100000 km/h`},
		{set(travel, "speed_kmh", 0), `0 is not a number from 1 to 100000`},
		{set(travel, "speed_kmh", math.NaN()), `NaN is not a number from 1 to 100000`},
		{set(travel, "speed_kmh", math.Inf(1)), `+Inf is not a number`},
		{set(push, "pushes", 0), `detection push-requests-per-session: parameter "pushes": 0 is not a whole number from 1 to 1000`},
		{set(push, "pushes", 2.5), `2.5 is not a whole number from 1 to 1000`},
		{set(push, "pushes", 1001), `1001 is not`},
		{set(push, "push", 3), `no such parameter; there are pushes, window_minutes, many_pushes, many_denials, merge_seconds`},
		{set("idp-created", "pushes", 3), `no such parameter; the detection has none`},
		{set("pushes", "pushes", 3), `detection "pushes": no such detection; the report lists all `},
		{Config{Disabled: []string{"idp-created"}}, ""},
		{Config{Disabled: []string{"idp"}}, `detection "idp": no such detection`},
	} {
		err := test.c.Validate()
		if test.want == "" {
			if err != nil {
				t.Errorf("%v: %v", test.c, err)
			}
			continue
		}
		var fault *ConfigError
		if err == nil || !strings.Contains(err.Error(), test.want) || !errors.As(err, &fault) {
			t.Errorf("%v: %v, want %s", test.c, err, test.want)
		}
		if _, err := Run(logOf(t, []ev{{at: "09:00:00"}}), test.c); err == nil {
			t.Errorf("%v: ran in spite of %s", test.c, test.want)
		}
	}
}

func TestValidateTellsEveryFault(t *testing.T) {
	c := Config{
		Parameters: map[string]map[string]float64{
			"session-fast-travel":       {"speed_kmh": -1, "airliner_kmh": 0},
			"push-requests-per-session": {"pushes": 0},
		},
		Disabled: []string{"nothing"},
	}
	lines := strings.Split(c.Validate().Error(), "\n")
	if len(lines) != 4 || !strings.Contains(lines[0], "pushes") || !strings.Contains(lines[1], "airliner_kmh") || !strings.Contains(lines[3], "nothing") {
		t.Errorf("%q", lines)
	}
}

func TestConfigJSON(t *testing.T) {
	var c Config
	if err := json.Unmarshal([]byte(`{"parameters":{"session-fast-travel":{"speed_kmh":500}},"disabled":["idp-created"]}`), &c); err != nil {
		t.Fatal(err)
	}
	o := outcomeOf(t, fastTravel, logOf(t, everything()), c)
	if o.Values["speed_kmh"] != 500 || o.Values["min_distance_km"] != 50 {
		t.Errorf("values in force %v", o.Values)
	}
	back, err := json.Marshal(c)
	if err != nil || string(back) != `{"parameters":{"session-fast-travel":{"speed_kmh":500}},"disabled":["idp-created"]}` {
		t.Errorf("%s, %v", back, err)
	}
}

// TestDetections checks what every detection must tell a reader.
func TestDetections(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range All() {
		if found, ok := Lookup(d.ID); !ok || found != d || seen[d.ID] {
			t.Errorf("%s is not found by its id, or twice", d.ID)
		}
		seen[d.ID] = true
		if d.Title == "" || d.Family == "" || d.Meaning == "" || len(d.Check) == 0 || len(d.FalsePositives) == 0 || len(d.Techniques) == 0 || (d.Run == nil) == (d.After == nil) {
			t.Errorf("%s lacks words", d.ID)
		}
		for _, id := range d.Techniques {
			if !regexp.MustCompile(`^T\d{4}(\.\d{3})?$`).MatchString(id) {
				t.Errorf("%s: technique %q", d.ID, id)
			}
		}
		for _, p := range d.Parameters {
			if reason := d.fault(p.Name, p.Default); reason != "" {
				t.Errorf("%s: the default of %s: %s", d.ID, p.Name, reason)
			}
			if p.Title == "" || p.Min >= p.Max {
				t.Errorf("%s: parameter %+v", d.ID, p)
			}
		}
	}
	if _, ok := Lookup("nothing"); ok {
		t.Error("a detection that does not exist is found")
	}
	// The thresholds of the program that this one succeeds.
	for _, want := range []struct {
		id, name string
		value    float64
	}{{"session-fast-travel", "speed_kmh", 100}, {"push-requests-per-session", "pushes", 3}, {"unauthorized-app-access", "attempts", 1}} {
		d, _ := Lookup(want.id)
		if p, ok := d.Parameter(want.name); !ok || p.Default != want.value {
			t.Errorf("%s: %s is %v by default, want %v", want.id, want.name, p.Default, want.value)
		}
	}
}

func TestSort(t *testing.T) {
	f := func(id string, s Severity, first string, events int) Finding {
		return Finding{ID: id, Severity: s, First: first, Events: make([]string, events)}
	}
	want := []Finding{
		f("f", Critical, "2026-05-09", 1), f("e", High, "2026-05-09", 9), f("d", High, "2026-05-01", 2),
		f("b", High, "2026-05-02", 2), f("c", High, "2026-05-02", 2), f("a", Info, "2026-05-01", 50),
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	if Sort(got); !reflect.DeepEqual(got, want) {
		t.Errorf("order %v", got)
	}
}

func TestFindingID(t *testing.T) {
	base := Finding{Detector: "d", Actor: Actor{ID: "00u"}, Session: "s", Events: []string{"a", "b"}}
	id := findingID(&base)
	same := base
	same.Events, same.Summary, same.Severity = []string{"b", "a"}, "other words", High
	if findingID(&same) != id {
		t.Error("the id depends on the order of the evidence or on the words")
	}
	for i, change := range []func(*Finding){
		func(f *Finding) { f.Detector = "e" },
		func(f *Finding) { f.Actor.ID = "00v" },
		func(f *Finding) { f.Session = "" },
		func(f *Finding) { f.Events = []string{"a"} },
		func(f *Finding) { f.Detector, f.Actor.ID = "d00", "u" },
	} {
		other := base
		if change(&other); findingID(&other) == id {
			t.Errorf("change %d leaves the id as it was", i)
		}
	}
}

func TestQuery(t *testing.T) {
	many := make([]string, 40)
	for i := range many {
		many[i] = fmt.Sprintf("e%02d", i)
	}
	long := strings.Repeat("x", 1000)
	for _, test := range []struct {
		name     string
		f        Finding
		external []string
		want     string
	}{
		{"one event", Finding{Session: "s", Events: []string{"e"}}, []string{"s"}, `uuid eq "e"`},
		{"a session", Finding{Session: "s", Events: many}, []string{"s"}, `authenticationContext.externalSessionId eq "s"`},
		{"a root", Finding{Session: "r", Events: many}, []string{"a", "b"}, `authenticationContext.externalSessionId eq "a" or authenticationContext.externalSessionId eq "b"`},
		{"a root alone", Finding{Session: "r", Events: many}, nil, `authenticationContext.rootSessionId eq "r"`},
		{"few events", Finding{Events: many[:2]}, nil, `uuid eq "e00" or uuid eq "e01"`},
		{"a person", Finding{Actor: Actor{ID: "00u"}, Events: many}, nil, `actor.id eq "00u" or target.id eq "00u"`},
		{"nobody", Finding{Events: many[:11]}, nil, `uuid eq "e00" or uuid eq "e01" or uuid eq "e02" or uuid eq "e03" or uuid eq "e04" or uuid eq "e05" or uuid eq "e06" or uuid eq "e07" or uuid eq "e08" or uuid eq "e09"`},
		{"an id that would end the text", Finding{Session: `a" or "b\`, Events: many}, nil, `authenticationContext.rootSessionId eq "a\" or \"b\\"`},
		{"an id with a line break", Finding{Session: "a\nb", Events: many}, nil, `authenticationContext.rootSessionId eq "ab"`},
		{"an id of a kilobyte", Finding{Session: long, Actor: Actor{ID: long}, Events: many[:2]}, []string{long}, `uuid eq "e00" or uuid eq "e01"`},
	} {
		if got := query(&test.f, test.external); got != test.want {
			t.Errorf("%s: %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestEvidenceIsBounded checks that a finding of thousands of events lists the
// first of them and says how many it does not, and keeps the rows of all.
func TestEvidenceIsBounded(t *testing.T) {
	var events []ev
	for i := range 3000 {
		e := ev{at: fmt.Sprintf("%02d:%02d:%02d", i/3600, i/60%60, i%60)}
		if i%2 == 1 {
			e.ip, e.agent = cafe, firefoxWin
		}
		events = append(events, e)
	}
	f := outcomeOf(t, multipleAgents, logOf(t, events), Config{}).Findings[0]
	if len(f.Events) != maxEvidence || len(f.Rows) != 3000 || f.Facts["events_not_listed"] != 2000 || f.Last != "2026-05-05T00:49:59.000Z" {
		t.Errorf("%d events, %v not listed, last %s", len(f.Events), f.Facts["events_not_listed"], f.Last)
	}
}

// TestEmptyLog checks that nothing is found in nothing.
func TestEmptyLog(t *testing.T) {
	outcomes, err := Run(logOf(t, nil), Config{})
	for _, o := range outcomes {
		if len(o.Findings) > 0 || (o.Status != Ran) != (o.Detection.History != "") {
			t.Errorf("%s: %s, %v", o.Detection.ID, o.Status, o.Findings)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestSeverityText(t *testing.T) {
	for s := Info; s <= Critical; s++ {
		text, err := s.MarshalText()
		var back Severity
		if err != nil || back.UnmarshalText(text) != nil || back != s {
			t.Errorf("%d becomes %s and %d", s, text, back)
		}
	}
	if _, err := ParseSeverity("High"); err == nil {
		t.Error("a severity in capitals is read")
	}
}
