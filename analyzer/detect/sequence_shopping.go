package detect

import (
	"math"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

var contextShopping = &Detection{
	ID: "context-shopping", Title: "Refused for an application, then let in as another program", Family: "Application access",
	Severity: High, Techniques: []string{"T1078", "T1562"},
	Meaning: "A policy refused an application, and minutes later the same person was let in from the same address by another program, " +
		"system or kind of device. People who are refused change the network or the machine; a program that only calls itself something " +
		"else tries out what the policy believes. It is high where the device token stayed the same although the system changed, where a " +
		"script got in, or where program and network were new to the person; medium where the program was; low for a browser or a telephone " +
		"that the person has long used.",
	Check: []string{
		"Compare the rules that refused and let in, and end the policy with a rule that refuses the rest.",
		"Ask the person whether they changed the program, and why.",
		"Read what was done in the application since.",
	},
	FalsePositives: []string{
		"A person who tries again in the other browser of their machine.",
		"A check of the machine that only one browser on it passes.",
	},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time from the refusal to the access", Unit: "minutes", Default: 15, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.OutcomeResult, event.ClientIP},
	NeedsAny: [][]event.Field{personFields, {event.UserAgent, event.UserAgentBrowser}, {event.TargetID, event.TargetDisplayName}},
	Run:      findContextShopping,
}

func findContextShopping(in *Input) []Finding {
	types := in.Log.Column(event.Type)
	c := &shopping{in: in, window: int64(in.Parameters["window_minutes"] * minuteMS), ips: in.Log.Column(event.ClientIP), tokens: in.Log.Column(event.DTHash),
		class: make([]uint8, len(types.Values)), refused: map[refusedAt]uint32{}}
	for code, t := range types.Values {
		switch t {
		case typeAppDenied, typeUnauthorizedApp:
			c.class[code] = refusesApp
		case signOnPolicy:
			c.class[code] = decidesApp
		case typeSSO:
			c.class[code] = opensApp
		}
	}
	var findings []Finding
	for u := range in.Log.Users() {
		if f, ok := c.of(u, in.Views.sightings(u)); ok {
			findings = append(findings, f)
		}
	}
	return findings
}

// What a type says about an application.
const (
	refusesApp = 1 + iota
	decidesApp // by its outcome
	opensApp
)

// shopping looks for who was refused and then let in, one person after the other.
type shopping struct {
	in          *Input
	window      int64
	ips, tokens *table.Column
	class       []uint8 // by type
	refused     map[refusedAt]uint32
}

// refusedAt is where somebody was refused an application.
type refusedAt struct {
	token bool // by device token, or else by address
	value uint32
	app   string
}

// of returns the finding of a person. Most are never refused anything, and for
// the others the minutes after a refusal count alone.
func (c *shopping) of(user int, seen []sighting) (found Finding, ok bool) {
	in, v := c.in, c.in.Views
	until := int64(math.MinInt64)
	var rows []uint32
	for i := range seen {
		s := &seen[i]
		class := c.class[s.kindOf()]
		if class == 0 || s.good() && class != refusesApp && s.time > until {
			continue
		}
		refusal := class == refusesApp || class == decidesApp && !s.good() && in.failed(s.row)
		if !refusal && (s.time > until || !s.good()) {
			continue
		}
		row, app := s.row, in.appKey(s.row)
		if app == "" {
			continue
		}
		byIP, byToken := refusedAt{false, c.ips.Code(int(row)), app}, refusedAt{true, c.tokens.Code(int(row)), app}
		if refusal {
			if until == math.MinInt64 {
				clear(c.refused) // the person before
			}
			until = s.time + c.window
			if !event.Blank(c.ips.Values[byIP.value]) {
				c.refused[byIP] = row
			}
			if !event.Blank(c.tokens.Values[byToken.value]) {
				c.refused[byToken] = row
			}
			continue
		}
		denied, is := c.refused[byToken]
		if !is || in.ms(denied, row) > c.window {
			if denied, is = c.refused[byIP]; !is || in.ms(denied, row) > c.window {
				continue
			}
		}
		delete(c.refused, byIP)
		delete(c.refused, byToken)
		a, before := v.Agent(denied)
		b, now := v.Agent(row)
		if a == 0 || b == 0 || a == b {
			continue // let in as the same program: the policy changed its mind
		}
		rows = append(rows, denied, row)
		if f := in.shopped(user, denied, row, before, now); !ok || f.Severity > found.Severity {
			found, ok = f, true
		}
	}
	found.Rows = rows
	return found, ok
}

const (
	typeSSO       = "user.authentication.sso"
	typeAppDenied = "application.policy.sign_on.deny_access"
)

// appKey returns what tells the application of an event from others: its id,
// or else its name; "" where the event is about none.
func (in *Input) appKey(row uint32) string {
	types, ids := in.Log.Column(event.TargetType), in.Log.Column(event.TargetID)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] == "AppInstance" {
			if id := present(ids.Values[ids.Codes(int(row))[i]]); id != "" {
				return id
			}
			return targetName(in.Log, row, i)
		}
	}
	return ""
}

// shopped weighs a refusal and the access that followed it.
func (in *Input) shopped(user int, denied, row uint32, before, now agent.Agent) Finding {
	log := in.Log
	tokens := log.Column(event.DTHash)
	token := !event.Blank(tokens.At(int(row))) && tokens.Code(int(denied)) == tokens.Code(int(row))
	system := before.OS != "" && now.OS != "" && before.OS != now.OS
	script := now.Kind == agent.Script || now.Kind == agent.Unknown
	known := in.acquainted(user, row)
	program, network := known && in.newAgent(user, row), known && !in.shared(row) && in.newNetwork(user, row)
	f := Finding{Severity: Low, Actor: actorOf(&log.Users()[user])}
	switch {
	case token && (system || script), script && program, program && network:
		f.Severity = High
	case program && before.Mobile() == now.Mobile(): // who goes from the telephone to the laptop changes the machine
		f.Severity = Medium
	}
	f.Facts = map[string]any{"application": in.application(row), "seconds_between": round(float64(in.ms(denied, row))/1000, 3), "same_device_token": token,
		"system_changed": system, "new_program": program, "new_network": network}
	f.Summary = clean(log.Users()[user].Name()) + " was refused " + in.application(denied) + " on " + in.moment(denied) + " with " + in.client(denied) + " and let in " +
		duration(in.ms(denied, row)) + " later from the same address as " + clean(now.String())
	if token {
		f.Summary += ", with the same device token"
	}
	switch {
	case program && network:
		f.Summary += "; neither the program nor the network had the person used before"
	case program:
		f.Summary += "; the person had not used that program before"
	}
	return f
}
