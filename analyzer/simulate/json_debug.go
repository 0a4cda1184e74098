package simulate

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// behaviorNames are Okta's default behaviours in the order in which it writes
// them.
var behaviorNames = [...]struct {
	name string
	bit  Behavior
}{
	{"New Geo-Location", NewGeo}, {"New Device", NewDevice}, {"New IP", NewIP}, {"New State", NewState},
	{"New Country", NewCountry}, {"Velocity", Velocity}, {"New City", NewCity},
}

func (s Behavior) result(bit Behavior) string {
	if s&bit != 0 {
		return "POSITIVE"
	}
	return "NEGATIVE"
}

// assessed reports whether the event tells how Okta assessed its risk: at
// sign-ins, and at the launch of an application in a session that exists or the
// proof of a factor only where something is out of the ordinary.
func (e *Event) assessed() bool {
	if e.Network == nil {
		return false
	}
	odd := e.Debug.Behaviors != 0
	switch e.Type {
	case sessionStart:
		return true
	case evaluateSignOn:
		return odd || len(e.Targets) == 2
	case authMFA, authMFAFailed:
		return odd
	}
	return false
}

// tunnel returns what Okta says of an anonymiser, as JSON in a JSON string.
func (n *Network) tunnel() string {
	switch n.Provider {
	case onionNet:
		return `[{\"anonymous\":true,\"operator\":\"TOR\",\"type\":\"PROXY\"}]`
	case cableNet:
		return `[{\"anonymous\":true,\"operator\":null,\"type\":\"PROXY\"}]`
	}
	return `[{\"anonymous\":true,\"operator\":\"VEIL\",\"type\":\"VPN\"}]`
}

var noMore More

// appendDebugData writes every value as a string, structures included, as Okta
// does: behaviors and risk as the text of a Java map, logOnlySecurityData and
// tunnels as JSON.
func (e *Event) appendDebugData(b []byte) []byte {
	d, more := &e.Debug, e.Debug.More
	if more == nil {
		more = &noMore
	}
	if e.Job && d.Factor == "" {
		return append(b, `{}`...)
	}
	b = append(b, '{')
	open := len(b)
	key := func(name string) {
		if len(b) > open {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, name...)
		b = append(b, `":"`...)
	}
	text := func(name, value string) {
		if value != "" {
			key(name)
			b = append(append(b, value...), '"')
		}
	}
	if e.Type == singleSignOn {
		key("authnRequestId")
		b = base64.RawURLEncoding.AppendEncode(b, e.Transaction[:])
		b = append(b, '"')
	}
	if e.assessed() {
		key("behaviors")
		for i, x := range behaviorNames {
			b = append(b, [2]string{", ", "{"}[btoi(i == 0)]...)
			b = append(append(append(b, x.name...), '='), d.Behaviors.result(x.bit)...)
		}
		b = append(b, `}"`...)
	}
	if e.Type == tokenGrant {
		text("clientAuthType", "none")
	}
	if d.Device != 0 {
		if e.assessed() {
			key("deviceFingerprint")
			b = appendHash(b, d.Device+7, 2)
			b = append(b, '"')
		}
		key("dtHash")
		b = appendHash(b, d.Device, 4)
		b = append(b, '"')
	}
	text("factor", d.Factor)
	text("grantType", d.Grant)
	text("grantedScopes", d.Scopes)
	if e.Type == singleSignOn {
		text("initiationType", "IDP_INITIATED")
	}
	if e.assessed() && e.Type == evaluateSignOn {
		key("logOnlySecurityData")
		b = append(b, `{\"risk\":{\"level\":\"`...)
		b = append(b, riskNames[d.Risk]...)
		b = append(b, `\"},\"behaviors\":`...)
		for i, x := range behaviorNames {
			b = append(b, [2]string{`,\"`, `{\"`}[btoi(i == 0)]...)
			b = append(append(append(b, x.name...), `\":\"`...), d.Behaviors.result(x.bit)...)
			b = append(b, `\"`...)
		}
		b = append(b, `}}"`...)
	}
	text("networkConnection", more.Connection)
	text([2]string{"privilegeGranted", "privilegeRevoked"}[btoi(e.Type == privilegeRevoke)], d.Privilege)
	if e.Type == evaluateSignOn && e.Result == "CHALLENGE" {
		text("promptingPolicyTypes", "[OKTA_SIGN_ON]")
	}
	text("pushOnlyResponseType", d.Push)
	text("pushWithNumberChallengeResponseType", more.Challenge)
	key("requestId")
	b = hex.AppendEncode(b, e.Transaction[:])
	b = append(b, '"')
	text("requestUri", e.URI)
	text("requestedScopes", d.Scopes)
	switch {
	case more.Risk != "":
		text("risk", "{"+more.Risk+"}")
	case e.assessed():
		key("risk")
		if d.Risk == HighRisk {
			b = append(b, "{reasons=Anomalous Device, Anomalous Location, level=HIGH}\""...)
		} else {
			b = append(append(append(b, "{level="...), riskNames[d.Risk]...), "}\""...)
		}
	}
	text("signOnMode", d.Mode)
	if more.Detections != "" {
		text("threatDetections", "{"+more.Detections+"}")
	}
	if e.assessed() || d.Threat {
		text("threatSuspected", strconv.FormatBool(d.Threat))
	}
	if e.Network != nil && e.Network.Proxy {
		text("tunnels", e.Network.tunnel())
	}
	if e.URI != "" {
		key("url")
		b = append(append(b, e.URI...), `?"`...)
	}
	return append(b, '}')
}

var riskNames = [...]string{LowRisk: "LOW", MediumRisk: "MEDIUM", HighRisk: "HIGH"}

func btoi(x bool) int {
	if x {
		return 1
	}
	return 0
}

// appendHash appends words of 16 hexadecimal digits that depend on the seed.
func appendHash(b []byte, seed uint64, words int) []byte {
	var raw [8]byte
	for i := range words {
		binary.BigEndian.PutUint64(raw[:], mix(seed+uint64(i)<<32))
		b = hex.AppendEncode(b, raw[:])
	}
	return b
}
