package analyzer_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/rules"
)

const triedRule = `title: A login
name: tried-login
logsource: {product: okta}
detection:
  selection: {eventType: user.session.start}
  condition: selection
`

const triedCount = `---
title: Logins of one person
name: tried-logins
correlation:
  type: event_count
  rules: [tried-login]
  group-by: [actor.id]
  timespan: 1d
  condition: {gte: 2}
`

func sampleLog(t *testing.T) *analyzer.Loaded {
	t.Helper()
	text, err := os.ReadFile("../testdata/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	return loadTexts(t, string(text))
}

// TestTry compares what texts of rules match with the obvious way of looking.
func TestTry(t *testing.T) {
	loaded := sampleLog(t)
	log := loaded.Log
	where := func(holds func(row int) bool) (rows []uint32) {
		for row := range log.Len() {
			if holds(row) {
				rows = append(rows, uint32(row))
			}
		}
		return rows
	}
	is := func(f event.Field, value string) func(int) bool {
		return func(row int) bool { return strings.EqualFold(log.Column(f).At(row), value) }
	}
	logins := where(is(event.Type, "user.session.start"))
	failed := where(func(row int) bool {
		return is(event.Type, "user.session.start")(row) && !is(event.OutcomeResult, "SUCCESS")(row)
	})
	if len(logins) == 0 || len(failed) == 0 || len(failed) == len(logins) {
		t.Fatalf("the sample has %d logins, %d of them failed: no test", len(logins), len(failed))
	}
	for _, c := range []struct {
		name, text string
		expression bool
		want       []uint32
	}{
		{"expression", `eventType eq "user.session.start"`, true, logins},
		{"expression of several lines", "eventType eq \"user.session.start\"\n  and not (result eq \"SUCCESS\")", true, failed},
		{"rule", triedRule, false, logins},
		{"rule behind a comment", "\n# mine\n---\n" + triedRule, false, logins},
		{"two rules", triedRule + "---\n" + strings.NewReplacer("tried-login", "tried-other", "A login", "Again").Replace(triedRule), false, logins},
		{"nothing matches", `eventType eq "nothing"`, true, nil},
	} {
		for _, again := range []string{"", " again"} {
			trial, err := loaded.Try(rules.File{Name: "own.yml", Text: c.text})
			if err != nil || len(trial.Errors) > 0 || len(trial.Missing) > 0 {
				t.Fatalf("%s%s: %v, %v, missing %v", c.name, again, err, trial.Errors, trial.Missing)
			}
			if !slices.Equal(trial.Rows, c.want) || trial.Expression != c.expression || trial.Alerts != 0 {
				t.Errorf("%s%s: %d rows, expression %t, %d alerts; want %d, %t and none", c.name, again, len(trial.Rows), trial.Expression, trial.Alerts,
					len(c.want), c.expression)
			}
		}
	}
	trial, err := loaded.Try(rules.File{Name: "own.yml", Text: triedRule + triedCount})
	if err != nil || len(trial.Errors) > 0 || trial.Alerts == 0 {
		t.Fatalf("correlation: %v, %v, %d alerts", err, trial.Errors, trial.Alerts)
	}
	if len(trial.Rows) == 0 || len(trial.Rows) >= len(logins) || !slices.IsSorted(trial.Rows) || len(trial.Rules) != 1 {
		t.Errorf("correlation: %d of %d logins by the rules %v", len(trial.Rows), len(logins), trial.Rules)
	}
}

// Errors have their places in the text, and the rest of it runs.
func TestTryErrors(t *testing.T) {
	loaded := sampleLog(t)
	for _, c := range []struct {
		name, text   string
		line, column int
		message      string
		rules        int
	}{
		{"expression", "eventType eq \"x\"\nand nosuch eq \"y\"", 2, 5, "no field", 0},
		{"cut expression", `eventType eq`, 1, 13, "value", 0},
		{"no YAML", "title: x\n  y: [", 2, 0, "YAML", 0},
		{"field", triedRule + "---\n" + strings.NewReplacer("eventType", "nosuch", "tried-login", "b").Replace(triedRule), 12, 15, "nosuch", 1},
		{"name of another", strings.Replace(triedRule, "tried-login", "session-fast-travel", 1), 1, 1, "another detection", 0},
		{"a summary of nothing", triedRule + "analyzer: {summary: '{nothing}'}\n", 7, 21, "nothing", 0},
		{"empty", "", 1, 1, "no YAML document", 0},
	} {
		trial, err := loaded.Try(rules.File{Name: "own.yml", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		if len(trial.Errors) == 0 {
			t.Errorf("%s: no error", c.name)
			continue
		}
		e := trial.Errors[0]
		if e.Line != c.line || c.column > 0 && e.Column != c.column || !strings.Contains(e.Message, c.message) || len(trial.Rules) != c.rules {
			t.Errorf("%s: %d:%d: %s, and %d rules ran; want %d:%d, %q and %d", c.name, e.Line, e.Column, e.Message, len(trial.Rules), c.line, c.column,
				c.message, c.rules)
		}
	}
	trial, err := loaded.Try(rules.File{Name: "own.yml", Text: strings.Replace(triedRule, "{eventType: user.session.start}",
		"{client.ipAddress|expand: '%offices%'}", 1)})
	if err != nil || len(trial.Errors) > 0 || !slices.Equal(trial.Missing, []string{"list offices"}) || len(trial.Rules) != 0 {
		t.Errorf("without a list: %v, %v, missing %v", err, trial.Errors, trial.Missing)
	}
}

// A rule is tried beside those of the last report, in the place of its own
// file, with its lists; and the report after it is the one before it.
func TestTryBesideReport(t *testing.T) {
	loaded := sampleLog(t)
	c := analyzer.Config{
		Lists: map[string][]string{"types": {"user.session.start"}},
		Rules: []rules.File{{Name: "own.yml", Text: triedRule}, {Name: "other.yml", Text: strings.ReplaceAll(triedRule, "tried-login", "other-login")}},
	}
	before, err := loaded.Report(c)
	if err != nil {
		t.Fatal(err)
	}
	try := func(name, text string) rules.Trial {
		t.Helper()
		trial, err := loaded.Try(rules.File{Name: name, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return trial
	}
	same := try("own.yml", triedRule)
	if len(same.Errors) > 0 || len(same.Rows) == 0 {
		t.Errorf("in the place of its file: %v", same.Errors)
	}
	if trial := try("new.yml", triedRule); len(trial.Errors) == 0 {
		t.Error("a second rule of one name has no error")
	}
	if trial := try("new.yml", strings.Replace(triedCount, "tried-logins", "more", 1)); len(trial.Errors) > 0 || trial.Alerts == 0 {
		t.Errorf("a correlation of another file's rule: %v, %d alerts", trial.Errors, trial.Alerts)
	}
	listed := strings.NewReplacer("tried-login", "listed", "eventType: user.session.start", "eventType|expand: '%types%'").Replace(triedRule)
	if trial := try("new.yml", listed); len(trial.Errors) > 0 || !slices.Equal(trial.Rows, same.Rows) {
		t.Errorf("with a list: %v, %d rows", trial.Errors, len(trial.Rows))
	}
	after, err := loaded.Report(c)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(textReport(t, before), textReport(t, after)) {
		t.Error("trying rules changed the report")
	}
}
