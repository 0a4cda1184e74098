package query

import (
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// fits is the obvious reading of a query: whether one event fits, asked for each
// event again.
func fits(log *table.Log, n node, row int) bool {
	switch n := n.(type) {
	case nil:
		return true
	case allOf:
		return !slices.ContainsFunc(n, func(c node) bool { return !fits(log, c, row) })
	case anyOf:
		return slices.ContainsFunc(n, func(c node) bool { return fits(log, c, row) })
	case not:
		return !fits(log, n.of, row)
	}
	l := n.(*leaf)
	switch l.kind {
	case timeLeaf:
		t := log.Time(row)
		switch l.moment.operator {
		case ">=":
			return t >= l.moment.from
		case ">":
			return t >= l.moment.to
		case "<":
			return t < l.moment.from
		case "<=":
			return t < l.moment.to
		}
		return t >= l.moment.from && t < l.moment.to
	case aroundLeaf:
		for other := range log.Len() {
			if strings.EqualFold(log.UUID(other), l.uuid) {
				d := log.Time(row) - log.Time(other)
				return d <= l.within && -d <= l.within
			}
		}
		return false
	case wordLeaf:
		if plainPattern(l.text, "^", "$").MatchString(log.UUID(row)) {
			return true
		}
		for _, f := range []event.Field{event.ActorID, event.ActorAlternateID, event.ActorDisplayName, event.TargetID, event.TargetAlternateID,
			event.TargetDisplayName, event.ClientIP, event.UserAgent, event.Type, event.DisplayMessage, event.OutcomeReason,
			event.ExternalSessionID, event.RootSessionID, event.Country, event.City} {
			for _, value := range allValues(log, f, row) {
				if value != "" && plainPattern(l.text, "", "").MatchString(value) {
					return true
				}
			}
		}
		return false
	}
	values := asked(log, l.field, row)
	if l.kind == presentLeaf && l.field.kind == sessionField {
		values = values[:2]
	}
	for _, value := range values {
		switch l.kind {
		case presentLeaf:
			if !event.Blank(value) {
				return true
			}
		case networkLeaf:
			if addr, err := netip.ParseAddr(value); err == nil && l.prefix.Contains(addr.Unmap()) {
				return true
			}
		default:
			if value != "" && plainPattern(l.text, "^", "$").MatchString(value) {
				return true
			}
		}
	}
	return false
}

// plainPattern is a pattern as a regular expression.
func plainPattern(p pattern, before, behind string) *regexp.Regexp {
	var b strings.Builder
	for _, r := range p {
		switch r {
		case anyText:
			b.WriteString(".*")
		case anyOne:
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	text := "(?is)" + before + "(?:" + b.String() + ")" + behind
	if compiled[text] == nil {
		compiled[text] = regexp.MustCompile(text)
	}
	return compiled[text]
}

// compiled keeps the expressions: to make them took most of the test's time.
var compiled = map[string]*regexp.Regexp{}

func allValues(log *table.Log, f event.Field, row int) []string {
	var all []string
	for _, code := range log.Column(f).Codes(row) {
		all = append(all, log.Column(f).Values[code])
	}
	return all
}

// asked returns the values of an event that a field can be asked for.
func asked(log *table.Log, f *Field, row int) []string {
	one := func(of event.Field) string { return log.Column(of).At(row) }
	switch f.Name {
	case "time", "uuid":
		return []string{map[string]string{"time": event.FormatTime(log.Time(row)), "uuid": log.UUID(row)}[f.Name]}
	case "kind":
		return []string{KindOf(one(event.Type))}
	case "network":
		if n, ok := event.Network(one(event.ClientIP)); ok {
			return []string{n.String()}
		}
		return nil
	case "browser", "os":
		a := agent.Parse(one(event.UserAgent))
		if a == (agent.Agent{}) {
			a = agent.FromFields(one(event.UserAgentBrowser), one(event.UserAgentOS))
		}
		if f.Name == "os" {
			return []string{a.OS}
		}
		return []string{a.Browser}
	case "user":
		var all []string
		if t := one(event.ActorType); t == "User" || event.Blank(t) {
			all = append(all, one(event.ActorID), one(event.ActorAlternateID), one(event.ActorDisplayName))
		}
		all = append(all, ofTargets(log, row, "User")...)
		if n := log.UserOf(row); n >= 0 {
			u := log.Users()[n]
			all = append(all, u.ID, u.AlternateID, u.DisplayName)
		}
		return all
	case "session":
		all := []string{one(event.ExternalSessionID), one(event.RootSessionID)}
		if n := log.SessionOf(row); n >= 0 {
			for _, other := range log.Sessions()[n].Rows {
				all = append(all, log.Column(event.ExternalSessionID).At(int(other)), log.Column(event.RootSessionID).At(int(other)))
			}
		}
		return all
	case "target":
		return append(ofTargets(log, row, ""), allValues(log, event.TargetType, row)...)
	case "app":
		return ofTargets(log, row, "AppInstance")
	case "group":
		return ofTargets(log, row, "UserGroup")
	}
	if f.kind == elementField {
		if all := allValues(log, f.parts[0], row); f.index < len(all) {
			return all[f.index : f.index+1]
		}
		return nil
	}
	var all []string
	for _, part := range f.parts {
		all = append(all, allValues(log, part, row)...)
	}
	return all
}

func ofTargets(log *table.Log, row int, kind string) []string {
	var all []string
	for i, t := range allValues(log, event.TargetType, row) {
		if kind == "" || strings.EqualFold(t, kind) {
			for _, f := range []event.Field{event.TargetID, event.TargetAlternateID, event.TargetDisplayName} {
				all = append(all, allValues(log, f, row)[i])
			}
		}
	}
	return all
}

// Random queries find on random logs what the obvious reading finds, with and
// without a range, and again from the cache.
func TestRunAgainstOracle(t *testing.T) {
	some, found := 0, 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 2))
		log := randomLog(t, seed, 1+rng.IntN(300))
		v := NewView(log)
		for range 60 {
			text := randomQuery(rng, log, rng.IntN(4))
			q := mustParse(t, text)
			var r Range
			if rng.IntN(2) == 0 {
				a, b := log.Time(rng.IntN(log.Len())), log.Time(rng.IntN(log.Len()))
				r = Range{min(a, b), max(a, b) + int64(rng.IntN(2))}
			}
			var want []uint32
			for row := range log.Len() {
				if in := r == (Range{}) || log.Time(row) >= r.From && log.Time(row) < r.To; in && fits(log, q.root, row) {
					want = append(want, uint32(row))
				}
			}
			for again := range 2 {
				got, err := q.Run(v, r)
				if err != nil {
					t.Fatalf("seed %d: %q: %v", seed, text, err)
				}
				if !slices.Equal(got.Rows(), want) {
					t.Fatalf("seed %d, run %d: %q in %v: rows %d, want %d", seed, again, text, r, got.Rows(), want)
				}
			}
			if len(want) > 0 && len(want) < log.Len() {
				some++
			}
			found += len(want)
		}
	}
	if some < 500 || found == 0 {
		t.Fatalf("only %d queries of the test tell events apart", some)
	}
}
