package detect

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

// stageOfTechnique gives the main technique of a finding its stage.
func stageOfTechnique(t string) stage {
	switch t {
	case "T1556.006", "T1098.005":
		return hold
	case "T1556.007":
		return power
	}
	switch base, _, _ := strings.Cut(t, "."); base {
	case "T1110", "T1621", "T1566", "T1557", "T1111":
		return pressure
	case "T1539", "T1550", "T1078", "T1656":
		return entry
	case "T1098", "T1136", "T1484", "T1562", "T1528":
		return power
	case "T1526", "T1087", "T1213", "T1530", "T1555":
		return gain
	}
	return noStage
}

// stageOfType gives an event its stage, if it happens in a strange context.
func stageOfType(t string) stage {
	switch t {
	case "user.account.lock", "security.threat.detected", "user.account.report_suspicious_activity_by_enduser", "security.breached_credential.detected":
		return pressure
	case "user.mfa.factor.activate", "user.mfa.factor.deactivate", "user.mfa.factor.reset_all", "device.enrollment.create",
		"user.account.update_primary_email", "user.account.update_secondary_email", "user.account.update_password", "user.account.reset_password":
		return hold
	case "user.lifecycle.create", "application.lifecycle.create", "application.lifecycle.update":
		return power
	case "analytics.reports.export.request", "analytics.reports.export.generate", "analytics.reports.export.download",
		"application.user_membership.show_password", "system.log_stream.lifecycle.deactivate", "system.log_stream.lifecycle.delete":
		return gain
	}
	if isCritical(t) {
		return power
	}
	return noStage
}

// lastingMarks are the marks that do not depend on what other detections found,
// in order, for the values of the parameters. They are most of the work.
type lastingMarks struct {
	values  map[string]float64
	marks   []mark
	customs *customs
}

// lasting returns the marks of the events themselves; none where nobody entered.
func (c *chains) lasting() []mark {
	known := &c.in.Views.chains
	if known.values == nil || !maps.Equal(known.values, c.in.Parameters) {
		*known = lastingMarks{values: maps.Clone(c.in.Parameters)}
		if marks := c.entries(); len(marks) > 0 {
			marks = append(marks, c.newApplications(marks)...)
			marks = append(marks, c.acts()...)
			slices.SortFunc(marks, compareMarks) // no two are equal: of one event there is one a stage and person
			known.marks, known.customs = marks, c.customs
		}
	}
	c.customs = known.customs
	return known.marks
}

func compareMarks(a, b mark) int {
	if a.row != b.row {
		return cmp.Compare(a.row, b.row)
	}
	return cmp.Or(cmp.Compare(a.stage, b.stage), cmp.Compare(a.user, b.user))
}

// entries returns the first event of every client of every person. The entry of
// an intruder is the first of a network and a program new to the person.
func (c *chains) entries() []mark {
	in := c.in
	var marks []mark
	for u := range in.Log.Users() {
		for _, use := range in.Views.habits().of(u) {
			strange := false
			if in.known(u, use.first) {
				strange = !in.shared(use.first) && in.newNetwork(u, use.first) && (in.newAgent(u, use.first) || in.anonymised(use.first))
			}
			marks = append(marks, mark{row: use.first, stage: entry, user: int32(u), strange: strange})
		}
	}
	return marks
}

// newApplications returns the first event of each application that a person with
// a strange entry opened.
func (c *chains) newApplications(entries []mark) []mark {
	in := c.in
	types, ids := in.Log.Column(event.Type), in.Log.Column(event.TargetID)
	kinds := in.Log.Column(event.TargetType)
	sso, ok := types.Find("user.authentication.sso")
	if !ok {
		return nil
	}
	seen := newTally(len(ids.Values))
	last := int32(-1)
	var marks []mark
	for _, e := range entries { // in order of the people
		if !e.strange || e.user == last {
			continue
		}
		last = e.user
		seen.reset()
		for _, row := range in.Log.Users()[e.user].Rows {
			if types.Code(int(row)) != sso || !in.succeeded(row) {
				continue
			}
			for i, kind := range kinds.Codes(int(row)) {
				if id := ids.Codes(int(row))[i]; kinds.Values[kind] == "AppInstance" && !event.Blank(ids.Values[id]) {
					if seen.of(id) == 0 {
						marks = append(marks, mark{row: row, stage: gain, user: e.user, app: true})
					}
					seen.add(id)
					break
				}
			}
		}
	}
	return marks
}

// acts returns the events that keep, raise or use an access, and those that
// Okta warns by.
func (c *chains) acts() []mark {
	in := c.in
	rows := in.Log.RowsOfType(in.typesOf(func(t string) bool { return stageOfType(t) != noStage })...)
	c.customs = in.customsOf(rows)
	var marks []mark
	for _, row := range rows {
		s := stageOfType(in.kind(row))
		user := in.Log.UserOf(int(row))
		if s == pressure {
			if t := c.who.target(row); t >= 0 {
				user = t
			}
		} else if !in.succeeded(row) || c.who.actor(row) < 0 {
			continue
		}
		if user >= 0 {
			marks = append(marks, mark{row: row, stage: s, user: int32(user)})
		}
	}
	return marks
}

// found returns the events of findings of medium severity and above, of other
// detections than those that look at findings.
func (c *chains) found(outcomes []Outcome) []mark {
	in := c.in
	var marks []mark
	for i := range outcomes {
		if outcomes[i].Detection.After != nil {
			continue
		}
		for j := range outcomes[i].Findings {
			f := &outcomes[i].Findings[j]
			if f.Severity < Medium || len(f.Techniques) == 0 {
				continue
			}
			s := stageOfTechnique(f.Techniques[0])
			if s == noStage {
				continue
			}
			for _, row := range f.Rows[:min(len(f.Rows), maxEvidence)] {
				if u := in.Log.UserOf(int(row)); u >= 0 {
					marks = append(marks, mark{row: row, stage: s, user: int32(u), strange: true})
				}
			}
		}
	}
	return marks
}
