package detect

import (
	"math"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var personFields = []event.Field{event.ActorID, event.ActorAlternateID}

var resetPair = &Detection{
	ID:         "password-and-mfa-reset-pair",
	Title:      "Password and factors of one person were reset together",
	Family:     "MFA abuse",
	Severity:   High,
	Techniques: []string{"T1556.006", "T1098"},
	Meaning: "Somebody else reset both the password and the factors of an account within minutes. Nothing that its owner " +
		"knows or has opens it any more, and whoever gets the new password gets the account.",
	Check: []string{
		"Ask who called the help desk, and how they proved who they are.",
		"Call the person back on a number from the directory.",
		"See from where the account signed in after the reset.",
	},
	FalsePositives: []string{"A new joiner, or a lost laptop and telephone, handled by the help desk."},
	Parameters: []Parameter{
		{Name: "window_minutes", Title: "Time within which both resets count together", Unit: "minutes", Default: 30, Min: 1, Max: 1440},
	},
	NeedsAny: [][]event.Field{{event.TargetID, event.TargetAlternateID}},
	Run:      findResetPair,
}

func isPasswordReset(t string) bool { return t == "user.account.reset_password" }

func isFactorReset(t string) bool {
	return t == "user.mfa.factor.reset_all" || t == "user.mfa.factor.deactivate"
}

// resets returns what was done to the accounts of others: the successful
// events of the types by person, the persons in order of their first one.
func (in *Input) resets(who *people, types ...string) (order []int, of map[int][]uint32) {
	of = map[int][]uint32{}
	for _, row := range in.Log.RowsOfType(types...) {
		u := who.target(row)
		if u < 0 || u == who.actor(row) || !in.succeeded(row) {
			continue
		}
		if of[u] == nil {
			order = append(order, u)
		}
		of[u] = append(of[u], row)
	}
	return order, of
}

func findResetPair(in *Input) []Finding {
	window := int64(in.Parameters["window_minutes"] * minuteMS)
	order, of := in.resets(&people{log: in.Log}, "user.account.reset_password", "user.mfa.factor.reset_all", "user.mfa.factor.deactivate")
	var findings []Finding
	for _, u := range order {
		lastPassword, lastFactor, pairs := -1, -1, 0
		f := Finding{Severity: High, Actor: actorOf(&in.Log.Users()[u])}
		for i, row := range of[u] {
			other := lastFactor
			if isPasswordReset(in.kind(row)) {
				lastPassword = i
			} else {
				lastFactor, other = i, lastPassword
			}
			if other < 0 || in.ms(of[u][other], row) > window {
				continue
			}
			if pairs++; pairs == 1 {
				a := of[u][other]
				f.Facts = map[string]any{"seconds_between": round(float64(in.ms(a, row))/1000, 3), "reset_by": in.actorName(a)}
				f.Summary = in.actorName(a) + " (" + in.kindName(a) + ") and " + in.actorName(row) + " (" + in.kindName(row) +
					") reset password and factors of " + clean(in.Log.Users()[u].Name()) + " within " +
					duration(in.ms(a, row)) + ", from " + in.moment(a)
			}
			f.Rows = append(f.Rows, of[u][other], row)
		}
		if pairs > 0 {
			f.Facts["pairs"] = pairs
			findings = append(findings, f)
		}
	}
	return findings
}

var resetTakeover = &Detection{
	ID:         "reset-then-takeover",
	Title:      "An account was reset, then entered from a strange place",
	Family:     "MFA abuse",
	Severity:   Critical,
	Techniques: []string{"T1098.005", "T1556.006", "T1656"},
	Meaning: "Somebody else reset the account's password or factors; soon after it signed in from a network that its " +
		"owner had never used, and a factor or a device was enrolled. That is what a caller who talks the help desk " +
		"into a reset leaves behind.",
	Check: []string{
		"Call the person back on a number from the directory: did they ask for the reset?",
		"Remove the factor or device that was enrolled after the reset, and clear the sessions.",
		"Ask the help desk how the caller proved who they are.",
		"Look for other accounts that were reset by the same agent of the help desk on that day.",
	},
	FalsePositives: []string{"A person on a journey who lost their telephone: the story that an intruder tells too, so call back."},
	Parameters: []Parameter{
		{Name: "sign_in_hours", Title: "Time from the reset to the sign-in", Unit: "hours", Default: 2, Min: 0.1, Max: 168},
		{Name: "enrolment_minutes", Title: "Time from the sign-in to the enrolment", Unit: "minutes", Default: 30, Min: 1, Max: 1440},
		{Name: "earlier_sign_ins", Title: "Earlier sign-ins that the person must have for a network to be strange", Default: 5, Min: 1, Max: 1000, Integer: true},
	},
	Needs:    []event.Field{event.ClientIP},
	NeedsAny: [][]event.Field{{event.TargetID, event.TargetAlternateID}, personFields},
	Run:      findResetTakeover,
}

func isSignIn(t string) bool { return t == typeSessionStart || t == "policy.evaluate_sign_on" }

func isEnrolment(t string) bool {
	return t == "user.mfa.factor.activate" || t == "device.enrollment.create"
}

func findResetTakeover(in *Input) []Finding {
	log, v := in.Log, in.Views
	toSignIn, toEnrol := int64(in.Parameters["sign_in_hours"]*hourMS), int64(in.Parameters["enrolment_minutes"]*minuteMS)
	order, of := in.resets(&people{log: log}, "user.mfa.factor.reset_all", "user.mfa.factor.deactivate",
		"user.account.reset_password", "user.account.unlock_by_admin")
	admins := map[int]bool{}
	if len(order) > 0 {
		for _, row := range log.RowsOfType("user.session.access_admin_app") {
			admins[log.UserOf(int(row))] = true
		}
	}
	var findings []Finding
	for _, u := range order {
		rows := log.Users()[u].Rows
		// The sign-in from which on the person is known well enough.
		known, earlier := uint32(0), 0
		for _, row := range rows {
			if isSignIn(in.kind(row)) && in.succeeded(row) {
				if earlier++; earlier == int(in.Parameters["earlier_sign_ins"]) {
					known = row
					break
				}
			}
		}
		for i, reset := range of[u] {
			if earlier < int(in.Parameters["earlier_sign_ins"]) || reset < known {
				continue
			}
			var entry, enrolled uint32
			found, entered := false, false
			for _, row := range after(rows, reset) {
				t := in.kind(row)
				if !entered && i+1 < len(of[u]) && row > of[u][i+1] {
					break // the next reset is nearer to what follows
				}
				if !entered && in.ms(reset, row) > toSignIn || entered && in.ms(entry, row) > toEnrol {
					break
				}
				switch {
				case !in.succeeded(row):
				case !entered && isSignIn(t) && v.Own(row) && in.newNetwork(u, row):
					entry, entered = row, true
				case entered && isEnrolment(t):
					enrolled, found = row, true
				}
				if found {
					break
				}
			}
			if !found {
				continue
			}
			f := Finding{Severity: Critical, Actor: actorOf(&log.Users()[u]), Rows: []uint32{reset, entry, enrolled}}
			f.Facts = map[string]any{
				"reset_by": in.actorName(reset), "minutes_to_sign_in": round(float64(in.ms(reset, entry))/minuteMS, 1),
				"minutes_to_enrolment": round(float64(in.ms(entry, enrolled))/minuteMS, 1), "administrator": admins[u],
				"network": v.NetworkName(v.Network(entry)),
			}
			f.Summary = in.actorName(reset) + " reset " + clean(log.Users()[u].Name()) + " (" + in.kindName(reset) + ") on " +
				in.moment(reset) + "; " + duration(in.ms(reset, entry)) + " later the account was entered with " + in.client(entry) +
				", a network new to the person, and " + duration(in.ms(entry, enrolled)) + " after that came " + in.kindName(enrolled)
			if admins[u] {
				f.Summary += "; the account opens the Admin Console"
			}
			findings = append(findings, f)
			break // one finding a person
		}
	}
	return findings
}

var attackThenSuccess = &Detection{
	ID:         "success-after-credential-attack",
	Title:      "A sign-in succeeded after an attack on the password",
	Family:     "Credential attack",
	Severity:   Critical,
	Techniques: []string{"T1110", "T1078.004"},
	Meaning: "Many sign-ins of one account failed within minutes, or one network failed at the accounts of many people; " +
		"then the account was entered. The attack may have found the password. It is critical from a network and with a program new to the person, " +
		"high from a network alone that is, medium with a program alone that is, and low with their own machine: owners forget passwords, and work on " +
		"while somebody guesses. A network of many people is under attack only where it fails at a good part of them: some mistype at any hour.",
	Check: []string{
		"Compare the machine that signed in with the machine that failed.",
		"Ask the person whether they were signing in.",
		"If not, clear the sessions, reset the password, and read what the session did.",
	},
	FalsePositives: []string{"The owner, who remembers the password after many attempts."},
	Parameters: []Parameter{
		{Name: "failures", Title: "Failures of one account that are an attack", Default: 10, Min: 2, Max: 10000, Integer: true},
		{Name: "window_minutes", Title: "Time within which they count together", Unit: "minutes", Default: 15, Min: 1, Max: 1440},
		{Name: "spray_users", Title: "Accounts that one network fails at in an hour that are an attack on each", Default: 8, Min: 2, Max: 10000, Integer: true},
		{Name: "spray_percent", Title: "The same as a share of the people who are let in from the network, where that is more", Unit: "percent", Default: 25, Min: 0, Max: 100},
		{Name: "success_minutes", Title: "Time from the attack to the sign-in", Unit: "minutes", Default: 180, Min: 1, Max: 10080},
		sharedUsers(5),
	},
	Needs:    []event.Field{event.OutcomeResult},
	NeedsAny: [][]event.Field{personFields},
	Run:      findAttackThenSuccess,
}

// isBadCredential reports whether an event is a sign-in that failed for a wrong
// name or password, or because earlier ones had locked the account.
func (in *Input) isBadCredential(row uint32) bool {
	if !in.failed(row) {
		return false
	}
	reason := strings.ToUpper(in.Log.Column(event.OutcomeReason).At(int(row)))
	return event.Blank(reason) || strings.Contains(reason, "CREDENTIALS") || strings.Contains(reason, "LOCKED") || strings.Contains(reason, "VERIFICATION_ERROR")
}

func findAttackThenSuccess(in *Input) []Finding {
	log, v := in.Log, in.Views
	window, reach := int64(in.Parameters["window_minutes"]*minuteMS), int64(in.Parameters["success_minutes"]*minuteMS)
	of := map[int][]uint32{}      // failures by person
	from := map[uint32][]uint32{} // and by network
	var order []int
	for _, row := range v.refusedPasswords() {
		u := log.UserOf(int(row))
		if u < 0 {
			continue
		}
		if of[u] == nil {
			order = append(order, u)
		}
		of[u] = append(of[u], row)
		if n := v.Network(row); n != 0 {
			from[n] = append(from[n], row)
		}
	}
	// Each failure that is part of a spray is an attack by itself.
	sprayed := map[uint32]bool{}
	for network, rows := range from {
		least := max(int(in.Parameters["spray_users"]), int(math.Ceil(float64(v.crowd(network))*in.Parameters["spray_percent"]/100)))
		users, start := map[int]int{}, 0
		for i, row := range rows {
			users[log.UserOf(int(row))]++
			for in.ms(rows[start], row) > hourMS {
				old := log.UserOf(int(rows[start]))
				if users[old]--; users[old] == 0 {
					delete(users, old)
				}
				start++
			}
			if len(users) >= least {
				for at := i; at >= start && !sprayed[rows[at]]; at-- {
					sprayed[rows[at]] = true
				}
			}
		}
	}
	var findings []Finding
	for _, u := range order {
		rows := of[u]
		times := make([]int64, len(rows))
		for i, row := range rows {
			times[i] = log.Time(int(row))
		}
		attacks := bursts(times, int(in.Parameters["failures"]), window)
		spray := false
		if len(attacks) == 0 {
			for i, row := range rows {
				if sprayed[row] {
					attacks, spray = append(attacks, span{i, i}), true
				}
			}
		}
		for _, a := range attacks {
			last := rows[a.to]
			success, ok := in.signInAfter(u, last, reach, func(row uint32) bool {
				// A spray touches everybody; only its own network's success tells.
				return !spray || v.Network(row) == v.Network(last)
			})
			if !ok {
				continue
			}
			same := false
			for _, row := range rows[a.from : a.to+1] {
				same = same || v.Network(row) != 0 && v.Network(row) == v.Network(success)
			}
			strange, program := in.foreign(u, success)
			// Who forgot a password where they always work, or works on while somebody
			// else guesses; at the start of the log, who goes on with one program.
			known := in.firstOf(u) <= log.Time(int(success))-familiarFor
			own := known && !strange && !program
			if _, another := v.differs(last, success); !known && same && !another {
				own = true
			}
			// Who forgot it on their own machine, wherever it is carried: a guesser has
			// neither its cookie nor the person's network, and does not stay for days.
			token, _ := in.token(u, success)
			own = own || known && !program && (token || in.keptNetwork(u, success) || !same && in.mistyped(u, rows[a.from:a.to+1]))
			f := Finding{Severity: Medium, Actor: actorOf(&log.Users()[u]), Rows: append(append([]uint32(nil), rows[a.from:a.to+1]...), success)}
			switch {
			case own:
				f.Severity = Low
			case strange && known && !program:
				f.Severity = High
			case strange:
				f.Severity = Critical
			}
			n := a.to - a.from + 1
			f.Facts = map[string]any{"failures": n, "attacking_network": same, "new_network": strange, "new_program": program, "own_machine": own, "spray": spray,
				"minutes_to_success": round(float64(in.ms(last, success))/minuteMS, 1)}
			f.Summary = clean(log.Users()[u].Name()) + " signed in on " + in.moment(success) + " with " + in.client(success) + ", " +
				duration(in.ms(last, success)) + " after " + count(n, "failure", "failures") + " in " + duration(in.ms(rows[a.from], last))
			if spray {
				f.Summary = clean(log.Users()[u].Name()) + " signed in on " + in.moment(success) + " with " + in.client(success) + ", " +
					duration(in.ms(last, success)) + " after that network failed at the accounts of many people"
			}
			switch {
			case same:
				f.Summary += "; failures and success came from one network"
			case strange:
				f.Summary += "; the person had never used that network"
			default:
				f.Summary += "; the person had used that network before"
			}
			findings = append(findings, f)
			break
		}
	}
	return findings
}

// mistyped reports whether all failures came from networks and programs that
// their person had used before: the owner's own.
func (in *Input) mistyped(user int, failures []uint32) bool {
	for _, row := range failures {
		if in.Views.Network(row) == 0 || in.newNetwork(user, row) || in.newAgent(user, row) {
			return false
		}
	}
	return true
}

// signInAfter returns a person's first successful sign-in after an event, of
// those that are wanted, within a time.
func (in *Input) signInAfter(user int, from uint32, within int64, wanted func(uint32) bool) (uint32, bool) {
	for _, row := range after(in.Log.Users()[user].Rows, from) {
		if in.ms(from, row) > within {
			break
		}
		if in.kind(row) == typeSessionStart && in.succeeded(row) && wanted(row) {
			return row, true
		}
	}
	return 0, false
}
