package detect

import (
	"cmp"
	"slices"
	"sort"

	"okta-session-analyzer/analyzer/event"
)

var relayedSignIns = &Detection{
	ID: "new-ip-many-users-success", Title: "A network never seen before signs in several people", Family: "Credential attack",
	Severity: High, Techniques: []string{"T1557", "T1566.002", "T1078.004"},
	Meaning: "A network that nobody had come from began to sign in several people within days, each of whom went on working from their own " +
		"network with their own program meanwhile. A phishing page that passes passwords and codes on looks like that: its victims arrive " +
		"from its address. It is high where programs or device tokens were new to them as well. It is medium, of two people already, where " +
		"half of them or more worked far away at the same time and the network was gone after a few days. New offices, VPN gateways and conferences are low.",
	Check: []string{
		"Ask the people what they were asked to sign in to, and by which message.",
		"Clear their sessions, reset their passwords, and look at the factors that were enrolled from the network.",
		"Block the network, and search the log for everybody who was let in from it.",
	},
	FalsePositives: []string{
		"Several people who try new machines at a place that is new to all, and go back to the old ones.",
		"A VPN gateway that was in use for a few days only.",
	},
	Parameters: []Parameter{
		historyDays(3),
		{Name: "users", Title: "People that the network signs in", Default: 3, Min: 2, Max: 1000, Integer: true},
		{Name: "most_users", Title: "People above which it is an office or a gateway", Default: 15, Min: 2, Max: 100000, Integer: true},
		{Name: "window_hours", Title: "Time within which it begins to do so", Unit: "hours", Default: 72, Min: 1, Max: 720},
		{Name: "far_km", Title: "Distance at which a person is somewhere else", Unit: "km", Default: 300, Min: 1, Max: 20000},
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{personFields, {event.UserAgent, event.UserAgentBrowser}},
	History:  historyName,
	Run:      findRelayedSignIns,
}

// arrival is what one person did from a network that was new to all.
type arrival struct {
	user        int
	first, last uint32 // let in with programs that are no telephone's

	known     bool // the person was known before, and went on working elsewhere
	strange   bool // program or device token were new to them
	elsewhere bool // they worked far away at the time
}

func findRelayedSignIns(in *Input) []Finding {
	log, v, h := in.Log, in.Views, in.Views.habits()
	// Whoever came from a network, a person's uses of it being one. Telephones
	// roam from gateway to gateway of their carrier, and say nothing.
	networks := make([][]arrival, len(v.networks))
	for u := range log.Users() {
		for _, use := range h.of(u) {
			n := v.networkOf[use.client]
			if n == 0 || v.agents[v.agentOf[use.client]].Mobile() {
				continue
			}
			list := networks[n]
			if k := len(list) - 1; k >= 0 && list[k].user == u {
				list[k].first, list[k].last = min(list[k].first, use.first), max(list[k].last, use.last)
			} else {
				networks[n] = append(list, arrival{user: u, first: use.first, last: use.last})
			}
		}
	}
	var lists [][]arrival
	var all []*arrival
	for _, list := range networks {
		if len(list) < min(2, int(in.Parameters["users"])) || len(list) > int(in.Parameters["most_users"]) {
			continue
		}
		slices.SortFunc(list, func(a, b arrival) int { return cmp.Compare(a.first, b.first) })
		if log.Time(int(list[0].first)) < in.learnt() {
			continue
		}
		lists = append(lists, list)
		for i := range list {
			all = append(all, &list[i])
		}
	}
	// Person by person, so that what each had before is read once.
	slices.SortFunc(all, func(a, b *arrival) int { return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.first, b.first)) })
	p := &past{in: in, user: -1}
	for _, a := range all {
		p.look(a)
	}
	var findings []Finding
	for _, list := range lists {
		if f, ok := in.relay(list); ok {
			findings = append(findings, f)
		}
	}
	return findings
}

