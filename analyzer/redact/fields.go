package redact

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// defaultFields are shown as they are unless the analyst says otherwise. They
// hold Okta's own words, numbers of no one and times; the country is the most
// that they say about a place.
var defaultFields = []event.Field{
	event.Severity, event.Type, event.Version, event.Published, event.OutcomeResult, event.OutcomeReason, event.ActorType,
	event.AuthenticationStep, event.AuthenticationProvider, event.CredentialProvider, event.CredentialType,
	event.ClientDevice, event.UserAgentOS, event.UserAgentBrowser, event.Country, event.TransactionType, event.LegacyType,
	event.TargetType, event.ChainVersion, event.AuthenticatorBinding, event.AuthenticatorValidation, event.IsProxy, event.SecurityRisk,
	event.DeviceOSPlatform, event.DeviceOSVersion, event.DeviceManaged, event.DeviceRegistered, event.ThreatSuspected,
	event.Factor, event.FactorIntent, event.PushResponse, event.NumberChallengeResponse, event.SignOnMode, event.InitiationType,
	event.GrantType, event.NetworkConnection, event.SuspiciousEventType, event.TargetMethod, event.TargetManaged, event.TargetOSPlatform,
}

// DefaultFields returns the fields that are shown as they are unless the
// analyst says otherwise.
func DefaultFields() []event.Field { return append([]event.Field(nil), defaultFields...) }

// kind is a kind of pseudonym.
type kind uint8

const (
	aValue kind = iota
	aUser
	aName // that several entities have
	anAddress
	aSession
	aDevice
	aToken
	anApp
	aGroup
	aProvider
	aPolicy
	aFactor
	aZone
	aTarget
	anActor
	anAgent
	aPlace
	aNetwork
	aDomain
	anURL
	aMessage
	aReason
	aTransaction
	anEvent
	aFile

	numKinds
)

var prefixes = [numKinds]string{
	aValue: "value", aUser: "user", aName: "name", anAddress: "ip", aSession: "session", aDevice: "device", aToken: "token", anApp: "app",
	aGroup: "group", aProvider: "idp", aPolicy: "policy", aFactor: "factor", aZone: "zone", aTarget: "target", anActor: "actor",
	anAgent: "agent", aPlace: "place", aNetwork: "network", aDomain: "domain", anURL: "url", aMessage: "message", aReason: "reason",
	aTransaction: "transaction", anEvent: "event", aFile: "file",
}

// kinds are the kinds of the fields that are not named by the type beside
// them; the others are [aValue].
var kinds = map[event.Field]kind{
	event.ClientIP: anAddress, event.ChainIP: anAddress, event.SuspiciousEventIP: anAddress,
	event.ExternalSessionID: aSession, event.RootSessionID: aSession,
	event.DeviceID: aDevice, event.DeviceName: aDevice, event.DTHash: aDevice, event.DeviceFingerprint: aDevice, event.TargetDeviceID: aDevice,
	event.RootAPITokenID: aToken, event.RequestAPITokenID: aToken,
	event.ClientID: anApp, event.Issuer: aProvider, event.ClientZone: aZone, event.UserAgent: anAgent,
	event.City: aPlace, event.PostalCode: aPlace, event.State: aPlace, event.Latitude: aPlace, event.Longitude: aPlace, event.Country: aPlace,
	event.ChainPostalCode: aPlace, event.ChainState: aPlace, event.ChainLatitude: aPlace, event.ChainLongitude: aPlace,
	event.ASNumber: aNetwork, event.ASOrg: aNetwork, event.ISP: aNetwork, event.Domain: aDomain,
	event.RequestURI: anURL, event.URL: anURL,
	event.DisplayMessage: aMessage, event.OutcomeReason: aReason, event.TransactionID: aTransaction, event.UUID: anEvent,
	event.ActorID: anActor, event.ActorAlternateID: anActor, event.ActorDisplayName: anActor,
	event.TargetID: aTarget, event.TargetAlternateID: aTarget, event.TargetDisplayName: aTarget,
}

// kindOfType returns the kind of an actor or a target by its type, and
// otherwise where it names none that is known.
func kindOfType(typ string, otherwise kind) kind {
	low := strings.ToLower(typ)
	for _, t := range []struct {
		mark string
		kind kind
	}{
		{"appuser", aUser}, {"usergroup", aGroup}, {"user", aUser}, {"appinstance", anApp}, {"clientapp", anApp}, {"group", aGroup},
		{"identityprovider", aProvider}, {"idp", aProvider}, {"policy", aPolicy}, {"device", aDevice}, {"authenticator", aFactor},
		{"factor", aFactor}, {"zone", aZone}, {"token", aToken},
	} {
		if strings.HasPrefix(low, t.mark) || strings.HasSuffix(low, t.mark) {
			return t.kind
		}
	}
	return otherwise
}

// vocabulary reports whether a value of an allowed field can be shown. Of all
// allowed fields only the reason of an outcome can hold a sentence with names
// in it; Okta's codes are in capitals with underscores: INVALID_CREDENTIALS.
func vocabulary(f event.Field, v string) bool {
	if f != event.OutcomeReason {
		return true
	}
	if len(v) > 64 || !strings.Contains(v, "_") {
		return event.Blank(v)
	}
	for i := range len(v) {
		if c := v[i]; c != '_' && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
