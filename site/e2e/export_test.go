package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// openExport opens the export dialog.
func (p *tab) openExport() {
	p.t.Helper()
	p.click("#export")
	p.until("the export dialog", `document.querySelector("#dialog-export[open] #export-save")`)
}

// closeExport closes the dialog by the key.
func (p *tab) closeExport() {
	p.t.Helper()
	p.press(kb.Escape)
	p.until("the export dialog closed", `!document.querySelector("#dialog-export[open]")`)
}

// save saves what is chosen in the dialog in a form, and returns the file with
// what the button said.
func (p *tab) save(form string, next func() (string, []byte)) (name string, data []byte, button string) {
	p.t.Helper()
	p.click("[data-form=" + form + "]")
	p.until("the form "+form, `document.querySelector("[data-form=`+form+`] input").checked`)
	p.until("what to save", `document.querySelector("#export-save").getAttribute("aria-disabled") === "false"`)
	p.eval(p.frame, `document.querySelector("#export-save").innerText.trim()`, &button)
	p.click("#export-save")
	name, data = next()
	p.until("word of the file", `document.querySelector("#export-status").dataset.state === "saved"`)
	return name, data, button
}

// export saves all findings in a form.
func (p *tab) export(form string, next func() (string, []byte)) (name string, data []byte) {
	p.t.Helper()
	p.openExport()
	p.click("[data-scope=all]")
	name, data, _ = p.save(form, next)
	p.closeExport()
	return name, data
}

// sampled opens the sample, goes to its findings and returns how many there are.
func (p *tab) sampled() int {
	p.t.Helper()
	p.choose(sample(p.t))
	n, err := strconv.Atoi(p.wait("done").Findings)
	if err != nil || n == 0 {
		p.t.Fatalf("the sample has %d findings: %v", n, err)
	}
	p.findings()
	return n
}

// table reads CSV.
func table(t *testing.T, data []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("%v in %.300s", err, data)
	}
	return rows
}

// TestExportForms saves the findings in every form.
func TestExportForms(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	findings := p.sampled()
	p.openExport()
	for _, test := range []struct {
		form, extension string
		right           func(data []byte) bool
	}{
		{"csv", "csv", func(data []byte) bool { return len(table(t, data)) == findings+1 }},
		{"jsonl", "jsonl", func(data []byte) bool { return bytes.Count(data, []byte("\n")) == findings }},
		{"json", "json", json.Valid},
		{"markdown", "md", func(data []byte) bool { return bytes.HasPrefix(data, []byte("# ")) }},
		{"html", "html", func(data []byte) bool {
			return bytes.Contains(data, []byte("default-src 'none'")) && !bytes.Contains(data, []byte("<script"))
		}},
		{"timesketch", "timesketch.csv", func(data []byte) bool { return len(table(t, data)) > findings }},
		{"navigator", "navigator.json", func(data []byte) bool {
			var layer struct {
				Techniques []struct{ TechniqueID string }
			}
			return json.Unmarshal(data, &layer) == nil && len(layer.Techniques) > 0
		}},
		{"indicators", "indicators.csv", func(data []byte) bool { return len(table(t, data)) > 1 }},
	} {
		name, data, button := p.save(test.form, next)
		if !strings.HasPrefix(name, "okta-session-analyzer-") || !strings.HasSuffix(name, "."+test.extension) {
			t.Errorf("%s is saved as %q", test.form, name)
		}
		if want := fmt.Sprintf("Save %d findings as ", findings); !strings.HasPrefix(button, want) {
			t.Errorf("the button for %s says %q, want %s…", test.form, button, want)
		}
		if !test.right(data) {
			t.Errorf("the file in the form %s is not right: %.400s", test.form, data)
		}
	}
}

// viewed is what a saved report says of what it shows.
type viewed struct {
	Findings []struct{ ID, Severity string } `json:"findings"`
	Triage   map[string]struct {
		Status, Note string
		Star         bool
	} `json:"triage"`
	View *struct {
		Filter   string
		Total    int
		Redacted bool
		Zone     struct{ Name string }
	} `json:"view"`
}