// relay weighs the arrivals from one network, in order of time.
func (in *Input) relay(arrivals []arrival) (Finding, bool) {
	log, v := in.Log, in.Views
	window := int64(in.Parameters["window_hours"] * hourMS)
	start, end := arrivals[0].first, uint32(0)
	var rows []uint32
	var names []string
	strange, away := 0, 0
	for _, a := range arrivals {
		end = max(end, a.last)
		if !a.known || in.ms(start, a.first) > window {
			continue
		}
		rows = append(rows, a.first, a.last)
		names = append(names, clean(log.Users()[a.user].Name()))
		if a.strange {
			strange++
		}
		if a.elsewhere {
			away++
		}
	}
	people, least := len(names), int(in.Parameters["users"])
	if people < min(2, least) {
		return Finding{}, false
	}
	// Everybody who came was somewhere else, and the network was not used again.
	gone := in.ms(start, end) <= window && in.Views.history.end-log.Time(int(end)) >= int64(in.Parameters[historyName]*dayMS)
	f := Finding{Severity: Low, Rows: rows, Actor: actorOf(&log.Users()[log.UserOf(int(rows[0]))])}
	switch {
	case strange >= least:
		f.Severity = High
	case away >= 2 && 2*away >= people && gone && 3*people >= 2*len(arrivals):
		f.Severity = Medium
	case people < least:
		return Finding{}, false
	}
	name := v.NetworkName(v.Network(rows[0]))
	f.Facts = map[string]any{"network": name, "people": people, "names": names[:min(len(names), maxNames)], "new_programs_or_tokens": strange,
		"somewhere_else": away, "hours": round(float64(in.ms(start, end))/hourMS, 2)}
	f.Summary = "The network " + name + ", which nobody had come from before, signed in " + count(people, "person", "people") + " within " +
		duration(in.ms(rows[0], rows[len(rows)-2])) + " from " + in.moment(rows[0]) + ": " + list(names, len(names), 4) +
		"; each went on working from a network of their own"
	if strange > 0 {
		f.Summary += ", for " + number(float64(strange)) + " of them the program or the device token was new"
	}
	if away > 0 {
		f.Summary += ", " + number(float64(away)) + " of them worked more than " + number(in.Parameters["far_km"]) + " km away sooner than anybody flies"
	}
	return f, true
}

// past is what one person had before an arrival.
type past struct {
	in   *Input
	user int
	// lasts are, for the first i+1 uses, the two that were last used, of two
	// networks.
	lasts [][2]use
}

// look fills in what is strange about an arrival. Those of one person must
// follow each other.
func (p *past) look(a *arrival) {
	in := p.in
	if p.user != a.user {
		p.user, p.lasts = a.user, p.lasts[:0]
		var two [2]use
		for _, u := range in.Views.habits().of(a.user) {
			two = p.insert(two, u)
			p.lasts = append(p.lasts, two)
		}
	}
	a.known = in.settled(in.firstOf(a.user), in.Log.Time(int(a.first))) && p.goesOn(a)
	if a.known {
		_, token := in.token(a.user, a.first)
		a.strange = token || in.newAgent(a.user, a.first)
		a.elsewhere = p.elsewhere(a)
	}
}

// insert puts a use among the two that were last used, of two networks.
func (p *past) insert(two [2]use, u use) [2]use {
	network := func(x use) uint32 { return p.in.Views.networkOf[x.client] }
	if network(u) == 0 {
		return two
	}
	switch {
	case two[0].n == 0 || network(two[0]) == network(u):
		if two[0].n == 0 || u.last > two[0].last {
			two[0] = u
		}
	case two[1].n == 0 || network(two[1]) == network(u):
		if two[1].n == 0 || u.last > two[1].last {
			two[1] = u
		}
	case u.last > two[1].last:
		two[1] = u
	}
	if two[1].n > 0 && two[1].last > two[0].last {
		two[0], two[1] = two[1], two[0]
	}
	return two
}

// goesOn reports whether the person was let in after the arrival from another
// network and with a client that they had before.
func (p *past) goesOn(a *arrival) bool {
	uses := p.in.Views.habits().of(a.user)
	before := sort.Search(len(uses), func(i int) bool { return uses[i].first >= a.first })
	if before == 0 {
		return false
	}
	for _, u := range p.lasts[before-1] {
		if u.n > 0 && p.in.Views.networkOf[u.client] != p.in.Views.Network(a.first) {
			return u.last > a.first
		}
	}
	return false
}

// elsewhere reports whether the person worked far away so shortly before or
// after the arrival that no airliner could have brought them. Of a person with
// thousands of events around it the nearest ones are enough.
func (p *past) elsewhere(a *arrival) bool {
	const nearest, airliner = 64, 1000.0 // km/h
	in, v := p.in, p.in.Views
	rows := in.Log.Users()[a.user].Rows
	at := sort.Search(len(rows), func(i int) bool { return rows[i] >= a.first })
	for _, row := range rows[max(0, at-nearest):min(len(rows), at+nearest)] {
		if !v.Own(row) || !in.succeeded(row) {
			continue
		}
		_, program := v.Agent(row)
		km, ok := v.Distance(v.Place(a.first), v.Place(row))
		ms := in.ms(a.first, row)
		if ok && km > in.Parameters["far_km"] && km*hourMS > airliner*float64(max(ms, -ms)) && !program.Mobile() {
			return true
		}
	}
	return false
}
