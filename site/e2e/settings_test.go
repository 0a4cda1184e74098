package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// settings goes to a part of the settings.
func (p *tab) settings(section string) {
	p.t.Helper()
	p.eval(p.frame, `void (document.querySelector("#tab-detections[aria-selected=true]") ?? document.querySelector("#tab-detections").click())`, nil)
	p.until("the settings", `document.querySelector("#settings-`+section+`")`)
	p.eval(p.frame, `document.querySelector("#settings-`+section+`").click()`, nil)
	p.until("the part "+section, `document.querySelector('#settings-panel[data-section="`+section+`"]')`)
}

// setValue puts a text into a field as pasting does, and leaves it.
func (p *tab) setValue(selector, value string) {
	p.t.Helper()
	p.call(p.frame, nil, `async (selector, value) => {
		const pause = (ms) => new Promise((done) => setTimeout(done, ms));
		for (let n = 0; !document.querySelector(selector) && n < 500; n++) await pause(20);
		const field = document.querySelector(selector);
		field.focus();
		field.value = value;
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
		// A text renders as it is typed; a choice is made in one moment.
		if (field.localName !== "select") await pause(50);
		field.dispatchEvent(new Event("change", {bubbles: true}));
		await pause(0);
	}`, selector, value)
}

// addAllowed puts an entry on an allow-list and waits for its row.
func (p *tab) addAllowed(list, value, reason, label string) {
	p.t.Helper()
	p.setValue("#allow-list", list)
	p.setValue("#allow-value", value)
	p.setValue("#allow-why", reason)
	if label != "" {
		p.setValue("#allow-label", label)
	}
	p.eval(p.frame, `document.querySelector("#allow-save").click()`, nil)
	p.until("the entry", fmt.Sprintf(`document.querySelector('[data-allowed=%q][data-list=%q]') && !document.querySelector("#allow-save").disabled`, value, list))
}

// analysed waits until the page has analysed again and says what that changed.
func (p *tab) analysed() (gained, lost int) {
	p.t.Helper()
	p.until("the difference", `/^\d+ \d+$/.test(document.querySelector(".change-panel")?.dataset.change ?? "") &&
		!document.querySelector(".change-panel [role=status]").innerText.includes("Analysing")`)
	var change string
	p.eval(p.frame, `document.querySelector(".change-panel").dataset.change`, &change)
	if _, err := fmt.Sscan(change, &gained, &lost); err != nil {
		p.t.Fatal(err)
	}
	return gained, lost
}

