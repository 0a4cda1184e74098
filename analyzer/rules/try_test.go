package rules_test

import (
	"context"
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/rules"
)

func TestIsExpression(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                 false,
		"\n # only a comment\n":            false,
		`eventType eq "a: b"`:              true,
		"(eventType sw \"user.\")":         true,
		"not (result eq \"SUCCESS\")":      true,
		"\n\n# mine\nactor.id pr":          true,
		"title: A login":                   false,
		"title:":                           false,
		"\ufefftitle: A login":             false,
		"# mine\n---\ntitle: A login":      false,
		"%YAML 1.2\n---\n":                 false,
		`{title: A login}`:                 false,
		`"title": A login`:                 false,
		"target.User.alternateId eq \"a\"": true,
		"eventType eq\n  \"title: x\"":     true,
	} {
		if got := rules.IsExpression(text); got != want {
			t.Errorf("%q is an expression: %t, want %t", text, got, want)
		}
	}
}

// BenchmarkTry runs a rule as it is typed, from its text to its events, over a
// million of them in columns that were looked at before.
func BenchmarkTry(b *testing.B) {
	loaded := simulated(b, 1_000_000)
	view := rules.NewView(loaded.Log, detect.NewViews(loaded.Log))
	pack, _ := rules.BuiltIn()
	for _, c := range []struct{ name, text string }{
		{"expression", `eventType eq "user.session.start" and not (outcome.result eq "SUCCESS")`},
		{"contains", `client.userAgent.rawUserAgent co "Chrome" or actor.alternateId ew "@example.com"`},
		{"rule", ownRule},
		{"correlation", ownCount},
	} {
		b.Run(c.name, func(b *testing.B) {
			rows := 0
			for b.Loop() {
				trial, err := pack.Try(context.Background(), view, rules.File{Name: "own.yml", Text: c.text}, rules.Options{}, detect.All())
				if err != nil || len(trial.Errors) > 0 {
					b.Fatal(err, trial.Errors)
				}
				rows = len(trial.Rows)
			}
			b.ReportMetric(float64(loaded.Log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(rows), "found")
		})
	}
}
