package simulate

// trip is a business trip by plane. The laptop is at home until the departure,
// then silent for as long as a scheduled flight and the ways to and from the
// airports take, then in the hotel; on the last day it is silent from noon.
type trip struct {
	first, last int // days of departure and return, by the person's clock
	to          *destination
	conference  bool // colleagues go there, too
}

// businessTrip is what the events of a trip are.
var businessTrip = habit{name: "business trip"}

// conference is a trip to where colleagues are, too: they share an address
// that nobody of the company had before. See [World.holdConference].
var conference = habit{name: "conference"}

func (t *trip) habit() *habit {
	if t.conference {
		return &conference
	}
	return &businessTrip
}

const (
	// cruise is an airliner's speed on the ground with taxi, climb and
	// descent, in km/h; airports is the time around a flight.
	cruise   = 720
	airports = 3*hour + 30*minute
	// tripRate is the share of people who travel within two weeks.
	tripRate = 0.06
)

// newTrip returns a trip for one person in seventeen per two weeks, or nil.
func newTrip(w *World, r *roll, p *person) *trip {
	days := w.cfg.Days
	// The sixth person always travels, so that the smallest log has a trip.
	stays := p.classic || p.admin && w.cfg.Habits == FewHabits
	if !r.chance(tripRate*float64(days)/14) && p.index != 5 || days < 6 || stays {
		return nil
	}
	var far []*destination
	for i := range w.company.destinations {
		d := &w.company.destinations[i]
		// At most six hours of difference: the traveller's working hours then
		// lie within one day by the clock at home.
		if km := distance(d.place, p.site.place); km > 400 && abs(d.place.utc-p.offset()) <= 6*hour {
			far = append(far, d)
		}
	}
	if len(far) == 0 {
		return nil
	}
	t := &trip{first: 1 + r.IntN(days-4), to: pick(r, far)}
	t.last = t.first + 1 + r.IntN(2)
	return t
}

func abs(x int64) int64 { return max(x, -x) }

func (t *trip) covers(local int) bool { return local >= t.first && local <= t.last }

func (t *trip) flight(p *person) int64 {
	return airports + int64(distance(p.site.place, t.to.place)/cruise*float64(hour))
}

// plan sets the hours and the place of a day of the trip and reports whether
// the person works.
func (t *trip) plan(s *shift) bool {
	clock := t.to.place.utc - s.p.offset() // how far the watch is ahead there
	there := func(h int64) int64 { return s.midnight + h*hour - clock }
	switch s.local {
	case t.first:
		if s.p.tunnel == nil {
			s.base = s.p.home
		}
		s.start = s.midnight + 6*hour + s.r.between(0, 30*minute)
		departure := s.start + s.r.between(20*minute, 50*minute)
		s.end = departure + t.flight(s.p) + s.r.between(hour, 2*hour)
		s.later(departure, fly)
		return s.end < s.midnight+21*hour
	case t.last:
		s.base = t.to.hotel
		s.start = there(8) + s.r.between(0, 60*minute)
		s.end = there(11) + s.r.between(0, 60*minute)
	default:
		s.base = t.to.hotel
		s.start = there(8) + s.r.between(0, 90*minute)
		s.end = there(16) + s.r.between(0, 60*minute)
	}
	return true
}

// fly takes the person to the hotel and signs in there.
func fly(s *shift) {
	t := s.p.trip
	s.now += t.flight(s.p)
	s.base = t.to.hotel
	s.behaviors = NewPlace
	s.signIn()
	s.behaviors = 0
}
