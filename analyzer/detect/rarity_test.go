package detect

import (
	"fmt"
	"testing"
)

func TestRarityScore(t *testing.T) {
	usual := and(every(30, ev{at: "09:00:00"}), every(30, ev{at: "10:30:00"}), every(30, ev{at: "14:00:00", typ: sso, targets: appTarget("Mail")}))
	strange := ev{at: "02:00:00", session: "idxB", ip: cafe, place: "Dublin", agent: firefoxWin}
	with := func(change func(e *ev)) []ev { e := strange; change(&e); return and(usual, []ev{e}) }
	play(t, rarityScore, []scene{
		{name: "everything is new", events: with(func(*ev) {}),
			want: []string{"medium: alice@example.com signed in on 2026-05-05 02:00 UTC with Firefox on Windows at 198.51.100.20 (Dublin), a sign-in of 33 bits: unusual are " +
				"country (6.5 bits), network (6.5 bits), operating system (6.5 bits), browser (6.5 bits) and hour of the week (7.2 bits)"},
			facts: map[string]any{"new_network": true, "new_program": true, "new_country": true, "sign_ins": 1}},
		{name: "an application never opened, at night, in the country", events: with(func(e *ev) { e.place, e.typ, e.targets = "", sso, appTarget("Vault") }),
			set: map[string]float64{"part_bits": 4.5}, want: []string{"medium: "}},
		{name: "a higher bar", events: with(func(*ev) {}), set: map[string]float64{"bits": 40}},
		{name: "the own laptop abroad", events: with(func(e *ev) { e.agent, e.at = "", "09:00:00" })},
		{name: "a new browser at home", events: with(func(e *ev) { e.ip, e.place, e.at = "", "", "09:00:00" })},
		{name: "a new telephone at night", events: with(func(e *ev) { e.place, e.agent = "", safariIPhone }), want: []string{"info: "}},
		{name: "a new laptop on a journey, kept", events: and(with(func(*ev) {}), []ev{{at: "2026-05-08T09:00:00.000Z", agent: firefoxWin}}), want: []string{"info: went on using the program"}},
		{name: "a new laptop in the country, at a usual hour", events: with(func(e *ev) { e.at, e.place = "09:00:00", "" }), set: map[string]float64{"bits": 15}, want: []string{"low: "}},
		{name: "refused", events: with(func(e *ev) { e.result = "FAILURE" })},
		{name: "a person known for few days", events: and(every(30, ev{at: "09:00:00", user: "bob"}), usual[27:30], usual[57:60], usual[87:], []ev{strange})},
		{name: "a network of many people", events: and(with(func(e *ev) { e.at, e.place = "09:00:00", "" }), gateway(5)), want: nil},
		{name: "the same day's events are one", events: and(with(func(*ev) {}), []ev{{at: "02:20:00", session: "idxB", ip: cafe, place: "Dublin", agent: script}}),
			set: map[string]float64{"top_percent": 5}, want: []string{"medium: and 1 more sign-in"}},
	})
	o := outcomeOf(t, rarityScore, logOf(t, usual[25:30]), Config{})
	if o.Status != NotEvaluable || o.MissingHistory.Days != 7 {
		t.Errorf("%s, %v", o.Status, o.MissingHistory)
	}
}

// A person whose sign-ins are all unlike each other has none that stands out
// more than the share that may be told.
func TestRarityOfWanderer(t *testing.T) {
	var events []ev
	for i := range 300 {
		events = append(events, ev{at: fmt.Sprintf("2026-04-%02dT%02d:%02d:00.000Z", 1+i/11, i%11*2, i%60), ip: fmt.Sprintf("203.0.%d.7", i%200),
			agent: []string{chromeMac, firefoxWin, safariIPhone, script}[i*7%4], session: fmt.Sprint("idx", i)})
	}
	if n := len(outcomeOf(t, rarityScore, logOf(t, events), Config{}).Findings); n > 2 {
		t.Errorf("%d findings", n)
	}
}
