package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium of its own.
type browser struct {
	ctx  context.Context
	ends []context.CancelFunc
}

func open(profile string) (*browser, error) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		return nil, fmt.Errorf("%w; on Debian: apt-get install chromium", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.UserDataDir(profile), chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("headless", "new"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	b := new(browser)
	limited, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	allocator, end := chromedp.NewExecAllocator(limited, options...)
	ctx, endTab := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}), chromedp.WithLogf(log.Printf))
	b.ctx, b.ends = ctx, []context.CancelFunc{endTab, end, stop}
	return b, chromedp.Run(ctx)
}

// inBrowser does something in a browser on a new profile.
func inBrowser(profile string, do func(*browser) error) error {
	b, err := open(profile)
	if err != nil {
		return err
	}
	defer b.close()
	return do(b)
}

func (b *browser) close() {
	chromedp.Cancel(b.ctx)
	for _, end := range b.ends {
		end()
	}
}

// bareRead returns the milliseconds that the browser needs to read a file in
// slices of 16 MiB and do nothing with them.
func (b *browser) bareRead(dir, file string) (ms float64, err error) {
	empty := filepath.Join(dir, "empty.html")
	if err := os.WriteFile(empty, []byte(`<!doctype html><input type="file" id="file">`), 0o644); err != nil {
		return 0, err
	}
	ctx, end := chromedp.NewContext(b.ctx)
	defer end()
	const read = `(async () => {
		const file = document.getElementById("file").files[0];
		const began = performance.now();
		let sum = 0;
		for (let at = 0; at < file.size; at += 16 << 20) sum += (await file.slice(at, at + (16 << 20)).arrayBuffer()).byteLength;
		if (sum !== file.size) throw new Error("read " + sum + " of " + file.size);
		return performance.now() - began;
	})()`
	err = chromedp.Run(ctx, chromedp.Navigate(fileURL(empty)), chromedp.SetUploadFiles("#file", []string{file}, chromedp.ByQuery),
		chromedp.Evaluate(read, &ms, awaited))
	return ms, err
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

func fileURL(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// figures are what one run of the page came to.
type figures struct {
	ms     float64 // from choosing the file to the findings, as the page says
	ready  float64 // from navigation to being ready for files
	engine float64 // from navigation to the engine's running
	memory float64 // MB, the most that the browser's renderers took beyond the empty page
	again  float64 // to detect again after a changed threshold
	work   workbench
}

// analyze opens the page and has it analyse a file. To look at the memory takes
// the browser's time, so a run is for the time or for the memory.
func (b *browser) analyze(page, file string, weigh bool) (f figures, err error) {
	ctx, end := chromedp.NewContext(b.ctx)
	defer end()
	state := func(into *map[string]string) chromedp.Action {
		return chromedp.Evaluate(`({...document.documentElement.dataset, now: String(performance.now())})`, into)
	}
	var data map[string]string
	// A tab in the background paints no frame, and the page waits for one.
	if err := chromedp.Run(ctx, cdppage.BringToFront(), emulation.SetFocusEmulationEnabled(true), chromedp.Navigate(fileURL(page))); err != nil {
		return f, err
	}
	for data["state"] != "ready" {
		if err := chromedp.Run(ctx, state(&data)); err != nil {
			return f, err
		}
		time.Sleep(time.Millisecond)
	}
	f.ready, _ = strconv.ParseFloat(data["now"], 64)
	for data["engine"] != "ready" {
		if err := chromedp.Run(ctx, state(&data)); err != nil {
			return f, err
		}
		time.Sleep(time.Millisecond)
	}
	f.engine, _ = strconv.ParseFloat(data["now"], 64)
	time.Sleep(time.Second) // as a person would, who has to find the file first
	frame, endFrame, err := frameOf(ctx)
	if err != nil {
		return f, err
	}
	defer endFrame()
	if err := chromedp.Run(frame, chromedp.Evaluate(watchTasks, nil)); err != nil {
		return f, err
	}
	before := 0.0
	if weigh {
		if before, err = b.memory(); err != nil {
			return f, err
		}
	}
	if err := chromedp.Run(ctx, chromedp.SetUploadFiles("#file", []string{file}, chromedp.ByQuery)); err != nil {
		return f, err
	}
	for data["state"] != "done" {
		if data["state"] == "failed" {
			return f, errors.New("the page failed")
		}
		if weigh {
			now, err := b.memory()
			if err != nil {
				return f, err
			}
			f.memory = max(f.memory, (now-before)/1e6)
		}
		if err := chromedp.Run(ctx, state(&data)); err != nil {
			return f, err
		}
		time.Sleep(50 * time.Millisecond)
	}
	if f.ms, err = strconv.ParseFloat(data["ms"], 64); err != nil || weigh {
		return f, err
	}
	if f.work, err = work(frame); err != nil {
		return f, err
	}
	f.again, err = b.detectAgain(ctx, frame)
	return f, err
}

// detectAgain changes a threshold of a detection as a user does and returns
// the milliseconds until the new findings are on screen; of three changes the
// median, as the first pays for code that was never run.
func (b *browser) detectAgain(ctx, frame context.Context) (float64, error) {
	const change = `(async (km) => {
		const find = () => document.querySelector('[data-thresholds="session-fast-travel"] input');
		for (const tab of document.querySelectorAll('[role=tab]')) if (/detection/i.test(tab.textContent)) tab.click();
		for (let n = 0; !find() && n < 200; n++) {
			for (const item of document.querySelectorAll('details:not([open])')) item.open = true;
			await new Promise((f) => setTimeout(f, 10));
		}
		const input = find();
		if (!input) throw new Error("the page shows no thresholds of session-fast-travel");
		input.value = String(km);
		input.dispatchEvent(new Event("input", { bubbles: true }));
		await new Promise((f) => setTimeout(f, 50)); // the field renders what was typed
		input.dispatchEvent(new Event("change", { bubbles: true }));
	})(%d)`
	var times []float64
	for km := 201; km <= 203; km++ {
		// Two analyses may take the same time; the page's state says when one is done.
		const count = `window.done === undefined && (window.done = 0, new MutationObserver(() =>
			document.documentElement.dataset.state === "done" && window.done++
		).observe(document.documentElement, { attributeFilter: ["data-state"] })), window.done`
		var before, after int
		if err := chromedp.Run(ctx, chromedp.Evaluate(count, &before)); err != nil {
			return 0, err
		}
		// A busy machine may not have rendered what was typed when it is left.
		for try := 0; after <= before && try < 20; try++ {
			if err := chromedp.Run(frame, chromedp.Evaluate(fmt.Sprintf(change, km), nil, awaited)); err != nil {
				return 0, err
			}
			for n := 0; after <= before && n < 100; n++ {
				time.Sleep(10 * time.Millisecond)
				if err := chromedp.Run(ctx, chromedp.Evaluate(count, &after)); err != nil {
					return 0, err
				}
			}
		}
		if after <= before {
			return 0, errors.New("a changed threshold changed nothing")
		}
		var ms float64
		// The figure comes with the frame that shows the findings.
		if err := chromedp.Run(ctx, chromedp.Poll(`document.documentElement.dataset.ms && Number(document.documentElement.dataset.ms)`, &ms,
			chromedp.WithPollingTimeout(10*time.Second))); err != nil {
			return 0, err
		}
		times = append(times, ms)
	}
	return median(times), nil
}

// frameOf attaches to the sandboxed frame of a page, a target of its own.
func frameOf(page context.Context) (context.Context, context.CancelFunc, error) {
	id := chromedp.FromContext(page).Target.TargetID
	targets, err := chromedp.Targets(page)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range targets {
		// Chromium names the parent in one of two members, by version.
		if t.Type == "iframe" && (t.ParentID == id || t.ParentFrameID == cdp.FrameID(id)) {
			ctx, end := chromedp.NewContext(page, chromedp.WithTargetID(target.ID(t.TargetID)))
			return ctx, end, chromedp.Run(ctx)
		}
	}
	return nil, nil, errors.New("the page has no frame")
}

// memory returns the bytes that the browser's renderers have to themselves.
func (b *browser) memory() (float64, error) {
	c := chromedp.FromContext(b.ctx)
	processes, err := systeminfo.GetProcessInfo().Do(cdp.WithExecutor(b.ctx, c.Browser))
	if err != nil {
		return 0, err
	}
	total := 0.0
	for _, p := range processes {
		if p.Type != "renderer" {
			continue
		}
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.ID))
		if err != nil {
			continue // it has ended meanwhile
		}
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
				total += kb * 1024
			}
		}
	}
	return total, nil
}
