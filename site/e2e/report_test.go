package e2e

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// detail is the open finding as it is shown.
type detail struct {
	ID     string   `json:"id"`
	Query  string   `json:"query"`
	Events []string `json:"events"`
	Text   string   `json:"text"`
}

// detail waits for a finding's detail with its evidence and returns it.
func (p *tab) detail(id string) detail {
	p.t.Helper()
	p.until("the evidence of "+id, `document.querySelector('[data-detail="`+id+`"] [data-event]')`)
	var d detail
	p.call(p.frame, &d, `(id) => {
		const e = document.querySelector('[data-detail="' + id + '"]');
		return {
			id: e.dataset.detail,
			query: e.querySelector("#query code").textContent,
			events: [...e.querySelectorAll("[data-event]")].map((row) => row.dataset.event),
			text: e.innerText,
		};
	}`, id)
	return d
}

// raw waits for the open record, has it shown as it stands in the file and
// returns that.
func (p *tab) raw() string {
	p.t.Helper()
	p.until("the record's cells", `document.querySelector(".raw-cells td")`)
	p.click(".raw-text [aria-expanded=false]")
	p.until("the raw record", `document.querySelector(".raw pre")`)
	var text string
	p.eval(p.frame, `document.querySelector(".raw pre").textContent`, &text)
	return text
}

// pasted is what the clipboard holds, pasted as a user does: reading it by
// script would need a permission that no user gives.
func (p *tab) pasted() string {
	p.t.Helper()
	p.eval(p.shell, `void (() => {
		const area = document.createElement("textarea");
		area.id = "paste";
		document.body.append(area);
		area.focus();
	})()`, nil)
	p.run(p.shell, within(func(ctx context.Context) error {
		return input.DispatchKeyEvent(input.KeyDown).WithKey("v").WithCode("KeyV").WithModifiers(input.ModifierCtrl).
			WithCommands([]string{"paste"}).Do(ctx)
	}))
	var text string
	p.eval(p.shell, `(() => {
		const area = document.getElementById("paste");
		area.remove();
		document.getElementById("frame").focus();
		return area.value;
	})()`, &text)
	return text
}

// reported is a finding of the report in JSON.
type reported struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Query  string   `json:"query"`
	Events []string `json:"events"`
}

func goldenFindings(t *testing.T) []reported {
	t.Helper()
	data, err := os.ReadFile("../../testdata/sample.report.json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Findings []reported `json:"findings"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	return report.Findings
}

func TestFindingByMouse(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		p := open(t, browser, url)
		p.choose(sample(t))
		p.showsSample()
		want := goldenFindings(t)[1]
		p.click(`[data-finding="` + want.ID + `"] .finding-row`)
		got := p.detail(want.ID)
		if got.Query != want.Query {
			t.Errorf("the query shown is %q, want %q", got.Query, want.Query)
		}
		// The evidence is shown in pages.
		if n := len(got.Events); n == 0 || n > len(want.Events) || !reflect.DeepEqual(got.Events, want.Events[:n]) {
			t.Errorf("the evidence shown is %v, want %v", got.Events, want.Events)
		}
		if !strings.Contains(got.Text, want.Title) {
			t.Errorf("the detail does not hold the title %q: %s", want.Title, got.Text)
		}

		p.click("#query .copy")
		p.until("word of the copy", `document.querySelector(".notice-region").innerText.includes("copied")`)
		if text := p.pasted(); text != want.Query {
			t.Errorf("the clipboard holds %q, want %q", text, want.Query)
		}

		p.click(`[data-event="` + want.Events[0] + `"] button`)
		raw := p.raw()
		var cells map[string]string
		p.eval(p.frame, `Object.fromEntries([...document.querySelectorAll(".raw-cells tbody tr")].map((row) =>
			[row.querySelector("th").textContent, row.querySelector("td").textContent]))`, &cells)
		for column, value := range map[string]string{"uuid": want.Events[0], "severity": "INFO", "version": "0"} {
			if cells[column] != value {
				t.Errorf("the record's %s is shown as %q, want %q", column, cells[column], value)
			}
		}
		if _, shown := cells["target3.id"]; shown {
			t.Error("an empty column is shown")
		}
		log, err := os.ReadFile(sample(t))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(raw, want.Events[0]) || !bytes.Contains(log, []byte(strings.TrimSpace(raw))) {
			t.Errorf("the raw record of %s is %q", want.Events[0], raw)
		}
	})
}

