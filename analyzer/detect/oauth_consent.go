package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
)

var consentForeignToken = &Detection{
	ID:         "oauth-consent-then-foreign-token",
	Title:      "A new client got a person's consent, and tokens went elsewhere",
	Family:     "OAuth & app credentials",
	Severity:   Medium,
	Techniques: []string{"T1528", "T1550.001"},
	Meaning: "A client that the log did not know was given consent by a person, or a person typed a device code for it, and its tokens " +
		"were taken from a network that neither the person nor many others use. A client with a harmless name that asks for wide rights, " +
		"or a code that is said to be for a meeting, gives an intruder tokens that outlive the password. It is high where the rights are " +
		"to manage Okta, the consent is an administrator's for all, or the code was a device's; medium where a browser took the tokens, which " +
		"servers of applications do not use, or where an administrator's went to a network to which no other client's go; low otherwise. " +
		"A client that more people use is an application that is being introduced." + learning,
	Check: []string{
		"Ask the person what they agreed to, and how they came to the page.",
		"Revoke the client's tokens and consent; deactivate the client unless somebody answers for it.",
		"Read what was done with the tokens.",
	},
	FalsePositives: []string{"The first user of a new application whose servers are with a hosting provider."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "days", Title: "Time from the consent to the token", Unit: "days", Default: 7, Min: 0.1, Max: 90},
		{Name: "people", Title: "People of the client's from whom on it is an application in use", Default: 3, Min: 2, Max: 1000, Integer: true},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.ClientIP, event.ActorType},
	NeedsAny: [][]event.Field{{event.TargetID}, personFields},
	History:  historyName,
	Run:      findConsents,
}

// isConsent and isTokenGrant report what an OAuth event tells of.
func isConsent(t string) bool {
	return strings.HasPrefix(t, "app.oauth2.") && strings.HasSuffix(t, "consent.grant")
}

func isTokenGrant(t string) bool {
	return strings.HasPrefix(t, "app.oauth2.") && strings.Contains(t, "token.grant")
}

// clientUse is what is known of a client.
type clientUse struct {
	first  int64 // its first event
	people map[int]bool
	tokens []uint32
}

func findConsents(in *Input) []Finding {
	log, v := in.Log, in.Views
	consents := log.RowsOfType(in.typesOf(isConsent)...)
	if len(consents) == 0 {
		return nil
	}
	types, ids, actors := log.Column(event.TargetType), log.Column(event.TargetID), log.Column(event.ActorID)
	clients := map[string]*clientUse{}
	use := func(id string, row uint32) *clientUse {
		c := clients[id]
		if c == nil {
			c = &clientUse{first: log.Time(int(row)), people: map[int]bool{}}
			clients[id] = c
		}
		c.first = min(c.first, log.Time(int(row)))
		// Who is of no account here need not be told apart.
		if u := log.UserOf(int(row)); u >= 0 && len(c.people) < int(in.Parameters["people"]) {
			c.people[u] = true
		}
		return c
	}
	clientOf := func(row uint32) string {
		for i, code := range types.Codes(int(row)) {
			if t := types.Values[code]; t == "AppInstance" || t == "PublicClientApp" {
				return present(ids.Values[ids.Codes(int(row))[i]])
			}
		}
		return ""
	}
	for _, row := range consents {
		if id := clientOf(row); id != "" {
			use(id, row)
		}
	}
	for _, row := range log.RowsOfType(in.typesOf(isTokenGrant)...) {
		if id := actors.At(int(row)); clients[id] != nil {
			c := use(id, row)
			if in.succeeded(row) {
				c.tokens = append(c.tokens, row)
			}
		}
	}
	// A network from which tokens are taken for one client only is not a vendor's.
	lone := map[uint32]string{}
	for _, row := range log.RowsOfType(in.typesOf(isTokenGrant)...) {
		id, n := actors.At(int(row)), v.Network(row)
		if other, known := lone[n]; known && other != id {
			id = ""
		}
		lone[n] = id
	}
	admins := in.consoleUsers()
	within := int64(in.Parameters["days"] * dayMS)
	told := map[string]bool{}
	var findings []Finding
	for _, row := range consents {
		id, u := clientOf(row), log.UserOf(int(row))
		if id == "" || u < 0 || told[id] || !in.succeeded(row) {
			continue
		}
		c, t := clients[id], log.Time(int(row))
		if t < in.learnt() || c.first < t-hourMS || len(c.people) >= int(in.Parameters["people"]) || !in.known(u, row) {
			continue
		}
		var rows []uint32
		for _, token := range after(c.tokens, row) {
			if in.ms(row, token) > within {
				break
			}
			if n := v.Network(token); log.UserOf(int(token)) == u && n != 0 && n != v.Network(row) && !in.shared(token) && in.newNetwork(u, token) {
				rows = append(rows, token)
			}
		}
		if len(rows) == 0 {
			continue
		}
		told[id] = true
		findings = append(findings, in.describeConsent(row, rows, admins[u] && lone[v.Network(rows[0])] == id))
	}
	return findings
}

// consoleUsers returns the people who were let in to the Admin Console.
func (in *Input) consoleUsers() map[int]bool {
	admins := map[int]bool{}
	for _, row := range in.Log.RowsOfType(typeConsole) {
		if u := in.Log.UserOf(int(row)); u >= 0 && in.succeeded(row) {
			admins[u] = true
		}
	}
	return admins
}

// describeConsent describes a consent and the tokens that followed. lone says
// that an administrator gave it, and that no other client's tokens go there.
func (in *Input) describeConsent(row uint32, tokens []uint32, lone bool) Finding {
	scopes := ""
	for _, f := range [...]event.Field{event.GrantedScopes, event.RequestedScopes} {
		for _, r := range [...]uint32{row, tokens[0]} {
			if scopes == "" {
				scopes = in.value(f, r)
			}
		}
	}
	device := strings.Contains(in.Log.Column(event.GrantType).At(int(tokens[0])), "device_code") ||
		strings.HasSuffix(in.Log.Column(event.RequestURI).At(int(row)), "/activate")
	manage := strings.Contains(scopes, "okta.") && strings.Contains(scopes, ".manage")
	all := strings.Contains(in.kind(row), ".admin.")
	_, program := in.Views.Agent(tokens[0])
	f := Finding{Severity: Low, Actor: person(in.Log, []uint32{row}), Rows: append([]uint32{row}, tokens...)}
	switch {
	case device || manage || all:
		f.Severity = High
	case lone || program.Kind == agent.Browser:
		f.Severity = Medium
	}
	f.Facts = map[string]any{"client": in.clientTarget(row), "scopes": scopes, "tokens": len(tokens), "device_code": device,
		"seconds_to_token": round(float64(in.ms(row, tokens[0]))/1000, 1), "network": in.Views.NetworkName(in.Views.Network(tokens[0]))}
	f.Summary = in.actorName(row) + " gave the client " + in.clientTarget(row) + ", new to this log, consent on " + in.moment(row) + " with " + in.client(row) + "; " +
		duration(in.ms(row, tokens[0])) + " later it took " + count(len(tokens), "token", "tokens") + " from " + in.client(tokens[0]) + ", a network new to the person"
	switch {
	case device:
		f.Summary += ", by a device code"
	case scopes != "":
		f.Summary += ", for " + scopes
	}
	return f
}

// clientTarget returns the name of the client that a consent is for.
func (in *Input) clientTarget(row uint32) string {
	if name := in.application(row); name != "an application" {
		return quote(name)
	}
	return "without a name"
}
