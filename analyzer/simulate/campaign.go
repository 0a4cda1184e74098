package simulate

import (
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// Variant is how well an attack is hidden.
type Variant uint8

// The variants.
const (
	Usual    Variant = iota
	Easy             // loud and fast
	Stealthy         // slow, few events, close to what the victim does
)

// String returns the variant's name.
func (v Variant) String() string { return [...]string{"usual", "easy", "stealthy"}[v] }

// Attack is one attack to hide in the log.
type Attack struct {
	Family  string // one of [Families]
	Variant Variant
}

// Families returns the names of all families of attacks.
func Families() []string {
	names := make([]string, len(families))
	for i, f := range families {
		names[i] = f.name
	}
	return names
}

// AllAttacks returns one attack of every family, in its usual variant.
func AllAttacks() []Attack {
	attacks := make([]Attack, len(families))
	for i, f := range families {
		attacks[i] = Attack{Family: f.name}
	}
	return attacks
}

// family is a way to attack. Each has a file of its own.
type family struct {
	name string
	// detections are the ids of the detections that should see it; a log in
	// which any of them names the victim has found the attack.
	detections []string
	// suits reports whether a person can be the victim; nil is anybody.
	suits func(*person) bool
	// act adds the attack to the victim's day, of which all else has been
	// made, and returns the session that it is about, or "".
	act func(s *shift, campaign int32) string
}

var families = []*family{
	&stolenCookie,
	&travelInSession,
	&travelAcrossSessions,
	&pushBombingApproved,
	&pushBombingDenied,
	&pushBombingClassic,
	&rogueProvider,
	&unassignedApps,
}

// campaign is an attack with its victim and day.
type campaign struct {
	id      string
	family  *family
	variant Variant
	victim  int32
	day     int
	session string // set when the day is made
}

// planCampaigns gives every attack a victim of its own and a working day.
// Victims west of Greenwich come last, since the last day of the log can cut
// off their evening. An attack without a victim is an error, or is left out
// where that is forgiven.
func (w *World) planCampaigns(forgiving bool) error {
	r := w.stream(streamCampaign, 0, 0)
	w.victims = map[int32][]int32{}
	order := r.Perm(len(w.people))
	slices.SortStableFunc(order, func(a, b int) int {
		west := func(i int) int {
			if w.people[i].offset() < 0 || w.people[i].offset() > 4*hour {
				return 1
			}
			return 0
		}
		return west(a) - west(b)
	})
	for i, attack := range w.cfg.Attacks {
		at := slices.IndexFunc(families, func(f *family) bool { return f.name == attack.Family })
		if at < 0 {
			return fmt.Errorf("simulate: attack %q: want one of %s", attack.Family, strings.Join(Families(), ", "))
		}
		if attack.Variant > Stealthy {
			return fmt.Errorf("simulate: attack %q: variant %d: want %d to %d", attack.Family, attack.Variant, Usual, Stealthy)
		}
		f := families[at]
		victim := slices.IndexFunc(order, func(i int) bool {
			p := &w.people[i]
			return p.trip == nil && p.tunnel == nil && (f.suits == nil || f.suits(p))
		})
		if victim < 0 && forgiving {
			continue
		}
		if victim < 0 {
			return fmt.Errorf("simulate: attack %q: no victim among %d users; want more users or fewer attacks", attack.Family, len(w.people))
		}
		c := campaign{
			id: fmt.Sprintf("%s-%d", f.name, i+1), family: f, variant: attack.Variant,
			victim: int32(order[victim]), day: w.workday(r),
		}
		order = slices.Delete(order, victim, victim+1)
		w.victims[c.victim] = append(w.victims[c.victim], int32(len(w.campaigns)))
		w.campaigns = append(w.campaigns, c)
	}
	return nil
}

// workday returns a day of the log for an attack: a working day apart from the
// first and the last, if there is one.
func (w *World) workday(r *roll) int {
	var days []int
	for d := 1; d < w.cfg.Days-1; d++ {
		if wd := w.weekday(d); wd != 0 && wd != 6 {
			days = append(days, d)
		}
	}
	if len(days) == 0 {
		return w.cfg.Days / 2
	}
	return pick(r, days)
}

// attacksOn returns the campaigns against a person on a day of the person's.
func (w *World) attacksOn(p *person, local int) []int32 {
	var on []int32
	for _, i := range w.victims[p.index] {
		if w.campaigns[i].day == local {
			on = append(on, i)
		}
	}
	return on
}

// Label says what a campaign did to the log: the truth that findings are held
// against.
type Label struct {
	Campaign string `json:"campaign"`
	Family   string `json:"family"`
	Variant  string `json:"variant"`
	// Detections are ids of detections, any of which finds the campaign.
	Detections []string `json:"detections"`
	User       string   `json:"user"` // the victim's login
	UserID     string   `json:"user_id"`
	Session    string   `json:"session"` // "" where it is about no session
	First      string   `json:"first"`
	Last       string   `json:"last"`
	// Events are the UUIDs of what the attack itself left in the log, in order
	// of time, the victim's answers to its pushes included.
	Events []string `json:"events"`
}

// Labels returns a label for every campaign, in the order of the
// configuration's attacks.
func (w *World) Labels() []Label {
	labels := make([]Label, 0, len(w.campaigns))
	for i := range w.campaigns {
		c := &w.campaigns[i]
		p := &w.people[c.victim]
		l := Label{
			Campaign: c.id, Family: c.family.name, Variant: c.variant.String(), Detections: c.family.detections,
			User: p.entity.AlternateID, UserID: p.entity.ID,
		}
		for d := max(0, c.day-1); d <= min(c.day+1, w.cfg.Days-1); d++ {
			w.batch.reset()
			w.work(p, c.day, d)
			events := w.clip(d)
			sortEvents(events)
			for _, e := range events {
				if e.campaign == int32(i)+1 {
					l.Events = append(l.Events, string(appendUUID(nil, &e.UUID)))
					l.Last = event.FormatTime(e.Time)
					if l.First == "" {
						l.First = l.Last
					}
				}
			}
		}
		l.Session = c.session
		labels = append(labels, l)
	}
	return labels
}

// intruder returns somebody else in the victim's place: what it emits is the
// campaign's.
func (s *shift) intruder(campaign int32, from *Network, with *Agent) *shift {
	t := *s
	t.campaign = campaign + 1
	t.base, t.agent = from, with
	t.token = mix(s.p.seed+uint64(campaign)+2) | 1
	t.risk, t.behaviors = HighRisk, NewPlace|NewDevice|Velocity
	t.sessions = nil
	return &t
}

// unlike returns an agent that neither shares the victim's browser nor the
// victim's system.
func (s *shift) unlike() *Agent {
	own := s.p.laptop(s.start)
	for _, a := range intruderAgents {
		if a.OS != own.OS && a.Browser != own.Browser {
			return a
		}
	}
	return intruderAgents[0]
}

// farNetwork returns a network of an intruder's that is at least some
// kilometres from the victim.
func (s *shift) farNetwork(km float64) *Network {
	var far []*Network
	for _, n := range s.w.company.hosting {
		if distance(n.Place, s.p.site.place) >= km {
			far = append(far, n)
		}
	}
	return pick(s.r, far)
}
