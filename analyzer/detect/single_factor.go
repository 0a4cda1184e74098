package detect

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

var singleFactor = &Detection{
	ID:         "single-factor-sign-in",
	Title:      "Successful sign-in with one factor only",
	Family:     "MFA abuse",
	Severity:   Low,
	Techniques: []string{"T1078.004", "T1621"},
	Meaning: "A person opened an application within five minutes of giving the password, and no other factor had been verified in " +
		"the ten minutes before. Whoever has such a password needs nothing else.",
	Check: []string{
		"See which rule of the sign-on policy let the user in with one factor, and whether it was meant to.",
		"Where the address is new for the user, treat the password as stolen.",
	},
	FalsePositives: []string{
		"The device was remembered, so that the factor was asked for on another day.",
		"The policy exempts the user or the network from MFA.",
	},
	Parameters: []Parameter{
		{Name: "window", Title: "Time before an application is opened in which no other factor was verified", Unit: "minutes", Default: 10, Min: 5, Max: 1440},
		{Name: "password_minutes", Title: "Time from the password to the application", Unit: "minutes", Default: 5, Min: 1, Max: 60},
	},
	Needs:    []event.Field{event.Type, event.OutcomeResult, event.ActorType, event.UserAgent},
	NeedsAny: [][]event.Field{personFields},
	Crowd:    true,
	Run:      findSingleFactor,
}

// singleFactorFold is how far apart sign-ins lie that are no longer one finding,
// in milliseconds: what a policy allows it allows to everybody, for as long as
// Okta keeps its log.
const singleFactorFold = 90 * dayMS

// alone finds the applications that people opened after a password alone.
type alone struct {
	*signInReader
	// In milliseconds: how long before an application no other factor was
	// verified, and how long before it the password may be.
	window, reach int64

	// Of all people who were looked at.
	found    []opening
	evidence []uint32

	// Of the last of them: what tells something, and the runs among it.
	rows   []uint32
	givens []given
	runs   []span
	run    []int
}

// people returns who opened an application with a password alone, in order of
// their first time. Of the applications, which are most of a log, it looks at
// time and person, and at the rest only soon after a password.
func (s *alone) people() (order []int) {
	const never = math.MinInt64 / 2
	users := len(s.log.Users())
	password, other, told := make([]int64, users), make([]int64, users), make([]bool, users)
	for u := range password {
		password[u], other[u] = never, never
	}
	factors := s.log.RowsOfType(factorTypes...)
	for _, row := range s.log.RowsOfType(typeSSO) {
		for ; len(factors) > 0 && factors[0] < row; factors = factors[1:] {
			u := s.log.UserOf(int(factors[0]))
			if u < 0 || told[u] {
				continue
			}
			g, t := s.read(factors[0]), s.log.Time(int(factors[0]))
			if g&passwordGiven != 0 {
				password[u] = t
			}
			if g&otherGiven != 0 {
				other[u] = t
			}
		}
		u, t := s.log.UserOf(int(row)), s.log.Time(int(row))
		if u >= 0 && !told[u] && t-password[u] <= s.reach && t-other[u] > s.window && s.read(row) == appOpened {
			told[u] = true
			order = append(order, u)
		}
	}
	return order
}

// opening is a stretch of a person's applications after a password alone. Two can
// share evidence: only the earlier one lists it.
type opening struct {
	first, last uint32 // events
	evidence    span   // of the rows of all stretches; empty where to is before from
}

// openings adds the stretches of one person in order of time.
//
// An event of the two kinds, password and application, follows a password where
// one that an application came after is not longer ago than the reach. Events
// that do, one after the other, are a run; its evidence begins with what lies
// within the reach of its first. A stretch is of events that follow, none later
// than the window after the one before and none with another factor in the
// window before it; it begins with an application. Its evidence is that of all
// runs that it has a part in.
func (s *alone) openings(user int) {
	s.rows, s.givens = s.rows[:0], s.givens[:0]
	for _, row := range s.log.Users()[user].Rows {
		if g := s.read(row); g != 0 {
			s.rows, s.givens = append(s.rows, row), append(s.givens, g)
		}
	}
	s.findRuns()
	next := 0             // the first event that no stretch lists yet
	start, stop := -1, -1 // the first and the last event of the stretch that is open
	end := func() {
		if stop < 0 {
			return
		}
		of := s.runs[s.run[start]-1 : s.run[stop]]
		found := opening{first: s.rows[of[0].from], last: s.rows[of[len(of)-1].to]}
		found.evidence.from = len(s.evidence)
		for _, r := range of {
			for ; next <= r.to; next++ {
				if next >= r.from && s.givens[next]&(passwordGiven|appOpened) != 0 {
					s.evidence = append(s.evidence, s.rows[next])
				}
			}
		}
		found.evidence.to = len(s.evidence) - 1
		s.found = append(s.found, found)
		start, stop = -1, -1
	}
	last, other, from := -1, -1, 0
	for i, g := range s.givens {
		if s.run[i] == 0 && g&otherGiven == 0 {
			continue
		}
		if last >= 0 && s.ms(last, i) > s.window {
			end()
		}
		last = i
		if g&otherGiven != 0 {
			other = i
		}
		if other >= 0 && s.ms(other, i) <= s.window {
			end()
			continue
		}
		if stop < 0 {
			if g != appOpened {
				continue
			}
			for s.run[from] == 0 || s.ms(from, i) > s.window {
				from++
			}
			start = from
		}
		stop = i
	}
	end()
}

