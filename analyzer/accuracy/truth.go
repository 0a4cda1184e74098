// Package accuracy measures the detections: it makes logs whose attacks are
// known (package simulate), has them analysed, and counts what was found, what
// was missed and what was taken for an attack that is none.
//
// # What is counted
//
// Only findings of medium severity and worse count, unless it is said
// otherwise.
//
//	found         a campaign is, when a finding cites an event of it and names
//	              somebody of it: the victim, or an account that its events are
//	              of or act on; a finding that names nobody must cite an
//	              address or a session of it, which its evidence does
//	recall        found campaigns, of those that the log's form lets see
//	true          a finding is, when an event of its evidence is a campaign's
//	precision     true findings, of all
//	false         findings without an event of a campaign; each belongs to the
//	              habit of its evidence that has the fewest events in the log
//	chain         a found campaign with all its findings in one incident, in
//	              order of time, ranked above every incident without an event
//	              of a campaign
//	order         none of the campaign's findings stands behind one that began
//	              after it was over, by the campaign's events that they cite
//
// The rules of package seed are held against the same truth. They know no
// severity, so all their findings count, each check of a session as one.
package accuracy

import (
	"slices"

	"okta-session-analyzer/analyzer/simulate"
)

// Ordinary is the habit of events that no particular habit made.
const Ordinary = "ordinary work"

// Truth is what is known of a log that was made.
type Truth struct {
	Seed        uint64
	Users, Days int
	Campaigns   []Campaign
	// Marks say what made each event, by UUID.
	Marks map[string]Mark
	// Habits count the events that each habit made.
	Habits map[string]int
}

// Campaign is an attack in the log.
type Campaign struct {
	ID, Family, Variant string
	Stages              bool // it has several stages
	// Forms are the forms of the log in which it can be seen; nil is all.
	Forms []string
	// People are ids and logins: of the victim, of those whom the campaign's
	// events are of, and of the users that they act on.
	People map[string]bool
	// Places are the addresses and sessions of its events.
	Places map[string]bool
}

// Mark says what made an event.
type Mark struct {
	Campaign int // index in [Truth.Campaigns], -1 for none
	Habit    string
	Time     int64 // milliseconds UTC
}

// TruthOf returns what is known of the log of a world.
func TruthOf(w *simulate.World) *Truth {
	cfg := w.Config()
	t := &Truth{Seed: cfg.Seed, Users: cfg.Users, Days: cfg.Days, Marks: map[string]Mark{}, Habits: map[string]int{}}
	for _, l := range w.Labels() {
		c := newCampaign(l)
		t.Campaigns = append(t.Campaigns, c)
	}
	for e := range w.Events() {
		m := Mark{e.Campaign(), e.Habit(), e.Time}
		if m.Habit == "" {
			m.Habit = Ordinary
		}
		t.Marks[e.ID()] = m
		if m.Campaign < 0 {
			t.Habits[m.Habit]++
			continue
		}
		t.Campaigns[m.Campaign].add(e)
	}
	return t
}

func newCampaign(l simulate.Label) Campaign {
	return Campaign{
		ID: l.Campaign, Family: l.Family, Variant: l.Variant, Stages: l.Chain, Forms: l.Forms,
		People: map[string]bool{l.User: true, l.UserID: true}, Places: map[string]bool{},
	}
}

// add takes down whom and what an event of the campaign is about.
func (c *Campaign) add(e *simulate.Event) {
	person := func(x *simulate.Entity) {
		if x.Type != "User" {
			return
		}
		for _, name := range []string{x.ID, x.AlternateID} {
			if name != "unknown" && name != "" {
				c.People[name] = true
			}
		}
	}
	person(e.Actor)
	for _, x := range e.Targets {
		person(x)
	}
	if e.Network != nil {
		c.Places[e.Network.IP] = true
	}
	if e.Session != "" && e.Session != "unknown" {
		c.Places[e.Session] = true
	}
}

// visible reports whether the campaign can be seen in a form of the log.
func (c *Campaign) visible(form string) bool {
	return c.Forms == nil || slices.Contains(c.Forms, form)
}
