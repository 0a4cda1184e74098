package incident

import (
	"slices"
	"sort"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

// maxSteps bounds a checklist.
const maxSteps = 40

// undo is how an act is undone.
type undo struct {
	prefix string // of the event type
	rank   int    // of urgency, most urgent first
	act    func(what, whom, who, when string) string
}

// undos are the acts that leave something behind for an intruder to return by.
var undos = []undo{
	{"system.api_token.create", 2, func(what, _, who, when string) string {
		return "Revoke the API token " + what + ", created by " + who + when
	}},
	{"user.mfa.factor.activate", 3, func(what, whom, _, when string) string {
		return "Remove the factor" + of(what) + " of " + whom + ", enrolled" + when + ", unless its owner confirms it"
	}},
	{"device.enrollment.create", 3, func(what, whom, _, when string) string {
		return "Remove the device " + what + " of " + whom + ", enrolled" + when + ", unless its owner confirms it"
	}},
	{"user.mfa.factor.reset_all", 4, func(_, whom, who, when string) string {
		return "Have " + whom + " enrol factors anew in person: " + who + " reset all of them" + when
	}},
	{"user.mfa.factor.deactivate", 4, func(what, whom, who, when string) string {
		return "Enrol the factor" + of(what) + " of " + whom + " again: " + who + " removed it" + when
	}},
	{"user.account.privilege.grant", 4, func(_, whom, who, when string) string {
		return "Take back the privileges that " + who + " gave " + whom + when
	}},
	{"group.privilege.grant", 4, func(what, _, who, when string) string {
		return "Take back the privileges that " + who + " gave the group " + what + when
	}},
	{"system.idp.", 5, func(what, _, who, when string) string {
		return "Review the identity provider " + what + ", changed by " + who + when + "; deactivate it unless it was planned"
	}},
	{"policy.", 6, func(what, _, who, when string) string {
		return "Restore the policy or rule " + what + ", changed by " + who + when
	}},
	{"zone.", 6, func(what, _, who, when string) string {
		return "Restore the network zone " + what + ", changed by " + who + when
	}},
	{"user.lifecycle.create", 7, func(_, whom, who, when string) string {
		return "Deactivate the account " + whom + ", created by " + who + when + ", unless it was planned"
	}},
	{"user.account.reset_password", 7, func(_, whom, who, when string) string {
		return "Reset the password of " + whom + " again: " + who + " did so" + when
	}},
	{"group.user_membership.add", 8, func(what, whom, who, when string) string {
		return "Review that " + who + " added " + whom + " to the group " + what + when
	}},
	{"application.", 8, func(what, _, who, when string) string {
		return "Review the application " + what + ", changed by " + who + when
	}},
}

func of(what string) string {
	if what == "" {
		return ""
	}
	return " " + what
}

// checklist returns the steps of containment that the facts ask for.
func (t *story) checklist(in *Incident) []string {
	type step struct {
		rank int
		text string
	}
	var steps []step
	add := func(rank int, text string) {
		if len(steps) < maxSteps {
			steps = append(steps, step{rank, text})
		}
	}
	// What was changed several times is to be undone once.
	type change struct{ undo, what, whom string }
	seen := map[change]bool{}
	for _, row := range t.changes() {
		typ := t.log.Column(event.Type).At(int(row))
		for _, u := range undos {
			if !strings.HasPrefix(typ, u.prefix) || strings.HasPrefix(typ, "policy.evaluate") {
				continue
			}
			actor := detect.ActorAt(t.log, row)
			who := detect.Clean(first(actor.AlternateID, actor.DisplayName, actor.ID, "somebody"))
			whom := detect.Clean(first(t.target(row, "User"), who))
			what := t.object(row)
			if what == t.target(row, "User") {
				what = ""
			}
			if c := (change{u.prefix, what, whom}); seen[c] {
				break
			} else {
				seen[c] = true
			}
			if what != "" {
				what = "“" + detect.Clean(what) + "”"
			} else if u.rank != 3 && u.rank != 4 {
				what = "(unnamed in the log)"
			}
			add(u.rank, u.act(what, whom, who, " on "+minute(t.log.Time(int(row)))))
			break
		}
	}
	if t.foreign || t.worst.Severity >= detect.Medium {
		t.accountSteps(func(user int32, text string) { add(1, text) })
	}
	if t.foreign && t.alone() {
		add(9, "Block "+detect.List(in.Addresses, len(in.Addresses), 5)+" in a network zone: in this log no other account has events from there")
	}
	sort.SliceStable(steps, func(i, j int) bool { return steps[i].rank < steps[j].rank })
	list := make([]string, len(steps))
	for i, s := range steps {
		list[i] = s.text + "."
	}
	return list
}

// accountSteps gives the steps for each account that an intruder may have.
func (t *story) accountSteps(add func(user int32, text string)) {
	result := t.log.Column(event.OutcomeResult)
	entered, sessions := map[int32]bool{}, map[int32][]string{}
	for _, row := range t.context {
		user := int32(t.log.UserOf(int(row)))
		if n := t.log.SessionOf(int(row)); n >= 0 && !failed(result.At(int(row))) {
			entered[user] = true
			if id := detect.Clean(t.log.Sessions()[n].ID); len(sessions[user]) < maxListed && !slices.Contains(sessions[user], id) {
				sessions[user] = append(sessions[user], id)
			}
		}
	}
	for i, user := range t.people {
		if i == maxPeople*3 {
			return
		}
		if entered[user] {
			list := sessions[user]
			add(user, "Clear the sessions of "+t.name(user)+" and revoke its tokens: "+detect.List(list, len(list), 3))
		}
		if t.foreign {
			add(user, "Ask "+t.name(user)+" by another channel than mail whether it was they; if not, reset the password and review the factors")
		}
	}
}

// changes returns the events that may have left something behind: those of the
// context, and the evidence of findings.
func (t *story) changes() []uint32 {
	rows := slices.Clone(t.context)
	for _, f := range t.findings {
		rows = append(rows, f.rows...)
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	result := t.log.Column(event.OutcomeResult)
	return slices.DeleteFunc(rows, func(row uint32) bool { return failed(result.At(int(row))) })
}

func first(texts ...string) string {
	for _, s := range texts {
		if !event.Blank(s) {
			return s
		}
	}
	return ""
}

// minute writes a time to the minute: "2026-06-12 16:44 UTC".
func minute(ms int64) string {
	s := event.FormatTime(ms)
	if len(s) < len("2026-06-12T16:44") {
		return s
	}
	return s[:10] + " " + s[11:16] + " UTC"
}
