package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"okta-session-analyzer/analyzer/event"
)

// golden is the command line's report of the bundled sample.
type golden struct {
	Log struct {
		Events int `json:"events"`
	} `json:"log"`
	Findings []struct {
		ID string `json:"id"`
	} `json:"findings"`
}

func goldenReport(t *testing.T) golden {
	t.Helper()
	data, err := os.ReadFile("../../testdata/sample.report.json")
	if err != nil {
		t.Fatal(err)
	}
	var report golden
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) == 0 {
		t.Fatal("the sample's golden report has no findings")
	}
	return report
}

// firstRows is how many findings the page lists before it is asked for more.
const firstRows = 100

// showsSample checks that the page shows what the command line reports.
func (p *tab) showsSample() {
	p.t.Helper()
	report := goldenReport(p.t)
	done := p.wait("done")
	if want := strconv.Itoa(len(report.Findings)); done.Findings != want {
		p.t.Errorf("the page shows %s findings, the command line %s", done.Findings, want)
	}
	if ms, err := strconv.Atoi(done.MS); err != nil || ms < 1 {
		p.t.Errorf("the page says that it took %q ms", done.MS)
	}
	p.findings()
	var ids []string
	p.eval(p.frame, `[...document.querySelectorAll("[data-finding]")].map((e) => e.dataset.finding)`, &ids)
	for i, finding := range report.Findings[:min(len(report.Findings), firstRows)] {
		if i >= len(ids) || ids[i] != finding.ID {
			p.t.Fatalf("finding %d on the page is not %s: %v", i+1, finding.ID, ids)
		}
	}
}

// findings goes to the list of findings.
func (p *tab) findings() {
	p.t.Helper()
	p.click("#tab-findings")
	p.until("the findings", `document.querySelector("[data-finding]")`)
}

func TestPickedFile(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		p := open(t, browser, url)
		p.choose(sample(t))
		p.showsSample()
		// The same file again is a new analysis.
		p.choose(sample(t))
		p.showsSample()
	})
}

func TestSampleButton(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		p := open(t, browser, url)
		p.click("#try-sample")
		p.showsSample()
	})
}

func TestDroppedFile(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		p := open(t, browser, url)
		p.drop(sample(t))
		p.showsSample()
	})
}

// TestFilesChosenEarly chooses files before the application runs; the shell
// keeps them for it.
func TestFilesChosenEarly(t *testing.T) {
	p := openChanged(t, `
		new MutationObserver((_, observer) => {
			const input = document.getElementById("file");
			if (!input) return;
			observer.disconnect();
			const files = new DataTransfer();
			files.items.add(new File(["no log"], "early.csv"));
			// After the shell's script, which stands behind the input.
			document.addEventListener("readystatechange", () => {
				input.files = files.files;
				input.dispatchEvent(new Event("change"));
			}, {once: true});
		}).observe(document, {childList: true, subtree: true});`)
	p.waitFor("failed")
	p.attachFrame()
	if text := p.text(); !strings.Contains(text, "early.csv") {
		t.Errorf("the page does not name the file that was chosen early: %s", text)
	}
}

// TestPicker opens the browser's file dialog by mouse and by keyboard: the
// frame's button asks the shell, whose input it is.
func TestPicker(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		p := open(t, browser, url)
		dialogs := make(chan *page.EventFileChooserOpened, 4)
		chromedp.ListenTarget(p.shell, func(event any) {
			if e, ok := event.(*page.EventFileChooserOpened); ok {
				dialogs <- e
			}
		})
		p.run(p.shell, page.SetInterceptFileChooserDialog(true))
		opened := func(by string) {
			t.Helper()
			select {
			case dialog := <-dialogs:
				if dialog.Mode != page.FileChooserOpenedModeSelectMultiple {
					t.Errorf("the dialog takes files as %s", dialog.Mode)
				}
			case <-time.After(patience):
				t.Errorf("no file dialog opens by %s", by)
			}
		}
		p.click("#choose")
		opened("mouse")
		p.press("\r")
		opened("Enter")
		p.press(" ")
		opened("the space bar")
	})
}

