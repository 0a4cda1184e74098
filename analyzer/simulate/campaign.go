package simulate

import (
	"fmt"
	"slices"
	"strings"
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
func AllAttacks() []Attack { return attacksOf(families) }

// SampleAttacks returns the attacks of a log whose configuration names none,
// as the bundled sample's does: one of each of the first families, in its usual
// variant, which a company of forty has victims for.
func SampleAttacks() []Attack { return attacksOf(families[:sampleFamilies]) }

// ParseAttacks reads a list of attacks: families with commas between, each with
// a colon and the name of a variant behind it unless it is the usual one. The
// family "all" is [AllAttacks], "sample" is [SampleAttacks]. The error names
// the part that is neither.
func ParseAttacks(list string) ([]Attack, error) {
	attacks := []Attack{}
	for _, part := range strings.Split(list, ",") {
		name, variant, _ := strings.Cut(strings.TrimSpace(part), ":")
		v, err := parseVariant(variant)
		if err != nil {
			return nil, fmt.Errorf("simulate: attack %q: %w", part, err)
		}
		more := []Attack{{Family: name}}
		switch {
		case name == "all":
			more = AllAttacks()
		case name == "sample":
			more = SampleAttacks()
		case familyNamed(name) == nil:
			return nil, unknownFamily(name)
		}
		for i := range more {
			more[i].Variant = v
		}
		attacks = append(attacks, more...)
	}
	return attacks, nil
}

func parseVariant(name string) (Variant, error) {
	for _, v := range []Variant{Usual, Easy, Stealthy} {
		if name == v.String() || name == "" && v == Usual {
			return v, nil
		}
	}
	return 0, fmt.Errorf("variant %q: want easy, usual or stealthy", name)
}

func familyNamed(name string) *family {
	for _, f := range families {
		if f.name == name {
			return f
		}
	}
	return nil
}

func unknownFamily(name string) error {
	return fmt.Errorf("simulate: attack %q: want one of %s", name, strings.Join(Families(), ", "))
}

func attacksOf(families []*family) []Attack {
	attacks := make([]Attack, len(families))
	for i, f := range families {
		attacks[i] = Attack{Family: f.name}
	}
	return attacks
}

// family is a way to attack.
type family struct {
	name string
	// detections are the ids of the detections that should see it; a log in
	// which any of them names the victim has found the attack.
	detections []string
	// suits reports whether a person can be the victim; nil is anybody.
	suits func(*person) bool
	// administrator says that the victim is one. Where every administrator is
	// a victim already, the company has one more.
	administrator bool
	// chain says that the attack has several stages, from entry to its end,
	// that belong into one story.
	chain bool
	// jsonOnly are the variants that only the API's JSON gives away: the
	// console's CSV holds nothing that a person at work would not leave, too.
	jsonOnly []Variant

	// act adds the attack to the victim's day, of which all else has been
	// made, and returns the session that it is about, or "".
	act func(s *shift, campaign int32) string
	// run makes the attack apart from anybody's day. A family has one of both.
	run func(o *operation)
}

// smallestCompany is how many people an operation needs, some of them beside
// its victim.
const smallestCompany = 12

// sampleFamilies is how many of the families are in [SampleAttacks].
const sampleFamilies = 8

// families are all families. The order of the first sampleFamilies decides
// the bundled sample.
var families = []*family{
	&stolenCookie,
	&travelInSession,
	&travelAcrossSessions,
	&pushBombingApproved,
	&pushBombingDenied,
	&pushBombingClassic,
	&rogueProvider,
	&unassignedApps,

	&passwordSpray, &distributedSpray, &slowSpray, &bruteForce, &credentialStuffing, &lockoutSpray, &codeGuessing, &tollAbuse,
	&resetTakeover, &ownFactor, &strongRefused, &phishingRelay, &factorRemoval,
	&usedAfterEnd, &revivedSession, &twinSession, &twoPeople, &scriptedSession, &infostealer,
	&ephemeralAdmin, &selfGrant, &consoleDenied, &operatorTakeover, &supportAccess, &tokenPersistence, &tokenTheft,
	&policyWeakening, &zoneWidening, &logTampering, &massExport,
	&federationKey, &crossTenant, &samlChange, &consentPhishing, &deviceCode, &clientSecretAdded,
	&payroll, &appSweep, &passwordReveal, &appRemoval, &massDeactivation, &adminLockout,
	&torSignIn, &residentialProxy, &contextShopping,
	&sprayToPersistence, &callToProvider,
	&reportedHijack, &sessionProbing, &breachedCredential, &pushCampaign, &abandonedPrompts, &numberGuess, &onePhone,
	&recovery, &massReset, &legacyProtocol, &rogueAgent, &passwordPush, &clientTheft, &distributedBruteForce,
}

// campaign is an attack with its victim and day.
type campaign struct {
	id      string
	family  *family
	variant Variant
	victim  int32
	day     int
	session string // set when the day is made
	// account is whose account it is about where that is not the victim's.
	account *Entity

	// The first and last moment of an operation, once it was made.
	made        bool
	first, last int64
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
		f := familyNamed(attack.Family)
		if f == nil {
			return unknownFamily(attack.Family)
		}
		if attack.Variant > Stealthy {
			return fmt.Errorf("simulate: attack %q: variant %d: want %d to %d", attack.Family, attack.Variant, Usual, Stealthy)
		}
		victim := slices.IndexFunc(order, func(i int) bool {
			p := &w.people[i]
			return p.settled() && (f.suits == nil || f.suits(p)) && (f.run == nil || len(w.people) >= smallestCompany)
		})
		if victim < 0 && f.administrator && len(w.people) >= smallestCompany {
			victim = slices.IndexFunc(order, func(i int) bool { return w.people[i].settled() && !w.people[i].classic })
		}
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
		if f.run != nil {
			c.day = w.laterDay(r)
		}
		if f.administrator {
			w.people[c.victim].admin = true
		}
		order = slices.Delete(order, victim, victim+1)
		w.victims[c.victim] = append(w.victims[c.victim], int32(len(w.campaigns)))
		w.campaigns = append(w.campaigns, c)
	}
	return nil
}

// laterDay returns a working day from the second third of the log on, so that
// the people have a past to compare with, with days to come where there are
// some.
func (w *World) laterDay(r *roll) int {
	var days []int
	for d := max(1, w.cfg.Days/3); d < max(2, w.cfg.Days*5/6); d++ {
		if wd := w.weekday(d); wd != 0 && wd != 6 {
			days = append(days, d)
		}
	}
	if len(days) == 0 {
		return w.cfg.Days / 2
	}
	return pick(r, days)
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

// struck reports whether there is a campaign on a day of the person's.
func (w *World) struck(p *person, local int) bool {
	for _, i := range w.victims[p.index] {
		if w.campaigns[i].family.act != nil && w.campaigns[i].day == local {
			return true
		}
	}
	return false
}

// attacksOn returns the campaigns against a person on a day of the person's.
func (w *World) attacksOn(p *person, local int) []int32 {
	var on []int32
	for _, i := range w.victims[p.index] {
		if w.campaigns[i].family.act != nil && w.campaigns[i].day == local {
			on = append(on, i)
		}
	}
	return on
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
