package detect

import (
	"encoding/json"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var idpNewIssuer = &Detection{
	ID: "idp-sign-in-new-issuer", Title: "Sign-in from an identity provider not seen before", Family: "Identity provider & federation",
	Severity: Medium, Techniques: []string{"T1199", "T1078.004"},
	Meaning: "Another identity provider than any in the first part of the log vouched for a person. Whoever controls a provider can sign in " +
		"as anybody whom it may name. It is high where the log shows a provider being created before, low where the sign-in failed " +
		"or where all who came by it were at machines of their own." + learning,
	Check: []string{
		"Ask who set up the provider, and for whom.",
		"If nobody knows it, deactivate the provider, then clear the sessions of those who came by it.",
	},
	FalsePositives: []string{"A partner whose people sign in rarely.", "A provider that is being introduced."},
	Parameters:     []Parameter{historyDays(5)},
	Needs:          []event.Field{event.Issuer},
	History:        historyName,
	Run: func(in *Input) []Finding {
		log := in.Log
		c := log.Column(event.Issuer)
		created := log.RowsOfType(typeIDPCreate)
		at := map[uint32]int{}
		usual := map[uint32]bool{}
		var findings []Finding
		for _, row := range log.RowsOfType("user.authentication.auth_via_IDP", "user.authentication.auth_via_inbound_SAML", "user.authentication.auth_via_social") {
			code := c.Code(int(row))
			if name := issuerName(c.Values[code]); event.Blank(name) || strings.EqualFold(name, "okta") || usual[code] {
				continue
			}
			if log.Time(int(row)) < in.learnt() {
				usual[code] = true
				continue
			}
			n, known := at[code]
			if !known {
				n = len(findings)
				at[code] = n
				findings = append(findings, Finding{Severity: Low, Actor: actorAt(log, row)})
			}
			f := &findings[n]
			if in.succeeded(row) && f.Severity == Low {
				f.Severity = Medium
				if len(created) > 0 && created[0] < row {
					f.Severity = High
				}
			}
			if !known || in.succeeded(row) && f.Facts["let_in"] == false {
				f.Facts = map[string]any{"issuer": clean(issuerName(c.Values[code])), "let_in": in.succeeded(row)}
				verb := " tried to sign in"
				if in.succeeded(row) {
					verb = " signed in"
				}
				f.Summary = in.actorName(row) + verb + " by the identity provider " + quote(issuerName(c.Values[code])) + " on " + in.moment(row) + ", which nobody had used before in this log"
			}
			f.Rows = append(f.Rows, row)
		}
		standings := NewStandings(in.Views)
		for i := range findings {
			if f := &findings[i]; standings.OfAll(f.Rows) == Familiar {
				f.Severity = Low
				f.Summary += "; who came by it was at a machine of their own"
			}
		}
		return findings
	},
}

// issuerName returns the id of an issuer: the API writes an object, the console
// the bare value.
func issuerName(s string) string {
	var issuer struct{ ID string }
	if strings.HasPrefix(s, "{") && json.Unmarshal([]byte(s), &issuer) == nil {
		return issuer.ID
	}
	return s
}

var rareDomain = &Detection{
	ID: "rare-email-domain", Title: "Sign-ins by accounts of a rare mail domain", Family: "Account lifecycle & recovery",
	Severity: Low, Techniques: []string{"T1136.003", "T1078.004"},
	Meaning: "An account was let in whose login has a mail domain that no one else's has, or hardly, and that did not appear while the log was " +
		"learnt from. Accounts that an intruder makes for later often have such a login." + learning,
	Check:          []string{"See who created the account, and when.", "Ask the owner of the contract or the team whether the person is theirs."},
	FalsePositives: []string{"A contractor or a guest.", "A company that was bought."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "events", Title: "Authentications up to which a domain is rare", Default: 5, Min: 1, Max: 10000, Integer: true},
		{Name: "domains", Title: "Rare domains up to which each is a finding of its own; more of them are one", Default: 3, Min: 1, Max: 1000, Integer: true},
	},
	Needs:   []event.Field{event.ActorAlternateID},
	History: historyName,
	Run: func(in *Input) []Finding {
		log := in.Log
		c, types, kind := log.Column(event.ActorAlternateID), log.Column(event.Type), log.Column(event.ActorType)
		numbers := map[string]int32{}
		names := []string{""}
		of := make([]int32, len(c.Values))
		for code, v := range c.Values {
			if at := strings.LastIndexByte(v, '@'); at > 0 && at+1 < len(v) {
				d := strings.ToLower(v[at+1:])
				n, known := numbers[d]
				if !known {
					n = int32(len(names))
					numbers[d], names = n, append(names, d)
				}
				of[code] = n
			}
		}
		var wanted []string
		for _, t := range types.Values {
			if strings.HasPrefix(t, "user.authentication.") {
				wanted = append(wanted, t)
			}
		}
		most := int(in.Parameters["events"])
		rows, total := make([][]uint32, len(names)), make([]int, len(names))
		for _, t := range wanted {
			for _, row := range log.RowsOfType(t) {
				n := of[c.Code(int(row))]
				if n == 0 || total[n] > most || kind.At(int(row)) == "SystemPrincipal" {
					continue
				}
				if total[n]++; total[n] <= most {
					rows[n] = append(rows[n], row)
				}
			}
		}
		var findings []Finding
		for n := range names {
			if total[n] == 0 || total[n] > most {
				continue
			}
			first, entered := rows[n][0], false
			for _, row := range rows[n] {
				first = min(first, row)
				entered = entered || in.succeeded(row)
			}
			if !entered || log.Time(int(first)) < in.learnt() {
				continue
			}
			findings = append(findings, Finding{
				Severity: Low, Rows: rows[n], Actor: actorAt(log, first),
				Summary: in.actorName(first) + " and its mail domain " + quote(names[n]) + " appeared on " + in.moment(first) + " with " +
					count(len(rows[n]), "authentication", "authentications") + " in all, and were not in the log before",
				Facts: map[string]any{"domain": clean(names[n]), "events": len(rows[n])},
			})
		}
		return in.fold(findings, int(in.Parameters["domains"]), "mail domains of which each has few authentications appeared, the first of them that of ")
	},
}

