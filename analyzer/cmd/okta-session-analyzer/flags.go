package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
)

// command is what the command line asks for.
type command struct {
	files       []string
	form        *report.Form
	output      string
	zone        *time.Location
	saved       string // a report that was saved, instead of files
	redact      bool
	config      config.Config
	seed        bool
	minSeverity detect.Severity
	failOn      *detect.Severity
	version     bool
}

// threshold is a flag that sets a parameter of a detection.
type threshold struct{ detection, parameter string }

// thresholdFlags are the thresholds of the seed program, by flag.
var thresholdFlags = map[string]threshold{
	"tt":  {"session-fast-travel", "speed_kmh"},
	"pt":  {"push-requests-per-session", "pushes"},
	"aat": {"unauthorized-app-access", "attempts"},
}

// definition returns the parameter with its default and bounds.
func (t threshold) definition() detect.Parameter {
	d, _ := detect.Lookup(t.detection)
	p, _ := d.Parameter(t.parameter)
	return p
}

// parse reads the command line. Flags can stand before and after the files.
// The error is [flag.ErrHelp] when help is wanted.
func parse(args []string) (*command, error) {
	c := &command{form: &report.Forms[0], zone: time.UTC}
	set := flag.NewFlagSet("okta-session-analyzer", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Func("format", "", func(name string) (err error) {
		if c.form, err = report.FindForm(name); err != nil {
			return errors.New("want " + report.FormNames())
		}
		return nil
	})
	set.Func("zone", "", func(name string) (err error) {
		c.zone, err = findZone(name)
		return err
	})
	set.StringVar(&c.saved, "saved", "", "")
	set.BoolVar(&c.redact, "redact", false, "")
	set.StringVar(&c.output, "o", "", "")
	configFile := set.String("config", "", "")
	var ruleFiles []string
	set.Func("rules", "", func(path string) error {
		ruleFiles = append(ruleFiles, path)
		return nil
	})
	showSuppressed := set.Bool("show-allowed", false, "")
	set.BoolVar(&c.seed, "seed", false, "")
	set.BoolVar(&c.version, "version", false, "")
	set.TextVar(&c.minSeverity, "min-severity", detect.Info, "")
	set.Func("fail-on", "", func(s string) error {
		severity, err := detect.ParseSeverity(s)
		c.failOn = &severity
		return err
	})
	thresholds := make(map[string]float64)
	for name, t := range thresholdFlags {
		set.Func(name, "", func(s string) (err error) {
			thresholds[name], err = parseThreshold(s, t.definition())
			return err
		})
	}

	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		rest := set.Args()
		if ended := len(rest) < len(args) && args[len(args)-len(rest)-1] == "--"; ended {
			c.files = append(c.files, rest...)
			break
		}
		if len(rest) == 0 {
			break
		}
		c.files = append(c.files, rest[0])
		args = rest[1:]
	}
	if c.version {
		return c, nil
	}

	given := make(map[string]bool)
	set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if err := c.check(given); err != nil {
		return nil, err
	}
	if err := c.configure(given["config"], *configFile, ruleFiles); err != nil {
		return nil, err
	}
	c.config.ShowSuppressed = c.config.ShowSuppressed || *showSuppressed
	for name, v := range thresholds {
		c.set(thresholdFlags[name], v)
	}
	return c, nil
}

// configure reads the configuration and the analyst's own rules, and checks
// that the one speaks of detections that there are.
func (c *command) configure(given bool, path string, ruleFiles []string) (err error) {
	if given {
		if c.config, err = readConfig(path); err != nil {
			return err
		}
	}
	seen := make(map[string]bool)
	for _, name := range ruleFiles {
		files, err := readRules(name)
		if err != nil {
			return err
		}
		for _, f := range files {
			if !seen[f.Name] {
				seen[f.Name] = true
				c.config.Rules = append(c.config.Rules, f)
			}
		}
	}
	if !given {
		return nil
	}
	detections, _ := analyzer.Detections(c.config.Rules)
	if err := c.config.Validate(detections); err != nil {
		return prefixed("-config: "+path+": ", err)
	}
	return nil
}

// check refuses what cannot be meant.
func (c *command) check(given map[string]bool) error {
	if given["saved"] {
		for _, name := range []string{"seed", "redact", "config", "rules", "show-allowed", "tt", "pt", "aat"} {
			if given[name] {
				return fmt.Errorf("-%s works on a log, and -saved reads a report; name the log instead", name)
			}
		}
		if len(c.files) > 0 {
			return errors.New("-saved reads a report instead of a log; leave out " + c.files[0])
		}
		return nil
	}
	if len(c.files) == 0 {
		return errors.New("no file named; name the System Log's CSV, or - for standard input")
	}
	if i := slices.Index(c.files, "-"); i >= 0 && slices.Contains(c.files[i+1:], "-") {
		return errors.New("- stands twice; standard input can be read once")
	}
	if c.seed {
		for _, name := range []string{"format", "min-severity", "fail-on", "zone", "redact"} {
			if given[name] {
				return fmt.Errorf("-seed prints lines of its own; leave out -%s", name)
			}
		}
	}
	return nil
}

// set sets a parameter in the configuration.
func (c *command) set(t threshold, v float64) {
	d := &c.config.Detect
	if d.Parameters == nil {
		d.Parameters = make(map[string]map[string]float64)
	}
	if d.Parameters[t.detection] == nil {
		d.Parameters[t.detection] = make(map[string]float64)
	}
	d.Parameters[t.detection][t.parameter] = v
}

// hashes reports whether the form that was asked for shows the hashes of the
// files.
func (c *command) hashes() bool { return !c.seed && c.form.Hashes }

// findZone returns a time zone by its name. That of this machine is none: a
// report that was handed over would not say whose it is.
func findZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, errors.New("want UTC or a name of the time zone database, as Europe/Vienna")
	}
	return zone, nil
}

// parseThreshold reads a number within a parameter's bounds.
func parseThreshold(s string, p detect.Parameter) (float64, error) {
	kind := "a number"
	if p.Integer {
		kind = "a whole number"
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= p.Min && v <= p.Max) || p.Integer && v != float64(int64(v)) {
		return 0, fmt.Errorf("want %s from %s to %s", kind, quantity(p.Min, ""), quantity(p.Max, p.Unit))
	}
	return v, nil
}

// quantity writes a number with its unit.
func quantity(v float64, unit string) string {
	return strings.TrimSpace(strconv.FormatFloat(v, 'f', -1, 64) + " " + unit)
}
