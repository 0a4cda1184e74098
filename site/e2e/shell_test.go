package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// openChanged opens the page in a browser changed by a script that runs in the
// outer document before any other.
func openChanged(t *testing.T, script string) *tab {
	t.Helper()
	p := openShell(t, browser, "about:blank")
	p.address = pageFile
	p.run(p.shell,
		within(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument("if (window === top) {" + script + "}").Do(ctx)
			return err
		}),
		chromedp.Navigate(pageFile),
	)
	return p
}

func TestUnsupportedBrowser(t *testing.T) {
	p := openChanged(t, `delete window.Worker; delete window.WebAssembly;`)
	p.waitFor("failed")
	text := p.text()
	for _, want := range []string{"lacks WebAssembly", "web workers", "current Firefox"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q: %s", want, text)
		}
	}
	var frame bool
	if p.eval(p.shell, `document.getElementById("frame").checkVisibility()`, &frame); frame {
		t.Error("the application that cannot work is shown beside the message")
	}
}

// TestPageThatDoesNotStart drops the application's messages, as when its
// script does not run, and lets the shell's patience end at once.
func TestPageThatDoesNotStart(t *testing.T) {
	p := openChanged(t, `
		addEventListener("message", (event) => event.stopImmediatePropagation(), true);
		const later = setTimeout;
		setTimeout = (run) => later(run, 0);`)
	p.waitFor("failed")
	if text := p.text(); !strings.Contains(text, "did not start") || !strings.Contains(text, "Reload") {
		t.Errorf("the page does not say that it did not start: %s", text)
	}
}

func TestWithoutScripts(t *testing.T) {
	p := openShell(t, browser, "about:blank")
	p.address = pageFile
	// The protocol reports that each script was not run.
	p.expect("Blocked script execution")
	p.run(p.shell, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(pageFile))
	var text string
	p.run(p.shell, chromedp.Text("body", &text, chromedp.ByQuery))
	for _, want := range []string{"JavaScript", "WebAssembly", "command line"} {
		if !strings.Contains(text, want) {
			t.Errorf("without scripts the page does not say %q: %q", want, text)
		}
	}
}

// TestForeignMessages sends the shell what a frame does not send, and sends it
// from a window that is not the frame.
func TestForeignMessages(t *testing.T) {
	p := open(t, browser, pageFile)
	p.eval(p.frame, `void [
		null, "state", {type: "state", state: "owned"}, {type: "state", state: "done", findings: "<b>"}, {type: "files", files: [], mode: "add"},
	].forEach((message) => window.parent.postMessage(message, "*"))`, nil)
	p.eval(p.shell, `new Promise((done) => {
		window.postMessage({type: "state", state: "done", findings: 99}, "*");
		setTimeout(done, 200);
	})`, nil)
	if got := p.status(); got.State != "ready" || got.Findings != "" {
		t.Errorf("the page shows %+v after messages that it must not take", got)
	}
}

// TestDocument checks what browsers, screen readers and search need of the
// outer document, and that the frame cannot do more than it must.
func TestDocument(t *testing.T) {
	p := open(t, browser, pageFile)
	var d struct{ Title, Lang, Icon, Scheme, Frame, Sandbox, Allow, Notices string }
	p.eval(p.shell, `({
		Title: document.title,
		Lang: document.documentElement.lang,
		Icon: document.querySelector("link[rel=icon]").href.slice(0, 5),
		Scheme: document.querySelector("meta[name=color-scheme]").content,
		Frame: document.getElementById("frame").title,
		Sandbox: document.getElementById("frame").getAttribute("sandbox"),
		Allow: document.getElementById("frame").allow,
		Notices: document.getElementById("third-party-notices").textContent,
	})`, &d)
	for _, check := range []struct{ what, got, want string }{
		{"title", d.Title, "Okta Session Analyzer"},
		{"language", d.Lang, "en"},
		{"icon", d.Icon, "data:"},
		{"colour scheme", d.Scheme, "light dark"},
		{"frame's title", d.Frame, "Okta Session Analyzer"},
		{"sandbox", d.Sandbox, "allow-scripts allow-downloads"},
		{"permissions", d.Allow, "clipboard-write"},
	} {
		if check.got != check.want {
			t.Errorf("%s is %q, want %q", check.what, check.got, check.want)
		}
	}
	if !strings.Contains(d.Notices, "Jason Miller") {
		t.Error("the page does not hold the notices of others' software")
	}
	var origin string
	if p.eval(p.frame, "origin", &origin); origin != "null" {
		t.Errorf("the application's origin is %q, want an opaque one", origin)
	}
}
