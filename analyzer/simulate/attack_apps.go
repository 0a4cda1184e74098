package simulate

// unassignedApps is somebody with an account who tries one application after
// the other that the account does not have.
var unassignedApps = family{
	name:       "unassigned-app-run",
	detections: []string{"unauthorized-app-access"},
	suits:      func(p *person) bool { return !p.admin && !p.classic },
	act: func(s *shift, campaign int32) string {
		v := s.sessions[0]
		apps := s.unassigned()
		gap := 80 * second
		switch s.w.campaigns[campaign].variant {
		case Easy:
			gap = 8 * second
		case Stealthy:
			gap = 45 * minute
			apps = apps[:min(4, len(apps))]
		}
		t := *s
		t.campaign = campaign + 1
		t.session, t.root, t.base = v.session, v.root, v.base
		t.now = v.from + 90*minute
		t.r.Shuffle(len(apps), func(i, j int) { apps[i], apps[j] = apps[j], apps[i] })
		for _, a := range apps[:min(9, len(apps))] {
			t.begin()
			t.refusedApp(a)
			t.wait(gap/2, gap)
		}
		return v.session
	},
}
