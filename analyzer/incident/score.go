package incident

import (
	"fmt"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
)

// The points of a score. Severity counts most: it is what a detection knows of
// its own kind of attack. The other three say how much speaks for it in this
// log. Without a second family of detections they lift no incident of low
// severity above one of medium: an administrator's odd evening is not an attack.
// The numbers are this project's own choice.
var severityPoints = [...]int{detect.Info: 0, detect.Low: 5, detect.Medium: 32, detect.High: 50, detect.Critical: 65}

const (
	familyPoints    = 7 // each further family of detections
	maxFamilyPoints = 14
	gravePoints     = 4 // each further detection that found medium or worse
	maxGravePoints  = 16
	newPoints       = 6 // a context that is not the account's own
	alonePoints     = 3 // and that nobody outside of the incident has
	adminPoints     = 12
)

// score returns the sum of the reasons' points, and the reasons.
func (t *story) score() (int, []Reason) {
	reasons := []Reason{{severityPoints[t.worst.Severity], "the worst finding is " + t.worst.Severity.String() + ": " + detect.Clean(t.worst.Title)}}
	var families []string
	for _, f := range t.findings {
		if f.Severity > detect.Info && !slices.Contains(families, f.family) {
			families = append(families, f.family)
		}
	}
	if n := len(families) - 1; n > 0 {
		slices.Sort(families)
		reasons = append(reasons, Reason{min(n*familyPoints, maxFamilyPoints),
			fmt.Sprintf("%d kinds of detections speak for it independently: %s", n+1, strings.Join(families, ", "))})
	}
	var grave []string
	for _, f := range t.findings {
		if f.Severity >= Grave && !slices.Contains(grave, f.Detector) {
			grave = append(grave, f.Detector)
		}
	}
	if n := len(grave) - 1; n > 0 {
		reasons = append(reasons, Reason{min(n*gravePoints, maxGravePoints), fmt.Sprintf("%d detections found something of medium severity or worse", n+1)})
	}
	if t.foreign {
		list := t.addresses()
		reasons = append(reasons, Reason{newPoints, "it came from where the account is not used to be: " + detect.List(list, len(list), 3)})
		if t.alone() {
			reasons = append(reasons, Reason{alonePoints, "no other account has events from there in this log"})
		}
	}
	for _, u := range t.people {
		if why := t.admin[u]; why != "" {
			reasons = append(reasons, Reason{adminPoints, t.name(u) + " is an administrator: " + why})
			break
		}
	}
	sum := 0
	for _, r := range reasons {
		sum += r.Points
	}
	return sum, reasons
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
