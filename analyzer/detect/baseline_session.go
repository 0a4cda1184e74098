package detect

import (
	"okta-session-analyzer/analyzer/event"
	"slices"
)

// adminConsoleClient is the client id of Okta's own Admin Console, which starts
// anew in a session what a person began elsewhere.
const adminConsoleClient = "okta.b58d5b75-07d4-5f25-bf59-368a1261a405"

var sessionDissimilarAgent = &Detection{
	ID: "session-new-ip-dissimilar-agent", Title: "Session used later from another network with a clearly different user agent",
	Family: "Session hijack", Severity: High, Techniques: []string{"T1539"},
	Meaning: "A session, and its device token where the log has that, began in one program on one network and was signed in with later by " +
		"another program on another network. A browser that updates itself changes a few letters of its user agent, and does not count. It " +
		"is high where the device token, which is a cookie of one browser, went along or the places are far apart.",
	Check: []string{
		"Ask the person, by telephone, whether both programs are theirs.",
		"Read what the second program did; if it is not theirs, clear the sessions and reset password and factors.",
	},
	FalsePositives: []string{"A browser that asks for the desktop form of a page, after a change of network.", "A developer who tries another user agent."},
	Parameters: []Parameter{
		{Name: "similarity", Title: "Likeness of two user agents below which they differ clearly", Default: 0.95, Min: 0.1, Max: 1},
		{Name: "memory_hours", Title: "Time after the session's first event that is looked at", Unit: "hours", Default: 24, Min: 1, Max: 2160},
		{Name: "far_km", Title: "Distance from which two places are far apart", Unit: "km", Default: 300, Min: 1, Max: 20000},
	},
	Needs:    []event.Field{event.ClientIP, event.UserAgent},
	NeedsAny: [][]event.Field{{event.ExternalSessionID, event.RootSessionID}},
	Run:      findDissimilarAgent,
}

func findDissimilarAgent(in *Input) []Finding {
	log, v := in.Log, in.Views
	types, raw, token, client := log.Column(event.Type), log.Column(event.UserAgent), log.Column(event.DTHash), log.Column(event.ClientID)
	memory := int64(in.Parameters["memory_hours"] * 3_600_000)
	looks := make([]bool, len(types.Values))
	for code, t := range types.Values {
		looks[code] = t == "user.session.start" || t == "user.authentication.sso" || t == signOnPolicy
	}
	like := map[[2]uint32]float64{}
	var findings []Finding
	for _, m := range v.mixed {
		if !v.twoMachines(m.rows) {
			continue
		}
		session := &log.Sessions()[m.of]
		firsts := map[uint32]uint32{} // by device token
		var f Finding
		for _, row := range session.Rows {
			if !v.Own(row) || !looks[types.Code(int(row))] || !in.succeeded(row) || client.At(int(row)) == adminConsoleClient {
				continue
			}
			a, _ := v.Agent(row)
			n := v.Network(row)
			if a == 0 || n == 0 {
				continue
			}
			key := token.Code(int(row))
			first, known := firsts[key]
			if !known {
				firsts[key] = row
				continue
			}
			b, _ := v.Agent(first)
			if a == b || n == v.Network(first) || log.Time(int(row))-log.Time(int(first)) > memory {
				continue
			}
			km, located := v.Distance(v.Place(first), v.Place(row))
			far := located && km > in.Parameters["far_km"]
			if v.networks[n].V6() != v.networks[v.Network(first)].V6() && !far {
				continue // one machine has an address of each kind
			}
			pair := [2]uint32{raw.Code(int(first)), raw.Code(int(row))}
			ratio, done := like[pair]
			if !done {
				if ratio = likenessAtMost(raw.Values[pair[0]], raw.Values[pair[1]]); ratio >= in.Parameters["similarity"] {
					ratio = likeness(raw.Values[pair[0]], raw.Values[pair[1]])
				}
				like[pair] = ratio
			}
			if ratio >= in.Parameters["similarity"] {
				continue
			}
			same := !event.Blank(token.Values[key])
			severity := Medium
			if same || far {
				severity = High
			}
			if f.Rows == nil || severity > f.Severity {
				_, x := v.Agent(first)
				_, y := v.Agent(row)
				f.Severity = severity
				f.Summary = "session " + clean(session.ID) + " of " + in.actorName(row) + " began with " + clean(x.String()) + " at " +
					in.value(event.ClientIP, first) + " and went on with " + clean(y.String()) + " at " + in.value(event.ClientIP, row) + ", " +
					duration(log.Time(int(row))-log.Time(int(first))) + " later"
				if same {
					f.Summary += ", with the same device token"
				}
				f.Facts = map[string]any{"likeness_at_most": round(ratio, 2), "same_device_token": same}
				if located {
					f.Facts["distance_km"] = round(km, 1)
				}
			}
			f.Rows = append(f.Rows, first, row)
		}
		if f.Rows != nil {
			f.Session, f.Actor = session.ID, person(log, session.Rows)
			findings = append(findings, f)
		}
	}
	return findings
}

