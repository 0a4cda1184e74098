package rules

import (
	"io/fs"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/sigma"
)

// Only returns the pack with the rule of one id, and what it is made of.
func (p *Pack) Only(id string) *Pack {
	one := &Pack{compiled: p.compiled, told: p.told}
	for _, r := range p.rules {
		if r.Detection.ID != id {
			continue
		}
		one.rules = append(one.rules, r)
		for _, d := range p.documents {
			if d.File == r.document.File {
				one.documents = append(one.documents, d)
			}
		}
	}
	return one
}

// Source returns the document that a rule is.
func (r *Rule) Source() *sigma.Rule { return r.document }

// Fields returns the fields that a rule reads and those of them without which
// it cannot look in a log that carries others only.
func (p *Pack) Fields(r *Rule, carries func(event.Field) bool) (reads, missing []event.Field) {
	c := p.compiled[r.document]
	return c.Fields(), c.Missing(carries)
}

// Declared returns the lists that a rule says it takes, sorted.
func (r *Rule) Declared() []string { return r.declared }

// Documents returns what a file holds.
func (p *Pack) Documents(file string) (all []*sigma.Rule) {
	for _, d := range p.documents {
		if d.File == file {
			all = append(all, d)
		}
	}
	return all
}

// EmbeddedFiles returns the names of all files in the program.
func EmbeddedFiles() []string {
	names, err := fs.Glob(files, "*/*")
	if err != nil {
		panic(err)
	}
	return names
}

// BuiltInFiles are the files of the built-in rules.
var BuiltInFiles = builtInFiles

// ParseBuiltIn parses the built-in rules again.
var ParseBuiltIn = parseBuiltIn
