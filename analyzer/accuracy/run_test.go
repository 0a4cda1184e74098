package accuracy

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/simulate"
)

// One small log, from the simulator to the tables.
func TestRun(t *testing.T) {
	c := Config{Seeds: []uint64{3}, Users: 60, Days: 8, Families: []string{"push-bombing-denied", "stolen-session-cookie"}, Variants: []simulate.Variant{simulate.Easy}}
	var texts [2]bytes.Buffer
	var objects [2][]byte
	for i := range 2 {
		r, err := Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Write(&texts[i]); err != nil {
			t.Fatal(err)
		}
		if objects[i], err = json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		if r.Attacks != 2 || r.Unplaced != 0 || r.Events < 1000 {
			t.Errorf("%d attacks, %d without a victim, %d events", r.Attacks, r.Unplaced, r.Events)
		}
		for _, form := range Forms {
			if f := r.Ours[form]; f.Recall != 1 {
				t.Errorf("%s: recall %v of the loud variants", form, f.Recall)
			}
			// The seed program sees the push requests, and no one who works
			// at home and in the office goes unsuspected by it.
			if f := r.Seed[form]; f.Recall != 1 || f.Precision > 0.5 {
				t.Errorf("%s: seed program: recall %v, precision %v", form, f.Recall, f.Precision)
			}
		}
	}
	if texts[0].String() != texts[1].String() || !bytes.Equal(objects[0], objects[1]) {
		t.Error("two runs of one configuration differ")
	}
	for _, want := range []string{"TOTALS", "push-bombing-denied", "FALSE FINDINGS BY HABIT", "seed: several agents and addresses"} {
		if !strings.Contains(texts[0].String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, texts[0].String())
		}
	}
}

func TestAttacks(t *testing.T) {
	c := Config{}
	seen := map[simulate.Attack]bool{}
	for seed := range uint64(3) {
		list := c.attacks(seed)
		if len(list) != len(simulate.Families()) {
			t.Fatalf("seed %d: %d attacks", seed, len(list))
		}
		for _, a := range list {
			seen[a] = true
		}
	}
	if want := 3 * len(simulate.Families()); len(seen) != want {
		t.Errorf("three seeds have %d attacks; want %d", len(seen), want)
	}
	c = Config{Families: []string{"travel-in-session"}, Variants: []simulate.Variant{simulate.Easy, simulate.Stealthy}}
	if list := c.attacks(9); len(list) != 2 || list[0].Family != "travel-in-session" || list[1].Variant != simulate.Stealthy {
		t.Errorf("attacks %v", list)
	}
}

// The truth of a world agrees with its labels.
func TestTruth(t *testing.T) {
	w, err := simulate.New(simulate.Config{Seed: 2, Users: 50, Days: 7, Habits: simulate.AllHabits})
	if err != nil {
		t.Fatal(err)
	}
	truth := TruthOf(w)
	marked := 0
	for i, l := range w.Labels() {
		for _, uuid := range l.Events {
			if truth.Marks[uuid].Campaign != i {
				t.Fatalf("%s: event %s is marked %+v", l.Campaign, uuid, truth.Marks[uuid])
			}
			marked++
		}
		if c := truth.Campaigns[i]; !c.People[l.User] || !c.People[l.UserID] || l.Session != "" && !c.Places[l.Session] {
			t.Errorf("%s: people %v, places %v", l.Campaign, c.People, c.Places)
		}
	}
	habits := 0
	for _, n := range truth.Habits {
		habits += n
	}
	if habits+marked != len(truth.Marks) {
		t.Errorf("%d events of habits and %d of campaigns are not %d", habits, marked, len(truth.Marks))
	}
}
