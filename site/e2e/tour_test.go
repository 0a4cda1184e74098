package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// stop is something to see of an analysed log.
type stop struct {
	name string
	// goes there from any other stop.
	see func(p *tab)
	// leave closes what lies over the page; nil where nothing does.
	leave func(p *tab)
}

// tour is every view of an analysed log, with what opens inside it, and every
// dialog. It needs a log with findings; what a view lacks in a log is seen as
// the words that stand for it.
var tour = []stop{
	{name: "overview", see: view("overview", ".overview")},
	{name: "incidents", see: view("incidents", ".incident-story, .placeholder")},
	{name: "finding", see: func(p *tab) {
		p.showFinding()
		p.until("its evidence", `document.querySelector("[data-detail] [data-event]")`)
		p.eval(p.frame, `document.querySelector("[data-detail] [data-event] button[aria-expanded=false]")?.click()`, nil)
		p.until("a raw record", `document.querySelector("[data-detail] .raw")`)
	}},
	{name: "false positive", see: func(p *tab) {
		p.showFinding()
		p.eval(p.frame, `document.querySelector("[data-detail] input[value=false_positive]").click(), document.getElementById("add-note")?.click()`, nil)
		p.until("the form of the allow-list", `document.querySelector(".allow-form")`)
	}},
	{name: "events", see: view("events", "#event-grid [data-uuid]")},
	{name: "event", see: func(p *tab) {
		view("events", "#event-grid [data-uuid]")(p)
		p.focusGrid()
		p.press(kb.Enter)
		p.until("the event", `document.querySelector("#event-detail[data-event]")`)
	}},
	{name: "event menu", see: func(p *tab) {
		view("events", "#event-grid [data-uuid]")(p)
		p.focusGrid()
		p.run(p.shell, keyEvent("F10", 121, 8)...)
		p.until("the menu", `document.activeElement.closest("[role=menu]")`)
	}, leave: func(p *tab) {
		p.pressUntil(kb.Escape, "no menu", `!document.querySelector("[role=menu]")`)
	}},
	{name: "map", see: view("map", ".world, .placeholder")},
	{name: "detections", see: func(p *tab) {
		settings("detections").see(p)
		p.eval(p.frame, `document.querySelector("[data-detection] details:not([open]) summary")?.click()`, nil)
	}},
	settings("rules"),
	settings("allow"),
	settings("lists"),
	settings("file"),
	{name: "log", see: view("log", ".sum")},
	{name: "coverage", see: func(p *tab) {
		view("log", ".sum")(p)
		p.eval(p.frame, `document.getElementById("coverage-more").click()`, nil)
		p.until("the tables of the coverage", `document.getElementById("coverage-table")`)
	}, leave: func(p *tab) {
		p.eval(p.frame, `document.getElementById("coverage-more").click()`, nil)
		p.until("no tables of the coverage", `!document.getElementById("coverage-table")`)
	}},
	{name: "session", see: func(p *tab) {
		p.showFinding()
		p.follow("[data-detail]", "session")
		p.until("the lanes", `document.querySelector(".lane-marks [data-events]")`)
	}},
	{name: "user", see: func(p *tab) {
		p.showFinding()
		p.follow("[data-detail]", "user")
	}},
	{name: "application", see: func(p *tab) {
		for _, kind := range []string{"user", "address", "session"} {
			p.showFinding()
			p.follow("[data-detail]", kind)
			var there bool
			if p.eval(p.frame, `document.querySelector("#panel [data-entity=application]") !== null`, &there); there {
				break
			}
		}
		p.follow("#panel", "application")
	}},
	{name: "address", see: func(p *tab) {
		p.showFinding()
		p.follow("[data-detail]", "address")
	}},
	dialog("keys", "?"),
	dialog("palette", ":"),
	dialog("export", "e"),
	{name: "verify", see: func(p *tab) {
		dialog("palette", ":").see(p)
		// Typed at once: TestKeyboardThroughout types into it.
		p.eval(p.frame, `void (() => {
			const field = document.getElementById("palette-input");
			field.value = "verify";
			field.dispatchEvent(new InputEvent("input", {bubbles: true}));
		})()`, nil)
		p.until("the entry", `document.querySelector("[data-command=verify][aria-selected=true]")`)
		p.eval(p.frame, `document.querySelector("[data-command=verify]").click()`, nil)
		p.until("the dialog", `document.querySelector("#dialog-verify[open]")`)
	}, leave: closed("verify")},
}

