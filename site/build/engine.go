package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cold are the packages whose functions are not copied into their callers: none
// of them is where the time of a large log goes, and it makes the engine a
// fifteenth smaller (2.71 to 2.52 MB gzipped).
var cold = []string{
	"okta-session-analyzer/wasm", "okta-session-analyzer/analyzer",
	"okta-session-analyzer/analyzer/config", "okta-session-analyzer/analyzer/coverage", "okta-session-analyzer/analyzer/detect",
	"okta-session-analyzer/analyzer/redact", "okta-session-analyzer/analyzer/query", "okta-session-analyzer/analyzer/incident", "okta-session-analyzer/analyzer/report", "okta-session-analyzer/analyzer/rules",
	"github.com/...", "go.yaml.in/...",
	"archive/...", "crypto/...", "encoding/csv", "encoding/json", "fmt", "reflect", "regexp/...", "time",
}

// buildEngine compiles a Go main package to WebAssembly, stripped of all that
// differs from machine to machine, its data in few segments.
func buildEngine(root, pkg string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "engine")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "engine.wasm")

	args := []string{"build", "-trimpath", "-ldflags=-s -w -buildid=", "-buildvcs=false", "-o", out}
	for _, pattern := range cold {
		args = append(args, "-gcflags="+pattern+"=-l")
	}
	cmd := exec.Command("go", append(args, pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("engine %s: go build: %w\n%s", pkg, err, strings.TrimSpace(text.String()))
	}
	module, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	return joinSegments(module)
}

// pack is Zstandard at level 19, for which it asks Node. It is a quarter
// smaller than gzip -9 (the engine 2.08 to 2.71 MB without -l); the page unpacks
// the engine in 50 ms, where the browser's own gunzip takes 25 and has no
// Zstandard.
func pack(root string, data []byte) ([]byte, error) { return zstd(root, data) }

// zstd runs zstd.mjs; with "-d" it unpacks.
func zstd(root string, data []byte, args ...string) ([]byte, error) {
	cmd := exec.Command("node", append([]string{filepath.Join(root, "site", "build", "zstd.mjs")}, args...)...)
	cmd.Stdin = bytes.NewReader(data)
	var out, text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &text
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("pack with node: %w (install Node 20 or newer, and the packages with npm --prefix site ci)\n%s", err, strings.TrimSpace(text.String()))
	}
	return out.Bytes(), nil
}

// wasmExec is the path of the JavaScript side of Go's WebAssembly, which has
// to be of the Go version that built the engine.
func wasmExec(root string) (string, error) {
	cmd := exec.Command("go", "env", "GOROOT")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	path := filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js")
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the Go distribution lacks lib/wasm/wasm_exec.js, install the complete one: %w", err)
	}
	return path, nil
}
