package detect

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// maxEvidence bounds the events that one finding lists. A session of half a
// million events can be evidence from end to end; a reader needs its start.
const maxEvidence = 1000

// maxNames bounds the names in one fact.
const maxNames = 20

// complete is [Complete] for a finding that is about a person: where the
// detection names none, it is the first one of the evidence, unless that is of a
// crowd.
func complete(log *table.Log, d *Detection, f *Finding) {
	slices.Sort(f.Rows)
	if f.Actor == (Actor{}) && !d.Crowd {
		f.Actor = person(log, f.Rows)
	}
	Complete(log, d, f)
}

// Complete fills in what a detection left empty of a finding, from its rows.
// Every finding gets its times, addresses, evidence, query and id here and
// nowhere else. The actor stays as it is.
func Complete(log *table.Log, d *Detection, f *Finding) {
	slices.Sort(f.Rows)
	f.Rows = slices.Compact(f.Rows)
	f.Detector = d.ID
	if f.Title == "" {
		f.Title = d.Title
	}
	if !strings.HasSuffix(f.Summary, ".") { // a reason of Okta's may have brought its own
		f.Summary += "."
	}
	if f.Techniques == nil {
		f.Techniques = d.Techniques
	}
	if f.Facts == nil {
		f.Facts = map[string]any{}
	}
	if len(f.Rows) > 0 {
		f.First = event.FormatTime(log.Time(int(f.Rows[0])))
		f.Last = event.FormatTime(log.Time(int(f.Rows[len(f.Rows)-1])))
	}
	f.RuleFile = d.RuleFile
	external := []string(nil)
	if f.Session == "" {
		f.Session = commonSession(log, f.Rows)
	}
	if f.Session != "" && len(f.Rows) > 0 {
		if s := log.SessionOf(int(f.Rows[0])); s >= 0 && log.Sessions()[s].ID == f.Session {
			external = log.Sessions()[s].External
		}
	}
	listed := f.Rows
	if len(listed) > maxEvidence {
		f.Facts["events_not_listed"] = len(listed) - maxEvidence
		listed = listed[:maxEvidence]
	}
	f.Events = make([]string, len(listed))
	for i, row := range listed {
		f.Events[i] = log.UUID(int(row))
	}
	if f.IPs == nil {
		f.IPs = addresses(log, listed)
	}
	if f.Query == "" {
		f.Query = query(f, external)
	}
	f.ID = findingID(f)
}

// person returns the person of the first event that names one.
func person(log *table.Log, rows []uint32) Actor {
	for _, row := range rows {
		if u := log.UserOf(int(row)); u >= 0 {
			return actorOf(&log.Users()[u])
		}
	}
	return Actor{}
}

func actorOf(u *table.User) Actor {
	return Actor{ID: present(u.ID), AlternateID: present(u.AlternateID), DisplayName: present(u.DisplayName)}
}

// commonSession returns the session that all the events are of, or "".
func commonSession(log *table.Log, rows []uint32) string {
	session := -1
	for i, row := range rows {
		s := log.SessionOf(int(row))
		if i > 0 && s != session {
			return ""
		}
		session = s
	}
	if session < 0 {
		return ""
	}
	return log.Sessions()[session].ID
}

// addresses returns the addresses of events, each once, in order of time.
func addresses(log *table.Log, rows []uint32) []string {
	ips, seen := []string{}, map[string]bool{}
	for _, row := range rows {
		ip := log.Column(event.ClientIP).At(int(row))
		if !event.Blank(ip) && !seen[ip] {
			seen[ip] = true
			ips = append(ips, ip)
		}
	}
	return ips
}

// query returns the System Log search that shows a finding: its one event, or its
// session, or its events where they are few, or what its person did and had
// done to them.
func query(f *Finding, external []string) string {
	const fewEvents, fewSessions, longestID = 10, 10, 128
	any := func(field string, values []string) string {
		parts := make([]string, len(values))
		for i, v := range values {
			parts[i] = field + " eq " + searchText(v)
		}
		return strings.Join(parts, " or ")
	}
	if f.Session != "" && len(f.Session) <= longestID && len(f.Events) > 1 {
		if len(external) == 0 {
			return any("authenticationContext.rootSessionId", []string{f.Session})
		}
		if len(external) <= fewSessions && !slices.ContainsFunc(external, func(s string) bool { return len(s) > longestID }) {
			return any("authenticationContext.externalSessionId", external)
		}
	}
	id := f.Actor.ID
	if len(f.Events) > fewEvents && id != "" && len(id) <= longestID {
		return any("actor.id", []string{id}) + " or " + any("target.id", []string{id})
	}
	return any("uuid", f.Events[:min(len(f.Events), fewEvents)])
}

// searchText writes a value for Okta's search. A control character is left out:
// the value goes into a text field of the console by the clipboard.
func searchText(s string) string {
	if plainText(s) && !strings.ContainsAny(s, `"\`) {
		return `"` + s + `"`
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= ' ' && r != 0x7F:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// findingID returns the hash of what a finding is: 16 hexadecimal digits.
func findingID(f *Finding) string {
	uuids := slices.Sorted(slices.Values(f.Events))
	text := make([]byte, 0, 128+40*len(uuids))
	for _, part := range append([]string{f.Detector, f.Actor.ID, f.Actor.AlternateID, f.Session}, uuids...) {
		text = append(append(text, part...), 0)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Sort puts findings in the order of a report: the worst first, then those with
// more evidence, then the earlier, then by id.
func Sort(findings []Finding) {
	SortBy(findings, func(i, j int) int {
		a, b := &findings[i], &findings[j]
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(len(b.Events), len(a.Events)),
			cmp.Compare(a.First, b.First),
			cmp.Compare(a.ID, b.ID),
		)
	})
}

// SortBy sorts findings by a comparison of their places. A finding is large:
// it is moved once, and not each time that it is compared.
func SortBy(findings []Finding, compare func(i, j int) int) {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, compare)
	sorted := make([]Finding, len(findings))
	for to, from := range order {
		sorted[to] = findings[from]
	}
	copy(findings, sorted)
}
