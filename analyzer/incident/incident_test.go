package incident

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const (
	chrome  = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
	evil    = "203.0.113.9"
)

// ev is an event of a test: a sign-in of a user.
type ev struct {
	at, user, ip, session string
	typ, result           string
	targets               []event.Target
}

// history gives each user three days at an address of their own.
func history(users ...string) []ev {
	var all []ev
	for i, u := range users {
		for day := 1; day <= 3; day++ {
			all = append(all, ev{at: fmt.Sprintf("2026-05-%02dT09:00:00Z", day), user: u, ip: fmt.Sprintf("192.0.2.%d", 10+i), session: fmt.Sprintf("idx%s%d", u, day)})
		}
	}
	return all
}

func logOf(t testing.TB, events []ev) *table.Log {
	t.Helper()
	b := table.NewBuilder()
	for f := range event.NumFields {
		b.Carries(f)
	}
	for i, e := range events {
		r := event.Row{UUID: fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", i+1), Published: e.at, Type: or(e.typ, "user.session.start"),
			OutcomeResult: or(e.result, "SUCCESS"), ActorID: "00u" + e.user, ActorType: "User", ActorAlternateID: e.user + "@example.com",
			ClientIP: e.ip, UserAgent: chrome, ExternalSessionID: e.session}
		if e.ip == evil {
			r.UserAgent = firefox
		}
		for n, target := range e.targets {
			*r.Targets()[n] = target
		}
		if err := b.AddRow(0, int64(i), nil, &r); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"test.csv"})
	return log
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// found is a finding of a test: on the events of a user at times.
type found struct {
	severity detect.Severity
	user     string // "" is about nobody by name, "a*" names a and is of everybody's events
	detector string
	at       []string
}

// find runs [Find] on findings, and writes each incident as the detectors of
// its findings.
func find(t testing.TB, log *table.Log, list []found) ([]Incident, []string) {
	t.Helper()
	var outcomes []detect.Outcome
	names := map[string]string{}
	for i, f := range list {
		d := &detect.Detection{ID: f.detector, Title: f.detector, Family: "family " + f.detector, Techniques: []string{"T1078"}}
		x := detect.Finding{Severity: f.severity, Summary: "It was seen"}
		user, everybody := strings.CutSuffix(f.user, "*")
		if user != "" {
			x.Actor = detect.Actor{ID: "00u" + user, AlternateID: user + "@example.com"}
		}
		for row := range log.Len() {
			if u := log.UserOf(row); u >= 0 && (everybody || user == "" || log.Users()[u].ID == "00u"+user) && slices.Contains(f.at, event.FormatTime(log.Time(row))[:19]) {
				x.Rows = append(x.Rows, uint32(row))
			}
		}
		if len(x.Rows) == 0 {
			t.Fatalf("finding %d has no evidence", i)
		}
		detect.Complete(log, d, &x)
		names[x.ID] = f.detector
		outcomes = append(outcomes, detect.Outcome{Detection: d, Status: detect.Ran, Findings: []detect.Finding{x}})
	}
	views := detect.NewViews(log)
	incidents := Find(log, views, outcomes)
	slices.Reverse(outcomes)
	if again := Find(log, views, outcomes); !reflect.DeepEqual(incidents, again) {
		t.Errorf("the order of the detections shows:\n%+v\n%+v", incidents, again)
	}
	var got []string
	for _, in := range incidents {
		var parts []string
		for _, id := range in.Findings {
			parts = append(parts, names[id])
		}
		got = append(got, strings.Join(parts, " "))
		sum := 0
		for _, r := range in.Reasons {
			sum += r.Points
		}
		if sum != in.Score || sum > 100 {
			t.Errorf("score %d of %+v", in.Score, in.Reasons)
		}
	}
	return incidents, got
}

