package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
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
			listed[strings.TrimSpace(cells[1])] = true
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
	var manifest struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	text, err := os.ReadFile(filepath.Join(root, "site", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	for name := range manifest.Dependencies {
		inside = append(inside, name)
	}

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
