package simulate

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"okta-session-analyzer/analyzer/event"
)

// The JSON form of an event says what its CSV form says, in the API's paths.
func TestJSON(t *testing.T) {
	w := newWorld(t, Config{Seed: 3, Users: 200, Days: 8})
	many := 0
	for e := range w.Events() {
		text := e.AppendJSON(nil)
		if !json.Valid(text) {
			t.Fatalf("not JSON: %s", text)
		}
		checkOrder(t, gjson.ParseBytes(text))
		row := e.Row()
		targets := len(gjson.GetBytes(text, "target").Array())
		if targets != len(e.Targets) {
			t.Fatalf("%d targets; want %d: %s", targets, len(e.Targets), text)
		}
		if targets > event.MaxTargets {
			many++
		}
		for f := range event.NumFields {
			if f.Column() == "" {
				continue // in the API's JSON only
			}
			path, number := strings.Replace(f.Key(), "ipChain[]", "ipChain.0", 1), 1
			if strings.HasPrefix(path, "target[]") {
				number = event.MaxTargets
			}
			for i := range number {
				at := strings.Replace(path, "[]", "."+string(rune('0'+i)), 1)
				if got, want := gjson.GetBytes(text, at).String(), row.Get(f, i); got != want {
					t.Fatalf("%s is %q; the row has %q: %s", at, got, want, text)
				}
			}
		}
		gjson.GetBytes(text, "debugContext.debugData").ForEach(func(key, value gjson.Result) bool {
			if value.Type != gjson.String {
				t.Fatalf("debugData.%s is no string: %s", key.Str, value.Raw)
			}
			if (key.Str == "logOnlySecurityData" || key.Str == "tunnels") && !gjson.Valid(value.Str) {
				t.Fatalf("debugData.%s holds no JSON: %s", key.Str, value.Str)
			}
			return true
		})
	}
	if many == 0 {
		t.Error("no event has more targets than the console's CSV has room for")
	}
}

// What the CSV lacks is there.
func TestJSONOnlyFields(t *testing.T) {
	w := newWorld(t, Config{Seed: 1})
	values := map[event.Field]map[string]bool{}
	fields := []event.Field{
		event.State, event.ASNumber, event.ASOrg, event.ISP, event.Domain, event.IsProxy, event.Behaviors, event.Risk,
		event.LogOnlySecurityData, event.ThreatSuspected, event.Tunnels, event.DTHash, event.DeviceFingerprint, event.Factor,
		event.PushResponse, event.SignOnMode, event.InitiationType, event.DeviceID, event.DeviceName, event.DeviceManaged,
	}
	for e := range w.Events() {
		text := e.AppendJSON(nil)
		for _, f := range fields {
			if value := gjson.GetBytes(text, f.Key()).String(); value != "" {
				if values[f] == nil {
					values[f] = map[string]bool{}
				}
				values[f][value] = true
			}
		}
	}
	for _, f := range fields {
		if len(values[f]) == 0 {
			t.Errorf("%s: never set", f)
		}
	}
	for _, f := range []event.Field{event.IsProxy, event.Behaviors, event.Risk, event.Factor, event.PushResponse, event.DTHash, event.DeviceManaged} {
		if len(values[f]) < 2 {
			t.Errorf("%s: always %v", f, values[f])
		}
	}
}

// checkOrder checks that the keys of every object are in order and once.
func checkOrder(t *testing.T, value gjson.Result) {
	t.Helper()
	previous := ""
	value.ForEach(func(key, inner gjson.Result) bool {
		if value.IsObject() {
			if key.Str <= previous {
				t.Fatalf("key %q after %q in %s", key.Str, previous, value.Raw)
			}
			previous = key.Str
		}
		if inner.IsObject() || inner.IsArray() {
			checkOrder(t, inner)
		}
		return true
	})
}

func TestJSONForms(t *testing.T) {
	w := newWorld(t, Config{Seed: 3, Users: 20, Days: 5})
	var lines, array bytes.Buffer
	n, err := w.WriteNDJSON(&lines)
	if err != nil {
		t.Fatal(err)
	}
	m, err := w.WriteJSON(&array)
	if err != nil {
		t.Fatal(err)
	}
	objects := gjson.ParseBytes(array.Bytes()).Array()
	split := strings.Split(strings.TrimSuffix(lines.String(), "\n"), "\n")
	if n != m || len(objects) != n || len(split) != n {
		t.Fatalf("%d and %d events; %d lines, %d objects", n, m, len(split), len(objects))
	}
	if !slices.EqualFunc(split, objects, func(line string, o gjson.Result) bool { return line == o.Raw }) {
		t.Error("the array's objects differ from the lines")
	}
	// A log without events is still a log.
	var none bytes.Buffer
	empty := &World{cfg: Config{Days: 0}, rng: newRoll()}
	if n, err := empty.WriteNDJSON(&none); n != 0 || err != nil || none.Len() != 0 {
		t.Errorf("no events: %d, %v, %q", n, err, none.String())
	}
	if n, err := empty.WriteJSON(&none); n != 0 || err != nil || none.String() != "[]\n" {
		t.Errorf("no events: %d, %v, %q", n, err, none.String())
	}
}

// The intruder's sign-in looks to Okta as such.
func TestRisk(t *testing.T) {
	w := newWorld(t, Config{Seed: 2})
	risky, devices := 0, map[string]map[string]bool{}
	for e := range w.Events() {
		text := e.AppendJSON(nil)
		risk := gjson.GetBytes(text, "debugContext.debugData.risk").Str
		if strings.Contains(risk, "level=HIGH") {
			risky++
			if e.campaign == 0 {
				t.Fatalf("high risk outside an attack: %s", text)
			}
			if b := gjson.GetBytes(text, "debugContext.debugData.behaviors").Str; !strings.Contains(b, "New Device=POSITIVE") {
				t.Fatalf("behaviors %s", b)
			}
		}
		if hash := gjson.GetBytes(text, "debugContext.debugData.dtHash").Str; hash != "" {
			if len(hash) != 64 {
				t.Fatalf("dtHash %q", hash)
			}
			if devices[hash] == nil {
				devices[hash] = map[string]bool{}
			}
			devices[hash][e.Actor.ID] = true
		}
	}
	if risky == 0 {
		t.Error("no risk")
	}
	for hash, users := range devices {
		if n := len(users); n > 1 && !users["unknown"] {
			t.Errorf("device %s has %d users", hash, n)
		}
	}
}

func TestAppendString(t *testing.T) {
	for _, s := range []string{"", "plain", `q"uo"te`, `back\slash`, "tab\tline\nnul\x00", "Zoë 小林 🙂", "</script>"} {
		var back string
		if err := json.Unmarshal(appendString(nil, s), &back); err != nil || back != s {
			t.Errorf("%q comes back as %q, %v", s, back, err)
		}
	}
}

func TestAppendCell(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "plain": "plain", "a,b": `"a,b"`, `a"b`: `"a""b"`, "a\nb": "\"a\nb\"", "a\rb": "\"a\rb\"", " a ": " a ", "ü": "ü",
	} {
		if got := string(appendCell(nil, s)); got != want {
			t.Errorf("%q is written %s; want %s", s, got, want)
		}
	}
}
