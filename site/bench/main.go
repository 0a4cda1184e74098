// Command bench measures the page in a real browser: how long it takes from
// choosing a file to showing the findings, beside the bare read of the same
// file in the same browser, and how much memory it takes for that.
//
//	go run ./site/bench [-page dist/index.html] [-runs 5] FILE...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

func main() {
	page := flag.String("page", "dist/index.html", "the built page")
	runs := flag.Int("runs", 5, "runs of each measurement; the median is printed")
	flag.Parse()
	if err := run(*page, *runs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "site/bench:", err)
		os.Exit(1)
	}
}

func run(page string, runs int, files []string) error {
	if len(files) == 0 || runs < 1 {
		return errors.New("name at least one log, and at least one run")
	}
	page, err := filepath.Abs(page)
	if err != nil {
		return err
	}
	if _, err := os.Stat(page); err != nil {
		return fmt.Errorf("%w; build it first: make site", err)
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	fmt.Printf("%-28s %9s %9s %9s %9s %7s %9s %9s\n", "log", "MB", "bare ms", "page ms", "MB/s", "ratio", "ready ms", "memory MB")
	for _, file := range files {
		if file, err = filepath.Abs(file); err != nil {
			return err
		}
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		var bare, took, ready, memory []float64
		// A browser for each run: neither compiled code nor a cached file of the
		// run before helps this one. Bare read and page take turns in it.
		for n := range runs {
			b, err := open(filepath.Join(dir, strconv.Itoa(n)))
			if err != nil {
				return err
			}
			read, err := b.bareRead(dir, file)
			if err == nil {
				bare = append(bare, read)
				var f figures
				if f, err = b.analyze(page, file); err == nil {
					took, ready, memory = append(took, f.ms), append(ready, f.ready), append(memory, f.memory)
				}
			}
			b.close()
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		mb := float64(info.Size()) / 1e6
		fmt.Printf("%-28s %9.1f %9.0f %9.0f %9.0f %7.2f %9.0f %9.0f\n", filepath.Base(file), mb,
			median(bare), median(took), mb/median(took)*1000, median(took)/median(bare), median(ready), median(memory))
	}
	return nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

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
	memory float64 // MB, the most that the browser's renderers took beyond the empty page
}

// analyze opens the page and has it analyse a file.
func (b *browser) analyze(page, file string) (f figures, err error) {
	ctx, end := chromedp.NewContext(b.ctx)
	defer end()
	state := func(into *map[string]string) chromedp.Action {
		return chromedp.Evaluate(`({...document.documentElement.dataset, now: String(performance.now())})`, into)
	}
	var data map[string]string
	if err := chromedp.Run(ctx, chromedp.Navigate(fileURL(page))); err != nil {
		return f, err
	}
	for data["state"] != "ready" {
		if err := chromedp.Run(ctx, state(&data)); err != nil {
			return f, err
		}
		time.Sleep(time.Millisecond)
	}
	f.ready, _ = strconv.ParseFloat(data["now"], 64)
	time.Sleep(time.Second) // as a person would, who has to find the file first
	before, err := b.memory()
	if err != nil {
		return f, err
	}
	if err := chromedp.Run(ctx, chromedp.SetUploadFiles("#file", []string{file}, chromedp.ByQuery)); err != nil {
		return f, err
	}
	for data["state"] != "done" {
		if data["state"] == "failed" {
			return f, errors.New("the page failed")
		}
		now, err := b.memory()
		if err != nil {
			return f, err
		}
		f.memory = max(f.memory, (now-before)/1e6)
		if err := chromedp.Run(ctx, state(&data)); err != nil {
			return f, err
		}
		time.Sleep(50 * time.Millisecond)
	}
	f.ms, err = strconv.ParseFloat(data["ms"], 64)
	return f, err
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
