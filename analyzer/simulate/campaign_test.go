package simulate

import (
	"strings"
	"testing"

	"okta-session-analyzer/analyzer/event"
)

func TestLabels(t *testing.T) {
	for _, variant := range []Variant{Usual, Easy, Stealthy} {
		attacks := AllAttacks()
		for i := range attacks {
			attacks[i].Variant = variant
		}
		w := newWorld(t, Config{Seed: 5, Users: 120, Days: 7, Attacks: attacks})
		labels := w.Labels()
		if len(labels) != len(attacks) {
			t.Fatalf("%d labels for %d attacks", len(labels), len(attacks))
		}
		rows := map[string]event.Row{}
		marked := 0
		for e := range w.Events() {
			row := e.Row()
			rows[row.UUID] = row
			if e.campaign != 0 {
				marked++
			}
		}
		users := map[string]bool{}
		for i, l := range labels {
			if l.Family != attacks[i].Family || l.Variant != variant.String() || len(l.Detections) == 0 {
				t.Errorf("label %d is %+v", i, l)
			}
			if users[l.User] {
				t.Errorf("%s: %s is a victim twice", l.Campaign, l.User)
			}
			users[l.User] = true
			if len(l.Events) < 2 {
				t.Errorf("%s: %d events", l.Campaign, len(l.Events))
			}
			marked -= len(l.Events)
			session := l.Session == ""
			for j, uuid := range l.Events {
				row, ok := rows[uuid]
				if !ok {
					t.Fatalf("%s: event %s is not in the log", l.Campaign, uuid)
				}
				if row.ActorID != l.UserID && row.ActorType == "User" && row.Target0.ID != l.UserID {
					t.Errorf("%s: event %s is of %s; the victim is %s", l.Campaign, uuid, row.ActorAlternateID, l.User)
				}
				session = session || row.ExternalSessionID == l.Session
				if j > 0 && row.Published < rows[l.Events[j-1]].Published {
					t.Errorf("%s: events out of order", l.Campaign)
				}
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
		default:
			t.Errorf("%s: no test", l.Family)
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
