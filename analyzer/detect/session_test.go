package detect

import (
	"fmt"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestMultipleAgents(t *testing.T) {
	play(t, multipleAgents, []scene{
		{
			name:   "one browser all day",
			events: []ev{{at: "09:00:00"}, {at: "11:00:00"}, {at: "16:00:00"}},
		},
		{
			name: "two programs take turns from two networks",
			events: []ev{
				{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin},
				{at: "09:10:00"}, {at: "09:15:00", ip: cafe, agent: firefoxWin},
			},
			want:  []string{"high: alice@example.com's session was used by Chrome on macOS and Firefox on Windows in turns from 192.0.2.10 and 198.51.100.20: 2 returns"},
			facts: map[string]any{"agents": "[Chrome on macOS Firefox on Windows]", "networks": 2, "changes": 3, "changes_apart": 3, "returns": 2, "pause_seconds": 300},
		},
		{
			name:   "the owner works on after the thief",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin}, {at: "09:10:00"}},
			want:   []string{"high: 1 return to an earlier one"},
		},
		{
			name:   "the return comes too late to be taking turns",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin}, {at: "10:06:00"}},
			want:   []string{"medium: went from Chrome on macOS at 192.0.2.10 (Toronto) to Firefox on Windows at 198.51.100.20 (Toronto) after 5 min"},
		},
		{
			name:   "more returns asked for",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", ip: cafe, agent: firefoxWin}, {at: "09:10:00"}},
			set:    map[string]float64{"returns": 2},
			want:   []string{"medium: "},
		},
		{
			name:   "another program from another network takes over",
			events: []ev{{at: "09:00:00", agent: "UA-A"}, {at: "10:00:00", ip: cafe, agent: "UA-B"}},
			want:   []string{"medium: from UA-A at 192.0.2.10"},
		},
		{
			name:   "a script on the same address",
			events: []ev{{at: "09:00:00"}, {at: "09:00:30", agent: script}},
			want:   []string{"medium: used by Chrome on macOS and python-requests from the same network, 30 s apart"},
		},
		{
			name:   "a second browser on the same address",
			events: []ev{{at: "09:00:00"}, {at: "09:00:30", agent: firefoxWin}},
			want:   []string{"low: "},
		},
		{
			name: "a browser inside another program moves along",
			events: []ev{
				{at: "09:00:00"}, {at: "09:01:00", agent: "Acme-Mail/1"}, {at: "10:00:00", ip: cafe}, {at: "10:01:00", ip: cafe, agent: "Acme-Mail/1"},
				{at: "10:02:00", ip: cafe},
			},
			want: []string{"low: "},
		},
		{
			name:   "it moves along and is used again on the old network only by the browser",
			events: []ev{{at: "09:00:00"}, {at: "09:01:00", agent: "Acme-Mail/1"}, {at: "10:00:00", ip: cafe}},
			want:   []string{"low: "},
		},
		{
			name:   "it is the first to be used on the new network",
			events: []ev{{at: "09:00:00"}, {at: "10:00:00", ip: cafe, agent: "Acme-Mail/1"}, {at: "10:01:00", ip: cafe}},
			want:   []string{"low: from networks that can be one machine's"},
		},
		{
			name:   "two programs four weeks apart",
			events: []ev{{at: "2026-05-01T09:00:00.000Z", agent: "UA-A"}, {at: "2026-05-29T09:00:00.000Z", ip: cafe, agent: "UA-B"}},
		},
		{
			name:   "two programs just over a day apart",
			events: []ev{{at: "2026-05-01T09:00:00.000Z"}, {at: "2026-05-02T09:00:00.001Z", ip: cafe, agent: firefoxWin}},
		},
		{
			name:   "two programs exactly a day apart",
			events: []ev{{at: "2026-05-01T09:00:00.000Z"}, {at: "2026-05-02T09:00:00.000Z", ip: cafe, agent: firefoxWin}},
			want:   []string{"medium: after 1 d"},
		},
		{
			name:   "the browser updated itself, and the network changed",
			events: []ev{{at: "09:00:00"}, {at: "12:00:00", ip: cafe, agent: chromeMacNew}, {at: "13:00:00", agent: chromeMacNew}},
		},
		{
			name:   "a copied agent from two addresses at once",
			events: []ev{{at: "09:00:00"}, {at: "09:00:30", ip: cafe}},
			want:   []string{"low: used by Chrome on macOS from 192.0.2.10 and 198.51.100.20 within 30 s"},
			facts:  map[string]any{"pause_seconds": 30, "networks": 2, "distance_km": 0},
		},
		{
			name:   "the same on a telephone, whose carrier changes gateways",
			events: []ev{{at: "09:00:00", agent: safariIPhone}, {at: "09:00:30", ip: cafe, agent: safariIPhone}},
			want:   []string{"info: "},
		},
		{
			name:   "the same on a telephone, an ocean apart",
			events: []ev{{at: "09:00:00", agent: safariIPhone}, {at: "09:00:30", ip: cafe, agent: safariIPhone, place: "Dublin"}},
			want:   []string{"low: "},
		},
		{
			name:   "a laptop moves to a café",
			events: []ev{{at: "09:00:00"}, {at: "09:20:00", ip: cafe}, {at: "10:00:00", ip: cafe}, {at: "12:00:00"}},
		},
		{
			name:   "two addresses of one network",
			events: []ev{{at: "09:00:00"}, {at: "09:00:05", ip: "192.0.2.77"}},
		},
		{
			name:   "IPv4 and IPv6 of one desk by turns",
			events: []ev{{at: "09:00:00"}, {at: "09:00:10", ip: farAway}, {at: "09:00:20"}, {at: "09:00:30", ip: farAway}},
		},
		{
			name:   "IPv4 and IPv6 an ocean apart",
			events: []ev{{at: "09:00:00"}, {at: "09:00:10", ip: farAway, place: "Dublin"}},
			want:   []string{"low: "},
		},
		{
			name:   "two programs over IPv4 and IPv6 of one desk",
			events: []ev{{at: "09:00:00"}, {at: "09:00:10", ip: farAway, agent: "Acme-Mail/1"}, {at: "09:00:20"}},
			want:   []string{"low: "},
		},
		{
			name: "one program by turns from two places far apart",
			events: []ev{
				{at: "09:00:00"}, {at: "09:10:00", ip: cafe, place: "Dublin"}, {at: "09:20:00"}, {at: "09:30:00", ip: cafe, place: "Dublin"},
			},
			want: []string{"medium: far apart, in turns: 2 returns within 60 minutes"},
		},
		{
			name:   "a VPN switched on and off",
			events: []ev{{at: "09:00:00"}, {at: "09:10:00", ip: cafe, place: "Dublin"}, {at: "09:20:00"}},
		},
		{
			name: "one program by turns from two networks of one town",
			events: []ev{
				{at: "09:00:00"}, {at: "09:10:00", ip: cafe, place: "Markham"}, {at: "09:20:00"}, {at: "09:30:00", ip: cafe, place: "Markham"},
			},
		},
		{
			name:   "a blank agent is no agent",
			events: []ev{{at: "09:00:00"}, {at: "09:00:20", ip: cafe, agent: "-"}, {at: "09:00:30", ip: away, agent: "null"}},
		},
		{
			name:   "blank agents alone",
			events: []ev{{at: "09:00:00", agent: "-"}, {at: "09:00:20", ip: cafe, agent: "-"}},
		},
		{
			name:   "a blank address is no address, but the agent is seen",
			events: []ev{{at: "09:00:00", agent: "UA-A"}, {at: "09:01:00", ip: "-", agent: "UA-B"}},
			want:   []string{"low: "},
		},
		{
			name:   "a blank address between two of one network",
			events: []ev{{at: "09:00:00"}, {at: "09:00:10", ip: "-"}, {at: "09:00:20"}},
		},
		{
			name:   "an unreadable address",
			events: []ev{{at: "09:00:00"}, {at: "09:00:10", ip: "not an address"}},
		},
		{
			name: "the company of a real session",
			events: []ev{
				{at: "09:00:00"},
				{at: "09:00:05", typ: typeFactorUsed, ip: away, agent: oktaVerify},
				{at: "09:00:06", typ: typeFactorUsed, ip: away, agent: safariIPhone},
				{at: "09:01:00", typ: "app.oauth2.token.grant.access_token", ip: cafe, agent: "Java/21", place: "Ottawa"},
				{at: "09:01:01", typ: sso, ip: cafe, agent: integrations, place: "Ottawa"},
				{at: "09:01:02", typ: "app.oauth2.authorize.code", ip: cafe, agent: "Acme", actor: withActor("PublicClientApp", "0oaX")},
				{at: "09:02:00", typ: "user.session.end", ip: cafe, agent: "Acme", actor: withActor("SystemPrincipal", "okta")},
				{at: "09:03:00"},
			},
		},
		{
			name:   "whoever calls himself Okta's server in the console is none",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", typ: "user.session.access_admin_app", ip: cafe, agent: integrations}},
			want:   []string{"medium: "},
		},
		{
			name:   "whoever calls himself Okta Verify and opens applications is somebody",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", typ: sso, ip: cafe, agent: oktaVerify}},
			want:   []string{"medium: "},
		},
		{
			name:   "a script that answers a factor is not the telephone",
			events: []ev{{at: "09:00:00"}, {at: "09:05:00", typ: typeFactorUsed, ip: cafe, agent: script}},
			want:   []string{"medium: "},
		},
		{
			name:   "no session: unknown",
			events: []ev{{at: "09:00:00", session: "unknown"}, {at: "09:00:30", session: "Unknown", ip: cafe, agent: script}},
		},
		{
			name:   "no session: blank and Okta's own",
			events: []ev{{at: "09:00:00", session: "-"}, {at: "09:00:30", session: "trsX", ip: cafe, agent: script}, {at: "09:00:40", session: "trsX"}},
		},
		{
			name:   "two sessions",
			events: []ev{{at: "09:00:00", session: "idxA"}, {at: "09:00:30", session: "idxB", ip: cafe, agent: script}},
		},
		{
			name: "two ids of one root",
			events: []ev{
				{at: "09:00:00", session: "idxA", root: "idxA"},
				{at: "09:00:30", session: "102B", root: "idxA", ip: cafe, agent: script},
			},
			want: []string{"medium: "},
		},
		{
			name:   "the parsed columns stand in for a missing agent column",
			events: []ev{{at: "09:00:00"}, {at: "09:01:00", ip: cafe}},
			no:     []event.Field{event.UserAgent},
		},
		{
			name: "four programs, one after the other",
			events: []ev{
				{at: "09:00:00", agent: "UA-A"}, {at: "09:01:00", ip: cafe, agent: "UA-B"},
				{at: "09:02:00", ip: away, agent: "UA-C"}, {at: "09:03:00", ip: farAway, agent: "UA-D", place: "Dublin"},
			},
			want:  []string{"medium: "},
			facts: map[string]any{"agents": "[UA-A UA-B UA-C UA-D]"},
		},
	})
}

