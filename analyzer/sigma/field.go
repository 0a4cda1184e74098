package sigma

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/spelling"
	"okta-session-analyzer/analyzer/table"
)

// Field is something that a rule can ask an event for: a field of the log, that
// of one element of a list, or a virtual one that is computed from others.
type Field struct {
	// Name is the canonical name: a key of the package event, or that of a
	// virtual field.
	Name string
	// Time says that the values are moments.
	Time bool

	source source
	field  event.Field // of columnSource and elementSource
	index  int         // of elementSource: the element's number, or -1
	kind   string      // of elementSource: the type of the target, folded, or ""
	part   string      // of behaviorSource: the behaviour, folded
}

// source is where the values of a field come from.
type source uint8

const (
	columnSource  source = iota // a column of the log
	elementSource               // one element of a column with several
	timeSource                  // the time of the event
	uuidSource
	browserSource
	systemSource
	networkSource
	behaviorSource
	riskLevelSource
	riskReasonsSource
	hourSource
	weekdaySource
	userSource
	sessionSource
)

// virtuals are the virtual fields that have one name, folded.
var virtuals = map[string]Field{
	"agent.browser": {Name: "agent.browser", source: browserSource},
	"agent.os":      {Name: "agent.os", source: systemSource},
	"network":       {Name: "network", source: networkSource},
	"risk.level":    {Name: "risk.level", source: riskLevelSource},
	"risk.reasons":  {Name: "risk.reasons", source: riskReasonsSource},
	"local.hour":    {Name: "local.hour", source: hourSource},
	"local.weekday": {Name: "local.weekday", source: weekdaySource},
	"user":          {Name: "user", source: userSource},
	"session":       {Name: "session", source: sessionSource},
}

// nested are other names of virtual fields: paths into texts that the log holds
// as one.
var nested = map[string]string{
	"debugcontext.debugdata.risk.level":   "risk.level",
	"debugcontext.debugdata.risk.reasons": "risk.reasons",
	"securitycontext.risk.level":          "risk.level",
	"securitycontext.risk.reasons":        "risk.reasons",
}

// behaviorPaths are what stands before the name of a behaviour.
var behaviorPaths = []string{"behavior.", "debugcontext.debugdata.behaviors."}

// Lookup returns the field of a name, in any of the spellings that
// [event.Lookup] takes. ok is false where an Okta event has none of that name.
func Lookup(name string) (f *Field, ok bool) {
	name = strings.TrimSpace(name)
	folded := foldName(name)
	if to, other := nested[folded]; other {
		folded = to
	}
	if v, virtual := virtuals[folded]; virtual {
		return &v, true
	}
	for _, path := range behaviorPaths {
		if rest, found := strings.CutPrefix(folded, path); found {
			if part := foldBehavior(rest); part != "" {
				return &Field{Name: "behavior." + part, source: behaviorSource, part: part}, true
			}
			return nil, false
		}
	}
	if known, index, found := event.Lookup(name); found {
		f = &Field{Name: known.Key(), field: known}
		switch {
		case known == event.Published:
			f.source, f.Time = timeSource, true
		case known == event.UUID:
			f.source = uuidSource
		case index >= 0 && known.Multi():
			f.source, f.index = elementSource, index
			f.Name = strings.TrimSpace(name)
		}
		return f, true
	}
	// target.AppInstance.displayName: the element of that type.
	rest, found := strings.CutPrefix(folded, "target.")
	kind, attribute, path := strings.Cut(rest, ".")
	if !found || !path || kind == "" {
		return nil, false
	}
	known, _, found := event.Lookup("target[]." + attribute)
	if !found || !known.Multi() {
		return nil, false
	}
	key := strings.TrimPrefix(known.Key(), "target[].")
	middle := strings.Split(name, ".")[1]
	return &Field{Name: "target." + middle + "." + key, source: elementSource, field: known, index: -1, kind: kind}, true
}

// foldName returns a name without what does not count in it: case, underscores,
// blanks and brackets.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '[', ']', '{', '}', ' ':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// foldBehavior returns the name of a behaviour without what differs between its
// spellings: "New Geo-Location", newGeoLocation and new_geo_location are one,
// and so are "Velocity" and "Velocity Behavior".
func foldBehavior(name string) string {
	folded := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80 {
			return r
		}
		return -1
	}, strings.ToLower(name))
	if short := strings.TrimSuffix(folded, "behavior"); short != "" {
		return short
	}
	return folded
}

// special reports whether each event has a value of its own in the field, so
// that it is not held as a column.
func (f *Field) special() bool {
	return f != nil && (f.source == timeSource || f.source == uuidSource)
}

// same reports whether two fields are one.
func (f *Field) same(o *Field) bool {
	return f.source == o.source && f.field == o.field && f.index == o.index && f.kind == o.kind && f.part == o.part
}

// reads returns the fields of the log that the field is made of. One of them is
// enough.
func (f *Field) reads() []event.Field {
	switch f.source {
	case timeSource:
		return []event.Field{event.Published}
	case uuidSource:
		return []event.Field{event.UUID}
	case browserSource:
		return []event.Field{event.UserAgent, event.UserAgentBrowser}
	case systemSource:
		return []event.Field{event.UserAgent, event.UserAgentOS}
	case networkSource:
		return []event.Field{event.ClientIP}
	case behaviorSource:
		return []event.Field{event.Behaviors, event.LogOnlySecurityData, event.UserBehaviors}
	case riskLevelSource, riskReasonsSource:
		return []event.Field{event.Risk, event.LogOnlySecurityData, event.SecurityRisk}
	case hourSource, weekdaySource:
		return []event.Field{event.Published}
	case userSource:
		return []event.Field{event.ActorID, event.ActorAlternateID, event.TargetID}
	case sessionSource:
		return []event.Field{event.ExternalSessionID, event.RootSessionID}
	}
	return []event.Field{f.field}
}

// allNames are the names that a message may propose, sorted.
var allNames = func() []string {
	var all []string
	for f := range event.NumFields {
		all = append(all, f.Key())
	}
	for name := range virtuals {
		all = append(all, name)
	}
	for _, b := range []string{"newDevice", "newIP", "newGeoLocation", "newCountry", "newState", "newCity", "velocity"} {
		all = append(all, "behavior."+b)
	}
	slices.Sort(all)
	return all
}()

// nearest returns the name of the field whose name is least unlike a name, or
// "" where none is like it.
func nearest(name string) string {
	name = foldName(name)
	if len(name) > 100 {
		return ""
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	best, least := "", len(name)/3+1
	for _, candidate := range allNames {
		folded := foldName(candidate)
		d := spelling.Distance(name, folded)
		// The end of a path names it too: alternateId is actor.alternateId.
		if folded[strings.LastIndexByte(folded, '.')+1:] == last && len(last) > 3 {
			d = min(d, 1)
		}
		if d < least {
			best, least = candidate, d
		}
	}
	return best
}

// keywordFields are the columns that keywords are looked for in: all of them.
var keywordFields = func() []*Field {
	var all []*Field
	for f := range event.NumFields {
		field := &Field{Name: f.Key(), field: f}
		if f == event.UUID || f == event.Published {
			continue
		}
		all = append(all, field)
	}
	// The columns of one group stand together, so that they share a pass.
	slices.SortStableFunc(all, func(a, b *Field) int {
		x, _ := table.GroupOf(a.field)
		y, _ := table.GroupOf(b.field)
		return int(x) - int(y)
	})
	return all
}()
