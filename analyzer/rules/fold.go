package rules

import (
	"math"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/sigma"
)

const (
	// maxGroup is by how many fields findings are told apart.
	maxGroup = 4
	// maxFindings and maxNotices bound the findings of one rule, the latter of one
	// of low severity or info: a reader of more reads none. Each costs some 8 µs.
	maxFindings = 5000
	maxNotices  = 1000
	// maxNames bounds the names in one fact.
	maxNames = 20
)

// stretch is what becomes one finding: the matches of one group that lie close
// together.
type stretch struct {
	rows   []uint32
	times  int
	last   int64
	peak   float64
	group  []string
	values []string
}

// findings returns what the matches of a rule come to. Where they would be more
// than a reader can use, those of a group become one, and where that is not
// enough all of them.
func (r *Rule) findings(v *View, matches []sigma.Match, parameters map[string]float64) []detect.Finding {
	most := maxFindings
	if r.Detection.Severity < detect.Medium {
		most = maxNotices
	}
	found, few := r.stretches(v, matches, r.group, r.fold, most)
	if !few {
		found, few = r.stretches(v, matches, r.group, math.MaxInt64, most)
	}
	if !few {
		found, _ = r.stretches(v, matches, []string{}, math.MaxInt64, math.MaxInt)
	}
	all := make([]detect.Finding, len(found))
	for i := range found {
		all[i] = r.finding(v, &found[i], parameters)
	}
	return all
}

// stretches folds matches. group nil is by what a correlation groups by. few is
// false where they come to more than most, without the stretches then.
func (r *Rule) stretches(v *View, matches []sigma.Match, group []string, fold int64, most int) (all []stretch, few bool) {
	if r.document.Correlation == nil {
		return v.foldEvents(matches, group, fold, most)
	}
	type key struct {
		facet  uint32
		values string
	}
	keys := v.keys(group)
	latest := map[key]int{}
	for _, m := range matches {
		k := key{facet: keys(uint32(m.Rows[0]))}
		if group == nil {
			k.values = strings.ToLower(strings.Join(m.Group, "\x00"))
		}
		i, open := latest[k]
		if !open || m.First-all[i].last >= fold && m.First > all[i].last {
			if i = len(all); i == most {
				return nil, false
			}
			latest[k] = i
			all = append(all, stretch{last: m.Last, peak: m.Peak, group: m.Group})
		}
		s := &all[i]
		s.times++
		s.last = max(s.last, m.Last)
		s.peak = max(s.peak, m.Peak)
		s.rows = slices.Grow(s.rows, len(m.Rows))
		for _, row := range m.Rows {
			s.rows = append(s.rows, uint32(row))
		}
		s.values = append(s.values, m.Values...)
	}
	for i := range all {
		s := &all[i]
		if s.times > 1 { // those of one match are in order
			slices.Sort(s.rows)
			s.rows = slices.Compact(s.rows)
			s.values = unique(s.values)
		}
	}
	return all, true
}

// foldEvents folds events. It finds the stretch of each first and then gives
// each stretch its rows: where there are too many stretches, as of a record of
// everything, that shows after few events.
func (v *View) foldEvents(matches []sigma.Match, group []string, fold int64, most int) (all []stretch, few bool) {
	keys := v.keys(group)
	var latest []int32 // the stretch of each key, plus one
	var into []uint32  // the stretch of each row
	total := 0
	for _, m := range matches {
		total += len(m.Rows)
	}
	if len(group) == 0 && fold == math.MaxInt64 {
		s := stretch{rows: make([]uint32, 0, total), times: total}
		for _, m := range matches {
			for _, row := range m.Rows {
				s.rows = append(s.rows, uint32(row))
			}
		}
		return []stretch{s}, true
	}
	for _, m := range matches {
		for _, row := range m.Rows {
			key, at := keys(uint32(row)), v.log.Time(int(row))
			for int(key) >= len(latest) {
				latest = append(latest, 0)
			}
			i := int(latest[key]) - 1
			if i < 0 || at-all[i].last >= fold && at != all[i].last {
				if i = len(all); i == most {
					return nil, false
				}
				latest[key] = int32(i + 1)
				all = append(all, stretch{})
			}
			all[i].last = at
			all[i].times++
			if into == nil {
				into = make([]uint32, 0, total)
			}
			into = append(into, uint32(i))
		}
	}
	rows := make([]uint32, total)
	for i := range all {
		all[i].rows, rows = rows[:0:all[i].times], rows[all[i].times:]
	}
	n := 0
	for _, m := range matches {
		for _, row := range m.Rows {
			s := &all[into[n]]
			s.rows = append(s.rows, uint32(row))
			n++
		}
	}
	return all, true
}

