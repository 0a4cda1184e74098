package debugdata

import (
	"encoding/json"
	"strings"
	"testing"
)

// javaText writes a map as Java does.
func javaText(pairs []Pair) string {
	var entries []string
	for _, p := range pairs {
		entries = append(entries, p.Key+"="+p.Value)
	}
	return strings.Join(entries, comma)
}

// FuzzJavaMap checks that entries, written again, are the text they were read
// from, and that a map without ambiguity is read as it was written.
func FuzzJavaMap(f *testing.F) {
	for _, seed := range []string{
		`{level=LOW}`, `Risk{reasons=Anomalous Device, Anomalous Location, level=HIGH}`, `{a=[1, k=2], b={c=d}}`, `{New {Device=POSITIVE}`, `{}`, `{a, b=c}`,
	} {
		f.Add(seed, "New Device", "Anomalous Device, Anomalous Location")
	}
	f.Fuzz(func(t *testing.T, text, key, value string) {
		if pairs := JavaMap(text); pairs != nil {
			if inner, _ := inBraces(text); javaText(pairs) != inner {
				t.Errorf("JavaMap(%q) = %q", text, pairs)
			}
		}
		Behaviors(text, text)
		Risk(text)
		if strings.ContainsAny(key, "=,{}[]") || strings.ContainsAny(value, "={}[]") {
			return
		}
		want := []Pair{{key, value}, {"level", "LOW"}}
		if got := JavaMap("{" + javaText(want) + "}"); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("a map of %q was read as %q", want, got)
		}
	})
}

// FuzzBehaviors checks behaviours of any name against the map they were
// written from.
func FuzzBehaviors(f *testing.F) {
	f.Add("New Device", "Velocity", 0, false)
	f.Add("Night, weekend=off", "a{b", 2, true)
	f.Fuzz(func(t *testing.T, one, two string, layers int, positive bool) {
		value := "NEGATIVE"
		if positive {
			value = "POSITIVE"
		}
		if one == "" || two == "" || one == two || strings.ToValidUTF8(one, "") != one || strings.ToValidUTF8(two, "") != two {
			return
		}
		b, err := json.Marshal(map[string]any{"behaviors": map[string]string{one: value, two: "UNKNOWN"}})
		if err != nil {
			t.Fatal(err)
		}
		got := Behaviors("null", wrap(string(b), layers&3))
		if len(got) != 2 {
			t.Fatalf("of %s: %q", b, got)
		}
		for _, g := range got {
			if g != (Behavior{one, value}) && g != (Behavior{two, "UNKNOWN"}) {
				t.Errorf("of %s: %q", b, got)
			}
		}
	})
}

// FuzzUnwrap checks against encoding/json.
func FuzzUnwrap(f *testing.F) {
	f.Add(`{"risk":{"level":"LOW"}}`, 0)
	f.Add(`[{"anonymous":true,"operator":"WARP_VPN","type":"VPN"}]`, 2)
	f.Add(`{\"a\":\"\\\"\"}`, 1)
	f.Add(`"x`, 3)
	f.Fuzz(func(t *testing.T, text string, layers int) {
		got := Unwrap(text)
		if got != "" && (!json.Valid([]byte(got)) || got[0] != '{' && got[0] != '[') {
			t.Errorf("Unwrap(%q) = %q, which is no object or array", text, got)
		}
		trimmed := strings.TrimSpace(text)
		if !json.Valid([]byte(text)) || trimmed[0] != '{' && trimmed[0] != '[' || strings.ToValidUTF8(text, "") != text {
			return
		}
		if got := Unwrap(wrap(text, layers&3)); got != trimmed {
			t.Errorf("%q in %d layers became %q", text, layers&3, got)
		}
	})
}
