package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"
)

// held fails unless the focus is on something that is seen: a step that takes
// away what had the focus puts it elsewhere, never on the body.
func (p *tab) held(step string) {
	p.t.Helper()
	var at struct {
		Name    string
		Visible bool
	}
	p.eval(p.frame, `new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
		// A switch of several is seen by its label.
		const e = document.activeElement.closest(".segment") ?? document.activeElement;
		const box = e.getBoundingClientRect();
		done({
			name: e.tagName.toLowerCase() + (e.id && "#" + e.id) + (typeof e.className === "string" && e.className && "." + e.className),
			visible: e !== document.body && e.checkVisibility({opacityProperty: true, visibilityProperty: true}) &&
				box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
		});
	})))`, &at)
	if !at.Visible {
		p.t.Errorf("after %s the focus is on %s", step, at.Name)
	}
	var outer string
	if p.eval(p.shell, `document.activeElement.id`, &outer); outer != "frame" {
		p.t.Errorf("after %s the outer document has the focus on %q", step, outer)
	}
}

// back goes back in the browser's history, as its button and Alt+Left do.
func (p *tab) back() {
	p.t.Helper()
	p.eval(p.shell, `void history.back()`, nil)
}

// TestKeyboardThroughout goes through the page with keys alone: from a dropped
// log to an incident, a finding, what the analyst makes of it, its session, an
// event, and back, and uses what is there on every view.
func TestKeyboardThroughout(t *testing.T) {
	p := open(t, browser, pageFile)
	p.run(p.frame, emulation.SetTimezoneOverride("Europe/Berlin"))
	p.drop(sample(t))
	p.wait("done")
	p.until("the overview", `document.querySelector(".overview")`)
	p.held("the drop")

	p.tabTo(".top-incidents button")
	p.press(kb.Enter)
	p.until("the incident", `document.activeElement.closest(".incident-row")?.getAttribute("aria-expanded") === "true"`)
	p.held("opening an incident")

	p.tabTo(".chapter-title")
	p.press(kb.Enter)
	p.until("the finding", `document.querySelector(".panel-findings [data-detail]")?.contains(document.activeElement)`)
	p.held("opening a finding of the incident")

	// Down the list to one with a session.
	for n := 0; ; n++ {
		var there bool
		if p.eval(p.frame, `document.querySelector("[data-detail] [data-entity=session]") !== null`, &there); there {
			break
		}
		if n == 60 {
			t.Fatal("no finding has a session")
		}
		p.press("j")
		p.until("an open finding", `document.querySelector("[data-detail]")`)
		p.held("j")
	}
	var finding string
	p.eval(p.frame, `document.querySelector("[data-detail]").dataset.detail`, &finding)

	p.tabTo("[data-detail] .segments input")
	p.press(kb.ArrowRight)
	p.until("another status", `document.querySelector("[data-detail] .triage").dataset.status !== "open"`)
	p.held("a status")
	p.press("s")
	p.until("the star", `document.querySelector("#star").getAttribute("aria-pressed") === "true"`)
	p.held("the star")
	p.tabTo("#add-note")
	p.press(kb.Enter)
	p.until("the note", `document.querySelector("#note")`)
	p.held("a note's button, which goes")
	p.press(kb.Escape)
	p.held("leaving the note")

	p.eval(p.frame, `document.querySelector("[data-detail]").focus()`, nil)
	p.tabTo("[data-detail] [data-entity=session]")
	p.press(kb.Enter)
	p.until("the session", `document.querySelector('[data-entity-page^="session "][aria-busy="false"] .lane-marks [data-events]')`)
	p.held("the session")

	p.tabTo("#lanes-plot")
	p.press(kb.ArrowRight, kb.ArrowRight)
	p.until("an event of the lanes", `document.querySelector("#session-table [aria-current]")`)
	p.held("moving in the lanes")
	p.press(kb.Enter)
	p.until("the event in the table", `document.querySelector(".events").dataset.count === "1" && document.activeElement.id === "event-grid"`)
	p.held("the event table")
	p.press(kb.Enter)
	p.until("the event", `document.querySelector("#event-detail[data-event]")`)
	p.held("the event")
	p.press(kb.Enter)
	p.until("the focus on the event", `document.activeElement.closest("#event-detail")`)
	p.press(kb.Escape)
	p.until("no event", `!document.querySelector("#event-detail")`)
	p.held("closing the event")

	p.back()
	p.until("the session again", `document.querySelector('[data-entity-page^="session "] .lane-marks [data-events]')`)
	p.held("going back")
	p.press(kb.Escape)
	p.until("the finding again", `document.querySelector('[data-detail="`+finding+`"]')`)
	p.held("going back by Esc")
	p.press(kb.Escape)
	p.held("Esc in the list")

	p.press(":")
	p.until("the palette", `document.activeElement.id === "palette-input"`)
	p.press("d", "a", "r", "k", kb.Enter)
	p.until("dark colours", `document.documentElement.dataset.theme === "dark" && !document.querySelector("dialog[open]")`)
	p.held("the palette")
	p.until("the shell's dark ground", `getComputedStyle(document.documentElement).colorScheme === "dark"`)
	var ground string
	p.steps("a shell as dark", func() bool {
		p.eval(p.shell, `getComputedStyle(document.documentElement).backgroundColor`, &ground)
		var inner string
		p.eval(p.frame, `getComputedStyle(document.documentElement).backgroundColor`, &inner)
		return ground == inner
	})

	p.press("z")
	p.until("the zone", `document.querySelector(".summary").innerText.includes("Europe/Berlin")`)
	p.held("another zone")
	p.press("z")
	p.until("UTC", `!document.body.innerText.includes("Europe/Berlin")`)
	p.held("UTC")

	p.press("?")
	p.until("the keys", `document.querySelector("#dialog-keys[open]")?.contains(document.activeElement)`)
	p.held("the keys")
	p.press(kb.Escape)
	p.until("no keys", `!document.querySelector("dialog[open], #dialog-keys dl")`)
	p.held("closing the keys")

	for n, view := range []string{"overview", "incidents", "findings", "events", "map", "detections", "log"} {
		p.press(string(rune('1' + n)))
		p.until("the view "+view, `document.querySelector(".panel-`+view+` *")`)
		p.held("the key of " + view)
	}
	p.press(kb.Escape)
	p.until("the view before", `document.querySelector(".panel-detections")`)
	p.held("Esc from the log")
	// The way back ends at the first view of the log, inside the page.
	for range 12 {
		p.press(kb.Escape)
		p.held("Esc, again and again")
	}
	p.until("the overview again", `document.querySelector(".panel-overview")`)

	p.eval(p.frame, `document.activeElement.blur(), getSelection().removeAllRanges()`, nil)
	p.eval(p.frame, `document.getElementById("skip").focus()`, nil)
	p.held("the way past the bars")
	p.press(kb.Enter)
	p.until("the view", `document.activeElement.id === "panel"`)
}

