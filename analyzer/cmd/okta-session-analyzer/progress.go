package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"okta-session-analyzer/analyzer"
)

// largeLog is the size in bytes from which progress is shown; what is smaller
// is read in a moment.
const largeLog = 64 << 20

// showProgress has the load report on stderr how far it is, when that is a
// terminal and the log is large. done clears the line.
func showProgress(stderr io.Writer, size int64, o *analyzer.Options) (done func()) {
	f, ok := stderr.(*os.File)
	if ok {
		_, ok = terminalColumns(f)
	}
	if !ok || size < largeLog {
		return func() {}
	}
	start := time.Now()
	var shown time.Time
	o.Progress = func(p analyzer.Progress) {
		now := time.Now()
		if now.Sub(shown) < 100*time.Millisecond {
			return
		}
		shown = now
		fmt.Fprint(stderr, progressLine(p, now.Sub(start)))
	}
	return func() { fmt.Fprint(stderr, "\r\x1b[K") }
}

// progressLine writes over the line before.
func progressLine(p analyzer.Progress, elapsed time.Duration) string {
	rate := float64(p.Bytes) / 1e6 / max(elapsed.Seconds(), 1e-3)
	return fmt.Sprintf("\r\x1b[Kreading: %d %% of %.1f GB, %d events, %d rejected, %.0f MB/s",
		p.Bytes*100/max(p.Total, 1), float64(p.Total)/1e9, p.Events, p.Rejected, rate)
}
