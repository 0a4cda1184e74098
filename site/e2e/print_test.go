package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
)

// TestPrint prints views: all of each, black on white, without what acts.
func TestPrint(t *testing.T) {
	p := openIn(t, window{"dark", 1280, 860, "dark"})
	p.choose(sample(t))
	p.wait("done")
	// The dialog is the browser's; what it would print is looked at instead.
	p.eval(p.shell, `void (() => {
		window.print = () => {
			const frame = document.getElementById("frame"), box = frame.getBoundingClientRect();
			window.paper = {width: box.width, height: box.height, position: getComputedStyle(frame).position};
			// As the dialog does: time for the frame to be laid out.
			for (const end = performance.now() + 500; performance.now() < end; );
		};
	})()`, nil)
	for _, name := range []string{"incidents", "finding", "log"} {
		t.Run(name, func(t *testing.T) {
			for _, s := range tour {
				if s.name == name {
					s.see(p)
				}
			}
			p.eval(p.shell, `void (window.paper = null)`, nil)
			p.eval(p.frame, `void (() => {
				window.onPaper = null;
				new MutationObserver((_, o) => {
					if (!("paper" in document.documentElement.dataset)) return;
					o.disconnect();
					const shown = (s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility()).length;
					window.onPaper = {
						ink: getComputedStyle(document.body).color,
						ground: getComputedStyle(document.body).backgroundColor,
						bars: shown(".tabs, .filter-bar, .button, dialog"),
						headings: shown("#panel :is(h2, h3)"),
						height: document.body.scrollHeight,
						wide: [...document.querySelectorAll("#panel *")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 760 && !e.closest(".table-scroll")).length,
					};
				}).observe(document.documentElement, {attributes: true});
			})()`, nil)
			p.run(p.shell, keyEvent("p", 80, input.ModifierCtrl)...)
			p.steps("a dialog for printing", func() bool {
				var there bool
				p.eval(p.shell, `window.paper !== null`, &there)
				return there
			})
			var outer struct {
				Width, Height float64
				Position      string
			}
			var inner struct {
				Ink, Ground                  string
				Bars, Headings, Height, Wide int
			}
			p.eval(p.shell, `window.paper`, &outer)
			p.eval(p.frame, `window.onPaper`, &inner)
			if outer.Position != "static" || outer.Width != 720 || outer.Height < float64(inner.Height) || inner.Height < 900 && name != "log" {
				t.Errorf("the frame is printed as %+v of %d px", outer, inner.Height)
			}
			if inner.Ink != "rgb(0, 0, 0)" || inner.Ground != "rgb(255, 255, 255)" {
				t.Errorf("%s on %s goes to paper", inner.Ink, inner.Ground)
			}
			if inner.Bars > 0 || inner.Headings == 0 || inner.Wide > 0 {
				t.Errorf("on paper are %d things that act, %d headings, %d elements wider than it", inner.Bars, inner.Headings, inner.Wide)
			}
			p.until("the screen again", `!("paper" in document.documentElement.dataset)`)
			p.steps("the window again", func() bool {
				var width float64
				p.eval(p.shell, `document.getElementById("frame").getBoundingClientRect().width`, &width)
				return width == 1280
			})
		})
	}
}
