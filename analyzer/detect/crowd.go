package detect

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

// sharedUsers is the parameter that says from when on a network is a crowd's.
func sharedUsers(people float64) Parameter {
	return Parameter{Name: "shared_users", Title: "People at one network from which it is shared, and neither its place nor its novelty tells",
		Default: people, Min: 2, Max: 100000, Integer: true}
}

// shared reports whether an event came from a network that many people use.
func (in *Input) shared(row uint32) bool {
	return in.Views.crowd(in.Views.Network(row)) >= int(in.Parameters["shared_users"])
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
