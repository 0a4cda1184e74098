package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience ends a test that would otherwise hang; no test measures time.
var patience = 60 * time.Second

// tab is one opened page. When its test ends, everything that the page should
// not have done fails the test: console errors, uncaught exceptions, policy
// violations, and any request beyond the document itself.
type tab struct {
	t       *testing.T
	close   func()            // closes the page before its test ends
	shell   context.Context   // the outer document
	frame   context.Context   // the sandboxed application, a target of its own
	address string            // what the document may be loaded from
	workers []context.Context // the engine's workers, after attachWorkers
	others  []target.ID       // the targets that ran before the page was opened

	mu       sync.Mutex
	problems []string
	expected []string
	hostile  bool
}

// open opens a page and waits until it can take files.
func open(t *testing.T, browser context.Context, url string) *tab {
	t.Helper()
	p := openShell(t, browser, url)
	p.wait("ready")
	p.attachFrame()
	return p
}

// openShell opens a page in a new tab and attaches to the outer document only.
func openShell(t *testing.T, browser context.Context, url string) *tab {
	t.Helper()
	limited, stop := context.WithTimeout(browser, 3*patience)
	t.Cleanup(stop)
	shell, end := chromedp.NewContext(limited)
	t.Cleanup(end)
	document, _, _ := strings.Cut(url, "#")
	p := &tab{t: t, shell: shell, close: end, address: document}
	t.Cleanup(p.report)
	p.listen(shell, "shell")
	p.run(p.shell)
	p.others = p.running()
	p.run(p.shell,
		// A page in the background is throttled and has no focus.
		emulation.SetFocusEmulationEnabled(true),
		chromedp.Navigate(url),
	)
	return p
}

func (p *tab) report() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hostile {
		return
	}
	for _, problem := range p.problems {
		known := false
		for _, part := range p.expected {
			known = known || strings.Contains(problem, part)
		}
		if !known {
			p.t.Errorf("the page: %s", problem)
		}
	}
}

// expect says that problems holding the text are what the test is about.
func (p *tab) expect(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected = append(p.expected, part)
}

// attacked says that the test itself misbehaves inside the page from here on,
// which the browser reports.
func (p *tab) attacked() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, problem := range p.problems {
		p.t.Errorf("the page, before it was attacked: %s", problem)
	}
	p.hostile = true
}

func (p *tab) problem(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

func (p *tab) listen(ctx context.Context, where string) {
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning || e.Type == runtime.APITypeAssert {
				var words []string
				for _, arg := range e.Args {
					words = append(words, string(arg.Value)+arg.Description)
				}
				p.problem("%s: console %s: %s", where, e.Type, strings.Join(words, " "))
			}
		case *runtime.EventExceptionThrown:
			p.problem("%s: uncaught: %v", where, e.ExceptionDetails)
		case *cdplog.EventEntryAdded:
			// Policy violations arrive here, with source "security".
			if e.Entry.Level == cdplog.LevelError || e.Entry.Level == cdplog.LevelWarning || e.Entry.Source == cdplog.SourceSecurity {
				p.problem("%s: %s %s: %s", where, e.Entry.Source, e.Entry.Level, e.Entry.Text)
			}
		case *network.EventRequestWillBeSent:
			inner := strings.HasPrefix(e.Request.URL, "data:") || strings.HasPrefix(e.Request.URL, "blob:")
			if e.Request.URL != p.address && !inner {
				p.problem("%s: request: %s %s", where, e.Request.Method, e.Request.URL)
			}
		}
	})
}

