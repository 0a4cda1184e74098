package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
)

// sampleDir holds the bundled sample, its labels and its golden report.
var sampleDir = filepath.Join("..", "..", "..", "testdata")

func sampleReport(t *testing.T) []byte {
	t.Helper()
	// From within, so that the report names the file without its directory.
	t.Chdir(sampleDir)
	dir := t.TempDir()
	path := filepath.Join(dir, "report.json")
	if status := run(t.Context(), []string{"-format", "json", "-o", path, "sample.csv"}, nil, nil, os.Stderr); status != 0 {
		t.Fatalf("status %d", status)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSampleGolden(t *testing.T) {
	got := sampleReport(t)
	const golden = "sample.report.json"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("the sample's report differs from testdata/sample.report.json; make sample writes it again, git diff shows what changed")
	}
}

// Every attack that the sample was made with is found, and nothing else is
// taken for one.
func TestSampleLabels(t *testing.T) {
	var r report.Report
	if err := json.Unmarshal(sampleReport(t), &r); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("sample.labels.json")
	if err != nil {
		t.Fatal(err)
	}
	type label struct {
		Campaign string   `json:"campaign"`
		Events   []string `json:"events"`
	}
	var labels []label
	if err := json.Unmarshal(text, &labels); err != nil {
		t.Fatal(err)
	}
	// Habits have labels too, without a campaign.
	labels = slices.DeleteFunc(labels, func(l label) bool { return l.Campaign == "" })
	if len(labels) < 5 {
		t.Fatalf("%d attacks in the sample", len(labels))
	}
	campaign := make(map[string]string) // by event
	for _, l := range labels {
		for _, uuid := range l.Events {
			campaign[uuid] = l.Campaign
		}
	}
	caught := make(map[string]bool)
	for _, f := range r.Findings {
		if f.Severity < detect.Medium {
			continue
		}
		if !slices.ContainsFunc(f.Events, func(uuid string) bool { return campaign[uuid] != "" }) {
			t.Errorf("%s finding on what is no attack: %s", f.Severity, f.Summary)
		}
		for _, uuid := range f.Events {
			caught[campaign[uuid]] = true
		}
	}
	for _, l := range labels {
		if !caught[l.Campaign] {
			t.Errorf("%s: not found", l.Campaign)
		}
	}
	checkIncidents(t, &r, campaign, len(labels))
}

// checkIncidents checks that each attack of the sample is one incident of
// medium severity or worse, that no incident is of two, and that those of no
// attack are milder and stand behind.
func checkIncidents(t *testing.T, r *report.Report, campaign map[string]string, campaigns int) {
	t.Helper()
	findings := make(map[string]*detect.Finding)
	for i := range r.Findings {
		findings[r.Findings[i].ID] = &r.Findings[i]
	}
	incidentOf := make(map[string]string) // by campaign
	benign := false
	for _, in := range r.Incidents {
		attacks := make(map[string]bool)
		for _, id := range in.Findings {
			f := findings[id]
			if f == nil {
				t.Fatalf("incident %s has the finding %s, which is not in the report", in.ID, id)
			}
			for _, uuid := range f.Events {
				if c := campaign[uuid]; c != "" && f.Severity > detect.Info {
					attacks[c] = true
				}
			}
		}
		switch {
		case len(attacks) > 1:
			t.Errorf("%q is of several attacks: %v", in.Title, attacks)
		case len(attacks) == 0:
			benign = true
			if in.Severity >= detect.Medium {
				t.Errorf("%q is of no attack and %s", in.Title, in.Severity)
			}
		case benign:
			t.Errorf("%q, an attack, stands behind what is none", in.Title)
		}
		for c := range attacks {
			if other := incidentOf[c]; other != "" {
				t.Errorf("%s is two incidents, %s and %s", c, other, in.ID)
			}
			incidentOf[c] = in.ID
		}
	}
	if len(incidentOf) != campaigns {
		t.Errorf("%d of %d attacks are incidents", len(incidentOf), campaigns)
	}
}
