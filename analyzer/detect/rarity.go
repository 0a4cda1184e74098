package detect

import (
	"math"
	"sort"

	"okta-session-analyzer/analyzer/event"
)

var rarityScore = &Detection{
	ID:         "user-rarity-score",
	Title:      "Sign-in unlike anything the person did before",
	Family:     "Travel, geo & network origin",
	Severity:   Medium,
	Techniques: []string{"T1078.004"},
	Meaning: "Country, city, network, operating system, browser, device, application and hour of the week of a sign-in are each " +
		"weighed by how seldom the person had them before, in bits: one bit for a half, ten for one in a thousand. The sum is far above " +
		"what the person's sign-ins come to. It is medium where country, network and program are all new, or network, program and " +
		"application at an hour that the person does not work at, or where a computer came once from a new network in a new city and " +
		"was never seen again, low otherwise. It is info for telephones, and where the person went on using the program, or was on a journey with " +
		"their other machines." + learning,
	Check: []string{
		"Ask the person whether the sign-in was theirs.",
		"Read what the session did: factors and devices enrolled, applications opened for the first time.",
		"Look up who owns the address.",
	},
	FalsePositives: []string{"A new telephone or laptop, a journey, a new project."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "bits", Title: "Sum above which a sign-in is reported", Unit: "bits", Default: 20, Min: 1, Max: 200},
		{Name: "part_bits", Title: "Bits above which a part is unusual; two must be", Unit: "bits", Default: 5, Min: 1, Max: 50},
		{Name: "earlier_sign_ins", Title: "Earlier sign-ins of the person without which nothing is told", Default: 20, Min: 1, Max: 100000, Integer: true},
		{Name: "earlier_days", Title: "Days on which they must lie", Unit: "days", Default: 5, Min: 1, Max: 90, Integer: true},
		{Name: "top_percent", Title: "Share of the person's own sign-ins, the most unusual, that can be reported", Unit: "percent", Default: 0.5, Min: 0.01, Max: 50},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.UserAgent, event.UserAgentBrowser}, personFields},
	History:  historyName,
	Run:      findRare,
}

// rare is a sign-in that is far from usual.
type rare struct {
	row   uint32
	score float64
	odds  [numParts]float64
}

func findRare(in *Input) []Finding {
	r := newRarity(in)
	bar, part := math.Exp2(in.Parameters["bits"]), math.Exp2(in.Parameters["part_bits"])
	least := int(in.Parameters["earlier_sign_ins"])
	q := question{bar: bar, part: part, least: least, days: int(in.Parameters["earlier_days"])}
	users := in.Log.Users()
	var findings []Finding
	for u := range users {
		if seen := in.Views.sightings(u); len(seen) > least {
			q.settled = in.settlesAt(in.Log.Time(int(users[u].Rows[0])))
			list, signIns := r.signIns(seen, &q)
			if len(list) == 0 {
				continue
			}
			// The scores below the bar need no order: none of the list is below it.
			sort.Float64s(q.scores)
			share := max(1, int(math.Round(float64(signIns)*in.Parameters["top_percent"]/100)))
			findings = append(findings, in.describeRare(u, list, q.scores[max(0, len(q.scores)-share)], part)...)
		}
	}
	return findings
}

// question is what is asked of the sign-ins of a person.
type question struct {
	bar, part   float64 // the score, and the odds of a part, that are unusual
	least, days int     // earlier sign-ins, and the days of them
	settled     int64   // milliseconds UTC from which the person is judged

	scores []float64 // from the bar on
}

// signIns returns the sign-ins of a person that are far from usual, and how many
// there are in all.
func (r *rarity) signIns(all []sighting, q *question) (list []rare, n int) {
	r.begin()
	q.scores = q.scores[:0]
	seen, day := 0, int64(math.MinInt64) // days, and the end of the last
	for i := range all {
		s := &all[i]
		code := s.kindOf()
		if opening := r.opening[code]; s.good() && (opening || r.signIn[code]) {
			score := r.score(s, opening, q.bar)
			if n++; score >= q.bar {
				q.scores = append(q.scores, score)
			}
			if score >= q.bar && n > q.least && seen >= q.days && s.time >= q.settled && r.unusual(q.part) >= 2 {
				list = append(list, rare{s.row, score, r.odds})
			}
			if s.time >= day {
				seen, day = seen+1, dayEnd(s.time)
			}
		}
	}
	return list, n
}

