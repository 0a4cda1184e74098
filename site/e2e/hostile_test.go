package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// hostile are texts that want to become something else: markup, script, a
// formula, an escape, a turned or an unseen line.
var hostile = []string{
	`<img src=x onerror="document.documentElement.dataset.owned=1"><svg onload="document.documentElement.dataset.owned=2">`,
	`</script></style></textarea><script>document.documentElement.dataset.owned=3</script>`,
	`"><iframe srcdoc="<script>parent.document.documentElement.dataset.owned=4</script>"></iframe>`,
	`=HYPERLINK("http://evil.example/","open")`,
	"@SUM(1+1)*cmd|' /C calc'!A0",
	"\x1b]0;owned\x07\x1b[31mred\x1b[2J",
	"admin\u202egnp.exe\u2066\u200b\u200d\u2060\ufeff\u00ad",
	"javascript:document.documentElement.dataset.owned=5",
	"line one\r\nline two\u2028line three\x00\x08\u0085",
	"{{constructor.constructor('return 1')()}} ${7*7} %s%n `id`",
	strings.Repeat("W", 400),
	"Z\u0351\u036b\u0343\u036a\u0302\u036b" + strings.Repeat("\u0489\u0321", 60),
}

// kept are the columns without which an event is none, or is at no place: the
// rest may say anything.
var kept = []string{
	"event_type", "uuid", "timestamp", "outcome.result", "client.ip_address",
	"client.geographical_context.geolocation.lat", "client.geographical_context.geolocation.lon",
	"target0.type",
}

// hostileLog fills every column with hostile text, and each of them once with
// a megabyte. The events are such that there is something to find in them.
func hostileLog(t *testing.T) string {
	t.Helper()
	const people = 4
	types := []string{"system.idp.lifecycle.create", "user.session.start", "user.authentication.sso", "user.account.privilege.grant"}
	var rows []row
	add := func(n int, text func(column string) string) {
		r := providerEvent(n, "", "")
		r["timestamp"] = fmt.Sprintf("2026-03-02T%02d:%02d:00.000Z", 8+n/60, n%60)
		r["event_type"] = types[n%len(types)]
		r["outcome.result"] = []string{"SUCCESS", "FAILURE", "DENY", hostile[n%len(hostile)]}[n/2%4]
		r["target0.type"] = "AppInstance"
		if n%3 == 0 {
			r["client.ip_address"] = fmt.Sprintf("203.0.113.%d", n%200)
			r["client.geographical_context.geolocation.lat"] = "-33.86"
			r["client.geographical_context.geolocation.lon"] = "151.21"
		}
		for _, column := range event.ConsoleColumns {
			if !slices.Contains(kept, column) {
				r[column] = text(column)
			}
		}
		// A few people and sessions that carry more than an event each.
		r["actor.id"] = hostile[n%people]
		r["authentication_context.external_session_id"] = hostile[n%people+people]
		rows = append(rows, r)
	}
	for n := range 60 {
		add(n, func(column string) string { return hostile[(n+len(column))%len(hostile)] })
	}
	large := "<b>" + strings.Repeat("owned ", 1<<20/6)
	for i, column := range event.ConsoleColumns {
		add(60+i, func(string) string { return hostile[i%len(hostile)] })
		if last := rows[len(rows)-1]; !slices.Contains([]string{"uuid", "timestamp"}, column) {
			last[column] = large
		}
	}
	return writeLog(t, "hostile.csv", rows)
}

// TestHostileViews takes a log of hostile text through every view and dialog.
func TestHostileViews(t *testing.T) {
	log := hostileLog(t)
	for _, w := range []window{{"desk", 1280, 860, "light"}, {"phone", 360, 740, "dark"}} {
		t.Run(w.name, func(t *testing.T) {
			p := openIn(t, w)
			p.choose(log)
			if done := p.wait("done"); done.Findings == "0" {
				t.Fatal("the hostile log has no findings to show")
			}
			p.visit(func(t *testing.T, name string) { p.unharmed() })
		})
	}
}

// unharmed fails when text of the log became markup, when a character that is
// not seen is shown as it is, and when something is wider than the window.
func (p *tab) unharmed() {
	p.t.Helper()
	var seen struct {
		Owned  string
		Markup []string
		Unseen []string
		Wide   []string
	}
	p.eval(p.frame, `(() => {
		const shown = (e) => e.checkVisibility() && e.closest(".visually-hidden") === null;
		const clipped = (e) => {
			for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
				if (getComputedStyle(up).overflowX !== "visible" && up.getBoundingClientRect().right <= innerWidth + 1) return true;
			}
			return false;
		};
		const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
		const texts = [];
		const walk = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) texts.push(walk.currentNode.data);
		for (const e of document.querySelectorAll("#app *")) {
			for (const name of ["title", "aria-label", "placeholder"]) if (e.hasAttribute(name)) texts.push(e.getAttribute(name));
		}
		return {
			owned: document.documentElement.dataset.owned ?? "",
			markup: [...document.querySelectorAll("#app :is(img, script, iframe, object, embed, a, style, link, b b)")].map((e) => e.outerHTML.slice(0, 200)),
			unseen: texts.filter((s) => bad.test(s)).map((s) => s.slice(0, 80)).slice(0, 5),
			wide: [...document.querySelectorAll("#app *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && shown(e) && !clipped(e))
				.concat(document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : [])
				.map((e) => e.outerHTML.slice(0, 160)).slice(0, 5),
		};
	})()`, &seen)
	// Looking at everything took the page's time too: that is the test's own.
	if seen.Owned != "" {
		p.t.Errorf("script of the log ran: %s", seen.Owned)
	}
	if len(seen.Markup) > 0 {
		p.t.Errorf("text of the log became markup: %q", seen.Markup)
	}
	if len(seen.Unseen) > 0 {
		p.t.Errorf("characters that are not seen are in %q", seen.Unseen)
	}
	if len(seen.Wide) > 0 {
		p.t.Errorf("wider than the window: %q", seen.Wide)
	}
}
