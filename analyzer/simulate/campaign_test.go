package simulate

import (
	"slices"
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

// worldWith returns a company in which every family has its victims.
func worldWith(t *testing.T, variant Variant, habits Habits) *World {
	t.Helper()
	attacks := AllAttacks()
	for i := range attacks {
		attacks[i].Variant = variant
	}
	return newWorld(t, Config{Seed: 5, Users: 240, Days: 21, Attacks: attacks, Habits: habits})
}

func TestLabels(t *testing.T) {
	for _, habits := range []Habits{FewHabits, AllHabits} {
		for _, variant := range []Variant{Usual, Easy, Stealthy} {
			checkLabels(t, worldWith(t, variant, habits), variant)
		}
	}
}

// checkLabels holds the labels against the events of the log.
func checkLabels(t *testing.T, w *World, variant Variant) {
	labels := w.Labels()
	attacks := AllAttacks()
	if len(labels) != len(attacks) {
		t.Fatalf("%d labels for %d attacks", len(labels), len(attacks))
	}
	rows := map[string]event.Row{}
	marked := 0
	for e := range w.Events() {
		if e.campaign == 0 {
			continue
		}
		marked++
		row := e.Row()
		rows[row.UUID] = row
	}
	users := map[string]bool{}
	for i, l := range labels {
		if l.Family != attacks[i].Family || l.Variant != variant.String() || len(l.Detections) == 0 || len(l.Forms) == 0 || l.Forms[0] != FormJSON {
			t.Errorf("label %d is %+v", i, l)
		}
		if users[l.User] {
			t.Errorf("%s: %s is a victim twice", l.Campaign, l.User)
		}
		users[l.User] = true
		if len(l.Events) < 2 || len(l.Addresses) == 0 {
			t.Errorf("%s: %d events, %d addresses", l.Campaign, len(l.Events), len(l.Addresses))
		}
		marked -= len(l.Events)
		session, person := l.Session == "", false
		for j, uuid := range l.Events {
			row, ok := rows[uuid]
			if !ok {
				t.Fatalf("%s: event %s is not in the log", l.Campaign, uuid)
			}
			for k, login := range []string{row.ActorAlternateID, row.Target0.AlternateID, row.Target1.AlternateID, row.Target2.AlternateID, row.Target3.AlternateID} {
				kind := []string{row.ActorType, row.Target0.Type, row.Target1.Type, row.Target2.Type, row.Target3.Type}[k]
				if kind != "User" || login == "unknown" || !strings.Contains(login, "@") {
					continue
				}
				person = person || login == l.User
				if login != l.User && !slices.Contains(l.Accounts, login) {
					t.Errorf("%s: %s of event %s is in no label", l.Campaign, login, uuid)
				}
			}
			person = person || row.ActorID == l.UserID // a client is no user
			session = session || row.ExternalSessionID == l.Session
			if j > 0 && row.Published < rows[l.Events[j-1]].Published {
				t.Errorf("%s: events out of order", l.Campaign)
			}
			if row.RequestAPITokenID != "" && !slices.Contains(l.Tokens, row.RequestAPITokenID) {
				t.Errorf("%s: token %s is in no label", l.Campaign, row.RequestAPITokenID)
			}
		}
		if !person {
			t.Errorf("%s: no event names %s", l.Campaign, l.User)
		}
		if !session {
			t.Errorf("%s: no event in its session %s", l.Campaign, l.Session)
		}
		if first, last := rows[l.Events[0]].Published, rows[l.Events[len(l.Events)-1]].Published; first != l.First || last != l.Last {
			t.Errorf("%s: from %s to %s; label says %s to %s", l.Campaign, first, last, l.First, l.Last)
		}
	}
	if marked != 0 {
		t.Errorf("%s: %d events of attacks are in no label", variant, marked)
	}
}

// Each attack leaves what makes it that attack.
func TestAttacks(t *testing.T) {
	w := newWorld(t, Config{Seed: 9, Users: 80})
	rows := map[string]*event.Row{}
	bySession := map[string][]*event.Row{}
	for e := range w.Events() {
		row := e.Row()
		rows[row.UUID] = &row
		bySession[row.ExternalSessionID] = append(bySession[row.ExternalSessionID], &row)
	}
	for _, l := range w.Labels() {
		types, agents, apps := map[string]int{}, map[string]bool{}, map[string]bool{}
		outcomes := map[string]int{}
		for _, uuid := range l.Events {
			r := rows[uuid]
			types[r.Type]++
			agents[r.UserAgentBrowser+r.UserAgentOS] = true
			outcomes[r.Type+" "+r.OutcomeResult]++
			if r.Type == "app.generic.unauth_app_access_attempt" {
				apps[r.Target0.DisplayName] = true
			}
		}
		fail := func(what string) { t.Errorf("%s: %s; events %v", l.Campaign, what, outcomes) }
		switch l.Family {
		case "stolen-session-cookie":
			turns, previous := 0, ""
			for _, r := range bySession[l.Session] {
				context := r.ClientIP[:4] + r.UserAgentBrowser
				if r.ClientDevice == "Computer" && context != previous {
					turns++
					previous = context
				}
			}
			if turns < 7 {
				fail("the thief and the owner do not take turns")
			}
		case "travel-in-session":
			own := bySession[l.Session][0]
			if r := rows[l.Events[0]]; r.UserAgent != own.UserAgent || r.Latitude == own.Latitude {
				fail("want the owner's agent from elsewhere")
			}
		case "travel-across-sessions":
			if types["user.session.start"] != 1 {
				fail("no second sign-in")
			}
		case "push-bombing-approved":
			if types["system.push.send_factor_verify_push"] < 8 || types["user.session.start"] != 1 {
				fail("want many pushes and a session")
			}
		case "push-bombing-denied":
			if types["system.push.send_factor_verify_push"] < 8 || outcomes["user.authentication.auth_via_mfa FAILURE"] < 3 || types["user.session.start"] != 0 {
				fail("want many pushes, denials and no session")
			}
		case "push-bombing-classic":
			if types["system.push.send_factor_verify_push"] < 8 || types["user.mfa.okta_verify.deny_push"] < 3 || types["user.session.start"] != 0 {
				fail("want many pushes, denials of the Classic Engine and no session")
			}
		case "rogue-identity-provider":
			if outcomes["system.idp.lifecycle.create FAILURE"] != 1 || outcomes["system.idp.lifecycle.create SUCCESS"] != 1 ||
				types["system.idp.lifecycle.activate"] != 1 || types["system.idp.key.create"] != 1 {
				fail("want a failed attempt, a provider, its key and its activation")
			}
		case "unassigned-app-run":
			if len(apps) < 5 {
				fail("want several applications")
			}
		default: // an operation: held to TestTraces
		}
	}
}

// A log without attacks has no events of any.
func TestBenign(t *testing.T) {
	w := newWorld(t, Config{Seed: 1, Attacks: []Attack{}})
	if labels := w.Labels(); len(labels) != 0 {
		t.Errorf("labels %v", labels)
	}
	for e := range w.Events() {
		if e.campaign != 0 || strings.HasPrefix(e.Type.Name, "system.idp.") {
			t.Fatalf("event %s of an attack", e.Type.Name)
		}
	}
}

func TestParseAttacks(t *testing.T) {
	for _, test := range []struct {
		list string
		want []Attack
		err  string
	}{
		{"payroll-takeover", []Attack{{"payroll-takeover", Usual}}, ""},
		{"mass-export:easy, payroll-takeover:stealthy,toll-abuse:usual", []Attack{{"mass-export", Easy}, {"payroll-takeover", Stealthy}, {"toll-abuse", Usual}}, ""},
		{"sample", SampleAttacks(), ""},
		{"all", AllAttacks(), ""},
		{"", nil, `simulate: attack "": want one of stolen-session-cookie, `},
		{"mass-export:loud", nil, `simulate: attack "mass-export:loud": variant "loud": want easy, usual or stealthy`},
		{"mass-export,earthquake:easy", nil, `simulate: attack "earthquake": want one of `},
	} {
		got, err := ParseAttacks(test.list)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %v; want %v", test.list, got, test.want)
		}
		if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.HasPrefix(err.Error(), test.err)) {
			t.Errorf("%q: error %v; want %s", test.list, err, test.err)
		}
	}
	all, err := ParseAttacks("all:stealthy")
	if err != nil || len(all) != len(families) || all[0].Variant != Stealthy {
		t.Errorf("all:stealthy: %v, %v", all, err)
	}
}
