package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/agent"
	"okta-session-analyzer/analyzer/event"
)

var rareCountry = &Detection{
	ID: "rare-country-for-user", Title: "Country that a person is rarely in", Family: "Travel, geo & network origin",
	Severity: Low, Techniques: []string{"T1078.004"},
	Meaning: "A person was let in from a country that they had not been in while the log was learnt from, and that few of their events come " +
		"from. Alone it is a journey as often as not; with another finding of the same person it counts." + learning,
	Check:          []string{"Ask the person whether they were there.", "See what was done from there, and with which program."},
	FalsePositives: []string{"The first business trip or holiday.", "A VPN with a way out in another country."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "events", Title: "Events of a person without which nothing is told", Default: 20, Min: 1, Max: 100000, Integer: true},
		{Name: "share_percent", Title: "Share of the person's events below which a country is rare", Unit: "percent", Default: 5, Min: 0.1, Max: 50},
	},
	Needs:    []event.Field{event.Country},
	NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run:      findRareCountry,
}

func findRareCountry(in *Input) []Finding {
	h, log := in.Views.habits(), in.Log
	country := log.Column(event.Country)
	blank := make([]bool, len(country.Values))
	for code, name := range country.Values {
		blank[code] = event.Blank(name)
	}
	type visit struct {
		country     uint32
		first, last uint32
		n           int
	}
	var findings []Finding
	var visits []visit
	for u := range log.Users() {
		visits = visits[:0]
		total := 0
		for _, use := range h.of(u) {
			code := country.CodesOf(use.client)[0]
			if blank[code] {
				continue
			}
			total += use.n
			at := 0
			for at < len(visits) && visits[at].country != code {
				at++
			}
			if at == len(visits) {
				visits = append(visits, visit{code, use.first, use.last, 0})
			}
			visits[at].n += use.n
			visits[at].last = max(visits[at].last, use.last)
		}
		if len(visits) < 2 || total < int(in.Parameters["events"]) {
			continue
		}
		var rows []uint32
		var names []string
		n := 0
		for _, v := range visits {
			rare := float64(v.n)*100 < in.Parameters["share_percent"]*float64(total)
			if rare && in.settled(in.firstOf(u), log.Time(int(v.first))) {
				rows = append(rows, v.first, v.last)
				names = append(names, clean(country.Values[v.country]))
				n += v.n
			}
		}
		if len(rows) == 0 {
			continue
		}
		findings = append(findings, Finding{
			Severity: Low, Rows: rows, Actor: actorOf(&log.Users()[u]),
			Summary: clean(log.Users()[u].Name()) + " was in " + list(names[:min(len(names), maxNames)], len(names), 4) + " from " + in.moment(rows[0]) + ", where " +
				count(n, "event", "events") + " of their " + number(float64(total)) + " come from; not before in this log",
			Facts: map[string]any{"countries": names[:min(len(names), maxNames)], "events": n, "events_in_all": total},
		})
	}
	return findings
}

