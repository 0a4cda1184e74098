package report

import (
	"fmt"
	"maps"
	"slices"
)

// Context says what of a report an export shows, and what the analyst added.
type Context struct {
	Zone   Zone              `json:"zone"`   // of the times for people
	Filter string            `json:"filter"` // what the findings were chosen by, in the analyst's words
	Triage map[string]Triage `json:"triage"` // by the id of the finding
	// Only are the ids of the findings to show; nil shows all.
	Only []string `json:"only"`
}

// Triage is what the analyst made of a finding.
type Triage struct {
	Status Status `json:"status"`
	Note   string `json:"note,omitempty"`
	Star   bool   `json:"star,omitempty"`
}

// Status is where an analyst stands with a finding.
type Status string

// The statuses. A finding without one is open.
const (
	Open          Status = "open"
	Confirmed     Status = "confirmed"
	FalsePositive Status = "false_positive"
	Ignored       Status = "ignored"
)

var statuses = []Status{Open, Confirmed, FalsePositive, Ignored}

// check returns an error for a status that is none.
func (s Status) check() error {
	if s != "" && !slices.Contains(statuses, s) {
		return fmt.Errorf("status %q: want open, confirmed, false_positive or ignored", Visible(string(s)))
	}
	return nil
}

// words writes the status for people.
func (s Status) words() string {
	switch s {
	case FalsePositive:
		return "false positive"
	case "":
		return string(Open)
	}
	return Visible(string(s))
}

// View says what of a report is shown. A report that shows all of its findings
// as they are has none.
type View struct {
	Filter string `json:"filter,omitempty"`
	Zone   Zone   `json:"zone"`
	// Total is how many findings there were to choose from.
	Total int `json:"total"`
	// Redacted says that pseudonyms stand in the place of what identifies
	// people, devices and networks.
	Redacted bool `json:"redacted,omitempty"`
}

// With returns the report as a context shows it. The report given does not
// change. The error says what is wrong with the context.
func (r *Report) With(c Context) (*Report, error) {
	if err := c.Zone.Check(); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	for _, id := range slices.Sorted(maps.Keys(c.Triage)) {
		if err := c.Triage[id].Status.check(); err != nil {
			return nil, fmt.Errorf("report: triage of finding %s: %w", Visible(id), err)
		}
	}
	total := len(r.Findings)
	shown := r
	if c.Only != nil {
		only := make(map[string]bool, len(c.Only))
		for _, id := range c.Only {
			only[id] = true
		}
		shown = r.only(only)
	}
	out := *shown
	out.Triage = make(map[string]Triage)
	for i := range out.Findings {
		id := out.Findings[i].ID
		if t, ok := c.Triage[id]; ok && t != (Triage{}) && t != (Triage{Status: Open}) {
			if t.Status == "" {
				t.Status = Open
			}
			out.Triage[id] = t
		} else if t, ok := r.Triage[id]; ok && c.Triage == nil {
			out.Triage[id] = t // of the saved report
		}
	}
	if len(out.Triage) == 0 {
		out.Triage = nil
	}
	if c.Filter != "" || c.Zone.name() != "UTC" || len(out.Findings) != total {
		out.View = &View{Filter: c.Filter, Zone: c.Zone, Total: total}
	}
	return &out, nil
}

// zone returns the zone that the report is shown in.
func (r *Report) zone() *Zone {
	if r.View == nil {
		return nil
	}
	return &r.View.Zone
}

// redacted reports whether pseudonyms stand in the report.
func (r *Report) redacted() bool { return r.View != nil && r.View.Redacted }

// redactedNote is what a redacted export says of itself.
const redactedNote = "Redacted: pseudonyms stand for people, addresses, sessions, devices and what else identifies them. The same pseudonym stands for the same value in every export of this log."

// triaged writes what the analyst made of a finding for people; "" for one
// that is open and has neither note nor star.
func (r *Report) triaged(id string) string {
	t, ok := r.Triage[id]
	if !ok {
		return ""
	}
	text := t.Status.words()
	if t.Star {
		text += ", starred"
	}
	if t.Note != "" {
		text += ": " + brief(t.Note)
	}
	return text
}
