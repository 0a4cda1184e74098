// Package simulate makes Okta System Logs of a company that does not exist:
// people with laptops and phones who sign in, open applications, travel and
// mistype their passwords, administrators at work, Okta's own servers, and
// among them labelled attacks. It is the ground truth for the detections'
// accuracy, the source of the bundled sample and of files of any size.
//
// A log is a function of its [Config] alone: the same configuration gives the
// same bytes on every machine. All addresses come from the ranges reserved for
// documentation (RFC 5737, RFC 3849), with [AllHabits] also from the one for
// benchmarks (RFC 2544), and all names of hosts from example.com, example.net
// and example.org (RFC 2606).
package simulate

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

// Config says which world to make. The zero value is a company of 40 people
// over 14 days with the sample's attacks.
type Config struct {
	// Seed picks one of the worlds that the rest of the configuration allows.
	Seed uint64
	// Users is the number of people; 0 derives it from Events, or is 40.
	Users int
	// Days is the length of the log; 0 is 14, or as many up to the 90 that
	// Okta keeps as Events needs.
	Days int
	// Start is the first midnight of the log in milliseconds UTC since 1970,
	// rounded down to one; 0 is Monday, 1 June 2026.
	Start int64
	// Events is roughly how many events to make. With Users or Days left at 0
	// it sets the size of the company, otherwise how busy its people are. 0 is
	// what comes of itself: about five a person a day.
	Events int
	// Attacks are the attacks to hide in the log, each against a user of its
	// own. nil is those of the sample, [SampleAttacks], as far as the company has
	// victims for them; an empty list is none.
	Attacks []Attack
	// Forgiving leaves out attacks for which the company has no victim, which
	// are an error otherwise.
	Forgiving bool
	// Habits is how much of what ordinary people do and a careless detection
	// takes for an attack the log holds.
	Habits Habits
}

// Habits is a choice of habits.
type Habits uint8

// The choices.
const (
	// FewHabits are those that a small log has room for. The bundled sample is
	// made with them.
	FewHabits Habits = iota
	// AllHabits are all that this package knows. What findings are held
	// against is made with them.
	AllHabits
)

