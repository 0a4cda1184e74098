package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
)

// axeRules are the rules of axe-core that each view is held to: WCAG 2.2 at
// levels A and AA, and what axe-core calls best practice.
const axeRules = `{
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	// The frame is the whole page; there is nothing in it to go into.
	iframes: false,
	preload: false,
	resultTypes: ["violations"],
}`

// violation is a rule of axe-core and the elements that break it.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML   string `json:"html"`
		Target any    `json:"target"`
		Why    string `json:"failureSummary"`
	} `json:"nodes"`
}

// auditor reads axe-core, which npm installs for these tests only.
func auditor(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(fmt.Errorf("%w: run npm ci in site/", err))
	}
	return string(script)
}

// audit runs axe-core on what the frame shows and fails for each violation.
// The protocol puts the script there: the page's policy would not let it in.
func (p *tab) audit(script string) {
	p.t.Helper()
	p.run(p.frame, within(func(ctx context.Context) error {
		_, exception, err := runtime.Evaluate(`globalThis.axe ? 0 : (() => {` + script + `})()`).Do(ctx)
		if exception != nil {
			return exception
		}
		return err
	}))
	var found []violation
	p.eval(p.frame, `axe.run(document, `+axeRules+`).then((r) => r.violations)`, &found)
	for _, v := range found {
		for i, node := range v.Nodes {
			if i == 5 {
				p.t.Errorf("%s: and %d elements more", v.ID, len(v.Nodes)-i)
				break
			}
			target, _ := json.Marshal(node.Target)
			p.t.Errorf("%s (%s): %s %.300s\n%s", v.ID, v.Help, target, node.HTML, strings.ReplaceAll(node.Why, "\n", " "))
		}
	}
}

// window is a size and a colour scheme that the page is seen in.
type window struct {
	name          string
	width, height int64
	scheme        string
}

var windows = []window{
	{"light 1280", 1280, 860, "light"},
	{"dark 360", 360, 740, "dark"},
}

// openIn opens the page in such a window.
func openIn(t *testing.T, w window) *tab {
	t.Helper()
	p := open(t, browser, pageFile)
	scheme := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: w.scheme},
		// What fades in would be measured half faded.
		{Name: "prefers-reduced-motion", Value: "reduce"},
	})
	p.run(p.shell, emulation.SetDeviceMetricsOverride(w.width, w.height, 1, false), scheme)
	p.run(p.frame, scheme)
	p.until("the window", fmt.Sprintf("innerWidth === %d", w.width))
	return p
}

// TestAccessibility has axe-core look at every screen, view and dialog, in both
// colour schemes, on a desk and on a phone.
func TestAccessibility(t *testing.T) {
	script := auditor(t)
	big := bigLog(t)
	for _, w := range windows {
		t.Run(w.name, func(t *testing.T) {
			p := openIn(t, w)
			t.Run("start", func(t *testing.T) {
				p.within(t, func() {
					p.eval(p.frame, `document.querySelectorAll("details").forEach((d) => (d.open = true))`, nil)
					p.audit(script)
				})
			})
			t.Run("failed", func(t *testing.T) {
				p.within(t, func() {
					p.choose(writeFile(t, "notes.txt", "This is no log.\n"))
					p.waitFor("failed")
					p.audit(script)
				})
			})
			t.Run("reading", func(t *testing.T) {
				p.within(t, func() {
					p.choose(big)
					p.waitFor("reading", "analyzing")
					p.audit(script)
					p.eval(p.frame, `document.getElementById("cancel").click()`, nil)
					p.until("the start", `document.querySelector("#try-sample")`)
				})
			})
			p.choose(sample(t))
			p.wait("done")
			p.visit(func(*testing.T, string) { p.audit(script) })
		})
	}
}

// within has a part of a test report the page's faults.
func (p *tab) within(t *testing.T, do func()) {
	outer := p.t
	p.t = t
	defer func() { p.t = outer }()
	do()
}
