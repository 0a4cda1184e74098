package detect

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestPushThenSuccess(t *testing.T) {
	push := ev{typ: typePushSent, session: "-", ip: away, agent: firefoxWin, place: "Dublin"}
	deny := ev{typ: typePushDenied, session: "-", ip: cafe, agent: oktaVerify}
	verify := []event.Target{{ID: "enrV", Type: "AuthenticatorEnrollment", DisplayName: "Okta Verify"}}
	approve := ev{at: "09:05:00", typ: typeFactorUsed, session: "idxX", ip: cafe, agent: oktaVerify, targets: verify}
	entry := ev{at: "09:05:30", typ: typeSessionStart, session: "idxX", ip: away, agent: firefoxWin, place: "Dublin"}
	own := ev{at: "09:04:00", typ: typeSessionStart, session: "idxO"}
	story := func(events ...[]ev) []ev { return append(signIns("alice"), slices.Concat(events...)...) }
	late := entry
	late.at = "09:15:01"
	familiar := push
	familiar.ip, familiar.agent, familiar.place = home, chromeMac, ""
	refused := ev{typ: typeSessionStart, result: "FAILURE", session: "-", ip: away, agent: firefoxWin, place: "Dublin"}
	journey := push
	journey.agent = chromeMac
	play(t, pushThenSuccess, []scene{
		{name: "approved at last", events: story(repeat(5, 50, "09:00:00", push), []ev{approve}),
			want:  []string{"critical: alice@example.com got 5 pushes and rejected 0 in 3 min 20 s from 2026-05-05 09:00 UTC, asked for by Firefox on Windows at 203.0.113.30 (Dublin); 1 min 40 s after the last, a push was approved"},
			facts: map[string]any{"pushes": 5, "rejections": 0, "known_network": false}},
		{name: "rejected, then in by another factor", events: story(repeat(5, 50, "09:00:00", push), repeat(5, 50, "09:00:10", deny), []ev{entry}),
			want: []string{"critical: a session began"}, facts: map[string]any{"pushes": 5, "rejections": 5}},
		{name: "rejections alone", events: story(repeat(5, 50, "09:00:10", deny), []ev{entry}), want: []string{"critical: got 0 pushes and rejected 5"}},
		{name: "failed starts beside rejections", events: story(repeat(3, 1200, "06:00:00", deny), repeat(2, 50, "09:00:10", deny), repeat(3, 50, "09:00:00", refused), []ev{entry}),
			want: []string{"critical: got 0 pushes and rejected 5"}},
		{name: "failed starts alone", events: story(repeat(5, 50, "09:00:00", refused), []ev{entry})},
		{name: "looking for the telephone", events: story(repeat(6, 40, "09:00:00", familiar), []ev{approve}), want: []string{"low: the person had used that network before"}},
		{name: "rejecting one's own", events: story(repeat(6, 40, "09:00:00", familiar), repeat(2, 60, "09:00:10", deny), []ev{approve}), want: []string{"low: "}},
		{name: "rejecting many", events: story(repeat(6, 40, "09:00:00", familiar), repeat(5, 40, "09:00:10", deny), []ev{approve}), want: []string{"medium: "}},
		{name: "a slow telephone of the person's own program on a journey", events: story(repeat(6, 40, "09:00:00", journey), []ev{approve}), want: []string{"low: "}},
		{name: "requests to five devices are one push", events: story(repeat(5, 0, "09:00:00", push), []ev{approve})},
		{name: "four pushes", events: story(repeat(4, 50, "09:00:00", push), []ev{approve})},
		{name: "each approved", events: story(repeat(5, 100, "09:00:00", push), repeat(5, 100, "09:00:20", ev{typ: typeFactorUsed, ip: cafe, agent: oktaVerify, targets: verify}))},
		{name: "nobody got in", events: story(repeat(5, 50, "09:00:00", push), repeat(5, 50, "09:00:10", deny))},
		{name: "long after", events: story(repeat(5, 50, "09:00:00", push), []ev{late})},
		{name: "over an hour", events: story(repeat(5, 900, "08:00:00", push), []ev{approve})},
		{name: "the owner signs in at home meanwhile", events: story(repeat(5, 50, "09:00:00", push), []ev{own})},
	})
	// What both would tell is told once.
	log := logOf(t, story(repeat(5, 50, "09:00:00", push), []ev{approve}))
	outcomes, err := Run(log, Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Detection == pushRequests && len(o.Findings) > 0 || o.Detection == pushThenSuccess && len(o.Findings) != 1 {
			t.Errorf("%s: %d findings", o.Detection.ID, len(o.Findings))
		}
	}
}

