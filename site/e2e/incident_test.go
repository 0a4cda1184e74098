package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestIncidents opens the incidents by the keyboard, reads the first one's story,
// copies its checklist and follows it to a finding.
func TestIncidents(t *testing.T) {
	data, err := os.ReadFile("../../testdata/sample.report.json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Incidents []struct {
			ID        string   `json:"id"`
			Findings  []string `json:"findings"`
			Checklist []string `json:"checklist"`
		} `json:"incidents"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Incidents) < 2 {
		t.Fatal("the sample has no two incidents")
	}
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.showsSample()
	p.tabTo(".finding-row")
	p.press("2")
	p.until("the incidents", `document.querySelector(".incidents") !== null`)
	var ids []string
	p.eval(p.frame, `[...document.querySelectorAll("[data-incident]")].map((i) => i.dataset.incident)`, &ids)
	if len(ids) != len(report.Incidents) {
		t.Fatalf("%d incidents shown, want %d", len(ids), len(report.Incidents))
	}
	for i, in := range report.Incidents {
		if ids[i] != in.ID {
			t.Errorf("incident %d is %s, want %s", i+1, ids[i], in.ID)
		}
	}
	want := report.Incidents[0]
	p.click(`[data-incident="` + want.ID + `"] .copy`)
	p.until("word of the copy", `document.querySelector(".notice-region").innerText.includes("copied")`)
	if text := p.pasted(); !strings.Contains(text, "[ ] "+want.Checklist[0]) {
		t.Errorf("the clipboard holds %q, want the step %q", text, want.Checklist[0])
	}
	// The second one opens on Enter.
	second := `[data-incident="` + ids[1] + `"] .incident-row`
	p.tabTo(second)
	p.press(kb.Enter)
	p.until("the second story", `document.querySelector('`+second+`').getAttribute("aria-expanded") === "true"`)
	p.click(`[data-incident="` + want.ID + `"] .incident-row`) // one is open at a time
	p.click(`[data-incident="` + want.ID + `"] ol .link`)
	p.detail(want.Findings[0])
}