// findingCount is the number of findings that the page shows to tools.
func (p *tab) findingCount() int {
	p.t.Helper()
	n, err := strconv.Atoi(p.wait("done").Findings)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// TestSettingsThreshold changes a threshold, looks at the difference, takes it
// back, and finds the detection by the filters.
func TestSettingsThreshold(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	before := p.findingCount()
	p.settings("detections")
	p.setValue("#detection-text", "session-fast-travel")
	p.until("one detection", `document.querySelectorAll("[data-detection]").length === 1 && document.querySelector("[data-thresholds]")`)
	speed := `[data-thresholds="session-fast-travel"] [data-parameter="speed_kmh"] input`
	p.setValue(speed, "100000")
	gained, lost := p.analysed()
	if lost == 0 {
		t.Fatalf("without travel %d findings came and none went", gained)
	}
	if after := p.findingCount(); after != before+gained-lost {
		t.Errorf("%d findings after %d, of which %d went and to which %d came", after, before, lost, gained)
	}
	p.click("#change-list")
	var listed []string
	p.eval(p.frame, `[...document.querySelectorAll('[data-kind=went] [data-changed]')].map((e) => e.innerText)`, &listed)
	if len(listed) != lost || !strings.Contains(listed[0], "@") {
		t.Errorf("%d lost findings are listed as %q", lost, listed)
	}
	p.setValue("#detection-text", "")
	p.click("#detection-changed")
	p.until("what is changed", `document.querySelectorAll("[data-detection]").length === 1 &&
		document.querySelector('[data-detection="session-fast-travel"] .changed-mark')`)

	p.click("#change-undo")
	p.until("all findings again", `document.querySelector(".change-panel").dataset.change === "`+fmt.Sprintf("%d %d", lost, gained)+`"`)
	if after := p.findingCount(); after != before {
		t.Errorf("%d findings after the change was taken back, want %d", after, before)
	}
	p.until("nothing that is changed", `document.querySelectorAll("[data-detection]").length === 0`)
	p.click("#change-seen")
	p.until("the panel gone", `document.querySelector(".change-panel").dataset.shown === "false" && document.activeElement.id === "settings-detections"`)

	// Switched off, and another severity.
	p.click("#detection-changed")
	p.setValue("#detection-text", "session-fast-travel")
	p.until("the detection", `document.querySelectorAll("[data-detection]").length === 1`)
	p.eval(p.frame, `document.querySelector("[data-detection] details").open = true`, nil)
	p.until("its settings", `document.querySelector("[data-severity-of]")`)
	p.setValue(`[data-severity-of="session-fast-travel"]`, "info")
	p.until("the severity", `document.querySelector("[data-detection] summary .severity").innerText.toLowerCase() === "info"`)
	p.wait("done")
	var link string
	p.eval(p.frame, `document.querySelector('[data-findings-of="session-fast-travel"]').innerText`, &link)
	var found int
	if _, err := fmt.Sscanf(link, "Show %d findings", &found); err != nil || found == 0 {
		t.Errorf("the link to the findings is %q", link)
	}
	p.click(`[data-findings-of="session-fast-travel"]`)
	p.until("its findings alone", `document.querySelector("#tab-findings[aria-selected=true]") &&
		[...document.querySelectorAll("[data-finding] .severity")].length === `+fmt.Sprint(found)+` &&
		[...document.querySelectorAll("[data-finding] .severity")].every((e) => e.innerText.toLowerCase() === "info")`)
}

// TestSettingsAllow sets a false positive aside, shows it again, marked, and
// edits and removes the entry.
func TestSettingsAllow(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	before := p.findingCount()
	p.findings()
	var user, id string
	p.eval(p.frame, `document.querySelector("[data-finding]").dataset.finding`, &id)
	p.click(`[data-finding="` + id + `"] .finding-row`)
	p.detail(id)
	p.eval(p.frame, `document.querySelector('.triage input[value="false_positive"]').click()`, nil)
	p.until("the form", `document.querySelector("#allow-reason")`)
	p.setValue("#allow-reason", "known to us")
	p.eval(p.frame, `document.querySelector("#allow").click()`, nil)
	p.until("fewer findings", `!document.querySelector('[data-finding="`+id+`"]')`)
	if n := p.findingCount(); n >= before {
		t.Errorf("%d findings after one was allowed, before %d", n, before)
	}

	p.settings("allow")
	var aside string
	p.eval(p.frame, `document.querySelector("#set-aside").dataset.suppressed`, &aside)
	if n, _ := strconv.Atoi(aside); n < 1 || p.findingCount()+n != before {
		t.Errorf("%s findings are set aside, %d are left of %d", aside, p.findingCount(), before)
	}
	p.eval(p.frame, `document.querySelector("[data-allowed]").dataset.allowed`, &user)
	p.click("#show-suppressed")
	p.until("them marked", `document.querySelector("#show-suppressed:checked")`)
	p.steps("all findings", func() bool { return p.status().Findings == strconv.Itoa(before) })
	p.findings()
	// They stand behind all others, further down than a list begins with.
	p.until("the end of the list", `(() => {
		const more = document.querySelector(".list-scroll > ol ~ button.more");
		more?.click();
		return more === null;
	})()`)
	p.until("the mark", `[...document.querySelectorAll(".row-status")].some((e) => e.innerText.toLowerCase() === "set aside")`)

	// A value that the engine refuses changes nothing.
	p.settings("allow")
	p.setValue("#allow-list", "networks")
	p.setValue("#allow-value", "192.0.2.1/24")
	p.setValue("#allow-why", "office")
	p.click("#allow-save")
	p.until("the refusal", `document.querySelector("#allow-editor .faults")?.innerText.includes("192.0.2.0/24")`)
	p.setValue("#allow-value", "192.0.2.0/24")
	p.setValue("#allow-label", "corporate")
	p.click("#allow-save")
	p.until("the network", `document.querySelector('[data-allowed="192.0.2.0/24"] .label')?.innerText === "corporate"`)

	p.eval(p.frame, `document.querySelector('[data-allowed="192.0.2.0/24"] .button').click()`, nil)
	p.until("the entry in the form", `document.querySelector("#allow-value").value === "192.0.2.0/24" && document.activeElement.id === "allow-value"`)
	p.setValue("#allow-why", "the head office")
	p.setValue("#allow-expires", "2020-01-31")
	p.click("#allow-save")
	p.until("the change", `document.querySelector('[data-allowed="192.0.2.0/24"].expired')?.innerText.includes("the head office")`)
	for _, value := range []string{"192.0.2.0/24", user} {
		p.call(p.frame, nil, `(value) => document.querySelector('[data-allowed="' + CSS.escape(value) + '"] [aria-label^=Remove]').click()`, value)
		p.call(p.frame, nil, `async (value) => {
			while (document.querySelector('[data-allowed="' + CSS.escape(value) + '"]')) await new Promise((done) => setTimeout(done, 20));
		}`, value)
	}
	if n := p.findingCount(); n != before {
		t.Errorf("%d findings without entries, want %d", n, before)
	}
}

// TestSettingsRule writes a rule with an error, sees it in its place, mends it,
// sees what it matches in the event table, keeps it and finds its finding; then
// edits and removes it.
func TestSettingsRule(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	before := p.findingCount()
	p.settings("rules")
	rule := `title: A sign-in of my own
logsource: {product: okta}
detection:
  selection:
    eventType: user.session.start
    outcome.resul: FAILURE
  condition: selection
level: critical
`
	p.setValue("#rule-text", rule)
	p.until("the error", `document.querySelector("#rule-faults")?.innerText.includes("resul")`)
	var place string
	p.eval(p.frame, `document.querySelector(".line-numbers .bad-line").textContent`, &place)
	if place != "6" {
		t.Errorf("line %s is marked, want 6", place)
	}
	p.click("#rule-faults .link")
	var at int
	p.eval(p.frame, `document.activeElement.id === "rule-text" ? document.activeElement.selectionStart : -1`, &at)
	if want := strings.Index(rule, "outcome.resul"); at != want {
		t.Errorf("the place leads to %d, want %d", at, want)
	}
	var off bool
	if p.eval(p.frame, `document.querySelector("#rule-keep").disabled`, &off); !off {
		t.Error("a rule with an error can be kept")
	}
	p.setValue("#rule-text", strings.Replace(rule, "resul:", "result:", 1))
	p.until("the matches", `document.querySelector("[data-matches]") && document.querySelector("[data-tried] time") && !document.querySelector("#rule-keep").disabled`)
	var matches int
	p.eval(p.frame, `+document.querySelector("[data-matches]").dataset.matches`, &matches)
	if matches == 0 {
		t.Fatal("the rule matches nothing: no test")
	}
	p.click("#trial-all")
	p.until("the event table", `document.querySelector(".events")`)
	p.finds("the rule", matches)
	p.ask("type:user.session.start result:FAILURE")
	p.finds("the same by a query", matches)
	p.ask("rule:tried -result:FAILURE")
	p.finds("both", 0)

	p.settings("rules")
	p.until("the text still there", `document.querySelector("#rule-text").value.includes("of my own") && !document.querySelector("#rule-keep").disabled`)
	p.click("#rule-keep")
	p.until("the rule", `document.querySelector('[data-rule="a-sign-in-of-my-own.yml"] [data-findings-of]')`)
	if n := p.findingCount(); n <= before {
		t.Errorf("%d findings with the rule, %d without", n, before)
	}
	p.click(`[data-rule] [data-findings-of]`)
	p.until("its finding", `[...document.querySelectorAll("[data-finding]")].every((e) => e.innerText.includes("A sign-in of my own")) &&
		document.querySelector("[data-finding] .severity").innerText.toLowerCase() === "critical"`)

	p.settings("rules")
	p.eval(p.frame, `document.querySelector('[data-rule] [aria-label^=Edit]').click()`, nil)
	p.until("the rule in the editor", `document.querySelector("#rule-text").value.includes("level: critical")`)
	p.setValue("#rule-text", strings.NewReplacer("resul:", "result:", "critical", "low").Replace(rule))
	p.until("that it can be kept", `!document.querySelector("#rule-keep").disabled`)
	p.click("#rule-keep")
	p.until("the change", `document.querySelector("#rule-keep").disabled || document.querySelectorAll("[data-rule]").length === 1`)
	p.wait("done")
	p.findings()
	p.until("its finding, milder", `document.querySelector("[data-finding] .severity").innerText.toLowerCase() === "low"`)
	p.settings("rules")
	p.eval(p.frame, `document.querySelector('[data-rule] [aria-label^=Remove]').click()`, nil)
	p.until("no rule", `!document.querySelector("[data-rule]")`)
	p.steps("no finding of it", func() bool { return p.status().Findings == strconv.Itoa(before) })
}

// TestSettingsExpression keeps a filter expression of Okta's, which the command
// line runs as the page does; and a part of an expression is an error.
func TestSettingsExpression(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(sample(t))
	p.wait("done")
	p.settings("rules")
	p.setValue("#rule-text", `eventType eq "user.session.start" and`)
	p.until("the error", `document.querySelector("#rule-faults")?.innerText.includes("Line 1, column 38")`)
	p.setValue("#rule-text", "eventType eq \"user.session.start\"\n\nand not (outcome.result eq \"SUCCESS\")")
	p.until("the matches", `document.querySelector("[data-matches]")`)
	var off bool
	if p.eval(p.frame, `document.querySelector("#rule-keep").disabled`, &off); !off {
		t.Error("an expression without a title can be kept")
	}
	p.setValue("#rule-title", `Not: "a success" # mine`)
	p.setValue("#rule-severity", "high")
	p.until("that it can be kept", `!document.querySelector("#rule-keep").disabled`)
	p.click("#rule-keep")
	p.until("the rule", `document.querySelector('[data-rule="not-a-success-mine.yml"] [data-findings-of]')`)
	var text string
	p.eval(p.frame, `document.querySelector("#rule-text").value`, &text)
	p.wait("done")
	ids := p.idsOf(next)
	file := writeFile(t, "not-a-success-mine.yml", text)
	if got := commandLine(t, "-rules", file); !equalIDs(got, ids) {
		t.Errorf("the command line has %d findings with the rule, the page %d", len(got), len(ids))
	}
}

// TestSettingsTabKey types by keys: Tab leaves the editor, until it is told not to.
func TestSettingsTabKey(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.wait("done")
	p.settings("rules")
	p.eval(p.frame, `document.querySelector("#rule-text").focus()`, nil)
	p.press("a", kb.Tab)
	var active, text string
	if p.eval(p.frame, `document.activeElement.id`, &active); active == "rule-text" {
		t.Error("Tab does not leave the editor")
	}
	p.eval(p.frame, `document.querySelector("#rule-text").focus()`, nil)
	p.run(p.shell, keyEvent("m", 77, 2)...)
	p.press(kb.Tab, "b")
	if p.eval(p.frame, `document.querySelector("#rule-text").value`, &text); text != "a  b" {
		t.Errorf("the text is %q, want two blanks for the tab", text)
	}
	// The tabs of the settings go by the arrow keys.
	p.eval(p.frame, `document.querySelector("#settings-rules").focus()`, nil)
	p.press(kb.ArrowRight)
	p.until("the next tab", `document.activeElement.id === "settings-allow" && document.querySelector('[data-section="allow"]')`)
}

// TestSettingsFile sets everything there is, saves it, gives the file to the
// command line and to another page, and compares the reports.
func TestSettingsFile(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(sample(t))
	before := p.findingCount()
	p.settings("lists")
	p.click("#hours-set")
	p.until("the hours", `document.querySelector(".hours").dataset.hours === "08:00-18:00"`)
	p.setValue("#hours-zone", "+02:00")
	p.setValue("#hours-to", "16:00")
	p.until("other hours", `document.querySelector(".hours").dataset.hours === "08:00-16:00"`)
	p.eval(p.frame, `document.querySelector('[data-day="Friday"]').click()`, nil)
	p.until("the lists", `document.querySelector('[data-list="watchlist_countries"] textarea')`)
	p.setValue(`[data-list="watchlist_countries"] textarea`, "Germany\n\n Germany \nNigeria\n")
	p.until("two countries", `document.querySelector('[data-list="watchlist_countries"] .count').innerText === "2 values"`)
	p.click(`[data-apply="watchlist_countries"]`)
	p.until("the list in force", `document.querySelector('[data-apply="watchlist_countries"]').disabled`)
	p.settings("allow")
	p.addAllowed("networks", "198.51.100.0/24", "head office", "corporate")
	p.settings("rules")
	p.setValue("#rule-text", `eventType eq "user.session.start" and outcome.result ne "SUCCESS"`)
	p.until("the matches", `document.querySelector("#rule-title")`)
	p.setValue("#rule-title", "Not a success")
	p.until("that it can be kept", `!document.querySelector("#rule-keep").disabled`)
	p.click("#rule-keep")
	p.until("the rule", `document.querySelector("[data-rule]")`)
	p.settings("detections")
	p.setValue("#detection-text", "session-fast-travel")
	p.until("the threshold", `document.querySelector("[data-thresholds]")`)
	p.setValue(`[data-parameter="speed_kmh"] input`, "300")
	p.until("the change", `document.querySelector("[data-detection] .changed-mark")`)
	p.setValue(`[data-severity-of="session-fast-travel"]`, "critical")
	p.until("the severity", `document.querySelector("[data-detection] .severity").innerText.toLowerCase() === "critical"`)
	p.wait("done")
	page := p.idsOf(next)

	p.settings("file")
	p.click("#configuration-save")
	name, saved := next()
	if name != "okta-session-analyzer-configuration.json" || !json.Valid(saved) {
		t.Fatalf("%s is saved: %s", name, saved)
	}
	for _, key := range []string{`"parameters"`, `"severities"`, `"allow"`, `"working_hours"`, `"lists"`, `"rules"`, `"+02:00"`} {
		if !bytes.Contains(saved, []byte(key)) {
			t.Errorf("the file has no %s: %s", key, saved)
		}
	}
	file := writeFile(t, "configuration.json", string(saved))
	if got := commandLine(t, "-config", file); !equalIDs(got, page) {
		t.Errorf("the command line has %d findings with the configuration, the page %d", len(got), len(page))
	}

	// Reset, and loaded again.
	p.click("#configuration-reset")
	p.until("the reset", `document.querySelector("#settings-allow .count") === null`)
	p.wait("done")
	p.run(p.frame, chromedp.SetUploadFiles("#configuration-file", []string{file}, chromedp.ByQuery))
	p.until("the entries again", `document.querySelector("#settings-allow .count")?.innerText === "1"`)
	p.wait("done")
	if again := p.idsOf(next); !equalIDs(again, page) {
		t.Errorf("%d findings with the configuration loaded again, want %d", len(again), len(page))
	}

	// A file with an error changes nothing and says where it is.
	bad := writeFile(t, "bad.json", strings.Replace(string(saved), `"198.51.100.0/24"`, `"198.51.100.1/24"`, 1))
	p.drop(bad)
	p.until("the refusal", `document.querySelector("#configuration-refused")`)
	line := 1 + strings.Count(string(saved[:bytes.Index(saved, []byte(`"198.51.100.0/24"`))]), "\n") - 1
	var said string
	p.eval(p.frame, `document.querySelector("#configuration-refused").innerText`, &said)
	if !strings.Contains(said, "bad.json") || !strings.Contains(said, fmt.Sprintf("Line %d", line)) {
		t.Errorf("the page says of line %d: %s", line, said)
	}

	// Beside a log on a new page.
	fresh := open(t, browser, pageFile)
	fresh.choose(file, sample(t))
	if n := fresh.findingCount(); n != len(page) || n == before {
		t.Errorf("%d findings with the configuration beside the log, want %d and not the %d without", n, len(page), before)
	}
	var stored int
	fresh.eval(fresh.shell, `localStorage.length + sessionStorage.length + document.cookie.length`, &stored)
	if stored != 0 {
		t.Error("the browser stores something of the settings")
	}
}

// idsOf saves the report and returns the ids and severities of its findings.
func (p *tab) idsOf(next func() (string, []byte)) []string {
	p.t.Helper()
	_, data := p.export("json", next)
	return idsIn(p.t, data)
}

func idsIn(t *testing.T, report []byte) []string {
	t.Helper()
	var r struct {
		Findings []struct{ ID, Severity, Summary string }
	}
	if err := json.Unmarshal(report, &r); err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, f := range r.Findings {
		ids = append(ids, f.ID+" "+f.Severity+" "+f.Summary)
	}
	return ids
}

func equalIDs(a, b []string) bool {
	return len(b) > 0 && strings.Join(a, "\n") == strings.Join(b, "\n")
}

// commandLine analyses the sample on the command line with more flags.
func commandLine(t *testing.T, flags ...string) []string {
	t.Helper()
	return commandLineOn(t, sample(t), flags...)
}

// commandLineOn analyses a log on the command line.
func commandLineOn(t *testing.T, log string, flags ...string) []string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "okta-session-analyzer")
	if out, err := exec.Command("go", "build", "-o", binary, "okta-session-analyzer/analyzer/cmd/okta-session-analyzer").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(binary, append(append([]string{"-format", "json"}, flags...), log)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return idsIn(t, out)
}

