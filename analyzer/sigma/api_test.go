package sigma_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/sigma"
)

const described = `# a file
title: A rule
id: 5b0f6a3e-3b1c-4a52-9c0e-2f8a4c7d9e10
name: one
status: stable
description: >-
  What it is
  about.
author: somebody
date: 2026-03-02
modified: 2026-03-03
tags: [attack.t1078]
references: [https://example.com/a]
falsepositives:
  - A test.
logsource: {product: okta}
detection: {s: {outcome.result: FAILURE}, condition: s}
level: high
analyzer:
  next: [Ask the user.]
---
title: Many
name: many
correlation: {type: event_count, rules: [one], group-by: [actor.id], timespan: 10m, condition: {gte: 5}}
analyzer:
  summary: x
`

func TestRule(t *testing.T) {
	rules, errs := sigma.Parse("a.yml", []byte(described))
	if len(errs) > 0 || len(rules) != 2 {
		t.Fatal(rules, errs)
	}
	r := rules[0]
	got := []any{r.ID, r.Name, r.Title, r.Description, r.Status, r.Author, r.Date, r.Modified, r.Level, r.Tags, r.References, r.FalsePositives, r.File, r.Line, r.CustomKeys()}
	want := []any{"5b0f6a3e-3b1c-4a52-9c0e-2f8a4c7d9e10", "one", "A rule", "What it is about.", "stable", "somebody", "2026-03-02", "2026-03-03", "high",
		[]string{"attack.t1078"}, []string{"https://example.com/a"}, []string{"A test."}, "a.yml", 2, []string{"analyzer"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	var custom struct{ Summary string }
	node := rules[1].Custom("analyzer")
	if node == nil || node.Decode(&custom) != nil || custom.Summary != "x" || node.Line != 26 {
		t.Errorf("%+v %+v", node, custom)
	}
	if rules[1].Custom("title") != nil {
		t.Error("title is not a custom attribute")
	}
	c := rules[1].Correlation
	if c == nil || c.Type != sigma.EventCount || c.Timespan != 10*time.Minute || !slices.Equal(c.Rules, []string{"one"}) {
		t.Errorf("%+v", c)
	}
}

func TestThresholds(t *testing.T) {
	log := logOf(t, records(t, []map[string]any{{"outcome.result": "FAILURE", "actor.id": "a", "repeat": 3, "every": "4m"}}))
	view := sigma.NewView(log)
	for _, c := range []struct {
		minimum float64
		window  time.Duration
		ok      bool
		alerts  int
	}{{0, 0, false, 0}, {3, 0, true, 1}, {3, 5 * time.Minute, true, 0}, {2, 5 * time.Minute, true, 1}, {0, time.Hour, true, 0}, {4, time.Hour, true, 0}} {
		set := compile(t, described, sigma.Options{Thresholds: func(r *sigma.Rule) (float64, time.Duration, bool) {
			if r.Name != "many" {
				t.Errorf("asked for the thresholds of %s", r.Name)
			}
			return c.minimum, c.window, c.ok
		}})
		matches, err := set.Run(context.Background(), view, nil)
		if err != nil || len(matches) != c.alerts {
			t.Errorf("%v: %d alerts, %v", c, len(matches), err)
		}
		minimum, _ := set.Rules()[1].Minimum()
		if want := c.minimum; c.ok && want > 0 && minimum != want {
			t.Errorf("%v: minimum %v", c, minimum)
		}
		if c.window > 0 && set.Rules()[1].Window() != c.window {
			t.Errorf("%v: window %v", c, set.Rules()[1].Window())
		}
	}
}

func TestEnabled(t *testing.T) {
	log := logOf(t, records(t, []map[string]any{{"eventType": "a"}, {"eventType": "b"}}))
	set := compile(t, ruleOf("one", "s: {eventType: a}\ncondition: s")+"---\n"+ruleOf("two", "s: {eventType: b}\ncondition: s"), sigma.Options{})
	matches, err := set.Run(context.Background(), sigma.NewView(log), func(r *sigma.Rule) bool { return r.Name == "two" })
	if err != nil || len(matches) != 1 || matches[0].Rule.Name != "two" || matches[0].First != log.Time(1) || matches[0].Last != log.Time(1) {
		t.Errorf("%+v %v", matches, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := set.Run(ctx, sigma.NewView(log), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestUnusableCorrelationHidesItsRules checks that a rule which was meant as a
// part does not fire for every event because the whole has a fault.
func TestUnusableCorrelationHidesItsRules(t *testing.T) {
	base := ruleOf("base", "s: {eventType: a}\ncondition: s")
	for _, whole := range []string{"rules: [base], timespan: never, condition: {gte: 3}", "rules: [base, nobody], timespan: 5m, condition: {gte: 3}"} {
		rules, errs := sigma.Parse("a.yml", []byte(base+"---\ntitle: c\ncorrelation: {type: event_count, "+whole+"}\n"))
		set, more := sigma.Compile(rules, sigma.Options{})
		if len(errs)+len(more) != 1 || len(set.Rules()) != 1 || !set.Rules()[0].Base() {
			t.Errorf("%s: %v %v", whole, errs, more)
		}
		if m := run(t, set, logOf(t, records(t, []map[string]any{{"eventType": "a"}}))); len(m) > 0 {
			t.Errorf("%s: %+v", whole, m)
		}
	}
	// In another file the rule stands for itself.
	rules, _ := sigma.Parse("a.yml", []byte(base))
	others, _ := sigma.Parse("b.yml", []byte("title: c\ncorrelation: {type: event_count, rules: [base], timespan: 5m, condition: {gte: 1}}\n"))
	set, errs := sigma.Compile(append(rules, others...), sigma.Options{})
	if m := run(t, set, logOf(t, records(t, []map[string]any{{"eventType": "a"}}))); len(m) != 2 || len(errs) > 0 {
		t.Errorf("%+v %v", m, errs)
	}
}

func TestMissingFields(t *testing.T) {
	csv := func(f event.Field) bool { return f.Column() != "" }
	for _, c := range []struct{ detection, want string }{
		{"s: {eventType: a}\ncondition: s", "[]"},
		{"s: {eventType: a, securityContext.isProxy: true}\ncondition: s", "[securityContext.isProxy]"},
		{"s: {eventType: a}\nf: {securityContext.isProxy: true}\ncondition: s and not f", "[securityContext.isProxy]"},
		{"s: {eventType: a}\nf: {debugContext.debugData.factor: x}\ncondition: s or f", "[]"},
		{"s: {eventType: a}\nf: {debugContext.debugData.factor: x}\ncondition: not (s and f)", "[]"},
		{"s: {eventType: a}\nf: {debugContext.debugData.factor: x}\ncondition: not (s or f)", "[debugContext.debugData.factor]"},
		{"s: {behavior.newDevice: POSITIVE}\ncondition: s", "[debugContext.debugData.behaviors]"},
		{"s: {agent.os: macOS, network: 192.0.2.0/24, user: a, session: b, local.hour: 3}\ncondition: s", "[]"},
		{"s: [evil]\ncondition: s", "[]"},
		{"s: {actor.id|fieldref: device.id}\ncondition: s", "[device.id]"},
	} {
		set := compile(t, ruleOf("t", c.detection), sigma.Options{})
		if got := fmt.Sprint(set.Rules()[0].Missing(csv)); got != c.want {
			t.Errorf("%q lacks %s; want %s", c.detection, got, c.want)
		}
	}
	// Of a correlation: what its rules, group-by and field lack; a filter lacks
	// nothing.
	set := compile(t, ruleOf("a", "s: {eventType: a}\ncondition: s")+"---\n"+ruleOf("b", "s: {device.id: a}\ncondition: s")+`---
title: any
correlation: {type: value_count, rules: [a, b], group-by: [device.managed], timespan: 5m, condition: {gte: 2, field: actor.id}}
---
title: all
correlation: {type: temporal, rules: [a, b], timespan: 5m}
---
title: filter
logsource: {product: okta}
filter: {rules: [a], s: {device.name: x}, condition: not s}
`, sigma.Options{})
	var got []string
	for _, c := range set.Rules() {
		got = append(got, fmt.Sprint(c.Missing(csv)))
	}
	if want := []string{"[]", "[device.id]", "[device.managed]", "[device.id]"}; !slices.Equal(got, want) {
		t.Errorf("got %q; want %q", got, want)
	}
	if got := fmt.Sprint(set.Rules()[2].Fields()); got != "[eventType actor.id device.id device.name device.managed]" {
		t.Errorf("fields %s", got)
	}
}

// TestManyAlerts checks that a correlation with an alert for everything ends and
// says so.
func TestManyAlerts(t *testing.T) {
	var targets []any
	for i := range 900 {
		targets = append(targets, map[string]any{"id": fmt.Sprint("t", i), "type": "User"})
	}
	var events []map[string]any
	for i := range 120 {
		events = append(events, map[string]any{"eventType": "a", "actor.id": fmt.Sprint("u", i), "target": targets})
	}
	set := compile(t, ruleOf("a", "s: {eventType: a}\ncondition: s")+"---\ntitle: c\ncorrelation: {type: event_count, rules: [a], group-by: [actor.id, 'target[].id'], timespan: 1m, condition: {gte: 1}}\n", sigma.Options{})
	matches := run(t, set, logOf(t, records(t, events)))
	if n := len(matches); n != 100_000 || !matches[n-1].Cut || matches[n-2].Cut {
		t.Errorf("%d alerts", n)
	}
}

// TestOrderOfEvents checks that matches do not depend on the order in which
// events are read.
func TestOrderOfEvents(t *testing.T) {
	text := packText()
	log := simulated(t, 4, 3000)
	describe := func(lines string) string {
		l := logOf(t, lines)
		var b strings.Builder
		for _, m := range run(t, compile(t, text, sigma.Options{}), l) {
			fmt.Fprintf(&b, "%s %d %d %v %q %q", m.Rule.Name, m.First, m.Last, m.Peak, m.Group, m.Values)
			for _, row := range m.Rows {
				b.WriteString(" " + l.UUID(int(row)))
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	lines := simulatedText(t, 4, 3000)
	forward := describe(strings.Join(lines, ""))
	slices.Reverse(lines)
	if backward := describe(strings.Join(lines, "")); forward != backward || forward == "" {
		t.Errorf("forward:\n%.2000s\nbackward:\n%.2000s", forward, backward)
	}
	// The same view again, and rules read anew over it, find the same.
	view := sigma.NewView(log)
	set := compile(t, text, sigma.Options{})
	var all [3][]string
	for i := range all {
		if i == 2 {
			set = compile(t, text, sigma.Options{})
		}
		matches, err := set.Run(context.Background(), view, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range matches {
			all[i] = append(all[i], fmt.Sprint(m.Rule.Name, m.Rows, m.Peak, m.Group, m.Values))
		}
	}
	if !slices.Equal(all[0], all[1]) || !slices.Equal(all[0], all[2]) {
		t.Error("the runs over one view differ")
	}
}

func ExampleSet_Run() {
	rules, problems := sigma.Parse("mine.yml", []byte(`
title: Failures
name: failures
logsource: {product: okta}
detection:
  selection: {outcome.result: FAILURE}
  condition: selektion
`))
	for _, p := range problems {
		fmt.Println(p)
	}
	fmt.Println(len(rules))
	// Output:
	// mine.yml:7:14: condition: there is no identifier "selektion"; the detection has selection
	// 0
}
