package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/sigma"
)

// attributes are what a document says under "analyzer".
type attributes struct {
	family     string
	summary    *template
	fold       int64 // ms; matches of one group that lie less apart are one finding
	group      []string
	next       []string
	parameters []detect.Parameter
	declared   []string // the lists that it says it takes, sorted
	lists      []string // those that it takes, sorted
	// hideActor says that what the log calls the actor may be a secret.
	hideActor bool
	// The severities of findings whose events all come from a machine that the
	// actor is used to, and of those with one from a machine that is new to the
	// actor; nil where that does not matter. See detect.Standing.
	familiar, strange *detect.Severity
}

const (
	defaultFold = 24 * time.Hour
	// maxText is more bytes than a sentence has.
	maxText = 1000
	// The bounds of a correlation that says none itself.
	maxMinimum = 1_000_000
	maxWindow  = 90 * 24 * time.Hour // what Okta keeps
)

// The names of the parameters of a correlation.
const (
	minimumParameter = "minimum"
	windowParameter  = "window"
)

var attributeNames = []string{"family", "summary", "fold", "group", "next", "parameters", "lists", "hide_actor", "context"}

// reader reads the attribute of one document.
type reader struct {
	document *sigma.Rule
	errs     []*sigma.Error
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	line, column := r.document.Line, 1
	if n != nil {
		line, column = n.Line, n.Column
	}
	id := r.document.Name
	if id == "" {
		id = r.document.Title
	}
	r.errs = append(r.errs, &sigma.Error{File: r.document.File, Line: line, Column: column, Kind: sigma.Invalid, Rule: id,
		Message: fmt.Sprintf(format, args...)})
}

// readAttributes reads what a document says of itself beside Sigma. A built-in
// one must say it; an analyst's rule gets what fits any.
func readAttributes(d *sigma.Rule, builtIn bool) (attributes, []*sigma.Error) {
	r := &reader{document: d}
	a := attributes{family: OwnRules, fold: defaultFold.Milliseconds()}
	if d.Correlation == nil {
		a.group = []string{"actor"}
	}
	summary := defaultSummary(d)
	var parameters *yaml.Node
	if n := d.Custom("analyzer"); n != nil {
		r.each(n, "analyzer", attributeNames, func(key string, v *yaml.Node) {
			switch key {
			case "family":
				a.family = r.text(v, key)
				if builtIn && !slices.Contains(Families, a.family) {
					r.fail(v, "family %s; the nearest is %s", quote(a.family), quote(detect.Nearest(a.family, Families)))
				}
			case "summary":
				summary = r.text(v, key)
				if _, err := parseTemplate(summary); err != nil {
					r.fail(v, "summary: %s", err)
				}
			case "fold":
				a.fold = r.timespan(v, key).Milliseconds()
			case "group":
				a.group = r.texts(v, key)
				for _, g := range a.group {
					if _, err := facetOf(g); err != nil {
						r.fail(v, "group: %s", err)
					}
				}
				if len(a.group) > maxGroup {
					r.fail(v, "group of %d fields; at most %d", len(a.group), maxGroup)
				}
			case "next":
				a.next = r.texts(v, key)
			case "hide_actor":
				if v.Value != "true" || v.Tag != "!!bool" {
					r.fail(v, "hide_actor %s; want true", quote(v.Value))
				}
				a.hideActor = true
			case "context":
				r.each(v, "context", []string{"familiar", "strange"}, func(key string, level *yaml.Node) {
					severity, err := detect.ParseSeverity(r.text(level, key))
					switch {
					case err != nil:
						r.fail(level, "context: %s", err)
					case key == "familiar":
						a.familiar = &severity
					default:
						a.strange = &severity
					}
				})
			case "lists":
				a.declared = r.texts(v, key)
				slices.Sort(a.declared)
			case "parameters":
				parameters = v
			}
		})
	}
	a.parameters = r.parameters(parameters)
	if t, err := parseTemplate(summary); err == nil {
		a.summary = t
	}
	return a, r.errs
}

// defaultSummary is the sentence of a rule that has none.
func defaultSummary(d *sigma.Rule) string {
	title := strings.NewReplacer("{", "(", "}", ")").Replace(d.Title)
	if d.Correlation != nil {
		return title + ": {count} events in {span} by {actor} from {ip}{times}"
	}
	return title + ": {actor} from {ip}{times}"
}

