package sigma

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Options are what rules take from a configuration. The zero value is good.
type Options struct {
	// Lists are what stands for %name% under the modifier expand.
	Lists map[string][]string
	// Thresholds returns what a correlation asks for instead of what its
	// document says: the least value of its condition (gt and gte; 0 keeps it)
	// and its timespan (0 keeps it). ok is false where nothing differs.
	Thresholds func(rule *Rule) (minimum float64, window time.Duration, ok bool)
	// Zone is where local.hour and local.weekday are told; nil is UTC.
	Zone *time.Location
}

// Set is rules that are ready to run. It does not change and may be used by
// several goroutines.
type Set struct {
	rules []*Compiled
	zone  *time.Location
}

// Rules returns the rules and the correlations of the set, in the order in
// which they were given.
func (s *Set) Rules() []*Compiled { return s.rules }

// Compiled is a rule or a correlation with all that it refers to.
type Compiled struct {
	Rule *Rule

	tree       node        // of a rule, with the filters on it
	asked      node        // of a rule, without them
	uses       []*Compiled // of a correlation, in the order of its rules
	conditions []Bound
	window     int64 // ms
	lists      []string
	alone      bool // a rule without filters and lists: all of it stands in its document
	base       bool // makes no matches of its own
}

// MissingLists returns the names of the lists that the rule takes from the
// configuration and that this does not have, sorted. Such a rule is not run.
func (c *Compiled) MissingLists() []string { return c.lists }

// Base reports whether the rule is only what a correlation of the same file is
// made of and makes no matches of its own.
func (c *Compiled) Base() bool { return c.base }

// Uses returns the rules that a correlation correlates, in their order.
func (c *Compiled) Uses() []*Compiled { return c.uses }

// Minimum returns the least value that a correlation's condition takes, that of
// gte or gt, as the configuration has it. ok is false where it has no such
// condition.
func (c *Compiled) Minimum() (value float64, ok bool) {
	for _, b := range c.conditions {
		if b.Operator == "gte" || b.Operator == "gt" {
			return b.Value, true
		}
	}
	return 0, false
}

// Window returns the timespan of a correlation, as the configuration has it.
func (c *Compiled) Window() time.Duration { return time.Duration(c.window) * time.Millisecond }

// compiler makes a set of rules.
type compiler struct {
	o     Options
	of    map[*Rule]*Compiled
	rules []*Rule
	named map[string]*Rule // by "name x" and "id x", ids in lower case
	bad   map[*Rule]bool
	errs  []*Error
}

// Compile makes a set of the documents of any number of files: it resolves
// references, applies filters, puts lists in the place of placeholders. A rule
// with an error is left out; so is a correlation of one. A rule that lacks a
// list stays in the set and is not run; see [Compiled.MissingLists].
func Compile(rules []*Rule, o Options) (*Set, []*Error) {
	c := &compiler{o: o, of: map[*Rule]*Compiled{}, named: map[string]*Rule{}, bad: map[*Rule]bool{}}
	c.index(rules)
	var filters []*Rule
	for _, r := range c.rules {
		switch {
		case r.Filter != nil:
			filters = append(filters, r)
		case r.Correlation == nil:
			c.rule(r)
		}
	}
	for _, f := range filters {
		c.filter(f)
	}
	for _, r := range c.rules {
		if r.Correlation != nil {
			c.correlation(r, nil)
		}
	}
	s := &Set{zone: o.Zone}
	if s.zone == nil {
		s.zone = time.UTC
	}
	for _, r := range c.rules {
		if compiled := c.of[r]; compiled != nil && !c.bad[r] {
			s.rules = append(s.rules, compiled)
		}
	}
	c.hide(s)
	return s, c.errs
}

func (c *compiler) fail(r *Rule, at place, kind Kind, format string, args ...any) {
	c.bad[r] = true
	if at == (place{}) {
		at = r.position
	}
	c.errs = append(c.errs, &Error{File: r.File, Line: at.line, Column: at.column, Kind: kind, Rule: r.called(),
		Message: fmt.Sprintf(format, args...)})
}

// index takes the rules whose ids and names are their own.
func (c *compiler) index(rules []*Rule) {
next:
	for _, r := range rules {
		keys := r.references()
		for _, key := range keys {
			if first := c.named[key]; first != nil {
				c.fail(r, place{}, Reference, "%s is that of another document already, %s line %d; this one is not used", key, first.File, first.Line)
				continue next
			}
		}
		for _, key := range keys {
			c.named[key] = r
		}
		c.rules = append(c.rules, r)
	}
}

// find returns what a reference names.
func (c *compiler) find(reference string) *Rule {
	if r := c.named["name "+reference]; r != nil {
		return r
	}
	return c.named["id "+strings.ToLower(reference)]
}

// rule compiles a rule.
func (c *compiler) rule(r *Rule) {
	compiled := &Compiled{Rule: r}
	tree, ok := c.expand(r, r.tree, &compiled.lists)
	if !ok {
		return
	}
	compiled.tree, compiled.asked, compiled.alone = tree, tree, true
	walk(r.tree, func(a *atom) { compiled.alone = compiled.alone && a.expand == nil })
	slices.Sort(compiled.lists)
	compiled.lists = slices.Compact(compiled.lists)
	c.of[r] = compiled
}

