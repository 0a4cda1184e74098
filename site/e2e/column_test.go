package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// columnWidths are the widths of the event table's columns, in px, and those of
// the cells below.
func (p *tab) columnWidths() (heads, cells map[string]float64) {
	p.t.Helper()
	var seen struct{ Heads, Cells map[string]float64 }
	p.eval(p.frame, `(() => {
		const heads = {}, cells = {};
		for (const head of document.querySelectorAll("[data-head]")) {
			heads[head.dataset.head] = head.getBoundingClientRect().width;
			const cell = document.querySelector('#event-grid [data-row] [aria-colindex="' + head.getAttribute("aria-colindex") + '"]');
			cells[head.dataset.head] = cell.getBoundingClientRect().width;
		}
		return {heads, cells};
	})()`, &seen)
	return seen.Heads, seen.Cells
}

// TestColumnWidths sets the width of columns of the event table by the mouse
// and by keys; they stay while another view is on screen.
func TestColumnWidths(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.wait("done")
	p.showEvents()
	usual, _ := p.columnWidths()
	widthIs := func(field string, want float64) {
		t.Helper()
		p.until(fmt.Sprintf("%s of %g px", field, want), fmt.Sprintf(
			`Math.abs(document.querySelector('[data-head=%q]').getBoundingClientRect().width - %g) < 1.5`, field, want))
	}
	// others fails where a column that was not touched is another than before.
	others := func(touched string, before map[string]float64) {
		t.Helper()
		heads, cells := p.columnWidths()
		for field, want := range before {
			if got, ok := heads[field]; ok && field != touched && got != want {
				t.Errorf("with %s changed, %s has %g px, before %g", touched, field, got, want)
			}
		}
		for field := range heads {
			if heads[field] != cells[field] {
				t.Errorf("the head of %s has %g px, its cells %g", field, heads[field], cells[field])
			}
		}
	}

	at := p.find(`[data-head="type"] [role=separator]`)
	move := func(kind input.MouseType, x float64) {
		t.Helper()
		p.run(p.shell, input.DispatchMouseEvent(kind, x, at.Y).WithButton(input.Left).WithButtons(1).WithClickCount(1))
	}
	move(input.MousePressed, at.X)
	for _, x := range []float64{10, 40, 60} {
		move(input.MouseMoved, at.X+x)
	}
	move(input.MouseReleased, at.X+60)
	widthIs("type", usual["type"]+60)
	others("type", usual)
	var sorted string
	if p.eval(p.frame, `document.querySelector('[data-head="type"]').getAttribute("aria-sort")`, &sorted); sorted != "none" {
		t.Errorf("dragging its edge sorts by the column: %s", sorted)
	}

	// The edge of the active column is the next stop behind the table.
	before, _ := p.columnWidths()
	p.focusGrid()
	p.press(kb.Home, kb.Tab)
	p.until("an edge that has the focus", `document.activeElement.getAttribute("role") === "separator"`)
	var field string
	p.eval(p.frame, `document.activeElement.closest("[data-head]").dataset.head`, &field)
	p.press(kb.ArrowLeft, kb.ArrowLeft, kb.ArrowRight)
	var rem float64
	p.eval(p.frame, `parseFloat(getComputedStyle(document.documentElement).fontSize)`, &rem)
	widthIs(field, before[field]-rem)
	others(field, before)
	var now float64
	if p.eval(p.frame, `+document.activeElement.getAttribute("aria-valuenow")`, &now); now < before[field]/rem-2 || now > before[field]/rem {
		t.Errorf("the edge of %s tells %g rem, of %g px before", field, now, before[field])
	}
	p.press(kb.Home)
	widthIs(field, 3*rem)
	p.press(kb.Escape)
	p.until("the focus in the table", `document.activeElement.id === "event-grid"`)

	set, _ := p.columnWidths()
	p.click("#tab-log")
	p.until("another view", `document.querySelector(".panel-log")`)
	p.showEvents()
	widthIs("type", set["type"])
	widthIs(field, 3*rem)

	// All of them as they were.
	p.focusGrid()
	p.press(kb.Tab, kb.Enter)
	widthIs("type", usual["type"])
	widthIs(field, usual[field])
	others("", usual)
}
