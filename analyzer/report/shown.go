package report

import (
	"fmt"

	"okta-session-analyzer/analyzer/detect"
)

// viewed says what of the report an export shows and how; nothing where it
// shows all of it as it is. The filter is left out where a form names it apart.
func (r *Report) viewed(filter bool) []string {
	v := r.View
	if v == nil {
		return nil
	}
	var lines []string
	if len(r.Findings) != v.Total || v.Filter != "" {
		text := fmt.Sprintf("%s of %s", thousands(len(r.Findings)), count(v.Total, "finding"))
		if v.Filter != "" && filter {
			text += ", chosen by: " + brief(v.Filter)
		}
		lines = append(lines, text)
	}
	if name := v.Zone.name(); name != "UTC" {
		lines = append(lines, "Times are those of "+Visible(name)+"; where a sentence or a step says UTC, it means UTC.")
	}
	if v.Redacted {
		lines = append(lines, redactedNote)
	}
	return lines
}

const notEvaluated = "These detections need fields that no file carries, lists that the configuration does not have, or a longer log. They did not look, so they say nothing about this log."

// lack is what detections miss, and their titles and ids.
type lack struct {
	missing string
	titles  []string
}

// lacks returns the detections that could not look by what they lack, in the
// order of the detectors.
func (r *Report) lacks() []lack {
	var list []lack
	places := make(map[string]int)
	for i := range r.Detectors {
		d := &r.Detectors[i]
		if d.Status != detect.NotEvaluable {
			continue
		}
		missing := listed(d.Missing, len(d.Missing))
		at, ok := places[missing]
		if !ok {
			at = len(list)
			places[missing] = at
			list = append(list, lack{missing: missing})
		}
		list[at].titles = append(list[at].titles, Visible(d.Title)+" ("+Visible(d.ID)+")")
	}
	return list
}

// toCheck returns the detections whose findings want a look, in the order of
// the detectors; what detections only take note of needs none.
func (r *Report) toCheck() []*Detector {
	shown := make(map[string]bool)
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity > detect.Info && f.Suppressed == nil {
			shown[f.Detector] = true
		}
	}
	var list []*Detector
	for i := range r.Detectors {
		if d := &r.Detectors[i]; shown[d.ID] && (d.Meaning != "" || len(d.Check) > 0) {
			list = append(list, d)
		}
	}
	return list
}
