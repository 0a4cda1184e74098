package report

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"okta-session-analyzer/analyzer/detect"
	"okta-session-analyzer/analyzer/event"
	"okta-session-analyzer/analyzer/table"
)

// indicatorTypes are the types of indicators in the order of the list, and the
// field that a value of each is one of.
var indicatorTypes = []struct {
	name  string
	field event.Field
}{
	{"address", event.ClientIP},
	{"user agent", event.UserAgent},
	{"device token", event.DTHash},
	{"session", event.ExternalSessionID},
	{"account", event.ActorAlternateID},
	{"application", event.TargetDisplayName},
	{"identity provider", event.TargetDisplayName},
}

const (
	anAddress = iota
	aUserAgent
	aDeviceToken
	aSession
	anAccount
	anApplication
	anIdentityProvider
)

// indicator is one value that something is to be looked for by.
type indicator struct {
	kind        int
	value       string
	first, last string
	findings    int
	worst       detect.Severity
	seen        string // the finding that was counted last
}

// WriteIndicators writes a CSV list of what to look for elsewhere: the
// addresses, user agents, device tokens, sessions, accounts, applications and
// identity providers of findings of medium severity and worse, with the times
// of the first and the last event, the number of findings and the severity of
// the worst one. Where an incident knows the intruder's addresses, of a
// finding's events those from there count; where no event is, or no incident,
// all. Findings that an allow-list or the analyst set aside do not count.
// Without the log there are the addresses, sessions and accounts of the
// findings. No cell is a formula.
func WriteIndicators(w io.Writer, r *Report, o Output) error {
	list := r.indicators(o.Log)
	red := o.redactor()
	red.Report(r) // numbers what only the report names, as in every other form
	out := csv.NewWriter(w)
	if err := out.Write([]string{"type", "value", "first", "last", "findings", "severity", "redacted"}); err != nil {
		return err
	}
	for _, x := range list {
		t := indicatorTypes[x.kind]
		row := []string{t.name, Cell(red.Value(t.field, x.value)), Cell(x.first), Cell(x.last), strconv.Itoa(x.findings), x.worst.String(), yes(o.Redactor != nil)}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// indicators returns the indicators of the report: by type, the worst first, of
// equal ones the earlier.
func (r *Report) indicators(log *table.Log) []*indicator {
	type key struct {
		kind  int
		value string
	}
	of := make(map[key]*indicator)
	add := func(f *detect.Finding, kind int, value, first, last string) {
		if event.Blank(value) {
			return
		}
		x := of[key{kind, value}]
		if x == nil {
			x = &indicator{kind: kind, value: value, first: first, last: last}
			of[key{kind, value}] = x
		}
		x.first, x.last = min(x.first, first), max(x.last, last)
		x.worst = max(x.worst, f.Severity)
		if x.seen != f.ID {
			x.seen = f.ID
			x.findings++
		}
	}
	foreign := make(map[string]map[string]bool) // the intruder's addresses, by finding
	for i := range r.Incidents {
		for _, id := range r.Incidents[i].Findings {
			if foreign[id] == nil {
				foreign[id] = make(map[string]bool)
			}
			for _, ip := range r.Incidents[i].Addresses {
				foreign[id][ip] = true
			}
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if status := r.Triage[f.ID].Status; f.Severity < detect.Medium || f.Suppressed != nil || status == FalsePositive || status == Ignored {
			continue
		}
		theirs := foreign[f.ID]
		add(f, anAccount, firstOf(f.Actor.AlternateID, f.Actor.DisplayName, f.Actor.ID), f.First, f.Last)
		rows := rowsOf(f, log)
		if len(rows) == 0 {
			ips := slices.DeleteFunc(slices.Clone(f.IPs), func(ip string) bool { return !theirs[ip] })
			if len(ips) == 0 {
				ips = f.IPs
			}
			for _, ip := range ips {
				add(f, anAddress, ip, f.First, f.Last)
			}
			add(f, aSession, f.Session, f.First, f.Last)
			continue
		}
		address := log.Column(event.ClientIP)
		from := slices.DeleteFunc(slices.Clone(rows), func(row uint32) bool { return !theirs[address.At(int(row))] })
		if len(from) == 0 {
			from = rows
		}
		for _, row := range from {
			n := int(row)
			at := event.FormatTime(log.Time(n))
			add(f, anAddress, address.At(n), at, at)
			add(f, aUserAgent, log.Column(event.UserAgent).At(n), at, at)
			add(f, aDeviceToken, log.Column(event.DTHash).At(n), at, at)
			if s := log.SessionOf(n); s >= 0 {
				add(f, aSession, log.Sessions()[s].ID, at, at)
			}
			if u := log.UserOf(n); u >= 0 {
				add(f, anAccount, log.Users()[u].Name(), at, at)
			}
			kinds, names, ids := log.Column(event.TargetType), log.Column(event.TargetDisplayName), log.Column(event.TargetID)
			for i, k := range kinds.Codes(n) {
				name := firstOf(names.Values[names.Codes(n)[i]], ids.Values[ids.Codes(n)[i]])
				switch kind := strings.ToLower(kinds.Values[k]); {
				case kind == "appinstance":
					add(f, anApplication, name, at, at)
				case strings.Contains(kind, "identityprovider") || kind == "idp":
					add(f, anIdentityProvider, name, at, at)
				}
			}
		}
	}
	list := make([]*indicator, 0, len(of))
	for _, x := range of {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b *indicator) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(b.worst, a.worst), cmp.Compare(a.first, b.first), cmp.Compare(a.value, b.value))
	})
	return list
}
