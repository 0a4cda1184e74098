package query

import (
	"bytes"
	_ "embed" // tests in a browser have no file system
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

var update = flag.Bool("update", false, "write testdata/door.golden again")

//go:embed testdata/door.golden
var doorGolden []byte

// asks are questions in the order of a page's; {n} stands for the uuid of an
// event.
var asks = []struct{ name, question string }{
	{"fields", `{}`},
	{"rows", `{"from":0,"to":2,"fields":["type","user","target"]}`},
	{"query", `{"text":"kind:signin OR -ip:192.0.2.0/24"}`},
	{"rows", `{"from":1,"to":4,"fields":["time","ip","network","browser","os","user","session","target","target0.type","uuid"]}`},
	{"top", `{"fields":["type","user","ip","uuid"],"limit":3}`},
	{"histogram", `{"buckets":4}`},
	{"histogram", `{"buckets":3,"whole":true,"from":1772442000000,"to":1772445600000.5}`},
	{"query", `{"text":"user:*ana*","from":1772442000000,"to":1772445600000,"sort":{"field":"ip","descending":true}}`},
	{"rows", `{"from":0,"to":500,"fields":["ip"]}`},
	{"rows", `{"from":9000,"to":9500,"fields":[]}`},
	{"query", `{"text":"ip:192.0.2.0/33"}`},
	{"rows", `{"from":0,"to":1,"fields":["ip"]}`},
	{"query", `{"text":"é😀 \"é\" ipp:x"}`},
	{"query", `{"text":"around:nothing"}`},
	{"query", `{"text":"around:{10}~1s"}`},
	{"position", `{"uuid":"{10}"}`},
	{"position", `{"uuid":"{20}"}`},
	{"suggest", `{"field":"type","prefix":"USER","limit":2}`},
	{"suggest", `{"field":"user","prefix":"a","limit":9}`},
	{"entity", `{"kind":"address","id":"192.0.2.1"}`},
	{"entity", `{"kind":"session","id":"102A"}`},
	{"entity", `{"kind":"user","id":"nobody"}`},
	{"query", `{}`},
}

// TestDoor compares the door's answers with those that were looked at once. In a
// browser it runs as WebAssembly: the answers are the same there.
func TestDoor(t *testing.T) {
	log := randomLog(t, 1, 60)
	d := NewDoor(log, nil)
	var out bytes.Buffer
	for _, a := range asks {
		question := a.question
		for _, n := range []int{10, 20} {
			question = strings.ReplaceAll(question, fmt.Sprintf("{%d}", n), log.UUID(n))
		}
		answer, err := d.Ask(a.name, question)
		if err != nil {
			t.Fatalf("%s %s: %v", a.name, question, err)
		}
		if !json.Valid([]byte(answer)) {
			t.Fatalf("%s %s: %s", a.name, question, answer)
		}
		fmt.Fprintf(&out, "%s %s\n%s\n\n", a.name, question, answer)
	}
	if *update {
		if err := os.WriteFile("testdata/door.golden", out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(out.Bytes(), doorGolden) {
		got, want := strings.Split(out.String(), "\n"), strings.Split(string(doorGolden), "\n")
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("line %d of testdata/door.golden (-update writes it):\n got %s\nwant %s", i+1, got[i], want[i])
			}
		}
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
}

func TestDoorErrors(t *testing.T) {
	d := NewDoor(randomLog(t, 1, 60), nil)
	for _, a := range [][2]string{
		{"nothing", "{}"}, {"query", "["}, {"rows", `{"from":0,"to":501}`}, {"rows", `{"from":0,"to":5,"fields":["nothing"]}`},
		{"query", `{"text":"","sort":{"field":"nothing"}}`}, {"query", `{"text":"","sort":{"field":"uuid"}}`}, {"top", `{"fields":["nothing"]}`},
		{"histogram", `{"buckets":0}`}, {"histogram", `{"buckets":5,"from":10,"to":10}`}, {"suggest", `{"field":"nothing"}`},
	} {
		if answer, err := d.Ask(a[0], a[1]); err == nil || !strings.HasPrefix(err.Error(), "query: ") {
			t.Errorf("%s %s: %s, %v", a[0], a[1], answer, err)
		}
	}
}

// The current result is that of the last query that could be answered, and
// every event after a reset.
func TestDoorCurrent(t *testing.T) {
	log := randomLog(t, 2, 100)
	d := NewDoor(log, nil)
	count := func() int {
		t.Helper()
		answer, err := d.Ask("top", `{"fields":["uuid"]}`)
		var top []Top
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(answer), &top); err != nil {
			t.Fatal(err)
		}
		return top[0].Events
	}
	ask := func(text string) {
		t.Helper()
		if _, err := d.Ask("query", fmt.Sprintf(`{"text":%q}`, text)); err != nil {
			t.Fatal(err)
		}
	}
	want := mustRun(t, d.view, "result:SUCCESS").Len()
	if want == 0 || want == log.Len() || count() != log.Len() {
		t.Fatalf("%d of %d events", count(), log.Len())
	}
	ask("result:SUCCESS")
	if count() != want {
		t.Errorf("%d events, want %d", count(), want)
	}
	ask("result:SUCCESS (")
	if count() != want {
		t.Errorf("%d events after an error, want %d", count(), want)
	}
	d.Reset()
	if count() != log.Len() {
		t.Errorf("%d events after a reset, want %d", count(), log.Len())
	}
}

// A log without events has answers too.
func TestDoorEmptyLog(t *testing.T) {
	log, _ := table.NewBuilder().Log(nil)
	d := NewDoor(log, nil)
	for _, a := range asks {
		if strings.Contains(a.question, "{1") || strings.Contains(a.question, "{2") {
			continue // about an event
		}
		if _, err := d.Ask(a.name, a.question); err != nil {
			t.Errorf("%s %s: %v", a.name, a.question, err)
		}
	}
}

// A log of enormous values does not make enormous answers.
func TestDoorLongValues(t *testing.T) {
	b := table.NewBuilder()
	for i := range 300 {
		long := fmt.Sprint(i) + strings.Repeat("é", 5_000)
		row := &event.Row{Published: event.FormatTime(start), UUID: testUUID(i), ActorID: "00u1" + long, ActorAlternateID: long, ActorDisplayName: long,
			ClientIP: long, City: long, Country: long, UserAgent: long, OutcomeResult: long, Type: long, ExternalSessionID: "idx1", RootSessionID: long}
		row.Target0 = event.Target{ID: long, Type: "AppInstance", AlternateID: long, DisplayName: long}
		row.Target1 = row.Target0
		if err := b.AddRow(0, int64(i), nil, row); err != nil {
			t.Fatal(err)
		}
	}
	log, _ := b.Log([]string{"long"})
	d := NewDoor(log, nil)
	for _, a := range [][2]string{
		{"rows", `{"from":0,"to":300,"fields":["user","ip","city","target"]}`}, {"top", `{"fields":["user","ip"],"limit":300}`},
		{"suggest", `{"field":"app","prefix":"","limit":300}`}, {"entity", `{"kind":"session","id":"idx1"}`},
		{"entity", `{"kind":"application","id":"AppInstance"}`}, {"query", `{"text":"user:*é"}`},
	} {
		answer, err := d.Ask(a[0], a[1])
		if err != nil {
			t.Fatal(err)
		}
		if len(answer) > 7<<20 || !utf8.ValidString(answer) {
			t.Errorf("%s %s: %d bytes", a[0], a[1], len(answer))
		}
	}
}

// The cache of terms has bounds, and an answer from it is that of a new view.
func TestCacheBounds(t *testing.T) {
	log := randomLog(t, 3, 100)
	v := NewView(log)
	for n := range 3 * mostCached {
		text := fmt.Sprintf("ip:192.0.2.%d OR user:%d OR word%d", n%200, n, n)
		if got, want := mustRun(t, v, text).Len(), mustRun(t, NewView(log), text).Len(); got != want {
			t.Fatalf("%s: %d events, want %d", text, got, want)
		}
		if len(v.cache.sets) > mostCached || len(v.cache.order) != len(v.cache.sets) || v.cache.bytes > mostCachedBytes {
			t.Fatalf("%d terms of %d bytes in the cache", len(v.cache.sets), v.cache.bytes)
		}
	}
	if size := v.plain(event.ClientIP).domain.size; size == 0 || v.cache.bytes == 0 {
		t.Fatal("nothing was kept")
	}
}
