package simulate

// moreHabits are those of [AllHabits] beyond the few, in the order in which a
// day asks for them. What is planned for the whole log is in errands.
//
// Rates are shares of working days. They are set from how often a help desk of
// a company of this kind hears of such things, rounded; each says how often it
// makes that for one person.
var moreHabits = []*habit{
	&lockOut,
	&badReception,
	&forgottenPassword,
	&stalePassword,
	&signOutAndIn,
	&expiry,
	&secondBrowser,
	&tabRestore,
	&cafe,
	&hotspot,
	&phoneOnCarrier,
	&distantTunnel,
	&consumerVPN,
	&shell,
	&kiosk,
	&eveningWork,
	&staleBookmarks,
	&ownPassword,
	&mistakenReport,
	&oneTimeCode,
	&strongFailure,
	&consent,
	&desktopTokens,
	&deviceCodes,
	&deniedDevice,
	&cloudDesktop,
	&oldMail,
}

// aside does something in a session of its own, beside the laptop's, which
// goes on afterwards.
func (s *shift) aside(do func(t *shift)) {
	t := *s
	t.sessions = nil
	t.mishaps = mishaps{}
	do(&t)
	s.now = t.now
}

// signOut ends the session that the person is in.
func (s *shift) signOut() {
	s.begin()
	s.emit(sessionEnd, "SUCCESS", "", s.p.user).URI = "/login/signout"
}

// mail is a notice that Okta sends to the person.
func (s *shift) mail(t *Type) {
	e := s.emit(t, "SUCCESS", "", s.p.user)
	e.Actor, e.Job, e.Agent, e.Network = s.w.company.mailer, true, nil, nil
	e.Session, e.Root = s.r.token("trs"), ""
	e.Debug = Debug{}
}

// bySystem has Okta itself do something to the person.
func (s *shift) bySystem(t *Type, result, reason string, targets ...*Entity) {
	e := s.emit(t, result, reason, targets...)
	e.Actor, e.Job, e.Agent, e.Network = s.w.company.system, true, nil, nil
	e.Session, e.Root = s.r.token("trs"), ""
	e.Debug = Debug{}
}