// TestKeyboardOnly goes from the start to a copied query and a saved report
// without a mouse.
func TestKeyboardOnly(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.tabTo("#try-sample")
	p.press(kb.Enter)
	p.showsSample()
	p.tabTo(".finding-row")
	var id string
	p.eval(p.frame, `document.activeElement.closest("[data-finding]").dataset.finding`, &id)
	p.press(kb.Enter)
	shown := p.detail(id)
	p.tabTo("#query .copy")
	p.press(kb.Enter)
	p.until("word of the copy", `document.querySelector(".notice-region").innerText.includes("copied")`)
	if text := p.pasted(); text != shown.Query {
		t.Errorf("the clipboard holds %q, want %q", text, shown.Query)
	}
	p.eval(p.frame, `document.activeElement.blur()`, nil)
	p.tabTo("#export")
	p.press(kb.Enter)
	p.until("the export dialog", `document.querySelector("#dialog-export[open]")`)
	// The arrows go from form to form, as in every group of radio buttons.
	p.tabTo("[name=export-form]")
	for range 2 {
		p.press(kb.ArrowDown)
	}
	p.until("the report as the chosen form", `document.querySelector("[data-form=json] input").checked`)
	p.press(kb.Enter)
	if _, data := next(); !json.Valid(data) {
		t.Errorf("the saved report is not JSON: %.200s", data)
	}
	p.press(kb.Escape)
	p.until("the focus back on the button", `document.activeElement.id === "export"`)
}

func TestDownloads(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		p := open(t, browser, url)
		next := p.downloads()
		p.choose(sample(t))
		p.showsSample()

		name, data := p.export("json", next)
		if !strings.HasPrefix(name, "okta-session-analyzer") || !strings.HasSuffix(name, ".json") {
			t.Errorf("the report is saved as %q", name)
		}
		golden, err := os.ReadFile("../../testdata/sample.report.json")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, golden) {
			t.Errorf("the saved report differs from the command line's: %s", firstDifference(data, golden))
		}

		name, data = p.export("csv", next)
		if !strings.HasPrefix(name, "okta-session-analyzer") || !strings.HasSuffix(name, ".csv") {
			t.Errorf("the findings are saved as %q", name)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		findings := goldenFindings(t)
		if len(rows) != len(findings)+1 {
			t.Fatalf("%d lines are saved for %d findings", len(rows), len(findings))
		}
		for i, finding := range findings {
			if !reflect.DeepEqual(rows[i+1][0], finding.ID) {
				t.Errorf("line %d is of finding %s, want %s", i+2, rows[i+1][0], finding.ID)
			}
		}
	})
}

func firstDifference(a, b []byte) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from := max(0, i-60)
			return string(a[from:min(len(a), i+60)]) + "\nagainst\n" + string(b[from:min(len(b), i+60)])
		}
	}
	return "one is the start of the other"
}

// TestHostileText loads a log whose texts are markup, formulas and escapes.
func TestHostileText(t *testing.T) {
	hostile := []string{
		`<img src=x onerror="document.documentElement.dataset.owned=1">`,
		`</script><script>document.documentElement.dataset.owned=1</script>`,
		`=HYPERLINK("http://evil.example/","open")`,
		"\x1b]0;owned\x07\x1b[31m",
		"\u202egnp.exe\u200b",
		strings.Repeat("A", 100_000),
	}
	var rows []row
	for i, text := range hostile {
		rows = append(rows, providerEvent(i, text, text))
	}
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(writeLog(t, "hostile.csv", rows))
	done := p.wait("done")
	if done.Findings == "0" {
		t.Fatal("the hostile log has no findings to show")
	}
	p.findings()
	var ids []string
	p.eval(p.frame, `[...document.querySelectorAll("[data-finding]")].map((e) => e.dataset.finding)`, &ids)
	for _, id := range ids {
		p.eval(p.frame, `void document.querySelector('[data-finding="`+id+`"] .finding-row').click()`, nil)
		p.detail(id)
		p.eval(p.frame, `void document.querySelector("[data-event] button").click()`, nil)
		p.raw()
		var owned, wide bool
		p.eval(p.frame, `document.documentElement.dataset.owned !== undefined || document.querySelector("#app img, #app script") !== null`, &owned)
		if owned {
			t.Errorf("finding %s: the log's text became markup", id)
		}
		p.eval(p.frame, `document.documentElement.scrollWidth > innerWidth`, &wide)
		if wide {
			t.Errorf("finding %s: the log's text makes the page wider than the window", id)
		}
	}
	_, data := p.export("csv", next)
	saved, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range saved {
		for _, cell := range line {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a cell of the saved findings is a formula: %.80q", cell)
			}
			if strings.ContainsRune(cell, '\x1b') {
				t.Errorf("a cell of the saved findings holds an escape: %.80q", cell)
			}
		}
	}
}

// TestSmallWindow sees the page at a phone's width.
func TestSmallWindow(t *testing.T) {
	p := open(t, browser, pageFile)
	p.run(p.shell, chromedp.EmulateViewport(360, 640))
	p.choose(sample(t))
	p.showsSample()
	var wide bool
	if p.eval(p.frame, `document.documentElement.scrollWidth > innerWidth`, &wide); wide {
		t.Error("the page is wider than a phone")
	}
}
