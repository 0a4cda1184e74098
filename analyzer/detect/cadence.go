package detect

import (
	"math"
	"math/bits"
	"slices"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
)

var machineCadence = &Detection{
	ID:         "machine-cadence",
	Title:      "A person's account acts like a clock",
	Family:     "Session hijack",
	Severity:   Medium,
	Techniques: []string{"T1539", "T1087.004"},
	Meaning: "Events of one kind came from an account at equal distances, or around the clock. People are irregular; a script that " +
		"renews a stolen session or reads the directory is not. Only a rhythm that begins inside the log is told, not one that the " +
		"account had before. It is medium where it came from a network and a program that the person had not used before and does not " +
		"go on for days, low otherwise." + learning,
	Check: []string{
		"Ask the person whether a script or a dashboard of theirs does it.",
		"Read what the events were about, and whether the session began on the person's own machine.",
		"If it is not theirs, clear the sessions and revoke tokens.",
	},
	FalsePositives: []string{"A dashboard that refreshes itself.", "A desktop program that renews its sign-in.", "Monitoring under a person's account."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "events", Title: "Events in a row that are a rhythm", Default: 20, Min: 5, Max: 10000, Integer: true},
		{Name: "variation", Title: "Standard deviation of the distances over their mean below which they are equal", Default: 0.1, Min: 0.001, Max: 1},
		{Name: "equal_percent", Title: "Share of the distances within a twentieth of the median that is a rhythm too", Unit: "percent", Default: 80, Min: 10, Max: 100},
		{Name: "longest_minutes", Title: "Distance from which two events are not of one row", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		{Name: "beat_seconds", Title: "Time within which events are one beat", Unit: "seconds", Default: 1, Min: 0, Max: 60},
		{Name: "hours", Title: "Hours of a day with events of one program that are around the clock", Unit: "hours", Default: 20, Min: 12, Max: 24, Integer: true},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{personFields},
	History:  historyName,
	Run:      findCadence,
}

// rhythm is a row of events that come like a clock's.
type rhythm struct {
	rows      []uint32 // of distances: one event a beat
	median    float64  // milliseconds between two
	variation float64
	equal     float64 // percent
	hours     int     // of one day, where the events are around the clock and not at equal distances
}

// cadence looks for rhythms.
type cadence struct {
	in            *Input
	least, hours  int
	longest, beat int64
	addresses     []uint32 // by client

	own          []sighting // of a person, without API tokens
	runs         []run      // of the person
	at           numbers    // which run goes on with a kind and an address
	gaps, sorted []float64  // of the row that is measured
}

func findCadence(in *Input) []Finding {
	log := in.Log
	c := &cadence{in: in, least: int(in.Parameters["events"]), hours: int(in.Parameters["hours"]),
		longest: int64(in.Parameters["longest_minutes"] * minuteMS), beat: int64(in.Parameters["beat_seconds"] * 1000)}
	ips := log.Column(event.ClientIP)
	c.addresses = make([]uint32, ips.Tuples())
	for t := range c.addresses {
		c.addresses[t] = ips.CodesOf(uint32(t))[0]
	}
	var findings []Finding
	for u := range log.Users() {
		if len(log.Users()[u].Rows) < c.least {
			continue
		}
		own := c.withoutTokens(in.Views.sightings(u))
		found := append(c.rhythms(own), c.aroundTheClock(own)...)
		if len(found) == 0 {
			continue
		}
		if f, ok := c.worst(u, found); ok {
			findings = append(findings, f)
		}
	}
	return findings
}

// withoutTokens returns the sightings that name no API token.
func (c *cadence) withoutTokens(own []sighting) []sighting {
	from := 0
	for from < len(own) && !own[from].token() {
		from++
	}
	if from == len(own) { // as nearly always
		return own
	}
	c.own = append(c.own[:0], own[:from]...)
	for i := from; i < len(own); i++ {
		if !own[i].token() {
			c.own = append(c.own, own[i])
		}
	}
	return c.own
}

// run is the row of events of one kind from one address that goes on: their
// places among the sightings.
type run struct{ at []int32 }

// rhythms returns the rows of one person's events of one kind, from one
// address, at equal distances.
func (c *cadence) rhythms(own []sighting) []rhythm {
	c.at.reset()
	var found []rhythm
	end := func(r *run) {
		if len(r.at) >= c.least {
			if x, ok := c.measure(own, r.at); ok {
				found = append(found, x)
			}
		}
		r.at = r.at[:0]
	}
	last, lastKey, used := 0, uint64(0), 0 // most events are of the kind and the address of the one before
	for i := range own {
		s := &own[i]
		if k := uint64(s.kindOf())<<32 | uint64(c.addresses[s.client]); i == 0 || k != lastKey {
			last, lastKey = c.at.number(k), k
			if used = max(used, last+1); used > len(c.runs) {
				c.runs = append(c.runs, run{})
			}
		}
		r := &c.runs[last]
		if n := len(r.at); n > 0 {
			switch gap := s.time - own[r.at[n-1]].time; {
			case gap > c.longest:
				end(r)
			case gap < c.beat:
				continue
			}
		}
		r.at = append(r.at, int32(i))
	}
	for i := range c.runs[:used] {
		end(&c.runs[i])
	}
	slices.SortFunc(found, func(a, b rhythm) int { return int(a.rows[0]) - int(b.rows[0]) })
	return found
}

// measure returns the rhythm of a row of events, and whether it has one.
func (c *cadence) measure(own []sighting, run []int32) (r rhythm, ok bool) {
	c.gaps = c.gaps[:0]
	sum, squares := 0.0, 0.0
	for i := range run[1:] {
		gap := float64(own[run[i+1]].time - own[run[i]].time)
		c.gaps = append(c.gaps, gap)
		sum += gap
		squares += gap * gap
	}
	n := float64(len(c.gaps))
	mean := sum / n
	if mean <= 0 {
		return r, false
	}
	c.sorted = append(c.sorted[:0], c.gaps...)
	slices.Sort(c.sorted)
	r = rhythm{median: middle(c.sorted), variation: math.Sqrt(max(0, squares/n-mean*mean)) / mean}
	equal := 0
	for _, gap := range c.gaps {
		if math.Abs(gap-r.median) <= r.median/20 {
			equal++
		}
	}
	r.equal = float64(equal) / n * 100
	if r.variation >= c.in.Parameters["variation"] && r.equal < c.in.Parameters["equal_percent"] {
		return r, false
	}
	for _, i := range run {
		r.rows = append(r.rows, own[i].row)
	}
	return r, true
}

// maxPrograms bounds the programs of a person that are looked at on one day.
const maxPrograms = 32

// aroundTheClock returns the days on which one program of a person's was active
// in nearly every hour, the first event of each hour.
func (c *cadence) aroundTheClock(own []sighting) []rhythm {
	var found []rhythm
	for from := 0; from < len(own); {
		to, end := from, dayEnd(own[from].time)
		for to < len(own) && own[to].time < end {
			to++
		}
		if to-from >= c.hours { // on most days a person has fewer events than that
			found = append(found, c.activeHours(own[from:to])...)
		}
		from = to
	}
	return found
}

// activeHours is aroundTheClock for the events of one day.
func (c *cadence) activeHours(own []sighting) (found []rhythm) {
	type active struct {
		program, mask uint32
		rows          []uint32
	}
	var programs []active
	for i := range own {
		p := c.in.Views.agentOf[own[i].client]
		if p == 0 {
			continue
		}
		at := slices.IndexFunc(programs, func(a active) bool { return a.program == p })
		if at < 0 {
			if len(programs) == maxPrograms {
				continue
			}
			at = len(programs)
			programs = append(programs, active{program: p})
		}
		if hour := uint32(1) << ((own[i].time%dayMS + dayMS) % dayMS / hourMS); programs[at].mask&hour == 0 {
			programs[at].mask |= hour
			programs[at].rows = append(programs[at].rows, own[i].row)
		}
	}
	for _, p := range programs {
		if n := bits.OnesCount32(p.mask); n >= c.hours {
			found = append(found, rhythm{rows: p.rows, hours: n})
		}
	}
	return found
}

// worst makes one finding of a person's rhythms. What the account did in a
// rhythm before, from whatever address, is its habit and is not told.
func (c *cadence) worst(user int, found []rhythm) (f Finding, ok bool) {
	in := c.in
	types := in.Log.Column(event.Type)
	const clock = ^uint32(0) // the key of activity around the clock
	first := map[uint32]int64{}
	var best rhythm
	n := 0
	for _, r := range found {
		row, key := r.rows[0], clock
		if r.hours == 0 {
			key = types.Code(int(row))
		}
		t := in.Log.Time(int(row))
		if before, known := first[key]; !known {
			first[key] = t
		} else if before <= t-familiarFor {
			continue
		}
		if !in.settled(in.firstOf(user), t) {
			continue
		}
		n++
		severity := in.severityOfRhythm(user, row)
		if f.Rows == nil || severity > f.Severity {
			f.Severity, best = severity, r
		}
		f.Rows = append(f.Rows, r.rows...)
	}
	if n == 0 {
		return f, false
	}
	row := best.rows[0]
	network, program := in.foreign(user, row)
	f.Actor = actorOf(&in.Log.Users()[user])
	f.Facts = map[string]any{"events": len(best.rows), "rhythms": n, "new_network": network, "new_program": program}
	who := clean(in.Log.Users()[user].Name())
	if best.hours > 0 {
		f.Facts["hours"] = best.hours
		f.Summary = who + " was active in " + count(best.hours, "hour", "hours") + " of " + day(in.Log.Time(int(row))) + " with " + in.client(row)
	} else {
		f.Facts["median_seconds"], f.Facts["variation"], f.Facts["equal_percent"] = round(best.median/1000, 1), round(best.variation, 3), round(best.equal, 1)
		f.Summary = who + " caused " + in.kindName(row) + " " + count(len(best.rows), "time", "times") + " from " + in.moment(row) + " on with " + in.client(row) +
			", every " + duration(int64(best.median)) + " (" + number(best.equal) + " percent of the distances within a twentieth of it, variation " + plain(round(best.variation, 2)) + ")"
	}
	switch {
	case network && program:
		f.Summary += "; neither the network nor the program had they used before"
	case network:
		f.Summary += "; the network they had not used before"
	case program:
		f.Summary += "; the program they had not used before"
	}
	if n > 1 {
		f.Summary += "; and " + count(n-1, "more rhythm", "more rhythms")
	}
	return f, true
}

// severityOfRhythm returns medium for a rhythm of a program and from a network
// new to the person, unless the person kept the program or it is a telephone's.
func (in *Input) severityOfRhythm(user int, row uint32) Severity {
	network, program := in.foreign(user, row)
	_, a := in.Views.Agent(row)
	if network && program && !in.keptProgram(user, row) && (a.Kind == agent.Script || !a.Mobile()) {
		return Medium
	}
	return Low
}
