package simulate

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// Every habit happens, and no two have one name.
func TestEveryHabit(t *testing.T) {
	made := map[string]int{}
	for seed := range uint64(6) {
		w := newWorld(t, Config{Seed: seed, Users: 900, Days: 28, Attacks: []Attack{}, Habits: AllHabits})
		for e := range w.Events() {
			made[e.Habit()]++
		}
	}
	names := map[string]bool{}
	all := append(slices.Clone(habits), moreHabits...)
	for _, p := range projects() {
		all = append(all, p.habit)
	}
	all = append(all, &newPhone, &newLaptop, &joiner, &oddHours, &newOffice, &businessTrip, &conference, &onboarding, &leaver,
		&monitoring, &integration, &clientTokens, &ownTokens, &rateLimit, &plannedProvider, &plannedToken, &textFactor, &twoFamilies, &updatedBrowser, &newLease, &secureGateway, &holidayAbroad, &directoryDown, &sharedLogin, &browserTests)
	for _, h := range all {
		if names[h.name] {
			t.Errorf("two habits are called %q", h.name)
		}
		names[h.name] = true
		if made[h.name] == 0 {
			t.Errorf("%s: never happens", h.name)
		}
		delete(made, h.name)
	}
	if made[""] == 0 {
		t.Error("nobody does ordinary work")
	}
	delete(made, "")
	for name := range made {
		t.Errorf("%q has no test", name)
	}
}

// The forms of a log with all habits hold the same events, in every run.
func TestAllHabitsForms(t *testing.T) {
	cfg := Config{Seed: 4, Users: 150, Days: 12, Habits: AllHabits}
	w := newWorld(t, cfg)
	csv := writeCSV(t, w)
	var lines bytes.Buffer
	n, err := w.WriteNDJSON(&lines)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(csv, writeCSV(t, w)) || !bytes.Equal(csv, writeCSV(t, newWorld(t, cfg))) {
		t.Error("two files of one configuration differ")
	}
	events := map[string]bool{}
	for e := range w.Events() {
		events[e.ID()] = true
	}
	if n != len(events) {
		t.Errorf("%d events written, %d made", n, len(events))
	}
	// The file is two downloads joined; the second repeats a day.
	header := strings.Join(event.ConsoleColumns[:], ",")
	if got := bytes.Count(csv, []byte(header)); got != 2 {
		t.Errorf("%d header lines; want those of two downloads", got)
	}
	count := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(csv)), "\n") {
		if line == header {
			continue
		}
		// No cell before the uuid needs quotes.
		count[strings.Split(line, ",")[3]]++
	}
	twice := 0
	for id, times := range count {
		if !events[id] || times > 2 {
			t.Fatalf("row %s stands there %d times, made %v", id, times, events[id])
		}
		twice += times - 1
	}
	if len(count) != len(events) || twice == 0 || twice > len(events)/4 {
		t.Errorf("%d different rows of %d events, %d twice", len(count), len(events), twice)
	}
	if all := strings.Count(lines.String(), "\n"); all <= n || all > n+n/50 {
		t.Errorf("%d lines of %d events; want a few delivered twice", all, n)
	}
}

// Nobody works before the first day or after the last.
func TestTurnover(t *testing.T) {
	w := newWorld(t, Config{Seed: 2, Users: 3000, Days: 28, Attacks: []Attack{}, Habits: AllHabits})
	people := map[string]*person{}
	joiners, leavers := 0, 0
	for i := range w.people {
		p := &w.people[i]
		people[p.entity.ID] = p
		joiners += btoi(p.life.joins >= 0)
		leavers += btoi(p.life.leaves < w.cfg.Days)
	}
	if joiners < 5 || leavers < 5 {
		t.Fatalf("%d join, %d leave", joiners, leavers)
	}
	first := map[string]bool{}
	for e := range w.Events() {
		p := people[e.Actor.ID]
		if p == nil {
			continue
		}
		local := int((e.Time - w.cfg.Start + p.offset() + day) / day) // counted from 1
		if local-1 < p.life.joins || local-1 > p.life.leaves {
			t.Fatalf("%s works on day %d; joins %d, leaves %d", p.entity.AlternateID, local-1, p.life.joins, p.life.leaves)
		}
		if p.life.joins >= 0 && !first[e.Actor.ID] {
			first[e.Actor.ID] = true
			if e.Habit() != joiner.name {
				t.Errorf("%s begins with %s of %q; want the first day's enrolment", p.entity.AlternateID, e.Type.Name, e.Habit())
			}
		}
	}
}

