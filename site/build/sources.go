package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Sources says what a page is built from. Paths are absolute or relative to
// Root.
type Sources struct {
	Root   string // the repository
	Engine string // the Go package of the engine, as `go build` takes it
	Sample string // the log behind "Try the sample log"
	Entry  string // the application's script; its CSS imports are its styles
}

// repository returns the directory of the go.mod above the working directory.
func repository() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		} else if !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s: no go.mod here or above: run it inside the repository", start)
		}
	}
}

func inside(root, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(root, filepath.FromSlash(path))
}
