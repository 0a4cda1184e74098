package analyzer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/config"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
)

// accessLog is a log in which two people open the application Payroll, one of
// them through an API token, from two networks with one program.
func accessLog(t *testing.T) *analyzer.Loaded {
	t.Helper()
	const event = `{"uuid":"00000000-0000-4000-8000-00000000000%[1]d","published":"2026-03-0%[2]dT09:00:00Z","eventType":"user.authentication.sso",` +
		`"actor":{"id":"00u%[3]s","type":"User","alternateId":"%[3]s@example.com"},"client":{"ipAddress":"%[4]s","userAgent":{"rawUserAgent":"Probe/1.%[1]d"}},` +
		`"transaction":{"type":"WEB","id":"t","detail":{%[5]s}},"securityContext":{"isProxy":false},` +
		`"target":[{"type":"AppInstance","id":"0oa1","displayName":"Payroll"}]}` + "\n"
	text := fmt.Sprintf(event, 1, 1, "jane", "192.0.2.1", "") + fmt.Sprintf(event, 2, 1, "jane", "192.0.2.2", "") +
		fmt.Sprintf(event, 3, 2, "john", "198.51.100.1", `"requestApiTokenId":"00T1"`)
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log.ndjson", Size: int64(len(text)), Reader: strings.NewReader(text)}}, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

const accessRule = `"rules": [{"name": "own.yml", "text": "title: Access\nname: own-access\nlogsource: {product: okta}\ndetection:\n  a: {eventType: user.authentication.sso}\n  condition: a\nlevel: high\nanalyzer: {summary: '{actor} opened {target.AppInstance}'}\n"}]`

func reportOf(t *testing.T, loaded *analyzer.Loaded, text string) *report.Report {
	t.Helper()
	c, err := config.Parse([]byte(text), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := loaded.Report(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rowOf(t *testing.T, r *report.Report, id string) report.Detector {
	t.Helper()
	for _, d := range r.Detectors {
		if d.ID == id {
			return d
		}
	}
	t.Fatalf("no detector %s", id)
	return report.Detector{}
}

// The findings that an allow-list covers are counted apart.
func TestAllow(t *testing.T) {
	loaded := accessLog(t)
	for _, test := range []struct {
		name, allow string
		suppressed  int
		list        string
	}{
		{"nothing", ``, 0, ""},
		{"a login name", `"users": [{"value": "JANE@example.com", "reason": "r"}]`, 1, "users"},
		{"an id", `"users": [{"value": "00ujohn", "reason": "r"}]`, 1, "users"},
		{"for this detection", `"users": [{"value": "00ujohn", "reason": "r", "detections": ["own-access"]}]`, 1, "users"},
		{"for another detection", `"users": [{"value": "00ujohn", "reason": "r", "detections": ["idp-created"]}]`, 0, ""},
		{"expired on the day of the last event", `"users": [{"value": "00ujohn", "reason": "r", "expires": "2026-03-01"}]`, 0, ""},
		{"not yet expired", `"users": [{"value": "00ujohn", "reason": "r", "expires": "2026-03-02"}]`, 1, "users"},
		{"the network of all events", `"networks": [{"value": "192.0.2.0/24", "reason": "r"}]`, 1, "networks"},
		{"the address of one of two events", `"networks": [{"value": "192.0.2.1", "reason": "r"}]`, 0, ""},
		{"the addresses of both", `"networks": [{"value": "192.0.2.1", "reason": "r"}, {"value": "192.0.2.2", "reason": "r"}]`, 1, "networks"},
		{"a program", `"user_agents": [{"value": "probe/*", "reason": "r"}]`, 2, "user_agents"},
		{"a version of it", `"user_agents": [{"value": "Probe/1.3", "reason": "r"}]`, 1, "user_agents"},
		{"an application", `"applications": [{"value": "payroll", "reason": "r"}]`, 2, "applications"},
		{"a token", `"api_tokens": [{"value": "00T1", "reason": "r"}]`, 1, "api_tokens"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, show := range []bool{false, true} {
				r := reportOf(t, loaded, fmt.Sprintf(`{%s, "allow": {%s}, "show_suppressed": %v}`, accessRule, test.allow, show))
				d := rowOf(t, r, "own-access")
				if d.Suppressed != test.suppressed || d.Findings != 2-test.suppressed || d.RuleFile != "own.yml" {
					t.Errorf("detector %+v", d)
				}
				marked := 0
				for _, f := range r.Findings {
					if f.Suppressed != nil {
						marked++
						if f.Detector == "own-access" && (f.Suppressed.List != test.list || f.Suppressed.Reason != "r") {
							t.Errorf("%+v", f.Suppressed)
						}
					}
				}
				if show && marked != r.Log.Suppressed || !show && marked != 0 || r.Log.Suppressed < test.suppressed {
					t.Errorf("%d findings are marked, %d counted", marked, r.Log.Suppressed)
				}
			}
		})
	}
}

// The report lists every detection once, and how many of them are rules.
func TestDetectors(t *testing.T) {
	r := reportOf(t, accessLog(t), `{`+accessRule+`}`)
	seen := map[string]bool{}
	own := 0
	for _, d := range r.Detectors {
		if seen[d.ID] {
			t.Errorf("%s is listed twice", d.ID)
		}
		seen[d.ID] = true
		if d.Status == detect.NotEvaluable != (len(d.Missing) > 0) {
			t.Errorf("%s is %s and lacks %v", d.ID, d.Status, d.Missing)
		}
		if d.RuleFile != "" {
			own++
		}
	}
	if all, errs := analyzer.Detections(nil); len(errs) > 0 || len(all)+1 != len(r.Detectors) || own != 1 {
		t.Errorf("%d detectors, %d of them own; %d detections, %v", len(r.Detectors), own, len(all), errs)
	}
	if want := len(r.Detectors) - len(detect.All()); r.Tool.Rules != want {
		t.Errorf("%d rules, want %d", r.Tool.Rules, want)
	}
}

// A rule that does not compile is told with its place, the others run.
func TestRuleErrors(t *testing.T) {
	r := reportOf(t, accessLog(t), `{`+strings.Replace(accessRule, `[{`, `[{"name": "bad.yml", "text": "title: Bad\nlogsource: {product: okta}\ndetection: {a: {nosuch: 1}, condition: a}\n"}, {`, 1)+`}`)
	if len(r.RuleErrors) != 1 || r.RuleErrors[0].File != "bad.yml" || r.RuleErrors[0].Line != 3 || r.RuleErrors[0].Column == 0 {
		t.Errorf("errors %+v", r.RuleErrors)
	}
	if d := rowOf(t, r, "own-access"); d.Findings != 2 {
		t.Errorf("%+v", d)
	}
}

// A configuration for what is not there is an error.
func TestReportValidates(t *testing.T) {
	loaded := accessLog(t)
	for _, text := range []string{`{"disabled": ["own-access"]}`, `{"parameters": {"session-fast-travel": {"speed_kmh": -1}}}`} {
		c, err := config.Parse([]byte(text), config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := loaded.Report(c); err == nil || !strings.HasPrefix(err.Error(), "configuration: ") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
