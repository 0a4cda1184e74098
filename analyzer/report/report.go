// Package report holds what an analysis returns, and writes it in the forms
// that people and programs read.
//
// # Coverage
//
// Under log.coverage the report says what the log can speak for, so that "no
// finding" is not taken for "nothing happened". See package coverage for the
// rules. Times are UTC.
//
//	span      first and last event, and the hours between
//	hours     counts of events: from (a whole hour), step_hours, and events, one
//	          count a step; before and after count events whose dates lie apart
//	          from all others and are in no step
//	gaps      stretches without events that are unusual for the log: from and to
//	          (the events around it), hours, expected (events that would be
//	          usual), between_files
//	warnings  code, one of the constants of package coverage, and text
package report

import (
	"okta-session-analyzer/analyzer/coverage"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/incident"
)

// Schema names the form of [Report] in JSON.
const Schema = "okta-session-analyzer/report/1"

// Report is the result of an analysis. The same events give the same report,
// whatever the order of files and rows.
type Report struct {
	Schema    string           `json:"schema"`
	Tool      Tool             `json:"tool"`
	Log       Log              `json:"log"`
	Detectors []Detector       `json:"detectors"`
	Findings  []detect.Finding `json:"findings"`
	Incidents []Incident       `json:"incidents"`
	// RuleErrors say what is wrong with the analyst's own rules; the rules that
	// they speak of were not run.
	RuleErrors []RuleError `json:"rule_errors"`
	// Notes say what of the configuration had no effect.
	Notes []string `json:"notes"`
	// Triage is what the analyst made of findings, by their ids.
	Triage map[string]Triage `json:"triage,omitempty"`
	// View says what of the report is shown; nil where it is all of it.
	View *View `json:"view,omitempty"`
}

// RuleError is one thing that is wrong with a file of rules.
type RuleError struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // 1 is the first; 0 where the whole file is meant
	Column  int    `json:"column"` // 1 is the first
	Rule    string `json:"rule"`   // its name; "" where it is not known
	Message string `json:"message"`
}

// Tool is the program that made the report.
type Tool struct {
	Version string `json:"version"`
	Rules   int    `json:"rules"` // of the detections, those that are rules: its own and the analyst's
}

// Log accounts for every record: Records = Events + Duplicates + Rejected.
type Log struct {
	Records    int    `json:"records"`
	Events     int    `json:"events"`
	Duplicates int    `json:"duplicates"`
	Rejected   int    `json:"rejected"`
	First      string `json:"first"` // 2026-06-24T14:06:47.699Z; "" without events
	Last       string `json:"last"`
	Users      int    `json:"users"`
	Sessions   int    `json:"sessions"`
	Addresses  int    `json:"addresses"`
	Suppressed int    `json:"suppressed"` // findings that an allow-list sets aside
	Files      []File `json:"files"`

	Coverage coverage.Coverage `json:"coverage"`
}

// File accounts for one file.
type File struct {
	Name       string   `json:"name"`
	Format     string   `json:"format"` // "console CSV, 59 columns"
	Bytes      int64    `json:"bytes"`
	SHA256     string   `json:"sha256"` // "" where it was not computed
	Records    int      `json:"records"`
	Events     int      `json:"events"`
	Duplicates int      `json:"duplicates"`
	Rejected   int      `json:"rejected"`
	First      string   `json:"first"`
	Last       string   `json:"last"`
	Warnings   []string `json:"warnings"`
	Rejects    []Reject `json:"rejects"`         // the first 10,000; Rejected counts all
	Error      string   `json:"error,omitempty"` // why reading stopped before the end
}

// Reject is a record that is not in the log.
type Reject struct {
	Line   int64  `json:"line,omitempty"` // 1 is the first
	Offset int64  `json:"offset"`         // in bytes from the start of the file
	Reason string `json:"reason"`
}

// Detector is a detection and whether it could look.
type Detector struct {
	ID             string             `json:"id"`
	Title          string             `json:"title"`
	Family         string             `json:"family"`
	Severity       detect.Severity    `json:"severity"`
	Status         detect.Status      `json:"status"`
	Missing        []string           `json:"missing"` // fields, lists of the configuration ("list vpn_networks"), and days of history ("7 days of history (the log has 2.4)")
	Findings       int                `json:"findings"`
	Suppressed     int                `json:"suppressed"`          // set aside by an allow-list, not among Findings
	RuleFile       string             `json:"rule_file,omitempty"` // of an analyst's own rule
	Techniques     []string           `json:"attack"`
	Meaning        string             `json:"meaning"`
	Check          []string           `json:"check"`
	FalsePositives []string           `json:"false_positives"`
	Parameters     []detect.Parameter `json:"parameters"`
}

// Incident is a group of findings that belong together.
type Incident = incident.Incident
