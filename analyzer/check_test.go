package analyzer_test

import (
	"bytes"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/report"
)

func textReport(t *testing.T, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		text  string
		lines []int
		says  string
	}{
		{`{}`, nil, ""},
		{"{\n\"parameters\": {\"session-fast-travel\":\n {\"speed_kmh\": 500}}}", nil, ""},
		{"{\n\"parameters\": {\"session-fast-travel\":\n {\"speed_kmh\": -5}}}", []int{3}, "speed_kmh"},
		{"{\n\n\"disabled\": [\"session-fast-travle\"]}", []int{3}, "session-fast-travel"},
		{"{\"allow\": {\"networks\": [\n{\"value\": \"192.0.2.1/24\", \"reason\": \"x\"},\n{\"value\": \"x\", \"reason\": \"x\"}]}}", []int{2, 3}, "did you mean"},
		{"{\"allow\": {\"users\": [\n{\"value\": \"a\", \"reason\": \"x\", \"detections\": [\"none\"]}]}}", []int{2}, "none"},
		{"{\n\"lists\": ", []int{0}, "not closed"},
		{"{\"nothing\": 1}", []int{1}, "no key"},
		{"time,uuid\n", []int{1}, "invalid"},
		{`{"rules": [{"name": "own.yml", "text": "no rule"}]}`, nil, ""},
	} {
		_, errs := analyzer.Check([]byte(c.text), config.Options{})
		var lines []int
		var says strings.Builder
		for _, e := range errs {
			lines = append(lines, e.Line)
			says.WriteString(e.Message)
		}
		if len(lines) != len(c.lines) || !strings.Contains(says.String(), c.says) {
			t.Errorf("%s: lines %v, %s; want %v and %q", c.text, lines, says.String(), c.lines, c.says)
			continue
		}
		for i := range lines {
			if lines[i] != c.lines[i] {
				t.Errorf("%s: lines %v, want %v", c.text, lines, c.lines)
			}
		}
	}
}
