package e2e

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"okta-session-analyzer/analyzer/simulate"
)

// logged is an event of a log as the test reads it, without the engine.
type logged struct {
	uuid, kind, result, ip string
	time                   int64 // ms UTC
}

// longLog writes a log of so many events, a list of which is several times as
// tall as the page lets an element be, and returns its path and its events in
// order of time.
func longLog(t *testing.T, events int) (path string, list []logged) {
	t.Helper()
	world, err := simulate.New(simulate.Config{Seed: 7, Events: events})
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "long.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := world.WriteCSV(file); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int {
		at := slices.Index(rows[0], name)
		if at < 0 {
			t.Fatalf("the log has no column %s", name)
		}
		return at
	}
	uuid, kind, result := column("uuid"), column("event_type"), column("outcome.result")
	ip, at := column("client.ip_address"), column("timestamp")
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		when, err := time.Parse(time.RFC3339, row[at])
		if err != nil {
			t.Fatal(err)
		}
		if seen[row[uuid]] {
			continue
		}
		seen[row[uuid]] = true
		list = append(list, logged{row[uuid], row[kind], row[result], row[ip], when.UnixMilli()})
	}
	slices.SortStableFunc(list, func(a, b logged) int { return int(a.time - b.time) })
	return path, list
}

// countOf is how many events a condition holds for.
func countOf(list []logged, holds func(e logged) bool) int {
	n := 0
	for _, e := range list {
		if holds(e) {
			n++
		}
	}
	return n
}

// keyEvent is a press of a key that is no letter; modifiers are those of the
// protocol: 2 Ctrl, 8 Shift.
func keyEvent(key string, code int64, modifiers input.Modifier) []chromedp.Action {
	press := func(kind input.KeyType) chromedp.Action {
		return input.DispatchKeyEvent(kind).WithKey(key).WithCode(key).WithWindowsVirtualKeyCode(code).WithModifiers(modifiers)
	}
	return []chromedp.Action{press(input.KeyRawDown), press(input.KeyUp)}
}

// showEvents goes to the event table and waits for its rows.
func (p *tab) showEvents() {
	p.t.Helper()
	p.run(p.shell, page.BringToFront()) // a tab in the background has one frame a second
	p.click("#tab-events")
	p.until("events", `document.querySelector("#event-grid [data-uuid]")`)
	p.focusGrid()
}

func (p *tab) focusGrid() {
	p.t.Helper()
	p.eval(p.frame, `document.getElementById("event-grid").focus()`, nil)
}

// ask puts a query into the field of the event table, as pasting does.
func (p *tab) ask(query string) {
	p.t.Helper()
	p.call(p.frame, nil, `(query) => {
		const field = document.getElementById("event-query");
		field.focus();
		field.value = query;
		field.setSelectionRange(query.length, query.length);
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	}`, query)
}

// finds waits until the table says that it has so many events.
func (p *tab) finds(what string, n int) {
	p.t.Helper()
	p.until(fmt.Sprintf("%d events for %s", n, what), fmt.Sprintf(`document.querySelector(".events").dataset.count === "%d"`, n))
	p.until("rows of the result", fmt.Sprintf(`%d === 0 || document.querySelector('#event-grid[aria-rowcount="%d"][aria-busy="false"] [data-uuid]')`, n, n+1))
}

// row is the uuid of a row that is on screen, waiting for it.
func (p *tab) row(n int) string {
	p.t.Helper()
	p.until(fmt.Sprintf("row %d", n), fmt.Sprintf(`(() => {
		const row = document.querySelector('#event-grid [data-row="%d"][data-uuid]');
		if (!row) return false;
		const box = row.getBoundingClientRect(), grid = document.getElementById("event-grid").getBoundingClientRect();
		return box.bottom > grid.top && box.top < grid.bottom;
	})()`, n))
	var uuid string
	p.eval(p.frame, fmt.Sprintf(`document.querySelector('#event-grid [data-row="%d"]').dataset.uuid`, n), &uuid)
	return uuid
}

// atTime is the condition that a row shows a time, in milliseconds UTC.
func atTime(row int, ms int64) string {
	shown := time.UnixMilli(ms).UTC().Format("2006-01-02 15:04:05.000")
	return fmt.Sprintf(`document.querySelector('[data-row="%d"] [data-column="0"]')?.textContent === "%s"`, row, shown)
}

// query is the text in the field.
func (p *tab) query() string {
	p.t.Helper()
	var text string
	p.eval(p.frame, `document.getElementById("event-query").value`, &text)
	return text
}

