package e2e

import (
	"strings"
	"testing"
)

const ownRules = `title: A visit to the Admin Console of my own
name: own-visit
logsource: {product: okta}
detection:
  selection: {eventType: user.session.access_admin_app}
  condition: selection
level: critical
---
title: A field that there is not
logsource: {product: okta}
detection:
  selection: {nosuchfield: "<b>x</b>"}
  condition: selection
`

// TestOwnRules gives the page a file of Sigma rules, beside the log and after
// it: the rules run, and the page says which of them it could not take.
func TestOwnRules(t *testing.T) {
	rules := writeFile(t, "own.yml", ownRules)
	check := func(p *tab) {
		t.Helper()
		done := p.wait("done")
		if done.Findings == "0" {
			t.Error("the page shows no finding")
		}
		p.findings()
		var found []string
		p.eval(p.frame, `[...document.querySelectorAll("[data-finding]")].map((e) => e.innerText)
			.filter((text) => text.includes("Admin Console of my own"))`, &found)
		if len(found) == 0 {
			t.Error("the rule of the file found nothing")
		}
		var problems string
		p.eval(p.frame, `(document.getElementById("tab-detections").click(), new Promise((done) => setTimeout(() =>
			done(document.getElementById("rule-errors")?.innerText ?? ""), 100)))`, &problems)
		if !strings.Contains(problems, "own.yml:12:") || !strings.Contains(problems, "nosuchfield") {
			t.Errorf("the page says of the rule with a problem: %q", problems)
		}
	}
	t.Run("beside the log", func(t *testing.T) {
		p := open(t, browser, pageFile)
		p.choose(sample(t), rules)
		check(p)
	})
	t.Run("after the log", func(t *testing.T) {
		p := open(t, browser, pageFile)
		p.choose(sample(t))
		p.wait("done")
		p.choose(rules)
		p.until("the rule of the file runs", `document.body.innerText.includes("Admin Console of my own")`)
		check(p)
	})
}
