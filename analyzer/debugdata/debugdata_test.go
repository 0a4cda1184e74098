package debugdata

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestJavaMap(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Pair
	}{
		{`{level=LOW}`, []Pair{{"level", "LOW"}}},
		{`Risk{level=LOW}`, []Pair{{"level", "LOW"}}},
		{` {a=1, b=2} `, []Pair{{"a", "1"}, {"b", "2"}}},
		{`{reasons=Anomalous Device, Anomalous Location, level=HIGH}`,
			[]Pair{{"reasons", "Anomalous Device, Anomalous Location"}, {"level", "HIGH"}}},
		{`{a=x=y, b=}`, []Pair{{"a", "x=y"}, {"b", ""}}},
		{`{a=[1, k=2], b={c=d, e={f=g}}}`, []Pair{{"a", "[1, k=2]"}, {"b", "{c=d, e={f=g}}"}}},
		{`{New {Device=POSITIVE, b=NEGATIVE}`, []Pair{{"New {Device", "POSITIVE"}, {"b", "NEGATIVE"}}},
		{`{a=]x, b=[y}`, []Pair{{"a", "]x"}, {"b", "[y"}}},
		{`{a=1,b=2}`, []Pair{{"a", "1,b=2"}}}, // Java writes a blank
		{`{=x}`, []Pair{{"", "x"}}},
		{`{}`, nil}, {``, nil}, {`null`, nil}, {`-`, nil}, {`}`, nil}, {`{`, nil}, {`{level=LOW`, nil},
		{`{nothing}`, nil}, {`level=LOW`, nil}, {`1{a=b}`, nil}, {`{"a":1}`, nil},
	} {
		if got := JavaMap(c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("JavaMap(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// wrap writes a text as a string of JSON, layers times over.
func wrap(text string, layers int) string {
	for range layers {
		b, err := json.Marshal(text)
		if err != nil {
			panic(err)
		}
		text = string(b)
	}
	return text
}

func TestUnwrap(t *testing.T) {
	const object = `{"risk":{"level":"LOW"},"behaviors":{"New \"Device\"":"NEGATIVE"}}`
	for layers := range 4 {
		if got := Unwrap(wrap(object, layers)); got != object {
			t.Errorf("%d layers: %s", layers, got)
		}
		if layers > 0 {
			bare := wrap(object, layers)
			if got := Unwrap(bare[1 : len(bare)-1]); got != object {
				t.Errorf("%d layers without quotes: %s", layers, got)
			}
		}
	}
	for _, text := range []string{
		"", " ", "null", "unknown", "-", "LOW", "12", "true", `"LOW"`, "{", `{"a":1`, `{level=LOW}`, `[OKTA_SIGN_ON]`, `{\"a\":`, `"`,
		`{"a":1}{"b":2}`, wrap(object, 4), strings.Repeat("[", 1<<20),
	} {
		if got := Unwrap(text); got != "" {
			t.Errorf("Unwrap(%.40q) = %.40q, want nothing", text, got)
		}
	}
	const tunnels = `[{"anonymous":true,"operator":"WARP_VPN","type":"VPN"}]`
	if got := Unwrap(wrap(tunnels, 2)); got != tunnels {
		t.Errorf("tunnels: %s", got)
	}
}

func TestBehaviors(t *testing.T) {
	const logOnly = `{"risk":{"level":"LOW"},"behaviors":{"New Device":"NEGATIVE","New IP":"POSITIVE"}}`
	for _, c := range []struct {
		name, behaviors, logOnly string
		want                     []Behavior
	}{
		{"Java", `{New Geo-Location=NEGATIVE, New Device=POSITIVE, Velocity=UNKNOWN, New City=BAD_REQUEST}`, "",
			[]Behavior{{"New Geo-Location", "NEGATIVE"}, {"New Device", "POSITIVE"}, {"Velocity", "UNKNOWN"}, {"New City", "BAD_REQUEST"}}},
		{"commas and equals signs in a name", `{Night, weekend=off=POSITIVE, New Device=NEGATIVE}`, "null",
			[]Behavior{{"Night, weekend=off", "POSITIVE"}, {"New Device", "NEGATIVE"}}},
		{"a brace in a name", `{New {Device=POSITIVE}`, "-", []Behavior{{"New {Device", "POSITIVE"}}},
		{"JSON", `{"New Device":"POSITIVE"}`, "", []Behavior{{"New Device", "POSITIVE"}}},
		{"escaped JSON", wrap(`{"New Device":"POSITIVE"}`, 2), "", []Behavior{{"New Device", "POSITIVE"}}},
		{"userBehaviors", `[{"id":"b1","name":"New Device","result":"POSITIVE"},{"id":"b2","name":"x","result":null},7]`, "",
			[]Behavior{{"New Device", "POSITIVE"}}},
		{"log only", "", logOnly, []Behavior{{"New Device", "NEGATIVE"}, {"New IP", "POSITIVE"}}},
		{"log only, escaped", "null", wrap(logOnly, 1), []Behavior{{"New Device", "NEGATIVE"}, {"New IP", "POSITIVE"}}},
		{"log only, escaped twice", "unknown", wrap(logOnly, 2), []Behavior{{"New Device", "NEGATIVE"}, {"New IP", "POSITIVE"}}},
		{"log only, a map's text inside", "", `{"behaviors":"{New Device=POSITIVE}"}`, []Behavior{{"New Device", "POSITIVE"}}},
		{"log only, as Java", "", `{risk={level=LOW}, behaviors={New Device=POSITIVE, Velocity=NEGATIVE}}`,
			[]Behavior{{"New Device", "POSITIVE"}, {"Velocity", "NEGATIVE"}}},
		{"both", `{New Device=POSITIVE}`, logOnly, []Behavior{{"New Device", "POSITIVE"}, {"New IP", "POSITIVE"}}},
		{"nothing", "{}", "{}", nil}, {"blank", "", "", nil}, {"words", "unknown", "-", nil}, {"no map", "POSITIVE", "7", nil},
		{"cut off", `{New Device=POSI`, `{"behaviors":{"New De`, nil},
	} {
		if got := Behaviors(c.behaviors, c.logOnly); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRisk(t *testing.T) {
	for _, c := range []struct{ text, level, reasons string }{
		{`{level=LOW}`, "LOW", ""},
		{`Risk{level=LOW}`, "LOW", ""},
		{`{reasons=Anomalous Device, Anomalous Location, level=HIGH}`, "HIGH", "Anomalous Device, Anomalous Location"},
		{`{level=HIGH, reasons=[Anomalous Device, New ASN]}`, "HIGH", "Anomalous Device, New ASN"},
		{`{"level":"MEDIUM","reasons":["a","b"]}`, "MEDIUM", "a, b"},
		{`{"level":"MEDIUM","reasons":"a, b"}`, "MEDIUM", "a, b"},
		{`{"level":null,"reasons":null}`, "", ""},
		{`{level=null, reasons=-}`, "", ""},
		{`{"risk":{"level":"LOW"},"behaviors":{}}`, "LOW", ""},
		{wrap(`{"risk":{"level":"LOW"}}`, 2), "LOW", ""},
		{`{"risk":"{level=LOW}"}`, "LOW", ""},
		{`{risk={level=LOW}, behaviors={New Device=POSITIVE}}`, "LOW", ""},
		{`HIGH`, "HIGH", ""},
		{`{"risk":{"risk":{"risk":{"risk":{"risk":{"level":"LOW"}}}}}}`, "", ""},
		{"", "", ""}, {"null", "", ""}, {"unknown", "", ""}, {"-", "", ""}, {"{}", "", ""}, {"[]", "", ""}, {"{level=LO", "", ""},
	} {
		if level, reasons := Risk(c.text); level != c.level || reasons != c.reasons {
			t.Errorf("Risk(%q) = %q, %q, want %q, %q", c.text, level, reasons, c.level, c.reasons)
		}
	}
}
