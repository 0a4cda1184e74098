package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

var deviceFromThreat = &Detection{
	ID: "device-enrolled-from-threat-ip", Title: "A device was enrolled from an address that ThreatInsight reported", Family: "Device",
	Severity: High, Techniques: []string{"T1098.005"},
	Meaning: "A device was enrolled from an address that Okta's ThreatInsight reported for an attack, before or after. Whoever attacks from " +
		"there may have given themselves a factor that stays. It is high within a day of the report, medium at another time, and low where " +
		"the address is one that the person has long used or that many people sign in from: such addresses earn a reputation by others.",
	Check: []string{
		"Ask the person whether the device is theirs; remove it and clear the sessions if not.",
		"See what else came from the address, and which accounts it tried.",
		"Reset the password of the account, which enrolled the device with it.",
	},
	FalsePositives: []string{"A shared address, of a carrier or an office, from which somebody else once sprayed."},
	Parameters: []Parameter{
		{Name: "near_hours", Title: "Time between report and enrolment that is high", Unit: "hours", Default: 24, Min: 0.1, Max: 720},
		sharedUsers(5),
	},
	Needs: []event.Field{event.ClientIP},
	Run:   findDeviceFromThreat,
}

func findDeviceFromThreat(in *Input) []Finding {
	log := in.Log
	enrolments := log.RowsOfType("device.enrollment.create")
	if len(enrolments) == 0 {
		return nil
	}
	ips := log.Column(event.ClientIP)
	reports := map[string][]uint32{}
	names := []*table.Column{ips, log.Column(event.ActorDisplayName), log.Column(event.ActorAlternateID)}
	for _, row := range log.RowsOfType("security.threat.detected", "security.attack.start", "security.attack.end") {
		var last string
		for _, c := range names {
			// ThreatInsight has the address as the actor's name.
			if s := present(c.At(int(row))); s != "" && s != last {
				if _, ok := event.Network(s); ok {
					reports[s] = append(reports[s], row)
					last = s
				}
			}
		}
	}
	if len(reports) == 0 {
		return nil
	}
	type place struct {
		user int
		ip   uint32
	}
	const everybody = -2 // -1 is an event of nobody
	found := map[place]int{}
	enrolled := map[int]int{} // devices, by number of a finding on an address of many
	var findings []Finding
	for _, row := range enrolments {
		ip := ips.Code(int(row))
		list := reports[ips.Values[ip]]
		if len(list) == 0 || !in.succeeded(row) {
			continue
		}
		u := log.UserOf(int(row))
		// At an address of many people all of them are one finding: each by itself
		// says nothing, and a crowd of them would be as long as the log.
		shared := in.shared(row)
		at := place{u, ip}
		if shared {
			at.user = everybody
		}
		if n, known := found[at]; known {
			findings[n].Rows = append(findings[n].Rows, row)
			if shared {
				enrolled[n]++
			}
			continue
		}
		near, _ := slices.BinarySearch(list, row)
		if near == len(list) || near > 0 && in.ms(list[near-1], row) < in.ms(row, list[near]) {
			near--
		}
		report := list[near]
		gap := max(in.ms(report, row), in.ms(row, report))
		people := in.Views.crowd(in.Views.Network(row))
		familiar := u >= 0 && in.acquainted(u, row) && !in.newNetwork(u, row)
		f := Finding{Severity: Medium, Rows: []uint32{report, row}}
		switch {
		case shared || familiar:
			f.Severity = Low
		case gap <= int64(in.Parameters["near_hours"]*hourMS):
			f.Severity = High
		}
		if u >= 0 {
			f.Actor = actorOf(&log.Users()[u])
		}
		f.Facts = map[string]any{"hours_between": round(float64(gap)/hourMS, 2), "reports": len(list), "people_at_the_network": people, "known_network": familiar}
		f.Summary = in.actorName(row) + " enrolled a device on " + in.moment(row) + " from " + in.client(row) + "; ThreatInsight reported the address " +
			count(len(list), "time", "times") + ", nearest " + duration(gap) + map[bool]string{true: " before", false: " after"}[report < row] + " (" + in.kindName(report) + ")"
		switch {
		case shared:
			f.Summary += "; " + count(people, "person has", "people have") + " signed in from its network"
		case familiar:
			f.Summary += "; the person had used that network before"
		}
		found[at] = len(findings)
		if shared {
			enrolled[len(findings)] = 1
		}
		findings = append(findings, f)
	}
	for n, devices := range enrolled {
		if f := &findings[n]; devices > 1 {
			f.Facts["devices"] = devices
			f.Summary += "; " + count(devices-1, "more device was", "more devices were") + " enrolled from the address"
		}
	}
	return findings
}
