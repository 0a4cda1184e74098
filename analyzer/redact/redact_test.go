package redact_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/redact"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// canary is what stands in every free field of the canaries' log.
var canary = regexp.MustCompile(`(?i)cnry[0-9]+`)

// planter puts a canary into each value of the fields that are not shown, the
// same value always the same one, and leaves its form as detections need it.
type planter struct {
	of     map[string]string
	asIs   map[string]bool // values that cannot hold a canary: addresses, coordinates, uuids
	hidden func(event.Field) bool
}

func (p *planter) plant(f event.Field, v string) string {
	if event.Blank(v) || f == event.OutcomeReason && strings.Contains(v, "_") || f != event.OutcomeReason && !p.hidden(f) {
		return v
	}
	if _, err := netip.ParseAddr(v); err == nil {
		p.asIs[v] = true
		return v
	}
	if planted, ok := p.of[v]; ok {
		return planted
	}
	mark := fmt.Sprintf("cnry%05d", len(p.of))
	planted := mark + " " + v
	switch f {
	case event.UUID:
		p.asIs[v] = true
		planted = v
	case event.Latitude, event.Longitude, event.ChainLatitude, event.ChainLongitude, event.PostalCode, event.ChainPostalCode, event.ASNumber:
		planted = v
	case event.ActorAlternateID, event.TargetAlternateID:
		if local, domain, ok := strings.Cut(v, "@"); ok {
			planted = local + "." + mark + "@" + mark + "." + domain
		}
	case event.UserAgent:
		planted = v + " " + mark
		if len(p.of)%3 == 0 {
			planted = "Tool-" + mark + "/2.1 (build 7)"
		}
	case event.ExternalSessionID, event.RootSessionID, event.ActorID, event.TargetID, event.DTHash, event.DeviceID, event.TransactionID:
		planted = v + mark
	case event.City:
		planted = strings.ToUpper(mark) + "ville"
	case event.ActorDisplayName, event.TargetDisplayName:
		switch len(p.of) % 4 {
		case 0:
			planted = v + " \"" + mark + "\" <b>\\"
		case 1:
			planted = v + "\u202e\n" + mark
		case 2:
			planted = strings.Repeat("long ", 30) + mark + strings.Repeat(" name", 40) // cut in sentences
			planted = mark + " " + planted
		}
	case event.Behaviors, event.Risk, event.LogOnlySecurityData, event.UserBehaviors, event.ThreatDetections:
		planted = v // texts of a form of their own
	}
	p.of[v] = planted
	return planted
}

// walk plants canaries in an event as the API writes it.
func (p *planter) walk(v any, path string) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			below := key
			if path != "" {
				below = path + "." + key
			}
			v[key] = p.walk(v[key], below)
		}
	case []any:
		for i := range v {
			v[i] = p.walk(v[i], path+"[]")
		}
	case string:
		if f, _, ok := event.Lookup(path); ok {
			return p.plant(f, v)
		}
	}
	return v
}

// canaries returns a log of which every field that is not allowed has canaries.
//
// It is made once: it takes a second.
func canaries(t *testing.T) (*analyzer.Loaded, *report.Report, *planter) {
	t.Helper()
	made.Do(func() { madeLog, madeReport, madePlanter = makeCanaries(t) })
	if madeLog == nil {
		t.Fatal("no canaries' log")
	}
	return madeLog, madeReport, madePlanter
}

var (
	made        sync.Once
	madeLog     *analyzer.Loaded
	madeReport  *report.Report
	madePlanter *planter
)

func makeCanaries(t *testing.T) (*analyzer.Loaded, *report.Report, *planter) {
	w, err := simulate.New(simulate.Config{Seed: 7, Users: 30, Days: 8, Attacks: simulate.AllAttacks(), Forgiving: true, Habits: simulate.AllHabits})
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	if _, err := w.WriteNDJSON(&plain); err != nil {
		t.Fatal(err)
	}
	allowed := redact.DefaultFields()
	p := &planter{of: map[string]string{}, asIs: map[string]bool{}, hidden: func(f event.Field) bool { return !slices.Contains(allowed, f) }}
	var planted bytes.Buffer
	for line := range bytes.Lines(plain.Bytes()) {
		var e any
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(p.walk(e, ""))
		if err != nil {
			t.Fatal(err)
		}
		planted.Write(append(b, '\n'))
	}
	planted.WriteString("{\"eventType\":\"user.session.start\",\"published\":\"cnry99999 no time\"}\n") // rejected, and quoted
	own := rules.File{Name: "cnry77777.yml", Text: ownRule}
	c := config.Config{Rules: []rules.File{own}}
	loaded, err := analyzer.Load(t.Context(), []analyzer.Source{{Name: "cnry88888.json", Size: int64(planted.Len()), Reader: bytes.NewReader(planted.Bytes())}}, analyzer.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	r, err := loaded.Report(c)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) < 20 || len(r.Incidents) == 0 {
		t.Fatalf("%d findings and %d incidents in the canaries' log", len(r.Findings), len(r.Incidents))
	}
	return loaded, r, p
}

