package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// afterSpray is what to do where passwords were tried on many accounts.
var afterSpray = []string{
	"Clear the sessions of whoever got in, then reset their passwords and look at the factors that they enrolled since.",
	"Search the log for other sign-ins from the same addresses or with the same program.",
	"Block the source, or have the sign-on policy ask it for a phishing-resistant factor.",
}

var slowSpray = &Detection{
	ID: "low-and-slow-spray", Title: "Passwords tried on many accounts over days, few on each", Family: "Credential attack",
	Severity: High, Techniques: []string{"T1110.003"},
	Meaning: "Over days one address, one network, one browser by its device token, one program from one provider, or one program from wherever failed at the passwords of many accounts, at each so " +
		"seldom that nobody was locked out and no count by the minute or the hour was reached. Hardly any of these accounts ever got in " +
		"from there, so it is not where these people work. It is critical where one of them got in after the failure.",
	Check: afterSpray,
	FalsePositives: []string{
		"An office or a VPN in which people mistype: they also get in from there, and that is left out.",
		"A server that checks old passwords of many people, at each of them seldom.",
	},
	Parameters: []Parameter{
		{Name: "users", Title: "Accounts that one source fails at", Default: 15, Min: 3, Max: 100000, Integer: true},
		{Name: "days", Title: "Days on which it does", Unit: "days", Default: 3, Min: 2, Max: 90, Integer: true},
		{Name: "daily_failures", Title: "Failures of one account in a day up to which they are few", Default: 2, Min: 1, Max: 100, Integer: true},
		{Name: "share_percent", Title: "Share of the accounts that get in from the source, from which it is theirs", Unit: "percent", Default: 10, Min: 1, Max: 100},
	},
	Needs:    []event.Field{event.ClientIP, event.OutcomeResult},
	NeedsAny: [][]event.Field{personFields},
	History:  "days",
	Run:      findSlowSpray,
}

// attempts are the failures of one account from one source.
type attempts struct {
	first       uint32
	day         int64
	today, most int
}

// source is where passwords were tried from.
type source struct {
	name     string
	key      uint64
	rows     []uint32
	of       map[int]*attempts // by account
	over     int               // accounts that failed more often than a few times a day
	days     int
	lastDay  int64
	letIn    map[int]uint32 // accounts that got in from there, and their first event
	familiar map[int]bool   // accounts that use a network which they were tried from
}

func (s *source) add(in *Input, row uint32) {
	u, d := in.Log.UserOf(int(row)), in.Log.Time(int(row))/dayMS
	s.rows = append(s.rows, row)
	a := s.of[u]
	if a == nil {
		a = &attempts{first: row, day: d}
		s.of[u] = a
	}
	if a.day != d {
		a.day, a.today = d, 0
	}
	a.today++
	a.most = max(a.most, a.today)
}

func findSlowSpray(in *Input) []Finding {
	log, v := in.Log, in.Views
	ips, as := log.Column(event.ClientIP), log.Column(event.ASNumber)
	agents, tokens := log.Column(event.UserAgent), log.Column(event.DTHash)
	refused := v.refusedPasswords()
	told := map[uint32]bool{}
	var findings []Finding
	// From the narrow source to the wide: what an address tells its network does
	// not tell again. A key of 0 is none.
	blankAgents, blankTokens, blankIPs, blankAS := blanks(agents), blanks(tokens), blanks(ips), blanks(as)
	for _, kind := range []struct {
		key  func(row uint32) uint64
		name func(row uint32) string
	}{
		{func(row uint32) uint64 { return blankIPs.code(ips, row) }, func(row uint32) string { return in.value(event.ClientIP, row) }},
		{func(row uint32) uint64 { return blankTokens.code(tokens, row) },
			func(row uint32) string { return "The browser with the device token " + in.value(event.DTHash, row) }},
		{func(row uint32) uint64 { return uint64(v.Network(row)) }, func(row uint32) string { return v.NetworkName(v.Network(row)) }},
		{func(row uint32) uint64 {
			n, provider := v.agentOf[v.clients[row]], blankAS.code(as, row)
			if n == 0 || provider == 0 {
				return 0
			}
			return provider<<32 | uint64(n)
		}, func(row uint32) string {
			_, a := v.Agent(row)
			return clean(a.String()) + " from the provider AS" + in.value(event.ASNumber, row)
		}},
		{func(row uint32) uint64 { return blankAgents.code(agents, row) }, func(row uint32) string { return "The program " + quote(agents.At(int(row))) }},
	} {
		sources := map[uint64]*source{}
		var order []*source
		for _, row := range refused {
			if log.UserOf(int(row)) < 0 || told[row] {
				continue
			}
			key := kind.key(row)
			if key == 0 {
				continue
			}
			s := sources[key]
			if s == nil {
				s = &source{key: key, of: map[int]*attempts{}, letIn: map[int]uint32{}, familiar: map[int]bool{}}
				sources[key] = s
				order = append(order, s)
			}
			s.add(in, row)
		}
		order = slices.DeleteFunc(order, func(s *source) bool { return !in.isSlow(s) })
		if len(order) == 0 {
			continue
		}
		clear(sources) // but for those that are left
		for _, s := range order {
			sources[s.key] = s
		}
		at, tried := in.triedFrom(order)
		for u := range log.Users() {
			for _, use := range v.habits().of(u) {
				if tried[u] {
					p := foothold{u, v.networkOf[use.client]}
					for _, s := range at[p] {
						s.familiar[u] = true
					}
					delete(at, p) // one use is enough
				}
				if key := kind.key(use.first); key != 0 {
					if s := sources[key]; s != nil {
						if first, known := s.letIn[u]; !known || use.first < first {
							s.letIn[u] = use.first
						}
					}
				}
			}
		}
		for _, s := range order {
			own := max(len(s.letIn), len(s.familiar))
			if float64(own)*100 >= in.Parameters["share_percent"]*float64(len(s.of)) {
				continue
			}
			for _, row := range s.rows {
				told[row] = true
			}
			s.name = kind.name(s.rows[0])
			findings = append(findings, in.slowSpray(s))
		}
	}
	return findings
}

