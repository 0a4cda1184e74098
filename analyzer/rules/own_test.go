package rules_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/sigma"
)

// ownRule is the least that a rule of an analyst's has.
const ownRule = `title: A login
name: own-login
logsource: {product: okta}
detection:
  selection: {eventType: user.session.start}
  condition: selection
`

const ownCount = `title: Logins
name: own-logins-event
logsource: {product: okta}
detection:
  selection: {eventType: user.session.start}
  condition: selection
---
title: Many logins from one address
name: own-logins
correlation:
  type: value_count
  rules: [own-logins-event]
  group-by: [client.ipAddress]
  timespan: 10m
  condition: {gte: 3, field: actor.id}
level: high
analyzer:
  summary: "{distinct} accounts from {ip}: {values}; {count} events in {span}{times}"
`

// logins are events of a log: who signs in from where, and at which minute.
type login struct {
	minute   int
	who, ip  string
	actor    string // the type of the actor; User where it is not said
	affected string // a user among the targets
}

func load(t *testing.T, logins []login) *analyzer.Loaded {
	t.Helper()
	c := testCase{}
	for _, l := range logins {
		kind := "User"
		if l.actor != "" {
			kind = l.actor
		}
		e := map[string]any{
			"eventType": "user.session.start", "at": fmt.Sprintf("%dm", l.minute), "client.ipAddress": l.ip,
			"actor": map[string]any{"id": "00u" + l.who, "type": kind, "alternateId": l.who + "@example.com"},
		}
		if l.affected != "" {
			e["target"] = []any{map[string]any{"id": "00u" + l.affected, "type": "User", "alternateId": l.affected + "@example.com"}}
		}
		c.Events = append(c.Events, e)
	}
	lines, err := c.lines()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(append(lines, filler), "\n")
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log.ndjson", Size: int64(len(text)), Reader: strings.NewReader(text)}},
		analyzer.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// ownFindings runs own rules alone.
func ownFindings(t *testing.T, loaded *analyzer.Loaded, text string, config detect.Config) []detect.Finding {
	t.Helper()
	pack, errs := new(rules.Pack).With([]rules.File{{Name: "own.yml", Text: text}}, detect.All())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	outcomes, errs, err := pack.Run(context.Background(), rules.NewView(loaded.Log, detect.NewViews(loaded.Log)), config, rules.Options{})
	if err != nil || len(errs) > 0 {
		t.Fatal(err, errs)
	}
	var all []detect.Finding
	for _, o := range outcomes {
		all = append(all, o.Findings...)
	}
	return all
}

func summariesOf(findings []detect.Finding) (all []string) {
	for _, f := range findings {
		all = append(all, f.Summary)
	}
	slices.Sort(all)
	return all
}

func TestFold(t *testing.T) {
	day := 24 * 60
	for _, test := range []struct {
		name   string
		rule   string
		logins []login
		want   []string
	}{
		{"one actor within a day is one finding, whatever the addresses", ownRule,
			[]login{{0, "jane", "192.0.2.1", "", ""}, {day - 1, "jane", "192.0.2.2", "", ""}, {2*day - 2, "jane", "192.0.2.2", "", ""}},
			[]string{"A login: jane@example.com from 192.0.2.2 and 192.0.2.1 (3 times)."}},
		{"a day apart is two findings", ownRule,
			[]login{{0, "jane", "192.0.2.1", "", ""}, {day, "jane", "192.0.2.1", "", ""}},
			[]string{"A login: jane@example.com from 192.0.2.1.", "A login: jane@example.com from 192.0.2.1."}},
		{"two actors are two findings", ownRule,
			[]login{{0, "jane", "192.0.2.1", "", ""}, {1, "john", "192.0.2.1", "", ""}},
			[]string{"A login: jane@example.com from 192.0.2.1.", "A login: john@example.com from 192.0.2.1."}},
		{"a fold of its own", ownRule + "analyzer: {fold: 5m, summary: '{actor} {span}{times}'}\n",
			[]login{{0, "jane", "192.0.2.1", "", ""}, {4, "jane", "192.0.2.1", "", ""}, {9, "jane", "192.0.2.1", "", ""}},
			[]string{"jane@example.com 4 min (2 times).", "jane@example.com a moment."}},
		{"a group of its own", ownRule + "analyzer: {group: [ip], summary: '{ip}: {actor}'}\n",
			[]login{{0, "jane", "192.0.2.1", "", ""}, {1, "john", "192.0.2.1", "", ""}, {2, "john", "192.0.2.1", "", ""}, {3, "ann", "192.0.2.1", "", ""},
				{4, "max", "192.0.2.1", "", ""}, {5, "max", "192.0.2.9", "", ""}},
			[]string{"192.0.2.1: john@example.com, jane@example.com and 2 more.", "192.0.2.9: max@example.com."}},
		{"by the affected user", ownRule + "analyzer: {group: [user], summary: '{user} by {actor}'}\n",
			[]login{{0, "system", "192.0.2.1", "SystemPrincipal", "jane"}, {1, "system", "192.0.2.1", "SystemPrincipal", "john"}},
			[]string{"jane@example.com by system@example.com.", "john@example.com by system@example.com."}},
		{"runs of a correlation by its group", ownCount,
			[]login{{0, "a", "192.0.2.1", "", ""}, {1, "b", "192.0.2.1", "", ""}, {2, "c", "192.0.2.1", "", ""},
				{100, "a", "192.0.2.1", "", ""}, {101, "b", "192.0.2.1", "", ""}, {102, "d", "192.0.2.1", "", ""},
				{103, "a", "192.0.2.2", "", ""}, {104, "b", "192.0.2.2", "", ""}},
			[]string{"4 accounts from 192.0.2.1: 00ua, 00ub and 2 more; 6 events in 1 h 42 min (2 times)."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ownFindings(t, load(t, test.logins), test.rule, detect.Config{})
			if s := summariesOf(got); !slices.Equal(s, test.want) {
				t.Errorf("got %q\nwant %q", s, test.want)
			}
			for _, f := range got {
				if f.RuleFile != "own.yml" || len(f.ID) != 16 || len(f.Events) == 0 || f.Query == "" {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

// Who a finding is of.
func TestActor(t *testing.T) {
	for _, test := range []struct {
		name   string
		rule   string
		logins []login
		want   string
	}{
		{"the actor", ownRule, []login{{0, "jane", "192.0.2.1", "", "john"}}, "00ujane"},
		{"whom a machine acts on", ownRule, []login{{0, "system", "192.0.2.1", "SystemPrincipal", "john"}, {1, "system", "192.0.2.1", "SystemPrincipal", "john"}}, "00ujohn"},
		{"a machine that acts on several", ownRule, []login{{0, "system", "192.0.2.1", "SystemPrincipal", "john"}, {1, "system", "192.0.2.1", "SystemPrincipal", "ann"}}, "00usystem"},
		{"nobody where they are several", ownCount, []login{{0, "a", "192.0.2.1", "", ""}, {1, "b", "192.0.2.1", "", ""}, {2, "c", "192.0.2.1", "", ""}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ownFindings(t, load(t, test.logins), test.rule, detect.Config{})
			if len(got) != 1 || got[0].Actor.ID != test.want {
				t.Errorf("findings %+v, want one of %q", got, test.want)
			}
		})
	}
}

// What a rule says may be a secret stands nowhere in its findings.
func TestHiddenActor(t *testing.T) {
	rule := ownRule + "analyzer:\n  hide_actor: true\n  summary: \"A sign-in from {ip}\"\n"
	got := ownFindings(t, load(t, []login{{0, "hunter2", "192.0.2.1", "", ""}}), rule, detect.Config{})
	if len(got) != 1 || strings.Contains(fmt.Sprintf("%+v", got[0]), "hunter2") {
		t.Errorf("findings %+v, want one without hunter2", got)
	}
}

// A rule can be milder where the actor is used to the machine and worse where it
// is new to the actor.
func TestContext(t *testing.T) {
	rule := ownRule + "analyzer:\n  context: {familiar: low, strange: high}\n"
	logins := []login{{0, "a", "192.0.2.1", "", ""}, {3 * 1440, "a", "192.0.2.1", "", ""}, {4 * 1440, "a", "198.51.100.7", "", ""}}
	got := ownFindings(t, load(t, logins), rule, detect.Config{})
	var severities []string
	for _, f := range got {
		severities = append(severities, fmt.Sprint(f.Severity, " ", f.Facts["context"]))
	}
	if want := []string{"medium <nil>", "medium <nil>", "low familiar"}; !slices.Equal(severities, want) {
		t.Errorf("%q, want %q", severities, want)
	}
	for text, want := range map[string]string{"{familiar: mild}": "mild", "{usual: low}": "usual", "low": "map"} {
		_, errs := new(rules.Pack).With([]rules.File{{Name: "own.yml", Text: ownRule + "analyzer:\n  context: " + text + "\n"}}, nil)
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), want) {
			t.Errorf("context %s: %v", text, errs)
		}
	}
}

func TestParameters(t *testing.T) {
	loaded := load(t, []login{{0, "a", "192.0.2.1", "", ""}, {8, "b", "192.0.2.1", "", ""}, {14, "c", "192.0.2.1", "", ""}})
	for _, test := range []struct {
		minimum, window float64
		want            int
	}{{3, 10, 0}, {3, 15, 1}, {2, 10, 1}, {2, 5, 0}, {4, 60, 0}} {
		config := detect.Config{Parameters: map[string]map[string]float64{"own-logins": {"minimum": test.minimum, "window": test.window}}}
		if got := ownFindings(t, loaded, ownCount, config); len(got) != test.want {
			t.Errorf("minimum %v in %v minutes: %d findings, want %d", test.minimum, test.window, len(got), test.want)
		}
	}
	config := detect.Config{Severities: map[string]detect.Severity{"own-logins": detect.Low},
		Parameters: map[string]map[string]float64{"own-logins": {"window": 60}}}
	if got := ownFindings(t, loaded, ownCount, config); len(got) != 1 || got[0].Severity != detect.Low {
		t.Errorf("%+v", got)
	}
	config.Disabled = []string{"own-logins"}
	if got := ownFindings(t, loaded, ownCount, config); len(got) != 0 {
		t.Errorf("a rule that is switched off finds %+v", got)
	}
}

// More findings than anybody reads are folded until they are fewer.
func TestTooManyFindings(t *testing.T) {
	var logins []login
	for i := range 6000 {
		logins = append(logins, login{i, "jane", "192.0.2.1", "", ""})
	}
	rule := ownRule + "analyzer: {fold: 30s, summary: '{actor}{times}'}\n"
	got := ownFindings(t, load(t, logins), rule, detect.Config{})
	if s := summariesOf(got); !slices.Equal(s, []string{"jane@example.com (6,000 times)."}) {
		t.Errorf("%d findings, the first %s", len(s), s[0])
	}
	if f := got[0]; f.Facts["events"] != 6000 || f.Facts["events_not_listed"] != 5000 {
		t.Errorf("facts %v", f.Facts)
	}
	for i := range logins {
		logins[i].who = fmt.Sprint("u", i)
	}
	got = ownFindings(t, load(t, logins), rule, detect.Config{})
	if len(got) != 1 || got[0].Facts["events"] != 6000 {
		t.Errorf("%d findings of 6000 people", len(got))
	}
}

// What is wrong with an own rule is told with its place, and the others run.
func TestOwnErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"no YAML", "title: [", "own.yml:1:"},
		{"another product", strings.ReplaceAll(ownRule, "okta", "aws"), "product"},
		{"an unknown field", strings.ReplaceAll(ownRule, "eventType", "eventTyp"), "own.yml:5:15: "},
		{"a key that is none", ownRule + "analyzer:\n  sumary: x\n", `own.yml:8:3: analyzer has no "sumary"; the nearest is "summary"`},
		{"a placeholder that is none", ownRule + "analyzer:\n  summary: 'by {actr}'\n", `own.yml:8:12: summary: {actr} is no field`},
		{"a brace that is open", ownRule + "analyzer:\n  summary: 'by {actor'\n", `own.yml:8:12: summary: the brace`},
		{"a group that is none", ownRule + "analyzer:\n  group: [actr]\n", `own.yml:8:10: group: {actr} is no field`},
		{"a fold that is none", ownRule + "analyzer:\n  fold: soon\n", `own.yml:8:9: fold: timespan "soon"`},
		{"parameters of a rule that counts nothing", ownRule + "analyzer:\n  parameters: {minimum: {default: 1}}\n", "only a correlation has parameters"},
		{"a default that is not the correlation's", ownCount + "  parameters: {minimum: {default: 4}}\n", "minimum has the default 4, the correlation says 3"},
		{"a default out of its bounds", ownCount + "  parameters: {minimum: {default: 3, min: 5}}\n", "minimum has the default 3, which is not from 5"},
		{"a parameter that is none", ownCount + "  parameters: {maximum: {default: 3}}\n", `parameters has no "maximum"`},
		{"an attribute that is a list", ownRule + "analyzer: [a]\n", "analyzer is no map"},
		{"the name of a detection in code", strings.ReplaceAll(ownRule, "own-login", "idp-created"), `"idp-created" is that of another detection`},
	} {
		t.Run(test.name, func(t *testing.T) {
			pack, errs := new(rules.Pack).With([]rules.File{{Name: "own.yml", Text: test.text},
				{Name: "good.yml", Text: strings.ReplaceAll(ownRule, "own-login", "good")}}, detect.All())
			if len(errs) == 0 || !slices.ContainsFunc(errs, func(e *sigma.Error) bool { return strings.Contains(e.Error(), test.want) }) {
				t.Errorf("errors %v, want one with %q", errs, test.want)
			}
			if all := pack.Rules(); len(all) != 1 || all[0].Detection.ID != "good" || all[0].Detection.RuleFile != "good.yml" {
				t.Errorf("%d rules", len(all))
			}
		})
	}
}

// Own rules can correlate built-in ones and put filters on them.
func TestOwnWithBuiltIn(t *testing.T) {
	builtIn, _ := rules.BuiltIn()
	base := builtIn.Rules()[0].Detection.ID
	pack, errs := builtIn.With([]rules.File{{Name: "own.yml", Text: `title: Many of a built-in one
name: own-many
correlation: {type: event_count, rules: [` + base + `], timespan: 1h, condition: {gte: 2}}
`}}, detect.All())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if len(pack.Rules()) != len(builtIn.Rules())+1 {
		t.Errorf("%d rules, want one more than %d", len(pack.Rules()), len(builtIn.Rules()))
	}
	if again, _ := rules.BuiltIn(); len(again.Rules()) != len(builtIn.Rules()) {
		t.Error("the own rule is among the built-in ones")
	}
}

// A rule that needs a list says so and does not look.
func TestLists(t *testing.T) {
	loaded := load(t, []login{{0, "jane", "192.0.2.1", "", ""}, {1, "john", "198.51.100.1", "", ""}})
	text := strings.ReplaceAll(ownRule, "{eventType: user.session.start}", "{'client.ipAddress|cidr|expand': '%vpn_networks%'}")
	pack, errs := new(rules.Pack).With([]rules.File{{Name: "own.yml", Text: text}}, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	view := rules.NewView(loaded.Log, detect.NewViews(loaded.Log))
	run := func(lists map[string][]string) (detect.Outcome, []*sigma.Error) {
		outcomes, errs, err := pack.Run(context.Background(), view, detect.Config{}, rules.Options{Lists: lists})
		if err != nil || len(outcomes) != 1 {
			t.Fatal(err, outcomes)
		}
		return outcomes[0], errs
	}
	if o, errs := run(nil); o.Status != detect.NotEvaluable || !slices.Equal(o.MissingLists, []string{"vpn_networks"}) || len(errs) > 0 {
		t.Errorf("without the list: %+v, %v", o, errs)
	}
	if o, errs := run(map[string][]string{"vpn_networks": {"198.51.100.0/24"}}); o.Status != detect.Ran || len(o.Findings) != 1 || len(errs) > 0 {
		t.Errorf("with the list: %+v, %v", o, errs)
	}
	if o, errs := run(map[string][]string{"vpn_networks": {"no network"}}); o.Status != detect.NotEvaluable || len(errs) != 1 {
		t.Errorf("with a bad list: %+v, %v", o, errs)
	}
}