func TestSessionFinding(t *testing.T) {
	log := logOf(t, []ev{
		{at: "09:00:00", session: "idxA", root: "idxA"},
		{at: "09:00:10", session: "102B", root: "idxA", ip: cafe, agent: firefoxWin},
		{at: "09:00:20", session: "idxA", root: "idxA"},
	})
	o := outcomeOf(t, multipleAgents, log, Config{})
	if len(o.Findings) != 1 {
		t.Fatalf("%d findings", len(o.Findings))
	}
	f := o.Findings[0]
	for _, check := range []struct{ name, got, want string }{
		{"session", f.Session, "idxA"},
		{"actor", fmt.Sprint(f.Actor), "{00ualice alice@example.com alice}"},
		{"first", f.First, "2026-05-05T09:00:00.000Z"},
		{"last", f.Last, "2026-05-05T09:00:20.000Z"},
		{"addresses", fmt.Sprint(f.IPs), "[192.0.2.10 198.51.100.20]"},
		{"techniques", fmt.Sprint(f.Techniques), "[T1539 T1550.004]"},
		{"detector", f.Detector, "session-multiple-agents-and-ips"},
		{"query", f.Query, `authenticationContext.externalSessionId eq "idxA" or authenticationContext.externalSessionId eq "102B"`},
		{"evidence", fmt.Sprint(f.Rows), "[0 1 2]"},
	} {
		if check.got != check.want {
			t.Errorf("%s: got %s, want %s", check.name, check.got, check.want)
		}
	}
}

// TestParsedAgents checks that Okta's own reading of an agent counts where the
// raw one is missing.
func TestParsedAgents(t *testing.T) {
	b := []ev{{at: "09:00:00", agent: "-"}, {at: "09:01:00", ip: cafe, agent: "-"}}
	rows := []event.Row{b[0].row(0), b[1].row(1)}
	rows[0].UserAgentBrowser, rows[0].UserAgentOS = "CHROME", "Mac OS X"
	rows[1].UserAgentBrowser, rows[1].UserAgentOS = "FIREFOX", "Windows 10"
	o := outcomeOf(t, multipleAgents, logOfRows(t, rows), Config{})
	if len(o.Findings) != 1 || o.Findings[0].Severity != Medium {
		t.Errorf("findings %v, want one of medium", o.Findings)
	}
}