// each calls f for each entry of a map.
func (r *reader) each(n *yaml.Node, what string, legal []string, f func(key string, value *yaml.Node)) {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		r.fail(n, "%s is no map; want one with %s", what, strings.Join(legal, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		switch {
		case !slices.Contains(legal, key):
			hint := "there are " + strings.Join(legal, ", ")
			if near := detect.Nearest(key, legal); near != "" {
				hint = "the nearest is " + quote(near)
			}
			r.fail(n.Content[i], "%s has no %s; %s", what, quote(key), hint)
		case seen[key]:
			r.fail(n.Content[i], "%s has %s twice", what, quote(key))
		default:
			seen[key] = true
			f(key, resolve(n.Content[i+1]))
		}
	}
}

// resolve returns the node that an alias stands for.
func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	return n
}

func (r *reader) text(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.fail(n, "%s is no text", what)
		return ""
	}
	s := strings.Join(strings.Fields(n.Value), " ")
	if len(s) > maxText {
		r.fail(n, "%s has %d bytes; at most %d", what, len(s), maxText)
		return ""
	}
	return s
}

// texts reads a list of texts, or one text.
func (r *reader) texts(n *yaml.Node, what string) []string {
	if n.Kind != yaml.SequenceNode {
		return []string{r.text(n, what)}
	}
	var all []string
	for _, item := range n.Content {
		all = append(all, r.text(resolve(item), what))
	}
	return all
}

func (r *reader) timespan(n *yaml.Node, what string) time.Duration {
	d, err := sigma.ParseTimespan(r.text(n, what))
	if err != nil {
		r.fail(n, "%s: %s", what, err)
	}
	return d
}

// parameters returns the parameters of a correlation: those that the document
// describes, or else what its condition and its timespan are.
func (r *reader) parameters(n *yaml.Node) []detect.Parameter {
	k := r.document.Correlation
	if k == nil {
		if n != nil {
			r.fail(n, "only a correlation has parameters, %s and %s", minimumParameter, windowParameter)
		}
		return nil
	}
	var all []detect.Parameter
	least, counted := leastOf(k)
	if counted {
		all = append(all, detect.Parameter{Name: minimumParameter, Title: "How many are a finding", Default: least, Min: 1,
			Max: max(maxMinimum, least), Integer: k.Type == sigma.EventCount || k.Type == sigma.ValueCount})
	}
	all = append(all, detect.Parameter{Name: windowParameter, Title: "Time within which they count together", Unit: "minutes",
		Default: k.Timespan.Minutes(), Min: time.Second.Minutes(), Max: max(maxWindow, k.Timespan).Minutes()})
	if n == nil {
		return all
	}
	legal := make([]string, len(all))
	for i, p := range all {
		legal[i] = p.Name
	}
	r.each(n, "parameters", legal, func(key string, v *yaml.Node) {
		r.parameter(&all[slices.Index(legal, key)], v)
	})
	return all
}

// leastOf returns the least value that a correlation's condition takes. ok is
// false where it has none.
func leastOf(k *sigma.Correlation) (least float64, ok bool) {
	for _, b := range k.Conditions {
		switch {
		case k.Type == sigma.Temporal || k.Type == sigma.TemporalOrdered:
			return 0, false
		case b.Operator == "gte":
			return b.Value, true
		case b.Operator == "gt" && (k.Type == sigma.EventCount || k.Type == sigma.ValueCount):
			return b.Value + 1, true
		case b.Operator == "gt":
			return b.Value, true
		}
	}
	return 0, false
}

// parameter reads the description of one.
func (r *reader) parameter(p *detect.Parameter, n *yaml.Node) {
	given := *p
	r.each(n, p.Name, []string{"default", "min", "max", "unit", "means"}, func(key string, v *yaml.Node) {
		switch key {
		case "default":
			given.Default = r.quantity(p, v, key)
		case "min":
			given.Min = r.quantity(p, v, key)
		case "max":
			given.Max = r.quantity(p, v, key)
		case "unit":
			if given.Unit == "" {
				given.Unit = r.text(v, key)
			}
		case "means":
			given.Title = r.text(v, key)
		}
	})
	switch {
	case given.Default != p.Default:
		r.fail(n, "%s has the default %v, the correlation says %v", p.Name, given.Default, p.Default)
	case given.Default < given.Min || given.Default > given.Max:
		r.fail(n, "%s has the default %v, which is not from %v to %v", p.Name, given.Default, given.Min, given.Max)
	default:
		*p = given
	}
}

// quantity reads a number, or a timespan in minutes.
func (r *reader) quantity(p *detect.Parameter, n *yaml.Node, what string) float64 {
	if p.Name == windowParameter {
		return r.timespan(n, what).Minutes()
	}
	f, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || err != nil {
		r.fail(n, "%s is %s; want a number", what, quote(n.Value))
	}
	return f
}

// quote returns a text of a rule for a message.
func quote(s string) string { return fmt.Sprintf("%q", detect.Clean(s)) }
