package e2e

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// TestExportPictures takes pictures of the export dialog and of a saved report
// for people to look at.
func TestExportPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("-pictures names no folder")
	}
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.sampled()
	p.triaged()
	_, data := p.export("json", next)
	other := canaryLog(t)
	path := t.TempDir() + "/case.json"
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			p := openShell(t, browser, pageFile)
			scheme := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}})
			p.run(p.shell, page.BringToFront(), emulation.SetDeviceMetricsOverride(v.width, v.height, 1, false), scheme)
			p.wait("ready")
			p.attachFrame()
			p.run(p.frame, scheme)
			next := p.downloads()
			p.sampled()
			p.click(`[data-severity="high"]`)
			p.openExport()
			p.shoot(v.name + "-export")
			p.save("markdown", next)
			p.click("#export-redact")
			p.until("a preview", `document.querySelector("#redact-total")?.dataset.total > 0`)
			p.eval(p.frame, `void document.querySelector("#redact-preview").scrollIntoView({block: "end"})`, nil)
			p.shoot(v.name + "-export-redacted")
			p.click("#redact-fields summary")
			p.eval(p.frame, `void document.querySelector("#redact-fields").scrollIntoView({block: "start"})`, nil)
			p.shoot(v.name + "-export-fields")
			p.closeExport()
			p.choose(other) // on its own log only the triage is taken over
			p.wait("done")
			p.choose(path)
			p.until("the saved report", `document.querySelector("#saved-report")`)
			p.wait("done")
			p.shoot(v.name + "-saved-overview")
			p.click("#tab-events")
			p.until("the view", `document.querySelector("[data-needs-log]")`)
			p.shoot(v.name + "-saved-events")
			p.findings()
			p.click("[data-finding] .finding-row")
			p.until("the evidence", `document.querySelector("[data-detail] [data-event]")`)
			p.eval(p.frame, `void document.querySelector("[data-detail] [data-event]").scrollIntoView({block: "center"})`, nil)
			p.shoot(v.name + "-saved-finding")
		})
	}
}