func TestPushMismatch(t *testing.T) {
	strange := map[event.Field]string{event.Behaviors: "{New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, Velocity=NEGATIVE}"}
	oldDevice := map[event.Field]string{event.Behaviors: "{New Geo-Location=POSITIVE, New Device=NEGATIVE, New IP=POSITIVE}"}
	listed := map[event.Field]string{event.UserBehaviors: `[{"name":"New Device","result":"POSITIVE"},{"name":"New IP","result":"POSITIVE"}]`}
	verify := []event.Target{{ID: "enrV", Type: "AuthenticatorEnrollment", DisplayName: "Okta Verify"}}
	signIn := func(more map[event.Field]string) []ev {
		return []ev{
			{at: "09:00:00", typ: signOn, result: "CHALLENGE", session: "idxX", ip: away, agent: firefoxWin, place: "Dublin", more: more},
			{at: "09:00:05", typ: typePushSent, session: "idxX", ip: away, agent: firefoxWin, place: "Dublin"},
		}
	}
	answer := func(at, result, place string) ev {
		return ev{at: at, typ: typeFactorUsed, result: result, session: "idxX", ip: cafe, agent: oktaVerify, place: place, targets: verify}
	}
	again := ev{at: "09:01:00", typ: typePushSent, session: "idxX", ip: away, agent: firefoxWin, place: "Dublin"}
	same := answer("09:00:20", "FAILURE", "Dublin")
	same.ip = away
	play(t, pushMismatch, []scene{
		{name: "rejected from far away", events: append(signIn(strange), answer("09:00:20", "FAILURE", "Toronto")),
			want:  []string{"high: alice@example.com got 1 push on 2026-05-05 09:00 UTC for a machine and an address that were new to them, Firefox on Windows at 203.0.113.30 (Dublin), and answered from"},
			facts: map[string]any{"pushes": 1, "rejections": 1, "approvals": 0}},
		{name: "and approved in the end", events: append(signIn(strange), answer("09:00:20", "FAILURE", "Toronto"), again, answer("09:01:20", "SUCCESS", "Toronto")), want: []string{"critical: 1 rejection, 1 approval"}},
		{name: "by the list of the security context", events: append(signIn(listed), answer("09:00:20", "FAILURE", "Toronto")), want: []string{"high: "}},
		{name: "new by the person's own events, in a log without behaviours", events: append(signIns("alice"), append(signIn(nil), answer("09:00:20", "FAILURE", "Toronto"))...), want: []string{"high: "}},
		{name: "a mistaken rejection beside a new laptop", events: append(signIn(strange), answer("09:00:20", "FAILURE", "Dublin")), want: []string{"low: "}},
		{name: "approved at once", events: append(signIn(strange), answer("09:00:20", "SUCCESS", "Toronto"))},
		{name: "a person of whom nothing is known", events: append(signIn(nil), answer("09:00:20", "FAILURE", "Toronto"))},
		{name: "a machine that Okta knows", events: append(signIn(oldDevice), answer("09:00:20", "FAILURE", "Toronto"))},
		{name: "answered on the same network", events: append(signIn(strange), same)},
		{name: "answered hours later", events: append(signIn(strange), answer("11:00:20", "FAILURE", "Toronto"))},
		{name: "nothing answered", events: append(signIn(strange), again)},
	})
	o := outcomeOf(t, pushMismatch, logOf(t, signIn(strange), event.OutcomeResult), Config{})
	if o.Status != NotEvaluable || !slices.Equal(o.Missing, []event.Field{event.OutcomeResult}) {
		t.Errorf("without outcomes: %s, %v", o.Status, o.Missing)
	}
}
