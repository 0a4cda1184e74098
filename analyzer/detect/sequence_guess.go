package detect

import (
	"cmp"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

const (
	typeMessageSent = "system.sms.send_factor_verify_message"
	typeCallMade    = "system.voice.send_mfa_challenge_call"
)

var persistentAttempts = &Detection{
	ID: "persistent-attempts-new-network", Title: "Attempt after attempt on one account from a network that is not its owner's", Family: "Credential attack",
	Severity: Medium, Techniques: []string{"T1110.001", "T1111"},
	Meaning: "Wrong passwords, wrong codes, or text messages and calls that nobody answered, again and again for one account, from a network " +
		"that its owner had not used before and that few people use. They may lie hours apart, below what locks an account or reaches a count " +
		"by the hour, or each from another network. People mistype at home, at the office and on the way, a few times, and then get in. It is high where a sign-in from that network followed.",
	Check: []string{
		"Ask the person whether they were there.",
		"Reset the password where codes were tried or messages were sent: it is known.",
		"Clear the sessions that began from the network, and block it.",
	},
	FalsePositives: []string{
		"A program that goes on with an old password on a new network: passwords count with a program alone that is new to the person.",
		"A telephone that gets no messages abroad.",
	},
	Parameters: []Parameter{
		{Name: "passwords", Title: "Wrong passwords without a success between them, of a program new to the person", Default: 8, Min: 2, Max: 10000, Integer: true},
		{Name: "codes", Title: "Wrong codes without a success between them", Default: 6, Min: 2, Max: 10000, Integer: true},
		{Name: "messages", Title: "Messages and calls without a success between them", Default: 10, Min: 2, Max: 10000, Integer: true},
		{Name: "pause_hours", Title: "Pause after which attempts count anew", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP, event.OutcomeResult},
	NeedsAny: [][]event.Field{personFields},
	Replaces: []string{"brute-force-user"},
	Run:      findPersistentAttempts,
}

// trial is what was tried on one account from one network until it succeeded.
type trial struct {
	user                       int
	rows                       []uint32
	passwords, codes, messages int
	entry                      uint32 // a sign-in that followed
	entered                    bool
}

func findPersistentAttempts(in *Input) []Finding {
	log, v := in.Log, in.Views
	pause := int64(in.Parameters["pause_hours"] * hourMS)
	kinds := newFactors(log, v)
	factor, types := log.Column(event.Factor), log.Column(event.Type)
	isMessage := oneOf(types, typeMessageSent, typeCallMade)
	type place struct {
		user    int
		network uint32
	}
	open := map[place]*trial{}
	var all []*trial
	enough := func(t *trial) bool {
		return t.passwords >= int(in.Parameters["passwords"]) || t.codes >= int(in.Parameters["codes"]) || t.messages >= int(in.Parameters["messages"])
	}
	openOf := make([]int32, len(log.Users())) // trials of each person
	end := func(at place) {
		t := open[at]
		if t == nil {
			return
		}
		if enough(t) {
			all = append(all, t)
		}
		delete(open, at)
		openOf[at.user]--
	}
	// Who was tried as often as it takes, at all and from anywhere.
	counts := make([]int32, len(log.Users()))
	fewest := int(min(in.Parameters["passwords"], in.Parameters["codes"], in.Parameters["messages"]))
	refused := make([]bool, log.Len())
	byUser := make([][]uint32, len(log.Users()))
	for _, row := range v.refusedPasswords() {
		refused[row] = true
		if u := log.UserOf(int(row)); u >= 0 {
			byUser[u] = append(byUser[u], row)
		}
	}
	tried, outcomes := make([]bool, len(log.Users())), log.Column(event.OutcomeResult)
	bad := v.bad
	some := false
	for _, t := range []string{typeFactorUsed, typeMessageSent, typeCallMade} {
		for _, row := range log.RowsOfType(t) {
			if t == typeFactorUsed && !bad[outcomes.Code(int(row))] {
				continue
			}
			if u := log.UserOf(int(row)); u >= 0 {
				counts[u]++
			}
		}
	}
	for u := range counts {
		tried[u] = int(counts[u])+len(byUser[u]) >= fewest
		some = some || tried[u]
	}
	if !some {
		return nil
	}
	for _, row := range log.RowsOfType(typeSessionStart, typeFactorUsed, typeMessageSent, typeCallMade, "user.authentication.auth_via_radius", "user.authentication.auth_via_richclient") {
		u := log.UserOf(int(row))
		if u < 0 || !tried[u] || v.Network(row) == 0 || openOf[u] == 0 && in.succeeded(row) && !isMessage[types.Code(int(row))] {
			continue
		}
		at := place{u, v.Network(row)}
		t, kind := open[at], in.kind(row)
		if t != nil && in.ms(t.rows[len(t.rows)-1], row) > pause {
			end(at)
			t = nil
		}
		message := isMessage[types.Code(int(row))]
		code := kind == typeFactorUsed && !refused[row] && bad[outcomes.Code(int(row))] && !named(kinds.of(row)) &&
			!strings.Contains(strings.ToUpper(factor.At(int(row))), "PUSH") && v.Own(row)
		switch {
		case refused[row], code, message:
			if t == nil {
				t = &trial{user: at.user}
				open[at] = t
				openOf[u]++
			}
			t.rows = append(t.rows, row)
			t.passwords += btoi(refused[row])
			t.codes += btoi(code)
			t.messages += btoi(message)
		case t != nil && in.succeeded(row) && (kind == typeSessionStart || kind == typeFactorUsed && kinds.of(row) != passwordProof):
			t.entry, t.entered = row, true
			end(at)
		}
	}
	for at := range open {
		if t := open[at]; enough(t) {
			all = append(all, t)
		}
	}
	// Person by person, so that what each had before is read once.
	slices.SortFunc(all, func(a, b *trial) int { return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.rows[0], b.rows[0])) })
	var findings []Finding
	var own map[uint32]bool
	byNetwork := map[string][]Finding{}
	var networks []string
	for i, t := range all {
		if i == 0 || all[i-1].user != t.user {
			own = in.ownFailing(t.user, byUser[t.user])
		}
		if f, ok := in.persistent(t, own); ok {
			n := v.NetworkName(v.Network(t.rows[0]))
			if byNetwork[n] == nil {
				networks = append(networks, n)
			}
			byNetwork[n] = append(byNetwork[n], f)
		}
	}
	told := map[Actor]bool{}
	for _, n := range networks {
		for _, f := range byNetwork[n] {
			told[f.Actor] = true
		}
		findings = append(findings, in.foldNetwork(n, byNetwork[n])...)
	}
	// One account may be tried from a network each time.
	for u := range log.Users() {
		if len(byUser[u]) >= int(in.Parameters["passwords"]) && !told[actorOf(&log.Users()[u])] {
			if f, ok := in.persistentFromMany(u, byUser[u], pause); ok {
				findings = append(findings, f)
			}
		}
	}
	return findings
}

