package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// simulatedRecords returns records of a simulated log, every nth of them.
func simulatedRecords(t testing.TB, nth int) [][]byte {
	t.Helper()
	w, err := simulate.New(simulate.Config{Seed: 5, Users: 12, Days: 3})
	if err != nil {
		t.Fatal(err)
	}
	var list [][]byte
	n := 0
	for e := range w.Events() {
		if n++; n%nth == 0 {
			list = append(list, e.AppendJSON(nil))
		}
	}
	return list
}

// member is a member of an object, as encoding/json reads it.
type member struct {
	key   string
	value json.RawMessage
}

// membersOf reads an object with encoding/json, its members in their order.
func membersOf(raw []byte) (list []member, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, false
		}
		list = append(list, member{key.(string), value})
	}
	return list, true
}

// elementsOf reads an array with encoding/json.
func elementsOf(raw []byte) (list []json.RawMessage, ok bool) {
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		return nil, false
	}
	return list, true
}

// textOf returns the text of a value as encoding/json reads it: of null
// nothing, of what is no string its JSON.
func textOf(raw json.RawMessage) string {
	var s string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		json.Unmarshal(raw, &s)
		return s
	}
	return string(raw)
}

// plainRecord is an event read with encoding/json and [event.Lookup]: every
// value of it by field. It knows the API's own form only, keys in any spelling;
// of any other it says that it does not know.
type plainRecord struct {
	values  map[event.Field][]string
	carried fieldSet
	unsure  bool
}

func readPlain(raw []byte) *plainRecord {
	p := &plainRecord{values: make(map[event.Field][]string)}
	top, ok := membersOf(raw)
	if !ok || !utf8.Valid(raw) || bytes.Contains(raw, []byte("\\u0000")) {
		p.unsure = true
		return p
	}
	objects := make(map[string]bool)
	for _, m := range top {
		folded := strings.ToLower(strings.ReplaceAll(m.key, "_", ""))
		action := actionOf([]byte(m.key))
		switch action.kind {
		case unknownKey, outerTime:
		case textKey, idKey, timeKey:
			text := m.value
			if list, isList := elementsOf(text); isList {
				if len(list) != 1 {
					p.unsure = true
					return p
				}
				text = list[0]
			}
			f, _, known := event.Lookup(m.key)
			if !known {
				p.unsure = true
				return p
			}
			p.put(f, 0, textOf(text))
		case objectKey:
			p.unsure = p.unsure || objects[folded]
			objects[folded] = true
			switch folded {
			case "target":
				p.list("target", m.value)
			case "request":
				request, _ := membersOf(m.value)
				seen := false
				for _, r := range request {
					if strings.ToLower(strings.ReplaceAll(r.key, "_", "")) == "ipchain" {
						p.unsure = p.unsure || seen
						seen = true
						p.list("request.ipchain", r.value)
					}
				}
			default:
				p.walk(folded, m.value, 0)
			}
		default: // around an event, or a path of names
			p.unsure = true
		}
	}
	return p
}

// put takes a value; two of one field are a matter of taste.
func (p *plainRecord) put(f event.Field, element int, text string) {
	list := p.values[f]
	for len(list) <= element {
		list = append(list, "")
	}
	p.unsure = p.unsure || p.carried[f/64]>>(f%64)&1 == 1 && (!f.Multi() || list[element] != "")
	list[element] = text
	p.values[f] = list
	p.carried.add(f)
}

// list takes the targets or the chain, those of them that have a value.
func (p *plainRecord) list(path string, raw json.RawMessage) {
	elements, isList := elementsOf(raw)
	if !isList {
		p.unsure = p.unsure || string(raw) != "null"
		return
	}
	kept := 0
	for _, element := range elements {
		before := make(map[event.Field]int)
		for f, list := range p.values {
			before[f] = len(list)
		}
		p.walk(path, element, kept)
		some := false
		for f, list := range p.values {
			if len(list) > before[f] && f.Multi() {
				some = some || list[len(list)-1] != ""
			}
		}
		if some {
			kept++
			continue
		}
		for f, list := range p.values {
			if f.Multi() {
				p.values[f] = list[:min(len(list), before[f])]
			}
		}
	}
}

