// Okta-session-analyzer finds attacks in exported Okta System Logs. It reads
// the files it is given and nothing else, and opens no connection. Run it with
// -help for its flags.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
