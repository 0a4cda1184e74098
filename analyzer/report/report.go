// Package report holds what an analysis returns, and writes it in the forms
// that people and programs read.
package report

import "okta-session-analyzer/analyzer/detect"

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
}

// Tool is the program that made the report.
type Tool struct {
	Version string `json:"version"`
	Rules   int    `json:"rules"` // detections known to it
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
	Files      []File `json:"files"`
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
	Rejects    []Reject `json:"rejects"`         // the first of them; Rejected counts all
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
	Missing        []string           `json:"missing"`
	Findings       int                `json:"findings"`
	Techniques     []string           `json:"attack"`
	Meaning        string             `json:"meaning"`
	Check          []string           `json:"check"`
	FalsePositives []string           `json:"false_positives"`
	Parameters     []detect.Parameter `json:"parameters"`
}

// Incident is a group of findings that belong together.
type Incident struct {
	ID       string   `json:"id"`
	Findings []string `json:"findings"`
}
