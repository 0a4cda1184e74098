package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/debugdata"
	"okta-session-analyzer/analyzer/event"
)

// reported is what Okta's behaviour detection found new of an event.
type reported struct{ device, ip, place, country bool }

// reported reads the behaviours of an event; the zero value where it has none.
func (in *Input) reported(row uint32) (r reported) {
	log := in.Log
	for _, b := range debugdata.Behaviors(log.Column(event.Behaviors).At(int(row)), log.Column(event.LogOnlySecurityData).At(int(row))) {
		if !strings.EqualFold(b.Value, "POSITIVE") {
			continue
		}
		// An administrator can rename them; the names that Okta ships are meant.
		switch strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(b.Name)) {
		case "newdevice":
			r.device = true
		case "newip":
			r.ip = true
		case "newcity", "newstate", "newgeolocation":
			r.place = true
		case "newcountry":
			r.country, r.place = true, true
		}
	}
	return r
}

// risk returns the level of risk that Okta gave an event, HIGH, MEDIUM or LOW,
// and its reasons, both "" where it gave none.
func (in *Input) risk(row uint32) (level, reasons string) {
	for _, f := range [...]event.Field{event.Risk, event.LogOnlySecurityData, event.SecurityRisk} {
		text := in.Log.Column(f).At(int(row))
		if event.Blank(text) {
			continue
		}
		if level, reasons = debugdata.Risk(text); level != "" {
			return strings.ToUpper(level), clean(reasons)
		}
	}
	return "", ""
}

// anonymised reports whether Okta took the address of an event for that of an
// anonymiser.
func (in *Input) anonymised(row uint32) bool {
	return strings.EqualFold(in.Log.Column(event.IsProxy).At(int(row)), "true") ||
		strings.Contains(strings.ReplaceAll(in.Log.Column(event.Tunnels).At(int(row)), " ", ""), `"anonymous":true`)
}
