package sigma_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/sigma"
)

// faultCase is a file with one fault, and what must be told about it.
type faultCase struct {
	name    string
	text    string
	line    int
	column  int // 0 is not looked at
	kind    sigma.Kind
	message string // a part of it
}

// detection returns a rule that holds the lines from line 4 on.
func detection(lines string) string {
	return "title: t\nlogsource: {product: okta}\ndetection:\n" + indent(lines, 2)
}

// correlation returns a rule and a correlation whose lines are from line 9 on.
func correlation(lines string) string {
	return "title: r\nname: r\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n---\ntitle: c\nname: c\ncorrelation:\n" + indent(lines, 2)
}

func faultCases() []faultCase {
	return []faultCase{
		// What is no YAML, or no Sigma.
		{"not YAML", "title: [a\nb: c", 1, 1, sigma.Syntax, "not YAML"},
		{"a tab", "title: t\n\tdetection: x", 2, 0, sigma.Syntax, "not YAML"},
		{"an empty file", "", 1, 1, sigma.Invalid, "no YAML document"},
		{"comments only", "# a\n# b\n", 1, 1, sigma.Invalid, "no YAML document"},
		{"a text", "just words", 1, 1, sigma.Invalid, `the document is "just words"`},
		{"a list", "- a\n- b\n", 1, 1, sigma.Invalid, "the document is a list"},
		{"other YAML", "apiVersion: v1\nkind: Pod\n", 1, 1, sigma.Invalid, `it has "apiVersion", "kind"; want a detection`},
		{"a compose file", "services: {web: {image: x}}\n", 1, 1, sigma.Invalid, "no Sigma document"},
		{"binary", "\x00\x01\x02", 1, 1, sigma.Syntax, "not YAML"},
		{"bad UTF-8", "title: \xff\xfe\n", 1, 1, sigma.Syntax, "not YAML"},
		{"a number for a key of the second document", "title: t\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n---\n? [a]\n: b\n", 5, 3, sigma.Invalid, "a key of the document is a list"},
		{"no title", "logsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}", 1, 1, sigma.Invalid, "no title"},
		{"a title that is a map", "title: {a: b}\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}", 1, 8, sigma.Invalid, "title is a map"},
		{"a key twice", "title: t\ntitle: u\ndetection: {}", 2, 1, sigma.Invalid, "twice, first in line 1"},
		{"a wrong level", "title: t\nlevel: severe\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}", 2, 8, sigma.Invalid, "want informational, low, medium, high or critical"},
		{"a wrong status", "title: t\nstatus: done\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}", 2, 9, sigma.Invalid, "status is \"done\""},
		{"a collection of Sigma 1", "title: t\naction: global\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}", 2, 1, sigma.Invalid, "Sigma 1"},
		{"a detection and a correlation", "title: t\ndetection: {}\ncorrelation: {}", 1, 1, sigma.Invalid, "one of detection, correlation and filter"},

		{"a document behind another line break", "title: t\u2028---\ntitle: u\n", 1, 1, sigma.Syntax, "another document begins"},

		// Rules for something else.
		{"no logsource", "title: t\ndetection: {s: {eventType: a}, condition: s}", 1, 1, sigma.Invalid, "no logsource"},
		{"another product", "title: t\nlogsource: {product: windows, service: sysmon}\ndetection: {s: {Image: a}, condition: s}", 2, 12, sigma.Foreign, `product "windows"`},
		{"another service", "title: t\nlogsource: {product: okta, service: workflows}\ndetection: {s: {eventType: a}, condition: s}", 2, 12, sigma.Foreign, `service "workflows"`},
		{"a category", "title: t\nlogsource:\n  category: firewall\ndetection: {s: {a: a}, condition: s}", 3, 3, sigma.Foreign, `category "firewall"`},
		{"an empty logsource", "title: t\nlogsource: {definition: x}\ndetection: {s: {eventType: a}, condition: s}", 2, 12, sigma.Invalid, "names no product"},

		// Detections.
		{"no condition", detection("s: {eventType: a}"), 4, 3, sigma.Invalid, "no condition"},
		{"no identifier", detection("condition: s"), 4, 3, sigma.Invalid, "no identifier"},
		{"an unknown identifier", detection("s: {eventType: a}\ncondition: s and filter"), 5, 20, sigma.Syntax, `no identifier "filter"; the detection has s`},
		{"an unknown field", detection("s: {eventTypo: a}\ncondition: s"), 4, 7, sigma.UnknownField, `no field "eventTypo" in an Okta event; did you mean eventType?`},
		{"the end of a field's path", detection("s: {alternateId: a}\ncondition: s"), 4, 7, sigma.UnknownField, "did you mean actor.alternateId?"},
		{"a Windows field", detection("s: {CommandLine|contains: a}\ncondition: s"), 4, 7, sigma.UnknownField, `no field "CommandLine"`},
		{"an unknown modifier", detection("s: {eventType|containz: a}\ncondition: s"), 4, 17, sigma.Invalid, `modifier "containz"; there are contains`},
		{"a modifier that is empty", detection("s: {eventType|: a}\ncondition: s"), 4, 7, sigma.Invalid, "modifier"},
		{"two positions", detection("s: {eventType|contains|endswith: a}\ncondition: s"), 4, 26, sigma.Invalid, "endswith after contains"},
		{"an encoding behind its position", detection("s: {eventType|contains|base64: a}\ncondition: s"), 4, 26, sigma.Invalid, "|base64|contains"},
		{"i without re", detection("s: {eventType|i: a}\ncondition: s"), 4, 17, sigma.Invalid, "|re|i"},
		{"exists with a text", detection("s: {eventType|exists: maybe}\ncondition: s"), 4, 25, sigma.Invalid, "want true or false"},
		{"exists with all", detection("s: {eventType|exists|all: true}\ncondition: s"), 4, 24, sigma.Invalid, "stands alone"},
		{"a bad regular expression", detection("s: {eventType|re: 'a(b'}\ncondition: s"), 4, 21, sigma.Invalid, "missing closing )"},
		{"a look ahead", detection("s: {eventType|re: 'a(?=b)'}\ncondition: s"), 4, 21, sigma.Invalid, "RE2"},
		{"a bad one among good ones", detection("s:\n  eventType|re:\n    - a\n    - 'b['\ncondition: s"), 7, 9, sigma.Invalid, "missing closing ]"},
		{"a regular expression that repeats too often", detection("s: {eventType|re: '(a{1000}){1000}'}\ncondition: s"), 4, 21, sigma.Invalid, "invalid repeat count"},
		{"a bad network", detection("s: {client.ipAddress|cidr: 192.0.2.0/33}\ncondition: s"), 4, 30, sigma.Invalid, "want a network"},
		{"a number that is none", detection("s: {eventType|gt: many}\ncondition: s"), 4, 21, sigma.Invalid, "want a number"},
		{"a time that is none", detection("s: {published|gt: yesterday}\ncondition: s"), 4, 21, sigma.Invalid, "compared with a time"},
		{"hour 24", detection("s: {published|hour: 24}\ncondition: s"), 4, 23, sigma.Invalid, "want 0 to 23"},
		{"a nested value", detection("s: {eventType: {a: b}}\ncondition: s"), 4, 18, sigma.Invalid, "is a map"},
		{"a list in a list", detection("s: {eventType: [[a]]}\ncondition: s"), 4, 19, sigma.Invalid, "is a list"},
		{"an empty list", detection("s: {eventType: []}\ncondition: s"), 4, 18, sigma.Invalid, "empty list"},
		{"an empty map", detection("s: {}\ncondition: s"), 4, 6, sigma.Invalid, "empty map"},
		{"null under contains", detection("s: {eventType|contains: null}\ncondition: s"), 4, 27, sigma.Invalid, "null"},
		{"an empty keyword", detection("s: ['']\ncondition: s"), 4, 7, sigma.Invalid, "a keyword of"},
		{"fieldref to nothing", detection("s: {eventType|fieldref: nothing}\ncondition: s"), 4, 27, sigma.UnknownField, `"nothing"`},
		{"fieldref to the time", detection("s: {eventType|fieldref: published}\ncondition: s"), 4, 27, sigma.Invalid, "cannot be compared"},
		{"a wildcard in an encoding", detection("s: {eventType|base64: 'a*'}\ncondition: s"), 4, 25, sigma.Invalid, "cannot be encoded"},
		{"a timeframe", detection("s: {eventType: a}\ntimeframe: 5m\ncondition: s"), 5, 3, sigma.Invalid, "correlation document"},
		{"an identifier with a modifier", detection("'|all': [a]\ncondition: 1 of them"), 4, 3, sigma.Invalid, "has a modifier"},

		// Conditions.
		{"an empty condition", detection("s: {eventType: a}\ncondition: ''"), 5, 14, sigma.Invalid, "empty condition"},
		{"a condition that ends", detection("s: {eventType: a}\ncondition: s and"), 5, 16, sigma.Syntax, "ends where something must follow"},
		{"a condition that begins with or", detection("s: {eventType: a}\ncondition: or s"), 5, 14, sigma.Syntax, "must stand before it"},
		{"an open parenthesis", detection("s: {eventType: a}\ncondition: (s"), 5, 15, sigma.Syntax, ") must close"},
		{"a parenthesis too many", detection("s: {eventType: a}\ncondition: s)"), 5, 15, sigma.Syntax, "after the end of the condition"},
		{"two identifiers without a word between", detection("s: {eventType: a}\nt: {eventType: b}\ncondition: s t"), 6, 16, sigma.Syntax, "want and, or or nothing"},
		{"2 of them", detection("s: {eventType: a}\ncondition: 2 of them"), 5, 14, sigma.Syntax, "1 of or all of"},
		{"1 of nothing", detection("s: {eventType: a}\ncondition: 1 of x*"), 5, 19, sigma.Syntax, "no identifier is"},
		{"1 of what", detection("s: {eventType: a}\ncondition: 1 of"), 5, 16, sigma.Syntax, "of what is missing"},
		{"an aggregation", detection("s: {eventType: a}\ncondition: s | count() > 5"), 5, 16, sigma.Syntax, "after the end"},
		{"a star without 1 of", detection("s: {eventType: a}\ncondition: s*"), 5, 14, sigma.Syntax, "want 1 of s* or all of s*"},
		{"a condition that is a map", detection("s: {eventType: a}\ncondition: {a: b}"), 5, 14, sigma.Invalid, "is a map"},
		{"parentheses without end", detection("s: {eventType: a}\ncondition: " + strings.Repeat("(", 1000) + "s"), 5, 0, sigma.Syntax, "at most 64"},

		// Correlations.
		{"no type", correlation("rules: [r]\ntimespan: 5m\ncondition: {gte: 1}"), 9, 3, sigma.Invalid, "no type"},
		{"a wrong type", correlation("type: count\nrules: [r]\ntimespan: 5m\ncondition: {gte: 1}"), 9, 9, sigma.Invalid, `type "count"`},
		{"no rules", correlation("type: event_count\ntimespan: 5m\ncondition: {gte: 1}"), 9, 3, sigma.Invalid, "no rules"},
		{"no timespan", correlation("type: event_count\nrules: [r]\ncondition: {gte: 1}"), 9, 3, sigma.Invalid, "no timespan"},
		{"a timespan without a unit", correlation("type: event_count\nrules: [r]\ntimespan: 5\ncondition: {gte: 1}"), 11, 13, sigma.Invalid, `timespan "5"`},
		{"a timespan of nothing", correlation("type: event_count\nrules: [r]\ntimespan: 0s\ncondition: {gte: 1}"), 11, 13, sigma.Invalid, "want 1s to 3660d"},
		{"a negative timespan", correlation("type: event_count\nrules: [r]\ntimespan: -5m\ncondition: {gte: 1}"), 11, 13, sigma.Invalid, "timespan"},
		{"a timespan of ages", correlation("type: event_count\nrules: [r]\ntimespan: 99999999999d\ncondition: {gte: 1}"), 11, 13, sigma.Invalid, "timespan"},
		{"a timespan that overflows", correlation("type: event_count\nrules: [r]\ntimespan: 4000000000w\ncondition: {gte: 1}"), 11, 13, sigma.Invalid, "timespan"},
		{"no condition of a count", correlation("type: event_count\nrules: [r]\ntimespan: 5m"), 9, 3, sigma.Invalid, "no condition"},
		{"a condition of words", correlation("type: event_count\nrules: [r]\ntimespan: 5m\ncondition: {gte: many}"), 12, 20, sigma.Invalid, "want a number"},
		{"an unknown operator", correlation("type: event_count\nrules: [r]\ntimespan: 5m\ncondition: {above: 5}"), 12, 15, sigma.Invalid, `"above" in a condition`},
		{"a value_count without a field", correlation("type: value_count\nrules: [r]\ntimespan: 5m\ncondition: {gte: 5}"), 12, 14, sigma.Invalid, "without a field"},
		{"an event_count with a field", correlation("type: event_count\nrules: [r]\ntimespan: 5m\ncondition: {gte: 5, field: actor.id}"), 12, 14, sigma.Invalid, "has no field"},
		{"a field beside the condition", correlation("type: value_count\nrules: [r]\ntimespan: 5m\nfield: actor.id\ncondition: {gte: 5}"), 12, 3, sigma.Invalid, "field stands in the condition"},
		{"a percentile without one", correlation("type: value_percentile\nrules: [r]\ntimespan: 5m\ncondition: {gte: 5, field: actor.id}"), 12, 14, sigma.Invalid, "without a percentile"},
		{"percentile 101", correlation("type: value_percentile\nrules: [r]\ntimespan: 5m\ncondition: {gte: 5, field: actor.id, percentile: 101}"), 12, 52, sigma.Invalid, "0 to 100"},
		{"an unknown field in group-by", correlation("type: event_count\nrules: [r]\ngroup-by: [actor.ids]\ntimespan: 5m\ncondition: {gte: 5}"), 11, 14, sigma.UnknownField, "did you mean actor.id?"},
		{"group-by the uuid", correlation("type: event_count\nrules: [r]\ngroup-by: [uuid]\ntimespan: 5m\ncondition: {gte: 5}"), 11, 14, sigma.Invalid, "another in every event"},
		{"group-by too much", correlation("type: event_count\nrules: [r]\ngroup-by: [actor.id, actor.id, actor.id, actor.id, actor.id, actor.id, actor.id, actor.id, actor.id]\ntimespan: 5m\ncondition: {gte: 5}"), 11, 13, sigma.Limit, "at most 8"},
		{"a temporal of one rule", correlation("type: temporal\nrules: [r]\ntimespan: 5m"), 10, 10, sigma.Invalid, "two or more"},
		{"an alias of another rule", correlation("type: event_count\nrules: [r]\naliases: {u: {x: actor.id}}\ngroup-by: [u]\ntimespan: 5m\ncondition: {gte: 5}"), 11, 17, sigma.Reference, `rule "x"`},
		{"an alias without a rule", correlation("type: temporal\nrules: [r, c2]\naliases: {u: {r: actor.id}}\ngroup-by: [u]\ntimespan: 5m"), 11, 13, sigma.Reference, `no field for rule "c2"`},
		{"an alias of the time", correlation("type: event_count\nrules: [r]\naliases: {u: {r: published}}\ngroup-by: [u]\ntimespan: 5m\ncondition: {gte: 5}"), 11, 20, sigma.Invalid, "another in every event"},
		{"generate maybe", correlation("type: event_count\nrules: [r]\ngenerate: maybe\ntimespan: 5m\ncondition: {gte: 5}"), 11, 13, sigma.Invalid, "want true or false"},
		{"an unknown key", correlation("type: event_count\nrules: [r]\nwindow: 5m\ntimespan: 5m\ncondition: {gte: 5}"), 11, 3, sigma.Invalid, `no "window"`},
		{"a correlation that is a list", "title: c\ncorrelation: [a]", 2, 14, sigma.Invalid, "the correlation is a list"},

		// References.
		{"a rule that is not there", correlation("type: event_count\nrules: [nobody]\ntimespan: 5m\ncondition: {gte: 5}"), 10, 11, sigma.Reference, `no rule "nobody"`},
		{"a circle of one", correlation("type: event_count\nrules: [c]\ntimespan: 5m\ncondition: {gte: 5}"), 6, 1, sigma.Reference, "depends on itself: c → c"},
		{"a filter without rules", "title: f\nlogsource: {product: okta}\nfilter: {s: {eventType: a}, condition: s}", 3, 9, sigma.Invalid, "names no rules"},
		{"a filter on nothing", "title: f\nlogsource: {product: okta}\nfilter: {rules: [nobody], s: {eventType: a}, condition: s}", 3, 18, sigma.Reference, `no rule "nobody" to filter`},
		{"a filter on a correlation", correlation("type: event_count\nrules: [r]\ntimespan: 5m\ncondition: {gte: 5}") + "---\ntitle: f\nlogsource: {product: okta}\nfilter: {rules: [c], s: {eventType: a}, condition: s}", 16, 18, sigma.Reference, "no rule of events"},
		{"a filter without its list", "title: f\nlogsource: {product: okta}\nfilter: {rules: any, s: {eventType|expand: '%x%'}, condition: s}", 1, 1, sigma.List, "list x"},
		{"a name twice", "title: a\nname: n\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n---\ntitle: b\nname: n\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}", 6, 1, sigma.Reference, "test.yml line 1"},

		// Expressions of Okta's own collection.
		{"an expression with a fault in its second line", "title: t\ndetection:\n  okta_systemlog:\n    OIE: |\n      eventType eq \"a\"\n      and eventTypo eq \"b\"\n", 6, 0, sigma.UnknownField, `"eventTypo"`},
		{"a query of another engine", "title: t\ndetection:\n  splunk: index=okta\n", 1, 1, sigma.Invalid, "no logsource"},

		// Bounds.
		{"a big file", "title: " + strings.Repeat("a", 10<<20), 0, 0, sigma.Limit, "at most 4194304"},
		{"a big document", "title: t\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n---\ntitle: " + strings.Repeat("a", 2<<20), 4, 1, sigma.Limit, "at most 1048576"},
		{"10,000 deep", "title: t\ndetection: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), 2, 0, sigma.Limit, "nested"},
		{"10,001 deep", "title: t\ndetection: " + strings.Repeat("{a: ", 10_001) + strings.Repeat("}", 10_001), 2, 0, sigma.Limit, "nested"},
		{"indented 10,000 times", "title: t\ndetection:\n" + strings.Repeat(" ", 600) + "a: b", 3, 0, sigma.Limit, "nested"},
		{"10,000 lists in one line", "title: t\ndetection:\n  " + strings.Repeat("- ", 10_000) + "a", 3, 0, sigma.Limit, "nested"},
		{"a bomb of aliases", bomb(), 14, 19, sigma.Invalid, "is a list"},
		{"merged maps without end", merges(), 0, 0, sigma.Limit, "more than"},
		{"an alias of itself", "title: t\nlogsource: {product: okta}\ndetection: &a {s: *a, condition: s}", 3, 16, sigma.UnknownField, `no field "s"`},
		{"a long value", detection("s: {eventType: " + strings.Repeat("a", 5000) + "}\ncondition: s"), 4, 18, sigma.Limit, "at most 4096"},
		{"many large regular expressions", detection("s: {eventType|re: [" + strings.Repeat("'(x{1,1000}y)',", 19_000) + "a]}\ncondition: s"), 4, 0, sigma.Limit, "regular expressions"},
		{"a large regular expression", detection("s: {eventType|re: '((((a{30}){30}){30}){30})'}\ncondition: s"), 4, 21, sigma.Invalid, "invalid repeat count"},
		{"many values", detection("s: {eventType: [" + strings.Repeat("a,", 30_000) + "a]}\ncondition: s"), 4, 0, sigma.Limit, "more than 20000 values"},
		{"many nodes", detection("s: {eventType: [" + strings.Repeat("a,", 150_000) + "a]}\ncondition: s"), 1, 1, sigma.Limit, "more than 100000 YAML nodes"},
		{"many identifiers", detection(identifiers(600) + "condition: 1 of them"), 0, 0, sigma.Limit, "more than 500 identifiers"},
		{"a long condition", detection("s: {eventType: a}\ncondition: s" + strings.Repeat(" or s", 5000)), 5, 14, sigma.Limit, "at most 16384"},
		{"many documents", strings.Repeat("title: t\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n---\n", 5001) + "title: t", 20000, 1, sigma.Limit, "more than 5000 documents"},
	}
}

func identifiers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "s%d: {eventType: a}\n", i)
	}
	return b.String()
}

