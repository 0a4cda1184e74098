package config

import (
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"okta-session-analyzer/analyzer/detect"
)

const whole = `{
  "detections": {"session-fast-travel": {"parameters": {"speed_kmh": 500}},
                 "own": {"enabled": true, "severity": "high", "parameters": {"window": "90m", "minimum": 3}},
                 "idp-created": {"enabled": false}},
  "parameters": {"session-fast-travel": {"min_distance_km": 100}},
  "disabled": ["idp-lifecycle-change"],
  "severities": {"idp-created": "low"},
  "allow": {
    "users": [{"value": "scanner@example.com", "reason": "scan", "expires": "2026-03-01"}],
    "networks": [{"value": "192.0.2.0/24", "label": "corporate", "reason": "office"},
                 {"value": "198.51.100.7", "label": "VPN", "reason": "gateway", "expires": "2026-03-01T12:00:00Z"},
                 {"value": "2001:db8::/32", "reason": "lab"}]
  },
  "working_hours": {"from": "22:00", "to": "06:00", "days": ["sunday", "Monday"], "zone": "+05:30"},
  "lists": {"vpn_networks": ["203.0.113.0/24"]},
  "rules": [{"name": "own.yml", "text": "title: x"}],
  "show_suppressed": true
}`

func TestParse(t *testing.T) {
	c, err := Parse([]byte("\ufeff"+whole), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := detect.Config{
		Parameters: map[string]map[string]float64{"session-fast-travel": {"speed_kmh": 500, "min_distance_km": 100}, "own": {"window": 90, "minimum": 3}},
		Disabled:   []string{"idp-created", "idp-lifecycle-change"},
		Severities: map[string]detect.Severity{"own": detect.High, "idp-created": detect.Low},
	}
	if !reflect.DeepEqual(c.Detect, want) {
		t.Errorf("detections %+v", c.Detect)
	}
	if !c.ShowSuppressed || len(c.Rules) != 1 || c.Rules[0].Name != "own.yml" || c.Rules[0].Text != "title: x" {
		t.Errorf("%+v", c)
	}
	if _, offset := time.Unix(0, 0).In(c.Hours.Zone).Zone(); offset != 5*3600+1800 {
		t.Errorf("zone %v", c.Hours.Zone)
	}
	day := time.Date(2026, 3, 1, 11, 59, 0, 0, time.UTC).UnixMilli()
	lists := c.AllLists(day)
	for name, want := range map[string][]string{
		"vpn_networks":       {"203.0.113.0/24", "198.51.100.7"},
		"corporate_networks": {"192.0.2.0/24"},
		"working_hours":      {"0", "1", "2", "3", "4", "5", "22", "23"},
		"working_days":       {"Sunday", "Monday"},
	} {
		if !slices.Equal(lists[name], want) {
			t.Errorf("list %s is %q, want %q", name, lists[name], want)
		}
	}
	if len(lists) != 4 {
		t.Errorf("lists %v", lists)
	}
	if vpn := c.AllLists(day + 60_000)["vpn_networks"]; !slices.Equal(vpn, []string{"203.0.113.0/24"}) {
		t.Errorf("a network that has expired is in %q", vpn)
	}
	if list := c.Lists["vpn_networks"]; len(list) != 1 {
		t.Errorf("AllLists changed the configuration: %q", list)
	}
}

// Entries count through the day that they name.
func TestExpired(t *testing.T) {
	c, err := Parse([]byte(whole), Options{})
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).UnixMilli()
	if got := c.Allow.Expired(end - 1); len(got) != 1 || !strings.Contains(got[0], `"198.51.100.7" of networks expired on 2026-03-01`) {
		t.Errorf("before the end of the day: %q", got)
	}
	if got := c.Allow.Expired(end); len(got) != 2 || !strings.Contains(got[0], `"scanner@example.com" of users`) {
		t.Errorf("after it: %q", got)
	}
}

