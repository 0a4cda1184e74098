package accuracy

import (
	"slices"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
)

// claim is a finding, of ours or of the seed program's rules.
type claim struct {
	id       string
	detector string
	severity detect.Severity
	summary  string
	people   []string // ids and logins that it names
	places   []string // addresses and its session
	events   []string
}

// claimsOf returns the findings of a report, in its order.
func claimsOf(r *report.Report) []claim {
	claims := make([]claim, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		c := claim{id: f.ID, detector: f.Detector, severity: f.Severity, summary: f.Summary, events: f.Events}
		for _, name := range []string{f.Actor.ID, f.Actor.AlternateID} {
			if name != "" {
				c.people = append(c.people, name)
			}
		}
		c.places = append(slices.Clone(f.IPs), f.Session)
		claims[i] = c
	}
	return claims
}

// Score is what came of one log in one form.
type Score struct {
	Campaigns []Fate
	// Findings and False count by severity, info first.
	Findings, False [5]int
	// Wrong are the false findings of medium severity and worse.
	Wrong []Wrong
	// Above are the incidents without an event of a campaign that stand above
	// a found one.
	Above []Above
}

// Above is an incident that is no attack and ranks above one.
type Above struct {
	Seed      uint64   `json:"seed"`
	Score     int      `json:"score"`
	Title     string   `json:"title"`
	Detectors []string `json:"detectors"` // of its findings of medium severity and worse, sorted
	Habit     string   `json:"habit"`
	Below     int      `json:"below"` // found campaigns that rank below it
}

// Fate is what came of one campaign.
type Fate struct {
	Seed     uint64   `json:"seed"`
	Campaign string   `json:"campaign"`
	Family   string   `json:"family"`
	Variant  string   `json:"variant"`
	Stages   bool     `json:"stages"`  // it has several
	Visible  bool     `json:"visible"` // in the log's form
	Found    bool     `json:"found"`
	By       []string `json:"by"` // detections of its findings, sorted
	// The parts of being a chain.
	OneIncident bool `json:"one_incident"`
	InOrder     bool `json:"in_order"`
	OnTop       bool `json:"on_top"`
	// Alone says that no other campaign is in its incident, which being a chain
	// does not ask for.
	Alone bool `json:"alone"`
}

// Chain reports whether the campaign is one incident, in order, above all that
// are no attack.
func (f *Fate) Chain() bool { return f.OneIncident && f.InOrder && f.OnTop }

// Wrong is a false finding.
type Wrong struct {
	Seed     uint64          `json:"seed"`
	Detector string          `json:"detector"`
	Habit    string          `json:"habit"`
	Severity detect.Severity `json:"severity"`
	Summary  string          `json:"summary"`
	Events   []string        `json:"events"` // the first five
}

// Judge holds a report against the truth of its log.
func Judge(t *Truth, form string, r *report.Report) *Score {
	claims := claimsOf(r)
	s := t.judge(form, claims)
	t.chains(s, claims, r.Incidents)
	return s
}

// judge counts everything but the chains.
func (t *Truth) judge(form string, claims []claim) *Score {
	s := &Score{}
	for i := range t.Campaigns {
		c := &t.Campaigns[i]
		s.Campaigns = append(s.Campaigns, Fate{Seed: t.Seed, Campaign: c.ID, Family: c.Family, Variant: c.Variant, Stages: c.Stages, Visible: c.visible(form)})
	}
	for i := range claims {
		c := &claims[i]
		s.Findings[c.severity]++
		cited := t.cited(c)
		if len(cited) == 0 {
			s.False[c.severity]++
		}
		if c.severity < detect.Medium {
			continue
		}
		if len(cited) == 0 {
			s.Wrong = append(s.Wrong, Wrong{t.Seed, c.detector, t.habit(c), c.severity, c.summary, c.events[:min(5, len(c.events))]})
		}
		for campaign := range cited {
			if fate := &s.Campaigns[campaign]; t.Campaigns[campaign].named(c) {
				fate.Found = true
				fate.By = append(fate.By, c.detector)
			}
		}
	}
	for i := range s.Campaigns {
		slices.Sort(s.Campaigns[i].By)
		s.Campaigns[i].By = slices.Compact(s.Campaigns[i].By)
	}
	return s
}

// span is from the first to the last event of a campaign that a finding cites.
type span struct{ first, last int64 }

