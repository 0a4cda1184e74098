package analyzer

import (
	"context"
	"fmt"
	"sync"

	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/incident"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/sigma"
)

// Config is what an analyst can set.
type Config = config.Config

// Detections returns every detection that a report lists: those in code, the
// rules, and the analyst's own rules with the errors in them.
func Detections(own []rules.File) ([]*detect.Detection, []*sigma.Error) {
	pack, errs := packOf(own)
	return append(detect.All(), pack.Detections()...), errs
}

func packOf(own []rules.File) (*rules.Pack, []*sigma.Error) {
	// The errors of the built-in rules are defects, which the tests find.
	builtIn, _ := rules.BuiltIn()
	return builtIn.With(own, detect.All())
}

// Report runs the detections and returns the report. The error says that the
// configuration is not valid.
func (l *Loaded) Report(c Config) (*report.Report, error) {
	l.open()
	pack, errs := packOf(c.Rules)
	if err := c.Validate(append(detect.All(), pack.Detections()...)); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	last := int64(0)
	if n := l.Log.Len(); n > 0 {
		last = l.Log.Time(n - 1)
	}
	c.Detect.Lists = c.AllLists(last)
	l.trying = trying{pack, rules.Options{Lists: c.Detect.Lists, Zone: c.Hours.Zone}}
	// The rules run beside the detections in code: with two cores a million
	// events take 270 ms instead of 450.
	var ofRules []detect.Outcome
	var more []*sigma.Error
	var err error
	var beside sync.WaitGroup
	beside.Go(func() { ofRules, more, err = pack.Run(context.Background(), l.ruleView, c.Detect, l.trying.options) })
	outcomes := l.views.Outcomes(c.Detect)
	if beside.Wait(); err != nil {
		return nil, err
	}
	outcomes = append(outcomes, ofRules...)
	l.views.Finish(c.Detect, outcomes)
	c.Allow.Filter(l.Log).Apply(outcomes)
	o := report.Options{Incidents: l.incidents.Find(outcomes), Rules: len(ofRules), Notes: c.Allow.Expired(last), ShowSuppressed: c.ShowSuppressed}
	for _, e := range append(errs, more...) {
		o.RuleErrors = append(o.RuleErrors, report.RuleError{File: e.File, Line: e.Line, Column: e.Column, Rule: e.Rule, Message: e.Message})
	}
	return report.New(Version, l.Summary(), outcomes, o), nil
}

// open makes the views of the log, once.
func (l *Loaded) open() {
	l.viewsOnce.Do(func() {
		l.views = detect.NewViews(l.Log)
		l.ruleView = rules.NewView(l.Log, l.views)
		l.incidents = incident.NewMemory(l.Log, l.views)
	})
}
