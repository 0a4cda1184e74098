package report

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/detect"
)

// TestNavigator checks what the layer says of each technique, and that what an
// allow-list sets aside is not in it.
func TestNavigator(t *testing.T) {
	r := &Report{
		Findings: []detect.Finding{
			{ID: "a", Severity: detect.Low, Techniques: []string{"T1539", "T1078.004", "T1539"}},
			{ID: "b", Severity: detect.Critical, Techniques: []string{"T1539"}},
			{ID: "c", Severity: detect.High, Techniques: []string{"T1621"}, Suppressed: &detect.Suppression{}},
		},
		Incidents: []Incident{{ID: "i", Findings: []string{"a", "b"}, Techniques: []string{"T1078.004", "T1539"}}},
	}
	var text strings.Builder
	if err := WriteNavigator(&text, r); err != nil {
		t.Fatal(err)
	}
	var layer struct {
		Versions   map[string]string
		Domain     string
		Techniques []struct {
			TechniqueID string
			Score       int
			Comment     string
		}
	}
	if err := json.Unmarshal([]byte(text.String()), &layer); err != nil {
		t.Fatal(err)
	}
	if layer.Domain != "enterprise-attack" || layer.Versions["layer"] != "4.5" {
		t.Errorf("layer %+v", layer)
	}
	got := map[string]string{}
	scores := map[string]int{}
	for _, x := range layer.Techniques {
		got[x.TechniqueID], scores[x.TechniqueID] = x.Comment, x.Score
	}
	if want := map[string]string{"T1539": "2 findings, the worst critical; in 1 incident", "T1078.004": "1 finding, the worst low; in 1 incident"}; !reflect.DeepEqual(got, want) {
		t.Errorf("comments %q", got)
	}
	if scores["T1539"] != 5 || scores["T1078.004"] != 2 {
		t.Errorf("scores %v", scores)
	}
	text.Reset()
	if err := WriteNavigator(&text, &Report{}); err != nil || !strings.Contains(text.String(), `"techniques": []`) {
		t.Errorf("an empty report: %v %s", err, text.String())
	}
}
