package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var strongThenWeak = &Detection{
	ID: "strong-factor-failed-weak-used", Title: "A phishing-resistant factor was refused, a weaker one accepted right after", Family: "MFA abuse",
	Severity: High, Techniques: []string{"T1556.006", "T1557"},
	Meaning: "FastPass or a security key failed, and within minutes a code, a push or an answer let the person in from the same address. " +
		"A phishing page cannot pass on a factor that is bound to Okta's own address, and so leads its victim to one that it can. It is " +
		"critical where FastPass said that the page was another's; from a network and a program or a country new to the person it is " +
		"high, from another city medium, and from where they usually are low: keys are left at home.",
	Check: []string{
		"Ask the person which page they signed in on, and by which message they came there.",
		"Clear the sessions since the weaker factor was accepted, and reset the password: the page has it.",
		"Have the policy accept phishing-resistant factors only, at least for administrators.",
	},
	FalsePositives: []string{
		"A security key that was left at home, a laptop whose lid is closed, a reader that is broken: from a usual place this is low.",
		"A person on a journey whose platform authenticator does not work.",
	},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time from the refusal to the weaker factor", Unit: "minutes", Default: 10, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.OutcomeResult, event.ClientIP},
	NeedsAny: [][]event.Field{personFields, {event.Factor, event.TargetMethod, event.TargetDisplayName}},
	Replaces: []string{"fastpass-phishing-declined"},
	Run:      findStrongThenWeak,
}

// refusal is the last failure of a phishing-resistant factor.
type refusal struct {
	row      uint32
	phishing bool
}

func findStrongThenWeak(in *Input) []Finding {
	log, v := in.Log, in.Views
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	ips, reasons := log.Column(event.ClientIP), log.Column(event.OutcomeReason)
	kinds := newFactors(log, v)
	phishing := make([]bool, len(reasons.Values))
	for code, reason := range reasons.Values {
		phishing[code] = strings.Contains(strings.ToLower(reason), strings.ToLower(phishingDeclined))
	}
	open := map[int]refusal{} // the last refusal of each person that nothing followed yet
	found := map[int]Finding{}
	var order []int
	for _, row := range log.RowsOfType(typeFactorUsed, "user.authentication.verify") {
		u := log.UserOf(int(row))
		if u < 0 || event.Blank(ips.At(int(row))) {
			continue
		}
		r, some := open[u]
		some = some && in.ms(r.row, row) <= window
		if in.failed(row) {
			if declined := phishing[reasons.Code(int(row))]; declined || kinds.of(row) == boundProof {
				open[u] = refusal{row, declined || some && r.phishing}
			}
			continue
		}
		// A push is answered by the telephone, from wherever that is.
		if !some || !in.succeeded(row) || v.Own(row) && ips.Code(int(row)) != ips.Code(int(r.row)) {
			continue
		}
		kind := kinds.of(row)
		if kind == boundProof || kind == relayedProof {
			delete(open, u) // it worked at the second attempt, or another did
		}
		if kind != relayedProof {
			continue
		}
		f := in.downgrade(u, r, row)
		old, known := found[u]
		if !known {
			order = append(order, u)
		}
		rows := append(old.Rows, r.row, row)
		if known && old.Severity >= f.Severity { // the worst is told, with all evidence
			f = old
		}
		f.Rows = rows
		found[u] = f
	}
	findings := make([]Finding, 0, len(order))
	for _, u := range order {
		findings = append(findings, found[u])
	}
	return findings
}

// downgrade weighs a refusal and the weaker factor that was accepted after it.
func (in *Input) downgrade(user int, r refusal, row uint32) Finding {
	at := r.row
	if in.Views.Own(row) {
		at = row
	}
	known := in.acquainted(user, at)
	network := known && !in.shared(at) && in.newNetwork(user, at)
	program := known && in.Views.Own(at) && in.newAgent(user, at)
	country := known && in.newValue(event.Country, user, at)
	city := known && in.newValue(event.City, user, at)
	own, fresh := in.token(user, at) // the person's own machine on a journey keeps its token
	f := Finding{Severity: Low, Actor: actorOf(&in.Log.Users()[user])}
	switch {
	case r.phishing && (network || !known):
		f.Severity = Critical
	case r.phishing, network && !own && (program || country || fresh):
		f.Severity = High
	case network && !own && city:
		f.Severity = Medium
	}
	f.Facts = map[string]any{"phishing_declined": r.phishing, "seconds_between": round(float64(in.ms(r.row, row))/1000, 3),
		"new_network": network, "new_program": program, "new_country": country, "new_city": city}
	what := "failed"
	if r.phishing {
		what = "was withheld from a page that is not Okta's"
	}
	f.Summary = "A phishing-resistant factor of " + clean(in.Log.Users()[user].Name()) + " " + what + " on " + in.moment(r.row) + " and " +
		duration(in.ms(r.row, row)) + " later " + in.proofName(row) + " was accepted, for a sign-in with " + in.client(at)
	var news []string
	for _, n := range []struct {
		is   bool
		name string
	}{{network, "network"}, {program, "program"}, {city, "city"}, {country, "country"}} {
		if n.is {
			news = append(news, n.name)
		}
	}
	switch {
	case !known:
		f.Summary += "; the log does not know the person for long enough to say what is usual"
	case len(news) == 0:
		f.Summary += "; all of that the person had used before"
	default:
		f.Summary += "; new to the person: " + list(news, len(news), len(news))
	}
	return f
}

// proofName returns what an event's factor is called in a sentence.
func (in *Input) proofName(row uint32) string {
	for _, f := range []event.Field{event.Factor, event.TargetMethod} {
		if s := in.value(f, row); s != "" {
			return s
		}
	}
	types := in.Log.Column(event.TargetType)
	for i, code := range types.Codes(int(row)) {
		if strings.HasPrefix(types.Values[code], "Authenticator") {
			if name := targetName(in.Log, row, i); name != "" {
				return quote(name)
			}
		}
	}
	return "another factor"
}

// acquainted reports whether a person has been in the log for long enough
// before an event for what they had not used to be new: three days.
func (in *Input) acquainted(user int, row uint32) bool {
	return in.firstOf(user) <= in.Log.Time(int(row))-3*dayMS
}
