// Okta-session-analyzer finds attacks in exported Okta System Logs. It reads
// the files it is given and nothing else, and opens no connection. Run it with
// -help for its flags.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
)

func main() {
	// The process reads one log and ends. Collecting less often makes a million
	// events 1.1 times as fast, for a third more memory.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
