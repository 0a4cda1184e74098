package detect

import (
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestControlEvents(t *testing.T) {
	hook := ev{at: "09:00:00", typ: "event_hook.deactivated"}
	threat := ev{at: "09:20:00", typ: "security.threat.configuration.update"}
	key := ev{at: "09:10:00", typ: "app.keys.generate"}
	mail := ev{at: "09:10:00", typ: "user.account.update_primary_email", targets: personTarget("alice")}
	strange := func(events ...ev) []ev {
		for i := range events {
			events[i].ip, events[i].agent, events[i].place = away, firefoxWin, "Dublin"
		}
		return append(signIns("alice"), events...)
	}
	usual := func(events ...ev) []ev { return append(signIns("alice"), events...) }
	late, refused := threat, hook
	late.at, refused.result = "10:00:01", "FAILURE"
	okta := hook
	okta.actor = withActor("SystemPrincipal", "SYSTEM")
	// A secret made by the administrator's own program at a new place, and a token of its client.
	secretThen := func(grant *ev) []ev {
		client := []event.Target{{ID: "0oaJob", Type: "AppInstance", DisplayName: "Reports"}}
		events := append(signIns("alice"), ev{at: "2026-05-05T09:00:00.000Z", typ: "app.oauth2.credentials.lifecycle.create", ip: away, targets: client})
		if grant != nil {
			e := *grant
			e.typ, e.user, e.session, e.agent, e.actor = "app.oauth2.token.grant", "-", "-", script, withActor(publicClient, "0oaJob")
			events = append(events, e)
		}
		return events
	}
	play(t, controlEvents, []scene{
		{name: "two that weaken, by a stranger", events: strange(hook, threat),
			want:  []string{"critical: alice@example.com made 2 changes to controls (event_hook.deactivated and security.threat.configuration.update) on 2026-05-05 09:00 UTC within 20 min from 203.0.113.30 with Firefox on Windows; neither the network nor the program"},
			facts: map[string]any{"weakening": 2, "changes": 2, "new_network": true}},
		{name: "one that weakens, by a stranger", events: strange(hook), want: []string{"high: "}},
		{name: "a key, by a stranger", events: strange(key), want: []string{"medium: "}},
		{name: "two that weaken, at work", events: usual(hook, threat), want: []string{"medium: made 2 changes"}},
		{name: "a secret, from a new network", events: secretThen(nil), want: []string{"low: "}},
		{name: "and used where nobody works", events: secretThen(&ev{at: "2026-05-06T09:00:00.000Z", ip: cafe}),
			want: []string{"medium: made 1 change to controls (app.oauth2.credentials.lifecycle.create) on 2026-05-05 09:00 UTC", "medium: 1 d later the application took a token from 198.51.100.20"}[1:]},
		{name: "and used where people work", events: secretThen(&ev{at: "2026-05-06T09:00:00.000Z", ip: home}), want: []string{"low: "}},
		{name: "and used weeks later", events: secretThen(&ev{at: "2026-05-16T09:00:00.000Z", ip: cafe}), want: []string{"low: "}},
		{name: "planned work", events: usual(hook), want: []string{"low: made 1 change to controls (event_hook.deactivated)"}},
		{name: "two that weaken, hours apart", events: usual(hook, late), want: []string{"low: 1 more change followed on that day"}, facts: map[string]any{"changes": 2}},
		{name: "a key, at work", events: usual(key), want: []string{"low: "}},
		{name: "an own address, from a new place", events: append(signIns("alice"), ev{at: mail.at, typ: mail.typ, targets: mail.targets, ip: away}), want: []string{"info: "}},
		{name: "refused", events: usual(refused)},
		{name: "Okta itself", events: usual(okta)},
		{name: "a change that other detections tell of", events: usual(ev{at: "09:00:00", typ: "policy.rule.update"})},
	})
}
