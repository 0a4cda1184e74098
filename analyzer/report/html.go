package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
)

// WriteHTML writes the report as one page that needs nothing else: it can be
// read, printed and handed over. It has no script, and its policy forbids
// every load, so that nothing of the log could act even if it became markup;
// which it does not, since every text is escaped. The pictures are drawn in
// the page, each with a table of what it shows.
func WriteHTML(w io.Writer, r *Report) error {
	sum := sha256.Sum256([]byte(htmlStyle))
	h := new(htmlWriter)
	h.raw(`<!doctype html>` + "\n" + `<html lang="en">` + "\n<head>\n" + `<meta charset="utf-8">` + "\n")
	h.raw(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-` +
		base64.StdEncoding.EncodeToString(sum[:]) + `'; img-src data:; base-uri 'none'; form-action 'none'">` + "\n")
	h.raw(`<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n")
	h.raw(`<meta name="referrer" content="no-referrer">` + "\n")
	h.raw(`<title>Okta System Log: report</title>` + "\n<style>" + htmlStyle + "</style>\n</head>\n<body>\n<main>\n")
	r.document(h)
	h.raw("</main>\n</body>\n</html>\n")
	_, err := w.Write(h.page.Bytes())
	return err
}

// htmlWriter is a page as it grows. Only [htmlWriter.raw] writes markup, and it
// is given constants and numbers; all else goes through [htmlWriter.text]. The
// standard library's templates would do the same with 580 kB more to download.
type htmlWriter struct {
	page     bytes.Buffer
	pictures int
}

func (h *htmlWriter) raw(markup string) { h.page.WriteString(markup) }

// text writes text for an element or a quoted attribute.
func (h *htmlWriter) text(s string) {
	s = Visible(s)
	from := 0
	for i := range len(s) {
		escape := ""
		switch s[i] {
		case '&':
			escape = "&amp;"
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '"':
			escape = "&#34;"
		case '\'':
			escape = "&#39;"
		case '`':
			escape = "&#96;" // old parsers took it for a quote
		default:
			continue
		}
		h.page.WriteString(s[from:i])
		h.page.WriteString(escape)
		from = i + 1
	}
	h.page.WriteString(s[from:])
}

func (h *htmlWriter) spans(spans []span) {
	for i, s := range spans {
		if s.text == "" {
			continue
		}
		if i > 0 {
			h.raw(" ")
		}
		switch s.kind {
		case valueSpan:
			h.raw("<code>")
			h.text(brief(s.text))
			h.raw("</code>")
		case strongSpan:
			h.raw("<strong>")
			h.text(s.text)
			h.raw("</strong>")
		case gradeSpan:
			h.raw(`<span class="grade `)
			h.text(s.text)
			h.raw(`">`)
			h.text(s.text)
			h.raw("</span>")
		default:
			h.text(s.text)
		}
	}
}

func (h *htmlWriter) heading(level int, spans ...span) {
	n := strconv.Itoa(level)
	h.raw("<h" + n + ">")
	h.spans(spans)
	h.raw("</h" + n + ">\n")
}

func (h *htmlWriter) paragraph(spans ...span) {
	h.raw("<p>")
	h.spans(spans)
	h.raw("</p>\n")
}

func (h *htmlWriter) list(kind listKind, items ...[]span) {
	open, end := "<ul>", "</ul>\n"
	switch kind {
	case numbers:
		open, end = "<ol>", "</ol>\n"
	case boxes:
		open = `<ul class="boxes">`
	}
	h.raw(open + "\n")
	for _, item := range items {
		h.raw("<li>")
		h.spans(item)
		h.raw("</li>\n")
	}
	h.raw(end)
}

func (h *htmlWriter) facts(rows ...fact) {
	h.raw("<dl>\n")
	for _, f := range rows {
		if f.empty() {
			continue
		}
		h.raw("<div><dt>")
		h.text(f.label)
		h.raw("</dt><dd>")
		h.spans(f.spans)
		h.raw("</dd></div>\n")
	}
	h.raw("</dl>\n")
}

func (h *htmlWriter) code(text string) {
	h.raw("<pre>")
	h.text(cut(Visible(text), 4*maxValue))
	h.raw("</pre>\n")
}

func (h *htmlWriter) table(head []string, rows [][]span) {
	h.raw("<div class=\"wide\"><table>\n<thead><tr>")
	for _, name := range head {
		h.raw(`<th scope="col">`)
		h.text(name)
		h.raw("</th>")
	}
	h.raw("</tr></thead>\n<tbody>\n")
	for _, row := range rows {
		h.raw("<tr>")
		for _, cell := range row {
			h.raw("<td>")
			h.spans([]span{cell})
			h.raw("</td>")
		}
		h.raw("</tr>\n")
	}
	h.raw("</tbody>\n</table></div>\n")
}