func TestParseErrors(t *testing.T) {
	entry := func(list, s string) string { return `{"allow": {"` + list + `": [` + s + `]}}` }
	for _, test := range []struct{ name, text, want string }{
		{"nothing", " \n", "the file is empty"},
		{"a list", "[]", "line 1: the configuration is a list; want an object"},
		{"the end missing", `{"disabled": [`, "the file ends in the middle"},
		{"a quote missing", `{"disabled": ["a]}`, "the file ends in the middle"},
		{"a comma too much", "{\n\"disabled\": [\"a\",]\n}", "line 2: invalid character ']'"},
		{"two objects", "{}\n{}", "there is more after"},
		{"deep", strings.Repeat(`{"detections":`, 20) + strings.Repeat("}", 20), "nested more than 16 deep"},
		{"a key like another", "{\n \"disable\": []}", `line 2: the configuration has no key "disable"; did you mean "disabled"?`},
		{"a key like none", `{"xyzzy-frobnicate": 1}`, `has no key "xyzzy-frobnicate"; there are allow, detections,`},
		{"a key twice", `{"disabled": [], "disabled": []}`, `has the key "disabled" twice`},
		{"a key within", `{"detections": {"idp-created": {"enable": false}}}`, `detections.idp-created has no key "enable"; did you mean "enabled"?`},
		{"a number for a truth", `{"detections": {"idp-created": {"enabled": 0}}}`, "detections.idp-created.enabled is a number; want true or false"},
		{"a severity", `{"severities": {"idp-created": "urgent"}}`, `severities.idp-created: severity "urgent": want info,`},
		{"a text for a number", `{"parameters": {"a": {"b": "fast"}}}`, `parameters.a.b is the text "fast"; want a number`},
		{"null for a number", `{"parameters": {"a": {"b": null}}}`, "parameters.a.b is null; want a number"},
		{"a text for a list", `{"disabled": "a"}`, "disabled is a text; want a list"},
		{"an empty text", `{"disabled": [" "]}`, "disabled has an empty text"},
		{"no reason", entry("users", `{"value": "a"}`), `the entry "a" of allow.users has no reason`},
		{"no value", entry("users", `{"reason": "a"}`), "an entry of allow.users has no value"},
		{"everything", entry("user_agents", `{"value": "**", "reason": "a"}`), "would allow everything"},
		{"every address", entry("networks", `{"value": "0.0.0.0/0", "reason": "a"}`), "would allow everything"},
		{"no network", entry("networks", `{"value": "head office", "reason": "a"}`), `"head office" is no network; want one like`},
		{"bits behind the prefix", entry("networks", `{"value": "192.0.2.7/24", "reason": "a"}`), "did you mean 192.0.2.0/24?"},
		{"a label", entry("networks", `{"value": "192.0.2.7", "reason": "a", "label": "home"}`), `label "home"; want corporate, vpn or vendor`},
		{"a label of a user", entry("users", `{"value": "a", "reason": "a", "label": "vpn"}`), `has no key "label"`},
		{"an expiry", entry("users", `{"value": "a", "reason": "a", "expires": "soon"}`), `is "soon"; want a day like 2026-12-31`},
		{"an entry that is a text", entry("users", `"a"`), "an entry of allow.users is a text; want an object"},
		{"half an hour", `{"working_hours": {"from": "08:30"}}`, `working_hours.from is "08:30"; want a whole hour`},
		{"a day", `{"working_hours": {"days": ["Mo"]}}`, `"Mo" is no day`},
		{"a zone", `{"working_hours": {"zone": "Mars/Olympus"}}`, `working_hours.zone is "Mars/Olympus", which is not known here`},
		{"a list that follows", `{"lists": {"working_days": []}}`, "lists.working_days follows from working_hours"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Parse([]byte(test.text), Options{}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	c, err := Parse([]byte(`{"disabled": ["idp-create"], "allow": {"users": [{"value": "a", "reason": "b", "detections": ["idp-creatd"]}]}}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = c.Validate(detect.All())
	if err == nil || !strings.Contains(err.Error(), `detection "idp-create": no such detection`) ||
		!strings.Contains(err.Error(), `line 1: allow.users: "a" is for detection "idp-creatd", which there is not; did you mean "idp-created"?`) {
		t.Errorf("%v", err)
	}
}

// Hours, also over midnight.
func TestWorks(t *testing.T) {
	for _, test := range []struct {
		hours Hours
		hour  int
		want  bool
	}{
		{Hours{From: 8, To: 18}, 8, true}, {Hours{From: 8, To: 18}, 18, false}, {Hours{From: 8, To: 18}, 7, false},
		{Hours{From: 22, To: 6}, 23, true}, {Hours{From: 22, To: 6}, 5, true}, {Hours{From: 22, To: 6}, 6, false},
		{Hours{From: 0, To: 24}, 23, true},
	} {
		if got := test.hours.works(test.hour); got != test.want {
			t.Errorf("%d to %d: %d is %v", test.hours.From, test.hours.To, test.hour, got)
		}
	}
}

func TestWildcard(t *testing.T) {
	for _, test := range []struct {
		pattern, text string
		want          bool
	}{
		{"probe", "probe", true}, {"probe", "probe/1", false}, {"probe*", "probe/1", true}, {"*probe", "my probe", true},
		{"a*b*c", "a--b--c", true}, {"a*b*c", "a--c--b", false}, {"a*a", "a", false}, {"a**b", "ab", true}, {"*", "", true},
	} {
		if got := wildcard(test.pattern, test.text); got != test.want {
			t.Errorf("%q of %q: %v", test.text, test.pattern, got)
		}
	}
}

// FuzzParse checks that whatever is read is told apart: a configuration, or an
// error that says something; and that what was accepted is accepted again
// behind a byte order mark and with blanks around it.
func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add(`{"allow": {"networks": [{"value": "192.0.2.7/24"}]}}`)
	f.Add(`{"disabled": [`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse([]byte(text), Options{})
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a word")
			}
			return
		}
		for _, e := range slices.Concat(c.Allow.Users, c.Allow.Networks, c.Allow.UserAgents, c.Allow.Applications, c.Allow.APITokens) {
			if e.Value == "" || e.Reason == "" {
				t.Errorf("an entry %+v", e)
			}
		}
		if strings.HasPrefix(text, "\ufeff") {
			return
		}
		again, err := Parse([]byte("\ufeff \n"+text+"\n "), Options{})
		if err != nil || !reflect.DeepEqual(again.Detect, c.Detect) || !reflect.DeepEqual(again.Lists, c.Lists) {
			t.Errorf("%+v, %v; want %+v", again, err, c)
		}
	})
}

// The configuration that README.md shows is one.
func TestReadme(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("a browser has no files")
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```json\n{\n  \"detections\"")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("README.md shows no configuration")
	}
	if c, err := Parse([]byte("{\n  \"detections\""+example), Options{}); err != nil || c.Allow.Empty() || !c.Hours.Set {
		t.Errorf("%+v, %v", c, err)
	}
}
