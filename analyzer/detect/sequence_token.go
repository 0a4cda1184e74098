package detect

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/event"
)

var sessionTokenChanged = &Detection{
	ID: "session-device-token-changed", Title: "One session went on with another device token on another network", Family: "Session hijack",
	Severity: High, Techniques: []string{"T1539", "T1550.004"},
	Meaning: "The device token is a cookie that one browser keeps, as it keeps that of the session. A session that goes on with another " +
		"token, from a network that the person had not used before, without a factor being verified, is in another browser: the cookie " +
		"of the session was copied and that of the device was not. The user agent may be the owner's, which is easily copied too.",
	Check: sessionTheft,
	FalsePositives: []string{
		"A person who deletes the cookies of a browser, all but those of the session, on a journey.",
		"An embedded browser that shares a part of the cookies only.",
	},
	Parameters: []Parameter{sharedUsers(5)},
	Needs:      []event.Field{event.ClientIP, event.DTHash},
	NeedsAny:   [][]event.Field{sessionFields, personFields},
	Replaces:   []string{"session-multiple-agents-and-ips", "session-new-ip-dissimilar-agent"},
	Run:        findTokenChanged,
}

// tokenChange is the first event of a session with a token and a network that
// the session had not shown, and the last event before it with a token.
type tokenChange struct {
	session, user int
	before, row   uint32
}

func findTokenChanged(in *Input) []Finding {
	log, v := in.Log, in.Views
	tokens := log.Column(event.DTHash)
	blank := blanks(tokens)
	var changes []tokenChange
	for _, m := range v.mixed {
		seen, networks := map[uint64]bool{}, map[uint32]bool{}
		last := uint32(0)
		// The rows are the first and the last event of each stretch of one client.
		for _, row := range m.rows {
			token, network := blank.code(tokens, row), v.Network(row)
			if token == 0 || network == 0 || !in.succeeded(row) {
				continue
			}
			if u := log.UserOf(int(row)); u >= 0 && len(seen) > 0 && !seen[token] && !networks[network] {
				changes = append(changes, tokenChange{m.of, u, last, row})
			}
			seen[token], networks[network] = true, true
			last = row
		}
	}
	// Person by person, so that what each had before is read once.
	slices.SortStableFunc(changes, func(a, b tokenChange) int { return cmp.Compare(a.user, b.user) })
	var findings []Finding
	told := map[int]bool{}
	for _, c := range changes {
		if told[c.session] || !in.acquainted(c.user, c.row) || in.shared(c.row) || !in.newNetwork(c.user, c.row) {
			continue
		}
		if _, fresh := in.token(c.user, c.row); !fresh || in.verified(c.session, c.before, c.row) {
			continue
		}
		told[c.session] = true
		after := after(log.Sessions()[c.session].Rows, c.row-1)
		f := Finding{Severity: High, Session: log.Sessions()[c.session].ID, Actor: actorOf(&log.Users()[c.user]), Rows: []uint32{c.before}}
		for _, row := range after {
			if tokens.Code(int(row)) == tokens.Code(int(c.row)) {
				f.Rows = append(f.Rows, row)
			}
		}
		_, program := v.differs(c.before, c.row)
		f.Facts = map[string]any{"program_changed": program, "events_with_the_token": len(f.Rows) - 1, "minutes_between": round(float64(in.ms(c.before, c.row))/minuteMS, 1)}
		f.Summary = in.whose(c.session) + " was used by " + in.client(c.before) + " on " + in.moment(c.before) + " and " + duration(in.ms(c.before, c.row)) +
			" later, with another device token, by " + in.client(c.row) + ", a network and a token that the person had not used before; no factor was verified"
		findings = append(findings, f)
	}
	return findings
}