const signOnPolicy = "policy.evaluate_sign_on"

// likeness returns how alike two texts are, from 0 to 1: twice the length of
// the blocks that they share, longest first, over the length of both (Ratcliff
// and Obershelp, 1988). Of long texts the first 256 bytes count.
func likeness(a, b string) float64 {
	a, b = head(a), head(b)
	if len(a)+len(b) == 0 {
		return 1
	}
	return 2 * float64(sharedBlocks(a, b)) / float64(len(a)+len(b))
}

// likenessAtMost returns a number that [likeness] does not exceed, at a small
// part of its cost: that of the letters that two texts share in any order.
func likenessAtMost(a, b string) float64 {
	a, b = head(a), head(b)
	if len(a)+len(b) == 0 {
		return 1
	}
	var letters [256]int
	for i := range len(a) {
		letters[a[i]]++
	}
	shared := 0
	for i := range len(b) {
		if letters[b[i]] > 0 {
			letters[b[i]]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)+len(b))
}

func head(s string) string {
	const most = 256
	return s[:min(len(s), most)]
}

func sharedBlocks(a, b string) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	row := make([]int, len(b)+1)
	length, endA, endB := 0, 0, 0
	for i := range len(a) {
		for j := len(b); j > 0; j-- {
			if a[i] != b[j-1] {
				row[j] = 0
			} else if row[j] = row[j-1] + 1; row[j] > length {
				length, endA, endB = row[j], i+1, j
			}
		}
	}
	if length == 0 {
		return 0
	}
	return length + sharedBlocks(a[:endA-length], b[:endB-length]) + sharedBlocks(a[endA:], b[endB:])
}

var concurrentCountries = &Detection{
	ID: "concurrent-sessions-multi-country-spike", Title: "One person's sessions started in several countries at the same time",
	Family: "Session hijack", Severity: Low, Techniques: []string{"T1078"},
	Meaning: "One person started sessions from several addresses in two or more countries within half an hour, without signing out, and from " +
		"more addresses than in such a time before. An account that several people hold looks like that." + learning,
	Check:          []string{"Ask the person which of the places they were at.", "Compare the programs of the sessions and what each of them did."},
	FalsePositives: []string{"An account that a team shares.", "A traveller whose VPN has ways out in several countries."},
	Parameters: []Parameter{
		historyDays(14),
		{Name: "window_minutes", Title: "Time within which the sessions start", Unit: "minutes", Default: 30, Min: 1, Max: 1440},
		{Name: "addresses", Title: "Addresses from which it is told", Default: 3, Min: 2, Max: 1000, Integer: true},
		{Name: "countries", Title: "Countries from which it is told", Default: 2, Min: 2, Max: 100, Integer: true},
		{Name: "distances", Title: "Median distances above the person's median that are unusual", Default: 3, Min: 1, Max: 100},
	},
	Needs:    []event.Field{event.ClientIP, event.Country},
	NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run:      findConcurrentCountries,
}

