package accuracy

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
)

// smallTruth is a log of nine events: three of a campaign against Ann, two of
// one against Bob that only JSON shows, four of nobody's.
func smallTruth() *Truth {
	return &Truth{
		Users: 10, Days: 10,
		Campaigns: []Campaign{
			{ID: "a", Family: "theft", Variant: "easy", People: map[string]bool{"00uann": true, "ann@example.com": true}, Places: map[string]bool{"192.0.2.1": true, "idxA": true}},
			{ID: "b", Family: "token", Variant: "usual", Forms: []string{JSON}, People: map[string]bool{"00ubob": true, "00ueve": true}, Places: map[string]bool{}},
		},
		Marks: map[string]Mark{
			"a1": {0, Ordinary, 10}, "a2": {0, Ordinary, 20}, "a3": {0, Ordinary, 30},
			"b1": {1, Ordinary, 15}, "b2": {1, Ordinary, 25},
			"n1": {-1, Ordinary, 1}, "n2": {-1, "VPN toggle", 2}, "n3": {-1, "new phone", 3}, "n4": {-1, "VPN toggle", 4},
		},
		Habits: map[string]int{Ordinary: 1, "VPN toggle": 2, "new phone": 1},
	}
}

func finding(id, detector string, severity detect.Severity, actor string, events ...string) detect.Finding {
	f := detect.Finding{ID: id, Detector: detector, Severity: severity, Events: events}
	f.Actor.ID = actor
	return f
}

func TestFound(t *testing.T) {
	login := finding("1", "d", detect.Medium, "", "a1")
	login.Actor.AlternateID = "ann@example.com"
	address, session, stranger := finding("1", "d", detect.High, "", "a2"), finding("1", "d", detect.High, "", "a2"), finding("1", "d", detect.High, "", "a2")
	address.IPs, session.Session, stranger.IPs = []string{"192.0.2.1"}, "idxA", []string{"192.0.2.9"}
	for _, c := range []struct {
		what    string
		finding detect.Finding
		a, b    bool
	}{
		{"the victim's id", finding("1", "d", detect.Medium, "00uann", "n1", "a1"), true, false},
		{"the victim's login", login, true, false},
		{"another account of the campaign", finding("1", "d", detect.Critical, "00ueve", "b2"), false, true},
		{"nobody, from its address", address, true, false},
		{"nobody, in its session", session, true, false},
		{"nobody, from elsewhere", stranger, false, false},
		{"somebody else", finding("1", "d", detect.High, "00ubob", "a1"), false, false},
		{"the victim without an event", finding("1", "d", detect.High, "00uann", "n1"), false, false},
		{"low severity", finding("1", "d", detect.Low, "00uann", "a1"), false, false},
		{"two campaigns, one named", finding("1", "d", detect.High, "00ubob", "a1", "b1"), false, true},
		{"an event that is not in the log", finding("1", "d", detect.High, "00uann", "zz"), false, false},
	} {
		s := Judge(smallTruth(), JSON, &report.Report{Findings: []detect.Finding{c.finding}})
		if s.Campaigns[0].Found != c.a || s.Campaigns[1].Found != c.b {
			t.Errorf("%s: found %v and %v; want %v and %v", c.what, s.Campaigns[0].Found, s.Campaigns[1].Found, c.a, c.b)
		}
	}
}

func TestFoundBy(t *testing.T) {
	s := Judge(smallTruth(), JSON, &report.Report{Findings: []detect.Finding{
		finding("1", "y", detect.Medium, "00uann", "a1"), finding("2", "x", detect.High, "00uann", "a2"), finding("3", "y", detect.High, "00uann", "a3"),
		finding("4", "z", detect.Low, "00uann", "a3"),
	}})
	if got := s.Campaigns[0].By; !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("by %q; want x and y", got)
	}
}

func TestVisible(t *testing.T) {
	for form, want := range map[string]bool{JSON: true, CSV: false} {
		s := Judge(smallTruth(), form, &report.Report{})
		if !s.Campaigns[0].Visible || s.Campaigns[1].Visible != want {
			t.Errorf("%s: visible %v and %v; want true and %v", form, s.Campaigns[0].Visible, s.Campaigns[1].Visible, want)
		}
	}
}

