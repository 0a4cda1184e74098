package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// runProfiles times each detection of [profiles] on a log, its views being
// there.
func runProfiles(b *testing.B, log *table.Log) {
	views := NewViews(log)
	outcomes := views.Outcomes(Config{})
	for _, d := range profiles() {
		b.Run(d.ID, func(b *testing.B) {
			for b.Loop() {
				in := &Input{Log: log, Views: views, Parameters: Config{}.Values(d)}
				if d.After != nil {
					d.After(in, outcomes)
				} else {
					d.Run(in)
				}
			}
			b.ReportMetric(float64(log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkProfiles is on half a million events of a company in 30 days.
func BenchmarkProfiles(b *testing.B) {
	w, err := simulate.New(simulate.Config{Seed: 1, Days: 30, Events: 500_000})
	if err != nil {
		b.Fatal(err)
	}
	build := table.NewBuilder()
	for f := range event.NumFields {
		build.Carries(f)
	}
	n := int64(0)
	for row := range w.Rows() {
		if err := build.AddRow(0, n, nil, row); err != nil {
			b.Fatal(err)
		}
		n++
	}
	log, _ := build.Log([]string{"bench"})
	runProfiles(b, log)
}

// BenchmarkHostileProfiles is on logs that are made to cost much: one person
// with all events, each from another address and place in turns, with changes,
// warnings and applications between them. The events a second must not fall as
// the log grows.
func BenchmarkHostileProfiles(b *testing.B) {
	kinds := []string{typeSessionStart, sso, "policy.rule.update", "user.mfa.factor.activate", "security.breached_credential.detected",
		"system.email.new_device_notification.sent_message", typeGrant, "app.oauth2.consent.grant"}
	towns := []string{"Toronto", "Dublin", "Ottawa"}
	for _, n := range []int{25_000, 50_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			build := table.NewBuilder()
			for f := range event.NumFields {
				build.Carries(f)
			}
			for i := range n {
				e := ev{at: fmt.Sprintf("2026-05-%02dT%02d:%02d:%02d.000Z", 1+i*28/n, i/3600%24, i/60%60, i%60), typ: kinds[i%len(kinds)], place: towns[i%len(towns)],
					ip: fmt.Sprintf("10.%d.%d.1", i/200%200, i%200), agent: fmt.Sprint("tool-", i%977, "/1"), session: fmt.Sprint("idx", i/3), targets: appTarget(fmt.Sprint("App", i%5000))}
				row := e.row(i)
				row.RequestAPITokenID = []string{"", "00T1"}[i%2]
				if err := build.AddRow(0, int64(i), nil, &row); err != nil {
					b.Fatal(err)
				}
			}
			log, _ := build.Log([]string{"bench"})
			runProfiles(b, log)
		})
	}
}
