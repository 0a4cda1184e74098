package detect

// baselines returns the detections that know what is usual, in the order of
// their families.
func baselines() []*Detection {
	all := []*Detection{
		sessionDissimilarAgent, concurrentCountries, adminEnrolledFactors, failedSignInsDaily, adAgentAnomaly,
		rareCountry, anonymizerFirstUse, adminCredentialNewSource, adminRareIP, adminRareRegion,
	}
	for _, s := range changeSpikes {
		all = append(all, s.detection())
	}
	return append(all, idpNewIssuer, policyWeakening, unknownDeviceSSO, oauthScopeDenied, oauthRareGrant,
		deviceUnfamiliarPlace, rareDomain, swaBulk, swaOffHours)
}
