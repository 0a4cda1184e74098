package detect

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// proof is the kind of authenticator that an event is about.
type proof uint8

const (
	unknownProof  proof = iota
	passwordProof       // something that the person knows and types
	relayedProof        // a code, a push, an answer: what a page in between can pass on
	boundProof          // answers to the page's own address only: FastPass, WebAuthn, a smart card
)

// factors tells what kind of authenticator events are about. Each distinct
// combination of values is read once.
type factors struct {
	log     *table.Log
	views   *Views
	targets []uint32 // tuples
	details []uint32
	known   map[[3]uint32]proof
}

func newFactors(log *table.Log, views *Views) *factors {
	return &factors{log, views, log.Tuples(table.TargetGroup), log.Tuples(table.TargetDetailGroup), map[[3]uint32]proof{}}
}

// of returns the kind of authenticator of an event: by the factor of its debug
// data, by the method of a target, or else by the name of the authenticator. A
// console's CSV has the name alone, and Okta Verify is FastPass and push: it is
// the latter where the telephone answered.
func (f *factors) of(row uint32) proof {
	factor := f.log.Column(event.Factor)
	key := [3]uint32{factor.Code(int(row)), f.targets[row], f.details[row]}
	p, done := f.known[key]
	if !done {
		p = factorProof(factor.Values[key[0]])
		methods := f.log.Column(event.TargetMethod)
		for _, code := range methods.CodesOf(key[2]) {
			if p == unknownProof {
				p = nameProof(methods.Values[code])
			}
		}
		types, names := f.log.Column(event.TargetType), f.log.Column(event.TargetDisplayName)
		for i, code := range types.CodesOf(key[1]) {
			if name := names.Values[names.CodesOf(key[1])[i]]; p == unknownProof && (strings.HasPrefix(types.Values[code], "Authenticator") || name == "Password") {
				p = nameProof(name)
			}
		}
		f.known[key] = p
	}
	if p == unknownProof && !f.views.Own(row) {
		if _, a := f.views.Agent(row); a.Mobile() {
			return relayedProof
		}
	}
	return p
}

// factorProof reads a value of debugData.factor: "SIGNED_NONCE" is FastPass.
func factorProof(s string) proof {
	s = strings.ToUpper(s)
	has := func(marks ...string) bool {
		for _, m := range marks {
			if strings.Contains(s, m) {
				return true
			}
		}
		return false
	}
	switch {
	case event.Blank(s):
		return unknownProof
	case has("SIGNED_NONCE", "WEBAUTHN", "FIDO", "U2F", "SMART_CARD", "PASSKEY"):
		return boundProof
	case has("PASSWORD"):
		return passwordProof
	case has("PUSH", "OTP", "TOKEN", "SMS", "CALL", "VOICE", "EMAIL", "QUESTION", "DUO"):
		return relayedProof
	}
	return unknownProof
}

// nameProof reads the name of an authenticator or of its method, as people see
// it: "Security Key or Biometric", "Get a push notification".
func nameProof(s string) proof {
	s = strings.ToLower(s)
	has := func(marks ...string) bool {
		for _, m := range marks {
			if strings.Contains(s, m) {
				return true
			}
		}
		return false
	}
	switch {
	case s == "password":
		return passwordProof
	case has("fastpass", "webauthn", "fido", "security key", "passkey", "biometric", "smart card"):
		return boundProof
	case has("push", "code", "sms", "voice", "phone", "email", "question", "google authenticator", "one-time", "totp"):
		return relayedProof
	}
	return unknownProof
}

// phishingDeclined is what Okta writes where FastPass saw that another page
// than Okta's asked.
const phishingDeclined = "FastPass declined phishing attempt"

// refusedPasswords returns the events in which a password was refused, or a
// name that nobody has, in order of time: Classic's failed starts of a session
// and Identity Engine's failures of the factor Password, and those of RADIUS
// and of the programs that send a password by themselves. It is made once.
func (v *Views) refusedPasswords() []uint32 {
	v.refusedOnce.Do(func() {
		in, f := &Input{Log: v.log, Views: v}, newFactors(v.log, v)
		types := v.log.Column(event.Type)
		for _, row := range in.failedOf(typeSessionStart, typeFactorUsed, "user.authentication.auth_via_radius", "user.authentication.auth_via_richclient") {
			if in.isBadCredential(row) && (types.At(int(row)) != typeFactorUsed || f.of(row) == passwordProof) {
				v.refused = append(v.refused, row)
			}
		}
		slices.Sort(v.refused)
	})
	return v.refused
}
