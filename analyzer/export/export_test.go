package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/redact"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// load reads a text as a log.
func load(t *testing.T, name, text string) *analyzer.Loaded {
	t.Helper()
	loaded, err := analyzer.Load(t.Context(), []analyzer.Source{{Name: name, Size: int64(len(text)), Reader: strings.NewReader(text)}}, analyzer.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// sample is a small simulated log as the API writes it, and its report.
func sample(t *testing.T) (*analyzer.Loaded, *report.Report) {
	t.Helper()
	w, err := simulate.New(simulate.Config{Users: 20, Days: 5, Attacks: []simulate.Attack{}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := w.WriteNDJSON(&b); err != nil {
		t.Fatal(err)
	}
	loaded := load(t, "log.json", b.String())
	r, err := loaded.Report(analyzer.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return loaded, r
}

func all(log *table.Log) []uint32 {
	rows := make([]uint32, log.Len())
	for i := range rows {
		rows[i] = uint32(i)
	}
	return rows
}

func ask(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Events that were exported as JSON are the same log when they are read again.
func TestEventsComeBack(t *testing.T) {
	loaded, _ := sample(t)
	d := NewDoor(loaded.Log)
	text, parts, err := d.Events(all(loaded.Log), ask(t, EventsRequest{Form: "jsonl"}))
	if err != nil || parts != 1 {
		t.Fatalf("%d parts, %v", parts, err)
	}
	back := load(t, "back.json", text).Log
	if back.Len() != loaded.Log.Len() {
		t.Fatalf("%d events, want %d", back.Len(), loaded.Log.Len())
	}
	for row := range back.Len() {
		if a, b := loaded.Log.UUID(row), back.UUID(row); a != b || loaded.Log.Time(row) != back.Time(row) {
			t.Fatalf("row %d is %s, want %s", row, b, a)
		}
		for f := range event.NumFields {
			values := func(log *table.Log) (list []string) {
				c := log.Column(f)
				for _, code := range c.Codes(row) {
					list = append(list, c.Values[code])
				}
				for len(list) > 0 && list[len(list)-1] == "" {
					list = list[:len(list)-1]
				}
				return list
			}
			if a, b := values(loaded.Log), values(back); !slices.Equal(a, b) {
				t.Fatalf("row %d: %s is %q, want %q", row, f, b, a)
			}
		}
	}
}

// A CSV of events is read again as a log; it has what the console's has.
func TestEventsAsCSV(t *testing.T) {
	loaded, _ := sample(t)
	d := NewDoor(loaded.Log)
	text, _, err := d.Events(all(loaded.Log), ask(t, EventsRequest{Form: "csv"}))
	if err != nil {
		t.Fatal(err)
	}
	back := load(t, "back.csv", text).Log
	if back.Len() != loaded.Log.Len() {
		t.Fatalf("%d events, want %d", back.Len(), loaded.Log.Len())
	}
	for row := range back.Len() {
		for _, f := range []event.Field{event.Type, event.ActorAlternateID, event.ClientIP, event.ExternalSessionID, event.TargetDisplayName, event.City} {
			a, b := loaded.Log.Column(f).At(row), back.Column(f).At(row)
			if report.Cell(a) != b && a != b {
				t.Fatalf("row %d: %s is %q, want %q", row, f, b, a)
			}
		}
	}
	text, _, err = d.Events([]uint32{2, 0}, ask(t, EventsRequest{Form: "csv", Fields: []string{"uuid", "target0.display_name", "eventType", "target[].id", "published"}}))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != loaded.Log.UUID(2) || rows[2][0] != loaded.Log.UUID(0) {
		t.Fatalf("rows %q, %v", rows, err)
	}
	if got := strings.Join(rows[0], ","); !strings.HasPrefix(got, "uuid,target0.display_name,target0.id,target1.display_name,target1.id,") || !strings.HasSuffix(got, ",event_type,timestamp") {
		t.Errorf("header %s", got)
	}
}

// Parts joined are the file: one header, every row once.
func TestParts(t *testing.T) {
	loaded, _ := sample(t)
	rows := make([]uint32, 2*PartRows+1)
	for i := range rows {
		rows[i] = uint32(i % loaded.Log.Len())
	}
	d := NewDoor(loaded.Log)
	for _, form := range report.EventForms {
		lines := 0
		for part := range 3 {
			text, parts, err := d.Events(rows, ask(t, EventsRequest{Form: form.Name, Fields: []string{"uuid"}, Part: part}))
			if err != nil || parts != 3 {
				t.Fatalf("%s: %d parts, %v", form.Name, parts, err)
			}
			lines += strings.Count(text, "\n")
		}
		want := len(rows)
		if form.Name != "jsonl" {
			want++ // the header
		}
		if lines != want {
			t.Errorf("%s: %d lines, want %d", form.Name, lines, want)
		}
	}
	if text, parts, err := d.Events(nil, ask(t, EventsRequest{Form: "csv", Fields: []string{"uuid"}})); err != nil || parts != 1 || text != "uuid\n" {
		t.Errorf("no rows: %q, %d parts, %v", text, parts, err)
	}
}

func TestManyTargets(t *testing.T) {
	var targets []string
	for i := range 40 {
		targets = append(targets, fmt.Sprintf(`{"id":"t%d","type":"User","displayName":"=name %d"}`, i, i))
	}
	loaded := load(t, "log.json", `{"eventType":"a.b","uuid":"a3b1c2d4-0000-11f0-8000-0242ac120001","published":"2026-06-24T14:06:47.699Z","target":[`+strings.Join(targets, ",")+`]}`)
	text, _, err := NewDoor(loaded.Log).Events([]uint32{0}, ask(t, EventsRequest{Form: "csv"}))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := slices.Index(rows[0], "target15.display_name")
	if last := len(rows[0]) - 1; at < 0 || rows[1][at] != "'=name 15" || rows[0][last] != "targets.omitted" || rows[1][last] != "24" {
		t.Errorf("header %q, row %q", rows[0], rows[1])
	}
}

// Every form comes out of the door, with pseudonyms where they are asked for.
func TestReport(t *testing.T) {
	loaded, r := sample(t)
	if len(r.Findings) < 2 {
		t.Fatalf("%d findings", len(r.Findings))
	}
	d := NewDoor(loaded.Log)
	only := []string{r.Findings[0].ID}
	mail := loaded.Log.Users()[0].AlternateID
	for i := range report.Forms {
		form := report.Forms[i].Name
		q := Request{Form: form, Context: report.Context{Only: only, Filter: "the first", Triage: map[string]report.Triage{only[0]: {Status: report.Confirmed, Note: mail}}}}
		plain, err := d.Report(r, ask(t, q))
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if form != "navigator" && form != "indicators" && !strings.Contains(plain, only[0]) || strings.Contains(plain, r.Findings[1].ID) {
			t.Errorf("%s does not show the one finding", form)
		}
		q.Redact = new(Redaction)
		hidden, err := d.Report(r, ask(t, q))
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if strings.Contains(hidden, mail) {
			t.Errorf("%s: %s in a redacted export", form, mail)
		}
	}
	saved, err := d.Report(r, []byte(`{"form":"json"}`))
	if err != nil {
		t.Fatal(err)
	}
	back, err := report.Parse([]byte(saved))
	if err != nil {
		t.Fatal(err)
	}
	none := NewDoor(nil)
	if text, err := none.Report(back, []byte(`{"form":"timesketch"}`)); err != nil || strings.Count(text, "\n") != len(r.Findings)+1 {
		t.Errorf("a saved report for Timesketch: %v", err)
	}
	for _, test := range []struct {
		door          *Door
		request, want string
	}{
		{d, `{`, "unexpected end"},
		{d, `{"form":"pdf"}`, `form "pdf": want text, json`},
		{d, `{"form":"json","triage":{"x":{"status":"done"}}}`, `status "done"`},
		{d, `{"form":"json","zone":{"name":"x","offsets":[[1,5000]]}}`, "5000 minutes"},
		{d, `{"form":"json","redact":{"allow":["no.such.field"]}}`, `field "no.such.field"`},
		{none, `{"form":"json","redact":{"allow":null}}`, "no log"},
	} {
		if _, err := test.door.Report(back, []byte(test.request)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.request, err, test.want)
		}
	}
	for request, want := range map[string]string{`{"form":"xml"}`: "csv, jsonl, timesketch", `{"form":"csv","part":7}`: "part 7 of 1", `{"form":"csv","fields":["x"]}`: `field "x"`} {
		if _, _, err := d.Events([]uint32{0}, []byte(request)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", request, err, want)
		}
	}
	if _, _, err := d.Events([]uint32{1 << 30}, []byte(`{"form":"csv"}`)); err == nil || !strings.Contains(err.Error(), "no row 1073741824") {
		t.Errorf("a row that is not there: %v", err)
	}
}

func TestPreview(t *testing.T) {
	loaded, _ := sample(t)
	d := NewDoor(loaded.Log)
	text, err := d.Preview([]byte(`{"allow":null,"limit":5}`))
	var p Preview
	if err != nil || json.Unmarshal([]byte(text), &p) != nil || len(p.Pairs) != 5 || p.Total < 100 || p.Pairs[0].Occurrences < p.Pairs[4].Occurrences {
		t.Errorf("preview %s, %v", text, err)
	}
	text, err = d.Fields()
	var fields []redact.FieldInfo
	if err != nil || json.Unmarshal([]byte(text), &fields) != nil || len(fields) != int(event.NumFields) {
		t.Errorf("fields %s, %v", text, err)
	}
}
