package detect

import "testing"

// An application is payroll's by the words of its name or by the list of the
// configuration; a list that changes is not forgotten over the memory.
func TestPayrollList(t *testing.T) {
	opened := ev{at: "09:23:00", typ: sso, ip: cafe, place: "Dublin", agent: firefoxWin, targets: appTarget("Wage Slips")}
	views := NewViews(logOf(t, and(every(3, ev{at: "09:00:00"}), []ev{
		{at: "09:10:00", typ: typeSessionStart, ip: cafe, place: "Dublin", agent: firefoxWin, result: "FAILURE", reason: "INVALID_CREDENTIALS"},
		{at: "09:20:00", typ: "system.email.new_device_notification.sent_message", session: "-", ip: "-", agent: "-", place: "-",
			actor: withActor("SystemPrincipal", "okta"), targets: personTarget("alice")},
		opened,
	})))
	for _, test := range []struct {
		list []string
		want int
	}{{nil, 0}, {[]string{"wage slips"}, 1}, {[]string{"Wages"}, 0}, {[]string{" 0oaWage Slips "}, 1}, {nil, 0}} {
		for _, o := range views.Outcomes(Config{Lists: map[string][]string{payrollList: test.list}}) {
			if o.Detection == payrollAccess && len(o.Findings) != test.want {
				t.Errorf("list %q: %d findings, want %d", test.list, len(o.Findings), test.want)
			}
		}
	}
	for name, want := range map[string]bool{"Workday": true, "ADP Workforce Now": true, "SAP SuccessFactors": true, "Roadapp": false, "Workdays of Europe": false, "Adaptive": false} {
		e := opened
		e.targets = appTarget(name)
		in := &Input{Log: logOf(t, []ev{e})}
		if got := in.isPayroll(0); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