// fold makes one finding of more than most of a kind: a fact that holds for so
// many is one fact. what tells how many there are of what.
func (in *Input) fold(findings []Finding, most int, what string) []Finding {
	if len(findings) <= most {
		return findings
	}
	all := Finding{Facts: map[string]any{"folded": len(findings)}}
	for _, f := range findings {
		all.Severity = max(all.Severity, f.Severity)
		all.Rows = append(all.Rows, f.Rows...)
	}
	first := all.Rows[0]
	for _, row := range all.Rows {
		first = min(first, row)
	}
	all.Actor = actorAt(in.Log, first)
	all.Summary = number(float64(len(findings))) + " " + what + in.actorName(first) + " on " + in.moment(first)
	return []Finding{all}
}

var deviceUnfamiliarPlace = &Detection{
	ID: "device-enrolled-unfamiliar-place", Title: "Device enrolled from a place that the person had not signed in from", Family: "Device",
	Severity: Medium, Techniques: []string{"T1098.005"},
	Meaning: "A device was enrolled in a person's name from a place where they had not been let in the day before or earlier. An enrolled " +
		"device answers for the person from then on. It is medium from a network that is new to them too and that few people " +
		"use, low from a shared one, and low where the device token is that of a browser of theirs." + learning,
	Check: []string{
		"Ask the person, by telephone, whether the device is theirs.",
		"If not, remove the device and its factors, clear the sessions and reset the password.",
	},
	FalsePositives: []string{"A new telephone that was set up on a journey."},
	Parameters:     []Parameter{historyDays(7), sharedUsers(5)},
	NeedsAny:       [][]event.Field{{event.Country, event.City}, {event.ActorID, event.ActorAlternateID}},
	History:        historyName,
	Run: func(in *Input) []Finding {
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType("device.enrollment.create"), in.succeeded) {
			if a.user < 0 {
				continue
			}
			var f Finding
			first := in.firstOf(a.user)
			for _, row := range a.rows {
				country, city := in.newValue(event.Country, a.user, row), in.newValue(event.City, a.user, row)
				if !in.settled(first, in.Log.Time(int(row))) || !country && !city {
					continue
				}
				severity, where := Low, in.value(event.City, row)
				own, _ := in.token(a.user, row)
				if in.newNetwork(a.user, row) && !in.shared(row) && !own {
					severity = Medium
				}
				if name := in.value(event.Country, row); where == "" {
					where = name
				} else if name != "" {
					where += ", " + name
				}
				if f.Rows == nil || severity > f.Severity {
					f.Severity = severity
					f.Summary = "a device of " + in.actorName(row) + " was enrolled on " + in.moment(row) + " from " + where + ", where they had not been before in this log"
					f.Facts = map[string]any{"place": where, "new_country": country, "own_device_token": own, "shared_network": in.shared(row)}
				}
				f.Rows = append(f.Rows, row)
			}
			if f.Rows != nil {
				f.Actor = actorAt(in.Log, f.Rows[0])
				findings = append(findings, f)
			}
		}
		return findings
	},
}
