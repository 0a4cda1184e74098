package accuracy

import (
	"cmp"
	"maps"
	"slices"

	"okta-session-analyzer/analyzer/detect"
)

// Goals are the figures to reach.
var Goals = struct {
	Recall              map[string]float64 // at least, by form
	Precision           float64            // at least
	FalsePerThousandDay float64            // at most
	Chains              float64            // at least
}{map[string]float64{JSON: 0.97, CSV: 0.95}, 0.95, 1, 0.9}

// Result is what came of all logs.
type Result struct {
	Seeds    []uint64           `json:"seeds"`
	Users    int                `json:"users"` // of each log
	Days     int                `json:"days"`
	Events   int                `json:"events"`   // of all logs
	Attacks  int                `json:"attacks"`  // of all logs
	Unplaced int                `json:"unplaced"` // attacks for which a log had no victim
	Habits   map[string]int     `json:"habits"`   // events that each habit made
	Ours     map[string]*Figure `json:"ours"`     // by form
	Seed     map[string]*Figure `json:"seed"`     // the seed program's rules, by form
}

// Figure is what came of all logs in one form.
type Figure struct {
	Recall    float64   `json:"recall"`
	Precision float64   `json:"precision"`
	False     float64   `json:"false_per_1000_users_a_day"` // of medium severity and worse
	FalseAll  []float64 `json:"false_by_severity"`          // the same of each severity, info first
	Chains    float64   `json:"chains"`                     // share of the found campaigns
	Stages    float64   `json:"chains_of_stages"`           // the same of attacks in several stages
	// The parts of it.
	OneIncident float64 `json:"chains_one_incident"`
	InOrder     float64 `json:"chains_in_order"`
	OnTop       float64 `json:"chains_on_top"`
	// Alone is the share of the found campaigns in whose incident no other is.
	Alone float64 `json:"alone"`

	Variants    []Count `json:"variants"`     // campaigns, by family and variant
	ByDetection []Blame `json:"by_detection"` // false findings, most first
	ByHabit     []Blame `json:"by_habit"`
	Wrong       []Wrong `json:"wrong"`  // every false finding
	Missed      []Fate  `json:"missed"` // every campaign that could have been found
	Torn        []Fate  `json:"torn"`   // every found campaign that is no chain
	Above       []Above `json:"above"`  // every incident that is no attack and ranks above one

	findings, wrong [5]int
	found, visible  int
	chains          int    // campaigns that are found, those included that the form is said to hide
	chain           [4]int // one incident, in order, on top, all
	alone           int    // found campaigns
	stages          [2]int // of found attacks in several stages: chains, all
}

// Count is what came of the campaigns of a family in a variant.
type Count struct {
	Family  string `json:"family"`
	Variant string `json:"variant"`
	Found   int    `json:"found"`
	Visible int    `json:"visible"`
	Hidden  int    `json:"hidden"` // cannot be seen in the form
}

// Blame is how many false findings are due to something.
type Blame struct {
	Name     string `json:"name"`
	Findings int    `json:"findings"`
}

func newResult(c *Config) *Result {
	r := &Result{Seeds: c.Seeds, Users: c.Users, Days: c.Days, Habits: map[string]int{}, Ours: map[string]*Figure{}, Seed: map[string]*Figure{}}
	for _, form := range Forms {
		r.Ours[form], r.Seed[form] = &Figure{}, &Figure{}
	}
	return r
}

// world counts what one log holds.
func (r *Result) world(t *Truth, attacks int) {
	r.Events += len(t.Marks)
	r.Attacks += len(t.Campaigns)
	r.Unplaced += attacks - len(t.Campaigns)
	for h, n := range t.Habits {
		r.Habits[h] += n
	}
}

// add counts the scores of one log in one form.
func (r *Result) add(form string, t *Truth, ours, seeds *Score) {
	r.Ours[form].add(ours)
	r.Seed[form].add(seeds)
}

