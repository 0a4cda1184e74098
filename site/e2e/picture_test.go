package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
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
	{"narrow-light", 360, 780, "light"},
	{"narrow-dark", 360, 780, "dark"},
	{"wall-light", 3840, 2160, "light"},
	{"wall-dark", 3840, 2160, "dark"},
}

// TestPictures takes pictures of every view and dialog with the sample for
// people to look at, those of the README among them; see the Makefile.
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
			p.visit(func(t *testing.T, name string) {
				p.shoot(v.name + "-" + strings.ReplaceAll(name, " ", "-"))
			})
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
