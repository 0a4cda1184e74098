package e2e

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestSavedRedacted saves a report under pseudonyms, and opens it with its
// triage: alone, where nothing of the log comes back, and on its log.
func TestSavedRedacted(t *testing.T) {
	log := canaryLog(t)
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(log)
	p.wait("done")
	p.findings()
	confirmed, starred := p.triaged()
	p.openExport()
	p.click("[data-scope=all]")
	_, plain, _ := p.save("json", next)
	p.click("#export-redact")
	p.until("a preview", `document.querySelector("#redact-total")?.dataset.total > 0`)
	_, data, _ := p.save("json", next)
	secrets := []string{canary, "198.51.100.7", "victim.example"}
	for _, secret := range secrets {
		if !bytes.Contains(plain, []byte(secret)) || bytes.Contains(data, []byte(secret)) {
			t.Fatalf("%q is in the report: %t; and in the redacted one: %t", secret, bytes.Contains(plain, []byte(secret)), bytes.Contains(data, []byte(secret)))
		}
	}
	var report viewed
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if report.View == nil || !report.View.Redacted || len(report.Triage) != 2 {
		t.Fatalf("the redacted report has the view %+v and the triage %+v", report.View, report.Triage)
	}
	path := writeFile(t, "redacted.json", string(data))

	t.Run("alone", func(t *testing.T) {
		q := open(t, browser, pageFile)
		next := q.downloads()
		q.choose(path)
		if done := q.wait("done"); done.Findings == "0" {
			t.Fatal("the redacted report has no findings")
		}
		q.until("word that it is redacted", `/redacted/.test(document.querySelector("#saved-report")?.innerText)`)
		q.hasTriage(confirmed, starred)
		var names []string
		q.eval(q.frame, `[...document.querySelectorAll("[data-finding]")].map((e) => e.innerText).filter((s) => /user-\d{4}/.test(s))`, &names)
		if len(names) == 0 {
			t.Error("no finding names its user by a pseudonym")
		}
		for _, view := range []string{"overview", "incidents", "findings", "detections", "log"} {
			q.click("#tab-" + view)
			q.until("the view "+view, `document.querySelector("#tab-`+view+`[aria-selected=true]") && document.querySelector("#panel h2")`)
			var text string
			q.eval(q.frame, `document.body.innerText`, &text)
			for _, secret := range secrets {
				if bytes.Contains([]byte(text), []byte(secret)) {
					t.Errorf("the view %s of the redacted report shows %q", view, secret)
				}
			}
		}
		if _, again := q.export("json", next); !bytes.Equal(again, data) {
			t.Errorf("the report saved again differs: %s", firstDifference(again, data))
		}
	})
	t.Run("on its log", func(t *testing.T) {
		q := open(t, browser, pageFile)
		q.choose(log)
		q.wait("done")
		q.drop(path)
		q.until("word of the triage", `/triage of 2 findings was taken over from “redacted\.json”/.test(document.querySelector(".notice-region").innerText)`)
		q.hasTriage(confirmed, starred)
	})
}
