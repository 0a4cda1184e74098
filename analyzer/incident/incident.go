// Package incident joins the findings on a log into incidents: what happened to
// whom, from where and in which order, how sure that is and why, and what has
// to be undone.
//
// # What joins two findings
//
// Findings of medium severity and worse are joined where events of theirs have in
// common, and lie no further apart than is said:
//
//	a person      as the one the finding is about or as the target of an act: 24 hours
//	a session     as long as it lasts
//	an address    12 hours; that of a VPN or a hosting provider is soon another's
//	a device      its token or its id: 24 hours
//	an object     that was acted on, such as an identity provider or a policy rule: 7 days
//
// A value that more than three people have in events that are no evidence joins
// nothing: it is an office, a carrier or a shared machine. An address at which
// people were only refused, or that came and went within a day, is none. Nor does an address
// join the findings of a person who has used it on two other days or more. Of
// two people's findings the latter holds for both, so that neither a home nor
// an office glues its people together.
//
// Whoever found a password by trying it on many accounts comes back with it from
// elsewhere. So a finding is also joined by the address of an attack on a crowd at
// which its person was let in, or asked for a second factor, in the day before.
//
// A finding below medium never makes an incident and never joins two: ordinary
// work has such findings every day, and a few people with them made one incident
// of all that happened in weeks. It is added to the nearest one in time that it
// has a session, an address, a device, an object or a person in common with; of
// severity info, a person within an hour.
package incident

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// Incident is findings that tell one story. Times are UTC in the form
// 2026-06-24T14:06:47.699Z.
type Incident struct {
	// ID is a hash of the ids of the findings above info, 16 hexadecimal digits.
	ID    string `json:"id"`
	Title string `json:"title"` // of its worst finding, and of whom
	// Severity is that of the worst finding.
	Severity detect.Severity `json:"severity"`
	// Score is from 0 to 100, the sum of the points of Reasons.
	Score   int      `json:"score"`
	Reasons []Reason `json:"reasons"`
	First   string   `json:"first"` // the first event that is not the person's usual use
	Last    string   `json:"last"`
	// Findings are the ids of the findings in the order of the story.
	Findings []string `json:"findings"`
	// Starts are the times of their first events that are not the person's usual
	// use, which the story goes by; a finding can cite ordinary events before it.
	// Where a finding has some from a place that others of the incident have too,
	// those of other places do not count. One that is drawn from other findings
	// stands where the last of them is.
	Starts     []string  `json:"starts"`
	Tactics    []string  `json:"tactics"` // ATT&CK tactics in the order of the story
	Techniques []string  `json:"attack"`  // ATT&CK ids, sorted
	Accounts   []Account `json:"accounts"`
	Sessions   []string  `json:"sessions"` // that an intruder used, or that findings are of
	// Addresses are those that were not the accounts' own before, in order of
	// time; all of the evidence where every one was.
	Addresses    []string `json:"addresses"`
	Applications []string `json:"applications"` // opened after entry, in order of time
	// After are the acts that followed the first suspicious event from the same
	// context, in order of time; at most 50.
	After        []Act    `json:"after"`
	AfterOmitted int      `json:"after_omitted"` // acts beyond these
	Checklist    []string `json:"checklist"`     // what to undo, most urgent first
	// Related are the ids of incidents that share an address with this one, at
	// another time, which was new to the accounts of both; at most 10.
	Related []string `json:"related"`

	foreign bool // Addresses are not the accounts' own
}

// Reason is one part of a score.
type Reason struct {
	Points int    `json:"points"`
	Text   string `json:"text"`
}

// Account is a person of an incident.
type Account struct {
	detect.Actor
	// Privileged says why the account counts as an administrator's; "" if it
	// does not.
	Privileged string `json:"privileged"`
}

// Act is what was done one or more times after entry.
type Act struct {
	Type    string `json:"type"`    // of the event
	Object  string `json:"object"`  // its first target that is no person's account in an application
	Actor   string `json:"actor"`   // the login name
	Address string `json:"address"` // of the first event
	Result  string `json:"result"`
	First   string `json:"first"`
	Last    string `json:"last"`
	Events  int    `json:"events"`
}

// scene is a log with its findings, as the steps of this package see it.
type scene struct {
	log      *table.Log
	views    *detect.Views
	findings []*finding
	evidence []bool   // by row: of a finding above info
	marked   []uint32 // the rows that are
	memory   *Memory
	usual    *usual
	users    map[string]int32 // by id and by login name
}

// finding is a finding with what is derived of it.
type finding struct {
	*detect.Finding
	family string
	drawn  bool     // from other findings
	people []int32  // the people it is about
	rows   []uint32 // of an unusual context; all, where none is
	actor  []int32  // the person it names, if it names one
	start  int64    // milliseconds UTC of the first of rows
	told   int64    // the place in the story, as [scene.place] sets it
	tactic int      // the place of its first tactic in [tactics]
}

// Find returns the incidents that the findings of outcomes make, those that an
// allow-list sets aside left out: the highest score first, of equal ones the
// worse, then the earlier. It depends on the events alone.
func Find(log *table.Log, views *detect.Views, outcomes []detect.Outcome) []Incident {
	return NewMemory(log, views).Find(outcomes)
}

// Find is the function [Find] for a log that was looked at before.
func (m *Memory) Find(outcomes []detect.Outcome) []Incident {
	s := newScene(m, outcomes)
	if len(s.findings) == 0 {
		return nil
	}
	var list []Incident
	for _, group := range s.join() {
		if grave(group) {
			list = append(list, s.describe(group))
		}
	}
	// Not slices.SortFunc, of which every type makes a copy of its own in the page.
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID)) < 0
	})
	relate(list)
	return list
}

