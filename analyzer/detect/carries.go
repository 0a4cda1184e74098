package detect

import (
	"slices"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// constant are the fields that every record of the API has, with a value or
// with null, and the console's CSV has not.
var constant = []event.Field{event.Interface, event.ASNumber, event.ASOrg, event.ISP, event.Domain, event.IsProxy}

// optional are fields that both forms have, and records of the API only where
// they apply.
var optional = []event.Field{event.RequestURI, event.RootAPITokenID, event.RequestAPITokenID}

// Carries returns the function that says whether a log could show a field.
//
// A file of CSV shows the fields of its header. A record of the API has the
// keys of its debug data, its device and its targets' details only where they
// apply: that no record has one means that nothing of the kind happened, not
// that the file hides it. So where the constant fields of the API's records
// are there, those count as shown.
func Carries(log *table.Log) func(event.Field) bool {
	whole := slices.ContainsFunc(constant, log.Carries)
	return func(f event.Field) bool {
		if log.Carries(f) {
			return true
		}
		sometimes := f.Column() == "" && !slices.Contains(constant, f) || slices.Contains(optional, f)
		return whole && sometimes
	}
}
