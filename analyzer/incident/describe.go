package incident

import (
	"cmp"
	"slices"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

const (
	// maxAccounts, maxListed and maxActs bound the lists of an incident: a spray
	// can be over every account of an organization.
	maxAccounts = 100
	maxListed   = 100
	maxActs     = 50
)

// story is an incident while it is put together.
type story struct {
	*scene
	findings []*finding // in order
	worst    *finding
	people   []int32 // in order of the story
	member   map[int32]bool
	context  []uint32 // events that the intruder may have made, ascending
	foreign  bool     // they are of a context that is not the person's own
	admin    map[int32]string
}

// describe returns the incident of a group of findings.
func (s *scene) describe(group []*finding) Incident {
	s.place(group)
	// Findings that start with one event, or two of one moment, are told in the
	// order of an intrusion.
	slices.SortFunc(group, func(a, b *finding) int {
		return cmp.Or(cmp.Compare(a.told, b.told), cmp.Compare(a.tactic, b.tactic), cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.ID, b.ID))
	})
	t := &story{scene: s, findings: group, member: map[int32]bool{}}
	in := Incident{ID: hash(group)}
	first, last := int64(1<<62), int64(-1<<62)
	for _, f := range group {
		in.Findings, in.Starts = append(in.Findings, f.ID), append(in.Starts, event.FormatTime(f.told))
		// Of equally bad ones the one furthest along gives the incident its name.
		if t.worst == nil || f.Severity > t.worst.Severity || f.Severity == t.worst.Severity && f.tactic > t.worst.tactic && f.tactic < len(tactics) {
			t.worst = f
		}
		for _, id := range f.Techniques {
			if !slices.Contains(in.Techniques, id) {
				in.Techniques = append(in.Techniques, id)
			}
		}
		if p := f.tactic; p < len(tactics) && !slices.Contains(in.Tactics, tactics[p]) {
			in.Tactics = append(in.Tactics, tactics[p])
		}
		if f.Severity > detect.Info {
			for _, u := range f.people {
				if !t.member[u] {
					t.member[u] = true
					t.people = append(t.people, u)
				}
			}
			first, last = min(first, f.start), max(last, s.log.Time(int(f.rows[len(f.rows)-1])))
		}
	}
	slices.Sort(in.Techniques)
	t.findContext(first)
	if n := len(t.context); n > 0 && t.foreign {
		first, last = min(first, s.log.Time(int(t.context[0]))), max(last, s.log.Time(int(t.context[n-1])))
	}
	in.First, in.Last = event.FormatTime(first), event.FormatTime(last)
	in.Severity = t.worst.Severity
	in.Title = t.worst.Title
	t.findAdmins()
	for i, u := range t.people {
		if i == maxAccounts {
			break
		}
		in.Accounts = append(in.Accounts, Account{Actor: actorOf(s, u), Privileged: t.admin[u]})
	}
	if len(t.people) > 0 {
		in.Title += ": " + t.names()
	}
	in.Sessions, in.Addresses, in.foreign = t.sessions(), t.addresses(), t.foreign
	in.After, in.AfterOmitted, in.Applications = t.acts()
	in.Score, in.Reasons = t.score()
	in.Checklist = t.checklist(&in)
	return in
}

func actorOf(s *scene, user int32) detect.Actor {
	u := &s.log.Users()[user]
	value := func(v string) string {
		if event.Blank(v) {
			return ""
		}
		return v
	}
	return detect.Actor{ID: value(u.ID), AlternateID: value(u.AlternateID), DisplayName: value(u.DisplayName)}
}

func (s *scene) name(user int32) string { return detect.Clean(s.log.Users()[user].Name()) }

func (t *story) names() string {
	var names []string
	for i, u := range t.people {
		if i == maxPeople {
			break
		}
		names = append(names, t.name(u))
	}
	return detect.List(names, len(t.people), maxPeople)
}

// contextSpan is how long after an incident's last finding an unusual context
// of its people still belongs to it.
const contextSpan = dayMillis

// findContext finds the events that the intruder made or may have made: those
// of the incident's people from contexts of the evidence that are not their
// own, from entry on; where all evidence is from their own contexts, those of
// the findings' sessions from the first finding on.
func (t *story) findContext(from int64) {
	type place struct {
		user int32
		from source
	}
	foreign, sessions := map[place]bool{}, map[int]bool{}
	until := int64(-1 << 62)
	for _, f := range t.findings {
		if f.Severity == detect.Info {
			continue
		}
		for _, row := range f.rows {
			until = max(until, t.log.Time(int(row)))
			user := int32(t.log.UserOf(int(row)))
			if user < 0 || !has(f.people, user) {
				continue
			}
			if t.usual.unusual(user, row) {
				c, _ := t.usual.at(user, row)
				foreign[place{user, c}] = true
			}
			if session := t.log.SessionOf(int(row)); session >= 0 {
				sessions[session] = true
			}
		}
	}
	t.foreign = len(foreign) > 0
	for _, user := range t.people {
		for _, row := range t.log.Users()[user].Rows {
			at := t.log.Time(int(row))
			if at > until+contextSpan {
				break
			}
			if t.foreign {
				c, ok := t.usual.at(user, row)
				if at >= from-contextSpan && ok && foreign[place{user, c}] && t.usual.unusual(user, row) {
					t.context = append(t.context, row)
				}
			} else if at >= from && sessions[t.log.SessionOf(int(row))] {
				t.context = append(t.context, row)
			}
		}
	}
	slices.Sort(t.context)
}

