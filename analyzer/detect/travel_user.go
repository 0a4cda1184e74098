package detect

import (
	"math"
	"sort"

	"okta-session-analyzer/analyzer/event"
)

var userImpossibleTravel = &Detection{
	ID:         "user-impossible-travel",
	Title:      "One person signed in at two places that no airliner joins",
	Family:     "Travel, geo & network origin",
	Severity:   High,
	Techniques: []string{"T1078.004"},
	Meaning: "Two sign-ins of one account lie further apart than an airliner flies in the time between them, at least one of them " +
		"from a network that the person had not used before. Anonymisers are no places, and no more are networks of many people far " +
		"from the person's own. It is high where the program is new to the person too, medium where the other end is another machine or " +
		"may be one, and low where both ends are one machine, whose owner switched a VPN, or the person was at the new place by other signs.",
	Check: []string{
		"Ask the person where they were, and whether they use a VPN of their own.",
		"Look up who owns the address that is new: a hosting provider is not a place.",
		"Read what was done from there: factors and devices enrolled, applications never used before.",
		"If it was not them, clear the sessions, reset password and factors, and follow the address through the log.",
	},
	FalsePositives: []string{
		"A VPN with a way out in another country that is not marked as an anonymiser.",
		"An address that is located wrongly.",
	},
	Parameters: []Parameter{
		{Name: "airliner_kmh", Title: "Speed above which no airliner explains it", Unit: "km/h", Default: 900, Min: 1, Max: 100000},
		{Name: "min_distance_km", Title: "Distance below which the location of an address is too coarse to tell", Unit: "km", Default: 300, Min: 0, Max: 20000},
		{Name: "mobile_distance_km", Title: "The same where one end is a telephone, whose carrier's gateway can be far off", Unit: "km", Default: 1000, Min: 0, Max: 20000},
		{Name: "memory_hours", Title: "Time for which a sign-in is compared with the next", Unit: "hours", Default: 24, Min: 0.1, Max: 168},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.Latitude, event.Longitude, event.ClientIP},
	NeedsAny: [][]event.Field{personFields},
	Replaces: []string{"session-fast-travel"},
	Run:      findUserTravel,
}

// isSignInUse reports whether an event type shows a person signing in or
// opening an application, not a program renewing its tokens.
func isSignInUse(t string) bool {
	return isSignIn(t) || t == typeFactorUsed || t == "user.authentication.sso"
}

// trip is a journey between two sign-ins of one person that no airliner makes.
type trip struct {
	from, to, strange uint32 // strange is the end that is new to the person
	km                float64
	severity          Severity
	program           bool // new to the person at the strange end
}

// maxTrips bounds the journeys that are weighed of one person. Whoever makes more
// of them is no person.
const maxTrips = 50

func findUserTravel(in *Input) []Finding {
	log, v := in.Log, in.Views
	types := log.Column(event.Type)
	j := &userTrips{in: in, memory: int64(in.Parameters["memory_hours"] * hourMS), signIn: make([]bool, len(types.Values)),
		inside: make(map[int][][2]uint32, len(v.sessionMoves)), clients: make([]said, len(v.agentOf)), places: make([]said, len(v.places))}
	for code, t := range types.Values {
		j.signIn[code] = isSignInUse(t)
	}
	for _, m := range v.sessionMoves {
		j.inside[m.of] = m.steps
	}
	var findings []Finding
	for _, m := range v.userMoves { // who never moved made no journey
		trips := j.of(m.of)
		// Journeys that lie further apart than sign-ins are compared are two stories.
		for from := 0; from < len(trips); {
			to := from + 1
			for to < len(trips) && in.ms(trips[to-1].to, trips[to].from) <= j.memory {
				to++
			}
			findings = append(findings, in.describeTrips(m, trips[from:to]))
			from = to
		}
	}
	return findings
}

// userTrips finds the journeys of one person after the other.
type userTrips struct {
	in      *Input
	memory  int64
	signIn  []bool              // by type
	inside  map[int][][2]uint32 // the steps of each session
	clients []said              // whether a client's place counts
	places  []said              // whether the person has a network of their own at a place
}

// said is what was found for a person, whose number plus one is of.
type said struct {
	of  int32
	yes bool
}

