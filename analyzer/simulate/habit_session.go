package simulate

// signOutAndIn is a person who signs out, for a break or since the browser was
// restarted, and in again. Once in three weeks.
var signOutAndIn = habit{
	name: "sign-out and sign-in", rate: 0.06, travels: true,
	plan: func(s *shift) { s.later(s.during(), comeBack) },
}

func comeBack(s *shift) {
	s.signOut()
	s.wait(2*minute, 50*minute)
	s.signIn()
	s.wait(3*second, 30*second)
	launchAny(s)
}

// expiry is a session that Okta ends after its idle time, two hours by
// default, and a sign-in when the person is back.
var expiry = habit{
	name: "session expiry", rate: 0.05, travels: true,
	plan: func(s *shift) { s.later(s.during(), expireAndReturn) },
}

func expireAndReturn(s *shift) {
	s.wait(hour, 2*hour)
	s.begin()
	e := s.emit(sessionExpire, "SUCCESS", "", s.p.user)
	e.Actor, e.Job, e.Agent, e.Network, e.Debug = s.w.company.system, true, nil, nil, Debug{}
	s.wait(minute, 20*minute)
	s.signIn()
	s.wait(3*second, 30*second)
	launchAny(s)
}

// secondBrowsers are what people have beside the browser they use, by system.
var secondBrowsers = map[string][]*Agent{
	windowsOS: {firefox(windows, windowsOS, "150"), edge("148"), chrome(windows, windowsOS, "148")},
	macOS:     {safari("26.4"), firefox("Macintosh; Intel Mac OS X 10.15", macOS, "150"), chrome(mac, macOS, "148")},
	linuxOS:   {firefox(linux, linuxOS, "150")},
}

// secondBrowser is the other browser on the same laptop: one in eight people
// has one in use, and takes it one day in five.
var secondBrowser = habit{
	name: "second browser", rate: 0.2, travels: true,
	fits: func(s *shift) bool { return s.p.life.second != nil },
	plan: func(s *shift) { s.later(s.during(), useSecondBrowser) },
}

func useSecondBrowser(s *shift) {
	s.aside(func(t *shift) {
		t.agent = t.p.life.second
		t.token = mix(t.p.laptopToken()^0x7365636f6e64) | 1 // cookies of its own
		t.signIn()
		for range 1 + t.r.IntN(2) {
			t.wait(5*second, 3*minute)
			launchAny(t)
		}
	})
}

// tabRestore is a browser that opens all its tabs of yesterday at once, and
// with them most of the person's applications within seconds. Once in ten
// weeks.
var tabRestore = habit{
	name: "restored tabs", rate: 0.02, travels: true,
	plan: func(s *shift) { s.later(s.start+s.r.between(minute, 30*minute), restoreTabs) },
}

func restoreTabs(s *shift) {
	for i := range s.p.apps {
		if s.r.chance(0.85) {
			s.launch(i)
			s.wait(100, 1500)
		}
	}
}

// eveningWork is a session at home after dinner, in which administrators
// administer. Once a month, or more with a deadline.
var eveningWork = habit{
	name: "evening work", rate: 0.05,
	fits: func(s *shift) bool { return !s.p.life.contractor && s.p.tunnel == nil },
	plan: func(s *shift) { s.later(s.midnight+20*hour+s.r.between(0, 100*minute), workInTheEvening) },
}

func workInTheEvening(s *shift) {
	s.aside(func(t *shift) {
		t.base = t.p.home
		t.signIn()
		for range 1 + t.r.IntN(3) {
			t.wait(minute, 12*minute)
			launchAny(t)
		}
		if t.p.admin && !t.p.classic && t.r.chance(0.4) {
			t.wait(minute, 5*minute)
			administer(t)
		}
	})
}
