package sigma_test

import (
	"context"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/sigma"
)

// pack is 25 rules as an analyst keeps them: single events, lists, regular
// expressions, networks, keywords, correlations.
const pack = `
eventType: user.mfa.factor.deactivate
eventType: [user.session.start, user.authentication.sso], outcome.result: FAILURE
eventType: policy.evaluate_sign_on, outcome.result|neq: ALLOW
eventType|startswith: policy.rule
eventType|contains: privilege
eventType: group.user_membership.add, target.UserGroup.displayName|contains: admin
eventType: user.session.start, client.geographicalContext.country|neq: Canada
client.ipAddress|cidr: [192.0.2.0/25, 198.51.100.0/26]
client.userAgent.rawUserAgent|re|i: "python|curl|go-http"
client.userAgent.rawUserAgent|contains: HeadlessChrome
agent.browser: [python-requests, curl]
behavior.newDevice: POSITIVE, behavior.newGeoLocation: POSITIVE
risk.level: HIGH
securityContext.isProxy: true, outcome.result: SUCCESS
actor.alternateId|endswith: "@example.net"
actor.id|fieldref: "target[].id"
local.hour|lt: 5, eventType: user.session.start
displayMessage|contains|all: [user, password]
outcome.reason|contains: [INVALID_CREDENTIALS, LOCKED_OUT]
`

func packText() string {
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(pack), "\n") {
		name := "rule-" + string(rune('a'+i))
		b.WriteString(ruleOf(name, "s: {"+line+"}\ncondition: s") + "---\n")
	}
	b.WriteString(ruleOf("words", "keywords: [evilginx, modlishka]\ncondition: keywords") + "---\n")
	b.WriteString(ruleOf("fail", "s: {outcome.result: FAILURE}\ncondition: s") + "---\n")
	b.WriteString(ruleOf("ok", "s: {eventType: user.session.start, outcome.result: SUCCESS}\ncondition: s") + "---\n")
	b.WriteString("title: brute\nname: brute\ncorrelation: {type: event_count, rules: [fail], group-by: [actor.id], timespan: 10m, condition: {gte: 5}}\n---\n")
	b.WriteString("title: spray\nname: spray\ncorrelation: {type: value_count, rules: [fail], group-by: [client.ipAddress], timespan: 1h, condition: {gte: 5, field: actor.id}}\n---\n")
	b.WriteString("title: in\nname: in\ncorrelation: {type: temporal_ordered, rules: [brute, ok], group-by: [actor.id], timespan: 1h}\n")
	return b.String()
}

// BenchmarkPack runs 25 rules that were never seen before over 200,000 events
// that are in columns already; the virtual fields are there.
func BenchmarkPack(b *testing.B) {
	benchmarkPack(b, func(set *sigma.Set, view *sigma.View) (*sigma.Set, *sigma.View) {
		return compile(b, packText(), sigma.Options{}), view
	})
}

// BenchmarkPackAgain runs the same rules again, as after a change of a
// threshold.
func BenchmarkPackAgain(b *testing.B) {
	benchmarkPack(b, func(set *sigma.Set, view *sigma.View) (*sigma.Set, *sigma.View) { return set, view })
}

// BenchmarkPackCold is BenchmarkPack with a view that has computed nothing.
func BenchmarkPackCold(b *testing.B) {
	benchmarkPack(b, func(set *sigma.Set, view *sigma.View) (*sigma.Set, *sigma.View) {
		return compile(b, packText(), sigma.Options{}), sigma.NewView(view.Log())
	})
}

func benchmarkPack(b *testing.B, next func(*sigma.Set, *sigma.View) (*sigma.Set, *sigma.View)) {
	log := simulated(b, 1, 200_000)
	set := compile(b, packText(), sigma.Options{})
	if n := len(set.Rules()); n != 25 {
		b.Fatalf("%d rules", n)
	}
	log.Users() // the log's own index is not the rules' work
	view := sigma.NewView(log)
	matches := 0
	if _, err := set.Run(context.Background(), view, nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		set, view = next(set, view)
		m, err := set.Run(context.Background(), view, nil)
		if err != nil {
			b.Fatal(err)
		}
		matches = len(m)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(log.Len()), "ns/event")
	b.ReportMetric(float64(matches), "matches")
}

// BenchmarkParse reads and compiles the rules.
func BenchmarkParse(b *testing.B) {
	text := []byte(packText())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		rules, errs := sigma.Parse("pack.yml", text)
		if len(errs) > 0 {
			b.Fatal(errs)
		}
		if _, errs = sigma.Compile(rules, sigma.Options{}); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}
