package rules

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/sigma"
	"okta-session-analyzer/analyzer/table"
)

// View is a log as rules read it. What it computes it keeps for the next run.
type View struct {
	log   *table.Log
	views *detect.Views
	sigma *sigma.View

	mu        sync.Mutex
	facets    map[string]*facet
	tallies   map[table.Group][]int32    // scratch of facets
	standings *detect.Standings          // made when first asked for
	last      detect.Memory[*sigma.Rule] // what rules found
	basis     string                     // what that rests on beside the rules and their thresholds
}

// NewView returns the view of a log; views are those of the same log.
func NewView(log *table.Log, views *detect.Views) *View {
	return &View{log: log, views: views, sigma: sigma.NewView(log), facets: map[string]*facet{}, tallies: map[table.Group][]int32{}}
}

// Options are what rules take from a configuration.
type Options struct {
	Lists map[string][]string
	Zone  *time.Location // nil is UTC
}

// Run runs the rules over a log and returns one outcome for each, in the order
// of [Pack.Rules], with its findings in the order of [detect.Sort]. The errors
// say which rules cannot run with these lists; the error is the context's.
func (p *Pack) Run(ctx context.Context, v *View, c detect.Config, o Options) ([]detect.Outcome, []*sigma.Error, error) {
	byDocument := make(map[*sigma.Rule]int, len(p.rules))
	for i, r := range p.rules {
		byDocument[r.document] = i
	}
	set, errs := sigma.Compile(p.documents, sigma.Options{
		Lists: o.Lists,
		Zone:  o.Zone,
		Thresholds: func(d *sigma.Rule) (float64, time.Duration, bool) {
			i, ok := byDocument[d]
			if !ok || d.Correlation == nil {
				return 0, 0, false
			}
			values := c.Values(p.rules[i].Detection)
			return values[minimumParameter], time.Duration(values[windowParameter] * float64(time.Minute)), true
		},
	})
	errs = slices.DeleteFunc(errs, func(e *sigma.Error) bool { return p.told[e.Error()] })

	outcomes := make([]detect.Outcome, len(p.rules))
	for i, r := range p.rules {
		// What the set leaves out cannot run with the lists that it was given.
		outcomes[i] = detect.Outcome{Detection: r.Detection, Values: c.Values(r.Detection), Status: detect.NotEvaluable, MissingLists: r.lists}
	}
	carries := detect.Carries(v.log)
	for _, compiled := range set.Rules() {
		i, ok := byDocument[compiled.Rule]
		if !ok {
			continue
		}
		out := &outcomes[i]
		out.Missing, out.MissingLists = compiled.Missing(carries), compiled.MissingLists()
		if len(out.Missing) == 0 && len(out.MissingLists) == 0 {
			out.Status = detect.Ran
		}
	}
	for i := range outcomes {
		if slices.Contains(c.Disabled, outcomes[i].Detection.ID) {
			outcomes[i].Status = detect.Disabled
		}
	}

	v.mu.Lock()
	defer v.mu.Unlock()
	if basis := p.basis(o); basis != v.basis {
		v.last.Forget()
		v.basis = basis
	}
	remembered := make([]bool, len(outcomes))
	for i := range outcomes {
		out := &outcomes[i]
		if out.Status == detect.Ran {
			out.Findings, remembered[i] = v.last.Findings(p.rules[i].document, out.Values)
		}
	}
	matches, err := set.Run(ctx, v.sigma, func(d *sigma.Rule) bool {
		i, ok := byDocument[d]
		return ok && outcomes[i].Status == detect.Ran && !remembered[i]
	})
	if err != nil {
		return nil, nil, err
	}
	for from := 0; from < len(matches); {
		to := from + 1
		for to < len(matches) && matches[to].Rule == matches[from].Rule {
			to++
		}
		i := byDocument[matches[from].Rule]
		out := &outcomes[i]
		out.Findings = p.rules[i].findings(v, matches[from:to], out.Values)
		detect.Sort(out.Findings)
		from = to
	}
	for i := range outcomes {
		out := &outcomes[i]
		// A rule of the analyst's is another document each time that it is read.
		if out.Status == detect.Ran && !remembered[i] && out.Detection.RuleFile == "" {
			v.last.Keep(p.rules[i].document, out.Values, out.Findings)
		}
		c.SetSeverity(out.Detection, out.Findings)
	}
	return outcomes, errs, nil
}

// basis names what the findings of the pack's rules rest on beside their own
// documents and thresholds: the lists, the zone, and the filters, which an
// analyst can put on any rule.
func (p *Pack) basis(o Options) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(o.Lists)) {
		fmt.Fprintf(&b, "%q %q\n", name, o.Lists[name])
	}
	fmt.Fprintf(&b, "%s\n", o.Zone) // a nil zone is UTC
	for _, d := range p.documents {
		if d.Filter != nil {
			fmt.Fprintf(&b, "%p\n", d)
		}
	}
	return b.String()
}
