package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
)

// TestEventPictures takes pictures of the event table for people to look at.
func TestEventPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("-pictures names no folder")
	}
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			p := openShell(t, browser, pageFile)
			scheme := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}})
			p.run(p.shell, page.BringToFront(), emulation.SetDeviceMetricsOverride(v.width, v.height, 1, false), scheme)
			p.wait("ready")
			p.attachFrame()
			p.run(p.frame, scheme)
			p.eval(p.frame, `document.querySelector("#try-sample").click()`, nil)
			p.wait("done")
			p.showEvents()
			p.until("the histogram", `document.querySelector(".histogram-plot")`)
			p.shoot(v.name + "-events")
			p.press(kb.ArrowDown, kb.ArrowDown, kb.ArrowRight, kb.Enter)
			p.until("the event", `document.querySelector("#event-detail[data-event]")`)
			p.shoot(v.name + "-event")
			p.ask("user:")
			p.until("values", `document.querySelectorAll("[role=option]").length > 3`)
			p.shoot(v.name + "-events-completion")
			p.press(kb.Escape)
			p.ask("type:user.session.start colour:red")
			p.until("the error", `document.querySelector("#query-error b")`)
			p.shoot(v.name + "-events-error")
			p.ask("type:user.session.start -result:SUCCESS")
			p.until("the result", `document.querySelector(".events").dataset.count < 1000`)
			p.until("its rows", `document.querySelector('#event-grid[aria-busy="false"] [data-uuid]')`)
			p.focusGrid()
			p.press(kb.ArrowDown)
			p.run(p.shell, keyEvent("F10", 121, 8)...)
			p.until("the menu", `document.querySelector("[role=menu]")`)
			p.shoot(v.name + "-events-menu")
			p.press(kb.Escape)
			p.eval(p.frame, `document.querySelector("#query-help").click()`, nil)
			p.until("the help", `document.querySelector(".query-help")`)
			p.shoot(v.name + "-events-help")
			p.eval(p.frame, `document.querySelector("#query-help").click(), document.querySelector("#choose-columns").click()`, nil)
			p.until("the fields", `document.querySelector(".field-list")`)
			p.shoot(v.name + "-events-columns")
			p.ask("-result:SUCCESS")
			p.until("the result", `document.querySelector(".events").dataset.count > 100`)
			p.eval(p.frame, `document.querySelector(".brush-handle.last").focus(), document.querySelector("[data-profile=all]").click()`, nil)
			p.press(kb.PageDown, kb.PageDown, kb.PageDown)
			p.until("a range", `document.getElementById("range-chip")`)
			p.until("its rows", `document.querySelector('#event-grid[aria-busy="false"] [data-uuid]')`)
			p.shoot(v.name + "-events-range")
			p.ask("nobody-is-called-so")
			p.until("nothing", `document.querySelector(".no-events")`)
			p.shoot(v.name + "-events-none")
		})
	}
}