const (
	defaultUsers = 40
	defaultDays  = 14
	// retentionDays is how long Okta keeps a System Log.
	retentionDays = 90
	// defaultStart is 2026-06-01T00:00:00Z, a Monday.
	defaultStart = 1_780_272_000_000
	// eventsPerUserDay is measured over several seeds at natural activity; the
	// tests hold it to 15 %.
	eventsPerUserDay = 5.4
	// busyUserDay is the same with all habits.
	busyUserDay = 8.1
	// largestCompany bounds the people that Events alone asks for; beyond it
	// the log grows longer before the company grows further.
	largestCompany = 20_000

	// maxActivity keeps what people do in a day within the day.
	maxActivity = 60
	maxUsers    = 5_000_000
	maxDays     = 3660

	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// World is a company and everything that happens to it. It makes its events
// anew, from the seed, each time they are asked for and holds none of them. It
// is not safe for concurrent use.
type World struct {
	cfg       Config
	activity  float64 // how busy the people are; 1 is natural
	company   *company
	people    []person
	campaigns []campaign
	victims   map[int32][]int32 // person to campaigns, in order
	habits    []*habit
	errands   map[int32][]errand // person to what is planned for single days
	turnover  map[int][]int32    // day to those who join soon or leave
	tokens    []tokenInUse
	outage    outage
	shared    []sharedAccount
	rng       *roll
	batch     batch
	steps     []step // room for those of a shift
	visits    []visit
}

// New returns the world of a configuration.
func New(cfg Config) (*World, error) {
	for _, check := range []struct {
		name   string
		n, max int
	}{{"users", cfg.Users, maxUsers}, {"days", cfg.Days, maxDays}, {"events", cfg.Events, 1_000_000_000}} {
		if check.n < 0 || check.n > check.max {
			return nil, fmt.Errorf("simulate: %s %d: want 0 to %d", check.name, check.n, check.max)
		}
	}
	if cfg.Start == 0 {
		cfg.Start = defaultStart
	}
	if first, last := int64(0), int64(4_102_444_800_000); cfg.Start < first || cfg.Start > last {
		return nil, fmt.Errorf("simulate: start %d: want milliseconds UTC between 1970 and 2100", cfg.Start)
	}
	if cfg.Habits > AllHabits {
		return nil, fmt.Errorf("simulate: habits %d: want %d or %d", cfg.Habits, FewHabits, AllHabits)
	}
	cfg.Start -= cfg.Start % day
	size(&cfg)
	forgiving := cfg.Forgiving || cfg.Attacks == nil
	if cfg.Attacks == nil {
		cfg.Attacks = SampleAttacks()
	}

	w := &World{cfg: cfg, activity: 1, rng: newRoll()}
	if cfg.Events > 0 {
		w.activity = float64(cfg.Events) / (cfg.perUserDay() * float64(cfg.Users) * float64(cfg.Days))
		if most := maxActivity * cfg.perUserDay(); w.activity > maxActivity {
			return nil, fmt.Errorf("simulate: %d events for %d users in %d days: want at most %.0f a user a day", cfg.Events, cfg.Users, cfg.Days, most)
		}
	}
	w.company = newCompany(w.stream(streamCompany, 0, 0), cfg.Habits)
	w.people = newPeople(w)
	w.habits = habits
	if cfg.Habits == AllHabits {
		w.habits = append(slices.Clone(habits), moreHabits...)
		w.settle()
	}
	if err := w.planCampaigns(forgiving); err != nil {
		return nil, err
	}
	return w, nil
}

// perUserDay returns how many events a person leaves in a day on average.
func (c *Config) perUserDay() float64 {
	if c.Habits == AllHabits {
		return busyUserDay
	}
	return eventsPerUserDay
}

// size fills in the users and days that the configuration leaves open.
func size(cfg *Config) {
	events := float64(cfg.Events)
	if cfg.Days == 0 {
		cfg.Days = defaultDays
		users := cmp.Or(cfg.Users, largestCompany)
		if need := int(events/(cfg.perUserDay()*float64(users)) + 0.5); need > cfg.Days {
			cfg.Days = min(need, retentionDays)
		}
	}
	if cfg.Users == 0 {
		cfg.Users = defaultUsers
		if cfg.Events > 0 {
			cfg.Users = min(max(1, int(events/(cfg.perUserDay()*float64(cfg.Days))+0.5)), maxUsers)
		}
	}
}

// Config returns the configuration with everything filled in that was left
// open.
func (w *World) Config() Config { return w.cfg }

// Events returns the log in order of time, ties by UUID. It holds the events
// of one day at a time; an event is valid until the next one is asked for.
func (w *World) Events() iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for d := range w.cfg.Days {
			w.batch.reset()
			w.eachShift(d, func(p *person, local int) bool {
				w.work(p, local, d)
				return true
			})
			w.orgDay(d)
			events := w.clip(d)
			sortEvents(events)
			for _, e := range events {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// Rows returns the log in order of time as rows of the console's CSV. A row is
// valid until the next one is asked for.
func (w *World) Rows() iter.Seq[*event.Row] {
	return func(yield func(*event.Row) bool) {
		for e := range w.Events() {
			if row := e.Row(); !yield(&row) {
				return
			}
		}
	}
}

// eachShift calls f for every person and every one of the person's own days
// that can overlap the day d of the log, which is a day in UTC.
func (w *World) eachShift(d int, f func(p *person, local int) bool) {
	for i := range w.people {
		p := &w.people[i]
		for local := d - 1; local <= d+1; local++ {
			from := int64(local-d)*day - p.offset()
			// What is done with a victim's session can go on after midnight.
			if (from < day && from+day > 0 || w.struck(p, local)) && !f(p, local) {
				return
			}
		}
	}
}

// clip returns the events of the batch that lie in the day d of the log. What
// lies outside belongs to a neighbouarena day and is made again there.
func (w *World) clip(d int) []*Event {
	from := w.cfg.Start + int64(d)*day
	kept := w.batch.order[:0]
	for i := range w.batch.events {
		if e := &w.batch.events[i]; e.Time >= from && e.Time < from+day {
			kept = append(kept, e)
		}
	}
	w.batch.order = kept
	return kept
}

func sortEvents(events []*Event) {
	slices.SortFunc(events, func(a, b *Event) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), slices.Compare(a.UUID[:], b.UUID[:]))
	})
}

// batch is room for events, used again from day to day.
type batch struct {
	events []Event
	order  []*Event
	arena  []*Entity // the targets of the events, side by side
}

func (b *batch) reset() {
	b.events = b.events[:0]
	b.order = b.order[:0]
	b.arena = b.arena[:0]
}

// targets returns a copy of t that lives as long as the batch's events.
func (b *batch) targets(t []*Entity) []*Entity {
	n := len(b.arena)
	b.arena = append(b.arena, t...)
	return b.arena[n:len(b.arena):len(b.arena)]
}
