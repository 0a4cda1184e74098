package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/debugdata"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// reported is what Okta's behaviour detection found new of an event.
type reported struct{ device, ip, place, country bool }

// reported reads the behaviours of an event; the zero value where it has none.
func (in *Input) reported(row uint32) (r reported) {
	behaviors, logged := in.Log.Column(event.Behaviors).At(int(row)), in.Log.Column(event.LogOnlySecurityData).At(int(row))
	if behaviors == "" && logged == "" {
		return r
	}
	for _, b := range debugdata.Behaviors(behaviors, logged) {
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
	v := in.Views
	v.anonymousOnce.Do(v.viewAnonymous)
	a := &v.anonymous
	return a.any && (a.proxies[a.proxy.Code(int(row))] || a.tunnels[a.tunnel.Code(int(row))])
}

// anonymous are the values that stand for an anonymiser.
type anonymous struct {
	proxy, tunnel    *table.Column
	proxies, tunnels []bool // by value
	any              bool   // in most logs none does
}

func (v *Views) viewAnonymous() {
	a := anonymous{proxy: v.log.Column(event.IsProxy), tunnel: v.log.Column(event.Tunnels)}
	a.proxies, a.tunnels = make([]bool, len(a.proxy.Values)), make([]bool, len(a.tunnel.Values))
	for code, value := range a.proxy.Values {
		a.proxies[code] = strings.EqualFold(value, "true")
		a.any = a.any || a.proxies[code]
	}
	for code, value := range a.tunnel.Values {
		a.tunnels[code] = strings.Contains(strings.ReplaceAll(value, " ", ""), `"anonymous":true`)
		a.any = a.any || a.tunnels[code]
	}
	v.anonymous = a
}