// ms returns the time from one of the person's events to another.
func (s *alone) ms(from, to int) int64 {
	return s.log.Time(int(s.rows[to])) - s.log.Time(int(s.rows[from]))
}

// findRuns finds the runs of a person's events, and of each event the number of
// its run plus one; 0 for one that follows no password.
func (s *alone) findRuns() {
	s.runs, s.run = s.runs[:0], append(s.run[:0], make([]int, len(s.rows))...)
	password, followed := -1, -1 // the last, and the last that an application came after
	near, open := 0, false
	for i, g := range s.givens {
		if g&(passwordGiven|appOpened) == 0 {
			continue
		}
		for s.ms(near, i) > s.reach {
			near++
		}
		if g&passwordGiven != 0 {
			password = i
		} else {
			followed = password
		}
		if followed < near {
			open = false
			continue
		}
		if !open {
			s.runs, open = append(s.runs, span{from: near}), true
		}
		s.runs[len(s.runs)-1].to = i
		s.run[i] = len(s.runs)
	}
}

func findSingleFactor(in *Input) []Finding {
	reach := int64(in.Parameters["password_minutes"] * minuteMS)
	// A factor that came with the password is another one, however long ago.
	s := &alone{signInReader: newSignInReader(in.Log), window: max(reach, int64(in.Parameters["window"]*minuteMS)), reach: reach}
	for _, u := range s.people() {
		s.openings(u)
	}
	all := s.found
	slices.SortFunc(all, func(a, b opening) int { return cmp.Compare(a.first, b.first) })
	var findings []Finding
	for len(all) > 0 {
		n, last, events := 0, all[0].last, 0
		for n < len(all) && (n == 0 || in.ms(last, all[n].first) < singleFactorFold) {
			last = max(last, all[n].last)
			events += all[n].evidence.to + 1 - all[n].evidence.from
			n++
		}
		rows := make([]uint32, 0, events)
		for _, o := range all[:n] {
			rows = append(rows, s.evidence[o.evidence.from:o.evidence.to+1]...)
		}
		findings = append(findings, s.finding(in, rows, n))
		all = all[n:]
	}
	return findings
}

// finding describes stretches that are one finding.
func (s *alone) finding(in *Input, rows []uint32, times int) Finding {
	slices.Sort(rows)
	f := Finding{Severity: Low, Rows: rows, Facts: map[string]any{"events": len(rows), "runs": times, "window_minutes": in.Parameters["window"]}}
	u := s.log.UserOf(int(rows[0]))
	if !slices.ContainsFunc(rows, func(row uint32) bool { return s.log.UserOf(int(row)) != u }) {
		f.Actor = actorAt(s.log, rows[0])
	}
	people := in.ranked(rows, table.ActorGroup, func(tuple uint32, add func(string)) {
		add(in.firstOfTuple(tuple, 0, event.ActorAlternateID, event.ActorDisplayName, event.ActorID))
	})
	types := s.log.Column(event.TargetType)
	apps := in.ranked(rows, table.TargetGroup, func(tuple uint32, add func(string)) {
		for i, code := range types.CodesOf(tuple) {
			if strings.EqualFold(types.Values[code], "AppInstance") {
				add(in.firstOfTuple(tuple, i, event.TargetDisplayName, event.TargetAlternateID, event.TargetID))
			}
		}
	})
	addresses := in.ranked(rows, table.ClientGroup, func(tuple uint32, add func(string)) { add(in.firstOfTuple(tuple, 0, event.ClientIP)) })
	f.Summary = shortList(people, "somebody") + " opened " + shortList(apps, "something unnamed") + " from " +
		shortList(addresses, "an unknown address") + " after a password alone"
	if times > 1 {
		f.Summary += " (" + count(times, "time", "times") + ")"
	}
	return f
}