// TestExportShown saves what a filter shows, in a zone, and by keyboard alone.
func TestExportShown(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	findings := p.sampled()
	p.click(`[data-severity="high"]`)
	var shown int
	p.until("fewer findings", `document.querySelector(".shown").innerText.includes(" of ")`)
	p.eval(p.frame, `parseInt(document.querySelector('[data-severity="high"] b').textContent)`, &shown)
	p.press(":")
	p.until("the palette", `document.activeElement.id === "palette-input"`)
	p.press("asia/tokyo", kb.Enter)
	p.until("times of Tokyo", `document.body.innerText.includes("Asia/Tokyo")`)
	p.press("e")
	p.until("the export dialog", `document.querySelector("#dialog-export[open] #export-save")`)
	var facts struct{ Zone, Filter, Button string }
	p.eval(p.frame, `({
		Zone: document.querySelector("#export-zone").innerText,
		Filter: document.querySelector("#export-filter").innerText,
		Button: document.querySelector("#export-save").innerText.trim(),
	})`, &facts)
	if facts.Zone != "Asia/Tokyo" || facts.Filter != "severity high" || facts.Button != fmt.Sprintf("Save %d findings as CSV", shown) {
		t.Errorf("the dialog says %+v of %d findings", facts, shown)
	}
	p.tabTo("[name=export-form]")
	for range 2 {
		p.press(kb.ArrowDown)
	}
	p.press(kb.Enter)
	_, data := next()
	var report viewed
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) != shown || report.View == nil || report.View.Total != findings ||
		report.View.Filter != "severity high" || report.View.Zone.Name != "Asia/Tokyo" {
		t.Errorf("%d findings are saved with %+v, want %d", len(report.Findings), report.View, shown)
	}
	for _, f := range report.Findings {
		if f.Severity != "high" {
			t.Errorf("finding %s of severity %s is saved", f.ID, f.Severity)
		}
	}
	p.closeExport()
	var focus string
	if p.eval(p.frame, `document.activeElement.tagName`, &focus); focus == "BODY" {
		t.Error("the focus is lost when the dialog closes")
	}
}

// TestExportEvents saves the events of a query, and more than one part of them.
func TestExportEvents(t *testing.T) {
	path, list := longLog(t, 120_000)
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(path)
	p.wait("done")
	p.showEvents()
	failures := countOf(list, func(e logged) bool { return e.result == "FAILURE" })
	p.ask("result:FAILURE")
	p.finds("failures", failures)
	// The order of the table is that of the file, and stays.
	p.openExport()
	for _, form := range []string{"csv", "timesketch", "jsonl"} {
		_, data, button := p.save(form, next)
		if want := "Save " + thousands(failures) + " events as "; !strings.HasPrefix(button, want) {
			t.Errorf("the button says %q, want %s…", button, want)
		}
		lines := failures
		got := bytes.Count(data, []byte("\n"))
		if form != "jsonl" {
			lines++
			got = len(table(t, data))
		}
		if got != lines {
			t.Errorf("%d lines of %s for %d events", got, form, failures)
		}
	}
	p.closeExport()
	p.finds("failures, after exporting them", failures)

	p.ask("")
	p.finds("all", len(list))
	p.openExport()
	p.click("[data-form=csv]")
	p.until("the count", fmt.Sprintf(`document.querySelector("[data-scope=events]").dataset.count === "%d"`, len(list)))
	p.eval(p.frame, `void (() => {
		const status = document.querySelector("#export-status");
		window.told = [];
		new MutationObserver(() => told.push(status.innerText.trim())).observe(status, {childList: true, subtree: true, characterData: true});
	})()`, nil)
	// The first try ends before its end.
	p.click("#export-save")
	p.click("#export-cancel")
	p.until("the end of it", `document.querySelector("#export-status").dataset.state === "idle" && document.activeElement.id === "export-save"`)
	name, data, _ := p.save("csv", next)
	if !strings.HasSuffix(name, ".events.csv") {
		t.Errorf("the events are saved as %q", name)
	}
	rows := table(t, data)
	if len(rows) != len(list)+1 {
		t.Fatalf("%d lines for %d events", len(rows), len(list))
	}
	column := -1
	for i, c := range rows[0] {
		if c == "uuid" {
			column = i
		}
	}
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		seen[r[column]] = true
	}
	for _, e := range list {
		if !seen[e.uuid] {
			t.Fatalf("event %s is not saved", e.uuid)
		}
	}
	var told []string
	p.eval(p.frame, `told`, &told)
	if !strings.Contains(strings.Join(told, "\n"), "part 2 of 3") {
		t.Errorf("the progress was told as %q", told)
	}
}

