package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var failedSignInsDaily = &Detection{
	ID: "failed-logins-daily-average", Title: "Day with far more failed sign-ins than usual", Family: "Credential attack",
	Severity: Low, Techniques: []string{"T1110", "T1078.004"},
	Meaning: "On one day many more sign-ins failed for wrong credentials, for each account that failed or in all, than on the days before. A " +
		"guessing attack that stays below every limit by the minute shows in the sum of a day." + learning,
	Check: []string{
		"See by address and by account who failed on that day, and whether any of them got in afterwards.",
		"Compare with the days on which passwords expire.",
	},
	FalsePositives: []string{"The first day after a holiday, or a day on which passwords expired.", "A program that goes on with an old password."},
	Parameters: []Parameter{
		historyDays(7),
		{Name: "failures", Title: "Failures in a day up to which nothing is told", Default: 20, Min: 1, Max: 1000000, Integer: true},
		{Name: "distances", Title: "Median distances above the median of earlier days that are unusual", Default: 6, Min: 1, Max: 100},
	},
	Needs:    []event.Field{event.OutcomeResult},
	NeedsAny: [][]event.Field{{event.ActorAlternateID, event.ActorID}},
	History:  historyName,
	Run: func(in *Input) []Finding {
		log := in.Log
		result, reason := log.Column(event.OutcomeResult), log.Column(event.OutcomeReason)
		bad := make([]bool, len(reason.Values))
		for code, v := range reason.Values {
			v = strings.ToUpper(v)
			bad[code] = event.Blank(v) || strings.Contains(v, "CREDENTIAL") || strings.Contains(v, "PASSWORD") || v == "VERIFICATION_ERROR" || v == "LOGIN_FAILED"
		}
		type date struct {
			day  int64
			rows []uint32
		}
		var days []date
		for _, row := range log.RowsOfType("user.session.start") {
			if strings.ToUpper(result.At(int(row))) != "FAILURE" || !bad[reason.Code(int(row))] {
				continue
			}
			d := log.Time(int(row)) / dayMS
			if len(days) == 0 || days[len(days)-1].day != d {
				days = append(days, date{day: d})
			}
			days[len(days)-1].rows = append(days[len(days)-1].rows, row)
		}
		var findings []Finding
		var totals, averages []float64
		for _, d := range days {
			accounts, worst := in.accounts(d.rows)
			total, average := float64(len(d.rows)), float64(len(d.rows))/float64(max(1, accounts))
			start := max(d.day*dayMS, in.Views.history.start)
			unusual := total > usualOf(totals).limit(in.Parameters["distances"], in.Parameters["failures"]) ||
				total > in.Parameters["failures"] && average > usualOf(averages).limit(in.Parameters["distances"], 3)
			if unusual && start >= in.learnt() {
				findings = append(findings, Finding{
					Severity: Low, Rows: d.rows, Actor: actorAt(log, worst),
					Summary: count(len(d.rows), "sign-in", "sign-ins") + " of " + count(accounts, "account", "accounts") + " failed for wrong credentials on " +
						day(start) + "; the median of the days before is " + number(usualOf(totals).median) + ", and most of them were of " + in.actorName(worst),
					Facts: map[string]any{"failures": len(d.rows), "accounts": accounts, "usual": round(usualOf(totals).median, 1)},
				})
			}
			totals, averages = append(totals, total), append(averages, average)
		}
		return findings
	},
}

// accounts returns how many actors events have, and an event of the one that
// has most.
func (in *Input) accounts(rows []uint32) (n int, most uint32) {
	c := in.Log.Column(event.ActorAlternateID)
	counts, best := map[uint32]int{}, 0
	for _, row := range rows {
		counts[c.Code(int(row))]++
	}
	for _, row := range rows {
		if k := counts[c.Code(int(row))]; k > best {
			best, most = k, row
		}
	}
	return len(counts), most
}