// bomb is a text of aliases of aliases: 600 bytes for 10^9 maps.
func bomb() string {
	var b strings.Builder
	b.WriteString("title: t\nlogsource: {product: okta}\na0: &a0 [{eventType: a}]\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	fmt.Fprintf(&b, "detection:\n  s: {eventType: [%s*a9]}\n  condition: s\n", strings.Repeat("*a9, ", 9))
	return strings.Replace(b.String(), "[{eventType: a}]", "[a, a, a]", 1)
}

// merges is a text that merges one large map into many.
func merges() string {
	var b strings.Builder
	b.WriteString("title: t\nlogsource: {product: okta}\nbase: &base\n")
	for i := range 2000 {
		name := []byte("authenticationcontext.externalsessionid") // in another mix of letters each
		for bit := range 11 {
			if i>>bit&1 != 0 {
				name[bit] -= 'a' - 'A'
			}
		}
		fmt.Fprintf(&b, "  %s: a\n", name)
	}
	b.WriteString("detection:\n  condition: 1 of them\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  s%d: {<<: *base}\n", i)
	}
	return b.String()
}

func TestFaults(t *testing.T) {
	for _, c := range faultCases() {
		t.Run(c.name, func(t *testing.T) {
			rules, errs := sigma.Parse("test.yml", []byte(c.text))
			_, more := sigma.Compile(rules, sigma.Options{})
			errs = append(errs, more...)
			if len(errs) == 0 {
				t.Fatal("no error")
			}
			e := errs[0]
			if e.Kind != c.kind || !strings.Contains(e.Message, c.message) {
				t.Errorf("got %s, %v; want %s with %q", e.Kind, e, c.kind, c.message)
			}
			if c.line != 0 && e.Line != c.line || c.column != 0 && e.Column != c.column {
				t.Errorf("at %d:%d; want %d:%d: %v", e.Line, e.Column, c.line, c.column, e)
			}
			if e.File != "test.yml" {
				t.Errorf("file %q", e.File)
			}
			if len(errs) > 101 {
				t.Errorf("%d errors", len(errs))
			}
			for _, e := range errs {
				if len(e.Error()) > 2000 || strings.ContainsAny(e.Error(), "\x00\x1b\n") {
					t.Errorf("message %q", e.Error())
				}
			}
		})
	}
}

