package detect

import (
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// sighting is an event that shows the machine of its person, see [Views.Own],
// with what most detections read of it.
//
// A person's events lie thousands of rows apart, and to read five columns at
// each of them is five waits for memory. Next to each other they are read in
// one: rare sign-ins, rhythms and journeys of a million events took 240 ms from
// the columns and take 50 ms. The sightings take 24 bytes an event.
type sighting struct {
	time   int64 // milliseconds UTC
	row    uint32
	client uint32 // the tuple in table.ClientGroup
	target uint32 // the tuple in table.TargetGroup
	kind   uint32 // the code of the type, shifted by kindShift, with these bits
}

const (
	goodBit   = 1 << iota // the outcome means that the person was who they said, see letIn
	tokenBit              // an API token is named: a program of the person's
	kindShift = iota
)

// kindOf returns the code of the event's type.
func (s *sighting) kindOf() uint32 { return s.kind >> kindShift }

func (s *sighting) good() bool { return s.kind&goodBit != 0 }

func (s *sighting) token() bool { return s.kind&tokenBit != 0 }

// sightings returns the sightings of a person, by number, in order of time.
func (v *Views) sightings(user int) []sighting {
	from := uint32(0)
	if user > 0 {
		from = v.seenEnds[user-1]
	}
	return v.seen[from:v.seenEnds[user]]
}

// sighter fills the sightings from the columns.
type sighter struct {
	v                                *Views
	userOf                           []int32
	times                            []int64
	kinds, outcomes, actors, targets []uint32 // the tuple of each event
	tokens                           []uint32 // of the API tokens

	class      []uint8 // by tuple of the kind: what else may have caused it
	types      []uint32
	person     []bool   // by tuple of the actor
	agentClass []uint8  // by tuple of the client
	good       []uint32 // the bits by tuple of the outcome, and of the API tokens
	token      []uint32
	at         []uint32 // by person, where the next sighting goes
}

// own finds which events are their person's own, and counts them by person.
func (s *sighter) own(from, to int) {
	own, at := s.v.own[from:to], s.at
	classes, people, agents := s.class, s.person, s.agentClass
	kinds, actors, clients, userOf := s.kinds[from:to], s.actors[from:to], s.v.clients[from:to], s.userOf[from:to]
	for i := range own {
		class := classes[kinds[i]]
		if !people[actors[i]] || class&tokenClass != 0 || class&agents[clients[i]] != 0 {
			continue
		}
		own[i] = true
		if u := userOf[i]; u >= 0 {
			at[u]++
		}
	}
}

// place puts the sightings of a stretch of rows where their people's stand.
func (s *sighter) place(from, to int) {
	own, at, seen := s.v.own[from:to], s.at, s.v.seen
	types, good, token := s.types, s.good, s.token
	kinds, outcomes, tokens := s.kinds[from:to], s.outcomes[from:to], s.tokens[from:to]
	targets, clients, userOf, times := s.targets[from:to], s.v.clients[from:to], s.userOf[from:to], s.times[from:to]
	for i := range own {
		u := userOf[i]
		if !own[i] || u < 0 {
			continue
		}
		n := at[u]
		at[u] = n + 1
		to := &seen[n] // a literal would be put together elsewhere and copied
		to.time, to.row, to.client, to.target = times[i], uint32(from+i), clients[i], targets[i]
		to.kind = types[kinds[i]]<<kindShift | good[outcomes[i]] | token[tokens[i]]
	}
}

// viewOwn makes own and the sightings.
func (v *Views) viewOwn() {
	log := v.log
	types, actorType, outcomes := log.Column(event.Type), log.Column(event.ActorType), log.Column(event.OutcomeResult)
	s := &sighter{v: v, userOf: log.UserNumbers(), times: log.Times(),
		kinds: log.Tuples(table.KindGroup), outcomes: log.Tuples(table.OutcomeGroup), actors: log.Tuples(table.ActorGroup), targets: log.Tuples(table.TargetGroup),
		class: make([]uint8, types.Tuples()), types: make([]uint32, types.Tuples()), person: make([]bool, actorType.Tuples()),
		agentClass: make([]uint8, len(v.agentOf)), good: make([]uint32, outcomes.Tuples()), at: make([]uint32, len(log.Users()))}
	classes := make([]uint8, len(types.Values))
	for code, t := range types.Values {
		classes[code] = classOfType(t)
	}
	for t := range s.types {
		s.types[t] = types.CodesOf(uint32(t))[0]
		s.class[t] = classes[s.types[t]]
	}
	people := make([]bool, len(actorType.Values))
	for code, t := range actorType.Values {
		people[code] = t == "User" || event.Blank(t)
	}
	for t := range s.person {
		s.person[t] = people[actorType.CodesOf(uint32(t))[0]]
	}
	byAgent := make([]uint8, len(v.agents))
	for n, a := range v.agents {
		byAgent[n] = classOfAgent(a)
	}
	for t, n := range v.agentOf {
		s.agentClass[t] = byAgent[n]
	}
	v.outcomes, v.good, v.bad = outcomes, make([]bool, len(outcomes.Values)), make([]bool, len(outcomes.Values))
	for code, o := range outcomes.Values {
		v.good[code], v.bad[code] = letIn(o), failed(o)
	}
	for t := range s.good {
		if v.good[outcomes.CodesOf(uint32(t))[0]] {
			s.good[t] = goodBit
		}
	}
	request, root := log.Column(event.RequestAPITokenID), log.Column(event.RootAPITokenID)
	s.tokens, s.token = log.Tuples(table.TokenGroup), make([]uint32, request.Tuples())
	noRequest, noRoot := blanks(request), blanks(root)
	for t := range s.token {
		if !noRequest[request.CodesOf(uint32(t))[0]] || !noRoot[root.CodesOf(uint32(t))[0]] {
			s.token[t] = tokenBit
		}
	}
	v.own = make([]bool, log.Len())
	table.InBlocks(len(v.own), s.own)
	v.seenEnds = make([]uint32, len(s.at))
	total := uint32(0)
	for u, n := range s.at {
		s.at[u] = total
		total += n
		v.seenEnds[u] = total
	}
	v.seen = make([]sighting, total)
	table.InBlocks(len(v.own), s.place)
}
