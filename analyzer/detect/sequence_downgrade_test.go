package detect

import (
	"slices"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// verification is an event of an authenticator, by its name.
func verification(at, name, result string, e ev) ev {
	e.at, e.typ, e.result = at, typeFactorUsed, result
	e.targets = []event.Target{{ID: "00ualice", Type: "User", AlternateID: "alice@example.com"}, {ID: "enr" + name, Type: "AuthenticatorEnrollment", DisplayName: name}}
	return e
}

func TestStrongThenWeak(t *testing.T) {
	const key, phone = "Security Key or Biometric", "Phone"
	pair := func(e ev) []ev {
		return []ev{verification("09:00:00", key, "FAILURE", e), verification("09:02:00", phone, "SUCCESS", e)}
	}
	story := func(events ...ev) []ev { return append(signIns("alice"), events...) }
	foreign := ev{ip: away, agent: firefoxWin, place: "Dublin"}
	late, elsewhere, password := pair(foreign), pair(foreign), pair(foreign)
	late[1].at = "09:10:01"
	elsewhere[1].ip = cafe
	password[1] = verification("09:02:00", "Password", "SUCCESS", foreign)
	pushed := pair(foreign)
	pushed[1] = verification("09:02:00", "Okta Verify", "SUCCESS", ev{ip: cafe, agent: oktaVerify})
	factor := pair(foreign)
	for i, name := range []string{"SIGNED_NONCE", "OKTA_VERIFY_PUSH"} {
		factor[i].targets, factor[i].more = nil, map[event.Field]string{event.Factor: name}
	}
	declined := pair(ev{ip: away, place: "Markham"})
	declined[0].targets, declined[0].reason = nil, "FastPass declined phishing attempt"
	atHome := pair(ev{})
	atHome[0].targets, atHome[0].reason = nil, "FastPass declined phishing attempt"
	play(t, strongThenWeak, []scene{
		{name: "from a strange place", events: story(pair(foreign)...),
			want:  []string{"high: A phishing-resistant factor of alice@example.com failed on 2026-05-05 09:00 UTC and 2 min later “Phone” was accepted"},
			facts: map[string]any{"new_network": true, "new_program": true, "new_country": true, "phishing_declined": false}},
		{name: "by the names of the debug data", events: story(factor...), want: []string{"high: OKTA_VERIFY_PUSH was accepted"}},
		{name: "a push, answered by the telephone", events: story(pushed...), want: []string{"high: "}},
		{name: "FastPass saw the page", events: story(declined...), want: []string{"critical: was withheld from a page that is not Okta's"}},
		{name: "FastPass saw the page, at home", events: story(atHome...), want: []string{"high: "}},
		{name: "another city with their own laptop", events: story(pair(ev{ip: away, place: "Ottawa"})...), want: []string{"medium: new to the person: network and city"}},
		{name: "a café of their city", events: story(pair(ev{ip: cafe})...), want: []string{"low: new to the person: network"}},
		{name: "the key was left at home", events: story(pair(ev{})...), want: []string{"low: all of that the person had used before"}},
		{name: "the first day of the log", events: append(pair(foreign), ev{at: "2026-05-12T09:00:00.000Z"}), want: []string{"low: does not know the person for long enough"}},
		{name: "too late", events: story(late...)},
		{name: "from another address", events: story(elsewhere...)},
		{name: "a password is no factor", events: story(password...)},
		{name: "it worked at the second attempt", events: story(slices.Insert(pair(foreign), 1, verification("09:01:00", key, "SUCCESS", foreign))...)},
		{name: "a weak factor alone", events: story(pair(foreign)[1])},
	})
}
