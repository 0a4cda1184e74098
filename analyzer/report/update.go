package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"okta-session-analyzer/analyzer/detect"
)

// Update is a report as JSON for a reader that has the one before: a changed
// threshold changes few findings of thousands, and only those are written.
type Update struct {
	// Head is {"report", "detectors", "findings", "incidents"}: the report with
	// its three long lists left empty, and for each item of these where it is: its
	// place in the list of the report before, or -1 for the next one in Parts.
	Head []byte
	// Parts are {"list", "items"}, in this order: the name of one of the lists,
	// and items of it. None is much longer than partSize.
	Parts [][]byte
}

// partSize is how many bytes of items a part has. The page reads a part at a
// time, in a task of its own: this many take it one or two milliseconds.
const partSize = 128 << 10

// NewUpdate returns what leads from a report to the next one; before is nil
// where there is none. The facts and lists of findings must not have been
// changed since.
func NewUpdate(before, after *Report) (*Update, error) {
	if before == nil {
		before = &Report{}
	}
	u := &Update{}
	rest := *after
	rest.Detectors, rest.Findings, rest.Incidents = nil, nil, nil
	head, err := compact(complete(&rest))
	if err != nil {
		return nil, fmt.Errorf("report as JSON: %w", err)
	}
	u.Head = append(append(append(u.Head, `{"report":`...), head...), `,"detectors":`...)
	lists := *after
	lists.Findings = nil
	filled := complete(&lists)

	// Reflection tells of detectors and incidents, which are few.
	w := jsonWriter{}
	err = u.write(&w, "detectors", places(before.Detectors, after.Detectors,
		func(d *Detector) string { return d.ID },
		func(a, b *Detector) bool { return reflect.DeepEqual(a, b) }),
		func(i int) { w.other(&filled.Detectors[i]) })
	if err != nil {
		return nil, err
	}
	u.Head = append(u.Head, `,"findings":`...)
	err = u.write(&w, "findings", places(before.Findings, after.Findings, func(f *detect.Finding) string { return f.ID }, sameFinding),
		func(i int) { w.finding(&after.Findings[i]) })
	if err != nil {
		return nil, err
	}
	u.Head = append(u.Head, `,"incidents":`...)
	err = u.write(&w, "incidents", places(before.Incidents, after.Incidents,
		func(in *Incident) string { return in.ID },
		func(a, b *Incident) bool { return reflect.DeepEqual(a, b) }),
		func(i int) { w.other(&filled.Incidents[i]) })
	if err != nil {
		return nil, err
	}
	u.Head = append(u.Head, '}')
	return u, nil
}

// places returns where each item of a list stands in the one before, -1 where
// it is another one now.
func places[T any](before, after []T, id func(*T) string, same func(a, b *T) bool) []int {
	at := make(map[string]int, len(before))
	for i := range before {
		at[id(&before[i])] = i
	}
	list := make([]int, len(after))
	for i := range after {
		list[i] = -1
		if n, ok := at[id(&after[i])]; ok && same(&before[n], &after[i]) {
			list[i] = n
		}
	}
	return list
}

// write writes the places to the head and the items that are new to parts.
func (u *Update) write(w *jsonWriter, name string, places []int, item func(i int)) error {
	var part []byte
	end := func() {
		if part != nil {
			u.Parts = append(u.Parts, append(part, "]}"...))
			part = nil
		}
	}
	u.Head = append(u.Head, '[')
	for i, place := range places {
		if i > 0 {
			u.Head = append(u.Head, ',')
		}
		u.Head = strconv.AppendInt(u.Head, int64(place), 10)
		if place >= 0 {
			continue
		}
		w.b = w.b[:0]
		if item(i); w.err != nil {
			return fmt.Errorf("report as JSON: %s, item %d: %w", name, i, w.err)
		}
		if part == nil {
			part = fmt.Appendf(make([]byte, 0, partSize+partSize/8), `{"list":%q,"items":[`, name)
		} else {
			part = append(part, ',')
		}
		if part = append(part, w.b...); len(part) >= partSize {
			end()
		}
	}
	end()
	u.Head = append(u.Head, ']')
	return nil
}

// compact writes a value as [WriteJSON] does, without indentation.
func compact(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return escapeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// sameFinding reports whether two findings are written alike. Those of a
// detection that did not run again share their lists and facts, which takes no
// look at each.
func sameFinding(a, b *detect.Finding) bool {
	return a.ID == b.ID && a.Severity == b.Severity && a.Summary == b.Summary && a.Detector == b.Detector && a.Title == b.Title &&
		a.First == b.First && a.Last == b.Last && a.Actor == b.Actor && a.Session == b.Session && a.Query == b.Query && a.RuleFile == b.RuleFile &&
		sameList(a.IPs, b.IPs) && sameList(a.Events, b.Events) && sameList(a.Techniques, b.Techniques) && sameFacts(a.Facts, b.Facts) &&
		(a.Suppressed == nil) == (b.Suppressed == nil) && (a.Suppressed == nil || *a.Suppressed == *b.Suppressed)
}

func sameList(a, b []string) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

func sameFacts(a, b map[string]any) bool {
	if reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer() {
		return true
	}
	return maps.EqualFunc(a, b, func(x, y any) bool { return reflect.DeepEqual(x, y) })
}
