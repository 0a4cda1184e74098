package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "write pictures of the page to this folder")

// views are the windows that pictures are taken of.
var views = []struct {
	name          string
	width, height int64
	scheme        string
}{
	{"light", 1280, 860, "light"},
	{"dark", 1280, 860, "dark"},
	{"narrow-light", 400, 860, "light"},
	{"narrow-dark", 400, 860, "dark"},
	{"wide", 2560, 1300, "light"},
}

// TestPictures takes pictures of the sample's findings for people to look at,
// the one in the README among them; see the Makefile.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("-pictures names no folder")
	}
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			p := openShell(t, browser, pageFile)
			p.run(p.shell,
				page.BringToFront(), // a tab in the background paints nothing
				emulation.SetDeviceMetricsOverride(v.width, v.height, 1, false),
				emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}))
			p.wait("ready")
			p.attachFrame()
			p.run(p.frame, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}))
			p.shoot(v.name + "-start")
			p.eval(p.frame, `document.querySelector("#try-sample").click()`, nil)
			p.wait("done")
			for _, view := range []struct{ name, shown string }{
				{"overview", ".overview"},
				{"incidents", ".incident"},
				{"events", "[role=grid] [role=gridcell]"},
				{"map", ".world"},
				{"detections", "[data-detection]"},
				{"log", ".sum"},
				{"findings", "[data-finding]"},
			} {
				p.eval(p.frame, `document.querySelector("#tab-`+view.name+`").click()`, nil)
				p.until("the view "+view.name, `document.querySelector("`+view.shown+`")`)
				p.shoot(v.name + "-" + view.name)
			}
			p.eval(p.frame, `document.querySelector("[data-finding] button").click()`, nil)
			p.until("a finding's evidence", `document.querySelector("[data-detail] [data-event]")`)
			p.shoot(v.name + "-finding")
			p.eval(p.frame, `document.querySelector("[data-detail] [data-entity=session]").click()`, nil)
			p.until("the session's lanes", `document.querySelector("#panel svg[role=img], #panel svg")`)
			p.shoot(v.name + "-session")
		})
	}
}

func (p *tab) shoot(name string) {
	p.t.Helper()
	// What was rendered in the frame's process is on screen a little later.
	time.Sleep(400 * time.Millisecond)
	var png []byte
	p.run(p.shell, chromedp.CaptureScreenshot(&png))
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
