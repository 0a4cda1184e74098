package rules_test

import (
	"bytes"
	"context"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/simulate"
)

// BenchmarkParse is what the first report of a process waits for.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		rules.ParseBuiltIn()
	}
}

// simulated is a log of the API's JSON, which has all fields.
func simulated(b testing.TB, events int) *analyzer.Loaded {
	b.Helper()
	w, err := simulate.New(simulate.Config{Seed: 1, Events: events})
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := w.WriteNDJSON(&text); err != nil {
		b.Fatal(err)
	}
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log.ndjson", Size: int64(text.Len()),
		Reader: bytes.NewReader(text.Bytes())}}, analyzer.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return loaded
}
