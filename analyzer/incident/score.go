package incident

import (
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

// The points of a score. Severity counts most: it is what a detection knows of
// its own kind of attack. The others say how much speaks for it in this log: who
// agrees, whether the machine and the place are the account's own, how much the
// account may do from there. What an account did from its own machine where it
// always is has less than half the points of its severity, and its rights count for nothing:
// administration is an administrator's work. What rests on one event, on where
// addresses are said to be, or on what was done to one object, has less too, and
// so has what came from a device that the account had before. The numbers are this project's own
// choice, made on logs of package simulate that are not those of its report; the
// most that they come to is 100.
var severityPoints = [...]int{detect.Info: 0, detect.Low: 4, detect.Medium: 26, detect.High: 38, detect.Critical: 52}

const (
	familyPoints    = 6 // each further family of detections with a finding of medium or worse
	hintPoints      = 3 // each one with findings of low severity only
	maxFamilyPoints = 12
	gravePoints     = 3 // each further detection that found medium or worse
	maxGravePoints  = 9
	newPoints       = 6 // a context that is not the account's own
	passingPoints   = 9 // an address that is nobody's, where no account's own context is known
	programPoints   = 8 // and so is the program
	alonePoints     = 3 // and nobody outside of the incident has the context
	adminPoints     = 10
	placePoints     = 2  // an administrator's own program at a place that is new
	ownShare        = 60 // percent of the severity's points that are taken off
	devicePoints    = 12 // taken off for a device that is the account's own
	onePoints       = 18 // taken off what rests on one event
	objectPoints    = 6  // taken off where one object is all that was acted on
	distancePoints  = 20 // taken off what rests on distances
)

// distances are the detections that know nothing but where addresses are said to
// be. A VPN moves an address, and its location is an estimate.
var distances = map[string]bool{"session-fast-travel": true, "user-impossible-travel": true}

// score returns the sum of the reasons' points, and the reasons.
func (t *story) score() (int, []Reason) {
	reasons := []Reason{{severityPoints[t.worst.Severity], "the worst finding is " + t.worst.Severity.String() + ": " + detect.Clean(t.worst.Title)}}
	var families, hints, grave []string
	add := func(list *[]string, name string) {
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	findings, events, far := 0, 0, true
	for _, f := range t.findings {
		if f.Severity >= Grave {
			add(&families, f.family)
			add(&grave, f.Detector)
			findings, events = findings+1, events+len(f.Rows)
			far = far && distances[f.Detector]
		}
	}
	for _, f := range t.findings {
		if f.Severity > detect.Info && !slices.Contains(families, f.family) {
			add(&hints, f.family)
		}
	}
	if n := len(families) - 1 + len(hints); n > 0 {
		points := min((len(families)-1)*familyPoints+len(hints)*hintPoints, maxFamilyPoints)
		all := slices.Concat(families, hints)
		slices.Sort(all)
		reasons = append(reasons, Reason{points, fmt.Sprintf("%d kinds of detections speak for it independently: %s", n+1, strings.Join(all, ", "))})
	}
	if n := len(grave) - 1; n > 0 {
		reasons = append(reasons, Reason{min(n*gravePoints, maxGravePoints), fmt.Sprintf("%d detections found something of medium severity or worse", n+1)})
	}
	switch {
	case findings == 1 && events == 1:
		reasons = append(reasons, Reason{-onePoints, "it rests on one event"})
	case far:
		reasons = append(reasons, Reason{-distancePoints, "it rests on where addresses are said to be"})
	case len(families) == 1 && t.oneObject():
		reasons = append(reasons, Reason{-objectPoints, "it rests on what was done to one object"})
	}
	own, program := t.own(), ""
	if own {
		reasons = append(reasons, Reason{-severityPoints[t.worst.Severity] * ownShare / 100, "all of it came from where the accounts are used to be"})
	}
	if t.foreign {
		list := t.addresses()
		reasons = append(reasons, Reason{newPoints, "it came from where the account is not used to be: " + detect.List(list, len(list), 3)})
		if program = t.newProgram(); program != "" {
			reasons = append(reasons, Reason{programPoints, "the program is one that the account does not use: " + program})
		}
		if t.ownDevice() {
			reasons = append(reasons, Reason{-devicePoints, "the device is one that the account has used before"})
		}
		if t.alone() {
			reasons = append(reasons, Reason{alonePoints, "no other account has events from there in this log"})
		}
	}
	if !t.foreign && !own && events > 1 {
		if ip := t.passingAddress(); ip != "" {
			reasons = append(reasons, Reason{passingPoints, "an address of it came and went within a day: " + ip})
		}
	}
	for _, u := range t.people {
		if why := t.admin[u]; why != "" && !own {
			points := adminPoints
			if far || t.foreign && program == "" {
				points = placePoints
			}
			reasons = append(reasons, Reason{points, t.name(u) + " is an administrator: " + why})
			break
		}
	}
	sum := 0
	for _, r := range reasons {
		sum += r.Points
	}
	return sum, reasons
}

// oneObject reports whether all evidence of the grave findings acts on one object.
func (t *story) oneObject() bool {
	kinds, ids := t.log.Column(event.TargetType), t.log.Column(event.TargetID)
	var common []uint32
	for i, row := range t.graveRows() {
		var objects []uint32
		for i, code := range ids.Codes(int(row)) {
			if isObject(kinds.Values[kinds.Codes(int(row))[i]]) && !event.Blank(ids.Values[code]) && (common == nil || slices.Contains(common, code)) {
				objects = append(objects, code)
			}
		}
		if i > 0 && common == nil || len(objects) == 0 {
			return false
		}
		common = objects
	}
	return len(common) > 0
}

// graveRows returns the evidence of the findings that make the incident.
func (t *story) graveRows() []uint32 {
	var rows []uint32
	for _, f := range t.findings {
		if f.Severity >= Grave {
			rows = append(rows, f.rows...)
		}
	}
	return rows
}

// ownDevice reports whether the device tokens of the context are ones that its
// people had on two days before it or more.
func (t *story) ownDevice() bool {
	tokens := t.log.Column(event.DTHash)
	any := false
	known := map[int32]map[uint32]int{}
	for _, row := range t.context {
		token := tokens.Code(int(row))
		if event.Blank(tokens.Values[token]) {
			continue
		}
		user := int32(t.log.UserOf(int(row)))
		if known[user] == nil {
			known[user] = t.devices(user)
		}
		if known[user][token] < minDays {
			return false
		}
		any = true
	}
	return any
}

// devices counts the days before the context on which a person had each device
// token.
func (t *story) devices(user int32) map[uint32]int {
	tokens := t.log.Column(event.DTHash)
	last, n := map[uint32]int64{}, map[uint32]int{}
	for _, row := range t.log.Users()[user].Rows {
		if row >= t.context[0] {
			break
		}
		token, day := tokens.Code(int(row)), t.log.Time(int(row))/dayMillis+1
		if last[token] != day {
			last[token] = day
			n[token]++
		}
	}
	return n
}

// passingAddress returns an address of the grave findings that came and went
// within a day and that nobody has in events that are no evidence; "" for none.
func (t *story) passingAddress() string {
	ip := t.log.Column(event.ClientIP)
	for _, row := range t.graveRows() {
		code := ip.Code(int(row))
		if !event.Blank(ip.Values[code]) && len(t.usual.others[code]) == 0 && t.memory.passing(event.ClientIP, code) {
			return detect.Clean(ip.Values[code])
		}
	}
	return ""
}

// own reports whether all evidence of the grave findings is of people of the
// incident from contexts that are their own. What nobody did, or a crowd, is not.
func (t *story) own() bool {
	if t.foreign {
		return false
	}
	for _, f := range t.findings {
		if f.Severity < Grave {
			continue
		}
		for _, row := range f.Rows {
			user := int32(t.log.UserOf(int(row)))
			if _, ok := t.usual.at(user, row); !ok || user < 0 || !t.member[user] {
				return false
			}
		}
	}
	return true
}

// newProgram returns a program of the context that its person did not use on two
// days without evidence, on any network; "" where all were, or the log does not
// know the people for so long.
func (t *story) newProgram() string {
	type what struct {
		user  int32
		agent uint32
	}
	asked := map[what]bool{}
	for _, row := range t.context {
		user := int32(t.log.UserOf(int(row)))
		number, agent := t.views.Agent(row)
		p := t.usual.people[user]
		if w := (what{user, number}); number == 0 || p == nil || p.n < minDays || asked[w] {
			continue
		} else {
			asked[w] = true
		}
		known := 0
		for h, d := range p.habits {
			if h.agent == number {
				known += d.n
			}
		}
		if known < minDays {
			return detect.Clean(agent.String())
		}
	}
	return ""
}

// alone reports whether only people of the incident have events from its
// addresses.
func (t *story) alone() bool {
	ip, seen := t.log.Column(event.ClientIP), map[uint32]bool{}
	for _, row := range t.context {
		code := ip.Code(int(row))
		if !seen[code] && t.usual.strangers(code, t.member) {
			return false
		}
		seen[code] = true
	}
	return true
}

// privileged says in a few words what an event of a type shows of its actor's
// rights; "" for nothing.
func privileged(t string) string {
	switch {
	case t == "user.session.access_admin_app":
		return "opened the Admin Console"
	case strings.HasPrefix(t, "system.idp."):
		return "changed identity providers"
	case strings.HasPrefix(t, "policy.lifecycle.") || strings.HasPrefix(t, "policy.rule."):
		return "changed policies"
	case strings.HasPrefix(t, "zone."):
		return "changed network zones"
	case t == "system.api_token.create":
		return "created an API token"
	case strings.HasSuffix(t, ".privilege.grant") || strings.HasPrefix(t, "iam."):
		return "gave out privileges"
	case strings.HasPrefix(t, "application.lifecycle."):
		return "changed applications"
	}
	return ""
}

// failed reports whether an outcome says that nothing was done.
func failed(outcome string) bool {
	switch strings.ToUpper(outcome) {
	case "FAILURE", "DENY", "ABANDONED", "RATE_LIMIT":
		return true
	}
	return false
}
