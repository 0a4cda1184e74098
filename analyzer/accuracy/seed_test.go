package accuracy

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
)

// The seed program's rules are held against the truth by the events that each
// counts.
func TestJudgeSeed(t *testing.T) {
	const head = "uuid,timestamp,event_type,display_message,outcome.result,actor.id,actor.type,actor.alternate_id,client.ip_address,client.user_agent.raw_user_agent,client.geographical_context.country,client.geographical_context.geolocation.lon,client.geographical_context.geolocation.lat,authentication_context.external_session_id,target0.display_name\n"
	row := func(n, at, kind, ip, agent, lon, session string) string {
		return strings.Join([]string{"0000000" + n + "-5e4a-11f1-8a12-298ca00da17d", "2026-06-01T10:" + at + ":00.000Z", kind, "m", "SUCCESS", "00uann", "User", "ann@example.com", ip, agent, "Germany", lon, "50", session, "t"}, ",") + "\n"
	}
	const app, push, idp, sso = "app.generic.unauth_app_access_attempt", "system.push.send_factor_verify_push", "system.idp.lifecycle.create", "user.authentication.sso"
	log := head +
		row("1", "00", sso, "192.0.2.1", "x", "10", "idxA") + row("2", "01", sso, "192.0.2.2", "y", "10", "idxA") + row("3", "02", app, "192.0.2.2", "y", "10", "idxA") +
		row("4", "03", push, "192.0.2.1", "x", "10", "idxB") + row("5", "04", push, "192.0.2.1", "x", "10", "idxB") + row("6", "05", push, "192.0.2.1", "x", "10", "idxB") +
		row("7", "06", sso, "192.0.2.1", "x", "10", "idxC") + row("8", "07", sso, "192.0.2.1", "x", "60", "idxC") +
		row("9", "08", idp, "192.0.2.1", "x", "10", "idxD")
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "log.csv", Size: int64(len(log)), Reader: bytes.NewReader([]byte(log))}}, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	id := func(n string) string { return "0000000" + n + "-5e4a-11f1-8a12-298ca00da17d" }
	truth := &Truth{Marks: map[string]Mark{}, Campaigns: []Campaign{
		{Family: "push", Places: map[string]bool{"192.0.2.1": true}}, {Family: "quiet", Places: map[string]bool{}},
	}}
	for n := '1'; n <= '9'; n++ {
		truth.Marks[id(string(n))] = Mark{-1, Ordinary, 0}
	}
	truth.Marks[id("5")] = Mark{0, Ordinary, 0}
	s := JudgeSeed(truth, CSV, loaded.Log)
	got := map[string]int{}
	for _, w := range s.Wrong {
		got[w.Detector]++
	}
	want := map[string]int{seedAgents: 1, seedAttempts: 1, seedTravel: 1, seedProviders: 1}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d false findings; want %d", name, got[name], n)
		}
	}
	if len(s.Wrong) != 4 || s.Findings[2] != 5 {
		t.Errorf("%d false of %d findings; want 4 of 5: %+v", len(s.Wrong), s.Findings[2], s.Wrong)
	}
	if !s.Campaigns[0].Found || s.Campaigns[1].Found {
		t.Errorf("campaigns %+v; want the first found by its pushes", s.Campaigns)
	}
}
