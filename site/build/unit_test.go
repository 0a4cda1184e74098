package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestScripts runs the unit tests beside the page's TypeScript, bundled as the
// page is, under Node's test runner.
func TestScripts(t *testing.T) {
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	site := filepath.Join(root, "site")
	var entries []string
	err = filepath.WalkDir(filepath.Join(site, "src"), func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".test.ts") || strings.HasSuffix(path, ".test.tsx") {
			entries = append(entries, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 {
		t.Fatal("no *.test.ts under site/src")
	}
	runtime, err := wasmExec(root)
	if err != nil {
		t.Fatal(err)
	}
	options := bundler{root: root, wasmExec: runtime}.options(entries[0])
	options.EntryPoints = entries
	options.Outbase = filepath.Join(site, "src")
	options.Outdir = t.TempDir()
	options.OutExtension = map[string]string{".js": ".mjs"}
	options.Platform = api.PlatformNode
	options.Format = api.FormatESModule
	options.Write = true
	options.Sourcemap = api.SourceMapInline
	// Names show in failures.
	options.MinifyWhitespace, options.MinifySyntax, options.MinifyIdentifiers = false, false, false
	if err := bundleError("site/src/**/*.test.ts", api.Build(options).Errors); err != nil {
		t.Fatal(err)
	}

	var scripts []string
	for _, entry := range entries {
		relative, err := filepath.Rel(options.Outbase, entry)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, filepath.Join(options.Outdir, strings.TrimSuffix(relative, filepath.Ext(relative))+".mjs"))
	}
	cmd := exec.Command("node", append([]string{"--enable-source-maps", "--test-reporter=spec", "--test"}, scripts...)...)
	// Tests of the application read its files by paths inside it.
	cmd.Dir = filepath.Join(site, "src", "app")
	cmd.Env = append(os.Environ(), "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("node --test: %v\n%s", err, out)
	}
	t.Logf("%d files of tests passed", len(scripts))
}
