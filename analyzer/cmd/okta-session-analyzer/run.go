package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/redact"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/seed"
	"okta-session-analyzer/analyzer/table"
)

// The exit statuses.
const (
	statusDone   = 0 // the log was analysed
	statusFailed = 1 // it could not be, or not all of it
	statusUsage  = 2 // the command line or the configuration is wrong
	statusFound  = 3 // a finding is as severe as -fail-on says, or worse
)

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	cmd, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		if err := writeHelp(stdout); err != nil {
			return fail(stderr, statusFailed, err)
		}
		return statusDone
	case err != nil:
		fail(stderr, statusUsage, err)
		fmt.Fprintln(stderr, "run okta-session-analyzer -help for the flags and examples")
		return statusUsage
	case cmd.version:
		if _, err := fmt.Fprintln(stdout, "okta-session-analyzer", analyzer.Version); err != nil {
			return fail(stderr, statusFailed, err)
		}
		return statusDone
	}

	if cmd.saved != "" {
		return runSaved(cmd, stdout, stderr)
	}
	inputs, err := open(cmd.files, stdin)
	defer inputs.close()
	if err != nil {
		return fail(stderr, statusFailed, err)
	}
	if err := checkOutput(cmd.output, inputs); err != nil {
		return fail(stderr, statusUsage, err)
	}

	options := analyzer.Options{Hash: cmd.hashes()}
	done := showProgress(stderr, inputs.size(), &options)
	loaded, err := analyzer.Load(ctx, inputs.sources, options)
	done()
	if err != nil {
		if errors.Is(err, context.Canceled) {
			err = errors.New("interrupted; nothing was analysed")
		}
		return fail(stderr, statusFailed, err)
	}
	r, err := loaded.Report(cmd.config)
	if err != nil {
		return fail(stderr, statusUsage, err)
	}

	err = write(cmd.output, stdout, func(w io.Writer) error {
		if cmd.seed {
			return seed.Analyze(loaded.Log, cmd.thresholds()).Write(w, loaded.Log)
		}
		return writeReport(w, r, loaded.Log, cmd)
	})
	if err != nil {
		return fail(stderr, statusFailed, err)
	}
	return verdict(stderr, r, cmd)
}

// writeReport writes the report in the form that was asked for. log is nil for
// a report that was saved.
func writeReport(w io.Writer, whole *report.Report, log *table.Log, cmd *command) error {
	r, err := whole.AtLeast(cmd.minSeverity).With(report.Context{Zone: zoneOf(whole, cmd.zone)})
	if err != nil {
		return err
	}
	out := report.Output{Log: log, Text: textOptions(w)}
	if cmd.redact {
		redactor := redact.New(log, redact.DefaultFields())
		redactor.Begin(whole)
		out.Redactor = redactor
	}
	return cmd.form.Write(w, r, out)
}

// zoneOf returns the zone as it was over the span of a report.
func zoneOf(r *report.Report, zone *time.Location) report.Zone {
	first, err := event.ParseTime(r.Log.First)
	last, err2 := event.ParseTime(r.Log.Last)
	if err != nil || err2 != nil {
		first, last = 0, 0
	}
	return report.ZoneOf(zone, first, last)
}

// runSaved is run for a report that was saved.
func runSaved(cmd *command, stdout, stderr io.Writer) int {
	text, err := readFile(cmd.saved, maxReport)
	if err != nil {
		return fail(stderr, statusFailed, fmt.Errorf("-saved: %w", err))
	}
	r, err := report.Parse(text)
	if err != nil {
		return fail(stderr, statusFailed, fmt.Errorf("-saved: %s: %w", cmd.saved, err))
	}
	if err := checkOutput(cmd.output, new(inputs)); err != nil {
		return fail(stderr, statusUsage, err)
	}
	if cmd.output != "" && sameFile(cmd.output, cmd.saved) {
		return fail(stderr, statusUsage, fmt.Errorf("-o: %s: is the saved report itself, which would be overwritten; name another file", cmd.output))
	}
	err = write(cmd.output, stdout, func(w io.Writer) error { return writeReport(w, r, nil, cmd) })
	if err != nil {
		return fail(stderr, statusFailed, err)
	}
	return verdict(stderr, r, cmd)
}

// verdict says on stderr which rules were not run, what of the configuration
// had no effect and which files were not read to their end, and returns the
// exit status. A finding that was asked for counts more than a file that
// is missing: it stands whatever the rest of the log would have shown.
func verdict(stderr io.Writer, r *report.Report, cmd *command) int {
	status := statusDone
	for i := range r.RuleErrors {
		e := &r.RuleErrors[i]
		fail(stderr, status, errors.New(e.Place()+": "+e.Message))
	}
	for _, note := range r.Notes {
		fail(stderr, status, errors.New(note))
	}
	for i := range r.Log.Files {
		if f := &r.Log.Files[i]; f.Error != "" {
			status = fail(stderr, statusFailed, errors.New(f.Error))
		}
	}
	if worst, ok := r.Worst(); ok && cmd.failOn != nil && worst >= *cmd.failOn {
		status = statusFound
	}
	return status
}

// fail writes an error, which can quote the log or be several, and returns the
// status.
func fail(stderr io.Writer, status int, err error) int {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(stderr, "okta-session-analyzer:", report.Visible(line))
	}
	return status
}

// thresholds returns the seed program's thresholds as the flags and the
// configuration have them.
func (c *command) thresholds() seed.Thresholds {
	return seed.Thresholds{
		Speed:    value(c.config.Detect, thresholdFlags["tt"]),
		Pushes:   int(value(c.config.Detect, thresholdFlags["pt"])),
		Attempts: int(value(c.config.Detect, thresholdFlags["aat"])),
	}
}

// value returns a parameter as a configuration sets it.
func value(c detect.Config, t threshold) float64 {
	if v, ok := c.Parameters[t.detection][t.parameter]; ok {
		return v
	}
	return t.definition().Default
}