// TestLandmarks sees in each view one heading of the first rank, none that
// skips a rank, the landmarks, and with every picture its words: a sentence, or
// the name of what a small one stands for.
func TestLandmarks(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.wait("done")
	p.visit(func(t *testing.T, name string) {
		var seen struct {
			First      int
			Skipped    []string
			Landmarks  []string
			Wordless   []string
			Searchable bool
		}
		p.eval(p.frame, `(() => {
			const shown = (e) => e.checkVisibility();
			const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown);
			const rank = (e) => Number(e.localName[1]);
			const name = (e) => e.getAttribute("aria-label") || document.getElementById(e.getAttribute("aria-labelledby") ?? "")?.textContent || "";
			return {
				first: heads.filter((e) => rank(e) === 1).length,
				skipped: heads.filter((e, i) => !e.closest("dialog") && i > 0 && rank(e) > rank(heads[i - 1]) + 1).map((e) => e.innerText),
				landmarks: ["header.top-bar", "nav[aria-label]", "main"].filter((s) => document.querySelector(s) === null),
				wordless: [...document.querySelectorAll("svg:not([aria-hidden=true]), canvas")]
					.filter((e) => shown(e) && !e.closest("[aria-hidden=true]") && !(e.getAttribute("role") === "img" && name(e).length > (e.getBoundingClientRect().width > 40 ? 20 : 0)))
					.map((e) => e.outerHTML.slice(0, 200)),
				searchable: document.querySelector("[role=search]") !== null,
			};
		})()`, &seen)
		if seen.First != 1 {
			t.Errorf("%d headings of the first rank", seen.First)
		}
		if len(seen.Skipped) > 0 {
			t.Errorf("headings that skip a rank: %q", seen.Skipped)
		}
		if len(seen.Landmarks) > 0 {
			t.Errorf("no landmark %q", seen.Landmarks)
		}
		if len(seen.Wordless) > 0 {
			t.Errorf("pictures without words: %q", seen.Wordless)
		}
		if (name == "finding" || name == "events") && !seen.Searchable {
			t.Error("no search landmark")
		}
	})
}
