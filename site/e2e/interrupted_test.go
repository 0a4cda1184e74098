package e2e

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// engines returns the workers that the page has.
func (p *tab) engines() []target.ID {
	p.t.Helper()
	var ids []target.ID
	for _, info := range p.targets("worker", chromedp.FromContext(p.frame).Target.TargetID) {
		ids = append(ids, info.TargetID)
	}
	return ids
}

// TestCancelFreesMemory sees the workers of a cancelled load ended, whose
// memory goes with them, and the log loaded before still answering.
func TestCancelFreesMemory(t *testing.T) {
	big := bigLog(t)
	p := open(t, browser, pageFile)
	p.choose(sample(t))
	p.showsSample()
	p.steps("a second engine that stands ready", func() bool { return len(p.engines()) > 2 })
	before := p.engines()
	p.choose(big)
	p.waitFor("reading")
	p.click("#cancel")
	p.showsSample()
	p.steps("the end of the cancelled load's workers", func() bool {
		left := 0
		for _, id := range p.engines() {
			if slices.Contains(before, id) {
				left++
			}
		}
		return left == 1 // the one that has the sample
	})
	id := goldenFindings(t)[1].ID
	p.click(`[data-finding="` + id + `"] .finding-row`)
	p.detail(id)
}

// TestProgress sees what is told while a log is read, and not too often.
func TestProgress(t *testing.T) {
	big := bigLog(t)
	p := open(t, browser, pageFile)
	p.eval(p.frame, `void (() => {
		window.seen = [];
		new MutationObserver(() => {
			const text = document.querySelector(".figures")?.innerText;
			if (text && text !== seen.at(-1)?.text) seen.push({text, at: performance.now()});
		}).observe(document.body, {subtree: true, childList: true, characterData: true});
	})()`, nil)
	p.choose(big)
	p.wait("done")
	var seen []struct {
		Text string
		At   float64
	}
	p.eval(p.frame, "seen", &seen)
	if len(seen) < 2 {
		t.Fatalf("while a log was read, the page told %v", seen)
	}
	told := false
	for _, s := range seen {
		told = told || strings.Contains(s.Text, "MB/s") && strings.Contains(s.Text, " of ") && strings.Contains(s.Text, "Events")
	}
	if !told {
		t.Errorf("bytes, events and MB/s were never told: %v", seen)
	}
	// One for the beginning and one for the end come beside those of the clock.
	if most := (seen[len(seen)-1].At-seen[0].At)/100 + 3; float64(len(seen)) > most {
		t.Errorf("%d updates in %.0f ms", len(seen), seen[len(seen)-1].At-seen[0].At)
	}
}

// TestFileChanges changes a file, and takes one away, while it is read.
func TestFileChanges(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"shorter":  func(path string) error { return os.Truncate(path, 1<<20) },
		"longer":   func(path string) error { return os.Truncate(path, 1<<30) },
		"gone":     os.Remove,
		"replaced": func(path string) error { return os.Rename(replacement(path), path) },
	} {
		t.Run(name, func(t *testing.T) {
			big := bigLog(t)
			p := open(t, browser, pageFile)
			next := p.downloads()
			p.choose(big)
			p.waitFor("reading")
			if err := change(big); err != nil {
				t.Fatal(err)
			}
			if s := p.waitFor("done", "failed"); s.State == "failed" {
				// Nothing of it had been read yet.
				p.until("a failure", `document.querySelector('.failure[data-kind="unreadable"]')`)
				if text := p.text(); !strings.Contains(text, "big.csv") {
					t.Errorf("the page does not name the file: %s", text)
				}
				return
			}
			p.until("a warning", `document.querySelector("#coverage-more").innerText.includes("big.csv was not read to its end")`)
			log := p.saved(next).Log
			f := log.Files[0]
			if !strings.Contains(f.Error, "reading stopped after byte") || !slices.ContainsFunc(log.Coverage.Warnings, func(w struct{ Code, Text string }) bool {
				return w.Code == "incomplete_file"
			}) {
				t.Errorf("the saved report has %+v and %+v", f, log.Coverage)
			}
			if f.Records == 0 || f.Records != f.Events+f.Duplicates+f.Rejected {
				t.Errorf("the account of what was read is %+v", f)
			}
		})
	}
}

// TestFileChangesLater changes a file after it was read: what was found stays,
// and the record that cannot be read again is told of.
func TestFileChangesLater(t *testing.T) {
	data, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	path := writeFile(t, "later.csv", string(data))
	p := open(t, browser, pageFile)
	p.choose(path)
	p.showsSample()
	if err := os.Truncate(path, 1000); err != nil {
		t.Fatal(err)
	}
	want := goldenFindings(t)[1]
	p.click(`[data-finding="` + want.ID + `"] .finding-row`)
	p.detail(want.ID)
	p.click(`[data-event="` + want.Events[0] + `"] button`)
	p.until("word of the change", `document.querySelector(".raw-row .problem")?.innerText.includes("cannot be read again")`)
}

// replacement writes another file beside one and returns its path.
func replacement(path string) string {
	other := path + ".new"
	if err := os.WriteFile(other, []byte("another file\n"), 0o644); err != nil {
		panic(err)
	}
	return other
}

// exhaust has the engine inside a worker ask for more memory than WebAssembly
// has, of which Go dies.
const exhaust = `void setTimeout(() => globalThis.okta?.layout(0, {length: 4.29e9}))`

// TestOutOfMemory ends the engine for want of memory, while a log is read.
func TestOutOfMemory(t *testing.T) {
	p := open(t, browser, pageFile)
	first := p.engines()
	p.choose(sample(t))
	p.showsSample()
	p.expect("worker:")
	// A worker of the second engine that has the engine in it: the reader has not.
	p.steps("a second engine that stands ready", func() bool {
		for _, id := range p.engines() {
			if slices.Contains(first, id) {
				continue
			}
			var has bool
			worker := p.attachTo("worker", id)
			if p.eval(worker, `"okta" in globalThis`, &has); has {
				p.workers = []context.Context{worker}
				return true
			}
		}
		return false
	})
	p.choose(bigLog(t))
	p.until("progress", `/^[1-9]/.test(document.querySelector(".figures dd")?.innerText ?? "")`)
	p.crash(exhaust)
	p.waitFor("failed")
	p.until("a failure", `document.querySelector('.failure[data-kind="memory"]')`)
	text := p.text()
	for _, part := range []string{"needs more memory", "out of memory", "Until then", "records = ", "okta-session-analyzer syslog_query.csv"} {
		if !strings.Contains(text, part) {
			t.Errorf("the page does not say %q: %s", part, text)
		}
	}
	// What was loaded before is still there.
	p.forget()
	p.eval(p.frame, `void [...document.querySelectorAll(".failure button")].find((b) => b.innerText.includes("Back")).click()`, nil)
	p.showsSample()
}
