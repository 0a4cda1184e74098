//go:build !wasm

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/accuracy"
)

func TestParseSeeds(t *testing.T) {
	for s, want := range map[string][]uint64{"1": {1}, "1,5": {1, 5}, "1-3,7": {1, 2, 3, 7}} {
		if got, err := parseSeeds(s); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "x", "3-1", "1-5000", "-1", "1,"} {
		if got, err := parseSeeds(s); err == nil {
			t.Errorf("%q: %v; want an error", s, got)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args   []string
		status int
		stderr string
	}{
		{[]string{"-h"}, 0, "usage: okta-accuracy [flags]"},
		{[]string{"-seeds", "x"}, 2, `invalid value "x" for flag -seeds`},
		{[]string{"-variants", "loud"}, 2, `variant "loud": want easy, usual or stealthy`},
		{[]string{"-tune", "-seeds", "1"}, 2, "leave one out"},
		{[]string{"-families", "earthquake"}, 2, `-families: "earthquake": want some of`},
		{[]string{"-users", "1"}, 2, "-users 1 -days 21: want at least 50 and 3"},
		{[]string{"log.csv"}, 2, `unexpected argument "log.csv"`},
	} {
		var stdout, stderr bytes.Buffer
		if status := run(context.Background(), c.args, &stdout, &stderr); status != c.status || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%v: status %d, %q; want %d, %q", c.args, status, stderr.String(), c.status, c.stderr)
		}
	}
}

func TestRun(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"-seeds", "1", "-users", "60", "-days", "5", "-families", "push-bombing-denied", "-variants", "easy", "-json"}
	if status := run(context.Background(), args, &stdout, &stderr); status != 0 {
		t.Fatalf("status %d, %s", status, stderr.String())
	}
	var r accuracy.Result
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil || r.Attacks != 1 || r.Ours["csv"] == nil {
		t.Errorf("%v: %+v", err, r)
	}
}
