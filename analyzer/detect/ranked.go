package detect

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// firstOfTuple returns the first of the fields that an element of a tuple has,
// "" where it has none. The fields are of the tuple's group.
func (in *Input) firstOfTuple(tuple uint32, element int, fields ...event.Field) string {
	for _, f := range fields {
		c := in.Log.Column(f)
		if v := c.Values[c.CodesOf(tuple)[element]]; !event.Blank(v) {
			return v
		}
	}
	return ""
}

// ranked returns the names that events have, each once, the most frequent first,
// of equally frequent ones the earlier. names adds those of a tuple of the group;
// "" is none.
func (in *Input) ranked(rows []uint32, g table.Group, names func(tuple uint32, add func(string))) []string {
	tuples := in.Log.Tuples(g)
	times := make([]int, in.Log.Column(g.Fields()[0]).Tuples())
	var order []uint32
	for _, row := range rows {
		if times[tuples[row]] == 0 {
			order = append(order, tuples[row])
		}
		times[tuples[row]]++
	}
	total := map[string]int{}
	var ranked []string
	for _, tuple := range order {
		names(tuple, func(name string) {
			if name == "" {
				return
			}
			if total[name] == 0 {
				ranked = append(ranked, name)
			}
			total[name] += times[tuple]
		})
	}
	slices.SortStableFunc(ranked, func(a, b string) int { return cmp.Compare(total[b], total[a]) })
	return ranked
}

// shortList writes names of the log as "a, b and 3 more", up to three of them in
// full, and otherwise where there is none.
func shortList(names []string, otherwise string) string {
	const most = 3
	if len(names) == 0 {
		return otherwise
	}
	shown := make([]string, min(len(names), most))
	for i := range shown {
		shown[i] = clean(names[i])
	}
	if len(names) > most {
		return shown[0] + ", " + shown[1] + " and " + number(float64(len(names)-2)) + " more"
	}
	return list(shown, len(shown), most)
}