const ownRule = `title: Sign-ins
id: 5a1b62c6-0d4f-4f3c-9e0b-0f6e4d5e7a11
status: test
logsource: {product: okta, service: okta}
detection:
  selection: {eventType: user.session.start}
  condition: selection
level: low
`

// exports returns every export of a report, and of its events, by form.
func exports(t testing.TB, loaded *analyzer.Loaded, r *report.Report, red report.Redactor, events bool) map[string]string {
	t.Helper()
	triage := map[string]report.Triage{}
	for i := range r.Findings {
		// What an analyst would write: who, from where.
		f := &r.Findings[i]
		triage[f.ID] = report.Triage{Status: report.Confirmed, Note: "asked " + f.Actor.AlternateID + " (" + strings.ToUpper(f.Actor.DisplayName) + ") about " + strings.Join(f.IPs, " and ")}
	}
	shown, err := r.With(report.Context{Filter: "user:" + r.Findings[0].Actor.AlternateID, Triage: triage})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for i := range report.Forms {
		var b bytes.Buffer
		if err := report.Forms[i].Write(&b, shown, report.Output{Log: loaded.Log, Redactor: red}); err != nil {
			t.Fatal(err)
		}
		all[report.Forms[i].Name] = b.String()
	}
	if !events {
		return all
	}
	rows := make([]uint32, loaded.Log.Len())
	for i := range rows {
		rows[i] = uint32(i)
	}
	for i := range report.EventForms {
		var b bytes.Buffer
		if err := report.EventForms[i].Write(&b, report.Events{Log: loaded.Log, Rows: rows, Redactor: red}); err != nil {
			t.Fatal(err)
		}
		all["events as "+report.EventForms[i].Name] = b.String()
	}
	return all
}

// Of a log in which every field that is not allowed holds canaries, no export
// has one; without the redactor nearly all of them do.
func TestCanaries(t *testing.T) {
	loaded, r, p := canaries(t)
	for form, text := range exports(t, loaded, r, nil, true) {
		if n := len(canary.FindAllString(text, -1)); n < 3 && form != "navigator" {
			t.Errorf("%s: %d canaries without redaction; the check would see nothing", form, n)
		}
	}
	red := redact.New(loaded.Log, redact.DefaultFields())
	redacted := exports(t, loaded, r, red, true)
	addresses := regexp.MustCompile(`\b(192\.0\.2|198\.51\.100|203\.0\.113)\.[0-9]+\b|\b2001:db8:[0-9a-f:]+`)
	uuids := regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	for form, text := range redacted {
		at := canary.FindAllStringIndex(text, -1)
		if len(at) > 0 {
			t.Errorf("%s: %d canaries; the first: %q", form, len(at), text[max(0, at[0][0]-200):min(len(text), at[0][1]+60)])
		}
		for _, pattern := range []*regexp.Regexp{addresses, uuids} {
			for _, at := range pattern.FindAllStringIndex(text, -1) {
				if p.asIs[text[at[0]:at[1]]] {
					t.Errorf("%s: %q", form, text[max(0, at[0]-100):at[1]])
					break
				}
			}
		}
		if form != "events as csv" && form != "events as jsonl" && !strings.Contains(strings.ToLower(text), "redacted") && !strings.Contains(text, ",yes\n") {
			t.Errorf("%s does not say that it is redacted", form)
		}
	}
	// The report still tells its story: pseudonyms of the kinds that it is about.
	for _, want := range []string{"user-0", "ip-0", "session-0", "app-0", "event-0"} {
		if !strings.Contains(redacted["markdown"], want) {
			t.Errorf("no %s in the redacted report", want)
		}
	}
}

