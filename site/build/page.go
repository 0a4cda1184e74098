package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// maxPage is the size in bytes that the page may not exceed: it is opened from
// slow sticks and shares.
const maxPage = 3_500_000

// Page is the built page.
type Page struct {
	HTML         []byte
	Engine       int // bytes of WebAssembly
	EnginePacked int // bytes of it inside the page, before its encoding
}

// Sum is the SHA-256 of the page in hexadecimal.
func (p Page) Sum() string {
	sum := sha256.Sum256(p.HTML)
	return hex.EncodeToString(sum[:])
}

// Build makes the page. It fails when a source is missing or does not compile,
// when a bundle cannot stand inline, and when the page exceeds its size.
func Build(s Sources) (Page, error) {
	sample, err := os.ReadFile(inside(s.Root, s.Sample))
	if errors.Is(err, fs.ErrNotExist) {
		return Page{}, fmt.Errorf("sample log %s is missing: run make sample, or name another with -sample", s.Sample)
	}
	if err != nil {
		return Page{}, fmt.Errorf("sample log: %w", err)
	}
	engine, err := buildEngine(s.Root, s.Engine)
	if err != nil {
		return Page{}, err
	}
	packed, err := pack(s.Root, engine)
	if err != nil {
		return Page{}, err
	}
	packedSample, err := pack(s.Root, sample)
	if err != nil {
		return Page{}, err
	}
	runtime, err := wasmExec(s.Root)
	if err != nil {
		return Page{}, err
	}
	b := bundler{root: s.Root, wasmExec: runtime}
	app, err := b.bundle(s.Entry)
	if err != nil {
		return Page{}, err
	}
	seal, err := b.bundle("site/src/seal.ts")
	if err != nil {
		return Page{}, err
	}
	shell, err := b.bundle("site/src/shell/main.ts")
	if err != nil {
		return Page{}, err
	}
	frameTemplate, err := os.ReadFile(inside(s.Root, "site/src/frame.html"))
	if err != nil {
		return Page{}, err
	}
	shellTemplate, err := os.ReadFile(inside(s.Root, "site/src/shell/shell.html"))
	if err != nil {
		return Page{}, err
	}
	notices, err := os.ReadFile(inside(s.Root, "site/THIRD-PARTY.md"))
	if err != nil {
		return Page{}, err
	}
	if err := inlineScript(string(notices)); err != nil {
		return Page{}, fmt.Errorf("site/THIRD-PARTY.md: %w", err)
	}

	frame, err := fill(string(frameTemplate), map[string]string{
		"frame-policy": policy([]string{seal.script, app.script}, []string{app.style}),
		"frame-style":  app.style,
		"frame-seal":   seal.script,
		"frame-script": app.script,
		"engine":       septets(packed),
		"sample":       septets(packedSample),
	})
	if err != nil {
		return Page{}, fmt.Errorf("frame.html: %w", err)
	}
	html, err := fill(string(shellTemplate), map[string]string{
		"notices": string(notices),
		// A srcdoc document is under its parent's policy as well as its own.
		"shell-policy": policy([]string{shell.script, seal.script, app.script}, []string{shell.style, app.style}),
		"shell-style":  shell.style,
		"shell-script": shell.script,
		"frame":        attribute(frame),
	})
	if err != nil {
		return Page{}, fmt.Errorf("shell.html: %w", err)
	}
	if len(html) > maxPage {
		return Page{}, fmt.Errorf("the page has %d bytes, more than the %d it may have", len(html), maxPage)
	}
	return Page{HTML: []byte(html), Engine: len(engine), EnginePacked: len(packed)}, nil
}

// fill replaces each {{name}} of a template once, without looking into what it
// inserts. A name without a place and a place without a name are errors.
func fill(template string, values map[string]string) (string, error) {
	var pairs []string
	left := template
	for name, value := range values {
		place := "{{" + name + "}}"
		if n := strings.Count(template, place); n != 1 {
			return "", fmt.Errorf("%s stands %d times, want once", place, n)
		}
		left = strings.Replace(left, place, "", 1)
		pairs = append(pairs, place, value)
	}
	if at := strings.Index(left, "{{"); at >= 0 {
		return "", fmt.Errorf("no value for %.30q", left[at:])
	}
	return strings.NewReplacer(pairs...).Replace(template), nil
}

// attribute escapes text for a single-quoted HTML attribute: scripts are full of
// double quotes, which would take 70 kB as entities. An ampersand stands for
// itself where no letter, digit or # follows.
func attribute(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/50)
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\'':
			b.WriteString("&#39;")
		case c == '&' && i+1 < len(text) && reference(text[i+1]):
			b.WriteString("&amp;")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// reference reports whether a character behind an ampersand can begin the name
// of a character.
func reference(c byte) bool {
	return c == '#' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
