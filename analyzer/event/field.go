// Package event names the fields of an Okta System Log event.
//
// One event reaches an analyst in many spellings: the console's CSV writes
// client.user_agent.raw_user_agent, the API writes client.userAgent.rawUserAgent
// and log lakes lower-case it to client.useragent.rawuseragent. This package
// gives each field one canonical key, the API's path, and resolves every other
// spelling to it.
package event

import "strings"

// Field identifies one field of an event. The zero value is [Severity].
type Field uint8

// The fields of the console's CSV, in the order of its header.
const (
	Severity Field = iota
	Type
	DisplayMessage
	UUID
	Version
	Published
	OutcomeResult
	OutcomeReason
	ActorID
	ActorType
	ActorDisplayName
	ActorAlternateID
	AuthenticationStep
	AuthenticationProvider
	CredentialProvider
	CredentialType
	Issuer
	ExternalSessionID
	ClientZone
	ClientIP
	ClientDevice
	UserAgent
	UserAgentOS
	UserAgentBrowser
	Country
	City
	PostalCode
	Longitude
	Latitude
	TransactionID
	TransactionType
	RequestURI
	LegacyType
	TargetID
	TargetType
	TargetAlternateID
	TargetDisplayName
	ChainPostalCode
	ChainLongitude
	ChainLatitude
	ChainState
	ChainIP
	ChainSource
	ChainVersion
	RootSessionID
	RootAPITokenID
	RequestAPITokenID

	// The fields below are in the API's JSON only.

	ClientID
	State
	ActorDetail
	AuthenticatorBinary
	AuthenticatorBinding
	AuthenticatorValidation
	Interface
	ASNumber
	ASOrg
	ISP
	Domain
	IsProxy
	SecurityRisk
	UserBehaviors
	DeviceID
	DeviceName
	DeviceOSPlatform
	DeviceOSVersion
	DeviceManaged
	DeviceRegistered
	Behaviors
	Risk
	LogOnlySecurityData
	ThreatSuspected
	ThreatDetections
	Tunnels
	DTHash
	DeviceFingerprint
	Factor
	FactorIntent
	PushResponse
	NumberChallengeResponse
	SignOnMode
	InitiationType
	GrantType
	GrantedScopes
	RequestedScopes
	NetworkConnection
	PrivilegeGranted
	PrivilegeRevoked
	ChangedAttributes
	SuspiciousEventType
	SuspiciousEventIP
	URL
	TargetMethod
	TargetManaged
	TargetDeviceID
	TargetOSPlatform
	TargetChangeFrom
	TargetChangeTo

	// NumFields is the number of fields.
	NumFields
)

// spec holds what is fixed about a field. column is its name in the console's
// CSV, "N" standing for the number of a target.
type spec struct {
	key    string
	column string
	multi  bool
}

