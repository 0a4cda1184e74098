package incident

import "strings"

// tactics are those of MITRE ATT&CK for Enterprise in the order of an
// intrusion: https://attack.mitre.org/tactics/enterprise/.
var tactics = []string{"reconnaissance", "resource-development", "initial-access", "execution", "persistence",
	"privilege-escalation", "defense-evasion", "credential-access", "discovery", "lateral-movement", "collection",
	"command-and-control", "exfiltration", "impact"}

// tacticOf gives each technique the tactic that it serves against an identity
// provider. ATT&CK lists several of them under more than one.
var tacticOf = map[string]string{
	"T1595": "reconnaissance", "T1589": "reconnaissance",
	"T1586": "resource-development",
	"T1566": "initial-access", "T1078": "initial-access", "T1199": "initial-access", "T1133": "initial-access",
	"T1098": "persistence", "T1136": "persistence",
	"T1548": "privilege-escalation", "T1484": "privilege-escalation", "T1134": "privilege-escalation",
	"T1562": "defense-evasion", "T1550": "defense-evasion", "T1656": "defense-evasion", "T1556": "persistence",
	"T1110": "credential-access", "T1621": "credential-access", "T1539": "credential-access", "T1528": "credential-access",
	"T1111": "credential-access", "T1552": "credential-access", "T1555": "credential-access", "T1557": "credential-access",
	"T1003": "credential-access", "T1606": "credential-access",
	"T1538": "discovery", "T1087": "discovery", "T1069": "discovery", "T1526": "discovery",
	"T1185": "collection", "T1213": "collection", "T1530": "collection",
	"T1090": "command-and-control",
	"T1531": "impact", "T1489": "impact", "T1498": "impact", "T1499": "impact", "T1565": "impact",
}

// tacticPlace returns the place of a technique's tactic in [tactics]; that
// behind the last for one it does not know.
func tacticPlace(technique string) int {
	base, _, _ := strings.Cut(technique, ".")
	for i, t := range tactics {
		if t == tacticOf[base] {
			return i
		}
	}
	return len(tactics)
}

// firstTactic returns the place of the earliest tactic of techniques.
func firstTactic(techniques []string) int {
	first := len(tactics)
	for _, t := range techniques {
		first = min(first, tacticPlace(t))
	}
	return first
}