// unusual returns how many parts of the event that was scored last are unusual.
func (r *rarity) unusual(part float64) (n int) {
	for _, o := range r.odds {
		if o > part {
			n++
		}
	}
	return n
}

// describeRare makes a finding of each run of a person's rare sign-ins that lie
// less than a day apart, told by the rarest. Those below the least score count
// for nothing.
func (in *Input) describeRare(user int, all []rare, least, part float64) []Finding {
	var findings []Finding
	var best rare
	var rows []uint32
	tell := func() {
		if len(rows) == 0 {
			return
		}
		_, a := in.Views.Agent(best.row)
		network, program := in.foreign(user, best.row)
		country := in.newValue(event.Country, user, best.row)
		kept := in.keptProgram(user, best.row)
		f := Finding{Severity: Low, Actor: actorOf(&in.Log.Users()[user]), Rows: rows}
		travelled := in.travelled(user, best.row)
		odd := best.odds[partHour] > part && best.odds[partApplication] > part
		switch {
		case !network && !program, travelled, a.Mobile(), kept && program: // a journey, a new telephone or a new computer
			f.Severity = Info
		case !network:
		case program && !kept && (country || odd), in.passing(user, best.row):
			f.Severity = Medium
		}
		var parts []string
		bits := map[string]float64{}
		for p, odds := range best.odds {
			if odds > part {
				b := math.Log2(odds)
				parts = append(parts, partNames[p]+" ("+number(b)+" bits)")
				bits[partNames[p]] = round(b, 1)
			}
		}
		f.Facts = map[string]any{"bits": round(math.Log2(best.score), 1), "parts": bits, "sign_ins": len(rows), "new_network": network,
			"new_program": program, "new_country": country, "program_kept": kept}
		f.Summary = clean(in.Log.Users()[user].Name()) + " signed in on " + in.moment(best.row) + " with " + in.client(best.row) + ", a sign-in of " +
			number(math.Log2(best.score)) + " bits: unusual are " + list(parts, len(parts), numParts)
		if travelled {
			f.Summary += "; other machines of the person were in that country"
		}
		if kept && program {
			f.Summary += "; the person went on using the program"
		}
		if n := len(rows) - 1; n > 0 {
			f.Summary += "; and " + count(n, "more sign-in", "more sign-ins")
		}
		findings = append(findings, f)
		rows, best = nil, rare{}
	}
	last := uint32(0)
	for _, r := range all {
		if r.score < least {
			continue
		}
		if len(rows) > 0 && in.ms(last, r.row) > dayMS {
			tell()
		}
		if rows = append(rows, r.row); r.score > best.score {
			best = r
		}
		last = r.row
	}
	tell()
	return findings
}

// passing reports whether an event is of a machine that came once: from a city
// and with a program or a device token that were new to the person, and that
// was not seen again, though the log goes on for two days or more.
func (in *Input) passing(user int, row uint32) bool {
	t := in.Log.Time(int(row))
	if in.Views.history.end-t < 2*dayMS || !in.newValue(event.City, user, row) || in.keptNetwork(user, row) {
		return false
	}
	if in.newAgent(user, row) {
		return !in.keptProgram(user, row)
	}
	tokens := in.Log.Column(event.DTHash)
	token := tokens.Code(int(row))
	if event.Blank(tokens.Values[token]) {
		return false
	}
	for _, r := range in.Log.Users()[user].Rows {
		if tokens.Code(int(r)) != token || !in.succeeded(r) {
			continue
		}
		if d := in.ms(r, row); d >= familiarFor || d <= -familiarFor {
			return false // theirs
		}
	}
	return true
}
