package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// isCritical reports whether an event type is a change that weakens the
// defences of the organisation or gives rights away.
func isCritical(t string) bool {
	switch t {
	case "system.api_token.create", "system.api_token.revoke", "user.mfa.factor.deactivate", "user.mfa.factor.reset_all",
		"system.mfa.factor.deactivate", "user.mfa.attempt_bypass", "user.account.privilege.grant", "group.privilege.grant",
		"user.session.impersonation.grant", "application.policy.sign_on.update", "application.policy.sign_on.rule.delete":
		return true
	}
	for _, prefix := range [...]string{"policy.rule.", "policy.lifecycle.", "zone.", "network_zone.", "system.idp.", "system.log_stream.",
		"iam.role.", "iam.resourceset.bindings."} {
		if strings.HasPrefix(t, prefix) {
			return true
		}
	}
	return false
}

// typesOf returns the event types of the log that are wanted.
func (in *Input) typesOf(wanted func(t string) bool) []string {
	var types []string
	for _, t := range in.Log.Column(event.Type).Values {
		if wanted(t) {
			types = append(types, t)
		}
	}
	return types
}

// customs is when each actor first did each kind of act with success.
type customs struct {
	in    *Input
	first map[[2]uint32]int64
}

// customsOf reads rows in order of time.
func (in *Input) customsOf(rows []uint32) *customs {
	c := &customs{in: in, first: map[[2]uint32]int64{}}
	for _, row := range rows {
		if !in.succeeded(row) {
			continue
		}
		k := c.key(row)
		if _, ok := c.first[k]; !ok {
			c.first[k] = in.Log.Time(int(row))
		}
	}
	return c
}

func (c *customs) key(row uint32) [2]uint32 {
	return [2]uint32{c.in.Log.Column(event.ActorID).Code(int(row)), c.in.Log.Column(event.Type).Code(int(row))}
}

// has reports whether the actor of an event had done its kind of act a day
// before or earlier.
func (c *customs) has(row uint32) bool {
	first, ok := c.first[c.key(row)]
	return ok && first <= c.in.Log.Time(int(row))-familiarFor
}
