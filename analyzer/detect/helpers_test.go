package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// The programs and the networks of the tests.
const (
	chromeMac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
	chromeMacNew  = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	firefoxWin    = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
	safariIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
	oktaVerify    = "D2DD7D3915.com.okta.mobile/9.50.0 DeviceSDK/1.0 iOS/26.0 Apple/iPhone18,2"
	integrations  = "Okta-Integrations"
	script        = "python-requests/2.32.3"
	home, cafe    = "192.0.2.10", "198.51.100.20"
	away, farAway = "203.0.113.30", "2001:db8:77::1"
	signOn, sso   = "policy.evaluate_sign_on", "user.authentication.sso"
)

// places are the coordinates and the names that an ev's place stands for.
var places = map[string][4]string{
	"Toronto": {"43.65", "-79.38", "Toronto", "Canada"},
	"Ottawa":  {"45.42", "-75.70", "Ottawa", "Canada"}, // 352 km from Toronto
	"Dublin":  {"53.35", "-6.26", "Dublin", "Ireland"}, // 5,250 km
	"Markham": {"43.86", "-79.34", "Markham", "Canada"},
	"Canada":  {"60.0", "-95.0", "", "Canada"}, // the middle of the country
	"nowhere": {"0.00", "0.00", "", ""},
}

// ev is an event of a test: what it leaves out is alice's sign-on policy
// evaluation from home with Chrome in Toronto, in session idxA.
type ev struct {
	at      string // time of 5 May 2026, or a whole timestamp
	typ     string
	user    string // "-" is nobody
	session string // "-" is none
	root    string
	ip      string // "-" is none
	agent   string // "-" is none
	place   string // "-" is none
	result  string // "-" is none
	reason  string
	actor   *event.Row // of which the actor is taken
	targets []event.Target
	uuid    string
	uri     string
	more    map[event.Field]string // what no other field is for
}

func (e ev) row(n int) event.Row {
	or := func(s, otherwise string) string {
		switch s {
		case "":
			return otherwise
		case "-":
			return ""
		}
		return s
	}
	r := event.Row{
		UUID: fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", n+1), Type: or(e.typ, signOn),
		Published: e.at, OutcomeResult: or(e.result, "SUCCESS"), OutcomeReason: e.reason,
		ExternalSessionID: or(e.session, "idxA"), RootSessionID: e.root,
		ClientIP: or(e.ip, home), RequestURI: e.uri, UserAgent: or(e.agent, chromeMac),
	}
	if !strings.Contains(e.at, "T") {
		r.Published = "2026-05-05T" + e.at + "Z"
	}
	if e.uuid != "" {
		r.UUID = e.uuid
	}
	if user := or(e.user, "alice"); user != "" {
		r.ActorID, r.ActorType = "00u"+user, "User"
		r.ActorAlternateID, r.ActorDisplayName = user+"@example.com", user
	}
	if e.actor != nil {
		r.ActorID, r.ActorType = e.actor.ActorID, e.actor.ActorType
		r.ActorAlternateID, r.ActorDisplayName = e.actor.ActorAlternateID, e.actor.ActorDisplayName
	}
	if p, ok := places[or(e.place, "Toronto")]; ok {
		r.Latitude, r.Longitude, r.City, r.Country = p[0], p[1], p[2], p[3]
	}
	for i, t := range e.targets {
		*r.Targets()[i] = t
	}
	return r
}

// logOf returns the log of events, which carries all fields but those left out.
func logOf(t testing.TB, events []ev, without ...event.Field) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	for f := range event.NumFields {
		if !slices.Contains(without, f) {
			b.Carries(f)
		}
	}
	for i, e := range events {
		r := e.row(i)
		for _, f := range without {
			for n := range event.MaxTargets {
				r.Set(f, n, "")
			}
		}
		if e.more != nil {
			addWithMore(t, b, i, &r, e.more)
		} else if err := b.AddRow(0, int64(i), nil, &r); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"test.csv"})
	return log
}

