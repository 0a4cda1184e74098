package detect

import "slices"

// crowd returns how many people were let in from a network, by its number. Of
// a network that many people come from, an office's way out, a VPN's gateway or
// a carrier's, neither the place nor the novelty says anything of one of them.
func (v *Views) crowd(network uint32) int {
	v.crowdOnce.Do(func() {
		v.crowdOf = make([]int32, len(v.networks))
		last := make([]int32, len(v.networks)) // the person counted last, plus one
		h := v.habits()
		for u := range v.log.Users() {
			for _, use := range h.of(u) {
				if n := v.networkOf[use.client]; last[n] != int32(u)+1 {
					last[n] = int32(u) + 1
					v.crowdOf[n]++
				}
			}
		}
	})
	return int(v.crowdOf[network])
}

// gateway reports whether a network of many people is a way out of people who
// are elsewhere, of a VPN or a web gateway, and not a place of work: most of them
// come from no network of their own within 300 km of it, which is how far off the
// location of an address often is; three at least have one elsewhere. Nobody
// travels to such a place or from it.
func (v *Views) gateway(network uint32) bool {
	const reach, most, least = 300, 8, 3 // km, homes of one person that are looked at, people
	v.gatewayOnce.Do(func() {
		v.crowd(network)
		far, near := make([]int32, len(v.networks)), make([]int32, len(v.networks)) // people
		last := make([]int32, len(v.networks))                                      // the person counted last, plus one
		h := v.habits()
		var homes []uint32
		for u := range v.log.Users() {
			homes = homes[:0]
			for _, use := range h.of(u) {
				n, p := v.networkOf[use.client], v.placeOf[use.client]
				if n != 0 && p != 0 && v.crowdOf[n] < crowded && len(homes) < most && !slices.Contains(homes, p) {
					homes = append(homes, p)
				}
			}
			if len(homes) == 0 {
				continue
			}
			for _, use := range h.of(u) {
				n, p := v.networkOf[use.client], v.placeOf[use.client]
				if n == 0 || p == 0 || v.crowdOf[n] < crowded || last[n] == int32(u)+1 {
					continue
				}
				last[n] = int32(u) + 1
				if slices.ContainsFunc(homes, func(home uint32) bool {
					km, ok := v.Distance(home, p)
					return ok && km < reach
				}) {
					near[n]++
				} else {
					far[n]++
				}
			}
		}
		v.gatewayOf = make([]bool, len(v.networks))
		for n := range v.gatewayOf {
			v.gatewayOf[n] = far[n] >= least && far[n] > near[n]
		}
	})
	return v.gatewayOf[network]
}

// sharedUsers is the parameter that says from when on a network is a crowd's.
func sharedUsers(people float64) Parameter {
	return Parameter{Name: "shared_users", Title: "People at one network from which it is shared, and neither its place nor its novelty tells",
		Default: people, Min: 2, Max: 100000, Integer: true}
}

// shared reports whether an event came from a network that many people use.
func (in *Input) shared(row uint32) bool { return in.crowded(in.Views.Network(row)) }

// crowded reports the same of a network by its number.
func (in *Input) crowded(network uint32) bool {
	if in.crowdFrom == 0 {
		in.crowdFrom = int(in.Parameters["shared_users"])
	}
	return in.Views.crowd(network) >= in.crowdFrom
}

// foreign returns what of an event is new to its person: the network, unless
// many people use it, and the program.
func (in *Input) foreign(user int, row uint32) (network, program bool) {
	return in.newNetwork(user, row) && !in.shared(row), in.newAgent(user, row)
}

// known reports whether a person had been in the log for long enough before an
// event for what they use to be a habit.
func (in *Input) known(user int, row uint32) bool {
	return in.firstOf(user) <= in.Log.Time(int(row))-familiarFor
}