func (j *userTrips) of(user int) []trip {
	in, v := j.in, j.in.Views
	var trips []trip
	var last *sighting
	seen := v.sightings(user)
	for i := range seen {
		s := &seen[i]
		if !s.good() || !j.signIn[s.kindOf()] {
			continue
		}
		if c := &j.clients[s.client]; c.of != int32(user)+1 {
			*c = said{int32(user) + 1, j.counts(user, s.client)}
		}
		if !j.clients[s.client].yes || in.anonymised(s.row) {
			continue
		}
		if p := v.placeOf[s.client]; last != nil && v.placeOf[last.client] != p && len(trips) < maxTrips && s.time-last.time <= j.memory {
			if v.vague(p) && v.places[p].Country == v.places[v.placeOf[last.client]].Country {
				continue
			}
			if t, ok := in.trip(user, last.row, s.row); ok && !in.toldInside(j.inside, t) && (len(trips) == 0 || !in.wayBack(trips[len(trips)-1], t)) {
				trips = append(trips, t)
			}
		}
		last = s
	}
	return trips
}

// counts reports whether a client's place is one that the person can be at: an
// office counts, a gateway far from where the person is does not.
func (j *userTrips) counts(user int, client uint32) bool {
	v, n, p := j.in.Views, j.in.Views.networkOf[client], j.in.Views.placeOf[client]
	if p == 0 || v.gateway(n) {
		return false
	}
	if !j.in.crowded(n) {
		return true
	}
	if j.places[p].of != int32(user)+1 {
		j.places[p] = said{int32(user) + 1, j.in.nearOwn(user, p)}
	}
	return j.places[p].yes
}

// trip returns the journey between two sign-ins, and whether it tells.
func (in *Input) trip(user int, from, to uint32) (t trip, ok bool) {
	log, v := in.Log, in.Views
	if s := log.SessionOf(int(from)); s >= 0 && s == log.SessionOf(int(to)) {
		return t, false // a session that jumps is told as one
	}
	km, ok := v.Distance(v.Place(from), v.Place(to))
	_, a := v.Agent(from)
	_, b := v.Agent(to)
	least := in.Parameters["min_distance_km"]
	if a.Mobile() || b.Mobile() {
		least = max(least, in.Parameters["mobile_distance_km"])
	}
	t = trip{from: from, to: to, strange: to, km: km}
	if !ok || km < least || speedOf(km, in.ms(from, to)) <= in.Parameters["airliner_kmh"] {
		return t, false
	}
	if !in.newNetwork(user, to) || in.shared(to) {
		if t.strange = from; !in.newNetwork(user, from) || in.shared(from) {
			return t, false // both places are the person's own: a VPN of theirs
		}
	}
	if (in.shared(from) || in.shared(to)) && (a.Mobile() || b.Mobile() || !in.newPlace(user, t.strange)) {
		return t, false // who works by way of a gateway far off, with their telephone or in a city of theirs
	}
	t.program = in.known(user, t.strange) && in.newAgent(user, t.strange)
	switch same, known := in.oneMachine(from, to); {
	case same, in.travelled(user, t.strange), in.keptNetwork(user, t.strange), in.keptPlace(user, t.strange):
		t.severity = Low
	case t.program:
		t.severity = High
	case known || a != b || in.known(user, t.strange):
		t.severity = Medium
	default: // one program, one day of history: a VPN as likely as not
		t.severity = Low
	}
	return t, true
}

// nearOwn reports whether a person was let in near a place from a network that
// few people use, or is there most of the time.
func (in *Input) nearOwn(user int, place uint32) bool {
	v := in.Views
	there, elsewhere := 0, 0
	for _, use := range v.habits().of(user) {
		if v.placeOf[use.client] == place {
			there += use.n
		} else {
			elsewhere += use.n
		}
	}
	if there > elsewhere {
		return true
	}
	for _, use := range v.habits().of(user) {
		if v.crowd(v.networkOf[use.client]) >= int(in.Parameters["shared_users"]) {
			continue
		}
		if km, ok := v.Distance(v.placeOf[use.client], place); ok && km < in.Parameters["min_distance_km"] {
			return true
		}
	}
	return false
}