// TestEventTable walks through a log of sixty thousand events: to its last row
// by the key and by the scrollbar, row by row by the wheel; it filters, sorts,
// includes and excludes by keys, and reads a record from the file again.
func TestEventTable(t *testing.T) {
	path, list := longLog(t, 60_000)
	n := len(list)
	first := list[0]
	// is tells whether an event stands in a place; those of one time have no order among them.
	is := func(uuid string, at int) bool {
		i := slices.IndexFunc(list, func(e logged) bool { return e.uuid == uuid })
		return i >= 0 && list[i].time == list[at].time
	}
	p := open(t, browser, pageFile)
	p.choose(path)
	p.wait("done")
	p.showEvents()
	p.finds("all", n)
	if uuid := p.row(0); !is(uuid, 0) {
		t.Errorf("the first row is %s, want %s", uuid, first.uuid)
	}

	// The last row, by End and by the scrollbar; the latter is scaled here.
	p.press(kb.End)
	if uuid := p.row(n - 1); !is(uuid, n-1) {
		t.Errorf("End shows %s in the last row, want %s", uuid, list[n-1].uuid)
	}
	var active bool
	p.eval(p.frame, `document.getElementById(document.getElementById("event-grid").getAttribute("aria-activedescendant")) !== null`, &active)
	if !active {
		t.Error("after End the grid names an active cell that is not there")
	}
	p.press(kb.Home)
	if uuid := p.row(0); !is(uuid, 0) {
		t.Errorf("Home shows %s in the first row, want %s", uuid, first.uuid)
	}
	var bar struct{ Height, View float64 }
	p.eval(p.frame, `(({scrollHeight, clientHeight}) => ({Height: scrollHeight, View: clientHeight}))(document.getElementById("event-grid"))`, &bar)
	if rows := float64(n) * 28; bar.Height > rows/1.5 {
		t.Errorf("the scrollbar is %v px long for %v px of rows: it is not scaled", bar.Height, rows)
	}
	// A handle is dragged in steps, as the pointer moves.
	p.eval(p.frame, `(async () => {
		const grid = document.getElementById("event-grid");
		for (let i = 1; i <= 20; i++) {
			grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * i / 20;
			await new Promise(requestAnimationFrame);
		}
	})()`, nil)
	if uuid := p.row(n - 1); !is(uuid, n-1) {
		t.Errorf("the scrollbar's end shows %s in the last row, want %s", uuid, list[n-1].uuid)
	}
	var middle int
	p.eval(p.frame, `(async () => {
		const grid = document.getElementById("event-grid");
		grid.scrollTop = (grid.scrollHeight - grid.clientHeight) / 2;
		await new Promise((done) => setTimeout(done, 400));
		return Number(grid.querySelector("[data-row]").dataset.row);
	})()`, &middle)
	if middle < n/2-100 || middle > n/2+100 {
		t.Errorf("the middle of the scrollbar shows row %d of %d", middle, n)
	}
	if uuid := p.row(middle + 1); !is(uuid, middle+1) {
		t.Errorf("row %d is %s, want %s", middle+1, uuid, list[middle+1].uuid)
	}

	// The wheel moves by rows wherever the list is.
	grid := p.find("#event-grid")
	top := func() (px int) {
		p.eval(p.frame, `Number(document.getElementById("event-grid").dataset.top)`, &px)
		return px
	}
	before := top()
	p.run(p.shell, input.DispatchMouseEvent(input.MouseWheel, grid.X, grid.Y).WithDeltaX(0).WithDeltaY(28))
	p.until("a row further", fmt.Sprintf(`Number(document.getElementById("event-grid").dataset.top) === %d`, before+28))

	// A query, live, and its count as the test counts it.
	p.ask("type:user.session.start -result:SUCCESS")
	failed := func(e logged) bool { return e.kind == "user.session.start" && e.result != "SUCCESS" }
	p.finds("failed sign-ins", countOf(list, failed))
	at := slices.IndexFunc(list, failed)
	if uuid := p.row(0); !is(uuid, at) {
		t.Errorf("the first failed sign-in is %s, want %s", uuid, list[at].uuid)
	}

	// Sorted by time, the newest first; then in order again.
	p.click(`[data-head="time"]`)
	p.until("the descending order", `document.querySelector('[data-head="time"]').getAttribute("aria-sort") === "descending"`)
	newest := list[at].time
	for _, e := range list[at:] {
		if failed(e) {
			newest = e.time
		}
	}
	p.until("the newest first", atTime(0, newest))
	p.click(`[data-head="time"]`)
	p.until("the order of time", atTime(0, list[at].time))

	// By type, over the whole log: the least type comes first.
	p.click("#clear-query")
	p.finds("all", n)
	p.click(`[data-head="type"]`)
	least := slices.MinFunc(list, func(a, b logged) int { return strings.Compare(a.kind, b.kind) }).kind
	p.until("the least type first", `document.querySelector('[data-row="0"] [data-column="1"]')?.textContent === "`+least+`"`)
	p.click(`[data-head="type"]`)
	most := slices.MaxFunc(list, func(a, b logged) int { return strings.Compare(a.kind, b.kind) }).kind
	p.until("the greatest type first", `document.querySelector('[data-row="0"] [data-column="1"]')?.textContent === "`+most+`"`)
	p.click(`[data-head="type"]`)
	p.until("the first event first", atTime(0, first.time))

	// Include and exclude by keys, the active cell being the type of an event.
	p.focusGrid()
	p.press(kb.Home)
	p.run(p.shell, keyEvent("ArrowLeft", 37, 2)...)
	p.press(kb.ArrowRight, "x")
	p.finds("all but the first event's type", countOf(list, func(e logged) bool { return e.kind != first.kind }))
	if want := "-type:" + first.kind; p.query() != want {
		t.Errorf("excluding made the query %q, want %q", p.query(), want)
	}
	shown := p.row(0)
	other := list[slices.IndexFunc(list, func(e logged) bool { return e.uuid == shown })]
	p.press("i")
	p.finds("the type "+other.kind, countOf(list, func(e logged) bool { return e.kind == other.kind }))
	if want := "-type:" + first.kind + " type:" + other.kind; p.query() != want {
		t.Errorf("including made the query %q, want %q", p.query(), want)
	}

	// What happened around an event, which stays the active one.
	p.press(kb.PageDown, kb.PageDown)
	p.until("a later active row", `document.querySelector(".event-row.current[data-uuid]")?.dataset.row > 20`)
	var center string
	p.eval(p.frame, `document.querySelector(".event-row.current").dataset.uuid`, &center)
	p.press("n")
	when := list[slices.IndexFunc(list, func(e logged) bool { return e.uuid == center })].time
	p.finds("around an event", countOf(list, func(e logged) bool { return e.time >= when-600_000 && e.time <= when+600_000 }))
	p.until("the event around which it is", `document.querySelector(".event-row.current")?.dataset.uuid === "`+center+`"`)

	// The event in full, and its record as the file has it.
	p.press(kb.Enter)
	p.until("the event", `document.querySelector('#event-detail[data-event="`+center+`"]')`)
	// What cites the event comes later and moves the button under the pointer.
	p.eval(p.frame, `document.getElementById("show-raw").click()`, nil)
	if raw := p.raw(); !strings.Contains(raw, center) {
		t.Errorf("the raw record of %s is %q", center, raw)
	}
	p.focusGrid()
	p.press(kb.Escape)
	p.until("the event closed", `document.querySelector("#event-detail") === null`)
	var focused string
	p.eval(p.frame, `document.activeElement.id`, &focused)
	if focused != "event-grid" {
		t.Errorf("closing the event leaves the focus on %q", focused)
	}

	// Nothing is said as nothing.
	p.ask("nobody-is-called-so")
	p.until("no events", `document.querySelector(".no-events")`)
	p.click(".no-events button")
	p.finds("all", n)
}