// Grave is the severity from which a finding makes an incident. Those below
// join one: a log has hundreds, most of them of ordinary work, and as incidents
// of their own they hid the few that matter.
const Grave = detect.Medium

// grave reports whether a group has a finding that makes an incident.
func grave(group []*finding) bool {
	return slices.ContainsFunc(group, func(f *finding) bool { return f.Severity >= Grave })
}

// maxNotice is how many events a finding below [Grave] may have to join an
// incident: one of more is a record of what everybody does.
const maxNotice = 2000

// contexts are the people, sessions and addresses of findings.
type contexts struct {
	users, sessions map[int]bool
	addresses       map[uint32]bool
}

// concerns reports whether a finding is about one of the contexts.
func (s *scene) concerns(f *finding, about *contexts) bool {
	if len(f.Rows) > maxNotice {
		return false
	}
	ip := s.log.Column(event.ClientIP)
	for _, row := range f.Rows {
		if about.users[s.log.UserOf(int(row))] || about.sessions[s.log.SessionOf(int(row))] || about.addresses[ip.Code(int(row))] {
			return true
		}
	}
	return false
}

func newScene(m *Memory, outcomes []detect.Outcome) *scene {
	log := m.log
	s := &scene{log: log, views: m.views, memory: m, evidence: make([]bool, log.Len())}
	about := contexts{map[int]bool{}, map[int]bool{}, map[uint32]bool{}} // of grave findings
	ip := log.Column(event.ClientIP)
	for i := range outcomes {
		for j := range outcomes[i].Findings {
			f := &outcomes[i].Findings[j]
			if f.Severity < Grave {
				continue
			}
			for _, row := range f.Rows {
				about.users[log.UserOf(int(row))], about.sessions[log.SessionOf(int(row))], about.addresses[ip.Code(int(row))] = true, true, true
			}
		}
	}
	if len(about.users) == 0 {
		return s
	}
	delete(about.users, -1)
	delete(about.sessions, -1)
	delete(about.addresses, 0)
	for i := range outcomes {
		out := &outcomes[i]
		for j := range out.Findings {
			f := &finding{Finding: &out.Findings[j], family: out.Detection.Family, drawn: out.Detection.After != nil}
			if len(f.Rows) == 0 || f.Severity < Grave && !s.concerns(f, &about) {
				continue
			}
			s.findings = append(s.findings, f)
			if f.Severity > detect.Info {
				for _, row := range f.Rows {
					if !s.evidence[row] {
						s.evidence[row] = true
						s.marked = append(s.marked, row)
					}
				}
			}
		}
	}
	// The order of the detections must not show.
	slices.SortFunc(s.findings, func(a, b *finding) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID)) })
	s.users = make(map[string]int32, len(log.Users()))
	for i := range log.Users() {
		u := &log.Users()[i]
		for _, name := range []string{u.AlternateID, u.ID} { // an id counts more than a name that looks like it
			if !event.Blank(name) {
				s.users[name] = int32(i)
			}
		}
	}
	for _, f := range s.findings {
		f.people, f.actor = s.peopleOf(f)
	}
	s.usual = newUsual(s)
	for _, f := range s.findings {
		f.rows = s.unusualRows(f)
		f.start = log.Time(int(f.rows[0]))
		f.tactic = firstTactic(f.Techniques)
	}
	return s
}

// maxPeople is how many people a finding can be about by name. One on more, as
// of a spray, is about its address.
const maxPeople = 3

// peopleOf returns the people whom a finding is about: the one it names, and
// the people whom its events act on; where it names none, those of its events.
func (s *scene) peopleOf(f *finding) (people, named []int32) {
	for _, name := range []string{f.Actor.ID, f.Actor.AlternateID} {
		if u, ok := s.users[name]; ok && name != "" {
			named = []int32{u}
			break
		}
	}
	people = append(people, named...)
	others := make([]int32, 0, maxPeople+1)
	add := func(u int32) {
		if u >= 0 && !slices.Contains(others, u) && !slices.Contains(people, u) && len(others) <= maxPeople {
			others = append(others, u)
		}
	}
	for _, row := range f.Rows {
		if len(named) == 0 {
			add(int32(s.log.UserOf(int(row))))
		}
		kinds, ids := s.log.Column(event.TargetType), s.log.Column(event.TargetID)
		for i, kind := range kinds.Codes(int(row)) {
			if kinds.Values[kind] == "User" {
				if u, ok := s.users[ids.Values[ids.Codes(int(row))[i]]]; ok {
					add(u)
				}
			}
		}
		if len(others) > maxPeople {
			return people, named
		}
	}
	return append(people, others...), named
}

// hash returns the id of an incident.
func hash(group []*finding) string {
	var ids []string
	for _, f := range group {
		if f.Severity > detect.Info {
			ids = append(ids, f.ID)
		}
	}
	slices.Sort(ids)
	h := sha256.New()
	for _, id := range ids {
		h.Write([]byte(id))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// relate names the incidents that share an address.
func relate(list []Incident) {
	of := map[string][]int{}
	for i := range list {
		if !list[i].foreign {
			continue
		}
		for _, ip := range list[i].Addresses {
			of[ip] = append(of[ip], i)
		}
	}
	const most = 10
	for i := range list {
		if !list[i].foreign {
			continue
		}
		for _, ip := range list[i].Addresses {
			for _, j := range of[ip] {
				if len(list[i].Related) == most {
					break
				}
				if j != i && !slices.Contains(list[i].Related, list[j].ID) {
					list[i].Related = append(list[i].Related, list[j].ID)
				}
			}
		}
	}
}
