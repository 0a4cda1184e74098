// Names of the MITRE ATT&CK techniques that detections of identity logs use.

const names: Record<string, string> = {
  T1003: "OS Credential Dumping",
  T1069: "Permission Groups Discovery",
  "T1069.003": "Permission Groups Discovery: Cloud Groups",
  T1078: "Valid Accounts",
  "T1078.001": "Valid Accounts: Default Accounts",
  "T1078.004": "Valid Accounts: Cloud Accounts",
  T1087: "Account Discovery",
  "T1087.004": "Account Discovery: Cloud Account",
  T1090: "Proxy",
  "T1090.002": "Proxy: External Proxy",
  "T1090.003": "Proxy: Multi-hop Proxy",
  T1098: "Account Manipulation",
  "T1098.001": "Account Manipulation: Additional Cloud Credentials",
  "T1098.003": "Account Manipulation: Additional Cloud Roles",
  "T1098.005": "Account Manipulation: Device Registration",
  T1110: "Brute Force",
  "T1110.001": "Brute Force: Password Guessing",
  "T1110.003": "Brute Force: Password Spraying",
  "T1110.004": "Brute Force: Credential Stuffing",
  T1111: "Multi-Factor Authentication Interception",
  T1133: "External Remote Services",
  T1134: "Access Token Manipulation",
  T1136: "Create Account",
  "T1136.003": "Create Account: Cloud Account",
  T1185: "Browser Session Hijacking",
  T1199: "Trusted Relationship",
  T1213: "Data from Information Repositories",
  T1484: "Domain or Tenant Policy Modification",
  "T1484.002": "Domain or Tenant Policy Modification: Trust Modification",
  T1489: "Service Stop",
  T1498: "Network Denial of Service",
  T1499: "Endpoint Denial of Service",
  T1526: "Cloud Service Discovery",
  T1528: "Steal Application Access Token",
  T1530: "Data from Cloud Storage",
  T1531: "Account Access Removal",
  T1538: "Cloud Service Dashboard",
  T1539: "Steal Web Session Cookie",
  T1548: "Abuse Elevation Control Mechanism",
  T1550: "Use Alternate Authentication Material",
  "T1550.001": "Use Alternate Authentication Material: Application Access Token",
  "T1550.004": "Use Alternate Authentication Material: Web Session Cookie",
  T1552: "Unsecured Credentials",
  T1555: "Credentials from Password Stores",
  T1556: "Modify Authentication Process",
  "T1556.006": "Modify Authentication Process: Multi-Factor Authentication",
  "T1556.007": "Modify Authentication Process: Hybrid Identity",
  "T1556.009": "Modify Authentication Process: Conditional Access Policies",
  T1557: "Adversary-in-the-Middle",
  T1562: "Impair Defenses",
  "T1562.001": "Impair Defenses: Disable or Modify Tools",
  "T1562.007": "Impair Defenses: Disable or Modify Cloud Firewall",
  "T1562.008": "Impair Defenses: Disable or Modify Cloud Logs",
  T1565: "Data Manipulation",
  T1566: "Phishing",
  "T1566.002": "Phishing: Spearphishing Link",
  T1586: "Compromise Accounts",
  "T1586.003": "Compromise Accounts: Cloud Accounts",
  "T1595.001": "Active Scanning: Scanning IP Blocks",
  T1606: "Forge Web Credentials",
  "T1606.001": "Forge Web Credentials: Web Cookies",
  "T1606.002": "Forge Web Credentials: SAML Tokens",
  T1621: "Multi-Factor Authentication Request Generation",
  T1656: "Impersonation",
};

export interface Technique {
  id: string;
  /** "" for a technique that this version does not know by name. */
  name: string;
  /** Where MITRE describes it; "" for an id that is none. */
  address: string;
}

/** What there is to show of an ATT&CK id. */
export function technique(id: string): Technique {
  const m = /^(T\d{4})(?:\.(\d{3}))?$/.exec(id);
  const address = m ? `attack.mitre.org/techniques/${m[1]}/${m[2] ? m[2] + "/" : ""}` : "";
  return { id, name: Object.hasOwn(names, id) ? names[id]! : "", address };
}