// TestEventRange brushes the histogram with the pointer and with the keys.
func TestEventRange(t *testing.T) {
	path, list := longLog(t, 5000)
	p := open(t, browser, pageFile)
	p.choose(path)
	p.wait("done")
	p.showEvents()
	p.finds("all", len(list))
	p.until("the histogram", `document.querySelector(".histogram-plot")`)
	// inRange counts the events between the handles, which say their times.
	inRange := func() int {
		var ends []string
		p.eval(p.frame, `[...document.querySelectorAll(".brush-handle")].map((h) => h.getAttribute("aria-valuetext"))`, &ends)
		var ms []int64
		for _, end := range ends {
			at, err := time.Parse("2006-01-02 15:04:05 UTC", end)
			if err != nil {
				t.Fatal(err)
			}
			ms = append(ms, at.UnixMilli())
		}
		return countOf(list, func(e logged) bool { return e.time >= ms[0] && e.time < ms[1] })
	}
	if all := inRange(); all != len(list) {
		t.Errorf("without a range, %d of %d events are between the handles", all, len(list))
	}
	var box struct{ X, Y, W, H float64 }
	p.eval(p.frame, `(({x, y, width, height}) => ({X: x, Y: y, W: width, H: height}))(document.querySelector(".histogram-plot").getBoundingClientRect())`, &box)
	middle := box.Y + box.H/2
	p.run(p.shell,
		input.DispatchMouseEvent(input.MousePressed, box.X+box.W*0.3, middle).WithButton(input.Left).WithClickCount(1),
		input.DispatchMouseEvent(input.MouseMoved, box.X+box.W*0.4, middle).WithButton(input.Left),
		input.DispatchMouseEvent(input.MouseMoved, box.X+box.W*0.6, middle).WithButton(input.Left),
		input.DispatchMouseEvent(input.MouseReleased, box.X+box.W*0.6, middle).WithButton(input.Left).WithClickCount(1),
	)
	p.until("a range", `document.getElementById("range-chip")`)
	brushed := inRange()
	if brushed == 0 || brushed == len(list) {
		t.Fatalf("the brush leaves %d of %d events", brushed, len(list))
	}
	p.finds("the brush", brushed)

	// The keys move its end.
	p.eval(p.frame, `document.querySelector(".brush-handle.last").focus()`, nil)
	p.press(kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft)
	p.until("a shorter range", fmt.Sprintf(`document.querySelector(".events").dataset.count !== "%d"`, brushed))
	shorter := inRange()
	if shorter >= brushed {
		t.Errorf("eight steps back leave %d events of %d", shorter, brushed)
	}
	p.finds("the shorter range", shorter)
	// The table twin has every event of the range.
	p.click(".histogram-table summary")
	p.until("the table", `document.querySelector(".histogram-table tbody tr")`)
	var sum int
	p.eval(p.frame, `[...document.querySelectorAll(".histogram-table td")].reduce((sum, td) => sum + Number(td.textContent.replaceAll(",", "")), 0)`, &sum)
	if sum != shorter {
		t.Errorf("the histogram's table has %d events, want %d", sum, shorter)
	}
	p.click("#drop-range")
	p.finds("all", len(list))
}