// thousands writes a number as the page does.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// TestExportRedacted saves every form of a log of canaries under pseudonyms,
// and then with one field shown.
func TestExportRedacted(t *testing.T) {
	log := canaryLog(t)
	opened := func() (*tab, func() (string, []byte)) {
		p := open(t, browser, pageFile)
		next := p.downloads()
		p.choose(log)
		p.wait("done")
		p.findings()
		return p, next
	}
	p, next := opened()
	// A note that names a person is free text of the analyst's.
	p.click("[data-finding] .finding-row")
	p.click("#add-note")
	p.until("the focus in the note", `document.activeElement.id === "note"`)
	p.press("asked " + canary + "-0@victim.example")
	p.until("the note", `document.getElementById("note").value.endsWith("victim.example")`)
	p.openExport()
	p.click("[data-scope=all]")
	if _, data, _ := p.save("json", next); !bytes.Contains(data, []byte(canary)) {
		t.Error("without redaction the canary is not in the report: the test proves nothing")
	}
	p.click("#export-redact")
	p.until("a preview", `document.querySelector("#redact-preview tbody tr") && document.querySelector("#redact-total").dataset.total > 0`)
	var pairs [][]string
	p.eval(p.frame, `[...document.querySelectorAll("#redact-preview tbody tr")].map((row) => [...row.cells].map((c) => c.innerText.trim()))`, &pairs)
	email := canary + "-0@victim.example"
	known := map[string]string{}
	for _, pair := range pairs {
		known[pair[0]] = pair[1]
	}
	if !strings.HasPrefix(known[email], "user-") || known["198.51.100.7"] == "" {
		t.Errorf("the preview is %v", pairs)
	}
	leaks := func(what string, data []byte) {
		t.Helper()
		if bytes.Contains(data, []byte(canary)) || bytes.Contains(data, []byte("198.51.100.7")) || bytes.Contains(data, []byte("victim.example")) {
			t.Errorf("%s, redacted, holds what was to be replaced: %.600s", what, data)
		}
	}
	for _, form := range []string{"csv", "jsonl", "json", "markdown", "html", "timesketch", "navigator", "indicators"} {
		name, data, _ := p.save(form, next)
		if !strings.Contains(name, ".redacted.") {
			t.Errorf("the redacted file is called %q", name)
		}
		leaks("the form "+form, data)
		if form != "navigator" && form != "json" {
			continue
		}
		if form == "json" && !bytes.Contains(data, []byte(known[email])) {
			t.Errorf("the report does not hold the pseudonym %s", known[email])
		}
	}
	// Another page: from the tenth file on Chromium asks whether one may go on.
	p.close()
	p, next = opened()
	p.openExport()
	p.click("#export-redact")
	p.click("[data-scope=events]")
	for _, form := range []string{"csv", "jsonl", "timesketch"} {
		_, data, _ := p.save(form, next)
		leaks("events as "+form, data)
	}

	// One field is shown as it is, and then no more.
	p.click("#redact-fields summary")
	p.click(`[data-field="actor.alternateId"] input`)
	p.until("the field among those shown", `document.querySelector("#redact-fields summary").innerText.includes("changed")`)
	_, data, _ := p.save("csv", next)
	if !bytes.Contains(data, []byte(email)) || bytes.Contains(data, []byte("198.51.100.7")) {
		t.Errorf("with the login names shown, the events are %.600s", data)
	}
	p.click("#redact-default")
	p.until("the fields as proposed", `!document.querySelector("#redact-fields summary").innerText.includes("changed")`)
	_, data, _ = p.save("csv", next)
	leaks("events with the fields as proposed", data)
}

// triaged marks the first two findings on screen and returns their ids.
func (p *tab) triaged() (confirmed, starred string) {
	p.t.Helper()
	var ids []string
	p.eval(p.frame, `[...document.querySelectorAll("[data-finding]")].map((e) => e.dataset.finding)`, &ids)
	p.click(`[data-finding="` + ids[0] + `"] .finding-row`)
	p.click(`.segment.confirmed input`)
	p.click("#add-note")
	p.until("the focus in the note", `document.activeElement.id === "note"`)
	p.press("the real one")
	p.until("the note", `document.getElementById("note").value === "the real one"`)
	p.click(`[data-finding="` + ids[1] + `"] .finding-row`)
	p.until("the second finding", `document.querySelector('[data-detail="`+ids[1]+`"]')`)
	p.click("#star")
	return ids[0], ids[1]
}

