package simulate

// Type is a type of event and what is fixed about its events.
type Type struct {
	Name     string // "user.session.start"
	Message  string // displayMessage
	Legacy   string // legacyEventType, "" where there never was one
	Severity string

	csv string // the first three cells of the console's CSV and a comma
}

func newType(severity, name, message, legacy string) *Type {
	t := &Type{Name: name, Message: message, Legacy: legacy, Severity: severity}
	b := append([]byte(severity), ',')
	b = append(append(b, name...), ',')
	t.csv = string(append(appendCell(b, message), ','))
	return t
}

var (
	evaluateSignOn = newType("INFO", "policy.evaluate_sign_on", "Evaluation of sign-on policy", "")
	sessionStart   = newType("INFO", "user.session.start", "User login to Okta", "core.user_auth.login_success")
	loginFailed    = newType("WARN", "user.session.start", "User login to Okta", "core.user_auth.login_failed")
	sessionEnd     = newType("INFO", "user.session.end", "User logout from Okta", "core.user_auth.logout_success")
	sessionExpire  = newType("INFO", "user.session.expire", "Expire user session", "core.user_auth.session_expired")
	accessAdmin    = newType("INFO", "user.session.access_admin_app", "User accessing Okta admin app", "app.admin.sso.login.success")

	authMFA       = newType("INFO", "user.authentication.auth_via_mfa", "Authentication of user via MFA", "core.user.factor.attempt_success")
	authMFAFailed = newType("WARN", "user.authentication.auth_via_mfa", "Authentication of user via MFA", "core.user.factor.attempt_fail")
	singleSignOn  = newType("INFO", "user.authentication.sso", "User single sign on to app", "app.auth.sso")
	sendPush      = newType("INFO", "system.push.send_factor_verify_push", "Send Okta Verify push verification", "")
	denyPush      = newType("INFO", "user.mfa.okta_verify.deny_push", "User rejected Okta push verify", "")
	unauthorized  = newType("WARN", "app.generic.unauth_app_access_attempt", "User attempted unauthorized access to app", "app.generic.unauth_app_access_attempt")

	authorizeCode = newType("INFO", "app.oauth2.authorize.code", "OAuth2 authorization code is requested", "")
	tokenGrant    = newType("INFO", "app.oauth2.token.grant", "OAuth2 token is requested", "")
	accessToken   = newType("INFO", "app.oauth2.token.grant.access_token", "OAuth2 access token is granted", "")
	idToken       = newType("INFO", "app.oauth2.token.grant.id_token", "OIDC id token is granted", "")

	ruleUpdate     = newType("INFO", "policy.rule.update", "Update policy rule", "policy.rule.updated")
	ruleAdd        = newType("INFO", "policy.rule.add", "Add policy rule", "policy.rule.created")
	groupAdd       = newType("INFO", "group.user_membership.add", "Add user to group membership", "core.user_group_member.user_add")
	groupRemove    = newType("INFO", "group.user_membership.remove", "Remove user from group membership", "core.user_group_member.user_remove")
	appUpdate      = newType("INFO", "application.lifecycle.update", "Update application", "app.generic.config.app_updated")
	appAssign      = newType("INFO", "application.user_membership.add", "Add user to application membership", "app.generic.provision.assign_user_to_app")
	profileUpdate  = newType("INFO", "user.account.update_profile", "Update user profile for Okta", "core.user.config.profile.update")
	passwordUpdate = newType("INFO", "user.account.update_password", "User update password for Okta", "core.user.config.password_update.success")
	userCreate     = newType("INFO", "user.lifecycle.create", "Create Okta user", "core.user.config.user_creation.success")
	userActivate   = newType("INFO", "user.lifecycle.activate", "Activate Okta user", "core.user.config.user_activated")

	idpCreate   = newType("INFO", "system.idp.lifecycle.create", "Create Identity Provider", "")
	idpActivate = newType("INFO", "system.idp.lifecycle.activate", "Activate Identity Provider", "")
	idpKey      = newType("INFO", "system.idp.key.create", "Create Identity Provider key", "")

	importStart    = newType("INFO", "system.import.start", "Start import from an application", "app.user_management.import.started")
	importComplete = newType("INFO", "system.import.complete", "Complete import from an application", "app.user_management.import.completed")
	pushProfile    = newType("INFO", "application.provision.user.push_profile", "Push user's profile to external application", "app.user_management.push_profile_success")
	deviceMail     = newType("INFO", "system.email.new_device_notification.sent_message", "Send new device notification email", "")
)
