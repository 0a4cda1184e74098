package simulate

import (
	"cmp"
	"slices"
)

// shift is one day of one person, from midnight to midnight by the person's
// own clock, while it is being made.
type shift struct {
	w        *World
	r        *roll
	p        *person
	local    int   // the day, counted from the first of the log
	midnight int64 // when it begins

	start, end int64 // of work
	steps      []step
	mishaps    mishaps // at the next sign-in

	// What the person does now: when, with what, from where, in which session.
	now     int64
	agent   *Agent // nil is the laptop's browser
	base    *Network
	net     *Network
	token   uint64 // seed of the device token
	session string
	root    string
	tx      [16]byte

	risk      Risk
	behaviors Behavior
	campaign  int32
	habit     *habit // that makes the events; nil is ordinary work

	sessions []visit
	errands  []errand // planned for the day
}

// step is something that happens in the course of a shift.
type step struct {
	at    int64
	do    func(*shift)
	habit *habit
}

// visit is a session that the person opened on the laptop.
type visit struct {
	session, root string
	from, to      int64
	base          *Network
}

// mishaps are what goes wrong at a sign-in.
type mishaps struct {
	strangeLogin bool // the login name itself is mistyped
	typos        int  // wrong passwords
	forgotten    bool // a push that nobody answers
	denied       bool // a push denied by mistake
	resends      int  // pushes that a bad connection keeps from the phone
	locked       bool // wrong passwords until the account is locked
	newDevice    bool // the first sign-in on a new laptop
	firstDay     bool // the person has neither password nor factor yet
	code         bool // a one-time code instead of a push
	wrongCodes   int
	strongFails  int  // of a phishing-resistant factor, then another
	enrolls      bool // the factors were reset, so a new one is enrolled
}

// work adds the events of a person's own day to the batch, if any of them can
// lie in the day d of the log.
func (w *World) work(p *person, local, d int) {
	s := &shift{
		w: w, r: w.stream(streamShift, uint64(p.index), uint64(local+1)), p: p, local: local,
		midnight: w.cfg.Start + int64(local)*day - p.offset(),
		token:    p.laptopToken(),
		steps:    w.steps[:0], sessions: w.visits[:0],
	}
	attacks := w.attacksOn(p, local)
	s.errands = w.errandsOf(p, local)
	if present := s.plan(attacks != nil); !present {
		return
	}
	// A day's events cost thirty times what its plan does, and half of the
	// days of people far from Greenwich reach into a day of the log only on
	// paper.
	if from := w.cfg.Start + int64(d)*day; attacks == nil && (s.start >= from+day || s.lastMoment() < from) {
		return
	}
	s.run(attacks != nil)
	for _, i := range attacks {
		w.campaigns[i].session = w.campaigns[i].family.act(s, i)
	}
	w.steps, w.visits = s.steps, s.sessions
}

// lastMoment returns a time that no event of the shift comes after: all that
// delays the steps takes under four hours.
func (s *shift) lastMoment() int64 {
	last := s.end
	for _, step := range s.steps {
		last = max(last, step.at)
	}
	return last + 4*hour
}

// weekday returns the day of the week of a day of the log, Sunday being 0.
func (w *World) weekday(local int) int64 { return (w.cfg.Start/day + int64(local) + 4 + 7) % 7 }

// plan decides what the day will hold and reports whether the person works at
// all. A victim always does, at the desk and without mishaps: the attack's
// events are then the only odd ones.
func (s *shift) plan(victim bool) bool {
	r, p := s.r, s.p
	presence := 0.64
	if wd := s.w.weekday(s.local); wd == 0 || wd == 6 {
		presence = 0.05
	}
	present := r.chance(presence * min(1, s.w.activity))
	s.start = s.midnight + 7*hour + 40*minute + r.between(0, 110*minute)
	s.end = s.start + 7*hour + r.between(0, 100*minute)
	s.base = p.home
	switch {
	case p.tunnel != nil:
		s.base = p.tunnel
	case p.office != nil && r.chance(0.6):
		s.base = pick(r, p.office.egress)
	}
	if s.w.cfg.Habits == AllHabits {
		present = s.live(present)
	}
	away := p.trip != nil && p.trip.covers(s.local)
	holiday := s.habit == &holidayAbroad
	if victim {
		away = false
	} else if away {
		present = p.trip.plan(s)
		if s.w.cfg.Habits == AllHabits {
			s.habit = p.trip.habit()
		}
	}
	if !present && !victim {
		return false
	}
	for n := s.launches(); n > 0; n-- {
		s.later(r.between(s.start+2*minute, s.end), launchAny)
	}
	if !victim {
		for _, h := range s.w.habits {
			if r.chance(h.rate) && !((away || holiday) && !h.travels) && (h.fits == nil || h.fits(s)) {
				s.as(h, h.plan)
			}
		}
		for i := 0; i < len(s.errands) && !holiday; i++ {
			s.as(s.errands[i].habit, s.errands[i].plan)
		}
		s.suffer()
	}
	return true
}