// blankCodes are the values of a column that stand for nothing.
type blankCodes []bool

func blanks(c *table.Column) blankCodes {
	all := make([]bool, len(c.Values))
	for code, value := range c.Values {
		all[code] = event.Blank(value)
	}
	return all
}

// code returns the number of an event's value, 0 for a blank one.
func (b blankCodes) code(c *table.Column, row uint32) uint64 {
	if code := c.Code(int(row)); !b[code] {
		return uint64(code)
	}
	return 0
}

// foothold is an account on a network.
type foothold struct {
	user    int
	network uint32
}

// triedFrom returns the sources that tried each account from each network, and
// which accounts those are.
func (in *Input) triedFrom(sources []*source) (at map[foothold][]*source, tried []bool) {
	at, tried = map[foothold][]*source{}, make([]bool, len(in.Log.Users()))
	for _, s := range sources {
		for _, row := range s.rows {
			tried[in.Log.UserOf(int(row))] = true
			p := foothold{in.Log.UserOf(int(row)), in.Views.Network(row)}
			if n := len(at[p]); p.network != 0 && (n == 0 || at[p][n-1] != s) {
				at[p] = append(at[p], s)
			}
		}
	}
	return at, tried
}

// isSlow reports whether the failures of a source are of many accounts, on many
// days, and few for each. Accounts with more are left out of it: another attack
// with the same tool, or a telephone with an old password. They must not be
// more than the others.
func (in *Input) isSlow(s *source) bool {
	few := int(in.Parameters["daily_failures"])
	for u, a := range s.of {
		if a.most > few {
			s.over++
			delete(s.of, u)
		}
	}
	if len(s.of) < int(in.Parameters["users"]) || s.over > len(s.of) {
		return false
	}
	rows := s.rows
	s.rows, s.days = nil, 0
	for _, row := range rows {
		if s.of[in.Log.UserOf(int(row))] == nil {
			continue
		}
		if d := in.Log.Time(int(row)) / dayMS; len(s.rows) == 0 || d != s.lastDay {
			s.days, s.lastDay = s.days+1, d
		}
		s.rows = append(s.rows, row)
	}
	return s.days >= int(in.Parameters["days"])
}

func (in *Input) slowSpray(s *source) Finding {
	log := in.Log
	first, last := s.rows[0], s.rows[len(s.rows)-1]
	f := Finding{Severity: High, Rows: slices.Clone(s.rows)}
	var entries []uint32
	most := 0
	for u, a := range s.of {
		most = max(most, a.most)
		if entry, ok := s.letIn[u]; ok && entry > a.first {
			entries = append(entries, entry)
		}
	}
	slices.Sort(entries)
	f.Summary = s.name + " failed at the passwords of " + count(len(s.of), "account", "accounts") + " on " + count(s.days, "day", "days") +
		", at none of them more than " + count(most, "time", "times") + " a day, from " + in.moment(first) + " to " + in.moment(last)
	f.Actor = actorAt(log, first)
	f.Facts = map[string]any{"accounts": len(s.of), "failures": len(s.rows), "days": s.days, "most_in_a_day": most, "got_in": len(entries)}
	in.tellEntries(&f, entries)
	return f
}

// tellEntries adds to a spray's finding who got in. It is critical then, and the
// finding is of the first of them.
func (in *Input) tellEntries(f *Finding, entries []uint32) {
	if len(entries) == 0 {
		f.Summary += "; nobody got in from there"
		return
	}
	names := make([]string, 0, maxNames)
	for _, row := range entries[:min(len(entries), maxNames)] {
		names = append(names, clean(in.Log.Users()[in.Log.UserOf(int(row))].Name()))
	}
	f.Severity = Critical
	f.Actor = actorOf(&in.Log.Users()[in.Log.UserOf(int(entries[0]))])
	f.Rows = append(f.Rows, entries...)
	f.Facts["accounts_entered"] = names
	f.Summary += "; then " + list(names, len(entries), 3) + " got in, first on " + in.moment(entries[0]) + " with " + in.client(entries[0])
}
