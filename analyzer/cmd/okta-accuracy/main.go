//go:build !wasm

// Command okta-accuracy measures the detections on logs whose attacks are
// known: what they find, what they miss, and what they take for an attack.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/accuracy"
	"okta-session-analyzer/analyzer/simulate"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

const usage = `usage: okta-accuracy [flags]

Makes logs with known attacks in them, analyses each as the API's JSON and as
the console's CSV, and prints recall, precision, false findings and incidents,
beside the seed program's rules on the same logs. The same flags give the same
figures.

`

// run returns the exit status: 0 when it is measured, 1 when it could not be
// or, with -check, a goal was missed, 2 for bad usage.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c := accuracy.Config{Seeds: accuracy.ReportSeeds}
	flags := flag.NewFlagSet("okta-accuracy", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	tune := flags.Bool("tune", false, "use the seeds to tune on, 1 to 10, instead of those to report on, 101 to 110")
	flags.Func("seeds", "`list` of seeds, such as 1,2 or 1-10", func(s string) (err error) {
		c.Seeds, err = parseSeeds(s)
		return err
	})
	flags.IntVar(&c.Users, "users", accuracy.DefaultUsers, "`number` of people of each log")
	flags.IntVar(&c.Days, "days", accuracy.DefaultDays, "`number` of days of each log")
	flags.Func("families", "`list` of families of attacks, or none (default all)", func(s string) error {
		c.Families = []string{}
		if s != "none" {
			c.Families = strings.Split(s, ",")
		}
		return nil
	})
	flags.Func("variants", "`list` of easy, usual and stealthy, all of which are made on each seed (default: one in turns)", func(s string) (err error) {
		c.Variants, err = parseVariants(s)
		return err
	})
	asJSON := flags.Bool("json", false, "print the result as JSON")
	keep := flags.String("keep", "", "`directory` that takes every log, as seed-1.json, seed-1.csv, and its labels, as seed-1.labels.json")
	check := flags.Bool("check", false, "exit with status 1 where a goal is missed")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if err := validate(&c, flags, *tune); err != nil {
		fmt.Fprintf(stderr, "okta-accuracy: %v\n", err)
		return 2
	}
	if *keep != "" {
		c.Keep = func(seed uint64, form string, log []byte, labels []simulate.Label) error {
			return keepLog(*keep, seed, form, log, labels)
		}
	}
	c.Progress = func(seed uint64, form string) { fmt.Fprintf(stderr, "seed %d, %s: judged\n", seed, form) }
	r, err := accuracy.Run(ctx, c)
	if err == nil {
		if *asJSON {
			encoder := json.NewEncoder(stdout)
			encoder.SetIndent("", " ")
			encoder.SetEscapeHTML(false)
			err = encoder.Encode(r)
		} else {
			err = r.Write(stdout)
		}
	}
	if err != nil {
		fmt.Fprintf(stderr, "okta-accuracy: %v\n", err)
		return 1
	}
	if *check && !r.Met() {
		fmt.Fprintln(stderr, "okta-accuracy: a goal is missed")
		return 1
	}
	return 0
}

// keepLog writes a log and its labels into a directory.
func keepLog(dir string, seed uint64, form string, log []byte, labels []simulate.Label) error {
	text, err := json.MarshalIndent(labels, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	name := filepath.Join(dir, fmt.Sprintf("seed-%d.", seed))
	return errors.Join(os.WriteFile(name+form, log, 0o644), os.WriteFile(name+"labels.json", text, 0o644))
}

// validate refuses what cannot be meant, and puts -tune into effect.
func validate(c *accuracy.Config, flags *flag.FlagSet, tune bool) error {
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; there are flags only", flags.Arg(0))
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if tune && given["seeds"] {
		return errors.New("-tune and -seeds both name the seeds; leave one out")
	}
	if tune {
		c.Seeds = accuracy.TuneSeeds
	}
	known := map[string]bool{}
	for _, name := range simulate.Families() {
		known[name] = true
	}
	for _, name := range c.Families {
		if !known[name] {
			return fmt.Errorf("-families: %q: want some of %s", name, strings.Join(simulate.Families(), ", "))
		}
	}
	if c.Users < 50 || c.Days < 3 {
		return fmt.Errorf("-users %d -days %d: want at least 50 and 3, or nothing is usual", c.Users, c.Days)
	}
	return nil
}

// maxSeeds bounds a range of seeds.
const maxSeeds = 1000

// parseSeeds reads a list of numbers and ranges.
func parseSeeds(s string) ([]uint64, error) {
	var seeds []uint64
	for part := range strings.SplitSeq(s, ",") {
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		from, err := strconv.ParseUint(low, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("seed %q: want a number or a range such as 1-10", part)
		}
		to, err := strconv.ParseUint(high, 10, 32)
		if err != nil || to < from || to-from >= maxSeeds {
			return nil, fmt.Errorf("seeds %q: want a range such as 1-10 of at most %d", part, maxSeeds)
		}
		for n := from; n <= to; n++ {
			seeds = append(seeds, n)
		}
	}
	return seeds, nil
}

func parseVariants(s string) ([]simulate.Variant, error) {
	var list []simulate.Variant
	for name := range strings.SplitSeq(s, ",") {
		found := false
		for v := simulate.Usual; v <= simulate.Stealthy; v++ {
			if v.String() == name {
				list, found = append(list, v), true
			}
		}
		if !found {
			return nil, fmt.Errorf("variant %q: want easy, usual or stealthy", name)
		}
	}
	return list, nil
}
