package e2e

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"okta-session-analyzer/analyzer/event"
)

// account is what the saved report says of the files.
type account struct {
	Log struct {
		Records, Events, Duplicates, Rejected int

		Files []struct {
			Name, SHA256, Error                   string
			Bytes                                 int64
			Records, Events, Duplicates, Rejected int
		}
		Coverage struct {
			Gaps     []struct{ From, To string }
			Warnings []struct{ Code, Text string }
		}
	}
	Findings []struct{ ID string }
}

// saved saves the report as JSON and returns what it says.
func (p *tab) saved(next func() (string, []byte)) account {
	p.t.Helper()
	_, data := p.export("json", next)
	return accountOf(p.t, data)
}

func accountOf(t *testing.T, data []byte) account {
	t.Helper()
	var a account
	if err := json.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// pickWith opens the file dialog by a key of the page and chooses files in it.
func (p *tab) pickWith(key string, dialogs chan *page.EventFileChooserOpened, paths ...string) {
	p.t.Helper()
	p.press(key)
	<-dialogs
	p.choose(paths...)
}

// dialogs keeps file dialogs from opening and returns those that would have.
func (p *tab) dialogs() chan *page.EventFileChooserOpened {
	p.t.Helper()
	opened := make(chan *page.EventFileChooserOpened, 4)
	chromedp.ListenTarget(p.shell, func(event any) {
		if e, ok := event.(*page.EventFileChooserOpened); ok {
			opened <- e
		}
	})
	p.run(p.shell, page.SetInterceptFileChooserDialog(true))
	return opened
}

// TestAddAndReplace puts files into one log with the keyboard, one of them
// overlapping, and then opens another log in their place.
func TestAddAndReplace(t *testing.T) {
	var rows, more []row
	for n := range 5 {
		rows = append(rows, providerEvent(n, "a@example.com", "one"))
		more = append(more, providerEvent(n+3, "a@example.com", "one")) // two in both
	}
	first, second := writeLog(t, "first.csv", rows), writeLog(t, "second.csv", more)
	p := open(t, browser, pageFile)
	next, dialogs := p.downloads(), p.dialogs()
	p.choose(first)
	p.wait("done")

	p.pickWith("a", dialogs, second)
	p.wait("done")
	both := p.saved(next)
	if log := both.Log; log.Records != 10 || log.Events != 8 || log.Duplicates != 2 || len(log.Files) != 2 {
		t.Errorf("after adding: %+v", log)
	}
	for i, name := range []string{"first.csv", "second.csv"} {
		if f := both.Log.Files[i]; f.Name != name || f.Records != 5 || f.Events+f.Duplicates != 5 {
			t.Errorf("file %d is %+v, want the account of %s", i, f, name)
		}
	}
	// Both at once are the same log.
	p.choose(first, second)
	p.wait("done")
	if at := p.saved(next); !reflect.DeepEqual(at, both) {
		t.Errorf("chosen together: %+v\nadded: %+v", at, both)
	}

	p.pickWith("o", dialogs, second)
	p.wait("done")
	if log := p.saved(next).Log; log.Events != 5 || len(log.Files) != 1 || log.Files[0].Name != "second.csv" {
		t.Errorf("after replacing: %+v", log)
	}
	// The button does as the key does.
	p.click("#add")
	<-dialogs
	p.choose(first)
	p.wait("done")
	if log := p.saved(next).Log; log.Events != 8 || len(log.Files) != 2 {
		t.Errorf("after adding by the button: %+v", log)
	}
}

// asNDJSON writes a console's CSV as the API writes events, a line each. The
// API has more fields, with which more detections can look: these lines have
// those of the CSV.
func asNDJSON(t *testing.T, text []byte) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	for _, row := range rows[1:] {
		e := map[string]any{}
		for i, cell := range row {
			if cell == "" {
				continue
			}
			f, index, ok := event.Lookup(rows[0][i])
			if !ok {
				t.Fatalf("column %q is none of the console's", rows[0][i])
			}
			at := e
			path := strings.Split(f.Key(), ".")
			for _, name := range path[:len(path)-1] {
				list, many := strings.CutSuffix(name, "[]")
				if !many {
					if at[name] == nil {
						at[name] = map[string]any{}
					}
					at = at[name].(map[string]any)
					continue
				}
				elements, _ := at[list].([]map[string]any)
				for len(elements) <= max(index, 0) {
					elements = append(elements, map[string]any{})
				}
				at[list] = elements
				at = elements[max(index, 0)]
			}
			at[path[len(path)-1]] = cell
		}
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	return lines.Bytes()
}

// forms are the sample in every form that a browser is likely to be handed.
func forms(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	paths := map[string]string{"csv": sample(t)}
	write := func(form, name string, text []byte) {
		paths[form] = filepath.Join(dir, name)
		if err := os.WriteFile(paths[form], text, 0o644); err != nil {
			t.Fatal(err)
		}
	}

	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(data)
	z.Close()
	write("gzip", "sample.csv.gz", packed.Bytes())

	// An archive of two parts of the log, with something else beside them.
	header, rest, _ := bytes.Cut(data, []byte("\n"))
	half := bytes.LastIndexByte(rest[:len(rest)/2], '\n') + 1
	var archive bytes.Buffer
	a := zip.NewWriter(&archive)
	for name, part := range map[string][]byte{"one.csv": rest[:half], "two.csv": rest[half:]} {
		w, err := a.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(header)
		w.Write([]byte("\n"))
		w.Write(part)
	}
	a.Close()
	write("zip", "sample.zip", archive.Bytes())

	write("ndjson", "sample.ndjson", asNDJSON(t, data))
	return paths
}

// TestForms drops the same events in several forms.
func TestForms(t *testing.T) {
	paths := forms(t)
	p := open(t, browser, pageFile)
	for _, form := range []string{"csv", "gzip", "zip", "ndjson"} {
		p.drop(paths[form])
		if form == "ndjson" {
			p.showsAllOfSample()
		} else {
			p.showsSample()
		}
		// The raw record is read again, out of the archive too.
		id := goldenFindings(t)[1]
		p.click(`[data-finding="` + id.ID + `"] .finding-row`)
		p.detail(id.ID)
		p.click(`[data-event="` + id.Events[0] + `"] button`)
		if raw := p.raw(); !strings.Contains(raw, id.Events[0]) {
			t.Errorf("%s: the raw record of %s is %q", form, id.Events[0], raw)
		}
	}
}

// showsAllOfSample checks that the page shows every finding that the command
// line reports of the sample's CSV. The API's form has fields that more
// detections look at, so there are others between them.
func (p *tab) showsAllOfSample() {
	p.t.Helper()
	p.wait("done")
	p.findings()
	p.eval(p.frame, `(async () => {
		for (let more; (more = document.querySelector(".list-scroll > ol ~ button.more")); ) {
			more.click();
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	})()`, nil)
	var ids []string
	p.eval(p.frame, `[...document.querySelectorAll("[data-finding]")].map((e) => e.dataset.finding)`, &ids)
	for _, finding := range goldenFindings(p.t) {
		if !slices.Contains(ids, finding.ID) {
			p.t.Errorf("finding %s is not on the page: %v", finding.ID, ids)
		}
	}
}

// TestHashes sees the SHA-256 of each source in the saved report.
func TestHashes(t *testing.T) {
	paths := forms(t)
	p := open(t, browser, pageFile)
	next := p.downloads()
	p.choose(paths["csv"], paths["gzip"], paths["zip"])
	p.wait("done")
	files := p.saved(next).Log.Files
	want := map[string]string{}
	for _, form := range []string{"csv", "gzip", "zip"} {
		data, err := os.ReadFile(paths[form])
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		want[filepath.Base(paths[form])] = hex.EncodeToString(sum[:])
	}
	if len(files) != 4 {
		t.Errorf("%d files, want the two of the archive and two more", len(files))
	}
	for _, f := range files {
		name, _, _ := strings.Cut(f.Name, "/")
		if f.SHA256 != want[name] {
			t.Errorf("%s: sha256 %s, want %s", f.Name, f.SHA256, want[name])
		}
	}
}