// TestEventQuery types a query: completion by keys, what is wrong shown where
// it stands, and the history.
func TestEventQuery(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.wait("done")
	p.showEvents()
	total := strconv.Itoa(goldenReport(t).Log.Events)

	p.press("/")
	p.until("the query focused", `document.activeElement.id === "event-query"`)
	p.press("c", "o", "u", "n")
	p.until("the field offered", `document.querySelector("[role=option]")?.textContent.startsWith("country:")`)
	p.press(kb.ArrowDown, kb.Enter)
	p.until("its values offered", `document.querySelectorAll("[role=option]").length > 1 && document.getElementById("event-query").value === "country:"`)
	var value string
	p.eval(p.frame, `document.querySelector("[role=option] .log-text").textContent`, &value)
	p.press(kb.ArrowDown, kb.Enter)
	want := "country:" + value + " "
	if strings.Contains(value, " ") {
		want = `country:"` + value + `" `
	}
	if got := p.query(); got != want {
		t.Errorf("the completed query is %q, want %q", got, want)
	}
	p.until("fewer events", `!["-1", "`+total+`"].includes(document.querySelector(".events").dataset.count)`)
	p.press(kb.Enter)

	// What is wrong is underlined, and the rows before stay.
	p.ask("user:alice colour:red")
	p.until("the error", `document.querySelector("#query-error b")`)
	var wrong string
	p.eval(p.frame, `document.querySelector(".wavy").textContent`, &wrong)
	if !strings.HasPrefix(wrong, "colour") {
		t.Errorf("%q is underlined, want the unknown field", wrong)
	}
	p.until("rows", `document.querySelector("#event-grid [data-uuid]")`)
	p.ask("")
	p.until("all events", `document.querySelector(".events").dataset.count === "`+total+`"`)
	p.until("no error", `document.querySelector("#query-error b") === null`)

	// The history: up in the empty field.
	p.press(kb.ArrowUp)
	p.until("the history", `document.querySelector("[role=listbox][aria-label='Queries asked before'] [role=option]")`)
	p.press(kb.Enter)
	if got := p.query(); got != strings.TrimSpace(want) {
		t.Errorf("the history gives %q, want %q", got, strings.TrimSpace(want))
	}
}

