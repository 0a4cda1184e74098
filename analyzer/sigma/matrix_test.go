package sigma_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer/sigma"
)

// matrixCase is a rule with the events that it must hold for and those that it
// must not.
type matrixCase struct {
	Name string
	// Detection is what stands under detection; Expression is a filter
	// expression; Rules are whole documents.
	Detection  string
	Expression string
	Rules      string
	Match      []map[string]any
	Miss       []map[string]any
	Lists      map[string][]string
	Zone       string
	// Events and Alerts are of a correlation.
	Events []map[string]any
	Alerts []alert
}

// alert is what a match must be; what is left out is not looked at.
type alert struct {
	Rule   string
	Rows   []int32
	Peak   *float64
	Group  []string
	Values []string
}

// leastCases is how many cases the matrix must have.
const leastCases = 120

func TestMatrix(t *testing.T) {
	files, err := filepath.Glob("testdata/matrix/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []matrixCase
		readYAML(t, text, &cases)
		total += len(cases)
		names := map[string]bool{}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yml"), func(t *testing.T) {
			for _, c := range cases {
				if names[c.Name] {
					t.Errorf("two cases are called %q", c.Name)
				}
				names[c.Name] = true
				t.Run(c.Name, c.test)
			}
		})
	}
	t.Logf("%d cases", total)
	if total < leastCases {
		t.Errorf("%d cases; want at least %d", total, leastCases)
	}
}

func (c matrixCase) test(t *testing.T) {
	o := sigma.Options{Lists: c.Lists}
	if c.Zone != "" {
		d, err := time.ParseDuration(c.Zone)
		if err != nil {
			t.Fatal(err)
		}
		o.Zone = time.FixedZone(c.Zone, int(d.Seconds()))
	}
	var set *sigma.Set
	switch {
	case c.Expression != "":
		rule, err := sigma.ParseFilter(c.Expression)
		if err != nil {
			t.Fatal(err)
		}
		var errs []*sigma.Error
		if set, errs = sigma.Compile([]*sigma.Rule{rule}, o); len(errs) > 0 {
			t.Fatal(errs)
		}
	case c.Rules != "":
		set = compile(t, c.Rules, o)
	default:
		set = compile(t, ruleOf("test", c.Detection), o)
	}
	if c.Events != nil {
		c.testAlerts(t, set)
		return
	}
	if len(c.Match) == 0 || len(c.Miss) == 0 {
		t.Fatal("want events that match and events that do not")
	}
	log := logOf(t, records(t, slices.Concat(c.Match, c.Miss)))
	got := map[string]bool{}
	for _, m := range run(t, set, log) {
		for _, row := range m.Rows {
			got[log.UUID(int(row))] = true
		}
	}
	for i, e := range c.Match {
		if !got[uuid(i)] {
			t.Errorf("does not hold for %v", e)
		}
	}
	for i, e := range c.Miss {
		if got[uuid(i+len(c.Match))] {
			t.Errorf("holds for %v", e)
		}
	}
}

func (c matrixCase) testAlerts(t *testing.T, set *sigma.Set) {
	matches := run(t, set, logOf(t, records(t, c.Events)))
	if len(matches) != len(c.Alerts) {
		t.Fatalf("%d alerts; want %d: %+v", len(matches), len(c.Alerts), matches)
	}
	for i, want := range c.Alerts {
		got := matches[i]
		if want.Rule != "" && got.Rule.Name != want.Rule {
			t.Errorf("alert %d is of rule %s; want %s", i, got.Rule.Name, want.Rule)
		}
		if want.Rows != nil && !slices.Equal(got.Rows, want.Rows) {
			t.Errorf("alert %d has rows %v; want %v", i, got.Rows, want.Rows)
		}
		if want.Peak != nil && got.Peak != *want.Peak {
			t.Errorf("alert %d has peak %v; want %v", i, got.Peak, *want.Peak)
		}
		if want.Group != nil && !slices.Equal(got.Group, want.Group) {
			t.Errorf("alert %d has group %q; want %q", i, got.Group, want.Group)
		}
		if want.Values != nil && !slices.Equal(got.Values, want.Values) {
			t.Errorf("alert %d has values %q; want %q", i, got.Values, want.Values)
		}
		if len(got.Rows) == 0 || got.First > got.Last {
			t.Errorf("alert %d has %d rows from %d to %d", i, len(got.Rows), got.First, got.Last)
		}
	}
}
