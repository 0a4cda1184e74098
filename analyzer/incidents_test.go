package analyzer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
)

// deviceLog is a log in which people open Payroll, one a minute, each from an
// address and with a program of their own, all with one device token.
func deviceLog(t *testing.T, people int, token string) *analyzer.Loaded {
	t.Helper()
	var b strings.Builder
	for i := range people {
		fmt.Fprintf(&b, `{"uuid":"00000000-0000-4000-8000-00000000000%[1]d","published":"2026-03-01T09:0%[1]d:00Z","eventType":"user.authentication.sso",`+
			`"actor":{"id":"00u%[1]d","type":"User","alternateId":"user%[1]d@example.com"},"client":{"ipAddress":"198.51.100.%[1]d","userAgent":{"rawUserAgent":"Probe/%[1]d"}},`+
			`"debugContext":{"debugData":{"dtHash":"%[2]s"}},"target":[{"type":"AppInstance","id":"0oa1","displayName":"Payroll"}]}`+"\n", i, token)
	}
	text := b.String()
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log.ndjson", Size: int64(len(text)), Reader: strings.NewReader(text)}}, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// A device token joins the findings of two people. Without one the same
// application joins nobody.
func TestIncidentsByDevice(t *testing.T) {
	for _, test := range []struct {
		token string
		want  int
	}{{"a1b2c3d4", 1}, {"", 2}} {
		r := reportOf(t, deviceLog(t, 2, test.token), "{"+accessRule+"}")
		n := 0
		for _, in := range r.Incidents {
			if in.Severity >= detect.High {
				n++
			}
		}
		if n != test.want {
			t.Errorf("token %q: %d incidents, want %d: %+v", test.token, n, test.want, r.Incidents)
		}
	}
}
