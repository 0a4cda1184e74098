package e2e

import (
	"regexp"
	"strings"
	"testing"
)

// place is what the browser remembers of where the analyst is.
type place struct{ Address, State string }

func (p *tab) place() place {
	p.t.Helper()
	var at place
	p.eval(p.shell, `({address: location.href, state: JSON.stringify(history.state)})`, &at)
	return at
}

// TestDeepLink opens the page at each view that has a name, which is shown once
// a log is there.
func TestDeepLink(t *testing.T) {
	log := canaryLog(t)
	for _, view := range []string{"overview", "incidents", "findings", "events", "map", "detections", "log"} {
		t.Run(view, func(t *testing.T) {
			p := open(t, browser, pageFile+"#"+view)
			p.choose(log)
			p.wait("done")
			p.until("the view", `document.querySelector(".panel-`+view+` *")`)
			p.steps("the address", func() bool { return p.place().Address == pageFile+"#"+view })
			p.until("the focus", `document.activeElement !== document.body`)
		})
	}
}

// TestHostileAddress opens the page with fragments that name no view: they are
// neither shown, nor followed, nor kept.
func TestHostileAddress(t *testing.T) {
	log := canaryLog(t)
	for name, fragment := range map[string]string{
		"markup":       `<img src=x onerror="document.documentElement.dataset.owned=1">`,
		"encoded":      "%3Cscript%3Edocument.documentElement.dataset.owned=1%3C/script%3E",
		"script":       "javascript:document.documentElement.dataset.owned=1",
		"query":        "events?query=" + canary,
		"no view":      "administrator",
		"capitals":     "EVENTS",
		"no tab":       "entity",
		"a prototype":  "constructor",
		"a path":       "../../etc/passwd",
		"two":          "events#map",
		"a long one":   strings.Repeat("events", 20_000),
		"line breaks":  "events%0Amap",
		"an element":   "choose",
		"a text to go": ":~:text=Okta",
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, browser, pageFile+"#"+fragment)
			p.choose(log)
			p.wait("done")
			p.until("the overview", `document.querySelector(".panel-overview *")`)
			p.steps("an address of the page's own", func() bool { return p.place().Address == pageFile+"#overview" })
			var owned bool
			for _, document := range []struct{ at, what string }{{"frame", "frame"}, {"shell", "shell"}} {
				ctx := p.frame
				if document.at == "shell" {
					ctx = p.shell
				}
				if p.eval(ctx, `document.documentElement.dataset.owned !== undefined`, &owned); owned {
					t.Errorf("the fragment became script in the %s", document.what)
				}
			}
		})
	}
}

// TestPlaces goes everywhere, looks at what the browser keeps of it, which is
// the name of a view and a number, and goes all the way back and forth again.
func TestPlaces(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(canaryLog(t))
	p.wait("done")
	kept := regexp.MustCompile(`^\{"place":\d+\}$`)
	address := regexp.MustCompile(`^` + regexp.QuoteMeta(pageFile) + `#[a-z]{1,20}$`)
	check := func() {
		p.t.Helper()
		at := p.place()
		if !kept.MatchString(at.State) || !address.MatchString(at.Address) {
			p.t.Errorf("the browser keeps %+v", at)
		}
	}
	p.visit(func(*testing.T, string) { check() })

	// What was typed and opened is the page's own affair.
	p.findings()
	p.call(p.frame, nil, `(text) => {
		const field = document.getElementById("filter-text");
		field.value = text;
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	}`, canary)
	check()
	p.showEvents()
	p.ask("user:" + canary + "*")
	p.until("the query's events", `Number(document.querySelector(".events").dataset.count) > 0`)
	check()
	p.back()
	p.until("the filter again", `document.getElementById("filter-text")?.value === "`+canary+`"`)
	check()
	p.eval(p.shell, `void history.forward()`, nil)
	p.until("the query again", `document.getElementById("event-query")?.value === "user:`+canary+`*"`)
	check()

	// A view that is typed into the address is shown, anything else is not.
	p.eval(p.shell, `void (location.hash = "map")`, nil)
	p.until("the map", `document.querySelector(".panel-map *")`)
	p.eval(p.shell, `void (location.hash = "<b>events</b>")`, nil)
	p.eval(p.shell, `void (location.hash = "toString")`, nil)
	p.until("the map still", `document.querySelector(".panel-map *")`)
	p.press("1")
	p.until("the overview", `document.querySelector(".panel-overview *")`)
	check()
}
