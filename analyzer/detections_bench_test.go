package analyzer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/report"
	"okta-session-analyzer/analyzer/rules"
	"okta-session-analyzer/analyzer/simulate"
)

// BenchmarkDetections is what an analyst waits for once a million events are in
// columns. `make bench` runs it natively and in Chromium. The code
// is warm, and nothing of the log is known beside its columns, except where it
// says again.
func BenchmarkDetections(b *testing.B) {
	loaded, err := million()
	if err != nil {
		b.Fatal(err)
	}
	ms := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/op")
		b.ReportMetric(float64(loaded.Log.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	}
	reported := func(b *testing.B, c analyzer.Config) *report.Report {
		r, err := loaded.Report(c)
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	b.Run("all", func(b *testing.B) {
		loaded.Reopen()
		before := heap()
		r := reported(b, analyzer.Config{})
		held := heap() - before
		for b.Loop() {
			loaded.Reopen()
			reported(b, analyzer.Config{})
		}
		ms(b)
		b.ReportMetric(float64(len(r.Detectors)), "detections")
		b.ReportMetric(held, "MB-held")
	})
	b.Run("threshold-again", func(b *testing.B) {
		n := 0
		change := func() {
			n++
			reported(b, analyzer.Config{Detect: detect.Config{Parameters: map[string]map[string]float64{
				"session-fast-travel": {"speed_kmh": float64(300 + n%2)}}}})
		}
		change()
		change()
		for b.Loop() {
			change()
		}
		ms(b)
	})
	rule := func(pack *rules.Pack, view *rules.View) (findings int) {
		outcomes, errs, err := pack.Run(context.Background(), view, detect.Config{}, rules.Options{})
		if err := errors.Join(err, errors.Join(asErrors(errs)...)); err != nil {
			b.Fatal(err)
		}
		for i := range outcomes {
			findings += len(outcomes[i].Findings)
		}
		return findings
	}
	b.Run("rules", func(b *testing.B) {
		builtIn, _ := rules.BuiltIn()
		pack, _ := builtIn.With(nil, detect.All())
		findings := 0
		for b.Loop() {
			b.StopTimer()
			views := detect.NewViews(loaded.Log)
			b.StartTimer()
			findings = rule(pack, rules.NewView(loaded.Log, views))
		}
		ms(b)
		b.ReportMetric(float64(len(pack.Rules())), "rules")
		b.ReportMetric(float64(findings), "findings")
	})
	// As in the page: the built-in rules have looked at the log, these are new.
	b.Run("own-rules", func(b *testing.B) {
		view := rules.NewView(loaded.Log, detect.NewViews(loaded.Log))
		builtIn, _ := rules.BuiltIn()
		pack, _ := builtIn.With(nil, detect.All())
		rule(pack, view)
		findings, count := 0, 0
		for b.Loop() {
			own, errs := new(rules.Pack).With([]rules.File{{Name: "own.yml", Text: ownRules()}}, nil)
			if len(errs) > 0 {
				b.Fatal(errs[0])
			}
			findings, count = rule(own, view), len(own.Rules())
		}
		ms(b)
		b.ReportMetric(float64(count), "rules")
		b.ReportMetric(float64(findings), "findings")
	})
}

// ownRules are 25 rules as an analyst keeps them, from lists to expressions,
// networks, key words and correlations.
func ownRules() string {
	var b strings.Builder
	add := func(n int, rest string) {
		fmt.Fprintf(&b, "title: Own %d\nid: 00000000-0000-4000-8000-%012d\nname: own-%d\nlevel: low\n%s\n---\n", n, n, n, rest)
	}
	for n, selection := range strings.Split(strings.TrimSpace(`
eventType: user.mfa.factor.deactivate
eventType: [user.session.start, user.authentication.sso], outcome.result: FAILURE
eventType: policy.evaluate_sign_on, outcome.result: DENY
eventType|startswith: policy.rule
eventType|contains: privilege
eventType: group.user_membership.add, target.UserGroup.displayName|contains: admin
eventType: user.session.start, client.geographicalContext.country: Iceland
client.ipAddress|cidr: [192.0.2.0/29, 198.51.100.0/29]
client.userAgent.rawUserAgent|re|i: "python|curl|go-http"
client.userAgent.rawUserAgent|contains: HeadlessChrome
agent.browser: [python-requests, curl]
behavior.newDevice: POSITIVE, behavior.newGeoLocation: POSITIVE
risk.level: HIGH
securityContext.isProxy: true, outcome.result: SUCCESS
actor.alternateId|endswith: "@example.invalid"
actor.alternateId|fieldref: "target[].alternateId", eventType: user.account.update_password
local.hour|lt: 3, eventType: user.session.start, outcome.result: FAILURE
displayMessage|contains|all: [user, password]
outcome.reason|contains: LOCKED_OUT
`), "\n") {
		add(n, "logsource: {product: okta, service: okta}\ndetection:\n  s: {"+selection+"}\n  condition: s")
	}
	add(20, "logsource: {product: okta}\ndetection:\n  keywords: [evilginx, modlishka]\n  condition: keywords")
	add(21, "logsource: {product: okta}\ndetection:\n  s: {outcome.result: FAILURE}\n  condition: s")
	add(22, "logsource: {product: okta}\ndetection:\n  s: {eventType: user.session.start, outcome.result: SUCCESS}\n  condition: s")
	add(23, "correlation: {type: event_count, rules: [own-21], group-by: [actor.id], timespan: 10m, condition: {gte: 5}}")
	add(24, "correlation: {type: value_count, rules: [own-21], group-by: [client.ipAddress], timespan: 1h, condition: {gte: 5, field: actor.id}}")
	add(25, "correlation: {type: temporal_ordered, rules: [own-23, own-22], group-by: [actor.id], timespan: 1h}")
	return b.String()
}

func asErrors[E error](errs []E) []error {
	all := make([]error, len(errs))
	for i, err := range errs {
		all[i] = err
	}
	return all
}

// heap returns the live memory in MB.
func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkWriteReport writes the JSON report of a million events.
func BenchmarkWriteReport(b *testing.B) {
	loaded, err := million()
	if err != nil {
		b.Fatal(err)
	}
	r, err := loaded.Report(analyzer.Config{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var size count
		if err := report.WriteJSON(&size, r); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(size))
	}
	b.ReportMetric(float64(len(r.Findings)), "findings")
}

// count counts the bytes that are written to it.
type count int64

func (c *count) Write(p []byte) (int, error) {
	*c += count(len(p))
	return len(p), nil
}

// million loads a simulated log of a million events, once.
var million = sync.OnceValues(func() (*analyzer.Loaded, error) {
	world, err := simulate.New(simulate.Config{Seed: 1, Events: 1_000_000, Users: 2000, Days: 60})
	if err != nil {
		return nil, err
	}
	var file memory
	if _, err := world.WriteCSV(&file); err != nil {
		return nil, err
	}
	source := analyzer.Source{Name: "log.csv", Size: file.size, Reader: &file}
	return analyzer.Load(context.Background(), []analyzer.Source{source}, analyzer.Options{})
})

// memory is a file in pieces of one size: Chromium has no files to write, and
// one long slice would be copied as it grows.
type memory struct {
	pieces [][]byte
	size   int64
}

const piece = 1 << 20

func (m *memory) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if m.size%piece == 0 {
			m.pieces = append(m.pieces, make([]byte, piece))
		}
		done := copy(m.pieces[len(m.pieces)-1][m.size%piece:], p)
		m.size, p = m.size+int64(done), p[done:]
	}
	return n, nil
}

func (m *memory) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && at < m.size {
		done := copy(p[n:], m.pieces[at/piece][at%piece:min(piece, m.size-at/piece*piece)])
		n, at = n+done, at+int64(done)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
