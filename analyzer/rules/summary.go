package rules

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/detect"
)

// shown is how many values of a kind a sentence names.
const shown = 2

// template is the sentence of a rule's findings: texts and between them names
// of what stands there.
type template struct {
	texts []string // one more than names
	names []string
}

// counts are the names that stand for numbers of a finding.
var counts = map[string]func(f *facts) string{
	"count":    func(f *facts) string { return thousands(len(f.rows)) },
	"distinct": func(f *facts) string { return thousands(f.distinct) },
	"values":   func(f *facts) string { return enumerate(f.values, len(f.values)) },
	"minutes":  (*facts).span,
	"span":     (*facts).span,
	"times": func(f *facts) string {
		if f.times < 2 {
			return ""
		}
		return " (" + thousands(f.times) + " times)"
	},
}

// otherwise is what stands for a value that no event has.
var otherwise = map[string]string{
	"actor": "somebody", "user": "somebody", "target": "something unnamed", "ip": "an unknown address", "country": "an unknown country",
	"agent": "an unknown program", "reason": "no reason given", "result": "no outcome given",
}

// parseTemplate reads a sentence. The error names what stands in braces and is
// nothing.
func parseTemplate(s string) (*template, error) {
	t := new(template)
	for {
		text, rest, found := strings.Cut(s, "{")
		if strings.Contains(text, "}") {
			return nil, errors.New("a closing brace without an opening one")
		}
		t.texts = append(t.texts, text)
		if !found {
			return t, nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, fmt.Errorf("the brace before %s is not closed", quote(rest))
		}
		if _, number := counts[name]; !number {
			if _, err := facetOf(name); err != nil {
				return nil, err
			}
		}
		t.names = append(t.names, name)
		s = after
	}
}

// facts are what a finding's sentence is made of.
type facts struct {
	view     *View
	rows     []uint32
	times    int // how many matches were folded
	distinct int
	values   []string
	ms       int64 // from the first event to the last
}

func (f *facts) span() string {
	if f.ms <= 0 {
		return "a moment"
	}
	return detect.Duration(f.ms)
}

// render returns the sentence with everything in its place.
func (t *template) render(f *facts) string {
	var b strings.Builder
	for i, text := range t.texts {
		b.WriteString(text)
		if i == len(t.names) {
			break
		}
		name := t.names[i]
		if number, ok := counts[name]; ok {
			b.WriteString(number(f))
			continue
		}
		values := f.view.facet(name).ranked(f.rows)
		if len(values) == 0 {
			b.WriteString(instead(name))
			continue
		}
		b.WriteString(enumerate(values, len(values)))
	}
	s := strings.TrimSpace(b.String())
	return s
}

func instead(name string) string {
	if text, ok := otherwise[name]; ok {
		return text
	}
	if strings.HasPrefix(name, "target.") {
		return otherwise["target"]
	}
	return "(none)"
}

// enumerate writes values of the log as "a, b and 3 more".
func enumerate(values []string, total int) string {
	if total == 0 {
		return "(none)"
	}
	clean := make([]string, 0, shown+1)
	for i, v := range values {
		if i > shown {
			break
		}
		clean = append(clean, detect.Clean(v))
	}
	switch {
	case total == 1:
		return clean[0]
	case total <= shown+1:
		return strings.Join(clean[:total-1], ", ") + " and " + clean[total-1]
	}
	return strings.Join(clean[:shown], ", ") + " and " + thousands(total-shown) + " more"
}

// thousands writes a number with a comma every three digits.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