// walk takes the values under a path.
func (p *plainRecord) walk(path string, raw json.RawMessage, element int) {
	if f, _, known := event.Lookup(path); known {
		if inner, isObject := membersOf(raw); f != event.UserAgent || !isObject || len(inner) == 0 && string(raw) != "{}" {
			p.put(f, element, textOf(raw))
			return
		}
	}
	inner, isObject := membersOf(raw)
	if !isObject {
		p.unsure = p.unsure || len(raw) > 0 && raw[0] == '['
		return
	}
	for _, m := range inner {
		if strings.EqualFold(strings.ReplaceAll(m.key, "_", ""), "flattened") {
			p.unsure = true
		}
		p.walk(path+"."+m.key, m.value, element)
	}
}

// isEvent reports whether the record is an event at all.
func (p *plainRecord) isEvent() bool {
	return strings.Join(p.values[event.Type], "") != "" && p.carried.meets(&signatureSet)
}

// nesting returns how deep objects and arrays are in each other.
func nesting(raw []byte) int {
	depth, most := 0, 0
	d := json.NewDecoder(bytes.NewReader(raw))
	for {
		t, err := d.Token()
		if err != nil {
			return most
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		most = max(most, depth)
	}
}

// describePlain writes a record as [describe] does, without the place in the
// file; "" if its time is none.
func describePlain(p *plainRecord, raw []byte) string {
	ms, err := event.ParseTime(strings.Join(p.values[event.Published], ""))
	if err != nil {
		return ""
	}
	id := strings.Join(p.values[event.UUID], "")
	var b strings.Builder
	if parsed, real := table.ParseUUID([]byte(id)); real {
		fmt.Fprintf(&b, "%d %s", ms, table.FormatUUID(parsed))
		id = ""
	} else {
		if len(id) > 200 {
			id = id[:200]
		}
		if fmt.Fprintf(&b, "%d %s", ms, id); id == "" {
			b.WriteString(table.FormatUUID(table.ContentID(raw)))
		}
	}
	for f := range event.NumFields {
		values := p.values[f]
		switch f {
		case event.Published:
			continue
		case event.UUID:
			values = []string{id}
		}
		if strings.Join(values, "") == "" {
			continue
		}
		if f.Multi() { // all fields of a group are as long
			g, _ := table.GroupOf(f)
			groups := []table.Group{g}
			if g == table.TargetGroup || g == table.TargetDetailGroup {
				groups = []table.Group{table.TargetGroup, table.TargetDetailGroup}
			}
			for _, g := range groups {
				for _, other := range g.Fields() {
					for len(values) < len(p.values[other]) {
						values = append(values[:len(values):len(values)], "")
					}
				}
			}
		}
		fmt.Fprintf(&b, " %s=%q", f, values)
	}
	return b.String()
}

// place is that of a record in the file as [describe] writes it, behind the
// time and the id and before the first field.
var place = regexp.MustCompile(`(?s)^(.*?) \d+\+\d+( [A-Za-z_.\[\]]+=\[".*)?$`)

// withoutPlaces returns described events without their places in the file,
// sorted.
func withoutPlaces(events []string) []string {
	list := make([]string, len(events))
	for i, e := range events {
		list[i] = place.ReplaceAllString(e, "$1$2")
	}
	slices.Sort(list)
	return list
}

// FuzzJSON holds the decoder against itself, as FuzzCSV does, and its reading
// of a record against encoding/json, wherever the record is JSON and has the
// API's form. The record stands between others, which must come out whatever
// it is, as long as it is a line.
func FuzzJSON(f *testing.F) {
	records := simulatedRecords(f, 1)
	around := [][]byte{records[0], records[1], records[len(records)-2], records[len(records)-1]}
	for i := 2; i < len(records)-2; i += 9 {
		f.Add(uint64(i), records[i])
	}
	const head = `{"uuid":"0123abcd-ef45-11f1-8899-0242ac120002","eventType":"user.session.start","published":"2026-06-24T14:06:47.699Z",`
	for i, text := range []string{
		head + `"actor":{"id":"00u1","alternateId":"z\u00f6e@example.com","displayName":"\ud83d\ude00 \ud83d\" \/ \\ \b\f\n\r\t"}}`,
		head + `"target":[{"id":null},{"id":"a"},{},{"type":"User","changeDetails":{"from":{"a":1},"to":[1, 2]}}],"outcome":null}`,
		head + `"client":{"userAgent":"text","ipAddress":"192.0.2.1","geographicalContext":{"geolocation":{"lat":1e3,"lon":-0.0}}},"severity":["INFO"]}`,
		"{ \"event_type\" : \"a.b\" ,\t\"Published\":1656079607699, \"uuid\": \"\", \"actor\":{ \"alternate_id\" :true } }",
		head + `"actor":{"id":"1","id":"2"},"displayMessage":"a\u0000b","debugContext":{"debugData":{"url":"/x?a=1&b={}","risk":"{level=LOW}"}}}`,
		`{"eventType":"a","published":"yesterday","actor":{"id":"1"}}`,
		`{"published":"2026-06-24T14:06:47.699Z","uuid":"x"}`,
		`{"a":{"b":[[[{"eventType":"a"}]]]}}`,
		head + `"actor":{"id":"1"}} {"eventType":`,
		`{"eventType":"a","actor":{"id":"` + "\xe9" + `"},"published":"2026-06-24T14:06:47.699Z"}`,
		head + `"x":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `}`,
		`"text"`, `[`, `]}`, `{"a":`, "{\"a\":\"\x01\"}", `nul`, `{}`, `[[],{},[{}]]`,
	} {
		f.Add(uint64(i), []byte(text))
	}
	var described, ids []string
	for _, r := range around {
		p := readPlain(r)
		described = append(described, describePlain(p, r))
		ids = append(ids, strings.Join(p.values[event.UUID], ""))
	}
	f.Fuzz(func(t *testing.T, seed uint64, raw []byte) {
		if len(raw) > 1<<16 {
			t.Skip()
		}
		rng := rand.New(rand.NewPCG(seed, 2))
		var b bytes.Buffer
		for _, r := range around[:2] {
			b.Write(append(r, '\n'))
		}
		b.Write(append(raw, '\n'))
		for _, r := range around[2:] {
			b.Write(append(r, '\n'))
		}
		text := b.Bytes()
		one := decodeAll(t, text, 1<<20, 1, rng)
		chunk := int64(64 + rng.IntN(2*len(text)))
		compare(t, fmt.Sprintf("chunks of %d", chunk), decodeAll(t, text, chunk, 1+rng.IntN(3), rng), one)

		got, want := withoutPlaces(one.events), slices.Clone(described)
		record := bytes.TrimSpace(raw)
		plain := readPlain(record)
		switch {
		case bytes.IndexByte(raw, '\n') >= 0 && !json.Valid(raw):
			return // it may reach over lines
		case json.Valid(raw) && !plain.unsure && plain.isEvent() && nesting(record) <= maxNesting:
			if e := describePlain(plain, record); e != "" {
				if !slices.Contains(want, e) {
					want = append(want, e)
				}
			} else if len(one.rejects) != 1 {
				t.Fatalf("rejects %q, want one for the time", one.rejects)
			}
		default:
			// Whatever it is, the records around it are there.
			for _, w := range want {
				if !slices.Contains(got, w) {
					t.Fatalf("lost: %s\nrejects %q", w, one.rejects)
				}
			}
			return
		}
		slices.Sort(want)
		if slices.Contains(ids, strings.ToLower(strings.Join(plain.values[event.UUID], ""))) {
			return // a copy of one of the others
		}
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("event %d of %d, want %d; rejects %q\n got %s\nwant %s", i, len(got), len(want), one.rejects, lineAt(got, i), lineAt(want, i))
			}
		}
	})
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(none)"
}

// The plain reading of a record is itself right for the records of the
// simulator, whose fields are known.
func TestPlainRecord(t *testing.T) {
	w, err := simulate.New(simulate.Config{Seed: 5, Users: 6, Days: 2})
	if err != nil {
		t.Fatal(err)
	}
	for e := range w.Events() {
		raw := e.AppendJSON(nil)
		p, row := readPlain(raw), e.Row()
		if p.unsure || !p.isEvent() {
			t.Fatalf("not sure of %s", raw)
		}
		for f := range event.NumFields {
			if f.Column() == "" {
				continue
			}
			for i := range map[bool]int{false: 1, true: event.MaxTargets}[strings.HasPrefix(f.Column(), "target")] {
				if got, want := lineAt(append(slices.Clip(p.values[f]), "", "", "", ""), i), row.Get(f, i); got != want {
					t.Fatalf("%s %d: %q, want %q: %s", f, i, got, want, raw)
				}
			}
		}
	}
}