// run performs actions in a target and fails the test when they fail.
func (p *tab) run(ctx context.Context, actions ...chromedp.Action) {
	p.t.Helper()
	// The first run of a context lives as long as what it is given: its own.
	if c := chromedp.FromContext(ctx); c.Target == nil {
		if err := chromedp.Run(ctx, actions...); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	limited, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := chromedp.Run(limited, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// windows counts the open pages of the browser.
func (p *tab) windows() int {
	p.t.Helper()
	all, err := chromedp.Targets(p.shell)
	if err != nil {
		p.t.Fatal(err)
	}
	n := 0
	for _, info := range all {
		if info.Type == "page" {
			n++
		}
	}
	return n
}

// running lists every target of the browser.
func (p *tab) running() []target.ID {
	p.t.Helper()
	all, err := chromedp.Targets(p.shell)
	if err != nil {
		p.t.Fatal(err)
	}
	var ids []target.ID
	for _, info := range all {
		ids = append(ids, info.TargetID)
	}
	return ids
}

// under tells whether a target belongs to a parent. Chromium says so in one
// of two members, by version; 148 does not say it of workers at all, which are
// then known by having started after the page was opened.
func (p *tab) under(info *target.Info, parent target.ID) bool {
	if info.ParentID == "" && info.ParentFrameID == "" {
		return info.Type == "worker" && !slices.Contains(p.others, info.TargetID)
	}
	return info.ParentID == parent || info.ParentFrameID == cdp.FrameID(parent)
}

// targets lists the targets of a type under a parent.
func (p *tab) targets(kind string, parent target.ID) []*target.Info {
	p.t.Helper()
	all, err := chromedp.Targets(p.shell)
	if err != nil {
		p.t.Fatal(err)
	}
	var found []*target.Info
	for _, info := range all {
		if info.Type == kind && p.under(info, parent) {
			found = append(found, info)
		}
	}
	return found
}

// attach waits for a target of a type under the target of parent.
func (p *tab) attach(kind string, parent context.Context) context.Context {
	p.t.Helper()
	id := chromedp.FromContext(parent).Target.TargetID
	for until := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if found := p.targets(kind, id); len(found) > 0 {
			return p.attachTo(kind, found[0].TargetID)
		}
		if time.Now().After(until) {
			p.t.Fatalf("the page has no %s target: is the application's frame still sandboxed, and its engine running?", kind)
		}
	}
}

func (p *tab) attachTo(kind string, id target.ID) context.Context {
	p.t.Helper()
	ctx, end := chromedp.NewContext(p.shell, chromedp.WithTargetID(id))
	p.t.Cleanup(end)
	p.listen(ctx, kind)
	p.run(ctx)
	return ctx
}

func (p *tab) attachFrame() {
	p.t.Helper()
	p.frame = p.attach("iframe", p.shell)
}

// attachWorkers attaches to all workers that run now.
func (p *tab) attachWorkers() {
	p.t.Helper()
	p.workers = nil
	p.attach("worker", p.frame) // waits for the first
	for _, info := range p.targets("worker", chromedp.FromContext(p.frame).Target.TargetID) {
		p.workers = append(p.workers, p.attachTo("worker", info.TargetID))
	}
}

// eval evaluates a JavaScript expression, awaits it and decodes its JSON.
func (p *tab) eval(ctx context.Context, expression string, into any) {
	p.t.Helper()
	p.run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		result, exception, err := runtime.Evaluate(expression).
			WithAwaitPromise(true).WithReturnByValue(true).
			// Without it the protocol lifts the page's policy for this call.
			WithAllowUnsafeEvalBlockedByCSP(false).
			Do(ctx)
		if err != nil {
			return fmt.Errorf("evaluate %.200s: %w", expression, err)
		}
		if exception != nil {
			return fmt.Errorf("evaluate %.200s: %w", expression, exception)
		}
		if into == nil {
			return nil
		}
		return json.Unmarshal(result.Value, into)
	}))
}

// call calls a JavaScript function with arguments passed as JSON.
func (p *tab) call(ctx context.Context, into any, function string, args ...any) {
	p.t.Helper()
	var list []string
	for _, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			p.t.Fatal(err)
		}
		list = append(list, string(text))
	}
	p.eval(ctx, "("+function+")("+strings.Join(list, ",")+")", into)
}

// status is what the outer document shows to tests and tools.
type status struct {
	State    string `json:"state"`
	MS       string `json:"ms"`
	Findings string `json:"findings"`
}

func (p *tab) status() status {
	p.t.Helper()
	var s status
	p.eval(p.shell, "({...document.documentElement.dataset})", &s)
	return s
}

// wait waits for a state of the page, which failed is not, and returns all that
// it shows.
func (p *tab) wait(state string) status {
	p.t.Helper()
	s := p.waitFor(state, "failed")
	if s.State != state {
		p.t.Fatalf("the page is %q, want %q; it says: %s", s.State, state, p.text())
	}
	return s
}

// waitFor waits for one of several states.
func (p *tab) waitFor(states ...string) status {
	p.t.Helper()
	var s status
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		if s = p.status(); slices.Contains(states, s.State) {
			return s
		}
	}
	p.t.Fatalf("the page is %q, want one of %q; it says: %s", s.State, states, p.text())
	return s
}

// text is what a reader sees.
func (p *tab) text() string {
	p.t.Helper()
	var text string
	if p.frame != nil {
		p.eval(p.frame, "document.body.innerText", &text)
	} else {
		p.eval(p.shell, "document.body.innerText", &text)
	}
	return text
}

// stealable says whether a text of the canary log is in the frame.
func (p *tab) stealable() bool {
	var ok bool
	// The frame may hold an error page, and may be about to go.
	err := chromedp.Run(p.frame, chromedp.Evaluate(stealable, &ok))
	return err == nil && ok
}

// until waits until an expression in the frame is true.
func (p *tab) until(what, expression string) {
	p.t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		var ok bool
		if p.eval(p.frame, "!!("+expression+")", &ok); ok {
			return
		}
	}
	p.t.Fatalf("the page never had %s; it says: %s", what, p.text())
}

// steps waits until a condition outside of the page's documents is true.
func (p *tab) steps(what string, done func() bool) {
	p.t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	p.t.Fatalf("the page never had %s", what)
}

// forget wipes the state shown, so that the next one waited for is new.
func (p *tab) forget() {
	p.t.Helper()
	p.eval(p.shell, `void (document.documentElement.dataset.state = "")`, nil)
}

// choose gives files to the page's picker.
func (p *tab) choose(paths ...string) {
	p.t.Helper()
	p.forget()
	p.run(p.shell, chromedp.SetUploadFiles("#file", paths, chromedp.ByQuery))
}

// within runs an action of the protocol that chromedp has no name for.
func within(do func(ctx context.Context) error) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		return do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Target))
	})
}