// addWithMore adds an event with fields that a row has no room for, as a decoder
// of JSON would.
func addWithMore(t testing.TB, b *table.Builder, offset int, r *event.Row, more map[event.Field]string) {
	t.Helper()
	var clock event.Clock
	ms, err := clock.Parse([]byte(r.Published))
	if err != nil {
		t.Fatal(err)
	}
	id, _ := table.ParseUUID([]byte(r.UUID))
	rows := table.Batch{Times: []int64{ms}, IDs: [][16]byte{id}, Offsets: []int64{int64(offset)}, Lengths: []uint32{0}}
	d := table.NewDictionary()
	for g := range table.NumGroups {
		elements := 1
		if g.Multi() {
			elements = 0
			for i, target := range r.Targets() {
				if *target != (event.Target{}) && (g == table.TargetGroup || g == table.TargetDetailGroup) {
					elements = i + 1
				}
			}
		}
		var values []uint32
		for i := range elements {
			for _, f := range g.Fields() {
				value := r.Get(f, i)
				if s, ok := more[f]; ok && i == 0 {
					value = s
				}
				if f == event.UUID || f == event.Published {
					value = ""
				}
				values = append(values, d.Value(f, []byte(value)))
			}
		}
		rows.Tuples[g] = []uint32{d.Tuple(g, values)}
	}
	delta, _ := d.Since(table.Mark{})
	var known table.Translation
	if err := b.Learn(&known, &delta); err != nil {
		t.Fatal(err)
	}
	b.Add(0, &known, rows)
}

// outcomeOf runs all detections but those that would tell the same in its place
// and returns what one of them came to.
func outcomeOf(t testing.TB, d *Detection, log *table.Log, c Config) Outcome {
	t.Helper()
	for _, other := range All() {
		if slices.Contains(other.Replaces, d.ID) {
			c.Disabled = append(slices.Clone(c.Disabled), other.ID)
		}
	}
	outcomes, err := Run(log, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Detection == d {
			return o
		}
	}
	t.Fatalf("%s is not registered", d.ID)
	return Outcome{}
}

// scene is a log and what one detection must make of it.
type scene struct {
	name   string
	events []ev
	want   []string // "severity: text", one a finding; the text is a part of its summary
	facts  map[string]any
	set    map[string]float64 // parameters
	no     []event.Field      // fields that the log does not carry
}

func play(t *testing.T, d *Detection, scenes []scene) {
	t.Helper()
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			o := outcomeOf(t, d, logOf(t, s.events, s.no...), Config{Parameters: map[string]map[string]float64{d.ID: s.set}})
			if o.Status != Ran {
				t.Fatalf("%s, missing %v", o.Status, o.Missing)
			}
			for i, f := range o.Findings {
				if i >= len(s.want) {
					t.Errorf("a finding too many: %s: %s", f.Severity, f.Summary)
					continue
				}
				severity, text, _ := strings.Cut(s.want[i], ": ")
				if f.Severity.String() != severity || !strings.Contains(f.Summary, text) {
					t.Errorf("finding %d\n got %s: %s\nwant %s", i, f.Severity, f.Summary, s.want[i])
				}
				if i == 0 {
					for name, want := range s.facts {
						if got := fmt.Sprint(f.Facts[name]); got != fmt.Sprint(want) {
							t.Errorf("fact %s = %v, want %v", name, got, want)
						}
					}
				}
			}
			if len(o.Findings) < len(s.want) {
				t.Errorf("%d findings, want %d: %q", len(o.Findings), len(s.want), s.want)
			}
		})
	}
}

// repeat returns n events, each gap seconds after the one before.
func repeat(n, gap int, start string, e ev) []ev {
	var h, m, s int
	fmt.Sscanf(start, "%d:%d:%d", &h, &m, &s)
	var all []ev
	for i := range n {
		at := h*3600 + m*60 + s + i*gap
		e.at = fmt.Sprintf("%02d:%02d:%02d", at/3600, at/60%60, at%60)
		all = append(all, e)
	}
	return all
}

// withActor returns a row whose actor is a server or an application.
func withActor(kind, id string) *event.Row {
	return &event.Row{ActorID: id, ActorType: kind, ActorAlternateID: id, ActorDisplayName: id}
}

// logOfRows returns the log of rows, which carries all fields.
func logOfRows(t testing.TB, rows []event.Row) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	for f := range event.NumFields {
		b.Carries(f)
	}
	for i := range rows {
		if err := b.AddRow(0, int64(i), nil, &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"test.csv"})
	return log
}
