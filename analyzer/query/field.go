package query

import (
	"slices"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/spelling"
)

// Field is something that a query can ask an event for: a field of the log, one
// element of a list, or several fields under one name.
type Field struct {
	// Name is what a query calls the field in its canonical form.
	Name string
	// Other are further names; those of the package event are understood too.
	Other []string
	// Title says what the field holds, in a few words.
	Title string

	kind    fieldKind
	parts   []event.Field // the fields of the log that it is made of
	index   int           // of elementField
	target  string        // of targetsField: the type of the targets, or ""
	address bool          // its values are addresses
}

// fieldKind is where the values of a field come from.
type fieldKind uint8

const (
	plainField   fieldKind = iota // the parts, any of which may fit
	namedField                    // the same; what is shown is the first of them that is there
	elementField                  // one element of a part
	targetsField                  // the parts of the targets of a type
	userField                     // the person of the event
	sessionField
	browserField
	systemField
	networkField
	kindField
	timeField
	uuidField
)

// fields are those that have short names, in the order in which they are
// proposed.
var fields = []*Field{
	{Name: "time", Other: []string{"published", "timestamp"}, Title: "when", kind: timeField, parts: []event.Field{event.Published}},
	{Name: "type", Other: []string{"event"}, Title: "event type", parts: []event.Field{event.Type}},
	{Name: "kind", Title: "what it is about: signin, mfa, app, admin, policy, session, token, other", kind: kindField,
		parts: []event.Field{event.Type}},
	{Name: "message", Title: "display message", parts: []event.Field{event.DisplayMessage}},
	{Name: "severity", Title: "severity that Okta gave", parts: []event.Field{event.Severity}},
	{Name: "result", Other: []string{"outcome"}, Title: "outcome", parts: []event.Field{event.OutcomeResult}},
	{Name: "reason", Title: "reason of the outcome", parts: []event.Field{event.OutcomeReason}},
	{Name: "user", Title: "person: the actor, or else the User among the targets", kind: userField,
		parts: []event.Field{event.ActorAlternateID, event.ActorDisplayName, event.ActorID}},
	{Name: "actor", Title: "login name, name or id of the actor", kind: namedField,
		parts: []event.Field{event.ActorAlternateID, event.ActorDisplayName, event.ActorID}},
	{Name: "target", Title: "name, id or type of a target", kind: targetsField,
		parts: []event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID}},
	{Name: "app", Other: []string{"application"}, Title: "application among the targets", kind: targetsField, target: "AppInstance",
		parts: []event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID}},
	{Name: "group", Title: "group among the targets", kind: targetsField, target: "UserGroup",
		parts: []event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID}},
	{Name: "ip", Other: []string{"address"}, Title: "address of the client", address: true, parts: []event.Field{event.ClientIP}},
	{Name: "network", Title: "the /24 or /48 of the address", kind: networkField, parts: []event.Field{event.ClientIP}},
	{Name: "country", Title: "country of the address", parts: []event.Field{event.Country}},
	{Name: "state", Title: "state or region of the address", parts: []event.Field{event.State}},
	{Name: "city", Title: "city of the address", parts: []event.Field{event.City}},
	{Name: "org", Title: "organisation of the autonomous system", parts: []event.Field{event.ASOrg}},
	{Name: "asn", Title: "number of the autonomous system", parts: []event.Field{event.ASNumber}},
	{Name: "isp", Title: "provider of the address", parts: []event.Field{event.ISP}},
	{Name: "proxy", Title: "whether Okta knows the address as a proxy", parts: []event.Field{event.IsProxy}},
	{Name: "zone", Title: "network zone", parts: []event.Field{event.ClientZone}},
	{Name: "agent", Other: []string{"useragent", "ua"}, Title: "raw user agent", parts: []event.Field{event.UserAgent}},
	{Name: "browser", Other: []string{"agent.browser"}, Title: "browser or program", kind: browserField, parts: []event.Field{event.UserAgent}},
	{Name: "os", Other: []string{"agent.os"}, Title: "operating system", kind: systemField, parts: []event.Field{event.UserAgent}},
	{Name: "device", Title: "name, id or kind of the device", kind: namedField,
		parts: []event.Field{event.DeviceName, event.DeviceID, event.ClientDevice}},
	{Name: "devicetoken", Other: []string{"dt"}, Title: "device token or fingerprint", kind: namedField,
		parts: []event.Field{event.DTHash, event.DeviceFingerprint}},
	{Name: "session", Title: "session, under any of its ids", kind: sessionField,
		parts: []event.Field{event.ExternalSessionID, event.RootSessionID}},
	{Name: "transaction", Title: "transaction", parts: []event.Field{event.TransactionID}},
	{Name: "apitoken", Title: "API token of the request", kind: namedField, parts: []event.Field{event.RequestAPITokenID, event.RootAPITokenID}},
	{Name: "risk", Title: "risk that Okta saw", kind: namedField, parts: []event.Field{event.Risk, event.SecurityRisk}},
	{Name: "chain", Title: "addresses that the request passed", address: true, parts: []event.Field{event.ChainIP}},
	{Name: "uri", Title: "path of the request", parts: []event.Field{event.RequestURI}},
	{Name: "uuid", Other: []string{"id"}, Title: "uuid of the event", kind: uuidField, parts: []event.Field{event.UUID}},
}

