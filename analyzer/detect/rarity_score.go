package detect

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// tally counts values of one kind, of one person at a time. The counts of the
// person before are not cleared but out of date.
type tally struct {
	counts          []tallied
	now             int32
	distinct, total int
}

// tallied is how often a value came to one person.
type tallied struct{ round, n int32 }

func newTally(values int) *tally { return &tally{counts: make([]tallied, values)} }

func (t *tally) reset() {
	t.now++
	t.distinct, t.total = 0, 0
}

func (t *tally) of(value uint32) int {
	if c := &t.counts[value]; c.round == t.now {
		return int(c.n)
	}
	return 0
}

func (t *tally) add(value uint32) { t.addTimes(value, 1) }

func (t *tally) addTimes(value uint32, times int32) {
	c := &t.counts[value]
	if c.round != t.now {
		c.round, c.n = t.now, 0
		t.distinct++
	}
	c.n += times
	t.total += int(times)
}

// take counts a value, and returns what its odds were before: one over its
// frequency, smoothed by one.
func (t *tally) take(value uint32) float64 {
	c, all := &t.counts[value], float64(t.total+t.distinct+1)
	t.total++
	if c.round != t.now {
		c.round, c.n = t.now, 1
		t.distinct++
		return all
	}
	c.n++
	return all / float64(c.n)
}

// The parts of a score.
const (
	partCountry = iota
	partNetwork
	partOS
	partBrowser
	partDevice
	partApplication
	partHour
	partCity
	partToken
	numParts
)

var partNames = [numParts]string{"country", "network", "operating system", "browser", "kind of device", "application", "hour of the week", "city", "device"}

const weekHours = 7 * 24

// rarity scores the sign-ins of one person after the other.
type rarity struct {
	in      *Input
	log     *table.Log
	tallies [numParts]*tally
	parts   []clientParts // of each client
	token   *table.Column
	apps    []int32 // by tuple of the targets: the application's value, -1 for none, or notLookedUp
	signIn  []bool  // by type
	opening []bool

	tokens   []bool // by value: whether it names one
	anyToken bool

	odds [numParts]float64 // of the event that was scored last

	hour     uint32 // of the week, of the event before
	hourFrom int64  // when that hour began
	hours    [weekHours]int32
	signed   int32 // sign-ins in all hours

	// The clients of events whose parts are not counted yet, and how often each
	// came in all.
	pending         []uint32
	clients         []ofPerson
	round           int32
	distinct, total int32 // clients
}

// ofPerson is how often a client came to the person of a round, and how often of
// these its parts were counted.
type ofPerson struct{ round, n, counted int32 }

// ofClient are the parts that a client has.
var ofClient = [...]int{partCountry, partNetwork, partOS, partBrowser, partDevice, partCity}

// clientParts are the values of a client's parts, in the order of ofClient; 0
// is a part that it does not name.
type clientParts [len(ofClient)]uint32

func newRarity(in *Input) *rarity {
	log, v := in.Log, in.Views
	r := &rarity{in: in, log: log, token: log.Column(event.DTHash)}
	names := table.NewNames()
	var systems, browsers []uint32 // by program
	for _, a := range v.agents {
		systems, browsers = append(systems, names.Number(a.OS)), append(browsers, names.Number(a.Browser))
	}
	country, device, city := namedIn(log.Column(event.Country)), namedIn(log.Column(event.ClientDevice)), namedIn(log.Column(event.City))
	r.parts = make([]clientParts, len(v.agentOf))
	for t := range r.parts {
		client := uint32(t)
		r.parts[t] = clientParts{country(client), v.networkOf[t], systems[v.agentOf[t]], browsers[v.agentOf[t]], device(client), city(client)}
	}
	ids := log.Column(event.TargetID)
	r.apps = make([]int32, ids.Tuples())
	for t := range r.apps {
		r.apps[t] = notLookedUp
	}
	values := func(f event.Field) int { return len(log.Column(f).Values) }
	for part, size := range [numParts]int{values(event.Country), len(v.networks), len(names.Values), len(names.Values), values(event.ClientDevice), len(ids.Values), 0,
		values(event.City), len(r.token.Values)} {
		r.tallies[part] = newTally(size)
	}
	r.clients = make([]ofPerson, len(v.agentOf))
	for _, t := range log.Column(event.Type).Values {
		r.signIn, r.opening = append(r.signIn, isSignIn(t)), append(r.opening, t == typeSSO)
	}
	r.tokens = make([]bool, len(r.token.Values))
	for code, value := range r.token.Values {
		r.tokens[code] = !event.Blank(value)
		r.anyToken = r.anyToken || r.tokens[code]
	}
	return r
}

