package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// point is a place in the window.
type point struct{ X, Y float64 }

// find waits for an element of the frame that can be clicked and returns its
// middle: it is on screen and nothing lies over it.
func (p *tab) find(selector string) point {
	p.t.Helper()
	const locate = `(selector) => {
		const element = document.querySelector(selector);
		if (!element || element.disabled) return null;
		element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
		const box = element.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
		const top = document.elementFromPoint(x, y);
		return top && (top === element || element.contains(top)) ? {X: x, Y: y} : null;
	}`
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		var at *point
		if p.call(p.frame, &at, locate, selector); at != nil {
			return *at
		}
	}
	p.t.Fatalf("nothing to click at %s; the page says: %s", selector, p.text())
	return point{}
}

// click clicks with the mouse. The frame fills the window, so its places are
// the window's. What comes late, such as the hash of a file, can move an element
// away between the look and the click; a person then clicks again.
func (p *tab) click(selector string) {
	p.t.Helper()
	const listen = `(selector) => {
		window.clicks = 0;
		document.querySelector(selector)?.addEventListener("click", () => window.clicks++, {capture: true, once: true});
	}`
	for range 4 {
		at := p.find(selector)
		p.call(p.frame, nil, listen, selector)
		p.run(p.shell, chromedp.MouseClickXY(at.X, at.Y))
		for range 15 {
			var clicks int
			if p.eval(p.frame, "window.clicks", &clicks); clicks > 0 {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		p.t.Logf("the click at %s went beside it", selector)
	}
	p.t.Fatalf("four clicks at %s went beside it", selector)
}

// press presses keys, wherever the focus is. As from a keyboard, a character
// comes with its key, and does not come where the page has taken the key: sent
// on its own, as chromedp.KeyEvent does, it would be typed into whatever the
// key has brought the focus to.
func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, text := range keys {
		for _, r := range text {
			events := kb.Encode(r)
			down, up := events[0], events[len(events)-1]
			if len(events) == 3 {
				down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
			}
			p.run(p.shell, down, up)
		}
	}
}

// tabTo presses Tab until an element of the frame has the focus.
func (p *tab) tabTo(selector string) {
	p.t.Helper()
	for range 60 {
		var there bool
		if p.call(p.frame, &there, `(selector) => document.activeElement?.matches(selector) ?? false`, selector); there {
			return
		}
		p.press(kb.Tab)
	}
	p.t.Fatalf("Tab does not reach %s", selector)
}

// drop drags files from the desktop over the window and lets go.
func (p *tab) drop(paths ...string) {
	p.t.Helper()
	p.forget()
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: paths, DragOperationsMask: 1}
	p.run(p.shell,
		input.DispatchDragEvent(input.DragEnter, 400, 300, data),
		input.DispatchDragEvent(input.DragOver, 400, 300, data),
		input.DispatchDragEvent(input.Drop, 400, 300, data),
	)
}

// downloads sends the browser's downloads to a directory of the test's own and
// returns a function that waits for the next file.
func (p *tab) downloads() func() (name string, data []byte) {
	p.t.Helper()
	dir := p.t.TempDir()
	finished := make(chan string, 8)
	names := map[string]string{}
	chromedp.ListenBrowser(p.shell, func(event any) {
		switch e := event.(type) {
		case *cdpbrowser.EventDownloadWillBegin:
			names[e.GUID] = e.SuggestedFilename
		case *cdpbrowser.EventDownloadProgress:
			if e.State == cdpbrowser.DownloadProgressStateCompleted {
				finished <- e.GUID
			}
		}
	})
	p.run(p.shell, chromedp.ActionFunc(func(ctx context.Context) error {
		return cdpbrowser.SetDownloadBehavior(cdpbrowser.SetDownloadBehaviorBehaviorAllowAndName).
			WithDownloadPath(dir).WithEventsEnabled(true).
			Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
	return func() (string, []byte) {
		p.t.Helper()
		select {
		case id := <-finished:
			data, err := os.ReadFile(filepath.Join(dir, id))
			if err != nil {
				p.t.Fatal(err)
			}
			return names[id], data
		case <-time.After(patience):
			p.t.Fatalf("no download came; the page says: %s", p.text())
			return "", nil
		}
	}
}

// both runs a test on the page opened from disk and from a server.
func both(t *testing.T, test func(t *testing.T, url string)) {
	for _, place := range []struct{ name, url string }{{"file", pageFile}, {"http", pageURL}} {
		t.Run(place.name, func(t *testing.T) { test(t, place.url) })
	}
}

// sample is the bundled sample as a file.
func sample(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../testdata/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(fmt.Errorf("%w: run make sample", err))
	}
	return path
}
