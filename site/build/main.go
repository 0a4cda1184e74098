// Build writes the page: one self-contained HTML file holding the shell, the
// application in its sandboxed frame, the worker, the engine as packed
// WebAssembly and the sample log. The same sources and Go version give the
// same bytes.
//
//	go run ./site/build [-o dist/index.html] [-sample FILE] [-serve ADDR]
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "site/build:", err)
		}
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	out := flags.String("o", "dist/index.html", "`file` to write, relative to the repository")
	sample := flags.String("sample", "testdata/sample.csv", "`file` behind \"Try the sample log\", relative to the repository")
	address := flags.String("serve", "", "after building, serve the page on this `address`, as localhost:8080; a port alone stays on this machine")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}

	root, err := repository()
	if err != nil {
		return err
	}
	page, err := Build(Sources{Root: root, Engine: "./wasm", Sample: *sample, Entry: "site/src/app/main.tsx"})
	if err != nil {
		return err
	}
	path := inside(root, *out)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, page.HTML, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes (engine %d, packed %d), sha256 %s\n",
		*out, len(page.HTML), page.Engine, page.EnginePacked, page.Sum())
	if *address == "" {
		return nil
	}
	return serve(*address, page.HTML, os.Stdout)
}
