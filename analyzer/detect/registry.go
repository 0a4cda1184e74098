package detect

import "slices"

// all is every detection in the order of a report's list.
var all = append([]*Detection{
	multipleAgents,
	fastTravel,
	pushRequests,
	idpCreated,
	idpChanged,
	unauthorizedApps,
	contextInterleave,
	usedAfterEnd,
	sessionTwoActors,
	revivedSession,
	resetPair,
	resetTakeover,
	attackThenSuccess,
	deniedThenChanged,
	rogueIDP,
	operatorOverlap,
	selfMadeAdmin,
	factorNotRestored,
	singleFactor,
}, slices.Concat(sequences(), baselines(), profiles())...)

// All returns every detection. The list is the caller's; the detections must
// not be changed.
func All() []*Detection { return append([]*Detection(nil), all...) }

// Lookup returns the detection of an id.
func Lookup(id string) (d *Detection, ok bool) {
	for _, d := range all {
		if d.ID == id {
			return d, true
		}
	}
	return nil, false
}

// Parameter returns the detection's parameter of a name.
func (d *Detection) Parameter(name string) (p Parameter, ok bool) {
	for _, p := range d.Parameters {
		if p.Name == name {
			return p, true
		}
	}
	return Parameter{}, false
}
