package detect_test

import (
	"slices"
	"testing"
)

func TestTokenBreaks(t *testing.T) {
	const (
		token  = "transaction.detail.requestApiTokenId=00Tsync|actor.id=00usvc|actor.alternateId=svc@example.com|client.userAgent.rawUserAgent=sync/1.0|client.ipAddress=203.0.113.9"
		away   = token + "|client.ipAddress=198.51.100.20"
		tool   = token + "|client.userAgent.rawUserAgent=python-requests/2.32.3"
		stolen = away + "|client.userAgent.rawUserAgent=python-requests/2.32.3"
		silent = "transaction.detail.requestApiTokenId="
	)
	usual := slices.Clip(append(daily(20, at{"0 03:00:00", "user.lifecycle.update", token}), times(60, 7200, at{"5 03:30:00", "user.authentication.sso", token})...))
	for _, test := range []struct {
		name   string
		events []at
		want   []string
	}{
		{"another network and program", append(usual, at{"20 04:00:00", "user.authentication.sso", stolen}, at{"20 05:00:00", "user.lifecycle.update", token}),
			[]string{"high: API token 00Tsync of svc@example.com was used on 2026-05-21 04:00 UTC with python-requests at 198.51.100.20; new to it are the network 198.51.100.0/24 and the program python-requests after 80 events"}},
		{"and a new kind of change", append(usual, at{"20 04:00:00", "user.account.privilege.grant", stolen}, at{"20 05:00:00", "user.lifecycle.update", token}),
			[]string{"critical: and changes of the kind user.account after"}},
		{"another network and a new kind of change", append(usual, at{"20 04:00:00", "group.privilege.grant", away}), []string{"high: "}},
		{"another network", append(usual, at{"20 04:00:00", "user.lifecycle.update", away}), nil},
		{"another program", append(usual, at{"20 04:00:00", "user.lifecycle.update", tool}), nil},
		{"a new kind of change that failed", append(usual, at{"20 04:00:00", "group.privilege.grant", away + "|outcome.result=FAILURE"}), nil},
		{"few earlier events", append(usual[:20:20], at{"20 04:00:00", "user.authentication.sso", stolen}), nil},
		{"another token", append(usual, at{"20 04:00:00", "user.authentication.sso", stolen + "|transaction.detail.requestApiTokenId=00Tnew"}), nil},
		{"the vendor moved", append(usual, times(40, 7200, at{"20 04:00:00", "user.authentication.sso", stolen})...), []string{"low: "}},
		{"the owner's desk", append(usual, at{"10 09:00:00", "user.session.start", "actor.id=00usvc|actor.alternateId=svc@example.com|client.ipAddress=198.51.100.20|" + silent},
			at{"20 04:00:00", "user.authentication.sso", stolen}), []string{"low: "}},
		{"back after weeks from elsewhere", append(usual, at{"55 04:00:00", "user.authentication.sso", away}), []string{"high: after 36 d"}},
		{"back after weeks", append(usual, at{"55 04:00:00", "user.authentication.sso", token}), []string{"low: after 36 d"}},
		{"refused outside of its addresses", []at{{"20 04:00:00", "system.api_token.request_outside_allowed_range", stolen}},
			[]string{"high: an API token of svc@example.com was used 1 time outside of the addresses that it is allowed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			match(t, findings(t, "api-token-profile-break", test.events), test.want...)
		})
	}
}