// hasTriage checks the triage that triaged made.
func (p *tab) hasTriage(confirmed, starred string) {
	p.t.Helper()
	p.findings()
	p.click(`[data-finding="` + confirmed + `"] .finding-row`)
	p.until("the status and the note", `document.querySelector('[data-detail="`+confirmed+`"] .triage[data-status=confirmed]') && document.getElementById("note")?.value === "the real one"`)
	p.click(`[data-finding="` + starred + `"] .finding-row`)
	p.until("the star", `document.querySelector('[data-detail="`+starred+`"] #star').getAttribute("aria-pressed") === "true"`)
}

// TestSavedReport opens a saved report with its triage, first without its log
// and then with it.
func TestSavedReport(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.sampled()
	confirmed, starred := p.triaged()
	_, data := p.export("json", next)
	var report viewed
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Triage) != 2 || report.Triage[confirmed].Note != "the real one" || !report.Triage[starred].Star {
		t.Fatalf("the saved triage is %+v", report.Triage)
	}
	path := filepath.Join(t.TempDir(), "case.json")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}

	t.Run("on its log", func(t *testing.T) {
		q := open(t, browser, pageFile)
		q.sampled()
		q.drop(path)
		q.until("word of the triage", `/triage of 2 findings was taken over from “case\.json”/.test(document.querySelector(".notice-region").innerText)`)
		q.hasTriage(confirmed, starred)
		q.until("no saved report on screen", `!document.querySelector("#saved-report")`)
	})
	t.Run("alone, then its log", func(t *testing.T) {
		q := open(t, browser, pageFile)
		next := q.downloads()
		q.choose(path)
		q.wait("done")
		q.until("word that it is a saved report", `document.querySelector("#saved-report")?.innerText.includes("case.json")`)
		q.hasTriage(confirmed, starred)
		q.until("the evidence by uuid", `document.querySelector("[data-detail] [data-event]")`)
		for _, view := range []string{"events", "map"} {
			q.click("#tab-" + view)
			q.until("word that the view needs the log", `document.querySelector("#panel [data-needs-log]")`)
		}
		for _, view := range []string{"overview", "incidents", "detections", "log"} {
			q.click("#tab-" + view)
			q.until("the view "+view, `document.querySelector("#panel h2") && !document.querySelector("#panel [data-needs-log], #panel [role=alert]")`)
		}
		q.openExport()
		var off struct{ Events, Redact bool }
		q.eval(q.frame, `({
			Events: document.querySelector("[data-scope=events] input").disabled,
			Redact: document.querySelector("#export-redact").disabled,
		})`, &off)
		if !off.Events || !off.Redact {
			t.Errorf("without the log, exporting events and redaction are off: %+v", off)
		}
		q.closeExport()
		if _, again := q.export("json", next); !bytes.Equal(again, data) {
			t.Errorf("the report saved again differs: %s", firstDifference(again, data))
		}
		if _, lines := q.export("csv", next); len(table(t, lines)) != len(report.Findings)+1 {
			t.Errorf("the findings of a saved report as CSV: %.300s", lines)
		}
		q.sampled()
		q.until("word of the triage", `document.querySelector(".notice-region").innerText.includes("taken over")`)
		q.hasTriage(confirmed, starred)
	})
	t.Run("of another log", func(t *testing.T) {
		q := open(t, browser, pageFile)
		q.choose(canaryLog(t))
		q.wait("done")
		q.choose(path)
		q.until("the saved report in its place", `document.querySelector("#saved-report")`)
		q.hasTriage(confirmed, starred)
	})
	t.Run("damaged", func(t *testing.T) {
		cut := bytes.Replace(data, []byte(`"status": "confirmed"`), []byte(`"status": "<b>odd</b>"`), 1)
		q := open(t, browser, pageFile)
		q.choose(writeFile(t, "odd.json", string(cut)))
		q.waitFor("failed")
		q.until("what is wrong with it", `/triage.*odd/.test(document.querySelector(".failure")?.innerText ?? "")`)
		q.choose(writeFile(t, "next.json", regexp.MustCompile(`report/1"`).ReplaceAllString(string(data), `report/9"`)))
		q.until("word of the other version", `document.querySelector(".failure")?.innerText.includes("report/9")`)
		q.sampled()
	})
}
