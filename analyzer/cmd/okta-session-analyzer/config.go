package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/rules"
)

// maxFile bounds a configuration and a file of rules, in bytes: a log named by
// mistake must not be read as one.
const maxFile = 16 << 20

// maxReport bounds a report that was saved, in bytes. One of a million events
// has a few million.
const maxReport = 256 << 20

// readConfig reads a configuration. Keys that are none are errors, so that a
// misspelled one does not leave a detection untuned. Whether its detections are
// there is seen once the analyst's own rules are known.
func readConfig(path string) (config.Config, error) {
	text, err := readSmall(path)
	if err != nil {
		return config.Config{}, fmt.Errorf("-config: %w", err)
	}
	c, err := config.Parse(text, config.Options{})
	if err != nil {
		return c, prefixed("-config: "+path+": ", err)
	}
	return c, nil
}

// readRules reads the files of rules of a path: a file, or all .yml and .yaml
// files in a directory and those below it, in the order of their names.
func readRules(path string) ([]rules.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("-rules: %w", plainPathError(err))
	}
	names := []string{path}
	if info.IsDir() {
		names = nil
		err := filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return plainPathError(err)
			}
			if ext := strings.ToLower(filepath.Ext(name)); entry.Type().IsRegular() && (ext == ".yml" || ext == ".yaml") {
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("-rules: %w", err)
		}
		if len(names) == 0 {
			return nil, fmt.Errorf("-rules: %s: there is no .yml or .yaml file in this directory", path)
		}
		slices.Sort(names)
	}
	var all []rules.File
	for _, name := range names {
		text, err := readSmall(name)
		if err != nil {
			return nil, fmt.Errorf("-rules: %w", err)
		}
		all = append(all, rules.File{Name: name, Text: string(text)})
	}
	return all, nil
}

// readSmall reads a file that is no log.
func readSmall(path string) ([]byte, error) { return readFile(path, maxFile) }

// readFile reads a file of at most limit bytes.
func readFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, plainPathError(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, plainPathError(err)
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("%s: more than %d bytes; this is too large, is it a log?", path, limit)
	}
	return text, nil
}

// prefixed puts a text before each of the errors that one joins.
func prefixed(prefix string, err error) error {
	var lines []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		lines = append(lines, prefix+line)
	}
	return fmt.Errorf("%s", strings.Join(lines, "\n"))
}
