package detect

import "okta-session-analyzer/analyzer/event"

// lasts is when one person last used each program and each network, so that
// many questions about the person cost one pass over what they used.
type lasts struct {
	user               int // plus one
	programs, networks map[uint32]int64
}

func (in *Input) lastUses(user int) *lasts {
	if in.last.user == user+1 {
		return &in.last
	}
	in.last = lasts{user + 1, map[uint32]int64{}, map[uint32]int64{}}
	v := in.Views
	for _, use := range v.habits().of(user) {
		p, n, t := v.agentOf[use.client], v.networkOf[use.client], in.Log.Time(int(use.last))
		in.last.programs[p] = max(t, in.last.programs[p])
		in.last.networks[n] = max(t, in.last.networks[n])
	}
	return &in.last
}

// keptProgram and keptNetwork report whether a person went on using the program,
// or the network, of an event for two days or longer: it is theirs.
func (in *Input) keptProgram(user int, row uint32) bool {
	p, _ := in.Views.Agent(row)
	return in.lastUses(user).programs[p]-in.Log.Time(int(row)) >= 2*dayMS
}

func (in *Input) keptNetwork(user int, row uint32) bool {
	return in.lastUses(user).networks[in.Views.Network(row)]-in.Log.Time(int(row)) >= 2*dayMS
}

// keptPlace reports whether a person was let in from the city of an event, or
// where the log names none from its country, two days later or more: they live
// or stay there.
func (in *Input) keptPlace(user int, row uint32) bool {
	for _, f := range [...]event.Field{event.City, event.Country} {
		c := in.Log.Column(f)
		code := c.Code(int(row))
		if event.Blank(c.Values[code]) {
			continue
		}
		for _, use := range in.Views.habits().of(user) {
			if c.CodesOf(use.client)[0] == code && in.ms(row, use.last) >= 2*dayMS {
				return true
			}
		}
		return false
	}
	return false
}

// travelled reports whether the person was in the country of an event by other
// signs: within three days of it, a program that they had used before came from
// there, from two networks or for half a day.
func (in *Input) travelled(user int, row uint32) bool {
	const near, stay = 3 * dayMS, dayMS / 2
	v := in.Views
	countries := in.Log.Column(event.Country)
	country := countries.Code(int(row))
	if event.Blank(countries.Values[country]) {
		return false
	}
	first := map[uint32]int64{} // when each program came first, the country's own events left out
	for _, use := range v.habits().of(user) {
		p := v.agentOf[use.client]
		if _, known := first[p]; !known && countries.CodesOf(use.client)[0] != country {
			first[p] = in.Log.Time(int(use.first))
		}
	}
	network, from, to := uint32(0), int64(0), int64(0)
	for _, use := range v.habits().of(user) {
		if countries.CodesOf(use.client)[0] != country || in.ms(use.last, row) > near || in.ms(row, use.first) > near {
			continue
		}
		start, end := in.Log.Time(int(use.first)), in.Log.Time(int(use.last))
		if known, ok := first[v.agentOf[use.client]]; !ok || known > start-familiarFor {
			continue
		}
		n := v.networkOf[use.client]
		if network != 0 && n != network {
			return true
		}
		if network == 0 {
			network, from = n, start
		}
		if from, to = min(from, start), max(to, end); to-from >= stay {
			return true
		}
	}
	return false
}