// launches returns how many applications the person opens in the day beyond
// the first.
func (s *shift) launches() int {
	n := (0.2 + 2.2*s.r.Float64()) * s.w.activity
	if s.w.activity > 1 {
		// Sign-ins and habits stay what they are, so the launches alone make
		// up for the rest.
		n += (s.w.activity - 1) * 6.6 * s.w.cfg.perUserDay() / eventsPerUserDay
	}
	whole := int(n)
	if s.r.chance(n - float64(whole)) {
		whole++
	}
	return whole
}

// later adds a step to the day.
func (s *shift) later(at int64, do func(*shift)) { s.steps = append(s.steps, step{at, do, s.habit}) }

// as does something whose events are a habit's.
func (s *shift) as(h *habit, do func(*shift)) {
	before := s.habit
	s.habit = h
	do(s)
	s.habit = before
}

// run makes the events of the day. A victim's session stays open: a cookie of a
// session that was ended is worth nothing.
func (s *shift) run(victim bool) {
	slices.SortStableFunc(s.steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	s.now = s.start
	s.signIn()
	s.launch(s.r.IntN(len(s.p.apps)))
	for i := range s.steps {
		// Steps add no steps, but what one takes up delays the next.
		s.now = max(s.steps[i].at, s.now+s.r.between(8*second, 40*second))
		s.as(s.steps[i].habit, s.steps[i].do)
	}
	if !victim {
		s.leave()
	}
}

// open begins a session that later steps belong to.
func (s *shift) open(session, root string) {
	s.session, s.root = session, root
	s.sessions = append(s.sessions, visit{session, root, s.now, s.now, s.base})
}

// leave ends the day: some sign out, some sessions are ended by Okta, most are
// left to themselves.
func (s *shift) leave() {
	s.now += s.r.between(3*minute, 25*minute)
	switch x := s.r.Float64(); {
	case x < 0.25:
		s.begin()
		s.emit(sessionEnd, "SUCCESS", "", s.p.user).URI = "/login/signout"
	case x < 0.35:
		s.now += s.r.between(30*minute, 60*minute)
		s.begin()
		e := s.emit(sessionExpire, "SUCCESS", "", s.p.user)
		e.Actor, e.Job = s.w.company.system, true
		e.Agent, e.Network, e.Debug.Device = nil, nil, 0
	}
}

// begin starts a transaction: what one request of the browser sets off. At
// home the browser takes IPv4 or IPv6 as it pleases.
func (s *shift) begin() {
	s.r.bytes(&s.tx)
	s.net = s.base
	if gateway := s.filtered(); gateway != nil {
		s.net = gateway
	} else if s.base == s.p.home && s.p.home6 != nil && s.r.chance(0.5) {
		s.net = s.p.home6
	} else {
		s.net = s.leased(s.base)
	}
	if n := len(s.sessions); n > 0 && s.sessions[n-1].session == s.session {
		s.sessions[n-1].to = s.now
	}
}

// wait lets time pass.
func (s *shift) wait(lo, hi int64) { s.now += s.r.between(lo, hi) }

// emit adds an event of the person, here and now. It is valid until the next
// one is added.
func (s *shift) emit(t *Type, result, reason string, targets ...*Entity) *Event {
	b := &s.w.batch
	agent, habit := s.agent, s.habit
	if agent == nil {
		agent = s.p.laptop(s.now)
		if habit == nil && s.w.cfg.Habits == AllHabits {
			habit = s.background()
		}
	}
	b.events = append(b.events, Event{
		Time: s.now, UUID: s.r.uuid(s.now), Type: t, Result: result, Reason: reason,
		Actor: s.p.entity, Session: s.session, Root: s.root,
		Agent: agent, Network: s.net, Transaction: s.tx,
		Targets:  b.targets(targets),
		Debug:    Debug{Device: s.token, Risk: s.risk, Behaviors: s.behaviors},
		campaign: s.campaign, habit: habit,
	})
	return &b.events[len(b.events)-1]
}

// phoneNetwork returns where the person's phone is on line now.
func (s *shift) phoneNetwork() *Network {
	tunnelled := s.base == s.p.tunnel || s.w.company.roomy != nil && s.w.company.tunnels(s.base)
	if !tunnelled && s.r.chance(0.5) {
		return s.leased(s.base) // on the same wireless network as the laptop
	}
	return pick(s.r, s.p.site.carriers)
}
