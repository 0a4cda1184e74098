package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// stealable says, in the frame, that a text of the canary log is at hand.
const stealable = `document.body.innerText.includes("` + canary + `")`

// attempt tries one escape. What the escape throws is its own business: what
// counts is what arrives at the listener.
func (p *tab) attempt(ctx context.Context, e escape, url string) {
	p.t.Helper()
	text, err := json.Marshal(url)
	if err != nil {
		p.t.Fatal(err)
	}
	// A way that waits for an answer which never comes is over after a while.
	code := fmt.Sprintf(`Promise.race([
		(async (url) => { %s })(%s).then(() => "", (error) => String(error)),
		new Promise((done) => setTimeout(done, 500, "no answer")),
	])`, e.code, text)
	limited, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	// An escape that succeeds may take its own target away.
	chromedp.Run(limited, within(func(ctx context.Context) error {
		_, _, err := runtime.Evaluate(code).WithAwaitPromise(true).WithReturnByValue(true).
			WithAllowUnsafeEvalBlockedByCSP(false).WithUserGesture(true).Do(ctx)
		return err
	}))
}

// settle gives what is on its way the time to arrive.
const settle = 500 * time.Millisecond

// TestEscapesWork is the control of the network proof: each way out arrives
// when a page has no policy. A way that cannot succeed proves nothing when it
// fails.
func TestEscapesWork(t *testing.T) {
	const page = `<!doctype html><title>no policy</title><script>
		worker = new Worker(URL.createObjectURL(new Blob([""])));
	</script>`
	try := func(e escape, inside func(p *tab) context.Context) func(t *testing.T) {
		return func(t *testing.T) {
			world := listen(t, page)
			p := openShell(t, browser, world.URL+"/start")
			p.expect("") // whatever such a page does
			from := inside(p)
			before := world.sofar()
			// A busy browser may let go of what is only a hint, such as a prefetch.
			for range 3 {
				p.attempt(from, e, world.URL+"/"+e.name)
				for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
					now := world.sofar()
					if e.arrives == byRequest && world.requested(e.name) > 0 ||
						e.arrives == byConnection && now.connections > before.connections ||
						e.arrives == byBytes && now.bytes > before.bytes {
						return
					}
				}
			}
			t.Error("it does not reach the listener from a page without a policy")
		}
	}
	for _, e := range frameEscapes {
		t.Run("frame/"+e.name, try(e, func(p *tab) context.Context { return p.shell }))
	}
	for _, e := range workerEscapes {
		t.Run("worker/"+e.name, try(e, func(p *tab) context.Context { return p.attach("worker", p.shell) }))
	}
}

// TestNothingLeaves loads a log full of canaries, tries every way out from
// inside the frame and from inside the engine's worker, and sees each refused:
// not a byte arrives.
//
// Chromium opens an empty connection to a host that script names in a
// preconnect or in a navigation which the policy then refuses. That is its
// page preloading, on by default, over which no page has a say: with it
// switched off there is no connection either.
func TestNothingLeaves(t *testing.T) {
	t.Run("views", everyViewIsSilent)
	t.Run("file", func(t *testing.T) { nothingLeaves(t, browser, pageFile, preloadingConnects) })
	t.Run("http", func(t *testing.T) { nothingLeaves(t, browser, pageURL, preloadingConnects) })
	t.Run("file without preloading", func(t *testing.T) {
		nothingLeaves(t, startBrowser(t, `{"net": {"network_prediction_options": 2}}`), pageFile, nil)
	})
}

// preloadingConnects are the escapes to whose host Chromium's preloading opens
// an empty connection.
var preloadingConnects = []string{
	"preconnect", "iframe", "iframe-navigated", "download", "link", "refresh", "navigation", "location", "location-replace",
}

// everyViewIsSilent looks at every view and dialog with the canaries loaded: a
// request of a view's own fails the test by what the browser reports, and the
// listener, which the page does not know, hears nothing.
func everyViewIsSilent(t *testing.T) {
	world := listen(t, "")
	p := open(t, browser, pageFile)
	p.choose(canaryLog(t))
	p.wait("done")
	p.visit(func(t *testing.T, name string) {
		if heard := world.sofar(); heard.connections > 0 || heard.bytes > 0 {
			t.Errorf("the listener hears %+v", heard)
		}
	})
}

func nothingLeaves(t *testing.T, browser context.Context, url string, mayConnect []string) {
	log := canaryLog(t)
	loaded := func() *tab {
		p := open(t, browser, url)
		p.choose(log)
		if done := p.wait("done"); done.Findings == "0" {
			t.Fatal("the canary log has no findings: nothing is on screen to steal")
		}
		p.findings()
		p.until("a canary on screen", stealable)
		return p
	}
	world := listen(t, "")
	p := loaded()
	p.attacked()
	p.attachWorkers()
	try := func(from context.Context, where string, e escape) {
		before, windows := world.sofar(), p.windows()
		p.attempt(from, e, world.URL+"/"+where+"-"+e.name+"?"+canary)
		time.Sleep(settle / 5)
		now := world.sofar()
		if now.bytes > before.bytes {
			t.Errorf("%s/%s: %d bytes arrived at the listener", where, e.name, now.bytes-before.bytes)
		}
		if now.connections > before.connections && !slices.Contains(mayConnect, e.name) {
			t.Errorf("%s/%s: %d connections arrived at the listener", where, e.name, now.connections-before.connections)
		}
		var place string
		if p.eval(p.shell, `location.href.split("#")[0]`, &place); place != url {
			t.Fatalf("%s/%s: the page went from %s to %s", where, e.name, url, place)
		}
		if now := p.windows(); now > windows {
			t.Errorf("%s/%s: a window was opened", where, e.name)
		}
	}
	for _, e := range workerEscapes {
		for _, worker := range p.workers {
			try(worker, "worker", e)
		}
	}
	for _, e := range frameEscapes {
		// A navigation that the policy refuses leaves an error page, which
		// holds neither the log nor script.
		if !p.stealable() {
			p.close()
			p = loaded()
			p.attacked()
		}
		try(p.frame, "frame", e)
	}
	time.Sleep(settle)

	// The listener does hear what is sent.
	before := world.sofar()
	if len(world.requests) > 0 {
		t.Errorf("requests arrived: %v", world.requests)
	}
	response, err := http.Get(world.URL + "/control")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	now := world.sofar()
	if now.connections != before.connections+1 || now.bytes == before.bytes || world.requested("control") != 1 {
		t.Errorf("the control request is not heard: %+v, before it %+v", now, before)
	}
}
