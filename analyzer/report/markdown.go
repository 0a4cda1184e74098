package report

import (
	"bytes"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// WriteMarkdown writes the report as Markdown (CommonMark with tables), to be
// handed over. No text of the log becomes markup, HTML or a link: words that
// are more than letters and numbers stand in code spans, in which nothing is
// markup, and which the renderers that turn addresses into links leave alone.
func WriteMarkdown(w io.Writer, r *Report) error {
	m := new(markdown)
	r.document(m)
	_, err := w.Write(m.text.Bytes())
	return err
}

type markdown struct{ text bytes.Buffer }

// block writes one block and the blank line between it and the next.
func (m *markdown) block(parts ...string) {
	if m.text.Len() > 0 {
		m.text.WriteByte('\n')
	}
	for _, p := range parts {
		m.text.WriteString(p)
	}
	m.text.WriteByte('\n')
}

func (m *markdown) heading(level int, spans ...span) {
	m.block(strings.Repeat("#", level), " ", inline(spans))
}

func (m *markdown) paragraph(spans ...span) {
	if text := inline(spans); text != "" {
		m.block(text)
	}
}

func (m *markdown) list(kind listKind, items ...[]span) {
	mark := map[listKind]string{bullets: "- ", numbers: "1. ", boxes: "- [ ] "}[kind]
	for i, item := range items {
		if i == 0 {
			m.block(mark, inline(item))
		} else {
			m.text.WriteString(mark + inline(item) + "\n")
		}
	}
}

func (m *markdown) facts(rows ...fact) {
	started := false
	for _, f := range rows {
		if f.empty() {
			continue
		}
		line := "- " + f.label + ": " + inline(f.spans)
		if !started {
			started = true
			m.block(line)
		} else {
			m.text.WriteString(line + "\n")
		}
	}
}

func (m *markdown) code(text string) { m.block(codeSpan(cut(Visible(text), 4*maxValue))) }

func (m *markdown) table(head []string, rows [][]span) {
	m.block("| ", strings.Join(head, " | "), " |")
	m.text.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, row := range rows {
		m.text.WriteByte('|')
		for _, cell := range row {
			m.text.WriteString(" " + inline([]span{cell}) + " |")
		}
		m.text.WriteByte('\n')
	}
}

func (m *markdown) picture(p picture) {
	if p.essential && len(p.rows) > 0 {
		m.heading(4, sentence(p.title))
		m.table(p.head, p.rows)
	}
}

func (m *markdown) fold(title string, body func()) {
	m.paragraph(sentence(title + ":"))
	body()
}

// inline writes spans with blanks between them.
func inline(spans []span) string {
	var parts []string
	for _, s := range spans {
		if s.text == "" {
			continue
		}
		switch s.kind {
		case valueSpan:
			parts = append(parts, codeSpan(brief(s.text)))
		case strongSpan, gradeSpan:
			parts = append(parts, "**"+s.text+"**") // of this program's words
		default:
			parts = append(parts, words(s.text))
		}
	}
	return strings.Join(parts, " ")
}

// words writes a sentence so that a renderer shows it as it is: words of
// letters and numbers as they stand, all others in code spans.
func words(text string) string {
	var b strings.Builder
	var held []string // risky words that wait to stand in one span
	flush := func() {
		if len(held) > 0 {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(codeSpan(strings.Join(held, " ")))
			held = nil
		}
	}
	for word := range strings.FieldsSeq(Visible(text)) {
		before, core, after := peel(word)
		// Between words a sign is one of a sum, and +02:00 an offset; at the start
		// a + would make a list.
		sign := (word == "=" || word == "+" || word == "&" || isOffset(word)) && b.Len()+len(held) > 0
		if sign || harmless(core) && !marksList(word) {
			flush()
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(word)
			continue
		}
		if before != "" {
			flush()
		}
		if before == "" && after == "" {
			held = append(held, core)
			continue
		}
		if before != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(before + codeSpan(core) + after)
			continue
		}
		held = append(held, core)
		flush()
		b.WriteString(after)
	}
	flush()
	return b.String()
}

// peel takes the punctuation of a sentence off a word's ends. A word of
// nothing else is all core.
func peel(word string) (before, core, after string) {
	core = strings.TrimLeft(word, "(“")
	before = word[:len(word)-len(core)]
	inner := strings.TrimRight(core, ".,;:?)”…")
	after = core[len(inner):]
	if inner == "" {
		return "", word, ""
	}
	return before, inner, after
}

// harmless reports whether a word without its punctuation means nothing to a
// renderer: letters, numbers and marks of any script, with apostrophes,
// hyphens, single slashes and percent signs inside, and with points, commas and
// colons inside numbers, as in 198.51.100.7 and 14:06:47. A point before a
// letter could make a link of it, as could everything with an @ or two slashes.
func harmless(core string) bool {
	previous := rune(0)
	for i, r := range core {
		switch {
		case unicode.IsLetter(r):
			if previous == '.' || previous == ':' || previous == ',' {
				return false
			}
		case unicode.IsNumber(r):
		case i == 0:
			return false
		case unicode.IsMark(r):
		case r == '\'' || r == '’' || r == '-' || r == '%' || r == '°':
		case r == '/':
			if !unicode.IsLetter(previous) && !unicode.IsNumber(previous) {
				return false
			}
		case r == '.' || r == ',' || r == ':':
			if !unicode.IsNumber(previous) {
				return false
			}
		default:
			return false
		}
		previous = r
	}
	return core != ""
}

// isOffset reports whether a word is the offset of a time zone.
func isOffset(word string) bool {
	_, err := time.Parse("-07:00", word)
	return err == nil
}

// marksList reports whether a word at the start of a line makes a numbered
// list, as "1." does.
func marksList(word string) bool {
	digits := strings.TrimRight(word, ".)")
	if len(digits) == len(word) || digits == "" {
		return false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// codeSpan writes visible text as a code span. Its fence is longer than any
// run of backticks in it. A bar is written as its escape, \x7c: in a table it
// would end the cell, and how a backslash before it is read differs.
func codeSpan(text string) string {
	text = strings.ReplaceAll(text, "|", `\x7c`)
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if longest > 0 || first == ' ' || last == ' ' {
		text = " " + text + " "
	}
	return fence + text + fence
}
