package simulate

// staleBookmarks are several links of an old project that somebody opens one
// after the other, to applications that are not assigned any more. Once in four
// years.
var staleBookmarks = habit{
	name: "stale bookmarks", rate: 0.001, travels: true,
	plan: func(s *shift) { s.later(s.during(), openBookmarks) },
}

func openBookmarks(s *shift) {
	apps := s.unassigned()
	for range 2 + s.r.IntN(3) {
		s.begin()
		s.refusedApp(pick(s.r, apps))
		s.wait(3*second, 90*second)
	}
}

// ownPassword is a password stored for an application that its owner has
// shown. Once in four years.
var ownPassword = habit{
	name: "own stored password shown", rate: 0.001,
	plan: func(s *shift) { s.later(s.during(), showOwnPassword) },
}

func showOwnPassword(s *shift) {
	i := s.r.IntN(len(s.p.apps))
	s.begin()
	s.emit(showPassword, "SUCCESS", "", s.p.mine[i], s.p.apps[i].entity, s.p.user).URI = "/api/v1/users/me/appLinks"
}

// mistakenReport is a click on "this was not me" in Okta's mail about a device
// that was the person's own. One in a thousand of such mails.
var mistakenReport = habit{
	name: "mistaken report", rate: 0.00008,
	plan: func(s *shift) { s.later(s.during(), reportYourself) },
}

func reportYourself(s *shift) {
	s.mailAboutDevice()
	s.wait(minute, 20*minute)
	s.begin()
	s.emit(reportActivity, "SUCCESS", "", s.p.user).URI = "/user/notifications/report"
}
