package detect

import (
	"slices"
	"strings"

	"okta-session-analyzer/analyzer/event"
)

var exportAfterChange = &Detection{
	ID: "report-export-after-context-change", Title: "A report was exported from a changed context", Family: "Data access & exfiltration",
	Severity: High, Techniques: []string{"T1526", "T1087.004", "T1213"},
	Meaning: "An administrator's report or a list of people was exported in a session that had changed program or moved to a network new to " +
		"the person since its sign-in, or that never opened the Admin Console, or for the first time by that person. Two of these are high " +
		"where the program changed or the console was left out, one alone medium or low: somebody who holds a session reads the organisation first.",
	Check: []string{
		"Ask the administrator whether they asked for the report; Okta also mails them.",
		"Read what else the session did, and compare its machine with the administrator's.",
		"See who else had the report's download.",
	},
	FalsePositives: []string{"An administrator at home or on a journey.", "A report that is read by a script of the administrator's own."},
	Parameters:     []Parameter{historyDays(7), sharedUsers(5)},
	Needs:          []event.Field{event.ClientIP},
	NeedsAny:       [][]event.Field{personFields, sessionFields},
	Replaces:       []string{"password-health-report"},
	Run:            findExport,
}

// exportRows returns the exports of reports and the requests for them, in order
// of time.
func (in *Input) exportRows() []uint32 {
	log := in.Log
	rows := slices.Clone(log.RowsOfType("analytics.reports.export.request", "analytics.reports.export.generate", "analytics.reports.export.download"))
	uris := log.Column(event.RequestURI)
	reports, some := make([]bool, len(uris.Values)), false
	for code, uri := range uris.Values {
		reports[code] = strings.Contains(uri, "/reports/")
		some = some || reports[code]
	}
	if some {
		for row := range log.Len() {
			if reports[uris.Code(row)] {
				rows = append(rows, uint32(row))
			}
		}
		slices.Sort(rows)
		rows = slices.Compact(rows)
	}
	return rows
}

// visit is what a session did up to an export.
type visit struct {
	next    int // of its events
	signIn  uint32
	started bool // the log has its sign-in
	console bool
}

func findExport(in *Input) []Finding {
	log := in.Log
	visits := map[int]*visit{}
	// A log that is too short knows no first export.
	learnt := in.Views.history.days() >= in.Parameters[historyName]
	before := map[int]bool{}
	type place struct{ user, session int }
	found := map[place]Finding{}
	var order []place
	for _, row := range in.exportRows() {
		u, s := log.UserOf(int(row)), log.SessionOf(int(row))
		if u < 0 || !in.succeeded(row) || !in.Views.Own(row) {
			continue
		}
		first := learnt && !before[u] && in.settled(in.firstOf(u), log.Time(int(row)))
		before[u] = true
		w := &visit{}
		if s >= 0 {
			if visits[s] == nil {
				visits[s] = w
			}
			w = visits[s]
			w.follow(in, log.Sessions()[s].Rows, row)
		}
		f := in.export(u, row, w, first)
		if f.Severity == Info && !first {
			continue
		}
		at := place{u, s}
		old, known := found[at]
		if !known {
			order = append(order, at)
		}
		rows := append(old.Rows, row)
		if w.started {
			rows = append(rows, w.signIn)
		}
		if known && old.Severity >= f.Severity {
			f = old
		}
		f.Rows = rows
		found[at] = f
	}
	findings := make([]Finding, 0, len(order))
	for _, at := range order {
		findings = append(findings, found[at])
	}
	return findings
}

// follow reads the events of a session up to one of them.
func (w *visit) follow(in *Input, rows []uint32, until uint32) {
	for ; w.next < len(rows) && rows[w.next] < until; w.next++ {
		row := rows[w.next]
		if !in.succeeded(row) {
			continue
		}
		if !w.started && in.Views.Own(row) && isSignIn(in.kind(row)) {
			w.signIn, w.started = row, true
		}
		w.console = w.console || in.isConsole(row)
	}
}

// export weighs one export.
func (in *Input) export(user int, row uint32, w *visit, first bool) Finding {
	network, program := false, false
	if w.started {
		network, program = in.Views.differs(w.signIn, row)
		network = network && in.acquainted(user, row) && !in.shared(row) && in.newNetwork(user, row)
	}
	absent := w.started && !w.console
	reasons := 0
	for _, is := range []bool{network || program, absent, first} {
		if is {
			reasons++
		}
	}
	f := Finding{Severity: Info, Actor: actorOf(&in.Log.Users()[user])}
	switch {
	case reasons >= 2 && (program || network && absent):
		f.Severity = High
	case program && network, reasons >= 2 && absent && in.acquainted(user, row), reasons >= 2 && network:
		f.Severity = Medium
	case reasons > 0:
		f.Severity = Low
	}
	f.Facts = map[string]any{"program_changed": program, "new_network": network, "without_the_console": absent, "first_export": first}
	f.Summary = clean(in.Log.Users()[user].Name()) + " exported a report (" + in.kindName(row) + ") on " + in.moment(row) + " with " + in.client(row)
	var why []string
	if program || network {
		why = append(why, "the session was signed in with "+in.client(w.signIn))
	}
	if absent {
		why = append(why, "it had not opened the Admin Console")
	}
	if first {
		why = append(why, "the person had exported none before in this log")
	}
	if len(why) > 0 {
		f.Summary += "; " + list(why, len(why), len(why))
	}
	return f
}