// searched are the fields of the log that free text is looked for in.
var searched = []event.Field{event.Type, event.DisplayMessage, event.OutcomeReason, event.ActorID, event.ActorAlternateID,
	event.ActorDisplayName, event.ClientIP, event.UserAgent, event.Country, event.City, event.TargetID, event.TargetAlternateID,
	event.TargetDisplayName, event.ExternalSessionID, event.RootSessionID}

// byEvent are the fields of the log as queries know them, and byName all fields
// by their folded names.
var byEvent, byName = func() (of [event.NumFields]*Field, names map[string]*Field) {
	names = map[string]*Field{}
	for _, f := range fields {
		names[fold(f.Name)] = f
		for _, other := range f.Other {
			names[fold(other)] = f
		}
		if len(f.parts) == 1 && (f.kind == plainField || f.kind == timeField || f.kind == uuidField) {
			of[f.parts[0]] = f
		}
	}
	// The last part of a path is a name too, where no other field has it.
	ends := map[string]int{}
	for f := range event.NumFields {
		ends[lastPart(f.Key())]++
	}
	for f := range event.NumFields {
		if of[f] != nil {
			continue
		}
		field := &Field{Name: f.Key(), Title: f.Key(), parts: []event.Field{f}, address: f == event.SuspiciousEventIP}
		if end := lastPart(f.Key()); ends[end] == 1 && names[fold(end)] == nil {
			field.Name, field.Other = end, []string{f.Key()}
			names[fold(end)] = field
		}
		of[f] = field
	}
	return of, names
}()

func lastPart(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// fold returns a name without what does not count in it: case, underscores and
// brackets.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '[', ']':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// Lookup returns the field of a name: a short one, one that [event.Lookup]
// takes, or one element of the targets, "target0.type".
func Lookup(name string) (*Field, bool) { return lookup(name) }

func lookup(name string) (*Field, bool) {
	if f := byName[fold(name)]; f != nil {
		return f, true
	}
	known, index, ok := event.Lookup(name)
	if !ok {
		return nil, false
	}
	if index < 0 || !known.Multi() {
		return byEvent[known], true
	}
	f := elements["target"+strconv.Itoa(index)+strings.TrimPrefix(known.Key(), "target[]")]
	return f, f != nil
}

// elements are the fields of single targets, made once each so that two of one
// name are one.
var elements = func() map[string]*Field {
	all := map[string]*Field{}
	for f := range event.NumFields {
		if rest, ok := strings.CutPrefix(f.Key(), "target[]"); ok {
			for i := range mostElements {
				name := "target" + strconv.Itoa(i) + rest
				all[name] = &Field{Name: name, Title: name, kind: elementField, parts: []event.Field{f}, index: i}
			}
		}
	}
	return all
}()

// mostElements is more targets than events have.
const mostElements = 32

// Fields returns every field that a query can name but single elements: first
// those that have short names.
func Fields() []*Field {
	all := slices.Clone(fields)
	for f := range event.NumFields {
		if !slices.Contains(all, byEvent[f]) {
			all = append(all, byEvent[f])
		}
	}
	return all
}

// nearest returns the name of the field whose name is least unlike a name, or
// "" where none is like it. Of two the one with the same first letter is meant.
func nearest(name string) string {
	name = fold(name)
	if name == "" || len(name) > 100 {
		return ""
	}
	best, least := "", 2*(len(name)/3+1)
	try := func(candidate string) {
		d := 2 * spelling.Distance(name, fold(candidate))
		if candidate[0] != name[0] {
			d++
		}
		if d < least {
			best, least = candidate, d
		}
	}
	for _, f := range Fields() {
		try(f.Name)
		for _, other := range f.Other {
			try(other)
		}
	}
	try("around")
	try("rule")
	return best
}
