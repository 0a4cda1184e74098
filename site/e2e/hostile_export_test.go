package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestHostileExports saves everything that can be made of a log of hostile
// text, in every form, and looks for what the text wanted to become.
func TestHostileExports(t *testing.T) {
	log := hostileLog(t)
	dialog := func() (*tab, func() (string, []byte)) {
		p := open(t, browser, pageFile)
		next := p.downloads()
		p.choose(log)
		p.wait("done")
		p.findings()
		p.openExport()
		return p, next
	}
	p, next := dialog()
	p.click("[data-scope=all]")
	for _, form := range []struct {
		name string
		safe func(t *testing.T, data []byte)
	}{
		{"csv", safeTable}, {"jsonl", safeLines}, {"json", safeJSON}, {"markdown", safeMarkdown}, {"html", safeHTML},
		{"timesketch", safeTable}, {"navigator", safeJSON}, {"indicators", safeTable},
	} {
		_, data, _ := p.save(form.name, next)
		t.Run(form.name, func(t *testing.T) {
			if form.name != "navigator" && !bytes.Contains(data, []byte("owned")) {
				t.Error("none of the hostile text is in it: the test proves nothing")
			}
			nothingHidden(t, data)
			form.safe(t, data)
		})
	}
	p.unharmed()
	// Another page: from the tenth file on Chromium asks whether one may go on.
	p.close()
	p, next = dialog()
	p.click("[data-scope=events]")
	for _, form := range []struct {
		name string
		safe func(t *testing.T, data []byte)
	}{{"csv", safeTable}, {"jsonl", safeLines}, {"timesketch", safeTable}} {
		_, data, _ := p.save(form.name, next)
		t.Run("events "+form.name, func(t *testing.T) {
			nothingHidden(t, data)
			form.safe(t, data)
		})
	}
}

// around is a piece of a text, for a message.
func around(data []byte, at int) string {
	return fmt.Sprintf("%q", data[max(0, at-40):min(len(data), at+40)])
}

// nothingHidden fails where a character stands that a terminal or an editor
// obeys or does not show: an escape, a turned line, a zero width. JSON has
// its own escapes for them.
func nothingHidden(t *testing.T, data []byte) {
	t.Helper()
	if !utf8.Valid(data) {
		t.Error("not UTF-8")
	}
	at := bytes.IndexFunc(data, func(r rune) bool {
		return r != '\n' && (r < ' ' || r > '~') && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	})
	if at >= 0 {
		t.Errorf("a hidden character in %s", around(data, at))
	}
}

// safeTable fails where a cell, or what a spreadsheet with the comma for its
// decimals takes for one, is a formula; and where a cell is longer than a
// spreadsheet's are.
func safeTable(t *testing.T, data []byte) {
	t.Helper()
	const longest = 32_767 // of Excel's cells, in UTF-16
	made := 0
	for _, record := range table(t, data) {
		for _, cell := range record {
			for part := range strings.SplitSeq(cell, ";") {
				part = strings.TrimLeft(part, " \t\r\n")
				if first, _ := utf8.DecodeRuneInString(part); part != "" && strings.ContainsRune("=+-@＝＋－＠", first) {
					t.Fatalf("a formula in the cell %.80q", cell)
				}
			}
			if utf8.RuneCountInString(cell) > longest {
				t.Fatalf("a cell of %d characters: %.80q", utf8.RuneCountInString(cell), cell)
			}
			if strings.HasPrefix(cell, "'=HYPERLINK") || strings.HasPrefix(cell, "'@SUM") {
				made++
			}
		}
	}
	if made == 0 {
		t.Error("no cell was a formula and was made safe: the test proves nothing")
	}
}

func safeJSON(t *testing.T, data []byte) {
	t.Helper()
	if !json.Valid(data) {
		t.Errorf("no JSON: %.300q", data)
	}
}

func safeLines(t *testing.T, data []byte) {
	t.Helper()
	n := 0
	for line := range bytes.Lines(data) {
		if n++; !json.Valid(line) {
			t.Fatalf("line %d is no JSON: %.300q", n, line)
		}
	}
	if n == 0 {
		t.Error("no line")
	}
}

// A code span of CommonMark ends with as many backticks as it begins with.
var backticks = regexp.MustCompile("`+")

// safeMarkdown fails where text of the log is not inside of code: markup of
// HTML, a link or a picture, a table's line.
func safeMarkdown(t *testing.T, data []byte) {
	t.Helper()
	code := 0
	fence := ""
	for line := range strings.Lines(string(data)) {
		bare := strings.TrimSpace(line)
		if fence != "" {
			if strings.HasPrefix(bare, fence) && strings.Trim(bare, "`") == "" {
				fence = ""
			}
			continue
		}
		if open := backticks.FindString(bare); len(open) >= 3 && strings.HasPrefix(bare, open) && !strings.Contains(bare[len(open):], "`") {
			fence = open
			continue
		}
		var prose strings.Builder
		for rest := line; rest != ""; {
			at := backticks.FindStringIndex(rest)
			if at == nil {
				prose.WriteString(rest)
				break
			}
			prose.WriteString(rest[:at[0]])
			open := rest[at[0]:at[1]]
			rest = rest[at[1]:]
			end := -1
			for _, c := range backticks.FindAllStringIndex(rest, -1) {
				if c[1]-c[0] == len(open) {
					end = c[1]
					break
				}
			}
			if end < 0 {
				t.Fatalf("code that does not end in %.200q", line)
			}
			code++
			rest = rest[end:]
		}
		for _, odd := range []string{"<", "](", "![", "http://", "javascript:", "${"} {
			if strings.Contains(prose.String(), odd) {
				t.Fatalf("%q outside of code in %.200q", odd, line)
			}
		}
	}
	if fence != "" {
		t.Error("a block of code does not end")
	}
	if code == 0 {
		t.Error("nothing is in code")
	}
}

// safeHTML opens the report and fails where text of the log is more than text.
// The browser's own words, of a policy that was offended or a file that was
// asked for, fail the test too.
func safeHTML(t *testing.T, data []byte) {
	t.Helper()
	p := openShell(t, browser, "file://"+filepath.ToSlash(writeFile(t, "report.html", string(data))))
	var seen struct {
		Owned, Text  string
		Odd, Scripts []string
		Elements     int
	}
	p.eval(p.shell, `(() => {
		const own = "html head meta title style body main header footer section h1 h2 h3 h4 p div span strong code pre ul ol li dl dt dd table thead tbody tr th td details summary figure figcaption svg g line rect circle path text".split(" ");
		const all = [...document.querySelectorAll("*")];
		return {
			owned: document.documentElement.dataset.owned ?? "",
			text: document.body.innerText,
			odd: all.filter((e) => !own.includes(e.localName)).map((e) => e.outerHTML.slice(0, 160)),
			scripts: all.flatMap((e) => [...e.attributes]).filter((a) => /^on|^(src|srcdoc|srcset|href|action|formaction|style|data)$/i.test(a.localName)).map((a) => a.name + "=" + a.value.slice(0, 80)),
			elements: all.length,
		};
	})()`, &seen)
	if seen.Owned != "" {
		t.Errorf("script of the log ran: %s", seen.Owned)
	}
	if len(seen.Odd) > 0 || len(seen.Scripts) > 0 {
		t.Errorf("elements %q and attributes %q are not the report's own", seen.Odd, seen.Scripts)
	}
	if !strings.Contains(seen.Text, `onerror="document`) || seen.Elements < 100 {
		t.Errorf("in %d elements the markup of the log is not to be read as text", seen.Elements)
	}
}
