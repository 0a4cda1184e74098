package e2e

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"
)

// stolenSession returns the session of the sample's stolen cookie, the finding
// that leads to it, and how many events the sample has of it.
func stolenSession(t *testing.T) (session, finding string, events int) {
	t.Helper()
	var labels []struct{ Family, Session string }
	readJSON(t, "../../testdata/sample.labels.json", &labels)
	for _, l := range labels {
		if l.Family == "stolen-session-cookie" {
			session = l.Session
		}
	}
	var report struct {
		Findings []struct{ ID, Session string }
	}
	readJSON(t, "../../testdata/sample.report.json", &report)
	for _, f := range report.Findings {
		if f.Session == session && finding == "" {
			finding = f.ID
		}
	}
	file, err := os.Open(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := -1
	for i, name := range records[0] {
		if name == "authentication_context.external_session_id" {
			column = i
		}
	}
	for _, r := range records[1:] {
		if r[column] == session {
			events++
		}
	}
	if session == "" || finding == "" || events == 0 {
		t.Fatalf("the sample has session %q, finding %q, %d events", session, finding, events)
	}
	return session, finding, events
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// entityPage waits for the page of an entity.
func (p *tab) entityPage(kind, id string) {
	p.t.Helper()
	var name string
	p.call(p.frame, &name, "(name) => CSS.escape(name)", kind+" "+id)
	p.until("the page of "+kind+" "+id, `document.querySelector('[data-entity-page="`+name+`"][aria-busy="false"]')`)
}

// openStolenSession goes from the finding to its session by the link.
func (p *tab) openStolenSession() (session string, events int) {
	p.t.Helper()
	session, finding, events := stolenSession(p.t)
	p.choose(sample(p.t))
	p.wait("done")
	p.findings()
	p.call(p.frame, nil, `(id) => document.querySelector('[data-finding="' + id + '"] button').click()`, finding)
	p.detail(finding)
	p.eval(p.frame, `document.querySelector('[data-detail] [data-entity="session"]').click()`, nil)
	p.entityPage("session", session)
	p.until("the lanes", `document.querySelector(".lane-marks [data-events]")`)
	return session, events
}

// lanesState is what the lanes and their table show.
type lanesState struct {
	Lanes   int
	Marks   int // shapes and numbers
	Drawn   int // events that they stand for
	Count   string
	Rows    int
	Current []string // uuids of the rows that are marked as current
	Stretch string
	Tip     string
}

func (p *tab) lanes() lanesState {
	p.t.Helper()
	var s lanesState
	p.eval(p.frame, `(() => {
		const all = (selector) => [...document.querySelectorAll(selector)];
		return {
			lanes: all("[data-lane]").length,
			marks: all(".lane-marks [data-events]").length,
			drawn: all(".lane-marks [data-events]").reduce((sum, m) => sum + Number(m.dataset.events), 0),
			count: document.getElementById("session-count").innerText,
			rows: all("#session-table [data-event]").length,
			current: all("#session-table [aria-current]").map((row) => row.dataset.event),
			stretch: document.querySelector(".lanes-stretch").innerText,
			tip: document.querySelector(".lane-tip")?.innerText ?? "",
		};
	})()`, &s)
	return s
}

// TestSessionLanes opens a session, compares lanes and table, moves by the
// keyboard, zooms, opens an event and comes back.
func TestSessionLanes(t *testing.T) {
	p := open(t, browser, pageFile)
	session, events := p.openStolenSession()
	s := p.lanes()
	if s.Drawn != events || s.Rows != events || s.Count != strconv.Itoa(events) {
		t.Errorf("the sample has %d events of the session; the lanes draw %d, the table has %d rows and says %s", events, s.Drawn, s.Rows, s.Count)
	}
	if s.Lanes < 2 {
		t.Errorf("a stolen session has %d lanes", s.Lanes)
	}
	var summary string
	p.eval(p.frame, `document.querySelector(".lanes-picture").getAttribute("aria-label")`, &summary)
	if want := strconv.Itoa(s.Lanes) + " contexts"; !strings.HasPrefix(summary, want) {
		t.Errorf("the picture says %q, want it to begin with %q", summary, want)
	}

	p.tabTo("#lanes-plot")
	p.press(kb.ArrowRight)
	p.until("a current event", `document.querySelector("#session-table [aria-current]")`)
	var uuids []string
	p.eval(p.frame, `[...document.querySelectorAll("#session-table [data-event]")].map((row) => row.dataset.event)`, &uuids)
	at := func(i int) {
		t.Helper()
		p.until("the keyboard on event "+strconv.Itoa(i), `document.querySelector("#session-table [aria-current]")?.dataset.event === "`+uuids[i]+`"`)
	}
	at(0)
	p.press(kb.ArrowRight)
	at(1)
	p.press(kb.End)
	at(len(uuids) - 1)
	p.press(kb.ArrowLeft)
	at(len(uuids) - 2)
	p.until("a tooltip with the address", `/\d+\.\d+\.\d+\.\d+/.test(document.querySelector(".lane-tip")?.innerText)`)

	// Another lane is another address or agent; its event is in another context.
	lane := func() string {
		var letter string
		p.eval(p.frame, `document.querySelector("#session-table [aria-current] .lane-letter").innerText`, &letter)
		return letter
	}
	before := lane()
	if before == "A" {
		p.press(kb.ArrowDown)
	} else {
		p.press(kb.ArrowUp)
	}
	p.until("another lane", `document.querySelector("#session-table [aria-current] .lane-letter").innerText !== "`+before+`"`)

	whole := p.lanes()
	p.press("+", "+", "+")
	p.until("a shorter stretch", `Number(document.getElementById("session-count").innerText) < `+strconv.Itoa(events))
	zoomed := p.lanes()
	if zoomed.Stretch == whole.Stretch || strconv.Itoa(zoomed.Rows) != zoomed.Count || len(zoomed.Current) != 1 {
		t.Errorf("zoomed: %+v, before: %+v", zoomed, whole)
	}
	p.press("0")
	p.until("the whole again", `document.getElementById("session-count").innerText === "`+strconv.Itoa(events)+`"`)
	if again := p.lanes(); again.Stretch != whole.Stretch || again.Drawn != events {
		t.Errorf("after 0: %+v, want %+v", again, whole)
	}

	// Enter shows the event among all events, going back the session.
	p.press(kb.Home)
	at(0)
	p.press(kb.Enter)
	p.until("the event table", `document.getElementById("tab-events").ariaSelected === "true"`)
	p.eval(p.shell, "void history.back()", nil)
	p.entityPage("session", session)
	p.until("the session's table", `document.querySelectorAll("#session-table [data-event]").length === `+strconv.Itoa(events))
	p.eval(p.shell, "void history.back()", nil)
	p.until("the finding", `document.querySelector("[data-detail]")`)
}

// TestLanesByPointer zooms by the wheel with Ctrl, which the page must not
// scroll by, and splits a mark with a number by a click.
func TestLanesByPointer(t *testing.T) {
	p := open(t, browser, pageFile)
	p.openStolenSession()
	whole := p.lanes()
	p.eval(p.frame, `(() => {
		const plot = document.getElementById("lanes-plot"), box = plot.getBoundingClientRect();
		const wheel = new WheelEvent("wheel", {deltaY: -300, ctrlKey: true, bubbles: true, cancelable: true, clientX: box.x + box.width / 2, clientY: box.y + 40});
		if (plot.dispatchEvent(wheel)) throw new Error("the page keeps the wheel");
		const plain = new WheelEvent("wheel", {deltaY: 100, bubbles: true, cancelable: true, clientX: box.x + 9, clientY: box.y + 40});
		if (!plot.dispatchEvent(plain)) throw new Error("the lanes take the page's wheel");
	})()`, nil)
	p.until("a shorter stretch", `document.querySelector(".lanes-stretch").innerText !== `+strconv.Quote(whole.Stretch))
	p.click("#zoom-all")
	p.until("the whole again", `document.querySelector(".lanes-stretch").innerText === `+strconv.Quote(whole.Stretch))

	var number struct{ X, Y float64 }
	p.eval(p.frame, `(() => {
		const mark = document.querySelector(".lane-marks .number");
		document.getElementById("lanes-plot").scrollIntoView({block: "center"});
		const {x, y, width, height} = mark.getBoundingClientRect();
		return {x: x + width / 2, y: y + height / 2};
	})()`, &number)
	p.call(p.frame, nil, `(x, y) => {
		const plot = document.getElementById("lanes-plot");
		for (const type of ["pointerdown", "pointerup"]) plot.dispatchEvent(new PointerEvent(type, {bubbles: true, clientX: x, clientY: y, button: 0}));
	}`, number.X, number.Y)
	p.until("the number zoomed to", `document.querySelector(".lanes-stretch").innerText !== `+strconv.Quote(whole.Stretch))
	p.until("its events in the table", `document.getElementById("session-count").innerText !== "`+whole.Count+`"`)
}

// sessionLog is a log of one session of an administrator: a start, events by
// turns from several contexts, an end, and events after it.
func sessionLog(t *testing.T, contexts, before, after int) string {
	t.Helper()
	start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	var rows []row
	add := func(kind, result string, context int, at time.Duration) {
		r := providerEvent(len(rows), "admin@example.com", "Payroll")
		r["uuid"] = fmt.Sprintf("5d1a0c2e-3333-11f0-8000-%012d", len(rows))
		r["timestamp"] = start.Add(at).Format("2006-01-02T15:04:05.000Z")
		r["event_type"], r["display_message"], r["outcome.result"] = kind, kind, result
		r["target0.type"] = "AppInstance"
		r["client.ip_address"] = fmt.Sprintf("198.51.%d.7", 100+context)
		r["client.geographical_context.city"] = fmt.Sprintf("City %d", context)
		if context%2 == 1 {
			r["client.user_agent.raw_user_agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
		}
		rows = append(rows, r)
	}
	kinds := []string{"user.authentication.sso", "user.authentication.auth_via_mfa", "policy.evaluate_sign_on", "app.oauth2.token.grant",
		"user.account.privilege.grant", "user.session.access_admin_app", "system.idp.lifecycle.create", "user.session.impersonation.grant", "core.unknown"}
	results := []string{"SUCCESS", "SUCCESS", "ALLOW", "SUCCESS", "FAILURE", "SUCCESS", "DENY", "CHALLENGE"}
	add("user.session.start", "SUCCESS", 0, 0)
	for n := range before {
		add(kinds[n%len(kinds)], results[n%len(results)], n/7%contexts, time.Duration(n+1)*37*time.Second+time.Duration(n*n%19)*time.Second)
	}
	end := time.Duration(before+2) * 37 * time.Second
	add("user.session.end", "SUCCESS", 0, end)
	for n := range after {
		add(kinds[n%3], results[n%5], contexts-1, end+time.Duration(n+1)*53*time.Second)
	}
	return writeLog(t, "session.csv", rows)
}

// openSessionLog opens the session of such a log.
func (p *tab) openSessionLog(path string) {
	p.t.Helper()
	p.choose(path)
	p.wait("done")
	p.findings()
	p.eval(p.frame, `document.querySelector("[data-finding] button").click()`, nil)
	p.until("a link to the session", `document.querySelector('[data-detail] [data-entity="session"]')`)
	p.eval(p.frame, `document.querySelector('[data-detail] [data-entity="session"]').click()`, nil)
	p.entityPage("session", "102admin")
	p.until("the lanes", `document.querySelector(".lane-marks [data-events]")`)
}

// TestAfterTheEnd sees what came after a session's end named, shaded and marked
// in the table.
func TestAfterTheEnd(t *testing.T) {
	p := open(t, browser, pageFile)
	p.openSessionLog(sessionLog(t, 2, 20, 12))
	var shown struct {
		Summary, Named string
		Shaded         bool
		Rows           int
	}
	p.eval(p.frame, `({
		summary: document.getElementById("lanes-summary").innerText,
		named: document.querySelector(".lane-bounds .after").textContent,
		shaded: document.querySelector(".lane-bounds .after-ground").getBoundingClientRect().width > 50,
		rows: document.querySelectorAll("#session-table tr.after").length,
	})`, &shown)
	if !strings.HasSuffix(shown.Summary, "12 events after the end.") || !strings.Contains(shown.Named, "12 events after it") || !shown.Shaded || shown.Rows != 12 {
		t.Errorf("of 12 events after the end the page shows %+v", shown)
	}
}

// TestCrowdedSession opens a session with more events than are drawn.
func TestCrowdedSession(t *testing.T) {
	p := open(t, browser, pageFile)
	p.openSessionLog(sessionLog(t, 9, 6000, 40))
	s := p.lanes()
	if s.Drawn != 5000 || s.Count != "5,000" || s.Lanes != 9 || s.Rows != 50 {
		t.Errorf("of 6,042 events in 9 contexts: %+v", s)
	}
	if s.Marks > 1500 {
		t.Errorf("%d marks for 5,000 events: they are not put together", s.Marks)
	}
	if text := p.text(); !strings.Contains(text, "5,000 of 6,042 events are drawn") {
		t.Error("the page does not say that it leaves events out")
	}
}

// TestEntityPages goes from a session to its user, from there to an address and
// an application, and all the way back.
func TestEntityPages(t *testing.T) {
	p := open(t, browser, pageFile)
	session, _ := p.openStolenSession()
	follow := func(selector string) string {
		t.Helper()
		p.until("a link "+selector, `document.querySelector(`+strconv.Quote(selector)+`)`)
		var kind string
		p.call(p.frame, &kind, `(selector) => { const link = document.querySelector(selector); link.click(); return link.dataset.entity; }`, selector)
		p.until("the page of a "+kind, `document.querySelector('[data-entity-page^="`+kind+` "][aria-busy="false"]')`)
		var title string
		p.eval(p.frame, `document.querySelector("#entity-title").innerText`, &title)
		return title
	}
	if user := follow(`.entity-head [data-entity="user"]`); !strings.Contains(user, "@example.com") {
		t.Errorf("the session's user is %q", user)
	}
	var focused bool
	p.eval(p.frame, `document.activeElement !== document.body`, &focused)
	if !focused {
		t.Error("the focus is lost when a link leads to another entity")
	}
	for _, part := range []string{
		`.session-list [data-session="` + session + `"]`, `.heat-map svg[role="img"]`, `.entity-findings [data-finding-link]`,
		`.entity-findings [data-incident-link]`, `[aria-label="Factors"] tbody tr`, `[aria-label="Applications"] tbody tr`, `[aria-label="Places"] tbody tr`,
	} {
		p.until("on the user's page "+part, `document.querySelector('`+part+`')`)
	}
	// What the heat map draws and its table lists is the same.
	var sums []int
	p.eval(p.frame, `(() => {
		const map = document.querySelector(".heat-map");
		const drawn = [...map.querySelectorAll("svg rect title")].map((t) => Number(t.textContent.split(": ")[1]));
		const listed = [...map.querySelectorAll("td")].map((td) => Number(td.textContent.replace(",", "")));
		return [drawn, listed].map((list) => list.reduce((a, b) => a + b, 0));
	})()`, &sums)
	if sums[0] != sums[1] || sums[0] == 0 {
		t.Errorf("the heat map draws %d sign-ins, its table has %d", sums[0], sums[1])
	}
	address := follow(`[aria-label="Addresses"] [data-entity="address"]`)
	if strings.Count(address, ".") != 3 {
		t.Errorf("the address is %q", address)
	}
	p.until("neighbours", `document.querySelector('[aria-label="Neighbours"]')`)
	app := follow(`[aria-label="Applications"] [data-entity="application"]`)
	p.until("the application's users", `document.querySelector('[aria-label="Users"] [data-entity="user"]')`)
	// A value without a page of its own shows its events.
	p.eval(p.frame, `document.querySelector("#entity-events").click()`, nil)
	p.until("the events of "+app, `document.getElementById("tab-events").ariaSelected === "true"`)
	for _, kind := range []string{"application", "address", "user", "session"} {
		p.eval(p.shell, "void history.back()", nil)
		p.until("back at the "+kind, `document.querySelector('[data-entity-page^="`+kind+` "]')`)
	}
}

// TestUnknownEntity goes back to a session of a log that another one has
// replaced: the page says that it is not there, and the text can be searched.
func TestUnknownEntity(t *testing.T) {
	p := open(t, browser, pageFile)
	session, _ := p.openStolenSession()
	p.choose(canaryLog(t))
	p.wait("done")
	p.until("the overview", `document.getElementById("tab-overview").ariaSelected === "true"`)
	p.eval(p.shell, "void history.back()", nil)
	p.until("word of the unknown session", `document.querySelector(".entity-nothing")?.innerText.includes(`+strconv.Quote(session)+`)`)
	p.eval(p.frame, `document.querySelector(".entity-nothing .button").click()`, nil)
	p.until("the event table", `document.getElementById("tab-events").ariaSelected === "true"`)
}

// TestHostileEntity puts markup and characters that turn or hide text into
// every name of a session and its user.
func TestHostileEntity(t *testing.T) {
	const markup = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
	const turned = "\u202egnp.exe\u200b"
	var rows []row
	for n := range 4 {
		r := providerEvent(n, markup+turned, turned+markup)
		r["actor.id"] = "00u" + markup
		r["authentication_context.external_session_id"] = "102" + markup
		r["client.user_agent.raw_user_agent"] += markup
		r["client.geographical_context.city"] = markup + strconv.Itoa(n%2)
		r["client.geographical_context.country"] = turned
		r["outcome.reason"] = markup
		r["target0.type"] = "AppInstance"
		rows = append(rows, r)
	}
	p := open(t, browser, pageFile)
	p.choose(writeLog(t, "hostile.csv", rows))
	p.wait("done")
	p.findings()
	p.eval(p.frame, `document.querySelector("[data-finding] button").click()`, nil)
	visit := func(kind, selector string) {
		t.Helper()
		p.until("a link to the "+kind, `document.querySelector('`+selector+`')`)
		p.call(p.frame, nil, `(selector) => document.querySelector(selector).click()`, selector)
		p.until("the "+kind, `document.querySelector('[data-entity-page^="`+kind+` "][aria-busy="false"] #entity-title')`)
		var made int
		p.eval(p.frame, `document.querySelectorAll("#panel img, #panel script, #panel [onerror]").length`, &made)
		if made != 0 {
			t.Errorf("on the page of the %s the log's text became %d elements", kind, made)
		}
		var title string
		if p.eval(p.frame, `document.title`, &title); title == "owned" {
			t.Errorf("on the page of the %s the log's text ran", kind)
		}
		if text := p.text(); !strings.Contains(text, "<img") || strings.ContainsAny(text, "\u202e\u200b") {
			t.Errorf("the page of the %s does not show the text as text: %.400q", kind, text)
		}
	}
	visit("session", `[data-detail] [data-entity="session"]`)
	p.tabTo("#lanes-plot")
	p.press(kb.ArrowRight)
	p.until("the tooltip", `document.querySelector(".lane-tip")?.innerText.includes("<img")`)
	visit("user", `.entity-head [data-entity="user"]`)
	visit("application", `[aria-label="Applications"] [data-entity="application"]`)
}

// painted waits until what the page has rendered is on screen.
func (p *tab) painted() {
	p.t.Helper()
	p.eval(p.frame, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))`, nil)
}

// TestEntityPictures takes pictures of the entities' pages for people to look
// at; see TestPictures.
func TestEntityPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("-pictures names no folder")
	}
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			p := openShell(t, browser, pageFile)
			scheme := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}})
			p.run(p.shell, page.BringToFront(), emulation.SetDeviceMetricsOverride(v.width, v.height, 1, false), scheme)
			p.wait("ready")
			p.attachFrame()
			p.run(p.frame, scheme)
			p.openStolenSession()
			p.until("its rows", `document.querySelector("#session-table .cell-from .mono")?.innerText !== "–"`)
			p.shoot(v.name + "-stolen-session")
			p.eval(p.frame, `document.getElementById("lanes-plot").scrollIntoView({block: "start"})`, nil)
			p.eval(p.frame, `document.getElementById("lanes-plot").focus()`, nil)
			p.press(kb.End, kb.ArrowLeft, kb.ArrowLeft)
			p.until("a tooltip", `/\d\.\d/.test(document.querySelector(".lane-tip")?.innerText)`)
			p.shoot(v.name + "-session-tip")
			p.press("+", "+", "+", kb.Escape)
			p.shoot(v.name + "-session-zoomed")
			p.eval(p.frame, `document.querySelector("#session-table").scrollIntoView({block: "start"})`, nil)
			p.shoot(v.name + "-session-table")
			p.eval(p.frame, `document.querySelector('.entity-head [data-entity="user"]').click()`, nil)
			p.until("the user", `document.querySelector(".heat-map")`)
			p.painted()
			p.shoot(v.name + "-user")
			p.eval(p.frame, `document.querySelector(".heat-map").scrollIntoView({block: "start"})`, nil)
			p.shoot(v.name + "-user-tables")
			p.eval(p.frame, `document.querySelector('[aria-label="Addresses"] [data-entity="address"]').click()`, nil)
			p.until("the address", `document.querySelector('[aria-label="Neighbours"]')`)
			p.painted()
			p.shoot(v.name + "-address")
			for name, path := range map[string]string{"after": sessionLog(t, 2, 20, 12), "crowded": sessionLog(t, 9, 6000, 40)} {
				p.openSessionLog(path)
				p.until("its rows", `document.querySelector("#session-table .cell-from .mono")?.innerText !== "–"`)
				p.eval(p.frame, `document.querySelector(".lanes").scrollIntoView({block: "start"})`, nil)
				p.shoot(v.name + "-" + name)
			}
		})
	}
}