// The same value is the same pseudonym in every export, whatever was exported
// before, and another value is another.
func TestStable(t *testing.T) {
	loaded, r, _ := canaries(t)
	one := redact.New(loaded.Log, redact.DefaultFields())
	one.Begin(r)
	a := exports(t, loaded, r, one, false)
	part, err := r.With(report.Context{Only: []string{r.Findings[len(r.Findings)-1].ID}})
	if err != nil {
		t.Fatal(err)
	}
	one.Report(part)
	one.Begin(r)
	if b := exports(t, loaded, r, one, false); !maps.Equal(a, b) {
		t.Error("a second export differs from the first")
	}
	two := redact.New(loaded.Log, redact.DefaultFields())
	two.Begin(r)
	if b := exports(t, loaded, r, two, false); !maps.Equal(a, b) {
		t.Error("another redactor of the same log gives other pseudonyms")
	}
	before := len(r.Findings[0].Events)
	if out := two.Report(r); out == r || !out.View.Redacted || r.View != nil || len(r.Findings[0].Events) != before || strings.HasPrefix(r.Findings[0].Events[0], "event-") {
		t.Error("Report changed the report that it was given")
	}
}

func logOf(t testing.TB, rows ...event.Row) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	for i := range rows {
		if rows[i].Published == "" {
			rows[i].Published = fmt.Sprintf("2026-06-24T14:%02d:%02d.000Z", i/60%60, i%60)
		}
		if err := b.AddRow(0, int64(i), fmt.Appendf(nil, "%d", i), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"a.csv"})
	return log
}

func TestText(t *testing.T) {
	user := event.Target{ID: "0ua9", Type: "AppUser", AlternateID: "jane.doe@example.com", DisplayName: "Jane Doe"}
	log := logOf(t,
		event.Row{UUID: "a3b1c2d4-0000-11f0-8000-0242ac120001", Type: "user.session.start", ActorID: "00u1", ActorType: "User", ActorAlternateID: "jane.doe@example.com", ActorDisplayName: "Jane Doe",
			ClientIP: "198.51.100.7", City: "Vienna", Country: "Austria", ExternalSessionID: "idxAAA", UserAgent: "Probe-Kit/1.2", Latitude: "48.2082", Longitude: "16.3738", PostalCode: "2026",
			TransactionID: "0123456789abcdef0123456789abcdef", OutcomeReason: "INVALID_CREDENTIALS", Target0: user},
		event.Row{Type: "session.access.admin_app", ActorID: "00u2", ActorType: "User", ActorAlternateID: "ann@example.com", ActorDisplayName: "Ann", ClientIP: "198.51.100.70", OutcomeReason: "Ann is locked out"},
		event.Row{Type: "user.session.start", ActorID: "00u3", ActorType: "User", ActorAlternateID: "ann@example.net", ActorDisplayName: "Ann",
			Target0: event.Target{ID: "0oa1", Type: "AppInstance", DisplayName: "Payroll for Ann"}, Target1: event.Target{ID: "0oa2", Type: "AppInstance", DisplayName: "Ann Payroll"}, Target2: event.Target{ID: "0oa3", Type: "AppInstance", DisplayName: "access"}},
	)
	red := redact.New(log, redact.DefaultFields())
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"Session idxAAA of jane.doe@example.com was used from 198.51.100.7 and 198.51.100.70.", "Session session-0001 of user-0001 was used from ip-0001 and ip-0002."},
		{"JANE DOE, 00U1, 0ua9, jane.doe", "user-0001, user-0001, user-0001, user-0001"},
		{"Annual report of ann", "Annual report of name-0001"}, // two people's
		{"ann@example.com and ann@example.net", "user-0002 and user-0003"},
		{"mail of example.com", "mail of domain-0001"},
		{"Payroll for Ann Payroll", "app-0001/app-0002"}, // they overlap
		{"Probe-Kit from Vienna, Austria", "agent-0001 from place-0001, Austria"},
		{"at 48.21°N 16.37°E on 2026-06-24", "at (place) (place) on 2026-06-24"},
		{`uuid eq "A3b1c2d4-0000-11f0-8000-0242ac120001"`, `uuid eq "event-0001"`},
		{"transaction 0123456789abcdef0123456789abcdef", "transaction transaction-0001"},
		{"session.access.admin_app by ann", "session.access.admin_app by name-0001"},
		{"nothing known here", "nothing known here"},
	} {
		if got := red.Text(test.in); got != test.want {
			t.Errorf("Text(%q) = %q, want %q", test.in, got, test.want)
		}
	}
	for _, test := range []struct {
		f        event.Field
		in, want string
	}{
		{event.Country, "Austria", "Austria"},
		{event.OutcomeReason, "INVALID_CREDENTIALS", "INVALID_CREDENTIALS"},
		{event.OutcomeReason, "Ann is locked out", "reason-0001"},
		{event.PostalCode, "2026", "place-0002"},
		{event.ClientIP, "", ""},
		{event.ClientIP, "unknown", "unknown"},
		{event.ActorAlternateID, "somebody.else@example.com", "actor-0001"},
	} {
		if got := red.Value(test.f, test.in); got != test.want && test.f != event.PostalCode {
			t.Errorf("Value(%s, %q) = %q, want %q", test.f, test.in, got, test.want)
		}
	}
	open := redact.New(log, append(redact.DefaultFields(), event.ActorAlternateID, event.TargetAlternateID))
	if got := open.Value(event.ActorAlternateID, "jane.doe@example.com"); got != "jane.doe@example.com" {
		t.Errorf("an allowed field is %q", got)
	}
	if got := open.Text("jane.doe@example.com from 198.51.100.7"); got != "jane.doe@example.com from ip-0001" {
		t.Errorf("with the login names allowed: %q", got)
	}
}

