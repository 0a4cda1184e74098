package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestNetworkOf(t *testing.T) {
	for _, test := range []struct{ ip, want string }{
		{"192.0.2.10", "192.0.2.0/24"},
		{"192.0.2.255", "192.0.2.0/24"},
		{"192.0.3.10", "192.0.3.0/24"},
		{"2001:db8:77:1::1", "2001:db8:77::/48"},
		{"2001:db8:77:ffff::", "2001:db8:77::/48"},
		{"::ffff:192.0.2.10", "192.0.2.0/24"},
		{"fe80::1%eth0", "fe80::/48"},
		{"", ""}, {"unknown", ""}, {"192.0.2", ""}, {"192.0.2.10:443", ""}, {"0.0.0.0", ""}, {"::", ""},
	} {
		prefix, ok := event.Network(test.ip)
		if got := prefix.String(); ok && got != test.want || ok != (test.want != "") {
			t.Errorf("event.Network(%q) = %s, %v; want %q", test.ip, got, ok, test.want)
		}
	}
}

func TestOwn(t *testing.T) {
	for _, test := range []struct {
		name string
		e    ev
		want bool
	}{
		{"a person's browser", ev{}, true},
		{"nobody named", ev{user: "-"}, true},
		{"an application", ev{actor: withActor("PublicClientApp", "0oa1")}, false},
		{"Okta itself", ev{actor: withActor("SystemPrincipal", "system")}, false},
		{"Okta's server signs on", ev{typ: sso, agent: integrations}, false},
		{"Okta's server asks the policy", ev{agent: integrations}, false},
		{"Okta's server changes a policy", ev{typ: "policy.lifecycle.update", agent: integrations}, true},
		{"an application's server redeems a code", ev{typ: "app.oauth2.as.token.grant", agent: "Java/21"}, false},
		{"a person authorizes an application", ev{typ: "app.oauth2.authorize.code"}, true},
		{"the telephone approves", ev{typ: typeFactorUsed, agent: oktaVerify}, false},
		{"the telephone's browser approves", ev{typ: typeFactorUsed, agent: safariIPhone}, false},
		{"the telephone enrols", ev{typ: "device.enrollment.create", agent: oktaVerify}, false},
		{"the laptop takes a password", ev{typ: typeFactorUsed}, true},
		{"a script takes a password", ev{typ: typeFactorUsed, agent: script}, true},
		{"the telephone opens an application", ev{typ: sso, agent: safariIPhone}, true},
		{"Okta Verify opens an application", ev{typ: sso, agent: oktaVerify}, true},
	} {
		test.e.at = "09:00:00"
		if got := NewViews(logOf(t, []ev{test.e})).Own(0); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestViewsNumberWhatIsTheSame(t *testing.T) {
	v := NewViews(logOf(t, []ev{
		{at: "09:00:00"}, {at: "09:00:01", agent: chromeMacNew, ip: "192.0.2.99"}, {at: "09:00:02", agent: firefoxWin, ip: cafe, place: "Dublin"},
		{at: "09:00:03", agent: "-", ip: "-", place: "-"},
	}))
	number := func(row uint32) [3]uint32 {
		a, _ := v.Agent(row)
		return [3]uint32{a, v.Network(row), v.Place(row)}
	}
	if number(0) != number(1) {
		t.Errorf("an update and another address of the network: %v and %v", number(0), number(1))
	}
	for i, n := range number(2) {
		if n == 0 || n == number(0)[i] {
			t.Errorf("another client has number %d", n)
		}
	}
	if number(3) != [3]uint32{} {
		t.Errorf("nothing has the numbers %v", number(3))
	}
	if km, ok := v.Distance(number(0)[2], number(2)[2]); !ok || fmt.Sprintf("%.0f", km) != "5250" {
		t.Errorf("distance %v, %v", km, ok)
	}
	if _, ok := v.Distance(number(0)[2], 0); ok {
		t.Error("a distance to nowhere")
	}
}

// BenchmarkRun shows what another configuration costs: next to nothing where
// each session has one client, as nearly all have in an ordinary log.
func BenchmarkRun(b *testing.B) {
	const sessions, each = 20_000, 10
	rows := make([]event.Row, 0, sessions*each)
	for s := range sessions {
		for i := range each {
			e := ev{at: event.FormatTime(int64(1_780_000_000_000 + s*60_000 + i*4000)), session: fmt.Sprint("idx", s), user: fmt.Sprint("u", s%500)}
			rows = append(rows, e.row(s*each+i))
		}
	}
	v := NewViews(logOfRows(b, rows))
	for b.Loop() {
		if _, err := v.Run(Config{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(rows)), "ns/event")
}
