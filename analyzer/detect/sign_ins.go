package detect

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// given says what an event tells of its person's sign-in.
type given uint8

const (
	passwordGiven given = 1 << iota // the password was right
	otherGiven                      // a factor that is no password, or another provider that answers for the person
	appOpened                       // what follows the last factor
)

const typeVerify = "user.authentication.verify"

// providerTypes are written where another provider answers for the person.
var providerTypes = []string{"user.authentication.auth_via_IDP", "user.authentication.auth_via_inbound_SAML",
	"user.authentication.auth_via_social", "user.authentication.auth_via_iwa"}

// factorTypes are all types that tell of a factor. Classic writes the start of a
// session for a password; Identity Engine writes the password as a factor, and
// the start of the session after the last factor.
var factorTypes = append([]string{typeSessionStart, typeFactorUsed, typeVerify}, providerTypes...)

// strongNames are the authenticators, as Okta names them, that a verification
// names beside the password.
var strongNames = []string{"Okta Verify", "Security Key or Biometric", "Google Authenticator", "Phone", "Email", "Duo Security",
	"Smart Card Authenticator"}

// oktaServer is how the user agent of Okta's own servers begins, which act for
// the person.
const oktaServer = "Okta-Integrations"

// signInReader reads the events of sign-ins. Every test of a text is made once a
// distinct value.
type signInReader struct {
	log *table.Log

	types, outcomes, actors, agents, factor *table.Column

	of                              []signInType // by type
	success, person, server, secret []bool       // by outcome, kind of actor, user agent and factor
	targets                         []uint32     // tuples
	named                           []uint8      // by tuple of the targets: what is among them
}

// signInType is what an event type can tell.
type signInType uint8

const (
	tellsNothing signInType = iota
	sessionStarts
	factorUsed
	verified
	providerAnswers
	appOpens
)

// What is among the targets of an event.
const (
	namesRead = 1 << iota
	namesPassword
	namesStrong
)

func newSignInReader(log *table.Log) *signInReader {
	s := &signInReader{
		log: log, types: log.Column(event.Type), outcomes: log.Column(event.OutcomeResult), actors: log.Column(event.ActorType),
		agents: log.Column(event.UserAgent), factor: log.Column(event.Factor),
		targets: log.Tuples(table.TargetGroup), named: make([]uint8, log.Column(event.TargetDisplayName).Tuples()),
	}
	which := func(c *table.Column, holds func(string) bool) []bool {
		of := make([]bool, len(c.Values))
		for code, v := range c.Values {
			of[code] = holds(v)
		}
		return of
	}
	s.success = which(s.outcomes, func(v string) bool { return strings.EqualFold(v, "SUCCESS") })
	s.person = which(s.actors, func(v string) bool { return strings.EqualFold(v, "User") })
	s.secret = which(s.factor, func(v string) bool { return strings.EqualFold(v, "PASSWORD_AS_FACTOR") })
	s.server = which(s.agents, func(v string) bool {
		return len(v) >= len(oktaServer) && strings.EqualFold(v[:len(oktaServer)], oktaServer)
	})
	s.of = make([]signInType, len(s.types.Values))
	for code, t := range s.types.Values {
		switch {
		case t == typeSessionStart:
			s.of[code] = sessionStarts
		case t == typeFactorUsed:
			s.of[code] = factorUsed
		case t == typeVerify:
			s.of[code] = verified
		case t == typeSSO:
			s.of[code] = appOpens
		case slices.Contains(providerTypes, t):
			s.of[code] = providerAnswers
		}
	}
	return s
}

// read returns what an event tells; 0 for nothing.
func (s *signInReader) read(row uint32) (g given) {
	kind := s.of[s.types.Code(int(row))]
	if kind == tellsNothing || !s.success[s.outcomes.Code(int(row))] {
		return 0
	}
	person := s.person[s.actors.Code(int(row))]
	switch kind {
	case providerAnswers:
		return otherGiven
	case sessionStarts:
		if person {
			return passwordGiven
		}
		return 0
	case appOpens:
		if person && !s.server[s.agents.Code(int(row))] {
			return appOpened
		}
		return 0
	}
	names := s.names(s.targets[row])
	password := names&namesPassword != 0 || s.secret[s.factor.Code(int(row))]
	if password && person {
		g = passwordGiven
	}
	// One event of a verification names all that were asked for.
	if kind == factorUsed && !password || kind == verified && names&namesStrong != 0 {
		g |= otherGiven
	}
	return g
}

// names returns what is among the targets of a tuple.
func (s *signInReader) names(tuple uint32) uint8 {
	if s.named[tuple] == 0 {
		n := uint8(namesRead)
		c := s.log.Column(event.TargetDisplayName)
		for _, code := range c.CodesOf(tuple) {
			name := c.Values[code]
			switch {
			case strings.EqualFold(name, "Password"):
				n |= namesPassword
			case slices.ContainsFunc(strongNames, func(strong string) bool { return strings.EqualFold(name, strong) }):
				n |= namesStrong
			}
		}
		s.named[tuple] = n
	}
	return s.named[tuple]
}
