package incident_test

import (
	"fmt"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/incident"
)

// A device that the account had before speaks for the account, wherever it is.
func TestScoreDevice(t *testing.T) {
	score := func(before, then string) (int, string) {
		var text strings.Builder
		add := func(n int, at, ip, device string) {
			fmt.Fprintf(&text, `{"uuid":"%08x-4811-11f1-8000-0242ac120002","published":"%s","eventType":"user.session.start","outcome":{"result":"SUCCESS"},`+
				`"actor":{"id":"00ua","type":"User","alternateId":"a@example.com","displayName":"A"},"client":{"ipAddress":%q,"userAgent":{"rawUserAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"}},`+
				`"debugContext":{"debugData":{"dtHash":%q}}}`+"\n", n, at, ip, device)
		}
		for day := 1; day <= 3; day++ {
			add(day, fmt.Sprintf("2026-05-0%dT09:00:00.000Z", day), "192.0.2.10", before)
		}
		add(4, "2026-05-05T10:00:00.000Z", "198.51.100.7", then)
		add(5, "2026-05-05T10:10:00.000Z", "198.51.100.7", then)
		loaded, err := analyzer.Load(t.Context(), []analyzer.Source{{Name: "log.json", Size: int64(text.Len()), Reader: strings.NewReader(text.String())}}, analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f := detect.Finding{Severity: detect.Medium, Summary: "It was seen", Actor: detect.PersonAt(loaded.Log, 3), Rows: []uint32{3, 4}}
		d := &detect.Detection{ID: "x", Title: "X", Family: "x"}
		detect.Complete(loaded.Log, d, &f)
		list := incident.Find(loaded.Log, detect.NewViews(loaded.Log), []detect.Outcome{{Detection: d, Status: detect.Ran, Findings: []detect.Finding{f}}})
		if len(list) != 1 {
			t.Fatalf("%d incidents", len(list))
		}
		return list[0].Score, fmt.Sprint(list[0].Reasons)
	}
	own, why := score("laptop", "laptop")
	if !strings.Contains(why, "the device is one that the account has used before") {
		t.Errorf("a known device is not told: %s", why)
	}
	for _, test := range [][2]string{{"laptop", "another"}, {"laptop", ""}, {"", ""}} {
		if other, why := score(test[0], test[1]); other <= own || strings.Contains(why, "device") {
			t.Errorf("%q has %d, not more than the account's own with %d: %s", test, other, own, why)
		}
	}
}