func TestJoin(t *testing.T) {
	idp := []event.Target{{ID: "0oaIDP", Type: "IdentityProvider", DisplayName: "Fallback"}}
	user := func(name string) []event.Target { return []event.Target{{ID: "00u" + name, Type: "User"}} }
	office := func(users ...string) (all []ev) {
		for _, u := range users {
			all = append(all, ev{at: "2026-05-04T09:00:00Z", user: u, ip: evil})
		}
		return all
	}
	on := func(severity detect.Severity, user, detector string, at ...string) found {
		return found{severity, user, detector, at}
	}
	m, info := detect.Medium, detect.Info
	for _, test := range []struct {
		name     string
		events   []ev
		findings []found
		want     []string
	}{
		{"one person on one day", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-05T20:00:00Z", user: "a", ip: "198.51.100.7"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "a", "y", "2026-05-05T20:00:00")}, []string{"x y"}},
		{"one person, two days apart", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-07T11:00:00Z", user: "a", ip: "198.51.100.7"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "a", "y", "2026-05-07T11:00:00")}, []string{"x", "y"}},
		{"one session of days", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil, session: "idxS"}, {at: "2026-05-08T11:00:00Z", user: "a", ip: evil, session: "idxS"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "a", "y", "2026-05-08T11:00:00")}, []string{"x y"}},
		{"two people, one new address", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-05T11:00:00Z", user: "b", ip: evil}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x y"}},
		{"one new address a day later", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-06T11:00:00Z", user: "b", ip: evil}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-06T11:00:00")}, []string{"x", "y"}},
		{"an office's address", append(office("c", "d", "e", "f"), ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, ev{at: "2026-05-05T11:00:00Z", user: "b", ip: evil}),
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x", "y"}},
		{"an address at which many were refused", append(refused(office("c", "d", "e", "f")), ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, ev{at: "2026-05-05T11:00:00Z", user: "b", ip: evil}),
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x y"}},
		{"an address that came and went", append(at(office("c", "d", "e", "f"), "2026-05-05T09:00:00Z"), ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, ev{at: "2026-05-05T11:00:00Z", user: "b", ip: evil}),
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x y"}},
		{"an address of three others", append(office("c", "d", "e"), ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, ev{at: "2026-05-05T11:00:00Z", user: "b", ip: evil}),
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x y"}},
		{"a home of two people", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: "192.0.2.10"}, {at: "2026-05-05T11:00:00Z", user: "b", ip: "192.0.2.10"},
			{at: "2026-05-03T11:00:00Z", user: "b", ip: "192.0.2.10"}, {at: "2026-05-04T11:00:00Z", user: "b", ip: "192.0.2.10"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x", "y"}},
		{"one object", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil, targets: idp}, {at: "2026-05-08T11:00:00Z", user: "b", ip: "198.51.100.7", targets: idp}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-08T11:00:00")}, []string{"x y"}},
		{"an act on the other", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil, targets: user("b")}, {at: "2026-05-05T11:00:00Z", user: "b", ip: "198.51.100.7"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T11:00:00")}, []string{"x y"}},
		{"info makes none", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}}, []found{on(info, "a", "x", "2026-05-05T10:00:00")}, nil},
		{"info joins one and bridges none", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-05T20:00:00Z", user: "c", ip: evil}, {at: "2026-05-06T07:00:00Z", user: "b", ip: evil}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(info, "c", "i", "2026-05-05T20:00:00"), on(m, "b", "y", "2026-05-06T07:00:00")}, []string{"x i", "y"}},
		{"low joins one and bridges none", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-05T20:00:00Z", user: "c", ip: evil}, {at: "2026-05-06T07:00:00Z", user: "b", ip: evil}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(detect.Low, "c", "l", "2026-05-05T20:00:00"), on(m, "b", "y", "2026-05-06T07:00:00")}, []string{"x l", "y"}},
		{"low of a person stays within a day", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: evil}, {at: "2026-05-06T09:00:00Z", user: "a", ip: "198.51.100.7"}, {at: "2026-05-07T08:00:00Z", user: "a", ip: "198.51.100.8"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(detect.Low, "a", "l", "2026-05-06T09:00:00"), on(m, "a", "y", "2026-05-07T08:00:00")}, []string{"x l", "y"}},
		{"a session that is everybody's", []ev{{at: "2026-05-05T10:00:00Z", user: "a", ip: "198.51.100.1", session: "idxX"}, {at: "2026-05-05T10:01:00Z", user: "b", ip: "198.51.100.2", session: "idxX"},
			{at: "2026-05-05T10:02:00Z", user: "c", ip: "198.51.100.3", session: "idxX"}, {at: "2026-05-05T10:03:00Z", user: "d", ip: "198.51.100.4", session: "idxX"}},
			[]found{on(m, "a", "x", "2026-05-05T10:00:00"), on(m, "b", "y", "2026-05-05T10:01:00")}, []string{"x", "y"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, got := find(t, logOf(t, append(history("a", "b", "c", "d", "e", "f"), test.events...)), test.findings)
			slices.Sort(got)
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("incidents %q, want %q", got, test.want)
			}
		})
	}
}

// refused and at return events that were refused, or that lie at another time.
func refused(events []ev) []ev {
	for i := range events {
		events[i].result = "FAILURE"
	}
	return events
}

func at(events []ev, when string) []ev {
	for i := range events {
		events[i].at = when
	}
	return events
}

// TestStory checks what an incident says of an intruder who comes in and stays.
func TestStory(t *testing.T) {
	target := func(typ, name string) []event.Target {
		return []event.Target{{ID: "id" + name, Type: typ, DisplayName: name}}
	}
	events := append(history("a"),
		ev{at: "2026-05-05T09:00:00Z", user: "a", ip: "192.0.2.10", session: "idxOwn", typ: "user.authentication.sso", targets: target("AppInstance", "Payroll")},
		ev{at: "2026-05-05T10:00:00Z", user: "a", ip: evil, session: "idxBad"},
		ev{at: "2026-05-05T10:01:00Z", user: "a", ip: evil, session: "idxBad", typ: "user.authentication.sso", targets: target("AppInstance", "Wiki")},
		ev{at: "2026-05-05T10:02:00Z", user: "a", ip: evil, session: "idxBad", typ: "user.mfa.factor.activate", targets: target("Factor", "Okta Verify")},
		ev{at: "2026-05-05T10:03:00Z", user: "a", ip: evil, session: "idxBad", typ: "system.api_token.create", targets: target("Token", "backup")},
		ev{at: "2026-05-05T10:04:00Z", user: "a", ip: evil, session: "idxBad", typ: "policy.rule.update", targets: target("PolicyRule", "MFA always")},
		ev{at: "2026-05-05T10:05:00Z", user: "a", ip: evil, session: "idxBad", typ: "zone.update", result: "FAILURE", targets: target("NetworkZone", "Office")},
	)
	list, _ := find(t, logOf(t, events), []found{
		{detect.High, "a", "entry", []string{"2026-05-05T10:00:00"}},
		{detect.Medium, "a", "rule", []string{"2026-05-05T10:04:00"}}})
	if len(list) != 1 {
		t.Fatalf("%d incidents", len(list))
	}
	in := list[0]
	if !slices.Equal(in.Addresses, []string{evil}) || !slices.Equal(in.Applications, []string{"Wiki"}) || !slices.Equal(in.Sessions, []string{"idxBad"}) || len(in.After) != 6 {
		t.Errorf("%+v", in)
	}
	checklist := strings.Join(in.Checklist, "\n")
	for _, want := range []string{"Clear the sessions of a@example.com and revoke its tokens: idxBad.", "Revoke the API token “backup”, created by a@example.com on 2026-05-05 10:03 UTC.",
		"Remove the factor “Okta Verify” of a@example.com, enrolled on 2026-05-05 10:02 UTC", "Restore the policy or rule “MFA always”", "Block " + evil} {
		if !strings.Contains(checklist, want) {
			t.Errorf("no %q in\n%s", want, checklist)
		}
	}
	if strings.Contains(checklist, "Office") || strings.Contains(checklist, "idxOwn") {
		t.Errorf("undoes what did not happen:\n%s", checklist)
	}
	// 38 for high, 6 a second family, 3 a second detection, 6 new address, 8 new program, 3 nobody else's, 10 administrator.
	if in.Score != 74 || in.Accounts[0].Privileged == "" {
		t.Errorf("score %d %+v", in.Score, in.Reasons)
	}
}

// Where it came from and what it rests on make the difference between findings of
// one severity.
func TestScore(t *testing.T) {
	events := append(history("a", "b"),
		ev{at: "2026-05-05T09:00:00Z", user: "a", ip: "192.0.2.10", session: "idxOwn"},
		ev{at: "2026-05-05T09:10:00Z", user: "a", ip: "192.0.2.10", session: "idxOwn"},
		ev{at: "2026-05-05T10:00:00Z", user: "a", ip: "198.51.100.7", session: "idxAway"},
		ev{at: "2026-05-05T10:10:00Z", user: "a", ip: "198.51.100.7", session: "idxAway"},
		ev{at: "2026-05-05T11:00:00Z", user: "a", ip: evil, session: "idxBad"},
		ev{at: "2026-05-05T11:10:00Z", user: "a", ip: evil, session: "idxBad"})
	score := func(severity detect.Severity, detector string, at ...string) int {
		list, _ := find(t, logOf(t, events), []found{{severity, "a", detector, at}})
		return list[0].Score
	}
	own, elsewhere, strange := []string{"2026-05-05T09:00:00", "2026-05-05T09:10:00"}, []string{"2026-05-05T10:00:00", "2026-05-05T10:10:00"}, []string{"2026-05-05T11:00:00", "2026-05-05T11:10:00"}
	falling := []int{
		score(detect.High, "x", strange...), score(detect.Medium, "x", strange...), score(detect.Medium, "x", elsewhere...),
		score(detect.Medium, "x", elsewhere[0]), score(detect.Medium, "session-fast-travel", elsewhere...), score(detect.Medium, "x", own...), score(detect.Medium, "x", own[0]),
	}
	for i := 1; i < len(falling); i++ {
		if falling[i] >= falling[i-1] {
			t.Errorf("score %d is %d, not below %d: %v", i, falling[i], falling[i-1], falling)
		}
	}
	if a, b := score(detect.Critical, "x", own...), score(detect.Medium, "x", strange...); a >= b {
		t.Errorf("an administrator's own deed has %d, an intruder's %d", a, b)
	}
}

// A finding of many people joins by all of its addresses, whomever it names.
func TestJoinSpray(t *testing.T) {
	events := history("a", "b", "c", "d", "e")
	var spray []string
	for i, u := range []string{"a", "b", "c", "d"} {
		at := fmt.Sprintf("2026-05-05T1%d:00:00", i)
		events = append(events, ev{at: at + "Z", user: u, ip: fmt.Sprintf("203.0.113.%d", 20+i), result: "FAILURE"})
		spray = append(spray, at)
	}
	events = append(events, ev{at: "2026-05-05T14:00:00Z", user: "e", ip: "203.0.113.23"})
	_, got := find(t, logOf(t, events), []found{{detect.Medium, "a*", "spray", spray}, {detect.Medium, "e", "warning", []string{"2026-05-05T14:00:00"}}})
	if !slices.Equal(got, []string{"spray warning"}) {
		t.Errorf("incidents %v", got)
	}
}

// BenchmarkHostile joins findings that all have one session, one address and
// one millisecond in common, in growing numbers.
func BenchmarkHostile(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			events := make([]ev, n)
			for i := range events {
				events[i] = ev{at: "2026-05-05T10:00:00Z", user: fmt.Sprint("u", i), ip: evil, session: "idxX"}
			}
			log := logOf(b, events)
			d := &detect.Detection{ID: "d", Title: "d"}
			out := detect.Outcome{Detection: d, Status: detect.Ran}
			for row := range log.Len() {
				f := detect.Finding{Severity: detect.Medium, Summary: "It was seen", Actor: detect.PersonAt(log, uint32(row)), Rows: []uint32{uint32(row)}}
				detect.Complete(log, d, &f)
				out.Findings = append(out.Findings, f)
			}
			views := detect.NewViews(log)
			for b.Loop() {
				Find(log, views, []detect.Outcome{out})
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "findings/s")
		})
	}
}
