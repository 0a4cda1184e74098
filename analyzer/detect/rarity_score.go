package detect

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// tally counts values of one kind, of one person at a time. The counts of the
// person before are not cleared but out of date.
type tally struct {
	round           []int32
	n               []int32
	now             int32
	distinct, total int
}

func newTally(values int) *tally {
	return &tally{round: make([]int32, values), n: make([]int32, values)}
}

func (t *tally) reset() {
	t.now++
	t.distinct, t.total = 0, 0
}

func (t *tally) of(value uint32) int {
	if t.round[value] != t.now {
		return 0
	}
	return int(t.n[value])
}

func (t *tally) add(value uint32) { t.addTimes(value, 1) }

func (t *tally) addTimes(value uint32, times int32) {
	if t.round[value] != t.now {
		t.round[value], t.n[value] = t.now, 0
		t.distinct++
	}
	t.n[value] += times
	t.total += int(times)
}

// odds returns one over the frequency of a value, smoothed by one.
func (t *tally) odds(value uint32) float64 {
	return float64(t.total+t.distinct+1) / float64(t.of(value)+1)
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
	os      []uint32 // by program
	browser []uint32
	country *table.Column
	device  *table.Column
	city    *table.Column
	token   *table.Column
	targets []uint32 // the tuple of each event's targets
	apps    []int32  // by tuple: the application's value, -1 for none, -2 before it is looked up
	signIn  []bool   // by type
	opening []bool

	odds [numParts]float64 // of the event that was scored last

	// The clients of events whose parts are not counted yet, each with how often
	// it came since; and how often each came in all.
	pending []uint32
	waiting []int32
	clients *tally
}

func newRarity(in *Input) *rarity {
	log, v := in.Log, in.Views
	r := &rarity{in: in, log: log, country: log.Column(event.Country), device: log.Column(event.ClientDevice),
		city: log.Column(event.City), token: log.Column(event.DTHash), targets: log.Tuples(table.TargetGroup)}
	names := map[string]uint32{"": 0}
	number := func(name string) uint32 {
		n, ok := names[name]
		if !ok {
			n = uint32(len(names))
			names[name] = n
		}
		return n
	}
	for _, a := range v.agents {
		r.os, r.browser = append(r.os, number(a.OS)), append(r.browser, number(a.Browser))
	}
	ids := log.Column(event.TargetID)
	r.apps = make([]int32, ids.Tuples())
	for t := range r.apps {
		r.apps[t] = -2
	}
	for part, size := range [numParts]int{len(r.country.Values), len(v.networks), len(names), len(names), len(r.device.Values), len(ids.Values), weekHours,
		len(r.city.Values), len(r.token.Values)} {
		r.tallies[part] = newTally(size)
	}
	r.waiting, r.clients = make([]int32, len(v.agentOf)), newTally(len(v.agentOf))
	for _, t := range log.Column(event.Type).Values {
		r.signIn, r.opening = append(r.signIn, isSignIn(t)), append(r.opening, t == "user.authentication.sso")
	}
	return r
}

// application returns the value of the id of the application that was opened.
func (r *rarity) application(row uint32) (id uint32, ok bool) {
	t := r.targets[row]
	if r.apps[t] == -2 {
		r.apps[t] = -1
		types, ids := r.log.Column(event.TargetType), r.log.Column(event.TargetID)
		for i, code := range types.CodesOf(t) {
			if id := ids.CodesOf(t)[i]; types.Values[code] == "AppInstance" && !event.Blank(ids.Values[id]) {
				r.apps[t] = int32(id)
				break
			}
		}
	}
	return uint32(max(r.apps[t], 0)), r.apps[t] >= 0
}

func hourOf(ms int64) uint32 { return uint32((ms/hourMS%weekHours + weekHours) % weekHours) }

// score returns the product of the odds of an event's parts by the person's
// earlier ones, and counts the event. A part that the event does not name, or
// that says nothing, has odds of one.
//
// Nearly all events come from a client that the person often had. Of those the
// score is known to be below the bar without looking at the client's parts; they
// are counted when they are next needed, and the score is 0.
func (r *rarity) score(row uint32, opening bool, bar float64) float64 {
	v := r.in.Views
	client := v.clients[row]
	r.odds = [numParts]float64{1, 1, 1, 1, 1, 1, 1, 1, 1}
	hours := r.tallies[partHour]
	h := hourOf(r.log.Time(int(row))) // with the hour before and the one after
	r.odds[partHour] = float64(hours.total+weekHours/3) / float64(hours.of((h+weekHours-1)%weekHours)+hours.of(h)+hours.of((h+1)%weekHours)+1)
	hours.add(h)
	product := r.odds[partHour]
	if token := r.token.Code(int(row)); !event.Blank(r.token.Values[token]) {
		product *= r.take(partToken, token)
	}
	if opening {
		if app, ok := r.application(row); ok {
			product *= r.take(partApplication, app)
		}
	}
	often := r.clients.odds(client)
	r.clients.add(client)
	if r.waiting[client] == 0 {
		r.pending = append(r.pending, client)
	}
	r.waiting[client]++
	// A client has six parts, none of them less usual than the client.
	if cube := often * often * often; product*cube*cube < bar {
		return 0
	}
	r.waiting[client]--
	r.count()
	values := r.parts(client)
	if country := values[partCountry]; country.named && r.tallies[partCountry].of(country.value) == 0 {
		values[partCity].named = false // a new country has no old cities
	}
	for _, part := range clientParts {
		if x := values[part]; x.named {
			if part == partNetwork && r.in.shared(row) { // a way out of many people
				r.tallies[part].add(x.value)
				continue
			}
			product *= r.take(part, x.value)
		}
	}
	return product
}

// take returns the odds of a value, and counts it.
func (r *rarity) take(part int, value uint32) float64 {
	r.odds[part] = r.tallies[part].odds(value)
	r.tallies[part].add(value)
	return r.odds[part]
}

// clientParts are the parts that a client has.
var clientParts = [...]int{partCountry, partNetwork, partOS, partBrowser, partDevice, partCity}

// part is what an event has for a part, if it names it.
type part struct {
	value uint32
	named bool
}

// parts returns the parts of a client.
func (r *rarity) parts(client uint32) (p [numParts]part) {
	v := r.in.Views
	column := func(c *table.Column) part {
		code := c.CodesOf(client)[0]
		return part{code, !event.Blank(c.Values[code])}
	}
	agent, network := v.agentOf[client], v.networkOf[client]
	p[partCountry], p[partDevice], p[partCity] = column(r.country), column(r.device), column(r.city)
	p[partNetwork] = part{network, network != 0}
	p[partOS], p[partBrowser] = part{r.os[agent], r.os[agent] != 0}, part{r.browser[agent], r.browser[agent] != 0}
	return p
}

// count counts the parts of the clients that wait.
func (r *rarity) count() {
	for _, client := range r.pending {
		if n := r.waiting[client]; n > 0 {
			for part, x := range r.parts(client) {
				if x.named {
					r.tallies[part].addTimes(x.value, n)
				}
			}
		}
		r.waiting[client] = 0
	}
	r.pending = r.pending[:0]
}

// begin forgets the person before.
func (r *rarity) begin() {
	for _, client := range r.pending {
		r.waiting[client] = 0
	}
	r.pending = r.pending[:0]
	r.clients.reset()
	for _, t := range r.tallies {
		t.reset()
	}
}