var anonymizerFirstUse = &Detection{
	ID: "anonymizer-first-use", Title: "First sign-in of a person through an anonymiser", Family: "Travel, geo & network origin",
	Severity: Low, Techniques: []string{"T1078.004", "T1133", "T1090.003"},
	Meaning: "A person was let in through a proxy or an anonymiser, by Okta's list of them, who never had come by one before. It is medium " +
		"where the program is new to them too." + learning,
	Check:          []string{"Ask the person whether they use such a service.", "Read what the session did; if it is not theirs, clear it and reset the password."},
	FalsePositives: []string{"A person who has just installed a VPN.", "A provider that is on the list of anonymisers by mistake."},
	Parameters:     []Parameter{historyDays(7)},
	Needs:          []event.Field{event.IsProxy},
	NeedsAny:       [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:        historyName,
	Run: func(in *Input) []Finding {
		proxy := in.Log.Column(event.IsProxy)
		yes := make([]bool, len(proxy.Values))
		some := false
		for code, v := range proxy.Values {
			yes[code] = v == "true" || v == "True" || v == "TRUE"
			some = some || yes[code]
		}
		if !some {
			return nil
		}
		rows := in.Log.RowsOfType("user.session.start", "user.authentication.verify", "user.authentication.sso", typeFactorUsed)
		var findings []Finding
		for _, a := range in.actsOf(rows, func(row uint32) bool {
			return yes[proxy.Code(int(row))] && in.Views.Own(row) && in.succeeded(row)
		}) {
			row := a.rows[0] // the first in the log: whoever came by one while it was learnt from is used to it
			if a.user < 0 || !in.settled(in.firstOf(a.user), in.Log.Time(int(row))) {
				continue
			}
			network, program := in.newNetwork(a.user, row), in.newAgent(a.user, row)
			// What they do on later days is no first use.
			first := slices.IndexFunc(a.rows, func(r uint32) bool { return in.ms(row, r) > dayMS })
			if first < 0 {
				first = len(a.rows)
			}
			f := Finding{Severity: Low, Rows: a.rows[:first:first], Actor: actorAt(in.Log, row)}
			if network && program {
				f.Severity = Medium
			}
			f.Summary = in.actorName(row) + " was let in through an anonymiser for the first time on " + in.moment(row) + ", from " + in.source(row, network, program)
			f.Facts = map[string]any{"events": len(a.rows), "new_network": network, "new_program": program}
			findings = append(findings, f)
		}
		return findings
	},
}

var unknownDeviceSSO = &Detection{
	ID: "unknown-client-device-sso", Title: "Application opened by an unknown kind of device with a program new to the person",
	Family: "Application access", Severity: Medium, Techniques: []string{"T1078.004"},
	Meaning: "An application was opened by a client whose kind Okta could not tell, with a program that the person had not used before. " +
		"Sign-on policies that ask for the kind of device can be got round by a user agent that names none. It is medium for a script and " +
		"low for other programs." + learning,
	Check: []string{"Ask the person whether the program is theirs.", "See whether the sign-on policy of the application asked for a second factor.",
		"Make the last rule of the policy deny what no other rule lets in."},
	FalsePositives: []string{"A script or a desktop program of the person's own."},
	Parameters:     []Parameter{historyDays(7)},
	Needs:          []event.Field{event.ClientDevice, event.UserAgent},
	NeedsAny:       [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:        historyName,
	Run: func(in *Input) []Finding {
		device := in.Log.Column(event.ClientDevice)
		unknown := make([]bool, len(device.Values))
		for code, v := range device.Values {
			unknown[code] = v == "Unknown"
		}
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType("user.authentication.sso"), func(row uint32) bool {
			return unknown[device.Code(int(row))] && in.Views.Own(row) && in.succeeded(row)
		}) {
			if a.user < 0 {
				continue
			}
			f := Finding{Severity: Low}
			first := in.firstOf(a.user)
			for _, row := range a.rows {
				if !in.settled(first, in.Log.Time(int(row))) || !in.newAgent(a.user, row) {
					continue
				}
				_, program := in.Views.Agent(row)
				if f.Rows == nil || program.Kind == agent.Script && f.Severity < Medium {
					f.Summary = in.actorName(row) + " opened " + in.application(row) + " on " + in.moment(row) + " with " + clean(program.String()) +
						" from " + in.value(event.ClientIP, row) + ", a program new to them on a device of unknown kind"
					f.Facts = map[string]any{"program": clean(program.String())}
				}
				if program.Kind == agent.Script {
					f.Severity = Medium
				}
				f.Rows = append(f.Rows, row)
			}
			if f.Rows != nil {
				f.Actor = actorAt(in.Log, f.Rows[0])
				f.Facts["events"] = len(f.Rows)
				findings = append(findings, f)
			}
		}
		return findings
	},
}

// application returns the name of the application that an event is about.
func (in *Input) application(row uint32) string {
	types := in.Log.Column(event.TargetType)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] == "AppInstance" {
			if name := targetName(in.Log, row, i); name != "" {
				return clean(name)
			}
		}
	}
	return "an application"
}
