package main

import (
	"bytes"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// small is a page of the test's own, so that these tests fail for the build
// program's faults only.
func small(t *testing.T) Sources {
	t.Helper()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "site", "build", "testdata", "page")
	return Sources{
		Root:   root,
		Engine: filepath.Join(dir, "engine.go"),
		Sample: filepath.Join(dir, "sample.csv"),
		Entry:  filepath.Join(dir, "main.tsx"),
	}
}

func build(t *testing.T, s Sources) string {
	t.Helper()
	page, err := Build(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(page.HTML)
}

// between returns the one stretch of text from after start to before end.
func between(t *testing.T, text, start, end string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, start)
	if !ok {
		t.Fatalf("no %q in the page", start)
	}
	inner, _, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatalf("no %q after %q in the page", end, start)
	}
	return inner
}

func unpack(t *testing.T, text string) []byte {
	t.Helper()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	data, err := zstd(root, fromSeptets(t, text), "-d")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPageParts(t *testing.T) {
	s := small(t)
	page := build(t, s)
	frame := html.UnescapeString(between(t, page, `srcdoc='`, `'`))

	sample, err := os.ReadFile(s.Sample)
	if err != nil {
		t.Fatal(err)
	}
	if got := unpack(t, between(t, frame, `id="sample">`, "</script>")); !bytes.Equal(got, sample) {
		t.Errorf("sample in the page = %q, want %q", got, sample)
	}
	engine := unpack(t, between(t, frame, `id="engine-wasm">`, "</script>"))
	if !bytes.HasPrefix(engine, []byte("\x00asm")) {
		t.Errorf("engine in the page starts with %q, want a WebAssembly module", engine[:8])
	}
	if bytes.Contains(engine, []byte(s.Root)) {
		t.Error("the engine holds the path of this machine's checkout")
	}

	seal := between(t, frame, "<script>", "</script>")
	script := between(t, strings.Replace(frame, "<script>", "", 1), "<script>", "</script>")
	style := between(t, frame, "<style>", "</style>")
	shell := strings.Replace(page, between(t, page, `srcdoc='`, `'`), "", 1)
	shellScript := between(t, shell, "<script>", "</script>")
	shellStyle := between(t, shell, "<style>", "</style>")
	for _, check := range []struct {
		name, document string
		hashes         []string
	}{
		{"shell", shell, []string{source(shellScript), source(seal), source(script), source(shellStyle), source(style)}},
		{"frame", frame, []string{source(seal), source(script), source(style)}},
	} {
		policy := between(t, check.document, `http-equiv="Content-Security-Policy" content="`, `"`)
		for _, hash := range check.hashes {
			if !strings.Contains(policy, hash) {
				t.Errorf("policy of the %s lacks %s: %s", check.name, hash, policy)
			}
		}
		if n := strings.Count(policy, "sha256-"); n != len(check.hashes) {
			t.Errorf("policy of the %s allows %d texts, want %d", check.name, n, len(check.hashes))
		}
		head := between(t, check.document, "<head>", "</head>")
		if !strings.HasPrefix(strings.TrimSpace(head), `<meta http-equiv="Content-Security-Policy"`) {
			t.Errorf("the policy is not the first thing in the head of the %s", check.name)
		}
		// The encoding has to be declared in the first 1024 bytes.
		if at := strings.Index(check.document, `<meta charset="utf-8">`); at < 0 || at > 1000 {
			t.Errorf("the %s declares its encoding at byte %d", check.name, at)
		}
	}
	if !strings.Contains(script, " from the worker") {
		t.Error("the script does not hold the worker's text")
	}
	if strings.Contains(script, "\u2028") || regexp.MustCompile(`[^\x00-\x7f]`).MatchString(script) {
		t.Error("the script is not ASCII")
	}
}

func TestPageIsSelfContained(t *testing.T) {
	page := build(t, small(t))
	frame := html.UnescapeString(between(t, page, `srcdoc='`, `'`))
	shell := strings.Replace(page, between(t, page, `srcdoc='`, `'`), "", 1)
	outside := regexp.MustCompile(`(?i)<[a-z]+[^>]*\s(src|href|action|data|poster)="([^"]*)"`)
	for _, document := range []string{shell, frame} {
		for _, match := range outside.FindAllStringSubmatch(document, -1) {
			if !strings.HasPrefix(match[2], "data:") {
				t.Errorf("the page refers to %q", match[0])
			}
		}
	}
}

func TestSameSourcesSameBytes(t *testing.T) {
	s := small(t)
	first := build(t, s)
	// A checkout elsewhere must not show in the bytes either.
	moved := t.TempDir()
	for _, part := range []string{"site/src", "site/build/testdata", "site/build/zstd.mjs", "site/THIRD-PARTY.md", "go.mod", "go.sum"} {
		copyTree(t, filepath.Join(s.Root, part), filepath.Join(moved, part))
	}
	if err := os.Symlink(filepath.Join(s.Root, "site", "node_modules"), filepath.Join(moved, "site", "node_modules")); err != nil {
		t.Fatal(err)
	}
	elsewhere := Sources{Root: moved}
	for to, from := range map[*string]string{&elsewhere.Engine: s.Engine, &elsewhere.Sample: s.Sample, &elsewhere.Entry: s.Entry} {
		*to = strings.Replace(from, s.Root, moved, 1)
	}
	if second := build(t, elsewhere); first != second {
		t.Errorf("two builds differ: %d and %d bytes", len(first), len(second))
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if info.IsDir() {
		if err := os.MkdirAll(to, 0o755); err != nil {
			t.Fatal(err)
		}
		err = os.CopyFS(to, os.DirFS(from))
	} else {
		var data []byte
		if data, err = os.ReadFile(from); err == nil {
			err = os.WriteFile(to, data, 0o644)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestBuildErrors(t *testing.T) {
	write := func(t *testing.T, name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct {
		name   string
		change func(t *testing.T, s *Sources)
		want   []string
	}{
		{"no sample", func(t *testing.T, s *Sources) { s.Sample = "testdata/nowhere.csv" },
			[]string{"testdata/nowhere.csv is missing", "-sample"}},
		{"engine does not compile", func(t *testing.T, s *Sources) {
			s.Engine = write(t, "engine.go", "package main\nfunc main() { undefined() }\n")
		}, []string{"engine", "undefined: undefined"}},
		{"script does not parse", func(t *testing.T, s *Sources) {
			s.Entry = write(t, "main.tsx", "const = 1;\n")
		}, []string{"main.tsx", "Expected identifier"}},
		{"import is missing", func(t *testing.T, s *Sources) {
			s.Entry = write(t, "main.tsx", `import "./nowhere";`)
		}, []string{"nowhere"}},
		{"script ends its element", func(t *testing.T, s *Sources) {
			s.Entry = write(t, "main.tsx", "console.log(/<\\!--/, String.raw`<!-- x`);\n")
		}, []string{`"<!--"`, "cannot stand inline"}},
		{"worker does not parse", func(t *testing.T, s *Sources) {
			s.Entry = write(t, "main.tsx", `import text from "worker:./w.ts"; console.log(text);`)
			if err := os.WriteFile(filepath.Join(filepath.Dir(s.Entry), "w.ts"), []byte("let = ;"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, []string{"w.ts"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := small(t)
			test.change(t, &s)
			_, err := Build(s)
			if err == nil {
				t.Fatal("built without an error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestInlineText(t *testing.T) {
	for _, test := range []struct {
		text string
		ok   bool
	}{
		{"", true},
		{"a < script && b", true},
		{"x = '<\\/script>'", true},
		{"x = '</script>'", false},
		{"x = '</ScRiPt '", false},
		{"x = '<script>'", false},
		{"if (a<!--b) {}", false},
		{"a\r\nb", false},
		{"a\x00b", false},
	} {
		if err := inlineScript(test.text); (err == nil) != test.ok {
			t.Errorf("inlineScript(%q) = %v, want ok %v", test.text, err, test.ok)
		}
	}
	if err := inlineStyle(`a{content:"</STYLE"}`); err == nil {
		t.Error("inlineStyle accepts the end of its element")
	}
	if err := inlineStyle("a > b{}"); err != nil {
		t.Error(err)
	}
}

func TestFill(t *testing.T) {
	got, err := fill("<a {{x}}>{{y}}", map[string]string{"x": "{{y}}", "y": "$1 {{x}}"})
	if err != nil || got != "<a {{y}}>$1 {{x}}" {
		t.Errorf("fill = %q, %v: what is inserted must not be filled again", got, err)
	}
	for template, values := range map[string]map[string]string{
		"{{x}}":      {},
		"":           {"x": "1"},
		"{{x}}{{x}}": {"x": "1"},
	} {
		if got, err := fill(template, values); err == nil {
			t.Errorf("fill(%q, %v) = %q, want an error", template, values, got)
		}
	}
}

func TestAttribute(t *testing.T) {
	text := "\"<&amp;>'&quot\n\t\u00e9"
	escaped := attribute(text)
	if strings.Contains(escaped, "'") || html.UnescapeString(escaped) != text {
		t.Errorf("attribute(%q) = %q", text, escaped)
	}
}

func TestPolicy(t *testing.T) {
	got := policy([]string{"alert(1)"}, []string{""})
	for _, want := range []string{
		"default-src 'none'; ",
		// printf 'alert(1)' | openssl dgst -sha256 -binary | base64
		"script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'wasm-unsafe-eval'; ",
		"style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; ",
		"worker-src blob:; ", "img-src data:; ", "connect-src 'none'; ", "frame-src 'none'; ",
		"base-uri 'none'; ", "form-action 'none'; ", "require-trusted-types-for 'script'; ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("policy lacks %q: %s", want, got)
		}
	}
	if !strings.HasSuffix(got, "; trusted-types okta-session-analyzer") {
		t.Errorf("policy allows other Trusted Types policies: %s", got)
	}
	for _, never := range []string{"http", "'self'", "*", "'unsafe-inline'", "'unsafe-eval'"} {
		if strings.Contains(got, never) {
			t.Errorf("policy holds %s: %s", never, got)
		}
	}
}
