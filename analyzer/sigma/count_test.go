package sigma_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/sigma"
)

// Texts that differ in their case only are one group, by the letters of all
// scripts: the Kelvin sign is a k.
func TestGroupsInAnyCase(t *testing.T) {
	long := strings.Repeat("x", 80)
	names := []string{"jane", "JANE", "Jane", "ann", "\u212aim", "KIM", "kim", "ÄNNE", "änne", "jané", long + "A", long + "a", long + "b", "unknown", "-"}
	var events []map[string]any
	want := map[string]int{}
	for i := range 60 {
		name := names[i*7%len(names)]
		events = append(events, map[string]any{"eventType": "user.session.start", "actor.alternateId": name})
		if name != "unknown" && name != "-" {
			want[strings.ToLower(name)]++
		}
	}
	log := logOf(t, records(t, events))
	set := compile(t, ruleOf("base", "sel: {eventType: user.session.start}\ncondition: sel")+`---
title: c
name: c
correlation: {type: event_count, rules: [base], group-by: [actor.alternateId], timespan: 1d, condition: {gte: 1}}
`, sigma.Options{})
	got := map[string]int{}
	for _, m := range run(t, set, log) {
		got[strings.ToLower(m.Group[0])] += len(m.Rows)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("groups %v, want %v", got, want)
	}
}

// The values of a field are counted over alerts too, which inherit them from
// what they group by.
func TestValuesOfAlerts(t *testing.T) {
	var events []map[string]any
	for _, who := range []string{"a", "b", "b", "c", "a", "c", "d"} {
		events = append(events, map[string]any{"eventType": "user.session.start", "actor.id": who, "client.ipAddress": "192.0.2.1"})
	}
	events = append(events, map[string]any{"eventType": "user.session.start", "actor.id": "d", "client.ipAddress": "192.0.2.2", "at": "8m"})
	log := logOf(t, records(t, events))
	for minimum, want := range map[int][]string{2: {"b", "a", "c"}, 3: {"b", "a", "c"}, 4: nil} {
		set := compile(t, ruleOf("base", "sel: {eventType: user.session.start}\ncondition: sel")+fmt.Sprintf(`---
title: twice
name: twice
correlation: {type: event_count, rules: [base], group-by: [actor.id, client.ipAddress], timespan: 1h, condition: {gte: 2}}
---
title: many
name: many
correlation: {type: value_count, rules: [twice], group-by: [client.ipAddress], timespan: 1h, condition: {gte: %d, field: actor.id}}
`, minimum), sigma.Options{})
		matches, err := set.Run(context.Background(), sigma.NewView(log), func(r *sigma.Rule) bool { return r.Name == "many" })
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range matches {
			got = append(got, m.Values...)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("of at least %d: %q, want %q", minimum, got, want)
		}
	}
}
