package simulate

// holidayAbroad is somebody on holiday in another country who looks into mail
// and chat from the phone, one day in four, on a hotel's network.
var holidayAbroad = habit{name: "holiday abroad"}

// holiday is from a day to a day, journeys included, on which nobody looks at
// anything.
type holiday struct {
	first, last int
	to          *destination
}

// newHoliday returns a holiday of a week or more, or nil where the company
// knows no place far enough.
func newHoliday(r *roll, c *company, p *person, days int) *holiday {
	d := &c.destinations[r.IntN(len(c.destinations))]
	if d.place.Country == p.site.place.Country || abs(d.place.utc-p.offset()) > 6*hour {
		return nil
	}
	length := 7 + r.IntN(5)
	first := r.IntN(max(1, days-length))
	return &holiday{first, first + length, d}
}

// spend makes a day of the holiday and reports whether the person is on line.
func (h *holiday) spend(s *shift) bool {
	if s.local == h.first || s.local == h.last || !s.r.chance(0.25) {
		return false
	}
	s.habit = &holidayAbroad
	s.base, s.agent, s.token = h.to.hotel, s.p.phone.browser, s.p.phoneToken()
	s.end = s.start + s.r.between(hour, 3*hour)
	return true
}

// cloudRegion returns where a desktop in a cloud runs: in the nearest region, or
// in the one in which the company has everything.
func cloudRegion(r *roll, p *Place) *Place {
	best := ashburn
	if r.chance(0.25) {
		return best
	}
	for _, region := range []*Place{frankfurt, dublin, singapore} {
		if distance(region, p) < distance(best, p) {
			best = region
		}
	}
	return best
}

// cloudDesktop is a desktop in a cloud, used beside the laptop: an address of a
// provider that rents out servers, with a browser of its own. Two days in five
// for one person in thirty.
var cloudDesktop = habit{
	name: "desktop in a cloud", rate: 0.4,
	fits: func(s *shift) bool { return s.p.life.remote != nil },
	plan: func(s *shift) { s.later(s.during(), workInCloud) },
}

var cloudBrowser = edge("148")

func workInCloud(s *shift) {
	s.aside(func(t *shift) {
		t.base, t.agent, t.token = t.p.life.remote, cloudBrowser, mix(t.p.seed^0x636c6f7564)|1
		t.signIn()
		for range 1 + t.r.IntN(4) {
			t.wait(20*second, 12*minute)
			launchAny(t)
		}
	})
}
