package detect

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var userRisk = &Detection{
	ID:         "user-risk-threshold",
	Title:      "Findings of many techniques about one person",
	Family:     "Correlation",
	Severity:   High,
	Techniques: []string{"T1078", "T1110"},
	Meaning: "Within a day the findings about one account name more than five ATT&CK techniques, by three detections or more. One odd event " +
		"has an explanation; many kinds of them in one account seldom have. It is high where findings of medium severity or worse come " +
		"from two families of detections, low where one family alone has them. Findings of low severity count for techniques, but make " +
		"no finding by themselves: a busy administrator has many.",
	Check: []string{
		"Read the findings about the person in order of time.",
		"Ask the person, by telephone, about the first of them.",
	},
	FalsePositives: []string{"An account that tests the defences.", "An administrator on a day of many changes."},
	Parameters: []Parameter{
		{Name: "techniques", Title: "Techniques that are reported", Default: 6, Min: 2, Max: 100, Integer: true},
		{Name: "detections", Title: "Detections that must have found them", Default: 3, Min: 2, Max: 100, Integer: true},
		{Name: "window_hours", Title: "Time within which they count together", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
	},
	NeedsAny: [][]event.Field{subjectFields},
	After:    findUserRisk,
}

// about is a finding about a person.
type about struct {
	start      int64
	finding    *Finding
	family     string
	techniques []string // without their parts: T1098 of T1098.005
}

func findUserRisk(in *Input, outcomes []Outcome) []Finding {
	who := &people{log: in.Log}
	of := map[int][]about{}
	for i := range outcomes {
		o := &outcomes[i]
		if o.Detection.After != nil {
			continue
		}
		for j := range o.Findings {
			f := &o.Findings[j]
			if f.Severity < Low || len(f.Rows) == 0 {
				continue
			}
			u := who.number(f.Actor.ID, f.Actor.AlternateID)
			if u < 0 {
				continue
			}
			a := about{start: in.Log.Time(int(f.Rows[0])), finding: f, family: o.Detection.Family}
			for _, t := range f.Techniques {
				if base, _, _ := strings.Cut(t, "."); !slices.Contains(a.techniques, base) {
					a.techniques = append(a.techniques, base)
				}
			}
			of[u] = append(of[u], a)
		}
	}
	users := make([]int, 0, len(of))
	for u := range of {
		users = append(users, u)
	}
	sort.Ints(users)
	var findings []Finding
	for _, u := range users {
		list := of[u]
		slices.SortFunc(list, func(a, b about) int {
			return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.finding.Detector, b.finding.Detector), cmp.Compare(a.finding.ID, b.finding.ID))
		})
		if best := in.worstDay(list); best != nil {
			findings = append(findings, in.describeRisk(u, best))
		}
	}
	return findings
}

// counts counts names that come and go with a window.
type counts map[string]int

func (c counts) add(name string, n int) {
	if c[name] += n; c[name] == 0 {
		delete(c, name)
	}
}

// worstDay returns the findings of the window with most techniques that is to be
// told; nil for none.
func (in *Input) worstDay(list []about) []about {
	window := int64(in.Parameters["window_hours"] * hourMS)
	techniques, detections, grave := counts{}, counts{}, counts{}
	move := func(a about, n int) {
		for _, t := range a.techniques {
			techniques.add(t, n)
		}
		detections.add(a.finding.Detector, n)
		if a.finding.Severity >= Medium {
			grave.add(a.family, n)
		}
	}
	var best []about
	bestGrave, bestTechniques, from := 0, 0, 0
	for to, a := range list {
		move(a, 1)
		for list[from].start < a.start-window {
			move(list[from], -1)
			from++
		}
		if len(techniques) < int(in.Parameters["techniques"]) || len(detections) < int(in.Parameters["detections"]) || len(grave) == 0 {
			continue
		}
		if g := min(len(grave), 2); g > bestGrave || g == bestGrave && len(techniques) > bestTechniques {
			best, bestGrave, bestTechniques = list[from:to+1], g, len(techniques)
		}
	}
	return best
}

func (in *Input) describeRisk(user int, found []about) Finding {
	f := Finding{Severity: Low, Actor: actorOf(&in.Log.Users()[user])}
	techniques, detections, grave := counts{}, counts{}, counts{}
	for _, a := range found {
		for _, t := range a.techniques {
			techniques.add(t, 1)
		}
		detections.add(a.finding.Detector, 1)
		// The ends of each grave finding are enough: it has its own evidence.
		if a.finding.Severity >= Medium {
			grave.add(a.family, 1)
			f.Rows = append(f.Rows, a.finding.Rows[0], a.finding.Rows[len(a.finding.Rows)-1])
		}
	}
	if len(grave) > 1 {
		f.Severity = High
	}
	f.Techniques = names(techniques)
	by, families := names(detections), names(grave)
	f.Facts = map[string]any{"techniques": f.Techniques, "detections": by[:min(len(by), maxNames)], "findings": len(found), "families_of_medium_and_above": families}
	f.Summary = count(len(found), "finding", "findings") + " about " + clean(in.Log.Users()[user].Name()) + " within " +
		duration(found[len(found)-1].start-found[0].start) + " from " + in.moment(found[0].finding.Rows[0]) + " on name " +
		count(len(f.Techniques), "technique", "techniques") + " (" + list(f.Techniques, len(f.Techniques), 8) + "), by " + list(by, len(by), 4)
	return f
}

func names(c counts) []string {
	all := make([]string, 0, len(c))
	for name := range c {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}
