package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// TestSettingPictures takes pictures of the settings for people to look at.
func TestSettingPictures(t *testing.T) {
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
			p.settings("detections")
			p.eval(p.frame, `document.querySelector('[data-detection="session-fast-travel"] summary').click()`, nil)
			p.setValue(`[data-thresholds="session-fast-travel"] [data-parameter="speed_kmh"] input`, "2000")
			p.until("the difference", `document.querySelector("#change-list")`)
			p.eval(p.frame, `document.querySelector("#change-list").click()`, nil)
			p.shoot(v.name + "-settings-change")
			p.eval(p.frame, `document.querySelector("#change-seen").click()`, nil)
			p.eval(p.frame, `document.querySelector('[data-detection="session-fast-travel"]').scrollIntoView()`, nil)
			p.shoot(v.name + "-settings-detection")
			p.settings("rules")
			p.setValue("#rule-text", "eventType eq \"user.session.start\"\nand outcome.resul eq \"FAILURE\"\n")
			p.until("the error", `document.querySelector("#rule-faults li")`)
			p.shoot(v.name + "-settings-rule-error")
			p.setValue("#rule-text", "eventType eq \"user.session.start\"\nand outcome.result eq \"FAILURE\"\n")
			p.until("the matches", `document.querySelectorAll("[data-tried] time").length > 3`)
			p.setValue("#rule-title", "Failed sign-in")
			p.shoot(v.name + "-settings-rule")
			p.eval(p.frame, `document.querySelector("#rule-keep").click()`, nil)
			p.until("the rule", `document.querySelector(".own-rule [data-findings-of]")`)
			p.eval(p.frame, `document.querySelector(".own-rule").scrollIntoView({block: "center"})`, nil)
			p.shoot(v.name + "-settings-rule-kept")
			p.settings("allow")
			p.addAllowed("networks", "198.51.100.0/24", "head office", "corporate")
			p.addAllowed("users", "scanner@example.com", "vulnerability scan", "")
			p.shoot(v.name + "-settings-allow")
			p.settings("lists")
			p.eval(p.frame, `document.querySelector("#hours-set").click()`, nil)
			p.until("the hours", `document.querySelector("#hours-from")`)
			p.shoot(v.name + "-settings-lists")
			p.settings("file")
			p.eval(p.frame, `document.querySelector("#configuration-show").click()`, nil)
			p.until("the text", `document.querySelector("#configuration-text")`)
			p.shoot(v.name + "-settings-file")
		})
	}
}