// unique returns the values without those that came before in another case.
func unique(values []string) []string {
	seen := make(map[string]bool, len(values))
	return slices.DeleteFunc(values, func(s string) bool {
		folded := strings.ToLower(s)
		before := seen[folded]
		seen[folded] = true
		return before
	})
}

// keys returns the function that gives events of one group the same number, from
// 0 on with few left out.
func (v *View) keys(group []string) func(row uint32) uint32 {
	facets := make([]*facet, len(group))
	for i, name := range group {
		if unambiguous, ok := grouped[name]; ok {
			name = unambiguous
		}
		facets[i] = v.facet(name)
	}
	switch len(facets) {
	case 0:
		return func(uint32) uint32 { return 0 }
	case 1:
		return facets[0].first
	}
	numbers := map[[maxGroup]uint32]uint32{}
	return func(row uint32) uint32 {
		var key [maxGroup]uint32
		for i, f := range facets {
			key[i] = f.first(row)
		}
		n, ok := numbers[key]
		if !ok {
			n = uint32(len(numbers))
			numbers[key] = n
		}
		return n
	}
}

// finding describes a stretch.
func (r *Rule) finding(v *View, s *stretch, parameters map[string]float64) detect.Finding {
	rows := s.rows
	f := &facts{view: v, rows: rows, times: s.times, values: s.values, distinct: len(s.values),
		ms: v.log.Time(int(rows[len(rows)-1])) - v.log.Time(int(rows[0]))}
	said := map[string]any{"events": len(rows)}
	if k := r.document.Correlation; k != nil {
		if len(s.values) == 0 {
			f.distinct = int(s.peak)
		}
		said["runs"] = s.times
		said["most_in_window"] = s.peak
		if least, ok := parameters[minimumParameter]; ok {
			said["minimum"] = least
		}
		said["window_minutes"] = parameters[windowParameter]
		if len(s.values) > 0 {
			said["distinct"] = len(s.values)
			names := make([]string, 0, maxNames)
			for _, value := range s.values[:min(len(s.values), maxNames)] {
				names = append(names, detect.Clean(value))
			}
			said["names"] = names
		}
	}
	severity, context := r.inContext(v, rows)
	if context != "" {
		said["context"] = context
	}
	finding := detect.Finding{Severity: severity, Summary: r.summary.render(f) + contextWords[context], Facts: said,
		Actor: v.actor(rows), Rows: slices.Clone(rows)}
	detect.Complete(v.log, r.Detection, &finding)
	if r.hideActor {
		finding.Actor = detect.Actor{AlternateID: "(not shown: it may be a password)"}
	}
	return finding
}

// contextWords is what is said of a context in a summary.
var contextWords = map[string]string{
	"familiar": "; network and program are the actor's own",
	"strange":  "; the machine is new to the actor",
}

// inContext returns the severity of a finding by whether its actor is used to
// the machine, and the name of that context, "" where the rule does not ask or
// it makes no difference.
func (r *Rule) inContext(v *View, rows []uint32) (detect.Severity, string) {
	if r.familiar == nil && r.strange == nil {
		return r.Detection.Severity, ""
	}
	if v.standings == nil {
		v.standings = detect.NewStandings(v.views)
	}
	switch standing := v.standings.OfAll(rows); {
	case standing == detect.Familiar && r.familiar != nil:
		return *r.familiar, "familiar"
	case standing == detect.Strange && r.strange != nil:
		return *r.strange, "strange"
	}
	return r.Detection.Severity, ""
}

// actor returns whom events are about: the actor where all have the same and
// it is a person, or else the person that all of them concern, or else the
// actor that all have; the zero Actor where they are several.
func (v *View) actor(rows []uint32) detect.Actor {
	by := v.facet("actor id")
	one, who := true, by.first(rows[0])
	user := v.log.UserOf(int(rows[0]))
	for _, row := range rows[1:] {
		if by.first(row) != who {
			one = false
		}
		if v.log.UserOf(int(row)) != user {
			user = -1
		}
		if !one && user < 0 {
			break
		}
	}
	kind := v.log.Column(event.ActorType).At(int(rows[0]))
	person := who != 0 && (event.Blank(kind) || strings.EqualFold(kind, "User"))
	switch {
	case one && person:
		return detect.ActorAt(v.log, rows[0])
	case user >= 0:
		return detect.PersonAt(v.log, rows[0])
	case one && who != 0:
		return detect.ActorAt(v.log, rows[0])
	}
	return detect.Actor{}
}