// expand returns a tree with the lists of the configuration in it. The names of
// those that it does not have are added to missing.
func (c *compiler) expand(r *Rule, n node, missing *[]string) (node, bool) {
	switch n := n.(type) {
	case conjunction:
		parts, ok := c.expandAll(r, n, missing)
		return conjunction(parts), ok
	case disjunction:
		parts, ok := c.expandAll(r, n, missing)
		return disjunction(parts), ok
	case *negation:
		of, ok := c.expand(r, n.of, missing)
		return &negation{of}, ok
	case *atom:
		if n.expand == nil {
			return n, true
		}
		lacks := false
		for _, name := range n.expand.lists {
			if _, has := c.o.Lists[name]; !has {
				*missing = append(*missing, name)
				lacks = true
			}
		}
		if lacks {
			return n, true
		}
		test, f := n.expand.predicate(n.expand.values, c.o.Lists)
		if f != nil {
			c.fail(r, n.at, f.kind, "list %s for field %s: %s", names(n.expand.lists...), quote(fieldName(n.field)), f.message)
			return nil, false
		}
		return &atom{field: n.field, test: test, at: n.at}, true
	}
	return n, true
}

func (c *compiler) expandAll(r *Rule, nodes []node, missing *[]string) ([]node, bool) {
	all := make([]node, len(nodes))
	good := true
	for i, n := range nodes {
		var ok bool
		all[i], ok = c.expand(r, n, missing)
		good = good && ok
	}
	return all, good
}

// filter puts a filter on the rules that it names. It takes away the events
// that it does not hold for, as the specification has it: condition says what
// stays.
func (c *compiler) filter(r *Rule) {
	var missing []string
	tree, ok := c.expand(r, r.tree, &missing)
	if !ok {
		return
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		c.fail(r, place{}, List, "the filter takes list %s, which the configuration does not have; it is not used", names(slices.Compact(missing)...))
		return
	}
	var on []*Rule
	if r.Filter.Any {
		for _, rule := range c.rules {
			if rule.Correlation == nil && rule.Filter == nil {
				on = append(on, rule)
			}
		}
	}
	for i, name := range r.Filter.Rules {
		switch target := c.find(name); {
		case target == nil:
			c.fail(r, r.Filter.places[i], Reference, "there is no rule %s to filter", quote(name))
		case target.Correlation != nil || target.Filter != nil:
			c.fail(r, r.Filter.places[i], Reference, "%s is no rule of events; a filter goes on the rules that it correlates", quote(name))
		default:
			on = append(on, target)
		}
	}
	for _, target := range on {
		if compiled := c.of[target]; compiled != nil {
			compiled.tree, compiled.alone = both(compiled.tree, tree), false
		}
	}
}

// correlation compiles a correlation after what it correlates; path are those
// that led to it.
func (c *compiler) correlation(r *Rule, path []*Rule) *Compiled {
	if done := c.of[r]; done != nil || c.bad[r] {
		return done
	}
	if slices.Contains(path, r) {
		var names []string
		for _, p := range append(path[slices.Index(path, r):], r) {
			names = append(names, p.called())
		}
		c.fail(r, place{}, Reference, "the correlation depends on itself: %s", strings.Join(names, " → "))
		return nil
	}
	if len(path) == maxChain {
		c.fail(r, place{}, Limit, "correlations of correlations, more than %d deep", maxChain)
		return nil
	}
	k := r.Correlation
	compiled := &Compiled{Rule: r, window: k.Timespan.Milliseconds(), conditions: slices.Clone(k.Conditions)}
	for i, name := range k.Rules {
		target := c.find(name)
		if target == nil {
			c.fail(r, k.places[i], Reference, "there is no rule %s to correlate", quote(name))
			return nil
		}
		if target.Filter != nil {
			c.fail(r, k.places[i], Reference, "%s is a filter, which cannot be correlated", quote(name))
			return nil
		}
		use := c.of[target]
		if target.Correlation != nil {
			use = c.correlation(target, append(path, r))
		}
		if c.bad[r] {
			return nil // it is part of a circle
		}
		if use == nil {
			c.fail(r, k.places[i], Reference, "rule %s is not usable, so the correlation is not either", quote(name))
			return nil
		}
		compiled.uses = append(compiled.uses, use)
		compiled.lists = append(compiled.lists, use.lists...)
	}
	slices.Sort(compiled.lists)
	compiled.lists = slices.Compact(compiled.lists)
	if k.Type.temporal() && len(compiled.conditions) == 0 {
		compiled.conditions = []Bound{{"gte", float64(len(k.Rules))}}
	}
	c.thresholds(compiled)
	c.of[r] = compiled
	return compiled
}

// thresholds puts those of the configuration in the place of the rule's own.
func (c *compiler) thresholds(compiled *Compiled) {
	if c.o.Thresholds == nil {
		return
	}
	minimum, window, ok := c.o.Thresholds(compiled.Rule)
	if !ok {
		return
	}
	if window > 0 {
		compiled.window = window.Milliseconds()
	}
	if minimum > 0 && !compiled.Rule.Correlation.Type.temporal() {
		for i, b := range compiled.conditions {
			if b.Operator == "gte" || b.Operator == "gt" {
				compiled.conditions[i] = Bound{"gte", minimum}
			}
		}
	}
}

// hide keeps rules from making matches that only correlations are made of. The
// specification says so of the rules of one file; one in another file stands
// for itself too. A correlation that is not usable hides its rules all the
// same: alone they would fire for every event.
func (c *compiler) hide(s *Set) {
	for _, r := range s.rules {
		r.base = r.Rule.named
	}
	for _, r := range s.rules {
		for _, use := range r.uses {
			if r.Rule.Correlation.Generate && use.Rule.File == r.Rule.File {
				use.base = false
			}
		}
	}
}
