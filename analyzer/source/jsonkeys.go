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
	index  int // of the target, for a field of one; -1 for any
	weight weight
}

// weight says how much of an event is left where it stands. Of two copies in
// one record the heavier one counts.
type weight uint8

const (
	fieldsWeight   weight = iota + 1 // lists of values, in Kibana's answers
	lakeWeight                       // what Elastic has made of the event
	usualWeight                      // the event
	originalWeight                   // the text that came from Okta
)

type keyKind uint8

const (
	unknownKey keyKind = iota
	textKey            // a text of the event itself
	fieldKey           // the path of a field: "actor.alternateId"
	timeKey            // the event's time
	stampKey           // the time of the event, or that of a program that passed it on
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
	targetObject:         {table.TargetGroup, table.TargetDetailGroup},
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
		"timestamp":       {kind: stampKey},
		"@timestamp":      {kind: outerTime},
		"time":            {kind: outerTime},
		"peventtime":      {kind: outerTime},
	}
	for o, path := range objectPaths {
		m[strings.ToLower(strings.TrimSuffix(path, "[]"))] = action{kind: objectKey, object: object(o)}
	}
	for _, name := range []string{
		"detail",          // EventBridge
		"event", "result", // Splunk HEC; Splunk search
		"source", "hits", // _source of Elastic
		"data", "events", // event hooks
		"records", "message", "msg", "log", "logs", "json", "jsonarray", "body", "payload",
	} {
		m[name] = action{kind: wrapperKey}
	}
	for _, name := range []string{
		"raw",                        // _raw of Splunk; raw of others
		"original", "event.original", // of Elastic
		"result.raw",
	} {
		m[name] = action{kind: wrapperKey, weight: originalWeight}
	}
	m["okta"] = action{kind: wrapperKey, weight: lakeWeight}
	m["fields"] = action{kind: wrapperKey, weight: fieldsWeight}
	return m
}()

// actionOf returns what a key means.
func actionOf(key []byte) action {
	if len(key) > 100 {
		return action{}
	}
	var folded [100]byte
	n := 0
	dotted := false
	for _, c := range key {
		switch {
		case c == '_':
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		dotted = dotted || c == '.'
		folded[n] = c
		n++
	}
	a, ok := actions[string(folded[:n])]
	if !ok && dotted {
		if f, index, known := lookupColumn(string(key)); known {
			return action{kind: fieldKey, field: f, index: index}
		}
	}
	return a
}
