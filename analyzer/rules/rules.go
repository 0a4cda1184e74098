// Package rules holds the detections that are data: Sigma rules with what a
// report needs beside them, one file a detection, and runs them together with
// the rules of an analyst.
//
// A rule says in the attribute "analyzer" what Sigma has no word for: the
// sentence of its findings, by what matches are folded into one finding, what
// to check next, which thresholds a configuration may change. README.md lists
// the built-in ones; it is written by the tests.
package rules

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/sigma"
)

// The rules without their tests, whose names end in .test.yml. A pattern can
// exclude no word, so these exclude it by its letters; a test checks that no
// rule is left out.
//
//go:embed */*[^t].yml */*[^s]t.yml */*[^e]st.yml
var files embed.FS

// File is a text of rules.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Rule is a document that makes findings: a rule, or a correlation of some.
type Rule struct {
	// Detection describes the rule as every detection is. Its Run is nil: all
	// rules run together.
	Detection *detect.Detection

	document *sigma.Rule
	attributes
}

// Lists returns the names of the lists that the rule takes from the
// configuration, sorted.
func (r *Rule) Lists() []string { return r.lists }

// Pack is rules that can be run. It does not change.
type Pack struct {
	rules     []*Rule
	documents []*sigma.Rule
	compiled  map[*sigma.Rule]*sigma.Compiled
	told      map[string]bool // the errors of documents that run with no configuration
}

// Rules returns the rules that make findings, in the order of their files.
func (p *Pack) Rules() []*Rule { return p.rules }

// Detections returns what the rules are as detections, in the same order.
func (p *Pack) Detections() []*detect.Detection {
	all := make([]*detect.Detection, len(p.rules))
	for i, r := range p.rules {
		all[i] = r.Detection
	}
	return all
}

// builtIn is parsed when it is first asked for, once.
var builtIn = sync.OnceValues(parseBuiltIn)

func parseBuiltIn() (*Pack, []*sigma.Error) {
	p := &Pack{}
	var errs []*sigma.Error
	for _, f := range builtInFiles() {
		errs = append(errs, p.parse(f, "")...)
	}
	return p, append(errs, p.compile(nil)...)
}

// BuiltIn returns the rules that the analyzer brings. The errors are defects;
// the tests allow none.
func BuiltIn() (*Pack, []*sigma.Error) { return builtIn() }

func builtInFiles() []File {
	names, err := fs.Glob(files, "*/*.yml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var all []File
	for _, name := range names {
		if strings.HasSuffix(name, ".test.yml") {
			continue
		}
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it is in the program
		}
		all = append(all, File{name, string(text)})
	}
	return all
}

// With returns the pack with the rules of an analyst behind its own. These can
// correlate the pack's rules and put filters on them. A document with an error
// is left out. reserved are ids of detections that are no rules.
func (p *Pack) With(own []File, reserved []*detect.Detection) (*Pack, []*sigma.Error) {
	if len(own) == 0 {
		return p, nil
	}
	all := &Pack{rules: slices.Clone(p.rules), documents: slices.Clone(p.documents)}
	var errs []*sigma.Error
	for _, f := range own {
		errs = append(errs, all.parse(f, f.Name)...)
	}
	return all, append(errs, all.compile(reserved)...)
}

// parse adds the documents of a file; own is the file's name where it is an
// analyst's.
func (p *Pack) parse(f File, own string) []*sigma.Error {
	documents, errs := sigma.Parse(f.Name, []byte(f.Text))
	for _, d := range documents {
		p.documents = append(p.documents, d)
		if d.Filter != nil {
			continue
		}
		a, faults := readAttributes(d, own == "")
		errs = append(errs, faults...)
		if len(faults) > 0 {
			continue
		}
		p.rules = append(p.rules, &Rule{Detection: describe(d, &a, own), document: d, attributes: a})
	}
	return errs
}

// compile leaves out the rules that cannot run or that only others are made
// of, and those whose id is another's.
func (p *Pack) compile(reserved []*detect.Detection) []*sigma.Error {
	set, errs := sigma.Compile(p.documents, sigma.Options{})
	// Whether a list is missing is only known with a configuration.
	errs = slices.DeleteFunc(errs, func(e *sigma.Error) bool { return e.Kind == sigma.List })
	p.told = map[string]bool{}
	for _, e := range errs {
		p.told[e.Error()] = true
	}
	p.compiled = map[*sigma.Rule]*sigma.Compiled{}
	for _, c := range set.Rules() {
		p.compiled[c.Rule] = c
	}
	taken := map[string]bool{}
	for _, d := range reserved {
		taken[d.ID] = true
	}
	var kept []*Rule
	for _, r := range p.rules {
		c := p.compiled[r.document]
		if c == nil || c.Base() {
			continue
		}
		if id := r.Detection.ID; taken[id] {
			errs = append(errs, &sigma.Error{File: r.document.File, Line: r.document.Line, Column: 1, Kind: sigma.Reference, Rule: id,
				Message: "the name " + quote(id) + " is that of another detection; give the rule a name of its own"})
			continue
		}
		taken[r.Detection.ID] = true
		if lists := c.MissingLists(); !slices.Equal(lists, r.lists) {
			r.lists = lists
		}
		kept = append(kept, r)
	}
	p.rules = kept
	return errs
}

// describe returns what a document is as a detection.
func describe(d *sigma.Rule, a *attributes, own string) *detect.Detection {
	id := d.Name
	for _, other := range []string{d.ID, d.Title} {
		if id == "" {
			id = other
		}
	}
	return &detect.Detection{
		ID:             id,
		Title:          d.Title,
		Family:         a.family,
		Severity:       severityOf(d.Level),
		Techniques:     techniquesOf(d.Tags),
		Meaning:        d.Description + a.aboutContext(),
		Check:          a.next,
		FalsePositives: d.FalsePositives,
		Parameters:     a.parameters,
		RuleFile:       own,
	}
}

// aboutContext says in a meaning what a context does to the severity.
func (a *attributes) aboutContext() string {
	var parts []string
	if a.familiar != nil {
		parts = append(parts, a.familiar.String()+" where network and program are the actor's own")
	}
	if a.strange != nil {
		parts = append(parts, a.strange.String()+" where the machine is new to the actor")
	}
	if len(parts) == 0 {
		return ""
	}
	return " It is " + strings.Join(parts, ", ") + "."
}

// severityOf returns the severity of a level. A rule without one says nothing
// of how much it matters, which is medium here.
func severityOf(level string) detect.Severity {
	switch level {
	case "informational":
		return detect.Info
	case "low":
		return detect.Low
	case "high":
		return detect.High
	case "critical":
		return detect.Critical
	}
	return detect.Medium
}

// techniquesOf returns the techniques of ATT&CK among tags: "attack.t1556.006"
// is T1556.006.
func techniquesOf(tags []string) []string {
	var ids []string
	for _, tag := range tags {
		rest, ok := strings.CutPrefix(strings.ToLower(tag), "attack.t")
		if ok && len(rest) >= 4 && strings.Trim(rest, "0123456789.") == "" && !slices.Contains(ids, "T"+rest) {
			ids = append(ids, "T"+rest)
		}
	}
	return ids
}

// IDOf returns the id that the file of a built-in rule has by its name.
func IDOf(file string) string { return strings.TrimSuffix(path.Base(file), ".yml") }
