// Package table holds a log in columns: every distinct value once, every event
// as a few small numbers.
//
// The fields of an event are not independent. A person's address, browser,
// city and coordinates come together again and again, and so do the targets of
// an application. The table therefore codes events in two steps: an event
// holds one tuple for each [Group] of fields, and a tuple holds one value for
// each field of its group. A log of a million events has a few thousand
// distinct clients; each is read, checked and compared once. A [Column] is the
// view of one field through both steps.
package table

import "okta-session-analyzer/analyzer/event"

// Group is a set of fields that vary together and stand together in the
// console's CSV, so that one comparison of bytes covers all of them.
type Group uint8

// The groups. [IdentityGroup] holds the uuid of records that carry no real one.
// [TargetDetailGroup] has as many elements as [TargetGroup], or none: its
// fields are those of the targets that only JSON has, kept apart so that the
// tuples of a CSV are not three times as long.
const (
	KindGroup Group = iota
	IdentityGroup
	VersionGroup
	OutcomeGroup
	ActorGroup
	AuthenticationGroup
	SessionGroup
	ClientGroup
	TransactionGroup
	TransactionKindGroup
	RequestGroup
	LegacyGroup
	TargetGroup
	ChainGroup
	RootSessionGroup
	TokenGroup
	TargetDetailGroup
	SecurityGroup
	DeviceGroup
	RiskGroup
	DeviceTokenGroup
	FactorGroup
	ChangeGroup
	URLGroup

	NumGroups
)

var groupFields = [NumGroups][]event.Field{
	KindGroup:     {event.Severity, event.Type, event.DisplayMessage},
	IdentityGroup: {event.UUID},
	VersionGroup:  {event.Version},
	OutcomeGroup:  {event.OutcomeResult, event.OutcomeReason},
	ActorGroup:    {event.ActorID, event.ActorType, event.ActorDisplayName, event.ActorAlternateID, event.ActorDetail},
	AuthenticationGroup: {event.AuthenticationStep, event.AuthenticationProvider, event.CredentialProvider, event.CredentialType, event.Issuer,
		event.AuthenticatorBinary, event.AuthenticatorBinding, event.AuthenticatorValidation, event.Interface},
	SessionGroup: {event.ExternalSessionID},
	ClientGroup: {event.ClientZone, event.ClientIP, event.ClientDevice, event.UserAgent, event.UserAgentOS, event.UserAgentBrowser,
		event.Country, event.City, event.PostalCode, event.Longitude, event.Latitude, event.ClientID, event.State},
	TransactionGroup:     {event.TransactionID},
	TransactionKindGroup: {event.TransactionType},
	RequestGroup:         {event.RequestURI},
	LegacyGroup:          {event.LegacyType},
	TargetGroup:          {event.TargetID, event.TargetType, event.TargetAlternateID, event.TargetDisplayName},
	ChainGroup: {event.ChainPostalCode, event.ChainLongitude, event.ChainLatitude, event.ChainState, event.ChainIP,
		event.ChainSource, event.ChainVersion},
	RootSessionGroup: {event.RootSessionID},
	TokenGroup:       {event.RootAPITokenID, event.RequestAPITokenID},
	TargetDetailGroup: {event.TargetMethod, event.TargetManaged, event.TargetDeviceID, event.TargetOSPlatform,
		event.TargetChangeFrom, event.TargetChangeTo},
	SecurityGroup:    {event.ASNumber, event.ASOrg, event.ISP, event.Domain, event.IsProxy, event.SecurityRisk, event.UserBehaviors},
	DeviceGroup:      {event.DeviceID, event.DeviceName, event.DeviceOSPlatform, event.DeviceOSVersion, event.DeviceManaged, event.DeviceRegistered},
	RiskGroup:        {event.Behaviors, event.Risk, event.LogOnlySecurityData, event.ThreatSuspected, event.ThreatDetections, event.Tunnels},
	DeviceTokenGroup: {event.DTHash, event.DeviceFingerprint},
	FactorGroup: {event.Factor, event.FactorIntent, event.PushResponse, event.NumberChallengeResponse, event.SignOnMode, event.InitiationType,
		event.GrantType, event.GrantedScopes, event.RequestedScopes, event.NetworkConnection},
	ChangeGroup: {event.PrivilegeGranted, event.PrivilegeRevoked, event.ChangedAttributes, event.SuspiciousEventType, event.SuspiciousEventIP},
	URLGroup:    {event.URL},
}

// Fields returns the fields of the group in the order of a tuple's values.
func (g Group) Fields() []event.Field { return groupFields[g] }

// Multi reports whether a tuple of the group is a list of elements, as the
// targets of an event are, rather than a single one.
func (g Group) Multi() bool { return groupFields[g][0].Multi() }

// Single reports whether the group has one field of one value. Its tuples are
// that field's values, under the same numbers.
func (g Group) Single() bool { return single[g] }

var single = func() (s [NumGroups]bool) {
	for g := range NumGroups {
		s[g] = len(g.Fields()) == 1 && !g.Multi()
	}
	return s
}()

// place says where a field stands: its group and its position there.
type place struct {
	group Group
	at    int
}

var places = func() (p [event.NumFields]place) {
	for g := range NumGroups {
		for at, f := range groupFields[g] {
			p[f] = place{g, at}
		}
	}
	return p
}()

// GroupOf returns the group that holds a field and the field's position in its
// tuples. The time of an event is in no group; it has an array of its own.
func GroupOf(f event.Field) (Group, int) { return places[f].group, places[f].at }
