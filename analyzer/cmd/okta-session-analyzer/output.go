package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"okta-session-analyzer/analyzer/report"
)

// checkOutput refuses, before the log is read, an output file that cannot be
// meant: one of the logs, or one in a directory that is not there.
func checkOutput(path string, in *inputs) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return fmt.Errorf("-o: %s: is a directory; name a file in it", path)
		}
		for _, f := range in.files {
			if log, err := f.Stat(); err == nil && os.SameFile(info, log) {
				return fmt.Errorf("-o: %s: is the log itself, which would be overwritten; name another file", path)
			}
		}
		return nil
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("-o: %s: there is no directory %s", path, filepath.Dir(path))
	}
	return nil
}

// write has content write to the file of a path, or to stdout when the path is
// empty.
func write(path string, stdout io.Writer, content func(io.Writer) error) error {
	if path == "" {
		return content(stdout)
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("-o: %w", plainPathError(err))
	}
	out := bufio.NewWriter(f)
	err = content(out)
	if err == nil {
		err = out.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("-o: %w", plainPathError(err))
	}
	return nil
}

// textOptions lays the report out for where it goes: on a terminal as wide as
// it is, up to a line that reads well, and in colour unless NO_COLOR is set
// (no-color.org) or the terminal has none.
func textOptions(w io.Writer) report.TextOptions {
	const widest = 120
	f, ok := w.(*os.File)
	if !ok {
		return report.TextOptions{}
	}
	columns, ok := terminalColumns(f)
	if !ok {
		return report.TextOptions{}
	}
	return report.TextOptions{
		Width: min(columns, widest),
		Color: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && terminalColors(f),
	}
}

// sameFile reports whether two paths are one file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}
