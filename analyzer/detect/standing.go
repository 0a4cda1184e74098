package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// Standing is how the context of an act, its network, program and device,
// stands to the habits of the person who did it.
type Standing uint8

// The standings.
const (
	// Unknown is of an act of no person, of one whom the log knows for less than
	// a day, or of an API token.
	Unknown Standing = iota
	// Familiar is of a machine that the person had used the day before or earlier.
	Familiar
	// Partly is of a machine of which one thing is new: the network or the program.
	Partly
	// Strange is of a machine of which the network and the program or the device
	// are new.
	Strange
)

// crowded is how many people a network has whose novelty says nothing.
const crowded = 5

// Standings tells the standing of acts. What it learns of a person it keeps, so
// that many acts cost one pass over what the person used. It is not safe for
// several goroutines.
type Standings struct {
	in    *Input
	users map[int]*firsts
}

// firsts is when a person first used each network, program and device token;
// the tokens are read when first asked for.
type firsts struct{ networks, programs, tokens map[uint32]int64 }

// NewStandings returns the standings of a log's acts.
func NewStandings(v *Views) *Standings {
	return &Standings{in: &Input{Log: v.log, Views: v, Parameters: map[string]float64{"shared_users": crowded}}, users: map[int]*firsts{}}
}

func (s *Standings) firsts(user int) *firsts {
	f := s.users[user]
	if f == nil {
		f = &firsts{networks: map[uint32]int64{}, programs: map[uint32]int64{}}
		s.users[user] = f
		learn := func(m map[uint32]int64, value uint32, t int64) {
			if _, known := m[value]; !known && value != 0 {
				m[value] = t
			}
		}
		v := s.in.Views
		for _, use := range v.habits().of(user) {
			t := s.in.Log.Time(int(use.first))
			learn(f.networks, v.networkOf[use.client], t)
			learn(f.programs, v.agentOf[use.client], t)
		}
	}
	return f
}

// Of returns the standing of an event.
func (s *Standings) Of(row uint32) Standing {
	in, v := s.in, s.in.Views
	kind := in.Log.Column(event.ActorType).At(int(row))
	user := in.Log.UserOf(int(row))
	if user < 0 || kind != "User" && !event.Blank(kind) || !in.known(user, row) || in.byToken(row) {
		return Unknown
	}
	f := s.firsts(user)
	before := in.Log.Time(int(row)) - familiarFor
	isNew := func(m map[uint32]int64, value uint32) bool {
		first, known := m[value]
		return value != 0 && (!known || first > before)
	}
	n := v.Network(row)
	p, _ := v.Agent(row)
	network, program := isNew(f.networks, n) && v.crowd(n) < crowded, isNew(f.programs, p)
	switch {
	case !network && !program:
		return Familiar
	case network && program:
		return Strange
	}
	token := in.Log.Column(event.DTHash)
	if code := token.Code(int(row)); !event.Blank(token.Values[code]) {
		if f.tokens == nil {
			f.tokens = map[uint32]int64{}
			for _, r := range in.Log.Users()[user].Rows {
				if c := token.Code(int(r)); v.own[r] && in.succeeded(r) {
					if _, known := f.tokens[c]; !known {
						f.tokens[c] = in.Log.Time(int(r))
					}
				}
			}
		}
		switch fresh := isNew(f.tokens, code); {
		case fresh && network:
			return Strange
		case !fresh && !program: // the person's own machine elsewhere
			return Familiar
		}
	}
	if network && strings.Contains(in.Log.Column(event.Behaviors).At(int(row)), "POSITIVE") && in.reported(row).device {
		return Strange
	}
	return Partly
}

// byToken reports whether an event was done with an API token: by a program of
// the person's, whose machine says nothing of the person.
func (in *Input) byToken(row uint32) bool {
	return !event.Blank(in.Log.Column(event.RequestAPITokenID).At(int(row))) || !event.Blank(in.Log.Column(event.RootAPITokenID).At(int(row)))
}

// OfAll returns the standing of several events together: familiar where all
// are, or else the strangest. Of many events it looks at the first.
func (s *Standings) OfAll(rows []uint32) Standing {
	const most = 200
	worst := Unknown
	unknown := false
	for _, row := range rows[:min(len(rows), most)] {
		standing := s.Of(row)
		unknown = unknown || standing == Unknown
		worst = max(worst, standing)
	}
	if worst == Familiar && unknown {
		return Unknown
	}
	return worst
}
