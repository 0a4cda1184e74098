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
	outcomes := v.Outcomes(c)
	v.Finish(c, outcomes)
	return outcomes, nil
}

// Outcomes is the method Run for a configuration that was validated, perhaps
// together with that of other detections, up to what [Views.Finish] does.
func (v *Views) Outcomes(c Config) []Outcome {
	carries := Carries(v.log)
	v.last.ForgetAll(v.lists.changed(c.Lists))
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
		case d.After != nil:
			o.Status = Ran // and looks in Finish
		default:
			o.Status = Ran
			var known bool
			if o.Findings, known = v.last.Findings(d, o.Values); !known {
				o.Findings = d.Run(&Input{Log: v.log, Views: v, Parameters: o.Values, Lists: c.Lists})
				for n := range o.Findings {
					complete(v.log, d, &o.Findings[n])
				}
				Sort(o.Findings)
				v.last.Keep(d, o.Values, o.Findings)
			}
			c.SetSeverity(d, o.Findings)
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
