package simulate

// life is what sets a person apart in a log with all habits.
type life struct {
	contractor bool // works from the afternoon on, by the clock at home
	helpDesk   bool // resets passwords and factors, always from one desk
	kiosk      bool // signs in on the shared machine of the office
	shell      bool // signs in to the cloud from a command line
	second     *Agent
	line       *Entity  // the telephone that codes are sent to, as a factor
	calls      bool     // by a call
	desktop    bool     // has a program that renews tokens
	filtered   bool     // all traffic goes through a provider's secure gateways
	relayed    bool     // has a mail program that signs in through the mail provider's servers
	remote     *Network // a desktop in a cloud that the person works on now and then
	away       *holiday
	lease      int      // days after which the line at home gets another address; 0 is never
	relay      *Network // a consumer's VPN that is switched on now and then

	joins, leaves int // days; never are -1 and a day after the log
	// What the devices are from a day on.
	phoneDay, laptopDay int
	phones              [2]*handset
	machines            [2]*machine
	passing             bool // joins, leaves, or changes a device
	// Seeds of the tokens of the devices that the person has on the day.
	phone, laptop uint64
}

func (l *life) settled() bool {
	return !l.passing && !l.contractor && !l.helpDesk && !l.kiosk && l.relay == nil && l.away == nil
}

// errand is something planned for one day of one person.
type errand struct {
	day   int
	habit *habit
	plan  func(*shift)
	// duty says that the person works on the day for it.
	duty bool
}

// Shares of people, of all: proportions that are common in companies with
// offices, remote staff and some shift work.
const (
	kioskShare   = 0.04  // of those with an office: warehouse, reception
	shellShare   = 0.35  // of engineers, who use a cloud's command line by SAML
	secondShare  = 0.12  // who have two browsers in use
	relayShare   = 0.012 // who have a consumer's VPN on the laptop
	textShare    = 0.06  // whose factor is a text message or a call
	desktopShare = 0.16
	filterShare  = 0.15  // of those without office and tunnel, whose traffic a provider filters
	mailShare    = 0.03  // whose mail program is of the old kind
	remoteShare  = 0.03  // who have a desktop in a cloud
	holidayRate  = 0.08  // who go abroad on holiday in three weeks of summer
	leaseShare   = 0.3   // whose line has an address of its own for a day or a week
	unknownIPv4  = 0.015 // whose line is too new for the geographic database
	coarseIPv4   = 0.03  // of whose line the database knows the country alone

	// deviceYears is how long people keep a phone or a laptop.
	deviceYears = 3.0
	// turnover is the share of people who join in a year, and of those who
	// leave.
	turnover = 0.15
)

// settle gives people and company what they have beyond a world of few habits.
func (w *World) settle() {
	c := w.company
	days := w.cfg.Days
	w.errands = map[int32][]errand{}
	r := w.stream(streamLife, 0, 0)
	c.roomy.furnish(r)
	if days >= 10 {
		c.roomy.moves = days*2/5 + r.IntN(days/5)
		for i := range c.sites {
			if c.sites[i].office < 0 && c.sites[i].place == krakow {
				c.roomy.opening = opening{site: i, day: days/2 + r.IntN(days/4), egress: []*Network{
					newNetwork(benchAddress(blockOpening, 2), krakow, companyNet), newNetwork(benchAddress(blockOpening, 3), krakow, companyNet),
				}}
			}
		}
	}
	for i := range w.people {
		w.live(&w.people[i])
	}
	w.holdConference()
	w.planOutage()
	w.openSharedAccounts()
	w.planErrands()
}

