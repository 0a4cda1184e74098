package query

import (
	_ "embed" // tests in a browser have no file system
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"  ":                            "",
		"evil":                          "evil",
		`"two words"`:                   `"two words"`,
		"a b":                           "a b",
		"a AND b":                       "a b",
		"a OR b c":                      "a OR b c",
		"(a OR b) c":                    "(a OR b) c",
		"((a)) ((b))":                   "a b",
		"a (b c)":                       "a b c",
		"a or b":                        "a or b",
		`"OR"`:                          `"OR"`,
		"NOT a":                         "-a",
		"NOT NOT a":                     "a",
		"--a":                           "a",
		"-(a b)":                        "-(a b)",
		"NOT -(a OR b)":                 "a OR b",
		"x -(-a)":                       "x a",
		"IP:192.0.2.1":                  "ip:192.0.2.1",
		"client.ip_address:192.0.2.1":   "ip:192.0.2.1",
		"client.ipaddress:192.0.2.1":    "ip:192.0.2.1",
		"eventType:user.*":              "type:user.*",
		"dthash:x":                      "dtHash:x",
		"target[].displayName:Payroll":  "target[].displayName:Payroll",
		"target2.TYPE:User":             "target2.type:User",
		"ip:192.0.2.77/24":              "ip:192.0.2.0/24",
		"ip:2001:db8::5/32":             "ip:2001:db8::/32",
		"ip:::ffff:192.0.2.5/120":       "ip:192.0.2.0/24",
		"ip:2001:db8::1":                "ip:2001:db8::1",
		"2001:db8::1":                   `"2001:db8::1"`,
		"ip:(192.0.2.1 OR 192.0.2.2)":   "ip:(192.0.2.1 OR 192.0.2.2)",
		"ip:a OR ip:b":                  "ip:(a OR b)",
		"x (ip:a OR ip:b)":              "x ip:(a OR b)",
		"x OR ip:a OR ip:b":             "x OR ip:a OR ip:b",
		"-ip:(a OR b)":                  "-ip:(a OR b)",
		"ip:(-a b*)":                    "-ip:a ip:b*",
		"ip:*":                          "ip:*",
		"-ip:*":                         "-ip:*",
		`ip:""`:                         "-ip:*",
		`-ip:""`:                        "ip:*",
		`ip:"*"`:                        `ip:"*"`,
		"agent:a**b":                    "agent:a*b",
		`agent:a\*b`:                    `agent:"a*b"`,
		`agent:*a\ b`:                   `agent:*a\ b`,
		`user:CORP\ana`:                 `user:"CORP\\ana"`,
		`message:"a\u{a}b"`:             `message:"a\u{a}b"`,
		`message:"a \" b\\"`:            `message:"a \" b\\"`,
		`message:"a \n"`:                `message:"a \\n"`,
		"agent:OR":                      `agent:"OR"`,
		"a<b":                           `"a<b"`,
		"time>=2026-03-02T09:00":        "time>=2026-03-02T09:00Z",
		"time>2026-03-02":               "time>2026-03-02",
		"published<2026-03-02T09:00:01": "time<2026-03-02T09:00:01Z",
		"time<=2026-03-02T09:00:01.5Z":  "time<=2026-03-02T09:00:01.500Z",
		"time:2026-03-02t09:00+02:00":   "time:2026-03-02T07:00Z",
		`time:"2026-03-02 09:00"`:       "time:2026-03-02T09:00Z",
		"time>=1772442000":              "time>=2026-03-02T09:00:00.000Z",
		"around:ABC":                    "around:abc~10m",
		"around:abc~90s":                "around:abc~90s",
		"around:abc~120S":               "around:abc~2m",
		`around:"a b"~1h`:               `around:"a b"~1h`,
		"time:* time:*":                 "time:* time:*",
		"a\u00a0b":                      "a b",
	} {
		q, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if got := q.String(); got != want {
			t.Errorf("Parse(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text       string
		at, length int
		message    string
		remedy     string
	}{
		{"ipp:x", 0, 3, `no field is called "ipp"`, "did you mean ip?"},
		{"a sesion:x", 2, 6, `no field is called "sesion"`, "did you mean session?"},
		{"http://x", 0, 4, `no field is called "http"`, "put it in quotes"},
		{"2001:db8::/32", 0, 4, `no field is called "2001"`, "write ip:2001:db8::/32"},
		{"é qqqqqqq:x", 3, 7, `no field is called "qqqqqqq"`, "in quotes"},
		{"target99.id:x", 0, 11, `no field is called "target99.id"`, ""},
		{"ip:", 0, 3, "a value is missing", "ip:* finds"},
		{"ip: x", 0, 3, "a value is missing", "-ip:*"},
		{"ip:192.0.2.0/33", 3, 12, `"192.0.2.0/33" is not a network`, "203.0.113.0/24"},
		{"ip>5", 0, 3, "only the time can be compared", "ip:value"},
		{"time>=", 0, 6, "a moment is missing", "2026-03-02T09:00"},
		{"time>=yesterday", 6, 9, `"yesterday" is not a moment`, "2026-03-02"},
		{"time:2026-02-30", 5, 10, "is not a moment", ""},
		{"time:2026*", 5, 5, "is not a moment", ""},
		{"time:(a OR b)", 5, 1, "one moment", ""},
		{"around:", 7, 0, "uuid of an event is missing", "around:UUID~10m"},
		{"around:a~10", 9, 2, `"10" is not a span`, "366d"},
		{"around:a~400d", 9, 4, "is not a span", ""},
		{"(a", 0, 1, "never closed", ""},
		{"a)", 1, 1, "no ( for this )", ""},
		{"()", 1, 1, "a term is missing", ""},
		{"ip:()", 4, 1, "a term is missing", ""},
		{"a OR", 4, 0, "missing at the end", ""},
		{"a AND", 5, 0, "missing at the end", ""},
		{"NOT", 3, 0, "missing at the end", ""},
		{"OR a", 0, 2, "OR without a term before it", ""},
		{"a OR OR b", 5, 2, "OR without a term before it", ""},
		{"a AND OR b", 6, 2, "OR without a term before it", ""},
		{"a - b", 2, 1, "minus sign without a term", ""},
		{`"abc`, 0, 1, "never closed", ""},
		{`a"b`, 1, 1, "middle of a word", ""},
		{`"a"b`, 3, 1, "right behind quotes", ""},
		{`ip:"a"~b`, 6, 1, "right behind quotes", ""},
		{`""`, 0, 2, "an empty text", ""},
		{"a\xffb", 1, 1, "not text in UTF-8", ""},
		{strings.Repeat("x", MaxText+1), 0, MaxText + 1, "4097 bytes", "at most 4096"},
		{strings.Repeat("(", MaxNesting+1) + "a" + strings.Repeat(")", MaxNesting+1), MaxNesting, 1, "too many parentheses", ""},
		{strings.Repeat("a ", MaxTerms+1), 2 * MaxTerms, 1, "too many terms", ""},
	} {
		_, err := Parse(c.text)
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("Parse(%.60q): error %v", c.text, err)
			continue
		}
		if e.At != c.at || e.Length != c.length || !strings.Contains(e.Message, c.message) || !strings.Contains(e.Remedy, c.remedy) {
			t.Errorf("Parse(%.60q): %d+%d %q; %q\nwant %d+%d %q; %q", c.text, e.At, e.Length, e.Message, e.Remedy, c.at, c.length, c.message, c.remedy)
		}
	}
	for _, text := range []string{
		strings.Repeat("(", MaxNesting) + "a" + strings.Repeat(")", MaxNesting),
		strings.Repeat("a ", MaxTerms), "ip:(" + strings.Repeat("a ", MaxTerms) + ")",
	} {
		if _, err := Parse(text); err != nil {
			t.Errorf("Parse(%.60q): %v", text, err)
		}
	}
}

