package simulate

import (
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// A shift keeps to the person's day and to the bounds that decide whether it
// is made at all: what leaves them would be lost.
func TestShiftBounds(t *testing.T) {
	for _, cfg := range []Config{{Seed: 1, Users: 300, Days: 14}, {Seed: 2, Users: 60, Days: 5, Events: 80_000}} {
		w := newWorld(t, cfg)
		made := 0
		for i := range w.people {
			p := &w.people[i]
			for local := -1; local <= w.cfg.Days; local++ {
				s := &shift{w: w, r: w.stream(streamShift, uint64(i), uint64(local+1)), p: p, local: local, midnight: w.cfg.Start + int64(local)*day - p.offset()}
				attacks := w.attacksOn(p, local)
				if !s.plan(attacks != nil) {
					continue
				}
				start, end := s.start, s.lastMoment()
				w.batch.reset()
				for d := local - 1; d <= local+1; d++ {
					if w.work(p, local, d); len(w.batch.events) > 0 {
						break
					}
				}
				made += len(w.batch.events)
				for j := range w.batch.events {
					at := w.batch.events[j].Time
					if at < s.midnight || at >= s.midnight+day || attacks == nil && (at < start || at > end) {
						t.Fatalf("user %d, day %d: event at %s; shift from %s to %s of a day that begins at %s", i, local,
							event.FormatTime(at), event.FormatTime(start), event.FormatTime(end), event.FormatTime(s.midnight))
					}
				}
			}
		}
		if made == 0 {
			t.Error("no shift has events")
		}
	}
}

// Nobody is in two places: between two events of a person's own browsers there
// is time for the journey by plane.
func TestNobodyFliesFasterThanPlanes(t *testing.T) {
	const airliner = 850 // km/h
	type seen struct {
		at    int64
		place *Place
	}
	trips := 0
	for seed := range uint64(4) {
		w := newWorld(t, Config{Seed: seed, Users: 700, Days: 14})
		last := map[string]seen{}
		for e := range w.Events() {
			own := e.Actor.Type == "User" && e.Actor.ID != "unknown" && e.campaign == 0 && e.Agent != nil &&
				e.Agent != integrationsAgent && e.Agent.Browser != "UNKNOWN" && e.Network.Place != nil
			if !own {
				continue
			}
			now := seen{e.Time, e.Network.Place}
			if before, ok := last[e.Actor.ID]; ok && before.place != now.place {
				km := distance(before.place, now.place)
				hours := float64(now.at-before.at) / float64(hour)
				if km > 50 && km/hours > airliner {
					t.Errorf("seed %d: %s goes %.0f km in %.1f h, from %s to %s", seed, e.Actor.AlternateID, km, hours, before.place.City, now.place.City)
				}
				if km > 1000 {
					trips++
				}
			}
			last[e.Actor.ID] = now
		}
	}
	if trips == 0 {
		t.Error("nobody travels")
	}
}
