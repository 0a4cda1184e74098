package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/simulate"
	"okta-session-analyzer/analyzer/table"
)

// BenchmarkSequences measures each sequence on 300,000 events of a company
// with one attack of every kind, the views being there.
func BenchmarkSequences(b *testing.B) {
	w, err := simulate.New(simulate.Config{Seed: 1, Events: 300_000})
	if err != nil {
		b.Fatal(err)
	}
	builder := table.NewBuilder()
	for f := range event.NumFields {
		builder.Carries(f)
	}
	n := int64(0)
	for row := range w.Rows() {
		if err := builder.AddRow(0, n, nil, row); err != nil {
			b.Fatal(err)
		}
		n++
	}
	log, _ := builder.Log([]string{"bench"})
	views := NewViews(log)
	older := []*Detection{contextInterleave, usedAfterEnd, sessionTwoActors, revivedSession, resetPair, resetTakeover,
		attackThenSuccess, deniedThenChanged, rogueIDP, operatorOverlap, singleFactor}
	for _, d := range append(older, sequences()...) {
		if d.Run == nil {
			continue
		}
		b.Run(d.ID, func(b *testing.B) {
			for b.Loop() {
				d.Run(&Input{Log: log, Views: views, Parameters: Config{}.Values(d)})
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/float64(log.Len()), "ms/1M")
			b.ReportMetric(float64(log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkHostile measures the detections that follow one thing after another
// on logs that were made to have them search: twice the events must take about
// twice the time.
func BenchmarkHostile(b *testing.B) {
	clock := func(i, n int) string { // over a day
		s := i * 86_000 / n
		return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	logs := []struct {
		name string
		of   []*Detection
		e    func(i, n int) ev
	}{
		{"a refused console, over and over", []*Detection{deniedThenChanged}, func(i, n int) ev { return ev{result: "DENY", targets: console} }},
		{"one account reset and entered in turns", []*Detection{operatorOverlap, resetTakeover}, func(i, n int) ev {
			if i%2 == 0 {
				return ev{typ: "user.account.reset_password", user: "helen", session: "idxH", agent: fmt.Sprint("tool", i), targets: personTarget("alice")}
			}
			return ev{typ: typeSessionStart}
		}},
		{"pushes and rejections", []*Detection{pushThenSuccess, pushMismatch, pushRequests}, func(i, n int) ev {
			return ev{typ: []string{typePushSent, typePushDenied, typeSessionStart}[i%3], ip: fmt.Sprintf("10.0.%d.1", i%200)}
		}},
		{"a factor refused and another accepted", []*Detection{strongThenWeak}, func(i, n int) ev {
			return verification("", []string{"Security Key or Biometric", "Phone"}[i%2], []string{"FAILURE", "SUCCESS"}[i%2], ev{ip: fmt.Sprintf("10.%d.%d.1", i>>9, i>>1&255)})
		}},
		{"an application refused and opened", []*Detection{contextShopping, applicationSweep}, func(i, n int) ev {
			app := []event.Target{{ID: fmt.Sprint("0oa", i/2), Type: "AppInstance"}}
			return ev{typ: []string{signOn, sso}[i%2], result: []string{"DENY", "SUCCESS"}[i%2], agent: fmt.Sprint("tool", i), targets: app}
		}},
		{"one session of scripts and browsers", []*Detection{sessionReplay}, func(i, n int) ev {
			return ev{typ: sso, agent: []string{chromeMac, script}[i%2], ip: fmt.Sprintf("10.%d.%d.1", i>>8, i&255)}
		}},
		{"exports in one session", []*Detection{exportAfterChange}, func(i, n int) ev {
			return ev{typ: []string{typeSessionStart, "analytics.reports.export.request"}[i%2], ip: fmt.Sprintf("10.%d.%d.1", i>>8, i&255)}
		}},
		{"threats and devices of one address", []*Detection{deviceFromThreat}, func(i, n int) ev {
			return ev{typ: []string{"security.threat.detected", "device.enrollment.create"}[i%2], user: fmt.Sprint("u", i)}
		}},
		{"wrong codes from many networks", []*Detection{persistentAttempts}, func(i, n int) ev {
			return verification("", "Google Authenticator", "FAILURE", ev{ip: fmt.Sprintf("10.%d.%d.1", i/8>>8, i/8&255)})
		}},
		{"controls changed from everywhere", []*Detection{controlEvents}, func(i, n int) ev {
			return ev{typ: "event_hook.deactivated", agent: fmt.Sprint("tool", i), ip: fmt.Sprintf("10.%d.%d.1", i>>8, i&255)}
		}},
	}
	for _, l := range logs {
		for _, n := range []int{10_000, 40_000} {
			events := signIns("alice")
			for i := range n {
				e := l.e(i, n)
				e.at = clock(i, n)
				events = append(events, e)
			}
			log := logOf(b, events)
			views := NewViews(log)
			for _, d := range l.of {
				b.Run(fmt.Sprintf("%s/%s/%d", l.name, d.ID, n), func(b *testing.B) {
					for b.Loop() {
						d.Run(&Input{Log: log, Views: views, Parameters: Config{}.Values(d)})
					}
					b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
				})
			}
		}
	}
}