//go:embed testdata/terms.json
var termCases []byte

// termCase is what the page's unit test reads too.
type termCase struct {
	Query, Field, Value string
	Negate              bool
	Turned              bool // the query has the opposite, which makes room
	Term, Want          string
}

func TestTerm(t *testing.T) {
	var cases []termCase
	if err := json.Unmarshal(termCases, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 30 {
		t.Fatalf("%d cases", len(cases))
	}
	log := randomLog(t, 3, 300)
	v := NewView(log)
	for _, c := range cases {
		if got := Term(c.Field, c.Value, c.Negate); got != c.Term {
			t.Errorf("Term(%q, %q, %t) = %s, want %s", c.Field, c.Value, c.Negate, got, c.Term)
		}
		term := mustParse(t, c.Term)
		n := term.root
		negative, isNot := n.(not)
		if isNot {
			n = negative.of
		}
		l := n.(*leaf)
		if text, plain := l.text.plain(); c.Value != "" && (isNot != c.Negate || !plain || text != c.Value) {
			t.Errorf("%s reads as %q, want %q", c.Term, text, c.Value)
		}
		// What the page makes of query and term finds what fits both.
		if c.Turned {
			continue
		}
		both := mustRun(t, v, "("+c.Term+")"+map[bool]string{true: "", false: " (" + c.Query + ")"}[c.Query == ""])
		if got := mustRun(t, v, c.Want); !reflect.DeepEqual(got.Rows(), both.Rows()) {
			t.Errorf("%s finds %d events, want %d", c.Want, got.Len(), both.Len())
		}
	}
}

// A value that goes into a term comes out as it was.
func TestTermRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	signs := []rune(`ab Z09._@/:+-"\*?()~<>=u{}é😀` + "\n\t\u202e\u200b\u00a0\ufeff\x7f")
	for range 5000 {
		value := make([]rune, 1+rng.IntN(8))
		for i := range value {
			value[i] = signs[rng.IntN(len(signs))]
		}
		term := Term("message", string(value), false)
		l, ok := mustParse(t, term).root.(*leaf)
		if !ok || l.kind != valueLeaf || string(l.text) != string(value) {
			t.Fatalf("%q becomes %s, which reads as %+v", string(value), term, l)
		}
		// As a word of free text, and with wildcards.
		p := append(pattern{anyText}, value...)
		for _, word := range []bool{false, true} {
			text := p.write(word)
			if !word {
				text = "message:" + text
			}
			l, ok = mustParse(t, text).root.(*leaf)
			if !ok || string(l.text.join()[1:]) != string(value) || l.text[0] != anyText {
				t.Fatalf("%q becomes %s, which reads as %+v", string(value), text, l)
			}
		}
	}
}

