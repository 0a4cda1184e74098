package detect_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/simulate"
)

// sequences are the detections of the files sequence_*.go.
var sequences = []string{
	"session-context-interleave", "session-used-after-end", "session-two-actors", "session-revived-from-new-context",
	"password-and-mfa-reset-pair", "reset-then-takeover", "success-after-credential-attack",
	"console-denied-then-admin-change", "rogue-idp-chain", "operator-overlap",
	"self-made-or-ephemeral-admin", "mfa-removed-not-restored",
	"session-replay-programmatic-client", "persistent-attempts-new-network", "low-and-slow-spray", "shared-tool-spray", "new-ip-many-users-success",
	"strong-factor-failed-weak-used", "push-bombing-then-success", "push-source-response-mismatch", "context-shopping",
	"application-sweep-new-context", "report-export-after-context-change", "device-enrolled-from-threat-ip", "unwatched-control-events",
}

// Weeks of a company without an intruder are no finding, in either form.
func TestSequencesOnBenignLogs(t *testing.T) {
	for seed := range uint64(4) {
		for form, write := range map[string]func(*simulate.World, *bytes.Buffer) (int, error){
			"CSV":  func(w *simulate.World, b *bytes.Buffer) (int, error) { return w.WriteCSV(b) },
			"JSON": func(w *simulate.World, b *bytes.Buffer) (int, error) { return w.WriteNDJSON(b) },
		} {
			t.Run(fmt.Sprintf("%s of seed %d", form, seed), func(t *testing.T) {
				w, err := simulate.New(simulate.Config{Seed: 100 + seed, Users: 120, Days: 14, Attacks: []simulate.Attack{}})
				if err != nil {
					t.Fatal(err)
				}
				var b bytes.Buffer
				if _, err := write(w, &b); err != nil {
					t.Fatal(err)
				}
				loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log." + form, Size: int64(b.Len()), Reader: bytes.NewReader(b.Bytes())}}, analyzer.Options{})
				if err != nil {
					t.Fatal(err)
				}
				outcomes, err := detect.Run(loaded.Log, detect.Config{})
				if err != nil {
					t.Fatal(err)
				}
				ran := 0
				for _, id := range sequences {
					for _, o := range outcomes {
						if o.Detection.ID != id {
							continue
						}
						if o.Status == detect.Ran {
							ran++
						}
						for _, f := range o.Findings {
							if f.Severity >= detect.Medium {
								t.Errorf("%s %s: %s", id, f.Severity, f.Summary)
							}
						}
					}
				}
				if ran != len(sequences) {
					t.Errorf("%d of %d detections ran", ran, len(sequences))
				}
			})
		}
	}
}
