// Package unit runs the page's unit tests: every *.test.ts under site/src,
// bundled by esbuild and run by Node's own test runner.
package unit

import (
	"context"
	"io/fs"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

// patience is far more than the tests need; it ends one that hangs.
const patience = 2 * time.Minute

func TestPage(t *testing.T) {
	source, err := filepath.Abs("../src")
	if err != nil {
		t.Fatal(err)
	}
	entries := testFiles(t, source)
	if len(entries) == 0 {
		t.Fatalf("%s: no *.test.ts", source)
	}
	bundles := t.TempDir()
	result := api.Build(api.BuildOptions{
		EntryPoints:     entries,
		Bundle:          true,
		Platform:        api.PlatformNode,
		Format:          api.FormatESModule,
		Target:          api.ES2022,
		JSX:             api.JSXAutomatic,
		JSXImportSource: "preact",
		Sourcemap:       api.SourceMapInline,
		Outbase:         source,
		Outdir:          bundles,
		OutExtension:    map[string]string{".js": ".mjs"},
		Write:           true,
	})
	for _, message := range result.Errors {
		t.Errorf("esbuild: %s", api.FormatMessages([]api.Message{message}, api.FormatMessagesOptions{})[0])
	}
	if t.Failed() {
		return
	}

	args := []string{"--enable-source-maps", "--test", "--test-reporter=tap"}
	for _, file := range result.OutputFiles {
		args = append(args, file.Path)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	node := exec.CommandContext(ctx, "node", args...)
	// Tests that read a source file name it from here.
	node.Dir = filepath.Join(source, "app")
	output, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("node --test: %v\n%s", err, output)
	}
	// A runner that finds no test in a file counts the file as one that passed.
	if ran, files := count(output, "tests"), len(entries); ran <= files {
		t.Fatalf("%d tests in %d files: the tests were not run\n%s", ran, files, output)
	}
	t.Logf("%d tests in %d files passed", count(output, "pass"), len(entries))
}

func testFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".test.ts") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// count returns a figure of the summary at the end of TAP output: "# tests 42".
func count(tap []byte, name string) int {
	match := regexp.MustCompile(`(?m)^# ` + name + ` (\d+)$`).FindSubmatch(tap)
	if match == nil {
		return 0
	}
	n, err := strconv.Atoi(string(match[1]))
	if err != nil {
		return 0
	}
	return n
}
