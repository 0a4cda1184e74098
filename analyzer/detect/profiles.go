package detect

// profiles returns the detections that compare what an account or a token does
// with what it did before, and those that put its findings together.
func profiles() []*Detection {
	return []*Detection{
		userImpossibleTravel,
		breachThenSource,
		highRiskAdmin,
		newSourceCritical,
		payrollAccess,
		rarityScore,
		machineCadence,
		tokenBreak,
		consentForeignToken,
		takeoverChain,
		userRisk,
	}
}
