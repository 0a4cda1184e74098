package redact

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Pair is a value and its pseudonym. It is for the analyst who is about to
// export, and in no export.
type Pair struct {
	Value       string `json:"value"`
	Pseudonym   string `json:"pseudonym"`
	Occurrences int    `json:"occurrences"` // fields of events that hold it
}

// Preview returns the n values that stand in the log most often with their
// pseudonyms, of equally frequent ones in the order of the log, and how many
// there are in all. Transactions and uuids are not among them.
func (r *Redactor) Preview(n int) (pairs []Pair, total int) {
	counts := make(map[string]int, len(r.names))
	for g := range table.NumGroups {
		if g == table.TransactionGroup || g == table.IdentityGroup {
			continue
		}
		events := make([]int, r.log.Column(g.Fields()[0]).Tuples())
		for _, t := range r.log.Tuples(g) {
			events[t]++
		}
		for _, f := range g.Fields() {
			if f == event.Published || r.allowed[f] && f != event.OutcomeReason {
				continue
			}
			c := r.log.Column(f)
			byCode := make([]int, len(c.Values))
			for t, times := range events {
				if times > 0 {
					for _, code := range c.CodesOf(uint32(t)) {
						byCode[code] += times
					}
				}
			}
			for code, times := range byCode {
				if v := c.Values[code]; times > 0 && !event.Blank(v) && !(r.allowed[f] && vocabulary(f, v)) {
					counts[fold(v)] += times
				}
			}
		}
	}
	order := make([]int, 0, len(r.values))
	for i, v := range r.values {
		if counts[fold(v)] > 0 {
			order = append(order, i)
		}
	}
	total = len(order)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[fold(r.values[b])], counts[fold(r.values[a])]) })
	for _, i := range order[:min(max(n, 0), total)] {
		v := r.values[i]
		pairs = append(pairs, Pair{v, r.names[fold(v)], counts[fold(v)]})
	}
	return pairs, total
}

// FieldInfo is a field that can be allowed.
type FieldInfo struct {
	Key     string `json:"key"`    // "actor.alternateId"
	Column  string `json:"column"` // in the console's CSV; "" where that has none
	Default bool   `json:"default"`
	Carried bool   `json:"carried"` // a file of the log has it
}

// Fields returns all fields in the order of the console's CSV, those of JSON
// behind them. log can be nil.
func Fields(log *table.Log) []FieldInfo {
	var list []FieldInfo
	for f := range event.NumFields {
		list = append(list, FieldInfo{Key: f.Key(), Column: f.Column(), Default: slices.Contains(defaultFields, f), Carried: log != nil && log.Carries(f)})
	}
	return list
}