// TestOthersStillRun checks that one bad document does not take the rest along.
func TestOthersStillRun(t *testing.T) {
	good := "title: %s\nname: %[1]s\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n"
	for _, c := range faultCases() {
		if strings.HasPrefix(c.name, "a big") || strings.HasPrefix(c.name, "many documents") || c.name == "an empty file" || c.name == "comments only" || c.name == "binary" {
			continue
		}
		text := fmt.Sprintf(good, "first") + "---\n" + c.text + "\n---\n" + fmt.Sprintf(good, "last")
		rules, errs := sigma.Parse("test.yml", []byte(text))
		set, more := sigma.Compile(rules, sigma.Options{})
		if len(errs)+len(more) == 0 {
			t.Errorf("%s: no error", c.name)
		}
		var names []string
		for _, r := range set.Rules() {
			names = append(names, r.Rule.Name)
		}
		if len(names) < 2 || names[0] != "first" || names[len(names)-1] != "last" {
			t.Errorf("%s: rules %v, errors %v %v", c.name, names, errs, more)
		}
	}
}

func TestCircles(t *testing.T) {
	link := func(name, to string) string {
		return "title: " + name + "\nname: " + name + "\ncorrelation: {type: event_count, rules: [" + to + "], timespan: 5m, condition: {gte: 1}}\n---\n"
	}
	rule := "title: r\nname: r\nlogsource: {product: okta}\ndetection: {s: {eventType: a}, condition: s}\n---\n"
	t.Run("three", func(t *testing.T) {
		rules, errs := sigma.Parse("t.yml", []byte(rule+link("a", "b")+link("b", "c")+link("c", "a")))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		set, errs := sigma.Compile(rules, sigma.Options{})
		if len(set.Rules()) != 1 || len(errs) < 3 {
			t.Errorf("%d rules, errors %v", len(set.Rules()), errs)
		}
		if !strings.Contains(errs[0].Message, "a → b → c → a") {
			t.Errorf("%v", errs[0])
		}
	})
	t.Run("long chain", func(t *testing.T) {
		text := rule
		last := "r"
		for i := range 40 {
			name := fmt.Sprintf("c%d", i)
			text += link(name, last)
			last = name
		}
		// From the last to the first, the whole chain is walked at once.
		docs := strings.Split(strings.TrimSuffix(text, "---\n"), "---\n")
		for i, j := 0, len(docs)-1; i < j; i, j = i+1, j-1 {
			docs[i], docs[j] = docs[j], docs[i]
		}
		rules, errs := sigma.Parse("t.yml", []byte(strings.Join(docs, "---\n")))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		_, errs = sigma.Compile(rules, sigma.Options{})
		if len(errs) == 0 || errs[0].Kind != sigma.Limit {
			t.Errorf("%v", errs)
		}
	})
}