var specs = [NumFields]spec{
	Severity:                {"severity", "severity", false},
	Type:                    {"eventType", "event_type", false},
	DisplayMessage:          {"displayMessage", "display_message", false},
	UUID:                    {"uuid", "uuid", false},
	Version:                 {"version", "version", false},
	Published:               {"published", "timestamp", false},
	OutcomeResult:           {"outcome.result", "outcome.result", false},
	OutcomeReason:           {"outcome.reason", "outcome.reason", false},
	ActorID:                 {"actor.id", "actor.id", false},
	ActorType:               {"actor.type", "actor.type", false},
	ActorDisplayName:        {"actor.displayName", "actor.display_name", false},
	ActorAlternateID:        {"actor.alternateId", "actor.alternate_id", false},
	AuthenticationStep:      {"authenticationContext.authenticationStep", "authentication_context.authentication_step", false},
	AuthenticationProvider:  {"authenticationContext.authenticationProvider", "authentication_context.authentication_provider", false},
	CredentialProvider:      {"authenticationContext.credentialProvider", "authentication_context.credential_provider", false},
	CredentialType:          {"authenticationContext.credentialType", "authentication_context.credential_type", false},
	Issuer:                  {"authenticationContext.issuer", "authentication_context.issuer", false},
	ExternalSessionID:       {"authenticationContext.externalSessionId", "authentication_context.external_session_id", false},
	ClientZone:              {"client.zone", "client.zone", false},
	ClientIP:                {"client.ipAddress", "client.ip_address", false},
	ClientDevice:            {"client.device", "client.device", false},
	UserAgent:               {"client.userAgent.rawUserAgent", "client.user_agent.raw_user_agent", false},
	UserAgentOS:             {"client.userAgent.os", "client.user_agent.os", false},
	UserAgentBrowser:        {"client.userAgent.browser", "client.user_agent.browser", false},
	Country:                 {"client.geographicalContext.country", "client.geographical_context.country", false},
	City:                    {"client.geographicalContext.city", "client.geographical_context.city", false},
	PostalCode:              {"client.geographicalContext.postalCode", "client.geographical_context.postal_code", false},
	Longitude:               {"client.geographicalContext.geolocation.lon", "client.geographical_context.geolocation.lon", false},
	Latitude:                {"client.geographicalContext.geolocation.lat", "client.geographical_context.geolocation.lat", false},
	TransactionID:           {"transaction.id", "transaction.id", false},
	TransactionType:         {"transaction.type", "transaction.type", false},
	RequestURI:              {"debugContext.debugData.requestUri", "debug_context.debug_data.request_uri", false},
	LegacyType:              {"legacyEventType", "legacy_event_type", false},
	TargetID:                {"target[].id", "targetN.id", true},
	TargetType:              {"target[].type", "targetN.type", true},
	TargetAlternateID:       {"target[].alternateId", "targetN.alternate_id", true},
	TargetDisplayName:       {"target[].displayName", "targetN.display_name", true},
	ChainPostalCode:         {"request.ipChain[].geographicalContext.postalCode", "request.ip_chain.geographical_context.postal_code", true},
	ChainLongitude:          {"request.ipChain[].geographicalContext.geolocation.lon", "request.ip_chain.geographical_context.geolocation.lon", true},
	ChainLatitude:           {"request.ipChain[].geographicalContext.geolocation.lat", "request.ip_chain.geographical_context.geolocation.lat", true},
	ChainState:              {"request.ipChain[].geographicalContext.state", "request.ip_chain.geographical_context.geolocation.state", true},
	ChainIP:                 {"request.ipChain[].ip", "request.ip_chain.ip", true},
	ChainSource:             {"request.ipChain[].source", "request.ip_chain.source", true},
	ChainVersion:            {"request.ipChain[].version", "request.ip_chain.version", true},
	RootSessionID:           {"authenticationContext.rootSessionId", "authentication_context.root_session_id", false},
	RootAPITokenID:          {"transaction.detail.rootApiTokenId", "transaction.detail.root_api_token_id", false},
	RequestAPITokenID:       {"transaction.detail.requestApiTokenId", "transaction.detail.request_api_token_id", false},
	ClientID:                {"client.id", "", false},
	State:                   {"client.geographicalContext.state", "", false},
	ActorDetail:             {"actor.detailEntry", "", false},
	AuthenticatorBinary:     {"authenticationContext.authenticatorContext.binaryIdentifier", "", false},
	AuthenticatorBinding:    {"authenticationContext.authenticatorContext.bindingMethod", "", false},
	AuthenticatorValidation: {"authenticationContext.authenticatorContext.validationStatus", "", false},
	Interface:               {"authenticationContext.interface", "", false},
	ASNumber:                {"securityContext.asNumber", "", false},
	ASOrg:                   {"securityContext.asOrg", "", false},
	ISP:                     {"securityContext.isp", "", false},
	Domain:                  {"securityContext.domain", "", false},
	IsProxy:                 {"securityContext.isProxy", "", false},
	SecurityRisk:            {"securityContext.risk", "", false},
	UserBehaviors:           {"securityContext.userBehaviors", "", false},
	DeviceID:                {"device.id", "", false},
	DeviceName:              {"device.name", "", false},
	DeviceOSPlatform:        {"device.os_platform", "", false},
	DeviceOSVersion:         {"device.os_version", "", false},
	DeviceManaged:           {"device.managed", "", false},
	DeviceRegistered:        {"device.registered", "", false},
	Behaviors:               {"debugContext.debugData.behaviors", "", false},
	Risk:                    {"debugContext.debugData.risk", "", false},
	LogOnlySecurityData:     {"debugContext.debugData.logOnlySecurityData", "", false},
	ThreatSuspected:         {"debugContext.debugData.threatSuspected", "", false},
	ThreatDetections:        {"debugContext.debugData.threatDetections", "", false},
	Tunnels:                 {"debugContext.debugData.tunnels", "", false},
	DTHash:                  {"debugContext.debugData.dtHash", "", false},
	DeviceFingerprint:       {"debugContext.debugData.deviceFingerprint", "", false},
	Factor:                  {"debugContext.debugData.factor", "", false},
	FactorIntent:            {"debugContext.debugData.factorIntent", "", false},
	PushResponse:            {"debugContext.debugData.pushOnlyResponseType", "", false},
	NumberChallengeResponse: {"debugContext.debugData.pushWithNumberChallengeResponseType", "", false},
	SignOnMode:              {"debugContext.debugData.signOnMode", "", false},
	InitiationType:          {"debugContext.debugData.initiationType", "", false},
	GrantType:               {"debugContext.debugData.grantType", "", false},
	GrantedScopes:           {"debugContext.debugData.grantedScopes", "", false},
	RequestedScopes:         {"debugContext.debugData.requestedScopes", "", false},
	NetworkConnection:       {"debugContext.debugData.networkConnection", "", false},
	PrivilegeGranted:        {"debugContext.debugData.privilegeGranted", "", false},
	PrivilegeRevoked:        {"debugContext.debugData.privilegeRevoked", "", false},
	ChangedAttributes:       {"debugContext.debugData.changedAttributes", "", false},
	SuspiciousEventType:     {"debugContext.debugData.suspiciousActivityEventType", "", false},
	SuspiciousEventIP:       {"debugContext.debugData.suspiciousActivityEventIp", "", false},
	URL:                     {"debugContext.debugData.url", "", false},
	TargetMethod:            {"target[].detailEntry.methodTypeUsed", "", true},
	TargetManaged:           {"target[].detailEntry.managed", "", true},
	TargetDeviceID:          {"target[].detailEntry.oktaDeviceId", "", true},
	TargetOSPlatform:        {"target[].detailEntry.osPlatform", "", true},
	TargetChangeFrom:        {"target[].changeDetails.from", "", true},
	TargetChangeTo:          {"target[].changeDetails.to", "", true},
}

