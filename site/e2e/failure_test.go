package e2e

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// bigLog is a log that takes long enough to do something meanwhile: the sample
// many times over.
func bigLog(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	header, rows, _ := bytes.Cut(data, []byte("\n"))
	path := filepath.Join(t.TempDir(), "big.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, part := range append([][]byte{header, []byte("\n")}, repeated(rows, 100)...) {
		if _, err := file.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func repeated(part []byte, n int) [][]byte {
	parts := make([][]byte, n)
	for i := range parts {
		parts[i] = part
	}
	return parts
}

func TestCancel(t *testing.T) {
	big := bigLog(t)
	p := open(t, browser, pageFile)

	p.choose(big)
	p.waitFor("reading")
	p.click("#cancel")
	p.waitFor("ready")
	p.until("the start", `document.querySelector("#try-sample")`)

	// With a log on screen, cancelling the next one goes back to it. The
	// keyboard is on the button by itself.
	p.choose(sample(t))
	p.showsSample()
	p.choose(big)
	p.waitFor("reading")
	p.until("the focus on Cancel", `document.activeElement.id === "cancel"`)
	p.press(kb.Enter)
	p.showsSample()
}

// panic makes the engine inside a worker panic: it is a Go function called
// without the argument that it indexes. The reader has no engine.
const panicEngine = `void setTimeout(() => globalThis.okta?.layout())`

// throw is an exception that nobody in the worker catches.
const throwInWorker = `void setTimeout(() => { throw new Error("thrown by the test") })`

// crash runs code in all workers that still run: the page ends the others with
// the first one that crashes, and the decoders when a log is read.
func (p *tab) crash(code string) {
	for _, worker := range p.workers {
		limited, stop := context.WithTimeout(worker, time.Second)
		chromedp.Run(limited, chromedp.Evaluate(code, nil))
		stop()
	}
}

func TestEngineCrash(t *testing.T) {
	for name, crash := range map[string]string{"panic": panicEngine, "exception": throwInWorker} {
		t.Run(name+" while reading", func(t *testing.T) {
			p := open(t, browser, pageFile)
			p.attachWorkers()
			p.expect("worker:") // what the dying engine says
			p.choose(bigLog(t))
			p.waitFor("reading")
			p.crash(crash)
			p.waitFor("failed")
			p.until("a failure", `document.querySelector('.failure[data-kind="crashed"]')`)
			p.choose(sample(t))
			p.showsSample()
		})
		t.Run(name+" with a log on screen", func(t *testing.T) {
			p := open(t, browser, pageFile)
			p.attachWorkers()
			p.expect("worker:")
			p.choose(sample(t))
			p.showsSample()
			p.crash(crash)
			id := goldenFindings(t)[2].ID
			p.click(`[data-finding="` + id + `"] .finding-row`)
			p.until("word of the crash", `document.querySelector('[data-detail="`+id+`"]')?.innerText.includes("could not be read")`)
			p.choose(sample(t))
			p.showsSample()
		})
		t.Run(name+" while idle", func(t *testing.T) {
			p := open(t, browser, pageFile)
			p.attachWorkers()
			p.expect("worker:")
			p.crash(crash)
			p.choose(sample(t))
			// The engine that stood ready may be the one that is missing; its
			// message says to open the file again.
			if s := p.waitFor("done", "failed"); s.State == "failed" {
				p.until("a failure", `document.querySelector('.failure[data-kind="crashed"]')`)
				p.choose(sample(t))
			}
			p.showsSample()
		})
	}
}