var adAgentAnomaly = &Detection{
	ID: "ad-agent-auth-anomaly", Title: "Far more directory sign-ins of one person from more sources than usual", Family: "Credential attack",
	Severity: Medium, Techniques: []string{"T1528", "T1110", "T1078"},
	Meaning: "Within an hour the directory agent checked one person's password far more often than in their usual hour, from more addresses " +
		"or countries than usual. Somebody who has the password, or guesses it, from several machines looks like that. It is medium where " +
		"countries are many, low where only addresses are." + learning,
	Check:          []string{"See which of the addresses the person knows.", "See whether the checks failed, and which one did not.", "Reset the password where the person was not at all of them."},
	FalsePositives: []string{"A new office or a new task of the person's.", "An account that a program uses from several servers."},
	Parameters: []Parameter{
		historyDays(14),
		{Name: "events", Title: "Checks in an hour up to which nothing is told", Default: 5, Min: 1, Max: 100000, Integer: true},
		{Name: "earlier_events", Title: "Earlier checks without which there is no usual hour", Default: 10, Min: 1, Max: 100000, Integer: true},
		{Name: "addresses", Title: "Addresses in an hour from which it is told", Default: 3, Min: 2, Max: 1000, Integer: true},
		{Name: "deviations", Title: "Standard deviations above the person's mean that are unusual", Default: 3, Min: 1, Max: 100},
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.ActorID, event.ActorAlternateID}},
	History:  historyName,
	Run: func(in *Input) []Finding {
		const hour = 3_600_000
		var findings []Finding
		for _, a := range in.actsOf(in.Log.RowsOfType("user.authentication.auth_via_AD_agent"), nil) {
			if a.user < 0 || len(a.rows) <= int(in.Parameters["events"]) {
				continue
			}
			times := timesOf(in, a.rows)
			f := Finding{}
			first, most := in.firstOf(a.user), 0
			var volumes, addresses, countries []float64
			for _, b := range bursts(times, 1, hour) {
				run := a.rows[b.from : b.to+1]
				p := peak(times[b.from:b.to+1], hour)
				in1 := run[p.from : p.to+1]
				n, ips, places := len(in1), in.distinct(event.ClientIP, in1), in.distinct(event.Country, in1)
				limit := in.Parameters["deviations"]
				cold := b.from < int(in.Parameters["earlier_events"])
				unusual := cold && ips >= int(in.Parameters["addresses"]) ||
					!cold && usualOf(volumes).above(float64(n)) > limit &&
						(ips >= int(in.Parameters["addresses"]) && usualOf(addresses).above(float64(ips)) > limit-1 ||
							places > 1 && usualOf(countries).above(float64(places)) >= 1)
				if unusual && n > int(in.Parameters["events"]) && in.settled(first, in.Log.Time(int(in1[0]))) {
					f.Rows = append(f.Rows, in1...)
					if places > 1 {
						f.Severity = Medium
					} else {
						f.Severity = max(f.Severity, Low)
					}
					if n > most {
						most = n
						f.Summary = in.actorName(in1[0]) + "'s password was checked by the directory agent " + count(n, "time", "times") + " within an hour from " +
							in.moment(in1[0]) + ", from " + count(ips, "address", "addresses") + " in " + count(places, "country", "countries") +
							"; the mean of their busy times is " + number(usualOf(volumes).mean)
						f.Facts = map[string]any{"events": n, "addresses": ips, "countries": places, "mean": round(usualOf(volumes).mean, 1)}
					}
				}
				volumes, addresses, countries = append(volumes, float64(n)), append(addresses, float64(ips)), append(countries, float64(places))
			}
			if f.Rows != nil {
				f.Actor = actorAt(in.Log, f.Rows[0])
				findings = append(findings, f)
			}
		}
		return findings
	},
}

// distinct returns how many values of a field events have, blank ones aside.
func (in *Input) distinct(f event.Field, rows []uint32) int {
	c := in.Log.Column(f)
	seen := map[uint32]bool{}
	for _, row := range rows {
		if code := c.Code(int(row)); !event.Blank(c.Values[code]) {
			seen[code] = true
		}
	}
	return len(seen)
}
