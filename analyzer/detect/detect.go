// Package detect holds the detections that are written in code, the registry
// of all detections, and what they share: severities, parameters, findings.
package detect

import (
	"fmt"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Severity says how soon a finding wants an analyst's eyes.
type Severity uint8

// The severities, mildest first.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// String returns the severity's name in lower case.
func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a severity's name.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	if err == nil {
		*s = parsed
	}
	return err
}

// ParseSeverity returns the severity of a name.
func ParseSeverity(name string) (Severity, error) {
	for s, n := range severityNames {
		if n == name {
			return Severity(s), nil
		}
	}
	return 0, fmt.Errorf("severity %q: want info, low, medium, high or critical", name)
}

// Detection is one thing that the analyzer looks for.
type Detection struct {
	ID     string
	Title  string
	Family string
	// Severity is that of the usual finding; one finding can be milder or
	// worse, as its summary explains.
	Severity       Severity
	Techniques     []string // MITRE ATT&CK ids, "T1539"
	Meaning        string   // what a finding means, for someone who never saw one
	Check          []string // what to look at next, in order
	FalsePositives []string // what looks like it and is not
	Parameters     []Parameter
	// Needs are the fields without which the detection cannot look at all.
	Needs []event.Field
	// NeedsAny are fields of which one of each list is enough. Where a log has
	// none of a list, its first field is the one reported as missing.
	NeedsAny [][]event.Field
	// History is the name of the parameter that says how many days a log must
	// have for the detection to know what is usual; "" where it needs none.
	History string
	// Lists are the names of lists of the configuration that the detection uses
	// where there are any; it does not need them.
	Lists []string
	// RuleFile names the file of an analyst's own rule; "" for a detection of
	// the analyzer's.
	RuleFile string
	// Replaces are the ids of detections that tell the same thing with less of its
	// story: a finding of theirs is left out where one of this detection, not a
	// milder one, has half of its evidence or more.
	Replaces []string
	// Crowd says that a finding can be about many people: then it names none as
	// its actor, where another detection's has the first of its evidence.
	Crowd bool
	// Run returns the findings in a log, in any order. It must depend on the
	// events alone, never on the numbers that the table gave to values. It is nil
	// where After is not.
	Run func(*Input) []Finding
	// After does the same for a detection that looks at what all others found.
	After func(*Input, []Outcome) []Finding
}

// Parameter is a number that a detection can be tuned by.
type Parameter struct {
	Name    string  `json:"name"`
	Title   string  `json:"title"` // what it does, in a few words
	Unit    string  `json:"unit,omitempty"`
	Default float64 `json:"default"`
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Integer bool    `json:"integer,omitempty"`
	Value   float64 `json:"value"` // in force; set in a report
}

// Input is what a detection works on.
type Input struct {
	Log   *table.Log
	Views *Views
	// Parameters are the values in force, by name; every parameter of the
	// detection has one.
	Parameters map[string]float64
	// Lists are those of the configuration, by name.
	Lists map[string][]string

	crowdFrom int // the parameter shared_users, once it was asked for

	firsts [event.NumFields]firstUses // of the person that was asked for last
	last   lasts                      // of the same
	tokens tokenTimes                 // the same
	lasts  lastUses                   // the same
}

// Finding is one suspicious thing: who, when, where, and why.
type Finding struct {
	// ID is a hash of the detection, the entities and the evidence: the same
	// events give the same id in every run.
	ID       string   `json:"id"`
	Detector string   `json:"detector"`
	Severity Severity `json:"severity"`
	Title    string   `json:"title"`
	// Summary is one sentence, with its full stop and the numbers that made the
	// detection fire.
	Summary string   `json:"summary"`
	First   string   `json:"first"` // 2026-06-24T14:06:47.699Z
	Last    string   `json:"last"`
	Actor   Actor    `json:"actor"`
	Session string   `json:"session"` // "" where the finding is not of one session
	IPs     []string `json:"ips"`     // in order of time
	// Events are the uuids of the evidence, in order of time.
	Events     []string       `json:"events"`
	Techniques []string       `json:"attack"`
	Facts      map[string]any `json:"facts"`
	// Query shows the evidence in Okta's System Log search.
	Query string `json:"query"`
	// RuleFile names the file of the analyst's rule that made the finding.
	RuleFile string `json:"rule_file,omitempty"`
	// Suppressed says by which entry of an allow-list the finding is set aside;
	// nil for a finding that counts.
	Suppressed *Suppression `json:"suppressed,omitempty"`

	// Rows are all of the evidence in the log that was analysed, also what Events
	// has no room for.
	Rows []uint32 `json:"-"`
}

// Suppression is the entry of an allow-list that a finding is set aside by.
type Suppression struct {
	List   string `json:"list"` // users, networks, user_agents, applications, api_tokens
	Entry  string `json:"entry"`
	Reason string `json:"reason"`
}

// Actor is the person that a finding is about.
type Actor struct {
	ID          string `json:"id"`
	AlternateID string `json:"alternate_id"`
	DisplayName string `json:"display_name"`
}

// Status says whether a detection could look.
type Status string

// The statuses.
const (
	Ran          Status = "ran"
	NotEvaluable Status = "not_evaluable"
	Disabled     Status = "disabled"
)

// Outcome is what one detection came to.
type Outcome struct {
	Detection *Detection
	Status    Status
	Missing   []event.Field // fields it needs that no file carries
	// MissingLists are the lists that it takes from the configuration and that
	// this does not have.
	MissingLists []string
	// MissingHistory is what the log is too short by; zero where it is not.
	MissingHistory HistoryNeed
	// Suppressed are the findings that an allow-list sets aside; they are not
	// among Findings.
	Suppressed []Finding
	Values     map[string]float64
	Findings   []Finding
}
