package event

// Row is one record of the console's CSV as csvutil binds it: a string a
// column, in the order of the console's header. It is the plain, slow form of
// an event: the reference reader's, the tests' and the simulator's. The
// analysis itself runs on columns.
type Row struct {
	Severity               string `csv:"severity"`
	Type                   string `csv:"event_type"`
	DisplayMessage         string `csv:"display_message"`
	UUID                   string `csv:"uuid"`
	Version                string `csv:"version"`
	Published              string `csv:"timestamp"`
	OutcomeResult          string `csv:"outcome.result"`
	OutcomeReason          string `csv:"outcome.reason"`
	ActorID                string `csv:"actor.id"`
	ActorType              string `csv:"actor.type"`
	ActorDisplayName       string `csv:"actor.display_name"`
	ActorAlternateID       string `csv:"actor.alternate_id"`
	AuthenticationStep     string `csv:"authentication_context.authentication_step"`
	AuthenticationProvider string `csv:"authentication_context.authentication_provider"`
	CredentialProvider     string `csv:"authentication_context.credential_provider"`
	CredentialType         string `csv:"authentication_context.credential_type"`
	Issuer                 string `csv:"authentication_context.issuer"`
	ExternalSessionID      string `csv:"authentication_context.external_session_id"`
	ClientZone             string `csv:"client.zone"`
	ClientIP               string `csv:"client.ip_address"`
	ClientDevice           string `csv:"client.device"`
	UserAgent              string `csv:"client.user_agent.raw_user_agent"`
	UserAgentOS            string `csv:"client.user_agent.os"`
	UserAgentBrowser       string `csv:"client.user_agent.browser"`
	Country                string `csv:"client.geographical_context.country"`
	City                   string `csv:"client.geographical_context.city"`
	PostalCode             string `csv:"client.geographical_context.postal_code"`
	Longitude              string `csv:"client.geographical_context.geolocation.lon"`
	Latitude               string `csv:"client.geographical_context.geolocation.lat"`
	TransactionID          string `csv:"transaction.id"`
	TransactionType        string `csv:"transaction.type"`
	RequestURI             string `csv:"debug_context.debug_data.request_uri"`
	LegacyType             string `csv:"legacy_event_type"`
	Target0                Target `csv:"target0.,inline"`
	Target1                Target `csv:"target1.,inline"`
	Target2                Target `csv:"target2.,inline"`
	Target3                Target `csv:"target3.,inline"`
	ChainPostalCode        string `csv:"request.ip_chain.geographical_context.postal_code"`
	ChainLongitude         string `csv:"request.ip_chain.geographical_context.geolocation.lon"`
	ChainLatitude          string `csv:"request.ip_chain.geographical_context.geolocation.lat"`
	ChainState             string `csv:"request.ip_chain.geographical_context.geolocation.state"`
	ChainIP                string `csv:"request.ip_chain.ip"`
	ChainSource            string `csv:"request.ip_chain.source"`
	ChainVersion           string `csv:"request.ip_chain.version"`
	RootSessionID          string `csv:"authentication_context.root_session_id"`
	RootAPITokenID         string `csv:"transaction.detail.root_api_token_id"`
	RequestAPITokenID      string `csv:"transaction.detail.request_api_token_id"`
}

// Target is one of the four targets that the console's CSV has room for. An
// event with more of them loses the rest in the export, without a trace.
type Target struct {
	ID          string `csv:"id"`
	Type        string `csv:"type"`
	AlternateID string `csv:"alternate_id"`
	DisplayName string `csv:"display_name"`
}

// MaxTargets is the number of targets that a row of the console's CSV holds.
const MaxTargets = 4

// Targets returns the row's four targets in their order, empty ones included.
func (r *Row) Targets() [MaxTargets]*Target {
	return [...]*Target{&r.Target0, &r.Target1, &r.Target2, &r.Target3}
}

// Get returns the value of a field; i is the number of the target for the
// fields of targets and counts for nothing elsewhere. A target that the row
// has no room for is "".
func (r *Row) Get(f Field, i int) string {
	if p := r.cell(f, i); p != nil {
		return *p
	}
	return ""
}

// Set sets the value of a field, as [Row.Get] returns it. It reports whether
// the row has room for it.
func (r *Row) Set(f Field, i int, value string) bool {
	p := r.cell(f, i)
	if p == nil {
		return false
	}
	*p = value
	return true
}