// persistentFromMany weighs the wrong passwords of one account that came from
// networks and programs all of which its owner had not used, in the longest run
// of them.
func (in *Input) persistentFromMany(user int, refused []uint32, pause int64) (Finding, bool) {
	v := in.Views
	own := in.ownFailing(user, refused)
	var run, best []uint32
	for _, row := range refused {
		n, a := v.Agent(row)
		if v.Network(row) == 0 || own[n] || a.Mobile() || !in.acquainted(user, row) || in.shared(row) || !in.newNetwork(user, row) || !in.newAgent(user, row) {
			continue
		}
		if len(run) > 0 && in.ms(run[len(run)-1], row) > pause {
			run = nil
		}
		if run = append(run, row); len(run) > len(best) {
			best = run
		}
	}
	if len(best) < int(in.Parameters["passwords"]) {
		return Finding{}, false
	}
	first, last := best[0], best[len(best)-1]
	networks := map[uint32]bool{}
	for _, row := range best {
		networks[v.Network(row)] = true
	}
	f := Finding{Severity: Medium, Actor: actorOf(&in.Log.Users()[user]), Rows: slices.Clone(best)}
	f.Facts = map[string]any{"passwords": len(best), "networks": len(networks), "hours": round(float64(in.ms(first, last))/hourMS, 2), "got_in": false}
	f.Summary = count(len(best), "wrong password", "wrong passwords") + " for " + clean(in.Log.Users()[user].Name()) + " in " + duration(in.ms(first, last)) + " from " +
		in.moment(first) + ", from " + count(len(networks), "network", "networks") + " that the person had not used before, nor the programs; the first was " + in.client(first)
	return f, true
}