// TestPickerIsOneStop sees that the shell's input is no second, silent stop
// beside the frame's button.
func TestPickerIsOneStop(t *testing.T) {
	p := open(t, browser, pageFile)
	var shown bool
	p.eval(p.shell, `document.getElementById("file").checkVisibility()`, &shown)
	if shown {
		t.Error("the shell's file input is shown beside the frame")
	}
	var focused string
	p.press("\t")
	p.eval(p.shell, `document.activeElement.id`, &focused)
	if focused != "frame" {
		t.Errorf("the first Tab goes to %q, want the frame", focused)
	}
}

func TestSeveralFiles(t *testing.T) {
	p := open(t, browser, pageFile)
	p.choose(canaryLog(t), writeLog(t, "more.csv", []row{providerEvent(59, "late@example.com", "late")}))
	p.wait("done")
	var names []string
	p.eval(p.frame, `(document.getElementById("tab-log").click(), new Promise((done) => setTimeout(() =>
		done(["canary.csv", "more.csv"].filter((name) => document.body.innerText.includes(name))), 100)))`, &names)
	if len(names) != 2 {
		t.Errorf("of two files the log's accounting names %v", names)
	}
}

// TestBadFiles sees each kind of bad input named with its file and the page
// working afterwards.
func TestBadFiles(t *testing.T) {
	header := strings.Join(event.ConsoleColumns[:], ",") + "\n"
	for _, test := range []struct {
		name, file, text string
		kind             string
	}{
		{"not a csv", "notes.txt", "remember the milk\nand the bread\n", "not_okta"},
		{"another kind of csv", "users.csv", "login,first_name,last_name,status\na@example.com,A,B,ACTIVE\n", "not_okta"},
		{"empty", "nothing.csv", "", "empty"},
		{"only a header", "header.csv", header, "empty"},
		{"binary", "image.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not_okta"},
		{"markup in the name", "<img src=x onerror=alert(1)>.csv", "no log\n", "not_okta"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := open(t, browser, pageFile)
			p.choose(writeFile(t, test.file, test.text))
			p.failed(test.kind, test.file)
			p.choose(sample(t))
			p.showsSample()
		})
	}
}

// failed waits for a failure of a kind, whose message names the file.
func (p *tab) failed(kind, name string) {
	p.t.Helper()
	p.waitFor("failed")
	p.until("a failure", `document.querySelector(".failure")`)
	var shown string
	p.eval(p.frame, `document.querySelector(".failure").dataset.kind`, &shown)
	if shown != kind {
		p.t.Errorf("the failure is %q, want %q: %s", shown, kind, p.text())
	}
	if text := p.text(); !strings.Contains(text, name) {
		p.t.Errorf("the message does not name %s: %s", name, text)
	}
	var markup bool
	if p.eval(p.frame, `document.querySelector(".failure img") !== null`, &markup); markup {
		p.t.Error("the file's name became markup")
	}
}

func TestDroppedFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "exports")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	p := open(t, browser, pageFile)
	p.drop(folder)
	p.failed("unreadable", "exports")
	p.choose(sample(t))
	p.showsSample()
}

// TestVanishedFile removes a file between choosing and reading it.
func TestVanishedFile(t *testing.T) {
	path := writeFile(t, "gone.csv", "severity,event_type,display_message,uuid,version,timestamp\n"+strings.Repeat("x", 1<<16))
	p := open(t, browser, pageFile)
	// What the shell hands over is held back until the file is gone.
	p.eval(p.frame, `void addEventListener("message", (event) => {
		if (window.held) return;
		window.held = event.data;
		event.stopImmediatePropagation();
	}, {capture: true})`, nil)
	p.choose(path)
	p.until("the file", "window.held")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	p.eval(p.frame, `void dispatchEvent(new MessageEvent("message", {data: held, source: window.parent}))`, nil)
	p.failed("unreadable", "gone.csv")
	p.choose(sample(t))
	p.showsSample()
}
