// Command okta-log-simulator writes an Okta System Log of a company that does
// not exist, with labelled attacks in it.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"okta-session-analyzer/analyzer/simulate"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage: okta-log-simulator [flags]

Writes an Okta System Log of a company that does not exist, the same for the
same flags, with labelled attacks in it. Addresses and domains are those
reserved for documentation, or for benchmarks.

`

// run returns the exit status: 0 when the log was written, 1 when it could not
// be, 2 for bad usage.
func run(args []string, stdout, stderr io.Writer) int {
	var cfg simulate.Config
	flags := flag.NewFlagSet("okta-log-simulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	flags.Uint64Var(&cfg.Seed, "seed", 1, "`number` that picks the world")
	flags.IntVar(&cfg.Users, "users", 0, "`number` of people (default 40, or as -events needs)")
	flags.IntVar(&cfg.Days, "days", 0, "`number` of days (default 14, or as -events needs)")
	flags.IntVar(&cfg.Events, "events", 0, "rough `number` of events (default what comes of itself)")
	format := flags.String("format", "csv", "csv (as the console exports), ndjson or json (as the API answers)")
	labels := flags.String("labels", "", "`file` for the labels of the attacks, as JSON, and with -habits all for those of the habits")
	out := flags.String("o", "", "`file` for the log (default standard output)")
	benign := flags.Bool("benign", false, "leave the attacks out")
	flags.Func("habits", "few or all of what people do that looks like an attack (default few)", func(s string) error {
		switch s {
		case "few":
			cfg.Habits = simulate.FewHabits
		case "all":
			cfg.Habits = simulate.AllHabits
		default:
			return fmt.Errorf("habits %q: want few or all", s)
		}
		return nil
	})
	flags.Func("attacks", "sample, all, or a `list` of families with commas between, each with :easy or :stealthy behind or in its usual variant (default sample)", func(s string) (err error) {
		cfg.Attacks, err = simulate.ParseAttacks(s)
		return err
	})
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "okta-log-simulator: unexpected argument %q; files are named by -o and -labels\n", flags.Arg(0))
		return 2
	}
	if *format != "csv" && *format != "ndjson" && *format != "json" {
		fmt.Fprintf(stderr, "okta-log-simulator: -format %q: want csv, ndjson or json\n", *format)
		return 2
	}
	if *benign {
		cfg.Attacks = []simulate.Attack{}
	}
	world, err := simulate.New(cfg)
	if err != nil {
		fmt.Fprintf(stderr, "okta-log-simulator: %v\n", err)
		return 2
	}
	if err := write(world, *format, *out, *labels, stdout); err != nil {
		fmt.Fprintf(stderr, "okta-log-simulator: %v\n", err)
		return 1
	}
	return 0
}

func write(world *simulate.World, format, out, labels string, stdout io.Writer) error {
	emit := world.WriteCSV
	switch format {
	case "ndjson":
		emit = world.WriteNDJSON
	case "json":
		emit = world.WriteJSON
	}
	log := func(w io.Writer) error {
		_, err := emit(w)
		return err
	}
	if out == "" {
		if err := log(stdout); err != nil {
			return fmt.Errorf("standard output: %w", err)
		}
	} else if err := toFile(out, log); err != nil {
		return err
	}
	if labels == "" {
		return nil
	}
	return toFile(labels, func(w io.Writer) error {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		list := []any{}
		for _, l := range world.Labels() {
			list = append(list, l)
		}
		if world.Config().Habits == simulate.AllHabits {
			for _, l := range world.HabitLabels() {
				list = append(list, l)
			}
		}
		return encoder.Encode(list)
	})
}

// toFile writes a file and reports the error of closing it, too: a full disk
// can show there first.
func toFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := write(f); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
