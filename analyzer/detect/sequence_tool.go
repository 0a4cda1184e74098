package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
)

var toolSpray = &Detection{
	ID: "shared-tool-spray", Title: "Many addresses try passwords with one program that nobody signs in with", Family: "Credential attack",
	Severity: High, Techniques: []string{"T1110.003", "T1110.004", "T1090.002"},
	Meaning: "Within a day sign-ins of many accounts failed from many addresses, all with one and the same user agent that the " +
		"organisation's own sign-ins hardly ever have, and from networks that are not those of the accounts' owners. Rented proxies " +
		"change the address for each attempt; the tool behind them stays the same. It is critical where one of the accounts got in.",
	Check: afterSpray,
	FalsePositives: []string{
		"An application with a defect that fails for everybody: it does so from where these people always are, which is left out.",
		"A new version of a browser: people also get in with it, which is left out.",
	},
	Parameters: []Parameter{
		{Name: "addresses", Title: "Addresses that the program comes from", Default: 5, Min: 2, Max: 10000, Integer: true},
		{Name: "users", Title: "Accounts that it fails at", Default: 8, Min: 2, Max: 10000, Integer: true},
		{Name: "window_hours", Title: "Time within which it does", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		{Name: "share_percent", Title: "Share of the organisation's sign-ins from which a program is usual", Unit: "percent", Default: 0.1, Min: 0.001, Max: 50},
		{Name: "sign_ins", Title: "Sign-ins that the log must have for what is usual to be known", Default: 20, Min: 1, Max: 100000, Integer: true},
	},
	Needs:    []event.Field{event.ClientIP, event.UserAgent, event.OutcomeResult},
	NeedsAny: [][]event.Field{personFields},
	Replaces: []string{"password-spray-multi-source"},
	Run:      findToolSpray,
}

// tool is a user agent with which passwords were refused.
type tool struct {
	rows     []uint32       // of its bursts
	accounts map[int]uint32 // and the first of them
	strange  int            // sign-ins of others with it
	familiar map[int]bool   // accounts that use one of its networks in another way
	entries  map[int]uint32 // accounts that got in with it after a failure
}

func findToolSpray(in *Input) []Finding {
	log, v := in.Log, in.Views
	agents := log.Column(event.UserAgent)
	byAgent := map[uint32][]uint32{}
	var order []uint32
	for _, row := range v.refusedPasswords() {
		code := agents.Code(int(row))
		if event.Blank(agents.Values[code]) || log.UserOf(int(row)) < 0 {
			continue
		}
		if byAgent[code] == nil {
			order = append(order, code)
		}
		byAgent[code] = append(byAgent[code], row)
	}
	tools := map[uint32]*tool{}
	for _, code := range order {
		rows := in.bursty(byAgent[code])
		if len(rows) == 0 {
			continue
		}
		t := &tool{rows: rows, accounts: map[int]uint32{}, familiar: map[int]bool{}, entries: map[int]uint32{}}
		for _, row := range rows {
			u := log.UserOf(int(row))
			if _, known := t.accounts[u]; !known {
				t.accounts[u] = row
			}
		}
		tools[code] = t
	}
	if len(tools) == 0 {
		return nil
	}
	total := 0
	for _, row := range log.RowsOfType(typeSessionStart) {
		if !in.succeeded(row) {
			continue
		}
		total++
		t := tools[agents.Code(int(row))]
		if t == nil {
			continue
		}
		u := log.UserOf(int(row))
		if first, tried := t.accounts[u]; !tried || first > row {
			t.strange++
		} else if _, known := t.entries[u]; !known {
			t.entries[u] = row
		}
	}
	if total < int(in.Parameters["sign_ins"]) {
		return nil
	}
	in.markFamiliar(tools)
	var findings []Finding
	for _, code := range order {
		t := tools[code]
		if t == nil || t.strange > 0 && float64(t.strange)*100 >= in.Parameters["share_percent"]*float64(total) || len(t.familiar)*5 > len(t.accounts) {
			continue
		}
		findings = append(findings, in.toolSpray(clean(agents.Values[code]), t))
	}
	return findings
}

// bursty returns those of a program's failures that lie in a window with enough
// addresses and accounts.
func (in *Input) bursty(rows []uint32) []uint32 {
	ips := in.Log.Column(event.ClientIP)
	window := int64(in.Parameters["window_hours"] * hourMS)
	addresses, accounts := map[uint32]int{}, map[int]int{}
	var kept []uint32
	from, done := 0, 0 // done counts the rows that were kept or passed over
	for i, row := range rows {
		addresses[ips.Code(int(row))]++
		accounts[in.Log.UserOf(int(row))]++
		for ; in.ms(rows[from], row) > window; from++ {
			ip, u := ips.Code(int(rows[from])), in.Log.UserOf(int(rows[from]))
			if addresses[ip]--; addresses[ip] == 0 {
				delete(addresses, ip)
			}
			if accounts[u]--; accounts[u] == 0 {
				delete(accounts, u)
			}
		}
		if len(addresses) >= int(in.Parameters["addresses"]) && len(accounts) >= int(in.Parameters["users"]) {
			kept = append(kept, rows[max(from, done):i+1]...)
			done = i + 1
		}
	}
	return kept
}

// markFamiliar marks the accounts that were tried from a network which they
// also use with other programs: their owners' own.
func (in *Input) markFamiliar(tools map[uint32]*tool) {
	agents := in.Log.Column(event.UserAgent)
	from := map[foothold][]*tool{}
	users := map[int]bool{}
	for _, t := range tools {
		for _, row := range t.rows {
			p := foothold{in.Log.UserOf(int(row)), in.Views.Network(row)}
			if n := len(from[p]); p.network != 0 && (n == 0 || from[p][n-1] != t) {
				from[p] = append(from[p], t)
				users[p.user] = true
			}
		}
	}
	for u := range users {
		for _, use := range in.Views.habits().of(u) {
			if tools[agents.CodesOf(use.client)[0]] != nil {
				continue
			}
			p := foothold{u, in.Views.networkOf[use.client]}
			for _, t := range from[p] {
				t.familiar[u] = true
			}
			delete(from, p) // one use is enough
		}
	}
}

func (in *Input) toolSpray(name string, t *tool) Finding {
	first, last := t.rows[0], t.rows[len(t.rows)-1]
	addresses := in.distinct(event.ClientIP, t.rows)
	f := Finding{Severity: High, Rows: t.rows, Actor: actorAt(in.Log, first)}
	f.Facts = map[string]any{"user_agent": name, "addresses": addresses, "accounts": len(t.accounts), "failures": len(t.rows), "got_in": len(t.entries),
		"sign_ins_of_others": t.strange}
	f.Summary = "The program “" + name + "” failed at the passwords of " + count(len(t.accounts), "account", "accounts") + " from " +
		count(addresses, "address", "addresses") + " in " + duration(in.ms(first, last)) + " from " + in.moment(first) + "; " +
		count(t.strange, "sign-in", "sign-ins") + " of other accounts had it"
	var entries []uint32
	for _, row := range t.entries {
		entries = append(entries, row)
	}
	slices.Sort(entries)
	in.tellEntries(&f, entries)
	return f
}
