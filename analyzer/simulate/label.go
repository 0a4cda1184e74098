package simulate

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// Label says what a campaign did to the log: the truth that findings are held
// against.
type Label struct {
	Campaign string `json:"campaign"`
	Family   string `json:"family"`
	Variant  string `json:"variant"`
	// Chain says that the campaign has several stages, which belong into one
	// incident.
	Chain bool `json:"chain,omitempty"`
	// Forms are the forms of the log that give the campaign away: "json",
	// "csv".
	Forms []string `json:"forms"`
	// Detections are ids of detections, any of which finds the campaign.
	Detections []string `json:"detections"`
	User       string   `json:"user"` // the victim's login
	UserID     string   `json:"user_id"`
	Session    string   `json:"session"` // "" where it is about no session
	// What else the campaign touched, in order of time: the addresses that its
	// events came from, those of people whom it deceived included, the
	// sessions it had, the logins that its events name apart from the
	// victim's, the API tokens it used.
	Addresses []string `json:"addresses"`
	Sessions  []string `json:"sessions,omitempty"`
	Accounts  []string `json:"accounts,omitempty"`
	Tokens    []string `json:"tokens,omitempty"`
	First     string   `json:"first"`
	Last      string   `json:"last"`
	// Events are the UUIDs of what the attack itself left in the log, in order
	// of time, the victim's answers to its pushes included.
	Events []string `json:"events"`
}

// The forms of a log.
const (
	FormJSON = "json" // the API's objects
	FormCSV  = "csv"  // the console's file
)

// Labels returns a label for every campaign, in the order of the
// configuration's attacks.
func (w *World) Labels() []Label {
	labels := make([]Label, 0, len(w.campaigns))
	for i := range w.campaigns {
		c := &w.campaigns[i]
		p := &w.people[c.victim]
		l := Label{
			Campaign: c.id, Family: c.family.name, Variant: c.variant.String(), Detections: c.family.detections,
			Chain: c.family.chain, Forms: []string{FormJSON, FormCSV},
		}
		if slices.Contains(c.family.jsonOnly, c.variant) {
			l.Forms = l.Forms[:1]
		}
		if c.family.run != nil {
			w.batch.reset()
			w.operate(int32(i))
			w.labelEvents(&l, int32(i), w.inside())
		} else {
			for d := max(0, c.day-1); d <= min(c.day+1, w.cfg.Days-1); d++ {
				w.batch.reset()
				w.work(p, c.day, d)
				w.labelEvents(&l, int32(i), w.clip(d))
			}
		}
		l.Session, l.User, l.UserID = c.session, p.entity.AlternateID, p.entity.ID
		if c.account != nil {
			l.User, l.UserID = c.account.AlternateID, c.account.ID
		}
		l.Accounts = slices.DeleteFunc(l.Accounts, func(login string) bool { return login == l.User })
		labels = append(labels, l)
	}
	return labels
}

// inside returns the events of the batch that lie in the log.
func (w *World) inside() []*Event {
	kept := w.batch.order[:0]
	for i := range w.batch.events {
		if e := &w.batch.events[i]; e.Time >= w.cfg.Start && e.Time < w.cfg.Start+int64(w.cfg.Days)*day {
			kept = append(kept, e)
		}
	}
	w.batch.order = kept
	return kept
}

// labelEvents adds the campaign's events among some to its label.
func (w *World) labelEvents(l *Label, campaign int32, events []*Event) {
	sortEvents(events)
	for _, e := range events {
		if e.campaign != campaign+1 {
			continue
		}
		l.Events = append(l.Events, e.ID())
		l.Last = event.FormatTime(e.Time)
		if l.First == "" {
			l.First = l.Last
		}
		// The victim's phone and Okta's servers are not where the attack came
		// from.
		if e.Network != nil && e.Agent != integrationsAgent && e.Debug.Push == "" {
			l.Addresses = once(l.Addresses, e.Network.IP)
		}
		if !e.Job && e.Session != "unknown" && !strings.HasPrefix(e.Session, "trs") {
			l.Sessions = once(l.Sessions, e.Session)
		}
		if e.Token != "" {
			l.Tokens = once(l.Tokens, e.Token)
		}
		for _, who := range append([]*Entity{e.Actor}, e.Targets...) {
			if who.Type == "User" && strings.Contains(who.AlternateID, "@") {
				l.Accounts = once(l.Accounts, who.AlternateID)
			}
		}
	}
}

// once appends a name that the list does not hold yet.
func once(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}
