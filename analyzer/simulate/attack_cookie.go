package simulate

// stolenCookie is a session cookie lifted from the victim's browser and used
// from another network, with another browser on another system, while the
// victim works on.
var stolenCookie = family{
	name:       "stolen-session-cookie",
	detections: []string{"session-multiple-agents-and-ips", "session-context-interleave", "session-fast-travel"},
	suits:      func(p *person) bool { return !p.classic && p.machine.before.OS == windowsOS },
	act:        stealCookie,
}

func stealCookie(s *shift, campaign int32) string {
	v := s.sessions[0]
	turns, gap := 4, 12*minute
	thief := s.intruder(campaign, s.farNetwork(900), s.unlike())
	switch s.w.campaigns[campaign].variant {
	case Easy:
		turns, gap = 8, 5*minute
	case Stealthy:
		turns, gap = 2, 50*minute
		thief.agent = nil // the victim's own, copied
	}
	owner := *s
	thief.session, thief.root = v.session, v.root
	owner.session, owner.root, owner.base = v.session, v.root, v.base
	at := s.r.between(v.from+40*minute, v.from+2*hour)
	for range turns {
		thief.now = at
		launchAny(thief)
		thief.wait(20*second, 90*second)
		launchAny(thief)
		owner.now = thief.now + s.r.between(gap/4, gap/2)
		launchAny(&owner)
		at = owner.now + s.r.between(gap/4, gap/2)
	}
	return v.session
}