func TestExpressionFaults(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		kind         sigma.Kind
		message      string
	}{
		{``, 1, 1, sigma.Syntax, "the end where a field must stand"},
		{`eventType`, 1, 10, sigma.Syntax, "the end where an operator must stand"},
		{`eventType eq`, 1, 13, sigma.Syntax, "the end where a value must stand"},
		{`eventType eq "a`, 1, 14, sigma.Syntax, "has no end"},
		{`eventType eq "a\`, 1, 14, sigma.Syntax, "has no end"},
		{`eventType eq "a" and`, 1, 21, sigma.Syntax, "the end where a field must stand"},
		{`eventType eq "a" and (`, 1, 23, sigma.Syntax, "the end where a field must stand"},
		{`(eventType eq "a"`, 1, 18, sigma.Syntax, ") must close"},
		{`eventType eq "a")`, 1, 17, sigma.Syntax, "after the end"},
		{`eventType == "a"`, 1, 11, sigma.Syntax, `"==" where an operator must stand`},
		{`eventType eq "a" && actor.id eq "b"`, 1, 18, sigma.Syntax, "after the end"},
		{"eventType eq \"a\"\n and eventTypo pr", 2, 6, sigma.UnknownField, "did you mean eventType?"},
		{`eventType in ("a" "b")`, 1, 19, sigma.Syntax, ", or ) must follow"},
		{`eventType in (`, 1, 15, sigma.Syntax, "value must stand"},
		{`eventType in ("a",`, 1, 19, sigma.Syntax, "value must stand"},
		{`and eventType pr`, 1, 1, sigma.Syntax, "field must stand"},
		{`published gt "yesterday"`, 1, 14, sigma.Invalid, "compared with a time"},
		{strings.Repeat("(", 100) + `eventType pr`, 1, 65, sigma.Limit, "at most 64"},
		{`eventType eq "` + strings.Repeat("a", 5000) + `"`, 1, 14, sigma.Limit, "at most 4096"},
		{strings.Repeat("not ", 5000) + "eventType pr", 1, 1, sigma.Limit, "at most 16384"},
	} {
		_, err := sigma.ParseFilter(c.text)
		var e *sigma.Error
		if !errors.As(err, &e) {
			t.Errorf("%.60q: %v", c.text, err)
			continue
		}
		if e.Line != c.line || e.Column != c.column || e.Kind != c.kind || !strings.Contains(e.Message, c.message) {
			t.Errorf("%.60q: %d:%d %s %q; want %d:%d %s %q", c.text, e.Line, e.Column, e.Kind, e.Message, c.line, c.column, c.kind, c.message)
		}
	}
}

// TestCutExpressions cuts an expression at every byte: the part is an
// expression itself, or the message has a place in it.
func TestCutExpressions(t *testing.T) {
	whole := `eventType eq "policy.evaluate_sign_on" and not (target.displayName in ("Okta Admin Console", 'x') or outcome.reason pr)`
	good := 0
	for n := range len(whole) + 1 {
		_, err := sigma.ParseFilter(whole[:n])
		var e *sigma.Error
		if err == nil {
			good++
		} else if !errors.As(err, &e) || e.Line != 1 || e.Column < 1 || e.Column > n+1 {
			t.Errorf("%q: %v", whole[:n], err)
		}
	}
	if good != 3 { // behind the first value, behind the blank after it, and the whole
		t.Errorf("%d parts are expressions", good)
	}
}

func TestMissingLists(t *testing.T) {
	text := ruleOf("one", "s: {client.ipAddress|cidr|expand: ['%vpn%', '%office%']}\ncondition: not s") +
		"---\ntitle: c\nname: c\ncorrelation: {type: event_count, rules: [one], timespan: 5m, condition: {gte: 1}}\n"
	set := compile(t, text, sigma.Options{Lists: map[string][]string{"office": {"192.0.2.0/24"}}})
	for _, c := range set.Rules() {
		if got := fmt.Sprint(c.MissingLists()); got != "[vpn]" {
			t.Errorf("%s lacks %s", c.Rule.Name, got)
		}
	}
	if m := run(t, set, logOf(t, records(t, []map[string]any{{}}))); len(m) > 0 {
		t.Errorf("a rule without its list matched: %v", m)
	}
	rules, _ := sigma.Parse("test.yml", []byte(text))
	_, errs := sigma.Compile(rules, sigma.Options{Lists: map[string][]string{"office": {}, "vpn": {"nonsense"}}})
	if len(errs) == 0 || errs[0].Line != 5 || errs[0].Kind != sigma.Invalid || !strings.Contains(errs[0].Message, "nonsense") {
		t.Errorf("%v", errs)
	}
}
