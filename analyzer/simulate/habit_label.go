package simulate

import (
	"slices"
	"strings"
)

// HabitLabel says which events a habit made: what a finding that is none may
// have been misled by.
type HabitLabel struct {
	Habit  string   `json:"habit"`
	Events []string `json:"events"` // UUIDs, in order of time
}

// HabitLabels returns a label for every habit that made an event, by name. The
// events of ordinary work and of attacks are in none.
func (w *World) HabitLabels() []HabitLabel {
	var labels []HabitLabel
	at := map[string]int{}
	for e := range w.Events() {
		name := e.Habit()
		if name == "" {
			continue
		}
		i, ok := at[name]
		if !ok {
			i = len(labels)
			at[name] = i
			labels = append(labels, HabitLabel{Habit: name})
		}
		labels[i].Events = append(labels[i].Events, e.ID())
	}
	slices.SortFunc(labels, func(a, b HabitLabel) int { return strings.Compare(a.Habit, b.Habit) })
	return labels
}
