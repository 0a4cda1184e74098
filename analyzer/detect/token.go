package detect

import (
	"strings"

	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

const typeTokenOutside = "system.api_token.request_outside_allowed_range"

var tokenBreak = &Detection{
	ID:         "api-token-profile-break",
	Title:      "API token leaves its habits",
	Family:     "API token",
	Severity:   High,
	Techniques: []string{"T1528", "T1078.004"},
	Meaning: "A token is used by one program, from one place, for a few things. This one was used from another network together with " +
		"another program or for changes it never made, or came back after weeks of silence, or Okta refused it outside of its allowed " +
		"addresses. A token does not ask for a factor, so whoever copied it has the rights of its owner. It is low where the new network " +
		"is one that the owner works from, or where the token moved house: the old network is not seen again and no new kind of change is made.",
	Check: []string{
		"Ask the token's owner and the owner of the program that uses it.",
		"Read what was done with the token from the new network.",
		"If it is not theirs, revoke the token, make another, and restrict it to its network zone.",
	},
	FalsePositives: []string{"A vendor that changes its hosting.", "An administrator who tries the token at their desk."},
	Parameters: []Parameter{
		{Name: "earlier_events", Title: "Earlier events of the token without which its habits are not known", Default: 50, Min: 5, Max: 100000, Integer: true},
		{Name: "earlier_days", Title: "Days for which they must have come", Unit: "days", Default: 7, Min: 0.5, Max: 90},
		{Name: "idle_days", Title: "Silence after which its return is told", Unit: "days", Default: 30, Min: 1, Max: 365},
		sharedUsers(5),
	},
	NeedsAny: [][]event.Field{{event.RequestAPITokenID, event.RootAPITokenID}},
	Run:      findTokenBreaks,
}

// familyOf returns the kind of thing that an event type is about, "user.mfa" of
// "user.mfa.factor.activate".
func familyOf(t string) string {
	parts := strings.SplitN(t, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

func findTokenBreaks(in *Input) []Finding {
	log := in.Log
	request, root := log.Column(event.RequestAPITokenID), log.Column(event.RootAPITokenID)
	of := map[string][]uint32{}
	var order []string
	ids := make([]string, request.Tuples()) // few events name any
	for t := range ids {
		if ids[t] = present(request.Values[request.CodesOf(uint32(t))[0]]); ids[t] == "" {
			ids[t] = present(root.Values[root.CodesOf(uint32(t))[0]])
		}
	}
	for row, t := range log.Tuples(table.TokenGroup) {
		id := ids[t]
		if id == "" {
			continue
		}
		if of[id] == nil {
			order = append(order, id)
		}
		of[id] = append(of[id], uint32(row))
	}
	// The families of types have numbers; only those that change something count.
	numbers, families := map[string]uint32{}, make([]uint32, len(log.Column(event.Type).Values))
	for code, t := range log.Column(event.Type).Values {
		if !isControlChange(t) {
			continue
		}
		name := familyOf(t)
		if numbers[name] == 0 {
			numbers[name] = uint32(len(numbers)) + 1
		}
		families[code] = numbers[name]
	}
	var findings []Finding
	for _, id := range order {
		if len(of[id]) > int(in.Parameters["earlier_events"]) {
			if f, ok := in.tokenBreak(id, of[id], families); ok {
				findings = append(findings, f)
			}
		}
	}
	return append(findings, in.outsideRange()...)
}

// departure is one event at which a token left its habits.
type departure struct {
	row                      uint32
	network, program, change bool
	idle                     int64 // milliseconds of silence before it, where it came back
	severity                 Severity
}

// tokenBreak returns what a token did that it had not done before.
func (in *Input) tokenBreak(id string, rows []uint32, families []uint32) (f Finding, ok bool) {
	log, v := in.Log, in.Views
	types := log.Column(event.Type)
	networks, programs, changes := map[uint32]int64{}, map[uint32]int64{}, map[uint32]int64{}
	least, days, idle := int(in.Parameters["earlier_events"]), int64(in.Parameters["earlier_days"]*dayMS), int64(in.Parameters["idle_days"]*dayMS)
	start := log.Time(int(rows[0]))
	habit := int64(0) // what came first before this time is the token's habit
	fresh := func(seen map[uint32]int64, value uint32, t int64) bool {
		if value == 0 {
			return false
		}
		first, known := seen[value]
		if !known {
			seen[value], first = t, t
		}
		return habit > 0 && first >= habit && t-first <= familiarFor
	}
	var best departure
	var evidence []uint32
	for i, row := range rows {
		t := log.Time(int(row))
		if habit == 0 && i >= least && t-start >= days {
			habit = t
		}
		d := departure{row: row}
		program, _ := v.Agent(row)
		d.network, d.program = fresh(networks, v.Network(row), t), fresh(programs, program, t)
		d.change = fresh(changes, families[types.Code(int(row))], t) && in.succeeded(row)
		if i > 0 && habit > 0 && in.ms(rows[i-1], row) >= idle {
			d.idle = in.ms(rows[i-1], row)
		}
		switch {
		case d.network && d.program && d.change:
			d.severity = Critical
		case d.network && (d.program || d.change):
			d.severity = High
		case d.idle > 0 && (d.network || d.program):
			d.severity = High
		case d.idle > 0:
			d.severity = Low
		default:
			continue
		}
		if d.network && in.ownersDesk(row) {
			d.severity = Low
		}
		if evidence = append(evidence, row); d.severity > best.severity || best.severity == Info {
			best = d
		}
	}
	if len(evidence) == 0 {
		return f, false
	}
	if best.network && !best.change && best.idle == 0 && in.movedHouse(rows, best.row, networks) {
		best.severity = Low
		f.Title = "API token moved to another network"
	}
	f.Severity, f.Rows, f.Actor = best.severity, evidence, actorAt(log, best.row)
	f.Facts = map[string]any{"token": clean(id), "earlier_events": in.before(rows, best.row), "new_network": best.network, "new_program": best.program,
		"new_change": best.change, "events": len(evidence)}
	var parts []string
	if best.network {
		parts = append(parts, "the network "+v.NetworkName(v.Network(best.row)))
	}
	_, a := v.Agent(best.row)
	if best.program {
		parts = append(parts, "the program "+clean(a.String()))
	}
	if best.change {
		parts = append(parts, "changes of the kind "+clean(familyOf(in.kind(best.row))))
	}
	f.Summary = "API token " + clean(id) + " of " + in.actorName(best.row) + " was used on " + in.moment(best.row) + " with " + in.client(best.row)
	if best.idle > 0 {
		f.Facts["idle_days"] = round(float64(best.idle)/dayMS, 1)
		f.Summary += " after " + duration(best.idle) + " of silence"
	}
	if len(parts) > 0 {
		f.Summary += "; new to it are " + list(parts, len(parts), 3) + " after " + count(in.before(rows, best.row), "event", "events")
	}
	if n := len(evidence) - 1; n > 0 {
		f.Summary += "; " + count(n, "more event is", "more events are") + " like it"
	}
	return f, true
}

// before returns how many of ascending rows come before one.
func (in *Input) before(rows []uint32, row uint32) int { return len(rows) - len(after(rows, row)) - 1 }

// ownersDesk reports whether an event of a token came from a network that its
// owner had worked from before.
func (in *Input) ownersDesk(row uint32) bool {
	u := in.Log.UserOf(int(row))
	return u >= 0 && !in.newNetwork(u, row)
}

// movedHouse reports whether a token went on from a network for a day or longer,
// and was not seen from its earlier ones again.
func (in *Input) movedHouse(rows []uint32, row uint32, networks map[uint32]int64) bool {
	moved := in.Log.Time(int(row))
	last := rows[len(rows)-1]
	if in.ms(row, last) < dayMS {
		return false
	}
	for _, r := range after(rows, row) {
		if first, known := networks[in.Views.Network(r)]; known && first < moved-familiarFor {
			return false
		}
	}
	return true
}

// outsideRange returns a finding for each actor whose token Okta refused outside
// of its allowed addresses.
func (in *Input) outsideRange() []Finding {
	var findings []Finding
	for _, a := range in.actsOf(in.Log.RowsOfType(typeTokenOutside), nil) {
		row := a.rows[0]
		f := Finding{Severity: High, Rows: a.rows, Actor: actorAt(in.Log, row), Title: "API token used outside of its allowed addresses"}
		f.Facts = map[string]any{"events": len(a.rows)}
		f.Summary = "an API token of " + in.actorName(row) + " was used " + count(len(a.rows), "time", "times") + " outside of the addresses that it is allowed, first on " +
			in.moment(row) + " with " + in.client(row)
		findings = append(findings, f)
	}
	return findings
}