// namedIn returns the function that returns the value of a tuple, or 0 where it
// stands for nothing.
func namedIn(c *table.Column) func(tuple uint32) uint32 {
	blank := blanks(c)
	return func(tuple uint32) uint32 {
		if code := c.CodesOf(tuple)[0]; !blank[code] {
			return code
		}
		return 0
	}
}

// notLookedUp stands for an application that was not looked up yet.
const notLookedUp = -2

// application looks up the value of the id of the application that was opened,
// -1 for none; target is the tuple of the targets.
func (r *rarity) application(target uint32) int32 {
	r.apps[target] = -1
	types, ids := r.log.Column(event.TargetType), r.log.Column(event.TargetID)
	for i, code := range types.CodesOf(target) {
		if id := ids.CodesOf(target)[i]; types.Values[code] == "AppInstance" && !event.Blank(ids.Values[id]) {
			r.apps[target] = int32(id)
			break
		}
	}
	return r.apps[target]
}

func hourOf(ms int64) uint32 { return uint32((ms/hourMS%weekHours + weekHours) % weekHours) }

// score returns the product of the odds of an event's parts by the person's
// earlier ones, and counts the event. A part that the event does not name, or
// that says nothing, has odds of one.
//
// Nearly all events come from a client that the person often had. Of those the
// score is known to be below the bar without looking at the client's parts; they
// are counted when they are next needed, and the score is 0.
func (r *rarity) score(s *sighting, opening bool, bar float64) float64 {
	if d := s.time - r.hourFrom; d < 0 || d >= hourMS || s.time < 0 { // most events are of the hour of the one before
		r.hour, r.hourFrom = hourOf(s.time), s.time-s.time%hourMS
	}
	h := r.hour // with the hour before and the one after
	before, after := h-1, h+1
	if h == 0 {
		before = weekHours - 1
	} else if after == weekHours {
		after = 0
	}
	hour := float64(r.signed+weekHours/3) / float64(r.hours[before]+r.hours[h]+r.hours[after]+1)
	r.hours[h]++
	r.signed++
	product, token, app := hour, 1.0, 1.0
	if r.anyToken {
		if code := r.token.Code(int(s.row)); r.tokens[code] {
			token = r.tallies[partToken].take(code)
			product *= token
		}
	}
	if opening {
		id := r.apps[s.target]
		if id == notLookedUp {
			id = r.application(s.target)
		}
		if id >= 0 {
			app = r.tallies[partApplication].take(uint32(id))
			product *= app
		}
	}
	c := &r.clients[s.client]
	fresh := c.round != r.round
	if fresh {
		*c = ofPerson{round: r.round}
	}
	often := float64(r.total+r.distinct+1) / float64(c.n+1)
	if fresh {
		r.distinct++
	}
	if c.n == c.counted {
		r.pending = append(r.pending, s.client)
	}
	c.n++
	r.total++
	// A client has six parts, none of them less usual than the client.
	if cube := often * often * often; product*cube*cube < bar {
		return 0
	}
	c.counted++ // by scoreClient
	r.odds = [numParts]float64{1, 1, 1, 1, 1, 1, 1, 1, 1}
	r.odds[partHour], r.odds[partToken], r.odds[partApplication] = hour, token, app
	return r.scoreClient(s, product)
}

// scoreClient is the part of score for a client that the person did not often have.
func (r *rarity) scoreClient(s *sighting, product float64) float64 {
	r.count()
	values := r.parts[s.client]
	shared := r.in.crowded(r.in.Views.networkOf[s.client])
	newCountry := values[0] != 0 && r.tallies[partCountry].of(values[0]) == 0
	for i, part := range ofClient {
		value := values[i]
		if value == 0 || part == partCity && newCountry { // a new country has no old cities
			continue
		}
		if part == partNetwork && shared { // a way out of many people
			r.tallies[part].add(value)
			continue
		}
		r.odds[part] = r.tallies[part].take(value)
		product *= r.odds[part]
	}
	return product
}

// count counts the parts of the clients that wait.
func (r *rarity) count() {
	for _, client := range r.pending {
		c := &r.clients[client]
		if n := c.n - c.counted; n > 0 {
			for i, value := range r.parts[client] {
				if value != 0 {
					r.tallies[ofClient[i]].addTimes(value, n)
				}
			}
		}
		c.counted = c.n
	}
	r.pending = r.pending[:0]
}

// begin forgets the person before.
func (r *rarity) begin() {
	r.pending = r.pending[:0]
	r.round++
	r.distinct, r.total = 0, 0
	r.hours, r.signed = [weekHours]int32{}, 0
	for _, t := range r.tallies {
		t.reset()
	}
}