// live draws what sets one person apart.
func (w *World) live(p *person) {
	r, l, days := w.stream(streamLife, 1, uint64(p.index)), &p.life, w.cfg.Days
	l.joins, l.leaves, l.phoneDay, l.laptopDay = -1, days+2, days+2, days+2
	l.phones, l.machines = [2]*handset{p.phone, p.phone}, [2]*machine{p.machine, p.machine}
	special := p.admin || p.classic || p.trip != nil
	l.contractor = len(p.entity.AlternateID) > 11 && p.entity.AlternateID[len(p.entity.AlternateID)-11:] == "example.net" && !special
	l.desktop = r.chance(desktopShare)
	if r.chance(leaseShare) {
		l.lease = pick(r, []int{1, 1, 7, 14})
	}
	if p.factor == pushFactor && !p.classic && r.chance(textShare) {
		l.line, l.calls = newEntity(r.id("sms"), "AuthenticatorEnrollment", "unknown", "Phone"), r.chance(0.2)
	}
	l.shell = p.department == "Engineering" && r.chance(shellShare)
	if r.chance(secondShare) {
		l.second = pick(r, secondBrowsers[p.machine.before.OS])
	}
	if !special && !l.contractor {
		switch {
		case p.department == "Support" && p.index%5 == 2 && p.site.office >= 0:
			l.helpDesk = true
			w.company.roomy.staff = append(w.company.roomy.staff, p.index)
		case p.office != nil && r.chance(kioskShare):
			l.kiosk = true
		case r.chance(relayShare):
			l.relay = pick(r, w.company.roomy.relays)
		}
	}
	if l.contractor && r.chance(0.6) {
		p.moveAbroad(r, w.company)
	}
	l.filtered = p.office == nil && p.tunnel == nil && r.chance(filterShare)
	l.relayed = !p.classic && r.chance(mailShare)
	if r.chance(remoteShare) {
		l.remote = newNetwork(benchAddress(blockDesktops, 1+r.IntN(200)), cloudRegion(r, p.site.place), cloudNet)
	}
	if !special && !l.contractor && !l.helpDesk && !l.kiosk && r.chance(holidayRate*float64(days)/21) && days > 12 {
		l.away = newHoliday(r, w.company, p, days)
	}
	switch x := r.Float64(); {
	case x < unknownIPv4:
		p.home.Place = nil
	case x < unknownIPv4+coarseIPv4:
		p.home.Place = countryOnly(p.site.place)
	}
	perLog := float64(days) / 365
	if !special && days > 4 && !l.helpDesk && !l.kiosk && l.away == nil {
		switch x := r.Float64() / perLog; {
		case x < turnover:
			l.joins = w.firstMonday(r)
		case x < 2*turnover:
			l.leaves = 2 + r.IntN(days-3)
		}
	}
	l.passing = l.joins >= 0 || l.leaves < days
	if p.classic || l.passing || l.away != nil || days < 3 {
		return
	}
	if r.chance(perLog / deviceYears) {
		l.phoneDay = 1 + r.IntN(days-1)
		l.phones[1] = &handsets[r.IntN(len(handsets))]
		w.plan(p.index, l.phoneDay, &newPhone, func(s *shift) { s.later(s.during(), changePhone) })
		l.passing = true
	}
	if p.trip == nil && r.chance(perLog/deviceYears) {
		l.laptopDay = 1 + r.IntN(days-1)
		l.machines[1] = &laptops[r.IntN(len(laptops))]
		w.plan(p.index, l.laptopDay, &newLaptop, func(s *shift) { s.mishaps.newDevice = true })
		l.passing = true
	}
}

// moveAbroad has a contractor live in a country where the company has nobody
// else.
func (p *person) moveAbroad(r *roll, c *company) {
	at := len(c.sites) - len(abroad) + r.IntN(len(abroad))
	p.site, p.office, p.tunnel, p.home6 = &c.sites[at], nil, nil, nil
	p.home = newNetwork(roomyHome(at, int(p.index)), p.site.place, broadband)
}

// firstMonday returns a Monday of the log: people join at the start of a week.
func (w *World) firstMonday(r *roll) int {
	var mondays []int
	for d := range w.cfg.Days {
		if d > 0 && w.weekday(d) == 1 {
			mondays = append(mondays, d)
		}
	}
	if len(mondays) == 0 {
		return 1
	}
	return pick(r, mondays)
}

// plan plans an errand for a person's day, to which the person comes to work.
func (w *World) plan(person int32, day int, h *habit, plan func(*shift)) {
	w.errands[person] = append(w.errands[person], errand{day, h, plan, true})
}

// errandsOf returns what is planned for a person's day.
func (w *World) errandsOf(p *person, local int) []errand {
	var on []errand
	for _, e := range w.errands[p.index] {
		if e.day == local {
			on = append(on, e)
		}
	}
	return on
}

