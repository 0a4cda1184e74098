package query

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// The kinds of event, by what it is about.
const (
	SignIn       = "signin"
	MFA          = "mfa"
	App          = "app"
	Admin        = "admin"
	Policy       = "policy"
	SessionEvent = "session"
	Token        = "token"
	Other        = "other"
)

// kindRules tell the kind of an event type by what the type begins with. The
// first that fits counts.
var kindRules = []struct{ start, kind string }{
	{"user.authentication.sso", App},
	{"user.authentication.auth_via_mfa", MFA},
	{"user.authentication.verify", MFA},
	{"user.authentication.universal_logout", SessionEvent},
	{"user.authentication.", SignIn},
	{"user.session.start", SignIn},
	{"user.session.access_admin_app", Admin},
	{"user.session.", SessionEvent},
	{"security.session.", SessionEvent},
	{"user.mfa.", MFA},
	{"system.mfa.", MFA},
	{"system.push.", MFA},
	{"system.sms.send_factor", MFA},
	{"system.voice.send_mfa", MFA},
	{"system.email.send_factor", MFA},
	{"system.email.challenge_factor", MFA},
	{"system.email.mfa_", MFA},
	{"device.desktop_mfa.", MFA},
	{"policy.", Policy},
	{"app.oauth2.as.token.", Token},
	{"app.oauth2.token.", Token},
	{"system.api_token.", Token},
	{"system.oauth2.token.", Token},
	{"app.", App},
	{"application.user_membership.", Admin},
	{"application.lifecycle.", Admin},
	{"application.policy.sign_on.deny_access", App},
	{"application.policy.", Policy},
	{"application.", Admin},
	{"user.account.privilege.", Admin},
	{"user.account.reset_password", Admin},
	{"user.account.expire_password", Admin},
	{"user.lifecycle.", Admin},
	{"group.", Admin},
	{"iam.", Admin},
	{"zone.", Admin},
	{"network_zone.", Admin},
	{"org.", Admin},
	{"directory.", Admin},
	{"device.lifecycle.", Admin},
	{"system.idp.", Admin},
	{"system.org.", Admin},
	{"system.log_stream.", Admin},
	{"event_hook.", Admin},
	{"inline_hook.", Admin},
	{"oauth2.", Admin},
	{"security.", Admin},
}

// KindOf returns what an event type is about, one of the kinds above.
func KindOf(eventType string) string {
	low := strings.ToLower(eventType)
	for _, r := range kindRules {
		if strings.HasPrefix(low, r.start) {
			return r.kind
		}
	}
	return Other
}

// The classes of outcome.
const (
	Success = "success" // SUCCESS, ALLOW
	Failure = "failure" // FAILURE
	Deny    = "deny"    // DENY
	NoClass = "other"   // everything else, and no outcome
)

// ClassOf returns the class of an outcome's result.
func ClassOf(result string) string {
	switch strings.ToUpper(strings.TrimSpace(result)) {
	case "SUCCESS", "ALLOW":
		return Success
	case "FAILURE":
		return Failure
	case "DENY":
		return Deny
	}
	return NoClass
}

// endsSession reports whether an event of the type ends its session.
func endsSession(eventType string) bool {
	switch strings.ToLower(eventType) {
	case "user.session.end", "user.session.expire", "user.session.clear", "user.authentication.universal_logout":
		return true
	}
	return false
}

// present returns a value, or "" where it stands for nothing.
func present(s string) string {
	if event.Blank(s) {
		return ""
	}
	return s
}
