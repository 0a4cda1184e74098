package simulate

// operation is an attack that is not bound to one day of one person: it goes
// on for weeks, strikes many, or works where its victim does not. What it
// emits is the campaign's, and comes from the intruder until it says otherwise.
type operation struct {
	*shift
	c *campaign
	// number is the campaign's place among the log's, from 0.
	number int32
	// network counts the addresses that it has taken.
	networks int
}

// streamOperation is the stream of random numbers of operations, apart from
// those of roll.go.
const streamOperation = 101

// operations adds the events of the operations that reach into a day of the
// log.
func (w *World) operations(d int) {
	from := w.cfg.Start + int64(d)*day
	for i := range w.campaigns {
		c := &w.campaigns[i]
		if c.family.run != nil && (!c.made || c.first < from+day && c.last >= from) {
			w.operate(int32(i))
		}
	}
}

// operate adds all events of an operation to the batch.
func (w *World) operate(i int32) {
	c := &w.campaigns[i]
	p := &w.people[c.victim]
	s := &shift{
		w: w, r: w.stream(streamOperation, uint64(i), 0), p: p, local: c.day,
		midnight: w.cfg.Start + int64(c.day)*day - p.offset(),
	}
	w.carry(p, c.day)
	s.start = s.midnight + 9*hour
	s.now = s.start
	o := &operation{shift: s.intruder(i, nil, nil), c: c, number: i}
	before := len(w.batch.events)
	c.family.run(o)
	for j := before; j < len(w.batch.events); j++ {
		e := &w.batch.events[j]
		if j == before {
			c.first, c.last = e.Time, e.Time
		}
		c.first, c.last = min(c.first, e.Time), max(c.last, e.Time)
	}
	c.made = true
}

// vary returns what the campaign's variant has.
func vary[T any](v Variant, easy, usual, stealthy T) T {
	switch v {
	case Easy:
		return easy
	case Stealthy:
		return stealthy
	}
	return usual
}

// begins sets the clock to the hour at which the variant strikes: at night, in
// the evening, or in the middle of the victim's working day.
func (o *operation) begins() {
	o.now = o.midnight + vary[int64](o.c.variant, 2, 19, 11)*hour + o.r.between(0, 90*minute)
}

// pause lets the time pass between two steps of the variant.
func (o *operation) pause() {
	o.wait(vary[int64](o.c.variant, 4, 25, 150)*second, vary[int64](o.c.variant, 20, 150, 900)*second)
}

// about makes a session the one that the label is about.
func (o *operation) about(session string) { o.c.session = session }

// against makes another account than the victim's the one that the label is
// about.
func (o *operation) against(account *Entity) { o.c.account = account }

// others returns people who are nobody's victims, as far as there are some,
// and who fit; nil is anybody.
func (o *operation) others(n int, fits func(*person) bool) []*person {
	people := o.w.people
	var free, taken []*person
	// A prime that does not divide the number of people as a stride meets
	// everybody once.
	stride := 7919
	if len(people)%stride == 0 {
		stride = 7907
	}
	start := o.r.IntN(len(people))
	for i := range people {
		p := &people[(start+i*stride)%len(people)]
		if p.index == o.p.index || fits != nil && !fits(p) {
			continue
		}
		if len(o.w.victims[p.index]) > 0 || !p.settled() {
			taken = append(taken, p)
		} else if free = append(free, p); len(free) == n {
			return free
		}
	}
	return append(free, taken...)[:min(n, len(free)+len(taken))]
}

// posing returns the operation with another person's account. Its clock runs
// apart.
func (o *operation) posing(p *person) *operation {
	other, s := *o, *o.shift
	o.w.carry(p, o.c.day)
	s.p = p
	s.token = mix(p.seed+uint64(o.number)+2) | 1
	other.shift = &s
	return &other
}

// unlabelled does what is no part of the attack: the people whom it deceives
// are at work.
func (o *operation) unlabelled(do func()) {
	o.campaign = 0
	do()
	o.campaign = o.number + 1
}

// modern reports whether a person signs in through the Identity Engine.
func modern(p *person) bool { return !p.classic }

// administrator reports whether a person is one, of the Identity Engine.
func administrator(p *person) bool { return p.admin && !p.classic }

// strike returns an operation inside the victim's day, of which all else has
// been made: what is done with a session of the victim's.
func (s *shift) strike(campaign int32) *operation {
	return &operation{shift: s.intruder(campaign, nil, nil), c: &s.w.campaigns[campaign], number: campaign}
}

// hold gives the intruder a session of the victim's.
func (o *operation) hold(v visit) {
	o.session, o.root = v.session, v.root
}

// carry has a person carry the devices of a day, in a world in which they
// change.
func (w *World) carry(p *person, local int) {
	if w.cfg.Habits == AllHabits && p.life.machines[0] != nil {
		p.carry(local)
	}
}
