package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// dayLog is a day of an organisation at work around the clock, without the
// events of three hours.
func dayLog(t *testing.T) string {
	t.Helper()
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	types := []string{"user.session.start", "policy.evaluate_sign_on", "user.authentication.sso"}
	var rows []row
	for n := range 24 * 120 {
		at := start.Add(time.Duration(n) * 30 * time.Second)
		if h := at.Hour(); h >= 10 && h < 13 {
			continue
		}
		r := providerEvent(n, fmt.Sprintf("user%d@example.com", n%9), "none")
		r["timestamp"] = at.Format("2006-01-02T15:04:05.000Z")
		r["event_type"] = types[n%len(types)]
		r["actor.id"] = fmt.Sprint("00u", n%9)
		r["authentication_context.external_session_id"] = fmt.Sprint("idx", n%50)
		r["client.ip_address"] = fmt.Sprint("192.0.2.", n%9)
		r["outcome.result"] = []string{"SUCCESS", "FAILURE"}[n%2]
		rows = append(rows, r)
	}
	return writeLog(t, "day.csv", rows)
}

// TestCoverageStrip sees the gap of a log in the strip, and behind it in words
// and in the table, by keyboard.
func TestCoverageStrip(t *testing.T) {
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(dayLog(t))
	p.wait("done")

	var strip struct {
		Name, Text, More string
		Gaps             int
		Width            float64
	}
	p.eval(p.frame, `(() => {
		const svg = document.querySelector("#coverage svg[role=img]");
		return {
			Name: document.getElementById(svg.getAttribute("aria-labelledby")).textContent,
			Text: document.querySelector("#coverage figcaption").innerText,
			More: document.querySelector("#coverage-more").innerText,
			Gaps: svg.querySelectorAll(".gap").length,
			Width: svg.querySelector(".bars").getBoundingClientRect().width,
		};
	})()`, &strip)
	if !strings.Contains(strip.Name, "1 gap marked") || strip.Gaps != 1 || strip.Width < 100 {
		t.Errorf("the histogram is %+v", strip)
	}
	for _, part := range []string{"2026-03-02 00:00", "2026-03-02 23:59 UTC", "120 events in an hour"} {
		if !strings.Contains(strip.Text, part) {
			t.Errorf("the strip says %q, not %q", strip.Text, part)
		}
	}
	if !strings.Contains(strip.More, "1 coverage warning") || !strings.Contains(strip.More, "1 stretch without events") {
		t.Errorf("the warnings are summed up as %q", strip.More)
	}

	// From the top of the page: below, a finding's evidence is in the way.
	p.eval(p.frame, `document.querySelector("button:not([tabindex='-1'])").focus()`, nil)
	p.tabTo("#coverage-more")
	p.press(kb.Enter)
	p.until("the table behind the histogram", `document.querySelector("#coverage-table tbody td")`)
	var shown struct {
		Hours    []string
		Gaps     []string
		Warnings []string
	}
	p.eval(p.frame, `({
		Hours: [...document.querySelectorAll("#coverage-table tbody td")].map((cell) => cell.innerText),
		Gaps: [...document.querySelectorAll("#coverage-gaps tbody tr")].map((row) => row.innerText),
		Warnings: [...document.querySelectorAll("#coverage-warnings li")].map((item) => item.innerText.trim()),
	})`, &shown)
	// The sum of the day, and then its hours.
	if len(shown.Hours) != 25 || shown.Hours[0] != "2,520" || shown.Hours[10] != "120" || shown.Hours[11] != "0" || shown.Hours[14] != "120" {
		t.Errorf("the hours are %q", shown.Hours)
	}
	if len(shown.Gaps) != 1 || !strings.Contains(shown.Gaps[0], "2026-03-02 09:59:30 – 13:00:00") || !strings.Contains(shown.Gaps[0], "inside a file") {
		t.Errorf("the gaps are %q", shown.Gaps)
	}
	report := p.saved(next).Log.Coverage
	if len(report.Gaps) != 1 || report.Gaps[0].From != "2026-03-02T09:59:30.000Z" || len(report.Warnings) != 1 || report.Warnings[0].Code != "gaps" {
		t.Fatalf("the saved report has %+v", report)
	}
	if len(shown.Warnings) != 1 || shown.Warnings[0] != report.Warnings[0].Text {
		t.Errorf("the warnings are %q, the report has %+v", shown.Warnings, report.Warnings)
	}
}
