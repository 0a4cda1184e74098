package config

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

// What is written is read as the same configuration, and written the same again.
func TestFormat(t *testing.T) {
	for _, text := range []string{
		`{}`,
		whole,
		`{"show_suppressed": true}`,
		`{"working_hours": {"days": []}}`,
		`{"working_hours": {"from": "00:00", "to": "24:00", "zone": "UTC"}}`,
		`{"lists": {"empty": [], "b": ["<x>", "a\u2028b"]}}`,
		`{"allow": {"user_agents": [{"value": "Probe/*", "reason": "\"ours\" & <theirs>", "expires": "2026-12-31T23:59:59Z", "detections": ["a", "b"]}],
		  "applications": [{"value": "Payroll", "reason": "test", "expires": "2026-12-31"}], "api_tokens": [{"value": "00T1", "reason": "x"}]}}`,
		`{"rules": [{"name": "a.yml", "text": "title: <a>\n"}, {"name": "b.yml", "text": ""}]}`,
	} {
		c, err := Parse([]byte(text), Options{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		written, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(written, Options{})
		if err != nil {
			t.Fatalf("%s is written as %s: %v", text, written, err)
		}
		clearLines(&c)
		clearLines(&again)
		if !reflect.DeepEqual(again, c) {
			t.Errorf("%s is written as %s, which is\n%+v, want\n%+v", text, written, again, c)
		}
		if second, _ := again.MarshalJSON(); !bytes.Equal(second, written) {
			t.Errorf("%s, and then %s", written, second)
		}
		if strings.Contains(text, "<") && !bytes.Contains(written, []byte("<")) {
			t.Errorf("%s hides what people read", written)
		}
	}
}

// clearLines takes from entries where they stood, which is no part of what they
// say, and from lists whether they are empty or not there.
func clearLines(c *Config) {
	for _, l := range c.Allow.lists() {
		for i := range l.entries {
			l.entries[i].line = 0
		}
	}
	if len(c.Lists) == 0 {
		c.Lists = nil
	}
	if len(c.Hours.Days) == 0 {
		c.Hours.Days = nil
	}
	if len(c.Rules) == 0 {
		c.Rules = nil
	}
}
