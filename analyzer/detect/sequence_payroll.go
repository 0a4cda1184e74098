package detect

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// payrollList is the list of a configuration with the organisation's own
// payroll and personnel applications, by name or id.
const payrollList = "payroll_applications"

var payrollAccess = &Detection{
	ID:         "new-device-then-payroll-app",
	Title:      "Failed sign-ins, a new device, and straight to the payroll",
	Family:     "Correlation",
	Severity:   Critical,
	Techniques: []string{"T1078.004", "T1565"},
	Meaning: "Sign-ins of an account failed, then it was entered with a device that Okta did not know, and within minutes the payroll " +
		"or personnel application was opened. Thieves of wages do that: they change the bank account. It is critical where the network " +
		"and the country are new to the person, high where machine and network are, low where " +
		"the owner's new telephone in their own country explains it. The list " + payrollList + " of the configuration adds applications " +
		"to those that are known by name.",
	Check: []string{
		"Ask the person by telephone whether they opened the application.",
		"Look in the application for a changed bank account, address or tax form, and stop the next payment.",
		"Clear the sessions, reset password and factors, and remove the device.",
	},
	FalsePositives: []string{"An employee who looks at the pay slip with a new telephone."},
	Parameters: []Parameter{
		{Name: "failure_minutes", Title: "Time from a failed sign-in to the notice of the new device", Unit: "minutes", Default: 60, Min: 1, Max: 1440},
		{Name: "open_minutes", Title: "Time from the notice to the application", Unit: "minutes", Default: 7, Min: 1, Max: 1440},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.OutcomeResult},
	NeedsAny: [][]event.Field{{event.TargetDisplayName, event.TargetAlternateID, event.TargetID}, personFields},
	Lists:    []string{payrollList},
	Run:      findPayrollAccess,
}

// payrollWords are whole words of the names of applications for payroll and
// personnel, in lower case.
var payrollWords = []string{"workday", "payroll", "payslip", "payslips", "salary", "wages", "adp", "paychex", "gusto", "bamboohr", "ukg", "ultipro",
	"dayforce", "ceridian", "successfactors", "paycom", "paylocity", "paycor", "rippling", "personio", "hibob", "deel", "zenefits", "trinet",
	"insperity", "peoplesoft", "hcm", "hris", "datev"}

// isPayroll reports whether an event's application is one for payroll.
func (in *Input) isPayroll(row uint32) bool {
	types := in.Log.Column(event.TargetType)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] != "AppInstance" {
			continue
		}
		for _, f := range [...]event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID} {
			c := in.Log.Column(f)
			name := c.Values[c.Codes(int(row))[i]]
			if slices.ContainsFunc(in.Lists[payrollList], func(l string) bool { return strings.EqualFold(strings.TrimSpace(l), name) }) {
				return true
			}
			if f == event.TargetID {
				continue
			}
			words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
			if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(payrollWords, w) }) {
				return true
			}
		}
	}
	return false
}

func findPayrollAccess(in *Input) []Finding {
	log := in.Log
	before, within := int64(in.Parameters["failure_minutes"]*minuteMS), int64(in.Parameters["open_minutes"]*minuteMS)
	who := &people{log: log}
	noticed := map[int][]uint32{}
	var order []int
	for _, row := range log.RowsOfType("system.email.new_device_notification.sent_message") {
		u := who.target(row)
		if u < 0 {
			if u = log.UserOf(int(row)); u < 0 {
				continue
			}
		}
		if noticed[u] == nil {
			order = append(order, u)
		}
		noticed[u] = append(noticed[u], row)
	}
	types := log.Column(event.Type)
	attempt := make([]bool, len(types.Values))
	for code, t := range types.Values {
		attempt[code] = t == typeSessionStart || strings.HasPrefix(t, "user.authentication.")
	}
	sso := oneOf(types, typeSSO)
	var findings []Finding
	for _, u := range order {
		notices, rows, at := noticed[u], log.Users()[u].Rows, 0
		var failures []uint32
		for i, notice := range notices {
			start := log.Time(int(notice))
			for len(failures) > 0 && in.ms(failures[0], notice) > before {
				failures = failures[1:]
			}
			for at = max(at, in.since(rows, start-before)); at < len(rows) && rows[at] < notice; at++ {
				if row := rows[at]; attempt[types.Code(int(row))] && in.failed(row) {
					failures = append(failures, row)
				}
			}
			noticedAfter := failures
			for open := true; at < len(rows) && (i+1 == len(notices) || rows[at] < notices[i+1]); at++ {
				row := rows[at]
				if in.ms(notice, row) > within {
					break
				}
				switch kind := types.Code(int(row)); {
				case attempt[kind] && in.failed(row):
					failures = append(failures, row)
				case sso[kind] && open && len(noticedAfter) > 0 && in.succeeded(row) && in.isPayroll(row):
					findings = append(findings, in.describePayroll(u, noticedAfter, notice, row))
					open = false
				}
			}
		}
	}
	return findings
}

func (in *Input) describePayroll(user int, failures []uint32, notice, row uint32) Finding {
	const listed = 50
	f := Finding{Severity: Low, Actor: actorOf(&in.Log.Users()[user])}
	f.Rows = append(append(f.Rows, failures[max(0, len(failures)-listed):]...), notice, row)
	network, program := in.foreign(user, row)
	country := in.newValue(event.Country, user, row)
	_, a := in.Views.Agent(row)
	known := in.known(user, row)
	switch {
	case !known: // nothing is known of what is the person's own
		f.Severity = Low // a first working day looks like this
	case network && country:
		f.Severity = Critical
	case network && program && (!a.Mobile() || in.anonymised(row)):
		f.Severity = High
	}
	f.Facts = map[string]any{"failures": len(failures), "application": in.application(row), "minutes_to_application": round(float64(in.ms(notice, row))/minuteMS, 1),
		"new_network": network, "new_program": program, "new_country": country}
	f.Summary = clean(in.Log.Users()[user].Name()) + " failed to sign in " + count(len(failures), "time", "times") + "; Okta noticed a new device on " +
		in.moment(notice) + ", and " + duration(in.ms(notice, row)) + " later it opened " + in.application(row) + " with " + in.client(row)
	switch {
	case !known:
		f.Summary += "; the log knows the person for less than a day"
	case network || program || country:
		f.Summary += ", " + newness(program, network, country) + " to the person"
	default:
		f.Summary += ", which the person had used before"
	}
	return f
}
