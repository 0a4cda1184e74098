package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/agent"
)

// The kinds of event in which each kind of company is seen, as bits.
const (
	factorClass = 1 << iota
	serverClass
	tokenClass
)

// The event types in which each kind of company is seen. Outside them an agent
// that calls itself Okta's is somebody's who says so.
func isFactorType(t string) bool {
	return strings.HasPrefix(t, "user.mfa.") || strings.HasPrefix(t, "system.push.") || strings.HasPrefix(t, "device.") ||
		t == "user.authentication.auth_via_mfa" || t == "user.authentication.verify"
}

func isServerType(t string) bool {
	return strings.HasPrefix(t, "app.") || strings.HasPrefix(t, "user.authentication.") || t == "policy.evaluate_sign_on"
}

func isTokenType(t string) bool {
	return strings.HasPrefix(t, "app.oauth2.") && strings.Contains(t, "token.")
}

// classOfType and classOfAgent return in what a kind of event and a program
// can be company: an event that has a class in common with its program is not
// its person's own, nor is one of a token.
func classOfType(t string) (class uint8) {
	if isFactorType(t) {
		class |= factorClass
	}
	if isServerType(t) {
		class |= serverClass
	}
	if isTokenType(t) {
		class |= tokenClass
	}
	return class
}

func classOfAgent(a agent.Agent) (class uint8) {
	if a.Browser == agent.OktaVerify || a.Mobile() {
		class |= factorClass
	}
	if a.Browser == agent.OktaIntegrations {
		class |= serverClass
	}
	return class
}
