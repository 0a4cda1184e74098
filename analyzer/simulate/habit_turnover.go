package simulate

// onboarding are the accounts of people who join, made by the personnel
// system's import some days before.
var onboarding = habit{name: "accounts for joiners"}

// leaver is an account closed on the last day: sessions, applications, groups.
var leaver = habit{name: "leaver"}

// planTurnover keeps who joins and who leaves, by day of the log.
func (w *World) planTurnover() {
	w.turnover = map[int][]int32{}
	for i := range w.people {
		l := &w.people[i].life
		if l.joins >= 0 {
			d := max(0, l.joins-3)
			w.turnover[d] = append(w.turnover[d], int32(i))
		}
		if l.leaves < w.cfg.Days {
			w.turnover[l.leaves] = append(w.turnover[l.leaves], int32(i))
		}
	}
}

// orgMore adds what the company's systems do in a log with all habits.
func (w *World) orgMore(d int) {
	r := w.stream(streamOrg, uint64(d), 1)
	s := &shift{w: w, r: r, p: &w.people[0], local: d, midnight: w.cfg.Start + int64(d)*day}
	for _, i := range w.turnover[d] {
		p := &w.people[i]
		s.p = p
		if p.life.joins >= 0 {
			s.now = s.midnight + 5*hour + r.between(0, 10*minute)
			s.as(&onboarding, (*shift).onboard)
		} else {
			s.now = s.midnight + 21*hour + 30*minute + r.between(0, 2*hour)
			s.as(&leaver, (*shift).offboard)
		}
	}
	s.p = &w.people[0]
	w.scripts(s)
}

func (s *shift) onboard() {
	s.job()
	s.jobEvent(userCreate, s.p.user)
	s.wait(50, 400)
	s.jobEvent(userActivate, s.p.user)
	s.wait(50, 400)
	s.jobEvent(groupAdd, s.p.user, s.w.company.groups[1])
	for i, a := range s.p.apps {
		s.wait(100, 900)
		s.jobEvent(appAssign, s.p.mine[i], a.entity, s.p.user)
	}
}

func (s *shift) offboard() {
	s.job()
	s.jobEvent(userDeactivate, s.p.user)
	s.wait(50, 400)
	s.jobEvent(sessionClear, s.p.user)
	for i, a := range s.p.apps {
		s.wait(100, 900)
		s.jobEvent(appRemove, s.p.mine[i], a.entity, s.p.user)
	}
}
