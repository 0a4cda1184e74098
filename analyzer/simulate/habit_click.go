package simulate

// curiousClick is a single click on an application that the person is not
// assigned: a stale bookmark, a colleague's link.
var curiousClick = habit{
	name: "curious click", rate: 0.012,
	plan: func(s *shift) { s.later(s.during(), clickUnassigned) },
}

func clickUnassigned(s *shift) {
	apps := s.unassigned()
	s.begin()
	s.refusedApp(pick(s.r, apps))
}

// refusedApp is an attempt at an application that the person is not assigned.
func (s *shift) refusedApp(a *app) {
	s.emit(unauthorized, "FAILURE", "User is not assigned to the application", a.entity, s.p.user).URI = a.uri
}

// unassigned returns the applications that the person does not have; nobody
// has all of them.
func (s *shift) unassigned() []*app {
	var out []*app
	for _, a := range s.w.company.apps {
		if !a.has(s.p.department) {
			out = append(out, a)
		}
	}
	return out
}
