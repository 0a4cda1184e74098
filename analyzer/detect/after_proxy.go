package detect

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

var proxyThenAlert = &Detection{
	ID: "proxy-then-alert", Title: "First sign-in through an anonymiser, and another finding soon after", Family: "Correlation",
	Severity: High, Techniques: []string{"T1078.004", "T1090.003"},
	Meaning: "A person came through an anonymiser for the first time, and within half an hour something else of theirs was found, of medium " +
		"severity or worse and by other events. Each has an innocent reason; both together seldom do. It is as severe as the other " +
		"finding, and high at least where the program was new to the person as well.",
	Check: []string{
		"Read the other finding, and what lies between both.",
		"Ask the person whether they use the service; clear the sessions if not.",
	},
	FalsePositives: []string{"A person with a new VPN whose sign-ins are unusual in other ways."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "window_minutes", Title: "Time from the anonymiser to the other finding", Unit: "minutes", Default: 30, Min: 1, Max: 1440},
	},
	Needs:   []event.Field{event.IsProxy},
	History: historyName,
	After:   findProxyThenAlert,
}

// alert is a finding of another detection, of one person.
type alert struct {
	start   int64
	finding *Finding
}

func findProxyThenAlert(in *Input, outcomes []Outcome) []Finding {
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	var proxied []*Finding
	alerts := map[Actor][]alert{}
	for i := range outcomes {
		o := &outcomes[i]
		switch {
		case o.Detection == anonymizerFirstUse:
			for n := range o.Findings {
				proxied = append(proxied, &o.Findings[n])
			}
			continue
		// What is about where a sign-in came from tells of the anonymiser again.
		case o.Detection.After != nil, o.Detection.Family == anonymizerFirstUse.Family:
			continue
		}
		for n := range o.Findings {
			if f := &o.Findings[n]; f.Severity >= Medium && len(f.Rows) > 0 {
				alerts[who(f)] = append(alerts[who(f)], alert{in.Log.Time(int(f.Rows[0])), f})
			}
		}
	}
	for _, list := range alerts {
		slices.SortFunc(list, func(a, b alert) int {
			return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.finding.Severity, a.finding.Severity), cmp.Compare(a.finding.ID, b.finding.ID))
		})
	}
	var findings []Finding
	for _, p := range proxied {
		first := in.Log.Time(int(p.Rows[0]))
		if u := in.Log.UserOf(int(p.Rows[0])); u < 0 || !in.settled(in.firstOf(u), first) {
			continue
		}
		list := alerts[who(p)]
		from, _ := slices.BinarySearchFunc(list, first, func(a alert, t int64) int { return cmp.Compare(a.start, t) })
		var worst *Finding
		n := 0
		for _, a := range list[from:] {
			if a.start > first+window {
				break
			}
			if !in.adds(a.finding.Rows, p.Rows) {
				continue
			}
			n++
			if worst == nil || a.finding.Severity > worst.Severity {
				worst = a.finding
			}
		}
		if worst == nil {
			continue
		}
		f := Finding{Severity: worst.Severity, Actor: p.Actor, Rows: slices.Concat(p.Rows[:1], worst.Rows[:min(len(worst.Rows), maxEvidence)])}
		if p.Facts["new_program"] == true {
			f.Severity = max(f.Severity, High)
		}
		f.Facts = map[string]any{"other_findings": n, "detection": worst.Detector,
			"minutes_between": round(float64(in.Log.Time(int(worst.Rows[0]))-first)/minuteMS, 1)}
		f.Summary = in.actorName(p.Rows[0]) + " came through an anonymiser for the first time on " + in.moment(p.Rows[0]) + " with " + in.client(p.Rows[0]) + "; " +
			duration(in.Log.Time(int(worst.Rows[0]))-first) + " later followed “" + clean(worst.Title) + "” (" + worst.Severity.String() + ")"
		if n > 1 {
			f.Summary += " and " + count(n-1, "more finding", "more findings")
		}
		findings = append(findings, f)
	}
	return findings
}

// who returns whom a finding is about, without what can be spelt in two ways.
func who(f *Finding) Actor {
	if f.Actor.ID != "" {
		return Actor{ID: f.Actor.ID}
	}
	return Actor{AlternateID: f.Actor.AlternateID}
}

// adds reports whether evidence has an event that is not among that of the
// anonymiser.
func (in *Input) adds(rows, of []uint32) bool {
	for _, row := range rows {
		if _, known := slices.BinarySearch(of, row); !known {
			return true
		}
	}
	return false
}
