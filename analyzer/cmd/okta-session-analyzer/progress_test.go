package main

import (
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer"
)

func TestProgressLine(t *testing.T) {
	p := analyzer.Progress{Bytes: 350_000_000, Total: 1_400_000_000, Events: 500_000, Rejected: 2}
	got := progressLine(p, 500*time.Millisecond)
	if want := "reading: 25 % of 1.4 GB, 500000 events, 2 rejected, 700 MB/s"; !strings.HasSuffix(got, want) || !strings.HasPrefix(got, "\r") {
		t.Errorf("line = %q, want %q", got, want)
	}
	if got := progressLine(analyzer.Progress{}, 0); !strings.Contains(got, "0 % of 0.0 GB") {
		t.Errorf("line at the start = %q", got)
	}
}

// Nothing is drawn where nobody looks.
func TestNoProgressWithoutTerminal(t *testing.T) {
	var o analyzer.Options
	var stderr strings.Builder
	showProgress(&stderr, 10*largeLog, &o)()
	if o.Progress != nil || stderr.Len() > 0 {
		t.Errorf("progress on a stream that is no terminal: %q", stderr.String())
	}
}