// TestEventMenu opens the context menu by the keyboard, acts by it, pivots to
// an entity and comes back, and copies Okta's query of an event.
func TestEventMenu(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.wait("done")
	p.showEvents()
	p.ask("session:* user:*")
	p.until("a narrower result", `document.querySelector(".events").dataset.count !== "`+strconv.Itoa(goldenReport(t).Log.Events)+`"`)
	p.until("its rows", `document.querySelector('#event-grid[aria-busy="false"] [data-row="0"] [data-column="3"]')?.textContent.includes("@")`)
	p.focusGrid()
	p.press(kb.Home)
	p.run(p.shell, keyEvent("ArrowLeft", 37, 2)...)
	p.press(kb.ArrowRight, kb.ArrowRight, kb.ArrowRight) // the user
	p.run(p.shell, keyEvent("F10", 121, 8)...)
	p.until("the menu", `document.activeElement?.closest("[role=menu]")`)
	var deeds []string
	p.eval(p.frame, `[...document.querySelectorAll("[role=menuitem]")].map((i) => i.dataset.deed)`, &deeds)
	if want := []string{"open", "include", "exclude", "pivot", "around", "copy", "copy query"}; !slices.Equal(deeds, want) {
		t.Errorf("the menu has %q, want %q", deeds, want)
	}
	p.press(kb.Escape)
	p.until("the grid focused again", `document.activeElement.id === "event-grid"`)

	uuid := p.row(0)
	p.press("q")
	p.until("word of the copy", `document.querySelector(".notice-region").innerText.includes("copied")`)
	if text, want := p.pasted(), `uuid eq "`+uuid+`"`; text != want {
		t.Errorf("the clipboard holds %q, want %q", text, want)
	}
	p.focusGrid()
	p.press("p")
	p.until("the user's page", `document.querySelector("#tab-entity[aria-selected=true]")`)
	p.click("#tab-events")
	p.until("the event again", `document.querySelector('.event-row.current[data-uuid="`+uuid+`"]')`)
	if got := p.query(); got != "session:* user:*" {
		t.Errorf("after coming back the query is %q", got)
	}

	// A click on a top value includes it.
	p.until("top values", `document.querySelector('[data-facet="result"] .facet-value')`)
	var value string
	p.eval(p.frame, `document.querySelector('[data-facet="result"] .facet-text').textContent`, &value)
	p.click(`[data-facet="result"] .facet-value`)
	if got, want := p.query(), "session:* user:* result:"+value; got != want {
		t.Errorf("the top value makes the query %q, want %q", got, want)
	}

	// Without a row left, the keys go on in the query.
	p.ask("uuid:" + uuid)
	p.finds("one event", 1)
	p.focusGrid()
	p.press("x")
	p.finds("nothing", 0)
	p.until("the focus on the query", `document.activeElement.id === "event-query"`)
}

// TestEventColumns changes the columns and sees no cell of another column.
func TestEventColumns(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.wait("done")
	p.showEvents()
	heads := func() (list []string) {
		p.eval(p.frame, `[...document.querySelectorAll("[data-head]")].map((h) => h.dataset.head)`, &list)
		return list
	}
	p.click("#show-facets") // columns out of view are not in the document
	p.click(`[data-profile="minimal"]`)
	p.until("five columns", `document.getElementById("event-grid").getAttribute("aria-colcount") === "6"`)
	if got, want := heads(), []string{"time", "type", "result", "user", "ip"}; !slices.Equal(got, want) {
		t.Errorf("the minimal columns are %q, want %q", got, want)
	}
	p.click("#choose-columns")
	p.click(`#choose-columns-panel [data-field="severity"]`)
	p.until("the chosen column", `document.querySelector('[data-head="severity"]')`)
	p.until("its values", `/^(INFO|WARN|ERROR|DEBUG)$/.test(document.querySelector('[data-row="0"] [data-column="5"]')?.textContent ?? "")`)
	p.press(kb.Escape)
	p.until("the panel closed", `document.getElementById("choose-columns-panel") === null`)
	p.click(`[data-profile="all"]`)
	p.until("all columns", `Number(document.getElementById("event-grid").getAttribute("aria-colcount")) > 30`)
	var cells int
	p.eval(p.frame, `document.querySelectorAll('[data-row="0"] [role=gridcell]').length`, &cells)
	if cells > 20 {
		t.Errorf("a row has %d cells in the document: those out of view are there too", cells)
	}
}
