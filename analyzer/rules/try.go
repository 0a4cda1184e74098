package rules

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/sigma"
)

// Trial is what a text of rules finds in a log. It makes no findings.
type Trial struct {
	// Expression says that the text is a filter expression of the System Log,
	// and not a file of Sigma rules.
	Expression bool
	// Rules are the titles of the rules that ran.
	Rules []string
	// Rows are the events that they match, each once, in order of time.
	Rows []uint32
	// Alerts is how often correlations fired; 0 where the text has none.
	Alerts int
	// Missing are the fields that no file of the log carries, and lists that
	// the configuration does not have ("list vpn_networks"). What needs them
	// did not run.
	Missing []string
	// Errors say what is wrong with the text.
	Errors []*sigma.Error
}

// yamlStart is how the first line of a Sigma file that says anything begins. No
// field of a filter expression has a colon behind it.
var yamlStart = regexp.MustCompile(`^(---|[%{&!]|["']?[A-Za-z_][\w .-]*["']?\s*:(\s|$))`)

// IsExpression reports whether a text is a filter expression, and no file of
// Sigma rules: as far as the first line that is neither empty nor a comment
// tells.
func IsExpression(text string) bool {
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		return !yamlStart.MatchString(line)
	}
	return false
}

// Try runs a text, a file of Sigma rules or a filter expression, beside the
// rules of the pack. A file of the same name in the pack is not there meanwhile.
// reserved are ids of detections that are no rules. The error is the context's.
func (p *Pack) Try(ctx context.Context, v *View, f File, o Options, reserved []*detect.Detection) (Trial, error) {
	if IsExpression(f.Text) {
		return tryExpression(ctx, v, f, o)
	}
	all := &Pack{
		rules:     slices.DeleteFunc(slices.Clone(p.rules), func(r *Rule) bool { return r.document.File == f.Name }),
		documents: slices.DeleteFunc(slices.Clone(p.documents), func(d *sigma.Rule) bool { return d.File == f.Name }),
	}
	others := len(all.documents)
	t := Trial{Errors: all.parse(f, f.Name)}
	t.Errors = append(t.Errors, all.compile(reserved)...)
	set, errs := sigma.Compile(all.documents, sigma.Options{Lists: o.Lists, Zone: o.Zone})
	for _, e := range errs {
		if !all.told[e.Error()] {
			t.Errors = append(t.Errors, e)
		}
	}
	t.Errors = slices.DeleteFunc(t.Errors, func(e *sigma.Error) bool { return e.File != f.Name })
	// A rule that readAttributes or the names of others left out does not run.
	kept := map[*sigma.Rule]bool{}
	for _, r := range all.rules {
		kept[r.document] = r.Detection.RuleFile == f.Name
	}
	err := t.run(ctx, v, set, func(d *sigma.Rule) bool { return kept[d] })
	v.sigma.Forget(all.documents[others:])
	return t, err
}

func tryExpression(ctx context.Context, v *View, f File, o Options) (t Trial, err error) {
	t.Expression = true
	rule, err := sigma.ParseFilter(f.Text)
	if e, ok := err.(*sigma.Error); ok {
		t.Errors = []*sigma.Error{e}
		return t, nil
	}
	set, errs := sigma.Compile([]*sigma.Rule{rule}, sigma.Options{Lists: o.Lists, Zone: o.Zone})
	t.Errors = errs
	err = t.run(ctx, v, set, func(*sigma.Rule) bool { return true })
	v.sigma.Forget([]*sigma.Rule{rule})
	return t, err
}

// run runs those rules of a set that are wanted.
func (t *Trial) run(ctx context.Context, v *View, set *sigma.Set, wanted func(*sigma.Rule) bool) error {
	carries := detect.Carries(v.log)
	runs := map[*sigma.Rule]bool{}
	for _, c := range set.Rules() {
		if c.Base() || !wanted(c.Rule) {
			continue
		}
		before := len(t.Missing)
		for _, field := range c.Missing(carries) {
			t.Missing = append(t.Missing, field.Key())
		}
		for _, list := range c.MissingLists() {
			t.Missing = append(t.Missing, "list "+list)
		}
		if len(t.Missing) == before {
			runs[c.Rule] = true
			t.Rules = append(t.Rules, c.Rule.Title)
		}
	}
	slices.Sort(t.Missing)
	t.Missing = slices.Compact(t.Missing)
	matches, err := set.Run(ctx, v.sigma, func(d *sigma.Rule) bool { return runs[d] })
	if err != nil {
		return err
	}
	for _, m := range matches {
		if m.Rule.Correlation != nil {
			t.Alerts++
		}
		for _, row := range m.Rows {
			t.Rows = append(t.Rows, uint32(row))
		}
	}
	if len(matches) > 1 {
		slices.Sort(t.Rows)
		t.Rows = slices.Compact(t.Rows)
	}
	return nil
}
