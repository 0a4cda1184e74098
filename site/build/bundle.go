package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundled is what stands between the tags of one inline script and style.
type bundled struct {
	script string
	style  string
}

// bundler turns TypeScript entries into inline scripts.
type bundler struct {
	root     string
	wasmExec string
}

func (b bundler) bundle(entry string) (bundled, error) {
	result := api.Build(b.options(entry))
	if err := bundleError(entry, result.Errors); err != nil {
		return bundled{}, err
	}
	var out bundled
	for _, file := range result.OutputFiles {
		switch filepath.Ext(file.Path) {
		case ".js":
			out.script = string(file.Contents)
		case ".css":
			out.style = string(file.Contents)
		}
	}
	if err := inlineScript(out.script); err != nil {
		return bundled{}, fmt.Errorf("%s: %w", entry, err)
	}
	if err := inlineStyle(out.style); err != nil {
		return bundled{}, fmt.Errorf("%s: %w", entry, err)
	}
	return out, nil
}

func (b bundler) options(entry string) api.BuildOptions {
	site := filepath.Join(b.root, "site")
	return api.BuildOptions{
		EntryPoints:   []string{inside(b.root, entry)},
		AbsWorkingDir: b.root,
		NodePaths:     []string{filepath.Join(site, "node_modules")},
		Bundle:        true,
		Write:         false,
		// Only its suffix matters: outputs are told apart by it.
		Outdir:            filepath.Join(b.root, "dist"),
		Format:            api.FormatIIFE,
		Platform:          api.PlatformBrowser,
		Target:            api.ES2022,
		Charset:           api.CharsetASCII,
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		TsconfigRaw:       `{"compilerOptions": {"strict": true, "verbatimModuleSyntax": true}}`,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		Plugins:           []api.Plugin{b.workers(), b.goRuntime()},
		LogLevel:          api.LogLevelSilent,
	}
}

// workers resolves `worker:PATH` to the script bundled from PATH, as text:
// a worker starts from a Blob of it, which inherits the page's policy as a
// worker loaded by address would not.
func (b bundler) workers() api.Plugin {
	return api.Plugin{Name: "worker", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^worker:`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			path := filepath.Join(args.ResolveDir, filepath.FromSlash(strings.TrimPrefix(args.Path, "worker:")))
			return api.OnResolveResult{Path: path, Namespace: "worker"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "worker"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			worker, err := b.bundle(args.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			if worker.style != "" {
				return api.OnLoadResult{}, fmt.Errorf("%s: a worker cannot import styles", args.Path)
			}
			return api.OnLoadResult{Contents: &worker.script, Loader: api.LoaderText}, nil
		})
	}}
}

func (b bundler) goRuntime() api.Plugin {
	return api.Plugin{Name: "go", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^go:wasm_exec$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: b.wasmExec, SideEffects: api.SideEffectsTrue}, nil
		})
	}}
}

func bundleError(entry string, messages []api.Message) error {
	if len(messages) == 0 {
		return nil
	}
	text := strings.Join(api.FormatMessages(messages, api.FormatMessagesOptions{Kind: api.ErrorMessage}), "")
	err := fmt.Errorf("bundle %s:\n%s", entry, strings.TrimSpace(text))
	for _, message := range messages {
		if strings.Contains(message.Text, `Could not resolve "preact`) {
			return errors.Join(err, errors.New("the npm packages are missing: run npm --prefix site ci"))
		}
	}
	return err
}

// inlineScript refuses what would end a script element early or change how it
// is parsed. Escaping is no answer: the text could stand in a template or a
// regular expression.
func inlineScript(text string) error {
	return lacks(text, "</script", "<!--", "<script")
}

func inlineStyle(text string) error {
	return lacks(text, "</style", "<!--")
}

// lacks also refuses what the HTML parser rewrites, since the policy's hash is
// of the text after parsing.
func lacks(text string, forbidden ...string) error {
	lower := strings.ToLower(text)
	for _, f := range append(forbidden, "\r", "\x00") {
		if at := strings.Index(lower, f); at >= 0 {
			from, to := max(0, at-40), min(len(text), at+len(f)+40)
			return fmt.Errorf("the bundle holds %q, which cannot stand inline: …%q…: write it in two parts", f, text[from:to])
		}
	}
	return nil
}
