package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"okta-session-analyzer/analyzer/detect"
)

// navigatorLayer is a layer of the MITRE ATT&CK Navigator in the form that its
// versions from 4.5 on read:
// https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md
type navigatorLayer struct {
	Name        string               `json:"name"`
	Versions    navigatorVersions    `json:"versions"`
	Domain      string               `json:"domain"`
	Description string               `json:"description"`
	Techniques  []navigatorTechnique `json:"techniques"`
	Gradient    navigatorGradient    `json:"gradient"`
	Legend      []navigatorLegend    `json:"legendItems"`
}

type navigatorVersions struct {
	Layer     string `json:"layer"`
	Navigator string `json:"navigator"`
}

type navigatorTechnique struct {
	ID       string `json:"techniqueID"`
	Score    int    `json:"score"` // of the severity of the worst finding: 1 info to 5 critical
	Comment  string `json:"comment"`
	Enabled  bool   `json:"enabled"`
	Expanded bool   `json:"showSubtechniques"`
}

type navigatorGradient struct {
	Colors []string `json:"colors"`
	Min    int      `json:"minValue"`
	Max    int      `json:"maxValue"`
}

type navigatorLegend struct {
	Label string `json:"label"`
	Color string `json:"color"`
}

// navigatorColors are those of the severities, mildest first.
var navigatorColors = []string{"#cfd8dc", "#bbdefb", "#ffe082", "#ff8a65", "#c62828"}

// WriteNavigator writes the techniques of the findings as a layer of the MITRE
// ATT&CK Navigator, in JSON. The score of a technique is the severity of its
// worst finding, from 1 for info to 5 for critical; its comment says how many
// findings and which incidents have it. Findings that an allow-list sets aside
// do not count.
func WriteNavigator(w io.Writer, r *Report) error {
	type tally struct {
		worst     detect.Severity
		findings  int
		incidents int
	}
	of := make(map[string]*tally)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			continue
		}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(f.Techniques))) {
			t := of[id]
			if t == nil {
				t = new(tally)
				of[id] = t
			}
			t.worst = max(t.worst, f.Severity)
			t.findings++
		}
	}
	for i := range r.Incidents {
		for _, id := range r.Incidents[i].Techniques {
			if t := of[id]; t != nil {
				t.incidents++
			}
		}
	}
	layer := navigatorLayer{
		Name:        "Okta Session Analyzer",
		Versions:    navigatorVersions{Layer: "4.5", Navigator: "5.1.0"},
		Domain:      "enterprise-attack",
		Description: "Techniques of the findings in an Okta System Log from " + cmp.Or(r.Log.First, "nowhere") + " to " + cmp.Or(r.Log.Last, "nowhere"),
		Techniques:  []navigatorTechnique{},
		Gradient:    navigatorGradient{Colors: navigatorColors, Min: 1, Max: 5},
	}
	for _, line := range r.viewed(true) {
		layer.Description += ". " + line
	}
	for s, color := range navigatorColors {
		layer.Legend = append(layer.Legend, navigatorLegend{detect.Severity(s).String(), color})
	}
	for _, id := range slices.Sorted(maps.Keys(of)) {
		t := of[id]
		comment := count(t.findings, "finding") + ", the worst " + t.worst.String()
		if t.incidents > 0 {
			comment += "; in " + count(t.incidents, "incident")
		}
		layer.Techniques = append(layer.Techniques, navigatorTechnique{ID: id, Score: int(t.worst) + 1, Comment: comment, Enabled: true})
	}
	text, err := json.MarshalIndent(layer, "", "  ")
	if err != nil {
		return fmt.Errorf("report as a Navigator layer: %w", err)
	}
	_, err = w.Write(append(escapeJSON(text), '\n'))
	return err
}
