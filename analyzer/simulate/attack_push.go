package simulate

// pushBombingApproved is an intruder who has the password and sends pushes
// until the victim gives in, late in the evening.
var pushBombingApproved = family{
	name:       "push-bombing-approved",
	detections: []string{"push-requests-per-session", "push-bombing-then-success"},
	suits:      func(p *person) bool { return !p.classic && p.factor == pushFactor },
	act: func(s *shift, campaign int32) string {
		b := s.bomber(campaign)
		session := b.r.token("idx")
		b.session, b.root = session, session
		b.begin()
		b.passwordStep(0)
		for i := range b.pushes {
			b.pushOnce(i < b.pushes-1 && i%3 == 1, i == b.pushes-1)
		}
		b.admitted()
		for range 3 {
			b.wait(30*second, 2*minute)
			launchAny(b.shift)
		}
		return session
	},
}

// pushBombingDenied is the same without success: the victim denies what is
// not ignored, and each attempt has a session of its own.
var pushBombingDenied = family{
	name:       "push-bombing-denied",
	detections: []string{"push-requests-per-session", "push-rejection-burst"},
	suits:      func(p *person) bool { return !p.classic && p.factor == pushFactor },
	act: func(s *shift, campaign int32) string {
		b := s.bomber(campaign)
		for range b.pushes {
			session := b.r.token("idx")
			b.session, b.root = session, session
			b.begin()
			b.passwordStep(0)
			b.pushOnce(b.r.chance(0.8), false)
		}
		return ""
	},
}

// pushBombingClassic is the same through the Classic Engine, which knows no
// session before the end of a sign-in and has an event for denials.
var pushBombingClassic = family{
	name:       "push-bombing-classic",
	detections: []string{"push-requests-per-session", "push-rejected", "push-rejection-burst"},
	suits:      func(p *person) bool { return p.classic },
	act: func(s *shift, campaign int32) string {
		b := s.bomber(campaign)
		c := s.w.company
		b.session, b.root = "unknown", ""
		for range b.pushes {
			b.begin()
			b.emit(evaluateSignOn, "CHALLENGE", challenged, c.policy, c.catchAll).URI = uriClassic
			b.pushOnce(b.r.chance(0.8), false)
		}
		return ""
	},
}

// bomber sends pushes.
type bomber struct {
	*shift
	pushes int
	gap    int64
	phone  *Network // where the victim's phone is all evening
}

func (s *shift) bomber(campaign int32) *bomber {
	b := &bomber{shift: s.intruder(campaign, s.farNetwork(900), s.unlike()), pushes: 9, gap: 80 * second}
	switch s.w.campaigns[campaign].variant {
	case Easy:
		b.pushes, b.gap = 25, 25*second
	case Stealthy:
		b.pushes, b.gap = 4, 12*minute
	}
	b.now = s.midnight + 21*hour + 30*minute + s.r.between(0, 30*minute)
	b.phone = pick(s.r, s.p.site.carriers)
	return b
}

// pushOnce sends one push, which the victim denies, approves or ignores.
func (b *bomber) pushOnce(deny, approve bool) {
	b.wait(500, 2500)
	b.sendPush()
	if deny || approve {
		b.wait(5*second, 20*second)
		b.answerPush(approve, b.phone)
	}
	if !approve {
		b.wait(b.gap/2, b.gap)
	}
}
