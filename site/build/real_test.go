package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestRealPage builds the page that is published, twice.
func TestRealPage(t *testing.T) {
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	s := Sources{Root: root, Engine: "./wasm", Sample: "testdata/sample.csv", Entry: "site/src/app/main.tsx"}
	first, err := Build(s)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Build(s)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.HTML, second.HTML) {
		t.Errorf("two builds differ: %s and %s", first.Sum(), second.Sum())
	}
	if len(first.HTML) > maxPage {
		t.Errorf("the page has %d bytes, want at most %d", len(first.HTML), maxPage)
	}
	if bytes.Contains(first.HTML, []byte(root)) {
		t.Error("the page holds the path of this checkout")
	}
}

// TestNotices sees that everything of others that is inside the page is named
// in its notices, and nothing else.
func TestNotices(t *testing.T) {
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	notices, err := os.ReadFile(filepath.Join(root, "site", "THIRD-PARTY.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed, owned := map[string]bool{}, ""
	for line := range strings.Lines(string(notices)) {
		if strings.Contains(line, ": Copyright (c) ") {
			owned += line
		}
		cells := strings.Split(line, "|")
		if len(cells) == 5 && (strings.Contains(cells[2], "engine") || strings.Contains(cells[2], "application")) {
			name, _, _ := strings.Cut(strings.TrimSpace(cells[1]), ", made of")
			listed[name] = true
		}
	}

	inside := []string{"Go standard library and runtime, `wasm_exec.js`"}
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "./wasm")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	inside = append(inside, strings.Fields(string(out))...)
	inside = append(inside, npmPackages(t, root, "site/src/app/main.tsx", "site/src/engine/worker.ts", "site/src/shell/main.ts")...)

	needed := map[string]bool{}
	for _, name := range inside {
		if needed[name] = true; !listed[name] {
			t.Errorf("the page holds %s, which site/THIRD-PARTY.md does not name", name)
		}
		if name != inside[0] && !strings.Contains(owned, name) {
			t.Errorf("site/THIRD-PARTY.md has no copyright line of %s", name)
		}
	}
	for name := range listed {
		if !needed[name] {
			t.Errorf("site/THIRD-PARTY.md names %s, which is not in the page", name)
		}
	}
}

// npmPackages are the packages of npm that bundles of the entries hold
// something of.
func npmPackages(t *testing.T, root string, entries ...string) []string {
	t.Helper()
	runtime, err := wasmExec(root)
	if err != nil {
		t.Fatal(err)
	}
	b := bundler{root: root, wasmExec: runtime}
	var names []string
	for _, entry := range entries {
		options := b.options(entry)
		options.Metafile = true
		result := api.Build(options)
		if err := bundleError(entry, result.Errors); err != nil {
			t.Fatal(err)
		}
		var meta struct {
			Outputs map[string]struct {
				Inputs map[string]struct {
					Bytes int `json:"bytesInOutput"`
				} `json:"inputs"`
			} `json:"outputs"`
		}
		if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
			t.Fatal(err)
		}
		for _, output := range meta.Outputs {
			for path, input := range output.Inputs {
				_, inside, ok := strings.Cut(path, "node_modules/")
				if !ok || input.Bytes == 0 {
					continue
				}
				name, rest, _ := strings.Cut(inside, "/")
				if strings.HasPrefix(name, "@") {
					scoped, _, _ := strings.Cut(rest, "/")
					name += "/" + scoped
				}
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}
