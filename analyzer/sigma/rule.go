package sigma

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Rule is one document of a file: a rule, a correlation of rules, or a filter.
type Rule struct {
	ID          string
	Name        string // by which correlations and filters name it, beside the id
	Title       string
	Description string
	Status      string // stable, test, experimental, deprecated, unsupported or ""
	Author      string
	Date        string // as the document has it
	Modified    string
	Level       string // informational, low, medium, high, critical or ""
	Tags        []string
	References  []string
	// FalsePositives are what looks like it and is not, a sentence each.
	FalsePositives []string

	File string
	Line int // of the document's first entry, from 1

	// Correlation is what the document correlates; nil for a rule and a filter.
	Correlation *Correlation
	// Filter says which rules the document takes events from; nil for a rule
	// and a correlation.
	Filter *Filter
	// Expression is the System Log filter expression that a rule was made of,
	// or "".
	Expression string

	tree     node // of a rule and a filter
	named    bool // by a correlation of the same file
	position place
	custom   map[string]*yaml.Node
}

// place is where something stands in a file, for messages.
type place struct{ line, column int }

// Custom returns the value of an attribute of the document's first level that
// Sigma does not define, or nil. Its lines are those of the file.
func (r *Rule) Custom(key string) *yaml.Node { return r.custom[key] }

// CustomKeys returns the names of the attributes that [Rule.Custom] has, sorted.
func (r *Rule) CustomKeys() []string {
	keys := make([]string, 0, len(r.custom))
	for k := range r.custom {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// called returns what messages call the rule.
func (r *Rule) called() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.ID != "":
		return r.ID
	}
	return r.Title
}

// references returns what other documents may call the rule: its name and its
// id, each with what it is before it. Ids are hexadecimal and may be written in
// either case.
func (r *Rule) references() []string {
	var keys []string
	if r.Name != "" {
		keys = append(keys, "name "+r.Name)
	}
	if r.ID != "" {
		keys = append(keys, "id "+strings.ToLower(r.ID))
	}
	return keys
}

// Type is a type of correlation.
type Type uint8

// The types.
const (
	EventCount      Type = iota // events in the window
	ValueCount                  // distinct values of fields in the window
	Temporal                    // all rules, in any order
	TemporalOrdered             // all rules, in their order
	ValueSum                    // the sum of a field's numbers
	ValueAvg                    // their mean
	ValuePercentile             // one of their percentiles, by the nearest rank
)

var typeNames = []string{"event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"}

// String returns the type's name in Sigma.
func (t Type) String() string { return typeNames[t] }

func (t Type) temporal() bool { return t == Temporal || t == TemporalOrdered }

// Correlation is a correlation of rules in a sliding window.
type Correlation struct {
	Type       Type
	Rules      []string // the names or ids of what it correlates, in their order
	GroupBy    []string // fields or aliases
	Timespan   time.Duration
	Fields     []string // whose values are counted, summed up or compared
	Percentile float64  // of [ValuePercentile], 0 to 100
	Conditions []Bound  // all of which must hold
	// Generate says that the correlated rules make matches of their own too.
	Generate bool

	aliases map[string]map[string]*Field // by alias and rule
	groupBy []*Field                     // nil for an alias
	fields  []*Field
	places  []place // of Rules
}

// Bound is one condition of a correlation.
type Bound struct {
	Operator string // gt, gte, lt, lte, eq or neq
	Value    float64
}

// Filter says which rules a filter document is for.
type Filter struct {
	Rules []string // names or ids
	Any   bool     // every rule

	places []place
}

// known are the attributes that Sigma defines.
var known = []string{"title", "id", "name", "related", "taxonomy", "status", "description", "license", "author", "references", "reference",
	"date", "modified", "logsource", "detection", "correlation", "filter", "fields", "falsepositives", "level", "tags", "scope", "generate",
	"action", "aliases"}

var levels = []string{"informational", "low", "medium", "high", "critical"}

var statuses = []string{"stable", "test", "experimental", "deprecated", "unsupported"}

// Parse reads all documents of a file: rules, correlations and filters. A
// document with an error is left out, the others are returned; a rule for the
// log of another product is such an error, of kind [Foreign].
func Parse(file string, text []byte) (rules []*Rule, errs []*Error) {
	p := &parser{file: file, named: map[string]bool{}}
	if len(text) > maxFile {
		p.errs = append(p.errs, &Error{File: file, Kind: Limit, Message: fmt.Sprintf("a file of %d bytes; at most %d are read", len(text), maxFile)})
		return nil, p.errs
	}
	// YAML takes a carriage return alone for a line break too.
	docs := split(strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n"))
	if len(docs) == 0 {
		p.errs = append(p.errs, &Error{File: file, Line: 1, Column: 1, Kind: Invalid, Message: "the file holds no YAML document; want a Sigma rule"})
		return nil, p.errs
	}
	for i, doc := range docs {
		p.doc, p.rule, p.values = doc, "", 0
		if i == maxDocuments {
			p.failAt(1, 1, Limit, "a file of more than %d documents; the rest is not read", maxDocuments)
			break
		}
		if r := p.document(); r != nil {
			rules = append(rules, r)
		}
	}
	for _, r := range rules {
		r.named = slices.ContainsFunc(r.references(), func(key string) bool { return p.named[key] })
	}
	if n := p.faults - len(p.errs); n > 0 {
		p.errs = append(p.errs, &Error{File: file, Kind: Limit, Message: fmt.Sprintf("%d more errors, which are not listed", n)})
	}
	return rules, p.errs
}

// filter parses what a filter document has under filter.
func (p *parser) filter(n *yaml.Node) (*Filter, node) {
	entries, ok := p.mapping(n, "the filter")
	if !ok {
		return nil, nil
	}
	f := new(Filter)
	for _, e := range entries {
		if e.name != "rules" {
			continue
		}
		for _, r := range p.list(e.value) {
			name := p.text(r, "a rule of the filter", 256)
			switch {
			case strings.EqualFold(name, "any"):
				f.Any = true
			case name == "":
				p.fail(r, Invalid, "an empty entry in the filter's rules; want a name, an id or any")
			default:
				f.Rules = append(f.Rules, name)
				f.places = append(f.places, p.place(r))
			}
		}
		if len(f.Rules) > maxReferences {
			p.fail(e.value, Limit, "a filter for %d rules; at most %d, or any", len(f.Rules), maxReferences)
			return nil, nil
		}
	}
	if len(f.Rules) == 0 && !f.Any {
		p.fail(n, Invalid, "the filter names no rules; want their names or ids, or any")
		return nil, nil
	}
	return f, p.detection(n, "the filter", "rules")
}

func (p *parser) place(n *yaml.Node) place { return place{p.doc.line + n.Line, n.Column} }
