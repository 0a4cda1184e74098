package simulate

// orgDay adds what no person does on a day of the log: imports, provisioning
// and the provisioning script.
func (w *World) orgDay(d int) {
	r := w.stream(streamOrg, uint64(d), 0)
	s := &shift{w: w, r: r, p: &w.people[0], local: d, midnight: w.cfg.Start + int64(d)*day}
	for _, h := range []int64{2, 8, 14, 20} {
		s.now = s.midnight + h*hour + r.between(0, minute)
		s.importPeople()
	}
	n := 1 + len(w.people)/40
	for range n {
		s.now = s.midnight + r.between(6*hour, 20*hour)
		s.provision()
	}
	if wd := w.weekday(d); wd != 0 && wd != 6 {
		for range 1 + len(w.people)/200 {
			s.now = s.midnight + r.between(7*hour, 17*hour)
			s.script()
		}
	}
	if w.cfg.Habits == AllHabits {
		w.orgMore(d)
	}
	w.operations(d)
}

// job begins a transaction of Okta's own.
func (s *shift) job() {
	s.r.bytes(&s.tx)
	s.session, s.root = s.r.token("trs"), ""
}

func (s *shift) jobEvent(t *Type, targets ...*Entity) {
	e := s.emit(t, "SUCCESS", "", targets...)
	e.Actor, e.Job, e.Agent, e.Network, e.Debug = s.w.company.system, true, nil, nil, Debug{}
}

func (s *shift) importPeople() {
	s.job()
	s.jobEvent(importStart, s.w.company.directory)
	s.wait(20*second, 90*second)
	s.jobEvent(importComplete, s.w.company.directory)
}

func (s *shift) provision() {
	s.job()
	other := &s.w.people[s.r.IntN(len(s.w.people))]
	i := s.r.IntN(len(other.apps))
	s.jobEvent(pushProfile, other.mine[i], other.apps[i].entity, other.user)
}

// script is a run of the provisioning script: requests with an API token, from
// one address, for people who join or change teams.
func (s *shift) script() {
	c := s.w.company
	for range 2 + s.r.IntN(3) {
		s.job()
		other := &s.w.people[s.r.IntN(len(s.w.people))]
		e := s.emit(groupAdd, "SUCCESS", "", other.user, pick(s.r, c.groups))
		e.Actor, e.Agent, e.Network, e.Debug = c.provision, automationAgent, c.automation, Debug{}
		e.Token, e.URI = c.scriptKey, "/api/v1/groups/users"
		s.wait(300, 1500)
	}
}