// findAdmins finds which accounts are administrators': whom the log shows in the
// Admin Console or changing the organization.
func (t *story) findAdmins() {
	t.admin = map[int32]string{}
	types, result := t.log.Column(event.Type), t.log.Column(event.OutcomeResult)
	why := make([]string, len(types.Values))
	for code, typ := range types.Values {
		why[code] = privileged(typ)
	}
	for i, user := range t.people {
		if i == maxAccounts {
			break
		}
		for _, row := range t.log.Users()[user].Rows {
			if w := why[types.Code(int(row))]; w != "" && !failed(result.At(int(row))) && t.log.Column(event.ActorID).At(int(row)) == t.log.Users()[user].ID {
				t.admin[user] = w
				break
			}
		}
	}
}

// sessions returns the sessions that the intruder used, and those of findings.
func (t *story) sessions() []string {
	var list []string
	add := func(row uint32) {
		if n := t.log.SessionOf(int(row)); n >= 0 && len(list) < maxListed && !slices.Contains(list, t.log.Sessions()[n].ID) {
			list = append(list, t.log.Sessions()[n].ID)
		}
	}
	for _, row := range t.context {
		add(row)
	}
	for _, f := range t.findings {
		if f.Severity > detect.Info {
			for _, row := range f.rows {
				add(row)
			}
		}
	}
	return list
}

// addresses returns the addresses of the context, or else of all evidence.
func (t *story) addresses() []string {
	rows := t.context
	if !t.foreign {
		rows = nil
		for _, f := range t.findings {
			if f.Severity > detect.Info {
				rows = append(rows, f.rows...)
			}
		}
		slices.Sort(rows)
	}
	var list []string
	seen := map[uint32]bool{}
	ip := t.log.Column(event.ClientIP)
	for _, row := range rows {
		if code := ip.Code(int(row)); !seen[code] && !event.Blank(ip.Values[code]) && len(list) < maxListed {
			seen[code] = true
			list = append(list, ip.Values[code])
		}
	}
	return list
}

// acts returns what the events of the context were, those of one kind together.
func (t *story) acts() (acts []Act, omitted int, applications []string) {
	type what struct{ typ, object, actor, result string }
	at := map[what]int{}
	apps := map[string]bool{}
	for _, row := range t.context {
		col := func(f event.Field) string { return t.log.Column(f).At(int(row)) }
		w := what{col(event.Type), t.object(row), col(event.ActorAlternateID), col(event.OutcomeResult)}
		time := event.FormatTime(t.log.Time(int(row)))
		if i, ok := at[w]; ok {
			if i < maxActs {
				acts[i].Last = time
				acts[i].Events++
			}
		} else {
			at[w] = len(at)
			if len(acts) < maxActs {
				acts = append(acts, Act{Type: w.typ, Object: w.object, Actor: w.actor, Result: w.result,
					Address: col(event.ClientIP), First: time, Last: time, Events: 1})
			} else {
				omitted++
			}
		}
		if app := t.target(row, "AppInstance"); app != "" && !failed(w.result) && opens(w.typ) && !apps[app] && len(apps) < maxListed {
			apps[app] = true
			applications = append(applications, app)
		}
	}
	return acts, omitted, applications
}

// opens reports whether events of a type show that an application was entered.
func opens(t string) bool {
	return t == "user.authentication.sso" || t == "user.session.access_admin_app" || t == "app.oauth2.as.authorize.code" || t == "app.oauth2.authorize.code"
}

// target returns the name of an event's first target of a type, or "".
func (s *scene) target(row uint32, typ string) string {
	types := s.log.Column(event.TargetType)
	for i, code := range types.Codes(int(row)) {
		if types.Values[code] == typ {
			return s.targetName(row, i)
		}
	}
	return ""
}

func (s *scene) targetName(row uint32, i int) string {
	for _, f := range []event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID} {
		c := s.log.Column(f)
		if v := c.Values[c.Codes(int(row))[i]]; !event.Blank(v) {
			return v
		}
	}
	return ""
}

// object returns the name of what an event acted on: its first target that is
// neither a person nor an account in an application, or else the person.
func (s *scene) object(row uint32) string {
	types := s.log.Column(event.TargetType)
	person := ""
	for i, code := range types.Codes(int(row)) {
		switch types.Values[code] {
		case "AppUser":
		case "User":
			if person == "" {
				person = s.targetName(row, i)
			}
		default:
			if name := s.targetName(row, i); name != "" {
				return name
			}
		}
	}
	return person
}
