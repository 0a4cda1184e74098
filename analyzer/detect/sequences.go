package detect

// sequences returns the detections of what follows what, beside those that
// [all] names, in the order of their families; the last looks at findings.
func sequences() []*Detection {
	return []*Detection{
		sessionReplay, sessionTokenChanged, persistentAttempts, slowSpray, toolSpray, relayedSignIns, strongThenWeak, pushThenSuccess, pushMismatch,
		contextShopping, applicationSweep, exportAfterChange, deviceFromThreat, controlEvents, proxyThenAlert,
	}
}