// view goes to a view by its tab.
func view(name, shown string) func(p *tab) {
	return func(p *tab) {
		p.t.Helper()
		p.call(p.frame, nil, `(id) => document.getElementById(id).click()`, "tab-"+name)
		p.until("the view "+name, `document.querySelector(".panel-`+name+` :is(`+shown+`)")`)
	}
}

// settings goes to a section of the settings.
func settings(section string) stop {
	return stop{name: "settings " + section, see: func(p *tab) {
		p.t.Helper()
		view("detections", "#settings-"+section)(p)
		p.call(p.frame, nil, `(id) => document.getElementById(id).click()`, "settings-"+section)
		p.until("the section "+section, `document.querySelector("#settings-panel[data-section=`+section+`] *")`)
	}}
}

// dialog opens a dialog by its key.
func dialog(id, key string) stop {
	return stop{name: id, see: func(p *tab) {
		p.t.Helper()
		p.eval(p.frame, `document.activeElement?.blur()`, nil)
		p.pressUntil(key, "the dialog "+id, `document.querySelector("#dialog-`+id+`[open]")`)
	}, leave: closed(id)}
}

func closed(id string) func(p *tab) {
	return func(p *tab) {
		p.t.Helper()
		// What is inside goes with the state, a little after the browser has closed it.
		p.pressUntil(kb.Escape, "no dialog "+id, `!document.querySelector("dialog[open], #dialog-`+id+` > :not(header)")`)
	}
}

// pressUntil presses a key until it has done its work. Under load Chromium now
// and then loses a key on its way into a frame of another process; what a key
// does at once is for the tests of the keyboard to see.
func (p *tab) pressUntil(key, what, expression string) {
	p.t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); {
		p.press(key)
		for soon := time.Now().Add(4 * time.Second); time.Now().Before(soon); time.Sleep(20 * time.Millisecond) {
			var ok bool
			if p.eval(p.frame, "!!("+expression+")", &ok); ok {
				return
			}
		}
	}
	p.t.Fatalf("the page never had %s; it says: %s", what, p.text())
}

// showFinding opens the first finding that leads to a user, a session and an
// address, or else the first.
func (p *tab) showFinding() {
	p.t.Helper()
	p.findings()
	var ids []string
	p.eval(p.frame, `[...document.querySelectorAll("[data-finding]")].slice(0, 40).map((e) => e.dataset.finding)`, &ids)
	for _, id := range append(ids, ids[0]) {
		p.call(p.frame, nil, `(id) => {
			if (!document.querySelector('[data-detail="' + id + '"]')) document.querySelector('[data-finding="' + id + '"] button').click();
		}`, id)
		p.until("the detail of "+id, `document.querySelector('[data-detail="`+id+`"]')`)
		var leads bool
		p.eval(p.frame, `["user", "session", "address"].every((kind) => document.querySelector("[data-detail] [data-entity=" + kind + "]"))`, &leads)
		if leads {
			return
		}
	}
}

// follow goes by the first link to a page of a kind and waits for it.
func (p *tab) follow(within, kind string) {
	p.t.Helper()
	link := within + ` [data-entity="` + kind + `"]`
	p.until("a link to a "+kind, `document.querySelector('`+link+`')`)
	p.eval(p.frame, `void document.querySelector('`+link+`').click()`, nil)
	p.until("the page of the "+kind, `document.querySelector('[data-entity-page^="`+kind+` "][aria-busy="false"] h2')`)
}

// visit sees every stop of the tour and calls a function at each.
func (p *tab) visit(at func(t *testing.T, name string)) {
	p.t.Helper()
	outer := p.t
	defer func() { p.t = outer }()
	for _, s := range tour {
		outer.Run(s.name, func(t *testing.T) {
			p.t = t
			s.see(p)
			at(t, s.name)
			if s.leave != nil {
				s.leave(p)
			}
		})
	}
}
