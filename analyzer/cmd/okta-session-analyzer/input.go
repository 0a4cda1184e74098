package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"okta-session-analyzer/analyzer"
)

// inputs are the opened files.
type inputs struct {
	sources []analyzer.Source
	files   []*os.File
}

// open opens the files. The error names every one that cannot be opened: a
// log that lacks a file which was named is not the log that was meant.
func open(names []string, stdin io.Reader) (*inputs, error) {
	in := new(inputs)
	var faults []error
	for _, name := range names {
		var s analyzer.Source
		var err error
		if name == "-" {
			s, err = buffer("standard input", stdin)
		} else {
			s, err = in.open(name)
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		in.sources = append(in.sources, s)
	}
	return in, errors.Join(faults...)
}

func (in *inputs) open(name string) (analyzer.Source, error) {
	f, err := os.Open(name)
	if err != nil {
		return analyzer.Source{}, plainPathError(err)
	}
	in.files = append(in.files, f)
	info, err := f.Stat()
	switch {
	case err != nil:
		return analyzer.Source{}, plainPathError(err)
	case info.IsDir():
		return analyzer.Source{}, fmt.Errorf("%s: is a directory; name the files in it, for example %s", name, filepath.Join(name, "*.csv"))
	case !info.Mode().IsRegular():
		// A pipe, as a shell makes one for <(unzip -p export.zip).
		return buffer(name, f)
	}
	return analyzer.Source{Name: name, Size: info.Size(), Reader: f}, nil
}

// buffer reads a stream into memory: its chunks are decoded in parallel and
// some of them twice, which a stream cannot give.
func buffer(name string, r io.Reader) (analyzer.Source, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return analyzer.Source{}, fmt.Errorf("%s: %w", name, plainPathError(err))
	}
	return analyzer.Source{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data)}, nil
}

// size returns how many bytes there are to read.
func (in *inputs) size() int64 {
	n := int64(0)
	for _, s := range in.sources {
		n += s.Size
	}
	return n
}

func (in *inputs) close() {
	for _, f := range in.files {
		f.Close() // read only: nothing can be lost
	}
}

// plainPathError says of a failed open or read what an analyst can do about it.
func plainPathError(err error) error {
	var path *fs.PathError
	if !errors.As(err, &path) {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: no such file; check the name and the directory", path.Path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: not permitted; ask for the right to read it, or copy it where you have it", path.Path)
	}
	return fmt.Errorf("%s: %w", path.Path, path.Err)
}