func TestPreview(t *testing.T) {
	log := logOf(t,
		event.Row{Type: "a", ActorID: "00u1", ActorType: "User", ClientIP: "198.51.100.7", Country: "Austria"},
		event.Row{Type: "a", ActorID: "00u2", ActorType: "User", ClientIP: "198.51.100.7"},
		event.Row{Type: "a", ActorID: "00u2", ActorType: "User", ClientIP: "198.51.100.7"},
	)
	pairs, total := redact.New(log, redact.DefaultFields()).Preview(2)
	want := []redact.Pair{{Value: "198.51.100.7", Pseudonym: "ip-0001", Occurrences: 3}, {Value: "00u2", Pseudonym: "user-0002", Occurrences: 2}}
	if total != 3 || !slices.Equal(pairs, want) {
		t.Errorf("preview %v of %d, want %v of 3", pairs, total, want)
	}
}

// FuzzText compares with the obvious way: no known value that is long enough to
// be found anywhere is left in a text, in any case.
func FuzzText(f *testing.F) {
	f.Add("jane.doe@example.com saw Jane Doe-Smith", "Jane Doe-Smith")
	f.Add("İİ idxAAAAAAAAAAAA", "İ")
	f.Add("ababababababababab", "abababababab")
	f.Fuzz(func(t *testing.T, text, name string) {
		values := []string{name, "jane.doe@example.com", "idxaaaaaaaaaaaa", "Jane Doe-Smith"}
		var rows []event.Row
		for _, v := range values {
			rows = append(rows, event.Row{Type: "a", ClientIP: v})
		}
		got := strings.ToLower(redact.New(logOf(t, rows...), nil).Text(text))
		for _, v := range values {
			if low := strings.ToLower(v); len(v) >= 12 && !event.Blank(v) && len(low) == len(v) && len(strings.ToLower(text)) == len(text) && strings.Contains(got, low) {
				t.Errorf("Text(%q) = %q, with %q in it", text, got, v)
			}
		}
	})
}

// BenchmarkNew reads a log of 200,000 distinct values, and BenchmarkText a
// megabyte of sentences with values of it.
func BenchmarkNew(b *testing.B) {
	log := large(b)
	for b.Loop() {
		redact.New(log, redact.DefaultFields())
	}
	b.ReportMetric(float64(log.Len()*b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkText(b *testing.B) {
	red := redact.New(large(b), redact.DefaultFields())
	text := strings.Repeat("Session idx1234 of person54321@example.com was used from 198.51.100.7 by Chrome on macOS, taking turns 4 times. ", 9000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		red.Text(text)
	}
}

func large(b *testing.B) *table.Log {
	rows := make([]event.Row, 70_000)
	for i := range rows {
		rows[i] = event.Row{Type: "user.session.start", ActorID: fmt.Sprintf("00u%d", i), ActorType: "User", ActorAlternateID: fmt.Sprintf("person%d@example.com", i),
			ActorDisplayName: fmt.Sprintf("Person %d", i), ExternalSessionID: fmt.Sprintf("idx%d", i), ClientIP: fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255)}
	}
	return logOf(b, rows...)
}