func (r *Row) cell(f Field, i int) *string {
	switch f {
	case TargetID, TargetType, TargetAlternateID, TargetDisplayName:
		if i < 0 || i >= MaxTargets {
			return nil
		}
		return r.Targets()[i].cell(f)

	case Severity:
		return &r.Severity
	case Type:
		return &r.Type
	case DisplayMessage:
		return &r.DisplayMessage
	case UUID:
		return &r.UUID
	case Version:
		return &r.Version
	case Published:
		return &r.Published
	case OutcomeResult:
		return &r.OutcomeResult
	case OutcomeReason:
		return &r.OutcomeReason
	case ActorID:
		return &r.ActorID
	case ActorType:
		return &r.ActorType
	case ActorDisplayName:
		return &r.ActorDisplayName
	case ActorAlternateID:
		return &r.ActorAlternateID
	case AuthenticationStep:
		return &r.AuthenticationStep
	case AuthenticationProvider:
		return &r.AuthenticationProvider
	case CredentialProvider:
		return &r.CredentialProvider
	case CredentialType:
		return &r.CredentialType
	case Issuer:
		return &r.Issuer
	case ExternalSessionID:
		return &r.ExternalSessionID
	case ClientZone:
		return &r.ClientZone
	case ClientIP:
		return &r.ClientIP
	case ClientDevice:
		return &r.ClientDevice
	case UserAgent:
		return &r.UserAgent
	case UserAgentOS:
		return &r.UserAgentOS
	case UserAgentBrowser:
		return &r.UserAgentBrowser
	case Country:
		return &r.Country
	case City:
		return &r.City
	case PostalCode:
		return &r.PostalCode
	case Longitude:
		return &r.Longitude
	case Latitude:
		return &r.Latitude
	case TransactionID:
		return &r.TransactionID
	case TransactionType:
		return &r.TransactionType
	case RequestURI:
		return &r.RequestURI
	case LegacyType:
		return &r.LegacyType
	case ChainPostalCode:
		return &r.ChainPostalCode
	case ChainLongitude:
		return &r.ChainLongitude
	case ChainLatitude:
		return &r.ChainLatitude
	case ChainState:
		return &r.ChainState
	case ChainIP:
		return &r.ChainIP
	case ChainSource:
		return &r.ChainSource
	case ChainVersion:
		return &r.ChainVersion
	case RootSessionID:
		return &r.RootSessionID
	case RootAPITokenID:
		return &r.RootAPITokenID
	case RequestAPITokenID:
		return &r.RequestAPITokenID
	}
	return nil
}

func (t *Target) cell(f Field) *string {
	switch f {
	case TargetID:
		return &t.ID
	case TargetType:
		return &t.Type
	case TargetAlternateID:
		return &t.AlternateID
	case TargetDisplayName:
		return &t.DisplayName
	}
	return nil
}

// ConsoleColumns is the header of the console's "Download CSV": 56 columns
// since 2017 or earlier, the last three appended some time after 2022.
var ConsoleColumns = [...]string{
	"severity",
	"event_type",
	"display_message",
	"uuid",
	"version",
	"timestamp",
	"outcome.result",
	"outcome.reason",
	"actor.id",
	"actor.type",
	"actor.display_name",
	"actor.alternate_id",
	"authentication_context.authentication_step",
	"authentication_context.authentication_provider",
	"authentication_context.credential_provider",
	"authentication_context.credential_type",
	"authentication_context.issuer",
	"authentication_context.external_session_id",
	"client.zone",
	"client.ip_address",
	"client.device",
	"client.user_agent.raw_user_agent",
	"client.user_agent.os",
	"client.user_agent.browser",
	"client.geographical_context.country",
	"client.geographical_context.city",
	"client.geographical_context.postal_code",
	"client.geographical_context.geolocation.lon",
	"client.geographical_context.geolocation.lat",
	"transaction.id",
	"transaction.type",
	"debug_context.debug_data.request_uri",
	"legacy_event_type",
	"target0.id",
	"target0.type",
	"target0.alternate_id",
	"target0.display_name",
	"target1.id",
	"target1.type",
	"target1.alternate_id",
	"target1.display_name",
	"target2.id",
	"target2.type",
	"target2.alternate_id",
	"target2.display_name",
	"target3.id",
	"target3.type",
	"target3.alternate_id",
	"target3.display_name",
	"request.ip_chain.geographical_context.postal_code",
	"request.ip_chain.geographical_context.geolocation.lon",
	"request.ip_chain.geographical_context.geolocation.lat",
	"request.ip_chain.geographical_context.geolocation.state",
	"request.ip_chain.ip",
	"request.ip_chain.source",
	"request.ip_chain.version",
	"authentication_context.root_session_id",
	"transaction.detail.root_api_token_id",
	"transaction.detail.request_api_token_id",
}
