package simulate

// project is something that a company does now and then, planned and not by a
// draw of each day. Rates are occasions per hundred people in thirty days.
type project struct {
	habit *habit
	rate  float64
	// who can have it in hand; nil is an administrator.
	who func(*person) bool
	do  func(*shift)
}

// projects are what the company plans. Rates are those of a company whose
// administrators work by change tickets: several policy changes a week in a
// thousand people, a token or a zone a week, an identity provider in a year.
func projects() []project {
	caller := func(p *person) bool { return !p.classic && !p.life.helpDesk && p.life.joins < 0 }
	return []project{
		{&plannedPolicy, 1.5, nil, changePolicies},
		{&plannedZone, 0.5, nil, changeZones},
		{&plannedRole, 0.6, nil, grantRole},
		{&plannedApp, 0.8, nil, introduceApp},
		{&plannedClient, 0.4, nil, createClient},
		{&plannedStream, 0.08, nil, createStream},
		{&reportExport, 1.2, nil, exportReports},
		{&accessReview, 0.25, nil, reviewAccess},
		{&supportVisit, 0.08, nil, grantSupport},
		{&retiredApp, 0.15, nil, retireApp},
		{&rotatedKeys, 0.2, nil, rotateKeys},
		{&replacedStream, 0.06, nil, replaceStream},
		{&newFactor, 0.04, nil, rollOutFactor},
		{&liftedBlock, 0.1, nil, liftBlock},
		{&changedName, 0.3, nil, changeName},
		{&absence, 0.3, nil, suspendAbsent},
		{&clearance, 0.2, nil, clearAccounts},
		{&contractEnd, 0.12, nil, endContracts},
		{&newContractors, 0.4, nil, addContractors},
		{&forgottenHabit, 0.15, nil, resetProfile},
		{&orgConsent, 0.08, nil, consentForAll},
		{&helpDeskReset, 1.4, caller, resetByPhone},
		{&helpDeskFactors, 0.9, caller, resetFactors},
	}
}

// planErrands gives every project its days and the people who have it in hand.
func (w *World) planErrands() {
	for i, p := range projects() {
		r := w.stream(streamErrand, uint64(i), 0)
		staffed := len(w.company.roomy.staff) > 0 || p.who == nil
		n := p.rate * float64(len(w.people)) / 100 * float64(w.cfg.Days) / 30
		count := int(n)
		if r.chance(n - float64(count)) {
			count++
		}
		for ; count > 0 && staffed; count-- {
			if who := w.inCharge(r, p.who); who != nil {
				do := p.do
				w.plan(who.index, w.workday(r), p.habit, func(s *shift) { s.later(s.during(), do) })
			}
		}
	}
	// One phone in four is lost on a journey.
	r := w.stream(streamErrand, 1000, 0)
	for i := range w.people {
		if p := &w.people[i]; p.trip != nil && !p.classic && len(w.company.roomy.staff) > 0 && r.chance(0.03) {
			w.plan(p.index, p.trip.first+1, &helpDeskFactors, func(s *shift) { s.later(s.during(), resetFactors) })
		}
	}
	w.planProviders()
	w.planTokens()
	w.planTurnover()
}

// inCharge returns somebody who can have a project in hand, or nil.
func (w *World) inCharge(r *roll, who func(*person) bool) *person {
	if who == nil {
		who = administrator
	}
	for range 50 * 20 {
		if p := &w.people[r.IntN(len(w.people))]; who(p) {
			return p
		}
	}
	return nil
}

// console does something in the Admin Console, in a stretch of work there.
func (s *shift) console(do func(t *shift)) {
	s.aside(func(t *shift) {
		t.session, t.root, t.base = s.session, s.root, s.base
		t.openConsole()
		t.wait(20*second, 3*minute)
		t.begin()
		do(t)
	})
}

// change is one change in the Admin Console.
func (s *shift) change(t *Type, uri string, targets ...*Entity) *Event {
	e := s.emit(t, "SUCCESS", "", targets...)
	e.URI = uri
	return e
}

// next lets the time between two changes pass.
func (s *shift) next() {
	s.wait(15*second, 5*minute)
	s.begin()
}

// colleague returns somebody of the company.
func (s *shift) colleague() *person { return &s.w.people[s.r.IntN(len(s.w.people))] }