// foldNetwork makes one finding of those of a network that tried many accounts.
func (in *Input) foldNetwork(network string, findings []Finding) []Finding {
	const apart = 3 // accounts up to which each is told by itself
	if len(findings) <= apart {
		return findings
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Rows[0], b.Rows[0]))
	})
	f := findings[0]
	sums := map[string]int{}
	seen := map[Actor]bool{}
	var names []string
	f.Rows = nil
	for i := range findings {
		for _, fact := range []string{"passwords", "codes", "messages"} {
			sums[fact] += findings[i].Facts[fact].(int)
		}
		if a := findings[i].Actor; !seen[a] {
			seen[a] = true
			if len(names) < maxNames {
				names = append(names, clean(cmp.Or(a.AlternateID, a.DisplayName, a.ID)))
			}
		}
		f.Rows = append(f.Rows, findings[i].Rows...)
	}
	first, last := slices.Min(f.Rows), slices.Max(f.Rows)
	f.Facts = map[string]any{"accounts": len(seen), "names": names, "network": network, "got_in": f.Facts["got_in"],
		"passwords": sums["passwords"], "codes": sums["codes"], "messages": sums["messages"]}
	f.Summary = "The network " + network + ", which none of them had used before, tried " + count(len(seen), "account", "accounts") + " again and again in " +
		duration(in.ms(first, last)) + " from " + in.moment(first) + ": " + list(names, len(seen), 4) + "; " + count(sums["passwords"], "wrong password", "wrong passwords") + ", " +
		count(sums["codes"], "wrong code", "wrong codes") + ", " + count(sums["messages"], "message or call", "messages and calls")
	if f.Facts["got_in"] == true {
		f.Summary += "; " + names[0] + " was entered from there"
	}
	return []Finding{f}
}

// ownFailing returns the programs whose passwords were refused on networks that
// the person had long used: a mail program with an old password is the person's own
// wherever it is carried.
func (in *Input) ownFailing(user int, refused []uint32) map[uint32]bool {
	own := map[uint32]bool{}
	for _, row := range refused {
		if a, _ := in.Views.Agent(row); in.Views.Network(row) != 0 && !in.newNetwork(user, row) {
			own[a] = true
		}
	}
	return own
}

// named reports whether a failure is of a factor that is no code.
func named(p proof) bool { return p == passwordProof || p == boundProof }

// persistent weighs the attempts on one account from one network.
func (in *Input) persistent(t *trial, own map[uint32]bool) (Finding, bool) {
	log, v := in.Log, in.Views
	first, last := t.rows[0], t.rows[len(t.rows)-1]
	if !in.acquainted(t.user, first) || in.shared(first) || !in.newNetwork(t.user, first) {
		return Finding{}, false
	}
	n, agent := v.Agent(first)
	// A telephone that goes on with an old password does so wherever it is carried.
	program := in.newAgent(t.user, first) && !own[n] && !agent.Mobile()
	if t.codes < int(in.Parameters["codes"]) && t.messages < int(in.Parameters["messages"]) && !program {
		return Finding{}, false
	}
	f := Finding{Severity: Medium, Actor: actorOf(&log.Users()[t.user]), Rows: slices.Clone(t.rows)}
	var what []string
	for _, n := range []struct {
		n         int
		one, many string
	}{{t.passwords, "wrong password", "wrong passwords"}, {t.codes, "wrong code", "wrong codes"}, {t.messages, "message or call", "messages and calls"}} {
		if n.n > 0 {
			what = append(what, count(n.n, n.one, n.many))
		}
	}
	f.Facts = map[string]any{"passwords": t.passwords, "codes": t.codes, "messages": t.messages, "new_program": program, "got_in": t.entered,
		"network": v.NetworkName(v.Network(first)), "hours": round(float64(in.ms(first, last))/hourMS, 2)}
	f.Summary = list(what, len(what), len(what)) + " for " + clean(log.Users()[t.user].Name()) + " in " + duration(in.ms(first, last)) + " from " + in.moment(first) +
		", by " + in.client(first) + ", a network that the person had not used before"
	if program {
		f.Summary += ", nor the program"
	}
	if t.entered {
		f.Severity = High
		f.Rows = append(f.Rows, t.entry)
		f.Summary += "; " + duration(in.ms(last, t.entry)) + " after the last a sign-in succeeded from there"
	}
	return f, true
}
