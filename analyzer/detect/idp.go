package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const (
	idpLifecycle  = "system.idp.lifecycle."
	idpKey        = "system.idp.key."
	typeIDPCreate = idpLifecycle + "create"
)

var idpCreated = &Detection{
	ID:         "idp-created",
	Title:      "An identity provider was created",
	Family:     "Identity provider & federation",
	Severity:   High,
	Techniques: []string{"T1556.007", "T1484.002", "T1098"},
	Meaning: "An identity provider decides who may come in as whom. Whoever adds one of their own can sign in as any " +
		"person of the organisation, without a password or a factor of theirs. It is a rare, planned act; intruders with " +
		"administrator rights use it to stay. From a machine that the administrator is used to it is medium, from one that is new critical.",
	Check: []string{
		"Find the change request; ask the administrator by telephone whether they did it.",
		"Compare address, program and hour with what that administrator usually does.",
		"Read the provider's settings in the console: issuer, routing rules, whether it links accounts by name.",
		"Search for sign-ins through this provider since then.",
		"If it is not yours, deactivate it, clear the administrator's sessions, and look for what else they changed.",
	},
	FalsePositives: []string{"A planned federation or migration.", "Infrastructure code applied by its service account."},
	Run: func(in *Input) []Finding {
		return findIDP(in, High, func(t string) bool { return t == typeIDPCreate })
	},
}

var idpChanged = &Detection{
	ID:         "idp-lifecycle-change",
	Title:      "An identity provider was changed",
	Family:     "Identity provider & federation",
	Severity:   Medium,
	Techniques: []string{"T1556.007", "T1484.002"},
	Meaning: "An identity provider or one of its signing keys was changed, switched on or off, deleted, or its secret was " +
		"read. A changed issuer or key lets somebody else vouch for people's identity; a provider that is off locks " +
		"them out. From a machine that the administrator is used to it is low, from one that is new high.",
	Check: []string{
		"Find the change request; ask the administrator by telephone whether they did it.",
		"Compare the provider's issuer, certificate and routing rules with the last known state.",
		"Search for sign-ins through this provider since then.",
		"If it is not theirs, undo the change and clear the administrator's sessions.",
	},
	FalsePositives: []string{"The renewal of a certificate or a key.", "Routine maintenance; infrastructure code applied by its service account."},
	Run: func(in *Input) []Finding {
		return findIDP(in, Medium, func(t string) bool {
			return strings.HasPrefix(t, idpLifecycle) && t != typeIDPCreate || strings.HasPrefix(t, idpKey)
		})
	},
}

// findIDP returns a finding for each event whose type is one of those. An act
// that the same person repeats from the same address on the same provider with the
// same outcome within an hour is one finding.
func findIDP(in *Input, severity Severity, one func(string) bool) []Finding {
	log := in.Log
	var types []string
	for _, t := range log.Column(event.Type).Values {
		if one(t) {
			types = append(types, t)
		}
	}
	type key struct {
		act, object, outcome, ip string
		actor                    Actor
	}
	const fold = 3_600_000
	latest := map[key]int{}
	var findings []Finding
	for _, row := range log.RowsOfType(types...) {
		k := key{
			act:     log.Column(event.Type).At(int(row)),
			object:  objectOf(log, row),
			outcome: strings.ToUpper(present(log.Column(event.OutcomeResult).At(int(row)))),
			ip:      present(log.Column(event.ClientIP).At(int(row))),
			actor:   actorAt(log, row),
		}
		if n, known := latest[k]; known {
			f := &findings[n]
			if log.Time(int(row))-log.Time(int(f.Rows[len(f.Rows)-1])) <= fold {
				f.Rows = append(f.Rows, row)
				continue
			}
		}
		latest[k] = len(findings)
		findings = append(findings, Finding{Severity: severity, Actor: k.actor, Rows: []uint32{row}})
	}
	standings := NewStandings(in.Views)
	for i := range findings {
		describeIDP(log, &findings[i])
		inContext(&findings[i], standings)
	}
	return findings
}

// inContext makes a finding of an administrator's act milder by a step where it
// came from a machine that the administrator is used to, and worse by a step
// where the machine is new.
func inContext(f *Finding, standings *Standings) {
	switch standings.OfAll(f.Rows) {
	case Familiar:
		if f.Severity > Info {
			f.Severity--
		}
		f.Facts["context"] = "familiar"
		f.Summary += "; network and program are the administrator's own"
	case Strange:
		if f.Severity < Critical {
			f.Severity++
		}
		f.Facts["context"] = "strange"
		f.Summary += "; the machine is new to the administrator"
	}
}

