package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

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

// settle gives requests in flight the time to arrive.
const settle = 500 * time.Millisecond

// TestEscapesWork is the control of the network proof: each way out arrives
// when a page has no policy. A way that cannot succeed proves nothing when it
// fails.
func TestEscapesWork(t *testing.T) {
	const page = `<!doctype html><title>no policy</title><script>
		worker = new Worker(URL.createObjectURL(new Blob([""])));
	</script>`
	for _, e := range frameEscapes {
		t.Run("frame/"+e.name, func(t *testing.T) {
			world := listen(t, "<!doctype html><title>no policy</title>")
			p := openShell(t, world.URL+"/start")
			p.attacked()
			before, _ := world.count(e.name)
			p.attempt(p.shell, e, world.URL+"/"+e.name)
			arrived(t, world, e.name, before)
		})
	}
	for _, e := range workerEscapes {
		t.Run("worker/"+e.name, func(t *testing.T) {
			world := listen(t, page)
			p := openShell(t, world.URL+"/start")
			p.attacked()
			p.worker = p.attach("worker", p.shell)
			before, _ := world.count(e.name)
			p.attempt(p.worker, e, world.URL+"/"+e.name)
			arrived(t, world, e.name, before)
		})
	}
}

func arrived(t *testing.T, world *listener, name string, before int) {
	t.Helper()
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		connections, requests := world.count(name)
		// A preconnect is a connection that asks for nothing.
		if requests > 0 || name == "preconnect" && connections > before {
			return
		}
	}
	t.Errorf("%s does not reach the listener from a page without a policy", name)
}

// TestNothingLeaves loads a log full of canaries, tries every way out from
// inside the frame and from inside the engine's worker, and sees each refused.
func TestNothingLeaves(t *testing.T) {
	for where, url := range map[string]string{"file": pageFile, "http": pageURL} {
		t.Run(where, func(t *testing.T) {
			world := listen(t, "")
			p := open(t, url)
			p.attachWorker()
			p.choose(canaryLog(t))
			p.wait("done")
			if findings := p.status().Findings; findings == "" || findings == "0" {
				t.Fatalf("the canary log has %q findings: nothing is on screen to steal", findings)
			}
			p.until("a canary on screen", "document.body.innerText.includes("+fmt.Sprintf("%q", canary)+")")

			// From here on the page is attacked and the browser complains.
			p.attacked()
			windows := p.windows()
			var place string
			p.eval(p.shell, "location.href", &place)
			for _, e := range workerEscapes {
				p.attempt(p.worker, e, world.URL+"/worker-"+e.name+"?"+canary)
				refused(t, world, "worker/"+e.name)
			}
			for _, e := range frameEscapes {
				p.attempt(p.frame, e, world.URL+"/frame-"+e.name+"?"+canary)
				refused(t, world, "frame/"+e.name)
			}
			time.Sleep(settle)
			refused(t, world, "something late")

			var after string
			if p.eval(p.shell, "location.href", &after); after != place {
				t.Errorf("the page went from %s to %s", place, after)
			}
			if now := p.windows(); now != windows {
				t.Errorf("%d windows are open, before the attack %d", now, windows)
			}

			// The listener does hear what is sent.
			response, err := http.Get(world.URL + "/control")
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if connections, requests := world.count("control"); connections != 1 || requests != 1 {
				t.Errorf("after the control request: %d connections and %d requests, want 1 and 1", connections, requests)
			}
		})
	}
}

func refused(t *testing.T, world *listener, name string) {
	t.Helper()
	time.Sleep(50*time.Millisecond)
	if connections, _ := world.count(""); connections > last {
		last = connections
		t.Errorf("%s reached the listener: %v", name, world.requests)
	}
}

var last int
