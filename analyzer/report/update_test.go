package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"testing"

	"okta-session-analyzer/analyzer/detect"
)

// reader puts updates together as the page does.
type reader map[string][]json.RawMessage

func (r reader) take(t *testing.T, u *Update) []byte {
	t.Helper()
	fresh := reader{}
	for _, text := range u.Parts {
		var part struct {
			List  string            `json:"list"`
			Items []json.RawMessage `json:"items"`
		}
		if err := json.Unmarshal(text, &part); err != nil {
			t.Fatalf("%v in part %s", err, text)
		}
		fresh[part.List] = append(fresh[part.List], part.Items...)
	}
	var head struct {
		Report                         map[string]json.RawMessage
		Detectors, Findings, Incidents []int
	}
	if err := json.Unmarshal(u.Head, &head); err != nil {
		t.Fatalf("%v in head %s", err, u.Head)
	}
	for name, places := range map[string][]int{"detectors": head.Detectors, "findings": head.Findings, "incidents": head.Incidents} {
		if string(head.Report[name]) != "[]" {
			t.Fatalf("%s of the head: %s", name, head.Report[name])
		}
		items := make([]json.RawMessage, len(places))
		for i, place := range places {
			if place >= 0 {
				items[i] = r[name][place]
			} else {
				items[i], fresh[name] = fresh[name][0], fresh[name][1:]
			}
		}
		if len(fresh[name]) > 0 {
			t.Fatalf("%d %s too many", len(fresh[name]), name)
		}
		r[name] = items
		text, err := json.Marshal(items)
		if err != nil {
			t.Fatal(err)
		}
		head.Report[name] = text
	}
	text, err := json.Marshal(head.Report)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sameJSON compares texts by what they say.
func sameJSON(t *testing.T, name string, got, want []byte) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(want, &b); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Fatalf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// change returns a report as another analysis of the log could come to: some
// items are gone, some new, some have become others under the same id.
func (m maker) change(r *Report) *Report {
	next := m.report()
	next.Detectors = append(next.Detectors, r.Detectors...)
	next.Incidents = append(next.Incidents, r.Incidents...)
	for _, f := range r.Findings {
		switch m.IntN(8) {
		case 0:
			continue
		case 1:
			f.Severity = detect.Severity(m.IntN(5))
		case 2:
			f.Summary = m.text()
		case 3:
			f.Facts = maps.Clone(f.Facts) // the same in another map
		case 4:
			f.Facts = map[string]any{m.text(): m.value()}
		case 5:
			f.IPs, f.Events = m.texts(), append([]string(nil), f.Events...)
		case 6:
			f.Suppressed = &detect.Suppression{List: m.text()}
		}
		next.Findings = append(next.Findings, f)
	}
	m.Shuffle(len(next.Findings), func(i, j int) { next.Findings[i], next.Findings[j] = next.Findings[j], next.Findings[i] })
	return next
}

// A reader of updates has each report as [WriteJSON] writes it.
func TestUpdate(t *testing.T) {
	for seed := range uint64(400) {
		m := maker{rand.New(rand.NewPCG(3, seed))}
		page := reader{}
		var before *Report
		for step := range 5 {
			after := m.report()
			if before != nil {
				after = m.change(before)
			}
			u, err := NewUpdate(before, after)
			if err != nil {
				t.Fatal(err)
			}
			var want bytes.Buffer
			if err := WriteJSON(&want, after); err != nil {
				t.Fatal(err)
			}
			sameJSON(t, fmt.Sprintf("seed %d, step %d", seed, step), page.take(t, u), want.Bytes())
			before = after
		}
	}
}

// What is the same is not written again, and what is new comes in parts.
func TestUpdateIsShort(t *testing.T) {
	r := &Report{Detectors: []Detector{{ID: "d"}}, Incidents: []Incident{{ID: "i"}}}
	for i := range 5000 {
		r.Findings = append(r.Findings, detect.Finding{ID: fmt.Sprint(i), Summary: string(bytes.Repeat([]byte("x"), 200)), Facts: map[string]any{"n": i}})
	}
	u, err := NewUpdate(nil, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(u.Parts) < 10 {
		t.Errorf("%d parts", len(u.Parts))
	}
	for _, part := range u.Parts {
		if len(part) > partSize+1000 {
			t.Errorf("a part of %d bytes", len(part))
		}
	}
	next := *r
	next.Findings = append([]detect.Finding{}, r.Findings...)
	next.Findings[7].Facts = map[string]any{"n": 7}
	if u, err = NewUpdate(r, &next); err != nil || len(u.Parts) > 0 {
		t.Errorf("the same report came in %d parts, %v", len(u.Parts), err)
	}
	next.Findings[7].Severity = detect.High
	if u, err = NewUpdate(r, &next); err != nil || len(u.Parts) != 1 || bytes.Count(u.Parts[0], []byte(`"id"`)) != 2 { // of the finding, of its actor
		t.Errorf("a changed finding came as %s, %v", u.Parts, err)
	}
}