// TestSettingsAccessible has axe-core look at every part of the settings, full
// and with its errors.
func TestSettingsAccessible(t *testing.T) {
	script := auditor(t)
	for _, w := range windows {
		t.Run(w.name, func(t *testing.T) {
			p := openIn(t, w)
			p.choose(sample(t))
			p.wait("done")
			part := func(name string, do func()) {
				t.Run(name, func(t *testing.T) {
					p.within(t, func() {
						do()
						p.audit(script)
						var wide bool
						if p.eval(p.frame, `document.documentElement.scrollWidth > innerWidth`, &wide); wide {
							t.Error("the page is wider than its window")
						}
					})
				})
			}
			part("detections", func() {
				p.settings("detections")
				p.setValue("#detection-text", "session-fast-travel")
				p.setValue(`[data-thresholds="session-fast-travel"] [data-parameter="speed_kmh"] input`, "2000")
				p.until("the difference", `document.querySelector("#change-list")`)
				p.eval(p.frame, `document.querySelector("#change-list").click()`, nil)
			})
			part("errors of a rule", func() {
				p.settings("rules")
				p.setValue("#rule-text", "title: <b>x</b>\nlogsource: {product: okta}\ndetection:\n  a: {nosuch: 1}\n  condition: a\n")
				p.until("the error", `document.querySelector("#rule-faults li")`)
			})
			part("rules", func() {
				p.setValue("#rule-text", "title: <b>x</b>\nlogsource: {product: okta}\ndetection:\n  a: {eventType: user.session.start}\n  condition: a\n")
				p.until("the matches", `document.querySelector("[data-tried] time") && !document.querySelector("#rule-keep").disabled`)
				p.eval(p.frame, `document.querySelector("#rule-keep").click()`, nil)
				p.until("the rule", `document.querySelector("[data-rule]")?.innerText.includes("<b>x</b>")`)
			})
			part("allow-lists", func() {
				p.settings("allow")
				p.addAllowed("networks", "198.51.100.0/24", "head office", "corporate")
				p.setValue("#allow-list", "networks")
				p.setValue("#allow-value", "everywhere")
				p.setValue("#allow-why", "no")
				p.eval(p.frame, `document.querySelector("#allow-save").click()`, nil)
				p.until("the refusal", `document.querySelector("#allow-editor .faults")`)
			})
			part("hours and lists", func() {
				p.settings("lists")
				p.eval(p.frame, `document.querySelector("#hours-set").click()`, nil)
				p.until("the hours", `document.querySelector("#hours-from") && document.querySelector("[data-list]")`)
			})
			part("configuration", func() {
				p.settings("file")
				bad := writeFile(t, "bad.json", `{"lists": {"a": [""]}}`)
				p.run(p.frame, chromedp.SetUploadFiles("#configuration-file", []string{bad}, chromedp.ByQuery))
				p.until("the refusal", `document.querySelector("#configuration-refused")`)
				p.eval(p.frame, `document.querySelector("#configuration-show").click()`, nil)
			})
		})
	}
}
