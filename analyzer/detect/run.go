package detect

import (
	"fmt"
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Run runs every detection over a log. It returns one outcome a detection, in
// the order of [All], each with its findings in the order of [Sort]. The error
// says what is wrong with the configuration; see [Config.Validate].
func Run(log *table.Log, c Config) ([]Outcome, error) { return NewViews(log).Run(c) }

// Run is the function [Run] for a log whose views are there already, so that
// another configuration costs only the detections.
func (v *Views) Run(c Config) ([]Outcome, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	return v.Outcomes(c), nil
}

// Outcomes is the method Run for a configuration that was validated, perhaps
// together with that of other detections.
func (v *Views) Outcomes(c Config) []Outcome {
	carries := Carries(v.log)
	outcomes := make([]Outcome, len(all))
	for i, d := range all {
		o := &outcomes[i]
		o.Detection, o.Values = d, c.Values(d)
		o.MissingHistory = v.needOfHistory(d, o.Values)
		switch o.Missing = missing(carries, d); {
		case slices.Contains(c.Disabled, d.ID):
			o.Status = Disabled
		case len(o.Missing) > 0 || o.MissingHistory.Days > 0:
			o.Status = NotEvaluable
		default:
			o.Status = Ran
			o.Findings = d.Run(&Input{Log: v.log, Views: v, Parameters: o.Values})
			for n := range o.Findings {
				complete(v.log, d, &o.Findings[n])
			}
			c.SetSeverity(d, o.Findings)
			Sort(o.Findings)
		}
	}
	return outcomes
}

// missing returns the fields that a detection cannot do without and no file of
// the log carries.
func missing(carries func(event.Field) bool, d *Detection) []event.Field {
	var fields []event.Field
	for _, f := range d.Needs {
		if !carries(f) {
			fields = append(fields, f)
		}
	}
	for _, any := range d.NeedsAny {
		if !slices.ContainsFunc(any, carries) {
			fields = append(fields, any[0])
		}
	}
	return fields
}
