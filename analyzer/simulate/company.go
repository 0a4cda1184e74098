package simulate

import (
	"fmt"
	"strings"
)

// company is what the people share: offices, applications, groups, policies.
type company struct {
	sites        []site
	offices      []office
	destinations []destination
	hosting      []*Network

	integrations []*Network // Okta's own servers
	automation   *Network   // where the provisioning script runs

	apps         []*app
	adminConsole *app
	dashboard    *app
	groups       []*Entity
	rules        []*Entity // rules of the global session policy
	policy       *Entity   // the global session policy
	catchAll     *Entity
	adminPolicy  *Entity

	system     *Entity // Okta itself as an actor
	mailer     *Entity // Okta as the sender of mail
	provision  *Entity // the account of the provisioning script
	scriptKey  string  // id of its API token
	consoleApp *Entity // the Admin Console as an OAuth client
	directory  *Entity // the source of imports

	roomy *roomy // what only a log with all habits has
}

// office has an address range of its own and a VPN gateway beside it.
type office struct {
	place   *Place
	egress  []*Network
	gateway *Network
}

// app is an application on the dashboard.
type app struct {
	entity *Entity
	uri    string
	mode   string // signOnMode
	policy *Entity
	rule   *Entity
	// everyone says that all people have it; the others belong to departments.
	everyone    bool
	departments []string
}

var departments = []string{"Engineering", "Sales", "Finance", "People", "Operations", "Support"}

// appTable lists label, key in URIs, sign-on mode and the departments that
// have it; none is all of them.
var appTable = []struct{ label, key, mode, departments string }{
	{"Google Workspace", "google", "SAML_2_0", ""},
	{"Slack", "slack", "SAML_2_0", ""},
	{"Zoom", "zoomus", "SAML_2_0", ""},
	{"Workday", "workday", "SAML_2_0", ""},
	{"GitHub Enterprise Cloud", "githubcloud", "SAML_2_0", "Engineering"},
	{"AWS IAM Identity Center", "amazon_aws_sso", "SAML_2_0", "Engineering,Operations"},
	{"Atlassian Jira", "atlassian", "OPENID_CONNECT", "Engineering,Support,Operations"},
	{"Datadog", "datadog", "SAML_2_0", "Engineering,Operations"},
	{"Snowflake", "snowflake", "SAML_2_0", "Engineering,Finance"},
	{"Figma", "figma", "SAML_2_0", "Engineering"},
	{"Salesforce", "salesforce", "SAML_2_0", "Sales,Support"},
	{"Gong", "gong", "SAML_2_0", "Sales"},
	{"DocuSign", "docusign", "SAML_2_0", "Sales,Finance,People"},
	{"NetSuite", "netsuite", "SAML_2_0", "Finance"},
	{"Expensify", "expensify", "SAML_2_0", "Finance,Sales"},
	{"Greenhouse", "greenhouse", "SAML_2_0", "People"},
	{"Zendesk", "zendesk", "SAML_2_0", "Support"},
	{"PagerDuty", "pagerduty", "OPENID_CONNECT", "Operations,Engineering"},
}

func newCompany(r *roll, h Habits) *company {
	c := &company{
		sites:        newSites(),
		destinations: newDestinations(),
		hosting:      hosting(),
		automation:   newNetwork("192.0.2.60", ashburn, cloudNet),
	}
	for i, p := range []*Place{hamburg, dublin, boston} {
		c.offices = append(c.offices, office{
			place: p,
			egress: []*Network{
				newNetwork(fmt.Sprintf("192.0.2.%d", 2+4*i), p, companyNet),
				newNetwork(fmt.Sprintf("192.0.2.%d", 3+4*i), p, companyNet),
			},
			gateway: newNetwork(fmt.Sprintf("192.0.2.%d", 20+i), p, companyNet),
		})
	}
	for i := range 6 {
		c.integrations = append(c.integrations, newNetwork(fmt.Sprintf("192.0.2.%d", 240+i), boardman, cloudNet))
	}

	if h == AllHabits {
		c.spreadOut()
	}

	c.policy = newEntity(r.id("00p"), "PolicyEntity", "unknown", "Default Policy")
	c.catchAll = newEntity(r.id("0pr"), "PolicyRule", "unknown", "Catch-all Rule")
	for _, name := range []string{"Office networks", "Remote workforce", "Contractors", "Legacy protocols"} {
		c.rules = append(c.rules, newEntity(r.id("0pr"), "PolicyRule", "unknown", name))
	}
	twoFactors := newEntity(r.id("rst"), "PolicyEntity", "unknown", "Any two factors")
	resistant := newEntity(r.id("rst"), "PolicyEntity", "unknown", "Phishing-resistant applications")
	c.adminPolicy = newEntity(r.id("rst"), "PolicyEntity", "unknown", "Okta Admin Console")
	for _, row := range appTable {
		a := &app{
			entity: newEntity(r.id("0oa"), "AppInstance", row.label, row.label),
			uri:    "/app/" + row.key + "/" + r.id("exk") + "/sso/saml",
			mode:   row.mode,
			policy: twoFactors,
			rule:   newEntity(r.id("rul"), "PolicyRule", "unknown", "Catch-all Rule"),
		}
		if row.mode == "OPENID_CONNECT" {
			a.uri = "/oauth2/v1/authorize"
		}
		if r.chance(0.3) {
			a.policy = resistant
		}
		a.everyone = row.departments == ""
		a.departments = strings.Split(row.departments, ",")
		c.apps = append(c.apps, a)
	}
	c.dashboard = &app{
		entity: newEntity(r.id("0oa"), "AppInstance", "Okta Dashboard", "Okta Dashboard"),
		uri:    "/app/UserHome", mode: "OPENID_CONNECT", policy: twoFactors, rule: c.catchAll,
	}
	c.adminConsole = &app{
		entity: newEntity(r.id("0oa"), "AppInstance", "Okta Admin Console", "Okta Admin Console"),
		uri:    "/admin/sso/callback", mode: "OPENID_CONNECT", policy: c.adminPolicy, rule: c.catchAll,
	}
	for _, name := range append([]string{"Contractors", "New starters", "On call"}, departments...) {
		c.groups = append(c.groups, newEntity(r.id("00g"), "UserGroup", "unknown", name))
	}

	c.system = newEntity(r.id("00u"), "SystemPrincipal", "system@okta.com", "Okta System")
	c.mailer = newEntity("unknown", "User", "unknown", "Okta System")
	c.provision = newEntity(r.id("00u"), "User", "svc-provisioning@example.com", "Provisioning Service")
	c.scriptKey = r.id("00T")
	c.consoleApp = newEntity(c.adminConsole.entity.ID, "PublicClientApp", c.adminConsole.entity.ID, "Okta Admin Console")
	c.directory = newEntity(r.id("0oa"), "AppInstance", "Workday", "Workday")
	return c
}

// has reports whether people of a department are assigned the application.
func (a *app) has(department string) bool {
	if a.everyone {
		return true
	}
	for _, d := range a.departments {
		if d == department {
			return true
		}
	}
	return false
}