func describeIDP(log *table.Log, f *Finding) {
	row := f.Rows[0]
	t := log.Column(event.Type).At(int(row))
	object := objectOf(log, row)
	key := strings.HasPrefix(t, idpKey)
	outcome := present(log.Column(event.OutcomeResult).At(int(row)))
	reason := present(log.Column(event.OutcomeReason).At(int(row)))
	f.Facts = map[string]any{
		"action":  clean(t),
		"outcome": clean(outcome),
		"times":   len(f.Rows),
	}
	name := "an unnamed identity provider"
	switch {
	case key && object != "":
		name = "the key " + quote(object) + " for identity providers"
	case key:
		name = "an unnamed key for identity providers"
	case object != "":
		name = "the identity provider " + quote(object)
	}
	if key {
		f.Facts["key"] = clean(object)
	} else {
		f.Facts["provider"] = clean(object)
	}
	who := "Somebody"
	switch {
	case f.Actor.AlternateID != "":
		who = clean(f.Actor.AlternateID)
	case f.Actor.DisplayName != "":
		who = clean(f.Actor.DisplayName)
	case f.Actor.ID != "":
		who = clean(f.Actor.ID)
	}
	did, do := idpAct(t)
	if failed(outcome) {
		if f.Severity > Info {
			f.Severity--
		}
		f.Title = "An attempt to change an identity provider failed"
		if t == typeIDPCreate {
			f.Title = "An attempt to create an identity provider failed"
		}
		f.Facts["failed"] = true
		f.Summary = who + " attempted to " + do + " " + name
	} else {
		f.Facts["failed"] = false
		f.Summary = who + " " + did + " " + name
	}
	if ip := present(log.Column(event.ClientIP).At(int(row))); ip != "" {
		f.Summary += " from " + clean(ip)
	}
	f.Summary += " on " + event.FormatTime(log.Time(int(row)))[:len("2006-01-02")] + " at " + clock(log.Time(int(row))) + " UTC"
	if failed(outcome) {
		f.Summary += "; it failed"
		if reason != "" {
			f.Summary += ": " + clean(reason)
		}
	}
	if n := len(f.Rows) - 1; n > 0 {
		f.Summary += ", and did so " + count(n, "more time", "more times")
	}
}

// idpAct returns an event type in words, done and to do.
func idpAct(t string) (did, do string) {
	switch t {
	case typeIDPCreate:
		return "created", "create"
	case idpLifecycle + "update":
		return "changed", "change"
	case idpLifecycle + "activate":
		return "activated", "activate"
	case idpLifecycle + "deactivate":
		return "deactivated", "deactivate"
	case idpLifecycle + "delete":
		return "deleted", "delete"
	case idpLifecycle + "read_client_secret":
		return "read the client secret of", "read the client secret of"
	case idpKey + "create":
		return "added", "add"
	case idpKey + "update":
		return "changed", "change"
	case idpKey + "delete":
		return "deleted", "delete"
	}
	return "caused " + clean(t) + " on", "cause " + clean(t) + " on"
}

// failed reports whether an outcome says that nothing was changed. A blank one
// says nothing, and counts as done.
func failed(outcome string) bool {
	switch strings.ToUpper(outcome) {
	case "FAILURE", "DENY", "ABANDONED", "RATE_LIMIT":
		return true
	}
	return false
}

// objectOf returns the name of the provider that an event is about, or of the
// key where it is about one; "" where it names none: the target whose type says
// so, or else the first that is no person.
func objectOf(log *table.Log, row uint32) string {
	key := strings.HasPrefix(log.Column(event.Type).At(int(row)), idpKey)
	types := log.Column(event.TargetType)
	fallback := ""
	for i, code := range types.Codes(int(row)) {
		name := targetName(log, row, i)
		kind := strings.ToLower(strings.ReplaceAll(types.Values[code], "_", ""))
		isKey := strings.HasSuffix(kind, "key") || strings.HasSuffix(kind, "credential")
		isProvider := !isKey && (strings.Contains(kind, "identityprovider") || strings.HasPrefix(kind, "idp"))
		if name != "" && (key && isKey || !key && isProvider) {
			return name
		}
		if fallback == "" && kind != "user" {
			fallback = name
		}
	}
	return fallback
}

// targetName returns what a target of an event is called: its display name, or
// else its alternate id, or else its id.
func targetName(log *table.Log, row uint32, i int) string {
	for _, f := range []event.Field{event.TargetDisplayName, event.TargetAlternateID, event.TargetID} {
		c := log.Column(f)
		if name := present(c.Values[c.Codes(int(row))[i]]); name != "" {
			return name
		}
	}
	return ""
}

// actorAt returns the actor of an event, whoever or whatever it is.
func actorAt(log *table.Log, row uint32) Actor {
	at := func(f event.Field) string { return present(log.Column(f).At(int(row))) }
	return Actor{ID: at(event.ActorID), AlternateID: at(event.ActorAlternateID), DisplayName: at(event.ActorDisplayName)}
}