// cited returns the campaigns that a finding has events of.
func (t *Truth) cited(c *claim) map[int]span {
	var cited map[int]span
	for _, uuid := range c.events {
		m, ok := t.Marks[uuid]
		if !ok || m.Campaign < 0 {
			continue
		}
		if cited == nil {
			cited = map[int]span{}
		}
		s, ok := cited[m.Campaign]
		if !ok {
			s = span{m.Time, m.Time}
		}
		cited[m.Campaign] = span{min(s.first, m.Time), max(s.last, m.Time)}
	}
	return cited
}

// named reports whether a finding names somebody of the campaign, or, where it
// names nobody, a place of it.
func (c *Campaign) named(x *claim) bool {
	if len(x.people) > 0 {
		return slices.ContainsFunc(x.people, func(name string) bool { return c.People[name] })
	}
	return slices.ContainsFunc(x.places, func(place string) bool { return c.Places[place] })
}

// habit returns the habit to blame for a false finding: of those of its events
// the one that has the fewest in the log, of equal ones the first by name.
func (t *Truth) habit(c *claim) string {
	best := Ordinary
	for _, uuid := range c.events {
		h := t.Marks[uuid].Habit
		if h == "" || h == best || h == Ordinary {
			continue
		}
		if n, least := t.Habits[h], t.Habits[best]; best == Ordinary || n < least || n == least && h < best {
			best = h
		}
	}
	return best
}

// chains fills in what the incidents make of the found campaigns.
func (t *Truth) chains(s *Score, claims []claim, incidents []report.Incident) {
	byID := make(map[string]*claim, len(claims))
	for i := range claims {
		byID[claims[i].id] = &claims[i]
	}
	want := make([]int, len(t.Campaigns)) // findings of each campaign
	for i := range claims {
		if claims[i].severity >= detect.Medium {
			for campaign := range t.cited(&claims[i]) {
				want[campaign]++
			}
		}
	}
	benign := len(incidents) // the rank of the first incident without a campaign
	type place struct {
		rank, findings int
		ordered, alone bool
	}
	best := make([]place, len(t.Campaigns)) // where most of its findings are
	for rank := range incidents {
		here := map[int]*place{}
		begun := map[int]int64{} // when the latest of the findings so far began
		attack := false
		for _, id := range incidents[rank].Findings {
			c := byID[id]
			if c == nil {
				continue
			}
			for campaign, at := range t.cited(c) {
				attack = true
				if c.severity < detect.Medium {
					continue
				}
				p := here[campaign]
				if p == nil {
					p = &place{rank: rank, ordered: true}
					here[campaign] = p
				}
				p.findings++
				p.ordered = p.ordered && at.last >= begun[campaign]
				begun[campaign] = max(begun[campaign], at.first)
			}
		}
		if !attack {
			benign = min(benign, rank)
		}
		for campaign, p := range here {
			p.alone = len(here) == 1
			if p.findings > best[campaign].findings {
				best[campaign] = *p
			}
		}
	}
	var ranks []int // of the found campaigns
	for i := range s.Campaigns {
		if f, p := &s.Campaigns[i], best[i]; f.Found && p.findings > 0 {
			f.OneIncident, f.InOrder, f.OnTop = p.findings == want[i], p.ordered, p.rank < benign
			f.Alone = p.alone
			ranks = append(ranks, p.rank)
		}
	}
	for rank := benign; rank < len(incidents); rank++ {
		if a := t.above(&incidents[rank], byID); a != nil {
			for _, r := range ranks {
				a.Below += btoi(r > rank)
			}
			if a.Below > 0 {
				s.Above = append(s.Above, *a)
			}
		}
	}
}

// above returns what an incident without an event of a campaign is made of, or
// nil where it has one.
func (t *Truth) above(in *report.Incident, byID map[string]*claim) *Above {
	a := &Above{Seed: t.Seed, Score: in.Score, Title: in.Title}
	var all claim
	for _, id := range in.Findings {
		c := byID[id]
		if c == nil {
			continue
		}
		if len(t.cited(c)) > 0 {
			return nil
		}
		if c.severity >= detect.Medium {
			a.Detectors = append(a.Detectors, c.detector)
		}
		if c.severity > detect.Info {
			all.events = append(all.events, c.events...)
		}
	}
	slices.Sort(a.Detectors)
	a.Detectors = slices.Compact(a.Detectors)
	a.Habit = t.habit(&all)
	return a
}