func TestFalse(t *testing.T) {
	s := Judge(smallTruth(), JSON, &report.Report{Findings: []detect.Finding{
		finding("1", "d", detect.High, "x", "n1", "n2", "n3"), // the new phone has fewer events
		finding("2", "d", detect.Medium, "x", "n4", "n1"),
		finding("3", "e", detect.Medium, "x", "n1"),
		finding("4", "e", detect.Critical, "x"), // no evidence is no campaign
		finding("5", "e", detect.Low, "x", "n1"),
		finding("6", "e", detect.Info, "x", "n1"),
		finding("7", "e", detect.Info, "x", "a1"),
		finding("8", "e", detect.High, "00ubob", "n1", "b1"), // true by one event
	}})
	if want := [5]int{2, 1, 2, 2, 1}; s.Findings != want {
		t.Errorf("findings %v; want %v", s.Findings, want)
	}
	if want := [5]int{1, 1, 2, 1, 1}; s.False != want {
		t.Errorf("false %v; want %v", s.False, want)
	}
	var habits []string
	for _, w := range s.Wrong {
		habits = append(habits, w.Detector+" "+w.Habit)
	}
	if want := []string{"d new phone", "d VPN toggle", "e " + Ordinary, "e " + Ordinary}; !slices.Equal(habits, want) {
		t.Errorf("false findings %q; want %q", habits, want)
	}
}

func TestHabitTie(t *testing.T) {
	truth := smallTruth()
	truth.Habits["new phone"] = 2
	for _, events := range [][]string{{"n2", "n3"}, {"n3", "n2"}} {
		if got := truth.habit(&claim{events: events}); got != "VPN toggle" {
			t.Errorf("%q: %q; want the first by name", events, got)
		}
	}
}

func TestChains(t *testing.T) {
	ann := func(id string, severity detect.Severity, events ...string) detect.Finding {
		return finding(id, "d", severity, "00uann", events...)
	}
	findings := []detect.Finding{
		ann("1", detect.High, "a1"), ann("2", detect.Medium, "n1", "a2"), ann("3", detect.Medium, "a3"),
		ann("low", detect.Low, "a1"), finding("no", "d", detect.Medium, "x", "n1"), ann("no2", detect.Low, "n2"),
	}
	incident := func(findings ...string) report.Incident { return report.Incident{Findings: findings} }
	for _, c := range []struct {
		what            string
		incidents       []report.Incident
		one, order, top bool
	}{
		{"a chain", []report.Incident{incident("1", "2", "3"), incident("no")}, true, true, true},
		{"a chain with what is milder", []report.Incident{incident("1", "2", "low", "no2", "3"), incident("no")}, true, true, true},
		{"in two", []report.Incident{incident("1", "2"), incident("3"), incident("no")}, false, true, true},
		{"not all in one", []report.Incident{incident("1", "2"), incident("no")}, false, true, true},
		{"out of order", []report.Incident{incident("2", "1", "3"), incident("no")}, true, false, true},
		{"below", []report.Incident{incident("no"), incident("1", "2", "3")}, true, true, false},
		{"above, the rest below", []report.Incident{incident("1", "2"), incident("no"), incident("3")}, false, true, true},
		{"below what has an event of an attack", []report.Incident{incident("no", "low"), incident("1", "2", "3")}, true, true, true},
		{"none", nil, false, false, false},
	} {
		s := Judge(smallTruth(), JSON, &report.Report{Findings: findings, Incidents: c.incidents})
		f := s.Campaigns[0]
		if f.OneIncident != c.one || f.InOrder != c.order || f.OnTop != c.top {
			t.Errorf("%s: %v %v %v; want %v %v %v", c.what, f.OneIncident, f.InOrder, f.OnTop, c.one, c.order, c.top)
		}
		if want := c.one && c.order && c.top; f.Chain() != want {
			t.Errorf("%s: chain %v", c.what, f.Chain())
		}
		if s.Campaigns[1].Chain() {
			t.Errorf("%s: a campaign that was not found is a chain", c.what)
		}
	}
}

func TestAlone(t *testing.T) {
	findings := []detect.Finding{
		finding("1", "d", detect.High, "00uann", "a1"), finding("2", "d", detect.Medium, "00ubob", "b1"),
	}
	incident := func(findings ...string) report.Incident { return report.Incident{Findings: findings} }
	for _, c := range []struct {
		what      string
		incidents []report.Incident
		want      bool
	}{
		{"each its own", []report.Incident{incident("1"), incident("2")}, true},
		{"both in one", []report.Incident{incident("1", "2")}, false},
		{"in none", nil, false},
	} {
		for _, fate := range Judge(smallTruth(), JSON, &report.Report{Findings: findings, Incidents: c.incidents}).Campaigns {
			if fate.Alone != c.want {
				t.Errorf("%s: campaign %s: alone %v", c.what, fate.Campaign, fate.Alone)
			}
		}
	}
}

