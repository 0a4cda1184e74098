// Command bench measures the page and the command line on logs of the
// simulator and prints one table: how long each takes from the file to the
// findings, beside the bare read of the same file in the same browser and
// beside the naive ways to read it.
//
//	go run ./site/bench [-page dist/index.html] [-runs 5] [-events 200000,1000000] [FILE...]
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/simulate"
)

func main() {
	page := flag.String("page", "dist/index.html", "the built page")
	runs := flag.Int("runs", 5, "runs of each measurement; the median is printed")
	events := flag.String("events", "200000,1000000", "sizes of the logs to make")
	naive := flag.Bool("naive", true, "time the naive ways to read the same files too")
	flag.Parse()
	if err := run(*page, *runs, *events, *naive, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "site/bench:", err)
		os.Exit(1)
	}
}

// sample is a log to measure with.
type sample struct {
	path   string
	bytes  int64
	events int // 0 where it is not known
}

func run(page string, runs int, sizes string, naive bool, files []string) error {
	if runs < 1 {
		return fmt.Errorf("-runs %d: at least one run is needed", runs)
	}
	page, err := filepath.Abs(page)
	if err != nil {
		return err
	}
	if _, err := os.Stat(page); err != nil {
		return fmt.Errorf("%w; build it first: make site", err)
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	cli, err := buildCommand(dir)
	if err != nil {
		return err
	}
	t := newTable(os.Stdout)
	measure := func(s sample) error {
		if err := measurePage(t, dir, page, s, runs); err != nil {
			return fmt.Errorf("%s: page: %w", s.path, err)
		}
		if err := measureCommand(t, cli, s, runs); err != nil {
			return fmt.Errorf("%s: command line: %w", s.path, err)
		}
		if naive {
			return measureNaive(t, s)
		}
		return nil
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		if file, err = filepath.Abs(file); err != nil {
			return err
		}
		if err := measure(sample{path: file, bytes: info.Size()}); err != nil {
			return err
		}
	}
	if len(files) > 0 {
		return nil
	}
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("-events %q: want numbers with commas between them", sizes)
		}
		for _, form := range []string{"csv", "csv.gz", "ndjson"} {
			s, err := makeLog(dir, n, form)
			if err != nil {
				return err
			}
			if err := measure(s); err != nil {
				return err
			}
			os.Remove(s.path)
		}
	}
	return nil
}

// makeLog writes a simulated log of about n events.
func makeLog(dir string, n int, form string) (s sample, err error) {
	world, err := simulate.New(simulate.Config{Seed: 1, Events: n, Users: max(40, n/500), Days: 60})
	if err != nil {
		return s, err
	}
	s.path = filepath.Join(dir, fmt.Sprintf("%dk.%s", n/1000, form))
	file, err := os.Create(s.path)
	if err != nil {
		return s, err
	}
	defer file.Close()
	switch form {
	case "csv":
		s.events, err = world.WriteCSV(file)
	case "ndjson":
		s.events, err = world.WriteNDJSON(file)
	case "csv.gz":
		packed := gzip.NewWriter(file)
		if s.events, err = world.WriteCSV(packed); err == nil {
			err = packed.Close()
		}
	}
	if err != nil {
		return s, err
	}
	s.bytes, err = file.Seek(0, io.SeekCurrent)
	return s, err
}

// measurePage measures the page, in a browser of its own for each run: neither
// compiled code nor a cached file of the run before helps this one. Bare read
// and page take turns in it.
func measurePage(t *table, dir, page string, s sample, runs int) error {
	var bare, took, ready, engine, again []float64
	var work workbench // of the last run
	memory := 0.0
	for n := range runs + 1 {
		weigh := n == runs // one run more, for the memory
		err := inBrowser(filepath.Join(dir, "profile"+strconv.Itoa(n)), func(b *browser) error {
			read, err := b.bareRead(dir, s.path)
			if err != nil {
				return err
			}
			f, err := b.analyze(page, s.path, weigh)
			if weigh {
				memory = f.memory
			} else {
				bare, took, ready, again = append(bare, read), append(took, f.ms), append(ready, f.ready), append(again, f.again)
				engine, work = append(engine, f.engine), f.work
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	t.row(s, "bare read", median(bare), 0, 0, "")
	t.row(s, "page", median(took), median(took)/median(bare), memory,
		fmt.Sprintf("takes files after %.0f ms, engine after %.0f ms, detecting again %.0f ms", median(ready), median(engine), median(again)))
	t.note(work.String())
	return nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// table prints rows as they come.
type table struct{ w io.Writer }

func newTable(w io.Writer) *table {
	fmt.Fprintf(w, "%-14s %-26s %9s %8s %10s %7s %10s\n", "log", "way", "ms", "MB/s", "events/s", "ratio", "memory MB")
	return &table{w}
}

// note prints a line below the last row.
func (t *table) note(text string) { fmt.Fprintf(t.w, "%-14s %s\n", "", text) }

// row prints one measurement; a ratio or a memory of 0 was not measured.
func (t *table) row(s sample, way string, ms, ratio, memory float64, note string) {
	optional := func(format string, v float64) string {
		if v == 0 {
			return "-"
		}
		return fmt.Sprintf(format, v)
	}
	fmt.Fprintf(t.w, "%-14s %-26s %9.0f %8.0f %10s %7s %10s  %s\n", filepath.Base(s.path), way, ms, float64(s.bytes)/1e3/ms,
		optional("%.0f", float64(s.events)*1000/ms), optional("%.2f", ratio), optional("%.0f", memory), note)
}
