package detect

import (
	"math"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

var fastTravel = &Detection{
	ID:         "session-fast-travel",
	Title:      "Two places too far apart for the time between them",
	Family:     "Travel, geo & network origin",
	Severity:   Medium,
	Techniques: []string{"T1078.004", "T1539"},
	Meaning: "Two events of one session, or of one person's sessions, come from places that nobody travels between in " +
		"the time between them. Either the address is not where it seems (a VPN, a proxy, a carrier's distant gateway), " +
		"or two people use the account or the session. It is medium and more inside a session, at more than an airliner's speed from a network and " +
		"a city that are new to the person, or where the program changes; info for most others, which are of VPNs and telephones.",
	Check: []string{
		"Compare program and operating system on both sides: a changed one speaks against a VPN of the person's own.",
		"Look up who owns the two addresses: a hosting provider or an anonymiser is not a place.",
		"See what was done from the second place: sign-in, factor change, application never used before.",
		"Ask the person where they were and whether they use a VPN.",
		"If it was not them, clear the sessions, reset password and factors, and follow the second address through the log.",
	},
	FalsePositives: []string{
		"A VPN or a web gateway switched on or off.",
		"A telephone whose carrier sends its traffic out in another city.",
		"A wrong or coarse location of an address.",
	},
	Parameters: []Parameter{
		{Name: "speed_kmh", Title: "Speed above which two events are too far apart", Unit: "km/h", Default: 100, Min: 1, Max: 100000},
		{Name: "airliner_kmh", Title: "Speed above which no airliner explains it, so that it is medium and not info", Unit: "km/h", Default: 900, Min: 1, Max: 100000},
		{Name: "min_distance_km", Title: "Distance below which the location of an address is too coarse to tell", Unit: "km", Default: 50, Min: 0, Max: 20000},
		{Name: "mobile_distance_km", Title: "The same where one end is a telephone, whose carrier's gateway can be far off", Unit: "km", Default: 500, Min: 0, Max: 20000},
		sharedUsers(5),
	},
	Needs: []event.Field{event.Latitude, event.Longitude},
	NeedsAny: [][]event.Field{{event.ExternalSessionID, event.RootSessionID, event.ActorID, event.ActorAlternateID,
		event.TargetID, event.TargetAlternateID}},
	Run: findFastTravel,
}

// leg is a journey from one event to the next that was too fast.
type leg struct {
	from, to uint32
	km       float64
	ms       int64
	changed  bool // another program at the end of it
	inside   bool // one session
}

// speed returns the leg's speed in km/h, infinite for two events at one moment.
func (l leg) speed() float64 {
	if l.ms <= 0 {
		return math.Inf(1)
	}
	return l.km / (float64(l.ms) / 3_600_000)
}

// journeys looks for legs in one log.
type journeys struct {
	in                     *Input
	log                    *table.Log
	limit, airliner        float64
	minDistance, minMobile float64

	// The legs that were found inside sessions, by the event at their end and
	// by the one at their start.
	arriving, leaving map[uint32]leg

	known []int // by program, the person who was seen with it last, plus one
}

func findFastTravel(in *Input) []Finding {
	j := &journeys{
		in: in, log: in.Log,
		limit: in.Parameters["speed_kmh"], airliner: in.Parameters["airliner_kmh"],
		minDistance: in.Parameters["min_distance_km"], minMobile: in.Parameters["mobile_distance_km"],
		arriving: map[uint32]leg{}, leaving: map[uint32]leg{}, known: make([]int, len(in.Views.agents)),
	}
	var findings []Finding
	for _, m := range in.Views.sessionMoves {
		if legs := j.insideSession(m.steps); len(legs) > 0 {
			session := &in.Log.Sessions()[m.of]
			f := j.finding(legs, session.ID)
			f.Session, f.Actor = session.ID, person(in.Log, session.Rows)
			findings = append(findings, f)
		}
	}
	for _, m := range in.Views.userMoves {
		user := &in.Log.Users()[m.of]
		if legs := j.acrossSessions(m.of, m.steps); len(legs) > 0 {
			f := j.finding(legs, "")
			f.Actor = actorOf(user)
			findings = append(findings, f)
		}
	}
	return findings
}

// insideSession returns the legs of one session.
func (j *journeys) insideSession(steps [][2]uint32) []leg {
	var legs []leg
	for _, s := range steps {
		l, ok := j.measure(s[0], s[1])
		if !ok {
			continue
		}
		a, _ := j.in.Views.Agent(l.from)
		b, _ := j.in.Views.Agent(l.to)
		l.inside, l.changed = true, a != 0 && b != 0 && a != b
		legs = append(legs, l)
		j.leaving[l.from], j.arriving[l.to] = l, l
	}
	return legs
}

// acrossSessions returns the legs of one person from one session to another, or
// to events of no session. A second program is no news there, since people have
// a laptop and a telephone: it is a change only when the person was never seen
// with it before.
func (j *journeys) acrossSessions(user int, steps [][2]uint32) []leg {
	v := j.in.Views
	var legs []leg
	seen, learned := v.sightings(user), 0
	// stay is the leg that brought the person, or a thief, to the place of from:
	// the way back from a jump that was told is no second jump.
	var stay, none leg
	for _, s := range steps {
		from, to := s[0], s[1]
		before := stay
		stay = j.arriving[to]
		if before != none && j.in.near(before.from, to) {
			continue
		}
		if n := j.log.SessionOf(int(from)); n >= 0 && n == j.log.SessionOf(int(to)) || j.told(from, to) {
			continue
		}
		l, ok := j.measure(from, to)
		if !ok {
			continue
		}
		a, _ := v.Agent(from)
		b, _ := v.Agent(to)
		if a != 0 && b != 0 && a != b {
			for ; learned < len(seen) && seen[learned].row < to; learned++ {
				j.known[v.agentOf[seen[learned].client]] = user + 1
			}
			l.changed = j.known[b] != user+1
		}
		legs = append(legs, l)
	}
	return legs
}

// measure returns the leg between two events. ok is false when it is too short
// or too slow to mean anything.
func (j *journeys) measure(from, to uint32) (l leg, ok bool) {
	v := j.in.Views
	km, ok := v.Distance(v.Place(from), v.Place(to))
	_, a := v.Agent(from)
	_, b := v.Agent(to)
	if !ok || km < j.minDistance || (a.Mobile() || b.Mobile()) && km < j.minMobile {
		return leg{}, false
	}
	l = leg{from: from, to: to, km: km, ms: j.log.Time(int(to)) - j.log.Time(int(from))}
	return l, l.speed() > j.limit
}

// told reports whether the jump from one event to another was found inside a
// session already: it shares an event with a leg whose other end is at the
// same place.
func (j *journeys) told(from, to uint32) bool {
	if l, ok := j.leaving[from]; ok && j.in.near(l.to, to) {
		return true
	}
	if l, ok := j.arriving[from]; ok && j.in.near(l.from, to) {
		return true
	}
	if l, ok := j.arriving[to]; ok && j.in.near(l.from, from) {
		return true
	}
	l, ok := j.leaving[to]
	return ok && j.in.near(l.to, from)
}

// finding makes one finding of the legs of one session or of one person, told
// by the worst of them. session is "" for those of a person.
func (j *journeys) finding(legs []leg, session string) Finding {
	worst := legs[0]
	for _, l := range legs[1:] {
		a, b := j.severity(l), j.severity(worst)
		if a > b || a == b && (l.speed() > worst.speed() || l.speed() == worst.speed() && l.km > worst.km) {
			worst = l
		}
	}
	v := j.in.Views
	from, to := v.names(v.Place(worst.from), v.Place(worst.to))
	scope, where := "user", " between two sessions"
	if session != "" {
		scope, where = "session", " inside one session"
	}
	f := Finding{
		Severity: j.severity(worst),
		Facts: map[string]any{
			"scope":           scope,
			"from":            from,
			"to":              to,
			"distance_km":     round(worst.km, 1),
			"elapsed_seconds": round(float64(worst.ms)/1000, 3),
			"legs":            len(legs),
			"agent_changed":   worst.changed,
		},
		Rows: make([]uint32, 0, 2*len(legs)),
	}
	for _, l := range legs {
		f.Rows = append(f.Rows, l.from, l.to)
	}
	who := "session " + clean(session)
	if u := j.log.UserOf(int(worst.from)); u >= 0 {
		who = clean(j.log.Users()[u].Name())
	}
	start, end := j.log.Time(int(worst.from)), j.log.Time(int(worst.to))
	left, arrived := clock(start), clock(end)
	if day(start) != day(end) {
		left, arrived = day(start)+" "+left, day(end)+" "+arrived
	}
	f.Summary = who + ": " + from + " " + left + " to " + to + " " + arrived + " UTC, " + number(worst.km) + " km "
	if speed := worst.speed(); math.IsInf(speed, 1) {
		f.Facts["same_moment"] = true
		f.Summary += "at the same moment"
	} else {
		f.Facts["speed_kmh"] = round(speed, 1)
		f.Summary += "in " + duration(worst.ms) + " (" + number(speed) + " km/h)"
	}
	f.Summary += where
	if worst.changed {
		_, a := v.Agent(worst.from)
		_, b := v.Agent(worst.to)
		f.Facts["agents"] = []string{clean(a.String()), clean(b.String())}
		f.Summary += ", " + clean(a.String()) + " then " + clean(b.String())
	}
	if n := len(legs) - 1; n > 0 {
		f.Summary += "; and " + count(n, "more jump", "more jumps")
	}
	return f
}

// severity returns, inside a session, low up to an airliner's speed and medium
// above it, a step worse where the program changed. One program whose far end is
// a network of many people, or one that the person is used to, is a VPN or a
// gateway switched on or off: info. Between sessions it is low where the program
// is new to the person and info where it is not: what two sign-ins mean is told by
// user-impossible-travel.
func (j *journeys) severity(l leg) Severity {
	switch {
	case !l.changed && (!l.inside || l.speed() <= j.airliner || j.gateway(l.from) || j.gateway(l.to) || !j.strange(l)):
		return Info
	case !l.inside:
		return Low
	}
	s := Low
	if l.speed() > j.airliner {
		s = Medium
	}
	if l.changed {
		s++
	}
	return s
}

// strange reports whether an end of a leg is at a network in a city that are new
// strange reports whether an end of a leg is at a network and in a city that are
// new to the person: they do not go on using the network, few others use it, and
// by other signs they were not there.
func (j *journeys) strange(l leg) bool {
	if same, _ := j.in.oneMachine(l.from, l.to); same {
		return false
	}
	u := j.log.UserOf(int(l.to))
	if u < 0 {
		return true
	}
	for _, end := range [...]uint32{l.from, l.to} {
		if !j.in.shared(end) && j.in.newNetwork(u, end) && j.in.newPlace(u, end) && !j.in.keptNetwork(u, end) && !j.in.travelled(u, end) {
			return true
		}
	}
	return false
}

func (j *journeys) gateway(row uint32) bool { return j.in.Views.gateway(j.in.Views.Network(row)) }

// newPlace reports whether the city of an event, or where the log names none its
// country, is one that the person had not been let in from before; true where
// the log names neither.
func (in *Input) newPlace(user int, row uint32) bool {
	for _, f := range [...]event.Field{event.City, event.Country} {
		if !event.Blank(in.Log.Column(f).At(int(row))) {
			return in.newValue(f, user, row)
		}
	}
	return true
}