func TestFigures(t *testing.T) {
	r := newResult(&Config{Seeds: []uint64{1, 2}, Users: 10, Days: 50})
	one := &Score{
		Campaigns: []Fate{
			{Family: "theft", Variant: "easy", Visible: true, Found: true, OneIncident: true, InOrder: true, OnTop: true, Alone: true},
			{Family: "theft", Variant: "easy", Visible: true},
			{Family: "theft", Variant: "usual"},
			{Family: "token", Variant: "usual", Found: true, OneIncident: true},
		},
		Findings: [5]int{9, 7, 2, 1, 1}, False: [5]int{5, 4, 1, 0, 0},
		Wrong: []Wrong{{Detector: "d", Habit: "VPN toggle"}},
	}
	for range 2 {
		r.add(JSON, nil, one, &Score{})
	}
	r.finish()
	f := r.Ours[JSON]
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"recall", f.Recall, 0.5}, {"precision", f.Precision, 0.75}, {"false", f.False, 2},
		{"false of severity low", f.FalseAll[detect.Low], 8}, {"false of severity info", f.FalseAll[detect.Info], 10},
		{"chains", f.Chains, 0.5}, {"one incident", f.OneIncident, 1}, {"in order", f.InOrder, 0.5}, {"on top", f.OnTop, 0.5}, {"alone", f.Alone, 0.5},
		{"recall of nothing", r.Seed[CSV].Recall, 1},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v; want %v", c.what, c.got, c.want)
		}
	}
	want := []Count{{"theft", "easy", 2, 4, 0}, {"theft", "usual", 0, 0, 2}, {"token", "usual", 0, 0, 2}}
	if !slices.Equal(f.Variants, want) {
		t.Errorf("counts %v; want %v", f.Variants, want)
	}
	if len(f.ByDetection) != 1 || f.ByDetection[0] != (Blame{"d", 2}) || len(f.ByHabit) != 1 || f.ByHabit[0] != (Blame{"VPN toggle", 2}) {
		t.Errorf("blames %v and %v", f.ByDetection, f.ByHabit)
	}
	if r.Met() {
		t.Error("the goals count as met")
	}
}

func TestAbove(t *testing.T) {
	r := &report.Report{
		Findings: []detect.Finding{
			finding("1", "d", detect.High, "00uann", "a1"), finding("2", "y", detect.Medium, "x", "n3"), finding("3", "x", detect.Medium, "x", "n2"),
			finding("4", "low", detect.Low, "x", "n1"), finding("5", "d", detect.High, "00ubob", "b1"), finding("6", "z", detect.High, "x", "n1"),
		},
		Incidents: []report.Incident{{Findings: []string{"1"}}, {Score: 9, Title: "T", Findings: []string{"2", "3", "4"}}, {Findings: []string{"5"}}, {Findings: []string{"6"}}},
	}
	got := Judge(smallTruth(), JSON, r).Above
	if len(got) != 1 || got[0].Below != 1 || got[0].Score != 9 || got[0].Habit != "new phone" || !slices.Equal(got[0].Detectors, []string{"x", "y"}) {
		t.Errorf("%+v; want the second incident, above one campaign", got)
	}
}

// A story is in order as long as nothing stands behind what began after it was
// over.
func TestOrder(t *testing.T) {
	for _, c := range []struct {
		what     string
		evidence [][]string // of the findings of one incident, in its order
		want     bool
	}{
		{"one after the other", [][]string{{"a1"}, {"a2"}, {"a3"}}, true},
		{"the same moment", [][]string{{"a2"}, {"a2"}}, true},
		{"one that goes on meanwhile", [][]string{{"a2"}, {"a1", "a3"}}, true},
		{"one that was over", [][]string{{"a3"}, {"a1", "a2"}}, false},
		{"one that was over long before", [][]string{{"a1"}, {"a3"}, {"a1", "a3"}, {"a2"}}, false},
		{"events of nobody count for nothing", [][]string{{"a1", "n1"}, {"a2", "n2"}, {"a3", "n1"}}, true},
	} {
		r := &report.Report{Incidents: make([]report.Incident, 1)}
		for i, events := range c.evidence {
			id := string(rune('0' + i))
			r.Findings = append(r.Findings, finding(id, "d", detect.High, "00uann", events...))
			r.Incidents[0].Findings = append(r.Incidents[0].Findings, id)
		}
		if got := Judge(smallTruth(), JSON, r).Campaigns[0].InOrder; got != c.want {
			t.Errorf("%s: in order %v", c.what, got)
		}
	}
}