// same compares queries without the places of their terms.
func same(a, b node) bool {
	switch a := a.(type) {
	case *leaf:
		b, ok := b.(*leaf)
		if !ok {
			return false
		}
		x, y := *a, *b
		x.at, x.length, y.at, y.length = 0, 0, 0, 0
		if len(x.text) == 0 && len(y.text) == 0 {
			x.text, y.text = nil, nil
		}
		return reflect.DeepEqual(x, y)
	case not:
		b, ok := b.(not)
		return ok && same(a.of, b.of)
	case allOf:
		b, ok := b.(allOf)
		return ok && sameList(a, b)
	case anyOf:
		b, ok := b.(anyOf)
		return ok && sameList(a, b)
	}
	return a == nil && b == nil
}

func sameList(a, b []node) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !same(a[i], b[i]) {
			return false
		}
	}
	return true
}

// FuzzParse checks that no text brings the parser down, that errors lie within
// the text, and that a query's canonical form reads as the same query and finds
// the same events.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "a b OR c", `-(ip:192.0.2.0/24 OR user:"x y") time>=2026-03-02T09:00 around:abc~10m`, `agent:*a\ b?`,
		"ip:(a OR -b (c d))", `"\u{202e}\""`, "2001:db8::1", "target0.id:x", "time:* NOT NOT type:user.*", "--(a)", "a:b:c", "x<y time<=1772442000"} {
		f.Add(seed)
	}
	log := randomLog(f, 9, 40)
	v := NewView(log)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Message == "" || e.At < 0 || e.Length < 0 || e.At+e.Length > len(text) {
				t.Fatalf("Parse(%q): %#v", text, err)
			}
			return
		}
		canonical := q.String()
		again, err := parse(canonical)
		if err != nil {
			t.Fatalf("Parse(%q) is %q: %v", text, canonical, err)
		}
		if !same(q.root, again.root) {
			t.Fatalf("Parse(%q) is %q, which is another query, %q", text, canonical, again.String())
		}
		if s := again.String(); s != canonical {
			t.Fatalf("Parse(%q) is %q and then %q", text, canonical, s)
		}
		a, errA := q.Run(v, Range{})
		b, errB := again.Run(v, Range{})
		if (errA == nil) != (errB == nil) || errA == nil && !reflect.DeepEqual(a.Rows(), b.Rows()) {
			t.Fatalf("%q and %q find different events", text, canonical)
		}
	})
}