// carry puts the devices into the person's hands that the person has on a day.
func (p *person) carry(local int) {
	l := &p.life
	phone, laptop := local >= l.phoneDay, local >= l.laptopDay
	p.phone, p.machine = l.phones[btoi(phone)], l.machines[btoi(laptop)]
	l.phone, l.laptop = 0, 0
	if phone {
		l.phone = 0x70686f6e65
	}
	if laptop {
		l.laptop = 0x6c6170746f70 << 1
	}
}

// live fits the day to the person's life and reports whether the person works.
func (s *shift) live(present bool) bool {
	p, c := s.p, s.w.company
	l := &p.life
	p.carry(s.local)
	s.token = p.laptopToken()
	if s.local < l.joins || s.local > l.leaves {
		return false
	}
	if h := l.away; h != nil && s.local >= h.first && s.local <= h.last {
		return h.spend(s)
	}
	for _, e := range s.errands {
		present = present || e.duty
	}
	switch {
	case l.filtered:
		s.habit = &secureGateway
	case l.helpDesk:
		s.base = p.desk()
	case l.contractor:
		s.start += 4*hour + s.r.between(0, hour)
		s.end = min(s.start+8*hour, s.midnight+22*hour)
		s.habit = &oddHours
	}
	if o := &c.roomy.opening; o.site >= 0 && p.site == &c.sites[o.site] && s.local >= o.day && s.r.chance(0.6) {
		s.base = pick(s.r, o.egress)
		s.habit = &newOffice
	}
	if l.joins == s.local {
		present = true
		s.mishaps.firstDay = true
		s.habit = &joiner
	}
	return present
}

// desk is where somebody of the help desk works.
func (p *person) desk() *Network {
	if p.office != nil {
		return p.office.egress[0]
	}
	return p.home
}

// gatewayNow returns the VPN gateway of the office near the person on the day.
func (s *shift) gatewayNow(o *office) *Network {
	r := s.w.company.roomy
	if r != nil && o == &s.w.company.offices[0] && r.moves >= 0 && s.local >= r.moves {
		return r.gateway
	}
	return o.gateway
}

// holdConference sends colleagues of several cities to one event. They travel
// as on any trip and are on line through the event's network.
func (w *World) holdConference() {
	days := w.cfg.Days
	if days < 8 || len(w.people) < 50 {
		return
	}
	r := w.stream(streamLife, 2, 0)
	first := 2 + r.IntN(days-6)
	for w.weekday(first) == 0 || w.weekday(first) > 3 {
		if first++; first+3 >= days {
			first = 2
		}
	}
	venue := &destination{lisbon, w.company.roomy.venue}
	going := 4 + len(w.people)/100
	for tries := 0; going > 0 && tries < 20*going; tries++ {
		p := &w.people[r.IntN(len(w.people))]
		far := distance(p.site.place, lisbon)
		if p.trip != nil || p.classic || !p.life.settled() || far < 400 || abs(lisbon.utc-p.offset()) > 6*hour {
			continue
		}
		p.trip = &trip{first: first, last: first + 2, to: venue, conference: true}
		going--
	}
}

// centres are where a geographic database puts an address of which it knows
// the country alone: in the middle of it, or in its capital.
var centres = map[string][2]float64{
	"Germany": {51.2993, 9.491}, "Ireland": {53.3472, -6.2439}, "United States": {37.751, -97.822}, "France": {48.8582, 2.3387},
	"Portugal": {38.7057, -9.1359}, "Poland": {52.2394, 21.0362}, "Denmark": {55.7123, 12.0564}, "Canada": {43.6319, -79.3716},
	"Brazil": {-22.8305, -43.2192}, "India": {21.9974, 79.0011}, "Singapore": {1.3673, 103.8014}, "Australia": {-33.494, 143.2104},
}

// countryOnly returns what a geographic database knows of a coarse address.
func countryOnly(p *Place) *Place {
	at, ok := centres[p.Country]
	if !ok {
		return p
	}
	return newPlace(p.Country, "", "", "", at[0], at[1], float64(p.utc)/float64(hour))
}