func (h *htmlWriter) picture(p picture) {
	h.pictures++
	id := "picture" + strconv.Itoa(h.pictures)
	h.raw(`<figure><svg viewBox="0 0 960 ` + strconv.Itoa(p.height) + `" role="img" aria-labelledby="` + id + `">` + `<title id="` + id + `">`)
	h.text(p.title + ". " + p.summary)
	h.raw("</title>")
	p.draw(h)
	h.raw("</svg>\n<figcaption>")
	h.text(p.summary)
	h.raw("</figcaption>\n")
	if len(p.rows) > 0 {
		h.fold(p.title+" as a table", func() { h.table(p.head, p.rows) })
	}
	h.raw("</figure>\n")
}

func (h *htmlWriter) fold(title string, body func()) {
	h.raw("<details><summary>")
	h.text(title)
	h.raw("</summary>\n")
	body()
	h.raw("</details>\n")
}

// shape writes an element of a picture: its name, then pairs of an attribute
// and its value. The values are numbers and words of this program.
func (h *htmlWriter) shape(name string, attributes ...string) {
	h.raw("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		h.raw(" " + attributes[i] + `="`)
		h.text(attributes[i+1])
		h.raw(`"`)
	}
	h.raw("/>")
}

// label writes a text in a picture.
func (h *htmlWriter) label(x, y float64, anchor, text string) {
	h.raw(`<text x="` + coordinate(x) + `" y="` + coordinate(y) + `" text-anchor="` + anchor + `">`)
	h.text(text)
	h.raw("</text>")
}

// coordinate writes a place in a picture, to a tenth of a unit.
func coordinate(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// htmlStyle is the page's style; the policy names its hash.
const htmlStyle = `
:root{color-scheme:light dark;--page:#fff;--ink:#1b2430;--soft:#5b6776;--line:#d5dbe3;--panel:#f4f6f9;--bar:#5d7fa8;--gap:#d9822b;
--critical:#a3195b;--high:#c0392b;--medium:#8a6100;--low:#1f5fa8;--info:#4d6472}
@media (prefers-color-scheme:dark){:root{--page:#12171e;--ink:#e3e8ee;--soft:#9aa7b5;--line:#2e3845;--panel:#1a212a;--bar:#6f96c4;--gap:#e09a4f;
--critical:#f27bb5;--high:#f2897c;--medium:#e0b64c;--low:#7fb4f0;--info:#a3b5c2}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.7rem;margin:0 0 1rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
h4{font-size:.95rem;margin:1.25rem 0 .4rem}
p,ul,ol{margin:.4rem 0}
li{margin:.2rem 0}
li,p,td,dd,h1,h2,h3,h4,code{unicode-bidi:isolate}
code,pre{font:.87em/1.45 ui-monospace,monospace;background:var(--panel);border-radius:3px}
code{padding:.08em .3em}
pre{padding:.5rem .7rem;white-space:pre-wrap;border:1px solid var(--line)}
dl{margin:.4rem 0}
dl div{display:flex;gap:.75rem;padding:.1rem 0}
dt{flex:0 0 8.5rem;color:var(--soft)}
dd{margin:0;min-width:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92em}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}
.boxes{list-style:none;padding-left:0}
.boxes li{padding-left:1.6rem;text-indent:-1.6rem}
.boxes li::before{content:"";display:inline-block;width:.8rem;height:.8rem;margin-right:.8rem;border:1.5px solid var(--soft);border-radius:2px;vertical-align:-.08rem}
.grade{display:inline-block;padding:0 .45em;border:1px solid currentColor;border-radius:3px;font-size:.85em;font-weight:600}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
figure{margin:1rem 0}
figcaption,summary{color:var(--soft);font-size:.92em}
summary{cursor:pointer;padding:.2rem 0}
svg{display:block;width:100%;height:auto;background:var(--panel);border:1px solid var(--line);border-radius:4px}
svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
svg .bar{fill:var(--bar)}svg .gap{fill:var(--gap);opacity:.3}svg .axis{stroke:var(--line)}svg .act{fill:var(--soft)}
svg .critical,svg .high,svg .medium,svg .low,svg .info{fill:currentColor;stroke:currentColor}
@media print{:root{color-scheme:light;--page:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--bar:#567;--gap:#a60;
--critical:#8a0f4a;--high:#a32a1e;--medium:#6f4e00;--low:#174a85;--info:#3c4f5b}
main{max-width:none;padding:0}h2,h3,h4{break-after:avoid}figure,tr,dl div,pre,li{break-inside:avoid}body{font-size:10pt}}
`
