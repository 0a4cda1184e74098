package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

const publicClient = "PublicClientApp"

var oauthScopeDenied = &Detection{
	ID: "oauth-public-client-scope-denied", Title: "Public client asks for scopes that it may not have", Family: "OAuth & app credentials",
	Severity: Medium, Techniques: []string{"T1550.001", "T1078.004"},
	Meaning: "An application asked for a token of its own with rights that it was not given. Whoever has stolen an application's credentials " +
		"tries what they are good for. It is low where the application is refused on several days: that is a wrong setting.",
	Check:          []string{"See where the requests came from, and whether the application runs there.", "Ask its owner; where the requests are not theirs, change its credentials."},
	FalsePositives: []string{"An integration that was set up with too many scopes."},
	Parameters: []Parameter{
		{Name: "setting_days", Title: "Days with refusals from which it is taken for a wrong setting", Unit: "days", Default: 3, Min: 2, Max: 90, Integer: true},
	},
	Needs: []event.Field{event.ActorType, event.OutcomeReason},
	Run: func(in *Input) []Finding {
		log := in.Log
		kind, reason, grant, scopes := log.Column(event.ActorType), log.Column(event.OutcomeReason), log.Column(event.GrantType), log.Column(event.RequestedScopes)
		rows := log.RowsOfType("app.oauth2.as.token.grant", "app.oauth2.token.grant")
		var findings []Finding
		for _, a := range in.actsOf(rows, func(row uint32) bool {
			if kind.At(int(row)) != publicClient || in.succeeded(row) || !strings.EqualFold(reason.At(int(row)), "no_matching_scope") {
				return false
			}
			if g := grant.At(int(row)); !event.Blank(g) && g != "client_credentials" {
				return false
			}
			return !knownIntegration(in, row)
		}) {
			days, last := 0, int64(-1)
			var asked []string
			seen := map[string]bool{}
			for _, row := range a.rows {
				if d := log.Time(int(row)) / dayMS; d != last {
					days, last = days+1, d
				}
				if s := present(scopes.At(int(row))); s != "" && !seen[s] && len(asked) < maxNames {
					seen[s] = true
					asked = append(asked, clean(s))
				}
			}
			f := Finding{Severity: Medium, Rows: a.rows, Actor: actorAt(log, a.rows[0])}
			if days >= int(in.Parameters["setting_days"]) {
				f.Severity = Low
			}
			f.Summary = "application " + in.clientName(a.rows[0]) + " was refused a token " + count(len(a.rows), "time", "times") + " from " + in.moment(a.rows[0]) +
				" on, for scopes that it may not have"
			if len(asked) > 0 {
				f.Summary += ": " + list(asked, len(asked), 3)
			}
			f.Facts = map[string]any{"refusals": len(a.rows), "days": days, "scopes": asked}
			findings = append(findings, f)
		}
		return findings
	},
}

// clientName returns what an application is called that is the actor.
func (in *Input) clientName(row uint32) string {
	if name := in.value(event.ActorDisplayName, row); name != "" {
		return quote(name)
	}
	return in.actorName(row)
}

// knownIntegration reports whether an event is of Okta's own or another known
// integration, which asks for more than it needs.
func knownIntegration(in *Input, row uint32) bool {
	name := in.Log.Column(event.ActorDisplayName).At(int(row))
	return strings.HasPrefix(name, "Okta") || strings.HasPrefix(name, "Datadog") || in.Log.Column(event.UserAgent).At(int(row)) == "Okta-Integrations"
}

var oauthRareGrant = &Detection{
	ID: "oauth-public-client-rare-grant", Title: "Public client that obtained a token only once", Family: "OAuth & app credentials",
	Severity: Low, Techniques: []string{"T1550.001"},
	Meaning: "An application got one access token in the whole log, and none while the log was learnt from. Applications that are in use get " +
		"tokens again and again; one token is a trial, by whomever." + learning,
	Check:          []string{"Ask the application's owner whether they tried it then.", "See what was done with the token."},
	FalsePositives: []string{"A new integration, or one that runs once a month."},
	Parameters: []Parameter{
		historyDays(14),
		{Name: "applications", Title: "Applications up to which each is a finding of its own; more of them are one", Default: 3, Min: 1, Max: 1000, Integer: true},
	},
	Needs:   []event.Field{event.ActorType},
	History: historyName,
	Run: func(in *Input) []Finding {
		kind := in.Log.Column(event.ActorType)
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType("app.oauth2.as.token.grant.access_token"), func(row uint32) bool {
			return kind.At(int(row)) == publicClient && in.succeeded(row)
		}) {
			row := a.rows[0]
			if len(a.rows) != 1 || in.Log.Time(int(row)) < in.learnt() || knownIntegration(in, row) {
				continue
			}
			findings = append(findings, Finding{
				Severity: Low, Rows: a.rows, Actor: actorAt(in.Log, row),
				Summary: "application " + in.clientName(row) + " got its only access token in this log on " + in.moment(row) + " from " + in.value(event.ClientIP, row),
				Facts:   map[string]any{"days": round(in.Views.history.days(), 1)},
			})
		}
		return in.fold(findings, int(in.Parameters["applications"]), "applications got one access token each in this log, the first of them ")
	},
}