// oneMachine reports whether two events came from one machine by its device
// token or its device id, and whether they say so at all.
func (in *Input) oneMachine(a, b uint32) (same, known bool) {
	for _, f := range [...]event.Field{event.DeviceID, event.DTHash} {
		c := in.Log.Column(f)
		x, y := c.Code(int(a)), c.Code(int(b))
		if !event.Blank(c.Values[x]) && !event.Blank(c.Values[y]) {
			return x == y, true
		}
	}
	return false, false
}

// toldInside reports whether the session at one end of a journey makes the same
// jump by itself, which session-fast-travel tells of. It looks at the step next
// to the journey only, so that a session of many jumps costs no more than others.
func (in *Input) toldInside(inside map[int][][2]uint32, t trip) bool {
	same := func(step [2]uint32) bool {
		return in.near(step[0], t.from) && in.near(step[1], t.to) || in.near(step[0], t.to) && in.near(step[1], t.from)
	}
	for _, end := range [...]uint32{t.from, t.to} {
		steps := inside[in.Log.SessionOf(int(end))]
		at := sort.Search(len(steps), func(i int) bool { return steps[i][1] > end })
		for i := max(0, at-1); i < min(at+1, len(steps)); i++ {
			if same(steps[i]) && speedOf(t.km, in.ms(steps[i][0], steps[i][1])) > in.Parameters["airliner_kmh"] {
				return true
			}
		}
	}
	return false
}

// near reports whether two events came from one place, as far as the location
// of an address can tell.
func (in *Input) near(a, b uint32) bool {
	km, ok := in.Views.Distance(in.Views.Place(a), in.Views.Place(b))
	return ok && km < in.Parameters["min_distance_km"]
}

// wayBack reports whether a journey leads back from where the one before led.
func (in *Input) wayBack(before, t trip) bool {
	return in.near(before.to, t.from) && in.near(before.from, t.to)
}

func speedOf(km float64, ms int64) float64 {
	if ms <= 0 {
		return math.Inf(1)
	}
	return km / (float64(ms) / hourMS)
}

// describeTrips makes one finding of a person's journeys, told by the worst. Its
// evidence are also the steps in between, so that what else tells of the same
// journey is known to be the same.
func (in *Input) describeTrips(m moves, trips []trip) Finding {
	v := in.Views
	worst := trips[0]
	var rows []uint32
	for _, t := range trips {
		if t.severity > worst.severity {
			worst = t
		}
		rows = append(rows, t.from, t.to)
		at := sort.Search(len(m.steps), func(i int) bool { return m.steps[i][0] >= t.from })
		for ; at < len(m.steps) && m.steps[at][1] <= t.to; at++ {
			rows = append(rows, m.steps[at][0], m.steps[at][1])
		}
	}
	user := &in.Log.Users()[m.of]
	from, to := v.names(v.Place(worst.from), v.Place(worst.to))
	ms := in.ms(worst.from, worst.to)
	_, a := v.Agent(worst.from)
	_, b := v.Agent(worst.to)
	same, known := in.oneMachine(worst.from, worst.to)
	f := Finding{Severity: worst.severity, Actor: actorOf(user), Rows: rows}
	f.Facts = map[string]any{"from": from, "to": to, "distance_km": round(worst.km, 1), "elapsed_seconds": round(float64(ms)/1000, 3),
		"journeys": len(trips), "new_program": worst.program, "new_network": v.NetworkName(v.Network(worst.strange)),
		"programs": []string{clean(a.String()), clean(b.String())}, "same_machine": same}
	f.Summary = clean(user.Name()) + " signed in from " + from + " on " + in.moment(worst.from) + " and from " + to + " on " + in.moment(worst.to) +
		", " + number(worst.km) + " km "
	if speed := speedOf(worst.km, ms); math.IsInf(speed, 1) {
		f.Summary += "at the same moment"
	} else {
		f.Facts["speed_kmh"] = round(speed, 1)
		f.Summary += "in " + duration(ms) + " (" + number(speed) + " km/h)"
	}
	f.Summary += ", with " + clean(a.String()) + " and then " + clean(b.String()) + "; the network " + v.NetworkName(v.Network(worst.strange)) + " was new to them"
	switch {
	case same:
		f.Summary += ", but the machine is the same"
	case worst.program:
		f.Summary += ", and so was the program"
	case known:
		f.Summary += ", and the device is another"
	}
	if n := len(trips) - 1; n > 0 {
		f.Summary += "; and " + count(n, "more journey", "more journeys")
	}
	return f
}