func (f *Figure) add(s *Score) {
	for i := range s.Findings {
		f.findings[i] += s.Findings[i]
		f.wrong[i] += s.False[i]
	}
	f.Wrong = append(f.Wrong, s.Wrong...)
	f.Above = append(f.Above, s.Above...)
	for i := range s.Campaigns {
		fate := s.Campaigns[i]
		at := slices.IndexFunc(f.Variants, func(c Count) bool { return c.Family == fate.Family && c.Variant == fate.Variant })
		if at < 0 {
			at = len(f.Variants)
			f.Variants = append(f.Variants, Count{Family: fate.Family, Variant: fate.Variant})
		}
		count := &f.Variants[at]
		if !fate.Visible {
			count.Hidden++
		} else {
			count.Visible++
			f.visible++
			if fate.Found {
				count.Found++
				f.found++
			} else {
				f.Missed = append(f.Missed, fate)
			}
		}
		if !fate.Found {
			continue
		}
		f.chains++
		f.alone += btoi(fate.Alone)
		if fate.Stages {
			f.stages[0] += btoi(fate.Chain())
			f.stages[1]++
		}
		for i, yes := range []bool{fate.OneIncident, fate.InOrder, fate.OnTop, fate.Chain()} {
			if yes {
				f.chain[i]++
			}
		}
		if !fate.Chain() {
			f.Torn = append(f.Torn, fate)
		}
	}
}

// finish computes the shares from the counts.
func (r *Result) finish() {
	for _, form := range Forms {
		r.Ours[form].finish(r)
		r.Seed[form].finish(r)
	}
}

func (f *Figure) finish(r *Result) {
	grave, wrong := 0, 0
	userDays := float64(r.Users*r.Days*len(r.Seeds)) / 1000
	f.FalseAll = make([]float64, len(f.wrong))
	for i := range f.findings {
		f.FalseAll[i] = float64(f.wrong[i]) / userDays
		if detect.Severity(i) >= detect.Medium {
			grave += f.findings[i]
			wrong += f.wrong[i]
		}
	}
	f.Recall = share(f.found, f.visible)
	f.Precision = share(grave-wrong, grave)
	f.False = float64(wrong) / userDays
	f.OneIncident, f.InOrder, f.OnTop, f.Chains = share(f.chain[0], f.chains), share(f.chain[1], f.chains), share(f.chain[2], f.chains), share(f.chain[3], f.chains)
	f.Stages = share(f.stages[0], f.stages[1])
	f.Alone = share(f.alone, f.chains)
	f.ByDetection = blames(f.Wrong, func(w *Wrong) string { return w.Detector })
	f.ByHabit = blames(f.Wrong, func(w *Wrong) string { return w.Habit })
	slices.SortFunc(f.Variants, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Variant, b.Variant))
	})
}

func btoi(x bool) int {
	if x {
		return 1
	}
	return 0
}

// share is part of all; nothing of nothing is all of it.
func share(part, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(part) / float64(all)
}

// blames counts false findings by something, most first.
func blames(wrong []Wrong, of func(*Wrong) string) []Blame {
	n := map[string]int{}
	for i := range wrong {
		n[of(&wrong[i])]++
	}
	list := make([]Blame, 0, len(n))
	for _, name := range slices.Sorted(maps.Keys(n)) {
		list = append(list, Blame{name, n[name]})
	}
	slices.SortStableFunc(list, func(a, b Blame) int { return cmp.Compare(b.Findings, a.Findings) })
	return list
}

// Met reports whether our detections reach every goal.
func (r *Result) Met() bool {
	for _, form := range Forms {
		f := r.Ours[form]
		if f.Recall < Goals.Recall[form] || f.Precision < Goals.Precision || f.False > Goals.FalsePerThousandDay || f.Chains < Goals.Chains || f.Stages < Goals.Chains {
			return false
		}
	}
	return true
}
