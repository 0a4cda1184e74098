package rules

import "strings"

// OwnRules is the family of rules that name none.
const OwnRules = "Own rules"

// Families are those that a built-in rule can be of.
var Families = []string{
	"Account lifecycle & recovery",
	"Admin & privilege",
	"API token",
	"Application access",
	"Availability & rate limit",
	"Correlation",
	"Credential attack",
	"Cross-log (needs other data)",
	"Data access & exfiltration",
	"Defense evasion & logging",
	"Device",
	"Identity provider & federation",
	"MFA abuse",
	"OAuth & app credentials",
	"Okta support & impersonation",
	"Okta-reported risk",
	"Policy & network zone",
	"Session hijack",
	"Travel, geo & network origin",
}

// Folder returns the name of the folder that the rules of a family are in: its
// words in lower case, joined by hyphens.
func Folder(family string) string {
	words := strings.FieldsFunc(strings.ToLower(family), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
