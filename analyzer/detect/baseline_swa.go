package detect

import (
	"strings"
	"time"

	"okta-session-analyzer/analyzer/event"
)

// credentialTypes are the events in which the password or the user name that
// Okta keeps for an application is shown or changed.
var credentialTypes = []string{"application.user_membership.show_password", "application.user_membership.change_username",
	"application.user_membership.change_password"}

var swaBulk = &Detection{
	ID: "swa-bulk-access-anomaly", Title: "Many applications with stored passwords opened, or many stored credentials shown or changed",
	Family: "Data access & exfiltration", Severity: Medium, Techniques: []string{"T1555", "T1213", "T1078"},
	Meaning: "Within an hour somebody opened more applications for which Okta keeps the password, or had more stored credentials shown or " +
		"changed, than ever before. Applications opened from a known network are low; credentials touched from a network that is new to them are high." + learning,
	Check: []string{
		"Ask the person whether they were moving to another password manager.",
		"Change the passwords of the applications that were opened, at the applications.",
		"Clear the person's sessions where it was not them.",
	},
	FalsePositives: []string{"A move to another password manager.", "A person who opens all their tabs on Monday morning."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "applications", Title: "Applications in an hour up to which nothing is told", Default: 10, Min: 1, Max: 10000, Integer: true},
		{Name: "credentials", Title: "Stored credentials in an hour up to which nothing is told", Default: 5, Min: 1, Max: 10000, Integer: true},
		{Name: "deviations", Title: "Standard deviations above the mean of earlier hours that are unusual", Default: 3, Min: 1, Max: 100},
	},
	Needs:    []event.Field{event.TargetID},
	NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run: func(in *Input) []Finding {
		mode := in.Log.Column(event.SignOnMode)
		stored := make([]bool, len(mode.Values))
		some := false
		for code, v := range mode.Values {
			v = strings.ToUpper(strings.ReplaceAll(v, "_", " "))
			stored[code] = v == "AUTO LOGIN" || v == "BROWSER PLUGIN" || strings.Contains(v, "SWA") || v == "SECURE PASSWORD STORE"
			some = some || stored[code]
		}
		findings := in.bulk(in.Log.RowsOfType(credentialTypes...), in.Parameters["credentials"], true)
		if some {
			sso := in.Log.RowsOfType("user.authentication.sso")
			var rows []uint32
			for _, row := range sso {
				if stored[mode.Code(int(row))] {
					rows = append(rows, row)
				}
			}
			findings = append(findings, in.bulk(rows, in.Parameters["applications"], false)...)
		}
		return findings
	},
}

// bulk returns a finding for each person who did something to more targets in
// an hour than the floor, and than is usual for them.
func (in *Input) bulk(rows []uint32, floor float64, credentials bool) []Finding {
	const hour = 3_600_000
	var findings []Finding
	for _, a := range in.actsOf(rows, in.succeeded) {
		if a.user < 0 || len(a.rows) <= int(floor) {
			continue
		}
		times := timesOf(in, a.rows)
		first := in.firstOf(a.user)
		var f Finding
		var earlier []float64
		most := 0
		for _, b := range bursts(times, 1, hour) {
			p := peak(times[b.from:b.to+1], hour)
			run := a.rows[b.from+p.from : b.from+p.to+1]
			tuples := map[string]bool{}
			for _, row := range run {
				tuples[in.objects(row)] = true
			}
			n, u := len(tuples), usualOf(earlier)
			earlier = append(earlier, float64(n))
			if float64(n) <= max(floor, u.most) || u.n >= 3 && u.above(float64(n)) <= in.Parameters["deviations"] || !in.settled(first, in.Log.Time(int(run[0]))) {
				continue
			}
			f.Rows = append(f.Rows, run...)
			fresh := in.newNetwork(a.user, run[0])
			severity := Medium // many applications at once from the person's own network are low
			if !credentials && !fresh {
				severity = Low
			}
			what := count(n, "application", "applications") + " with stored passwords"
			if credentials {
				what = "stored credentials of " + count(n, "account or application", "accounts and applications")
				if fresh {
					severity = High
				}
			}
			f.Severity = max(f.Severity, severity)
			if n > most {
				most = n
				f.Summary = in.actorName(run[0]) + " used " + what + " within an hour from " + in.moment(run[0])
				if u.n > 0 {
					f.Summary += "; never more than " + number(u.most) + " in an hour before"
				}
				f.Facts = map[string]any{"targets": n, "credentials": credentials, "new_network": fresh}
			}
		}
		if f.Rows != nil {
			f.Actor = actorAt(in.Log, f.Rows[0])
			findings = append(findings, f)
		}
	}
	return findings
}