// Key returns the field's canonical key, its path in the API's JSON:
// "client.userAgent.rawUserAgent", "target[].displayName".
func (f Field) Key() string { return specs[f].key }

// String returns the canonical key.
func (f Field) String() string { return f.Key() }

// Column returns the field's name in the console's CSV, for a field of the
// targets the name of the first, "target0.id". It is "" for a field that the
// console does not export.
func (f Field) Column() string { return strings.Replace(specs[f].column, "N", "0", 1) }

// Multi reports whether an event can hold several values of the field: those
// of its targets and of its chain of addresses.
func (f Field) Multi() bool { return specs[f].multi }

// byName maps the folded spellings of every field to it.
var byName = func() map[string]Field {
	m := make(map[string]Field, 3*int(NumFields))
	for f := range NumFields {
		m[fold(specs[f].key)] = f
		if specs[f].column != "" {
			m[fold(f.Column())] = f
		}
	}
	for name, f := range aliases {
		m[fold(name)] = f
	}
	return m
}()

// aliases are names that differ from the API's by more than their spelling:
// those of Elastic's integration and common schema, and a user agent that is a
// bare text.
var aliases = map[string]Field{
	"client.ip":                            ClientIP,
	"client.geo.location.lat":              Latitude,
	"client.geo.location.lon":              Longitude,
	"client.geo.city_name":                 City,
	"client.geo.country_name":              Country,
	"client.geo.region_name":               State,
	"client.geo.postal_code":               PostalCode,
	"client.userAgent":                     UserAgent,
	"client.userAgent.raw":                 UserAgent,
	"securityContext.as.number":            ASNumber,
	"securityContext.as.organization.name": ASOrg,
	"device.osPlatform":                    DeviceOSPlatform,
	"device.platform":                      DeviceOSPlatform,
}

// Lookup resolves a field's name in any spelling to the field and, for
// numbered targets ("target2.type"), the number; -1 stands for any element.
// Case, underscores and [] do not count, so the API's, the console's and the
// lower-cased names of log lakes are one.
func Lookup(name string) (f Field, index int, ok bool) {
	key, index := fold(name), -1
	if rest, found := strings.CutPrefix(key, "target"); found && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		n := 0
		for rest != "" && rest[0] >= '0' && rest[0] <= '9' && n < 1000 {
			n, rest = n*10+int(rest[0]-'0'), rest[1:]
		}
		key, index = "target"+rest, n
	}
	f, ok = byName[key]
	return f, index, ok
}

// fold returns name without case, underscores, blanks and brackets, and with
// the number of the first target dropped.
func fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range strings.ToLower(name) {
		switch r {
		case '_', '[', ']', '{', '}', ' ', '\ufeff':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Blank reports whether a value means "nothing": empty, or one of the words
// that Okta and the tools that re-save its logs write for it ("null",
// "unknown", "-"), in any case.
func Blank(s string) bool {
	switch len(s) {
	case 0:
		return true
	case 1:
		return s == "-"
	case 4:
		return strings.EqualFold(s, "null")
	case 7:
		return strings.EqualFold(s, "unknown")
	}
	return false
}

// NoSession reports whether a session id stands for no session of a person:
// a blank, or one of Okta's own transactions ("trs…", written on job events).
func NoSession(id string) bool { return Blank(id) || strings.HasPrefix(id, "trs") }