// Phones and laptops that are replaced have other tokens from then on, and the
// tokens of a person's devices differ from each other.
func TestDevices(t *testing.T) {
	w := newWorld(t, Config{Seed: 6, Users: 2000, Days: 21, Attacks: []Attack{}, Habits: AllHabits})
	changed := 0
	for i := range w.people {
		p := &w.people[i]
		p.carry(0)
		before := [2]uint64{p.phoneToken(), p.laptopToken()}
		if before[0] == before[1] {
			t.Fatalf("person %d: phone and laptop have one token", i)
		}
		p.carry(w.cfg.Days)
		after := [2]uint64{p.phoneToken(), p.laptopToken()}
		if (after[0] != before[0]) != (p.life.phoneDay < w.cfg.Days) || (after[1] != before[1]) != (p.life.laptopDay < w.cfg.Days) {
			t.Errorf("person %d: tokens %x become %x; phone on day %d, laptop on day %d", i, before, after, p.life.phoneDay, p.life.laptopDay)
		}
		changed += btoi(after != before)
	}
	if changed == 0 {
		t.Error("nobody gets a new device")
	}
	tokens := map[uint64]map[string]bool{} // of browsers, to agents without versions
	for e := range w.Events() {
		if e.Debug.Device == 0 || e.Agent == nil || e.Actor.Type != "User" || e.Agent == kioskAgent {
			continue
		}
		if tokens[e.Debug.Device] == nil {
			tokens[e.Debug.Device] = map[string]bool{}
		}
		tokens[e.Debug.Device][e.Agent.Device] = true
	}
	for token, kinds := range tokens {
		if len(kinds) > 1 {
			t.Errorf("token %x is of %v", token, kinds)
		}
	}
}

func TestHabitLabels(t *testing.T) {
	w := newWorld(t, Config{Seed: 1, Users: 120, Days: 7, Habits: AllHabits})
	labels := w.HabitLabels()
	habit := map[string]string{}
	for i, l := range labels {
		if i > 0 && labels[i-1].Habit >= l.Habit {
			t.Errorf("%q stands behind %q", l.Habit, labels[i-1].Habit)
		}
		for _, id := range l.Events {
			habit[id] = l.Habit
		}
	}
	for e := range w.Events() {
		if habit[e.ID()] != e.Habit() {
			t.Fatalf("event %s is of %q; its label says %q", e.ID(), e.Habit(), habit[e.ID()])
		}
	}
	// No log tells its habits.
	var b bytes.Buffer
	if _, err := w.WriteNDJSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, l := range labels {
		if text, _ := json.Marshal(l.Habit); bytes.Contains(b.Bytes(), text) {
			t.Errorf("the log has the text %s", text)
		}
	}
}

// Nobody is in two places: what people do on the laptop, apart from what their
// address cannot tell, leaves time for the journey by plane.
func TestNobodyFliesWithAllHabits(t *testing.T) {
	const airliner = 850 // km/h
	elsewhere := map[string]bool{"": false}
	for _, h := range []*habit{&hotspot, &distantTunnel, &consumerVPN, &tunnelToggle, &serverCalls, &phoneOnCarrier, &phoneEvening, &ownTokens, &consent, &deviceCodes, &supportVisit, &stalePassword, &helpDeskReset, &helpDeskFactors, &lockOut, &sharedLogin, &cloudDesktop, &oldMail} {
		elsewhere[h.name] = true
	}
	type seen struct {
		at    int64
		place *Place
		habit string
	}
	journeys := 0
	for seed := range uint64(3) {
		w := newWorld(t, Config{Seed: seed, Users: 500, Days: 21, Attacks: []Attack{}, Habits: AllHabits})
		last := map[string]seen{}
		still := map[string]bool{} // whose line at home keeps its address
		for i := range w.people {
			still[w.people[i].entity.ID] = w.people[i].life.lease == 0
		}
		for e := range w.Events() {
			own := still[e.Actor.ID] && e.Agent != nil && e.Agent != integrationsAgent && e.Agent.Browser != "UNKNOWN" &&
				!elsewhere[e.Habit()] && e.Network.Place != nil && e.Network.Place.City != "" && e.Network.Provider != companyNet && e.Network.Provider != filterNet
			if !own {
				continue
			}
			now := seen{e.Time, e.Network.Place, e.Habit()}
			if before, ok := last[e.Actor.ID]; ok && before.place != now.place {
				km := distance(before.place, now.place)
				hours := float64(now.at-before.at) / float64(hour)
				if km > 50 && km/hours > airliner {
					t.Errorf("seed %d: %s goes %.0f km in %.1f h, from %s (%s) to %s (%s)", seed, e.Actor.AlternateID, km, hours, before.place.City, before.habit, now.place.City, now.habit)
				}
				journeys += btoi(km > 1000)
			}
			last[e.Actor.ID] = now
		}
	}
	if journeys == 0 {
		t.Error("nobody travels")
	}
}

// What is filtered is the traffic of the person's own laptop, and not that of
// somebody who calls himself by its browser's name.
func TestFiltered(t *testing.T) {
	w := newWorld(t, Config{Seed: 1, Users: 300, Days: 7, Attacks: []Attack{}, Habits: AllHabits})
	for i := range w.people {
		p := &w.people[i]
		if !p.life.filtered {
			continue
		}
		s := &shift{w: w, r: w.stream(streamShift, uint64(i), 1), p: p, base: p.home}
		if s.begin(); s.net.Provider != filterNet {
			t.Fatalf("the laptop at home is on line through %s", s.net.Provider.Org)
		}
		s.agent = p.phone.browser
		if s.begin(); s.net.Provider == filterNet {
			t.Fatal("the phone's traffic is filtered")
		}
		thief := s.intruder(0, w.company.hosting[0], nil)
		if thief.begin(); thief.net != w.company.hosting[0] {
			t.Fatalf("an intruder is on line through %s", thief.net.Provider.Org)
		}
		return
	}
	t.Fatal("nobody's traffic is filtered")
}
