package source

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// action says what a key of an event, or of something around it, means.
type action struct {
	kind   keyKind
	field  event.Field
	object object
}

type keyKind uint8

const (
	unknownKey keyKind = iota
	textKey            // a text of the event itself
	timeKey            // the event's time
	idKey              // its uuid
	objectKey          // an object of the event, see object
	outerTime          // a time that stands in for the event's where it has none
	wrapperKey         // may hold the event, as an object, an array or a text
)

// object is one of the parts of an event that is an object or an array.
type object uint8

const (
	actorObject object = iota
	clientObject
	outcomeObject
	authenticationObject
	securityObject
	deviceObject
	requestObject
	targetObject
	transactionObject
	debugObject

	numObjects
)

// objectGroups are the groups whose fields an object holds.
var objectGroups = [numObjects][]table.Group{
	actorObject:          {table.ActorGroup},
	clientObject:         {table.ClientGroup},
	outcomeObject:        {table.OutcomeGroup},
	authenticationObject: {table.AuthenticationGroup, table.SessionGroup, table.RootSessionGroup},
	securityObject:       {table.SecurityGroup},
	deviceObject:         {table.DeviceGroup},
	requestObject:        {table.ChainGroup},
	targetObject:         {table.TargetGroup},
	transactionObject:    {table.TransactionGroup, table.TransactionKindGroup, table.TokenGroup},
	debugObject: {table.RequestGroup, table.RiskGroup, table.DeviceTokenGroup, table.FactorGroup,
		table.ChangeGroup, table.URLGroup},
}

// objectPaths are the places of the objects in an event, as fields name them.
var objectPaths = [numObjects]string{
	actorObject: "actor", clientObject: "client", outcomeObject: "outcome", authenticationObject: "authenticationContext",
	securityObject: "securityContext", deviceObject: "device", requestObject: "request", targetObject: "target[]",
	transactionObject: "transaction", debugObject: "debugContext",
}

// actions are the keys that mean something, without case and underscores.
var actions = func() map[string]action {
	m := map[string]action{
		"severity":        {kind: textKey, field: event.Severity},
		"eventtype":       {kind: textKey, field: event.Type},
		"displaymessage":  {kind: textKey, field: event.DisplayMessage},
		"version":         {kind: textKey, field: event.Version},
		"legacyeventtype": {kind: textKey, field: event.LegacyType},
		"uuid":            {kind: idKey},
		"published":       {kind: timeKey},
		"timestamp":       {kind: timeKey},
		"@timestamp":      {kind: outerTime},
		"time":            {kind: outerTime},
	}
	for o, path := range objectPaths {
		m[strings.ToLower(strings.TrimSuffix(path, "[]"))] = action{kind: objectKey, object: object(o)}
	}
	for _, name := range []string{
		"detail",          // EventBridge
		"event", "result", // Splunk HEC; Splunk search
		"raw",            // _raw of Splunk; raw of others
		"source", "hits", // _source of Elastic
		"original",       // event.original of Elastic
		"okta",           // Elastic
		"data", "events", // event hooks
		"records", "message", "msg", "log", "json", "jsonarray", "body", "payload", "fields",
	} {
		m[name] = action{kind: wrapperKey}
	}
	return m
}()

// actionOf returns what a key means.
func actionOf(key []byte) action {
	if len(key) > 40 {
		return action{}
	}
	var folded [40]byte
	n := 0
	for _, c := range key {
		switch {
		case c == '_':
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		folded[n] = c
		n++
	}
	return actions[string(folded[:n])]
}
