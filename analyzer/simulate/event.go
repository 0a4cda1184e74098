package simulate

import (
	"encoding/hex"

	"okta-session-analyzer/analyzer/event"
)

// Event is one event of the log with all that its forms need: the console's
// CSV holds only a part of it.
type Event struct {
	Time int64 // milliseconds UTC since 1970
	UUID [16]byte
	Type *Type

	Result string // "SUCCESS"
	Reason string

	Actor *Entity

	// Provider and Credential are authenticationContext's
	// authenticationProvider and credentialProvider.
	Provider   string
	Credential string
	Session    string // externalSessionId
	Root       string // rootSessionId

	Agent   *Agent   // nil on events that no request caused
	Network *Network // nil on events that no request caused

	Transaction [16]byte
	Job         bool // transaction.type is JOB, not WEB
	URI         string
	Targets     []*Entity
	Token       string // id of the API token that made the request
	Debug       Debug

	campaign int32  // 1 + the index of its campaign, 0 on benign events
	habit    *habit // that made it; nil is ordinary work
}

// Habit returns the name of the habit that made the event, "" for ordinary
// work and for attacks.
func (e *Event) Habit() string {
	if e.habit == nil || e.campaign != 0 {
		return ""
	}
	return e.habit.name
}

// Campaign returns the place in [World.Labels] of the campaign that the event
// belongs to, or -1.
func (e *Event) Campaign() int { return int(e.campaign) - 1 }

// ID returns the event's UUID in its usual form, lower case.
func (e *Event) ID() string { return string(appendUUID(nil, &e.UUID)) }

// Debug is what only the API's JSON tells of an event.
type Debug struct {
	Factor    string    // "OKTA_VERIFY_PUSH"
	Push      string    // pushOnlyResponseType: "OV_RESPONSE_APPROVE"
	Change    *Change   // of the first target
	Device    uint64    // seed of the device token's hash; 0 is none
	Managed   *Hardware // the device that Okta Verify reports
	Behaviors Behavior  // the behaviours that were out of the ordinary
	Risk      Risk
	Mode      string // signOnMode: "SAML_2_0"
	Grant     string // grantType: "authorization_code"
	Scopes    string // granted and requested ones
	Privilege string // privilegeGranted, or privilegeRevoked at a revocation
	Threat    bool   // threatSuspected
	More      *More  // what few events have
}

// More is what only few events tell, each part as Okta writes it, or "".
type More struct {
	Issuer     string // id of the identity provider that vouched
	Risk       string // risk of a user or session: "previousLevel=LOW, level=HIGH, ..."
	Challenge  string // pushWithNumberChallengeResponseType
	Connection string // networkConnection of an API token: "ANYWHERE"
	Detections string // threatDetections, as the members of a JSON object
}

// Change is what an update changed, as JSON objects.
type Change struct{ From, To string }

// Behavior is a set of the behaviours that Okta found to be new for the user.
type Behavior uint8

// The behaviours.
const (
	NewGeo Behavior = 1 << iota
	NewDevice
	NewIP
	NewState
	NewCountry
	Velocity
	NewCity

	// NewPlace is everything that a far-off network brings about.
	NewPlace = NewGeo | NewIP | NewState | NewCountry | NewCity
)

// Risk is Okta's assessment of a request.
type Risk uint8

// The levels of risk.
const (
	LowRisk Risk = iota
	MediumRisk
	HighRisk
)

// Entity is who or what an event is about: an actor or a target.
type Entity struct {
	ID          string
	Type        string
	AlternateID string
	DisplayName string

	csv string // the four cells of the console's CSV
}

// newEntity returns an entity with its cells written.
func newEntity(id, kind, alternate, display string) *Entity {
	e := &Entity{ID: id, Type: kind, AlternateID: alternate, DisplayName: display}
	b := make([]byte, 0, len(id)+len(kind)+len(alternate)+len(display)+8)
	b = append(appendCell(b, id), ',')
	b = append(appendCell(b, kind), ',')
	b = append(appendCell(b, alternate), ',')
	e.csv = string(appendCell(b, display))
	return e
}

func (e *Entity) target() event.Target {
	return event.Target{ID: e.ID, Type: e.Type, AlternateID: e.AlternateID, DisplayName: e.DisplayName}
}

// Row returns the event as a row of the console's CSV, which has room for four
// targets.
func (e *Event) Row() event.Row {
	r := event.Row{
		Severity:               e.Type.Severity,
		Type:                   e.Type.Name,
		DisplayMessage:         e.Type.Message,
		UUID:                   string(appendUUID(nil, &e.UUID)),
		Version:                "0",
		Published:              event.FormatTime(e.Time),
		OutcomeResult:          e.Result,
		OutcomeReason:          e.Reason,
		ActorID:                e.Actor.ID,
		ActorType:              e.Actor.Type,
		ActorDisplayName:       e.Actor.DisplayName,
		ActorAlternateID:       e.Actor.AlternateID,
		AuthenticationStep:     "0",
		AuthenticationProvider: e.Provider,
		CredentialProvider:     e.Credential,
		ExternalSessionID:      e.Session,
		TransactionID:          hex.EncodeToString(e.Transaction[:]),
		TransactionType:        "WEB",
		RequestURI:             e.URI,
		LegacyType:             e.Type.Legacy,
		RootSessionID:          e.Root,
		RequestAPITokenID:      e.Token,
		RootAPITokenID:         e.Token,
		ClientZone:             "null",
	}
	if e.Job {
		r.TransactionType, r.ClientZone = "JOB", ""
	}
	if a := e.Agent; a != nil {
		r.ClientDevice, r.UserAgent, r.UserAgentOS, r.UserAgentBrowser = a.Device, a.Raw, a.OS, a.Browser
	}
	if n := e.Network; n != nil {
		r.ClientIP, r.ChainIP, r.ChainVersion = n.IP, n.IP, n.Version
		if p := n.Place; p != nil {
			r.Country, r.City, r.PostalCode = p.Country, p.City, p.Postal
			r.Longitude, r.Latitude = p.Lon, p.Lat
			r.ChainPostalCode, r.ChainState = p.Postal, p.State
			r.ChainLongitude, r.ChainLatitude = p.Lon, p.Lat
		}
	}
	for i, t := range r.Targets() {
		if i < len(e.Targets) {
			*t = e.Targets[i].target()
		}
	}
	return r
}

// appendUUID appends a UUID in its usual form, lower case.
func appendUUID(b []byte, u *[16]byte) []byte {
	b = hex.AppendEncode(b, u[:4])
	for _, part := range [...][]byte{u[4:6], u[6:8], u[8:10], u[10:]} {
		b = append(b, '-')
		b = hex.AppendEncode(b, part)
	}
	return b
}
