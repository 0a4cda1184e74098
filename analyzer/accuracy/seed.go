package accuracy

import (
	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/seed"
	"okta-session-analyzer/analyzer/table"
)

// The checks of the seed program, by the names under which their false
// findings are listed.
const (
	seedProviders = "seed: changes of identity providers"
	seedAgents    = "seed: several agents and addresses"
	seedTravel    = "seed: fast travel"
	seedPushes    = "seed: push requests"
	seedAttempts  = "seed: unauthorized attempts"
)

// JudgeSeed holds the seed program's rules against the truth of a log, with
// their default thresholds. Its evidence is the events that each check counts;
// it names no one but by them.
func JudgeSeed(t *Truth, form string, log *table.Log) *Score {
	found := seed.Analyze(log, seed.Defaults)
	var claims []claim
	add := func(check, summary string, rows ...uint32) {
		c := claim{detector: check, severity: detect.Medium, summary: summary}
		for _, row := range rows {
			c.events = append(c.events, log.UUID(int(row)))
			c.places = append(c.places, log.Column(event.ClientIP).At(int(row)))
		}
		claims = append(claims, c)
	}
	for _, row := range found.Changes {
		add(seedProviders, log.Column(event.DisplayMessage).At(int(row)), row)
	}
	sessions := map[string][]uint32{}
	ids, types := log.Column(event.ExternalSessionID), log.Column(event.Type)
	for row := range log.Len() {
		id := ids.At(row)
		sessions[id] = append(sessions[id], uint32(row))
	}
	ofType := func(rows []uint32, name string) []uint32 {
		var kept []uint32
		for _, row := range rows {
			if types.At(int(row)) == name {
				kept = append(kept, row)
			}
		}
		return kept
	}
	for i := range found.Sessions {
		s := &found.Sessions[i]
		rows := sessions[s.ID]
		if s.Agents != nil {
			add(seedAgents, "session "+s.ID, rows...)
		}
		if len(s.Travels) > 0 {
			var ends []uint32
			for _, travel := range s.Travels {
				ends = append(ends, travel.From, travel.To)
			}
			add(seedTravel, "session "+s.ID, ends...)
		}
		if s.Pushes > 0 {
			add(seedPushes, "session "+s.ID, ofType(rows, "system.push.send_factor_verify_push")...)
		}
		if s.Attempts > 0 {
			add(seedAttempts, "session "+s.ID, ofType(rows, "app.generic.unauth_app_access_attempt")...)
		}
	}
	return t.judge(form, claims)
}