func findConcurrentCountries(in *Input) []Finding {
	log := in.Log
	window := int64(in.Parameters["window_minutes"] * 60_000)
	// Most people are in one country throughout.
	country, h := log.Column(event.Country), in.Views.habits()
	roams := make([]bool, len(log.Users()))
	for u := range roams {
		uses := h.of(u)
		for _, use := range uses {
			roams[u] = roams[u] || country.CodesOf(use.client)[0] != country.CodesOf(uses[0].client)[0]
		}
	}
	rows := log.RowsOfType("user.session.start", "user.session.end")
	var findings []Finding
	for _, a := range in.actsOf(rows, func(row uint32) bool {
		u := log.UserOf(int(row))
		return u >= 0 && roams[u] && in.succeeded(row) && in.Views.Own(row)
	}) {
		if a.user < 0 {
			continue
		}
		f := Finding{Severity: Low}
		first, most := in.firstOf(a.user), 0
		var earlier []float64 // addresses in each half hour before, of the last ones
		// Spans that slide by whole windows would cut a burst in two; bursts does not.
		runs := bursts(timesOf(in, a.rows), 1, window)
		if !slices.ContainsFunc(runs, func(b span) bool { return b.to-b.from+1 >= int(in.Parameters["addresses"]) }) {
			continue // an event has one address
		}
		for _, b := range runs {
			run := a.rows[b.from : b.to+1]
			n, where, open := in.origins(run, window)
			row := run[len(run)-1]
			if open && n >= int(in.Parameters["addresses"]) && where >= int(in.Parameters["countries"]) && in.settled(first, log.Time(int(row))) &&
				float64(n) > usualOf(earlier).limit(in.Parameters["distances"], in.Parameters["addresses"]-1) {
				f.Rows = append(f.Rows, run...)
				if n > most {
					most = n
					f.Summary = in.actorName(row) + " started sessions from " + count(n, "address", "addresses") + " in " + count(where, "country", "countries") +
						" within " + duration(window) + " on " + in.moment(row) + " and ended none of them"
					f.Facts = map[string]any{"addresses": n, "countries": where}
				}
			}
			earlier = append(earlier, float64(n))
		}
		if f.Rows != nil {
			f.Severity, f.Actor = Low, actorAt(log, f.Rows[0])
			findings = append(findings, f)
		}
	}
	return findings
}

// origins returns the most addresses of session starts in one window of a run
// of events, the countries in that window, and whether no session ended in it.
func (in *Input) origins(run []uint32, window int64) (addresses, countries int, open bool) {
	log := in.Log
	ip, country, types := log.Column(event.ClientIP), log.Column(event.Country), log.Column(event.Type)
	ips, places := map[uint32]int{}, map[uint32]int{}
	from, ends := 0, 0
	step := func(m map[uint32]int, code uint32, value string, n int) {
		if event.Blank(value) {
			return
		}
		if m[code] += n; m[code] == 0 {
			delete(m, code)
		}
	}
	add := func(row uint32, n int) {
		if types.At(int(row)) == "user.session.end" {
			ends += n
			return
		}
		step(ips, ip.Code(int(row)), ip.At(int(row)), n)
		step(places, country.Code(int(row)), country.At(int(row)), n)
	}
	for _, row := range run {
		for log.Time(int(run[from])) < log.Time(int(row))-window {
			add(run[from], -1)
			from++
		}
		add(row, 1)
		if len(ips) > addresses {
			addresses, countries, open = len(ips), len(places), ends == 0
		}
	}
	return addresses, countries, open
}

// twoMachines reports whether events name two programs and two networks.
func (v *Views) twoMachines(rows []uint32) bool {
	var program, network uint32
	programs, networks := false, false
	for _, row := range rows {
		p, n := v.agentOf[v.clients[row]], v.networkOf[v.clients[row]]
		programs, networks = programs || p != 0 && program != 0 && p != program, networks || n != 0 && network != 0 && n != network
		if programs && networks {
			return true
		}
		program, network = max(program, p), max(network, n)
	}
	return false
}