// objects returns the targets of an event as one text.
func (in *Input) objects(row uint32) string {
	ids := in.Log.Column(event.TargetID)
	var b strings.Builder
	for _, code := range ids.Codes(int(row)) {
		b.WriteString(ids.Values[code])
		b.WriteByte(0)
	}
	return b.String()
}

var swaOffHours = &Detection{
	ID: "swa-offhours-anomaly", Title: "Stored credentials touched at hours and from a country unusual for the person",
	Family: "Data access & exfiltration", Severity: Low, Techniques: []string{"T1555", "T1078"},
	Meaning: "Somebody had stored credentials of applications shown or changed at hours of the day in which they had not been active on three " +
		"days before, a day of the week and a weekend apart. It is medium where the country is new to them as well." + learning,
	Check:          []string{"Ask the person whether they were at work then.", "Change the credentials that were shown."},
	FalsePositives: []string{"Work on call, or a move to another zone of time."},
	Parameters: []Parameter{
		historyDays(14),
		{Name: "events", Title: "Events at unusual hours from which it is told", Default: 3, Min: 1, Max: 1000, Integer: true},
		{Name: "active_days", Title: "Days with activity that make an hour usual", Unit: "days", Default: 3, Min: 1, Max: 30, Integer: true},
	},
	NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run: func(in *Input) []Finding {
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType(credentialTypes...), in.succeeded) {
			if a.user < 0 || len(a.rows) < int(in.Parameters["events"]) {
				continue
			}
			first := in.firstOf(a.user)
			all := in.Log.Users()[a.user].Rows
			var active [48]int // days, by the hour of a weekday or of a weekend
			var lastDay [48]int64
			learned := 0
			var rows []uint32
			abroad := false
			for _, row := range a.rows {
				t := in.Log.Time(int(row))
				for ; learned < len(all) && in.Log.Time(int(all[learned])) < t-familiarFor; learned++ {
					if !in.Views.Own(all[learned]) {
						continue
					}
					at := in.Log.Time(int(all[learned]))
					if s, d := slotOf(at), at/dayMS+1; lastDay[s] != d {
						lastDay[s] = d
						active[s]++
					}
				}
				// An hour early or late is the same time of day.
				s := slotOf(t)
				base, h := s/24*24, s%24
				usual := max(active[s], active[base+(h+1)%24], active[base+(h+23)%24])
				if in.settled(first, t) && usual < int(in.Parameters["active_days"]) {
					rows = append(rows, row)
					abroad = abroad || in.newValue(event.Country, a.user, row)
				}
			}
			if len(rows) < int(in.Parameters["events"]) {
				continue
			}
			f := Finding{Severity: Low, Rows: rows, Actor: actorAt(in.Log, rows[0]), Facts: map[string]any{"events": len(rows), "new_country": abroad}}
			f.Summary = in.actorName(rows[0]) + " touched stored credentials " + count(len(rows), "time", "times") + " at hours in which they are not active, first on " + in.moment(rows[0])
			if abroad {
				f.Severity = Medium
				f.Summary += ", and from a country new to them"
			}
			findings = append(findings, f)
		}
		return findings
	},
}

// slotOf returns the hour of the day UTC of a time, 24 more at a weekend.
func slotOf(ms int64) int {
	t := time.UnixMilli(ms).UTC()
	if d := t.Weekday(); d == time.Saturday || d == time.Sunday {
		return 24 + t.Hour()
	}
	return t.Hour()
}
