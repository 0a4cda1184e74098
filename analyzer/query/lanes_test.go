package query_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer"
	"okta-session-analyzer/analyzer/query"
	"okta-session-analyzer/analyzer/table"
)

// act is an event of a session, as the API writes it.
type act struct {
	minute               int
	kind, result         string
	ip, city, org, agent string
	token                string
	targets              []map[string]any
}

const (
	mac   = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36"
	linux = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
)

func uuidOf(n int) string { return fmt.Sprintf("%08x-4811-11f1-8000-0242ac120002", n+1) }

// logOf returns the log of one session.
func logOf(t testing.TB, acts []act) *table.Log {
	t.Helper()
	var text bytes.Buffer
	for i, a := range acts {
		record := map[string]any{
			"uuid": uuidOf(i), "published": fmt.Sprintf("2026-03-02T%02d:%02d:00.000Z", 9+a.minute/60, a.minute%60), "eventType": a.kind,
			"version": "0", "severity": "INFO", "outcome": map[string]any{"result": a.result},
			"actor":                 map[string]any{"id": "00u1", "type": "User", "alternateId": "ana@example.com", "displayName": "Ana Lima"},
			"authenticationContext": map[string]any{"externalSessionId": "idx1"}, "target": a.targets,
			"transaction": map[string]any{}, "debugContext": map[string]any{"debugData": map[string]any{"dtHash": a.token}},
			"securityContext": map[string]any{"asOrg": a.org, "asNumber": 64496},
		}
		if a.ip != "" {
			record["client"] = map[string]any{"ipAddress": a.ip, "userAgent": map[string]any{"rawUserAgent": a.agent},
				"geographicalContext": map[string]any{"city": a.city, "country": "France"}}
		} else {
			record["securityContext"] = map[string]any{}
		}
		if err := json.NewEncoder(&text).Encode(record); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := analyzer.Load(context.Background(), []analyzer.Source{{Name: "test.json", Size: int64(text.Len()), Reader: bytes.NewReader(text.Bytes())}},
		analyzer.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return loaded.Log
}

func sessionOf(t testing.TB, acts []act) *query.Lanes {
	t.Helper()
	e, err := query.EntityOf(query.NewView(logOf(t, acts)), query.SessionEntity, "idx1")
	if err != nil {
		t.Fatal(err)
	}
	return e.Lanes
}

func TestLanes(t *testing.T) {
	home := act{ip: "192.0.2.7", city: "Lyon", org: "Example Net", agent: mac}
	thief := act{ip: "203.0.113.9", city: "Nice", org: "Example Host", agent: linux}
	of := func(a act, minute int, kind, result, token string) act {
		a.minute, a.kind, a.result, a.token = minute, kind, result, token
		return a
	}
	neighbour := home
	neighbour.ip = "192.0.2.200" // the same /24
	l := sessionOf(t, []act{
		of(home, 0, "user.session.start", "SUCCESS", ""),
		of(home, 1, "user.authentication.sso", "SUCCESS", "token-a"), // the lane's token
		of(act{}, 2, "system.import.start", "SUCCESS", ""),           // Okta itself
		of(neighbour, 3, "user.authentication.auth_via_mfa", "FAILURE", ""),
		of(thief, 4, "policy.evaluate_sign_on", "ALLOW", ""),
		of(thief, 5, "user.session.access_admin_app", "SUCCESS", ""),
		of(home, 6, "app.oauth2.token.grant.access_token", "SUCCESS", "token-b"), // another token
		of(home, 7, "user.authentication.sso", "DENY", ""),                       // where the lane before was
		of(home, 8, "user.session.end", "SUCCESS", "token-a"),
		of(thief, 9, "user.authentication.sso", "SUCCESS", ""),
		of(thief, 10, "user.session.end", "SUCCESS", ""),
		of(thief, 11, "group.user_membership.add", "CHALLENGE", ""),
	})
	var lanes []string
	for _, lane := range l.Lanes {
		lanes = append(lanes, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s %d", lane.Network, lane.City, lane.Country, lane.Org, lane.ASN, lane.Browser, lane.OS,
			lane.Device, lane.Events))
		if lane.Last < lane.First || lane.First == 0 {
			t.Errorf("lane from %d to %d", lane.First, lane.Last)
		}
	}
	if want := []string{
		"192.0.2.0/24|Lyon|France|Example Net|64496|Chrome|macOS|token-a 4",
		"||||||| 1",
		"203.0.113.0/24|Nice|France|Example Host|64496|Firefox|Linux| 5",
		"192.0.2.0/24|Lyon|France|Example Net|64496|Chrome|macOS|token-b 2",
	}; !slices.Equal(lanes, want) || l.LaneTotal != 4 {
		t.Errorf("lanes\n%s\nwant\n%s", strings.Join(lanes, "\n"), strings.Join(want, "\n"))
	}
	var events []string
	for _, e := range l.Events {
		change := ""
		if e.Changed {
			change = " changed"
		}
		events = append(events, fmt.Sprintf("%d %s %s%s", e.Lane, e.Kind, e.Outcome, change))
	}
	if want := []string{"0 signin success", "0 app success", "1 other success", "0 mfa failure", "2 policy success changed", "2 admin success",
		"3 token success changed", "3 app deny", "0 session success changed", "2 app success changed", "2 session success", "2 admin other"}; !slices.Equal(events, want) {
		t.Errorf("events\n%s\nwant\n%s", strings.Join(events, "\n"), strings.Join(want, "\n"))
	}
	if l.Changes != 4 || l.EventTotal != 12 {
		t.Errorf("%d changes, %d events", l.Changes, l.EventTotal)
	}
	if l.Start == nil || l.Start.UUID != uuidOf(0) || l.End == nil || l.End.UUID != uuidOf(8) {
		t.Errorf("start %+v, end %+v", l.Start, l.End)
	}
	if want := []string{uuidOf(9), uuidOf(11)}; l.AfterEnd != 2 || !reflect.DeepEqual(l.After, want) {
		t.Errorf("%d after the end: %v, want %v", l.AfterEnd, l.After, want)
	}
}

// A session with more events and contexts than a picture shows keeps what
// matters.
func TestLanesCaps(t *testing.T) {
	const lanes = query.MaxLanes + 20
	var acts []act
	for n := range query.MaxLaneEvents + 1000 {
		a := act{minute: n / 20, kind: "user.authentication.sso", result: "SUCCESS", ip: "192.0.2.1", city: "Lyon", agent: mac}
		switch {
		case n%2000 == 1234:
			a.result = "FAILURE"
		case n < lanes:
			a.ip = fmt.Sprintf("198.51.%d.1", n)
		}
		acts = append(acts, a)
	}
	l := sessionOf(t, acts)
	if len(l.Lanes) != query.MaxLanes || l.LaneTotal != lanes+1 || len(l.Events) != query.MaxLaneEvents || l.EventTotal != len(acts) {
		t.Fatalf("%d of %d lanes, %d of %d events", len(l.Lanes), l.LaneTotal, len(l.Events), l.EventTotal)
	}
	kept := map[string]bool{}
	for _, e := range l.Events {
		kept[e.UUID] = true
		if e.Lane < -1 || e.Lane >= len(l.Lanes) {
			t.Fatalf("lane %d", e.Lane)
		}
	}
	for n, a := range acts {
		if (a.result == "FAILURE" || n <= lanes || n == len(acts)-1) && !kept[uuidOf(n)] {
			t.Errorf("event %d was left out", n)
		}
	}
	if l.Start != nil || l.End != nil || l.AfterEnd != 0 || len(l.After) != 0 {
		t.Errorf("start %v, end %v", l.Start, l.End)
	}
}

func TestFactors(t *testing.T) {
	factor := func(kind, name string) []map[string]any {
		return []map[string]any{{"type": "User", "id": "00u1", "displayName": "Ana Lima"}, {"type": kind, "id": "opf1", "displayName": name}}
	}
	acts := []act{
		{kind: "user.authentication.auth_via_mfa", result: "SUCCESS", targets: factor("AuthenticatorEnrollment", "Password")},
		{kind: "user.authentication.auth_via_mfa", result: "FAILURE", targets: factor("AuthenticatorEnrollment", "Okta Verify")},
		{kind: "user.authentication.auth_via_mfa", result: "DENY", targets: factor("AuthenticatorEnrollment", "Okta Verify")},
		{kind: "user.mfa.factor.activate", result: "SUCCESS", targets: factor("AuthenticatorEnrollment", "Okta Verify")},
		{kind: "user.authentication.auth_via_mfa", result: "CHALLENGE", targets: factor("Other", "no factor")},
	}
	e, err := query.EntityOf(query.NewView(logOf(t, acts)), query.UserEntity, "ana@example.com")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range e.Factors.Items {
		got = append(got, fmt.Sprint(f.Name, " ", f.Events, " ", f.Success, f.Failure, f.Deny, f.Other))
	}
	if want := []string{"Okta Verify 3 1 1 1 0", "Password 1 1 0 0 0"}; !slices.Equal(got, want) || e.Factors.Total != 2 {
		t.Errorf("factors %q, want %q", got, want)
	}
}
